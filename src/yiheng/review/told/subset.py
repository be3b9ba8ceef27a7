"""Whether some of a list make up a total that words tell of a part of it: 分三批下达……，其中上半年两批共1300万元."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from yiheng.exact.interval import Verdict
from yiheng.review.reading.context import judge
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import total

_MOST = 8
"""Parts of a list of which the choices are tried; of longer ones any is taken to fit."""


def some_fit(whole: Fact, parts: Sequence[Fact], count: int) -> bool:
    """Whether any so many of the parts make up a total."""
    if len(parts) > _MOST:
        return True
    for chosen in combinations(parts, count):
        found = judge(total, [one.quantity for one in chosen], whole.quantity)
        if found is None or found[0] is not Verdict.INCONSISTENT:
            return True
    return False
