"""From a figure down to its rows: the tree says what was done, and the pages add up to the term."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.metrics.city_rows import (
    city_2023,
    city_content,
    city_tables,
    open_rows,
    settled,
)

from yiheng.engine.row_check import MASK
from yiheng.metrics.measured import figures
from yiheng.metrics.rows import PAGE_ROWS, descend, row_page
from yiheng.standards.problem import Refused

CONTENT = city_content()
YEAR = city_2023(CONTENT)
RATE = "inpatient_policy_reimbursement_rate"


@pytest.fixture(scope="module")
def opened():
    with open_rows(city_tables()) as database:
        yield database, figures(database, CONTENT, YEAR, "employee")


def test_the_tree_gives_formula_terms_values_and_places(opened):
    database, measured = opened
    (tree,) = descend(measured, RATE).traces
    assert (tree.label, tree.value, tree.unit) == ("职工医保·政策范围内住院费用报销比例", "83.83", "%")
    assert tree.formula == "住院的基金支付总额 ÷ 住院的政策范围内费用"
    assert "national/formulas/benefit.yaml 第" in tree.source
    assert "（推定）" in tree.source
    assert [(one.label, one.value, one.unit) for one in tree.inputs] == [
        ("［1］分子：住院的基金支付总额", "14,000.00", "元"),
        ("［2］分母：住院的政策范围内费用", "16,700.00", "元"),
    ]
    leaf = tree.inputs[0]
    assert leaf.formula == "合计 基金支付总额"
    assert leaf.source == (
        "表“冲抵退费后的结算”，5 行；险种类型为职工基本医疗保险，"
        "医疗类别为普通住院、外伤住院、转外就医住院、急诊转住院、单病种住院、日间手术、生育住院"
    )
    assert leaf.technical.startswith(
        "SELECT sum(fund_pay_sumamt_fen) FROM settlement_net WHERE (insutype IN ('310')"
    )
    assert leaf.as_dict()["technical"] == leaf.technical


def test_metric_terms_are_followed_down_to_tables(opened):
    _, measured = opened
    descent = descend(measured, "payable_months/actual/employee/pooled/-/2023")
    (tree,) = descent.traces
    assert tree.formula == "统筹基金·累计结余 ÷ （统筹基金·基金支出 ÷ 12）"
    balance, expense = tree.inputs
    assert (balance.label, balance.value) == ("分子：统筹基金·累计结余", "102.00")
    assert [leaf.number for leaf in descent.leaves] == [1, 2, 3]
    assert [leaf.bound.table for leaf in descent.leaves] == ["opening_line", "ledger_line", "ledger_line"]
    assert [one.label for one in expense.inputs] == ["［3］支出类科目借方减贷方"]


def test_a_metric_code_gives_all_its_figures(opened):
    _, measured = opened
    labels = [tree.label for tree in descend(measured, "fund_income").traces]
    assert labels == [
        "职工医保·基金收入", "职工医保·统筹基金·基金收入", "职工医保·个人账户·基金收入",
        "职工医保·基金收入（上年）", "职工医保·统筹基金·基金收入（上年）",
        "职工医保·基金收入（预算）", "职工医保·统筹基金·基金收入（预算）", "职工医保·个人账户·基金收入（预算）",
    ]  # fmt: skip


def test_a_difference_is_written_with_its_sign(opened):
    _, measured = opened
    tree = descend(measured, "current_surplus/actual/employee/pooled/-/2023").traces[0]
    assert tree.formula == "统筹基金·基金收入 − 统筹基金·基金支出"


def test_every_leaf_of_every_figure_adds_up_to_its_term(opened):
    database, measured = opened
    leaves = 0
    for figure in measured.figures:
        for leaf in descend(measured, figure.id).leaves:
            first = row_page(database, leaf)
            counted = Fraction(0)
            for page in range(1, first.pages + 1):
                counted += sum(
                    Fraction(row[-1].replace(",", "")) for row in row_page(database, leaf, page).rows
                )
            scale = 100 if first.headings[-1].endswith("（元）") else 1
            assert counted * scale == leaf.result.amount, (figure.id, leaf.name)
            leaves += 1
    assert leaves > 80


def test_rows_are_those_of_the_term_in_the_order_of_the_key(opened):
    database, measured = opened
    page = row_page(database, descend(measured, RATE).leaves[0])
    assert page.headings == ("结算ID", "基金支付总额（元）", "险种类型", "医疗类别", "计入（元）")
    assert [row[0] for row in page.rows] == ["S01", "S02", "S03", "S04", "S05"]
    assert page.rows[4] == ("S05", "1,500.00", "职工基本医疗保险", "普通住院", "1,500.00")
    assert (page.page_sum, page.total) == ("14,000.00元", "14,000.00元")


def test_a_distinct_count_shows_each_once(opened):
    database, measured = opened
    page = row_page(database, descend(measured, "outpatient_pooling_persons").leaves[0])
    assert page.rows == (("P1", "1"), ("P2", "1"))
    assert page.total == "2"


def test_what_is_sensitive_is_masked(opened):
    database, measured = opened
    page = row_page(database, descend(measured, "income_account_unswept").leaves[0])
    assert page.headings[0] == "账号"
    assert [row[0] for row in page.rows] == [MASK]
    assert "SYN" not in str(page)


def test_days_are_dates(opened):
    database, measured = opened
    page = row_page(database, descend(measured, "insured_persons").leaves[0])
    assert page.headings == ("人员编号", "计入")
    page = row_page(database, descend(measured, "duplicate_removed").leaves[0])
    assert dict(zip(page.headings, page.rows[0], strict=True))["结束日期（不含）"] == "2023-08-03"


def test_pages_of_twenty_cover_all_rows_once():
    rows = [settled(f"S{number:03d}", "2023-05-01", "P", "21", 100, 100, number) for number in range(45)]
    with open_rows({"settlement": rows}) as database:
        leaf = descend(figures(database, CONTENT, YEAR, "employee", metrics=[RATE]), RATE).leaves[0]
        pages = [row_page(database, leaf, page) for page in (1, 2, 3)]
        assert [len(page.rows) for page in pages] == [PAGE_ROWS, PAGE_ROWS, 5]
        assert [row[0] for page in pages for row in page.rows] == [f"S{number:03d}" for number in range(45)]
        last = pages[2]
        assert (last.page, last.pages, last.row_count) == (3, 3, 45)
        assert (last.page_sum, last.total) == ("2.10元", "9.90元")
        for page in (0, 4):
            with pytest.raises(Refused) as refused:
                row_page(database, leaf, page)
            assert (refused.value.problem.code, refused.value.problem.expected) == ("trace_page", "3")


def test_a_term_of_nought_has_an_empty_page(opened):
    database, measured = opened
    page = row_page(database, descend(measured, "other_income").leaves[0])
    assert (page.rows, page.pages, page.row_count, page.total) == ((), 1, 0, "0.00元")


def test_a_figure_that_was_not_computed_says_why(opened):
    _, measured = opened
    with pytest.raises(Refused) as refused:
        descend(measured, "risk_level")
    assert refused.value.problem.code == "figure_no_rung"
    with pytest.raises(Refused) as refused:
        descend(measured, "supervision_rank/actual/employee/all/onsite_recovery/2023")
    assert refused.value.problem.code == "figure_no_rows"


def test_a_name_that_nothing_has_is_refused_with_the_nearest(opened):
    _, measured = opened
    with pytest.raises(Refused) as refused:
        descend(measured, "fund_incme")
    assert refused.value.problem.code == "trace_unknown"
    assert "fund_income" in refused.value.problem.expected
