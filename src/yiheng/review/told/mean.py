"""Readings of a mean, and of a product: 次均, 每期, 月均 of an amount and a count; so many at so much each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context, over
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import Formula, ratio, times
from yiheng.review.reading.lexicon import chinese_of, lexicon, says, without, word
from yiheng.review.told.payable import months_in, months_of
from yiheng.review.told.reading import LIKELY, POSSIBLE, TOLD, Reading, above, bracketed, name_pieces, shares

_AHEAD = 2
_PRICES = 4
_ANY = "*"
"""What 单价 is the price of one of: whatever was counted right before it."""
_MONTHS = 12
_LABEL_END = 14
_FAR = 80
_COUNTS_MOST = 6


def mean_readings(context: Context, claim: Fact) -> Iterator[Reading]:
    """Every reading of a claim that is a mean."""
    named = word("told_mean").search(_told(claim))
    if named is None or claim.quantity.family not in ("money", "count", "time"):
        return
    each = named["each"] or named["every"] or ""
    around = _around(context, claim)
    totals = [one for one in around if _is_total(one, claim)]
    if each == "月":
        yield from _of_a_year(context, claim)
        yield from _by_month(context, claim, totals)
        return
    kinds = lexicon().each.get(each, (each,))
    counts = [one for one in around if one.quantity.dimension in kinds and one.quantity.value]
    counts = [one for one in counts if one.quantity.dimension == kinds[0]] or counts
    own = chinese_of(without("told_mean_word", claim.label))
    totals.sort(key=lambda one: (one.start > claim.start, not _named_so(own, one)))
    if not counts or not totals:
        totals, counts = _elsewhere(context, claim, totals, counts, kinds)
    nearest = _first_of(claim, totals), _first_of(claim, counts)
    for amount in totals:
        for count in counts:
            if amount is count or (
                count.quantity.dimension == claim.quantity.dimension
                and count.quantity.value >= amount.quantity.value
            ):
                continue
            alone = len(_inside(claim, totals)) == 1 and len(_inside(claim, counts)) == 1
            firm = (amount, count) == nearest and amount.sentence == count.sentence == claim.sentence
            tied = (amount, count) == nearest and (
                bool(name_pieces(count.label) & name_pieces(amount.label))
                or (_named_so(own, amount) and len({one.quantity.value for one in counts}) == 1)
            )
            strength = TOLD if firm and alone else LIKELY if firm or tied else POSSIBLE
            if named["every"] and "平均" not in claim.label:
                strength = min(strength, LIKELY)  # 每户5元 may be a price, of no amount that is told
            yield Reading(
                "R17", claim, (amount, count), ratio, over(amount.quantity, count.quantity), strength
            )


def of_other_scope(context: Context, claim: Fact, *operands: Fact) -> bool:
    """Whether a number is of a scope that neither its operands nor its sentence before them name: 退休人员人均, 市级补助."""
    said = "".join(context.clause_before(one) + one.label for one in operands)
    said += context.text[claim.sentence.start : min(one.end for one in operands)]
    return any(match.group() not in said for match in word("bound_scope").finditer(claim.label))


def _named_so(own: str, amount: Fact) -> bool:
    """Whether an amount's label has a mean's own words in their order: 人均统筹支付 of 统筹资金支付."""
    at = -1
    for character in own:
        at = amount.label.find(character, at + 1)
        if at < 0:
            return False
    return bool(own)


def _told(fact: Fact) -> str:
    """The end of a label, without what only leads to its number."""
    return without("told_lead", fact.label)[-_LABEL_END:]


def _around(context: Context, claim: Fact) -> list[Fact]:
    """The numbers before a mean and those right after it in its sentence."""
    after = [
        one
        for one in context.facts[claim.index + 1 : claim.index + 1 + _AHEAD]
        if one.sentence == claim.sentence
    ]
    return [one for one in (*above(context, claim), *after) if one.quantity.measured]


def _is_total(one: Fact, claim: Fact) -> bool:
    return (
        one.quantity.dimension == claim.quantity.dimension
        and one.quantity.value > claim.quantity.value
        and not word("told_mean").search(_told(one))
        and one.role != "prior"
        and not says("per_head_not", one.label)
        and not is_delta(one)
        and not says("unit_of_one", one.label)
    )


def _first_of(claim: Fact, facts: Sequence[Fact]) -> Fact | None:
    """The nearest before a claim, else the nearest after it."""
    return next((one for one in facts if one.start < claim.start), next(iter(facts), None))


def _inside(claim: Fact, facts: Sequence[Fact]) -> list[Fact]:
    return [one for one in facts if one.sentence == claim.sentence]


def _by_month(context: Context, claim: Fact, totals: Sequence[Fact]) -> Iterator[Reading]:
    part = months_in(claim.label) or months_of(context)
    for one in totals:
        if (
            part and shares(claim.label, one.label) and one.role not in ("budget", "target")
        ):  # 累计支出27,931.8万元……1—9月月均支出
            shown = f"{one.quantity.shown} ÷ {part}"
            yield Reading("R17", claim, (one,), _over(part), shown, LIKELY)
            continue
        months = word("told_until_month").search(one.partial)
        if months is not None:  # 1—9月支出16.83亿元，月均1.87亿元
            shown = f"{one.quantity.shown} ÷ {months[1]}"
            yield Reading("R17", claim, (one,), _over(int(months[1])), shown, LIKELY)
        if not one.partial and one.role not in ("budget", "target"):
            told = (
                one.sentence == claim.sentence
                and bool(says("told_year_sum", one.label))
                and "均" in claim.label
            )
            shown = f"{one.quantity.shown} ÷ {_MONTHS}"
            yield Reading("R17", claim, (one,), _twelfth, shown, TOLD if told else POSSIBLE)


def _of_a_year(context: Context, claim: Fact) -> Iterator[Reading]:
    """年人均缴费工资61,200元，月均5,100元: the year's mean stands right before the month's."""
    year = context.facts[claim.index - 1] if claim.index else None
    own = chinese_of(word("told_mean_word").sub("", _told(claim)))
    if (
        year is not None
        and own in year.label
        and year.sentence == claim.sentence
        and year.quantity.measured
        and year.quantity.dimension == claim.quantity.dimension
        and word("told_year_mean").search(year.label)
    ):
        yield Reading("R17", claim, (year,), _twelfth, f"{year.quantity.shown} ÷ {_MONTHS}", TOLD)


def _over(months: int) -> Formula:
    return lambda values: values[0] / months


def _twelfth(values: Sequence[Fraction]) -> Fraction:
    return values[0] / _MONTHS


def _elsewhere(
    context: Context, claim: Fact, totals: list[Fact], counts: list[Fact], kinds: Sequence[str]
) -> tuple[list[Fact], list[Fact]]:
    """What a mean's own paragraph lacks, from the paragraphs before it, told by a word of the mean or of its count."""
    said = claim.label + "".join(one.label for one in (*totals[:1], *counts[:1]))
    wanted = name_pieces(without("told_mean_word", said))
    before = [
        one
        for one in reversed(context.facts[max(0, claim.index - _FAR) : claim.index])
        if one.quantity.measured
    ]
    named = [one for one in before if any(piece in one.label for piece in wanted)]
    counted = [one for one in before if one.quantity.dimension in kinds and one.quantity.value]
    return (
        totals or [one for one in named if _is_total(one, claim)],
        counts or [one for one in counted if one in named] or counted[:_COUNTS_MOST],
    )


def product_readings(context: Context, claim: Fact) -> Iterator[Reading]:
    """终端26台，每台1.3万元，共33.8万元; 每人补380元，花了47.88万元: so many at so much each."""
    if claim.quantity.dimension != "money":
        return
    yield from _product_in_bracket(context, claim)
    yield from _several_times(context, claim)
    before = [
        one for one in above(context, claim) if one.quantity.measured and one.sentence == claim.sentence
    ]
    for price in before[:_PRICES]:
        each = _each_of(context, price)
        if not each or price.quantity.value >= claim.quantity.value:
            continue
        kinds = lexicon().each.get(each, (each,))
        counts = [one for one in before if one.quantity.dimension in kinds]
        if each == _ANY:
            counts = [
                one for one in before if one.index == price.index - 1 and one.quantity.family == "count"
            ]
        near = [one for one in counts if abs(one.index - price.index) == 1]
        told = claim.index - price.index <= 2 and bool(says("told_product", claim.label))
        for count in near or counts:
            told = told and not of_other_scope(context, claim, price, count)
            strength = TOLD if told and near else LIKELY if told and len(counts) == 1 else POSSIBLE
            yield _times(claim, price, count, strength)
        if not counts and each != _ANY:
            yield from _counted_before(context, claim, price, kinds, told)


def _product_in_bracket(context: Context, claim: Fact) -> Iterator[Reading]:
    """征收9,608.20万元（27.452万人×350元）."""
    inside = bracketed(context, claim)
    if len(inside) == 2 and word("told_times").fullmatch(context.text[inside[0].end : inside[1].at]):
        shown = f"{inside[0].quantity.shown} × {inside[1].quantity.shown}"
        yield Reading("R17", claim, (inside[0], inside[1]), times, shown, TOLD)


def _several_times(context: Context, claim: Fact) -> Iterator[Reading]:
    """涉及金额3.26万元，全额追回，并处2倍罚款6.52万元: so many times the amount right before."""
    factor = context.facts[claim.index - 1] if claim.index > 0 else claim
    if is_factor(context, factor):
        yield _times(claim, context.facts[factor.index - 1], factor, TOLD)


def is_factor(context: Context, fact: Fact) -> bool:
    """Whether a number tells by how much an amount before it is multiplied to give one after it: 按骗取金额42.30万元的2倍罚款84.60万元."""
    if (
        fact.quantity.unit != "倍"
        or not fact.quantity.measured
        or not 0 < fact.index < len(context.facts) - 1
    ):
        return False
    amount, claim = context.facts[fact.index - 1], context.facts[fact.index + 1]
    if not amount.quantity.dimension == claim.quantity.dimension == "money":
        return False
    before, after = context.text[amount.end : fact.at], context.text[fact.end : claim.at]
    return bool(word("told_times_from").fullmatch(before) and word("told_times_to").fullmatch(after))


def _each_of(context: Context, price: Fact) -> str:
    """What an amount is the price of one of; empty where it is none."""
    if price.quantity.dimension == "money_per_person":
        return "人"
    if price.quantity.dimension != "money" or context.text[max(0, price.at - 1) : price.at] in ("+", "＋"):
        return ""
    named = word("told_price").search(_told(price)) or word("told_per_unit").match(
        context.text[price.end : price.end + 4]
    )
    return named["each"] if named else _ANY if says("told_unit_price", price.label) else ""


def _counted_before(
    context: Context, claim: Fact, price: Fact, kinds: Sequence[str], told: bool
) -> Iterator[Reading]:
    """The count stands in a sentence before, told by the price's own name: 特困供养1,260人……特困每人补380元."""
    pieces = name_pieces(word("told_price").sub("", _told(price)))
    counts = [
        one
        for one in reversed(context.facts[max(0, claim.index - _FAR) : claim.index])
        if one.quantity.dimension in kinds
        and one.quantity.measured
        and any(piece in one.label for piece in pieces)
    ]
    for number, count in enumerate(counts):
        yield _times(claim, price, count, LIKELY if told and number == 0 else POSSIBLE)


def _times(claim: Fact, price: Fact, count: Fact, strength: int) -> Reading:
    shown = f"{price.quantity.shown} × {count.quantity.shown}"
    return Reading("R17", claim, (price, count), times, shown, strength)
