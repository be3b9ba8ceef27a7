"""Where the original cells of a row stand: what reports show under the sender's own heads, and corrections mend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yiheng.intake.recognition.dictionary import Dictionary
from yiheng.intake.recognition.layout import Layout, Recognised
from yiheng.intake.staged import Origin


def origins_of(sheets: Sequence[Recognised], known: Dictionary) -> tuple[Origin, ...]:
    """One origin a sheet and table that it feeds; messages have none, since their rows come from several nodes."""
    return tuple(one for sheet in sheets if sheet.sheet.kind != "message" for one in _of_sheet(sheet, known))


def _of_sheet(one: Recognised, known: Dictionary) -> Iterator[Origin]:
    target = known.target(one.layout.target)
    heads = unique_heads(one.layout)
    feeds = {-1: target.table.table if target.table else ""}
    feeds |= {number: lines.table for number, lines in enumerate(target.lines)}
    for number, table in feeds.items():
        fields: dict[str, tuple[str, ...]] = {}
        for column in one.layout.columns:
            if column.column and column.lines == number:
                head = heads[f"c{column.position}"]
                fields[column.column] = (*fields.get(column.column, ()), head)
        if fields:
            file, sheet = one.sheet.file.number, one.sheet
            yield Origin(file, sheet.name, table, sheet.path, heads, fields, one.layout.unit)


def unique_heads(layout: Layout) -> dict[str, str]:
    """The head of each column of the grid; one that stands twice gets its number."""
    seen: dict[str, int] = {}
    heads: dict[str, str] = {}
    for one in layout.columns:
        seen[one.head] = seen.get(one.head, 0) + 1
        heads[f"c{one.position}"] = one.head if seen[one.head] == 1 else f"{one.head}（{seen[one.head]}）"
    return heads
