"""Writing the Excel facts file: sheets to fill in, with choices, notes and tinted cells.

The same book gives the same bytes. Every cell to fill in is formatted as text, so that 97.70 keeps its zero,
a document number stays what it is, and nothing that is typed becomes a formula by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from yiheng.performance.facts_layout import (
    BASIC_HEADINGS,
    BASIC_HINT,
    BASIC_ROWS,
    BASICS,
    CHOICES,
    GUIDE,
    BasicRow,
    Column,
    FactsBook,
    FilledSheet,
)
from yiheng.reports.form_book import new_book

CREATED = date(2000, 1, 1)
"""The date in the file's properties; a facts file has no date of its own."""

_HEADING_ROW = 1
_FONT = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True}
_BOXED = _FONT | {"border": 1, "border_color": "#BFBFBF"}
_FORMATS: Mapping[str, Mapping[str, Any]] = {
    "title": _FONT | {"font_name": "黑体", "font_size": 14, "text_wrap": False},
    "section": _FONT | {"font_name": "黑体", "font_size": 11},
    "hint": _FONT | {"font_color": "#595959", "text_wrap": False},
    "plain": _FONT,
    "heading": _BOXED | {"bold": True, "align": "center", "bg_color": "#D9E2F3"},
    "fixed": _BOXED | {"bg_color": "#F2F2F2", "num_format": "@"},
    "open": _BOXED | {"num_format": "@"},
    "input": _BOXED | {"bg_color": "#FFF8DC", "num_format": "@"},
    "number": _BOXED | {"bg_color": "#FFF8DC", "num_format": "@", "align": "right", "text_wrap": False},
    "open_number": _BOXED | {"num_format": "@", "align": "right", "text_wrap": False},
}
_NUMBER_KINDS = ("number", "whole")
_GUIDE_WIDTH = 110
_BASIC_WIDTHS = (20, 56, 70)


def write_facts_workbook(book: FactsBook, path: Path) -> None:
    """Write the book; refuses file_not_writable."""
    with new_book(path, book.title, CREATED) as target:
        writer = _Writer(target.workbook, book)
        writer.guide()
        writer.basics()
        for sheet in book.sheets:
            writer.table(sheet)
        writer.choices()


class _Writer:
    """One workbook being written; choices of all sheets stand on one hidden sheet."""

    def __init__(self, workbook: Any, book: FactsBook):
        self._workbook = workbook
        self._book = book
        self._formats = {name: workbook.add_format(dict(style)) for name, style in _FORMATS.items()}
        self._sources = {
            heading: f"={CHOICES}!${xl_col_to_name(column)}$2:${xl_col_to_name(column)}${len(words) + 1}"
            for column, (heading, words) in enumerate(book.lists.items())
            if words
        }

    def guide(self) -> None:
        """《填写说明》."""
        sheet = self._workbook.add_worksheet(GUIDE)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, _GUIDE_WIDTH)
        sheet.write_string(0, 0, self._book.title, self._formats["title"])
        sheet.set_row(0, 26)
        for row, line in enumerate(self._book.guide, start=1):
            is_heading = line.startswith("# ")
            sheet.write_string(
                row, 0, line.removeprefix("# "), self._formats["section" if is_heading else "plain"]
            )
            sheet.set_row(row, 24 if is_heading else 16 * _lines(line, _GUIDE_WIDTH))
        _page(sheet)

    def basics(self) -> None:
        """《基本信息》."""
        sheet = self._workbook.add_worksheet(BASICS)
        for column, (heading, width) in enumerate(zip(BASIC_HEADINGS, _BASIC_WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(_HEADING_ROW, column, heading, self._formats["heading"])
        sheet.write_string(0, 0, BASIC_HINT, self._formats["hint"])
        for row, basic in enumerate(BASIC_ROWS, start=_HEADING_ROW + 1):
            self._basic_row(sheet, row, basic)
        sheet.freeze_panes(_HEADING_ROW + 1, 1)
        sheet.ignore_errors({"number_stored_as_text": f"B1:B{len(BASIC_ROWS) + 2}"})
        _page(sheet)

    def _basic_row(self, sheet: Any, row: int, basic: BasicRow) -> None:
        value = self._book.basics.get(basic.key, "")
        heading = f"{basic.heading} *" if basic.required else basic.heading
        sheet.write_string(row, 0, heading, self._formats["fixed"])
        self._write(sheet, row, 1, value, "input")
        sheet.write_string(row, 2, basic.note, self._formats["fixed"])
        sheet.set_row(row, 16 * max(_lines(value, _BASIC_WIDTHS[1]), 1) + 4)
        if basic.words is not None:
            self._choose(sheet, row, row, 1, basic.words.heading)

    def table(self, filled: FilledSheet) -> None:
        """One table sheet: hint, heading row, rows, blank rows."""
        table = filled.table
        sheet = self._workbook.add_worksheet(table.name)
        sheet.write_string(0, 0, table.hint, self._formats["hint"])
        sheet.set_row(_HEADING_ROW, 30)
        first, last = _HEADING_ROW + 1, _HEADING_ROW + max(len(filled.rows) + filled.blank_rows, 1)
        for number, column in enumerate(table.columns):
            sheet.set_column(number, number, column.width)
            heading = f"{column.heading} *" if column.required else column.heading
            sheet.write_string(_HEADING_ROW, number, heading, self._formats["heading"])
            if column.note:
                sheet.write_comment(_HEADING_ROW, number, column.note, {"x_scale": 2, "font_size": 9})
            self._choose(sheet, first, last, number, _list_name(column))
        for row in range(first, last + 1):
            self._table_row(sheet, row, row - first, filled)
        sheet.freeze_panes(first, table.frozen)
        if not filled.tinted and not filled.blank_rows:
            sheet.autofilter(_HEADING_ROW, 0, last, len(table.columns) - 1)
        sheet.ignore_errors(
            {"number_stored_as_text": f"A1:{xl_col_to_name(len(table.columns) - 1)}{last + 1}"}
        )
        _page(sheet)
        sheet.repeat_rows(_HEADING_ROW)

    def _table_row(self, sheet: Any, row: int, index: int, filled: FilledSheet) -> None:
        is_given = index < len(filled.rows)
        values = filled.rows[index] if is_given else {}
        tinted = filled.blank_tinted
        if is_given:
            tinted = filled.tinted[index] if filled.tinted else frozenset()
        height = 1
        for number, column in enumerate(filled.table.columns):
            value = values.get(column.key, "")
            self._write(sheet, row, number, value, _style(column, column.key in tinted, bool(value)))
            height = max(height, _lines(value, column.width))
        sheet.set_row(row, 15 * min(height, 8) + 3)

    def _write(self, sheet: Any, row: int, column: int, value: str, style: str) -> None:
        if value:
            sheet.write_string(row, column, value, self._formats[style])
        else:
            sheet.write_blank(row, column, None, self._formats[style])

    def _choose(self, sheet: Any, first: int, last: int, column: int, name: str) -> None:
        """Offer a list; other text is allowed after a warning, since codes are read as well."""
        if name not in self._sources:
            return
        sheet.data_validation(
            first,
            column,
            last,
            column,
            {
                "validate": "list",
                "source": self._sources[name],
                "error_type": "warning",
                "error_title": "不在列表中",
                "error_message": "请尽量从下拉列表中选择。",
            },
        )

    def choices(self) -> None:
        """The hidden sheet of lists."""
        sheet = self._workbook.add_worksheet(CHOICES)
        for column, (heading, words) in enumerate(self._book.lists.items()):
            sheet.write_column(0, column, (heading, *words), self._formats["plain"])
        sheet.hide()


def _list_name(column: Column) -> str:
    return column.words.heading if column.words else column.suggested


def _style(column: Column, is_tinted: bool, is_given: bool) -> str:
    if column.kind == "shown":
        return "fixed"
    is_number = column.kind in _NUMBER_KINDS
    if is_tinted:
        return "number" if is_number else "input"
    if is_number:
        return "open_number"
    return "fixed" if is_given else "open"


def _lines(text: str, width: int) -> int:
    """Lines that a text takes in a column: a Chinese character is two digits wide."""
    return sum(
        -(-sum(1 if character.isascii() else 2 for character in part) // max(width - 1, 1)) or 1
        for part in text.split("\n")
    )


def _page(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.set_footer("&C第 &P 页 / 共 &N 页")
