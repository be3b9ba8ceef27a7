"""The walk-through of CONTRIBUTING.md, done as it is written: files, commands, outputs."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from yiheng.app.cli import main
from yiheng.engine.step import parse_step
from yiheng.engine.step_lint import lint_step
from yiheng.metrics.formula_check import PARAMETER_NAMES
from yiheng.metrics.tables import readables
from yiheng.performance.library import library

TEXT = Path(__file__).parents[2].joinpath("CONTRIBUTING.md").read_text(encoding="utf-8")
WALK = TEXT.split("## Ten minutes without touching code")[1].split("## What needs code")[0]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def fresh_library() -> Iterator[None]:
    """The library is read once in a process; a folder that changes under it must be read again."""
    library.cache_clear()
    yield
    library.cache_clear()


def _file_of(block: str) -> tuple[Path, str]:
    first, _, rest = block.partition("\n")
    return Path(first.removeprefix("# ")), rest


def _write(block: str) -> None:
    path, text = _file_of(block)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _change(block: str) -> None:
    path, lines = _file_of(block)
    old = "\n".join(line[1:] for line in lines.splitlines() if line.startswith("-"))
    new = "\n".join(line[1:] for line in lines.splitlines() if line.startswith("+"))
    before = path.read_text(encoding="utf-8")
    assert before.count(old) == 1, f"{path} has not exactly one: {old}"
    path.write_text(before.replace(old, new), encoding="utf-8")


def _plain(line: str) -> str:
    return " ".join(line.split())


def _run(command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    words = shlex.split(command.removeprefix("uv run "))
    monkeypatch.setattr(sys, "argv", words)
    library.cache_clear()
    with pytest.raises(SystemExit) as ended:
        main()
    printed = capsys.readouterr()
    assert ended.value.code == 0, printed.err + printed.out
    return [_plain(line) for line in printed.out.splitlines()]


def _sessions(block: str) -> Iterator[tuple[str, list[str]]]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *expected = part.splitlines()
        yield command, [_plain(line) for line in expected if line.strip()]


@pytest.mark.usefixtures("fresh_library")
def test_the_walk_through_gives_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = 0
    for kind, block in BLOCK.findall(WALK):
        if kind in ("yaml", "csv"):
            _write(block)
        elif kind == "diff":
            _change(block)
        else:
            for command, expected in _sessions(block):
                printed = _run(command, monkeypatch, capsys)
                for line in expected:
                    assert line in printed, f"$ {command}\n" + "\n".join(printed)
                shown += len(expected)
    assert shown >= 20


@pytest.mark.usefixtures("fresh_library")
def test_a_wrong_example_is_named_with_file_line_and_both_verdicts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for kind, block in BLOCK.findall(WALK):
        if kind == "yaml":
            _write(block.replace("verdict: inconsistent", "verdict: consistent"))
    monkeypatch.setattr(sys, "argv", ["yiheng", "content", "check", "--content", "my-bureau"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    printed = capsys.readouterr().out
    assert "hotline.yaml 第 13 行" in printed
    assert "算得 inconsistent，写的是 consistent" in printed


def test_the_step_shown_keeps_to_the_subset_and_reads_what_is_there() -> None:
    ((_, text),) = [block for block in BLOCK.findall(TEXT) if block[0] == "sql"]
    step = parse_step(text, "refunded_in_full")
    assert lint_step(step) == []
    assert step.parameters <= PARAMETER_NAMES
    (name,) = step.inputs
    assert set(step.select.named_selects) <= set(readables()[name].columns)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:src|docs|tests)/[\w/.]+\.\w+)`", TEXT))))
def test_files_named_in_the_text_exist(path: str) -> None:
    assert Path(__file__).parents[2].joinpath(path).is_file()
