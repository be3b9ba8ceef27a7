"""What contributions leave behind for the books, and columns that grow a block of payers at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yiheng.synthetic.calibration import LineKey
from yiheng.synthetic.random_stream import Integers
from yiheng.synthetic.rows import dayno, table_of

ReceiptKey = tuple[str, str, bool]
"""(line_code, sub_fund, paid ahead for the next year)"""


@dataclass
class Receipts:
    """What was received, by fund, district and day: the books post exactly this."""

    _days: dict[tuple[str, str, int, int], dict[int, dict[ReceiptKey, int]]] = field(default_factory=dict)

    def add(
        self,
        fund_type: str,
        admdvs: str,
        when: tuple[int, int, int],
        line: LineKey,
        fen: int,
        ahead: bool = False,
    ) -> None:
        """Add an amount received on a day (year, month, day)."""
        days = self._days.setdefault((fund_type, admdvs, when[0], when[1]), defaultdict(dict))
        key, day = (*line, ahead), dayno(*when)
        days[day][key] = days[day].get(key, 0) + fen

    def of(
        self, fund_type: str, admdvs: str, year: int, month: int
    ) -> Mapping[int, Mapping[ReceiptKey, int]]:
        """Receipts of a month by day."""
        return self._days.get((fund_type, admdvs, year, month), {})


@dataclass
class Columns:
    """Columns of one table, grown a block at a time; a single value stands for the whole block."""

    blocks: dict[str, list[npt.NDArray[np.generic]]] = field(default_factory=lambda: defaultdict(list))
    height: int = 0

    def add(self, height: int, **values: object) -> None:
        """Add a block of ``height`` rows."""
        self.height += height
        for name, value in values.items():
            self.blocks[name].append(value if isinstance(value, np.ndarray) else np.full(height, value))

    def taken(self, name: str) -> pa.Table:
        """The table of the contract with all rows so far, which are then gone from here."""
        table = table_of(name, {key: np.concatenate(parts) for key, parts in self.blocks.items()})
        self.blocks.clear()
        self.height = 0
        return table


def split_long(total: int, weights: Integers) -> Integers:
    """``split`` by largest remainder for long vectors; total × the largest weight must stay below 2⁶³."""
    if not total:
        return np.zeros(len(weights), dtype=np.int64)
    quotas, rest = np.divmod(total * weights, int(weights.sum()))
    missing = total - int(quotas.sum())
    quotas[np.argsort(-rest, kind="stable")[:missing]] += 1
    parts: Integers = quotas
    return parts


def half_up(numerator: Integers, denominator: int) -> Integers:
    """Whole quotients of numbers ≥ 0, rounded half up."""
    quotients: Integers = (2 * numerator + denominator) // (2 * denominator)
    return quotients
