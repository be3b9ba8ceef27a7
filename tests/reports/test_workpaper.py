"""The internal working paper, read back with another library."""

from datetime import date

import openpyxl
import pytest
from form_samples import score, workpaper

from yiheng.reports.workpaper import INTERNAL, RelationLine, Scenario, write_workpaper

CREATED = date(2024, 3, 5)
RED = "FFC00000"


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "校核底稿.xlsx"
    write_workpaper(workpaper(), path, created=CREATED)
    return openpyxl.load_workbook(path)


def line_of(sheet, text):
    return next(line for line in sheet.iter_rows() if text in [cell.value for cell in line])


def test_four_sheets_each_marked_internal_in_title_and_on_every_page(book):
    assert book.sheetnames == ["评分校核", "勾稽关系", "目标体检", "敏感性"]
    for sheet in book:
        assert sheet["A1"].value == f"某市职工医保基金绩效自评校核底稿——{sheet.title}"
        assert sheet["A2"].value == INTERNAL
        assert sheet["A3"].value == "推定评分表，非官方"
        assert sheet.oddHeader.center.text == "内部资料 不对外提供 推定评分表，非官方"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows == "$5:$5"
        assert sheet.freeze_panes == "A6"


def test_three_scores_stand_side_by_side_and_differences_are_red(book):
    sheet = book["评分校核"]
    heads = [cell.value for cell in sheet[5]]
    assert heads[4:8] == ["分值", "自评得分", "系统复算得分", "待补佐证后得分"]
    lowered = line_of(sheet, "定点医药机构监督检查家次")
    assert [cell.value for cell in lowered[4:8]] == [4, 4, 3.75, 3.75]
    assert [cell.font.color.rgb == RED for cell in lowered[4:8]] == [False, False, True, False]
    withheld = line_of(sheet, "B6.1")
    assert [cell.value for cell in withheld[4:8]] == [4, 4, 4, 0]
    assert withheld[7].font.color.rgb == RED
    assert withheld[9].value == "完成值与目标值逐位相同，疑为回填，待补原始台账。"


def test_totals_and_grades_close_the_scores(book):
    sheet = book["评分校核"]
    assert [cell.value for cell in line_of(sheet, "合计")[4:8]] == [100, 94, 98.27, 84.27]
    assert [cell.value for cell in line_of(sheet, "等次")[4:8]] == ["—", "优", "优", "良"]


def test_contradiction_is_red_and_agreement_is_not(book):
    sheet = book["勾稽关系"]
    broken = line_of(sheet, "不一致")
    assert [cell.value for cell in broken[:4]] == [
        "期末滚存结余 ÷ 当年月均支出 = 可支付月数",
        4.45,
        5.16,
        "不一致",
    ]
    assert broken[3].font.color.rgb == RED
    assert line_of(sheet, "一致")[3].font.color.rgb != RED


def test_scenario_that_changes_the_grade_is_red(book):
    sheet = book["敏感性"]
    assert line_of(sheet, "待补佐证的指标计零分")[2].font.color.rgb == RED
    assert line_of(sheet, "不计加分")[2].font.color.rgb != RED
    assert line_of(sheet, "80～90分")[0].value == "良"


def test_goal_findings_are_listed(book):
    assert [cell.value for cell in line_of(book["目标体检"], "政策知晓率")] == [
        *("政策知晓率", "只有“90%以上”，无样本量，无法核实。", "一般", "补调查问卷统计表。"),
    ]


def test_sheet_without_findings_says_so(tmp_path):
    path = tmp_path / "空.xlsx"
    write_workpaper(
        workpaper(relations=(), goal_findings=(), scenarios=(), grade_lines=(), banner=""),
        path,
        created=CREATED,
    )
    book = openpyxl.load_workbook(path)
    for name in ("勾稽关系", "目标体检", "敏感性"):
        assert book[name]["A5"].value == "无"
        assert book[name].oddHeader.center.text == "内部资料 不对外提供"


def test_same_working_paper_gives_the_same_bytes(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        write_workpaper(workpaper(), tmp_path / name, created=CREATED)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_text_that_looks_like_a_formula_stays_text(tmp_path):
    path = tmp_path / "公式.xlsx"
    relation = RelationLine(name="+甲=乙", claimed=score("1"), recomputed=score("1"), verdict="一致")
    write_workpaper(
        workpaper(relations=(relation,), scenarios=(Scenario("@x", score("1"), "差"),)), path, created=CREATED
    )
    cell = openpyxl.load_workbook(path)["勾稽关系"]["A6"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("+甲=乙", "s", True)
