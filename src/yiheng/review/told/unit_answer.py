"""R14 UNIT: whether the numbers beside an amount answer the question what its unit should be.

The rules on units ask where an amount is far larger or smaller than its neighbours. The question is answered where the unit
that they propose makes it one of a row of amounts with its own name (免疫规划项目预算420万元 after 860万元 and 720万元), a part of
its whole beside another part, what its paragraph's amounts leave, or so many times another amount.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, permutations

from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import Quantity

_REACH, _TAIL, _LEAST, _TIMES, _APART, _LEAD = 8, 2, 2, 50, 1000, 14
_DIGITS, _PARTS = 3, 4


def answered_beside(context: Context, fact: Fact, meant: Quantity) -> bool:
    """Whether an amount's neighbours bear out the unit that was proposed for it."""
    if says("um_giant_not", context.clause_before(fact)):
        return False
    near = [
        one
        for one in context.facts[max(0, fact.index - _REACH) : fact.index + _REACH + 1]
        if one is not fact and one.line is fact.line and one.quantity.dimension == meant.dimension
        and one.quantity.value > 0 and not one.quantity.operator
    ]  # fmt: skip
    alike = [one for one in near if one.quantity.unit == meant.unit]
    return (
        _of_a_row(fact, meant, alike)
        or _of_a_whole(context, fact, meant, alike)
        or _left_of(context, fact, meant, near)
        or _so_many_times(context, fact, meant, alike)
        or _makes_sum(fact, meant, alike)
    )


def _of_a_row(fact: Fact, meant: Quantity, alike: Sequence[Fact]) -> bool:
    """Whether others of its name are all of the size that the unit gives it, and none of the size that is told."""
    name = word("far_filler").sub("", fact.label)[-_TAIL:]
    row = [one for one in alike if word("far_filler").sub("", one.label)[-_TAIL:] == name]
    if len(name) < _TAIL or len(row) < _LEAST:
        return False
    fits = all(_within(one.quantity, meant, _TIMES) for one in row)
    return fits and all(not _within(one.quantity, fact.quantity, _APART) for one in row)


def _of_a_whole(context: Context, fact: Fact, meant: Quantity, alike: Sequence[Fact]) -> bool:
    """统筹支出17.92亿元，其中住院12.37万元、门诊2.85亿元: beside a part of one form, within the whole."""
    lead = context.text[max(fact.sentence.start, fact.start - _LEAD) : fact.start]
    before = [one for one in alike if one.start < fact.start and one.sentence == fact.sentence]
    after = [one for one in alike if one.index == fact.index + 1 and context.same_segment(fact, one)]
    if not before or not after or not says("um_among", lead[lead.rfind("，") + 1 :]):
        return False
    whole, part = before[-1].quantity, after[0].quantity
    form = part.printed.decimals == meant.printed.decimals == whole.printed.decimals
    return form and meant.value + part.value <= whole.value and _within(part, meant, _TIMES)


def _left_of(context: Context, fact: Fact, meant: Quantity, near: Sequence[Fact]) -> bool:
    """预算1.26亿元……支付1.09亿元……未支付1,700万元: what a whole and a part of the paragraph leave, to rounding."""
    if not says("far_left", context.clause_before(fact)[-_LEAD:]):
        return False
    before = [one.quantity for one in near if one.start < fact.start]
    return any(
        whole.value > part.value
        and abs(whole.size - part.size - meant.size) <= max(whole.half_size, part.half_size)
        and meant.size > _LEAST * (whole.half_size + part.half_size)
        for whole, part in permutations(before, 2)
    )


def _so_many_times(context: Context, fact: Fact, meant: Quantity, alike: Sequence[Fact]) -> bool:
    """骗取金额31.44万元，罚款94.32万元，为骗取金额的3倍."""
    for times in context.facts[max(0, fact.index - 1) : fact.index + 3]:
        of_prior = says("gap_prior", context.clause_before(times))
        if times.quantity.unit != "倍" or times.sentence != fact.sentence or of_prior:
            continue
        for one in alike:
            many = float(times.quantity.printed.value)
            slack = one.quantity.half_size * many + meant.half_size
            if one.sentence == fact.sentence and abs(one.quantity.size * many - meant.size) <= slack:
                return True
    return False


def _makes_sum(fact: Fact, meant: Quantity, alike: Sequence[Fact]) -> bool:
    """追回403.77万元；违约金108.66万元；罚款52.20万元；三项合计564.63万元: to the last digit, part or total of a sum that is told."""
    own = [
        one
        for one in alike
        if one.sentence == fact.sentence and one.quantity.printed.decimals == meant.printed.decimals
    ]
    totals = [one.quantity.value for one in own if says("far_sum", one.label)]
    if len(str(meant.printed.value.numerator)) < _DIGITS:
        return False
    for total in totals:
        for size in range(1, _PARTS + 1):
            parts = [one.quantity.value for one in own if one.quantity.value != total]
            if any(sum(chosen) + meant.value == total for chosen in combinations(parts, size)):
                return True
    return False


def _within(one: Quantity, two: Quantity, times: int) -> bool:
    low, high = sorted((one.size, two.size))
    return high < times * low
