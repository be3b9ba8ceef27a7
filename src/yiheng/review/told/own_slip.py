"""Whether a slip parts a claim from what its operands give: in its own digits, or in any of its numbers."""

from __future__ import annotations

from fractions import Fraction

from yiheng.review.reading.mending import agreeing_digits, mending, significant_digits
from yiheng.review.reading.recomputed import rounded_as
from yiheng.review.reading.slip import slips
from yiheng.review.told.reading import Reading

_DIGITS = 2


def of_own_digits(one: Reading) -> bool:
    """Whether one slip leads from the recomputed value, rounded as the claim is, to the claim; claims of one digit never."""
    if significant_digits(one.claim) < _DIGITS:
        return False
    claim = one.claim.quantity
    rounded = rounded_as(one.claim, one.function([fact.quantity.value for fact in one.operands]))
    return rounded != claim.printed.value and rounded in set(slips(claim.printed))


def near_or_slipped(one: Reading, near: Fraction, digits: int) -> bool:
    """Whether what is recomputed is near the claim, or one slip of the pen away from it; what is far off is of something
    else. ``near``: part of the larger; ``digits``: how many must agree for a slip to be no accident."""
    value, stated = one.function([fact.quantity.value for fact in one.operands]), one.claim.quantity.value
    if abs(value - stated) <= near * max(value, stated):
        return True
    return agreeing_digits(one) >= digits and bool(mending(one, frozenset()))
