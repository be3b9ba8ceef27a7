"""The forms by which a number may be computed from others: what its operands are, and what they give.

For :mod:`yiheng.review.learnt.chances`, which tries them on all near numbers at once; no word is asked here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from yiheng.review.learnt.numbers import Codes, Marks, Numbers, Values
from yiheng.review.learnt.operand import Operand
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import (
    Formula,
    Linear,
    fall,
    fallen_by,
    minus,
    ratio,
    rise,
    risen_by,
    shortfall,
    times,
    total,
)

_YEAR = 12
_FULL = 100
"""Points of a full score."""
_OVERDONE, _GROWN = 2, 6
"""How many times its whole a part may be, and its base what has grown."""
_FELT = 4
"""Half last places of a claim that each part of a sum is more than."""
_SHORTEST, _LONGEST = 3, 8
"""Numbers of a row that are added up."""


Fits = Callable[[Operand, Sequence[Operand]], Any]
"""Which combinations of operands a form allows."""


@dataclass(frozen=True)
class Form:
    """One way to compute a claim of some ``kinds`` from ``count`` numbers.

    ``shown`` is the recomputation in words; ``near``: only the nearest numbers are tried, since three are so many;
    ``to_goal``: one of them may be a goal (≥95%); ``row``: the two are the first and the last of a row of numbers of a dimension kin to
    the claim's, all of which are added up; ``same``: it is told again; ``mistaken``: what is at times worked out instead, on a wrong base.
    """

    name: str
    rule: str
    function: Formula
    shown: str
    kinds: tuple[str, ...]
    count: int
    fits: Fits
    near: bool = False
    to_goal: bool = False
    row: bool = False
    same: bool = False
    mistaken: Formula | None = None

    def members(self, numbers: Numbers, operands: Codes) -> tuple[int, ...]:
        """The places of all numbers that the form is of; ``operands`` may be padded."""
        own = tuple(int(one) for one in operands[: self.count])
        if not self.row:
            return own
        first, last = own
        places = np.arange(first, last + 1)
        return tuple(int(at) for at in places[_in_row(numbers, first, places)])

    def text(self, operands: Sequence[str]) -> str:
        """The recomputation in words, of so many operands."""
        return " + ".join(operands) if self.row else self.shown.format(*operands)


def in_floats(formula: Formula, values: Sequence[Values] | Values) -> Values:
    """What a formula gives of magnitudes: no number where it divides by zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(formula(values), dtype=np.float64)  # type: ignore[arg-type]


def given(form: Form, numbers: Numbers, claims: Codes, places: Codes) -> tuple[Values, Codes]:
    """Which of some combinations (the places of their claims and of their operands, a row each) a form allows, and what they give."""
    asked = Operand(numbers, claims)
    of = [Operand(numbers, places[:, slot]) for slot in range(form.count)]
    marks = form.fits(asked, of)
    for first in range(form.count):
        if not form.same:  # what a cell is computed from stands in its table
            marks = marks & ((asked.table < 0) | (of[first].table == asked.table))
        if not form.to_goal:
            marks = marks & ~of[first].bounded
        for second in range(first):
            marks = marks & (of[first].at != of[second].at)
    rows = np.flatnonzero(marks)
    found = in_floats(form.function, [one.size[rows] for one in of])
    finite = np.isfinite(found)
    return found[finite], rows[finite]


def rows_given(numbers: Numbers, claim: int, pool: Codes) -> tuple[Values, Codes]:
    """The sums of rows of numbers before or after a claim, and the places in the pool of their first and last."""
    own = _in_row(numbers, claim, pool)
    sums, ends = [np.zeros(0)], [np.zeros((0, 2), np.int64)]
    for side in (pool < claim, pool > claim):
        row = np.flatnonzero(own & side)
        upto = np.concatenate([[0.0], np.cumsum(numbers.size[pool[row]])])
        first = np.arange(len(row))
        after = first + np.arange(_SHORTEST, _LONGEST + 1)[:, None]
        length, start = np.nonzero(after <= len(row))
        end = start + length + _SHORTEST
        sums.append(upto[end] - upto[start])
        ends.append(np.stack([row[start], row[end - 1]], axis=1))
    return np.concatenate(sums), np.concatenate(ends)


def _in_row(numbers: Numbers, at: int, places: Codes) -> Marks:
    """Which of some numbers of the text may stand in a row with one: of a dimension kin to its, told as they are."""
    alike = (numbers.kin[places] == numbers.kin[at]) & numbers.usable[places] & ~numbers.bounded[places]
    return np.asarray(alike & (numbers.table[places] < 0) & (numbers.table[at] < 0))


def kind_of(fact: Fact) -> str:
    """Of what kind a claim is, for which forms are told apart."""
    unit, family = fact.quantity.unit, fact.quantity.family
    if unit in ("%", "个百分点"):
        return "percent" if unit == "%" else "points"
    return family


def _alike(one: Operand, other: Operand) -> Any:
    return one.counted & other.counted & (one.dimension == other.dimension)


def _is_share(_: Operand, of: Sequence[Operand]) -> Any:
    part, whole = of
    alike = part.counted & whole.counted & (part.kin == whole.kin) & (part.size != whole.size)
    return alike & (part.size <= _OVERDONE * whole.size)


def _is_part(asked: Operand, of: Sequence[Operand]) -> Any:
    return _is_share(asked, of) & (of[0].size < of[1].size)


def _is_share_of_two(asked: Operand, of: Sequence[Operand]) -> Any:
    one, other, whole = of
    parts = _alike(one, other) & _alike(one, whole) & (one.at < other.at)
    least = _FELT * asked.half * whole.size
    return parts & (one.size + other.size <= whole.size) & (one.size > least) & (other.size > least)


def _is_growth(asked: Operand, of: Sequence[Operand]) -> Any:
    more, less = of
    return (
        _of_then(asked, of) & _alike(more, less) & (more.size > less.size) & (more.size < _GROWN * less.size)
    )


def _is_change(_: Operand, of: Sequence[Operand]) -> Any:
    change, level = of
    return _alike(change, level) & (change.size < level.size) & change.change


def _of_rates(_: Operand, of: Sequence[Operand]) -> Any:
    return of[0].percent & of[1].percent & (of[0].size > of[1].size)


def _of_own(asked: Operand, of: Sequence[Operand]) -> Any:
    """All operands are of a dimension kin to the claim's (名 of 人), and none so small that it would not be felt."""
    marks = of[0].kin == asked.kin
    for one in of[1:]:
        marks = marks & (one.kin == asked.kin)
    if len(of) > 1:
        for one in of:
            marks = marks & (one.size > _FELT * asked.half)
    return marks


def _is_kin(asked: Operand, of: Sequence[Operand]) -> Any:
    return of[0].kin == asked.kin


def _is_again(asked: Operand, of: Sequence[Operand]) -> Any:
    """A goal told again, or a result: what was planned need not be what was done, nor one cell of a table what another is."""
    one = of[0]
    other = (one.planned != asked.planned) | ((one.table >= 0) & (one.table == asked.table))
    return _is_kin(asked, of) & (~other | (one.size == asked.size))


def _is_rate_of_others(_: Operand, of: Sequence[Operand]) -> Any:
    """Of what is counted in other units: 43.57万份档案 of 46.85万人."""
    part, whole = of
    counted = part.counted & whole.counted & (part.kin != whole.kin)
    return counted & (part.size <= _OVERDONE * whole.size)


def _of_then(asked: Operand, of: Sequence[Operand]) -> Any:
    """Of what is told since an earlier time one number is of that."""
    return of[0].prior | of[1].prior | ~asked.since


def _is_difference(asked: Operand, of: Sequence[Operand]) -> Any:
    return _of_then(asked, of) & _of_own(asked, of) & (of[0].size > of[1].size)


def _in_order(asked: Operand, of: Sequence[Operand]) -> Any:
    marks = _of_own(asked, of)
    for first, second in zip(of, of[1:], strict=False):
        marks = marks & (first.at < second.at)
    return marks


def _is_left(asked: Operand, of: Sequence[Operand]) -> Any:
    whole, first, second = of
    return _of_own(asked, of) & (first.at < second.at) & (whole.size > first.size + second.size)


def _by_count(asked: Operand, of: Sequence[Operand]) -> Any:
    return (of[0].dimension == asked.dimension) & of[1].several & (of[1].dimension != asked.dimension)


def _by_kin(asked: Operand, of: Sequence[Operand]) -> Any:
    """Of a kin dimension, and by what is counted in any: 38.92万人次 of 23.74万人 are 1.64次 each, 128万人 of 43人 2.98万人."""
    kin = (of[0].kin == asked.kin) & (
        (of[0].dimension != asked.dimension) | (of[1].dimension == asked.dimension)
    )
    return kin & of[1].several & (of[0].size > of[1].size)


def _by_rate(asked: Operand, of: Sequence[Operand]) -> Any:
    """A rate after a claim is mostly a rate of the claim: 目标81.20万人的100.96%."""
    return (of[0].dimension == asked.dimension) & of[1].percent & (of[1].at < asked.at)


def _of_amounts(_: Operand, of: Sequence[Operand]) -> Any:
    return _alike(of[0], of[1])


def _is_carried(asked: Operand, of: Sequence[Operand]) -> Any:
    before, more, less = of
    return _of_own(asked, of) & (before.at < more.at) & (less.size < before.size + more.size)


def _of_two(values: Sequence[Fraction]) -> Fraction:
    return (values[0] + values[1]) / values[2]


def _less_both(values: Sequence[Fraction]) -> Fraction:
    return values[0] - values[1] - values[2]


def _carried(values: Sequence[Fraction]) -> Fraction:
    return values[0] + values[1] - values[2]


def _itself(values: Sequence[Fraction]) -> Fraction:
    return values[0]


def _rest(values: Sequence[Fraction]) -> Fraction:
    return 1 - values[0]


def _rest_of_two(values: Sequence[Fraction]) -> Fraction:
    return 1 - values[0] - values[1]


def _points_left(values: Sequence[Fraction]) -> Fraction:
    return _FULL - values[0]


def _points_left_of_two(values: Sequence[Fraction]) -> Fraction:
    return _FULL - values[0] - values[1]


def _yearly(values: Sequence[Fraction]) -> Fraction:
    return values[0] * _YEAR


def _monthly(values: Sequence[Fraction]) -> Fraction:
    return values[0] / _YEAR


def _monthly_each(values: Sequence[Fraction]) -> Fraction:
    return values[0] / values[1] / _YEAR


def _of_year(values: Sequence[Fraction]) -> Fraction:
    return values[0] * values[1] * _YEAR


def _months(values: Sequence[Fraction]) -> Fraction:
    return values[0] / values[1] * _YEAR


_SUMMED = ("money", "count", "time", "score")
_ALL = (*_SUMMED, "percent", "points", "ratio")
_AMOUNT, _TIMED = ("money", "count"), ("money", "count", "time")
FORMS = (
    Form("share", "R3", ratio, "{} ÷ {}", ("percent",), 2, _is_share, to_goal=True),
    Form("share_of_two", "R3", _of_two, "（{} + {}）÷ {}", ("percent",), 3, _is_share_of_two, near=True),
    Form("remaining", "R3", fall, "1 − {} ÷ {}", ("percent",), 2, _is_part, to_goal=True),
    Form("rise", "R4", rise, "{0} ÷ {1} − 1", ("percent",), 2, _is_growth, mistaken=shortfall),
    Form("fall", "R4", shortfall, "（{0} − {1}）÷ {0}", ("percent",), 2, _is_growth, mistaken=rise),
    Form("risen_by", "R4", risen_by, "{0} ÷（{1} − {0}）", ("percent",), 2, _is_change, mistaken=ratio),
    Form("fallen_by", "R4", fallen_by, "{0} ÷（{1} + {0}）", ("percent",), 2, _is_change, mistaken=ratio),
    Form("points", "R2", minus, "{} − {}", ("percent", "points"), 2, _of_rates, to_goal=True),
    Form("difference", "R2", minus, "{} − {}", _SUMMED, 2, _is_difference, to_goal=True),
    Form("sum", "R1", total, "{} + {}", _SUMMED, 2, _in_order),
    Form("left", "R2", Linear(_less_both), "{} − {} − {}", _SUMMED, 3, _is_left, near=True),
    Form("carried", "R2", Linear(_carried), "{} + {} − {}", _SUMMED, 3, _is_carried, near=True),
    Form("row", "R1", total, "", _SUMMED, 2, _in_order, row=True),
    Form("mean", "R17", ratio, "{} ÷ {}", _TIMED, 2, _by_count),
    Form("product", "R17", times, "{} × {}", _TIMED, 2, _by_count),
    Form("of_rate", "R3", times, "{} × {}", _SUMMED, 2, _by_rate),
    Form("monthly", "R17", _monthly, "{} ÷ 12", _AMOUNT, 1, _of_own),
    Form("monthly_each", "R17", _monthly_each, "{} ÷ {} ÷ 12", _AMOUNT, 2, _by_count),
    Form("of_year", "R17", _of_year, "{} × {} × 12", _AMOUNT, 2, _by_count),
    Form("again", "R6", _itself, "{}", _ALL, 1, _is_again, to_goal=True, same=True),
    Form("rest", "R3", _rest, "100% − {}", ("percent",), 1, _is_kin),
    Form("rest_of_two", "R3", _rest_of_two, "100% − {} − {}", ("percent",), 2, _in_order),
    Form("points_left", "R11", Linear(_points_left), "100分 − {}", ("score",), 1, _is_kin),
    Form(
        "points_left_of_two", "R11", Linear(_points_left_of_two), "100分 − {} − {}", ("score",), 2, _in_order
    ),
    Form("yearly", "R17", _yearly, "{} × 12", _AMOUNT, 1, _of_own),
    Form("times", "R3", ratio, "{} ÷ {}", ("ratio",), 2, _of_amounts),
    Form("rate_of_others", "R3", ratio, "{} ÷ {}", ("percent",), 2, _is_rate_of_others),
    Form("mean_of_kin", "R17", ratio, "{} ÷ {}", ("count",), 2, _by_kin),
    Form("months", "R20", _months, "{} ÷（{} ÷ 12）", ("time",), 2, _of_amounts),
    Form("months_of", "R20", ratio, "{} ÷ {}", ("time",), 2, _of_amounts),
)
"""All forms."""
KINDS_OF_CLAIMS = _ALL


def of_kind(kind: str) -> Codes:
    """The places of the forms that a claim of a kind may be of."""
    return _OF_KIND[kind]


_OF_KIND = {
    kind: np.array([at for at, form in enumerate(FORMS) if kind in form.kinds]) for kind in KINDS_OF_CLAIMS
}
