"""R18 LABEL: what a list's figures say of one entry is said of another: 占58.1%的为省级, 乙公司占35.39%, 低于90%的乙县.

A label is told wrong only where the figure is not that of the entry named and is, to its last digit, that of another one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from yiheng.exact.interval import Verdict
from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, holds, judge
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import total
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.quantity import Quantity
from yiheng.review.reading.roll import Item, key_of
from yiheng.review.rules.side import told_side

_STOP = re.compile(r"[。\n]")
_CLAUSE = re.compile(r"[，,；;。：:（(]")
_AFTER = 120


def labelled_relations(context: Context, line: Line, roll: Sequence[Item]) -> Iterator[Relation]:
    """Every claim after a list that names one of its entries."""
    low, high = roll[-1].fact.end, min(line.end, roll[-1].fact.end + _AFTER)
    for claim in context.facts_in(low, high):
        before = _CLAUSE.split(context.text[max(low, claim.start - 30) : claim.at])[-1]
        after = _CLAUSE.split(context.text[claim.end : min(claim.end + 30, line.end)])[0]
        yield from _share(context, roll, claim, before, after)
        yield from _times(context, roll, claim, before)
        yield from _bounded(context, roll, claim, before, after)
        yield from _valued(context, roll, claim, before, after)
        yield from _apart(context, roll, claim, before)
    yield from _middle(context, roll, context.text[low:high], low)


def named_in(roll: Sequence[Item], words: str) -> list[Item]:
    """The entries that some words name, in the order of the words."""
    found = [(at, one) for one in roll if (key := key_of(roll, one)) and (at := words.find(key)) >= 0]
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _told(
    context: Context, claim: Fact, own: Item, right: Item, before: str, after: str
) -> Iterator[Relation]:
    spans = [
        (own.fact.start, own.fact.end),
        (right.fact.start, right.fact.end),
        (claim.at - len(before), claim.end + len(after)),
    ]
    stated = (before + claim.quantity.shown + after).strip()
    yield told_side(context, spans, stated, f"{claim.quantity.shown}是{right.name}的", "R18")


def _misnamed(
    roll: Sequence[Item], own: Item, claim: Quantity, function: Callable[[Item], tuple[Quantity, ...]],
    formula: Callable[[Sequence[Fraction]], Fraction],
) -> Item | None:  # fmt: skip
    """The one entry whose figure a claim is, where it is not that of the entry named."""
    if holds(judge(formula, function(own), claim)):
        return None
    fitting = []
    for one in roll:
        found = judge(formula, function(one), claim) if one is not own else None
        if found is not None and found[0] is Verdict.CONSISTENT:
            fitting.append(one)
    return fitting[0] if len(fitting) == 1 else None


def _part(values: Sequence[Fraction]) -> Fraction:
    return values[0] / total(values)


def _share(
    context: Context, roll: Sequence[Item], claim: Fact, before: str, after: str
) -> Iterator[Relation]:
    """乙公司占35.39%; 占58.1%的为中央资金."""
    if claim.quantity.unit != "%" or roll[0].fact.quantity.unit == "%" or not word("lb_share").search(before):
        return
    subject = before[
        : [one.start() for one in word("lb_share").finditer(before)][-1]
    ]  # 占乙公司的 is its whole
    named = named_in(roll, after) if word("lb_is").match(after) else named_in(roll, subject)
    if len(named) != 1:
        return

    def parts(one: Item) -> tuple[Quantity, ...]:
        return (one.fact.quantity, *(other.fact.quantity for other in roll if other is not one))

    if any(2 * one.fact.quantity.value == sum(each.fact.quantity.value for each in roll) for one in roll):
        return  # a total and its parts
    right = _misnamed(roll, named[0], claim.quantity, parts, _part)
    if right is not None:
        yield from _told(context, claim, named[0], right, before, after)


def _times(context: Context, roll: Sequence[Item], claim: Fact, before: str) -> Iterator[Relation]:
    """药品集采额是另一类的3.57倍."""
    if claim.quantity.unit != "倍" or len(roll) != 2:
        return
    named = named_in(roll, before)
    if not named:
        return
    own = named[0]
    other = roll[1] if own is roll[0] else roll[0]
    rest = before.rpartition(key_of(roll, own))[2]
    if len(named) == 1 and word("lb_base_of").match(
        rest
    ):  # 峰值18.7万笔，为日均的1.9倍: the other entry of this one
        own, other = other, own

    def pair(one: Item) -> tuple[Quantity, ...]:
        return one.fact.quantity, (other if one is own else own).fact.quantity

    right = _misnamed(roll, own, claim.quantity, pair, lambda values: values[0] / values[1])
    if right is not None:
        yield from _told(context, claim, own, right, before, "")


def _bounded(
    context: Context, roll: Sequence[Item], claim: Fact, before: str, after: str
) -> Iterator[Relation]:
    """执行率低于90%的丙县; 首次超过90%的月份是11月."""
    side = word("lb_bound").search(before) or word("lb_bound").search(claim.quantity.operator or "")
    if not _alike(roll, claim) or not word("lb_that").match(after):
        return
    below = word("sd_below").search(before[-6:]) is not None or claim.quantity.operator == "<"
    above = word("sd_above").search(before[-6:]) is not None or claim.quantity.operator == ">"
    named = named_in(roll, after)
    if not (below or above) or len(named) != 1 or (side is None and not claim.quantity.operator):
        return
    own, bound = named[0], claim.quantity.value
    fits = [
        one for one in roll if (one.fact.quantity.value < bound if below else one.fact.quantity.value > bound)
    ]
    if own not in fits and len(fits) == 1:
        yield from _told(context, claim, own, fits[0], before, after)


def _valued(
    context: Context, roll: Sequence[Item], claim: Fact, before: str, after: str
) -> Iterator[Relation]:
    """占比30%的监管工作: the entry with just that figure."""
    if not _alike(roll, claim) or not word("lb_that").match(after) or word("lb_side").search(before):
        return
    named = named_in(roll, after)
    same = [one for one in roll if one.fact.quantity.value == claim.quantity.value]
    if len(named) == 1 and len(same) == 1 and named[0] is not same[0] and not claim.quantity.operator:
        yield from _told(context, claim, named[0], same[0], before, after)


def _alike(roll: Sequence[Item], claim: Fact) -> bool:
    return roll[0].fact.quantity.unit == claim.quantity.unit


def _apart(context: Context, roll: Sequence[Item], claim: Fact, before: str) -> Iterator[Relation]:
    """仁和比西区多4所; 甲院较另一院多2500万元; 个人账户超预算2.26个百分点."""
    match = word("lb_apart").search(before)
    if match is None:
        return
    named = named_in(roll, before[: match.start()])
    others = named_in(roll, match["other"] or "")
    if len(named) != 1:
        return
    own = named[0]
    more = word("lb_more").search(match["how"]) is not None
    if (
        match["budget"]
        and claim.quantity.unit in ("个百分点", "百分点")
        and roll[0].fact.quantity.unit == "%"
    ):
        fits = [one for one in roll if _beyond(one, more) == claim.quantity.printed.value]
        if own not in fits and len(fits) == 1:
            yield from _told(context, claim, own, fits[0], before, "")
        return
    if claim.quantity.dimension != own.fact.quantity.dimension:
        return
    if match["rest"] and len(roll) == 2:
        others = [one for one in roll if one is not own]
    if len(others) != 1 or others[0] is own:
        return

    def pair(one: Item) -> tuple[Quantity, ...]:
        two = one.fact.quantity, (own if one is others[0] else others[0]).fact.quantity
        return two if more else (two[1], two[0])

    right = _misnamed(roll, own, claim.quantity, pair, lambda values: values[0] - values[1])
    if right is not None:
        yield from _told(context, claim, own, right, before, "")


def _beyond(one: Item, more: bool) -> Fraction:  # noqa: FBT001
    """How far an execution rate lies beyond, or short of, the whole."""
    gap = one.fact.quantity.printed.value - 100
    return gap if more else -gap


def _middle(context: Context, roll: Sequence[Item], text: str, low: int) -> Iterator[Relation]:
    """居中的是公务员补助; 居前两位的分别为重复收费和超限用药."""
    ranked = sorted(roll, key=lambda one: one.fact.quantity.value, reverse=True)
    for name, wanted in (
        ("lb_middle", ranked[1:2] if len(roll) == 3 else []),
        ("lb_first_two", ranked[:2] if len(roll) > 2 else []),
    ):
        match = word(name).search(_STOP.split(text)[0] if not text.startswith("。") else text)
        if match is None or not wanted:
            continue
        named = named_in(roll, match["names"])
        if len(named) == len(wanted) and {id(one) for one in named} != {id(one) for one in wanted}:
            spans = [
                (low + match.start(), low + match.end()),
                *((one.fact.start, one.fact.end) for one in wanted),
            ]
            yield told_side(context, spans, match.group(), "、".join(one.name for one in wanted), "R18")
