"""The insured: exact counts at true scale without holding anybody, plausible people underneath, invalid numbers."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from stdnum import luhn

from yiheng.exact.id_number import check_id
from yiheng.exact.rounding import decimal_text
from yiheng.synthetic.movement import BIRTH, DEATH, ENTER, GROUP_NAMES, SWITCH, life_lines, year_end
from yiheng.synthetic.people import ACTIVE, NEVER, OUTSIDE, RESIDENT, RETIRED, SUSPENDED
from yiheng.synthetic.rows import day_of, dayno


def covered_counts(frame, day: int) -> dict[int, int]:
    counts = np.zeros(5, dtype=np.int64)
    for persons in frame.people.chunks():
        counts += np.bincount(frame.people.covered(persons, day), minlength=5)
    return dict(enumerate(counts.tolist()))


@pytest.mark.parametrize(
    ("year", "group", "persons"),
    [(2023, ACTIVE, 225_200), (2023, RETIRED, 202_700), (2021, RESIDENT, 679_151), (2020, RESIDENT, 686_100), (2023, RESIDENT, 652_532)],
)  # fmt: skip
def test_published_counts_are_met_by_life_lines(frame, year, group, persons):
    """Life lines alone: who was there before the time line, plus who came, less who went, until the year's end."""
    held = year_end(frame.figures, group, 2018)
    for line, count in life_lines(frame.figures).items():
        if 0 < line.year <= year:
            entry = line.event in (ENTER, BIRTH)
            held += count * (entry and line.group == group)
            held -= count * (not entry and line.group == group and line.event != 7)
            held += count * (line.event == SWITCH and line.then == group)
    assert held == persons


def test_counts_by_person_at_true_scale(frame):
    counts = covered_counts(frame, dayno(2023, 12, 31))
    assert (counts[ACTIVE], counts[RETIRED], counts[RESIDENT]) == (225_200, 202_700, 652_532)


def test_coverage_of_the_population_prints_as_published(frame):
    insured = sum(
        frame.figure(name, 2023) for name in ("active_insured", "retired_insured", "resident_insured")
    )
    assert decimal_text(Fraction(insured, frame.figure("population_resident", 2023)) * 100, 2) == "88.56"


def test_coverage_rows_count_as_the_profile_says(hundredth, profile, calendar):
    """Year by year and kind by kind at a hundredth, by SQL over the rows; second enrolments beside."""
    counted = dict(
        hundredth.all(f"""
            select insutype || psn_insu_stas || case when insutype = '390' then '' else psn_type[1:2] end as kind, count(*)
            from coverage where begin_dayno <= {dayno(2021, 12, 31)} and (end_dayno is null or end_dayno > {dayno(2021, 12, 31)})
            group by 1
        """)
    )
    assert counted == {"310111": 2279, "310112": 1968, "310211": 762, "3901": 6792}


def test_nobody_is_enrolled_twice_but_the_planted(hundredth):
    twice = hundredth.one("""
        select count(distinct a.psn_no) from coverage a join coverage b on a.psn_no = b.psn_no
        and (a.insutype, a.begin_dayno) < (b.insutype, b.begin_dayno)
        and coalesce(a.end_dayno, 99999) > b.begin_dayno and coalesce(b.end_dayno, 99999) > a.begin_dayno
    """)
    assert twice == hundredth.one("select count(*) from coverage where end_reason = 'duplicate'") == 9


def test_the_dead_are_not_covered_after_the_day_of_death(hundredth):
    assert hundredth.one("""
        select count(*) from person join coverage using (psn_no)
        where death_dayno is not null and (end_dayno is null or end_dayno <> death_dayno + 1 or end_reason <> 'death')
    """) == 0  # fmt: skip


def test_deaths_cleared_in_2023_are_eight_thousand_odd(frame):
    deaths = sum(frame.people.dying(2023, group).count for group in GROUP_NAMES)
    assert 8_000 < deaths < 9_000


def test_a_person_is_the_same_whoever_asks_first(frame):
    people = frame.people
    persons = np.arange(1_000_000, 1_000_500, dtype=np.int64)
    alone = people.birth_dayno(persons[250:251])[0]
    assert people.birth_dayno(persons)[250] == alone
    assert (people.sex(persons[::-1]) == people.sex(persons)[::-1]).all()


@pytest.mark.parametrize(
    ("group", "youngest", "oldest"),
    [(ACTIVE, 18, 59), (RETIRED, 50, 100), (RESIDENT, 0, 100), (SUSPENDED, 18, 59)],
)
def test_ages_fit_the_group(frame, group, youngest, oldest):
    members = frame.people.members(group, 2022)
    persons = members.draw(np.random.default_rng(1), 20_000)
    for day in (dayno(2022, 1, 1), dayno(2022, 12, 31)):
        ages = frame.people.age_years(persons, day)
        assert ages.min() >= youngest - (group in (ACTIVE, SUSPENDED)) and ages.max() <= oldest + 1
        assert set(frame.people.covered(persons, day).tolist()) == {group}


def test_ages_are_completed_years(frame):
    persons = np.arange(0, 1_200_000, 97_001, dtype=np.int64)
    day = dayno(2023, 3, 5)
    for born, age in zip(
        frame.people.birth_dayno(persons), frame.people.age_years(persons, day), strict=True
    ):
        birth, now = day_of(int(born)), day_of(day)
        assert age == now.year - birth.year - ((now.month, now.day) < (birth.month, birth.day))


def test_those_who_die_are_covered_until_the_day(frame):
    dying = frame.people.dying(2023, RETIRED)
    persons = dying.numbers(np.arange(dying.count, dtype=np.int64))
    death = frame.people.death_dayno(persons)
    assert dayno(2023, 1, 1) <= death.min() and death.max() < dayno(2023, 12, 31)
    assert set(frame.people.covered(persons, death).tolist()) == {RETIRED}
    assert set(frame.people.covered(persons, death + 1).tolist()) == {OUTSIDE}
    living = frame.people.members(RETIRED, 2023)
    assert (frame.people.death_dayno(living.draw(np.random.default_rng(2), 5_000)) == NEVER).all()


def test_members_are_drawn_without_writing_anyone_out(frame):
    members = frame.people.members(RESIDENT, 2021)
    every = members.distinct(np.random.default_rng(3), 3_000)
    assert len(set(every.tolist())) == 3_000
    weighted = members.draw_weighted(
        np.random.default_rng(4), 4_000, lambda who: (frame.people.sex(who) == 2) * 0.9
    )
    assert len(weighted) == 4_000 and (frame.people.sex(weighted) == 2).all()


def test_person_numbers_are_invalid_by_construction(hundredth):
    numbers = [
        number
        for (number,) in hundredth.all("select psn_no from person using sample 500 rows (reservoir, 1)")
    ]
    assert not any(luhn.is_valid(number) for number in numbers)
    assert all(luhn.is_valid(number[:-1] + str((int(number[-1]) - 1) % 10)) for number in numbers)
    assert {number[:6] for number in numbers} <= {"510402", "510403", "510411", "510421", "510422", "510499"}


def test_no_names_no_certificates(hundredth):
    assert hundredth.one("select count(*) from person where psn_name is not null or certno is not null") == 0
    assert hundredth.one("select count(emp_name) from employer") == 0
    from datetime import date

    for (number,) in hundredth.all("select psn_no from person limit 50"):
        assert not check_id(number[:18], date(2026, 1, 1)).valid


def test_aid_goes_to_as_many_as_published_at_scale(hundredth):
    assert hundredth.one("select count(distinct psn_no) from person_identity") == 328


def test_death_is_an_event_of_its_own(frame):
    _, event, year, then = frame.people.event(
        frame.people.dying(2020, ACTIVE).numbers(np.arange(3, dtype=np.int64))
    )
    assert set(event.tolist()) == {DEATH} and set(year.tolist()) == {2020} and set(then.tolist()) == {OUTSIDE}
