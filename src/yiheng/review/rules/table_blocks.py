"""Which rows of a table a row may be the sum of: blocks right below or above it, most of which magnitudes alone rule out.

For :mod:`yiheng.review.rules.table_law`. A row of a long table has hundreds of blocks; all are tried at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from yiheng.review.reading.quantity import Quantity

_MOST = 300
"""Rows that one row may be the sum of: more than a province has counties."""
_LEAST = 2
_ROOM, _TRIFLE = 3, 1e-9
"""How many halves of its last place a sum may lie off what its parts give, and what floats may be off."""
_Values = npt.NDArray[np.float64]
_Places = npt.NDArray[np.int64]
_Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Column:
    """The definite numbers of a column: by row, and one after the other; ``named``: its head names what is added up."""

    at: int
    rows: list[Quantity | None]
    numbers: list[Quantity]
    named: bool

    @cached_property
    def adds(self) -> bool:
        """Whether all of it is of one unit and may be added up."""
        one_unit = len({one.unit for one in self.numbers}) == 1
        return self.named and one_unit and all(one.family != "score" for one in self.numbers)

    @cached_property
    def above(self) -> _Places:
        """How many numbers stand above each row."""
        return np.array([0, *accumulate(one is not None for one in self.rows)], dtype=np.int64)

    @cached_property
    def sizes(self) -> _Values:
        """The magnitudes of the numbers."""
        return np.array([one.size for one in self.numbers], dtype=np.float64)

    @cached_property
    def _upto(self) -> tuple[_Values, _Values]:
        """What the numbers, and half of their last places, come to up to each."""
        halves = np.array([one.half_size for one in self.numbers], dtype=np.float64)
        return np.concatenate([[0.0], self.sizes.cumsum()]), np.concatenate([[0.0], halves.cumsum()])

    def sums(self, first: _Places, last: _Places) -> tuple[_Values, _Values]:
        """What stretches of the numbers come to, and how far rounding may take that."""
        sizes, halves = self._upto
        return sizes[last] - sizes[first], halves[last] - halves[first] + _TRIFLE * sizes[-1]

    def extremes(self, first: _Places, last: _Places) -> tuple[_Values, _Values]:
        """The least and the most of stretches that all begin or all end at one number."""
        low, high = int(first.min()), int(last.max())
        sizes = self.sizes[low:high]
        place = last - low - 1
        if first.max() > low:
            sizes, place = sizes[::-1], high - first - 1
        return np.minimum.accumulate(sizes)[place], np.maximum.accumulate(sizes)[place]


def blocks_of(columns: Sequence[Column], rows: int, row: int) -> Iterator[range]:
    """Rows that a row may be the sum of in all columns but one: those below it, then those above it, the most first."""
    below = np.arange(min(rows, row + 1 + _MOST), row + _LEAST, -1)
    above = np.arange(max(0, row - _MOST), row + 1 - _LEAST)
    for starts, ends in (
        (np.full(len(below), row + 1), below),
        (above, np.full(len(above), row)),
    ):
        if len(starts) and columns:
            found = [_sums(one, row, starts, ends) for one in columns]
            held, apart = (np.sum(marks, axis=0) for marks in zip(*found, strict=True))
            for at in np.flatnonzero((held > 0) & (apart <= 1)):
                yield range(int(starts[at]), int(ends[at]))


def _sums(column: Column, row: int, starts: _Places, ends: _Places) -> tuple[_Marks, _Marks]:
    """Whether a row may be the sum of each block in a column, and whether it surely is neither that nor a mean of it."""
    held, apart = np.zeros((2, len(starts)), np.bool_)
    claim = column.rows[row]
    first, last = column.above[starts], column.above[ends]
    many = last - first >= _LEAST
    if claim is None or not claim.value or claim.unit == "%" or not column.adds or not many.any():
        return held, apart
    first, last = first[many], last[many]
    total, room = column.sums(first, last)
    low, high = column.extremes(first, last)
    beyond = np.abs(total - claim.size) > room + _ROOM * claim.half_size + _TRIFLE * abs(claim.size)
    inside = (low <= claim.size) & (claim.size <= high)
    held[many] = ~beyond & ~((low * (1 + _TRIFLE) < claim.size) & (claim.size < high * (1 - _TRIFLE)))
    apart[many] = beyond & ~inside
    return held, apart
