"""What a percentage is of by its words: a rate with a name, or a share with its subject and its base; and what a number is told as."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import lexicon, says, without, word

_AFTER = re.compile(r"[^，,。；;、：:（）()\d\n|\t]{0,16}")


@dataclass(frozen=True)
class Named:
    """What a percentage is of, by its clause: ``stem`` of a rate, ``subject`` and ``base`` of a share."""

    stem: str
    subject: str
    base: str

    @property
    def share(self) -> bool:
        """Whether it is a share of something, not a rate with a name."""
        return not self.stem


@lru_cache(maxsize=8192)
def named_by(clause: str) -> Named | None:
    """What the words before a percentage say that it is of; None where they say nothing of the kind."""
    if says("told_no_quotient", clause) or says("rate_of_rule", clause) or says("bound_no_quotient", clause):
        return None
    share = word("bound_share").search(clause)
    if share is not None:
        base = share["base"] or ""
        return Named("", share["subject"] or "", "" if says("spoken_base_any", base) else base)
    rate = word("bound_rate").search(clause)
    return Named(rate["stem"], "", "") if rate is not None else None


def said_of(context: Context, one: Fact) -> str:
    """The words of a number: those before it and those that follow it in its clause."""
    after = _AFTER.match(context.text, one.end, min(one.end + 16, one.sentence.end))
    return one.label + (after.group() if after else "")


def kin(stem: str, said: str) -> bool:
    """Whether a rate's name and the words of a number tell of one thing: 建成率 and 建成, 准确率 and 无误."""
    bare = without("bound_stem_noise", stem)[-2:]
    if any(one in said for one in bare):
        return True
    return any(name in stem and re.search(words, said) for name, words in lexicon().rate_kin.items())
