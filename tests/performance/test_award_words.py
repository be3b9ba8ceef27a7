"""An award in its figures' own units, and in words: what the form says of the points must be true."""

import pytest
from evaluation_cases import actual, budget, by_code, evaluated, leaf, one_result, profile, subject, target


@pytest.mark.parametrize(
    ("done", "goal", "expected"),
    [
        (actual("fund_expense", "161,100", "万元"), budget("fund_expense", "17.29", "亿元"), 932),
        (actual("fund_expense", "16.11", "亿元"), budget("fund_expense", "1729000000", "元"), 932),
    ],
)
def test_execution_across_units(done, goal, expected):
    row = leaf("BUDGET_EXEC", full="10", actual={"metric": "fund_expense"})
    full = {"code": "R", "name": "其余", "full": "90", "primitive": "YES_NO"}
    assert by_code(evaluated(subject(done, goal), profile(row, full)))["X1"].computed_e2 == expected


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("88.56", "%"),
        ("88.56", "％"),
        ("0.8856", "比"),
        ("885.6", "‰"),
    ],
)
def test_points_below_a_standard_are_percentage_points_in_whatever_unit_the_rate_is_typed(value, unit):
    row = leaf("DEDUCT_PER_POINT", actual={"metric": "coverage_rate"}, parameters={"per_point": "10"})
    row["standard"] = {"value": "95", "unit": "%", "source": {"status": "inferred"}}
    assert one_result(subject(actual("coverage_rate", value, unit)), row).computed_e2 == 30_00


def test_satisfaction_may_be_typed_as_a_share_of_one():
    row = leaf("SATISFACTION", actual={"metric": "satisfaction"})
    assert one_result(subject(actual("satisfaction", "0.98", "比")), row).computed_e2 == 100_00


@pytest.mark.parametrize(
    ("row", "facts", "reason"),
    [
        (
            leaf("RATIO", actual={"metric": "activity_count"}),
            [target("activity_count", "100", "次"), actual("activity_count", "89", "次")],
            "完成率 89%，按比例得分",
        ),
        (
            leaf("BUDGET_EXEC", actual={"metric": "fund_expense"}),
            [budget("fund_expense", "17.29", "亿元"), actual("fund_expense", "16.11", "亿元")],
            "执行率 93.18%，按比例得分",
        ),
        (
            leaf("BUDGET_EXEC", actual={"metric": "fund_expense"}),
            [budget("fund_expense", "17.29", "亿元"), actual("fund_expense", "17.29", "亿元")],
            "执行率 100%，得满分",
        ),
        (
            leaf("BUDGET_EXEC", actual={"metric": "fund_expense"}),
            [budget("fund_expense", "16.11", "亿元"), actual("fund_expense", "17.29", "亿元")],
            "执行率 107.32%，达到 100%，得满分；超支 7.32%，应说明原因",
        ),
        (
            leaf(
                "BUDGET_EXEC",
                actual={"metric": "fund_expense"},
                target={"metric": "fund_income", "role": "actual"},
            ),
            [actual("fund_income", "20", "亿元"), actual("fund_expense", "16", "亿元")],
            "执行率 80%，按比例得分；执行率的分母是基金收入",
        ),
        (
            leaf(
                "BAND",
                actual={"metric": "current_surplus"},
                parameters={"bands": [{"from": "0", "points": "9"}]},
            ),
            [actual("current_surplus", "18806.55", "万元")],
            "18,806.55万元，按“0万元及以上”档计分",
        ),
        (
            leaf(
                "BAND",
                actual={"metric": "interest_yield"},
                parameters={"bands": [{"to": "0.35", "points": "0"}]},
            ),
            [actual("interest_yield", "1.41", "%")],
            "1.41%，不在任何一档，不得分",
        ),
        (
            leaf(
                "BAND",
                actual={"metric": "activity_count"},
                parameters={"measure": "completion", "bands": [{"from": "80", "to": "95", "points": "9"}]},
            ),
            [target("activity_count", "100", "次"), actual("activity_count", "89", "次")],
            "89%，按“80—95%”档计分",
        ),
        (
            leaf("RANGE", actual={"metric": "payable_months"}, parameters={"low": "6", "high": "9"}),
            [actual("payable_months", "5.23", "个月")],
            "5.23个月，超出规定区间 6—9个月，按距离扣分",
        ),
        (
            leaf("DEVIATION", actual={"metric": "fund_expense"}),
            [budget("fund_expense", "17.29", "亿元"), actual("fund_expense", "16.11", "亿元")],
            "偏离预算 6.82 个百分点，扣 2 分",
        ),
        (
            leaf("DEDUCT_PER_POINT", actual={"metric": "coverage_rate"}),
            [target("coverage_rate", "95", "%"), actual("coverage_rate", "88.56", "%")],
            "低于标准 6.44 个百分点，扣 7 分",
        ),
    ],
)
def test_the_reason_says_what_was_measured(row, facts, reason):
    assert one_result(subject(*facts), row).reason == reason


def test_spending_beyond_the_budget_is_told_though_no_point_is_lost():
    row = leaf("BUDGET_EXEC", actual={"metric": "fund_expense"})
    result = one_result(
        subject(budget("fund_expense", "16.11", "亿元"), actual("fund_expense", "17.29", "亿元")), row
    )
    assert (result.lost_e2, result.overspent) == (0, True)
    assert "超支 7.32%，应说明原因" in result.remarks


def test_the_reason_does_not_call_an_excess_a_completion():
    row = leaf("EQUAL", actual={"metric": "activity_count"})
    facts = [target("activity_count", "100", "次"), actual("activity_count", "120", "次")]
    assert "完成率 80%" not in one_result(subject(*facts), row).reason


def test_the_reason_does_not_call_an_excess_a_shortfall():
    row = leaf("DEDUCT_PER_POINT", actual={"metric": "petition_rate"}, sense="at_most")
    facts = [target("petition_rate", "1", "%"), actual("petition_rate", "3", "%")]
    assert "低于" not in one_result(subject(*facts), row).reason


def test_the_reason_does_not_count_times_in_percentage_points():
    row = leaf("DEDUCT_PER_POINT", actual={"metric": "activity_count"})
    facts = [target("activity_count", "5", "次"), actual("activity_count", "3", "次")]
    assert "百分点" not in one_result(subject(*facts), row).reason


def test_a_result_that_the_source_lost_is_no_result():
    lost = {"metric": "petition_rate", "lost": "？%"}
    row = leaf("RATIO", actual={"metric": "petition_rate"}, sense="at_most")
    result = one_result(subject(target("petition_rate", "1", "%"), lost), row)
    assert result.computed_e2 == 0
    assert result.award.code == "award_no_result"
