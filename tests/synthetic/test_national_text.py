"""Numbers, days and codes as text, by a second way of writing them."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from yiheng.standards.table import Column
from yiheng.synthetic.national.number_text import day_text, decimal_text, duration_text, text_of

WHOLE = st.integers(-(10**17), 10**17)


@given(st.lists(st.none() | WHOLE, min_size=1), st.sampled_from([0, 2, 4, 6]))
def test_decimals_are_those_of_decimal_arithmetic(numbers, decimals):
    expected = [None if one is None else f"{Decimal(one).scaleb(-decimals):.{decimals}f}" for one in numbers]
    got = decimal_text(pa.array(numbers, pa.int64()), decimals).to_pylist()
    assert [None if one is None else one.replace("-0.00", "-0.00") for one in expected] == got


def test_decimals_by_hand():
    numbers = pa.array([0, 5, -5, 99, 100, -120, 12_345_678, None], pa.int64())
    expected = ["0.00", "0.05", "-0.05", "0.99", "1.00", "-1.20", "123456.78", None]
    assert decimal_text(numbers, 2).to_pylist() == expected
    assert decimal_text(numbers.slice(2, 3), 2).to_pylist() == expected[2:5]
    assert decimal_text(numbers.slice(7), 2).to_pylist() == [None]


def test_days_and_durations_by_hand():
    days = pa.array([19_362, None], pa.int32())
    assert day_text(days).to_pylist() == ["2023-01-05", None]
    assert day_text(days, "/").to_pylist() == ["2023/01/05", None]
    assert day_text(days, "").to_pylist() == ["20230105", None]
    assert duration_text(pa.array([0, 30, 97])).to_pylist() == ["0/0/0", "1/6/0", "4/1/0"]


def test_the_last_day_is_the_day_before_the_contracts_end():
    column = Column(name="end_dayno", title="结束", type="day", optional=True)
    assert text_of(pa.array([19_362], pa.int32()), column, "last_day", dict).to_pylist() == ["2023-01-04"]


def test_codes_by_name_keep_what_has_none():
    column = Column(name="sub_fund", title="分账户", type="code", codes="sub_fund")
    names = {"sub_fund": {"pooled": "统筹"}}
    codes = pa.array(["pooled", "odd", None, "pooled"])
    assert text_of(codes, column, "name", names.__getitem__).to_pylist() == ["统筹", "odd", None, "统筹"]
