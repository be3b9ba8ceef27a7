"""What is meant is learnt from clean reports alone: what holds again and again, beyond chance."""

from __future__ import annotations

import numpy as np
from tests.review.learn_odds import examples_of, learnt

from yiheng.review.opening.source import Source
from yiheng.review.reading.clean import cleaned
from yiheng.review.reading.layout import reports_of
from yiheng.review.review import context_of
from yiheng.review.told.odds_traits import traits_of
from yiheng.review.told.odds_weights import all_traits

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


def test_the_same_reports_give_the_same_table() -> None:
    texts = _reports(30)
    assert list(learnt(examples_of(texts))) == list(learnt(examples_of(texts)))


def test_what_holds_in_every_report_is_learnt() -> None:
    """The rate is of what was done and of the plan: likelier than of the persons that were taught."""
    rows = {(form, of, trait): weight for form, of, trait, weight in learnt(examples_of(_reports(60)))}
    text = _reports(61)[-1]
    [report] = reports_of(cleaned(text))
    traits = traits_of(context_of(Source("", text), text, report, ()))
    people, plan, done, rate = range(4)

    def score(part: int, whole: int) -> int:
        return sum(rows.get(("share", *one), 0) for one in all_traits(traits, rate, (part, whole)))

    assert score(done, plan) > max(score(people, plan), score(done, people), score(plan, done))
