"""The indicators of one hospital, or of the city: CMI, indices of consumption, shares, readmission, low-risk deaths.

Everything is a :class:`..share.Share` of exact numbers. Cost, weight, stay and death are measured on valid cases
(grouped, not excluded); readmission on all discharges.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np

from yiheng.grouping.quality.entry_rate import EntryRate, Mask, entry_rate
from yiheng.grouping.quality.rules import QualityRules, exact
from yiheng.grouping.quality.share import Share, share
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
    entry: EntryRate
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
class Measured:
    """What the indicators of every scope are computed from, prepared once."""

    cases: YearCases
    valid: Mask
    died: Mask
    rules: QualityRules
    weights: Mapping[str, GroupWeight]
    risk: Mapping[str, int]
    fees: Mapping[str, Mapping[str, int]]


def cells_of(measured: Measured, where: Mask) -> list[Cell]:
    """The valid cases of a mask by group, in order of code."""
    cases = measured.cases
    chosen = where & measured.valid
    places = cases.drg[chosen]
    counts = np.bincount(places, minlength=len(cases.drgs))
    parts = (cases.cost_fen, cases.los_days, measured.died.astype(np.int64))
    sums = []
    for values in parts:
        total = np.zeros(len(cases.drgs), dtype=np.int64)
        np.add.at(total, places, values[chosen])
        sums.append(total)
    return [
        Cell(cases.drgs[place], int(counts[place]), *(int(total[place]) for total in sums))
        for place in np.flatnonzero(counts)
    ]


def indicators(measured: Measured, hospital: str, where: Mask) -> Indicators:
    """The indicators of the cases of a mask, which are those of ``hospital`` (empty: of the city)."""
    cells = cells_of(measured, where)
    rules, cases = measured.rules, measured.cases
    valid = sum(cell.cases for cell in cells)
    cost, days, deaths = (
        sum(getattr(cell, name) for cell in cells) for name in ("cost_fen", "los_days", "deaths")
    )
    low = [cell for cell in cells if measured.risk.get(cell.drg) == rules.low_risk.low_class]
    gaps = (cases.next_same_days if rules.readmission.same_hospital else cases.next_days)[where]
    again = {limit: int(((gaps >= 0) & (gaps <= limit)).sum()) for limit in rules.readmission.days}
    fees = _fees(measured.fees, hospital)
    return Indicators(
        hospital,
        entry_rate(cases, rules.exclusion, where),
        valid,
        len(cells),
        share(cost, valid),
        share(days, valid),
        share(deaths, valid),
        share(sum(cell.deaths for cell in low), sum(cell.cases for cell in low)),
        {limit: share(count, len(gaps)) for limit, count in again.items()},
        _fee_share(fees, rules.drug_types),
        _fee_share(fees, rules.material_types),
        weighed(cells, measured.weights, rules, _near(measured, where)) if measured.weights else None,
    )


def weighed(
    cells: Sequence[Cell], weights: Mapping[str, GroupWeight], rules: QualityRules, near: Share | None = None
) -> Weighed:
    """What the weight table adds to the cases of one scope."""
    with_weight = [(cell, weights[cell.drg]) for cell in cells if cell.drg in weights]
    cases = sum(cell.cases for cell, _ in with_weight)
    weight = _sum(cell.cases * one.weight for cell, one in with_weight)
    heavy = sum(cell.cases for cell, one in with_weight if one.weight >= exact(rules.heavy_weight))
    cost = [(cell.cases, cell.cost_fen, one.mean_cost_fen) for cell, one in with_weight]
    time = [(cell.cases, cell.los_days, one.mean_los_days) for cell, one in with_weight]
    return Weighed(
        cases,
        sum(cell.cases for cell in cells) - cases,
        share(weight, cases),
        consumption(cost),
        consumption(time),
        share(heavy, cases),
        near,
        share(sum(cell.cost_fen for cell, _ in with_weight), weight),
        share(sum(cell.los_days for cell, _ in with_weight), weight),
    )


def consumption(groups: Sequence[tuple[int, int, Fraction | None]]) -> Consumption | None:
    """Both readings from each group's cases, actual sum and reference mean; None where no group has a reference."""
    known = [(cases, actual, reference) for cases, actual, reference in groups if reference is not None]
    if not known:
        return None
    cases = sum(count for count, _, _ in known)
    return Consumption(
        cases,
        share(_sum(actual / reference for _, actual, reference in known), cases),
        share(
            sum(actual for _, actual, _ in known), _sum(count * reference for count, _, reference in known)
        ),
    )


def _near(measured: Measured, where: Mask) -> Share | None:
    """Cases whose cost is near the group's reference, strictly within the limits, of those that have a reference."""
    cases = measured.cases
    low, high = (exact(one) for one in measured.rules.near_ratio)
    least = np.zeros(len(cases.drgs), dtype=np.int64)
    most = np.full(len(cases.drgs), -1, dtype=np.int64)
    for place, drg in enumerate(cases.drgs):
        reference = measured.weights[drg].mean_cost_fen if drg in measured.weights else None
        if reference is not None:
            least[place], most[place] = floor(low * reference) + 1, ceil(high * reference) - 1
    chosen = where & measured.valid
    group, cost = cases.drg[chosen], cases.cost_fen[chosen]
    known = most[group] >= 0
    if not known.any():
        return None
    return share(int(((cost >= least[group]) & (cost <= most[group])).sum()), int(known.sum()))


def _fees(fees: Mapping[str, Mapping[str, int]], hospital: str) -> Mapping[str, int]:
    """The charges by category of a hospital; of the city where none is named."""
    if hospital:
        return fees.get(hospital, {})
    city: dict[str, int] = {}
    for one in fees.values():
        for kind, fen in one.items():
            city[kind] = city.get(kind, 0) + fen
    return city


def _fee_share(fees: Mapping[str, int], kinds: Sequence[str]) -> Share | None:
    """The charges of some categories of all charges; None where no fee lines were published."""
    return share(sum(fees.get(kind, 0) for kind in kinds), sum(fees.values())) if fees else None


def _sum(values: Iterable[Fraction]) -> Fraction:
    """An exact sum, by halves: adding fractions one after the other would drag the longest denominator along."""
    parts = list(values)
    while len(parts) > 1:
        parts = [sum(parts[at : at + 2], Fraction(0)) for at in range(0, len(parts), 2)]
    return Fraction(parts[0]) if parts else Fraction(0)
