"""Messages: each code that can reach a user has one Chinese sentence, and each sentence has a code that can raise it.

Codes are found by reading the sources: the literals handed to whatever builds a problem, an award or a withholding.
"""

from __future__ import annotations

import ast
import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

import yiheng
from yiheng.performance.award import AWARDS
from yiheng.standards.message import message_text, messages, place, sentence
from yiheng.standards.problem import Problem, refuse

SOURCES = Path(yiheng.__file__).parent

CODE_POSITION = {
    "refuse": 0,
    "Problem": 0,
    "problem": 0,
    "_row": 0,
    "message": 0,
    "Withholding": 0,
    "ExactError": 0,
    "Award": 1,
}
"""Callables that take a code, and at which position."""

FOR_PROGRAMMERS = {
    "value_type",
    "row_width",
    "float_refused",
    "column_type_unknown",
    "column_duplicate",
    "key_not_text",
    "lengths_differ",
    "interval_reversed",
    "decimals_negative",
    "scale_not_positive",
}
"""Codes of wrong calls inside the program: no input of a user leads to them, so they have no sentence."""

PLAIN_WORDS = {
    "UTF", "MB", "KB", "TXT", "GBK", "YAML", "PDF", "Excel", "WPS", "Word", "LibreOffice", "pypdf", "DRG",
    "MDC", "ADRG", "CHS", "MCC", "CC",
}  # fmt: skip
"""Names that a Chinese reader knows in Latin letters."""

CODE_WORDS = {

    "yaml", "yml", "xlsx", "xls", "csv", "zip", "docx", "txt", "html", "md", "docs", "content", "workdays", "form", "table",
    "letter", "valid", "from", "to", "primitive", "children", "goals", "actual", "extends", "restated", "true", "claim",
    "CSV", "Parquet", "SQL", "SELECT", "region", "set", "aside", "unique", "present", "never", "engine", "duckdb",
    "check", "source", "inputs", "purpose", "grain", "profile", "div", "half", "up", "city", "year", "sc", "employee", "2023",
    "holiday", "workday", "fig", "fund", "income", "C1", "Q1", "if", "for", "each", "level",
    "case", "cases", "dx", "JSON", "grouping", "reasons",
    "scheme", "rule", "drg", "mdc", "list", "base", "json", "gz", "parquet", "out", "input", "intake", "aliases", "accept",
    "mappings", "map", "control",
}  # fmt: skip
"""Words that the user types: commands, options, file names, keys of content."""


@dataclass(frozen=True)
class Raised:
    """One literal code in the sources, with the values given beside it; None where they are passed on unseen."""

    code: str
    place: str
    callee: str
    values: frozenset[str] | None


def literals(node: ast.expr) -> Iterator[str]:
    """The texts an expression can be, where it is a literal or a choice of literals."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def starts_with_code(target: ast.expr) -> bool:
    first = target.elts[0] if isinstance(target, ast.Tuple) else target
    return isinstance(first, ast.Name) and first.id == "code"


def first_literals(node: ast.expr | None) -> Iterator[str]:
    if isinstance(node, ast.Tuple) and node.elts:
        yield from literals(node.elts[0])
    elif node is not None:
        yield from literals(node)


def called_codes(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Codes handed over as literals: ``refuse("…")``, ``entry.problem("…")``, ``Award(points, "…")``."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and len(call.args) > CODE_POSITION.get(name_of(call), 99):
            for code in literals(call.args[CODE_POSITION[name_of(call)]]):
                yield code, call


def bound_codes(tree: ast.AST) -> Iterator[str]:
    """Codes that take the way over a name: ``code = "…"``, ``for code, found in faults():``, tables of fault codes."""
    makers: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(starts_with_code(target) for target in node.targets):
            yield from first_literals(node.value)
            source: ast.expr = node.value
        elif isinstance(node, ast.For) and starts_with_code(node.target):
            source = node.iter
            if isinstance(source, ast.Tuple):
                for row in source.elts:
                    yield from first_literals(row)
        elif isinstance(node, ast.Assign) and "_FAULT_CODES" in {getattr(t, "id", "") for t in node.targets}:
            assert isinstance(node.value, ast.Dict)
            for value in node.value.values:
                yield from literals(value)
            continue
        else:
            continue
        if isinstance(source, ast.Call):
            makers.add(name_of(source))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and function.name in makers:
            for node in ast.walk(function):
                if isinstance(node, ast.Return | ast.Yield):
                    yield from first_literals(node.value)


@cache
def raised() -> list[Raised]:
    found = []
    for path in sorted(SOURCES.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        where = path.relative_to(SOURCES).as_posix()
        for code, call in called_codes(tree):
            given = frozenset(keyword.arg for keyword in call.keywords if keyword.arg)
            open_ended = any(keyword.arg is None for keyword in call.keywords)
            callee = name_of(call)
            found.append(Raised(code, f"{where}:{call.lineno}", callee, None if open_ended else given))
        found.extend(Raised(code, where, "", None) for code in bound_codes(tree))
    return found


def all_literals() -> set[str]:
    """Every text in the sources."""
    return {
        node.value
        for path in SOURCES.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def message_of(code: str) -> str:
    return messages()[code].text + messages()[code].remedy


def filled(code: str) -> Problem:
    """A problem with every field given, each by a digit that no sentence contains by itself."""
    return Problem(code, file="《报告》", line=3, field="栏", key="键", found="甲", expected="乙")


CODES = sorted(messages())
NAMES_OF_PRIMITIVES = {f"primitive_{name}" for name in AWARDS}


def test_the_scan_sees_the_ways_in_which_a_code_is_raised():
    codes = {item.code for item in raised()}
    assert {
        "file_not_found",  # refuse("…")
        "fact_duplicate",  # Problem("…")
        "metric_unknown",  # entry.problem("…")
        "award_met",  # Award(points, "…")
        "award_not_met",  # the other branch of a choice
        "award_checklist_part",  # through a name
        "withheld_bare_yes",  # Withholding("…")
        "goal_vague",  # the linter's rows
        "goal_without_owner",  # a table of codes
        "grade_gap",  # yielded by a maker of faults
        "key_unknown",  # pydantic's faults
        "number_unreadable",  # ExactError("…")
    } <= codes


def test_every_code_that_can_be_raised_has_a_sentence():
    missing = {f"{item.code} ({item.place})" for item in raised() if item.code not in messages()}
    assert {entry for entry in missing if entry.split(" ")[0] not in FOR_PROGRAMMERS} == set()


def test_codes_for_programmers_are_raised_and_stay_without_sentence():
    assert {item.code for item in raised()} >= FOR_PROGRAMMERS
    assert FOR_PROGRAMMERS & set(CODES) == set()


def test_every_sentence_is_used():
    written = all_literals()
    composed = NAMES_OF_PRIMITIVES | {f"not_placed_{name}" for name in written if name.isidentifier()}
    assert [code for code in CODES if code not in written | composed] == []


def test_every_way_of_scoring_has_a_name():
    assert {code for code in CODES if code.startswith("primitive_")} - {
        "primitive_unknown"
    } == NAMES_OF_PRIMITIVES


def test_each_code_has_one_row():
    with (SOURCES / "standards" / "messages.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [code for code, times in Counter(row["code"] for row in rows).items() if times > 1] == []
    assert [
        row["code"] for row in rows if None in row or not row["message"]
    ] == []  # an unquoted comma moves columns


def test_placeholders_are_fields_of_a_problem():
    known = {field.name for field in fields(Problem)} - {"code", "severity", "remedy"}
    for code in CODES:
        assert placeholders(message_of(code)) <= known, code


def test_each_problem_brings_the_values_its_sentence_quotes():
    """``“”不是数字`` helps nobody: where a sentence quotes a value, whoever raises the code gives it."""
    lacking = []
    for item in raised():
        if item.callee not in {"refuse", "Problem", "problem", "_row"} or item.values is None:
            continue
        quoted = placeholders(messages()[item.code].text) if item.code in messages() else set()
        # an entry's problem brings its key, its field and its place by itself, a row of the linter its key
        own = {"problem": {"key", "field", "file", "line"}, "_row": {"key"}}.get(item.callee, set())
        if quoted - item.values - own:
            lacking.append(f"{item.place} {item.code} {sorted(quoted - item.values - own)}")
    assert lacking == []


def test_an_exact_error_is_told_by_one_value():
    """The command line knows only the first value of such an error, and calls it ``found``."""
    for item in raised():
        if item.place.startswith("exact/content_hash.py"):
            continue  # columns and rows of our own tables: faults of programmers that share codes with users' keys
        if item.callee == "ExactError" and item.code in messages():
            quoted = placeholders(message_of(item.code))
            assert quoted <= {"found"}, item.code
            assert not quoted or item.values, item.place


@pytest.mark.parametrize("code", [code for code in CODES if code.startswith(("award_", "withheld_"))])
def test_words_of_an_award_need_no_place(code):
    assert placeholders(message_of(code)) <= {"found", "expected"}


@pytest.mark.parametrize(
    "code", [code for code in CODES if code.startswith("not_placed_") or code in NAMES_OF_PRIMITIVES]
)
def test_words_without_values_can_stand_alone(code):
    assert message_text(code)


@pytest.mark.parametrize("code", CODES)
def test_a_sentence_is_chinese_and_ends_with_one_full_stop(code):
    text = sentence(filled(code))
    assert text.endswith("。")
    assert text.count("。") == 1 or text.endswith("）。")
    assert not re.search(r"。。|（）|：：|，。|[一-鿿][,;:?!]", re.sub("“[^”]*”", "某", text)), text
    assert len(re.findall(r"[一-鿿]", messages()[code].text)) >= 2
    words = set(
        re.findall(r"[A-Za-z][A-Za-z0-9]+", re.sub(r"\{[a-z]+\}|yiheng( [a-z]+)+", "", message_of(code)))
    )
    assert words - PLAIN_WORDS - CODE_WORDS == set()


@pytest.mark.parametrize("code", CODES)
def test_quotation_marks_and_brackets_are_in_pairs(code):
    text = sentence(filled(code))
    for opening, closing in ("“”", "（）", "《》"):
        assert text.count(opening) == text.count(closing), text


def test_sentence_names_place_fault_and_remedy():
    problem = Problem("unit_unknown", file="facts.yaml", line=12, field="unit", found="万无", expected="万元")
    assert sentence(problem) == (
        "文件 facts.yaml 第 12 行，字段 unit：不认识单位“万无”（请改用已登记的单位，如：万元）。"
    )


def test_a_document_stands_by_its_title_and_a_place_may_be_unknown():
    assert place(Problem("file_empty", file="《自评报告》", line=7)) == "《自评报告》 第 7 行"
    assert place(Problem("file_empty", file="财预〔2020〕10号.yaml")) == "文件 财预〔2020〕10号.yaml"
    assert place(Problem("file_empty")) == ""
    assert sentence(Problem("file_empty")) == "文件是空的（请填好内容后再试）。"


def test_a_remedy_given_with_the_problem_replaces_the_usual_one():
    assert sentence(Problem("file_empty", remedy="请重新下载")) == "文件是空的（请重新下载）。"


def test_braces_in_what_the_user_wrote_stay_as_they_are():
    assert "“{x}{0}”" in sentence(Problem("number_unreadable", found="{x}{0}"))


def test_refuse_builds_the_exception_with_its_problem():
    refusal = refuse("file_empty", file="a.yaml", line=2)
    assert refusal.problem == Problem("file_empty", file="a.yaml", line=2)
    assert refusal.problem.severity == "error"
    assert str(refusal) == "file_empty"
