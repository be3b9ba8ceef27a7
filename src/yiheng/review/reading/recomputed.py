"""What a claim is recomputed from, whoever found its operands, and what else these may be meant for."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol

from yiheng.exact.rounding import round_half_up
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import Formula


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


def gives_another(one: Recomputed, beside: Sequence[Fact]) -> bool:
    """Whether operands give, to the last place, another number of the claim's unit: 2,015人，管理1,914人，95.0%；建册率96.3%."""
    value = one.function([fact.quantity.value for fact in one.operands])
    return any(
        fact.quantity.unit == one.claim.quantity.unit
        and fact not in one.facts
        and rounded_as(fact, value) == fact.quantity.printed.value
        for fact in beside
    )


def rounded_as(fact: Fact, value: Fraction) -> Fraction:
    """A base value in the unit of a number, to its decimals."""
    places = fact.quantity.printed.decimals
    return Fraction(round_half_up(fact.quantity.measure.unit.from_base(value), places), 10**places)
