"""Readings of a mean and of a product that the sentence binds: 13件发放2.34万元，每件1,800元; 1,560名……每人每月60元，12个月，共112.32万元.

A mean is an amount over the count that its word names. A product is a price for one of something by how many there
are, and by the months, days or times that stand beside it. Any amount, count or product of the sentence may settle a
claim; one is accused only where the nearest of them is near it, or one slip away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context, over
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import Formula, ratio
from yiheng.review.reading.lexicon import lexicon, says, without, word
from yiheng.review.reading.name_end import named_at_end
from yiheng.review.told.mean import of_other_scope
from yiheng.review.told.own_slip import near_or_slipped
from yiheng.review.told.reading import BOUND, LIKELY, Reading, name_pieces

_BACK, _AHEAD = 24, 3
_TAIL = 14
_NEAR = Fraction(1, 2)
_MONTHS = 12
_LARGEST, _TIMES_MOST = 60, 2
_DIGITS_LEAST = 3
_RANKED = 3


def each_readings(context: Context, claim: Fact) -> Iterator[Reading]:
    """Every reading of a mean or of a product by the numbers beside it."""
    if (
        claim.quantity.family not in ("money", "count", "time")
        or claim.role in ("target", "prior")
        or is_delta(claim)
    ):
        return
    each = _each_of_mean(context, claim)
    if each:
        yield from _means(context, claim, each)
    elif claim.quantity.dimension == "money" and not says("per_head", claim.label[-_TAIL:]):
        yield from _products(context, claim)


def _each_of_mean(context: Context, claim: Fact) -> str:
    """What a mean is one of: 次 of 次均费用, told in its own words or before the colon of its list; empty where it is none."""
    label = without("told_lead", claim.label)[-_TAIL:]
    found = word("bound_mean").search(label)
    if found is None and len(label) <= _TAIL // 2:
        head, colon, listed = context.text[claim.sentence.start : claim.start].rpartition("：")
        if colon and "；" not in listed:
            found = word("bound_mean").search(head[-_TAIL:])
    if found is None or says("bound_mean_not", label):
        return ""
    return found["each"] or found["every"] or ""


def _scope(context: Context, claim: Fact) -> list[Fact]:
    """The numbers of a claim's sentence, and of its paragraph before it, the nearest first."""
    near = context.facts[max(0, claim.index - _BACK) : claim.index + _AHEAD]
    found = [
        one
        for one in near
        if one is not claim and one.quantity.measured and one.line is claim.line
        and (one.start < claim.start or one.sentence == claim.sentence) and not is_delta(one) and one.role != "prior"
    ]  # fmt: skip
    return sorted(
        found,
        key=lambda one: (
            one.sentence != claim.sentence,
            one.start > claim.start,
            abs(one.index - claim.index),
        ),
    )


def _means(context: Context, claim: Fact, each: str) -> Iterator[Reading]:
    scope = _scope(context, claim)
    kinds = (*lexicon().each.get(each, (each,)), *lexicon().each_also.get(each, ()))
    totals = [
        one
        for one in scope
        if one.quantity.dimension == claim.quantity.dimension and one.quantity.value > claim.quantity.value
        and not says("per_head", one.label[-_TAIL:]) and not says("bound_mean_not", one.label)
        and one.depth <= claim.depth
    ]  # fmt: skip
    counts = [
        one for one in scope if one.quantity.dimension in kinds and one.quantity.value and one not in totals
    ]
    counts = [one for one in counts if one.quantity.dimension == kinds[0]] or counts
    pairs = [(total, count) for total in totals for count in counts]
    if not totals and counts:
        totals = _named_elsewhere(context, claim, counts[0])
        pairs = [(total, counts[0]) for total in totals]
    bound = _bound_pair(context, claim, pairs)
    if bound is not None and _tight(context, claim, *bound):
        yield _mean(claim, *bound, BOUND)
        return
    for total, count in pairs:
        if (total, count) == bound:
            continue
        yield _mean(claim, total, count, LIKELY)
    for one, two in combinations(totals[:4], 2):
        for count in counts[:2]:
            yield Reading("R17", claim, (one, two, count), lambda v: (v[0] + v[1]) / v[2], "", LIKELY)
            yield Reading("R17", claim, (one, two, count), lambda v: abs(v[0] - v[1]) / v[2], "", LIKELY)
    for one, two in combinations(counts[:4], 2):
        for total in totals[:2]:
            yield Reading("R17", claim, (total, one, two), lambda v: v[0] / (v[1] + v[2]), "", LIKELY)
            yield Reading("R17", claim, (total, one, two), lambda v: v[0] / v[1] / v[2], "", LIKELY)
    if bound is not None:
        yield Reading("R17", claim, bound, lambda v: v[0] / v[1] / _MONTHS, "", LIKELY)
        yield _mean(claim, *bound, BOUND)


def _tight(context: Context, claim: Fact, total: Fact, count: Fact) -> bool:
    """13件发放2.34万元，每件1,800元: whether count and amount stand in one clause right before a mean."""
    beside = (
        count.index == total.index - 1 and total.index == claim.index - 1 and count.sentence == claim.sentence
    )
    return beside and not word("bound_clause_end").search(context.text, count.end, total.at)


def _named_elsewhere(context: Context, claim: Fact, count: Fact) -> list[Fact]:
    """The one amount of the report that has a mean's name, or its count's: 人均医疗费用, the 医疗费用 told before."""
    named = without("told_mean_word", without("told_lead", claim.label))
    core = without("filler_end", named) or without("bound_count_end", count.label)
    if len(core) < len("医疗费用"):
        return []
    found = [
        one
        for one in named_at_end(context, core)
        if one.index < claim.index and one.quantity.measured and one.role == "actual"
        and one.quantity.dimension == claim.quantity.dimension
        and not is_delta(one) and one.quantity.value > claim.quantity.value
    ]  # fmt: skip
    return found[:1] if len({one.quantity.value for one in found}) == 1 else []


def _bound_pair(
    context: Context, claim: Fact, pairs: Sequence[tuple[Fact, Fact]]
) -> tuple[Fact, Fact] | None:
    """The amount and the count that a mean is of: those named as it is, else the nearest two of its sentence."""
    own = name_pieces(without("told_mean_word", without("told_lead", claim.label)))
    ranked = []
    for number, (total, count) in enumerate(pairs):
        named = [sum(piece in _said(context, one) for piece in own) for one in (total, count)]
        inside = [one.sentence == claim.sentence for one in (total, count)]
        elsewhere = total.line is not claim.line and inside[1]
        if not all(inside) and not elsewhere and not (named[0] and (named[1] or inside[1])):
            continue
        if of_other_scope(context, claim, total, count):
            continue
        ranked.append((-named[0], -named[1], number, total, count))
    for *_, total, count in sorted(ranked, key=lambda one: one[:3])[:_RANKED]:
        if near_or_slipped(_mean(claim, total, count, BOUND), _NEAR, _DIGITS_LEAST):
            return total, count
    return None


def _said(context: Context, one: Fact) -> str:
    """The words of a number's clause before it."""
    return context.clause_before(one) + one.label


def _mean(claim: Fact, total: Fact, count: Fact, strength: int) -> Reading:
    return Reading("R17", claim, (total, count), ratio, over(total.quantity, count.quantity), strength)


def _products(context: Context, claim: Fact) -> Iterator[Reading]:
    """An amount as a price by a count, and by what else it is multiplied with."""
    scope = [one for one in _scope(context, claim) if one.sentence == claim.sentence]
    prices = [one for one in scope if is_price(context, one) and one.quantity.value < claim.quantity.value]
    for price in prices[:2]:
        kinds = kinds_of(context, price)
        heads = [one for one in scope if one.quantity.dimension in kinds and one.quantity.family == "count"]
        times = [
            one
            for one in scope
            if one.quantity.family in ("time", "count") and one not in heads[:1] and one.quantity.value <= _LARGEST
            and one.quantity.value.denominator == 1
        ]  # fmt: skip
        for number, head in enumerate(heads[:3]):
            told = number == 0 and _asks_product(context, claim, price, head)
            for used in _choices([one for one in times if one is not head]):
                yield _product(claim, (price, head, *used), LIKELY)
            if "每年" not in context.clause_before(price):
                yield _product(claim, (price, head), LIKELY, _MONTHS)
            full = (price, head, *_multipliers(context, price, [one for one in times if one is not head]))
            reading = _product(claim, full, BOUND)
            if told and near_or_slipped(reading, _NEAR, _DIGITS_LEAST):
                yield reading


def is_price(context: Context, one: Fact) -> bool:
    """Whether an amount is what one of something gets: 每人320元, 450元/人·天."""
    if one.quantity.dimension == "money_per_person":
        return True
    if one.quantity.dimension != "money" or context.text[max(0, one.at - 1) : one.at] in ("+", "＋"):
        return False
    clause = without("filler_end", context.clause_before(one))
    return bool(
        word("bound_price").search(clause) or word("told_per_unit").match(context.text[one.end : one.end + 4])
    )


def kinds_of(context: Context, price: Fact) -> tuple[str, ...]:
    """The dimensions of what a price is for one of."""
    if price.quantity.dimension == "money_per_person":
        return ("persons", "名")
    clause = context.clause_before(price)
    found = [match["each"] or match["also"] or "" for match in word("bound_price").finditer(clause)]
    after = word("told_per_unit").match(context.text[price.end : price.end + 4])
    names = [*found, *([after["each"]] if after else [])]
    kinds = [kind for name in names for kind in lexicon().each.get(name, (name,))]
    return (*kinds, *(("persons", "名") if {"人", "名"} & set(names) else ()))


def _asks_product(context: Context, claim: Fact, price: Fact, head: Fact) -> bool:
    """Whether an amount is told as what all of them make: 共, 合计, 支出 after price and count."""
    if claim.start < max(price.start, head.start) or context.text[claim.start - 1 : claim.start] in (
        "（",
        "(",
    ):
        return False
    if of_other_scope(context, claim, price, head):
        return False
    between = context.text[max(price.end, head.end) : claim.start]
    return (
        bool(word("bound_product").search(claim.label[-_TAIL:]))
        and "；" not in between
        and not says("bound_product_more", between)
    )


def _multipliers(context: Context, price: Fact, times: Sequence[Fact]) -> list[Fact]:
    """The months of a price by the month, the days of one by the day, the times of one by the time."""
    clause = context.clause_before(price) + context.text[price.end : price.end + 6]
    found = []
    for mark, dimensions in (
        ("月", ("months",)),
        ("天", ("days",)),
        ("日", ("days",)),
        ("次", ("times",)),
        ("年", ("years",)),
    ):
        if (
            f"每{mark}" in clause
            or f"/{mark}" in clause
            or f"·{mark}" in clause
            or (mark == "月" and "按月" in price.sentence.line.text)
        ):
            found += [one for one in times if one.quantity.dimension in dimensions][:1]
    return list(dict.fromkeys(found))


def _choices(times: Sequence[Fact]) -> Iterator[tuple[Fact, ...]]:
    for count in range(_TIMES_MOST + 1):
        yield from combinations(times[:4], count)


def _product(claim: Fact, factors: tuple[Fact, ...], strength: int, by: int = 1) -> Reading:
    shown = " × ".join(one.quantity.shown for one in factors)
    return Reading("R17", claim, factors, _by(by), shown, strength)


def _by(times: int) -> Formula:
    def product(values: Sequence[Fraction]) -> Fraction:
        found = values[0] * times
        for one in values[1:]:
            found = found * one
        return found

    return product
