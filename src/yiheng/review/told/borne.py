"""Accusations of numbers that others beside them give: 比上年的214例多112例，……；急诊118例，占总量的36.20% is of 118, not of 112.

A reader binds the operands of a number by words, and a fluent report leaves most of them out. What is accused is no error
where no slip explains it and two or three other numbers of its paragraph give it to its last digit. The nearest are tried first, and a fit counts
only as long as so many trials would hardly have met the number by chance: of a short number, only its neighbours do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context
from yiheng.review.reading.figure import Figure, figures_in
from yiheng.review.reading.quantity import measure_of
from yiheng.review.told.weighed import explained

_RULES = frozenset({"R1", "R2", "R3", "R4", "R13", "R14", "R17"})
_BEFORE, _AFTER, _TRIPLE = 8, 4, 6
_CHANCE = Fraction(1, 3)
"""How often the trials before a fit may be expected to meet a number by chance."""
_TRIED_EXACT = 3
"""Trials before a fit without any rounding, that counts for a number of one digit too."""
_PERCENT = ("%", "％")
_POINTS = "个百分点"
_PERSONS = ("人", "名", "位")


@dataclass(frozen=True)
class _Number:
    """A number in base units, half its last place, its unit and dimension, and where it ends."""

    value: Fraction
    half: Fraction
    unit: str
    dimension: str
    family: str
    end: int


def borne_beside(context: Context, one: Relation) -> Relation:
    """A relation; an accusation of a number that others of its paragraph give as a question."""
    if one.verdict != "inconsistent" or one.rule not in _RULES or explained(context, one):
        return one
    found = _claim(context, one)
    if found is None:
        return one
    claim, near = found
    own = {quote.end for quote in one.quotes}
    for tried, (value, ends) in enumerate(_values(claim, near), 1):
        chance = tried * 2 * claim.half / abs(claim.value)
        other = not ends <= own or (one.rule == "R1" and len(ends) < len(own) - 1)
        other = other or _read_the_other_way(one, value, [two for two in near if two.end in ends])
        if other and abs(value - claim.value) <= claim.half:
            exact = value == claim.value and tried <= _TRIED_EXACT
            return replace(one, verdict="review", repairs=()) if exact or chance <= _CHANCE else one
        if chance > 1:
            return one
    return one


def _claim(context: Context, one: Relation) -> tuple[_Number, list[_Number]] | None:
    """The number accused, and those of its paragraph by their distance from it."""
    quote = next((q for q in reversed(one.quotes) if q.text.endswith(one.stated)), None)
    if quote is None or not one.stated:
        return None
    line = context.report.line_at(quote.start)
    figures = figures_in(context, line.start, line.end)
    at = next((place for place, figure in enumerate(figures) if figure.end == quote.end), None)
    if at is None or not figures[at].printed.value:
        return None
    order = sorted(
        (place for place in range(max(0, at - _BEFORE), min(len(figures), at + _AFTER + 1)) if place != at),
        key=lambda place: (abs(place - at), place),
    )
    claim = _number(figures[at])
    near = [_number(figures[place]) for place in order]
    return claim, [two for two in near if two.value and two.value != claim.value]


def _number(figure: Figure) -> _Number:
    measure = measure_of(figure.unit)
    if measure is None:
        return _Number(
            figure.printed.value, figure.printed.half_unit, figure.unit, figure.unit, "", figure.end
        )
    scale = measure.unit.scale
    value, half = figure.printed.value * scale, figure.printed.half_unit * scale
    dimension = "persons" if figure.unit in _PERSONS else measure.unit.dimension
    return _Number(value, half, figure.unit, dimension, measure.family, figure.end)


def _values(claim: _Number, near: Sequence[_Number]) -> Iterator[tuple[Fraction, set[int]]]:
    """What two or three of the nearest numbers give that may be the claim, with where these end."""
    for place in range(1, len(near)):
        for other in near[:place]:
            for value in _of_two(claim, near[place], other):
                yield value, {near[place].end, other.end}
        if place < _TRIPLE and claim.dimension != "ratio":
            for first, second in combinations(near[:place], 2):
                for value in _of_three(claim, (near[place], first, second)):
                    yield value, {near[place].end, first.end, second.end}


def _of_two(claim: _Number, one: _Number, two: _Number) -> Iterator[Fraction]:
    alike = one.dimension == two.dimension
    low, high = sorted((one.value, two.value))
    if claim.unit in _PERCENT:
        counts = one.family == two.family == "count"
        if (alike or counts) and one.unit not in (*_PERCENT, _POINTS):
            yield low / high
            yield high / low - 1
            yield 1 - low / high
        return
    if claim.unit == _POINTS:
        if one.unit in _PERCENT and two.unit in _PERCENT:
            yield high - low
        return
    if alike and one.dimension == claim.dimension:
        yield high - low
        yield high + low
        return
    if claim.dimension in (one.dimension, two.dimension):
        own, other = (one, two) if one.dimension == claim.dimension else (two, one)
        yield own.value * other.value
        yield own.value / other.value


def _of_three(claim: _Number, numbers: Sequence[_Number]) -> Iterator[Fraction]:
    """One less two others, and three together, of one thing."""
    if any(one.dimension != claim.dimension for one in numbers):
        return
    low, middle, high = sorted(one.value for one in numbers)
    yield high - middle - low
    yield high + middle + low


def _read_the_other_way(one: Relation, value: Fraction, operands: Sequence[_Number]) -> bool:
    """本年新开通42条，2021年仅126条，增长33.33%: of the change, not of two levels; 低于预算20万元3.8万元，完成81%: of what is left."""
    low, high = sorted(two.value for two in operands)[:: len(operands) - 1]
    levels = one.rule == "R4" and one.formula.startswith("（")  # of two levels, not of a change since one
    return (levels and value == low / high) or (one.rule == "R3" and value == 1 - low / high)
