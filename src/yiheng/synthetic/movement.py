"""Who comes and goes: movements between groups year by year that meet the year-end counts of the profile exactly.

A person belongs to one life line: from where, since when, what happened once, and when. At most one thing happens
to a person on the time line of a few years, so a handful of life lines with exact counts carry the whole city.
Rates give most movements; in each group one movement balances.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from yiheng.exact.rounding import div_half_up
from yiheng.synthetic.calibration import Figures
from yiheng.synthetic.profile import GroupRule, PeopleRule
from yiheng.synthetic.profile_books import MILLION

OUTSIDE, ACTIVE, RETIRED, RESIDENT, SUSPENDED = range(5)
GroupName = Literal["active", "retired", "resident", "suspended"]
GROUP_NAMES: Mapping[int, GroupName] = {
    ACTIVE: "active",
    RETIRED: "retired",
    RESIDENT: "resident",
    SUSPENDED: "suspended",
}

STAY, DEATH, LEAVE, SWITCH, STUDENT_HOME, ENTER, BIRTH, DUPLICATE = range(8)
"""What happens to a person: nothing; death; moves away or lapses; changes group; a student enrols at home; comes from
outside; is born; is enrolled twice until the second enrolment is found and cleared."""


@dataclass(frozen=True, order=True)
class LifeLine:
    """First group, what happens, in which year (0: nothing), and the group afterwards."""

    group: int
    event: int
    year: int
    then: int


def life_lines(figures: Figures) -> dict[LifeLine, int]:
    """Every life line with its persons; the year-end counts of all groups follow the profile's series.

    Raises ValueError with the group's name and year where more persons would have to go than are there.
    """
    profile = figures.profile
    found: dict[LifeLine, int] = {}
    for year in profile.years:
        for line, persons in _movements(figures, profile.people, year).items():
            if persons < 0:
                raise ValueError(f"{GROUP_NAMES[line.group]} {year}")
            if persons:
                found[line] = persons
    for move in profile.people.moves:
        if move.kind == "duplicate":
            found[LifeLine(ACTIVE, DUPLICATE, move.year, RESIDENT)] = figures.scaled(move.persons.base)
    before = profile.first_year - 1
    for group in GROUP_NAMES:
        gone = sum(
            persons
            for line, persons in found.items()
            if line.group == group and line.event not in (ENTER, BIRTH)
        )
        stayers = year_end(figures, group, before) - gone
        if stayers < 0:
            raise ValueError(f"{GROUP_NAMES[group]} {before}")
        found[LifeLine(group, STAY, 0, group)] = stayers
    return dict(sorted(found.items()))


def year_end(figures: Figures, group: int, year: int) -> int:
    """Persons of a group at the end of a year."""
    return figures.figure(figures.profile.people.groups[GROUP_NAMES[group]].series, year)


def _movements(figures: Figures, rule: PeopleRule, year: int) -> dict[LifeLine, int]:
    """All movements of one year; what balances a group is the entry from outside, or leaving where that is short."""
    held = {group: year_end(figures, group, year - 1) for group in GROUP_NAMES}
    rise = {group: year_end(figures, group, year) - held[group] for group in GROUP_NAMES}
    deaths = {group: _part(held[group], _rule(rule, group).deaths_ppm) for group in GROUP_NAMES}
    leaving = {group: _part(held[group], _rule(rule, group).leaving_ppm) for group in GROUP_NAMES}
    to_suspended = _balance(leaving, SUSPENDED, rise[SUSPENDED] + deaths[SUSPENDED] + leaving[SUSPENDED])
    to_retired = _balance(leaving, RETIRED, rise[RETIRED] + deaths[RETIRED] + leaving[RETIRED])
    to_resident = _part(held[ACTIVE], rule.to_resident_ppm)
    to_active = _part(held[RESIDENT], rule.to_active_ppm)
    students = _students(figures, rule, year, held[RESIDENT])
    births = _part(held[RESIDENT], rule.newborn_ppm)
    gone = deaths[ACTIVE] + leaving[ACTIVE] + to_resident + to_retired + to_suspended
    active_entries = _balance(leaving, ACTIVE, rise[ACTIVE] - to_active + gone)
    gone = deaths[RESIDENT] + leaving[RESIDENT] + to_active + students
    resident_entries = _balance(leaving, RESIDENT, rise[RESIDENT] - births - to_resident + gone)
    moves = {
        LifeLine(ACTIVE, SWITCH, year, SUSPENDED): to_suspended,
        LifeLine(ACTIVE, SWITCH, year, RETIRED): to_retired,
        LifeLine(ACTIVE, SWITCH, year, RESIDENT): to_resident,
        LifeLine(RESIDENT, SWITCH, year, ACTIVE): to_active,
        LifeLine(RESIDENT, STUDENT_HOME, year, OUTSIDE): students,
        LifeLine(RESIDENT, BIRTH, year, RESIDENT): births,
        LifeLine(ACTIVE, ENTER, year, ACTIVE): active_entries,
        LifeLine(RESIDENT, ENTER, year, RESIDENT): resident_entries,
    }
    for group in GROUP_NAMES:
        moves[LifeLine(group, DEATH, year, OUTSIDE)] = deaths[group]
        moves[LifeLine(group, LEAVE, year, OUTSIDE)] = leaving[group]
    return moves


def _balance(leaving: dict[int, int], group: int, wanted: int) -> int:
    """The entries a group needs; where it needs fewer than none, more of it leave."""
    if wanted < 0:
        leaving[group] -= wanted
        return 0
    return wanted


def _students(figures: Figures, rule: PeopleRule, year: int, residents: int) -> int:
    for move in rule.moves:
        if move.kind == "student_home" and move.year == year:
            return figures.scaled(move.persons.base)
    return _part(residents, rule.student_home_ppm)


def _rule(rule: PeopleRule, group: int) -> GroupRule:
    return rule.groups[GROUP_NAMES[group]]


def _part(whole: int, ppm: int) -> int:
    return div_half_up(whole * ppm, MILLION)
