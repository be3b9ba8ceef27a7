"""``--json``: the keys other programs rely on, exact numbers, and the same bytes for the same inputs."""

import json

import pytest
from evaluation_cases import bundled, shipped

from yiheng.performance.evaluation_json import as_plain, score_number
from yiheng.performance.library import evaluate
from yiheng.performance.subject import SUBJECTS

CAPACITY = "fengdu-2023-capacity"
BUNDLED = tuple(shipped().keys(SUBJECTS))


def text_of(evaluation):
    return json.dumps(as_plain(evaluation), ensure_ascii=False, allow_nan=False)


def plain(name):
    return json.loads(text_of(bundled(name)))


@pytest.mark.parametrize(
    ("e2", "number"),
    [
        (9833, "98.33"),
        (9400, "94"),
        (9550, "95.5"),
        (1, "0.01"),
        (29, "0.29"),
        (0, "0"),
        (-250, "-2.5"),
        (None, "null"),
    ],
)
def test_hundredths_become_numbers_as_printed(e2, number):
    assert json.dumps(score_number(e2)) == number


def test_all_hundredths_up_to_105_are_written_with_at_most_two_decimals():
    for e2 in range(105_01):
        whole, _, part = json.dumps(score_number(e2)).partition(".")
        assert int(whole) * 100 + int(part.ljust(2, "0") or 0) == e2
        assert len(part) <= 2


@pytest.mark.parametrize("name", BUNDLED)
def test_the_keys(name):
    found = plain(name)
    assert {"subject", "profile", "totals", "grade", "grade_without_bonus", "indicators"} <= set(found)
    assert set(found["totals"]) == {"stated", "computed", "verified"}
    for one in [found, *found.get("projects", [])]:
        assert one["indicators"]
        for indicator in one["indicators"]:
            wanted = {"code", "name", "full", "stated", "computed", "verified", "reason", "trace"}
            assert wanted <= set(indicator), indicator["code"]


def test_the_numbers_of_a_known_project():
    found = plain(CAPACITY)
    assert found["subject"] == CAPACITY
    assert found["profile"] == "national-10-50-30-10"
    assert found["totals"]["stated"] == 98
    assert found["totals"]["computed"] == 98.33
    assert '"computed": 98.33,' in text_of(bundled(CAPACITY))
    assert (found["grade"], found["grade_without_bonus"]) == ("优", "优")


def test_the_employee_funds_grade_with_and_without_bonus():
    found = plain("panzhihua-2023-employee-fund")
    assert found["totals"] == {"stated": 94, "computed": 94, "verified": 55}
    assert (found["grade"], found["grade_without_bonus"], found["total_without_bonus"]) == ("优", "良", 89)


def test_what_the_source_did_not_print_is_null():
    found = plain("changji-2021-employee")
    assert found["totals"] == {"stated": None, "computed": 97.91, "verified": 57.91}
    assert {one["stated"] for one in found["indicators"]} == {None}


@pytest.mark.parametrize("name", BUNDLED)
def test_indicators_add_up_to_the_totals(name):
    for one in [plain(name), *plain(name).get("projects", [])]:
        for state in ("computed", "verified"):
            total = sum(round(indicator[state] * 100) for indicator in one["indicators"])
            assert total == round(one["totals"][state] * 100), (one["subject"], state)


def leaves(trace):
    inputs = trace.get("inputs", [])
    return [leaf for part in inputs for leaf in leaves(part)] if inputs else [trace]


def test_traces_lead_to_document_and_line():
    for indicator in plain("changji-2021-employee")["indicators"]:
        sources = [leaf.get("source", "") for leaf in leaves(indicator["trace"])]
        assert any("《昌吉州2021年度职工医疗保险支出绩效评价报告》 第 " in source for source in sources), (
            indicator["code"]
        )


def test_projects_stand_within_their_subject():
    found = plain("fengdu-2023-projects")
    assert [one["totals"]["stated"] for one in found["projects"]] == [98, 100, 100, 100, 100, 100, 100, 100]
    assert "projects" not in plain(CAPACITY)


def test_relations_name_their_figures_and_verdict():
    relations = plain("changji-2021-employee")["relations"]
    surplus = next(one for one in relations if one["name"] == "基金收入－基金支出＝当期结余")
    assert (surplus["claim"], surplus["recomputed"], surplus["verdict"]) == (
        "8.54亿元",
        "8.36",
        "inconsistent",
    )
    assert len(surplus["figures"]) == 3


def test_other_readings_stand_beside_the_total():
    found = {one["id"]: one["total"] for one in plain("panzhihua-2023-employee-fund")["sensitivity"]}
    assert found["current_year_months"] == 94
    assert found["linear_supervision"] == 95.5


@pytest.mark.parametrize("name", [CAPACITY, "panzhihua-2023-employee-fund"])
def test_the_same_inputs_give_the_same_text(name):
    again = evaluate(shipped().get(SUBJECTS, name), shipped())
    assert text_of(again) == text_of(bundled(name))
