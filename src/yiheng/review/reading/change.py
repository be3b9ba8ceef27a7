"""What the words before a number say of a change: up or down, and whether the number is the change itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says, word

_FLOWS = 3
"""Numbers before and after a flow among which its opposite may stand."""


def direction(words: str) -> int:
    """+1 for 增, −1 for 减, by the word that stands last; 0 where there is none."""
    up = [match.end() for match in word("growth_up").finditer(words)]
    down = [match.end() for match in word("growth_down").finditer(words)]
    if not up and not down:
        return 0
    return 1 if max(up, default=-1) > max(down, default=-1) else -1


def is_delta(fact: Fact) -> bool:
    """Whether a number says by how much, not to what, something changed."""
    return _told_as_delta(fact.label)


@lru_cache(maxsize=16384)
def _told_as_delta(label: str) -> bool:
    said = word("filler_of_delta").sub("", label)
    return bool(word("delta_end").search(said) or word("delta_more").search(said))


def of_another_year(words: str, base: Fact) -> bool:
    """Whether a change is told since one year and a number is of another: 较2020年提高60元；2021年为580元."""
    named = word("grown_year_than").search(words)
    return named is not None and base.year not in (0, int(named["year"]))


def only_a_part(context: Context, levels: Sequence[Fact], claim: Fact) -> bool:
    """Whether a number tells some of a change that was told before it: 由10家增至16家，其中2022年新增4家."""
    last = max((one.end for one in levels if one.start < claim.start), default=claim.start)
    return word("grown_part").search(context.text, last, claim.start) is not None


def is_gross(context: Context, claim: Fact) -> bool:
    """Whether a number is of one direction only, told beside what went the other way or what is left of both.

    比上年末净增74户（新增103户，注销29户): no difference of the two years' figures.
    """
    if says("flow_net", claim.label):
        return False
    own_in, own_out = says("flow_came", claim.label), says("flow_went", claim.label)
    for one in context.facts[max(0, claim.index - _FLOWS) : claim.index + _FLOWS + 1]:
        if (
            one is claim
            or one.line is not claim.line
            or one.quantity.dimension != claim.quantity.dimension
            or one.sentence.end < claim.sentence.start - 1
        ):
            continue
        if one.sentence == claim.sentence and says("flow_net", one.label):
            return True
        if (own_in and says("flow_went", one.label)) or (own_out and says("flow_came", one.label)):
            return True
    return False


def both_ways(whole: Fact, parts: Sequence[Fact]) -> bool:
    """Whether some came and some went: 比上年末增加20家（新增35家，退出15家), whose sum is nothing."""
    came, went = (any(says(name, one.label) for one in parts) for name in ("flow_came", "flow_went"))
    return came and went and (says("flow_net", whole.label) or is_delta(whole))


def in_a_row(context: Context, claim: Fact) -> bool:
    """分别增长25%和60%: whether a rate is one of several of which each is of something else."""
    for one in (claim, *context.facts[max(0, claim.index - 1) : claim.index]):
        if (
            one.sentence == claim.sentence
            and one.quantity.unit == claim.quantity.unit
            and (one is claim or word("grown_row").fullmatch(context.text[one.end : claim.start]))
        ) and says("grown_in_turn", context.clause_before(one)):
            return True
    return False
