"""The work-day calendar as content: years that are announced, and years that are not."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date

import pytest

from yiheng.exact.errors import ExactError
from yiheng.policy.calendar import CALENDAR, calendar_of
from yiheng.policy.content import Layer, check, load

HEAD = "date,kind\n"


def bureau(root, years: str, days: str) -> Layer:
    folder = root / "bureau" / "calendar"
    folder.mkdir(parents=True)
    (folder / "workdays.yaml").write_text(years, encoding="utf-8")
    (folder / "workdays.csv").write_text(HEAD + days, encoding="utf-8")
    return Layer("bureau", root / "bureau")


def year(number: int) -> str:
    return f"years:\n  - {{year: {number}, notices: [{{doc: 通知, status: verified}}]}}\n"


def test_the_shipped_years_run_without_a_gap(content):
    years = sorted(calendar_of(content).years)
    assert years == list(range(years[0], years[-1] + 1))
    assert {2020, 2021, 2022, 2023, 2024, 2025} <= set(years)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2023, 10, 1), False),  # 国庆节, a Sunday
        (date(2023, 10, 7), True),  # a Saturday worked in exchange
        (date(2023, 10, 8), True),  # a Sunday worked in exchange
        (date(2023, 9, 29), False),  # 中秋节, a Friday
        (date(2023, 10, 9), True),
        (date(2023, 10, 14), False),  # a usual Saturday
        (date(2024, 2, 9), True),  # 除夕 was a working day
        (date(2015, 9, 3), False),  # the victory's seventieth anniversary
    ],
)
def test_days_of_the_notices(content, day, worked):
    assert calendar_of(content).is_workday(day) is worked


@pytest.mark.parametrize("number", [1999, 2014, 2040])
def test_a_year_without_notice_is_unknown(content, number):
    with pytest.raises(ExactError) as caught:
        calendar_of(content).is_workday(date(number, 5, 1))
    assert (caught.value.code, caught.value.values) == ("calendar_year_unknown", {"found": str(number)})


def test_a_bureau_adds_a_year_in_its_own_layer(content, tmp_path):
    own = load([CALENDAR], [bureau(tmp_path, year(2040), "2040-01-02,holiday\n")])
    calendar = calendar_of(type(content)(content.entries + own.entries))
    assert not calendar.is_workday(date(2040, 1, 2))
    assert calendar.is_workday(date(2040, 1, 3))
    assert calendar.is_workday(date(2023, 10, 7))


@pytest.mark.parametrize(
    ("days", "code", "found"),
    [
        ("2040-01-02,假期\n", "calendar_row_unreadable", "2040-01-02 假期"),
        ("2040-13-02,holiday\n", "calendar_row_unreadable", "2040-13-02 holiday"),
        ("2040-01-02,holiday\n2040-01-02,workday\n", "calendar_row_conflict", "2040-01-02"),
    ],
)
def test_the_check_names_the_row_that_cannot_be(tmp_path, days, code, found):
    layers = [bureau(tmp_path, year(2040), days)]
    problems = check(load([CALENDAR], layers), [CALENDAR])
    assert [(problem.code, problem.file, problem.found) for problem in problems] == [
        (code, "bureau/calendar/workdays.yaml", found)
    ]


def test_every_shipped_year_has_a_notice_and_days(content):
    entries = content.of(CALENDAR)
    assert all(entry.value.notices for entry in entries.values())
    with (next(iter(entries.values())).layer.root / "calendar" / "workdays.csv").open(
        encoding="utf-8"
    ) as stream:
        rows = list(csv.DictReader(stream))
    years = Counter(row["date"][:4] for row in rows)
    assert all(years[key] >= 10 for key in entries)
    assert {row["kind"] for row in rows} == {"holiday", "workday"}
