"""The quality of a city-year's grouping, whole: its rate, its groups, their spread, explained variation, hospitals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from yiheng.grouping.quality.group_stats import GroupStats, group_stats
from yiheng.grouping.quality.grouping_rate import GroupingRate, valid_cases
from yiheng.grouping.quality.indicators import Indicators, Measured, indicators, near_limits
from yiheng.grouping.quality.risk import risk_classes
from yiheng.grouping.quality.rules import QualityRules, exact
from yiheng.grouping.quality.share import Share, share
from yiheng.grouping.quality.variation import Variation, variation
from yiheng.grouping.quality.weighing import weighing
from yiheng.grouping.quality.weight_table import GroupWeight
from yiheng.grouping.quality.year_cases import YearCases


@dataclass(frozen=True)
class Defined:
    """How many MDCs, ADRGs and groups there are: in use this year, and (None: nobody said) defined."""

    mdc_in_use: int
    adrg_in_use: int
    drg_in_use: int
    drg_defined: int | None


@dataclass(frozen=True)
class YearQuality:
    """Everything that is said of one grouping of one year. ``risk`` is each group's class, as computed from the year's
    deaths or, where the weight table has classes, as given there (``risk_given``)."""

    groups: tuple[GroupStats, ...]
    before: Variation
    after: Variation
    defined: Defined
    risk: Mapping[str, int]
    risk_given: bool
    city: Indicators
    hospitals: tuple[Indicators, ...]
    weights: Mapping[str, GroupWeight]
    rules: QualityRules

    @property
    def grouping(self) -> GroupingRate:
        """The city's 入组率."""
        return self.city.grouping

    @property
    def judged(self) -> tuple[GroupStats, ...]:
        """Groups with cases enough to judge their CV."""
        return tuple(one for one in self.groups if self._meets(one) is not None)

    @property
    def cv_groups(self) -> Share:
        """Judged groups whose CV is small enough."""
        return share(sum(self._meets(one) is True for one in self.groups), len(self.judged))

    @property
    def cv_cases(self) -> Share:
        """Their cases, of all valid cases."""
        met = sum(one.costs.count for one in self.groups if self._meets(one))
        return share(met, sum(one.costs.count for one in self.groups))

    @property
    def riv_meets(self) -> bool | None:
        """Whether the RIV on cost after trimming is great enough; None where there is none."""
        return None if self.after.riv is None else self.after.riv >= exact(self.rules.acceptance.riv_min)

    def _meets(self, one: GroupStats) -> bool | None:
        return one.cv_meets(self.rules.acceptance, self.rules.sd_kind)


def year_quality(
    cases: YearCases,
    rules: QualityRules,
    *,
    weights: Mapping[str, GroupWeight] | None = None,
    fees: Mapping[str, Mapping[str, int]] | None = None,
    drg_defined: int | None = None,
) -> YearQuality:
    """The quality of the groups of a year's cases.

    ``weights``: the weight table, if there is one. ``fees``: hospital → category of charge → 分. ``drg_defined``: how
    many groups the scheme defines; without it the weight table says.
    """
    weights = weights or {}
    valid = valid_cases(cases, rules.exclusion)
    died = cases.died(rules.low_risk.death_ways)
    groups, costs = group_stats(cases, valid, died, rules.trim)
    given = {drg: one.risk_class for drg, one in weights.items() if one.risk_class is not None}
    risk = given or risk_classes({one.drg: (one.deaths, one.costs.count) for one in groups}, rules.low_risk)
    near = near_limits(cases.drgs, weights, rules)
    measured = Measured(cases, valid, died, rules, weighing(weights) if weights else None, risk, near)
    fees = fees or {}
    return YearQuality(
        groups=tuple(groups),
        before=variation([one.costs for one in groups], [one.all for one in costs]),
        after=variation([one.kept for one in groups], [one.kept for one in costs]),
        defined=_defined(groups, len(weights) or None if drg_defined is None else drg_defined),
        risk=risk,
        risk_given=bool(given),
        city=indicators(measured, "", _together(fees)),
        hospitals=tuple(_hospitals(measured, fees)),
        weights=weights,
        rules=rules,
    )


def _hospitals(measured: Measured, fees: Mapping[str, Mapping[str, int]]) -> Iterator[Indicators]:
    """The indicators of each hospital, by code; cases are put in the order of hospitals once."""
    order = np.argsort(measured.cases.hospital, kind="stable")
    ordered = measured.part(order)
    starts = np.searchsorted(ordered.cases.hospital, np.arange(len(measured.cases.hospitals) + 1))
    for place, code in enumerate(measured.cases.hospitals):
        yield indicators(ordered.part(slice(starts[place], starts[place + 1])), code, fees.get(code, {}))


def _together(fees: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """The city's charges by category."""
    city: dict[str, int] = {}
    for one in fees.values():
        for kind, fen in one.items():
            city[kind] = city.get(kind, 0) + fen
    return city


def _defined(groups: list[GroupStats], drg_defined: int | None) -> Defined:
    """Counts what is in use; an official result may leave MDC or ADRG unsaid."""
    return Defined(
        len({one.mdc for one in groups} - {""}),
        len({one.adrg for one in groups} - {""}),
        len(groups),
        drg_defined,
    )
