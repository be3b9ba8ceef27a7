"""Procedures that count as operations, against those that rules ask for."""

from __future__ import annotations

from collections.abc import Iterator

from yiheng.grouping.scheme.lint.extent import Span, entry_text, union
from yiheng.grouping.scheme.lint.finding import Finding
from yiheng.grouping.scheme.lint.view import View


def procedure_findings(view: View) -> Iterator[Finding]:
    """Listed but not valid; valid but in no list."""
    if not view.valid:
        return
    names = [name for name, kind in view.list_kinds.items() if kind == "px" and name in view.scheme.lists]
    seen: set[str | Span] = set()
    for name in names:
        for entry in view.extent(name, "px"):
            if entry in seen or view.valid.touches(entry):
                continue
            seen.add(entry)
            text = entry_text(entry)
            single = entry if isinstance(entry, str) else ""
            yield view.finding(
                "lint_px_not_valid",
                view.entry_row(name, text),
                "list",
                text,
                found=name,
                list_name=name,
                code=single,
            )
    every = union([view.extent(name, "px") for name in names])
    rows = {row.values[0]: row for row in view.rows("valid_procedure")}
    for entry in view.valid:
        if not every.touches(entry):
            text = entry_text(entry)
            single = entry if isinstance(entry, str) else ""
            row = rows.get(text) or next(iter(rows.values()))
            yield view.finding("lint_valid_px_unlisted", row, "valid_procedure", text, code=single)
