"""The numbers of tables as facts, so that they stand among those of the text: a cell is told by the names of its row and column."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact, core_of, role_of
from yiheng.review.reading.layout import Sentence
from yiheng.review.reading.table import Cell, Table

_YEAR = re.compile(r"((?:19|20)\d{2})\s*年")
_ITEMS, _NAMED_ITEMS = "项", re.compile(r"[（(:：]项[)）]?")
_LARGE = 300
"""Cells of a table that is a list of data, and tells of nothing but itself."""
_NAMES = 2
"""Cells at the beginning of a row among which its name stands."""


@dataclass(frozen=True)
class Placed:
    """A fact with the table, row and column that it stands in; -1 in the text."""

    fact: Fact
    table: int = -1
    row: int = -1
    column: int = -1


def placed_facts(context: Context) -> list[Placed]:
    """All numbers of a report, of its text and of its tables, in reading order."""
    found = {fact.at: Placed(fact) for fact in context.facts}
    row = 0
    for number, table in enumerate(context.tables):
        if len(table.rows) * len(table.header) > _LARGE:
            continue
        for cells in table.rows:
            row += 1
            for one in _of_row(context, table, cells, number, row):
                found.setdefault(one.fact.at, one)
    return [found[at] for at in sorted(found)]


def _of_row(
    context: Context, table: Table, cells: tuple[Cell, ...], number: int, row: int
) -> Iterator[Placed]:
    lines = context.report.lines
    line = lines[bisect_right(lines, cells[0].start, key=lambda one: one.start) - 1]
    sentence = Sentence(cells[0].start, cells[-1].end, line)
    name = "".join(cell.text for cell in cells[:_NAMES] if cell.quantity is None and not _bare(cell.text))
    # what stands beyond the last head has no name
    for column, (cell, head) in enumerate(zip(cells, table.header, strict=False)):
        if cell.quantity is None or _is_bare(cell, name + head.text):
            continue
        label = f"{name}{head.text}"
        years = _YEAR.findall(label)
        yield Placed(
            Fact(
                cell.quantity, label, core_of(label), "", "", "", role_of(head.text, line.section), context.report.insurance,
                "all", int(years[-1]) if years else 0, "", line, sentence, -1, 0, context.report.number,
            ),
            number, row, column,
        )  # fmt: skip


def _is_bare(cell: Cell, names: str) -> bool:
    """Whether nothing tells of what a number is: a table without units counts it as items, which it need not be."""
    unit = cell.quantity.unit if cell.quantity else ""
    return unit == _ITEMS and _ITEMS not in cell.text and not _NAMED_ITEMS.search(names)


def _bare(text: str) -> bool:
    return not any("\u4e00" <= one <= "\u9fa5" for one in text)
