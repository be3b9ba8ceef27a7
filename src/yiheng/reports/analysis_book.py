"""An analysis as an Excel workbook: key figures, a sheet for each table, and native charts that can be edited.

Numbers are rounded as they are shown, so that nobody copies digits that were never stated. The same analysis gives
the same bytes.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from yiheng.exact.rounding import decimal_text
from yiheng.reports.analysis import DASH, Analysis, Column, Table, Value, rounded
from yiheng.reports.analysis_charts import CHART_SHEET, DATA_SHEET, write_charts
from yiheng.reports.form_book import FORMULA_STARTS, new_book, page_part

OVERVIEW_SHEET = "概览"
_FONT = {"font_name": "微软雅黑", "font_size": 10, "valign": "vcenter"}
_BOXED = _FONT | {"border": 1, "border_color": "#C9D3DD"}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": _FONT | {"font_size": 15, "bold": True, "font_color": "#1F5FBF"},
    "subtitle": _FONT | {"font_color": "#5C6B7A"},
    "banner": _FONT | {"font_size": 12, "bold": True, "font_color": "#B3261E"},
    "note": _FONT | {"font_size": 9, "font_color": "#5C6B7A", "text_wrap": True, "valign": "top"},
    "head": _BOXED | {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F5FBF", "align": "center", "text_wrap": True},
    "label": _BOXED | {"bold": True, "bg_color": "#EEF4FC", "indent": 1},
    "figure": _BOXED | {"bold": True, "font_size": 12, "align": "right", "num_format": "@", "indent": 1},
    "words": _BOXED | {"text_wrap": True, "num_format": "@", "indent": 1},
    "verdict": _BOXED | {"align": "center"},
}  # fmt: skip
_OVERVIEW_WIDTHS = (30, 22, 10, 78)
_HEAD_ROW = 4
_ROWS_MOST = 1_000_000
_PAGE_WIDTH = 215
"""Characters on a page across that can still be read; a table that is printed across two should be the exception."""


def write_book(analysis: Analysis, path: Path, *, created: date) -> None:
    """Write the workbook; ``created`` is the only date inside it. Refuses ``file_not_writable``."""
    with new_book(path, analysis.title, created) as book:
        writer = _Writer(book.workbook, analysis)
        writer.overview()
        if analysis.charts:
            book.workbook.add_worksheet(CHART_SHEET)
        for table in analysis.tables:
            writer.table(table)
        if analysis.charts:
            writer.charts()


class _Writer:
    """One workbook being written: formats are made once."""

    def __init__(self, workbook: Any, analysis: Analysis):
        self._workbook = workbook
        self._analysis = analysis
        self.formats = {name: workbook.add_format(style) for name, style in _FORMATS.items()}
        self._cells: dict[tuple[Column, str], Any] = {}

    def overview(self) -> None:
        """The key figures with their calibers, and where the calibers come from."""
        sheet = self._sheet(OVERVIEW_SHEET, self._analysis.title, self._analysis.subtitle, _OVERVIEW_WIDTHS)
        row = self._heads(sheet, _HEAD_ROW, ("指标", "数值", "评判", "口径"))
        for one in self._analysis.key_figures:
            cells = (
                (one.label, "label"),
                (one.text, "figure"),
                (one.verdict, "verdict"),
                (one.detail, "words"),
            )
            for place, (words, style) in enumerate(cells):
                self._text(sheet, row, place, words, self.formats[style])
            sheet.set_row(row, _height(one.detail, _OVERVIEW_WIDTHS[3], 21))
            row += 1
        row = self._heads(sheet, row + 1, ("口径", "", "", ""))
        sheet.merge_range(row - 1, 1, row - 1, 3, "算法与依据", self.formats["head"])
        for name, words in self._analysis.sources:
            self._text(sheet, row, 0, name, self.formats["label"])
            sheet.merge_range(row, 1, row, 3, words, self.formats["words"])
            sheet.set_row(row, _height(words, sum(_OVERVIEW_WIDTHS[1:]), 18))
            row += 1
        self._text(sheet, row + 1, 0, self._analysis.version, self.formats["subtitle"])
        self.page(sheet)

    def charts(self) -> None:
        """The charts on one sheet, placed before the tables, and the numbers they draw on the last."""
        data = self._workbook.add_worksheet(DATA_SHEET)
        sheet = self._workbook.get_worksheet_by_name(CHART_SHEET)
        sheet.hide_gridlines(2)
        self._text(sheet, 0, 0, self._analysis.banner, self.formats["banner"])
        write_charts(self._workbook, sheet, data, self._analysis.charts)
        for one in (sheet, data):
            self.page(one)

    def table(self, table: Table) -> None:
        """A table on its sheet: heads stay on the screen, can be filtered, and stand on every printed page."""
        sheet = self._sheet(table.name, table.title, table.note, tuple(one.width for one in table.columns))
        first = self._heads(sheet, _HEAD_ROW, tuple(one.title for one in table.columns))
        for number, cells in enumerate(table.rows[:_ROWS_MOST]):
            look = "total" if table.total_first and not number else "alarm" if number in table.alarms else ""
            for place, (value, column) in enumerate(zip(cells, table.columns, strict=True)):
                self._cell(sheet, first + number, place, value, column, look)
        last = max(first + len(table.rows) - 1, first)
        sheet.autofilter(_HEAD_ROW, 0, last, len(table.columns) - 1)
        sheet.freeze_panes(first, 1)
        self.page(sheet, _HEAD_ROW, wide=sum(one.width for one in table.columns) > _PAGE_WIDTH)

    def page(self, sheet: Any, repeated: int = -1, wide: bool = False) -> None:
        """A4 landscape, one page wide (two, if nobody could read it on one), the banner in every margin."""
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(2 if wide else 1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        banner, version = page_part(self._analysis.banner), page_part(self._analysis.version)
        sheet.set_footer(f"&L&9&KB3261E{banner}&C&9第 &P 页 / 共 &N 页&R&9{version}")
        if repeated >= 0:
            sheet.repeat_rows(repeated)
            sheet.repeat_columns(0)

    def _sheet(self, name: str, title: str, note: str, widths: tuple[int, ...]) -> Any:
        sheet = self._workbook.add_worksheet(name)
        sheet.hide_gridlines(2)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        self._text(sheet, 0, 0, title, self.formats["title"])
        self._text(sheet, 1, 0, self._analysis.banner, self.formats["banner"])
        sheet.set_row(0, 27)
        if len(widths) > 1:
            sheet.merge_range(2, 0, 2, len(widths) - 1, note, self.formats["note"])
            sheet.set_row(2, _height(note, sum(widths), 15))
        return sheet

    def _heads(self, sheet: Any, row: int, heads: tuple[str, ...]) -> int:
        for place, words in enumerate(heads):
            self._text(sheet, row, place, words, self.formats["head"])
        sheet.set_row(row, 33)
        return row + 1

    def _text(self, sheet: Any, row: int, place: int, words: str, look: Any) -> None:
        if words:
            sheet.write_string(row, place, words, look)
        else:
            sheet.write_blank(row, place, None, look)

    def _cell(self, sheet: Any, row: int, place: int, value: Value, column: Column, look: str) -> None:
        if value is None or isinstance(value, str):
            words = DASH if value is None or value == "" else value
            self._text(sheet, row, place, words, self._look(column, look, words.startswith(FORMULA_STARTS)))
        else:
            number = rounded(value, column)
            places = column.decimals + (2 if column.kind == "percent" else 0)
            sheet.write_number(
                row, place, Decimal(decimal_text(number, places)), self._look(column, look, False)
            )

    def _look(self, column: Column, look: str, guarded: bool) -> Any:
        key = (column, f"{look}{guarded}")
        if key not in self._cells:
            style = _BOXED | {"num_format": _number_format(column), "quote_prefix": guarded}
            style |= (
                {"align": "right"}
                if column.numeric
                else {"align": "left", "text_wrap": column.kind == "text"}
            )
            if look == "total":
                style |= {"bold": True, "bg_color": "#EEF4FC"}
            if look == "alarm":
                style |= {"font_color": "#B3261E"}
            self._cells[key] = self._workbook.add_format(style)
        return self._cells[key]


def _number_format(column: Column) -> str:
    places = "." + "0" * column.decimals if column.decimals else ""
    if column.kind == "percent":
        return f"0{places}%"
    return f"#,##0{places}" if column.numeric else "@"


def _height(words: str, width: int, least: float) -> float:
    """The height of a row whose text wraps at so many characters."""
    taken = sum(2 if ord(character) > 0x2E7F else 1 for character in words)
    return max(least, 14.5 * -(-taken // max(width - 2, 1)) + 4)
