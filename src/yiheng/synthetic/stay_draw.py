"""Drawing the inpatient stays of a month: who, with what, where, from when to when. Counts are given, shapes drawn.

Persons first (age rates, frailty), then the kind of case by age, sex and month, then the institution. Newborns, those
who die and those insured for part of the year come from their own lists. Nobody lies in two beds, nor comes back
within three days, unless that is planted.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np

from yiheng.synthetic.care_city import GROUPS, CareCity
from yiheng.synthetic.case_mix import age_band, draw_from, rough_band
from yiheng.synthetic.occupied import Occupied
from yiheng.synthetic.people import RESIDENT, Members
from yiheng.synthetic.random_stream import Integers, Shares
from yiheng.synthetic.rows import dayno, months_of
from yiheng.synthetic.stay import LONGEST, Stays

APART = 3
"""Days between two stays of a person that are not planted."""
ROUNDS = 60
DAYS_SPREAD = 0.38
ADULT = 20
POOL = 0.012
"""The part of the insured whom care in cycles and psychiatric care takes its patients from."""


class YearLists:
    """Persons of one year who are not drawn at random: born, died, came or left in it; by the day of that event."""

    def __init__(self, city: CareCity, year: int):
        self._city, self._people, self._year = city, city.frame.people, year

    @cached_property
    def born(self) -> tuple[Integers, Integers]:
        """Residents born in the year and their days of birth, by day."""
        joining = self._people.joining(self._year, RESIDENT)
        persons = joining.numbers(np.arange(joining.count, dtype=np.int64))
        born = self._people.birth_dayno(persons).astype(np.int64)
        own = born >= dayno(self._year, 1, 1)
        return _by_day(persons[own], born[own])

    def dying(self, group: int) -> tuple[Integers, Integers]:
        """Those of a group who die in hospital in the year, and the days, by day."""
        dying = self._people.dying(self._year, group)
        persons = dying.numbers(np.arange(dying.count, dtype=np.int64))
        inside = (
            self._city.frame.field("care", "death")(persons) < self._city.profile.inpatient.death_ppm / 1e6
        )
        chosen = persons[inside]
        return _by_day(chosen, self._people.death_dayno(chosen).astype(np.int64))

    def dead(self, group: int) -> tuple[Integers, Integers]:
        """All of a group who die in the year, and the days, by day."""
        dying = self._people.dying(self._year, group)
        persons = dying.numbers(np.arange(dying.count, dtype=np.int64))
        return _by_day(persons, self._people.death_dayno(persons).astype(np.int64))


def _by_day(persons: Integers, days: Integers) -> tuple[Integers, Integers]:
    order = np.argsort(days, kind="stable")
    return persons[order], days[order]


class StayDraw:
    """Draws the stays of the months of one year, in order."""

    def __init__(self, city: CareCity, year: int, occupied: Occupied):
        self.city, self.year, self.occupied = city, year, occupied
        self.people = city.frame.people
        self.lists = YearLists(city, year)
        self.members = {group: self.people.members(group, year) for group in GROUPS.values()}
        self._frail = city.frame.field("care", "frailty")
        self._rates = np.array(city.profile.inpatient.age_rates) / max(city.profile.inpatient.age_rates)
        self._pool = city.frame.field("care", "cycle")

    def month(self, month: int, batch: int, batches: int, counts: dict[int, int]) -> Stays:
        """The stays of one batch of a month: so many of each group."""
        draw = self.city.frame.stream("care", "stays", month, batch)
        first = dayno(month // 12, month % 12 + 1, 1)
        last = dayno((month + 1) // 12, (month + 1) % 12 + 1, 1) - 1
        self.occupied.forget(first - LONGEST - 40)
        listed = [
            self._newborns(draw, first, last, batch, batches, sum(counts.values())),
            *(self._dying(draw, group, first, last, batch, batches) for group in counts),
            *(self._movers(draw, group, first, last, count) for group, count in counts.items()),
        ]
        stays = self._listed(listed, counts)
        missing = {group: count - int((stays[0] == group).sum()) for group, count in counts.items()}
        rows = [stays, *(self._general(draw, group, first, last, count) for group, count in missing.items())]
        columns = [np.concatenate(parts) for parts in zip(*rows, strict=True)]
        return self._complete(draw, month, columns)

    # Rows are tuples of columns: group, person, kind, admitted, discharged, dead.

    def _listed(self, listed: list[tuple[Integers, ...]], counts: dict[int, int]) -> tuple[Integers, ...]:
        """What of the lists may be taken: free persons, one row each, no more than the group's count."""
        columns = [np.concatenate(parts) for parts in zip(*listed, strict=True)]
        group, person, _, admitted, discharged, _ = columns
        free = ~self.occupied.meets(person, admitted - APART, discharged + APART)
        _, firsts = np.unique(person, return_index=True)
        once = np.zeros(len(person), dtype=np.bool_)
        once[firsts] = True
        taken = free & once
        for number, count in counts.items():
            own = np.flatnonzero(taken & (group == number))
            taken[own[count:]] = False
        rows = tuple(column[taken] for column in columns)
        self.occupied.add(rows[1], rows[3], rows[4])
        return rows

    def _newborns(
        self, draw: np.random.Generator, first: int, last: int, batch: int, batches: int, count: int
    ) -> tuple[Integers, ...]:
        persons, born = self.lists.born
        wanted = count * self.city.profile.inpatient.newborn_ppm // 1_000_000
        start, stop = np.searchsorted(born, [first, last - 6])
        pool, days = persons[start:stop][batch::batches], born[start:stop][batch::batches]
        chosen = np.sort(draw.permutation(len(pool))[:wanted])
        person, admitted = pool[chosen], days[chosen] + draw.integers(0, 3, len(chosen))
        kinds = self.city.clinic.where(newborn=True)
        chances = self.city.clinic.column("rate")[kinds].astype(float)
        kind = (
            kinds[draw.choice(len(kinds), len(person), p=chances / chances.sum())] if len(person) else person
        )
        length = np.maximum(self._lengths(draw, kind), 1)
        stop_day = np.minimum(admitted + length, last)
        return self._row(RESIDENT, person, kind, admitted, np.maximum(stop_day, admitted + 1), dead=False)

    def _dying(
        self, draw: np.random.Generator, group: int, first: int, last: int, batch: int, batches: int
    ) -> tuple[Integers, ...]:
        persons, days = self.lists.dying(group)
        start, stop = np.searchsorted(days, [first, last + 1])
        person, died = persons[start:stop][batch::batches], days[start:stop][batch::batches]
        cells = self._cells(person, died)
        fatal = self.city.clinic.weights[first_month(first)] * self.city.clinic.column("fatal")
        flat = np.cumsum(fatal.reshape(-1, fatal.shape[-1]) + 1e-9, axis=1)
        kind = draw_from(flat / flat[:, -1:], cells, draw)
        admitted = died - np.maximum(self._lengths(draw, kind), 1)
        return self._row(group, person, kind, admitted, died, dead=True)

    def _movers(
        self, draw: np.random.Generator, group: int, first: int, last: int, count: int
    ) -> tuple[Integers, ...]:
        """Persons insured in the group for a part of the year only, on days when they are."""
        wanted = count * self.city.profile.inpatient.mover_ppm // 2_000_000
        none = np.empty(0, dtype=np.int64)
        if not wanted:
            return self._row(group, none, none, none, none, dead=False)
        found = []
        for members in (self.people.leaving(self.year, group), self.people.joining(self.year, group)):
            person = members.draw(draw, wanted) if members.count else none
            admitted, discharged, kind = self._stay(draw, person, first, last)
            kept = (self.people.covered(person, admitted) == group) & (
                self.people.covered(person, discharged) == group
            )
            kept &= (self.people.death_dayno(person) > discharged) & (
                admitted >= self.people.birth_dayno(person)
            )
            found.append(
                self._row(group, person[kept], kind[kept], admitted[kept], discharged[kept], dead=False)
            )
        left, joined = found
        return tuple(np.concatenate(pair) for pair in zip(left, joined, strict=True))

    def _general(
        self, draw: np.random.Generator, group: int, first: int, last: int, count: int
    ) -> tuple[Integers, ...]:
        """Members all through the year, until there are enough who are free."""
        parts = []
        missing = count
        members = self.members[group]
        for turn in range(ROUNDS):
            person = (
                members.draw_weighted(draw, missing, self._weight(first))
                if missing
                else np.empty(0, np.int64)
            )
            admitted, discharged, kind = self._stay(draw, person, first, last)
            person = self._patients(draw, members, person, kind, first)
            free = ~self.occupied.meets(person, admitted - APART, discharged + APART)
            _, firsts = np.unique(person, return_index=True)
            once = np.zeros(len(person), dtype=np.bool_)
            once[firsts] = True
            taken = (free & once) | (turn == ROUNDS - 1)
            self.occupied.add(person[taken], admitted[taken], discharged[taken])
            parts.append(
                self._row(group, person[taken], kind[taken], admitted[taken], discharged[taken], dead=False)
            )
            missing -= int(taken.sum())
            if not missing:
                break
        return tuple(np.concatenate(columns) for columns in zip(*parts, strict=True))

    def _weight(self, day: int) -> Callable[[Integers], Shares]:
        """How likely persons are to be admitted: by age, and a few much more often than the others."""

        def weight(persons: Integers) -> Shares:
            frail: Shares = 0.12 + 0.88 * self._frail(persons) ** 3
            shares: Shares = self._rates[rough_band(self.people.birth_dayno(persons), day)] * frail
            return shares

        return weight

    def _patients(
        self, draw: np.random.Generator, members: Members, person: Integers, kind: Integers, day: int
    ) -> Integers:
        """Cycles of treatment and psychiatric care belong to the same people all year: of the right sex and age."""
        clinic = self.city.clinic
        fixed = (clinic.column("cycle") + clinic.column("bed_day"))[kind] > 0

        def weight(persons: Integers) -> Shares:
            shares: Shares = np.zeros(len(persons))
            inside = np.flatnonzero(self._pool(persons) < POOL)
            shares[inside] = self.people.age_years(persons[inside], day) >= ADULT
            return shares

        if fixed.any() and members.count * POOL >= 30:
            person = person.copy()
            person[fixed] = members.draw_weighted(draw, int(fixed.sum()), weight)
        return person

    def _stay(
        self, draw: np.random.Generator, person: Integers, first: int, last: int
    ) -> tuple[Integers, Integers, Integers]:
        """Days and kinds for persons: discharged on a day of the month, fewer on Sundays."""
        days = np.arange(first, last + 1)
        weights = np.where((days + 3) % 7 == 6, 55, 100)  # day 0 was a Thursday
        discharged = draw.choice(days, len(person), p=weights / weights.sum())
        table = self.city.clinic.chances(first_month(first) + 1)
        kind = draw_from(table.reshape(-1, table.shape[-1]), self._cells(person, discharged), draw)
        return discharged - np.maximum(self._lengths(draw, kind), 1), discharged, kind

    def _cells(self, person: Integers, day: Integers) -> Integers:
        """Sex and age band as one number."""
        bands = age_band(self.people.age_years(person, day))
        return (self.people.sex(person).astype(np.int64) - 1) * 8 + bands

    def _lengths(self, draw: np.random.Generator, kind: Integers) -> Integers:
        mean = self.city.clinic.column("days")[kind]
        drawn = mean * np.exp(DAYS_SPREAD * draw.standard_normal(len(kind)) - DAYS_SPREAD**2 / 2)
        return np.clip(np.rint(drawn), 1, LONGEST).astype(np.int64)

    def _row(
        self, group: int, person: Integers, kind: Integers, first: Integers, last: Integers, *, dead: bool
    ) -> tuple[Integers, ...]:
        columns = (np.full(len(person), group), person, kind, first, last, np.full(len(person), dead))
        return tuple(column.astype(np.int64) for column in columns)

    def _complete(self, draw: np.random.Generator, month: int, columns: list[Integers]) -> Stays:
        """Institution, way of admission and what follows from the person."""
        group, person, kind, admitted, discharged, dead = columns
        clinic = self.city.clinic
        count = len(person)
        districts = len(self.city.frame.districts)
        rows = self.city.where[kind] * districts + self.people.district(person)
        day_case = draw.uniform(size=count) * 100 < clinic.column("day")[kind]
        day_case &= dead == 0
        same_day = day_case & (draw.uniform(size=count) < 0.6)
        admitted = np.where(day_case, discharged - np.where(same_day, 0, 1), admitted)
        flags = np.zeros(count, dtype=np.bool_)
        leaving = draw.uniform(size=count)
        return Stays(
            month=month,
            group=group,
            person=person,
            kind=kind,
            provider=draw_from(self.city.places, rows, draw),
            admitted=admitted,
            discharged=discharged,
            dead=dead > 0,
            emergency=(draw.uniform(size=count) * 100 < clinic.column("emergency")[kind]) & ~day_case,
            age=self.people.age_years(person, admitted),
            sex=self.people.sex(person).astype(np.int64),
            transferred_out=(leaving < 0.012) & (dead == 0) & ~day_case,
            transferred_in=(leaving > 0.99) & ~day_case,
            day_case=day_case,
            examined_only=flags.copy(),
            unsupported=flags.copy(),
            supported=draw.uniform(size=count) * 100 < clinic.column("support")[kind],
            planted=(dead > 0) | day_case,
            main=np.minimum(
                (draw.uniform(size=count) * _variants(self.city)[kind]).astype(np.int64),
                _variants(self.city)[kind] - 1,
            ),
        )


def _variants(city: CareCity) -> Integers:
    return np.array([len(kind.dx) for kind in city.clinic.kinds], dtype=np.int64)


def first_month(day: int) -> int:
    """Place of the month of a day in its year, 0–11."""
    return int(months_of(np.array([day], dtype=np.int64))[0]) % 12
