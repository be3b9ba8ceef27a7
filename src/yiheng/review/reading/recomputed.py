"""What a claim is recomputed from, whoever found its operands, and what else these may be meant for."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Protocol

from yiheng.exact.rounding import round_half_up
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import Formula
from yiheng.review.reading.quantity import Quantity, quantities


class Recomputed(Protocol):
    """A claim with what it is computed from."""

    @property
    def rule(self) -> str:
        """The rule that the equation is of."""

    @property
    def claim(self) -> Fact:
        """The number that is recomputed."""

    @property
    def operands(self) -> tuple[Fact, ...]:
        """The numbers it is computed from."""

    @property
    def function(self) -> Formula:
        """How."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All its numbers."""


def rounded_as(fact: Fact, value: Fraction) -> Fraction:
    """A base value in the unit of a number, to its decimals."""
    return rounded_to(fact.quantity, value)


def rounded_to(quantity: Quantity, value: Fraction) -> Fraction:
    """The same of a number that is no fact."""
    places = quantity.printed.decimals
    return Fraction(round_half_up(quantity.measure.unit.from_base(value), places), 10**places)


@lru_cache(maxsize=4096)
def quantity_shown(shown: str) -> Quantity | None:
    """The one number that a value shows as it is told (应为12.50%, 12.50%): none where it shows several, or none at all."""
    read = quantities(f"为{shown}")  # a bare number at the beginning would be a list number
    return read[0] if len(read) == 1 else None
