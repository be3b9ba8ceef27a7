"""The manual of explanations is true: its first example gives what it says, and its program runs as printed."""

from __future__ import annotations

import re
from pathlib import Path

from yiheng.grouping.case_row import case_of_json
from yiheng.grouping.reason.explanation import explain
from yiheng.grouping.reason.explanation_plain import as_plain
from yiheng.grouping.scheme.library import open_scheme

PAGE = (Path(__file__).parents[2] / "docs" / "grouping_reasons.md").read_text(encoding="utf-8")


def block(kind: str) -> str:
    found = re.search(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def test_the_example_is_explained_as_the_table_says():
    plain = as_plain(explain(case_of_json(block("json"), "手册"), open_scheme("demo")))
    table = dict(re.findall(r"^\| (?:主要|其他)诊断 \| (\S+) \| (.+) \|$", PAGE, re.MULTILINE))
    assert table.pop("J18.900") == f"排除表“{plain['main_table']}”中的并发症不计"
    assert table == {one["code"]: one["words"] for one in plain["other_diagnoses"]}


def test_the_program_runs_as_printed():
    names: dict[str, object] = {}
    exec(block("python"), names)  # noqa: S102 - our own manual
    told = names["told"]
    assert told.group.drg == "ES21"  # type: ignore[attr-defined]
    assert names["tree"].value.startswith("ES21")  # type: ignore[attr-defined]
    assert any(change.moves for change in names["changes"])  # type: ignore[attr-defined]


def test_the_sizes_of_the_demonstration_scheme_are_as_said():
    scheme = open_scheme("demo")
    adrgs = {rule.adrg for rule in scheme.rules if not rule.ambiguous}
    said = re.search(r"共 (\d+) 多个核心病组、(\d+) 多个病组", PAGE)
    assert said
    for count, words in ((len(adrgs), said[1]), (len(scheme.drg_names), said[2])):
        assert int(words) <= count < int(words) + 10
