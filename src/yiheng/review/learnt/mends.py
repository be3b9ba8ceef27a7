"""Which number of a report is wrong: for each, what it may have been meant to be, and how likely that is by all that is near.

If one number is wrong, all that it is computed from and all that is computed from it fails together, and holds together once it is
mended. A mend is judged by how much likelier it makes the numbers around it, against how rarely such an error is made (a slip
of the pen, :mod:`yiheng.review.reading.slip`, a rate worked out on a wrong base, or a number that is wrong by some share).
A number that bears out others stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import log

import numpy as np

from yiheng.exact.printed import Printed
from yiheng.review.learnt.evidence import Evidence
from yiheng.review.learnt.forms import FORMS, in_floats
from yiheng.review.learnt.numbers import Codes, Marks, Values
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.slip import likely_slips

_ERROR = 1 / 60
"""How many of a report's numbers are wrong, about."""
_SLIPPED, _MISTAKEN, _SPREAD = 0.5, 0.1, 0.15
"""How many errors are slips of the pen, and how many rates are worked out on a wrong base; of the others, how far from right they are, as a
logarithm."""
_HOPED = 0.02
"""How likely a combination that fails must be meant for its mend to be looked at."""
_WITNESSES = 2
"""How many claims may speak for a mend: those of one kind are no witnesses apart from each other."""
_SETTLED = 0.02
"""How likely a number is wrong that is borne out, of one that is not."""
_NEGLIGIBLE = 1e-5
"""How likely a mend must be to be told apart from the others of its number."""
_WIDE = 0.2
"""How far apart, of its size, the values may be that a mended number may have."""


@dataclass(frozen=True)
class Mend:
    """What one number may have been meant to be, how likely against that it is right, and the combinations that then hold, each with
    its share in that."""

    number: int
    right: float
    odds: float
    slip: bool
    mended: Codes
    shares: Values


@dataclass(frozen=True)
class Mends:
    """All mends of a report; ``wrong``: the odds that each number is wrong, whatever would be right."""

    every: tuple[Mend, ...]
    wrong: Values


def mends_of(evidence: Evidence) -> Mends:
    """The mends of a report."""
    count = len(evidence.numbers.facts)
    failing = ~evidence.holds & (evidence.chance >= _HOPED)
    doubted = np.zeros(count, np.bool_)
    doubted[evidence.claim[failing]] = True
    uses = evidence.uses
    doubted[uses.number[failing[uses.of]]] = True
    bounds = np.searchsorted(uses.number, np.arange(count + 1))
    every: list[Mend] = []
    wrong = np.zeros(count)
    for number in np.flatnonzero(doubted):
        own = np.arange(evidence.starts[number], evidence.starts[number + 1])
        used = slice(bounds[number], bounds[number + 1])
        around = _Around(evidence, failing, int(number), own, uses.of[used], uses.low[used], uses.high[used])
        wrong[number], found = _of_number(around)
        every.extend(found)
    return Mends(tuple(every), wrong)


@dataclass(frozen=True)
class _Around:
    """The combinations of one number: its ``own``, and those ``of`` which it is an operand, with the values between which it makes these
    hold; ``failing`` are those of the whole report whose mend is looked at."""

    evidence: Evidence
    failing: Marks
    number: int
    own: Codes
    of: Codes
    low: Values
    high: Values

    def candidates(self) -> tuple[Values, Values, Marks]:
        """What it may have been meant to be: see :func:`_candidates`."""
        evidence, own, hoped = self.evidence, self.own, self.failing
        used = hoped[self.of] & (self.high - self.low <= _WIDE * self.high)
        if evidence.numbers.facts[self.number].quantity.unit == "%":
            used &= (self.low > 1) | (self.high < 1)  # no other number is computed from 100%
        rows = own[hoped[own] & (evidence.values[own] > 0)]
        fact, values = evidence.numbers.facts[self.number], evidence.values[rows]
        mistaken = values[_are_mistaken(evidence, rows, fact.quantity.size)]
        return _candidates(fact, values, mistaken, self.low[used], self.high[used])

    def as_claim(self, right: Values) -> tuple[Marks, Values]:
        """Which of its own combinations give each value, and how likely it is then printed so."""
        own = self.own
        given = (
            np.abs(self.evidence.values[own][None, :] - right[:, None])
            <= self.evidence.numbers.reach[self.number]
        )
        return given, self.evidence.alone[self.number] + (given * self.evidence.chance[own]).sum(axis=1)

    def as_operand(self, right: Values) -> tuple[Marks, Values, Values]:
        """Which of the others each value makes hold, how likely the claims of these are then printed as they are (for each combination
        that of its claim), and how much likelier all of them together."""
        evidence, of = self.evidence, self.of
        holds = (self.low <= right[:, None]) & (right[:, None] <= self.high)
        claims, place = np.unique(evidence.claim[of], return_inverse=True)
        of_claim = np.zeros((len(of), len(claims)))
        of_claim[np.arange(len(of)), place] = evidence.chance[of]
        rest = evidence.printed[claims] - evidence.holds[of] @ of_claim
        after = np.maximum(rest, evidence.alone[claims]) + holds @ of_claim
        times = np.sort(after / evidence.printed[claims], axis=1)
        return (
            holds,
            after[:, place],
            np.minimum(times[:, :-_WITNESSES], 1).prod(axis=1) * times[:, -_WITNESSES:].prod(axis=1),
        )


def _of_number(around: _Around) -> tuple[float, list[Mend]]:
    """The odds that one number is wrong, and its mends."""
    evidence, number, own, of = around.evidence, around.number, around.own, around.of
    right, likely, slip = around.candidates()
    if not len(right):
        return 0, []
    given, by_own = around.as_claim(right)
    holds, after, likelier = around.as_operand(right)
    odds = (
        likely * by_own / evidence.printed[number] * likelier * (_SETTLED if evidence.settled[number] else 1)
    )
    found = []
    for at in np.flatnonzero(odds > _NEGLIGIBLE):
        mended_own, mended = given[at] & ~evidence.holds[own], holds[at] & ~evidence.holds[of]
        shares = (
            evidence.chance[own[mended_own]] / by_own[at],
            evidence.chance[of[mended]] / after[at, mended],
        )
        places = np.concatenate([own[mended_own], of[mended]])
        found.append(
            Mend(number, float(right[at]), float(odds[at]), bool(slip[at]), places, np.concatenate(shares))
        )
    return float(odds.sum()), found


def _are_mistaken(evidence: Evidence, rows: Codes, stated: float) -> Marks:
    """Which combinations of a claim give what is stated if they are worked out on a wrong base."""
    return np.array([_is_mistaken(evidence, int(at), stated) for at in rows], dtype=np.bool_)


def _is_mistaken(evidence: Evidence, at: int, stated: float) -> bool:
    form = FORMS[int(evidence.form[at])]
    if form.mistaken is None:
        return False
    given = in_floats(form.mistaken, evidence.numbers.size[evidence.operands[at, : form.count]])
    return bool(abs(given - stated) <= evidence.numbers.reach[evidence.claim[at]])


def _candidates(
    fact: Fact, own: Values, mistaken: Values, low: Values, high: Values
) -> tuple[Values, Values, Marks]:
    """What a number may have been meant to be, how likely it was then misprinted so, and whether by a slip of the pen: what its own
    combinations give (some of them ``mistaken``), the slips that make others hold, and for those without either the middle
    of what makes them hold."""
    slips, likely = _slips(fact)
    own = _as_printed(fact, own, slips)
    same = own[:, None] == slips
    by_slip = (same * likely).max(axis=1)
    by_mistake = (
        _ERROR * _MISTAKEN * (np.abs(own[:, None] - mistaken) <= 2 * fact.quantity.half_size).any(axis=1)
    )
    holding = ((low[:, None] <= slips) & (slips <= high[:, None])).any(axis=0) & ~same.any(axis=0)
    known = ((low[:, None] <= own) & (own <= high[:, None])).any(axis=1)
    middle, places = _middles(fact, low[~known], high[~known])
    return (
        np.concatenate([own, slips[holding], middle]),
        np.concatenate(
            [by_slip + by_mistake + _apart(fact, own), likely[holding], _apart(fact, middle) * places]
        ),
        np.concatenate([by_slip > 0, np.ones(int(holding.sum()), np.bool_), np.zeros(len(middle), np.bool_)]),
    )


def _slips(fact: Fact) -> tuple[Values, Values]:
    """The values from which a slip leads to a number, and how likely each."""
    scale = float(fact.quantity.measure.unit.scale)
    sizes, shares = _slips_of(fact.quantity.printed)
    return sizes * scale, _ERROR * _SLIPPED * shares


@lru_cache(maxsize=4096)
def _slips_of(printed: Printed) -> tuple[Values, Values]:
    found = likely_slips(printed)
    return np.array(list(found)), np.array(list(found.values()))


def _as_printed(fact: Fact, values: Values, slips: Values) -> Values:
    """Values other than a number's own, to its places; one that a slip would be to as many digits, though of another unit, is that."""
    if not len(values):
        return values
    step = 2 * fact.quantity.half_size
    near = np.abs(values[:, None] - slips) <= step / 2 * np.minimum(1, slips / fact.quantity.size)
    rounded = np.round(values / step) * step
    found = np.unique(np.where(near.any(axis=1), slips[near.argmax(axis=1)], rounded))
    return np.asarray(found[(found > 0) & (np.abs(found - fact.quantity.size) > step / 2)])


def _middles(fact: Fact, low: Values, high: Values) -> tuple[Values, Values]:
    """The middle of each bounds to the places of a number, each once, and how many places lie between them."""
    if not len(low):
        return low, low
    step = 2 * fact.quantity.half_size
    first, last = np.ceil(low / step), np.floor(high / step)
    some = first <= last
    middle, only = np.unique(np.round((first[some] + last[some]) / 2), return_index=True)
    return middle * step, (last - first + 1)[some][only]


def _apart(fact: Fact, values: Values) -> Values:
    """How likely a number is printed where another error than a slip of the pen leads there from each value."""
    if not len(values):
        return values
    cell = 2 * fact.quantity.half_size / fact.quantity.size
    with np.errstate(divide="ignore", invalid="ignore"):
        far = np.abs(np.log(values) - log(fact.quantity.size))
    return np.where(
        values > 0, _ERROR * (1 - _SLIPPED - _MISTAKEN) * cell * np.exp(-far / _SPREAD) / (2 * _SPREAD), 0.0
    )
