"""Long lists as a workbook: one sheet a list, with a title, filters and a head that stays in sight.

For what people filter and pass on (findings, differences, code lists), not for forms that are printed and signed.
Text never becomes a formula; the same lists give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from yiheng.reports.form_book import FORMULA_STARTS, new_book

Value = str | int

_HEAD_ROW = 2
"""Rows above it: the title, and a line of explanation."""


@dataclass(frozen=True, slots=True)
class ListSheet:
    """One list: ``widths`` in characters, one a column; whole numbers are written as numbers, all else as text."""

    name: str
    title: str
    note: str
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    rows: Sequence[Sequence[Value]]


def write_lists(sheets: Sequence[ListSheet], path: Path, *, title: str, created: date) -> None:
    """Write the lists in order; ``created`` is the only date in the file. Refuses (``file_not_writable``)."""
    with new_book(path, title, created) as book:
        formats = _formats(book.workbook)
        for sheet in sheets:
            _write(book.workbook.add_worksheet(sheet.name), sheet, formats)


def _formats(workbook: Any) -> dict[str, Any]:
    plain = {"font_name": "宋体", "font_size": 10, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
    return {
        "title": workbook.add_format({"font_name": "黑体", "font_size": 14}),
        "note": workbook.add_format({"font_name": "宋体", "font_size": 10, "font_color": "#595959"}),
        "head": workbook.add_format(
            {**plain, "bold": True, "bg_color": "#DDE6EE", "valign": "vcenter", "text_wrap": True}
        ),
        "text": workbook.add_format({**plain, "text_wrap": True, "num_format": "@"}),
        "guarded": workbook.add_format({**plain, "text_wrap": True, "num_format": "@", "quote_prefix": True}),
        "number": workbook.add_format({**plain, "num_format": "#,##0"}),
    }


def _write(page: Any, sheet: ListSheet, formats: dict[str, Any]) -> None:
    page.hide_gridlines(2)
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    page.write_string(0, 0, sheet.title, formats["title"])
    page.write_string(1, 0, sheet.note, formats["note"])
    for column, head in enumerate(sheet.heads):
        page.write_string(_HEAD_ROW, column, head, formats["head"])
    for number, values in enumerate(sheet.rows, start=_HEAD_ROW + 1):
        for column, value in enumerate(values):
            if isinstance(value, int):
                page.write_number(number, column, value, formats["number"])
            else:
                guarded = value.startswith(FORMULA_STARTS)
                page.write_string(number, column, value, formats["guarded" if guarded else "text"])
    page.freeze_panes(_HEAD_ROW + 1, 0)
    page.autofilter(_HEAD_ROW, 0, _HEAD_ROW + max(1, len(sheet.rows)), len(sheet.heads) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(_HEAD_ROW)
    page.set_footer("&C第 &P 页 / 共 &N 页")
