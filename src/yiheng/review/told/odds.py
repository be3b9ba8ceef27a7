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
_BESIDE_BACK, _BESIDE_AHEAD, _LIKELY = 4, 1, 0.2
"""How near the operands stand among which a slip is looked for, and how likely they must be meant."""
_ROUNDED = 10
"""Last places by which a sum may be off since it was made of numbers that are not printed in full."""
_MARGIN = 1e-9


@dataclass(frozen=True)
class Combination:
    """Numbers of a report, by their places, of which a form gives ``value``; ``meant`` is how likely they are."""

    form: Form
    operands: tuple[int, ...]
    value: float
    meant: float


@dataclass(frozen=True)
class Miss:
    """A claim that others nearly give, with how likely a slip is: in ``slipped``, which was ``before``, in its unit."""

    claim: Fact
    operands: tuple[Fact, ...]
    form: Form
    likely: float
    slipped: Fact
    before: Fraction


@dataclass(frozen=True)
class Error:
    """One slip by which a claim may be wrong, in the number at ``wrong``; its weight is how likely it is before others are
    weighed against it."""

    combination: Combination
    weight: float
    wrong: int
    slip: Slip


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
            miss = _likeliest(traits, claim, settled, told, likely)
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
    asked = Asked(int(numbers.dimension[claim]), numbers.facts[claim].quantity.half_size)
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


def _likeliest(traits: Traits, claim: int, settled: set[int], told: set[int], likely: float) -> Miss | None:
    """The likeliest error of a claim; None where it is less likely than asked."""
    fact = traits.numbers.facts[claim]
    errors, holding = _errors(traits, claim, settled, told)
    if not errors:
        return None
    meant = {one.combination for one in errors}
    none = width_of(fact) * prod(1 - one.meant for one in meant)
    wrong = sum(one.weight for one in errors)
    if wrong < likely * (wrong + none):
        return None
    best = max(errors, key=lambda one: one.weight)
    of_best = sum(one.weight for one in errors if (one.wrong, one.slip) == (best.wrong, best.slip))
    other = prod(1 - chance_of(traits, form.name, claim, operands) for form, operands in holding)
    found = of_best / (wrong + 1 - other + none * other)
    if found < likely or not _stands(traits.numbers, fact, best):
        return None
    operands = tuple(traits.numbers.facts[at] for at in best.combination.operands)
    slipped = traits.numbers.facts[best.wrong]
    return Miss(fact, operands, best.combination.form, found, slipped, best.slip.before)


def _errors(
    traits: Traits, claim: int, settled: set[int], told: set[int]
) -> tuple[list[Error], list[tuple[Form, tuple[int, ...]]]]:
    """The ways in which a claim may be wrong, and the combinations by which it is right."""
    numbers = traits.numbers
    fact = numbers.facts[claim]
    slips = _slips_of(fact)
    sizes = np.array([size for size, _ in slips])
    errors: list[Error] = []
    holding: list[tuple[Form, tuple[int, ...]]] = []
    for form, values, marks, pool in tried(traits, claim):
        reach = reach_of(fact)
        holds = marks & (np.abs(values - fact.quantity.size) <= reach)
        nearest = _nearest_slip(sizes, values)
        hit = marks & ~holds & (np.abs(sizes[nearest] - values) <= reach)
        beside = marks & ~holds & _beside(numbers, claim, pool, form.count)
        holding += [(form, operands) for _, operands in _places(holds, pool)]
        if form.said and not any(one in traits.told(claim).kinds for one in form.said):
            continue
        for place, operands in _places(hit | beside, pool):
            if any(numbers.facts[at].end in told for at in operands):
                continue
            meant = chance_of(traits, form.name, claim, operands)
            one = Combination(form, operands, float(values[place]), meant)
            if hit[place]:
                slip = slips[int(nearest[place])][1]
                errors.append(Error(one, meant * slip.share * _ERROR, claim, slip))
            elif beside[place] and meant >= _LIKELY:
                errors += _operand_slips(numbers, fact, one, settled)
    return errors, holding


def _places(marks: Marks, pool: npt.NDArray[np.int64]) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Where a combination is marked, and the places of its operands in the report."""
    for found in np.argwhere(marks):
        yield tuple(int(at) for at in found), tuple(int(pool[at]) for at in found)


def _beside(numbers: Numbers, claim: int, pool: npt.NDArray[np.int64], count: int) -> Marks:
    """The combinations of numbers that stand right beside a claim, in its paragraph."""
    line = numbers.facts[claim].line
    near = np.array(
        [-_BESIDE_BACK <= at - claim <= _BESIDE_AHEAD and numbers.facts[at].line is line for at in pool],
        dtype=bool,
    )
    found = near
    for _ in range(count - 1):
        found = found[..., None] & near
    return found


def _operand_slips(numbers: Numbers, fact: Fact, one: Combination, settled: set[int]) -> Iterator[Error]:
    """The slips of an operand without which a combination would hold."""
    reach = reach_of(fact)
    for slot, at in enumerate(one.operands):
        operand = numbers.facts[at]
        if operand.end in settled or significant_digits(operand) <= _DIGITS:
            continue
        slips = _slips_of(operand)
        sizes: list[object] = [numbers.facts[other].quantity.size for other in one.operands]
        sizes[slot] = np.array([size for size, _ in slips])
        values = one.form.function(sizes)  # type: ignore[arg-type]
        for place in np.flatnonzero(np.abs(values - fact.quantity.size) <= reach):
            slip = slips[int(place)][1]
            yield Error(one, one.meant * slip.share * _ERROR, at, slip)


def _slips_of(fact: Fact) -> list[tuple[float, Slip]]:
    """The slips that lead to a number, by the magnitude of what it was."""
    scale = float(fact.quantity.measure.unit.scale)
    return sorted(
        ((one.size * scale, one) for one in likely_slips(fact.quantity.printed)), key=lambda pair: pair[0]
    )


def _stands(numbers: Numbers, fact: Fact, error: Error) -> bool:
    """Whether an error stands by exact arithmetic: the claim is not what rounded operands may give, and a slip mends it."""
    form, places = error.combination.form, error.combination.operands
    operands = [numbers.facts[at].quantity for at in places]
    if keeps(form.function, operands, fact.quantity):
        return False
    values = [one.value for one in operands]
    gap = abs(form.function(values) - fact.quantity.value)
    if (
        is_linear(form.function)
        and gap <= _ROUNDED * 2 * fact.quantity.printed.half_unit * fact.quantity.measure.unit.scale
    ):
        return False
    if numbers.facts[error.wrong] is fact:
        return rounded_as(fact, form.function(values)) == error.slip.before
    slot = places.index(error.wrong)
    values[slot] = operands[slot].measure.unit.to_base(error.slip.before)
    return rounded_as(fact, form.function(values)) == fact.quantity.printed.value


def _nearest_slip(sizes: Values, values: Values) -> npt.NDArray[np.int64]:
    """For each value the place of the slip that is nearest to it."""
    after = np.clip(np.searchsorted(sizes, values), 0, len(sizes) - 1)
    before = np.maximum(after - 1, 0)
    nearer = np.abs(sizes[before] - values) < np.abs(sizes[after] - values)
    return np.where(nearer, before, after)


def _relation(context: Context, miss: Miss) -> Relation:
    claim = miss.claim.quantity
    value = miss.form.function([one.quantity.value for one in miss.operands])
    slipped = miss.slipped.quantity
    right = slipped.text_of(slipped.measure.unit.to_base(miss.before))
    return relation(
        context, miss.form.rule, "inconsistent", "review_slip", context.quote_facts(*miss.operands, miss.claim),
        subject=miss.claim.name, expected=claim.text_of(value, more=2), stated=claim.shown,
        formula=miss.form.shown.format(*(one.quantity.shown for one in miss.operands)),
        repairs=(f"{slipped.shown}→{right}",),
    )  # fmt: skip
