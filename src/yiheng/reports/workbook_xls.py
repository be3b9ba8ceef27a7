"""Reading and filling .xls workbooks of 1997–2003 so that nothing but the filled cells changes.

Texts, styles and merges are read with xlrd; formulas and protection, which xlrd does not show, from the
records (:mod:`yiheng.reports.workbook_biff`). Filled cells replace blank records in the stream, and that goes
back into its compound file (:mod:`yiheng.reports.workbook_compound`) beside all other streams.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import xlrd

from yiheng.reports.workbook_biff import (
    BIFF8_VERSION,
    LABELSST,
    NUMBER,
    Book,
    NewCell,
    assembled,
    formula_places,
    is_protected,
    parse_book,
    stream_version,
    to_be_calculated,
    with_cells,
    with_strings,
)
from yiheng.reports.workbook_compound import (
    CompoundFile,
    parse_compound,
    with_stream,
)
from yiheng.reports.workbook_grid import Area, Cell, CellEntry, Sheet, cell_text, stored_double
from yiheng.standards.problem import refuse

_WORKBOOK_STREAM = "Workbook"
_OLD_WORKBOOK_STREAM = "Book"
_ENCRYPTED_STREAMS = {"EncryptedPackage", "EncryptionInfo"}
_DAMAGE = (ValueError, LookupError, struct.error)
_NUMBERS = (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE)
_DEFAULT_STYLE = 15


@dataclass(frozen=True)
class _Workbook:
    compound: CompoundFile
    stream_number: int
    book: Book
    reading: xlrd.Book


def read_sheets(content: bytes, file: str) -> list[Sheet]:
    """Read the visible worksheets of a compound file.

    Refuses form_broken, form_encrypted, form_too_old (before BIFF8) and form_not_a_workbook; ``file`` is how
    messages call it.
    """
    try:
        workbook = _open(content, file)
        return [
            _read_sheet(workbook, index)
            for index, sheet in enumerate(workbook.reading.sheets())
            if sheet.visibility == 0
        ]
    except _DAMAGE:
        raise refuse("form_broken", file=file) from None


def write_cells(content: bytes, entries: Sequence[CellEntry], file: str) -> bytes:
    """The file with the entries in their cells; no entry, no change. Refuses as :func:`read_sheets`."""
    if not entries:
        return content
    try:
        return _written(_open(content, file), entries)
    except _DAMAGE:
        raise refuse("form_broken", file=file) from None


def _written(workbook: _Workbook, entries: Sequence[CellEntry]) -> bytes:
    texts = [cell_text(entry.text) for entry in entries if entry.number is None]
    book, string_number = with_strings(workbook.book, texts)
    parts = list(book.parts)
    cells: dict[int, dict[tuple[int, int], NewCell]] = {}
    for entry in entries:
        style = _style_number(workbook.reading.sheet_by_index(entry.sheet_index), entry.row, entry.column)
        if entry.number is None:
            cell = NewCell(LABELSST, struct.pack("<L", string_number), style)
            string_number += 1
        else:
            cell = NewCell(NUMBER, struct.pack("<d", stored_double(entry.number)), style)
        cells.setdefault(entry.sheet_index, {})[entry.row, entry.column] = cell
    numbers = _worksheet_parts(book)
    for sheet_index, new_cells in cells.items():
        parts[numbers[sheet_index]] = with_cells(parts[numbers[sheet_index]], new_cells)
    book = to_be_calculated(Book(book.globals, parts, book.part_of_sheet, book.tail))
    return with_stream(workbook.compound, workbook.stream_number, assembled(book))


def _open(content: bytes, file: str) -> _Workbook:
    compound = parse_compound(content)
    streams = compound.root_streams
    if _ENCRYPTED_STREAMS & set(streams):
        raise refuse("form_encrypted", file=file)
    number = streams.get(_WORKBOOK_STREAM)
    if number is None:
        if _OLD_WORKBOOK_STREAM in streams:
            raise refuse("form_too_old", file=file)
        raise refuse("form_not_a_workbook", file=file, found="Word 文档或其他格式的文件")
    stream = compound.stream(number)
    if stream_version(stream) < BIFF8_VERSION:
        raise refuse("form_too_old", file=file)
    book = parse_book(stream)
    if book.is_encrypted:
        raise refuse("form_encrypted", file=file)
    reading = _reading(content, file)
    if len(_worksheet_parts(book)) != reading.nsheets:
        raise refuse("form_broken", file=file)
    return _Workbook(compound, number, book, reading)


def _reading(content: bytes, file: str) -> xlrd.Book:
    try:
        return xlrd.open_workbook(
            file_contents=content, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
    except Exception:  # on damaged records xlrd fails with whatever its arithmetic meets first
        raise refuse("form_broken", file=file) from None


def _worksheet_parts(book: Book) -> list[int]:
    return [part for part, kind in zip(book.part_of_sheet, book.sheet_kinds, strict=True) if kind == 0]


def _read_sheet(workbook: _Workbook, index: int) -> Sheet:
    reading = workbook.reading.sheet_by_index(index)
    part = workbook.book.parts[_worksheet_parts(workbook.book)[index]]
    formulas = formula_places(part)
    cells = {}
    for row in range(reading.nrows):
        for column in range(reading.row_len(row)):
            cell = reading.cell(row, column)
            if cell.ctype == xlrd.XL_CELL_EMPTY:
                continue
            style = _style(workbook.reading, _style_number(reading, row, column))
            is_formula = (row, column) in formulas
            text, number = _shown(cell.ctype, cell.value)
            cells[row, column] = Cell(text, number, is_formula, style.is_locked, style.number_format)
    return Sheet(
        index=index,
        name=reading.name,
        cells=cells,
        merges=[Area(top, left, below - 1, after - 1) for top, below, left, after in reading.merged_cells],
        is_protected=is_protected(part),
        row_styles={
            row: _style(workbook.reading, info.xf_index)
            for row, info in reading.rowinfo_map.items()
            if info.xf_index >= 0
        },
        column_styles={
            column: _style(workbook.reading, info.xf_index)
            for column, info in reading.colinfo_map.items()
            if info.xf_index >= 0
        },
    )


def _shown(kind: int, value: Any) -> tuple[str, Fraction | None]:
    if kind in _NUMBERS:
        stored = repr(value).removesuffix(".0")
        return stored, Fraction(stored)
    if kind == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(value, "#")), None
    return str(value), None


def _style_number(reading: xlrd.sheet.Sheet, row: int, column: int) -> int:
    """The style of a place: of its record, else of its row, else of its column, else of the book."""
    if row < reading.nrows and column < reading.row_len(row):
        return int(reading.cell_xf_index(row, column))
    for infos, at in ((reading.rowinfo_map, row), (reading.colinfo_map, column)):
        if at in infos and infos[at].xf_index >= 0:
            return int(infos[at].xf_index)
    return _DEFAULT_STYLE


def _style(reading: xlrd.Book, number: int) -> Cell:
    xf = reading.xf_list[number]
    number_format = (
        reading.format_map[xf.format_key].format_str if xf.format_key in reading.format_map else ""
    )
    return Cell(is_locked=bool(xf.protection.cell_locked), number_format=number_format)
