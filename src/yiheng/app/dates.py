"""Years, months and dates from the command line: in every form in which the program itself prints them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from yiheng.standards.problem import refuse

_DATE = re.compile(r"([0-9]{4})(?:-|/|\.|年)([0-9]{1,2})(?:-|/|\.|月)([0-9]{1,2})日?")
_MONTH = re.compile(r"([0-9]{4})(?:-|/|\.|年)?([0-9]{1,2})月?")
_YEAR = re.compile(r"([0-9]{4})年?")


def read_date(text: str, earliest: date = date.min) -> date:
    """A date such as 2024-03-05 or 2024年3月5日; refused before the ``earliest`` day."""
    found = _DATE.fullmatch(_plain(text))
    try:
        day = date(*map(int, found.groups())) if found else date.fromisoformat(_plain(text))
    except ValueError:
        raise refuse("date_unreadable", found=text) from None
    if day < earliest:
        raise refuse("date_too_early", found=text, expected=str(earliest))
    return day


def read_month(text: str) -> str:
    """A month such as 2023-05 or 2023年5月, as 2023-05."""
    found = _MONTH.fullmatch(_plain(text))
    if found is None or not 1 <= int(found[2]) <= 12:
        raise refuse("month_unreadable", found=text)
    return f"{found[1]}-{int(found[2]):02d}"


def read_year(text: str | int) -> int:
    """A year such as 2023 or 2023年; a number is a command's own default."""
    if isinstance(text, int):
        return text
    found = _YEAR.fullmatch(_plain(text))
    if found is None:
        raise refuse("year_unreadable", found=text)
    return int(found[1])


def _plain(text: str) -> str:
    """Half-width, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def moment_words(moment: str) -> str:
    """A moment that is kept as 2024-03-05T08:30:00, as it is printed everywhere: 2024-03-05 08:30."""
    return moment.replace("T", " ")[:16]


def document_date(text: str) -> str:
    """成文日期 as printed: 2024年3月5日, empty where none is given."""
    if not text:
        return ""
    day = read_date(text)
    return f"{day.year}年{day.month}月{day.day}日"
