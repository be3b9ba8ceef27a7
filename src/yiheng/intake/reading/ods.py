"""OpenDocument spreadsheets (.ods of WPS, LibreOffice) as grids, read as a stream.

Of our own, since calamine gives error values as 0 and unrolls repeated cells without bound.
"""

from __future__ import annotations

import re
import zipfile
from typing import Any

from yiheng.intake.reading.cell_text import number_text
from yiheng.intake.reading.grid import Grid, RowGrid
from yiheng.intake.reading.limits import Limits
from yiheng.intake.reading.package import chunks
from yiheng.intake.reading.pulled_book import pull_book
from yiheng.intake.reading.source import Draft
from yiheng.standards.problem import refuse

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_KIND_OF_ERROR = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_CONTENT = "content.xml"
_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


def read_ods(draft: Draft, package: zipfile.ZipFile, limits: Limits) -> None:
    """The tables that hold anything. Refuses ``intake_file_damaged``, ``intake_columns_many``, ``intake_sheet_large``."""
    draft.medium = "Excel"
    names = {one.filename: one for one in package.infolist()}
    if _CONTENT not in names:
        raise refuse("intake_file_damaged", file=draft.name, found="缺少内容")
    book = _Book(draft, limits)
    size = max(1, names[_CONTENT].file_size)
    packed = draft.path.stat().st_size
    parts = chunks(package, names[_CONTENT], draft.name)
    pull_book(draft, book, ((part, len(part) * packed // size) for part in parts))


class _Book:
    """The tables while the elements of the file go by."""

    def __init__(self, draft: Draft, limits: Limits):
        self.done: list[Grid] = []
        self._draft = draft
        self._limits = limits
        self._grid: RowGrid | None = None
        self._name = ""
        self._style = ""
        self._hidden_styles: set[str] = set()
        self._line = 0
        self._cells = 0
        self._tables = 0
        self._merged: list[tuple[int, int, int, int]] = []

    def take(self, event: str, element: Any) -> None:
        """An element begins or ends."""
        tag = element.tag
        if event == "start":
            if tag == f"{_TABLE}table" and self._grid is None:
                self._grid = RowGrid(self._draft.grid_path(self._tables))
                self._tables += 1
                self._name = element.get(f"{_TABLE}name") or ""
                self._style = element.get(f"{_TABLE}style-name") or ""
                self._line, self._cells, self._merged = 0, 0, []
            return
        if tag == f"{_STYLE}style":
            shown = element.find(f"{_STYLE}table-properties")
            if shown is not None and shown.get(f"{_TABLE}display") == "false":
                self._hidden_styles.add(element.get(f"{_STYLE}name") or "")
        elif tag == f"{_TABLE}table-row" and self._grid is not None:
            self._row(self._grid, element)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
        elif tag == f"{_TABLE}table" and self._grid is not None:
            self._end(self._grid)
            element.clear()

    def discard(self) -> None:
        """Take away what was written."""
        if self._grid is not None:
            self._grid.discard()
        for grid in self.done:
            grid.path.unlink(missing_ok=True)

    def _end(self, grid: RowGrid) -> None:
        if grid.rows:
            grid.finish()
            self.done.append(
                Grid(
                    grid.path,
                    grid.columns,
                    grid.rows,
                    "excel",
                    self._name,
                    self._style in self._hidden_styles,
                    merged=tuple(self._merged),
                )
            )
        self._grid = None

    def _row(self, grid: RowGrid, row: Any) -> None:
        """One row, as often as it is repeated; empty ones at the end, which programs repeat to the last line, are none."""
        times = max(1, _whole(row.get(f"{_TABLE}number-rows-repeated")))
        cells: list[str | None] = []
        gap = 0
        for cell in row.iterchildren(*_CELLS):
            count = max(1, _whole(cell.get(f"{_TABLE}number-columns-repeated")))
            text = None if cell.tag == _CELLS[1] else _value(cell)
            self._merge(cell, len(cells) + gap)
            if text is None:
                gap += count
                continue
            if len(cells) + gap + count > self._limits.columns:
                raise refuse(
                    "intake_columns_many",
                    file=self._draft.name,
                    found=str(len(cells) + gap + count),
                    expected=str(self._limits.columns),
                )
            cells += [None] * gap + [text] * count
            gap = 0
        if cells:
            self._cells += len(cells) * times
            if self._cells > self._limits.cells:
                raise refuse(
                    "intake_sheet_large",
                    file=self._draft.name,
                    key=self._name,
                    found=str(self._line + times),
                    expected=str(len(cells)),
                )
            for line in range(self._line + 1, self._line + times + 1):
                grid.row(line, cells)
        self._line += times

    def _merge(self, cell: Any, column: int) -> None:
        across = max(1, _whole(cell.get(f"{_TABLE}number-columns-spanned")))
        down = max(1, _whole(cell.get(f"{_TABLE}number-rows-spanned")))
        if across > 1 or down > 1:
            self._merged.append((self._line + 1, column + 1, self._line + down, column + across))


def _whole(text: str | None) -> int:
    digits = (text or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else 0


def _value(cell: Any) -> str | None:
    kind = cell.get(f"{_OFFICE}value-type")
    shown = "\n".join(_paragraph(one) for one in cell.iterchildren(f"{_TEXT}p"))
    if cell.get(_KIND_OF_ERROR) == "error" or (kind != "string" and shown.startswith(("#", "Err:"))):
        return shown or None
    if kind in ("float", "currency", "percentage"):
        try:
            return number_text(float(cell.get(f"{_OFFICE}value") or ""))
        except ValueError:
            return shown or None
    if kind == "date":
        day, _, clock = (cell.get(f"{_OFFICE}date-value") or "").partition("T")
        return day if clock[:8] in ("", "00:00:00") else f"{day} {clock[:8]}"
    if kind == "time":
        match = _DURATION.fullmatch(cell.get(f"{_OFFICE}time-value") or "")
        return f"{int(match[1]):02d}:{int(match[2]):02d}:{int(match[3]):02d}" if match else shown or None
    if kind == "boolean":
        return "TRUE" if cell.get(f"{_OFFICE}boolean-value") == "true" else "FALSE"
    return (cell.get(f"{_OFFICE}string-value") or shown) or None


def _paragraph(element: Any) -> str:
    """The text of a paragraph: runs, ``text:s`` for spaces, ``text:tab`` and ``text:line-break``."""
    parts = [element.text or ""]
    for inner in element:
        if inner.tag == f"{_TEXT}s":
            parts.append(" " * min(max(1, _whole(inner.get(f"{_TEXT}c"))), 1000))
        elif inner.tag == f"{_TEXT}tab":
            parts.append("\t")
        elif inner.tag == f"{_TEXT}line-break":
            parts.append("\n")
        elif isinstance(inner.tag, str):
            parts.append(_paragraph(inner))
        parts.append(inner.tail or "")
    return "".join(parts)
