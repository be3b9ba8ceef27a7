"""Write grids to the sheets of a workbook, ready for A4: the one place that knows XlsxWriter.

Text never becomes a formula, not even when a user edits its cell; numbers keep the digits of their figure;
the same grids give the same bytes. Conventions: 06 §3.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from yiheng.reports.form import NOT_APPLICABLE, FigureText
from yiheng.reports.form_grid import STYLES, Cell, Grid, Link, StyleName
from yiheng.reports.form_measure import fit_rows
from yiheng.reports.form_number import as_number
from yiheng.standards.problem import refuse

PAPER_A4 = 9
# Text that a spreadsheet could read as a formula once it is typed again.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
# Excel drops a header or footer above 255 characters; its parts share them.
PAGE_PART_MOST = 70


@dataclass(frozen=True, slots=True)
class PageText:
    """What stands in the margins of every printed page."""

    header: str = ""
    data_status: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class PlacedFigure:
    """A figure, the cell it was written to (A1 notation) and the defined name of that cell."""

    reference: str
    name: str
    figure: FigureText


class Book:
    """One workbook being written: formats are made once, figure names are unique."""

    def __init__(self, workbook: Any):
        self.workbook = workbook
        self._formats: dict[tuple[StyleName, str, bool], Any] = {}
        self._names: set[str] = set()

    def write_grid(
        self, sheet_name: str, grid: Grid, page: PageText, *, hidden: bool = False
    ) -> list[PlacedFigure]:
        """Write ``grid`` to a new sheet of that name, ready to print; returns the figures it holds.

        ``hidden``: the sheet is not shown, and so not printed, until a user asks for it.
        """
        sheet = self.workbook.add_worksheet(sheet_name)
        if hidden:
            sheet.hide()
        fitted, heights = fit_rows(grid)
        for column, width in enumerate(fitted.column_widths):
            sheet.set_column(column, column, width)
        for number, height in enumerate(heights):
            sheet.set_row(number, height)
        placed = []
        for cell in fitted.cells:
            self._write_cell(sheet, cell)
            if isinstance(cell.content, FigureText) and cell.content.figure_id:
                placed.append(self._name_cell(sheet_name, cell, cell.content))
        set_page(sheet, fitted, page)
        return placed

    def _write_cell(self, sheet: Any, cell: Cell) -> None:
        number = as_number(cell.content) if isinstance(cell.content, FigureText) else None
        guarded = number is None and cell.text.startswith(FORMULA_STARTS)
        cell_format = self._format(cell.style, number[1] if number else "", guarded)
        if cell.row_span > 1 or cell.column_span > 1:
            last = (cell.row + cell.row_span - 1, cell.column + cell.column_span - 1)
            sheet.merge_range(cell.row, cell.column, *last, "", cell_format)
        if number:
            sheet.write_number(cell.row, cell.column, number[0], cell_format)
        elif isinstance(cell.content, Link):
            link = f"internal:{cell.content.target}"
            sheet.write_url(cell.row, cell.column, link, cell_format, cell.text)
        elif cell.text:
            sheet.write_string(cell.row, cell.column, cell.text, cell_format)
        else:
            sheet.write_blank(cell.row, cell.column, None, cell_format)

    def _format(self, name: StyleName, number_format: str, guarded: bool) -> Any:
        key = (name, number_format, guarded)
        if key not in self._formats:
            style = STYLES[name]
            one_line = style.numeric or bool(number_format)
            self._formats[key] = self.workbook.add_format(
                {
                    "font_name": style.font,
                    "font_size": style.size,
                    "font_color": style.colour,
                    "underline": style.underline,
                    "align": style.align,
                    "indent": style.indent,
                    "valign": "vcenter",
                    "border": int(style.border),
                    "text_wrap": not one_line,
                    "shrink": one_line,
                    "num_format": number_format or style.number_format,
                    "quote_prefix": guarded,
                }
            )
        return self._formats[key]

    def _name_cell(self, sheet_name: str, cell: Cell, figure: FigureText) -> PlacedFigure:
        """Name the cell ``fig.`` and the figure id, with a running number where the id stands twice."""
        base = "fig." + re.sub(r"[^\w.]", "_", figure.figure_id)[:200]
        name, number = base, 1
        while name.casefold() in self._names:
            number += 1
            name = f"{base}.{number}"
        self._names.add(name.casefold())
        absolute = xl_range_abs(cell.row, cell.column, cell.row, cell.column)
        self.workbook.define_name(name, f"='{sheet_name}'!{absolute}")
        return PlacedFigure(xl_rowcol_to_cell(cell.row, cell.column), name, figure)


def set_page(sheet: Any, grid: Grid, page: PageText) -> None:
    """A4 landscape, one page wide, header rows repeated, page numbers, warning on every page."""
    sheet.set_landscape()
    sheet.set_paper(PAPER_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.75)
    sheet.center_horizontally()
    if page.header:
        sheet.set_header(f'&C&"黑体,Regular"&11 {page_part(page.header)}')
    status = f"数据状态：{page_part(page.data_status or NOT_APPLICABLE)}"
    version = f"版本：{page_part(page.version or NOT_APPLICABLE)}"
    sheet.set_footer(f"&L&9 {status}&C第 &P 页 / 共 &N 页&R&9 {version}")
    if grid.header_row >= 0:
        sheet.repeat_rows(grid.header_row)
    sheet.freeze_panes(grid.frozen_rows, 0)


def page_part(text: str) -> str:
    """Text for a page margin: one line, & doubled (it begins a code), shortened rather than dropped whole."""
    line = " ".join(text.split())
    short = line if len(line) <= PAGE_PART_MOST else line[: PAGE_PART_MOST - 1] + "…"
    return short.replace("&", "&&")


@contextmanager
def new_book(path: Path, title: str, created: date) -> Iterator[Book]:
    """Open a workbook that is written to ``path`` on leaving; ``created`` is the only date inside it.

    Refuses (``file_not_writable``) when the file cannot be written, as when it is open in Excel.
    """
    options = {
        "in_memory": True,  # temporary files would put today's date into the archive
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    workbook = xlsxwriter.Workbook(str(path), options)
    stamp = datetime(created.year, created.month, created.day)
    workbook.set_properties({"title": title, "created": stamp})
    yield Book(workbook)
    try:
        workbook.close()
    except FileCreateError as error:
        raise refuse("file_not_writable", file=str(path), found=str(error)) from error
