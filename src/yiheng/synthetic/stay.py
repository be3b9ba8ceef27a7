"""Inpatient stays of one month as arrays, from admission to what was paid; one row a stay everywhere."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from yiheng.synthetic.random_stream import Integers

Flags = npt.NDArray[np.bool_]

LONGEST = 88
"""Days of the longest stay: a stay touches at most the three months before that of its discharge."""


@dataclass
class Stays:
    """Some stays that end in one month. Numbers of persons, kinds and institutions; days since 1970-01-01."""

    month: int
    """Year × 12 + month − 1."""
    group: Integers
    person: Integers
    kind: Integers
    provider: Integers
    admitted: Integers
    discharged: Integers
    dead: Flags
    emergency: Flags
    age: Integers = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    sex: Integers = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    transferred_out: Flags = field(default_factory=lambda: np.empty(0, dtype=np.bool_))
    transferred_in: Flags = field(default_factory=lambda: np.empty(0, dtype=np.bool_))
    day_case: Flags = field(default_factory=lambda: np.empty(0, dtype=np.bool_))
    examined_only: Flags = field(default_factory=lambda: np.empty(0, dtype=np.bool_))
    unsupported: Flags = field(default_factory=lambda: np.empty(0, dtype=np.bool_))
    """With a severe other diagnosis that no treatment shows."""
    supported: Flags = field(default_factory=lambda: np.empty(0, dtype=np.bool_))
    planted: Flags = field(default_factory=lambda: np.empty(0, dtype=np.bool_))
    """Already used for something planted, or otherwise not to be changed."""
    number: Integers = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    main: Integers = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """Place of the main diagnosis among those of its kind."""

    @property
    def count(self) -> int:
        """How many."""
        return len(self.person)

    @property
    def days(self) -> Integers:
        """Days billed: from admission to the day before discharge, at least one."""
        days: Integers = np.maximum(self.discharged - self.admitted, 1)
        return days
