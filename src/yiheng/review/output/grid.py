"""Tables of a report's text as HTML tables around its own characters: tags by the offset they stand before.

No character is added, taken or moved: the tabs and line ends between cells stay in the page, where a browser shows
nothing for them. So quotes keep their offsets, and the page's words are those of the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_ROWS_LEAST, _ROWS_MOST = 2, 500
"""One row is no table; a browser lays out a longer one only as a whole, so it is shown in parts."""
_NUMBER = re.compile(r"\s*[-+−±≥≤<>]?\d[\d,，.]*\s*[%％]?\s*")
_Line = tuple[int, str]
"""A line with the offset it begins at."""


@dataclass
class Grid:
    """Tags by the offset they stand before, and the offsets of the signs that part cells and rows."""

    tags: dict[int, str] = field(default_factory=dict)
    partings: set[int] = field(default_factory=set)

    def put(self, offset: int, tag: str) -> None:
        """One more tag before an offset."""
        self.tags[offset] = self.tags.get(offset, "") + tag

    @property
    def edges(self) -> set[int]:
        """Where the text has to be cut."""
        return {*self.tags, *self.partings}


def grid_of(text: str) -> Grid:
    """The tags of all tables of a text."""
    grid = Grid()
    for rows in _tables(text):
        grid.put(rows[0][0], f'<div class="grid" style="--rows:{len(rows)}"><table>')
        for start, line in rows:
            _put_row(start, line, grid)
        start, line = rows[-1]
        grid.put(min(start + len(line) + 1, len(text)), "</table></div>")
    return grid


def _put_row(start: int, line: str, grid: Grid) -> None:
    grid.put(start, "<tr>")
    for cell in line.split("\t"):
        end = start + len(cell)
        grid.put(start, '<td class="n">' if _NUMBER.fullmatch(cell) else "<td>")
        grid.put(end, "</td>")
        grid.partings.add(end)
        start = end + 1
    grid.put(end, "</tr>")


def _tables(text: str) -> Iterator[list[_Line]]:
    """Stretches of lines with cells parted by tabs; one such line alone is no table."""
    rows: list[_Line] = []
    start = 0
    for line in (*text.split("\n"), ""):
        goes_on = _is_row(line, rows)
        if not goes_on or len(rows) == _ROWS_MOST:
            if len(rows) >= _ROWS_LEAST:
                yield rows
            rows = []
        if goes_on:
            rows.append((start, line))
        start += len(line) + 1


def _is_row(line: str, rows: list[_Line]) -> bool:
    """Whether a line has several cells with words, or as many as the row above it."""
    return "\t" in line.strip() or bool(rows and rows[-1][1].count("\t") == line.count("\t"))
