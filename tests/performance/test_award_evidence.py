"""Scoring primitives that judge evidence (03 §2): yes and no, lists, words, bonus and penalty."""

from fractions import Fraction

import pytest
from award_cases import judged
from hypothesis import given
from hypothesis import strategies as st

from yiheng.performance.award import checklist_points
from yiheng.performance.award_parameters import ChecklistParameters
from yiheng.performance.subject import Evidence


@pytest.mark.parametrize(
    ("evidence", "expected", "code"),
    [
        (Evidence(met=True), 5, "award_yes"),
        (Evidence(met=False), 0, "award_not_met"),
        (Evidence(), 0, "award_no_result"),
        (None, 0, "award_no_result"),
    ],
)
def test_yes_no(evidence, expected, code):
    found = judged("YES_NO", "5", evidence)
    assert (found.points, found.code) == (expected, code)


ITEMS = [
    {"id": "drafts", "name": "草案", "points": "1"},
    {"id": "duties", "name": "职责", "points": "1"},
    {"id": "publication", "name": "公开", "points": "1"},
]


@pytest.mark.parametrize(
    ("answers", "expected", "missed"),
    [
        ({"drafts": True, "duties": True, "publication": True}, 3, ""),
        ({"drafts": True, "duties": True}, 2, "公开"),
        ({"drafts": True, "duties": False, "publication": False}, 1, "职责、公开"),
        ({"drafts": False}, 0, "草案、职责、公开"),
    ],
)
def test_checklist_adds_up_what_was_met_and_names_what_was_not(answers, expected, missed):
    items = {name: {"met": met} for name, met in answers.items()}
    found = judged("CHECKLIST", "3", Evidence.model_validate({"items": items}), items=ITEMS)
    assert (found.points, found.found) == (expected, missed)


def test_checklist_without_answers_has_no_result():
    assert judged("CHECKLIST", "3", Evidence(met=True), items=ITEMS).code == "award_no_result"


@given(st.lists(st.booleans(), min_size=3, max_size=3), st.integers(0, 2))
def test_one_more_yes_never_scores_less(answers, turned):
    names = [item["id"] for item in ITEMS]

    def won(found):
        items = {name: {"met": met} for name, met in zip(names, found, strict=True)}
        return judged("CHECKLIST", "3", Evidence.model_validate({"items": items}), items=ITEMS).points

    improved = [met or place == turned for place, met in enumerate(answers)]
    assert won(improved) >= won(answers)


@given(st.integers(1, 60), st.integers(1, 2000))
def test_items_without_points_share_the_indicator_exactly(count, full_e2):
    parameters = ChecklistParameters.model_validate(
        {"items": [{"id": str(number), "name": "项"} for number in range(count)]}
    )
    shares = checklist_points(parameters, Fraction(full_e2, 100))
    assert sum(shares.values()) == Fraction(full_e2, 100)
    assert len(set(shares.values())) == 1


@pytest.mark.parametrize(
    ("attained", "percent", "expected"),
    [
        ("达成", "", "10"),
        ("达成", "92", "9.2"),
        ("达成", "80", "8"),
        ("达成", "70", "8"),  # the word bounds the drafter's percent
        ("达成", "120", "10"),
        ("部分达成", "", "8"),
        ("部分达成", "65", "6.5"),
        ("部分达成", "59", "6"),
        ("部分达成", "95", "8"),
        ("未达成", "", "0"),
        ("未达成", "59", "5.9"),
        ("未达成", "75", "6"),
        ("未达成", "0", "0"),
    ],
)
def test_three_words_bound_the_drafters_percent(attained, percent, expected):
    found = judged("QUAL3", "10", Evidence(attained=attained, percent=percent))
    assert found.points == Fraction(expected)


@pytest.mark.parametrize(
    ("level", "expected"), [("优", "10"), ("良", "9"), ("中", "7"), ("低", "5"), ("差", "0")]
)
def test_five_words(level, expected):
    assert judged("QUAL5", "10", Evidence(level=level)).points == Fraction(expected)


@pytest.mark.parametrize(("attained", "expected"), [("达成", 10), ("部分达成", 7), ("未达成", 0)])
def test_three_words_on_a_five_word_form(attained, expected):
    assert judged("QUAL5", "10", Evidence(attained=attained)).points == expected


@pytest.mark.parametrize(
    ("evidence", "expected", "code"),
    [
        (Evidence(met=True, document="《表彰决定》"), 5, "award_bonus"),
        (Evidence(met=True, text="获表彰"), 0, "award_bonus_unproven"),
        (Evidence(met=False, document="《表彰决定》"), 0, "award_no_bonus"),
        (None, 0, "award_no_bonus"),
    ],
)
def test_bonus_needs_a_document(evidence, expected, code):
    found = judged("BONUS", "5", evidence)
    assert (found.points, found.code) == (expected, code)


@pytest.mark.parametrize(("findings", "expected"), [(None, 0), (0, 0), (1, -2), (2, -4), (3, -5)])
def test_penalty_takes_away_up_to_its_full(findings, expected):
    assert judged("PENALTY", "5", Evidence(findings=findings), per_finding="2").points == expected
