"""What each line of each book moves, by district and month: the profile's plan, and settlements where there are any.

A year's benefits of a sub-fund are the profile's total to the 分. Lines that care settled stand at the settled sums;
what then is open of the total is booked on the lines declared ``balancing`` (care elsewhere, reimbursed by hand …),
in each district as much as its plan leaves open; a line may be both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from yiheng.standards.problem import refuse
from yiheng.synthetic.calibration import LineKey, shares_of, split
from yiheng.synthetic.frame import Frame, Settled
from yiheng.synthetic.profile_books import Book, BookLine

Cells = npt.NDArray[np.int64]
"""分 by district (rows) and month (columns)."""


@dataclass(frozen=True)
class YearPlan:
    """One book's year: cells of every line."""

    book: Book
    year: int
    cells: Mapping[LineKey, Cells]


def year_plan(frame: Frame, book: Book, year: int, settled: Settled | None = None) -> YearPlan:
    """Cells of all lines of a book in a year; without settlements the plan alone.

    Refuses ``city_settled_exceeds`` where settlements of a sub-fund are more than its benefits of the year.
    """
    amounts = frame.figures.book_year(book, year).lines
    cells = {line.key: spread(frame, line, amounts[line.key]) for line in book.lines}
    if settled is not None:
        for sub_fund in book.sub_funds:
            cells |= _with_settlements(frame, book, year, sub_fund, settled, cells)
    return YearPlan(book, year, cells)


def spread(frame: Frame, line: BookLine, amount: int) -> Cells:
    """An amount over districts, then over months, by the line's shapes."""
    profile = frame.profile
    codes = [district.code for district in frame.districts]
    by_district = split(amount, shares_of(profile.district_weights[line.districts], codes))
    return np.array([split(part, profile.month_shapes[line.months]) for part in by_district], dtype=np.int64)


def _with_settlements(
    frame: Frame,
    book: Book,
    year: int,
    sub_fund: str,
    settled: Settled,
    planned: Mapping[LineKey, Cells],
) -> dict[LineKey, Cells]:
    """The lines of a sub-fund that settlements change: the settled ones and the balancing ones."""
    given: dict[LineKey, Cells] = {
        line.key: cells
        for line in book.lines
        if line.settled and line.sub_fund == sub_fund
        and (cells := _settled_cells(frame, book, year, line, settled)).any()
    }  # fmt: skip
    if not given:
        return {}
    balancing = [line for line in book.lines if line.balancing and line.sub_fund == sub_fund]
    keys: list[LineKey] = [line.key for line in balancing]
    nothing = _nothing(frame)
    planned_sum = sum((planned[key] for key in {*given, *keys}), start=nothing)
    settled_sum = sum(given.values(), start=nothing)
    left = (planned_sum - settled_sum).sum(axis=1)
    open_amount = int(left.sum())
    if open_amount < 0 or not keys:
        raise refuse(
            "city_settled_exceeds",
            field=f"{book.name} {sub_fund} {year}",
            found=str(int(settled_sum.sum())),
            expected=str(int(planned_sum.sum())),
        )
    by_district = split(open_amount, np.maximum(left, 0).tolist())
    weights = [max(int((planned[key] - given.get(key, nothing)).sum()), 0) for key in keys]
    parts = np.array([split(amount, weights if any(weights) else [1] * len(keys)) for amount in by_district])
    shapes = frame.profile.month_shapes
    balanced = {
        key: given.get(key, nothing)
        + np.array([split(int(part), shapes[line.months]) for part in parts[:, place]], dtype=np.int64)
        for place, (key, line) in enumerate(zip(keys, balancing, strict=True))
    }
    return given | balanced


def _nothing(frame: Frame) -> Cells:
    return np.zeros((len(frame.districts), 12), dtype=np.int64)


def _settled_cells(frame: Frame, book: Book, year: int, line: BookLine, settled: Settled) -> Cells:
    cells = _nothing(frame)
    place = {district.code: number for number, district in enumerate(frame.districts)}
    for key, fen in settled.sums.items():
        if (key.fund_type, key.sub_fund, key.line_code, key.month[:4]) == (
            book.fund_type,
            line.sub_fund,
            line.line_code,
            str(year),
        ):
            cells[place[key.admdvs], int(key.month[5:]) - 1] += fen
    return cells
