"""Dates of a text with the precision they are told in, and how long lies between two of them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yiheng.review.reading.quantity import chinese_value

_DATE = re.compile(
    r"(?=\d)(?<![\d.,])(?:(?P<year>(?:19|20)\d\d)\s?(?:年度?(?:\s(?=\d{1,2}\s?月))?|[.\-/](?=(?:\d{2}(?:[.\-/]\d{1,2})?|\d[.\-/]\d{1,2})(?!\d|%|万|亿|元))))?"
    r"(?:(?P<month>(?<=[年.\-/])\d{1,2}(?!\d)(?=月|[.\-/]\d|\s|\||$|[，。；至—\-)）])|\d{1,2}(?=\s?月(?!均|度|份?数)))\s?(?:月份?|[.\-/](?=\d)|(?=\s|\||$|[，。；至—\-)）]))?)?"
    r"(?(year)|(?(month)|(?!)))"  # a day alone is no date
    r"(?:\s?(?P<day>(?<=[月.\-/])\d{1,2}(?!\d|%)|(?<=月\s)\d{1,2}(?=\s?日))\s?[日号]?)?(?P<edge>年?[初底末])?"
)
_MONTH_SIGN = re.compile(r"\s*月")
_CHINESE = re.compile(
    r"(?P<year>二[〇○零Oo0][一二三四五六七八九〇○零]{2})年(?P<month>[一二三四五六七八九十]{1,2})月(?:(?P<day>[一二三四五六七八九十廿卅]{1,3})日)?"
)
_DIGIT = {one: str(n % 10) for n, one in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "O": "0",
    "o": "0",
}


@dataclass(frozen=True)
class Day:
    """A date: ``month`` and ``day`` are 0 where it is told no finer; ``year`` is what the date before it said if it says none."""

    year: int
    month: int
    day: int
    start: int
    end: int
    own_year: bool

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """Its last day."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def months(self) -> int:
        """Months since the year nothing."""
        return self.year * 12 + self.month


def days_of(text: str, year: int = 0) -> list[Day]:
    """The dates of a text, in order; ``year`` is that of dates that follow no year."""
    found: list[Day] = []
    last = year
    for match in _DATE.finditer(text):
        if not match["year"] and not _MONTH_SIGN.match(text, match.end("month")):
            continue
        own = int(match["year"]) if match["year"] else 0
        last = own or last
        day = _day(last, int(match["month"] or 0), int(match["day"] or 0), match, own_year=bool(own))
        if day is not None and last:
            found.append(day)
    return found


def _day(year: int, month: int, day: int, match: re.Match[str], *, own_year: bool) -> Day | None:
    if match["month"] and not 1 <= month <= 12:
        return None
    if day and (not month or day > calendar.monthrange(year or 2000, month)[1]):
        return None
    return Day(year, month, day, match.start(), match.end(), own_year)


def chinese_date(text: str) -> date | None:
    """二〇二三年四月十二日, or 2023年4月12日, as a day; the last of its month where it names none."""
    match = _CHINESE.search(text)
    if match is None:
        told = days_of(text)
        return told[0].last if told and told[0].month else None
    year = int("".join(_DIGIT.get(one, one) for one in match["year"]))
    month = chinese_value(match["month"]) or 0
    day = chinese_value(_tens(match["day"])) if match["day"] else 0
    if not 1 <= month <= 12:
        return None
    return Day(year, month, min(day or 0, calendar.monthrange(year, month)[1]), 0, 0, own_year=True).last


def _tens(day: str) -> str:
    """廿九 and 卅 as 二十九 and 三十."""
    return day.replace("廿", "二十").replace("卅", "三十")


_CHINESE_YEAR = re.compile(r"二[〇○零Oo0][一二三四五六七八九〇○零Oo0]{2}(?=\s?年)")


def plain_years(text: str) -> str:
    """Years told in characters (二〇二三年) as digits; no character moves."""
    return _CHINESE_YEAR.sub(lambda found: "".join(_DIGIT.get(one, one) for one in found.group()), text)


def lengths(low: Day, high: Day, unit: str) -> Iterator[int]:
    """How long two dates may be said to lie apart, with or without the last one."""
    if unit == "天":
        if low.day and high.day:
            apart = (high.first - low.first).days
            yield from (apart, apart + 1)
        elif low.month and high.month:
            yield (high.last - low.first).days + 1
        return
    if unit == "年":
        if low.month and high.month:
            told = set(lengths(low, high, "月"))
            near = {round(n / 12) for n in told if min(n % 12, 12 - n % 12) <= 1}
            whole = len(told) == 1  # from a first day to a last one: months to the day
            yield from near or ({0} if whole else {n // 12 for n in told})
        else:
            yield from (high.year - low.year, high.year - low.year + 1)
        return
    if low.month and high.month:
        months = high.months - low.months
        whole = (
            low.day == 1
            and high.day == high.last.replace(day=1).day - 1 + calendar.monthrange(high.year, high.month)[1]
        )
        from_new_year = low.month == 1 and not low.day and low.year == high.year and not high.day
        yield from (months + 1,) if whole or from_new_year else (months, months + 1)
    elif not low.month and not high.month:
        yield (high.year - low.year + 1) * 12
        yield (high.year - low.year) * 12
    else:
        months = (high.last.year - low.first.year) * 12 + high.last.month - low.first.month
        yield from (months, months + 1)
