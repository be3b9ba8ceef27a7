"""Risk classes of groups by their mortality, and the mortality of the low-risk class (02 §8, O-35)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yiheng.grouping.quality.moments import SdKind
from yiheng.grouping.quality.rules import LowRisk

_DECIMALS = 10
"""Logarithms and cuts are rounded to so many decimals before they are compared."""
NO_DEATHS = 0
_CUTS = (-1, 0, 1)
"""The cuts lie at so many σ from μ."""


@dataclass(frozen=True, slots=True)
class RiskCuts:
    """μ and σ of ln(mortality) over the groups in which cases died; None where no group has deaths enough."""

    middle: float
    sigma: float

    @property
    def cuts(self) -> tuple[float, ...]:
        """The three cuts, rising."""
        return tuple(round(self.middle + step * self.sigma, _DECIMALS) for step in _CUTS)


def risk_cuts(mortality: Sequence[float], kind: SdKind) -> RiskCuts | None:
    """The cuts from the mortality of each group with deaths; None for too few groups."""
    logarithms = [math.log(rate) for rate in mortality if rate > 0]
    divisor = len(logarithms) if kind == "population" else len(logarithms) - 1
    if divisor <= 0:
        return None
    middle = math.fsum(logarithms) / len(logarithms)
    sigma = math.sqrt(math.fsum((one - middle) ** 2 for one in logarithms) / divisor)
    return RiskCuts(middle, sigma)


def risk_class(mortality: float, cuts: RiskCuts | None, rules: LowRisk) -> int:
    """The class of a group: 0 without deaths, then 1 (lowest) to 4."""
    if mortality <= 0 or cuts is None:
        return NO_DEATHS
    place = round(math.log(mortality), _DECIMALS)
    above = (place >= cut if rules.at_cut == "above" else place > cut for cut in cuts.cuts)
    return 1 + sum(above)


def risk_classes(deaths_of: Mapping[str, tuple[int, int]], rules: LowRisk) -> dict[str, int]:
    """The class of each group from its (deaths, cases), in a fixed order of codes."""
    rates = {drg: deaths / cases for drg, (deaths, cases) in sorted(deaths_of.items()) if cases}
    cuts = risk_cuts(list(rates.values()), rules.sd_kind)
    return {drg: risk_class(rate, cuts, rules) for drg, rate in rates.items()}
