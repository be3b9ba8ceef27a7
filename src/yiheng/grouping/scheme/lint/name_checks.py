"""DRG names against the DRGs that branches give."""

from __future__ import annotations

from collections.abc import Iterator

from yiheng.grouping.scheme.lint.finding import Finding
from yiheng.grouping.scheme.lint.view import View


def name_findings(view: View) -> Iterator[Finding]:
    """DRGs without a name, names without a DRG."""
    names = view.scheme.drg_names
    seen: set[str] = set()
    for mdc in view.scheme.mdcs:
        for rule in mdc.rules:
            given = [(one.drg, view.branch_row(rule, one), "drg") for one in rule.branches]
            for drg, row, table in given:
                if drg not in seen and not names.get(drg, "").strip():
                    yield view.finding("lint_drg_without_name", row, table, drg, mdc=mdc.mdc, rule=rule.rule)
                seen.add(drg)
            seen.add(rule.no_drg)
    for row in view.rows("drg_name"):
        drg, name = row.values
        if drg not in seen:
            yield view.finding("lint_name_without_drg", row, "drg_name", drg, found=name)
