"""Numbers told year by year: 2021年、2022年、2023年居民基金支出分别为2.24亿元、2.36亿元、2.51亿元; 2021年3,302.7万元、2022年……."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yiheng.review.reading.context import Context
from yiheng.review.reading.figure import Figure, figures_in, figures_of
from yiheng.review.reading.lexicon import word

_YEARS = re.compile(r"(?<!\d)20\d\d(?=年|、|和|及|—|-|至)")
_SPAN = re.compile(r"20\d\d年?\s?[—\-~至到]{1,2}\s?20\d\d年")
_BETWEEN = re.compile(r"[、，,和及与\s]{0,2}")
_PAIR, _HEAD = 2, 40


@dataclass(frozen=True, slots=True)
class Yearly:
    """One number of a series: the year it is of, and what the series is called."""

    year: int
    name: str
    figure: Figure
    run: int


def series_of(context: Context) -> list[Yearly]:
    """Every number of every series by years, in order; ``run`` tells the series apart."""
    return context.once(_series)


def _series(context: Context) -> list[Yearly]:
    found: list[Yearly] = []
    for run, told in enumerate((*_in_turn(context), *_each_named(context))):
        found.extend(Yearly(year, name, figure, run) for year, name, figure in told)
    return found


def _in_turn(context: Context) -> Iterator[list[tuple[int, str, Figure]]]:
    """Years first, then as many numbers."""
    for match in word("series_in_turn").finditer(context.body):
        years = [int(one) for one in _YEARS.findall(match["years"])]
        if _SPAN.fullmatch(match["years"].strip()) and len(years) == _PAIR:
            years = list(range(years[0], years[1] + 1))
        at = context.report.start + match.end()
        run = _run(context, at, len(years))
        if _PAIR <= len(years) == len(run) and years == sorted(years):
            yield [(year, match["name"], one) for year, one in zip(years, run, strict=True)]


def _run(context: Context, at: int, many: int) -> list[Figure]:
    """The numbers that follow one another from a place on."""
    found: list[Figure] = []
    for one in figures_in(context, at, at + _HEAD * many):
        low = found[-1].end if found else at
        if not _BETWEEN.fullmatch(context.text, low, one.start) or (found and one.unit != found[0].unit):
            break
        found.append(one)
    for n, one in enumerate(found[:-1]):  # 8.0、6.3、5.1个月 carry their unit at the end
        if not one.unit and found[-1].unit:
            found[n] = one
    return found


def _each_named(context: Context) -> Iterator[list[tuple[int, str, Figure]]]:
    """三年支出：2021年3,302.7万元、2022年3,541.2万元: each number after its year, the name before them or with each."""
    told: list[tuple[int, str, Figure]] = []
    for one in figures_of(context):
        match = word("series_year_lead").fullmatch(one.lead)
        step = (int(match["year"]), match["name"] or match["head"], one) if match else None
        last = told[-1] if told else None
        goes_on = (
            step is not None
            and match is not None
            and last is not None
            and (match["name"] == last[1] or not match["name"])
            and step[0] == last[0] + 1
            and one.unit == last[2].unit
            and one.line == last[2].line
            and one.start - last[2].end <= _HEAD
            and not match["head"]
        )
        if goes_on and step is not None and last is not None:
            told.append((step[0], last[1], one))
            continue
        if len(told) >= _PAIR:
            yield _with_head(context, told)
        told = [step] if step is not None else []
    if len(told) >= _PAIR:
        yield _with_head(context, told)


def _with_head(context: Context, told: list[tuple[int, str, Figure]]) -> list[tuple[int, str, Figure]]:
    """A series whose numbers have no name of their own, with that which stands before it."""
    first = told[0][2]
    if told[0][1]:
        return told
    lead = context.text[max(first.line, first.start - _HEAD) : first.start]
    head = word("series_head").search(lead)
    return [(year, head["name"] if head else "", one) for year, _, one in told]
