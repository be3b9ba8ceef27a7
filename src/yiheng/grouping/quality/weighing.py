"""The numbers of a weight table over common denominators: sums over many groups stay exact without long fractions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from yiheng.grouping.quality.weight_table import GroupWeight


@dataclass(frozen=True)
class Scaled:
    """A number for each of some groups: its numerator over ``denominator``."""

    denominator: int
    numerators: Mapping[str, int]

    def total(self, amounts: Iterable[tuple[str, int]]) -> Fraction:
        """The sum of amount · number over groups, each of which must have a number."""
        return Fraction(sum(amount * self.numerators[drg] for drg, amount in amounts), self.denominator)


def scaled(numbers: Mapping[str, Fraction]) -> Scaled:
    """Numbers over their least common denominator."""
    whole = lcm(*(one.denominator for one in numbers.values()))
    return Scaled(whole, {drg: one.numerator * (whole // one.denominator) for drg, one in numbers.items()})


@dataclass(frozen=True)
class Reference:
    """A reference mean of some groups, and one over it."""

    mean: Scaled
    inverse: Scaled

    def __contains__(self, drg: str) -> bool:
        return drg in self.mean.numerators


@dataclass(frozen=True)
class Weighing:
    """A weight table made ready: weights, reference costs (分) and stays (days)."""

    weights: Mapping[str, GroupWeight]
    weight: Scaled
    cost: Reference
    stay: Reference


def weighing(weights: Mapping[str, GroupWeight]) -> Weighing:
    """Make a weight table ready."""
    costs = {drg: one.mean_cost_fen for drg, one in weights.items() if one.mean_cost_fen is not None}
    stays = {drg: one.mean_los_days for drg, one in weights.items() if one.mean_los_days is not None}
    weight = scaled({drg: one.weight for drg, one in weights.items()})
    return Weighing(weights, weight, _reference(costs), _reference(stays))


def _reference(means: Mapping[str, Fraction]) -> Reference:
    return Reference(scaled(means), scaled({drg: 1 / mean for drg, mean in means.items()}))
