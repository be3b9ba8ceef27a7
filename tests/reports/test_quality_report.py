"""The quality report as workbook and page: what a hospital reads, and nothing that a spreadsheet would run."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from yiheng.reports.quality_page import quality_page
from yiheng.reports.quality_report import (
    AsideRow,
    AsideSheet,
    FileLine,
    ProblemGroup,
    ProblemPlace,
    QualityReport,
)  # fmt: skip
from yiheng.reports.quality_workbook import PROBLEMS_SHEET, SUMMARY_SHEET, write_list, write_quality_workbook

PLACE = ProblemPlace("结算.csv", 3, "S2", "现金 <0.01>")
GROUP = ProblemGroup(
    "parts", "合计不符", "费用", "拒", 1, "结算", "相等", "会串账。", "核对", "50.00%", "0.00%", (PLACE,)
)
ROWS = (
    AsideRow(3, ("S2", "=1+1", ""), (("现金", "合计不符"), ("", "整行不对")), key="结算ID S2"),
    AsideRow(4, ("S3", "9", ""), (), True),
)
SHEET = AsideSheet("1.结算", "结算.csv", "", "结算", ("结算ID", "现金", "备注"), ROWS)
REPORT = QualityReport(
    "J1", "虚构医院", "2023-05", "2023-06-05 09:00",
    (FileLine("结算.csv", "结算", 2, 1, 1, "3", "100.00", "99.00", "笔数与交接单不符"),),
    ("缺第 2 份",), (GROUP,), (SHEET,), "_标记", '{"x": 1}', "行号", "处理", "作废",
)  # fmt: skip


@pytest.fixture
def book(tmp_path) -> openpyxl.Workbook:
    write_quality_workbook(REPORT, tmp_path / "a.xlsx", "a.html")
    return openpyxl.load_workbook(tmp_path / "a.xlsx")


def test_the_first_sheets_say_what_came_and_what_to_do(book):
    assert book.sheetnames == [SUMMARY_SHEET, PROBLEMS_SHEET, "1.结算", "_标记"]
    words = "\n".join(
        str(cell.value) for row in book[SUMMARY_SHEET] for cell in row if cell.value is not None
    )
    for expected in ("读入 2 行，采用 1 行，置出 1 行", "缺第 2 份", "笔数与交接单不符", "作废"):
        assert expected in words
    problem = [cell.value for cell in book[PROBLEMS_SHEET][2]]
    assert problem[:7] == ["拒", "合计不符", "费用", "结算", 1, "相等", "核对"]
    assert book[PROBLEMS_SHEET]["B2"].hyperlink.target.startswith("a.html")


def test_wrong_cells_are_red_with_their_reason_and_empty_columns_hidden(book):
    sheet = book["1.结算"]
    assert [cell.value for cell in sheet[5]] == [
        *("3", "结算ID S2", "【现金】合计不符；整行不对", None),
        *("S2", "=1+1", None),
    ]
    assert sheet["F5"].fill.fgColor.rgb == "FFFDE3E1"
    assert sheet["F5"].comment.text == "合计不符"
    assert sheet["F6"].fill.fgColor.rgb != "FFFDE3E1"
    assert [sheet.column_dimensions[name].hidden for name in "EFG"] == [False, False, True]


def test_file_and_sheet_stand_above_every_printed_page_and_beside_every_place(tmp_path):
    place, sheet = replace(PLACE, sheet="五月"), replace(SHEET, file="甲&乙.xlsx", sheet="五月")
    several = replace(REPORT, groups=(replace(GROUP, places=(place,)),), sheets=(sheet,))
    write_quality_workbook(several, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book["1.结算"].oddHeader.left.text == "甲&&乙.xlsx · 五月　虚构医院　交付编号 J1"
    assert book[PROBLEMS_SHEET]["I2"].value == "结算.csv · 五月 第 3 行 S2：现金 <0.01>"
    page = quality_page(several)
    assert "甲&amp;乙.xlsx · 五月" in page
    assert "<td>结算.csv · 五月</td>" in page
    assert '<td class="n">3</td><td>结算ID S2</td>' in page


def test_text_that_looks_like_a_formula_stays_text(book):
    cell = book["1.结算"]["F5"]
    assert (cell.value, cell.data_type, cell.number_format) == ("=1+1", "s", "@")


def test_only_the_senders_own_cells_can_be_edited(book):
    sheet = book["1.结算"]
    assert sheet.protection.sheet
    assert [sheet.cell(5, column).protection.locked for column in range(1, 8)] == [
        True,
        True,
        True,
        False,
        False,
        False,
        False,
    ]
    assert sheet.cell(4, 5).protection.locked


def test_a_message_is_shown_and_cannot_be_edited(tmp_path):
    write_quality_workbook(replace(REPORT, sheets=(replace(SHEET, editable=False),)), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["1.结算"]
    assert sheet["E5"].protection.locked
    assert "重新上传" in sheet["A2"].value


def test_nothing_to_mend_is_said(tmp_path):
    clean = replace(REPORT, sheets=(), groups=(), register=())
    write_quality_workbook(clean, tmp_path / "a.xlsx")
    words = [cell.value for row in openpyxl.load_workbook(tmp_path / "a.xlsx")[SUMMARY_SHEET] for cell in row]
    assert "没有需要更正的行。" in words
    assert "没有发现问题。" in quality_page(clean)


def test_the_page_escapes_what_senders_wrote_and_needs_no_network():
    page = quality_page(REPORT, "a.xlsx")
    assert "现金 &lt;0.01&gt;" in page
    assert f'id="{GROUP.anchor}"' in page
    assert "http" not in page
    assert 'href="a.xlsx"' in page


def test_a_list_has_numbers_that_can_be_summed_and_all_else_as_text(tmp_path: Path):
    rows = [("0012", "=2", 1_234, Decimal("12.30")), ("13", "3", "", Decimal("-5.00"))]
    write_list(tmp_path / "a.xlsx", "名单", ("编号", "注", "行数", "金额"), iter(rows))
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert [[cell.value for cell in row] for row in sheet] == [
        ["编号", "注", "行数", "金额"],
        ["0012", "=2", 1234, 12.3],
        ["13", "3", None, -5],
    ]
    assert (sheet["A3"].data_type, sheet["B2"].data_type) == ("s", "s")
    assert (sheet["C2"].number_format, sheet["D2"].number_format) == ("#,##0", "#,##0.00")
