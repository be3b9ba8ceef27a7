"""Dates from the command line."""

from __future__ import annotations

from datetime import date

from yiheng.standards.problem import refuse


def read_date(text: str, earliest: date = date.min) -> date:
    """A date such as 2024-03-05; refused before the ``earliest`` day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise refuse("date_unreadable", found=text) from None
    if day < earliest:
        raise refuse("date_too_early", found=text, expected=str(earliest))
    return day


def document_date(text: str) -> str:
    """成文日期 as printed: 2024年3月5日, empty where none is given."""
    if not text:
        return ""
    day = read_date(text)
    return f"{day.year}年{day.month}月{day.day}日"
