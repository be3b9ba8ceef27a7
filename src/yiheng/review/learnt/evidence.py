"""All combinations of a report together: which numbers each is of, and what each of those would have to be for it to hold.

What is likely computed from what is one relation between some numbers, whichever of them is said to be the result; it counts once,
for the number of which it is the likeliest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from yiheng.review.finding import DISCLOSURE, Relation, ends_of
from yiheng.review.learnt.chances import (
    claims_of,
    combinations_of,
    traits_of,
)
from yiheng.review.learnt.forms import FORMS, Form, in_floats
from yiheng.review.learnt.numbers import Codes, Marks, Numbers, Values
from yiheng.review.reading.context import Context

_LEAST = 0.003
"""How likely a combination must be meant to count."""
_COMPARING = frozenset({"R7", "R9", "R12", "R16", "R22"})
"""Rules that ask whether a number is more or less than another, which bears out neither."""
DOUBTFUL = 4
"""Half last places within which what does not hold may be told after rounding."""


@dataclass(frozen=True)
class Rows:
    """Combinations, a row each: the claim, the form, its operands (three, -1 where it has fewer), the value that they give, how likely it
    is meant, and whether it holds."""

    claim: Codes
    form: Codes
    operands: Codes
    values: Values
    chance: Values
    holds: Marks

    @property
    def columns(self) -> tuple[Any, ...]:
        """All of them, in order."""
        return self.claim, self.form, self.operands, self.values, self.chance, self.holds


@dataclass(frozen=True)
class Evidence(Rows):
    """The combinations of a report. ``printed``: how likely each of its numbers is printed as it is, by all combinations of it or by
    none; ``alone``: by none; ``settled``: whether words and arithmetic have borne it out; ``every``: the combinations of all claims,
    those that say the same included."""

    numbers: Numbers
    printed: Values
    alone: Values
    settled: Marks
    every: Rows

    def members(self, at: int) -> tuple[int, ...]:
        """The places of the numbers that the claim of a combination is computed from."""
        return self.numbers_of(self, at)

    def numbers_of(self, rows: Rows, at: int) -> tuple[int, ...]:
        """The same of one of some combinations of the report."""
        return FORMS[int(rows.form[at])].members(self.numbers, rows.operands[at])

    @cached_property
    def starts(self) -> Codes:
        """Where the combinations of each number begin; they stand in the order of their claims."""
        return np.searchsorted(self.claim, np.arange(len(self.numbers.facts) + 1))

    @cached_property
    def uses(self) -> Uses:
        """Every number of every combination, but its claim."""
        rows = np.array([form.row for form in FORMS])[self.form]
        found = [self._row_uses(int(at)) for at in np.flatnonzero(rows)]
        for number, form in enumerate(FORMS):
            of = np.flatnonzero(self.form == number)
            if len(of) and not form.row:
                found.extend(self._uses(form, of, slot) for slot in range(form.count))
        if not found:
            nothing = np.zeros(0)
            return Uses(nothing.astype(np.int64), nothing.astype(np.int64), nothing, nothing)
        made = Uses(*(np.concatenate(column) for column in zip(*found, strict=True)))
        order = np.lexsort((made.of, made.number))
        return Uses(made.number[order], made.of[order], made.low[order], made.high[order])

    def _uses(self, form: Form, of: Codes, slot: int) -> tuple[Codes, Codes, Values, Values]:
        sizes = self.numbers.size
        place = self.operands[of, slot]
        values = [sizes[self.operands[of, one]] for one in range(form.count)]
        ends = [
            _inverse(form, values, slot, sizes[self.claim[of]] + side * self.numbers.reach[self.claim[of]])
            for side in (-1, 1)
        ]
        low, high = np.minimum(*ends), np.maximum(*ends)
        none = ~(low > 0)
        return place, of, np.where(none, np.inf, low), np.where(none, -np.inf, high)

    def _row_uses(self, at: int) -> tuple[Codes, Codes, Values, Values]:
        places = np.array(self.members(at))
        claim = self.claim[at]
        right = self.numbers.size[places] + self.numbers.size[claim] - self.values[at]
        reach = self.numbers.reach[claim]
        return places, np.full(len(places), at), right - reach, right + reach


@dataclass(frozen=True)
class Uses:
    """Numbers as operands, in the order of their places: the number, the combination that it is used in, and between which values it
    would make that hold."""

    number: Codes
    of: Codes
    low: Values
    high: Values


def evidence_of(context: Context, found: Iterable[Relation] = ()) -> Evidence:
    """The combinations of a report; numbers that relations ``found`` by words have settled are mostly right."""
    traits = traits_of(context)
    numbers = traits.numbers
    every = combinations_of(traits, claims_of(context, numbers))
    off = np.abs(every.values - numbers.size[every.claim])
    holds = (off <= numbers.reach[every.claim]) | (off <= DOUBTFUL * numbers.half[every.claim])
    alone: Values = np.where(every.none < 1, every.none * numbers.width, 1)
    printed = alone + np.bincount(every.claim[holds], every.chance[holds], len(alone))
    kept = every.chance >= _LEAST
    rows = Rows(
        every.claim[kept], every.form[kept], every.operands[kept], every.values[kept], every.chance[kept], holds[kept],
    )  # fmt: skip
    own = _likeliest(rows)
    lost = np.bincount(rows.claim[~own & rows.holds], rows.chance[~own & rows.holds], len(printed))
    claim, form, operands, values, chance, held = (column[own] for column in rows.columns)
    return Evidence(
        claim, form, operands, values, chance, held, numbers, printed, alone + lost, _settled(numbers, found), rows,
    )  # fmt: skip


def _settled(numbers: Numbers, found: Iterable[Relation]) -> Marks:
    """Which numbers words and arithmetic have borne out; that a result is no less than its goal bears out neither."""
    bounded = {
        fact.end for fact, is_bounded in zip(numbers.facts, numbers.bounded, strict=True) if is_bounded
    }
    borne = ends_of(
        (one for one in found if one.rule not in _COMPARING and not (one.rule == "R6" and one.ends & bounded)),
        "consistent", "rounding", DISCLOSURE,
    )  # fmt: skip
    return np.array([fact.end in borne for fact in numbers.facts], dtype=np.bool_)


def _likeliest(rows: Rows) -> Marks:
    """Which combinations count: of those of the same numbers, the ones of the claim that is likeliest meant."""
    if not len(rows.claim):
        return rows.holds
    together = np.sort(np.column_stack([rows.claim, rows.operands]), axis=1)
    known, of = np.unique(together, axis=0, return_inverse=True)
    pairs, place = np.unique(np.column_stack([of, rows.claim]), axis=0, return_inverse=True)
    whole = np.bincount(place, rows.chance)
    best = np.zeros(len(known))
    np.maximum.at(best, pairs[:, 0], whole)
    return np.asarray(whole[place] >= best[of])


def _inverse(form: Form, values: Sequence[Values], slot: int, result: Values) -> Values:
    """What one operand would have to be for a form to give a result.

    Every form is a quotient of two terms that are linear in each operand, and three points with their images tell all others.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        one, two, three = (
            in_floats(
                form.function, [times * value if at == slot else value for at, value in enumerate(values)]
            )
            for times in (1, 2, 3)
        )
        cross = (result - one) * (two - three) / ((result - three) * (two - one))
        return np.asarray(values[slot] * (1 + 3 * cross) / (1 + cross), dtype=np.float64)
