"""Data cells merged over several rows: each row has the value that a person sees beside it.

A number of a voucher, a day or a year holds for every row beside which it stands. An amount or a count does not: carried
down it would count twice, and left in its first row it would be that row's alone. Such cells say that they are merged,
and their rows are set aside until each has its own number.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from yiheng.intake.conversion.cell import MERGED_WORDS, adds_up
from yiheng.intake.recognition.dictionary import Dictionary
from yiheng.intake.recognition.head_text import head_key
from yiheng.intake.recognition.layout import Recognised
from yiheng.intake.sheet import LINE

Area = tuple[int, int, int]
"""Of a column: its number, the first and the last line."""


def carry_merged(sheets: Sequence[Recognised], known: Dictionary) -> None:
    """Write the grids of sheets whose data have merged cells again, each row with its value."""
    for one in sheets:
        areas = [
            (left, top, bottom)
            for top, left, bottom, _ in one.sheet.merged
            if one.head_line < top < bottom and left <= one.sheet.columns
        ]
        if areas:
            _write_again(one, areas, known)


def _write_again(one: Recognised, areas: Sequence[Area], known: Dictionary) -> None:
    grid = pq.read_table(one.sheet.path)
    lines: list[int] = grid.column(LINE).to_pylist()
    summed = _summed(one, known)
    for left in sorted({area[0] for area in areas}):
        name = f"c{left}"
        cells: list[str | None] = grid.column(name).to_pylist()
        for column, top, bottom in areas:
            if column == left:
                _carry(cells, lines, top, bottom, left in summed, known)
        place = grid.schema.get_field_index(name)
        grid = grid.set_column(place, name, pa.array(cells, pa.string()))
    written = one.sheet.path.with_suffix(".carried")
    pq.write_table(grid, written, compression="lz4", use_dictionary=False)
    written.replace(one.sheet.path)


def _carry(
    cells: list[str | None], lines: Sequence[int], top: int, bottom: int, summed: bool, known: Dictionary
) -> None:
    """The value of an area in each of its rows; the word of a total row stays where it is."""
    first = bisect_left(lines, top)
    value = cells[first] if first < len(lines) and lines[first] == top else None
    key = head_key(value or "")
    if value is None or not key or key in known.totals:
        return
    for place in range(first, bisect_left(lines, bottom + 1)):
        cells[place] = f"{MERGED_WORDS}{value}" if summed else value


def _summed(one: Recognised, known: Dictionary) -> set[int]:
    """Positions whose numbers add up."""
    target = known.target(one.layout.target)
    return {
        column.position
        for column in one.layout.columns
        if column.column and column.lines < 0 and adds_up(target.columns[column.column])
    }
