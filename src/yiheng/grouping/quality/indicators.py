"""The indicators of one hospital, or of the city: CMI, indices of consumption, shares, readmission, low-risk deaths.

Everything is a :class:`..share.Share` of exact numbers. Cost, weight, stay and death are measured on valid cases
(grouped, not excluded); readmission on all discharges.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

import numpy as np

from yiheng.grouping.quality.group_stats import summed
from yiheng.grouping.quality.grouping_rate import GroupingRate, Mask, grouping_rate
from yiheng.grouping.quality.moments import Whole
from yiheng.grouping.quality.rules import QualityRules, exact
from yiheng.grouping.quality.share import Share, share
from yiheng.grouping.quality.weighing import Reference, Weighing
from yiheng.grouping.quality.weight_table import GroupWeight
from yiheng.grouping.quality.year_cases import YearCases


@dataclass(frozen=True, slots=True)
class Cell:
    """The valid cases of one scope in one group."""

    drg: str
    cases: int
    cost_fen: int
    los_days: int
    deaths: int


@dataclass(frozen=True)
class Consumption:
    """An index of consumption against a reference, in both readings (02 §8, O-34).

    ``by_case``: the case-weighted mean of each group's mean over its reference; ``by_sum``: the actual sum over the sum
    that the references would give. ``cases`` are those whose group has a reference.
    """

    cases: int
    by_case: Share
    by_sum: Share


@dataclass(frozen=True)
class Weighed:
    """What needs the weight table. ``cmi`` is total weight over ``cases``, the valid cases with a weight;
    ``unweighted`` are the others. ``heavy``: cases of groups of great weight; ``near``: cases whose cost is near the
    reference."""

    cases: int
    unweighted: int
    cmi: Share
    cost: Consumption | None
    time: Consumption | None
    heavy: Share
    near: Share | None
    cost_per_weight: Share
    days_per_weight: Share

    @property
    def weight(self) -> Fraction:
        """总权重."""
        return self.cmi.numerator


@dataclass(frozen=True)
class Indicators:
    """One scope: a hospital by its code, or the city (empty code)."""

    hospital: str
    grouping: GroupingRate
    valid: int
    groups_in_use: int
    mean_cost: Share
    mean_los: Share
    mortality: Share
    low_risk: Share
    readmission: Mapping[int, Share]
    drug: Share | None
    material: Share | None
    weighed: Weighed | None


@dataclass(frozen=True)
class Near:
    """Per group, the least and the greatest cost (分) that is near the reference; the greatest is −1 without one."""

    least: Whole
    most: Whole


@dataclass(frozen=True)
class Measured:
    """Cases with what their indicators are computed from: which are valid, which died; the same for every scope: the
    calibers, weights, risk classes, and what is near a reference."""

    cases: YearCases
    valid: Mask
    died: Mask
    rules: QualityRules
    table: Weighing | None
    risk: Mapping[str, int]
    near: Near

    def part(self, rows: slice | Whole) -> Measured:
        """Some of the cases."""
        return replace(self, cases=self.cases.part(rows), valid=self.valid[rows], died=self.died[rows])


def near_limits(drgs: Sequence[str], weights: Mapping[str, GroupWeight], rules: QualityRules) -> Near:
    """What is near each group's reference, strictly within the limits."""
    low, high = (exact(one) for one in rules.near_ratio)
    least, most = np.zeros(len(drgs), dtype=np.int64), np.full(len(drgs), -1, dtype=np.int64)
    for place, drg in enumerate(drgs):
        reference = weights[drg].mean_cost_fen if drg in weights else None
        if reference is not None:
            least[place], most[place] = floor(low * reference) + 1, ceil(high * reference) - 1
    return Near(least, most)


def cells_of(measured: Measured) -> list[Cell]:
    """The valid cases by group, in order of code."""
    cases, valid = measured.cases, measured.valid
    places, size = cases.drg[valid], len(cases.drgs)
    counts = np.bincount(places, minlength=size)
    cost, days, deaths = (
        summed(places, values[valid], size)
        for values in (cases.cost_fen, cases.los_days, measured.died.astype(np.int64))
    )
    return [
        Cell(cases.drgs[place], int(counts[place]), int(cost[place]), int(days[place]), int(deaths[place]))
        for place in np.flatnonzero(counts)
    ]


def indicators(measured: Measured, hospital: str, fees: Mapping[str, int]) -> Indicators:
    """The indicators of one scope's cases. ``fees``: its charges by category; empty where no fee lines were published."""
    cells = cells_of(measured)
    rules, cases = measured.rules, measured.cases
    valid = sum(cell.cases for cell in cells)
    cost, days, deaths = (
        sum(getattr(cell, name) for cell in cells) for name in ("cost_fen", "los_days", "deaths")
    )
    low = [cell for cell in cells if measured.risk.get(cell.drg) == rules.low_risk.low_class]
    gaps = cases.next_same_days if rules.readmission.same_hospital else cases.next_days
    again = {limit: int(((gaps >= 0) & (gaps <= limit)).sum()) for limit in rules.readmission.days}
    return Indicators(
        hospital,
        grouping_rate(cases, rules.exclusion),
        valid,
        len(cells),
        share(cost, valid),
        share(days, valid),
        share(deaths, valid),
        share(sum(cell.deaths for cell in low), sum(cell.cases for cell in low)),
        {limit: share(count, len(gaps)) for limit, count in again.items()},
        _fee_share(fees, rules.drug_types),
        _fee_share(fees, rules.material_types),
        weighed(cells, measured.table, rules, _near_share(measured)) if measured.table else None,
    )


def weighed(
    cells: Sequence[Cell], table: Weighing, rules: QualityRules, near: Share | None = None
) -> Weighed:
    """What the weight table adds to the cases of one scope."""
    known = [cell for cell in cells if cell.drg in table.weights]
    cases = sum(cell.cases for cell in known)
    weight = table.weight.total((cell.drg, cell.cases) for cell in known)
    least = exact(rules.heavy_weight)
    heavy = sum(cell.cases for cell in known if table.weights[cell.drg].weight >= least)
    return Weighed(
        cases,
        sum(cell.cases for cell in cells) - cases,
        share(weight, cases),
        consumption([(cell.drg, cell.cases, cell.cost_fen) for cell in known], table.cost),
        consumption([(cell.drg, cell.cases, cell.los_days) for cell in known], table.stay),
        share(heavy, cases),
        near,
        share(sum(cell.cost_fen for cell in known), weight),
        share(sum(cell.los_days for cell in known), weight),
    )


def consumption(groups: Sequence[tuple[str, int, int]], reference: Reference) -> Consumption | None:
    """Both readings from each group's (code, cases, actual sum); None where no group has a reference."""
    known = [one for one in groups if one[0] in reference]
    if not known:
        return None
    cases = sum(count for _, count, _ in known)
    return Consumption(
        cases,
        share(reference.inverse.total((drg, actual) for drg, _, actual in known), cases),
        share(
            sum(actual for _, _, actual in known),
            reference.mean.total((drg, count) for drg, count, _ in known),
        ),
    )


def _near_share(measured: Measured) -> Share | None:
    """Cases whose cost is near the group's reference, of those that have one."""
    group, cost = measured.cases.drg[measured.valid], measured.cases.cost_fen[measured.valid]
    least, most = measured.near.least[group], measured.near.most[group]
    known = most >= 0
    if not known.any():
        return None
    return share(int(((cost >= least) & (cost <= most)).sum()), int(known.sum()))


def _fee_share(fees: Mapping[str, int], kinds: Sequence[str]) -> Share | None:
    """The charges of some categories of all charges; None where no fee lines were published."""
    return share(sum(fees.get(kind, 0) for kind in kinds), sum(fees.values())) if fees else None
