"""What is meant is learnt from clean reports alone: what holds again and again, beyond chance."""

from __future__ import annotations

import numpy as np
from tests.review.learn_odds import examples_of, learnt

from yiheng.review.learnt.columns import FORMS, WEIGHTS, Spellings, named, place_of

_PLACES = ("东", "西", "南", "北", "中", "上", "下", "前", "后", "内")


def _reports(count: int) -> list[str]:
    """Honest reports of one habit: a rate after its plan and what was done, beside numbers of other things."""
    random = np.random.default_rng(7)
    found = []
    for number in range(count):
        plan, people = int(random.integers(1_000, 9_000)), int(random.integers(1_000, 9_000))
        done = int(plan * random.uniform(0.7, 0.99))
        place = _PLACES[number % len(_PLACES)]
        found.append(
            f"{place}县2022年度灌溉项目绩效自评报告\n一、完成情况\n"
            f"培训{people}人。计划投资{plan}万元，实际完成{done}万元，投资完成率{100 * done / plan:.2f}%。\n"
        )
    return found


def _learnt(texts: list[str]) -> list[tuple[str, str, str, int]]:
    spellings = Spellings(learning=True)
    return list(learnt(examples_of(texts, spellings), spellings))


def test_the_same_reports_give_the_same_table() -> None:
    texts = _reports(20)
    assert _learnt(texts) == _learnt(texts)


def test_what_holds_in_every_report_is_learnt() -> None:
    """The rate is a share of what was done in the plan, as its place and its words say, and no growth."""
    weights = {(form, of, trait): weight for form, of, trait, weight in _learnt(_reports(40))}
    assert weights["share", "claim words", "piece=成率"] > 0
    assert weights["share", "first", "place=segment<"] > 0
    assert not any(weight > 0 for (form, of, _), weight in weights.items() if form == "rise")


def test_a_row_of_the_table_names_the_place_of_its_weight() -> None:
    spellings = Spellings(learning=True)
    rows = [
        ("share", "claim", "says=成率", 250),
        ("sum", "second", "kind=odds_together & place=clause< & few=≤1", -90),
        ("left", "three", "few 1=≤0 & few 2=≤1 & few 3=≤3", 70),
    ]
    weights = np.zeros(WEIGHTS, np.int64)
    for form, of, trait, weight in rows:
        weights[place_of(form, of, trait, spellings)] = weight
    assert sorted(named(weights, spellings)) == sorted(rows)
    assert len({form.name for form in FORMS}) == len(FORMS)
