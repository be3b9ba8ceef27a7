"""Units of measure as exact scales over the base unit of their dimension (money 分, ratio 1, persons 1 …)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from yiheng.exact.errors import ExactError

MONEY = "money"
"""The dimension whose base unit is 分."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A named unit: one of it is ``scale`` base units. 万元 has scale 1,000,000 (分), % has 1/100.

    Raises ExactError("scale_not_positive").
    """

    name: str
    dimension: str
    scale: Fraction

    def __post_init__(self) -> None:
        if self.scale <= 0:
            raise ExactError("scale_not_positive", unit=self.name, found=self.scale)

    def to_base(self, value: Fraction) -> Fraction:
        """A value in this unit, in base units."""
        return value if self.scale == 1 else value * self.scale

    def from_base(self, value: Fraction) -> Fraction:
        """A value in base units, in this unit."""
        return value if self.scale == 1 else value / self.scale
