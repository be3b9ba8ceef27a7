"""Periods as reports and tables write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiheng.exact.errors import ExactError
from yiheng.exact.period import Period


@pytest.mark.parametrize(
    ("text", "start", "end", "months", "label"),
    [
        ("2023", "2023-01-01", "2024-01-01", 12, "2023年"),
        ("2023年", "2023-01-01", "2024-01-01", 12, "2023年"),
        ("2023年度", "2023-01-01", "2024-01-01", 12, "2023年"),
        (" ２０２３年 ", "2023-01-01", "2024-01-01", 12, "2023年"),
        ("2023-03", "2023-03-01", "2023-04-01", 1, "2023年3月"),
        ("2023年3月", "2023-03-01", "2023-04-01", 1, "2023年3月"),
        ("2023-12", "2023-12-01", "2024-01-01", 1, "2023年12月"),
        ("2023-Q1", "2023-01-01", "2023-04-01", 3, "2023年第一季度"),
        ("2023年四季度", "2023-10-01", "2024-01-01", 3, "2023年第四季度"),
        ("2023年第2季度", "2023-04-01", "2023-07-01", 3, "2023年第二季度"),
        ("2023-01~11", "2023-01-01", "2023-12-01", 11, "2023年1—11月"),
        ("2023-01~2023-11", "2023-01-01", "2023-12-01", 11, "2023年1—11月"),
        ("2023年1-11月", "2023-01-01", "2023-12-01", 11, "2023年1—11月"),
        ("2023年1月至12月", "2023-01-01", "2024-01-01", 12, "2023年"),
        ("2023-02~04", "2023-02-01", "2023-05-01", 3, "2023年2—4月"),
        ("2022-11~2023-02", "2022-11-01", "2023-03-01", 4, "2022年11月—2023年2月"),
        ("2023-06-30", "2023-06-30", "2023-07-01", 0, "2023年6月30日"),
        ("2024-02-29", "2024-02-29", "2024-03-01", 0, "2024年2月29日"),
        ("2023年末", "2023-12-31", "2024-01-01", 0, "2023年末"),
        ("2023年底", "2023-12-31", "2024-01-01", 0, "2023年末"),
        ("2023-12-31", "2023-12-31", "2024-01-01", 0, "2023年12月31日"),
    ],
)
def test_forms(text: str, start: str, end: str, months: int, label: str) -> None:
    period = Period.parse(text)
    assert period == Period(date.fromisoformat(start), date.fromisoformat(end))
    assert (period.months, period.label, period.text) == (months, label, text.strip())
    assert Period.parse(period.label) == period


@pytest.mark.parametrize(
    "text",
    [
        "",
        "23",
        "2023-13",
        "2023-00",
        "2023年0月",
        "2023-Q5",
        "2023-02-29",
        "2023-06-31",
        "2023-11~01",
        "20231",
    ]
    + ["2023-03~13", "2023-11~2023-01", "1823", "2023/06/30", "二〇二三年", "2023-1-", "2023年末日", "去年"]
    + ["2023-01~0000-03"],
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ExactError) as refusal:
        Period.parse(text)
    assert (refusal.value.code, refusal.value.values) == ("period_unreadable", {"found": text})


def test_a_period_knows_its_year_unless_it_spans_two() -> None:
    assert Period.parse("2023年末").year == 2023
    assert Period.parse("2023").year == 2023
    with pytest.raises(ExactError, match="period_spans_years"):
        _ = Period.parse("2022-11~2023-02").year


def test_the_end_is_not_in_it() -> None:
    year = Period.parse("2023")
    assert year.contains(date(2023, 1, 1))
    assert year.contains(date(2023, 12, 31))
    assert not year.contains(date(2024, 1, 1))
    assert year.contains(Period.parse("2023-Q4"))
    assert year.contains(year)
    assert not year.contains(Period.parse("2023-12~2024-01"))


def test_a_stretch_of_days_is_named_by_its_first_and_last() -> None:
    assert Period(date(2023, 1, 1), date(2023, 3, 16)).label == "2023年1月1日—2023年3月15日"


def test_it_may_not_be_empty_or_reversed() -> None:
    with pytest.raises(ExactError, match="period_reversed"):
        Period(date(2023, 1, 1), date(2023, 1, 1))


@given(st.integers(1900, 2198), st.integers(1, 12), st.integers(1, 36))
def test_every_run_of_months_is_read_back_from_its_label(year: int, month: int, count: int) -> None:
    whole = year * 12 + month - 1 + count
    period = Period(date(year, month, 1), date(whole // 12, whole % 12 + 1, 1))
    assert period.months == count
    if whole // 12 < 2200:
        assert Period.parse(period.label) == period
