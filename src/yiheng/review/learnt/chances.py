"""How likely a number is computed from which others, before it is asked whether it is what they give.

A claim is computed from one combination of the numbers around it, or from none. Every combination that a form allows has a
score, the sum of its traits' weights; none has the score zero; how likely each is, is its share of all (a mixture, whose weights
are learnt from clean reports, where what is meant holds).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from yiheng.review.learnt.columns import (
    COUNT,
    EACH,
    SLOTS,
    all_places,
    claim_places,
    operand_places,
    word_places,
)
from yiheng.review.learnt.forms import FORMS, Asked, Form, given, kind_of, operands_of, rows_given
from yiheng.review.learnt.numbers import Codes, Marks, Numbers, Values, numbers_of
from yiheng.review.learnt.table import THOUSANDTHS, table
from yiheng.review.learnt.traits import AHEAD, BACK, Traits
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says
from yiheng.review.rules.slip import significant_digits

_NEAREST, _AHEAD_COSTS = 11, 2.5
"""Of how many numbers three are tried together; operands mostly stand before what is computed from them."""
_DIGITS, _AFTER = 2, 6
_DENSITY, _HALF_CHANCE = 0.6, 0.5
"""How many numbers stand within twice a number's size, by which chance hits the last place of one."""
_HOPELESS = -14 * THOUSANDTHS
"""Below which score before the traits of all operands together a combination is passed over."""
_MARGIN = 1e-9


@dataclass(frozen=True)
class Combinations:
    """What one claim may be computed from: a form, the places of its operands in the report (three, -1 where it has fewer) and the
    value that they give, a row each, and how likely each is meant; ``none`` is how likely none is."""

    form: Codes
    operands: Codes
    values: Values
    chance: Values
    none: float


def traits_of(context: Context) -> Traits:
    """The traits of a report's numbers, worked out once."""
    return context.once(_traits)


def _traits(context: Context) -> Traits:
    return Traits(context, numbers_of(context), table().spellings)


def claims_of(context: Context, numbers: Numbers) -> Iterator[int]:
    """The places of the numbers that may be computed from others."""
    for at, fact in enumerate(numbers.facts):
        if may_be_claim(context, fact):
            yield at


def may_be_claim(context: Context, fact: Fact) -> bool:
    """Whether a number may be computed from others: no goal and no standard, of some digits, of no scope
    of its own."""
    if not fact.quantity.measured or fact.role == "target" or fact.line.section == "goal":
        return False
    if significant_digits(fact) < _DIGITS or says("odds_not", context.clause_before(fact)):
        return False
    return not says("odds_of_rule", context.text[fact.end :][:_AFTER])


def pool_of(numbers: Numbers, claim: int) -> Codes:
    """The places of the numbers around a claim that may be its operands."""
    places = np.arange(max(0, claim - BACK), min(len(numbers.facts), claim + 1 + AHEAD))
    return places[(places != claim) & numbers.usable[places]]


def allowed(numbers: Numbers, claim: int, pool: Codes) -> Iterator[tuple[int, Codes, Values]]:
    """Each form of a claim: its place among all, the places in the pool of the operands of all combinations that it allows, and what
    they give."""
    fact = numbers.facts[claim]
    kind = kind_of(fact)
    asked = Asked(claim, int(numbers.dimension[claim]), fact.quantity.half_size)
    near = _nearest(numbers, claim, pool, kind)
    everyone = np.arange(len(pool))
    made = {
        (count, few): operands_of(numbers, pool[near if few else everyone], count)
        for count, few in ((1, False), (2, False), (3, True))
    }
    for at, form in enumerate(FORMS):
        if kind not in form.kinds:
            continue
        if form.row:
            values, operands = rows_given(numbers, claim, pool)
        else:
            grid, marks = given(form, asked, made[form.count, form.near])
            operands = np.argwhere(marks)
            values = grid[tuple(operands.T)]
            operands = near[operands] if form.near else operands
        if len(values):
            yield at, operands, values


def combinations_of(traits: Traits, claim: int) -> Combinations | None:
    """What a claim may be computed from; None where there is nothing around it."""
    pool = pool_of(traits.numbers, claim)
    of = traits.of_operands(claim, pool)
    of_claim, of_each = _claim_scores(traits, claim), _operand_scores(traits, pool, of)
    by_count: dict[int, list[tuple[Codes, Codes, Values, Codes]]] = {}
    for form, operands, values in allowed(traits.numbers, claim, pool):
        count = operands.shape[1]
        score = of_claim[form] + sum(of_each[operands[:, slot], slot * COUNT + form] for slot in range(count))
        kept = np.flatnonzero(score > _HOPELESS)
        if len(kept):
            part = np.full(len(kept), form), operands[kept], values[kept], score[kept]
            by_count.setdefault(count, []).append(part)
    if not by_count:
        return None
    found = []
    for count, parts in by_count.items():
        forms, operands, values, scores = (np.concatenate(column) for column in zip(*parts, strict=True))
        places = all_places(traits.of_all(of, pool, operands), count, len(operands))
        scores = scores + table().weights[places + forms[:, None]].sum(axis=1)
        padded = np.full((len(operands), len(SLOTS)), -1)
        padded[:, :count] = pool[operands]
        found.append((forms, padded, values, scores))
    forms, padded, values, scores = (np.concatenate(column) for column in zip(*found, strict=True))
    odds = np.exp(scores / THOUSANDTHS)
    whole = 1 + odds.sum()
    return Combinations(forms, padded, values, odds / whole, float(1 / whole))


def _claim_scores(traits: Traits, claim: int) -> Codes:
    """What a claim's traits and words come to, by form."""
    known, forms = table(), np.arange(COUNT)
    own = claim_places(traits.of_claim(claim))
    words = word_places(traits.pieces[claim], "claim words")
    places = np.concatenate([own, words[words > 0]])
    return np.asarray(known.base + known.weights[places[:, None] + forms].sum(axis=0))


def _operand_scores(traits: Traits, pool: Codes, of: Mapping[str, Any]) -> Codes:
    """What the traits and words of each number around a claim come to, by its place in a form and the form."""
    places = operand_places(of, len(pool))
    found = table().weights[places[:, :, None] + np.arange(EACH)].sum(axis=1)
    return np.asarray(found + traits.once_by_words(_weighed_words)[pool])


def _weighed_words(pieces: Codes) -> Codes:
    places = word_places(pieces, "operand words")
    found = table().weights[places[:, :, None] + np.arange(EACH)]
    return np.asarray(np.where((places > 0)[:, :, None], found, 0).sum(axis=1))


def meaning_of(traits: Traits, combinations: Combinations, at: int) -> tuple[Form, tuple[Fact, ...]]:
    """The form of a combination and its numbers."""
    form = FORMS[int(combinations.form[at])]
    numbers = traits.numbers
    operands = [int(one) for one in combinations.operands[at, : form.count]]
    return form, tuple(numbers.facts[one] for one in form.members(numbers, operands))


def reach_of(fact: Fact) -> float:
    """How far from a claim what gives it may be, in floats."""
    quantity = fact.quantity
    return _MARGIN * quantity.size + quantity.half_size * (1 + _MARGIN)


def width_of(fact: Fact) -> float:
    """How likely a combination that is not meant gives a claim."""
    return min(_HALF_CHANCE, 2 * fact.quantity.half_size / fact.quantity.size * _DENSITY)


def holding(combinations: Combinations, fact: Fact) -> Marks:
    """Which combinations give a claim."""
    return np.abs(combinations.values - fact.quantity.size) <= reach_of(fact)


def _nearest(numbers: Numbers, claim: int, pool: Codes, kind: str) -> Codes:
    """The places in the pool of the nearest numbers that three operands may be."""
    own = numbers.counted[pool] if kind == "percent" else numbers.dimension[pool] == numbers.dimension[claim]
    alike = np.flatnonzero(own)
    far = np.where(pool[alike] < claim, claim - pool[alike], _AHEAD_COSTS * (pool[alike] - claim))
    return np.sort(alike[np.argsort(far, kind="stable")[:_NEAREST]])
