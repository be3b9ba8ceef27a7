"""How much outpatient care of each sort a year has: visits, cost, policy range and fund payment, exact at any scale.

Pooled care of employees is published. The others are sized by the book line that pays them; one sort of employees'
care is sized so that fund payment over policy range of all of them prints the published ratio.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yiheng.exact.rounding import div_half_up
from yiheng.synthetic.care_city import CareCity
from yiheng.synthetic.case_profile import OutpatientRule
from yiheng.synthetic.whole_split import split_evenly

MILLION = 1_000_000
BATCH = 50_000
"""Visits worked on at a time."""


@dataclass(frozen=True)
class Volume:
    """Visits and 分 of some time."""

    visits: int
    cost: int
    scope: int
    fund: int

    def split(self, city: CareCity, weights: list[int]) -> Iterator[Volume]:
        """Parts by whole weights; the money follows the visits."""
        visits = city.frame.split(self.visits, weights)
        sums = (city.frame.split(total, visits) for total in (self.cost, self.scope, self.fund))
        return (Volume(*row) for row in zip(visits, *sums, strict=True))

    def batches(self, city: CareCity) -> Iterator[Volume]:
        """Parts of at most ``BATCH`` visits."""
        if self.visits:
            yield from self.split(city, split_evenly(self.visits, -(-self.visits // BATCH)))


@dataclass(frozen=True)
class Sort:
    """One sort of outpatient care in a year: ``rule`` is None for the pooled care of employees."""

    place: int
    rule: OutpatientRule | None
    volume: Volume


def pooled_volume(city: CareCity, year: int) -> Volume:
    """Pooled outpatient care of employees in a year; nothing before it began."""
    rule, frame = city.profile.pooling, city.frame
    cost = frame.figure(rule.cost, year)
    scope = div_half_up(cost * rule.in_scope_ppm, MILLION)
    return Volume(frame.figure(rule.visits, year), cost, scope, div_half_up(scope * rule.fund_ppm, MILLION))


def sorts(city: CareCity, year: int) -> list[Sort]:
    """All outpatient care of a year."""
    pooled = pooled_volume(city, year)
    found = [Sort(0, None, pooled)]
    for place, rule in enumerate(city.profile.outpatient, start=1):
        found.append(Sort(place, rule, _volume(city, rule, year, pooled)))
    return found


def _volume(city: CareCity, rule: OutpatientRule, year: int, pooled: Volume) -> Volume:
    fund_type = "390" if "resident" in rule.groups and not rule.family else "310"
    sub_fund = "pooled" if rule.in_scope_ppm else "personal"
    paid = div_half_up(city.frame.ceiling(fund_type, sub_fund, rule.line_code, year) * rule.plan_ppm, MILLION)
    if not rule.in_scope_ppm:
        return Volume(paid // rule.mean.base, paid, 0, 0)
    if rule.calibrated:
        ratio = city.profile.outpatient_rate.ppm("employee", year)
        scope = div_half_up((paid + pooled.fund) * MILLION, ratio) - pooled.scope
    else:
        scope = div_half_up(paid * MILLION, rule.fund_ppm)
    cost = div_half_up(scope * MILLION, rule.in_scope_ppm)
    return Volume(cost // rule.mean.base, cost, scope, paid)
