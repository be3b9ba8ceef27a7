"""Misses that chance hardly explains: a claim is not what the numbers give that it is most likely computed from.

How likely a combination is meant is learnt (:mod:`yiheng.review.learnt.chances`); how likely an error leads from what it gives to
what is printed is that of a slip of the pen (:mod:`yiheng.review.reading.slip`), or of a number that is wrong by some share. By
Bayes' rule that gives how likely the claim is wrong, against a number that holds by another combination or is computed from none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import log

import numpy as np

from yiheng.review.finding import DISCLOSURE, Relation, ends_of
from yiheng.review.learnt.chances import (
    Combinations,
    claims_of,
    combinations_of,
    holding,
    meaning_of,
    reach_of,
    traits_of,
    width_of,
)
from yiheng.review.learnt.forms import FORMS, Form
from yiheng.review.learnt.numbers import Codes, Marks, Values
from yiheng.review.learnt.traits import AHEAD, BACK, Traits
from yiheng.review.reading.context import Context, keeps, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import is_linear
from yiheng.review.reading.recomputed import rounded_as
from yiheng.review.reading.slip import Slip, likely_slips

_TOLD = 0.1
"""How likely an error must be to be told (decision 0031)."""
_ERROR = 1 / 60
"""How many of a report's numbers are wrong, about."""
_SLIPPED, _SPREAD = 0.5, 0.15
"""How many errors are slips of the pen; of the others, how far from right they are, as a logarithm."""
_TOGETHER = 3
"""Of how many numbers a question is the same as that of others."""
_DOUBTFUL = 4
"""Half last places within which what does not hold may be told after rounding."""
_ROW = np.array([form.row for form in FORMS])
_ROUNDED = 10
"""Last places by which a sum may be off since it was made of numbers that are not printed in full."""


@dataclass(frozen=True)
class Miss:
    """A claim that is not the ``value`` that others give, with how likely it is an error; ``slip``: a slip of the pen leads from there
    to what is printed."""

    claim: Fact
    operands: tuple[Fact, ...]
    form: Form
    likely: float
    value: Fraction
    slip: bool


def miss_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Misses among numbers that no relation found so far has settled or accused, nor asked about together."""
    traits = traits_of(context)
    settled, told = ends_of(found, "consistent", "rounding", DISCLOSURE), ends_of(found, "inconsistent")
    asked = [one.ends for one in found if one.verdict == "review"]
    said = np.array([fact.end in told for fact in traits.numbers.facts], dtype=np.bool_)
    for claim in claims_of(context, traits.numbers):
        end = traits.numbers.facts[claim].end
        if said[claim] or end in settled:
            continue
        combinations = combinations_of(traits, claim)
        miss = miss_of(traits, claim, combinations, said) if combinations else None
        if miss is None or miss.likely < _TOLD:
            continue
        ends = {end, *(one.end for one in miss.operands)}
        if not any(len(ends & one) >= _TOGETHER for one in asked):
            said[[traits.numbers.by_end[one] for one in ends]] = True
            yield _relation(context, miss)


def miss_of(traits: Traits, claim: int, combinations: Combinations, said: Marks | None = None) -> Miss | None:
    """The likeliest error of a claim, of numbers that are not ``said`` yet; None where exact arithmetic leaves none."""
    fact = traits.numbers.facts[claim]
    off = np.abs(combinations.values - fact.quantity.size)
    near = holding(combinations, fact) | (off <= _DOUBTFUL * fact.quantity.half_size)
    slips, share = _slips(fact, combinations.values)
    wrong = np.where(near, 0.0, combinations.chance * _ERROR * (share + _apart(fact, combinations.values)))
    if said is not None:
        wrong = wrong * _unsaid(claim, combinations, said)
    right = combinations.chance[near].sum() * (1 - _ERROR) + combinations.none * width_of(fact)
    best = int(wrong.argmax())
    if not wrong[best]:
        return None
    alike = np.abs(combinations.values - combinations.values[best]) <= 2 * reach_of(fact)
    likely = float(wrong[alike].sum() / (wrong.sum() + right))
    form, operands = meaning_of(traits, combinations, best)
    value = form.function([one.quantity.value for one in operands])
    if not _stands(fact, operands, form, value):
        return None
    return Miss(fact, operands, form, likely, value, bool(slips[best] >= 0))


def _slips(fact: Fact, values: Values) -> tuple[Codes, Values]:
    """Which slip leads from each value to a claim, -1 where none does, and how likely that one is."""
    scale = float(fact.quantity.measure.unit.scale)
    slips = sorted(likely_slips(fact.quantity.printed), key=_size)
    if not slips:
        return np.full(len(values), -1), np.zeros(len(values))
    sizes = np.array([one.size * scale for one in slips])
    after = np.clip(np.searchsorted(sizes, values), 0, len(sizes) - 1)
    before = np.maximum(after - 1, 0)
    nearest = np.where(np.abs(sizes[before] - values) < np.abs(sizes[after] - values), before, after)
    hit = np.abs(sizes[nearest] - values) <= reach_of(fact)
    shares = np.array([one.share for one in slips])
    return np.where(hit, nearest, -1), np.where(hit, _SLIPPED * shares[nearest], 0.0)


def _size(slip: Slip) -> float:
    return slip.size


def _apart(fact: Fact, values: Values) -> Values:
    """How likely a claim is printed where another error than a slip of the pen leads there from each value."""
    cell = 2 * fact.quantity.half_size / fact.quantity.size
    with np.errstate(divide="ignore", invalid="ignore"):
        far = np.abs(np.log(values) - log(fact.quantity.size))
    return np.where(values > 0, (1 - _SLIPPED) * cell * np.exp(-far / _SPREAD) / (2 * _SPREAD), 0.0)


def _unsaid(claim: int, combinations: Combinations, said: Marks) -> Marks:
    """The combinations of numbers of which none is said already."""
    first = max(0, claim - BACK)
    near = np.append(said[first : claim + 1 + AHEAD], False)  # the last is that of no operand
    operands = np.where(combinations.operands < 0, -1, combinations.operands - first)
    some = np.asarray(near[operands].any(axis=1))
    rows = np.flatnonzero(_ROW[combinations.form])
    upto = np.concatenate([[0], np.cumsum(near)])
    some[rows] = upto[operands[rows, 1] + 1] > upto[operands[rows, 0]]
    return ~some


def _stands(fact: Fact, operands: Sequence[Fact], form: Form, value: Fraction) -> bool:
    """Whether an error stands by exact arithmetic: the claim is not what rounded operands may give."""
    if keeps(form.function, [one.quantity for one in operands], fact.quantity):
        return False
    place = 2 * fact.quantity.printed.half_unit * fact.quantity.measure.unit.scale
    return not (is_linear(form.function) and abs(value - fact.quantity.value) <= _ROUNDED * place)


def _relation(context: Context, miss: Miss) -> Relation:
    claim = miss.claim.quantity
    right = claim.text_of(claim.measure.unit.to_base(rounded_as(miss.claim, miss.value)))
    return relation(
        context, miss.form.rule, "inconsistent", "review_slip" if miss.slip else "review_miss",
        context.quote_facts(*miss.operands, miss.claim), subject=miss.claim.name, expected=claim.text_of(miss.value, more=2),
        stated=claim.shown, formula=miss.form.text([one.quantity.shown for one in miss.operands]),
        repairs=(f"{claim.shown}→{right}",),
    )  # fmt: skip
