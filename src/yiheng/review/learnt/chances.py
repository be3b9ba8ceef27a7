"""How likely a number is computed from which others, before it is asked whether it is what they give.

A claim is computed from one combination of the numbers around it, or from none. Every combination that a form allows has a
score, the sum of its traits' weights; none has the score zero; how likely each is, is its share of all (a mixture, whose weights
are learnt from clean reports, where what is meant holds).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np

from yiheng.review.learnt.columns import (
    COUNT,
    EACH,
    all_places,
    claim_places,
    operand_places,
    padded,
    word_places,
)
from yiheng.review.learnt.forms import FORMS, given, kind_of, of_kind, rows_given
from yiheng.review.learnt.numbers import Codes, Marks, Numbers, Values, numbers_of
from yiheng.review.learnt.operand import Asked
from yiheng.review.learnt.table import THOUSANDTHS, Keyed, table
from yiheng.review.learnt.traits import Traits
from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says
from yiheng.review.reading.mending import significant_digits

_NEAREST, _AHEAD_COSTS = 11, 2.5
"""Of how many numbers three are tried together; operands mostly stand before what is computed from them."""
_DIGITS, _AFTER = 2, 6
_DENSITY, _HALF_CHANCE = 0.6, 0.5
"""How many numbers stand within twice a number's size, by which chance hits the last place of one."""
_HOPELESS = -7 * THOUSANDTHS
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
    if fact.quantity.operator not in ("", "=") or fact.quantity.upper is not None:
        return False
    if _is_goal(context, fact):
        return False
    if fact.quantity.family in ("count", "money", "time") and significant_digits(fact) < _DIGITS:
        return False
    if says("odds_not", context.clause_before(fact)):
        return False
    return not says("odds_of_rule", context.text[fact.end :][:_AFTER])


def _is_goal(context: Context, fact: Fact) -> bool:
    """Whether a number is a goal itself, and neither a rate of one (完成38万人目标的101.64%) nor a result told beside it."""
    if fact.quantity.family == "ratio" and says("odds_rate_of", context.clause_before(fact)):
        return False
    beside = says("odds_goal_done", fact.line.path[-1] if fact.line.path else "")
    return (fact.line.section == "goal" and not beside) or (fact.role == "target" and not is_delta(fact))


@dataclass(frozen=True)
class Scores:
    """What a claim's own traits come to, by form, and those of each number around it, by its place in a form and the form."""

    of_claim: Codes
    of_each: Codes

    def hopeful(self, forms: Codes, places: Codes, count: int) -> Iterator[Codes]:
        """For each form the combinations of some numbers that are not hopeless, a row each."""
        grid = self.of_claim[forms].reshape(-1, *[1] * count)
        for slot in range(count):
            shape = [len(places) if axis == slot else 1 for axis in range(count)]
            grid = grid + self.of_each[places, slot][:, forms].T.reshape(len(forms), *shape)
        found = np.argwhere(grid > _HOPELESS)
        bounds = np.searchsorted(found[:, 0], np.arange(len(forms) + 1))
        for at in range(len(forms)):
            yield places[found[bounds[at] : bounds[at + 1], 1:]]

    def of(self, form: int, operands: Codes) -> Codes:
        """The scores of some combinations, a row of operands each."""
        each = [self.of_each[operands[:, slot], slot, form] for slot in range(operands.shape[1])]
        return np.asarray(self.of_claim[form] + sum(each))


def allowed(
    numbers: Numbers, claim: int, pool: Codes, scores: Scores | None = None
) -> Iterator[tuple[int, Codes, Values]]:
    """Each form of a claim: its place among those of its kind, the places in the pool of the operands of all combinations that it
    allows, and what they give; where ``scores`` are known, without those that have no hope."""
    fact = numbers.facts[claim]
    kind = kind_of(fact)
    asked = Asked(
        claim, int(numbers.dimension[claim]), int(numbers.kin[claim]), bool(numbers.planned[claim]), bool(numbers.since[claim]),
        int(numbers.table[claim]), fact.quantity.size, fact.quantity.half_size,
    )  # fmt: skip
    near = _nearest(numbers, claim, pool, kind)
    forms = of_kind(kind)
    for count, places in enumerate((np.arange(len(pool)), np.arange(len(pool)), near), 1):
        own = np.array(
            [at for at, number in enumerate(forms) if FORMS[number].count == count and not FORMS[number].row],
            dtype=np.int64,
        )
        tried = scores.hopeful(own, places, count) if scores else _all_of(places, count, len(own))
        for at, rows in zip(own, tried, strict=True):
            if not len(rows):
                continue
            values, kept = given(FORMS[forms[at]], asked, numbers, pool[rows])
            if len(values):
                yield int(at), rows[kept], values
    for at, number in enumerate(forms):
        if FORMS[number].row:
            values, operands = rows_given(numbers, claim, pool)
            kept = np.flatnonzero(scores.of(at, operands) > _HOPELESS) if scores else np.arange(len(values))
            if len(kept):
                yield at, operands[kept], values[kept]


def _all_of(places: Codes, count: int, forms: int) -> Iterator[Codes]:
    """All combinations of some numbers, for each form again."""
    every = np.stack(np.meshgrid(*[places] * count, indexing="ij"), axis=-1).reshape(-1, count)
    return repeat(every, forms)


def combinations_of(traits: Traits, claim: int) -> Combinations | None:
    """What a claim may be computed from; None where there is nothing around it."""
    pool = traits.pool_of(claim)
    kind = kind_of(traits.numbers.facts[claim])
    known, forms = table().of_others[kind], of_kind(kind)
    of = traits.of_operands(claim, pool)
    scores = Scores(_claim_scores(traits, claim, known), _operand_scores(traits, pool, of, kind))
    by_count: dict[int, list[tuple[Codes, Codes, Values, Codes]]] = {}
    for form, operands, values in allowed(traits.numbers, claim, pool, scores):
        part = np.full(len(values), form), operands, values, scores.of(form, operands)
        by_count.setdefault(operands.shape[1], []).append(part)
    if not by_count:
        return None
    found = []
    for count, parts in by_count.items():
        form_of, operands, values, score = (np.concatenate(column) for column in zip(*parts, strict=True))
        if count > 1:
            places = all_places(traits.of_all(claim, of, pool, operands), count, len(operands))
            score = score + known.rows[known.row_of[places // COUNT], form_of[:, None]].sum(axis=1)
        found.append((forms[form_of], padded(pool[operands]), values, score))
    form_of, operands, values, score = (np.concatenate(column) for column in zip(*found, strict=True))
    odds = np.exp(score / THOUSANDTHS)
    whole = 1 + odds.sum()
    return Combinations(form_of, operands, values, odds / whole, float(1 / whole))


def _claim_scores(traits: Traits, claim: int, known: Keyed) -> Codes:
    """What a claim's traits and words come to, by form."""
    own = claim_places(traits.of_claim(claim))
    words = word_places(traits.pieces[claim], "claim words")
    return np.asarray(table().base + known.of(np.concatenate([own, words]) // COUNT).sum(axis=0))


def _operand_scores(traits: Traits, pool: Codes, of: Mapping[str, Any], kind: str) -> Codes:
    """What the traits and words of each number around a claim come to, by its place in a form and the form."""
    found = table().of_operands[kind].of(operand_places(of, len(pool)) // EACH).sum(axis=1)
    return np.asarray(found + traits.once_by_words(kind, _weighed_words)[pool])


def _weighed_words(kind: str, pieces: Codes) -> Codes:
    """What the words of all numbers come to."""
    return np.asarray(table().of_operands[kind].of(word_places(pieces, "operand words") // EACH).sum(axis=1))


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
    own = numbers.counted[pool] if kind == "percent" else numbers.kin[pool] == numbers.kin[claim]
    alike = np.flatnonzero(own)
    far = np.where(pool[alike] < claim, claim - pool[alike], _AHEAD_COSTS * (pool[alike] - claim))
    return np.sort(alike[np.argsort(far, kind="stable")[:_NEAREST]])
