"""R17 on an amount that is paid in shares: 签订后支付60%（57.60万元）、验收后支付40%（38.40万元）; R2 on what is left of it: 其中1,746.80万元分配至……，其余2,182.20万元.

Shares that make a hundred are of one amount, whether it is told or not; a rest is what a total leaves beside the part that was named.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from yiheng.exact.interval import Verdict
from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, holds, judge, judged_relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import minus
from yiheng.review.reading.lexicon import word

_REACH, _BACK = 2, 60


def shared_out_relations(context: Context) -> Iterator[Relation]:
    """Every pair of shares with their amounts, and every rest of a total of which a part is named."""
    pairs = [
        (rate, amount)
        for rate, amount in zip(context.facts, context.facts[1:], strict=False)
        if rate.quantity.unit == "%" and rate.quantity.measured and amount.quantity.dimension == "money"
        and amount.quantity.measured and amount.sentence == rate.sentence
        and word("share_then_amount").fullmatch(context.text[rate.end : amount.at])
    ]  # fmt: skip
    for first, second in zip(pairs, pairs[1:], strict=False):
        if first[0].sentence == second[0].sentence and second[0].index - first[1].index <= _REACH:
            yield from _of_one(context, first, second)
    for fact in context.facts:
        if (
            fact.quantity.dimension == "money"
            and fact.quantity.measured
            and word("rest_bare").fullmatch(fact.label)
        ):
            yield from _rest(context, fact)


def _of_one(context: Context, first: tuple[Fact, Fact], second: tuple[Fact, Fact]) -> Iterator[Relation]:
    """Two shares that make a hundred: the amounts are to each other as the shares are."""
    (one, paid), (other, due) = first, second
    if one.quantity.value + other.quantity.value != 1:
        return
    operands = (paid, one, other)
    found = judge(lambda v: v[0] / v[1] * v[2], [fact.quantity for fact in operands], due.quantity)
    if found is not None:
        shown = f"{paid.quantity.shown} ÷ {one.quantity.shown} × {other.quantity.shown}"
        yield judged_relation(
            context, "R17", "review_identity", operands, due, found, shown, subject=other.name
        )


def _rest(context: Context, rest: Fact) -> Iterator[Relation]:
    """Of the totals told before a part that is named by 其中, the one that leaves the rest; where none does, the one that nearly does is wrong."""
    before = [
        one
        for one in context.facts[max(0, rest.index - _BACK) : rest.index]
        if one.line is rest.line and one.quantity.dimension == "money"
    ]
    part = next(
        (one for one in reversed(before) if word("part_named").search(context.text[one.line.start : one.at])),
        None,
    )
    if part is None:
        return
    wholes = [
        one
        for one in context.facts[max(0, part.index - _BACK) : part.index]
        if one.quantity.dimension == "money"
        and one.quantity.measured
        and one.quantity.value > part.quantity.value
    ]
    readings = [(one, judge(minus, [one.quantity, part.quantity], rest.quantity)) for one in reversed(wholes)]
    fitting = next(((one, found) for one, found in readings if found is not None and holds(found)), None)
    near = [
        (abs(found[1] - rest.quantity.value), one, found)
        for one, found in readings
        if found is not None and one.line is rest.line
    ]
    told = fitting or (min(near, key=_gap)[1:] if near else None)
    if told is not None:
        whole, found = told
        shown = f"{whole.quantity.shown} − {part.quantity.shown}"
        yield judged_relation(context, "R2", "review_difference", (whole, part), rest, found, shown)


def _gap(one: tuple[Fraction, Fact, tuple[Verdict, Fraction]]) -> Fraction:
    return one[0]
