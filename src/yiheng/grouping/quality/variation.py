"""RIV (组间变异解释度): how much of the spread of cost the grouping explains, pooled over all cases (02 §2.3)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from yiheng.grouping.quality.group_stats import together
from yiheng.grouping.quality.moments import Moments, Whole

LN_DECIMALS = 10
"""RIV on ln(cost) is rounded to so many decimals before anything is done with it."""


@dataclass(frozen=True, slots=True)
class Variation:
    """``riv`` on cost is exact, ``ln_riv`` on ln(cost) rounded; None where all cases cost the same. ``cases`` counted."""

    cases: int
    riv: Fraction | None
    ln_riv: Fraction | None


def riv(groups: Sequence[Moments]) -> Fraction | None:
    """(SS_total − SS_within) / SS_total over all values of all groups; None where nothing varies."""
    total = together(groups).squared_deviations
    if not total:
        return None
    within = sum((group.squared_deviations for group in groups), Fraction(0))
    return (total - within) / total


def ln_riv(groups: Sequence[Whole]) -> Fraction | None:
    """The same on the logarithms of values above zero; sums are exact roundings, whatever the order."""
    logarithms = [[math.log(value) for value in group.tolist() if value > 0] for group in groups]
    everything = [value for group in logarithms for value in group]
    total = _deviations(everything)
    if not total:
        return None
    within = math.fsum(_deviations(group) for group in logarithms if group)
    return Fraction(format((total - within) / total, f".{LN_DECIMALS}f"))


def _deviations(values: Sequence[float]) -> float:
    if not values:
        return 0.0
    middle = math.fsum(values) / len(values)
    return math.fsum((value - middle) ** 2 for value in values)


def variation(moments: Sequence[Moments], values: Sequence[Whole]) -> Variation:
    """Both readings of the same groups."""
    return Variation(sum(group.count for group in moments), riv(moments), ln_riv(values))
