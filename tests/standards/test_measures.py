"""Units: each is an exact multiple of its base unit, and says what it counts."""

from __future__ import annotations

import csv
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import yiheng
from yiheng.standards.measure import measures

UNITS = Path(yiheng.__file__).parent / "standards" / "units.csv"

SIZES = {
    "分": 1, "元": 100, "万元": 1_000_000, "亿元": 10_000_000_000,
    "元/人": 100, "元/人·年": 100, "元/人次": 100, "元/例": 100, "元/笔": 100,
    "比": 1, "%": Fraction(1, 100), "个百分点": Fraction(1, 100), "‰": Fraction(1, 1000),
    "万人": 10_000, "万人次": 10_000, "万次": 10_000, "万份": 10_000, "万册": 10_000,
}  # fmt: skip
"""Sizes in base units (分, 1, one thing); all other units are one thing."""


def rows() -> list[dict[str, str]]:
    with UNITS.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


NAMES = [row["name"] for row in rows()]


@pytest.mark.parametrize("name", NAMES)
def test_scale(name):
    assert measures()[name].unit.scale == SIZES.get(name, 1)


@given(st.sampled_from(NAMES), st.fractions())
def test_a_value_goes_to_base_units_and_back_unchanged(name, value):
    unit = measures()[name].unit
    assert unit.from_base(unit.to_base(value)) == value


def test_no_name_and_no_alias_stands_twice():
    written = [name for row in rows() for name in [row["name"], *filter(None, row["alias"].split("|"))]]
    assert [name for name, times in Counter(written).items() if times > 1] == []
    assert set(written) == set(measures())


def test_an_alias_is_the_same_unit():
    assert measures()["％"] is measures()["%"]
    assert measures()["百分点"] is measures()["个百分点"]
    assert measures()["月"] is measures()["个月"]
    assert measures()["月"].unit.name == "个月"


def test_persons_and_visits_can_be_set_side_by_side_but_are_not_the_same():
    persons, visits = measures()["人"], measures()["人次"]
    assert persons.family == visits.family == "count"
    assert persons.unit.dimension != visits.unit.dimension


@pytest.mark.parametrize(
    ("one", "other"), [("元", "人"), ("%", "元"), ("分", "得分"), ("个月", "人"), ("文本", "项")]
)
def test_things_of_different_families_cannot_be_compared(one, other):
    assert measures()[one].family != measures()[other].family


@pytest.mark.parametrize(
    ("large", "small"), [("亿元", "分"), ("万人", "人"), ("万人次", "人次"), ("%", "个百分点")]
)
def test_units_of_one_dimension_are_of_one_family(large, small):
    assert measures()[large].unit.dimension == measures()[small].unit.dimension
    assert measures()[large].family == measures()[small].family


def test_a_dimension_belongs_to_one_family():
    families: dict[str, set[str]] = {}
    for measure in measures().values():
        families.setdefault(measure.unit.dimension, set()).add(measure.family)
    assert {dimension for dimension, found in families.items() if len(found) > 1} == set()


def test_counts_and_scores_stand_for_themselves_amounts_rates_and_ten_thousands_do_not():
    exact = {name for name, measure in measures().items() if measure.exact}
    assert {"人", "人次", "家", "件", "项", "得分", "天", "工作日"} <= exact
    assert not exact & {"分", "元", "万元", "亿元", "%", "个百分点", "比", "万人", "万人次", "个月", "元/人"}


def test_a_unit_that_is_a_multiple_is_not_exact():
    assert [name for name, measure in measures().items() if measure.unit.scale != 1 and measure.exact] == []


def test_columns_hold_nothing_else():
    for row in rows():
        assert row["exact"] in {"true", "false"}, row["name"]
        assert set(row["scale"]) <= set("0123456789/"), row["name"]
