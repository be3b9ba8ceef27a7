"""A ratio kept as its two parts, so that it is rounded once, when it is printed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Share:
    """``numerator`` over ``denominator``: cases, 分, days or weights."""

    numerator: Fraction
    denominator: Fraction

    @property
    def value(self) -> Fraction | None:
        """The ratio; None where the denominator is zero."""
        return self.numerator / self.denominator if self.denominator else None


def share(numerator: Fraction | int, denominator: Fraction | int) -> Share:
    """A share of whole numbers or fractions."""
    return Share(Fraction(numerator), Fraction(denominator))
