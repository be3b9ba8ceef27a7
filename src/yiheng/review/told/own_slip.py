"""Whether a claim's own digits slipped: two of them swapped or one put for another gives what its operands give."""

from __future__ import annotations

from fractions import Fraction

from yiheng.exact.rounding import round_half_up
from yiheng.review.reading.slip import slips
from yiheng.review.rules.slip import significant_digits
from yiheng.review.told.reading import Reading

_DIGITS = 2


def of_own_digits(one: Reading) -> bool:
    """Whether one slip leads from the recomputed value, rounded as the claim is, to the claim; claims of one digit never."""
    if significant_digits(one.claim) < _DIGITS:
        return False
    claim = one.claim.quantity
    value = claim.measure.unit.from_base(one.function([fact.quantity.value for fact in one.operands]))
    rounded = Fraction(round_half_up(value, claim.printed.decimals), 10**claim.printed.decimals)
    return rounded != claim.printed.value and rounded in set(slips(claim.printed))
