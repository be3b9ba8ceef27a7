"""A case from a row or from JSON: the same names, nothing guessed, what is no case refused with its place."""

from __future__ import annotations

import json

import pytest

from yiheng.grouping.case import Case
from yiheng.grouping.case_row import case_of_json, case_of_row
from yiheng.standards.problem import Problem, Refused

WRITTEN = {
    "case_id": "B1", "sex": "2", "age": 0, "age_day": 3, "weight": 2900, "los": 5, "icu_hours": 12,
    "dept": "A07", "leave": "1", "dx": ["P59.900", "P36.900"], "sx": "99.8301|96.7101",
}  # fmt: skip
CASE = Case("B1", "2", 0, 3, 2900, 5, 12, "A07", "1", ("P59.900", "P36.900"), ("99.8301", "96.7101"))


def refusal(text: str) -> Problem:
    with pytest.raises(Refused) as refused:
        case_of_json(text, "病例.json")
    return refused.value.problem


def test_codes_stand_in_a_list_or_in_one_text():
    assert case_of_json(json.dumps(WRITTEN), "病例.json") == CASE


def test_a_row_of_a_case_file_gives_the_same_case_with_numbers_as_ids_too():
    row = {**WRITTEN, "case_id": 7, "sex": 2, "dx": "P59.900|P36.900"}
    assert case_of_row(row) == Case("7", *(getattr(CASE, name) for name in Case.__slots__[1:]))


def test_what_is_not_written_is_not_known():
    assert case_of_json('{"dx": "I10.x00", "age": null}', "病例.json") == Case(
        "", None, None, dx=("I10.x00",)
    )


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('{"dx": "I10.x00",\n}', "case_json_broken", 2),
        ("[1, 2]", "case_json_broken", 0),
        ("[" * 100_000, "case_json_broken", 0),
        ('{"diagnoses": []}', "case_json_key", 0),
        ('{"age": "六十"}', "case_json_value", 0),
        ('{"age": true}', "case_json_value", 0),
        ('{"age": 60.5}', "case_json_value", 0),
        ('{"dx": [1]}', "case_json_value", 0),
        ('{"dx": 7}', "case_json_value", 0),
        ('{"dept": {}}', "case_json_value", 0),
    ],
)
def test_what_is_no_case_is_refused(text: str, code: str, line: int):
    problem = refusal(text)
    assert (problem.code, problem.file, problem.line) == (code, "病例.json", line)


def test_a_key_written_wrong_is_answered_with_the_nearest():
    assert refusal('{"weigth": 3000}').expected.startswith("weight")
