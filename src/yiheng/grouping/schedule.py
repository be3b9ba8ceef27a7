"""Which scheme holds on which day: a year may have two, chosen by the day of discharge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from yiheng.grouping.loop.batch import Grouper
from yiheng.standards.problem import refuse

EPOCH = date(1970, 1, 1)
_FIRST, _LAST = date.min.toordinal() - EPOCH.toordinal(), date.max.toordinal() - EPOCH.toordinal()


@dataclass(frozen=True)
class Scheduled:
    """A grouper and the days of discharge it holds for, both included (day numbers since 1970-01-01)."""

    grouper: Grouper
    first_dayno: int
    last_dayno: int

    @property
    def days(self) -> str:
        """The days in words."""
        ends = (self.first_dayno, self.last_dayno)
        return "至".join("" if one in (_FIRST, _LAST) else _day(one).isoformat() for one in ends)


def schedule(groupers: Sequence[Grouper]) -> tuple[Scheduled, ...]:
    """The groupers in the order of their days. Refuses two that hold on one day."""
    found = sorted((_scheduled(grouper) for grouper in groupers), key=lambda one: one.first_dayno)
    for before, after in zip(found, found[1:], strict=False):
        if after.first_dayno <= before.last_dayno:
            names = [one.grouper.scheme.head.scheme for one in (before, after)]
            raise refuse(
                "scheme_days_overlap", key=" ".join(names), found=_day(after.first_dayno).isoformat()
            )
    return tuple(found)


def chosen(days: npt.NDArray[np.int32], held: Sequence[Scheduled]) -> npt.NDArray[np.int32]:
    """For each day of discharge the number of the scheme that holds. Refuses a day on which none does."""
    found = np.full(len(days), -1, dtype=np.int32)
    for number, one in enumerate(held):
        found[(days >= one.first_dayno) & (days <= one.last_dayno)] = number
    if (found < 0).any():
        day = _day(int(days[found < 0].min()))
        raise refuse(
            "scheme_day_uncovered",
            found=day.isoformat(),
            expected="；".join(f"{one.grouper.scheme.head.scheme} {one.days}" for one in held),
        )
    return found


def _scheduled(grouper: Grouper) -> Scheduled:
    head = grouper.scheme.head
    first = (head.valid_from - EPOCH).days if head.valid_from else _FIRST
    last = (head.valid_to - EPOCH).days - 1 if head.valid_to else _LAST
    return Scheduled(grouper, first, last)


def _day(dayno: int) -> date:
    return EPOCH + timedelta(days=dayno)
