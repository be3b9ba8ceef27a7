"""What the readings of shares and of rates have in common: a part over a whole, and the numbers they may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yiheng.review.reading.context import Context, over
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import ratio
from yiheng.review.told.reading import (
    Reading,
    above,
    usable,
)


def quotient(claim: Fact, part: Fact, whole: Fact, strength: int) -> Iterator[Reading]:
    """A claim as a part over a whole; none where the whole is nothing or the part itself."""
    if whole.quantity.value and part is not whole:
        shown = over(part.quantity, whole.quantity)
        yield Reading("R3", claim, (part, whole), ratio, shown, strength)


def operands_of(context: Context, claim: Fact) -> list[Fact]:
    """The amounts and counts before a claim that may be its operands, the nearest first."""
    return [one for one in above(context, claim) if usable(one)]


def one_value(facts: Sequence[Fact]) -> bool:
    """Whether numbers are one value, however often it is told."""
    return len({one.quantity.value for one in facts}) == 1
