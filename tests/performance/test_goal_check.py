"""Goals and facts that cannot be meant are refused at their own line; what can be meant is not."""

import pytest
from evaluation_cases import (
    FILE,
    actual,
    by_code,
    evaluated,
    faults,
    goal,
    leaf,
    profile,
    subject,
    written,
)

from yiheng.standards.problem import Refused

FRAME = "national-10-50-30-10"


def refusal(data):
    """The problem a subject is refused for."""
    with pytest.raises(Refused) as raised:
        evaluated(data)
    return raised.value.problem


def of_goal(*goals, **more):
    """A project with these goals."""
    return subject(actual("fund_expense", "5", "万元"), profile=FRAME, goals=list(goals), **more)


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"primitive": "RATIO"}, ("actual_missing", "B")),
        ({"level1": "产出"}, ("goal_level_unknown", "产出")),
        ({"level1": ""}, ("goal_level_unknown", "")),
        ({"actual": {"metric": "fund_expense"}, "metric": "spent"}, ("metric_unknown", "spent")),
        ({"actual": {"metric": "spent"}}, ("metric_unknown", "spent")),
        ({"primitive": "CHECKLIST", "parameters": {"items": []}}, ("parameters_unfit", "CHECKLIST")),
        (
            {
                "metric": "fund_expense",
                "standard": {"value": "1", "unit": "%", "source": {"status": "inferred"}},
            },
            ("unit_unfit", "%"),
        ),
    ],
)
def test_the_fault_stands_at_its_own_goal(wrong, fault):
    data = of_goal(goal("A", nature="定性"), goal("B") | wrong)
    problem = refusal(data)
    assert (problem.code, problem.found) == fault
    assert problem.file == FILE
    assert written(data).splitlines()[problem.line - 1].endswith("code: B")


def test_the_known_level_one_names_are_said():
    assert refusal(of_goal(goal("A", level1="产出"))).expected == "产出指标、效益指标、满意度指标"


def test_a_code_stands_once_even_where_goals_are_not_scored():
    data = subject(profile="sc-employee-fund-2023", goals=[goal("A"), goal("B"), goal("A")])
    problem = refusal(data)
    assert (problem.code, problem.found) == ("indicator_duplicate", "A")
    assert written(data).splitlines()[problem.line - 1].endswith("code: A")


def test_goals_that_are_not_scored_need_no_frame():
    goals = [goal("A", level1="产出"), goal("B", level1="")]
    assert evaluated(subject(profile="sc-employee-fund-2023", goals=goals)).subject.goals


def test_a_goals_own_primitive_keeps_its_own_parameters():
    """A frame's five words are not put under another method."""
    frame = {"code": "O", "name": "产出指标", "full": "100", "from_goals": True}
    frame["qualitative"] = {"primitive": "QUAL5", "parameters": {"points": dict.fromkeys("优良中低差", "1")}}
    data = subject(goals=[goal("A", nature="定性", primitive="YES_NO")], evidence={"A": {"met": True}})
    assert by_code(evaluated(data, profile(frame)))["A"].computed_e2 == 100_00


@pytest.mark.parametrize("line", [0, 21])
def test_restatements_of_one_place_are_told_apart(line):
    again = actual("fund_expense", "6", "万元", restated=True, line=line)
    data = subject(actual("fund_expense", "5", "万元"), again, again, profile=FRAME)
    ids = [figure.id.rpartition("/")[2] for figure in evaluated(data).facts.figures]
    assert ids == ["2023", f"L{line}", f"L{line}.2"]


# PROFILES


def test_changes_without_a_base_are_a_fault():
    assert ("base_missing", "") in faults(profile(leaf("YES_NO"), remove=["X1"]))


def test_a_penalty_needs_no_cap():
    charge = {"code": "N", "name": "扣分项", "bonus": True, "full": "5"}
    charge["children"] = [leaf("PENALTY", full="5", code="N1")]
    assert faults(profile(leaf("YES_NO"), charge)) == []


@pytest.mark.parametrize(
    "more",
    [
        {"bonus_cap": "五"},
        {"over": {"threshold": "三成"}},
        {"execution_cap": [{"to": "六成", "cap": "79"}]},
    ],
)
def test_numbers_beside_the_tree_are_numbers(more):
    assert [code for code, _ in faults(profile(leaf("YES_NO"), **more))] == ["number_unreadable"]


@pytest.mark.parametrize(
    "node",
    [
        leaf("SATISFACTION", actual={"metric": "satisfaction"}, parameters={"step": "0"}),
        leaf("RANGE", actual={"metric": "satisfaction"}, parameters={"low": "9", "high": "3"}),
        leaf("QUAL5", parameters={"points": dict.fromkeys("优良中低差", "1") | {"优": "2"}}),
        leaf("CHECKLIST", parameters={"items": [{"id": "a", "name": "甲"}, {"id": "a", "name": "乙"}]}),
    ],
)
def test_parameters_that_fit_their_form_must_also_make_sense(node):
    assert [code for code, _ in faults(profile(node))] == ["parameters_unfit"]


def test_what_a_scenario_puts_in_place_is_checked_too():
    one = {"id": "s", "name": "另一口径", "replace": {"X1": {"primitive": "RATIOS"}}}
    assert ("primitive_unknown", "RATIOS") in faults(profile(leaf("YES_NO"), scenarios=[one]))
