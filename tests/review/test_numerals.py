"""Numbers written in characters, and 万 without 元: read as any other number, and held against each other."""

from __future__ import annotations

import pytest
from tests.review.accusation import accused, contradicted

from yiheng.review.reading.quantity import quantities


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("认定三千二百五十人", 3250, "人"),
        ("支出二百零六万四千元", 2064000, "元"),
        ("筹集一亿二千三百万元", 123_000_000, "元"),
        ("支出八点五万元", 85000, "元"),
        ("自助机3台 7.56万，", 75600, "元"),
    ],
)
def test_a_number_in_characters_has_its_value(text: str, value: int, unit: str) -> None:
    found = quantities(text)[-1]
    scale = 100 if unit == "元" else 1
    assert found.value == value * scale
    assert found.unit.endswith(unit)


@pytest.mark.parametrize("text", ["第二百二十五条", "全区参保15.8万，", "百万群众", "一百个放心"])
def test_what_counts_nothing_is_no_number(text: str) -> None:
    assert quantities(text) == ()


def test_a_percentage_in_characters_is_recomputed() -> None:
    right = "救助对象四千四百人，上年四千一百二十人，增加二百八十人，增长百分之六点八。"
    assert not contradicted(right)
    assert accused(right.replace("六点八", "八点六"))
