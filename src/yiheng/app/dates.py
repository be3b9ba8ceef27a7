"""Dates from the command line."""

from __future__ import annotations

from datetime import date

from yiheng.standards.problem import refuse


def read_date(text: str) -> date:
    """A date such as 2024-03-05."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refuse("date_unreadable", found=text) from None


def document_date(text: str) -> str:
    """成文日期 as printed: 2024年3月5日, empty where none is given."""
    if not text:
        return ""
    day = read_date(text)
    return f"{day.year}年{day.month}月{day.day}日"
