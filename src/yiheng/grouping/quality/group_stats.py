"""Each group of a year: how many cases, what they cost, how far they spread, before and after trimming."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from yiheng.grouping.quality.moments import NO_VALUES, Moments, SdKind, Whole, moments_of
from yiheng.grouping.quality.rules import Acceptance, Trim, exact
from yiheng.grouping.quality.trimming import quantile, trimmed
from yiheng.grouping.quality.year_cases import YearCases

BOX_SHARES = (Fraction(1, 20), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(19, 20))
"""The five lines of a box plot: 5th percentile, quartiles and median, 95th percentile."""


@dataclass(frozen=True)
class GroupStats:
    """One group: all its valid cases, and those that trimming kept. Costs in 分, stays in days."""

    drg: str
    mdc: str
    adrg: str
    costs: Moments
    kept: Moments
    los_days: int
    deaths: int
    box: tuple[Fraction, ...]

    def cv_meets(self, rules: Acceptance, kind: SdKind) -> bool | None:
        """Whether the CV after trimming is small enough; None where there are too few cases to judge."""
        squared = self.kept.cv_squared(kind)
        if squared is None or self.costs.count <= rules.cases_over:
            return None
        limit = exact(rules.cv_max) ** 2
        return squared < limit if rules.cv_strict else squared <= limit


@dataclass(frozen=True)
class GroupCosts:
    """The costs of one group's cases, sorted, before and after trimming."""

    place: int
    all: Whole
    kept: Whole


def costs_by_group(cost_fen: Whole, drg: npt.NDArray[np.int32], trim: Trim) -> list[GroupCosts]:
    """The costs of each group that has cases; ``drg`` numbers the group of each cost."""
    if not len(cost_fen):
        return []
    order = np.lexsort((cost_fen, drg))
    costs, groups = cost_fen[order], drg[order]
    starts = np.flatnonzero(np.diff(groups, prepend=groups[0] - 1))
    mean = moments_of(costs).mean
    return [
        GroupCosts(int(groups[start]), run, trimmed(run, trim, mean))
        for start, run in zip(starts, np.split(costs, starts[1:]), strict=True)
    ]


def group_stats(
    cases: YearCases, valid: npt.NDArray[np.bool_], died: npt.NDArray[np.bool_], trim: Trim
) -> tuple[list[GroupStats], list[GroupCosts]]:
    """The statistics of each group in use, by code, and the costs they were computed from."""
    drg = cases.drg[valid]
    split = costs_by_group(cases.cost_fen[valid], drg, trim)
    size = len(cases.drgs)
    los = summed(drg, cases.los_days[valid], size)
    deaths = summed(drg, died[valid].astype(np.int64), size)
    found = []
    for one in split:
        code = cases.drgs[one.place]
        mdc, adrg = cases.parents.get(code, ("", ""))
        box = tuple(quantile(one.all, share) for share in BOX_SHARES)
        found.append(
            GroupStats(
                code, mdc, adrg, moments_of(one.all), moments_of(one.kept), int(los[one.place]),
                int(deaths[one.place]), box,
            )
        )  # fmt: skip
    return found, split


def summed(places: npt.NDArray[np.integer], values: Whole, size: int) -> Whole:
    """The exact sum of the values of each place."""
    sums = np.zeros(size, dtype=np.int64)
    np.add.at(sums, places, values)
    return sums


def together(groups: Sequence[Moments]) -> Moments:
    """The moments of all groups' values as one set."""
    return sum(groups, NO_VALUES)
