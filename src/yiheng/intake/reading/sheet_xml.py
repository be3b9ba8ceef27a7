"""“XML 表格 2003” (SpreadsheetML), which older report tools write under .xls: one grid a worksheet, read as a stream."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from yiheng.intake.reading.cell_text import number_text
from yiheng.intake.reading.grid import Grid, RowGrid
from yiheng.intake.reading.limits import Limits
from yiheng.intake.reading.pulled_book import pull_book
from yiheng.intake.reading.source import Draft
from yiheng.standards.problem import refuse

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_X = "{urn:schemas-microsoft-com:office:excel}"
_CHUNK = 1 << 18
_LAST_ROW = 1 << 20


def read_sheet_xml(draft: Draft, path: Path, limits: Limits) -> None:
    """The worksheets of the file. Refuses ``intake_file_damaged``, ``intake_columns_many``."""
    draft.medium = "Excel XML"
    book = _Book(draft, limits)
    with path.open(encoding="utf-8-sig") as stream:
        parts = iter(lambda: stream.read(_CHUNK), "")
        # The text is UTF-8 by now, whatever its declaration says.
        pull_book(draft, book, ((part.encode(), len(part)) for part in parts), encoding="utf-8")


class _Book:
    """The worksheets while the elements of the file go by."""

    def __init__(self, draft: Draft, limits: Limits):
        self.done: list[Grid] = []
        self._draft = draft
        self._limits = limits
        self._grid: RowGrid | None = None
        self._line = 0
        self._sheets = 0
        self._merged: list[tuple[int, int, int, int]] = []
        self._hidden = False

    def take(self, event: str, element: Any) -> None:
        """An element begins or ends."""
        tag = element.tag
        if event == "start":
            if tag == f"{_SS}Worksheet":
                self._grid = RowGrid(self._draft.grid_path(self._sheets))
                self._sheets += 1
                self._line, self._merged, self._hidden = 0, [], False
            return
        if tag == f"{_SS}Row" and self._grid is not None:
            self._row(self._grid, element)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
        elif tag == f"{_X}Visible":
            self._hidden = (element.text or "").strip() in ("SheetHidden", "SheetVeryHidden")
        elif tag == f"{_SS}Worksheet" and self._grid is not None:
            self._end(self._grid, element.get(f"{_SS}Name") or "")
            element.clear()

    def discard(self) -> None:
        """Take away what was written."""
        if self._grid is not None:
            self._grid.discard()
        for grid in self.done:
            grid.path.unlink(missing_ok=True)

    def _end(self, grid: RowGrid, name: str) -> None:
        if grid.rows:
            grid.finish()
            self.done.append(
                Grid(
                    grid.path,
                    grid.columns,
                    grid.rows,
                    "excel",
                    name,
                    self._hidden,
                    merged=tuple(self._merged),
                )
            )
        self._grid = None

    def _row(self, grid: RowGrid, row: Any) -> None:
        self._line = max(self._line + 1, _whole(row.get(f"{_SS}Index")))
        cells: list[str | None] = []
        for cell in row.iterchildren(f"{_SS}Cell"):
            place = max(len(cells), _whole(cell.get(f"{_SS}Index")) - 1)
            across, down = _whole(cell.get(f"{_SS}MergeAcross")), _whole(cell.get(f"{_SS}MergeDown"))
            if place + across >= self._limits.columns or self._line + down > _LAST_ROW:
                raise refuse(
                    "intake_columns_many",
                    file=self._draft.name,
                    found=str(place + across + 1),
                    expected=str(self._limits.columns),
                )
            cells += [None] * (place - len(cells))
            cells += [_value(cell), *[None] * across]
            if across or down:
                self._merged.append((self._line, place + 1, self._line + down, place + across + 1))
        if any(cell is not None for cell in cells):
            grid.row(self._line, cells)


def _whole(text: str | None) -> int:
    digits = (text or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else 0


def _value(cell: Any) -> str | None:
    data = cell.find(f"{_SS}Data")
    if data is None:
        return None
    text = "".join(data.itertext())
    kind = data.get(f"{_SS}Type")
    if kind == "Number":
        try:
            return number_text(float(text))
        except ValueError:
            return text or None
    if kind == "DateTime":
        day, _, clock = text.partition("T")
        clock = clock[:8]
        return day if clock in ("", "00:00:00") else f"{day} {clock}"
    if kind == "Boolean":
        return "TRUE" if text.strip() == "1" else "FALSE"
    return text or None
