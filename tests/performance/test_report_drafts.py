"""The drafter's own words in a report, and the figures of projects that they may tell."""

import pytest
from evaluation_cases import actual, evaluated, subject
from report_cases import GRANT, drafted, section

from yiheng.performance.report_making import view
from yiheng.standards.problem import Refused


def test_a_project_tells_its_own_figures():
    budgets = [
        {"metric": "project_budget", "role": "budget", "value": "80", "unit": "万元"},
        actual("project_budget", "40", "万元"),
    ]
    whole = [
        {"metric": "project_budget", "role": "budget", "value": "900", "unit": "万元"},
        actual("project_budget", "900", "万元"),
    ]
    project = {
        "subject": "one",
        "title": "甲项目",
        "profile": "national-10-50-30-10",
        "facts": budgets,
        "overall_goal": {"achieved": '支出{{ fig("project_budget") }}。'},
    }
    document = drafted(
        subject(*whole, report_type="department_work", profile="national-10-50-30-10", projects=[project])
    )
    assert "支出40万元。" in section(document, "甲项目").splitlines()


def test_a_project_that_tells_a_figure_it_does_not_state_is_refused():
    project = {
        "subject": "one",
        "title": "甲项目",
        "profile": "national-10-50-30-10",
        "overall_goal": {"achieved": '支出{{ fig("project_budget") }}。'},
    }
    whole = subject(
        actual("project_budget", "900", "万元"), report_type="department_work", projects=[project]
    )
    with pytest.raises(Refused) as caught:
        drafted(whole | {"profile": "national-10-50-30-10"})
    assert (caught.value.problem.code, caught.value.problem.key) == ("figure_missing", "project_budget")


def test_a_number_typed_into_a_cause_is_refused():
    loose = GRANT | {"evidence": {"O1": {"reason": "减少了3000人。"}}}
    with pytest.raises(Refused) as caught:
        drafted(loose)
    assert caught.value.problem.code == "narrative_digits"
    assert set(caught.value.problem.found.split("、")) == {"3000"}


def test_stops_that_the_drafter_typed_are_not_doubled():
    told = GRANT | {"narrative": {"overview": "资金已下达。", "problems": ["缺口大；", "人手少。"]}}
    problems = section(drafted(told), "存在的问题").splitlines()
    assert problems[:2] == ["一是缺口大。", "二是人手少。"]


def test_a_single_problem_has_no_ordinal():
    told = GRANT | {"narrative": {"problems": ["缺口大。"]}}
    assert section(drafted(told), "存在的问题").splitlines()[0] == "缺口大。"


def test_a_figure_of_a_project_gets_an_id_of_at_most_64_characters_and_of_its_own():
    wide = {
        "subject": "one",
        "title": "甲项目",
        "profile": "national-10-50-30-10",
        "facts": [
            actual("cross_province_institutions", "1", "家", item=f"{'x' * 20}{letter}") for letter in "ab"
        ],
    }
    shown = view(evaluated(subject(profile="national-10-50-30-10", projects=[wide]))).projects[0]
    ids = {
        shown.figures.find("cross_province_institutions", item=f"{'x' * 20}{letter}").id for letter in "ab"
    }
    assert len(ids) == 2
    assert all(len(figure_id) <= 64 and figure_id.startswith("p1/") for figure_id in ids)
