"""Complications and their exclusion tables: numbers without a counterpart, codes of both levels."""

from __future__ import annotations

from collections.abc import Iterator

from yiheng.grouping.scheme.lint.finding import Finding
from yiheng.grouping.scheme.lint.view import View


def complication_findings(view: View) -> Iterator[Finding]:
    """Everything that is wrong between ``complication.csv`` and ``exclusion.csv``."""
    scheme = view.scheme
    tables = set(scheme.exclusion.values())
    heavy = view.entries_extent(scheme.mcc, "dx")
    for row in view.rows("complication"):
        code, level, table = row.values
        if not table:
            yield view.finding(
                "lint_exclusion_table_empty", row, "complication", code, found=level, code=code
            )
        elif table not in tables:
            yield view.finding(
                "lint_exclusion_table_unknown",
                row,
                "complication",
                code,
                found=table,
                expected=level,
                code=code,
            )
        if level == "CC" and view.entries_extent([code], "dx").meets(heavy):
            yield view.finding("lint_mcc_and_cc", row, "complication", code, code=code)
    used = {*scheme.mcc.values(), *scheme.cc.values()}
    seen: set[str] = set()
    for row in view.rows("exclusion"):
        code, table = row.values
        if table and table not in used and table not in seen:
            seen.add(table)
            yield view.finding("lint_exclusion_table_unused", row, "exclusion", table, code=code)
