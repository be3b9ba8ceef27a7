"""Which pair of numbers a rate is of, by place: a rate right after a pair is theirs, and what follows it is another's."""

from __future__ import annotations

from collections.abc import Sequence

from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import without

_RATES = ("%", "‰")
_KINDS = ("money", "count")
_NAME = 3


def of_rate_before(context: Context, claim: Fact, operands: Sequence[Fact]) -> bool:
    """Whether a rate of the claim's name right after a pair is theirs, and numbers of the claim's own stand after it.

    31个完成30个，完成率96.8%；第四批28个，全部完成，完成率100%.
    """
    last = max((one.index for one in operands), default=-1)
    between = context.facts[last + 1 : claim.index] if 0 <= last < claim.index else ()
    name = _name(claim)
    rates = [at for at, one in enumerate(between) if one.quantity.unit in _RATES and _name(one) == name]
    family = operands[0].quantity.family if operands else ""
    return bool(rates) and any(
        one.quantity.family == family and family in _KINDS and one.quantity.measured
        for one in between[rates[0] + 1 :]
    )


def _name(rate: Fact) -> str:
    return without("filler_end", rate.label)[-_NAME:]
