"""What is planted for supervision to find, how many of it, and the truth: the rows that are not what they seem.

For each kind lawful rows that look alike are planted too (decoys). The truth is never in the city's tables: it is a
list of :class:`Planted`, written to a file of its own by :func:`write_truth`.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from yiheng.exact.rounding import div_half_up
from yiheng.synthetic.care_city import CareCity
from yiheng.synthetic.case_profile import ANOMALY_KINDS
from yiheng.synthetic.random_stream import Integers

PER = 100_000
"""Rates are for so many inpatient cases."""


@dataclass(frozen=True)
class Planted:
    """One planted thing: its kind, whether it is lawful (a decoy), the table and the keys of its rows, and why."""

    kind: str
    decoy: bool
    table: str
    keys: str
    note: str


@dataclass
class Quota:
    """How many of each kind are still to be planted; what found no fitting row in its month waits for the next."""

    city: CareCity
    truth: list[Planted] = field(default_factory=list)
    _due: Counter[tuple[str, bool]] = field(default_factory=Counter)

    def start_month(self, month: int) -> None:
        """Add what falls due in a month: the year's number (at least one of each) spread over its months."""
        year, place = divmod(month, 12)
        cases = self.city.frame.figure(self.city.profile.inpatient.cases, year)
        draw = self.city.frame.stream("care", "planted", year)
        turns = [draw.permutation(12) for _ in ANOMALY_KINDS for _ in range(2)]
        for number, kind in enumerate(ANOMALY_KINDS):
            rate = self.city.profile.anomalies.get(kind)
            if rate is None:
                continue
            for decoy, per in ((False, rate.per_100k), (True, rate.decoys)):
                whole = max(1, div_half_up(cases * per, PER)) if per else 0
                rank = int(turns[2 * number + decoy][place])
                self._due[kind, decoy] += whole // 12 + (rank < whole % 12)

    def due(self, kind: str, decoy: bool) -> int:
        """How many are due."""
        return self._due[kind, decoy]

    def plant(self, kind: str, decoy: bool, table: str, keys: str, note: str) -> None:
        """One is planted."""
        self.spend(kind, decoy)
        self.note(kind, decoy, table, keys, note)

    def spend(self, kind: str, decoy: bool) -> None:
        """One is planted whose rows are not known yet."""
        self._due[kind, decoy] -= 1

    def note(self, kind: str, decoy: bool, table: str, keys: str, note: str) -> None:
        """A row of the truth that no quota asked for: what came about by itself."""
        self.truth.append(Planted(kind, decoy, table, keys, note))

    def take(self, kind: str, decoy: bool, fitting: Integers, size: int = 1) -> Integers:
        """Of fitting places as many as are due, ``size`` for each, spread over them."""
        wanted = self._due[kind, decoy] * size
        if wanted <= 0 or len(fitting) < size:
            return np.empty(0, dtype=np.int64)
        number = min(wanted, len(fitting) // size * size)
        places = np.arange(number, dtype=np.int64) * len(fitting) // number
        return fitting[places]


TRUTH_COLUMNS = ("kind", "decoy", "table", "keys", "note")


def write_truth(path: Path, truth: Sequence[Planted]) -> None:
    """The truth as a file of its own (UTF-8, one row a planted thing, in order of kind and keys)."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(TRUTH_COLUMNS)
        for one in sorted(truth, key=lambda row: (row.kind, row.decoy, row.table, row.keys)):
            writer.writerow([one.kind, int(one.decoy), one.table, one.keys, one.note])
