"""docs/scheme.md says what the program does: every file, column and class is in it, its conditions are conditions,
and its ten minutes come true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from yiheng.app.jobs.scheme import diff_schemes, lint_scheme, open_checks
from yiheng.grouping.case import Case
from yiheng.grouping.reason.reading import group_case
from yiheng.grouping.scheme.build import read_scheme
from yiheng.grouping.scheme.condition import condition_text, parse
from yiheng.grouping.scheme.library import scheme_folder
from yiheng.grouping.scheme.lint.finding import SEVERITY_NAMES, SchemeCheck
from yiheng.grouping.scheme.scheme import SchemeHead
from yiheng.grouping.scheme.tables import SHAPES

TEXT = Path(__file__).parents[2].joinpath("docs/scheme.md").read_text(encoding="utf-8")
CONDITIONS = re.search(r"```text\n(.*?)```", TEXT, re.DOTALL)
CHECKS = open_checks()


def blocks(kind: str) -> list[str]:
    """The fenced blocks of the ten minutes, without their indent."""
    part = TEXT.partition("## 十分钟")[2].partition("\n## ")[0]
    found = re.findall(rf" +```{kind}\n(.*?) +```", part, re.DOTALL)
    return [re.sub(r"(?m)^ {3}", "", one) for one in found]


@pytest.mark.parametrize("name", SHAPES)
def test_every_file_and_column_is_there(name: str) -> None:
    shape = SHAPES[name]
    assert (f"{name}/*.csv" if shape.folder else f"{name}.csv") in TEXT
    assert all(f"`{column}`" in TEXT for column in shape.columns)


def test_every_key_of_the_head_is_there() -> None:
    assert [key for key in SchemeHead.model_fields if f"`{key}`" not in TEXT] == []


def test_every_condition_is_one_as_it_is_written() -> None:
    assert CONDITIONS is not None
    lines = CONDITIONS[1].splitlines()
    assert len(lines) > 10
    assert [line for line in lines if condition_text(parse(line)) != line] == []


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_every_class_stands_as_the_content_has_it(check: SchemeCheck) -> None:
    severity = SEVERITY_NAMES[check.severity]
    assert f"| {check.name} | `{check.id}` | {severity} | {check.meaning} | {check.remedy} |" in TEXT


def test_the_ten_minutes_come_true(tmp_path: Path) -> None:
    last, this = tmp_path / "去年", tmp_path / "今年"
    last.symlink_to(scheme_folder("demo"))
    this.mkdir()
    (this / "scheme.yaml").write_text(blocks("yaml")[0], encoding="utf-8")
    for file, text in zip(("drg.csv", "drg_name.csv"), blocks("csv"), strict=True):
        (this / file).write_text(text, encoding="utf-8")
    _, _, changes = diff_schemes(str(last), str(this))
    assert [(one.section, one.kind, one.subject) for one in changes] == [
        ("head", "changed", "valid_from"),
        ("branch", "changed", "FR2"),
        ("drg_name", "added", "FR20"),
    ]
    child = Case("1", "1", 10, dx=("I21.000",))
    assert group_case(child, read_scheme(this)).drg == "FR20"
    assert lint_scheme(str(this), CHECKS).count("error") == 0
