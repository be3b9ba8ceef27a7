"""Days of birth that fit a life line: who retires is of that age, who is born is born, who dies is rather old."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from yiheng.synthetic.movement import (
    ACTIVE,
    BIRTH,
    DEATH,
    ENTER,
    GROUP_NAMES,
    RESIDENT,
    RETIRED,
    STUDENT_HOME,
    SWITCH,
)
from yiheng.synthetic.profile import AgeBand, CityProfile
from yiheng.synthetic.random_stream import Integers, Shares

MALE_RETIREMENT, FEMALE_RETIREMENT = 60, 50
FEMALE_CADRE_RETIREMENT = 55
_SPANS_AT_EVENT = {
    "student": (18, 5),
    "to_active": (22, 9),
    "enter_active": (20, 16),
    "to_resident": (30, 20),
}
"""Ages at the event: youngest, and how many years."""


def birth_days(
    profile: CityProfile,
    group: Integers,
    event: Integers,
    year: Integers,
    then: Integers,
    sex: npt.NDArray[np.int8],
    age_share: Shares,
    day_share: Shares,
) -> npt.NDArray[np.int32]:
    """Days of birth from life lines, sex and two shares in [0, 1)."""
    last, span = profile.last_year, profile.last_year - profile.first_year + 1
    age = np.zeros(len(group), dtype=np.int64)
    older = np.where(event == DEATH, age_share ** (1 / 3), age_share)
    for number, name in GROUP_NAMES.items():
        here = group == number
        age[here] = _from_bands(profile.people.groups[name].ages, older[here])
    age = np.where(group == RETIRED, _past_retirement(age, sex, span), age)
    age = np.where(group == ACTIVE, _before_retirement(age, sex, span), age)
    born = last - age
    for chosen, key in (
        (event == STUDENT_HOME, "student"),
        ((event == SWITCH) & (group == RESIDENT), "to_active"),
        ((event == ENTER) & (group == ACTIVE), "enter_active"),
        ((event == SWITCH) & (group == ACTIVE) & (then == RESIDENT), "to_resident"),
    ):
        youngest, years = _SPANS_AT_EVENT[key]
        born = np.where(chosen, year - youngest - (age_share * years).astype(np.int64), born)
    retiring = (event == SWITCH) & (then == RETIRED)
    born = np.where(retiring, _retirement_birth_years(year, sex, age_share), born)
    born = np.where(event == BIRTH, year, born)
    # A resident who moves in is born before; one who is here all the time was born before the time line.
    born = np.where((event == ENTER) & (group == RESIDENT), np.minimum(born, year - 1), born)
    first_day = (born - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    return (first_day + (day_share * 365).astype(np.int64)).astype(np.int32)


def _retirement_birth_years(year: Integers, sex: npt.NDArray[np.int8], share: Shares) -> Integers:
    """Years of birth of those who retire in ``year``: men at 60, women at 50 or as cadres at 55."""
    female = np.where(share < 0.6, FEMALE_RETIREMENT, FEMALE_CADRE_RETIREMENT)
    born: Integers = year - np.where(sex == 1, MALE_RETIREMENT, female)
    return born


def _from_bands(bands: Sequence[AgeBand], share: Shares) -> Integers:
    """Ages by bands: the band by its share, the year evenly within."""
    reach = np.cumsum([band.share_ppm for band in bands]) / sum(band.share_ppm for band in bands)
    place = np.minimum(np.searchsorted(reach, share, side="right"), len(bands) - 1)
    low = np.array([band.low for band in bands])[place]
    width = np.array([band.high - band.low + 1 for band in bands])[place]
    start = np.concatenate([[0.0], reach[:-1]])[place]
    inside = (share - start) / np.diff(np.concatenate([[0.0], reach]))[place]
    ages: Integers = low + np.minimum((inside * width).astype(np.int64), width - 1)
    return ages


def _past_retirement(age: Integers, sex: npt.NDArray[np.int8], span: int) -> Integers:
    """Retired all along: past the age of retirement when the time line begins."""
    youngest = np.where(sex == 1, MALE_RETIREMENT, FEMALE_RETIREMENT) + span
    return np.where(age < youngest, youngest + age % 6, age)


def _before_retirement(age: Integers, sex: npt.NDArray[np.int8], span: int) -> Integers:
    """At work all along: grown up when the time line begins, not yet retired when it ends."""
    oldest = np.where(sex == 1, MALE_RETIREMENT, FEMALE_CADRE_RETIREMENT) - 1
    within = np.where(age > oldest, oldest - age % 20, age)
    return np.maximum(within, 18 + span)
