"""R14 UNIT: a unit that cannot be right by itself, or that its neighbours contradict."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from yiheng.review.finding import Relation
from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import word
from yiheng.review.rules.ratio import unit_by
from yiheng.review.rules.same import agree
from yiheng.review.rules.unit_slip import unit_slips

_REACH, _NEAR, _SAID = 80, 10, 40
_STEPS = (Fraction(10**4), Fraction(1, 10**4), Fraction(10**8), Fraction(1, 10**8))
_BRACKET = re.compile(r"[（(][^（）()]*[）)]")
_CLOSED, _CLAUSE, _STOP = re.compile(r"[）)]\s*$"), re.compile(r"[，,；;、]"), re.compile(r"[；;。\n]")
_DIGIT = re.compile(r"\d")
_WHOLE = frozenset({"人", "人次", "家", "件", "户", "名", "例", "笔", "片", "粒"})
_PILLS = frozenset({"片", "粒"})
_LARGE = frozenset({"万元", "亿元"})


def unit_relations(context: Context) -> Iterator[Relation]:
    """All rules on units."""
    yield from _parts_of_persons(context)
    sentences: dict[int, list[Fact]] = {}
    for fact in context.facts:
        if fact.quantity.dimension == "money" and fact.quantity.measured:
            sentences.setdefault(fact.sentence.start, []).append(fact)
    for facts in sentences.values():
        for fact in facts:
            yield from _among(context, fact, [one for one in facts if one is not fact])
    yield from _converted(context)
    yield from unit_slips(context)


def _per_thousand(context: Context) -> frozenset[int]:
    """The ends of persons with decimals in sentences that tell several of them: 每千名参保人中12.3人，全市11.9人，高0.4人.

    A mean may be told by any word of its sentence: 平均每家服务61.0人（上年69.5人）; 检出率分别为每10万人712.8例、49.2例.
    """
    parts = [one for one in context.facts if one.quantity.unit in _WHOLE and one.quantity.printed.decimals]
    often = Counter(one.sentence for one in parts)
    return frozenset(
        one.end
        for one in parts
        if often[one.sentence] > 1
        and (
            word("unit_per").search(context.text, one.sentence.start, one.end)
            or word("unit_mean").search(context.text, one.sentence.start, one.start)
        )
    )


def _parts_of_persons(context: Context) -> Iterator[Relation]:
    """41.37人: half a person is none."""
    told = [(one.quantity, _said_before(context, one), context.quote_facts(one)) for one in context.facts]
    told += [
        (cell.quantity, row[0].text, (context.quote(cell.start, cell.end),))
        for table in context.tables
        for row in table.rows
        for cell in row
        if cell.quantity is not None and cell.text.endswith(cell.quantity.unit)
    ]
    rates = _per_thousand(context)
    for quantity, label, quotes in told:
        if (
            quantity.unit in _WHOLE
            and (
                quantity.printed.value.denominator != 1
                or (quantity.printed.decimals and quantity.unit in _PILLS)
            )
            and not word("unit_each").search(label)
            and not word("unit_each_bracketed").search(
                context.text[: quotes[0].end], max(0, quotes[0].start - _SAID)
            )
            and quotes[0].end not in rates
            and not word("unit_goes_on").match(context.text[quotes[0].end : quotes[0].end + 2])
        ):
            yield relation(
                context, "R14", "inconsistent", "review_unit", quotes, subject=label[-18:] or quantity.shown,
                expected=f"{quantity.printed.text}万{quantity.unit}", stated=quantity.shown, formula=quantity.shown,
                repairs=(f"{quantity.shown}→{quantity.printed.text}万{quantity.unit}",),
            )  # fmt: skip


def _converted(context: Context) -> Iterator[Relation]:
    """31015.60万元（折合3.10万元）: an amount told once more in another unit is the same amount."""
    for first, second in zip(context.facts, context.facts[1:], strict=False):
        money = first.quantity.dimension == second.quantity.dimension == "money"
        told = word("converted").match(context.text[first.end : second.quantity.at].strip())
        if not money or not told or not (first.quantity.measured and second.quantity.measured):
            continue
        if not agree(first.quantity, second.quantity):
            others = (unit_by(second.quantity, step) for step in _STEPS)
            right = next((one for one in others if one is not None and agree(first.quantity, one)), None)
            shown = right.shown if right else second.quantity.text_of(first.quantity.value)
            yield relation(
                context, "R14", "inconsistent", "review_unit", context.quote_facts(first, second), subject=second.name,
                expected=shown, stated=second.quantity.shown, formula=second.quantity.shown,
            )  # fmt: skip


def _said_before(context: Context, fact: Fact) -> str:
    """The words a number stands under: its label, without a bracket between, and of a change what it is a change of."""
    before = context.text[max(fact.sentence.start, fact.start - _REACH) : fact.start]
    if is_delta(fact) or word("owned_base").match(fact.label):
        return before
    if not (_CLOSED.search(fact.label) or word("moved_label").match(fact.label)):
        return fact.label
    return _CLAUSE.split(_BRACKET.sub("", before))[-1]  # 每千人口医师由2.90人提高到3.40人


def _alone_so_large(context: Context, fact: Fact) -> bool:
    """Whether no other amount of a report comes near one: in a report of a whole country thousands of 亿元 are usual."""
    return not any(
        one is not fact
        and one.quantity.dimension == "money"
        and one.quantity.value != fact.quantity.value
        and _NEAR * one.quantity.value >= fact.quantity.value
        for one in context.facts
    )


def _among(context: Context, fact: Fact, others: list[Fact]) -> Iterator[Relation]:
    """An amount in 元 among amounts in 万元, in 亿元 for one person, or of the same size in another unit."""
    quantity = fact.quantity
    if quantity.unit not in ("元", "亿元", "万元"):
        return
    near = _STOP.split(context.text[max(0, fact.start - 60) : fact.start])[-1]
    larger = ""
    after = context.text[fact.end : fact.end + 1]
    if quantity.unit == "元" and after != "/" and not word("unit_small").search(near):
        beside = any(one.quantity.unit in _LARGE for one in others)
        if quantity.printed.value < 10000 and (beside or quantity.printed.decimals == 1):
            larger = "万元"
    elif quantity.unit == "亿元" and (
        word("unit_of_one").search(_DIGIT.split(near)[-1])  # 人均640元，补助32.5万人，应补助2.08亿元
        or (quantity.printed.value >= 1000 and _alone_so_large(context, fact))
    ):
        larger = "万元"
    elif quantity.unit == "万元" and quantity.printed.decimals:
        for one in others:
            same_form = (
                one.quantity.unit == "亿元" and one.quantity.printed.decimals == quantity.printed.decimals
            )
            if not same_form:
                continue
            ratio = quantity.printed.value / one.quantity.printed.value if one.quantity.printed.value else 0
            if 5 * ratio > 2 and ratio < 5 and quantity.printed.value < 100:
                larger = "亿元"
    if larger:
        yield relation(
            context, "R14", "review", "review_unit", context.quote_facts(fact), subject=fact.name,
            expected=f"{quantity.printed.text}{larger}", stated=quantity.shown, formula=quantity.shown,
            repairs=(f"{quantity.shown}→{quantity.printed.text}{larger}",),
        )  # fmt: skip
