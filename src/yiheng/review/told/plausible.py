"""An arithmetic accusation whose number no ordinary error explains is a question.

Writers err by a digit, a unit, a row, a rounding; a number that is far from what the operands give
is mostly computed from others, which the reader did not find. It is told as an error only where one slip or a power of ten
leads to it, or where what clean reports teach (:mod:`yiheng.review.told.odds_weights`) leaves hardly a doubt that these operands
are meant.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import permutations

from yiheng.exact.rounding import round_half_up
from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.quantity import Quantity, quantities
from yiheng.review.reading.slip import is_slip
from yiheng.review.told.odds_forms import FORMS, kind_of
from yiheng.review.told.odds_traits import traits_of
from yiheng.review.told.odds_weights import chance_of

_ARITHMETIC = ("R1", "R2", "R3", "R4", "R6", "R11", "R13", "R17", "R20")
_WILD = Fraction(6, 10)
_SURE = 0.5
_MOST, _ABOUT, _TURNED = 3, Fraction(2, 100), Fraction(5, 100)
_POWERS = tuple(Fraction(10) ** power for power in range(-8, 9) if power)


def plausible(context: Context, found: Relation) -> Relation:
    """A relation, as a question where its accusation is of no plausible error."""
    if found.verdict != "inconsistent" or found.rule not in _ARITHMETIC:
        return found
    expected, stated = _one(found.expected), _one(found.stated)
    if expected is None or stated is None or not expected.value or _explained(expected, stated):
        return found
    size = abs(expected.value)
    if found.rule == "R2":  # a rest is small beside what it is left of
        size = max([size, *(one.quantity.value for one in _quoted(context, found))])
    if abs(abs(stated.value) - abs(expected.value)) <= _WILD * size:
        return found
    meant = _meant(context, found)
    if meant is None or meant < _SURE:
        return replace(found, verdict="review", repairs=())
    return found


def _one(shown: str) -> Quantity | None:
    """The one number of some words; a bare one has no unit to compare."""
    read = quantities(shown)
    return read[0] if len(read) == 1 else None


def _quoted(context: Context, found: Relation) -> list[Fact]:
    """The numbers that an accusation quotes."""
    return [context.by_end[quote.end] for quote in found.quotes if quote.end in context.by_end]


def _explained(expected: Quantity, stated: Quantity) -> bool:
    """Whether one slip, a unit, or the two numbers of a multiple turned round lead from what should be told to what is."""
    unit, places = stated.measure.unit, stated.printed.decimals
    right = Fraction(round_half_up(unit.from_base(expected.value), places), 10**places)
    if is_slip(right, stated.printed):
        return True
    if stated.unit == "倍" and abs(stated.value * expected.value - 1) < _TURNED:
        return True
    ratio = stated.value / expected.value
    return any(abs(ratio * power - 1) < _ABOUT for power in _POWERS)


def _meant(context: Context, found: Relation) -> float | None:
    """How likely the numbers of an accusation are computed from each other by some form; None where they are more than a form
    has."""
    traits = traits_of(context)
    numbers = traits.numbers
    places = {fact.end: at for at, fact in enumerate(numbers.facts)}
    quoted = [places[quote.end] for quote in found.quotes if quote.end in places]
    if not 2 <= len(quoted) <= _MOST or len(set(quoted)) < len(found.quotes):
        return None
    claims = [at for at in quoted if numbers.facts[at].quantity.shown == found.stated] or quoted
    return max(
        (
            chance_of(traits, form.name, claim, operands)
            for claim in claims
            for form in FORMS
            if kind_of(numbers.facts[claim]) in form.kinds and form.count == len(quoted) - 1
            for operands in permutations([at for at in quoted if at != claim])
        ),
        default=0.0,
    )
