"""Near misses that chance hardly explains: what one to three numbers give is one slip of the pen away from another.

The readers before this one find operands by their words. Here every form is tried on all numbers around a claim at once. How
likely each combination is meant is learnt from clean reports (:mod:`yiheng.review.told.odds_weights`), where what is meant
holds; how likely a slip leads to what is printed is that of all slips (:mod:`yiheng.review.reading.slip`). By Bayes' rule
that gives the odds of a slip against those of a number that holds by another combination, or is computed from none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

import numpy as np
import numpy.typing as npt

from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, keeps, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import is_linear
from yiheng.review.reading.lexicon import says
from yiheng.review.reading.recomputed import rounded_as
from yiheng.review.reading.slip import Slip, likely_slips
from yiheng.review.rules.slip import significant_digits
from yiheng.review.told.odds_forms import (
    FORMS,
    Asked,
    Form,
    Marks,
    Numbers,
    Values,
    given,
    kind_of,
    operands_of,
)
from yiheng.review.told.odds_traits import AHEAD, BACK, Traits, traits_of
from yiheng.review.told.odds_weights import chance_of

_TOLD = 0.2
"""How likely a slip must be to be told; clean reports of writers apart show how often that is wrong (decision 0030)."""
_ERROR = 1 / 60
"""How many of a report's numbers are wrong, about."""
_DENSITY = 0.6
"""How many numbers stand within twice a number's size, by which chance hits the last place of one."""
_HALF_CHANCE = 0.5
_DIGITS = 2
_NEAREST, _AHEAD_COSTS = 11, 2.5
"""Of how many numbers three are tried together; operands mostly stand before what is computed from them."""
_ROUNDED = 10
"""Last places by which a sum may be off since it was made of numbers that are not printed in full."""
_MARGIN = 1e-9


@dataclass(frozen=True)
class Miss:
    """A claim that others nearly give, with how likely a slip is; ``before`` is what it was, in its unit."""

    claim: Fact
    operands: tuple[Fact, ...]
    form: Form
    likely: float
    before: Fraction


@dataclass(frozen=True)
class Error:
    """One slip by which a claim may miss what a form gives of some operands: how likely these are meant, and its weight, which
    is how likely it is before others are weighed against it."""

    form: Form
    operands: tuple[int, ...]
    slip: Slip
    meant: float
    weight: float


def odds_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Near misses among numbers that no relation found so far has settled or accused."""
    told = ends_of(found, "inconsistent")
    for miss in misses(context, ends_of(found, "consistent", "rounding"), told, _TOLD):
        if not any(one.end in told for one in (miss.claim, *miss.operands)):
            told |= {miss.claim.end, *(one.end for one in miss.operands)}
            yield _relation(context, miss)


def misses(context: Context, settled: set[int], told: set[int], likely: float) -> Iterator[Miss]:
    """The slips among the claims of a report that are at least so likely."""
    traits = traits_of(context)
    numbers = traits.numbers
    for claim in claims_of(context, numbers):
        fact = numbers.facts[claim]
        if fact.end not in told and fact.end not in settled:
            miss = _likeliest(traits, claim, told, likely)
            if miss is not None:
                yield miss


def claims_of(context: Context, numbers: Numbers) -> Iterator[int]:
    """The places of the numbers that may be computed from others."""
    for at, fact in enumerate(numbers.facts):
        if not fact.quantity.measured or fact.role == "target" or fact.line.section == "goal":
            continue
        if significant_digits(fact) >= _DIGITS and not says("odds_not", context.clause_before(fact)):
            yield at


def tried(traits: Traits, claim: int) -> Iterator[tuple[Form, Values, Marks, npt.NDArray[np.int64]]]:
    """Every form of a claim with what it gives: values, which of them it allows, and the places of the numbers tried."""
    numbers = traits.numbers
    kind = kind_of(numbers.facts[claim])
    low, high = max(0, claim - BACK), min(len(numbers.facts), claim + 1 + AHEAD)
    pool = np.array([at for at in range(low, high) if at != claim and numbers.usable[at]], dtype=np.int64)
    asked = Asked(claim, int(numbers.dimension[claim]), numbers.facts[claim].quantity.half_size)
    nearest = _nearest(numbers, claim, pool, kind)
    made = {
        (count, near): operands_of(numbers, nearest if near else pool, count)
        for count, near in ((1, False), (2, False), (3, True))
    }
    for form in FORMS:
        around = nearest if form.near else pool
        if kind in form.kinds and len(around) >= form.count:
            values, marks = given(form, asked, made[form.count, form.near])
            yield form, values, marks, around


def reach_of(fact: Fact) -> float:
    """How far from a claim what gives it may be, in floats."""
    quantity = fact.quantity
    return _MARGIN * quantity.size + quantity.half_size * (1 + _MARGIN)


def width_of(fact: Fact) -> float:
    """How likely a combination that is not meant gives a claim."""
    return min(_HALF_CHANCE, 2 * fact.quantity.half_size / fact.quantity.size * _DENSITY)


def _nearest(numbers: Numbers, claim: int, pool: npt.NDArray[np.int64], kind: str) -> npt.NDArray[np.int64]:
    own = numbers.counted if kind == "percent" else numbers.dimension == numbers.dimension[claim]
    alike = [int(at) for at in pool if own[at]]
    alike.sort(key=lambda at: claim - at if at < claim else _AHEAD_COSTS * (at - claim))
    return np.array(sorted(alike[:_NEAREST]), dtype=np.int64)


def _likeliest(traits: Traits, claim: int, told: set[int], likely: float) -> Miss | None:
    """The likeliest error of a claim; None where it is less likely than asked."""
    fact = traits.numbers.facts[claim]
    errors, holding = _errors(traits, claim, told)
    if not errors:
        return None
    none = width_of(fact) * prod(1 - one.meant for one in errors)
    wrong = sum(one.weight for one in errors)
    if wrong < likely * (wrong + none):
        return None
    best = max(errors, key=lambda one: one.weight)
    of_best = sum(one.weight for one in errors if one.slip == best.slip)
    other = prod(1 - chance_of(traits, form.name, claim, operands) for form, operands in holding)
    found = of_best / (wrong + 1 - other + none * other)
    operands = tuple(traits.numbers.facts[at] for at in best.operands)
    if found < likely or not _stands(fact, operands, best):
        return None
    return Miss(fact, operands, best.form, found, best.slip.before)


def _errors(
    traits: Traits, claim: int, told: set[int]
) -> tuple[list[Error], list[tuple[Form, tuple[int, ...]]]]:
    """The ways in which a claim may be wrong, and the combinations by which it is right."""
    numbers = traits.numbers
    fact = numbers.facts[claim]
    slips = _slips_of(fact)
    sizes = np.array([size for size, _ in slips])
    errors: list[Error] = []
    holding: list[tuple[Form, tuple[int, ...]]] = []
    reach = reach_of(fact)
    for form, values, marks, pool in tried(traits, claim):
        allowed = np.flatnonzero(marks)
        given_there = values.ravel()[allowed]
        holds = np.abs(given_there - fact.quantity.size) <= reach
        holding += [(form, one) for one in _operands_at(allowed[holds], marks, pool)]
        if form.said and not any(one in traits.told(claim).kinds for one in form.said):
            continue
        nearest = _nearest_slip(sizes, given_there)
        hit = ~holds & (np.abs(sizes[nearest] - given_there) <= reach)
        for operands, place in zip(_operands_at(allowed[hit], marks, pool), nearest[hit], strict=True):
            if not any(numbers.facts[at].end in told for at in operands):
                meant = chance_of(traits, form.name, claim, operands)
                slip = slips[int(place)][1]
                errors.append(Error(form, operands, slip, meant, meant * slip.share * _ERROR))
    return errors, holding


def _operands_at(
    flat: npt.NDArray[np.int64], marks: Marks, pool: npt.NDArray[np.int64]
) -> list[tuple[int, ...]]:
    """The places in the report of the operands of some combinations, which are given by their place among all."""
    if not len(flat):
        return []
    return [tuple(one) for one in pool[np.stack(np.unravel_index(flat, marks.shape), axis=1)].tolist()]


def _slips_of(fact: Fact) -> list[tuple[float, Slip]]:
    """The slips that lead to a number, by the magnitude of what it was."""
    scale = float(fact.quantity.measure.unit.scale)
    return sorted(
        ((one.size * scale, one) for one in likely_slips(fact.quantity.printed)), key=lambda pair: pair[0]
    )


def _stands(fact: Fact, operands: Sequence[Fact], error: Error) -> bool:
    """Whether an error stands by exact arithmetic: the claim is not what rounded operands may give, and a slip mends it."""
    function = error.form.function
    quantities = [one.quantity for one in operands]
    if keeps(function, quantities, fact.quantity):
        return False
    value = function([one.value for one in quantities])
    place = 2 * fact.quantity.printed.half_unit * fact.quantity.measure.unit.scale
    if is_linear(function) and abs(value - fact.quantity.value) <= _ROUNDED * place:
        return False
    return rounded_as(fact, value) == error.slip.before


def _nearest_slip(sizes: Values, values: Values) -> npt.NDArray[np.int64]:
    """For each value the place of the slip that is nearest to it."""
    after = np.clip(np.searchsorted(sizes, values), 0, len(sizes) - 1)
    before = np.maximum(after - 1, 0)
    nearer = np.abs(sizes[before] - values) < np.abs(sizes[after] - values)
    return np.where(nearer, before, after)


def _relation(context: Context, miss: Miss) -> Relation:
    claim = miss.claim.quantity
    value = miss.form.function([one.quantity.value for one in miss.operands])
    right = claim.text_of(claim.measure.unit.to_base(miss.before))
    return relation(
        context, miss.form.rule, "inconsistent", "review_slip", context.quote_facts(*miss.operands, miss.claim),
        subject=miss.claim.name, expected=claim.text_of(value, more=2), stated=claim.shown,
        formula=miss.form.shown.format(*(one.quantity.shown for one in miss.operands)),
        repairs=(f"{claim.shown}→{right}",),
    )  # fmt: skip
