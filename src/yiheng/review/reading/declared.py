"""Numbers whose unit is declared and not written: 金额单位：万元 at the head of a report, （亿元）： before a list.

A unit in brackets and a colon are followed by the numbers of a sentence; a report's own declaration to
those amounts, with decimals or separated thousands, that follow it in prose and have no unit of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from yiheng.exact.errors import ExactError
from yiheng.exact.printed import Printed
from yiheng.review.reading.layout import Report
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.quantity import Quantity, masked, units

_BARE = re.compile(
    r"(?<![\d.,#A-Za-z第×÷+≥≤<>＋－−~—-])(?P<number>\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,4})?|\d{1,12}(?:\.\d{1,4})?)"
    r"(?![\d.,]\d|[\d#%‰％×÷:：~—-]|[A-Za-z])(?=\s?(?P<after>[，,。；;、）)（(\n]|$|[\u4e00-\u9fa5]))"
)
_LEAST = 3
"""Digits before the point of an amount whose unit only the report's head declares."""
_NAME = re.compile(r"[\u4e00-\u9fa5”」】）)]\s?[：:为是共计达]?\s?$")
_BEFORE = 12


def with_declared(report: Report, found: Sequence[Quantity]) -> list[Quantity]:
    """The quantities of a report with those whose unit is declared, in order."""
    taken = {at for one in found for at in range(one.start, one.end)}
    added = [one for one in _declared(report) if one.start not in taken]
    return sorted([*found, *added], key=_start) if added else list(found)


def _declared(report: Report) -> Iterator[Quantity]:
    """The bare numbers that a declaration gives a unit, in order."""
    whole = ""
    for line in report.lines:
        lists = list(word("declared_list").finditer(line.text))
        head = word("declared_whole").search(line.text)
        if not lists and not whole:
            whole = head["unit"] if head else ""
            continue
        bare = masked(line.text)
        for place, opened in enumerate(lists):
            end = lists[place + 1].start() if place + 1 < len(lists) else len(bare)
            end = min(at for at in (bare.find("。", opened.end()), end) if at >= 0)
            yield from _bare(bare, opened.end(), end, opened["unit"], line.start, sure=True)
        if whole:
            yield from _bare(bare, 0, lists[0].start() if lists else len(bare), whole, line.start, sure=False)
        whole = head["unit"] if head else whole


def _bare(text: str, low: int, high: int, unit: str, offset: int, *, sure: bool) -> Iterator[Quantity]:
    """The numbers of a stretch that have no unit; where it is not ``sure`` that they are amounts, those that look it."""
    measure = units().get(unit)
    if measure is None:
        return
    for match in _BARE.finditer(text, low, high):
        digits = match["number"]
        if not sure and not ("," in digits or ("." in digits and digits.index(".") >= _LEAST)):
            continue
        lead = text[max(low, match.start() - _BEFORE) : match.start()]
        if not _NAME.search(lead) or word("declared_not").search(lead):
            continue
        if word("declared_unit").match(text, match.end()):
            continue  # a unit that the tables of measures do not know
        try:
            printed = Printed.parse(digits)
        except ExactError:
            continue
        start, end = offset + match.start(), offset + match.end()
        yield Quantity(start, end, start, printed, unit, measure)


def _start(one: Quantity) -> int:
    return one.start
