"""Who lies in hospital when: intervals of the last months, so that nobody lies in two beds by accident."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from yiheng.synthetic.random_stream import Integers

_DAY_BITS = 17


class Occupied:
    """Stays by person; those that ended before ``forget`` are dropped, so that memory follows months, not years."""

    def __init__(self) -> None:
        self._keys: Integers = np.empty(0, dtype=np.int64)
        self._ends: Integers = np.empty(0, dtype=np.int64)

    def add(self, person: Integers, first: Integers, last: Integers) -> None:
        """Stays from ``first`` to ``last`` day, both included."""
        keys = np.concatenate([self._keys, (person << _DAY_BITS) + first])
        order = np.argsort(keys, kind="stable")
        self._keys = keys[order]
        self._ends = np.concatenate([self._ends, last])[order]

    def forget(self, before: int) -> None:
        """Drop what ended before a day."""
        kept = self._ends >= before
        self._keys, self._ends = self._keys[kept], self._ends[kept]

    def meets(self, person: Integers, first: Integers, last: Integers) -> npt.NDArray[np.bool_]:
        """Whether a stay of the person touches the days from ``first`` to ``last``."""
        return self.begin(person, first, last) >= 0

    def begin(self, person: Integers, first: Integers, last: Integers) -> Integers:
        """The first day of the latest stay that touches the days; −1 where none does."""
        if not len(self._keys):
            return np.full(len(person), -1, dtype=np.int64)
        place = np.searchsorted(self._keys, (person << _DAY_BITS) + last, side="right") - 1
        at = np.maximum(place, 0)
        hit = (place >= 0) & (self._keys[at] >> _DAY_BITS == person) & (self._ends[at] >= first)
        days: Integers = np.where(hit, self._keys[at] & ((1 << _DAY_BITS) - 1), -1)
        return days
