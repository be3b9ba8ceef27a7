"""Shares told in turn after their amounts: A 118.36万元，B 34.20万元，C 1.44万元，三类分别占76.86%、22.21%、0.94%.

The amounts are as many as the shares: the last of one dimension before them, without the total that may close them and
without means and standards that stand between. Which whole they are of is found with the runs that stand pair by pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says, word

_LEAST, _MOST = 2, 12
_BACK = 40
_TAIL = 12

Pair = tuple[Fact, Fact]


def turn_runs(context: Context) -> Iterator[list[Pair]]:
    """Each run of shares with as many amounts before it."""
    done = -1
    for share in context.facts:
        if share.index <= done or share.quantity.unit != "%" or not share.quantity.measured:
            continue
        if not says("turn_opens", context.clause_before(share)):
            continue
        shares = _shares(context, share)
        done = shares[-1].index
        if _LEAST <= len(shares) <= _MOST:
            parts = _parts(context, share, len(shares))
            if parts:
                yield list(zip(parts, shares, strict=True))


def _shares(context: Context, first: Fact) -> list[Fact]:
    """The percentages that follow one another."""
    found = [first]
    for one in context.facts[first.index + 1 : first.index + _MOST]:
        between = context.text[found[-1].end : one.at]
        if one.quantity.unit != "%" or not one.quantity.measured or not word("turn_next").fullmatch(between):
            break
        found.append(one)
    return found


def _parts(context: Context, share: Fact, count: int) -> list[Fact]:
    """The last amounts of one dimension before a run of shares, without their total."""
    near = [
        one
        for one in context.facts[max(0, share.index - _BACK) : share.index]
        if one.line is share.line and _may_be_part(one)
    ]
    if not near:
        return []
    alike = [one for one in near if one.quantity.dimension == near[-1].quantity.dimension]
    if len(alike) > count and _closes(alike[-count - 1 : -1], alike[-1]):
        return alike[-count - 1 : -1]
    return alike[-count:] if len(alike) >= count else []


def _may_be_part(one: Fact) -> bool:
    """Whether an amount can be the part that a share is told of: no change, no mean, of no other year."""
    return (
        one.quantity.measured
        and one.quantity.family in ("money", "count")
        and one.role != "prior"
        and not is_delta(one)
        and not says("per_head", one.label[-_TAIL:])
    )


def _closes(parts: Sequence[Fact], last: Fact) -> bool:
    """Whether a number is the total of those before it: by their sum or by its name."""
    total = sum((one.quantity.value for one in parts), Fraction(0))
    return total == last.quantity.value or says("turn_total", last.label)
