"""The cells of a received facts file as text: .xlsx through openpyxl, .xls of 1997–2003 as forms are read.

A cell's text is what it shows: the number format decides the decimals (97.7 under 0.00 is 97.70) and whether the
number is per cent. Both formats store doubles of at most 15 digits; the text is made from those digits, and no
value passes through binary arithmetic.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl

from yiheng.exact.rounding import decimal_text
from yiheng.policy.user_file import read_bytes
from yiheng.reports import workbook_xls
from yiheng.reports.workbook_biff import stream_version
from yiheng.reports.workbook_compound import MAGIC
from yiheng.reports.workbook_package import open_package
from yiheng.standards.problem import Refused, refuse

STORED_DIGITS = 15
_EPOCH = date(1899, 12, 30)
_ERROR = re.compile(r"#(REF!|DIV/0!|VALUE!|NAME\?|N/A|NUM!|NULL!)")
_LITERAL = re.compile(r'"[^"]*"|[\\!_*].|\[[^\]]*\]')
_SCALED = re.compile(r"[0#?],+(?![0#?,])")
_DATE_CODE = re.compile("[yd年月日]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FactsCell:
    """One cell: its text, whether that is a percentage shown as such, and the code of what makes it unusable."""

    text: str
    is_percent: bool = False
    is_date: bool = False
    fault: str = ""


Grid = Mapping[tuple[int, int], FactsCell]
"""The cells of a sheet that hold anything, by 1-based row and column."""


def read_grids(path: Path) -> dict[str, Grid]:
    """The sheets of a workbook by name.

    Refuses file_not_found, file_empty, file_too_large, form_not_a_workbook, form_too_old, form_encrypted and
    form_broken.
    """
    content = read_bytes(path)
    if content.startswith(b"PK"):
        return _xlsx(content, str(path))
    if content.startswith(MAGIC):
        return _xls(content, str(path))
    if stream_version(content):
        raise refuse("form_too_old", file=str(path))
    is_markup = content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")
    kind = "网页或 XML 文件" if is_markup else "文本或其他格式的文件"
    raise refuse("form_not_a_workbook", file=str(path), found=kind)


def _xlsx(content: bytes, file: str) -> dict[str, Grid]:
    try:
        open_package(content, file)
        formulas = {
            sheet.title: {place for place, cell in _cells(sheet) if cell.data_type == "f"}
            for sheet in _sheets(content, results=False)
        }
        return {sheet.title: _grid(sheet, formulas[sheet.title]) for sheet in _sheets(content, results=True)}
    except Refused:
        raise
    except Exception:  # on damaged parts openpyxl fails with whatever it meets first
        raise refuse("form_broken", file=file) from None


def _sheets(content: bytes, results: bool) -> Any:
    """The worksheets, with the stored results of formulas or with the formulas themselves."""
    return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=results).worksheets


def _grid(sheet: Any, formulas: set[tuple[int, int]]) -> Grid:
    grid = {place: FactsCell("", fault="facts_formula_empty") for place in formulas}
    for place, stored in _cells(sheet):
        cell = _xlsx_cell(stored)
        if cell.text:
            grid[place] = cell
    return grid


def _cells(sheet: Any) -> Iterator[tuple[tuple[int, int], Any]]:
    """Cells with a value. The sheet's own note of its size is often wrong, so it is not believed."""
    sheet.reset_dimensions()
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                yield (cell.row, cell.column), cell


def _xlsx_cell(cell: Any) -> FactsCell:
    value = cell.value
    if cell.data_type == "e":
        return FactsCell(str(value), fault="facts_cell_error")
    if isinstance(value, bool):
        return FactsCell("是" if value else "否")
    if isinstance(value, datetime):
        return FactsCell(value.date().isoformat(), is_date=True)
    if isinstance(value, (date, time, timedelta)):
        return FactsCell(value.isoformat() if isinstance(value, date) else str(value), is_date=True)
    if isinstance(value, (int, float)):
        return number_cell(Decimal(f"{value:.{STORED_DIGITS}g}"), cell.number_format or "")
    return FactsCell(str(value).strip())


def _xls(content: bytes, file: str) -> dict[str, Grid]:
    return {
        sheet.name: {
            (row + 1, column + 1): _xls_cell(cell.text, cell.number, cell.number_format)
            for (row, column), cell in sheet.cells.items()
            if cell.text.strip() or cell.number is not None
        }
        for sheet in workbook_xls.read_sheets(content, file)
    }


def _xls_cell(text: str, number: Fraction | None, number_format: str) -> FactsCell:
    if number is None:
        fault = "facts_cell_error" if _ERROR.fullmatch(text.strip()) else ""
        return FactsCell(text.strip(), fault=fault)
    if _DATE_CODE.search(_LITERAL.sub("", number_format)):
        return FactsCell(serial_date(int(number)), is_date=True)
    stored = float(text)  # the workbook stores a double
    return number_cell(Decimal(f"{stored:.{STORED_DIGITS}g}"), number_format)


def number_cell(value: Decimal, number_format: str) -> FactsCell:
    """A stored number as its format shows it: 97.7 under ``0.00`` → 97.70, 0.9777 under ``0.00%`` → 97.77 per cent.

    A format that scales (thousands, 万) is refused: what it shows is not what is stored.
    """
    section = _LITERAL.sub("", number_format).split(";")[0]
    is_percent = "%" in section
    exact = Fraction(value) * (100 if is_percent else 1)
    text = format(Decimal(exact.numerator) / Decimal(exact.denominator), "f")
    if len(text.strip("-").partition(".")[0]) >= STORED_DIGITS:
        return FactsCell(text, fault="facts_number_long")
    if _SCALED.search(section):
        return FactsCell(text, fault="facts_format_unclear")
    if re.search(r"[E/@]|General", section) or not re.search(r"[0#?]", section):
        return FactsCell(_without_idle_zeros(text, 0), is_percent)
    places = re.search(r"\.([0#?]+)", section)
    most = len(places[1]) if places else 0
    least = places[1].count("0") if places else 0
    shown = decimal_text(exact, most, thousands="," in section)
    return FactsCell(_without_idle_zeros(shown, least), is_percent)


def _without_idle_zeros(text: str, least: int) -> str:
    whole, point, part = text.partition(".")
    kept = part.rstrip("0").ljust(least, "0") if point else ""
    return f"{whole}.{kept}" if kept else whole


def serial_date(days: int) -> str:
    """The day that a spreadsheet counts from the end of 1899, as ISO."""
    return (_EPOCH + timedelta(days=days)).isoformat()
