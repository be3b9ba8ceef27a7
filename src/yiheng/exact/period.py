"""Periods of reports: a year, months, a quarter or a day, read from the forms that reports and tables use.

A period is half-open, [start, end), like every validity in the product (05 §0.1). ``年末`` is the last day of
the year: balances stand at its end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from yiheng.exact.errors import ExactError

_HALF_WIDTH = str.maketrans("０１２３４５６７８９－～", "0123456789-~")
_QUARTERS = "一二三四"
_YEAR = r"(?P<year>(?:19|20|21)[0-9]{2})"
_MONTH = r"(?P<month>[0-9]{1,2})"
_TO = r"(?:~|—|–|-|至)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_YEAR}年?(?:度)?",
        rf"{_YEAR}-{_MONTH}",
        rf"{_YEAR}年{_MONTH}月",
        rf"{_YEAR}-Q(?P<quarter>[1-4])",
        rf"{_YEAR}年第?(?P<quarter>[一二三四1-4])季度",
        rf"{_YEAR}-{_MONTH}~(?P<last>[0-9]{{1,2}})",
        rf"{_YEAR}-{_MONTH}~(?P<last_year>[0-9]{{4}})-(?P<last>[0-9]{{1,2}})",
        rf"{_YEAR}年{_MONTH}月?{_TO}(?P<last>[0-9]{{1,2}})月",
        rf"{_YEAR}年{_MONTH}月{_TO}(?P<last_year>[0-9]{{4}})年(?P<last>[0-9]{{1,2}})月",
        rf"{_YEAR}-{_MONTH}-(?P<day>[0-9]{{1,2}})",
        rf"{_YEAR}年{_MONTH}月(?P<day>[0-9]{{1,2}})日",
        rf"{_YEAR}年(?P<close>末|底)",
    )
)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``start`` up to, not including, ``end``; ``text`` is how it was written, no part of it.

    Raises ExactError("period_reversed").
    """

    start: date
    end: date
    text: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ExactError("period_reversed", start=self.start, end=self.end)

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``2023``, ``2023-03``, ``2023-Q1``, ``2023-01~11``, ``2023-06-30``, or what ``label`` writes.

        Raises ExactError("period_unreadable", found=…).
        """
        plain = text.translate(_HALF_WIDTH).strip()
        for form in _FORMS:
            if match := form.fullmatch(plain):
                try:
                    start, end = _bounds(match)
                    return cls(start, end, text.strip())
                except ValueError:  # no such month or day, or an end before the start
                    break
        raise ExactError("period_unreadable", found=text)

    @property
    def year(self) -> int:
        """The calendar year it lies in. Raises ExactError("period_spans_years")."""
        if self._last.year != self.start.year:
            raise ExactError("period_spans_years", found=self.label)
        return self.start.year

    @property
    def months(self) -> int:
        """How many whole calendar months it is made of; 0 for a day and for anything broken."""
        if self.start.day != 1 or self.end.day != 1:
            return 0
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month

    @property
    def label(self) -> str:
        """The Chinese name: 2023年, 2023年第一季度, 2023年3月, 2023年1—11月, 2023年6月30日, 2023年末."""
        start, last = self.start, self._last
        if self.months:
            return self._month_label
        if start < last:
            return f"{_day_label(start)}—{_day_label(last)}"
        at_close = (start.month, start.day) == (12, 31) and self.text.endswith(("末", "底"))
        return f"{start.year}年末" if at_close else _day_label(start)

    @property
    def _month_label(self) -> str:
        start, last = self.start, self._last
        if start.year != last.year:
            return f"{start.year}年{start.month}月—{last.year}年{last.month}月"
        if self.months == 12:
            return f"{start.year}年"
        if self.months == 3 and start.month % 3 == 1:
            return f"{start.year}年第{_QUARTERS[start.month // 3]}季度"
        if self.months == 1:
            return f"{start.year}年{start.month}月"
        return f"{start.year}年{start.month}—{last.month}月"

    def contains(self, other: date | Period) -> bool:
        """Whether a day, or a whole period, lies in it."""
        if isinstance(other, Period):
            return self.start <= other.start and other.end <= self.end
        return self.start <= other < self.end

    @property
    def _last(self) -> date:
        return self.end - timedelta(days=1)


def _bounds(match: re.Match[str]) -> tuple[date, date]:
    parts = match.groupdict()
    year = int(parts["year"])
    if parts.get("close"):
        return date(year, 12, 31), date(year + 1, 1, 1)
    if quarter := parts.get("quarter"):
        first = 3 * (_QUARTERS.index(quarter) if quarter in _QUARTERS else int(quarter) - 1) + 1
        return date(year, first, 1), _after_month(year, first + 2)
    if not parts.get("month"):
        return date(year, 1, 1), date(year + 1, 1, 1)
    month = int(parts["month"])
    if day := parts.get("day"):
        start = date(year, month, int(day))
        return start, start + timedelta(days=1)
    last_year = int(parts.get("last_year") or year)
    return date(year, month, 1), _after_month(last_year, int(parts.get("last") or month))


def _after_month(year: int, month: int) -> date:
    date(year, month, 1)  # refuse a thirteenth month
    return date(year + month // 12, month % 12 + 1, 1)


def _day_label(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
