"""Tables of the insured: ``person``, ``coverage``, ``person_identity``, as known at the end of the years asked for."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yiheng.synthetic.calibration import split
from yiheng.synthetic.frame import Frame, Part
from yiheng.synthetic.movement import (
    ACTIVE,
    BIRTH,
    DEATH,
    DUPLICATE,
    ENTER,
    LEAVE,
    RESIDENT,
    STAY,
    STUDENT_HOME,
    SUSPENDED,
    SWITCH,
)
from yiheng.synthetic.people import CHUNK, NEVER
from yiheng.synthetic.random_stream import Integers
from yiheng.synthetic.rows import ALL, dayno, table_of

Flags = npt.NDArray[np.bool_]
_REASONS = {DEATH: "death", LEAVE: "transfer_out", STUDENT_HOME: "transfer_out", SWITCH: "switch"}
REASONS = ["", "death", "transfer_out", "lapse", "switch", "duplicate"]
"""Why a spell ended; the first stands for a spell that has not."""
DUPLICATE_MONTHS = 12
"""How long before it was cleared a second enrolment began."""


def people_tables(frame: Frame) -> Iterator[Part]:
    """``person`` and ``coverage`` in stretches of person numbers, then ``person_identity``."""
    for persons in frame.people.chunks():
        kept = persons[_known(frame, persons)]
        if len(kept):
            yield Part("person", ALL, _persons(frame, kept))
            yield Part("coverage", ALL, _coverage(frame, kept))
    yield from _identities(frame)


def _window(frame: Frame) -> tuple[int, int]:
    return dayno(min(frame.years), 1, 1), dayno(max(frame.years), 12, 31)


def _known(frame: Frame, persons: Integers) -> Flags:
    """Insured at some time of the years asked for, or until the day before."""
    first, last = _window(frame)
    _, event, _, _ = frame.people.event(persons)
    gone = np.isin(event, (DEATH, LEAVE, STUDENT_HOME))
    end = np.where(gone, frame.people.event_dayno(persons).astype(np.int64), NEVER)
    return (frame.people.begin_dayno(persons) <= last) & (end >= first)


def _persons(frame: Frame, persons: Integers) -> pa.Table:
    people = frame.people
    codes = pa.array([district.code for district in frame.districts])
    death = people.death_dayno(persons)
    known = death <= _window(frame)[1]
    return table_of(
        "person",
        {
            "psn_no": people.psn_no(persons),
            "gend": people.sex(persons).astype("U1"),
            "brdy_dayno": people.birth_dayno(persons),
            "death_dayno": pa.array(death, mask=~known),
            "death_source": pa.array(["civil_registry"]).take(
                pa.array(np.zeros(len(known), np.int8), mask=~known)
            ),
            "admdvs": codes.take(pa.array(people.district(persons))),
        },
    )


def _coverage(frame: Frame, persons: Integers) -> pa.Table:
    """One row a spell: the first, the one after a change of group, and second enrolments."""
    people = frame.people
    group, event, _, then = people.event(persons)
    happened = people.event_dayno(persons).astype(np.int64)
    begin = people.begin_dayno(persons).astype(np.int64)
    ends = np.where(event == DEATH, happened + 1, happened)
    ends = np.where(np.isin(event, (STAY, ENTER, BIRTH, DUPLICATE)), NEVER, ends)
    reasons = np.zeros(len(persons), dtype=np.int64)
    for kind, reason in _REASONS.items():
        reasons[event == kind] = REASONS.index(reason)
    reasons[(event == LEAVE) & np.isin(group, (RESIDENT, SUSPENDED))] = REASONS.index("lapse")
    never = np.full(len(persons), NEVER, dtype=np.int64)
    changed = event == SWITCH
    twice = event == DUPLICATE
    spells = [
        _spells(frame, persons, group, begin, ends, reasons),
        _spells(
            frame, persons[changed], then[changed], happened[changed], never[changed], reasons[changed] * 0
        ),
        _spells(
            frame,
            persons[twice],
            np.full(int(twice.sum()), RESIDENT),
            (happened[twice].astype("datetime64[D]").astype("datetime64[M]") - DUPLICATE_MONTHS)
            .astype("datetime64[D]")
            .astype(np.int64),
            happened[twice],
            np.full(int(twice.sum()), REASONS.index("duplicate")),
        ),
    ]
    return pa.concat_tables(spells)


def _spells(
    frame: Frame,
    persons: Integers,
    group: Integers,
    begin: Integers,
    end: Integers,
    reasons: Integers,
) -> pa.Table:
    first, last = _window(frame)
    kept = (begin <= last) & (end >= first)
    persons, group, begin, end = persons[kept], group[kept], begin[kept], end[kept]
    why = reasons[kept]
    people = frame.people
    ended = end <= last + 1
    # A spell that ends with the first day after the years asked for was known to end only later.
    ended &= (end <= last) | (why == REASONS.index("death"))
    district = people.district(persons)
    codes = pa.array([one.code for one in frame.districts])
    employer = people.employers.of(district.astype(np.int64), persons)
    working = (group == ACTIVE) & (employer >= 0)
    # The kind is the latest known: what a person was on the last day of the spell, or is now.
    kinds = people.psn_type_as(persons, group, people.age_years(persons, np.minimum(end - 1, last)))
    return table_of(
        "coverage",
        {
            "psn_no": people.psn_no(persons),
            "insutype": np.where(group == RESIDENT, "390", "310"),
            "begin_dayno": begin,
            "end_dayno": pa.array(end.astype(np.int32), mask=~ended),
            "psn_type": kinds,
            "psn_insu_stas": np.where(group == SUSPENDED, "2", "1"),
            "insuplc_admdvs": codes.take(pa.array(district)),
            "emp_no": people.employers.names.take(pa.array(employer, mask=~working)),
            "end_reason": pa.array(REASONS).take(pa.array(why, mask=~ended | (why == 0))),
        },
    )


def _identities(frame: Frame) -> Iterator[Part]:
    """People whose premium assistance pays: so many of those who are residents all along, spread over them."""
    rule = frame.profile.people
    always = frame.people.always(RESIDENT)
    wanted = min(frame.figure(rule.aid_series, max(frame.years)), always.count)
    kinds = np.array(list(rule.aid_kinds))
    ends = np.cumsum(split(wanted, list(rule.aid_kinds.values())))
    for start in range(0, wanted, CHUNK):
        ranks = np.arange(start, min(start + CHUNK, wanted), dtype=np.int64)
        spread = ranks * always.count // wanted
        persons = always.numbers(spread)
        # Kinds are dealt out by a stride that has no factor in common with the count.
        dealt = ranks * _stride(wanted) % wanted
        yield Part(
            "person_identity",
            ALL,
            table_of(
                "person_identity",
                {
                    "psn_no": frame.people.psn_no(persons),
                    "psn_idet_type": kinds[np.searchsorted(ends, dealt, side="right")],
                    "begin_dayno": np.maximum(
                        frame.people.begin_dayno(persons), dayno(frame.profile.first_year, 1, 1)
                    ),
                },
            ),
        )


def _stride(count: int) -> int:
    """A step through 0..count−1 that meets each once."""
    return next(
        step for step in range(max(1, count * 618 // 1000), 2 * count + 2) if np.gcd(step, count) == 1
    )
