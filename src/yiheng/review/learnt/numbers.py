"""The numbers of a report as arrays, in reading order, so that all combinations of them can be tried at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says
from yiheng.review.told.reading import PERSONS

Codes = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Numbers:
    """The positive numbers of a report as arrays, in reading order; ``kin`` is the dimension, one for all of persons, and
    ``bounded`` are goals and what is told as at least or at most."""

    facts: tuple[Fact, ...]
    at: Codes
    size: Values
    dimension: Codes
    kin: Codes
    counted: Marks
    percent: Marks
    several: Marks
    change: Marks
    usable: Marks
    bounded: Marks

    @cached_property
    def by_end(self) -> dict[int, int]:
        """The place of each number by where it ends."""
        return {fact.end: at for at, fact in enumerate(self.facts)}


def numbers_of(context: Context) -> Numbers:
    """The numbers of a report that a form may be of."""
    facts = tuple(one for one in context.facts if one.quantity.value > 0 and one.quantity.upper is None)
    quantities = [one.quantity for one in facts]
    names: dict[str, int] = {}
    return Numbers(
        facts,
        np.arange(len(facts)),
        np.array([one.size for one in quantities]),
        np.array([names.setdefault(one.dimension, len(names)) for one in quantities]),
        np.array(
            [-1 if one.dimension in PERSONS else names[one.dimension] for one in quantities]
        ),
        np.array([one.family in ("money", "count") for one in quantities]),
        np.array([one.unit == "%" and one.value != 1 for one in quantities]),
        np.array([one.family in ("count", "time") and one.size > 1 for one in quantities]),
        np.array([is_delta(one) for one in facts]),
        np.array([one.measured or bool(one.operator) for one in quantities]),
        np.array([not one.quantity.measured or says("odds_bounded", one.label) for one in facts]),
    )  # fmt: skip
