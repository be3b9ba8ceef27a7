"""Planted outpatient visits: during a stay, after death, and crowds of cards at a counter; and their decoys.

Rows of a batch are changed, none is added. Only visits whose person may be another one are used.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from yiheng.synthetic.anomalies import Quota
from yiheng.synthetic.care_city import CareCity
from yiheng.synthetic.case_profile import OutpatientRule
from yiheng.synthetic.occupied import Occupied
from yiheng.synthetic.outpatient_draw import Visits
from yiheng.synthetic.people import ACTIVE, RESIDENT, RETIRED
from yiheng.synthetic.random_stream import Integers
from yiheng.synthetic.row_text import visit_text
from yiheng.synthetic.stay import Flags, Stays
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
        self._months.setdefault(stays.month, []).append(
            np.stack([column[rows] for column in columns], axis=1)
        )
        for month in [known for known in self._months if known < stays.month - KEPT_MONTHS]:
            del self._months[month]

    def inside(self, first: int, last: int) -> Integers:
        """Stays that lie in some days whole."""
        known = [rows for parts in self._months.values() for rows in parts]
        table = np.concatenate(known) if known else np.empty((0, 5), dtype=np.int64)
        found: Integers = table[(table[:, 3] >= first) & (table[:, 4] <= last)]
        return found


@dataclass(frozen=True)
class Batch:
    """What planting in one batch of visits needs."""

    city: CareCity
    rule: OutpatientRule
    visits: Visits
    numbers: Integers
    quota: Quota
    occupied: Occupied
    first: int
    last: int

    def keys(self, rows: Integers) -> str:
        """Ids of visits."""
        return "|".join(visit_text(self.numbers[rows]).to_pylist())

    def plain(self) -> Integers:
        """Visits that may be changed."""
        return np.flatnonzero(~self.visits.planted & self.visits.movable)


def plant_visits(batch: Batch, seen: StaysSeen, month: int) -> None:
    """Plant what is due in a batch of one sort of care."""
    for decoy in (False, True):
        if batch.rule.diseases:
            _during_stay(batch, seen, decoy)
            _after_death(batch, month, decoy)
        if batch.rule.pharmacy and not batch.rule.family:
            _cards(batch, decoy)


def _own(batch: Batch, group: Integers) -> Flags:
    """Whether groups belong to the insurance of this sort of care."""
    resident = "resident" in batch.rule.groups
    found: Flags = (group == RESIDENT) == resident
    return found


def _during_stay(batch: Batch, seen: StaysSeen, decoy: bool) -> None:
    """Chronic care at the counter of the hospital where the person lies, or on the morning of admission."""
    stays = seen.inside(batch.first, batch.last)
    stays = stays[_own(batch, stays[:, 1])]
    wanted = min(batch.quota.due("outpatient_during_stay", decoy), len(stays) // 2)
    half = stays[decoy::2][:wanted]
    for row, (person, group, provider, admitted, discharged) in zip(
        batch.plain().tolist(), half.tolist(), strict=False
    ):
        visits = batch.visits
        visits.person[row], visits.group[row], visits.provider[row] = person, group, provider
        visits.day[row] = admitted if decoy else admitted + 1 + (discharged - admitted - 1) // 2
        if decoy:
            visits.second[row] = 5 * 3_600 + 1_800
        visits.settled_day[row] = visits.day[row]
        visits.planted[row] = True
        note = "入院当日、入院之前的门诊" if decoy else "住院期间在同一医院发生门诊慢特病结算"
        batch.quota.plant("outpatient_during_stay", decoy, "visit", batch.keys(np.array([row])), note)


def _after_death(batch: Batch, month: int, decoy: bool) -> None:
    """A visit days after the death, or the day before it and settled after it."""
    wanted = batch.quota.due("after_death", decoy)
    if wanted <= 0:
        return
    lists = YearLists(batch.city, month // 12)
    for group in (RESIDENT,) if "resident" in batch.rule.groups else (ACTIVE, RETIRED):
        persons, days = lists.dead(group)
        outside = ~np.isin(persons, lists.dying(group)[0])
        fits = np.flatnonzero(outside & (days > batch.first) & (days <= batch.last - 4))[int(decoy) :: 2]
        free = ~batch.occupied.meets(persons[fits], days[fits] - 1, days[fits] + 4)
        for row, at in zip(batch.plain().tolist(), fits[free].tolist()[:wanted], strict=False):
            visits = batch.visits
            visits.person[row], visits.group[row] = persons[at], group
            visits.day[row] = days[at] - 1 if decoy else days[at] + 2
            visits.settled_day[row] = days[at] + 3 if decoy else visits.day[row]
            visits.planted[row] = True
            wanted -= 1
            note = "死亡前就诊，死亡后才结算" if decoy else "死亡之后发生的就诊"
            batch.quota.plant("after_death", decoy, "visit", batch.keys(np.array([row])), note)


def _cards(batch: Batch, decoy: bool) -> None:
    """Six cards within six minutes for the same amount: on four days running, or once."""
    days = 1 if decoy else DAYS
    visits = batch.visits
    while batch.quota.due("card_cluster", decoy) > 0:
        rows = batch.plain()[: CARDS * days]
        if len(rows) < CARDS * days:
            return
        start = batch.first + 3 + int(rows[0]) % 15
        pool = batch.plain()[CARDS * days :]
        people = visits.person[pool]
        free = ~batch.occupied.meets(people, people * 0 + start, people * 0 + start + DAYS)
        _, firsts = np.unique(people[free], return_index=True)
        chosen = pool[free][np.sort(firsts)][:CARDS]
        if len(chosen) < CARDS:
            return
        visits.person[rows] = np.tile(visits.person[chosen], days)
        visits.group[rows] = np.tile(visits.group[chosen], days)
        visits.provider[rows] = visits.provider[rows[0]]
        visits.day[rows] = start + np.repeat(np.arange(days), CARDS)
        visits.settled_day[rows] = visits.day[rows]
        visits.second[rows] = 15 * 3_600 + np.tile(np.arange(CARDS) * 55, days)
        visits.planted[rows] = True
        visits.crowds.append(rows)
        note = "一家六人同时购药一次" if decoy else "六张卡六分钟内同店购药，金额相同，连续四天"
        batch.quota.plant("card_cluster", decoy, "visit", batch.keys(rows), note)


def equal_costs(cost: Integers, visits: Visits) -> Integers:
    """Costs with those of each crowd of cards made equal, to the 分 that cannot be split."""
    equal = cost.copy()
    for rows in visits.crowds:
        equal[rows] = split_evenly(int(cost[rows].sum()), len(rows))
    return equal
