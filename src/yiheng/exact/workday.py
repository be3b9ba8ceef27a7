"""The working-day calendar: Monday to Friday, corrected by the State Council's yearly notice (调休).

The exceptions are data; a year whose notice is not in them is unknown, never guessed. Clocks of payment run
in working days (05 §9), and the income account is at risk between the last working day and the last calendar
day of a month (05 §1.4).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from yiheng.exact.errors import ExactError

_DAY = timedelta(days=1)
_KINDS = {"holiday": False, "workday": True}


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """``days``: the dates of the notices and whether they are worked; ``years``: the years announced."""

    days: Mapping[date, bool]
    years: frozenset[int]

    def is_workday(self, day: date) -> bool:
        """Whether offices work on that day. Raises ExactError("calendar_year_unknown", found=year)."""
        if day.year not in self.years:
            raise ExactError("calendar_year_unknown", found=day.year)
        return self.days.get(day, day.weekday() < 5)

    def add_workdays(self, day: date, count: int) -> date:
        """The day ``count`` working days after ``day``, which is day 0 and need not be worked.

        A negative count goes back; 0 is the day itself. Raises ExactError("calendar_year_unknown").
        """
        step = _DAY if count > 0 else -_DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def workdays_between(self, start: date, end: date) -> int:
        """How many working days lie after ``start`` up to and with ``end``: the inverse of ``add_workdays``.

        Negative, and counted from before ``start`` back to ``end``, where ``end`` is earlier.
        Raises ExactError("calendar_year_unknown").
        """
        if end < start:
            return -sum(self.is_workday(end + n * _DAY) for n in range((start - end).days))
        return sum(self.is_workday(start + n * _DAY) for n in range(1, (end - start).days + 1))

    def last_workday(self, year: int, month: int) -> date:
        """The last working day of a month. Raises ExactError("calendar_year_unknown")."""
        day = _last_day(year, month)
        while not self.is_workday(day):
            day -= _DAY
        return day

    def risk_window(self, year: int, month: int) -> tuple[date, date] | None:
        """Last working day and last calendar day of a month where they differ, else None (05 §1.4).

        Deposits that arrive after the sweep on the first and before the end of the second stay in the income
        account. Raises ExactError("calendar_year_unknown").
        """
        window = self.last_workday(year, month), _last_day(year, month)
        return None if window[0] == window[1] else window


def work_calendar(rows: Iterable[Mapping[str, str]], years: Iterable[int]) -> WorkCalendar:
    """Build the calendar from rows with ``date`` (ISO) and ``kind`` (holiday, workday), and its known years.

    The years are given, not taken from the rows: a notice may move a day of the year before its own, which
    does not make that year known. Raises ExactError("calendar_row_unreadable"), ("calendar_row_conflict") for
    a date that is both, and ("calendar_year_unknown") for one outside the years.
    """
    known = frozenset(years)
    days: dict[date, bool] = {}
    for row in rows:
        try:
            day, worked = date.fromisoformat(row["date"]), _KINDS[row["kind"]]
        except (KeyError, ValueError):
            raise ExactError("calendar_row_unreadable", found=" ".join(row.values())) from None
        if day.year not in known:
            raise ExactError("calendar_year_unknown", found=day.year)
        if days.setdefault(day, worked) != worked:
            raise ExactError("calendar_row_conflict", found=day)
    return WorkCalendar(days, known)


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
