"""The numbers of a report as arrays, in reading order, so that all combinations of them can be tried at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from yiheng.review.learnt.cells import Placed, placed_facts
from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says
from yiheng.review.told.reading import PERSONS

Codes = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]


_MARGIN = 1e-9
_DENSITY, _HALF_CHANCE = 0.6, 0.5
"""How many numbers stand within twice a number's size, by which chance hits the last place of one."""
_PLANNED, _EARLIER = ("target", "budget"), ("prior", "base")


@dataclass(frozen=True)
class Numbers:
    """The positive numbers of a report as arrays, in reading order; ``half`` is of their last places; ``kin`` is the dimension, one for all of persons; ``bounded`` are
    goals and what is told as at least or at most, ``planned`` all that is no result, ``prior`` what is of an earlier time and
    ``since`` what is told since one; ``table``, ``row`` and ``column`` say where a cell stands, -1 in the text."""

    facts: tuple[Fact, ...]
    size: Values
    half: Values
    dimension: Codes
    kin: Codes
    counted: Marks
    percent: Marks
    several: Marks
    change: Marks
    usable: Marks
    bounded: Marks
    planned: Marks
    prior: Marks
    since: Marks
    table: Codes
    row: Codes
    column: Codes

    @cached_property
    def in_text(self) -> Codes:
        """The places of those of the text."""
        return np.flatnonzero(self.table < 0)

    @cached_property
    def cells(self) -> Codes:
        """The places of those of tables."""
        return np.flatnonzero(self.table >= 0)

    @cached_property
    def reach(self) -> Values:
        """How far from each what gives it may be, in floats."""
        return _MARGIN * self.size + self.half * (1 + _MARGIN)

    @cached_property
    def width(self) -> Values:
        """How likely a combination that is not meant gives each."""
        return np.minimum(_HALF_CHANCE, 2 * self.half / self.size * _DENSITY)

    @cached_property
    def by_end(self) -> dict[int, int]:
        """The place of each number by where it ends."""
        return {fact.end: at for at, fact in enumerate(self.facts)}


def numbers_of(context: Context) -> Numbers:
    """The numbers of a report that a form may be of."""
    placed = [
        one
        for one in placed_facts(context)
        if one.fact.quantity.value > 0 and one.fact.quantity.upper is None
    ]
    facts = tuple(one.fact for one in placed)
    quantities = [one.quantity for one in facts]
    names: dict[str, int] = {}
    return Numbers(
        facts,
        np.array([one.size for one in quantities], dtype=np.float64),
        np.array([one.half_size for one in quantities], dtype=np.float64),
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
        np.array([one.role in _PLANNED for one in facts], dtype=np.bool_),
        np.array([_is_prior(context, one) for one in placed], dtype=np.bool_),
        np.array([_is_since(context, one) for one in placed], dtype=np.bool_),
        np.array([one.table for one in placed], dtype=np.int64),
        np.array([one.row for one in placed], dtype=np.int64),
        np.array([one.column for one in placed], dtype=np.int64),
    )  # fmt: skip


def _is_prior(context: Context, one: Placed) -> bool:
    """Whether a number is told as one of an earlier time: by its role, its year or its words."""
    fact = one.fact
    if fact.role in _EARLIER or (fact.year and context.report.year and fact.year != context.report.year):
        return True
    words = fact.label if one.table >= 0 else context.clause_before(fact)
    return says("odds_before", words)


def _is_since(context: Context, one: Placed) -> bool:
    """Whether a number is told as a change since an earlier time."""
    return one.table < 0 and says("odds_since", context.clause_before(one.fact))
