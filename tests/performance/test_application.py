"""结果应用 (03 §3.4–3.5): the ladder, what is never cut, amounts, goals of the next year, and the clock of feedback."""

from datetime import date

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

from yiheng.performance.application import application

FIXED = date(2024, 4, 10)
FRAME = "national-10-50-30-10"


def applied(evaluation, day=FIXED, content=None):
    return application(evaluation, day, content or shipped())


def project(spent, **more):
    """A project scored by its execution alone: as many points as percent."""
    facts = budget("project_budget", "1,234.56", "万元"), actual("project_budget", spent, "万元")
    table = profile(leaf("BUDGET_EXEC", actual={"metric": "project_budget"}))
    return evaluated(subject(*facts, **{"report_type": "project", "insurance": "capacity"} | more), table)


GRADES = {"优": "1,234.56", "良": "1,000", "中": "800", "差": "100"}


@pytest.mark.parametrize(
    ("grade", "decision", "low", "high", "percent"),
    [
        ("优", "优先保障", "1,234.56万元", "1,296.29万元", "0% 至 +5%"),  # 1,296.288
        ("良", "据实合理保障", "1,234.56万元", "1,234.56万元", "0%"),
        ("中", "按一定比例核减", "1,111.10万元", "1,111.10万元", "-10%"),  # 1,111.104
        ("差", "取消或暂停安排", "0.00万元", "987.65万元", "-100% 至 -20%"),  # 987.648
    ],
)
def test_the_ladder(grade, decision, low, high, percent):
    found = applied(project(GRADES[grade]))
    assert (found.grade, found.decision) == (grade, decision)
    assert found.percent_text == percent
    assert (found.amount_text(found.low_percent), found.amount_text(found.high_percent)) == (low, high)


@pytest.mark.parametrize("kind", ["fund", "fund_spending", "transfer_grant"])
@pytest.mark.parametrize("grade", GRADES)
def test_money_of_statutory_benefits_is_never_cut(kind, grade):
    facts = budget("project_budget", "1,234.56", "万元"), actual("project_budget", GRADES[grade], "万元")
    table = profile(leaf("BUDGET_EXEC", actual={"metric": "project_budget"}))
    found = applied(evaluated(subject(*facts, report_type=kind), table))
    assert found.statutory
    assert found.grade == grade
    assert (found.low_percent, found.high_percent) == (0, 0)
    assert found.amount_text(found.low_percent) == "1,234.56万元"
    assert "不核减" in found.decision


@pytest.mark.parametrize(
    ("kind", "insurance", "statutory"),
    [
        ("transfer_grant", "resident", True),
        ("transfer_grant", "assistance", True),
        ("transfer_grant", "all", True),
        ("transfer_grant", "capacity", False),  # 能力提升: money for work
        ("project", "civil_servant", True),
        ("project", "capacity", False),
        ("project", "department", False),
        ("project", "all", False),
        ("department", "employee", False),
    ],
)
def test_money_is_statutory_by_its_report_and_insurance(kind, insurance, statutory):
    found = applied(project("100", report_type=kind, insurance=insurance))
    assert found.statutory is statutory
    assert found.low_percent == (0 if statutory else -100)


def test_the_ladder_follows_the_grade_with_its_bonus_but_the_grade_is_shown():
    found = applied(bundled("panzhihua-2023-employee-fund"))
    assert (found.grade, found.statutory) == ("优", True)


def test_without_a_budget_there_is_no_amount():
    table = profile(leaf("YES_NO"))
    found = applied(evaluated(subject(evidence={"X1": {"met": True}}, report_type="project"), table))
    assert found.amount_text(found.high_percent) == ""


def test_a_form_without_scores_gives_no_decision():
    one = subject(
        profile="transfer-2024",
        report_type="project",
        insurance="capacity",
        goals=[goal("A", nature="定性")],
    )
    assert applied(evaluated(one)).decision == "未评等次"


def test_the_accuracy_variant_knows_its_budget_too():
    assert applied(bundled("fengdu-2023-capacity")).amount_text(0) == "3,540,634.75元"
    evaluation = bundled("fengdu-2023-capacity", "national-10-50-30-10-accuracy")
    assert applied(evaluation).amount_text(0) == "3,540,634.75元"


# THE CLOCK


@pytest.mark.parametrize(
    ("fixed", "notice", "measures"),
    [
        (date(2024, 4, 10), date(2024, 4, 30), date(2024, 5, 30)),
        (date(2024, 2, 10), date(2024, 3, 1), date(2024, 3, 31)),  # a leap year
        (date(2023, 2, 10), date(2023, 3, 2), date(2023, 4, 1)),
        (date(2023, 12, 20), date(2024, 1, 9), date(2024, 2, 8)),
    ],
)
def test_a_letter_within_20_days_and_measures_within_30(fixed, notice, measures):
    found = applied(bundled("fengdu-2023-capacity"), fixed)
    assert (found.notice_by, found.measures_by) == (notice, measures)


def clock(days, **dates):
    value = {"notice_days": days, "measures_days": 30}
    return {"key": "feedback", "name": "反馈", "value": value, "source": {"status": "inferred"}} | dates


def test_a_bureaus_own_clock(tmp_path):
    content = with_layer(tmp_path, {"parameters": [clock(15, valid_from="2018-01-01")]}, kind="parameters")
    assert applied(project("1,000"), FIXED, content).notice_by == date(2024, 4, 25)


def test_the_clock_is_that_of_the_day_on_which_the_result_was_fixed(tmp_path):
    periods = [
        clock(15, valid_from="2018-01-01", valid_to="2024-01-01"),
        clock(5, valid_from="2024-01-01"),
    ]
    content = with_layer(tmp_path, {"parameters": periods}, kind="parameters")
    assert applied(project("1,000"), date(2024, 4, 10), content).notice_by == date(2024, 4, 15)
    assert applied(project("1,000"), date(2023, 4, 10), content).notice_by == date(2023, 4, 25)


# GOALS OF THE NEXT YEAR


def suggested(*facts, goals=(), **more):
    """Code → suggestion."""
    one = subject(
        *facts, profile=FRAME, report_type="project", goals=[goal("O1", **each) for each in goals], **more
    )
    return {row.code: row.suggestion for row in applied(evaluated(one)).goals}


VISITS = {"metric": "inpatient_visits", "nature": ">="}


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ([target("inpatient_visits", "100", "人次"), actual("inpatient_visits", "105", "人次")], None),
        (
            [target("inpatient_visits", "100", "人次"), actual("inpatient_visits", "100", "人次")],
            "目标应在年初按测算确定，不以完成数回填",
        ),
        (
            [target("inpatient_visits", "100", "人次"), actual("inpatient_visits", "100", "人次", op=">=")],
            "明确统计口径和取数来源，下年填报实际完成数",
        ),
        (
            [target("inpatient_visits", "100", "人次"), actual("inpatient_visits", "130", "人次")],
            "目标偏低，下年按本年实绩测算后提高",
        ),
        (
            [target("inpatient_visits", "100", "人次"), actual("inpatient_visits", "129", "人次")],
            None,
        ),
        (
            [target("inpatient_visits", "100", "人次"), actual("inpatient_visits", "99", "人次")],
            "分析未达标原因，下年目标与整改措施同时报送",
        ),
        ([target("inpatient_visits", "100", "人次")], "落实责任科室和佐证，或调整为可考核的指标"),
        (
            [
                {"metric": "inpatient_visits", "role": "target", "lost": "≥？"},
                actual("inpatient_visits", "99", "人次"),
            ],
            "补填目标值后重新报送",
        ),
    ],
)
def test_what_to_do_with_a_goal(facts, words):
    assert suggested(*facts, goals=[VISITS]).get("O1") == words


def test_last_years_target_and_result_stand_beside_the_suggestion():
    rows = applied(bundled("changji-2021-employee")).goals
    births = next(row for row in rows if row.code == "O4")
    assert (births.target_text, births.actual_text) == ("4862人", "4028人")
    assert births.suggestion == "分析未达标原因，下年目标与整改措施同时报送"
