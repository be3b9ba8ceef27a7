"""Figures and the set of them that a subject states: what is found under which dimensions."""

from __future__ import annotations

from fractions import Fraction

import pytest
from stated import figure, figures

from yiheng.metrics.figure import NO_ITEM, Place, Scope, Selector

SCOPE = Scope("employee", "all", "", "2023")

INCOME = figure("fund_income", "245,774.82 万元", line=18)
POOLED = figure("fund_income", "153,129.63 万元", account="pooled", line=18)
BUDGET = figure("fund_income", "240,705.21 万元", role="budget", line=16)
RESIDENT = figure("fund_income", "7.85 亿元", insurance="resident", line=46)
CITY = figure("fund_income", "10 万元", item="city", line=20)
NOVEMBER = figure("fund_income", "1 万元", period="2023-11", line=21)
AGAIN = figure("fund_income", "245,774.82 万元", line=51, restated=True)
STATED = figures(INCOME, POOLED, BUDGET, RESIDENT, CITY, NOVEMBER, AGAIN)


def one(
    metric: str = "fund_income", role: str = "actual", scope: Scope = SCOPE, **dimensions: str
) -> Selector:
    return Selector(metric, role, **dimensions).within(scope)


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        (one(), INCOME),
        (one(account="pooled"), POOLED),
        (one(role="budget"), BUDGET),
        (one(insurance="resident"), RESIDENT),
        (one(item="city"), CITY),
        (one(period="2023-11"), NOVEMBER),
        (one(account="personal"), None),
        (one(role="target"), None),
        (one("fund_expense"), None),
        (one(account="pooled", item="city"), None),
    ],
)
def test_a_figure_is_found_by_all_its_dimensions(selector, found):
    assert STATED.find(selector) is found


def test_an_open_dimension_is_taken_from_the_scope():
    selector = Selector("fund_income", account="pooled").within(
        Scope("resident", "all", "city", "2021"), "budget"
    )
    assert selector == Selector("fund_income", "budget", "resident", "pooled", "city", "2021")


def test_the_whole_is_named_apart_from_its_parts():
    """``item: none`` means the whole, where an omitted item is inherited from the claim or matches any part."""
    inside = Scope("employee", "all", "city", "2023")
    assert STATED.find(one(scope=inside)) is CITY
    assert STATED.find(one(scope=inside, item=NO_ITEM)) is INCOME
    assert set(STATED.matching(Selector("fund_income", "actual", "employee", "all", "", "2023"))) == {
        INCOME,
        CITY,
    }
    assert set(STATED.matching(Selector("fund_income", "actual", "employee", "all", NO_ITEM, "2023"))) == {
        INCOME
    }


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        (Selector("fund_income"), [INCOME, POOLED, BUDGET, RESIDENT, CITY, NOVEMBER]),
        (Selector("fund_income", account="pooled"), [POOLED]),
        (Selector("fund_income", "budget"), [BUDGET]),
        (Selector("fund_income", insurance="employee", period="2023"), [INCOME, POOLED, BUDGET, CITY]),
        (Selector("fund_expense"), []),
    ],
)
def test_open_dimensions_match_anything_in_the_order_stated(selector, found):
    assert list(STATED.matching(selector)) == found


def test_the_first_statement_counts_and_the_others_are_kept_beside_it():
    assert STATED.find(one()) is INCOME
    assert STATED.restatements(INCOME) == [AGAIN]
    assert STATED.restatements(POOLED) == []
    assert AGAIN not in list(STATED.matching(Selector("fund_income")))
    assert len(STATED) == 7
    assert list(STATED)[-1] is AGAIN


def test_a_number_that_only_stands_as_a_restatement_is_not_found():
    assert figures(AGAIN).find(one()) is None


def test_figures_are_found_by_id_also_restated_ones():
    assert [STATED.by_id(stated.id) for stated in STATED] == list(STATED)
    assert STATED.by_id("fund_income/actual") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("245,774.82 万元", 24577482_0000),
        ("7.85 亿元", 785_000_000_00),
        ("19836 元", 1983600),
        ("5 分", 5),
        ("99.37 %", Fraction(9937, 10000)),
        ("5 个百分点", Fraction(1, 20)),
        ("42.79 万人", 427900),
        ("-18,325.93 万元", -183_259_300_00),
        ("1.11 比", Fraction(111, 100)),
    ],
)
def test_values_are_exact_in_base_units(text, value):
    assert figure("m", text).value == value


@pytest.mark.parametrize(
    ("text", "role", "low", "high"),
    [
        ("99.37 %", "actual", Fraction(99365, 100000), Fraction(99375, 100000)),
        ("99.37 %", "target", Fraction(9937, 10000), Fraction(9937, 10000)),
        ("121 万元", "actual", 120_500_000, 121_500_000),
        ("121 万元", "budget", 120_500_000, 121_500_000),
        ("53733 人次", "actual", 53733, 53733),
        ("75 得分", "actual", 75, 75),
        ("75 万人次", "actual", 745_000, 755_000),
    ],
)
def test_a_printed_number_stands_for_an_interval_targets_and_counts_for_themselves(text, role, low, high):
    interval = figure("m", text, role=role).interval
    assert (interval.low, interval.high) == (low, high)


@pytest.mark.parametrize(
    ("stated", "text"),
    [
        (figure("m", "245,774.82 万元"), "245,774.82万元"),
        (figure("m", "95 %", operator=">="), "≥95%"),
        (figure("m", "8000 人", operator=">"), "＞8000人"),
        (figure("m", "60 分钟", operator="<"), "＜60分钟"),
        (figure("m", "1.11 比"), "1.11"),
        (figure("m", "75 得分"), "75分"),
        (figure("m", lost="≥保人政"), "≥保人政"),
    ],
)
def test_a_figure_is_shown_as_printed(stated, text):
    assert stated.text == text


def test_the_full_name_says_account_role_and_part():
    assert figure("m", "1 元", name="基金收入").full_name == "基金收入"
    assert (
        figure("m", "1 元", name="基金收入", account="pooled", role="budget").full_name
        == "统筹基金·基金收入（预算）"
    )
    assert figure("m", "1 元", name="项目资金", item="capacity").full_name == "项目资金"
    assert figure("m", "1 元", name="项目资金", item="东区").full_name == "项目资金·东区"


def test_a_base_value_is_written_in_the_unit_and_decimals_of_the_figure():
    assert INCOME.in_unit(Fraction(245_774_824_999)) == "245,774.82"
    assert INCOME.in_unit(Fraction(245_774_825_000)) == "245,774.83"
    assert INCOME.in_unit(Fraction(-1)) == "0.00"
    assert INCOME.in_unit(Fraction(245_774_820_000), 0) == "245,775"
    assert figure("m", "99.4 %").in_unit(Fraction(2, 3)) == "66.7"
    assert figure("m", "1234567 人").in_unit(Fraction(1234567)) == "1234567"


def test_a_place_is_shown_with_its_line():
    assert Place("《报告》", 18).text == "《报告》 第 18 行"
    assert Place("系统复算").text == "系统复算"
