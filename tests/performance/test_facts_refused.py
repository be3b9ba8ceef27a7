"""Facts files that cannot be meant: every refusal names the file, the sheet, the row and the column."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from facts_samples import CONTENT, Workbook

from yiheng.performance.facts_layout import FACTS
from yiheng.performance.library import evaluate
from yiheng.performance.subject import SUBJECTS
from yiheng.policy.content import one_entry
from yiheng.standards.message import sentence
from yiheng.standards.problem import Refused


@pytest.fixture
def workbook(tmp_path: Path) -> Workbook:
    return Workbook(tmp_path / "基金.xlsx")


# Refusals name the sheet, the row and the column


@pytest.mark.parametrize(
    ("values", "code", "heading"),
    [
        ({"数值": "1 234", "单位": "人"}, "number_unreadable", "数值"),
        ({"数值": "约95", "单位": "%"}, "number_unreadable", "数值"),
        ({"数值": "1,23", "单位": "%"}, "number_unreadable", "数值"),
        ({"数值": "95%", "单位": "万元"}, "facts_stated_twice", "单位"),
        ({"数值": "≥95%", "运算符": "≤"}, "facts_stated_twice", "运算符"),
        ({"数值": "95"}, "facts_cell_missing", "单位"),
        ({"数值": "95", "单位": "万円"}, "unit_unknown", "单位"),
        ({"数值": "95", "单位": "%", "角色": "计划"}, "facts_word_unknown", "角色"),
        ({"数值": "95", "单位": "%", "险种": "新农合"}, "facts_word_unknown", "险种"),
        ({"数值": "95", "单位": "%", "样本量": "2.5"}, "facts_not_whole", "样本量"),
        ({"数值": "95", "单位": "%", "指标名称": "基金收入"}, "facts_code_differs", "口径代码"),
        ({"数值": "=B2/C2", "单位": "%"}, "facts_formula_empty", "数值"),
        ({"数值": "#N/A", "单位": "%"}, "facts_cell_error", "数值"),
    ],
)
def test_a_fault_names_its_cell(values: dict[str, Any], code: str, heading: str, workbook: Workbook) -> None:
    row = workbook.new_fact(口径代码="policy_awareness", **values)
    problem = workbook.refused()
    assert (problem.code, problem.line, problem.field) == (code, row, heading)
    assert problem.file.endswith("基金.xlsx《事实》")


def test_a_formula_typed_into_a_text_cell_is_not_a_number(workbook: Workbook) -> None:
    row = workbook.new_fact(口径代码="policy_awareness", 单位="%", 数值="=B2/C2")
    workbook.cell(FACTS, row, "数值").data_type = "s"
    assert workbook.refused().code == "facts_formula_text"


def test_a_date_is_not_a_number(workbook: Workbook) -> None:
    row = workbook.new_fact(口径代码="policy_awareness", 数值=45000, 单位="%")
    workbook.cell(FACTS, row, "数值").number_format = "yyyy-mm-dd"
    assert workbook.refused().code == "facts_date_for_number"


def test_the_place_of_every_value_has_its_sheet(workbook: Workbook) -> None:
    row = workbook.new_fact(口径代码="no_such_metric", 数值="1", 单位="人")
    document = workbook.read()
    assert document.line(("facts", 0, "metric")) == row
    assert document.file_at(("facts", 0, "metric")).endswith("基金.xlsx《事实》")
    assert document.file_at(("title",)).endswith("《基本信息》")
    with pytest.raises(Refused) as refusal:
        evaluate(one_entry(SUBJECTS, document), CONTENT)
    assert (refusal.value.problem.code, refusal.value.problem.line) == ("metric_unknown", row)


def test_every_faulty_row_is_told_at_once(workbook: Workbook) -> None:
    """Four wrong cells are mended in one go; a row is told by its first."""
    workbook.basics(年度="去年")
    row = workbook.new_fact(口径代码="policy_awareness", 数值="约95", 单位="%")
    workbook.fill(FACTS, row + 1, 口径代码="policy_awareness", 数值="95", 单位="万円", 角色="计划")
    workbook.fill(FACTS, row + 2, 口径代码="policy_awareness", 数值="95", 单位="%")
    workbook.fill(FACTS, row + 3, 口径代码="policy_awareness", 数值="95", 单位="%", 样本量="2.5")
    with pytest.raises(Refused) as refusal:
        workbook.read()
    told = [refusal.value.problem, *refusal.value.details]
    assert (told[0].code, told[0].field) == ("period_unreadable", "年度")
    assert [(one.code, one.line, one.field) for one in told[1:]] == [
        ("number_unreadable", row, "数值"),
        ("unit_unknown", row + 1, "单位"),
        ("facts_not_whole", row + 3, "样本量"),
    ]


def test_every_fact_that_cannot_be_meant_is_told_at_once(workbook: Workbook) -> None:
    row = workbook.new_fact(口径代码="no_such_metric", 数值="1", 单位="人")
    workbook.fill(FACTS, row + 1, 口径代码="policy_awareness", 数值="95", 单位="%")
    workbook.fill(FACTS, row + 2, 口径代码="policy_awareness", 数值="96", 单位="%")
    workbook.fill(FACTS, row + 3, 口径代码="policy_awareness", 角色="目标", 数值="95", 单位="人")
    with pytest.raises(Refused) as refusal:
        evaluate(one_entry(SUBJECTS, workbook.read()), CONTENT)
    told = [refusal.value.problem, *refusal.value.details]
    assert [(one.code, one.line) for one in told] == [
        ("metric_unknown", row),
        ("fact_duplicate", row + 2),
        ("unit_unfit", row + 3),
    ]
    assert "后一处在“重复陈述”列写“是”" in sentence(told[1])


# The form of the workbook


def drop(sheet: str) -> Callable[[Workbook], object]:
    return lambda workbook: workbook.book.remove(workbook.book[sheet])


def rename(sheet: str, heading: str, new: Any) -> Callable[[Workbook], object]:
    return lambda workbook: setattr(workbook.cell(sheet, 2, heading), "value", new)


def second_heading_row(workbook: Workbook) -> None:
    """数值 over 目标 and 实际: what people do who merge headings."""
    sheet = workbook.book[FACTS]
    sheet.cell(2, 9).value = None
    sheet.merge_cells("H2:I2")
    sheet.insert_rows(3)
    sheet.cell(3, 8).value, sheet.cell(3, 9).value = "目标", "实际"


def scratch_sheet(workbook: Workbook) -> None:
    workbook.book.create_sheet("测算")["A1"] = 1


def basic(row: int, text: str | None, column: int = 1) -> Callable[[Workbook], object]:
    return lambda workbook: setattr(workbook.book["基本信息"].cell(row, column), "value", text)


@pytest.mark.parametrize(
    ("change", "code", "found"),
    [
        (drop(FACTS), "facts_sheet_missing", "事实"),
        (drop("基本信息"), "facts_sheet_missing", "基本信息"),
        (scratch_sheet, "facts_sheet_unknown", "测算"),
        (rename(FACTS, "险种", "险种类别"), "facts_column_unknown", "险种类别"),
        (rename(FACTS, "数值", "数"), "facts_column_unknown", "数"),
        (lambda workbook: workbook.book[FACTS].delete_cols(8), "facts_column_missing", "数值"),
        (lambda workbook: workbook.book[FACTS].delete_rows(2), "facts_header_missing", ""),
        (rename(FACTS, "账户", "险种"), "facts_column_twice", "险种"),
        (second_heading_row, "facts_column_unnamed", "实际"),
        (basic(4, "名字"), "facts_row_unknown", "名字"),
        (basic(4, "地区"), "facts_row_twice", "地区"),
        (basic(4, None, column=2), "facts_cell_missing", ""),
        (basic(7, "今年", column=2), "period_unreadable", "今年"),
        (basic(5, "年报", column=2), "facts_word_unknown", "年报"),
    ],
)  # fmt: skip
def test_a_changed_form_is_refused(
    change: Callable[[Workbook], object], code: str, found: str, workbook: Workbook
) -> None:
    workbook.new_fact(口径代码="fund_income", 数值="1", 单位="万元")
    change(workbook)
    problem = workbook.refused()
    assert problem.code == code
    assert problem.found == found or not found
