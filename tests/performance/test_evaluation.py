"""One subject under one profile: over-fulfilment, caps by execution, bonus and penalty, forms without scores."""

import pytest
from evaluation_cases import (
    INFERRED,
    actual,
    budget,
    by_code,
    evaluated,
    goal,
    leaf,
    profile,
    subject,
    target,
)

YES = {"X1": {"met": True, "count": 1}}


def visits(done, deduct, wanted="100", sense="at_least"):
    """The result of one indicator under a manual that looks at 30 % over the goal."""
    facts = target("inpatient_visits", wanted, "人次"), actual("inpatient_visits", done, "人次")
    row = leaf("RATIO", actual={"metric": "inpatient_visits"}, sense=sense)
    return evaluated(subject(*facts), profile(row, over={"threshold": "1.3", "deduct": deduct})).results[0]


@pytest.mark.parametrize(
    ("done", "over", "points"),
    [("129", False, 100_00), ("130", True, 98_00), ("153", True, 98_00), ("99", False, 99_00)],
)
def test_thirty_percent_over_the_goal_is_flagged_and_loses_two_points_where_a_manual_says_so(
    done, over, points
):
    result = visits(done, "2")
    assert (result.over, result.computed_e2) == (over, points)


def test_elsewhere_it_only_asks_for_a_reason():
    assert (visits("153", "0").over, visits("153", "0").computed_e2) == (True, 100_00)


def test_over_is_no_matter_of_limits_standards_or_zero_goals():
    assert not visits("153", "2", sense="at_most").over
    assert not visits("5", "2", wanted="0").over
    standard = leaf(
        "RATIO", actual={"metric": "satisfaction"}, standard={"value": "50", "unit": "%", "source": INFERRED}
    )
    facts = subject(actual("satisfaction", "98", "%"))
    assert not evaluated(facts, profile(standard, over={"threshold": "1.3", "deduct": "2"})).results[0].over


CAPS = [
    {"from": "0.7", "to": "0.8", "cap": "89"},
    {"from": "0.6", "to": "0.7", "cap": "79"},
    {"from": "0.5", "to": "0.6", "cap": "69"},
    {"to": "0.5", "cap": "59"},
]


def capped(spent, **more):
    """Ninety points for a yes, ten for execution, under a manual that caps the total."""
    facts = budget("project_budget", "100", "万元"), actual("project_budget", spent, "万元")
    rows = (
        leaf("YES_NO", full="90"),
        leaf("BUDGET_EXEC", full="10", code="E", actual={"metric": "project_budget"}),
    )
    return evaluated(subject(*facts, evidence=YES), profile(*rows, execution_cap=CAPS, **more))


@pytest.mark.parametrize(
    ("spent", "total", "grade"),
    [
        ("100", 100_00, "优"),
        ("80", 98_00, "优"),
        ("79.99", 89_00, "良"),
        ("70", 89_00, "良"),
        ("69.99", 79_00, "中"),
        ("60", 79_00, "中"),
        ("59.99", 69_00, "中"),
        ("50", 69_00, "中"),
        ("49.99", 59_00, "差"),
        ("0", 59_00, "差"),
    ],
)
def test_the_total_is_capped_by_execution(spent, total, grade):
    evaluation = capped(spent)
    assert (evaluation.totals.computed_e2, evaluation.grade) == (total, grade)


def test_a_cap_never_raises_a_total():
    facts = budget("project_budget", "100", "万元"), actual("project_budget", "40", "万元")
    row = leaf("BUDGET_EXEC", actual={"metric": "project_budget"})
    assert evaluated(subject(*facts), profile(row, execution_cap=CAPS)).totals.computed_e2 == 40_00


def with_bonus(evidence, cap="5"):
    honour = {"code": "E", "name": "加分项", "bonus": True, "full": "8", "children": []}
    honour["children"] = [leaf("BONUS", full="4", code="E1"), leaf("BONUS", full="4", code="E2")]
    return evaluated(subject(evidence=YES | evidence), profile(leaf("YES_NO"), honour, bonus_cap=cap))


AWARDED = {"met": True, "document": "《表彰决定》"}


@pytest.mark.parametrize(
    ("evidence", "total"),
    [
        ({}, 100_00),
        ({"E1": AWARDED}, 104_00),
        ({"E1": AWARDED, "E2": AWARDED}, 105_00),
        ({"E1": {"met": True}}, 100_00),
    ],
)
def test_bonus_points_are_capped_and_stand_outside_the_hundred(evidence, total):
    evaluation = with_bonus(evidence)
    assert (evaluation.totals.computed_e2, evaluation.totals.main_e2) == (total, 100_00)
    assert evaluation.bonus_e2 == total - 100_00


def test_a_bonus_not_won_is_no_point_lost():
    assert [result.lost_e2 for result in with_bonus({}).results] == [0, 0, 0]


def test_a_penalty_is_taken_from_the_hundred():
    charge = {"code": "N", "name": "扣分项", "bonus": True, "full": "5"}
    charge["children"] = [leaf("PENALTY", full="5", code="N1", parameters={"per_finding": "2"})]
    evaluation = evaluated(
        subject(evidence=YES | {"N1": {"findings": 2}}), profile(leaf("YES_NO"), charge, bonus_cap="5")
    )
    assert evaluation.totals.computed_e2 == 96_00
    assert by_code(evaluation)["N1"].computed_e2 == -4_00


def test_penalties_beyond_all_points_leave_the_lowest_grade():
    charge = {"code": "N", "name": "扣分项", "bonus": True, "full": "5"}
    charge["children"] = [leaf("PENALTY", full="5", code="N1")]
    evidence = {"X1": {"met": False}, "N1": {"findings": 3}}
    assert evaluated(subject(evidence=evidence), profile(leaf("YES_NO"), charge, bonus_cap="5")).grade == "差"


def test_a_form_without_scores_has_neither_total_nor_grade():
    evaluation = evaluated(subject(profile="transfer-2024", goals=[goal("A", nature="定性")]))
    assert not evaluation.scored
    assert (evaluation.grade, evaluation.grade_without_bonus) == ("", "")


def test_what_the_source_printed_is_kept_as_printed():
    evidence = {"X1": {"met": True, "stated": "88.5"}}
    evaluation = evaluated(
        subject(evidence=evidence, stated={"total": "88.5", "grade": "良好"}), profile(leaf("YES_NO"))
    )
    assert (evaluation.totals.stated_e2, evaluation.totals.computed_e2) == (88_50, 100_00)
    assert evaluation.results[0].stated_e2 == 88_50


def printed_scores(first, second, total, **more):
    """Relations among printed scores of two indicators of 50."""
    rows = leaf("YES_NO", full="50", code="a"), leaf("YES_NO", full="50", code="b")
    evidence = {"a": {"stated": first} | more, "b": {"stated": second}}
    evaluation = evaluated(subject(evidence=evidence, stated={"total": total}), profile(*rows))
    return {relation.name: relation.verdict.value for relation in evaluation.relations}


@pytest.mark.parametrize(
    ("total", "verdict"), [("85.5", "consistent"), ("86", "inconsistent"), ("85", "inconsistent")]
)
def test_printed_awards_must_add_up_to_the_printed_total(total, verdict):
    assert printed_scores("45", "40.5", total) == {"自评得分合计": verdict}


@pytest.mark.parametrize(("deduction", "verdict"), [("5", "consistent"), ("4", "inconsistent")])
def test_a_printed_award_and_its_deduction_make_the_full_marks(deduction, verdict):
    assert printed_scores("45", "40", "85", deduction=deduction)["指标得分与扣分"] == verdict


def test_scores_that_were_not_all_printed_are_not_added():
    rows = leaf("YES_NO", full="50", code="a"), leaf("YES_NO", full="50", code="b")
    evaluation = evaluated(subject(evidence={"a": {"stated": "45"}}, stated={"total": "85"}), profile(*rows))
    assert evaluation.relations == ()


def test_the_goal_given_goes_before_the_standard():
    row = leaf(
        "RATIO",
        actual={"metric": "collection_rate"},
        standard={"value": "95", "unit": "%", "source": INFERRED},
    )
    missed = evaluated(
        subject(actual("collection_rate", "96", "%"), target("collection_rate", "98", "%")), profile(row)
    )
    assert missed.results[0].computed_e2 == 97_96
    lost = {"metric": "collection_rate", "role": "target", "lost": "≥金征缴"}
    kept = evaluated(subject(actual("collection_rate", "96", "%"), lost), profile(row)).results[0]
    assert kept.computed_e2 == 100_00
    assert kept.reading.target_text == "≥95%（标准；原目标缺失：≥金征缴）"
