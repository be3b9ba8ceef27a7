"""The Excel facts file: written from profiles and subjects, filled in like an accountant would, read back."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlwt
from facts_samples import CONTENT, Workbook, last_fact

from yiheng.app.jobs.facts import new_facts, write_facts
from yiheng.performance.evaluation_json import as_plain
from yiheng.performance.facts_book import empty_book
from yiheng.performance.facts_layout import EVIDENCE_SHEET, FACT_SHEET, FACTS, GOAL_SHEET
from yiheng.performance.facts_narrative import bound_figures
from yiheng.performance.facts_reading import read_facts_workbook
from yiheng.performance.library import evaluate
from yiheng.performance.subject import SUBJECTS
from yiheng.policy.content import one_entry
from yiheng.standards.problem import Refused

SINGLE = [key for key in CONTENT.keys(SUBJECTS) if not CONTENT.get(SUBJECTS, key).value.projects]
COMPOSITE = [key for key in CONTENT.keys(SUBJECTS) if CONTENT.get(SUBJECTS, key).value.projects]


@pytest.fixture
def workbook(tmp_path: Path) -> Workbook:
    return Workbook(tmp_path / "基金.xlsx")


# Written and read back


@pytest.mark.parametrize("key", SINGLE)
def test_a_subject_written_as_a_workbook_is_evaluated_the_same(key: str, tmp_path: Path) -> None:
    entry = CONTENT.get(SUBJECTS, key)
    write_facts(entry, CONTENT, tmp_path / "a.xlsx")
    again = one_entry(SUBJECTS, read_facts_workbook(tmp_path / "a.xlsx"))
    assert again.value.facts == entry.value.facts
    assert again.value.evidence == entry.value.evidence
    assert as_plain(evaluate(again, CONTENT)) == as_plain(evaluate(entry, CONTENT))


@pytest.mark.parametrize("key", COMPOSITE)
def test_a_subject_of_several_projects_stays_in_yaml(key: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        new_facts(key, CONTENT, tmp_path / "a.xlsx")
    assert refusal.value.problem.code == "facts_composite"


@pytest.mark.parametrize("name", ["national-10-50-30-10", "panzhihua-2023-employee-fund"])
def test_the_same_name_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    for file in ("a.xlsx", "b.xlsx"):
        new_facts(name, CONTENT, tmp_path / file)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_profile_asks_for_each_number_that_its_indicators_compare() -> None:
    sheet = next(
        one for one in empty_book("sc-employee-fund-2023", CONTENT).sheets if one.table is FACT_SHEET
    )
    asked = {(row["metric"], row["role"], row["account"]) for row in sheet.rows}
    assert {("fund_income", "实际", ""), ("fund_income", "预算", "")} <= asked
    assert {("non_ffs_payment_share", "实际", ""), ("non_ffs_payment_share", "目标", "")} <= asked
    assert ("supervision_score", "实际", "") in asked
    assert ("supervision_score", "目标", "") not in asked  # scored in bands: nothing to compare with
    assert (
        "cumulative_balance",
        "实际",
        "统筹基金",
    ) in asked  # the months payable are recomputed in a scenario


def test_a_profile_asks_for_each_item_of_a_checklist() -> None:
    sheet = next(
        one for one in empty_book("sc-employee-fund-2023", CONTENT).sheets if one.table is EVIDENCE_SHEET
    )
    assert [(row["code"], row.get("item", "")) for row in sheet.rows[:3]] == [
        ("A1", ""),
        ("A1", "basis"),
        ("A1", "procedure"),
    ]


def test_goals_have_a_sheet_only_where_a_profile_takes_them() -> None:
    def has_goals(profile: str) -> bool:
        return any(sheet.table is GOAL_SHEET for sheet in empty_book(profile, CONTENT).sheets)

    assert has_goals("national-10-50-30-10")
    assert not has_goals("sc-employee-fund-2023")


def test_a_file_with_nothing_but_its_name_is_evaluated_without_points(workbook: Workbook) -> None:
    document = workbook.read()
    assert document.data["facts"] == [] and document.data["evidence"] == {}
    evaluation = evaluate(one_entry(SUBJECTS, document), CONTENT)
    assert evaluation.totals.computed_e2 == 0
    assert evaluation.subject.subject == "基金"


@pytest.mark.parametrize(
    ("typed", "unit", "expected"),
    [
        ("97.70", "%", ("97.70", "%", "")),
        (" ９７．７０ ", "％", ("97.70", "％", "")),
        ("97.70%", None, ("97.70", "%", "")),
        ("≥95%", "%", ("95", "%", ">=")),
        ("＞ 8000 人", "人", ("8000", "人", ">")),
        ("1,851,145", "人次", ("1,851,145", "人次", "")),
        ("-12.5", "万元", ("-12.5", "万元", "")),
    ],
)
def test_what_stands_around_a_number(
    typed: str, unit: str | None, expected: tuple[str, str, str], workbook: Workbook
) -> None:
    fact = last_fact(workbook, 口径代码="policy_awareness", 数值=typed, 单位=unit)
    assert (fact["value"], fact["unit"], fact.get("op", "")) == expected


def test_a_percentage_cell_brings_its_unit(workbook: Workbook) -> None:
    row = workbook.new_fact(口径代码="policy_awareness", 数值=0.977)
    workbook.cell(FACTS, row, "数值").number_format = "0.00%"
    assert {"value": "97.70", "unit": "%"}.items() <= workbook.read().data["facts"][-1].items()


@pytest.mark.parametrize("nothing", ["—", "/", "无", " ", None])
def test_a_row_without_a_number_says_nothing(nothing: str | None, workbook: Workbook) -> None:
    workbook.new_fact(口径代码="policy_awareness", 数值=nothing, 单位="%")
    assert workbook.read().data["facts"] == []


# Words and codes


def test_a_chinese_word_and_its_code_mean_the_same(workbook: Workbook) -> None:
    given = {"口径代码": "fund_income", "数值": "1.00", "单位": "万元"}
    words = last_fact(workbook, **given, 角色="预算", 险种="居民医保", 账户="统筹基金", 运算符="≥")
    codes = last_fact(workbook, **given, 角色="budget", 险种="resident", 账户="pooled", 运算符=">=")
    assert {key: words[key] for key in codes if key != "line"} == {
        key: codes[key] for key in codes if key != "line"
    }
    assert (words["role"], words["insurance"], words["account"]) == ("budget", "resident", "pooled")


def test_a_name_finds_its_code_in_the_workbook(workbook: Workbook) -> None:
    assert last_fact(workbook, 指标名称="基金收入", 数值="1", 单位="万元")["metric"] == "fund_income"


def test_an_unknown_name_without_a_code_is_refused(workbook: Workbook) -> None:
    row = workbook.new_fact(指标名称="合计", 数值="1", 单位="万元")
    problem = workbook.refused()
    assert (problem.code, problem.line, problem.found) == ("facts_code_missing", row, "合计")


# Evidence, goals, texts


def test_evidence_of_an_indicator_and_of_its_items(workbook: Workbook) -> None:
    row = workbook.row("佐证", 指标代码="A1", 检查项代码="basis")
    workbook.fill("佐证", row, 是否符合="是", 数量=5, 日期="2023年5月18日", 文件="攀医保〔2022〕7号")
    workbook.fill("佐证", workbook.row("佐证", 指标代码="A1", 检查项代码="procedure"), 是否符合="否")
    workbook.fill("佐证", workbook.row("佐证", 指标代码="A1", 检查项代码=""), 自评得分=5)
    workbook.fill("佐证", workbook.row("佐证", 指标代码="B6"), 问题数=0, 改进措施="无")
    document = workbook.read()
    assert document.data["evidence"] == {
        "A1": {
            "stated": "5",
            "items": {
                "basis": {"met": True, "count": 5, "date": "2023-05-18", "document": "攀医保〔2022〕7号"},
                "procedure": {"met": False},
            },
        },
        "B6": {"findings": 0},
    }
    assert document.line(("evidence", "A1", "items", "basis")) == row


def test_findings_stand_with_the_indicator_not_with_an_item(workbook: Workbook) -> None:
    row = workbook.row("佐证", 指标代码="A1", 检查项代码="basis")
    workbook.fill("佐证", row, 是否符合="是", 问题数=1)
    problem = workbook.refused()
    assert (problem.code, problem.line, problem.field) == ("facts_item_field", row, "问题数")


def test_evidence_for_one_indicator_twice_is_refused(workbook: Workbook) -> None:
    workbook.fill("佐证", workbook.row("佐证", 指标代码="B4"), 是否符合="是")
    row = workbook.fill("佐证", workbook.row("佐证", 指标代码=""), 指标代码="B4", 是否符合="否")
    problem = workbook.refused()
    assert (problem.code, problem.line) == ("facts_row_twice", row)


def test_a_goal_with_target_and_result_is_scored(tmp_path: Path) -> None:
    workbook = Workbook(tmp_path / "项目.xlsx", "national-10-50-30-10")
    row = workbook.fill(
        "目标", 3, 一级="满意度指标", 二级="服务对象满意度指标", 名称="参保人员满意度", 口径代码="satisfaction",
        性质="≥", 目标值="90", 完成值="45", 单位="%",
    )  # fmt: skip
    document = workbook.read()
    assert [(fact["role"], fact["value"]) for fact in document.data["facts"]] == [
        ("target", "90"),
        ("actual", "45"),
    ]
    assert document.file_at(("facts", 1)).endswith("《目标》") and document.line(("facts", 1)) == row
    result = evaluate(one_entry(SUBJECTS, document), CONTENT).results[-1]
    assert (result.code, result.indicator.full_e2, result.computed_e2) == ("G1", 90_00, 45_00)


def test_a_qualitative_goal_needs_no_metric(tmp_path: Path) -> None:
    workbook = Workbook(tmp_path / "项目.xlsx", "national-10-50-30-10")
    workbook.fill("目标", 3, 一级="效益指标", 名称="法治建设能力", 性质="定性", 目标表述="有所提高")
    workbook.fill("佐证", workbook.row("佐证", 指标代码=""), 指标代码="G1", 达成情况="达成")
    document = workbook.read()
    assert document.data["goals"] == [
        {
            "code": "G1",
            "level1": "效益指标",
            "name": "法治建设能力",
            "nature": "定性",
            "target_text": "有所提高",
        }
    ]
    assert document.data["evidence"] == {"G1": {"attained": "达成"}}


@pytest.mark.parametrize(
    ("typed", "bound"),
    [
        ("收入【基金收入】。", '收入{{ fig("fund_income") }}。'),
        ("【基金收入·预算·统筹基金】", '{{ fig("fund_income", role="budget", account="pooled") }}'),
        ("【fund_income·东区】", '{{ fig("fund_income", item="东区") }}'),
        ("【注】见附件", "【注】见附件"),
    ],
)
def test_a_marked_figure_in_a_text_is_bound(typed: str, bound: str) -> None:
    assert bound_figures(typed, {"基金收入": ["fund_income"]}) == bound


def test_paragraphs_by_part(workbook: Workbook) -> None:
    for row, (part, text) in enumerate(
        [("概况", "收入【基金收入】。"), ("问题", "甲"), ("问题", "乙")], start=3
    ):
        workbook.fill("叙述", row, 部分=part, 内容=text)
    assert workbook.read().data["narrative"] == {
        "overview": '收入{{ fig("fund_income") }}。',
        "problems": ["甲", "乙"],
    }


# The form of the workbook


def test_columns_may_be_moved_and_left_out(workbook: Workbook) -> None:
    sheet = workbook.book[FACTS]
    sheet.delete_rows(1, sheet.max_row)
    sheet.append(["单位", "数值 *", "口径代码"])
    sheet.append(["万元", "1.50", "fund_income"])
    assert workbook.read().data["facts"] == [
        {"metric": "fund_income", "role": "actual", "value": "1.50", "unit": "万元", "line": 2}
    ]


def test_a_named_source_keeps_its_own_lines(workbook: Workbook) -> None:
    workbook.basics(资料名称="《决算报告》")
    workbook.new_fact(口径代码="fund_income", 数值="1", 单位="万元", 原文行=18)
    workbook.new_fact(口径代码="fund_expense", 数值="1", 单位="万元")
    assert [fact.get("line", 0) for fact in workbook.read().data["facts"]] == [18, 0]


def test_a_workbook_of_2003_is_read_the_same(workbook: Workbook, tmp_path: Path) -> None:
    row = workbook.new_fact(口径代码="fund_income", 数值=97.7, 单位="万元")
    workbook.cell(FACTS, row, "数值").number_format = "0.00"
    expected = workbook.read().data
    old = xlwt.Workbook()
    for sheet in workbook.book:
        copied = old.add_sheet(sheet.title)
        for cell in (cell for cells in sheet.iter_rows() for cell in cells if cell.value is not None):
            style = xlwt.easyxf(num_format_str=cell.number_format)
            copied.write(cell.row - 1, cell.column - 1, cell.value, style)
    old.save(str(tmp_path / "基金.xls"))
    data = read_facts_workbook(tmp_path / "基金.xls").data
    assert data["facts"] == expected["facts"]
    assert data["facts"][0]["value"] == "97.70"
    assert {key: data[key] for key in data if key != "source"} == {
        key: expected[key] for key in expected if key != "source"
    }
