"""入组率 with its denominator named: who was counted, who was left out, and why cases found no group (02 §8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from yiheng.grouping.quality.rules import Exclusion
from yiheng.grouping.quality.share import Share, share
from yiheng.grouping.quality.year_cases import NOT_GROUPED, YearCases

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class GroupingRate:
    """``total`` = ``too_long`` + ``too_cheap`` (each excluded case counted once, a long stay first) + ``grouped`` +
    the cases of ``ungrouped``, by status."""

    total: int
    too_long: int
    too_cheap: int
    grouped: int
    ungrouped: Mapping[str, int]

    @property
    def excluded(self) -> int:
        """Cases outside the denominator."""
        return self.too_long + self.too_cheap

    @property
    def rate(self) -> Share:
        """Grouped of all but the excluded."""
        return share(self.grouped, self.total - self.excluded)

    @property
    def naive(self) -> Share:
        """The same grouped cases of all cases: what a rate is that does not say whom it left out."""
        return share(self.grouped, self.total)


def long_stays(cases: YearCases, exclusion: Exclusion) -> Mask:
    """Cases that stayed longer than the limit."""
    limit = exclusion.los_days_over
    return cases.los_days > limit if limit else np.zeros(len(cases), dtype=np.bool_)


def cheap_cases(cases: YearCases, exclusion: Exclusion) -> Mask:
    """Cases that cost less than the limit, refunds taken off."""
    return cases.cost_fen < exclusion.cost_fen_below


def valid_cases(cases: YearCases, exclusion: Exclusion) -> Mask:
    """Grouped cases that are not excluded: those that cost, weight and death are measured on."""
    left_out = long_stays(cases, exclusion) | cheap_cases(cases, exclusion)
    valid: Mask = ~left_out & (cases.drg != NOT_GROUPED)
    return valid


def grouping_rate(cases: YearCases, exclusion: Exclusion) -> GroupingRate:
    """The grouping rate of cases."""
    too_long = long_stays(cases, exclusion)
    too_cheap = cheap_cases(cases, exclusion) & ~too_long
    counted = ~too_long & ~too_cheap
    grouped = counted & (cases.drg != NOT_GROUPED)
    counts = np.bincount(cases.status[counted & ~grouped], minlength=len(cases.statuses))
    ungrouped = {words: int(count) for words, count in zip(cases.statuses, counts, strict=True) if count}
    return GroupingRate(len(cases), int(too_long.sum()), int(too_cheap.sum()), int(grouped.sum()), ungrouped)
