"""The form says of a target what the goal says, and no more: no direction is invented for it."""

import re
from fractions import Fraction

import pytest
from evaluation_cases import actual, budget, bundled, evaluated, leaf, profile, shipped, subject, target

from yiheng.performance.monitoring import monitor
from yiheng.performance.self_evaluation_form import form
from yiheng.performance.subject import SUBJECTS

VISITS = leaf("RATIO", actual={"metric": "inpatient_visits"})


def shown(given, node=VISITS):
    """The sign on the form, and the target as the report and the monitoring show it."""
    evaluation = evaluated(subject(actual("inpatient_visits", "90", "人次"), *given), profile(node))
    (line,) = form(evaluation).rows
    (watched,) = monitor(evaluation, 12, shipped()).rows
    return line.nature, watched.target_text


@pytest.mark.parametrize(
    ("operator", "sign", "text"),
    [("", "", "100人次"), (">=", "≥", "≥100人次"), ("<=", "≤", "≤100人次"), (">", "＞", "＞100人次")],
)
def test_a_target_has_the_direction_that_stands_before_it(operator, sign, text):
    given = target("inpatient_visits", "100", "人次", op=operator)
    assert shown([given]) == (sign, text)


@pytest.mark.parametrize(("sense", "sign"), [("at_least", "≥"), ("at_most", "≤")])
def test_a_standard_has_the_direction_of_its_sense(sense, sign):
    standard = {"value": "100", "unit": "人次", "source": {"status": "inferred"}}
    node = VISITS | {"standard": standard, "sense": sense}
    assert shown([], node) == (sign, f"{sign}100人次（标准）")


def test_the_published_goals_without_a_direction_have_none_on_the_form():
    rows = {line.code: line for line in form(bundled("panzhihua-2023-employee-fund")).rows}
    found = {code: (rows[code].nature, rows[code].target.text) for code in ("B5.3", "C3.1", "C4.1", "D3.2")}
    assert found == {
        "B5.3": ("", "96"),
        "C3.1": ("", "240,705.21"),
        "C4.1": ("≥", "95"),
        "D3.2": ("", "4.45"),
    }


def test_a_result_that_its_indicator_does_not_name_is_named_on_level_3():
    rows = {line.code: line for line in form(bundled("panzhihua-2023-employee-fund")).rows}
    assert (rows["D1"].level2, rows["D1"].level3) == ("经济效益", "利息收益率")
    assert rows["D4"].level3 == "满意度"


EXECUTION = {"code": "A", "name": "预算执行率", "full": "100", "primitive": "BUDGET_EXEC"}


def executed(budgeted, spent, money_unit):
    """The money row of a form in one unit, of a budget and an execution typed in theirs."""
    row = profile(EXECUTION | {"actual": {"metric": "project_budget"}})
    money = subject(
        budget("project_budget", *budgeted), actual("project_budget", *spent), money_unit=money_unit
    )
    return form(evaluated(money, row)).money_rows[0]


def test_an_amount_of_the_forms_own_unit_stands_there_as_everywhere():
    row = executed(("82584982.3", "元"), ("81930352.30", "元"), "元")
    assert (row.budget_adjusted.text, row.executed.text) == ("82,584,982.30", "81,930,352.30")
    assert row.budget_adjusted.decimals == 2


def test_an_amount_of_another_unit_has_two_decimals_and_keeps_its_exact_number():
    row = executed(("10380567", "元"), ("0.10366", "亿元"), "万元")
    assert (row.budget_adjusted.text, row.executed.text) == ("1,038.06", "1,036.60")
    assert row.budget_adjusted.number == Fraction("1038.0567")


@pytest.mark.parametrize("name", sorted(shipped().keys(SUBJECTS)))
def test_no_code_stands_among_the_notes_of_a_form(name):
    notes = form(bundled(name)).figure_notes
    assert [note.name for note in notes if re.search("[a-z]{2,}", note.name + note.definition)] == []
    every = [one for part in (bundled(name), *bundled(name).projects) for one in part.facts.figures]
    assert [one.long_name for one in every if "［" in one.long_name] == []
