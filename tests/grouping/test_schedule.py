"""Two schemes in a year: each case by its day of discharge, and no day guessed."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from tests.grouping.small_schemes import heart_tables, scheme_of

from yiheng.grouping.loop.batch import Grouper
from yiheng.grouping.schedule import EPOCH, chosen, schedule
from yiheng.standards.problem import Refused


def grouper(name: str, **days: object) -> Grouper:
    """The heart scheme with days."""
    return Grouper(scheme_of(heart_tables(), scheme=name, **days))


def daynos(*days: date) -> np.ndarray:
    """Days as numbers."""
    return np.array([(day - EPOCH).days for day in days], dtype=np.int32)


def test_the_last_day_belongs_to_the_old_scheme_and_the_first_to_the_new() -> None:
    held = schedule([grouper("新", valid_from="2023-07-01"), grouper("旧", valid_to="2023-07-01")])
    assert [one.grouper.scheme.head.scheme for one in held] == ["旧", "新"]
    assert list(chosen(daynos(date(2023, 6, 30), date(2023, 7, 1)), held)) == [0, 1]
    assert [one.days for one in held] == ["至2023-06-30", "2023-07-01至"]


def test_two_schemes_on_one_day_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        schedule([grouper("甲", valid_to="2023-07-02"), grouper("乙", valid_from="2023-07-01")])
    assert refused.value.problem.code == "scheme_days_overlap"
    assert refused.value.problem.found == "2023-07-01"


def test_a_day_without_a_scheme_is_refused_and_named() -> None:
    held = schedule([grouper("甲", valid_from="2023-01-01", valid_to="2023-06-30")])
    with pytest.raises(Refused) as refused:
        chosen(daynos(date(2023, 5, 1), date(2023, 6, 30)), held)
    assert refused.value.problem.code == "scheme_day_uncovered"
    assert refused.value.problem.found == "2023-06-30"
