"""Bills: what fee lines are made from. One row a bill, of a stay or an outpatient visit, and lines ordered for it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from yiheng.synthetic.random_stream import Integers
from yiheng.synthetic.stay import Flags
from yiheng.synthetic.stay_cost import Pots

SAME_AS_DAILY = -2
"""Seconds of an ordered line: those of the daily charge of the same day."""
ANY_TIME = -1


@dataclass
class Ordered:
    """Lines that must stand in a bill whatever else does, paid from its class A pot. One row a line."""

    bill: list[int] = field(default_factory=list)
    item: list[int] = field(default_factory=list)
    day: list[int] = field(default_factory=list)
    second: list[int] = field(default_factory=list)
    count: list[int] = field(default_factory=list)
    price: list[int] = field(default_factory=list)
    mark: list[int] = field(default_factory=list)
    """Which planted thing the line belongs to; −1 none."""

    def add(
        self, bill: int, item: int, day: int, count: int, price: int, second: int = ANY_TIME, mark: int = -1
    ) -> None:
        """Order one line: item, day of the bill from 0, whole quantity, price in 分, second of the day."""
        row = (bill, item, day, second, count, price, mark)
        for column, value in zip(self._columns(), row, strict=True):
            column.append(value)

    def _columns(self) -> tuple[list[int], ...]:
        return self.bill, self.item, self.day, self.second, self.count, self.price, self.mark

    def arrays(self) -> tuple[Integers, ...]:
        """The columns as arrays."""
        return tuple(np.array(column, dtype=np.int64) for column in self._columns())


@dataclass
class Bills:
    """Some bills. Days from ``begin``; seconds are those of the first day between which lines may lie."""

    number: Integers
    turn: Integers
    """Which settlement of the visit the lines belong to."""
    psn_no: pa.Array
    provider: Integers
    department: Integers
    doctor: Integers
    begin: Integers
    days: Integers
    open_second: Integers
    close_second: Integers
    pots: Pots
    mix: Integers
    lines: Integers
    """Variable lines wanted."""
    inpatient: bool
    self_paid: bool = False
    """That all of it is outside the pooled funds, whatever the class of an item."""
    idle_first: Integers = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    idle_days: Integers = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    returned: Integers = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """分 of a line charged on top of the pots and taken back by the refund."""
    cancelled: Flags = field(default_factory=lambda: np.empty(0, dtype=np.bool_))
    """Taken back whole."""
    examined_only: Flags = field(default_factory=lambda: np.empty(0, dtype=np.bool_))
    ordered: Ordered = field(default_factory=Ordered)
    marks: list[tuple[str, bool, str]] = field(default_factory=list)
    """Kind, decoy and note of each mark that ordered lines bear."""

    @property
    def count(self) -> int:
        """How many."""
        return len(self.number)
