"""What would mend an equation that fails: the numbers of which one slip of the pen leads from a right value to what is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache

from yiheng.exact.printed import Printed
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import total
from yiheng.review.reading.recomputed import Recomputed, rounded_as
from yiheng.review.reading.slip import is_slip, is_slip_of_digits, slips

_MARGIN = 1e-6


def mending(equation: Recomputed, firm: frozenset[int]) -> list[tuple[Fact, Fraction]]:
    """The numbers that nothing bears out and whose slip would mend the equation, with the value before the slip."""
    units = {one.quantity.unit for one in equation.facts}
    if equation.function is total and len(units) == 1:
        return list(_repairs_of_sum(equation, firm))
    value = _value(equation)
    if value is None:
        return []
    find = _repair_of_sum if equation.rule == "R1" else _repair
    found = ((fact, find(equation, fact, value)) for fact in equation.facts if fact.end not in firm)
    return [(fact, before) for fact, before in found if before is not None]


def _repairs_of_sum(equation: Recomputed, firm: frozenset[int]) -> Iterator[tuple[Fact, Fraction]]:
    """The same for a sum of one unit, in whole numbers of its last place."""
    printed = [one.quantity.printed for one in equation.facts]
    places = 10 ** max(one.decimals for one in printed)
    values = [one.value.numerator * places // one.value.denominator for one in printed]
    gap = values[-1] - sum(values[:-1])
    for fact, one, value in zip(equation.facts, printed, values, strict=True):
        before = value - gap if fact is equation.claim else value + gap
        if fact.end not in firm and is_slip_of_digits(before, value, places // 10**one.decimals):
            yield fact, Fraction(before, places)


def _repair_of_sum(equation: Recomputed, fact: Fact, value: Fraction) -> Fraction | None:
    """The one value that would make a sum right, where a slip leads from it to what is printed."""
    gap = equation.claim.quantity.value - value
    right = fact.quantity.value + (-gap if fact is equation.claim else gap)
    before = fact.quantity.measure.unit.from_base(right)
    return before if is_slip(before, fact.quantity.printed) else None


def _repair(equation: Recomputed, fact: Fact, value: Fraction) -> Fraction | None:
    claim = equation.claim.quantity
    if fact is equation.claim:
        rounded = rounded_as(fact, value)
        return rounded if is_slip(rounded, claim.printed) else None
    values = [one.quantity.value for one in equation.operands]
    sizes = [one.quantity.size for one in equation.operands]
    place = equation.operands.index(fact)
    scale = float(fact.quantity.measure.unit.scale)
    for before, size in _slips_of(fact.quantity.printed):
        sizes[place] = size * scale
        if _far_off(equation, sizes):
            continue
        values[place] = fact.quantity.measure.unit.to_base(before)
        if _close(equation, values):
            return before
    return None


def _far_off(equation: Recomputed, sizes: Sequence[float]) -> bool:
    """Whether magnitudes alone show that an equation does not hold: most slips mend nothing."""
    claim = equation.claim.quantity
    try:
        size = equation.function(sizes)  # type: ignore[arg-type]
    except ZeroDivisionError:
        return True
    return abs(size - claim.size) > 2 * claim.half_size + _MARGIN * abs(claim.size)


def _close(equation: Recomputed, values: Sequence[Fraction]) -> bool:
    """Whether an equation holds, to the decimals of its claim, for these values of its operands."""
    claim = equation.claim.quantity
    try:
        gap = abs(claim.measure.unit.from_base(equation.function(values)) - claim.printed.value)
    except ZeroDivisionError:
        return False
    return gap == 0 if equation.rule == "R2" else gap <= claim.printed.half_unit


def agreeing_digits(equation: Recomputed) -> int:
    """Significant digits of an equation beyond those of its longest number: each is one that chance must hit."""
    return sum(sorted(significant_digits(fact) for fact in equation.facts)[:-1])


def significant_digits(fact: Fact) -> int:
    """How many digits say something: zeros at the end may stand for a round number."""
    return _significant(fact.quantity.printed.text)


@lru_cache(maxsize=8192)
def _significant(text: str) -> int:
    return len("".join(filter(str.isdigit, text)).strip("0")) or 1


def _value(equation: Recomputed) -> Fraction | None:
    try:
        return equation.function([one.quantity.value for one in equation.operands])
    except ZeroDivisionError:
        return None


@lru_cache(maxsize=4096)
def _slips_of(printed: Printed) -> tuple[tuple[Fraction, float], ...]:
    """Every value from which one slip leads to a printed one, with its size."""
    return tuple((before, float(before)) for before in frozenset(slips(printed)))
