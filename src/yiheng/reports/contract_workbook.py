"""The empty workbook of one table, which a bureau fills in: the table, how to fill it in, and its codes.

Three heading rows stand over the rows to fill in: the Chinese title, the column's name, type and unit. Numbers are
asked for as people write them (元, ordinary quantities), under the column's name without its stored unit. Ids and codes
are text, so that leading zeros and long numbers survive; choices come from the code lists of the region.
The same table and codes give the same bytes.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from yiheng.reports.contract_words import (
    Dictionary,
    entry_identity_words,
    entry_unit_words,
    owner_words,
    reference_words,
    source_words,
    type_words,
)
from yiheng.reports.form_book import new_book
from yiheng.standards.table import Column, Table, storage_units

HEADING_ROWS = 3
"""Title, column name, and type with unit: what is filled in begins below."""
GUIDE_SHEET = "填写说明"
CODES_SHEET = "代码表"
FLAG_WORDS = ("是", "否")

_CREATED = date(2000, 1, 1)
_LAST_ROW = 1_048_575
_EXACT_MOST = 999_999_999_999_999
"""Excel keeps fifteen digits of a number."""
_HINT_MOST = 250
_PAGE_COLUMNS = 12
_FONT = {"font_name": "微软雅黑", "font_size": 10, "valign": "vcenter"}
_BOXED = _FONT | {"border": 1, "border_color": "#C9D3DD"}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": _FONT | {"font_size": 14, "bold": True, "font_color": "#1F5FBF"},
    "section": _FONT | {"font_size": 11, "bold": True},
    "plain": _FONT | {"text_wrap": True, "valign": "top"},
    "head": _BOXED | {"bold": True, "bg_color": "#EEF4FC"},
    "cell": _BOXED | {"text_wrap": True, "valign": "top", "num_format": "@"},
    "required": _BOXED | {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F5FBF", "align": "center"},
    "optional": _BOXED | {"bold": True, "font_color": "#1F5FBF", "bg_color": "#E3EDF9", "align": "center"},
    "name": _BOXED | {"font_size": 9, "font_color": "#8C99A6", "bg_color": "#F4F6F8", "align": "center"},
    "text": _FONT | {"num_format": "@"},
    "integer": _FONT | {"num_format": "0", "align": "right"},
    "money": _FONT | {"num_format": "0.00", "align": "right"},
    "number": _FONT | {"align": "right"},
    "day": _FONT | {"num_format": "yyyy-mm-dd", "align": "center"},
    "time": _FONT | {"num_format": "yyyy-mm-dd hh:mm:ss", "align": "center"},
    "flag": _FONT | {"align": "center"},
}
_COLUMN_FORMATS = {"integer": "integer", "day": "day", "time": "time", "flag": "flag"}
_GUIDE_WIDTHS = (30, 26, 22, 16, 8, 52)
_CODES_WIDTHS = (26, 14, 40, 40)


def write_template(table: Table, words: Dictionary, path: Path, as_of: date | None = None) -> None:
    """Write the empty workbook of a table; its codes are those that hold on ``as_of``, without a day all.

    Refuses ``file_not_writable``.
    """
    with new_book(path, f"{table.name}（{table.table}）", _CREATED) as book:
        writer = _Writer(book.workbook, table, words, as_of)
        writer.entry_sheet()
        writer.guide_sheet()
        writer.codes_sheet()


class _Writer:
    """One workbook being written."""

    def __init__(self, workbook: Any, table: Table, words: Dictionary, as_of: date | None):
        self._workbook = workbook
        self._table = table
        self._words = words
        self._formats = {name: workbook.add_format(style) for name, style in _FORMATS.items()}
        names = dict.fromkeys(column.codes for column in table.columns if column.codes)
        self._codes = {name: [one for one in words.lists[name].codes if one.holds(as_of)] for name in names}
        self._ranges = self._code_ranges()

    def _code_ranges(self) -> dict[str, str]:
        """Where the codes of each list stand on the sheet of codes."""
        found = {}
        row = 1
        for name, codes in self._codes.items():
            if codes:
                found[name] = f"={CODES_SHEET}!$B${row + 1}:$B${row + len(codes)}"
            row += len(codes)
        return found

    def entry_sheet(self) -> None:
        """The sheet to fill in."""
        sheet = self._workbook.add_worksheet(self._table.name)
        for index, column in enumerate(self._table.columns):
            style = "optional" if column.optional else "required"
            hint = _hint(column, self._words)
            name = column.everyday_name
            width = max(_width(column.title), _width(name), _width(hint) * 9 // 10, 11) + 2
            sheet.set_column(index, index, min(width, 40), self._formats[_column_format(column)])
            sheet.write_string(0, index, column.title, self._formats[style])
            sheet.write_string(1, index, name, self._formats["name"])
            sheet.write_string(2, index, hint, self._formats["name"])
            check = self._validation(column)
            if check:
                sheet.data_validation(HEADING_ROWS, index, _LAST_ROW, index, check)
        sheet.set_row(0, 24)
        sheet.freeze_panes(HEADING_ROWS, _leading_keys(self._table))
        _page(sheet, HEADING_ROWS, wide=len(self._table.columns) > _PAGE_COLUMNS)

    def _validation(self, column: Column) -> dict[str, Any]:
        """What Excel checks as a cell of the column is typed, with the sentence it then shows."""
        told = f"“{column.title}”"
        if column.codes:
            if column.codes not in self._ranges:
                return {}
            names = "；".join(f"{one.code} {one.name}" for one in self._codes[column.codes])
            return {
                "validate": "list",
                "source": self._ranges[column.codes],
                "input_title": self._words.lists[column.codes].name[:32],
                "input_message": names if len(names) <= _HINT_MOST else f"取值见“{CODES_SHEET}”。",
                "error_title": "不在代码表里",
                "error_message": f"{told}只能填代码表里的代码，不填名称。",
            }
        if column.type == "flag":
            return {"validate": "list", "source": list(FLAG_WORDS)}
        if column.type == "integer":
            places = storage_units()[column.unit].places
            most = _EXACT_MOST // 10**places
            return {
                "validate": "decimal" if places else "integer",
                "criteria": "between",
                "minimum": -most,
                "maximum": most,
                "error_title": "应是数字" if places else "应是整数",
                "error_message": f"{told}填{entry_unit_words(column)}。",
            }
        if column.type in ("day", "time"):
            return {
                "validate": "date",
                "criteria": "between",
                "minimum": date(1900, 1, 1),
                "maximum": date(2999, 12, 31),
                "error_title": "应是日期",
                "error_message": f"{told}填日期，如 2023-01-05。",
            }
        most = 7 if column.type == "month" else column.length
        if not most:
            return {}
        return {
            "validate": "length",
            "criteria": "==" if column.type == "month" else "<=",
            "value": most,
            "error_title": "写法不对",
            "error_message": f"{told}"
            + ("写作 2023-01 的样子。" if column.type == "month" else f"不超过 {most} 字。"),
        }

    def guide_sheet(self) -> None:
        """What the table is, each of its columns, and the laws its rows have to satisfy."""
        sheet, table = self._workbook.add_worksheet(GUIDE_SHEET), self._table
        sheet.hide_gridlines(2)
        for index, width in enumerate(_GUIDE_WIDTHS):
            sheet.set_column(index, index, width)
        sheet.write_string(0, 0, f"{table.name}　{table.table}", self._formats["title"])
        sheet.set_row(0, 26)
        row = self._lines(sheet, 1, _guide_lines(table))
        head = ("列", "列名", "类型", "单位", "必填", "说明")
        for index, word in enumerate(head):
            sheet.write_string(row, index, word, self._formats["head"])
        for column in table.columns:
            row += 1
            for index, word in enumerate(self._guide_row(column)):
                sheet.write_string(row, index, word, self._formats["cell"])
        row += 2
        laws = [
            f"{law.name}" + (f"：{formula}" if (formula := entry_identity_words(table, law)) else "")
            for law in table.identities
        ] + [reference_words(table, one, self._words.contract) for one in table.references]
        if laws:
            sheet.write_string(row, 0, "报送前请自查，每行须成立：", self._formats["section"])
            self._lines(sheet, row + 1, [f"{number}. {law}" for number, law in enumerate(laws, 1)])
        _page(sheet)

    def _lines(self, sheet: Any, row: int, lines: list[str]) -> int:
        """Write lines across the sheet; the row after them."""
        across = len(_GUIDE_WIDTHS) - 1
        for line in lines:
            sheet.merge_range(row, 0, row, across, line, self._formats["plain"])
            sheet.set_row(row, 15 * (1 + _width(line) // sum(_GUIDE_WIDTHS)))
            row += 1
        return row

    def _guide_row(self, column: Column) -> tuple[str, ...]:
        remarks = [
            "主键" if column.name in self._table.key else "",
            f"代码表：{self._words.lists[column.codes].name}" if column.codes else "",
            "敏感信息，按规定保护" if column.sensitive else "",
        ]
        return (
            column.title,
            column.everyday_name,
            "数字" if column.unit and storage_units()[column.unit].places else type_words(column),
            entry_unit_words(column).removeprefix("整数，") if column.unit else "",
            "" if column.optional else "必填",
            "；".join(filter(None, remarks)),
        )

    def codes_sheet(self) -> None:
        """The codes of every list that the table names; its choices refer to this sheet."""
        if not self._ranges:
            return
        sheet = self._workbook.add_worksheet(CODES_SHEET)
        for index, (word, width) in enumerate(
            zip(("代码表", "代码", "名称", "说明"), _CODES_WIDTHS, strict=True)
        ):
            sheet.set_column(index, index, width)
            sheet.write_string(0, index, word, self._formats["head"])
        row = 0
        for name, codes in self._codes.items():
            for one in codes:
                row += 1
                cells = (self._words.lists[name].name, one.code, one.name, one.note)
                for index, word in enumerate(cells):
                    sheet.write_string(row, index, word, self._formats["cell"])
        sheet.autofilter(0, 0, row, len(_CODES_WIDTHS) - 1)
        sheet.freeze_panes(1, 0)
        _page(sheet, 1)


def _guide_lines(table: Table) -> list[str]:
    keys = "、".join(table.column(name).title for name in table.key)
    return [
        f"一行是什么：{table.grain}。主键为{keys}，不得重复。",
        f"归属：{owner_words(table)}。依据：{source_words(table)}。",
        f"填在“{table.name}”表第 {HEADING_ROWS + 1} 行起；前 {HEADING_ROWS} 行不要改动，列名用来识别各列。深蓝的列必填，浅蓝的列没有就留空。",
        "编号与代码都是文本，不要改成数字；代码只填代码，不填名称；不要合并单元格，不要加合计行。",
        "",
    ]


def _hint(column: Column, words: Dictionary) -> str:
    """What stands under a column's name: ``必填 整数，分``, ``代码：性别``."""
    shown = {
        "month": "如 2023-01",
        "day": "如 2023-01-05",
        "time": "如 2023-01-05 08:30:00",
        "flag": "是、否",
    }
    if column.codes:
        hint = f"代码：{words.lists[column.codes].name}"
    elif column.unit:
        hint = entry_unit_words(column)
    else:
        hint = shown.get(column.type, "文本")
    return hint if column.optional else f"必填　{hint}"


def _column_format(column: Column) -> str:
    if column.unit == "分":
        return "money"
    if column.unit and storage_units()[column.unit].places:
        return "number"
    return _COLUMN_FORMATS.get(column.type, "text")


def _width(text: str) -> int:
    """Columns of a terminal: a Chinese character takes two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def _leading_keys(table: Table) -> int:
    """How many columns at the left are of the key: they stay in view."""
    count = 0
    for name in table.names:
        if name not in table.key:
            break
        count += 1
    return min(count, 3)


def _page(sheet: Any, repeated: int = 0, wide: bool = False) -> None:
    """A4 landscape, headings on every page; one page wide, unless so ``wide`` that nobody could read it."""
    sheet.set_landscape()
    sheet.set_paper(9)
    if not wide:
        sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&9第 &P 页 / 共 &N 页")
    if repeated:
        sheet.repeat_rows(0, repeated - 1)
