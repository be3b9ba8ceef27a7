"""Whether a claim is told apart from numbers before it, as something with words of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact

_OWN_WORDS = 10
_NOT_NAME = re.compile(r"[^\u4e00-\u9fa5A-Za-z]")


def apart_from(context: Context, claim: Fact, operands: Sequence[Fact]) -> bool:
    """Whether a claim stands after a ； in words of its own that name nothing its operands before the ； are called."""
    last = max(one.end for one in operands)
    if any(one.sentence != claim.sentence for one in operands) or last > claim.start:
        return False
    own = max(context.text.rfind(mark, last, claim.start) for mark in "；;") + 1
    if not own:
        return False
    said = _NOT_NAME.sub("", context.text[own : claim.quantity.at])
    if len(said) < _OWN_WORDS:
        return False
    names = [_NOT_NAME.sub("", one.label) for one in operands]
    return not any(name[n : n + 2] in said for name in names for n in range(len(name) - 1))
