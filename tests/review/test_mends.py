"""Which number is wrong: what it is computed from and what is computed from it fail together, and hold together once it is mended."""

from __future__ import annotations

import numpy as np
import pytest

from yiheng.review.learnt.accusation import judge_of
from yiheng.review.learnt.chances import traits_of
from yiheng.review.learnt.evidence import evidence_of
from yiheng.review.learnt.forms import FORMS
from yiheng.review.learnt.mends import Mends, mends_of
from yiheng.review.learnt.misses import Miss
from yiheng.review.opening.source import Source
from yiheng.review.reading.context import Context
from yiheng.review.review import contexts_of

_HEAD = "丁县2023年度农田灌溉补助资金绩效自评报告\n一、实施情况\n"
_BODY = (
    "全年预算{budget}万元，其中中央24,110万元、省级9,980万元、市县4,200万元；实际支出{spent}万元，"
    "预算执行率94.49%，年末结余{left}万元。\n"
)


def _context(**printed: str) -> Context:
    told = {"budget": "38,290", "spent": "36,180", "left": "2,110"} | printed
    [context] = contexts_of(Source("", _HEAD + _BODY.format(**told)))
    return context


def _mends(context: Context) -> Mends:
    return mends_of(evidence_of(context))


def _misses(context: Context) -> tuple[Miss, ...]:
    return judge_of(context, ()).misses


def _odds(context: Context) -> dict[str, float]:
    facts = traits_of(context).numbers.facts
    return {fact.quantity.shown: float(odds) for fact, odds in zip(facts, _mends(context).wrong, strict=True)}


def test_nothing_is_wrong_where_all_holds() -> None:
    context = _context()
    assert max(_odds(context).values()) < 0.05
    assert not [one for one in _misses(context) if one.likely > 0.1]


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [("budget", "39,280", "38,290"), ("spent", "36,810", "36,180"), ("left", "2,101", "2,110")],
)
def test_the_number_that_mends_all_that_fails_is_the_likeliest(name: str, wrong: str, right: str) -> None:
    context = _context(**{name: wrong})
    odds = _odds(context)
    assert max(odds, key=lambda one: odds[one]) == f"{wrong}万元"
    best = max(_mends(context).every, key=lambda one: one.odds)
    fact = traits_of(context).numbers.facts[best.number]
    assert fact.quantity.measure.unit.from_base(round(best.right)) == int(right.replace(",", ""))
    assert best.slip


def test_a_miss_tells_the_relation_and_its_mends() -> None:
    miss = _misses(_context(spent="36,810"))[0]
    assert miss.likely > 0.5
    assert "36,810万元" in {one.quantity.shown for one in (miss.claim, *miss.operands)}


def test_numbers_of_one_relation_count_once() -> None:
    """24,110 + 9,980 + 4,200 = 38,290 is one relation, whichever of them is said to be the result."""
    evidence = evidence_of(_context())
    seen: dict[frozenset[int], set[int]] = {}
    for at in range(len(evidence.claim)):
        claim = int(evidence.claim[at])
        operands = [int(one) for one in evidence.operands[at] if one >= 0]
        seen.setdefault(frozenset((claim, *operands)), set()).add(claim)
    assert all(len(claims) == 1 for claims in seen.values())


def test_what_an_operand_would_have_to_be_makes_the_form_hold() -> None:
    """By a plain reading: the form is computed anew with the middle of the bounds."""
    evidence = evidence_of(_context(spent="36,810"))
    sizes, uses = evidence.numbers.size, evidence.uses
    for number, of, low, high in zip(uses.number, uses.of, uses.low, uses.high, strict=True):
        form = FORMS[int(evidence.form[of])]
        if form.row or not np.isfinite(low):
            continue
        operands = [int(one) for one in evidence.operands[of, : form.count]]
        values = [(low + high) / 2 if one == number else sizes[one] for one in operands]
        claim = int(evidence.claim[of])
        assert float(form.function(values)) == pytest.approx(
            sizes[claim], abs=2 * evidence.numbers.reach[claim]
        )


def test_a_rate_on_a_wrong_base_is_told() -> None:
    """8 of 128 are 6.25%, and 8 of 136 are 5.88%."""
    text = "2.待遇标准。最低标准由每人每月128元提高到136元，提高8元，增长{}。\n"
    for printed, wrong in (("6.25%", False), ("5.88%", True)):
        [context] = contexts_of(Source("", _HEAD + text.format(printed)))
        likely = max(
            (one.likely for one in _misses(context) if one.claim.quantity.shown == printed), default=0
        )
        assert (likely > 0.5) == wrong
