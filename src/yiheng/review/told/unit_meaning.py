"""What a number would have to be by those around it: parts and total, so many at so much, a rate of a base.

Each meaning says how firmly the words bind it; none of them accuses by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import combinations

from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import Quantity, count_of

_REACH, _PARTS_MOST, _PAIR, _LINE = 5, 8, 2, 14
_WHOLES = 3
_ROUGH = 0.02
_SLACK_MOST = 0.12
_TRIFLE = 1e-6
_PIECE = re.compile(r"[、：:\d]")


@dataclass(frozen=True)
class Meaning:
    """A relation of a number with others: what it comes to, its operands, and how far off rounding may lead, as a share.

    ``bound`` where the words bind it, ``firm`` where they leave no other reading at all.
    """

    value: Fraction
    operands: tuple[Fact, ...]
    slack: float
    bound: bool
    shown: str
    firm: bool = False

    def gives(self, quantity: Quantity) -> bool:
        """Whether it comes to a number, to rounding."""
        size = self.value.numerator / self.value.denominator
        return abs(size - quantity.size) <= self.slack * size + quantity.half_size + 1e-9 * size

    def means(self, quantity: Quantity) -> bool:
        """Whether it can only be a number: to rounding where that leaves little room, else to the last digit."""
        return self.gives(quantity) if self.slack <= _SLACK_MOST else self.value == quantity.value


def meanings(context: Context, fact: Fact, others: Callable[[], Sequence[Quantity]]) -> Iterator[Meaning]:
    """The relations of a number with those around it in its paragraph.

    ``others`` are what it may have been meant for; a pair that makes neither one of them nor the number itself is left out.
    """
    around = [
        one
        for one in context.facts[max(0, fact.index - _REACH) : fact.index + _REACH + 1]
        if one is not fact and one.line is fact.line and one.quantity.value > 0 and not one.quantity.operator
        and one.quantity.upper is None
    ]  # fmt: skip
    same = [
        one for one in around if one.sentence == fact.sentence and one.quantity.dimension == fact.quantity.dimension
    ]  # fmt: skip
    yield from _of_list(context, fact)
    line = [one for one in around if one.quantity.dimension == fact.quantity.dimension]
    if says("um_all", context.clause_before(fact)):
        line = [
            one for one in context.facts[max(0, fact.index - _LINE) : fact.index]
            if one.line is fact.line and one.quantity.dimension == fact.quantity.dimension and one.quantity.value > 0
        ]  # fmt: skip
        same = line
    yield from _of_pairs(context, fact, same, others)
    yield from _of_heads(context, fact, around)
    yield from _of_years(context, fact, same)
    if not is_delta(fact):
        yield from _of_rate(context, fact, around)


def _slack(facts: Sequence[Fact]) -> float:
    shares = (
        _ROUGH if one.quantity.approximate else 0 if one.quantity.exact else one.quantity.half_size / one.quantity.size
        for one in facts
    )  # fmt: skip
    return sum(shares)


def _of_list(context: Context, fact: Fact) -> Iterator[Meaning]:
    """总20.73亿元，其中统筹13.43亿元、个人账户7.30亿元; 药品省下1.29亿元，耗材6142万元，加起来1.90亿元."""
    inside = [
        one for one in context.facts[max(0, fact.index - _PARTS_MOST) : fact.index + _PARTS_MOST]
        if one.sentence == fact.sentence and one.quantity.dimension == fact.quantity.dimension
        and not one.quantity.operator and one.quantity.upper is None and (not says("um_each", one.label[-6:]) or says("um_among", context.text[one.end : one.end + 6]))
    ]  # fmt: skip
    if fact not in inside or len(inside) <= _PAIR:
        return
    for at in range(1, len(inside)):
        between = context.text[inside[at - 1].end : inside[at].start]
        if not (says("um_among", between) or (at == 1 and says("um_list", between))):
            continue
        parts = inside[at:]
        for whole in inside[max(0, at - _WHOLES) : at]:
            for last in range(_PAIR, len(parts) + 1):
                whole_list = last == len(parts) and whole is inside[at - 1]
                yield from _in_sum(fact, whole, parts[:last], bound=whole_list, firm=whole_list)
    tail = inside[-1]
    if says("um_all", tail.label[-10:]):
        yield from _in_sum(fact, tail, inside[:-1], bound=True, firm=False)


def _in_sum(fact: Fact, whole: Fact, parts: Sequence[Fact], *, bound: bool, firm: bool) -> Iterator[Meaning]:
    """What a total, or one of its parts, would have to be."""
    if fact is not whole and fact not in parts:
        return
    rest = [one for one in parts if one is not fact]
    value = sum((one.quantity.value for one in rest), Fraction(0))
    shown = " + ".join(one.quantity.shown for one in rest)
    operands = tuple(rest)
    if fact is not whole:
        value = whole.quantity.value - value
        shown = f"{whole.quantity.shown} − " + shown.replace("+", "−")
        operands = (whole, *rest)
    if value > 0:
        off = sum(0.0 if one.quantity.exact else one.quantity.half_size for one in operands)
        yield Meaning(value, operands, off / float(value), bound, shown, firm)


def _of_pairs(
    context: Context, fact: Fact, same: Sequence[Fact], others: Callable[[], Sequence[Quantity]]
) -> Iterator[Meaning]:
    """总投入1.5亿元，配套1.2亿元，其余3000万元: sums and differences of two others."""
    joint = [each for each in same if not _stands_alone(each)]
    if _stands_alone(fact) or len(joint) < _PAIR:
        return
    wanted = (fact.quantity, *others())
    for one, two in combinations(joint, _PAIR):
        if not _may_make(one.quantity, two.quantity, wanted):
            continue
        trio = (one, two, fact)
        adjacent = max(each.index for each in trio) - min(each.index for each in trio) <= _PAIR + 1
        last = max(trio, key=lambda each: each.start)
        clause = _last_piece(context.clause_before(last))
        bound = adjacent and says("um_gap", clause)
        firm = adjacent and says("um_rest", clause)
        named = says("um_all", clause) and len({each.label[-_PAIR:] for each in trio}) == 1
        off = one.quantity.half_size + two.quantity.half_size
        high, low = (one, two) if one.quantity.value > two.quantity.value else (two, one)
        gap = high.quantity.value - low.quantity.value
        for value, mark in ((high.quantity.value + low.quantity.value, "+"), (gap, "−")):
            if value > 0:
                shown = f"{high.quantity.shown} {mark} {low.quantity.shown}"
                sure = bound or (named and mark == "+")
                yield Meaning(value, (one, two), off / float(value), sure, shown, firm and mark == "−")


def _may_make(one: Quantity, two: Quantity, wanted: Sequence[Quantity]) -> bool:
    """Whether the sum or the difference of two numbers is near any of those wanted."""
    both, gap = one.size + two.size, abs(one.size - two.size)
    room = one.half_size + two.half_size + _TRIFLE * both
    return any(
        abs(both - each.size) <= room + each.half_size or abs(gap - each.size) <= room + each.half_size
        for each in wanted
    )


def _stands_alone(one: Fact) -> bool:
    """Whether a number is of one of several, or of several in turn: no sum and no part of one."""
    return says("um_each", one.label[-6:]) or says("um_in_turn", one.label)


@lru_cache(maxsize=4096)
def _last_piece(clause: str) -> str:
    return _PIECE.split(clause)[-1]


def _of_heads(context: Context, fact: Fact, around: Sequence[Fact]) -> Iterator[Meaning]:
    """144万元，分摊至120个村室，每室1.2万元; 88194人次，次均6800元，共计6.00亿元: so many at so much each."""
    sums = [one for one in around if one.quantity.dimension == "money"]
    counts = [one for one in around if one.quantity.family == "count"]
    if fact.quantity.family == "money":
        each = _is_each(context, fact)
        for one in sums:
            if _is_each(context, one) == each:
                continue
            for count in counts:
                value = (
                    one.quantity.value / count.quantity.value
                    if each
                    else one.quantity.value * count.quantity.value
                )
                mark = "÷" if each else "×"
                shown = f"{one.quantity.shown} {mark} {count.quantity.shown}"
                near = abs(one.index - fact.index) <= _PAIR and abs(count.index - fact.index) <= _PAIR
                yield Meaning(value, (one, count), _slack((one, count)), near, shown)
        return
    for one, two in combinations(sums, _PAIR):
        if _is_each(context, one) != _is_each(context, two):
            whole, price = (two, one) if _is_each(context, one) else (one, two)
            shown = f"{whole.quantity.shown} ÷ {price.quantity.shown}"
            value = whole.quantity.value / price.quantity.value
            near = abs(whole.index - fact.index) <= _PAIR and abs(price.index - fact.index) <= _PAIR
            yield Meaning(value, (whole, price), _slack((whole, price)), near, shown)


def _is_each(context: Context, one: Fact) -> bool:
    after = context.text[one.end : one.end + 2]
    return says("um_each", context.clause_before(one)[-8:]) or says("um_each_after", after)


def _of_years(context: Context, fact: Fact, same: Sequence[Fact]) -> Iterator[Meaning]:
    """服务费三年共360万元，每年120万元."""
    for one in same:
        whole, each = (one, fact) if one.start < fact.start else (fact, one)
        counted = word("um_count_years").search(context.clause_before(whole))
        single = word("um_each_year").search(context.clause_before(each))
        if counted is None or single is None or (single["of"] or counted["of"]) not in counted["of"]:
            continue
        count = count_of(counted["count"])
        if count > 1:
            value = one.quantity.value / count if fact is each else one.quantity.value * count
            mark = "÷" if fact is each else "×"
            yield Meaning(value, (one,), _slack((one,)), True, f"{one.quantity.shown} {mark} {count}", True)


def _of_rate(context: Context, fact: Fact, around: Sequence[Fact]) -> Iterator[Meaning]:
    """基数68.50亿元，费率8%，应征收5.48亿元; 扣款1867.42万元，占费用的0.32%: a rate of a base, never a mean (人均4次)."""
    if says("again_mean", context.clause_before(fact)[-_PAIR:]):
        return
    rates = [
        one
        for one in around
        if one.quantity.unit == "%" and one.sentence == fact.sentence and abs(one.index - fact.index) <= _PAIR
    ]
    for rate in rates:
        if not says("um_share", context.clause_before(rate)):
            continue
        for base in around:
            if base.quantity.dimension != fact.quantity.dimension or abs(base.index - rate.index) > _REACH:
                continue
            bound = (
                base.sentence == fact.sentence
                and max(fact.index, base.index, rate.index) - min(fact.index, base.index, rate.index) == _PAIR
            )
            slack = _slack((rate, base))
            shown = f"{base.quantity.shown} × {rate.quantity.shown}"
            yield Meaning(base.quantity.value * rate.quantity.value, (base, rate), slack, bound, shown)
            shown = f"{base.quantity.shown} ÷ {rate.quantity.shown}"
            yield Meaning(base.quantity.value / rate.quantity.value, (base, rate), slack, bound, shown)
