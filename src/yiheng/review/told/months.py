"""Readings of months payable: any balance that is told as one, by any yearly spending of its own scope or of none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import ratio
from yiheng.review.reading.lexicon import says, without, word
from yiheng.review.told.reading import LIKELY, POSSIBLE, Reading

_REACH = 40
_MONTHS = 12


def months_told(context: Context, claim: Fact) -> Iterator[Reading]:
    """累计结余9.81亿元，可支付11.5个月, the year's spending in the sentence before."""
    if claim.quantity.dimension != "months" or not says("told_payable", claim.label) or claim.partial:
        return
    before = [
        one
        for one in reversed(context.facts[max(0, claim.index - _REACH) : claim.index])
        if one.quantity.dimension == "money" and one.quantity.measured and one.role in ("actual", "budget")
    ]
    balances = [one for one in before if says("told_balance", one.label)]
    spent = [one for one in before if one not in balances and _is_spending(one)]
    for number, balance in enumerate(balances):
        own = [one for one in spent if one.account == balance.account] or spent
        for one in spent:
            by_month = bool(says("monthly_mean", one.label))
            near = (
                number == 0
                and one is own[0]
                and balance.sentence == claim.sentence
                and one.line is claim.line
            )
            shown = f"{balance.quantity.shown} ÷ {one.quantity.shown}" + ("" if by_month else f" × {_MONTHS}")
            function = ratio if by_month else _by_year
            yield Reading("R20", claim, (balance, one), function, shown, LIKELY if near else POSSIBLE)


def _is_spending(one: Fact) -> bool:
    return bool(word("told_spending").search(without("filler_end", one.label))) and not one.partial


def _by_year(values: Sequence[Fraction]) -> Fraction:
    return values[0] * _MONTHS / values[1]
