"""Whose a number is: the fund that its own words name, or that the words of its paragraph named last.

职工医保基金收入…，支出…；居民医保基金收入…，支出…: the bare 支出 is of the fund told before it. Brackets tell a caliber, no fund.
"""

from __future__ import annotations

import re

from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import last_scope, scopes

_BRACKET = re.compile(r"[（(][^（）()\n]{0,40}[）)]")
SEVERAL = "several"
"""What a number is of where its words do not say which of the funds of its sentence."""
_REACH = 400
"""Characters of a paragraph before a number that may name its fund."""


def fund_named(fact: Fact) -> str:
    """The fund that a number's own words name; empty where they name none."""
    return last_scope("fund", _BRACKET.sub("", fact.label))


def fund_of(text: str, fact: Fact) -> str:
    """The fund of a number: of its own words, of its paragraph before it, of its heading.

    Where the sentence that names one last names several, the number is of none for certain: 前者结余…，后者结余….
    """
    own = fund_named(fact)
    if own:
        return own
    before = _BRACKET.sub("", text[max(fact.line.start, fact.start - _REACH) : fact.start])
    for sentence in reversed(before.split("。")):
        told = scopes("fund", sentence)
        if told:
            return told[0] if len(told) == 1 else SEVERAL
    return fact.insurance
