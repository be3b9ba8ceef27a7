"""R3: whether a rate is of the numbers that stand before it, or of others: what its own sentence counts, another noun."""

from __future__ import annotations

import re
from collections.abc import Sequence

from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import chinese_of, word


def counted_here(around: Sequence[Fact], fact: Fact, pair: tuple[Fact, Fact]) -> bool:
    """网上办理11,227件。办结投诉举报23件，办结率100%: a rate of what its own sentence counts, not of what stands before."""
    here = [one for one in around if one.sentence == fact.sentence and one.start < fact.start]
    return bool(here) and not any(one in here for one in pair)


def of_another_noun(pair: tuple[Fact, Fact], done: re.Pattern[str]) -> bool:
    """受理咨询16,305件。……办结信访件31件: a count, in a later sentence, of things that the base does not name."""
    part, base = pair
    if part.sentence == base.sentence or part.quantity.family != "count":
        return False
    own, whole = (_noun(done, one) for one in pair)
    return min(len(own), len(whole)) > 1 and not any(own[n : n + 2] in whole for n in range(len(own) - 1))


def _noun(done: re.Pattern[str], one: Fact) -> str:
    """What a count is of, without the word of what was done to it."""
    bare = word("rate_noise").sub("", word("spent_noise").sub("", done.sub("", one.label)))
    return chinese_of(word("ratio_planned").sub("", bare))
