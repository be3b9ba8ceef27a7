"""What a contradiction read from free wording is worth: whether a slip explains it, or other numbers beside it do better.

A report that its drafter has checked is wrong by slips: a digit, two digits swapped, a number left out, the unit. Where the
operands of a relation were found by words alone and no slip in any of its numbers would make it hold, the words were more
likely misread than the report wrong. So were they where the number accused is, to its last digit, what others of the same
sentence give. Both become questions to the drafter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import permutations

from yiheng.exact.errors import ExactError
from yiheng.exact.printed import Printed
from yiheng.review.finding import Quote, Relation
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import (
    Formula,
    fallen_by,
    gap,
    minus,
    over_sum,
    ratio,
    rise,
    risen_by,
    shortfall,
    times,
    total,
)
from yiheng.review.reading.slip import slips

_WEIGHED = ("R1", "R2", "R3", "R4", "R6", "R11", "R17", "R20")
_NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?")
_MOST_OPERANDS, _MOST_BESIDE = 14, 14
_CHANCE, _CHANCE_FREE, _CHANCE_TOGETHER = Fraction(1, 30), Fraction(1, 3), Fraction(1, 100)
"""How often a number may be expected to fit by chance what the numbers before it give, and still be taken for it; more
where only words found its operands, less where its numbers stand together."""
_LEAST, _PAIR = 3, 2
"""Digits of a number that others can bear out."""
_PRINTED_PLACES = Fraction(1, 2000)
"""How far a recomputed value may be off by the places it is printed with."""


@dataclass(frozen=True)
class _Number:
    """One number: as printed, in base units, what its unit is worth, and where it ends."""

    printed: Printed
    value: Fraction
    scale: Fraction
    end: int


def weighed(context: Context, one: Relation, free: bool) -> Relation:
    """A relation; a contradiction of too little weight as a question. ``free``: its operands were found by words alone."""
    if one.verdict != "inconsistent" or one.rule not in _WEIGHED:
        return one
    together = _side_by_side(context, one)
    light = free and not together and not explained(context, one)
    if light or _borne_out(context, one, _CHANCE_TOGETHER if together else _CHANCE_FREE if free else _CHANCE):
        return replace(one, verdict="review", repairs=())
    return one


def _side_by_side(context: Context, one: Relation) -> bool:
    """Whether a relation is of all the numbers of a stretch of one sentence: 1275家，接入1093家，占比96.9%; a growth and its
    amounts are bound by their sentence alone."""
    facts = context.by_end
    told = [facts[quote.end] for quote in one.quotes if quote.end in facts]
    least = _PAIR if one.rule == "R6" else _LEAST  # 304.2万元，与……（318.6万元）一致
    if len(told) < max(len(one.quotes), least) or len({fact.sentence for fact in told}) > 1:
        return False
    places = [fact.index for fact in told]
    return one.rule == "R4" or max(places) - min(places) < len(places)


def explained(context: Context, one: Relation) -> bool:
    """Whether a slip explains a contradiction; also where it cannot be told how it was computed."""
    claim, operands = _numbers(context, one)
    if one.rule == "R6":
        return claim is None or len(operands) != 1 or _same_but_for_a_slip(claim, operands[0])
    expected = _expected(one, claim)
    if claim is None or expected is None:
        return True
    half = claim.printed.half_unit * claim.scale
    if abs(abs(claim.value) - abs(expected)) <= half:
        return True  # the sign alone was lost, or the direction told the other way round
    if any(abs(before * claim.scale - expected) <= half for before in slips(claim.printed)):
        return True
    values = [number.value for number in operands]
    formula = _formula(values, expected)
    return formula is None or _mended(formula, operands, claim.value, half)


def _same_but_for_a_slip(first: _Number, second: _Number) -> bool:
    """Whether a slip in one of two numbers makes it the other, to the last place of the coarser."""
    half = max(one.printed.half_unit * one.scale for one in (first, second))
    return any(
        abs(before * one.scale - other.value) <= half
        for one, other in ((first, second), (second, first))
        for before in slips(one.printed)
    )


def _mended(formula: Formula, operands: Sequence[_Number], claim: Fraction, half: Fraction) -> bool:
    """Whether a slip in some operand makes a formula give a claim."""
    values = [number.value for number in operands]
    for place, number in enumerate(operands):
        for before in (*slips(number.printed), -number.printed.value):
            tried = [*values[:place], before * number.scale, *values[place + 1 :]]
            found = _value(formula, tried)
            if found is not None and abs(found - claim) <= half:
                return True
    return False


def _numbers(context: Context, one: Relation) -> tuple[_Number | None, list[_Number]]:
    """The number that a relation accuses, and those it was computed from; none where it cannot be told apart."""
    claim: _Number | None = None
    operands: list[_Number] = []
    facts = context.by_end
    stated = _NUMBER.findall(one.stated)
    for quote in one.quotes:
        number = _number(quote, facts.get(quote.end))
        if number is None:
            continue
        if claim is None and stated and number.printed.text == stated[-1]:
            claim = number
        else:
            operands.append(number)
    return claim, operands


def _number(quote: Quote, fact: Fact | None) -> _Number | None:
    """The number at the end of a quote; of a cell without a unit, as it stands."""
    if fact is not None:
        quantity = fact.quantity
        return _Number(quantity.printed, quantity.value, quantity.measure.unit.scale, quote.end)
    found = _NUMBER.findall(quote.text)
    try:
        printed = Printed.parse(found[-1]) if found else None
    except ExactError:
        return None
    return _Number(printed, printed.value, Fraction(1), quote.end) if printed else None


def _expected(one: Relation, claim: _Number | None) -> Fraction | None:
    """What was recomputed, in base units: it is printed in the unit of what is accused."""
    found = _NUMBER.findall(one.expected)
    if claim is None or len(found) != 1:
        return None
    try:
        return Printed.parse(found[0].replace("−", "-")).value * claim.scale
    except ExactError:
        return None


def _formula(values: Sequence[Fraction], expected: Fraction) -> Formula | None:
    """The simple formula by which a value follows from operands, in whatever order these are quoted."""
    if not values or len(values) > _MOST_OPERANDS:
        return None
    for formula in _of_two() if len(values) == 2 else _of_many():
        found = _value(formula, values)
        if found is not None and abs(found - expected) <= abs(expected) * _PRINTED_PLACES:
            return formula
    return None


def _of_two() -> Iterator[Formula]:
    """Formulas of two operands."""
    straight: tuple[Formula, ...] = (
        total,
        minus,
        ratio,
        rise,
        shortfall,
        risen_by,
        fallen_by,
        _part,
        _months,
        times,
    )
    for formula in straight:
        yield formula
        yield _turned(formula)
    yield _from_hundred


def _of_many() -> Iterator[Formula]:
    """Formulas of one operand, or of several that add up."""
    yield from (total, _from_hundred, _monthly, _first_less_rest, _last_less_rest)


def _turned(formula: Formula) -> Formula:
    return lambda values: formula((values[1], values[0]))


def _months(values: Sequence[Fraction]) -> Fraction:
    return values[0] * 12 / values[1]


def _monthly(values: Sequence[Fraction]) -> Fraction:
    return total(values) / 12


def _from_hundred(values: Sequence[Fraction]) -> Fraction:
    return 100 - total(values)


def _first_less_rest(values: Sequence[Fraction]) -> Fraction:
    return values[0] - total(values[1:]) if len(values) > 1 else values[0]


def _last_less_rest(values: Sequence[Fraction]) -> Fraction:
    return values[-1] - total(values[:-1]) if len(values) > 1 else values[0]


def _value(formula: Formula, values: Sequence[Fraction]) -> Fraction | None:
    try:
        return formula(values)
    except ZeroDivisionError:
        return None


_part = over_sum(0)
_BESIDE: tuple[Formula, ...] = (ratio, rise, _part, risen_by)
_BESIDE_SUMS: tuple[Formula, ...] = (total, gap)


def _borne_out(context: Context, one: Relation, chance: Fraction) -> bool:
    """Whether a number accused is what two others before it in its sentence give, though it could hardly be by chance."""
    claim, operands = _numbers(context, one)
    expected = _expected(one, claim)
    if one.rule == "R6" or claim is None or not claim.value:
        return False
    if expected is not None and abs(expected) == abs(claim.value):
        return False  # only the sign is in question
    half = claim.printed.half_unit * claim.scale
    if one.rule == "R4" and expected is not None and abs(expected - 1 - claim.value) <= half:
        return True  # grown to 106.4 % is grown by 6.4 %
    if len("".join(filter(str.isdigit, claim.printed.text)).strip("0")) < _LEAST:
        return False
    values = [fact for fact in _before(context, claim) if fact.quantity.value != claim.value]
    tried, fits = 0, False
    for formula, first, second in _combined(values[-_MOST_BESIDE:], claim.scale == Fraction(1, 100)):
        tried += 1
        pair = (first.quantity.value, second.quantity.value)
        found = _value(formula, pair)
        wrong_base = formula is not _part and {number.value for number in operands} >= set(pair)
        fits = fits or (found is not None and abs(found - claim.value) <= half and not wrong_base)
    return fits and tried * 2 * half <= chance * abs(claim.value)


def _combined(facts: Sequence[Fact], of_ratio: bool) -> Iterator[tuple[Formula, Fact, Fact]]:
    """Pairs of numbers of one dimension with the formulas that make a rate, or an amount, of them."""
    if of_ratio:
        for first, second in permutations(facts, 2):
            if first.quantity.dimension == second.quantity.dimension:
                yield from ((formula, first, second) for formula in _BESIDE)
        return
    for first, second in permutations(facts, 2):
        if first.quantity.dimension == second.quantity.dimension and _size(first) < _size(second):
            yield from ((formula, first, second) for formula in _BESIDE_SUMS)


def _size(fact: Fact) -> Fraction:
    return fact.quantity.value


def _before(context: Context, claim: _Number) -> list[Fact]:
    """Definite numbers that stand before the one accused in its sentence or line, each value once."""
    low = max(context.text.rfind(mark, 0, claim.end) for mark in "\n。") + 1
    found: dict[Fraction, Fact] = {}
    for fact in context.facts_in(low, claim.end):
        if fact.quantity.measured:
            found.setdefault(fact.quantity.value, fact)
    return list(found.values())
