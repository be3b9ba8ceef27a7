"""The workbook of a quality report: what was received, what is wrong, and the rows to mend, ready to be sent back.

The rows stand under their own headings; wrong cells are coloured and say why in a comment. Only the sender's own
cells can be edited: the place of each row is locked, and a hidden sheet holds the mark by which intake knows the
workbook again. The same report gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from yiheng.reports.form_book import new_book
from yiheng.reports.quality_report import AsideRow, AsideSheet, QualityReport

SUMMARY_SHEET = "说明与汇总"
PROBLEMS_SHEET = "问题清单"
ROWS_MOST = 50_000
"""How many rows one sheet lists; a sheet with more is wrong as a whole."""
COMMENTS_MOST = 2_000
"""How many comments one sheet has: Excel opens slowly with more. Beyond, the column of problems says the same."""

_CREATED = date(2000, 1, 1)
_CELL_MOST = 32_000
_FONT = {"font_name": "微软雅黑", "font_size": 10, "valign": "vcenter"}
_BOXED = _FONT | {"border": 1, "border_color": "#C9D3DD"}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": _FONT | {"font_size": 15, "bold": True, "font_color": "#1F5FBF"},
    "section": _FONT | {"font_size": 11, "bold": True},
    "plain": _FONT | {"text_wrap": True, "valign": "top"},
    "note": _FONT | {"font_color": "#5C6B7A"},
    "head": _BOXED | {"bold": True, "bg_color": "#EEF4FC", "text_wrap": True},
    "cell": _BOXED | {"text_wrap": True, "valign": "top", "num_format": "@"},
    "number": _BOXED | {"num_format": "#,##0", "valign": "top"},
    "amount": _BOXED | {"num_format": "#,##0.00", "valign": "top"},
    "refused": _BOXED | {"bold": True, "font_color": "#B42318", "valign": "top"},
    "warned": _BOXED | {"bold": True, "font_color": "#8A5A00", "valign": "top"},
    "told": _BOXED | {"font_color": "#5C6B7A", "valign": "top"},
    "place": _BOXED | {"bg_color": "#F0F2F5", "font_color": "#5C6B7A", "num_format": "@", "text_wrap": True},
    "open": _BOXED | {"num_format": "@", "locked": False},
    "wrong": _BOXED | {"num_format": "@", "locked": False, "bg_color": "#FDE3E1", "font_color": "#B42318"},
    "link": _BOXED | {"font_color": "#1F5FBF", "underline": 1, "valign": "top", "text_wrap": True},
}
_SEVERITY_FORMATS = {"拒": "refused", "警": "warned"}
_PROBLEM_COLUMNS = {
    "轻重": 7, "问题": 28, "类别": 9, "表": 14, "处数": 8, "应为": 34, "改法": 40, "为什么": 40,
    "例（文件、行、关键字、实际）": 60, "比例": 9, "允许": 9,
}  # fmt: skip
"""The columns of the list of problems and their widths."""
_HEAD_ROW = 3
_KEY_HEAD = "关键字"
_OWN = 4
"""The first column of the sender's own; before it stand line, key, problems and what to do."""
_PRINTED_MOST = 120
"""Characters above a printed page: Excel takes 255, of which marks take some."""
_HIGHEST = 220
_PAGE_COLUMNS = 14


def write_quality_workbook(report: QualityReport, path: Path, page: str = "") -> None:
    """Write the workbook; ``page`` is the file name of the page beside it, to which checks link. Refuses ``file_not_writable``."""
    with new_book(path, f"数据质量报告 {report.delivery_no}", _CREATED) as book:
        writer = _Writer(book.workbook, report, page)
        writer.summary()
        writer.problems()
        for sheet in report.sheets:
            writer.rows(sheet)
        writer.mark()


class _Writer:
    """One workbook being written."""

    def __init__(self, workbook: Any, report: QualityReport, page: str):
        self._workbook = workbook
        self._report = report
        self._page = page
        self._formats = {name: workbook.add_format(style) for name, style in _FORMATS.items()}

    def summary(self) -> None:
        """Who, when, how many, and what to do."""
        sheet, report = self._workbook.add_worksheet(SUMMARY_SHEET), self._report
        sheet.hide_gridlines(2)
        for index, width in enumerate((38, 22, 11, 11, 11, 13, 16, 16, 44)):
            sheet.set_column(index, index, width)
        sheet.write_string(0, 0, "数据质量报告", self._formats["title"])
        lines = [
            f"报送单位：{report.sender}　　数据期间：{report.period or '来文没有写明'}　　收到时间：{report.received}　　交付编号：{report.delivery_no}",
            f"读入 {report.read:,} 行，采用 {report.accepted:,} 行，置出 {report.set_aside:,} 行（读入 = 采用 + 置出）。",
            *_how_to(report),
        ]
        row = self._lines(sheet, 1, lines)
        row = self._lines(sheet, row, ["", "核对交接单：", *report.register] if report.register else [""])
        heads = (
            "文件",
            "归入",
            "读入行",
            "采用行",
            "置出行",
            "交接单笔数",
            "读到金额（元）",
            "交接单金额（元）",
            "说明",
        )
        for index, head in enumerate(heads):
            sheet.write_string(row, index, head, self._formats["head"])
        for one in report.files:
            row += 1
            sheet.write_string(row, 0, one.file, self._formats["cell"])
            sheet.write_string(row, 1, one.table, self._formats["cell"])
            for index, count in enumerate((one.read, one.accepted, one.set_aside), 2):
                sheet.write_number(row, index, count, self._formats["number"])
            for index, text in enumerate((one.stated_rows, one.found_yuan, one.stated_yuan, one.note), 5):
                sheet.write_string(row, index, text, self._formats["cell"])
        _page(sheet)

    def _lines(self, sheet: Any, row: int, lines: list[str]) -> int:
        for line in lines:
            sheet.merge_range(row, 0, row, 8, line, self._formats["plain"])
            sheet.set_row(row, 18 * (1 + len(line) // 95))
            row += 1
        return row

    def problems(self) -> None:
        """One row for every check that failed, the gravest first."""
        sheet = self._workbook.add_worksheet(PROBLEMS_SHEET)
        heads, widths = tuple(_PROBLEM_COLUMNS), tuple(_PROBLEM_COLUMNS.values())
        for index, (head, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.set_column(index, index, width)
            sheet.write_string(0, index, head, self._formats["head"])
        for row, one in enumerate(self._report.groups, 1):
            sheet.write_string(
                row, 0, one.severity, self._formats[_SEVERITY_FORMATS.get(one.severity, "told")]
            )
            if self._page:
                sheet.write_url(
                    row, 1, f"external:{self._page}#{one.anchor}", self._formats["link"], one.name
                )
            else:
                sheet.write_string(row, 1, one.name, self._formats["cell"])
            sheet.write_string(row, 2, one.family, self._formats["cell"])
            sheet.write_string(row, 3, one.table, self._formats["cell"])
            sheet.write_number(row, 4, one.count, self._formats["number"])
            examples = "\n".join(
                f"{place.source} 第 {place.line} 行 {place.key}：{place.found}" for place in one.places
            )
            texts = (one.expected, one.remedy, one.why, examples, one.rate, one.limit)
            for index, text in enumerate(texts, 5):
                sheet.write_string(row, index, text[:_CELL_MOST], self._formats["cell"])
            needed = [
                _lines_of(text, width)
                for text, width in zip((one.name, *texts), widths[1:2] + widths[5:], strict=True)
            ]
            sheet.set_row(row, min(_HIGHEST, 16 * max(needed)))
        sheet.freeze_panes(1, 2)
        if self._report.groups:
            sheet.autofilter(0, 0, len(self._report.groups), len(heads) - 1)
        _page(sheet)

    def rows(self, one: AsideSheet) -> None:
        """The rows to mend of one received sheet."""
        sheet, report = self._workbook.add_worksheet(one.title), self._report
        sheet.write_string(0, 0, f"{one.source}　归入：{one.tables}", self._formats["section"])
        words = f"红色的格有错，鼠标停在格上看原因；改好后整个工作簿发回。不再报送的行，在“{report.action_head}”一栏选“{report.withdrawn}”。"
        if not one.editable:
            words = "这是接口报文，只供查看：请在本单位的信息系统里更正后重新上传，重报的按病例号取代，问题随之销号。"
        if one.left_out:
            words += f"另有 {one.left_out:,} 行没有列出：错得太多，请按汇总处整份重报。"
        sheet.write_string(1, 0, words, self._formats["note"])
        heads = (report.line_head, _KEY_HEAD, "问题", report.action_head)
        for index, head in enumerate((*heads, *one.heads)):
            sheet.write_string(_HEAD_ROW, index, head, self._formats["head"])
        sheet.set_column(0, 0, 8)
        sheet.set_column(1, 1, 24)
        sheet.set_column(2, 2, 46)
        sheet.set_column(3, 3, 8)
        told = {head for line in one.rows for head, _ in line.faults}
        for index, head in enumerate(one.heads):
            empty = head not in told and not any(line.cells[index] for line in one.rows)
            sheet.set_column(_OWN + index, _OWN + index, 16, None, {"hidden": empty})
        comments = 0
        for row, line in enumerate(one.rows[:ROWS_MOST], _HEAD_ROW + 1):
            comments += self._row(sheet, row, one, line, comments)
        last = _HEAD_ROW + max(1, len(one.rows))
        sheet.data_validation(
            _HEAD_ROW + 1,
            _OWN - 1,
            last,
            _OWN - 1,
            {"validate": "list", "source": [report.withdrawn], "ignore_blank": True},
        )
        sheet.freeze_panes(_HEAD_ROW + 1, _OWN)
        sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": False})
        _page(sheet, wide=len(one.heads) > _PAGE_COLUMNS)
        sheet.repeat_rows(_HEAD_ROW)
        sheet.repeat_columns(0, 1)
        named = f"{one.source}　{report.sender}　交付编号 {report.delivery_no}"
        sheet.set_header(f"&L&9{named[:_PRINTED_MOST].replace('&', '&&')}")

    def _row(self, sheet: Any, row: int, one: AsideSheet, line: AsideRow, comments: int) -> int:
        """One line; how many comments it was given."""
        told: dict[str, list[str]] = {}
        for head, words in line.faults:
            told.setdefault(head, []).append(words)
        whole = "；".join(_with_heads(told))
        sheet.write_string(row, 0, str(line.line), self._formats["place"])
        sheet.write_string(row, 1, line.key[:_CELL_MOST], self._formats["place"])
        sheet.write_string(row, 2, whole[:_CELL_MOST], self._formats["place"])
        sheet.set_row(row, min(_HIGHEST, 16 * max(_lines_of(whole, 46), _lines_of(line.key, 24))))
        sheet.write_blank(row, 3, None, self._formats["open" if one.editable else "place"])
        given = 0
        for index, (head, text) in enumerate(zip(one.heads, line.cells, strict=True), _OWN):
            wrong = head in told
            style = self._formats["wrong" if wrong else "open" if one.editable else "place"]
            if text:
                sheet.write_string(row, index, text[:_CELL_MOST], style)
            else:
                sheet.write_blank(row, index, None, style)
            if wrong and comments + given < COMMENTS_MOST:
                words = "；".join(dict.fromkeys(told[head]))
                sheet.write_comment(row, index, words[:1000], {"author": "医衡", "x_scale": 2})
                given += 1
        return given

    def mark(self) -> None:
        """The hidden mark, in pieces that a cell can hold."""
        if not self._report.mark_sheet:
            return
        sheet = self._workbook.add_worksheet(self._report.mark_sheet)
        text = self._report.mark
        for row, start in enumerate(range(0, len(text), 30_000)):
            sheet.write_string(row, 0, text[start : start + 30_000])
        sheet.very_hidden()
        sheet.protect()


def _how_to(report: QualityReport) -> list[str]:
    """What the sender does, step by step."""
    if not report.sheets:
        return ["没有需要更正的行。"]
    return [
        "怎样更正：",
        f"1. 先看“{PROBLEMS_SHEET}”：“拒”的行没有采用，要更正；“警”和“提示”的行已经采用，请核对。",
        "2. 后面每张表是一份来文中置出的行，列名是来文自己的列名。红色的格有错，照批注改；灰色的列说明出处，不能改；整列都空的已隐藏，要填时取消隐藏。",
        "3. 打了星号的格是遮盖的个人信息，没有错就不要动它，会按原来的内容处理；有错就填完整的内容。",
        f"4. 不再报送的行，在“{report.action_head}”一栏选“{report.withdrawn}”。没有改动的行继续等待，不会丢失。",
        "5. 接口报文（JSON）的表只供查看：在本单位的信息系统里更正后重新上传。",
        "6. 同一份清单、同一笔结算的各行要一起改好；改好后保存，把整个工作簿发回，按新文件接收即可，不要改文件里的表名。",
    ]


def _with_heads(told: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """What is wrong with a line: each sentence once, the headings of its cells before it."""
    heads: dict[str, list[str]] = {}
    for head, listed in told.items():
        for words in listed:
            heads.setdefault(words, []).append(head)
    for words, of in heads.items():
        named = "、".join(dict.fromkeys(filter(None, of)))
        yield f"【{named}】{words}" if named else words


def _lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a column so wide: a Chinese character takes two places."""
    pieces = text.split("\n")
    return sum(max(1, -(-sum(2 if one > "\u2e7f" else 1 for one in piece) // width)) for piece in pieces)


def _page(sheet: Any, wide: bool = False) -> None:
    """A4 landscape, one page wide unless so ``wide`` that nobody could read it."""
    sheet.set_landscape()
    sheet.set_paper(9)
    if not wide:
        sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&9第 &P 页 / 共 &N 页")


def write_list(
    path: Path, title: str, heads: Sequence[str], rows: Iterable[Sequence[str | int | Decimal]]
) -> None:
    """Write a list as a workbook of one sheet: numbers as such, so that they can be summed, all else as text. Refuses
    ``file_not_writable``."""
    with new_book(path, title, _CREATED) as book:
        formats = {
            name: book.workbook.add_format(_FORMATS[name]) for name in ("head", "cell", "number", "amount")
        }
        sheet = book.workbook.add_worksheet(title[:31])
        widths = [len(head) * 2 + 2 for head in heads]
        for index, head in enumerate(heads):
            sheet.write_string(0, index, head, formats["head"])
        last = 0
        for last, row in enumerate(rows, 1):
            for index, value in enumerate(row):
                if value == "":
                    sheet.write_blank(last, index, None, formats["cell"])
                elif isinstance(value, str):
                    sheet.write_string(last, index, value[:_CELL_MOST], formats["cell"])
                else:
                    kind = "amount" if isinstance(value, Decimal) else "number"
                    sheet.write_number(last, index, value, formats[kind])
                shown = value if isinstance(value, str) else f"{value:,}"
                widths[index] = min(40, max(widths[index], len(shown) + 2))
        for index, width in enumerate(widths):
            sheet.set_column(index, index, width)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(heads) - 1)
        _page(sheet)
