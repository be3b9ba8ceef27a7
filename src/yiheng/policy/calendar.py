"""The State Council's work-day calendar as content: one entry a year, its days in ``workdays.csv`` beside it.

A bureau adds a year in its own layer as soon as the notice is out. A year without an entry is unknown.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from yiheng.exact.errors import ExactError
from yiheng.exact.workday import WorkCalendar, work_calendar
from yiheng.policy.content import Content, Entry, Kind
from yiheng.policy.provenance import ContentModel, Source
from yiheng.standards.problem import Problem, refuse


class CalendarYear(ContentModel):
    """One year whose notices are in the calendar."""

    year: int
    notices: tuple[Source, ...]


def _days_file(entry: Entry[CalendarYear]) -> Path:
    return entry.layer.root / "calendar" / "workdays.csv"


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        raise refuse("file_not_found", file=str(path))
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _check(entry: Entry[CalendarYear], content: Content) -> Iterable[Problem]:
    del content
    year = entry.value.year
    try:
        work_calendar([row for row in _rows(_days_file(entry)) if row["date"].startswith(str(year))], [year])
    except ExactError as error:
        yield entry.problem(error.code, found=str(next(iter(error.values.values()), "")))


CALENDAR = Kind("calendar", "工作日历", CalendarYear, "year", list_key="years", check=_check)


def calendar_of(content: Content) -> WorkCalendar:
    """The calendar of all years announced in any layer."""
    entries = content.of(CALENDAR).values()
    files = dict.fromkeys(_days_file(entry) for entry in entries)
    rows = [row for path in files for row in _rows(path)]
    return work_calendar(rows, [entry.value.year for entry in entries])
