"""How one number is told: the words before it, what kinds of words they are, and the names that they ask for.

For :mod:`yiheng.review.learnt.traits`, which sets the numbers of a report beside each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says, word
from yiheng.review.told.reading import name_pieces

WORDS = 12
"""How many words before a number count."""
_NAME = 14
KINDS = (
    "quotient", "growth_up", "growth_down", "odds_mean", "odds_left", "odds_product", "odds_of_rate", "odds_monthly",
    "odds_difference", "odds_closing", "odds_prior", "odds_together", "odds_standard", "level", "difference",
    "rate_of_rule", "share_mark",
)  # fmt: skip
"""Word lists, of which a claim or an operand may have some; the first that it has counts most."""
SIDES = (
    ("in", "sd_income"),
    ("out", "sd_expense"),
    ("end", "odds_closing"),
    ("left", "odds_left"),
    ("all", "odds_whole"),
)
"""Sides of a book that a name may tell."""
NAMES = ("whole", "part", "own")
_CHINESE = re.compile(r"[^\u4e00-\u9fa5]+")


@dataclass(frozen=True)
class Told:
    """How one number is told. ``words`` right before it, without fillers; the ``lead``, its last
    character with them; ``kinds`` of them; ``names`` that it asks for:
    of the whole it is a share of, of what is a share, and its own; ``each`` of what it is a mean; ``stem`` of a rate; ``side`` of
    a book."""

    words: str
    lead: str
    kinds: tuple[str, ...]
    core: str
    pieces: frozenset[str]
    each: str
    stem: str
    names: dict[str, frozenset[str]]
    side: str

    def kind(self, place: int) -> str:
        """The first or second kind of its words."""
        return self.kinds[place] if place < len(self.kinds) else "-"


def told_of(context: Context, fact: Fact, *, in_cell: bool) -> Told:
    """How a number of a report is told; one in a cell by the names of its row and column."""
    clause = fact.label if in_cell else words_before(context, fact)
    words = _bare(clause)[-WORDS:]
    core = _bare(fact.label)[-_NAME:]
    each = word("odds_of_each").search(words)
    stem = word("odds_stem").search(words)
    whole, part = word("odds_base").search(words), word("odds_part").search(words)
    pieces = name_pieces(fact.label)
    return Told(
        words,
        _CHINESE.sub("", clause)[-1:],
        tuple(kind for kind in KINDS if says(kind, clause[-_NAME:])),
        core,
        pieces,
        next((one for one in each.groups() if one), "") if each else "",
        stem["stem"][-2:] if stem else "",
        {
            "whole": name_pieces(whole["name"]) if whole else frozenset(),
            "part": name_pieces(part["name"]) if part else frozenset(),
            "own": pieces,
        },
        next((name for name, words_of in SIDES if says(words_of, core)), "-"),
    )


def words_before(context: Context, fact: Fact) -> str:
    """The words right before a number: of its clause, after the number before it, without what stands in brackets."""
    clause = word("odds_aside").sub("", context.clause_before(fact))
    return word("odds_number").split(clause)[-1]


def _bare(words: str) -> str:
    return _CHINESE.sub("", word("odds_filler").sub("", words))
