"""docs/scheme_lint.md: what the command wrote is complete and speaks the content's words, and no code is in it."""

from __future__ import annotations

import re
from pathlib import Path

from yiheng.app.jobs.scheme import open_checks

PAGE = Path(__file__).parents[2].joinpath("docs/scheme_lint.md").read_text(encoding="utf-8")
TABLES = PAGE.partition("<!-- 以下由 yiheng scheme lint --table 生成 -->")[2]


def test_every_class_has_its_row_with_the_words_of_the_content() -> None:
    for check in open_checks().values():
        assert re.search(rf"(?m)^\| {re.escape(check.name)} \| .* \| {re.escape(check.meaning)} \|", TABLES)


def test_each_scheme_has_a_row_in_each_table() -> None:
    heads = [line for line in TABLES.splitlines() if line.startswith("| 方案 |")]
    schemes = set(re.findall(r"(?m)^\| ([a-z_]+_\d+) \|", TABLES))
    assert len(heads) == 3
    assert len(schemes) == 30
    assert all(TABLES.count(f"| {scheme} |") == 3 for scheme in schemes)


def test_the_counts_of_a_class_are_the_sum_of_its_column() -> None:
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in TABLES.splitlines()
        if line[:1] == "|"
    ]
    sums: dict[str, int] = {}
    heads: list[str] = []
    for cells in lines:
        if cells[0] == "方案":
            heads = cells
        elif re.fullmatch(r"[a-z_]+_\d+", cells[0]):
            for head, cell in zip(heads[1:], cells[1:], strict=True):
                sums[head] = sums.get(head, 0) + int(cell or 0)
    stated = {check.name: 0 for check in open_checks().values()}
    for cells in lines:
        if cells[0] in stated:
            stated[cells[0]] = int(cells[3])
    assert stated == {name: sums.get(name, 0) for name in stated}
