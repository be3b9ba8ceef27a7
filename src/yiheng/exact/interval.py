"""Closed intervals of exact values, and the verdict on a stated number that can be recomputed.

Every printed number leaves an interval open. A relation is recomputed at the printed values (the point) and
over all that their intervals allow (the band); the claim is then judged against both (seed_checks §1).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from yiheng.exact.errors import ExactError
from yiheng.exact.rounding import round_half_up

if TYPE_CHECKING:  # printed builds on this module
    from yiheng.exact.printed import Printed
    from yiheng.exact.unit import Unit

CORNER_OPERANDS_LIMIT = 12
"""Most operands of positive width that a corner band takes: 2¹² evaluations."""


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from ``low`` to ``high``, both included. Raises ExactError("interval_reversed")."""

    low: Fraction
    high: Fraction

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ExactError("interval_reversed", low=self.low, high=self.high)

    @classmethod
    def of(cls, printed: Printed, unit: Unit, exact: bool = False) -> Interval:
        """What a printed number in ``unit`` may stand for, in base units."""
        band = printed.interval(exact)
        return cls(unit.to_base(band.low), unit.to_base(band.high))

    @property
    def width(self) -> Fraction:
        """High minus low; 0 for a single value."""
        return self.high - self.low

    def meets(self, other: Interval) -> bool:
        """Whether a value lies in both."""
        return self.low <= other.high and other.low <= self.high

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def __truediv__(self, other: Interval) -> Interval:
        """Divide; raises ExactError("division_by_zero") where the divisor contains 0."""
        if other.low <= 0 <= other.high:
            raise ExactError("division_by_zero", low=other.low, high=other.high)
        return self * Interval(1 / other.high, 1 / other.low)


class Verdict(StrEnum):
    """Classes of seed_checks §1: ``verdict`` gives the first three, the caller knows of the last two."""

    CONSISTENT = "consistent"
    ROUNDING = "rounding"
    INCONSISTENT = "inconsistent"
    REVIEW = "review"
    """The conflict depends on a definition or on facts outside the text."""
    DERIVED = "derived"
    """The text makes no claim; the recomputed value stands alone."""


def verdict(point: Fraction, band: Interval, claim: Printed) -> Verdict:
    """Judge a claim against what its operands give; ``point`` and ``band`` are in the claim's unit.

    Consistent: the point, rounded half up to the claim's decimals, is the claim. Rounding: the band meets the
    claim's own interval, or the gap is under one unit of the claim's last place (truncation, rounding up).
    """
    if round_half_up(point, claim.decimals) == round_half_up(claim.value, claim.decimals):
        return Verdict.CONSISTENT
    if band.meets(claim.interval()) or abs(point - claim.value) < 2 * claim.half_unit:
        return Verdict.ROUNDING
    return Verdict.INCONSISTENT


def corner_band(
    function: Callable[[Sequence[Fraction]], Fraction], intervals: Sequence[Interval]
) -> Interval:
    """The least and greatest value of ``function`` over all corners of the operands' intervals.

    This is the whole range where the function is monotonic in each operand taken alone and every divisor
    keeps its sign, as in sums, differences, products and quotients of positive amounts; it is not for others.
    Operands of no width have one corner. Raises ExactError("too_many_operands") beyond
    ``CORNER_OPERANDS_LIMIT`` operands of positive width, and ExactError("division_by_zero").
    """
    wide = sum(1 for interval in intervals if interval.width)
    if wide > CORNER_OPERANDS_LIMIT:
        raise ExactError("too_many_operands", found=wide, expected=CORNER_OPERANDS_LIMIT)
    ends = [(i.low, i.high) if i.width else (i.low,) for i in intervals]
    try:
        values = [function(corner) for corner in product(*ends)]
    except ZeroDivisionError:
        raise ExactError("division_by_zero") from None
    return Interval(min(values), max(values))


def sum_band(intervals: Sequence[Interval], signs: Sequence[int] = ()) -> Interval:
    """The exact range of a sum with ``signs`` +1 or −1 (all +1 when none are given), however many terms.

    Raises ExactError("lengths_differ").
    """
    factors = signs or (1,) * len(intervals)
    if len(factors) != len(intervals):
        raise ExactError("lengths_differ", found=len(factors), expected=len(intervals))
    total = Interval(Fraction(0), Fraction(0))
    for interval, sign in zip(intervals, factors, strict=True):
        total = total + interval if sign > 0 else total - interval
    return total
