"""Readings of an amount as a price by a count that stand in its paragraph: 标准为每人610元。……参保86,420人，应补助资金52,716,200元.

Prices and counts of the paragraph before the amount are tried, for a year and by the months or years told there; any of
them settles it. It is accused only where one slip, in the amount itself or in one of the two, would make it right to a last
digit that chance hardly hits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import times
from yiheng.review.reading.lexicon import lexicon, says, word
from yiheng.review.reading.mending import mending, significant_digits
from yiheng.review.told.each import is_price, kinds_of
from yiheng.review.told.mean import of_other_scope
from yiheng.review.told.own_slip import of_own_digits
from yiheng.review.told.reading import BOUND, LIKELY, Reading

_BACK = 14
_TAIL = 14
_MONTHS = 12
_DIGITS, _DIGITS_OTHER = 4, 4
_LARGEST = 60
_MOST_OFF = 9
_AFTER = 6


def product_far_readings(context: Context, claim: Fact) -> Iterator[Reading]:
    """What settles an amount as a product, else the product that one slip spoils."""
    if claim.quantity.dimension != "money" or is_delta(claim) or claim.role in ("target", "prior"):
        return
    if significant_digits(claim) < _DIGITS or says("per_head", claim.label[-_TAIL:]):
        return
    if says("product_far_not", claim.label):
        return
    near = [
        one
        for one in context.facts[max(0, claim.index - _BACK) : claim.index]
        if one.line is claim.line and one.quantity.measured and one.role != "prior"
    ]
    prices = [one for one in near if _price_of(context, one) and one.quantity.value < claim.quantity.value]
    if not prices or not _asked(context, claim, prices):
        return
    charge: Reading | None = None
    for price in reversed(prices):
        kinds = _price_of(context, price)
        heads = [one for one in near if one.quantity.dimension in kinds and one is not price]
        for head in reversed(heads):
            one = _product(claim, price, head, 1)
            by = (one, _product(claim, price, head, _MONTHS), *_by_times(claim, price, head, near))
            fitting = next((each for each in by if each.fits), None)
            if fitting is not None:
                yield fitting
                return
            if charge is None and not of_other_scope(context, claim, price, head) and _slipped(one):
                charge = one
    if charge is not None:
        yield Reading(charge.rule, claim, charge.operands, times, charge.shown, BOUND)


def _price_of(context: Context, one: Fact) -> tuple[str, ...]:
    """The dimensions of what an amount is the price of; empty where it is none."""
    if one.quantity.family != "money" or is_delta(one):
        return ()
    after = word("mean_far_per").match(context.text[one.end : one.end + _AFTER])
    if after is not None:
        return (*lexicon().each.get(after["each"], (after["each"],)),)
    return kinds_of(context, one) if is_price(context, one) else ()


def _asked(context: Context, claim: Fact, prices: Sequence[Fact]) -> bool:
    """Whether an amount is told as what all of them make, or in the sentence of a price."""
    return says("product_far_sum", claim.label[-_TAIL:]) or any(
        context.same_segment(one, claim) for one in prices
    )


def _product(claim: Fact, price: Fact, head: Fact, by: int) -> Reading:
    shown = f"{price.quantity.shown} × {head.quantity.shown}"
    if by == 1:
        return Reading("R17", claim, (price, head), times, shown, LIKELY)
    return Reading("R17", claim, (price, head), lambda v: v[0] * v[1] * by, f"{shown} × {by}", LIKELY)


def _by_times(claim: Fact, price: Fact, head: Fact, near: Sequence[Fact]) -> Iterator[Reading]:
    """By the months, years, days or times told beside price and count."""
    for one in near:
        if one in (price, head) or one.quantity.family not in ("time", "count", "ratio"):
            continue
        if one.quantity.value <= _LARGEST:
            shown = f"{price.quantity.shown} × {head.quantity.shown} × {one.quantity.shown}"
            yield Reading("R17", claim, (price, head, one), _times_all, shown, LIKELY)


def _times_all(values: Sequence[Fraction]) -> Fraction:
    return values[0] * values[1] * values[2]


def _slipped(one: Reading) -> bool:
    """Whether one slip makes a product right: in the amount, or in an operand where the amount has digits enough."""
    value, stated = times([fact.quantity.value for fact in one.operands]), one.claim.quantity.value
    if max(value, stated) >= _MOST_OFF * min(value, stated):
        return False
    if of_own_digits(one):
        return True
    enough = significant_digits(one.claim) >= _DIGITS_OTHER
    return enough and bool(mending(one, frozenset({one.claim.end})))
