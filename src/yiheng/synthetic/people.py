"""The insured: persons known by number alone, each attribute a function of that number, so that none are held.

Persons lie in stretches of one district and one life line (:mod:`yiheng.synthetic.movement`). From a person's number
follow stretch, group by year, sex, birth, death and the days of what happened; counts are exact, the rest is drawn
from fields of chance. Twelve million people cost no more memory than twelve thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yiheng.synthetic import random_stream
from yiheng.synthetic.ages import birth_days
from yiheng.synthetic.calibration import Figures, shares_of, split
from yiheng.synthetic.employers import Employers
from yiheng.synthetic.movement import (
    ACTIVE,
    BIRTH,
    DEATH,
    DUPLICATE,
    ENTER,
    GROUP_NAMES,
    LEAVE,
    OUTSIDE,
    RESIDENT,
    RETIRED,
    STAY,
    SUSPENDED,
    SWITCH,
    life_lines,
)
from yiheng.synthetic.person_number import person_numbers
from yiheng.synthetic.profile import CityProfile
from yiheng.synthetic.profile_books import MILLION
from yiheng.synthetic.random_stream import Integers, Shares

__all__ = ["ACTIVE", "NEVER", "OUTSIDE", "RESIDENT", "RETIRED", "SUSPENDED", "Members", "People", "insutype"]

NEVER = 2**31 - 1
"""A day that does not come."""
CHUNK = 200_000
"""Persons worked on at a time."""


def insutype(group: int) -> str:
    """The national code of a group's insurance."""
    return "390" if group == RESIDENT else "310"


class People:
    """All persons of the city's time line, 0 ≤ number < ``count``."""

    def __init__(self, profile: CityProfile, figures: Figures, seed: int):
        self.profile = profile
        self.employers = Employers(profile, figures, seed)
        self._seed = seed
        codes = [district.code for district in profile.districts]
        lines = life_lines(figures)
        sizes = []
        for line, persons in lines.items():
            rule = profile.people.groups[GROUP_NAMES[line.group]]
            sizes.append(split(persons, shares_of(profile.district_weights[rule.districts], codes)))
        per_district = np.array(sizes, dtype=np.int64).T
        self._starts = np.concatenate([[0], np.cumsum(per_district.ravel())]).astype(np.int64)
        self.count = int(self._starts[-1])
        self._district = np.repeat(np.arange(len(codes), dtype=np.int8), len(lines))
        self._group, self._event, self._year, self._then = (
            np.tile(np.array([getattr(line, name) for line in lines], dtype=np.int64), len(codes))
            for name in ("group", "event", "year", "then")
        )

    def _field(self, name: str) -> random_stream.Field:
        return random_stream.field(self._seed, self.profile.city_profile, "people", name)

    def _stretch(self, persons: Integers) -> Integers:
        found: Integers = np.searchsorted(self._starts, persons, side="right") - 1
        return found

    def chunks(self) -> Iterator[Integers]:
        """All person numbers, some at a time, ascending."""
        for start in range(0, self.count, CHUNK):
            yield np.arange(start, min(start + CHUNK, self.count), dtype=np.int64)

    def district(self, persons: Integers) -> npt.NDArray[np.int8]:
        """District numbers."""
        return self._district[self._stretch(persons)]

    def event(self, persons: Integers) -> tuple[Integers, Integers, Integers, Integers]:
        """First group, what happens, its year (0: nothing happens), group afterwards."""
        place = self._stretch(persons)
        return self._group[place], self._event[place], self._year[place], self._then[place]

    def sex(self, persons: Integers) -> npt.NDArray[np.int8]:
        """1 male, 2 female."""
        group = self._group[self._stretch(persons)]
        male = np.zeros(len(GROUP_NAMES) + 1)
        for number, name in GROUP_NAMES.items():
            male[number] = self.profile.people.groups[name].male_ppm / MILLION
        return np.where(self._field("sex")(persons) < male[group], 1, 2).astype(np.int8)

    def birth_dayno(self, persons: Integers) -> npt.NDArray[np.int32]:
        """Days of birth."""
        group, event, year, then = self.event(persons)
        return birth_days(
            self.profile,
            group,
            event,
            year,
            then,
            self.sex(persons),
            self._field("age")(persons),
            self._field("birthday")(persons),
        )

    def age_years(self, persons: Integers, day: int | Integers) -> Integers:
        """Completed years on a day."""
        born = self.birth_dayno(persons).astype("datetime64[D]")
        now = np.broadcast_to(np.asarray(day), born.shape).astype("datetime64[D]")
        years = now.astype("datetime64[Y]").astype(np.int64) - born.astype("datetime64[Y]").astype(np.int64)
        born_in_year = born - born.astype("datetime64[Y]").astype("datetime64[D]")
        now_in_year = now - now.astype("datetime64[Y]").astype("datetime64[D]")
        ages: Integers = years - (now_in_year < born_in_year)
        return ages

    def event_dayno(self, persons: Integers) -> npt.NDArray[np.int32]:
        """The day from which what happened holds: of death, of the first day in the next group, or no longer insured.

        ``NEVER`` where nothing happens or the event is the entry.
        """
        _, event, year, _ = self.event(persons)
        share = self._field("event")(persons)
        start = _year_start(year)
        days = np.full(len(persons), NEVER, dtype=np.int64)
        death = event == DEATH
        days[death] = start[death] + (share[death] * 364).astype(np.int64)
        month = _month_start(year, 1 + (share * 11).astype(np.int64))
        moved = np.isin(event, (SWITCH, LEAVE, DUPLICATE))
        days[moved] = month[moved]
        lapsed = (event == LEAVE) & (self._group[self._stretch(persons)] == RESIDENT)
        days[lapsed] = start[lapsed]
        students = ~np.isin(event, (STAY, DEATH, SWITCH, LEAVE, DUPLICATE, ENTER, BIRTH))
        days[students] = _month_start(year, np.full(len(year), 8))[students]
        return days.astype(np.int32)

    def begin_dayno(self, persons: Integers) -> npt.NDArray[np.int32]:
        """The first day of the first coverage: long ago, on entry, or at birth."""
        group, event, year, _ = self.event(persons)
        share = self._field("begin")(persons)
        long_ago = self.profile.first_year - 1 - (share * 8).astype(np.int64)
        begun = np.where(
            group == RESIDENT,
            _year_start(long_ago),
            _month_start(long_ago, (share * 96).astype(np.int64) % 12),
        )
        entered = _month_start(year, (share * 12).astype(np.int64))
        begun = np.where(event == ENTER, entered, begun)
        born = self.birth_dayno(persons)
        return np.where(event == BIRTH, born, np.maximum(begun, born)).astype(np.int32)

    def death_dayno(self, persons: Integers) -> npt.NDArray[np.int32]:
        """Days of death; ``NEVER`` for the living."""
        _, event, _, _ = self.event(persons)
        return np.where(event == DEATH, self.event_dayno(persons), NEVER).astype(np.int32)

    def covered(self, persons: Integers, day: int | Integers) -> Integers:
        """The group of each person on a day (or on a day of its own); ``OUTSIDE`` where not insured."""
        group, event, _, then = self.event(persons)
        happened = self.event_dayno(persons).astype(np.int64) + (event == DEATH)
        now = np.where((day >= happened) & (event != DUPLICATE), then, group)
        covered: Integers = np.where(self.begin_dayno(persons) <= day, now, OUTSIDE)
        return covered

    def psn_no(self, persons: Integers) -> pa.StringArray:
        """Person numbers as text: district, serial, and a check digit that is wrong on purpose."""
        codes = [int(district.code) for district in self.profile.districts]
        return person_numbers(np.array(codes, dtype=np.int64)[self.district(persons)], persons)

    def psn_type(self, persons: Integers, day: int | Integers) -> npt.NDArray[np.str_]:
        """National codes of the kind of person, for the group and age on a day."""
        group = self.covered(persons, day)
        return self.psn_type_as(persons, group, self.age_years(persons, day))

    def psn_type_as(self, persons: Integers, group: Integers, age: Integers) -> npt.NDArray[np.str_]:
        """Codes of the kind of person as a member of ``group`` at ``age``."""
        employer = self.employers.of(self.district(persons).astype(np.int64), persons)
        alone = employer < 0
        agency = ~alone & (self.employers.type[np.maximum(employer, 0)] == "agency")
        active = np.where(alone, "1103", np.where(agency, "1102", "1101"))
        retired = np.where(alone, "1203", np.where(agency, "1202", "1201"))
        child = np.select([age < 1, age < 6, age < 18], ["1401", "1402", "1403"], "1501")
        student = self._field("student")(persons) < 0.55  # of those aged 18 to 22
        resident = np.where((age >= 18) & (age <= 22) & student, "1404", child)
        return np.where(group == RESIDENT, resident, np.where(group == RETIRED, retired, active))

    @cached_property
    def _spans(self) -> Integers:
        return np.diff(self._starts)

    def _those(self, chosen: npt.NDArray[np.bool_]) -> Members:
        return Members(self._starts[:-1][chosen], self._spans[chosen])

    def members(self, group: int, year: int) -> Members:
        """Who is of a group from the first to the last day of a year."""
        entry = np.isin(self._event, (ENTER, BIRTH))
        since = np.where(entry, self._year, 0)
        until = np.where(entry | np.isin(self._event, (STAY, DUPLICATE)), 10_000, self._year)
        first = (self._group == group) & (since < year) & (until > year)
        second = (self._event == SWITCH) & (self._then == group) & (self._year < year)
        return self._those(first | second)

    def dying(self, year: int, group: int) -> Members:
        """Who dies in a year as one of a group."""
        return self._those((self._event == DEATH) & (self._year == year) & (self._group == group))

    def leaving(self, year: int, group: int) -> Members:
        """Who leaves a group in a year alive."""
        gone = ~np.isin(self._event, (STAY, DEATH, ENTER, BIRTH, DUPLICATE))
        return self._those(gone & (self._year == year) & (self._group == group))

    def joining(self, year: int, group: int) -> Members:
        """Who comes into a group in a year."""
        entry = np.isin(self._event, (ENTER, BIRTH)) & (self._group == group)
        switch = (self._event == SWITCH) & (self._then == group)
        return self._those((entry | switch) & (self._year == year))

    def always(self, group: int) -> Members:
        """Who is of a group all through the time line."""
        return self._those((self._event == STAY) & (self._group == group))


class Members:
    """Some persons, by rank: stretches of numbers that are never written out."""

    def __init__(self, starts: Integers, sizes: Integers):
        self._starts = starts
        self._ends = np.cumsum(sizes)
        self._sizes = sizes
        self.count = int(self._ends[-1]) if len(sizes) else 0

    def numbers(self, ranks: Integers) -> Integers:
        """Person numbers of ranks 0 ≤ rank < ``count``."""
        place = np.searchsorted(self._ends, ranks, side="right")
        found: Integers = self._starts[place] + (ranks - (self._ends[place] - self._sizes[place]))
        return found

    def draw(self, generator: np.random.Generator, count: int) -> Integers:
        """``count`` persons at random, with repetition."""
        return self.numbers(generator.integers(0, self.count, count))

    def distinct(self, generator: np.random.Generator, count: int) -> Integers:
        """``count`` different persons at random."""
        return self.numbers(generator.choice(self.count, count, replace=False))

    def draw_weighted(
        self, generator: np.random.Generator, count: int, weight: Callable[[Integers], Shares]
    ) -> Integers:
        """``count`` persons with repetition, each as likely as its weight in 0..1 (some must be above 0)."""
        found: list[Integers] = []
        missing = count
        while missing > 0:
            tried = self.draw(generator, 2 * missing + 64)
            taken = tried[generator.uniform(size=len(tried)) < weight(tried)][:missing]
            found.append(taken)
            missing -= len(taken)
        return np.concatenate(found) if found else np.empty(0, dtype=np.int64)


def _year_start(year: Integers) -> Integers:
    """Day number of 1 January; of no year at all (0) the epoch."""
    days: Integers = (
        (np.where(year > 0, year, 1970) - 1970)
        .astype("datetime64[Y]")
        .astype("datetime64[D]")
        .astype(np.int64)
    )
    return days


def _month_start(year: Integers, month: Integers) -> Integers:
    """Day number of the first of a month, 0 to 11."""
    months = (np.where(year > 0, year, 1970) - 1970) * 12 + month
    days: Integers = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return days
