"""Planted stays: split, admitted in a crowd, admitted for an examination, coded higher than treated; and their decoys.

Rows of a month's stays are changed, none is added, so that counts and totals stay as given.
"""

from __future__ import annotations

import numpy as np

from yiheng.synthetic.anomalies import Quota
from yiheng.synthetic.care_city import CareCity
from yiheng.synthetic.occupied import Occupied
from yiheng.synthetic.random_stream import Integers
from yiheng.synthetic.row_text import case_text, visit_text
from yiheng.synthetic.stay import Flags, Stays

CROWD = 6
"""Persons of one crowd."""
OUTPATIENT_KINDS = ("hypertension", "back_strain", "neck_pain")
"""Kinds of case that are commonly treated without a bed."""


def plant_stays(city: CareCity, stays: Stays, quota: Quota, occupied: Occupied, last: int) -> None:
    """Plant what is due in these stays; they have their numbers already. ``last`` is the last day of the month."""
    for decoy in (False, True):
        _split(city, stays, quota, occupied, last, decoy)
        _crowd(city, stays, quota, occupied, decoy)
        _low(city, stays, quota, decoy)
        _upcoded(stays, quota, decoy)


def _plain(stays: Stays) -> Integers:
    """Stays that may be changed, in an order that does not follow people or institutions."""
    rows = np.flatnonzero(~stays.planted)
    return rows[np.argsort(rows * 7919 % 10007, kind="stable")]


def _ids(stays: Stays, rows: Integers) -> str:
    return "|".join(visit_text(stays.number[rows]).to_pylist())


def _split(city: CareCity, stays: Stays, quota: Quota, occupied: Occupied, last: int, decoy: bool) -> None:
    """One illness as two stays a day apart: in the same hospital (分解住院), or on transfer to another (转院)."""
    rows = _plain(stays)
    short = (stays.days[rows] >= 3) & (stays.days[rows] <= 9) & (stays.discharged[rows] <= last - 6)
    hospital = city.frame.providers.level[stays.provider[rows]] != "11"
    lone = ~stays.transferred_out[rows] & ~stays.transferred_in[rows]
    drawn = (
        city.clinic.column("cycle")[stays.kind[rows]] + city.clinic.column("bed_day")[stays.kind[rows]] == 0
    )
    fitting = rows[short & hospital & lone & drawn]
    for first in quota.take("split_stay", decoy, fitting).tolist():
        person, start = stays.person[[first]], stays.discharged[[first]] + 1
        days = 3 + first % 3
        seconds = rows[(stays.group[rows] == stays.group[first]) & ~stays.planted[rows] & (rows != first)]
        if not len(seconds) or occupied.meets(person, start + 3, start + days + 3)[0]:
            continue
        second = int(seconds[-1])
        occupied.add(person, start, start + days)
        for column in (stays.person, stays.kind, stays.main, stays.sex, stays.age):
            column[second] = column[first]
        stays.admitted[second], stays.discharged[second] = start[0], start[0] + days
        stays.supported[second] = stays.supported[first]
        stays.planted[[first, second]] = True
        if decoy:
            other = np.flatnonzero(
                (city.frame.providers.kind == "general") & (np.arange(city.frame.providers.count) != stays.provider[first])
            )  # fmt: skip
            stays.provider[second] = other[first % len(other)]
            stays.transferred_out[first] = stays.transferred_in[second] = True
            note = "转院：两家医院前后相接，离院方式为转院"
        else:
            stays.provider[second] = stays.provider[first]
            stays.transferred_in[second] = False
            note = "同一医院出院次日以同一诊断再入院"
        quota.plant("split_stay", decoy, "visit", _ids(stays, np.array([first, second])), note)


def _crowd(city: CareCity, stays: Stays, quota: Quota, occupied: Occupied, decoy: bool) -> None:
    """Some persons admitted on one day to one small institution: for the same back pain and examinations only, or
    with influenza in an outbreak."""
    small = np.flatnonzero(city.frame.providers.kind == "township")
    if not len(small):
        return
    kind = city.clinic.number("influenza" if decoy else "back_strain")
    rows = _plain(stays)
    adults = rows[(stays.days[rows] >= 3) & (stays.age[rows] >= 18) & (stays.age[rows] < 80)]
    for leader in adults.tolist():
        if quota.due("cluster_admission", decoy) <= 0:
            return
        day, length = int(stays.discharged[leader]), 3
        others = adults[~stays.planted[adults]]
        free = others[_free(stays, occupied, others, day - length, day)]
        _, firsts = np.unique(stays.person[free], return_index=True)
        chosen = free[np.sort(firsts)][:CROWD]
        if len(chosen) < CROWD:
            continue
        occupied.add(stays.person[chosen], np.full(CROWD, day - length), np.full(CROWD, day))
        stays.kind[chosen], stays.main[chosen] = kind, 0
        stays.provider[chosen] = small[leader % len(small)]
        stays.admitted[chosen], stays.discharged[chosen] = day - length, day
        stays.examined_only[chosen] = not decoy
        _settle_flags(stays, chosen)
        note = "流感暴发：同日收治，有治疗" if decoy else "六人同日入院、同日出院，同一诊断，只有检查"
        quota.plant("cluster_admission", decoy, "visit", _ids(stays, chosen), note)


def _free(stays: Stays, occupied: Occupied, rows: Integers, first: int, last: int) -> Flags:
    """Whether a person lies nowhere on the days, but for the very stay that is to be moved there."""
    person, own = stays.person[rows], stays.admitted[rows]
    days = np.full(len(rows), first), np.full(len(rows), last)
    latest = occupied.begin(person, days[0] - 1, days[1] + 1)
    earlier = occupied.begin(person, days[0] - 1, np.minimum(own - 1, days[1] + 1))
    free: Flags = ((latest < 0) | (latest == own)) & (earlier < 0)
    return free


def _settle_flags(stays: Stays, chosen: Integers) -> None:
    stays.planted[chosen] = True
    for flags in (stays.supported, stays.transferred_out, stays.transferred_in, stays.emergency):
        flags[chosen] = False


def _low(city: CareCity, stays: Stays, quota: Quota, decoy: bool) -> None:
    """Short stays for what needs no bed: examined only (低标准入院), or as an emergency with treatment."""
    kinds = np.array([city.clinic.number(kind) for kind in OUTPATIENT_KINDS])
    rows = _plain(stays)
    fitting = rows[np.isin(stays.kind[rows], kinds) & (stays.days[rows] >= 3) & (stays.age[rows] < 80)]
    if len(fitting) < quota.due("low_indication", decoy):
        bed_day = city.clinic.column("bed_day")[stays.kind[rows]] > 0
        adult = rows[(stays.days[rows] >= 3) & (stays.age[rows] >= 18) & (stays.age[rows] < 80) & ~bed_day]
        fitting = np.concatenate([fitting, np.setdiff1d(adult, fitting)])[
            : max(quota.due("low_indication", decoy), 1)
        ]
    for row in quota.take("low_indication", decoy, fitting).tolist():
        if stays.kind[row] not in kinds:
            stays.kind[row], stays.main[row] = kinds[row % len(kinds)], 0
        stays.admitted[row] = stays.discharged[row] - 3
        _settle_flags(stays, np.array([row]))
        stays.emergency[row], stays.examined_only[row] = decoy, not decoy
        note = "急诊入院，有治疗" if decoy else "住院三天，只有检查检验"
        quota.plant("low_indication", decoy, "visit", _ids(stays, np.array([row])), note)


def _upcoded(stays: Stays, quota: Quota, decoy: bool) -> None:
    """Respiratory failure among the other diagnoses: without blood gas or oxygen (高套), or with both."""
    rows = _plain(stays)
    fitting = rows[~stays.supported[rows] & (stays.days[rows] >= 4) & (stays.age[rows] >= 40)]
    for row in quota.take("upcoding", decoy, fitting).tolist():
        stays.planted[row] = True
        (stays.supported if decoy else stays.unsupported)[row] = True
        keys = case_text(stays.number[np.array([row])]).to_pylist()[0]
        note = "有血气分析和吸氧" if decoy else "次要诊断呼吸衰竭，没有血气分析和吸氧"
        quota.plant("upcoding", decoy, "case_input", keys, note)
