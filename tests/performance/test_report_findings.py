"""A finding that stands alone: each kind of report tells it, and no heading of it stands over nothing."""

import pytest
from evaluation_cases import actual, budget, evaluated, leaf, profile, shipped, subject, target
from report_cases import SECTIONS, empty_headings, prose, section

from yiheng.performance.report import report

VISITS = leaf("RATIO", actual={"metric": "assistance_visits"})
EXECUTION = leaf("BUDGET_EXEC", actual={"metric": "project_budget"})
FINDINGS = {
    "shortfall": (VISITS, [target("assistance_visits", "100", "人次"), actual("assistance_visits", "80", "人次")]),
    "unproven": (VISITS, [target("assistance_visits", "100", "人次")]),
    "over": (VISITS, [target("assistance_visits", "100", "人次"), actual("assistance_visits", "140", "人次")]),
    "overspent": (EXECUTION, [budget("project_budget", "100", "万元"), actual("project_budget", "120", "万元")]),
    "backfilled": (VISITS, [target("assistance_visits", "100", "人次"), actual("assistance_visits", "100", "人次")]),
    "unmeasured": (
        VISITS,
        [target("assistance_visits", "100", "人次"), actual("assistance_visits", "120", "人次", op=">=")],
    ),
}  # fmt: skip


def alone(kind, finding, **more):
    """The report of a subject with one indicator, which shows one finding; nobody wrote a word."""
    row, facts = FINDINGS[finding]
    table = profile(row, over={"threshold": "1.3", "deduct": "0"})
    return report(evaluated(subject(*facts, report_type=kind, **more), table), shipped())


@pytest.mark.parametrize("finding", FINDINGS)
@pytest.mark.parametrize("kind", SECTIONS)
def test_no_heading_stands_over_nothing(kind, finding):
    assert empty_headings(alone(kind, finding)) == []


@pytest.mark.parametrize("kind", SECTIONS)
def test_points_lost_without_a_measure_ask_for_one(kind):
    asked = "没有填报改进措施、待补充的指标：指标。"
    assert asked in prose(alone(kind, "shortfall"))
    assert asked not in prose(alone(kind, "shortfall", narrative={"measures": ["加强排查。"]}))
    assert asked not in prose(alone(kind, "shortfall", evidence={"X1": {"measure": "加强排查。"}}))


def test_a_measure_is_asked_for_under_the_heading_of_measures():
    assert "没有填报改进措施" in section(alone("fund", "shortfall"), "下一步改进措施")
