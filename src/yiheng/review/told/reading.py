"""One way to recompute a claim from other numbers of the text, and how firmly its words ask to be read so."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from yiheng.exact.interval import Verdict
from yiheng.review.reading.context import Context, far, holds, judge, over
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import Formula, ratio
from yiheng.review.reading.lexicon import says, word

EXACT, BOUND, TOLD, LIKELY, POSSIBLE = 5, 4, 3, 2, 1
"""The words write the sum itself (占两级之和的; 通过/评估), so that no other reading settles it; the claim's own words bind every operand, so that a chance fit of others proves nothing; they name every operand; they name some, or the operands stand where such operands stand; they merely allow it."""
_REACH = 24
"""Numbers before a claim that may be its operands."""
_NOT_NAME = re.compile(r"[^\u4e00-\u9fa5A-Za-z]")
PERSONS = frozenset(
    {"persons", "名", "visits", "cases", "times", "户", "pieces", "matters", "payments", "例次", "户次"}
)
"""Dimensions of which one may be a part of another."""


@dataclass(frozen=True)
class Reading:
    """``claim`` as a function of ``operands``; ``shown`` is the recomputation in words, ``strength`` how firm it is."""

    rule: str
    claim: Fact
    operands: tuple[Fact, ...]
    function: Formula
    shown: str
    strength: int

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All its numbers."""
        return (*self.operands, self.claim)

    @property
    def fits(self) -> bool:
        """Whether the claim is what the operands give, to rounding."""
        operands = [one.quantity for one in self.operands]
        claim = self.claim.quantity
        if far(self.function, operands, claim):
            return False
        found = judge(self.function, operands, claim)
        if self.strength == POSSIBLE:  # no words ask for it: to the last digit or not at all
            return found is not None and found[0] is Verdict.CONSISTENT
        return holds(found)


def quotient(claim: Fact, part: Fact, whole: Fact, strength: int) -> Reading:
    """A rate read as a part over its whole."""
    return Reading("R3", claim, (part, whole), ratio, over(part.quantity, whole.quantity), strength)


@lru_cache(maxsize=16384)
def name_pieces(name: str) -> frozenset[str]:
    """Every two characters that stand together in a name, without those that any label has."""
    bare = _NOT_NAME.sub("", word("told_generic").sub("#", name))
    parts = (
        [bare]
        if "#" not in word("told_generic").sub("#", name)
        else _NOT_NAME.split(word("told_generic").sub("#", name))
    )
    return frozenset(part[n : n + 2] for part in parts for n in range(len(part) - 1))


def shares(name: str, label: str) -> bool:
    """Whether a label has two characters of a name that stand together."""
    return any(piece in label for piece in name_pieces(name))


def same_kind(first: Fact, second: Fact) -> bool:
    """Whether one may be a part of the other: the same dimension, or persons, visits and cases."""
    one, two = first.quantity.dimension, second.quantity.dimension
    return one == two or (one in PERSONS and two in PERSONS)


def usable(fact: Fact) -> bool:
    """Whether a number may be an operand: one definite amount or count that is no mean and no change."""
    return (
        fact.quantity.measured
        and fact.quantity.family in ("money", "count", "time")
        and not says("per_head", fact.label[-12:])
    )


def usable_before(context: Context, claim: Fact, most: int) -> list[Fact]:
    """Those of so many numbers before a claim that may be operands, in order."""
    found, places = context.once(_usable_ones)
    return found[bisect_left(places, claim.index - most) : bisect_left(places, claim.index)]


def _usable_ones(context: Context) -> tuple[list[Fact], list[int]]:
    found = [one for one in context.facts if usable(one)]
    return found, [one.index for one in found]


def above(context: Context, claim: Fact) -> list[Fact]:
    """The numbers of a claim's paragraph before it, the nearest first; where there are few, those under its heading."""
    before = context.facts[max(0, claim.index - _REACH) : claim.index]
    own = [one for one in before if one.line is claim.line]
    if len(own) < 2:
        own = [one for one in before if one.line.path[:2] == claim.line.path[:2]]
    return own[::-1]


def bracketed(context: Context, claim: Fact) -> list[Fact]:
    """The numbers of the bracket that opens right after a claim."""
    if context.text[claim.end : claim.end + 1] not in ("（", "("):
        return []
    found = []
    for one in context.facts[claim.index + 1 : claim.index + 5]:
        if one.sentence != claim.sentence or one.depth <= claim.depth:
            break
        if re.search(r"[）)]", context.text[claim.end : one.start]):
            break
        found.append(one)
    return found


def between(context: Context, first: Fact, second: Fact) -> str:
    """The words between two numbers."""
    return context.text[first.end : second.at]
