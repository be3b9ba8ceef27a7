"""Who comes to outpatient care, where and when: persons by rank or by age, days that are not spent in hospital."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from yiheng.synthetic.care_city import GROUPS, CareCity
from yiheng.synthetic.case_mix import draw_from, rough_band
from yiheng.synthetic.case_profile import OutpatientRule
from yiheng.synthetic.occupied import Occupied
from yiheng.synthetic.people import ACTIVE, RETIRED
from yiheng.synthetic.random_stream import Integers, Shares

FREQUENT = 1.8
"""How uneven visits are over persons: the power of the drawn share."""


@dataclass
class Visits:
    """Outpatient visits of one batch; seconds and days as in the rows."""

    group: Integers
    person: Integers
    provider: Integers
    day: Integers
    second: Integers
    settled_day: Integers
    planted: npt.NDArray[np.bool_]
    movable: npt.NDArray[np.bool_]
    """That another person may stand in: no count of persons depends on it."""
    crowds: list[Integers] = field(default_factory=list)
    """Rows whose costs are to be equal."""

    @property
    def count(self) -> int:
        """How many."""
        return len(self.person)


def stride_of(count: int) -> int:
    """A step through 0..count−1 that meets each number once."""
    return next(
        step for step in range(max(1, count * 382 // 1000), 2 * count + 2) if np.gcd(step, count) == 1
    )


@dataclass(frozen=True)
class PooledPersons:
    """Who has pooled outpatient care in a year: as many different persons of each group as published, each at least
    once, the others' visits spread unevenly over them."""

    city: CareCity
    year: int

    def batch(self, first: int, count: int) -> tuple[Integers, Integers, npt.NDArray[np.bool_]]:
        """Groups, persons and whether another may stand in, of visits ``first`` … in the order of the year."""
        frame, rule = self.city.frame, self.city.profile.pooling
        visits = frame.figure(rule.visits, self.year)
        persons, retirees = frame.figure(rule.persons, self.year), frame.figure(rule.retirees, self.year)
        sizes = {ACTIVE: persons - retirees, RETIRED: retirees}
        weights = [sizes[ACTIVE] * rule.active_weight, sizes[RETIRED] * rule.retiree_weight]
        extra = frame.split(visits - persons, weights)
        active = sizes[ACTIVE] + extra[0]
        serial = np.arange(first, first + count, dtype=np.int64) * stride_of(visits) % visits
        group = np.where(serial < active, ACTIVE, RETIRED)
        own = np.where(group == ACTIVE, serial, serial - active)
        people = np.zeros(count, dtype=np.int64)
        spare = np.zeros(count, dtype=np.bool_)
        share = frame.field("care", "pooled", self.year)(serial)
        for number, size in sizes.items():
            rows = np.flatnonzero(group == number)
            more = own[rows] >= size
            rank = np.where(more, (size * share[rows] ** FREQUENT).astype(np.int64), own[rows])
            members = frame.people.members(number, self.year)
            people[rows] = members.numbers(rank * stride_of(members.count) % members.count)
            spare[rows] = more
        return group, people, spare


def draw_persons(
    city: CareCity, rule: OutpatientRule, year: int, day: int, count: int, draw: np.random.Generator
) -> tuple[Integers, Integers]:
    """Groups and persons of a sort of care: the enrolled ones, by age."""
    enrolled = city.frame.field("care", "enrolled", rule.care)
    rates = np.array(rule.age_rates) / max(rule.age_rates)

    def weight(persons: Integers) -> Shares:
        """How likely each is to come: by age, none where not enrolled."""
        shares: Shares = np.zeros(len(persons))
        inside = np.flatnonzero(enrolled(persons) < rule.enrolled_ppm / 1e6)
        shares[inside] = rates[rough_band(city.frame.people.birth_dayno(persons[inside]), day)]
        return shares

    groups, people = [], []
    sizes = city.frame.split(count, list(rule.groups.values()))
    for name, size in zip(rule.groups, sizes, strict=True):
        members = city.frame.people.members(GROUPS[name], year)
        people.append(members.draw_weighted(draw, size, weight))
        groups.append(np.full(size, GROUPS[name]))
    order = draw.permutation(count)
    return np.concatenate(groups)[order], np.concatenate(people)[order]


def free_days(
    occupied: Occupied, person: Integers, first: int, last: int, draw: np.random.Generator
) -> tuple[Integers, npt.NDArray[np.bool_]]:
    """A day of the month for each visit, fewer on weekends, not one spent in hospital; and where none was found."""
    days = np.arange(first, last + 1)
    weights = np.where((days + 3) % 7 >= 5, 55, 100)
    chances = weights / weights.sum()
    day = draw.choice(days, len(person), p=chances)
    busy = occupied.meets(person, day, day)
    for row in np.flatnonzero(busy).tolist():
        own = np.full(len(days), person[row])
        free = days[~occupied.meets(own, days, days)]
        if len(free):
            day[row], busy[row] = free[int(draw.integers(0, len(free)))], False
    return day, busy


def draw_providers(city: CareCity, person: Integers, pharmacy: bool, draw: np.random.Generator) -> Integers:
    """An institution near the person: as inpatients of ordinary kinds do, or a pharmacy of the district."""
    district = city.frame.people.district(person).astype(np.int64)
    if not pharmacy:
        return draw_from(city.places, district, draw)
    places = city.frame.providers.pharmacies
    rows = []
    for number in range(len(city.frame.districts)):
        near = np.where(
            city.frame.providers.district[places] == number, city.profile.inpatient.home_weight * 4, 1
        )
        rows.append(np.cumsum(near) / near.sum())
    table = np.array(rows)
    drawn = np.empty(len(person), dtype=np.int64)
    share = draw.uniform(size=len(person))
    for number in range(len(table)):
        own = district == number
        drawn[own] = np.searchsorted(table[number], share[own], side="right")
    return places[np.minimum(drawn, len(places) - 1)]
