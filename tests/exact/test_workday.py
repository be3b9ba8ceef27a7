"""The working-day calendar and its data, read against the notices' own words and a calendar package."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.resources import files

import chinese_calendar
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from yiheng.exact.errors import ExactError
from yiheng.exact.workday import WorkCalendar, work_calendar

FOLDER = files("yiheng").joinpath("content/national/calendar")
YEARS = [
    entry["year"] for entry in yaml.safe_load(FOLDER.joinpath("workdays.yaml").read_text("utf-8"))["years"]
]
ROWS = list(csv.DictReader(FOLDER.joinpath("workdays.csv").read_text("utf-8").splitlines()))
CALENDAR = work_calendar(ROWS, YEARS)

# Transcribed from the State Council's notices: days off (first~last, weekends included), then days worked.
NOTICES = {
    2015: (
        "1.1~1.3 2.18~2.24 4.5~4.6 5.1 6.20 6.22 9.3~9.5 9.27 10.1~10.7",
        "1.4 2.15 2.28 9.6 10.10",
    ),
    2016: (
        "1.1 2.7~2.13 4.4 5.1~5.2 6.9~6.11 9.15~9.17 10.1~10.7",
        "2.6 2.14 6.12 9.18 10.8 10.9",
    ),
    2017: (
        "1.1~1.2 1.27~2.2 4.2~4.4 5.1 5.28~5.30 10.1~10.8",
        "1.22 2.4 4.1 5.27 9.30",
    ),
    2018: (
        "1.1 2.15~2.21 4.5~4.7 4.29~5.1 6.18 9.24 10.1~10.7 12.30~12.31",
        "2.11 2.24 4.8 4.28 9.29 9.30 12.29",
    ),
    2019: (
        "1.1 2.4~2.10 4.5 5.1~5.4 6.7 9.13 10.1~10.7",
        "2.2 2.3 4.28 5.5 9.29 10.12",
    ),
    2020: (
        "1.1 1.24~2.2 4.4~4.6 5.1~5.5 6.25~6.27 10.1~10.8",
        "1.19 4.26 5.9 6.28 9.27 10.10",
    ),
    2021: (
        "1.1~1.3 2.11~2.17 4.3~4.5 5.1~5.5 6.12~6.14 9.19~9.21 10.1~10.7",
        "2.7 2.20 4.25 5.8 9.18 9.26 10.9",
    ),
    2022: (
        "1.1~1.3 1.31~2.6 4.3~4.5 4.30~5.4 6.3~6.5 9.10~9.12 10.1~10.7 12.31",
        "1.29 1.30 4.2 4.24 5.7 10.8 10.9",
    ),
    2023: (
        "1.1~1.2 1.21~1.27 4.5 4.29~5.3 6.22~6.24 9.29~10.6",
        "1.28 1.29 4.23 5.6 6.25 10.7 10.8",
    ),
    2024: (
        "1.1 2.10~2.17 4.4~4.6 5.1~5.5 6.10 9.15~9.17 10.1~10.7",
        "2.4 2.18 4.7 4.28 5.11 9.14 9.29 10.12",
    ),
    2025: (
        "1.1 1.28~2.4 4.4~4.6 5.1~5.5 5.31~6.2 10.1~10.8",
        "1.26 2.8 4.27 9.28 10.11",
    ),
    2026: (
        "1.1~1.3 2.15~2.23 4.4~4.6 5.1~5.5 6.19~6.21 9.25~9.27 10.1~10.7",
        "1.4 2.14 2.28 5.9 9.20 10.10",
    ),
}


def days_of(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def spans(year: int, text: str) -> Iterator[date]:
    for span in text.split():
        first, _, last = span.partition("~")
        day, end = (date(year, *map(int, part.split("."))) for part in (first, last or first))
        while day <= end:
            yield day
            day += timedelta(days=1)


@pytest.mark.parametrize("year", range(2015, 2027))
def test_every_day_agrees_with_the_notices(year: int) -> None:
    off, worked = (set(spans(year, text)) for text in NOTICES[year])
    for day in days_of(year):
        expected = day in worked or (day.weekday() < 5 and day not in off)
        assert CALENDAR.is_workday(day) is expected, day


@pytest.mark.parametrize("year", range(2015, 2027))
def test_every_day_agrees_with_the_calendar_package(year: int) -> None:
    for day in days_of(year):
        assert CALENDAR.is_workday(day) is chinese_calendar.is_workday(day), day


def test_the_file_holds_exceptions_only_in_order_each_with_its_notice() -> None:
    documents = FOLDER.joinpath("workdays.yaml").read_text("utf-8")
    assert [row["date"] for row in ROWS] == sorted({row["date"] for row in ROWS})
    for row in ROWS:
        usual = date.fromisoformat(row["date"]).weekday() < 5
        assert (row["kind"] == "holiday") is usual, row
        assert row["name"]
        assert f"（{row['source']}）" in documents


@pytest.mark.parametrize(
    ("declared", "due", "naive"),
    [
        ("2021-01-20", "2021-03-01", "2021-02-24"),
        ("2021-02-08", "2021-03-19", "2021-03-15"),
        ("2021-04-26", "2021-06-02", "2021-05-31"),
        ("2021-06-15", "2021-07-20", "2021-07-20"),
        ("2021-09-27", "2021-11-05", "2021-11-01"),
        ("2023-09-20", "2023-10-31", "2023-10-25"),
        ("2024-02-05", "2024-03-15", "2024-03-11"),
    ],
)
def test_twenty_five_working_days_after_declaration(declared: str, due: str, naive: str) -> None:
    """05 §9; without the notices every deadline but one would fall too early."""
    day = date.fromisoformat(declared)
    assert CALENDAR.add_workdays(day, 25) == date.fromisoformat(due)
    assert CALENDAR.workdays_between(day, date.fromisoformat(due)) == 25
    assert work_calendar([], YEARS).add_workdays(day, 25) == date.fromisoformat(naive)


@pytest.mark.parametrize(
    ("year", "windows"),
    [
        (2023, {4: (28, 30), 9: (28, 30), 12: (29, 31)}),
        (2024, {3: (29, 31), 6: (28, 30), 8: (30, 31), 11: (29, 30)}),
    ],
)
def test_months_in_which_the_income_account_is_at_risk(
    year: int, windows: dict[int, tuple[int, int]]
) -> None:
    """05 §1.4: months whose last working day is not their last calendar day."""
    found = {month: CALENDAR.risk_window(year, month) for month in range(1, 13)}
    assert {month: (window[0].day, window[1].day) for month, window in found.items() if window} == windows
    assert CALENDAR.last_workday(2024, 3) == date(2024, 3, 29)


def test_an_unannounced_year_is_never_guessed() -> None:
    for ask in (
        lambda: CALENDAR.is_workday(date(2027, 1, 4)),
        lambda: CALENDAR.is_workday(date(2014, 12, 31)),
        lambda: CALENDAR.add_workdays(date(2026, 12, 28), 25),
        lambda: CALENDAR.risk_window(2027, 1),
        lambda: CALENDAR.workdays_between(date(2026, 12, 31), date(2027, 1, 1)),
    ):
        with pytest.raises(ExactError) as refusal:
            ask()
        assert refusal.value.code == "calendar_year_unknown"


def test_declaration_day_is_day_zero_worked_or_not() -> None:
    saturday, sunday = date(2024, 3, 30), date(2024, 3, 31)
    assert CALENDAR.add_workdays(saturday, 0) == saturday
    assert CALENDAR.add_workdays(saturday, 1) == CALENDAR.add_workdays(sunday, 1) == date(2024, 4, 1)
    assert CALENDAR.add_workdays(sunday, -1) == date(2024, 3, 29)


@given(st.dates(date(2016, 1, 1), date(2025, 6, 1)), st.integers(-100, 100))
def test_adding_and_counting_are_inverse(day: date, count: int) -> None:
    reached = CALENDAR.add_workdays(day, count)
    assert CALENDAR.workdays_between(day, reached) == count
    assert count == 0 or CALENDAR.is_workday(reached)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([{"date": "2027/01/01", "kind": "holiday"}], "calendar_row_unreadable"),
        ([{"date": "2026-01-01", "kind": "off"}], "calendar_row_unreadable"),
        ([{"kind": "holiday"}], "calendar_row_unreadable"),
        ([{"date": "2027-01-01", "kind": "holiday"}], "calendar_year_unknown"),
        ([{"date": "2026-01-04", "kind": kind} for kind in ("holiday", "workday")], "calendar_row_conflict"),
    ],
)
def test_rows_that_cannot_be_used_are_refused(rows: list[dict[str, str]], code: str) -> None:
    with pytest.raises(ExactError) as refusal:
        work_calendar(rows, [2026])
    assert refusal.value.code == code


def test_a_december_day_of_next_years_notice_makes_no_year_known() -> None:
    calendar: WorkCalendar = work_calendar([{"date": "2018-12-31", "kind": "holiday"}], [2018])
    assert not calendar.is_workday(date(2018, 12, 31))
    with pytest.raises(ExactError, match="calendar_year_unknown"):
        calendar.is_workday(date(2019, 1, 2))
