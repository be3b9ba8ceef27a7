"""The shape of the sources: files and functions that fit on a page, documented, exact where money is near."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import yiheng

SOURCES = Path(yiheng.__file__).parent
FILES = sorted(SOURCES.rglob("*.py"))
NAMES = [path.relative_to(SOURCES).as_posix() for path in FILES]

LINES_LIMIT = 500
FUNCTION_LIMIT = 80
EXACT_ROOMS = {"exact", "standards", "policy", "metrics", "performance"}
FLOAT_BORDER = {"performance/evaluation_json.py"}
"""Where numbers leave for JSON, which knows no fractions."""

Documented = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@pytest.fixture(params=FILES, ids=NAMES)
def file(request) -> Path:
    return request.param


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def public(node: ast.Module | ast.ClassDef) -> Iterator[Documented]:
    """Public classes and functions, and the public methods of public classes; not what is inside functions."""
    for child in node.body:
        if isinstance(child, Documented) and not child.name.startswith("_"):
            yield child
            if isinstance(child, ast.ClassDef):
                yield from public(child)


def test_the_sources_are_there():
    assert len(FILES) > 60


def test_a_file_is_short(file):
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LINES_LIMIT


def test_a_function_is_short(file):
    long = {
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(tree(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > FUNCTION_LIMIT
    }
    assert long == set()


def test_a_module_says_its_part_in_the_whole(file):
    words = ast.get_docstring(tree(file)) or ""
    assert len(words.split("\n")[0]) >= 20, "no docstring, or one that says nothing"


def test_what_is_public_says_what_it_is_for(file):
    assert [node.name for node in public(tree(file)) if not ast.get_docstring(node)] == []


def test_there_are_no_floats_near_money(file):
    """Integers and fractions only; a float needs a comment on its line that says why."""
    name = file.relative_to(SOURCES).as_posix()
    if name.split("/")[0] not in EXACT_ROOMS or name in FLOAT_BORDER:
        return
    lines = file.read_text(encoding="utf-8").splitlines()
    floats = [
        f"line {node.lineno}: {lines[node.lineno - 1].strip()}"
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
        and "#" not in lines[node.lineno - 1]
    ]  # fmt: skip
    assert floats == []


@pytest.mark.parametrize("name", [name for name in NAMES if name.split("/")[0] in {"exact", "metrics"}])
def test_no_float_is_even_written_where_values_are_computed(name):
    written = [
        node.value
        for node in ast.walk(tree(SOURCES / name))
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    ]
    assert written == []


def test_no_engine_reads_the_clock(file):
    """Results depend on facts, policy and the day asked for; only what writes a file may date it."""
    name = file.relative_to(SOURCES).as_posix()
    if name.split("/")[0] in {"app", "reports"}:
        return
    calls = {
        node.func.attr
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert calls & {"today", "now", "utcnow", "time", "random", "urandom", "getenv"} == set()


def test_nothing_is_swallowed(file):
    """``except Exception: pass`` hides faults of the program as well as of the input."""
    silent = [
        node.lineno
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ExceptHandler)
        and (
            node.type is None
            or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})
        )
        and all(isinstance(step, ast.Pass | ast.Continue) for step in node.body)
    ]
    assert silent == []


def test_no_prints(file):
    called = {
        node.func.id
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert called & {"print", "breakpoint", "eval", "exec", "input"} == set()
