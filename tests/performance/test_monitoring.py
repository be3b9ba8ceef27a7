"""双监控 (03 §3.2): signals at their edges, forecasts, and what a signal calls for by which working day."""

from datetime import date
from fractions import Fraction

import pytest
from evaluation_cases import (
    actual,
    budget,
    bundled,
    evaluated,
    goal,
    leaf,
    profile,
    shipped,
    subject,
    target,
    with_layer,
)

from yiheng.exact.errors import ExactError
from yiheng.performance.monitoring import disposal, monitor
from yiheng.policy.calendar import calendar_of
from yiheng.policy.parameter import PARAMETERS
from yiheng.standards.problem import Refused

EXECUTION = profile(leaf("BUDGET_EXEC", actual={"metric": "project_budget"}))
VISITS = profile(leaf("RATIO", actual={"metric": "inpatient_visits"}))


def round_of(*facts, months, table=EXECUTION, **more):
    """A round over a monthly report."""
    return monitor(evaluated(subject(*facts, **{"data_status": "月报", **more}), table), months, shipped())


def row_of(*facts, months, table=EXECUTION):
    rows = round_of(*facts, months=months, table=table).rows
    assert len(rows) == 1
    return rows[0]


def executed(spent, months=6):
    return row_of(
        budget("project_budget", "100", "万元"), actual("project_budget", spent, "万元"), months=months
    )


# PACE: execution against the time passed, in points


@pytest.mark.parametrize(
    ("spent", "signal"),
    [
        ("50", "绿"),
        ("40", "绿"),  # ten points behind are still green
        ("60", "绿"),
        ("39.99", "黄"),
        ("60.01", "黄"),
        ("30", "黄"),  # twenty behind are still yellow
        ("70", "黄"),
        ("29.99", "红"),
        ("70.01", "红"),
        ("100", "红"),
    ],
)
def test_pace_at_ten_and_twenty_points_after_half_a_year(spent, signal):
    assert executed(spent).signal == signal


def test_the_pace_is_put_into_words():
    assert executed("39.99").reasons == ("执行进度慢于时间进度 10.01 个百分点",)
    assert executed("60.01").reasons == ("执行进度快于时间进度 10.01 个百分点",)
    assert executed("45").reasons == ()


def test_time_is_exact_thirds_and_quarters_of_the_year():
    found = round_of(budget("project_budget", "3", "万元"), actual("project_budget", "1", "万元"), months=4)
    assert found.time_progress * 3 == 1
    assert found.rows[0].progress == found.time_progress


def test_nothing_spent_at_the_end_of_the_year_is_red():
    assert executed("0", months=12).signal == "红"
    assert executed("100", months=12).signal == "绿"


@pytest.mark.parametrize("months", [0, 13, -1])
def test_a_month_is_one_of_twelve(months):
    with pytest.raises(Refused) as refusal:
        executed("50", months=months)
    assert refusal.value.problem.code == "months_unfit"


@pytest.mark.parametrize("status", ["决算", "审计调整"])
def test_the_figures_of_a_whole_year_are_not_those_of_a_part(status):
    """The final account shows what was done by December, not by June."""
    facts = (budget("project_budget", "100", "万元"), actual("project_budget", "100", "万元"))
    with pytest.raises(Refused) as refusal:
        round_of(*facts, months=6, data_status=status)
    assert refusal.value.problem.code == "months_of_final"
    assert [row.signal for row in round_of(*facts, months=12, data_status=status).rows] == ["绿"]


@pytest.mark.parametrize(
    ("spent", "months", "likelihood"),
    [
        ("50", 6, "确定能"),
        ("55", 6, "确定能"),  # 110 by December: as exact as a green pace
        ("55.01", 6, "有可能"),
        ("100", 6, "有可能"),  # twice the budget by December is not its execution
        ("44.99", 6, "有可能"),
        ("29", 6, "完全不可能"),
        ("90", 12, "确定能"),
        ("89.99", 12, "完全不可能"),  # there is no month left
        ("110.01", 12, "完全不可能"),
    ],
)
def test_a_budget_is_missed_by_too_much_as_by_too_little(spent, months, likelihood):
    assert executed(spent, months).likelihood == likelihood


# FORECAST: the year's end at this pace, or as the bureau sees it


def visited(done, months=6, *more):
    return row_of(
        target("inpatient_visits", "1000", "人次"),
        actual("inpatient_visits", done, "人次"),
        *more,
        months=months,
        table=VISITS,
    )


@pytest.mark.parametrize(
    ("done", "signal", "likelihood"),
    [
        ("500", "绿", "确定能"),
        ("499", "绿", "有可能"),
        ("300", "绿", "有可能"),  # 60 % of the goal at this pace
        ("299", "红", "完全不可能"),
        ("0", "红", "完全不可能"),
        ("1200", "绿", "确定能"),
    ],
)
def test_a_forecast_under_60_percent_is_red(done, signal, likelihood):
    found = visited(done)
    assert (found.signal, found.likelihood) == (signal, likelihood)


def test_the_forecast_is_put_into_words():
    assert visited("299").reasons == ("预计全年完成目标的 59.80%",)


def test_the_bureaus_own_forecast_goes_before_the_pace():
    """A season of contributions: little by June, all by December."""
    own = {"metric": "inpatient_visits", "role": "forecast", "value": "0.1", "unit": "万人次"}
    found = visited("100", 6, own)
    assert found.forecast == 1
    assert (found.signal, found.likelihood) == ("绿", "确定能")
    pessimistic = visited("500", 6, own | {"value": "590", "unit": "人次"})
    assert (pessimistic.signal, pessimistic.likelihood) == ("红", "完全不可能")


def test_a_rate_is_held_against_its_yearly_goal_not_against_time():
    found = row_of(
        target("satisfaction", "90", "%"),
        actual("satisfaction", "85", "%"),
        months=3,
        table=profile(leaf("RATIO", actual={"metric": "satisfaction"})),
    )
    assert found.forecast == found.progress
    assert found.signal == "绿"


@pytest.mark.parametrize(("days", "likelihood"), [("20", "确定能"), ("25", "确定能"), ("26", "有可能")])
def test_a_limit_is_kept_while_the_result_is_under_it(days, likelihood):
    found = row_of(
        target("payment_workdays", "25", "工作日"),
        actual("payment_workdays", days, "工作日"),
        months=6,
        table=profile(leaf("RATIO", actual={"metric": "payment_workdays"}, sense="at_most")),
    )
    assert found.likelihood == likelihood


@pytest.mark.parametrize(
    ("spent", "signal", "likelihood"),
    [
        ("50", "绿", "确定能"),  # 100 by December
        ("50.01", "绿", "有可能"),
        ("70", "绿", "有可能"),
        ("100", "绿", "有可能"),
        ("100.01", "红", "完全不可能"),  # what is spent does not come back
    ],
)
def test_a_sum_under_a_limit_is_projected(spent, signal, likelihood):
    found = row_of(
        target("fund_expense", "100", "万元"),
        actual("fund_expense", spent, "万元"),
        months=6,
        table=profile(leaf("RATIO", actual={"metric": "fund_expense"}, sense="at_most")),
    )
    assert (found.signal, found.likelihood) == (signal, likelihood)


@pytest.mark.parametrize(
    ("done", "signal", "likelihood"),
    [
        ("1000", "绿", "确定能"),
        ("999", "黄", "完全不可能"),
        ("600", "黄", "完全不可能"),
        ("599", "红", "完全不可能"),
    ],
)
def test_when_the_year_is_over_a_goal_is_reached_or_it_is_not(done, signal, likelihood):
    found = visited(done, 12)
    assert (found.signal, found.likelihood) == (signal, likelihood)


def test_a_goal_missed_at_the_years_end_is_put_into_words():
    assert visited("999", 12).reasons == ("全年已过，完成目标的 99.90%",)


@pytest.mark.parametrize(
    ("days", "months", "signal", "likelihood"),
    [("26", 11, "绿", "有可能"), ("26", 12, "黄", "完全不可能"), ("25", 12, "绿", "确定能")],
)
def test_a_mean_over_its_limit_may_come_down_until_december(days, months, signal, likelihood):
    found = row_of(
        target("payment_workdays", "25", "工作日"),
        actual("payment_workdays", days, "工作日"),
        months=months,
        table=profile(leaf("RATIO", actual={"metric": "payment_workdays"}, sense="at_most")),
    )
    assert (found.signal, found.likelihood) == (signal, likelihood)


# BANDS: signals that a metric's own value gives


@pytest.mark.parametrize(
    ("months", "signal", "words"),
    [
        ("2.99", "红", "可支付月数不足 3 个月"),
        ("3", "黄", "可支付月数低于 6 个月的安全预警线"),
        ("4.45", "黄", "可支付月数低于 6 个月的安全预警线"),
        ("5.99", "黄", "可支付月数低于 6 个月的安全预警线"),
        ("6", "绿", None),
        ("8.99", "绿", None),
        ("9", "黄", "可支付月数高于 9 个月，结余偏高"),
        ("31.1", "黄", "可支付月数高于 9 个月，结余偏高"),
    ],
)
def test_payable_months(months, signal, words):
    found = row_of(actual("payable_months", months, "个月"), months=6)
    assert (found.signal, found.reasons) == (signal, (words,) if words else ())


@pytest.mark.parametrize(
    ("amount", "unit", "signal"),
    [
        ("0", "元", "绿"),
        ("0.01", "元", "红"),
        ("1.53", "万元", "红"),
        ("0.000001", "万元", "红"),
        ("0.00", "万元", "绿"),
    ],
)
def test_an_income_account_that_was_not_swept(amount, unit, signal):
    assert row_of(actual("income_account_unswept", amount, unit), months=6).signal == signal


@pytest.mark.parametrize(("amount", "signal"), [("-0.01", "红"), ("0", "绿"), ("146", "绿")])
def test_a_deficit_is_red(amount, signal):
    assert row_of(actual("current_surplus", amount, "万元"), months=6).signal == signal


@pytest.mark.parametrize(
    ("rate", "unit", "signal"),
    [
        ("95", "%", "绿"),
        ("94.99", "%", "黄"),
        ("0.9499", "比", "黄"),
        ("949.9", "‰", "黄"),
        ("0.95", "比", "绿"),
    ],
)
def test_a_band_reads_the_metric_in_its_own_unit(rate, unit, signal):
    assert row_of(actual("collection_rate", rate, unit), months=6).signal == signal


def test_days_are_not_months():
    with pytest.raises(Refused):
        row_of(actual("payable_months", "133", "天"), months=6)


def test_a_lost_value_gives_no_signal():
    assert round_of({"metric": "payable_months", "lost": "？个月"}, months=6).count("红") == 0


def test_a_result_that_repeats_the_words_of_its_goal_is_not_done():
    table = profile(leaf("RATIO", actual={"metric": "satisfaction"}))
    row = row_of(
        target("satisfaction", "95", "%", op=">="),
        actual("satisfaction", "96", "%", op=">="),
        months=12,
        table=table,
    )
    assert (row.signal, row.progress, row.forecast, row.likelihood) == ("未报", None, None, "")
    assert row.reasons == ("完成值“≥96%”只是目标的说法，没有实际完成数",)


def test_a_watched_balance_told_as_a_bound_is_not_done_either():
    found = round_of(actual("payable_months", "6", "个月", op=">="), months=12)
    assert [(row.actual_text, row.signal) for row in found.rows] == [("≥6个月", "未报")]


def test_nothing_is_called_for_where_nothing_can_be_judged():
    found = monitor(bundled("panzhihua-2021-medical-assistance"), 12, shipped())
    assert found.count("未报") == 5
    assert found.causes == (("红", "ahead"),)


def test_the_worst_signal_stands_first():
    found = round_of(
        budget("project_budget", "100", "万元"),
        actual("project_budget", "50", "万元"),
        actual("payable_months", "4.45", "个月"),
        actual("income_account_unswept", "1.53", "万元"),
        months=6,
    )
    assert [row.signal for row in found.rows] == ["红", "黄", "绿"]
    assert [found.count(signal) for signal in ("红", "黄", "绿")] == [1, 1, 1]


def test_the_published_employee_fund_shows_its_two_warnings():
    """1.53 万元 of contributions not swept, 4.45 months under the line of 6."""
    found = monitor(bundled("panzhihua-2023-employee-fund"), 12, shipped())
    signals = {(row.name, row.actual_text): row.signal for row in found.rows}
    assert signals[("收入户未及时划转金额", "1.53万元")] == "红"
    assert next(signal for (_, text), signal in signals.items() if text == "4.45个月") == "黄"


def test_goals_without_a_number_are_not_monitored():
    one = subject(profile="national-10-50-30-10", goals=[goal("A", nature="定性")], data_status="月报")
    assert monitor(evaluated(one), 6, shipped()).rows == ()


def test_money_is_shown_with_its_thousands_however_it_was_printed():
    found = row_of(
        budget("project_budget", "3540634.75", "元"),
        actual("project_budget", "2,949,004.75", "元"),
        months=12,
    )
    assert (found.target_text, found.actual_text) == ("3,540,634.75元", "2,949,004.75元")
    assert visited("500").actual_text == "500人次"


# DISPOSAL


def steps(signal, day, cause=""):
    return disposal(signal, day, calendar_of(shipped()), shipped(), "", cause)


@pytest.mark.parametrize(
    ("found_on", "explained_by"),
    [
        (date(2024, 8, 5), "2024年8月12日"),  # plain weeks
        (date(2024, 2, 5), "2024年2月18日"),  # 春节 10–17, Sunday 18 worked
        (date(2024, 4, 28), "2024年5月8日"),  # a worked Sunday is day 0; 劳动节 1–5
        (date(2024, 9, 27), "2024年10月10日"),  # Sunday 29 worked, 国庆 1–7
        (date(2021, 9, 27), "2021年10月9日"),  # 国庆 1–7, Saturday 9 worked
        (date(2023, 9, 28), "2023年10月11日"),  # 中秋国庆 29–6, weekend 7–8 worked
        (date(2024, 8, 10), "2024年8月16日"),  # a Saturday is day 0 too
    ],
)
def test_the_cause_is_explained_within_five_working_days(found_on, explained_by):
    assert f"说明原因（{explained_by}前）" in steps("黄", found_on)
    assert f"说明原因并提出整改措施（{explained_by}前）" in steps("红", found_on)


def test_the_ladders():
    assert steps("绿", date(2024, 8, 5)) == ()
    assert [step[:4] for step in steps("黄", date(2024, 8, 5))] == ["警示纠偏", "说明原因", "跟踪下一"]
    assert [step[:4] for step in steps("红", date(2024, 8, 5))] == [
        "督促执行",
        "说明原因",
        "仍无进展",
    ]


def test_what_was_not_spent_is_recovered_and_what_was_spent_too_soon_is_not():
    day = date(2024, 8, 5)
    assert steps("红", day, "behind")[-1] == "年底前收回结余资金"
    assert steps("红", day, "ahead")[-1] == "预计超出全年预算的按程序提出调整预算建议"
    assert not any("收回" in step for step in (*steps("红", day), *steps("红", day, "ahead")))
    assert steps("黄", day, "ahead") == steps("黄", day)


@pytest.mark.parametrize(
    ("spent", "cause"), [("29", "behind"), ("35", "behind"), ("50", ""), ("65", "ahead"), ("75", "ahead")]
)
def test_a_signal_says_whether_execution_is_behind_or_ahead(spent, cause):
    assert executed(spent).cause == cause


def test_the_causes_of_a_round_are_told_once_each_worst_first():
    found = round_of(
        budget("project_budget", "100", "万元"),
        actual("project_budget", "75", "万元"),
        actual("payable_months", "4.45", "个月"),
        actual("income_account_unswept", "1.53", "万元"),
        months=6,
    )
    assert found.causes == (("红", "ahead"), ("红", ""), ("黄", ""))


@pytest.mark.parametrize("day", [date(2030, 3, 1), date(2027, 1, 4), date(2026, 12, 28)])
def test_a_year_whose_holidays_are_not_announced_is_refused(day):
    with pytest.raises(ExactError) as refused:
        steps("红", day)
    assert refused.value.code == "calendar_year_unknown"


def test_a_bureaus_seasonal_curve_takes_the_place_of_even_months(tmp_path):
    """Residents pay late in the year: 20 of 100 by June is the usual pace, not a delay."""
    shipped_rules = shipped().get(PARAMETERS, "monitoring").value.value
    curve = ["2", "4", "6", "9", "14", "20", "30", "45", "60", "75", "90", "100"]
    own = {
        "key": "monitoring",
        "name": "本市监控口径",
        "valid_from": "2018-01-01",
        "value": {**shipped_rules, "curve": curve},
        "source": {"status": "inferred"},
    }
    content = with_layer(tmp_path, {"parameters": [own]}, kind="parameters")
    facts = subject(
        budget("project_budget", "100", "万元"), actual("project_budget", "20", "万元"), data_status="月报"
    )
    done = monitor(evaluated(facts, EXECUTION), 6, content)
    assert done.time_progress == Fraction(1, 5)
    assert [row.signal for row in done.rows] == ["绿"]
    assert executed("20").signal == "红"
