"""R14 UNIT by other numbers: the same digits in another unit, a difference that only another unit gives, sums too small."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from yiheng.review.finding import Quote, Relation
from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.quantity import Quantity
from yiheng.review.rules.same import significant

_SAME_DIGITS, _DIFFERENCE_DIGITS, _TABLE_MATCHES = 5, 8, 2
_TABLE_DIGITS, _LONG = 3, 7
_SMALL = 10_000
_EACH_MOST = Fraction(100 * 5_000_000)
"""Fen that one person may be rewarded with: 500 万元."""
_HEADS_MOST = 1000
_TWO = 2
_COUNTED = ("money", "count")


def unit_slips(context: Context) -> Iterator[Relation]:
    """All readings of units by other numbers; each number is told once."""
    told: set[int] = set()
    for one in (
        *_by_change(context),
        *_by_difference(context),
        *_by_digits(context),
        *_of_funds(context),
        *_of_heads(context),
    ):
        if one.quotes[0].end not in told:
            told.add(one.quotes[0].end)
            yield one
    yield from _of_tables(context)


def _money(context: Context) -> list[Fact]:
    return [one for one in context.facts if one.quantity.dimension == "money" and one.quantity.measured]


def _told(
    context: Context, fact: Fact, other: Quantity | None, quotes: Sequence[Quote], formula: str, verdict: str
) -> Relation:
    shown = other.shown if other else f"{fact.quantity.printed.text}万元"
    return relation(
        context, "R14", verdict, "review_unit", [*context.quote_facts(fact), *quotes], subject=fact.name,
        expected=shown, stated=fact.quantity.shown, formula=formula, repairs=(f"{fact.quantity.shown}→{shown}",),
    )  # fmt: skip


def _by_change(context: Context) -> Iterator[Relation]:
    """参保18.62万元，较上年末18.35万人增加0.27万人: two in one unit that give the digits of the third, which is in another."""
    for now, before, change in zip(context.facts, context.facts[1:], context.facts[2:], strict=False):
        three = (now, before, change)
        units = Counter(one.quantity.unit for one in three)
        if (
            len(units) != _TWO
            or not (now.sentence == before.sentence == change.sentence)
            or not is_delta(change)
        ):
            continue
        if not word("change_than").search(context.text[now.end : before.at]) or not all(
            one.quantity.measured for one in three
        ):
            continue
        if any(one.quantity.family not in _COUNTED or "/" in one.quantity.unit for one in three):
            continue  # 84.8%，比上年的81.0%提高3.8个百分点; 550元/人，比上年的520元提高30元
        shown = [one.quantity.printed.value for one in three]
        if abs(shown[0] - shown[1]) != shown[2] or not shown[2]:
            continue
        usual = units.most_common(1)[0][0]
        fact = next(one for one in three if one.quantity.unit != usual)
        model = next(one for one in three if one.quantity.unit == usual).quantity
        right = replace(fact.quantity, unit=usual, measure=model.measure)
        others = [context.quote(one.start, one.end) for one in three if one is not fact]
        yield _told(context, fact, right, others, "、".join(one.text for one in others), "inconsistent")


def _by_difference(context: Context) -> Iterator[Relation]:
    """支出48,916.75元 between 收入61,283.40万元 and 差额12,366.65万元: a unit that makes the three agree."""
    lines: dict[int, list[Fact]] = {}
    for fact in _money(context):
        lines.setdefault(fact.line.start, []).append(fact)
    for facts in lines.values():
        for place, fact in enumerate(facts):
            near = [one for one in facts[max(0, place - 3) : place + 4] if one is not fact]
            for unit in {one.quantity.unit for one in near} - {fact.quantity.unit}:
                same = [one for one in near if one.quantity.unit == unit]
                pair = _agreeing(fact, same)
                if pair is not None:
                    other = replace(fact.quantity, unit=unit, measure=same[0].quantity.measure)
                    shown = f"{pair[0].quantity.shown}、{pair[1].quantity.shown}"
                    yield _told(context, fact, other, context.quote_facts(*pair), shown, "inconsistent")


def _agreeing(fact: Fact, same: Sequence[Fact]) -> tuple[Fact, Fact] | None:
    """Two numbers of one unit whose sum or difference has the very digits of a third in another unit."""
    value = fact.quantity.printed.value
    for place, one in enumerate(same):
        for two in same[place + 1 :]:
            first, second = one.quantity.printed.value, two.quantity.printed.value
            digits = significant(fact.quantity) + min(significant(one.quantity), significant(two.quantity))
            if digits >= _DIFFERENCE_DIGITS and value in (first + second, abs(first - second)):
                return one, two
    return None


def _by_digits(context: Context) -> Iterator[Relation]:
    """32677.01元 where the same digits are told with 万元 elsewhere more often."""
    printed: dict[Fraction, list[Fact]] = {}
    for fact in _money(context):
        if significant(fact.quantity) >= _SAME_DIGITS:
            printed.setdefault(fact.quantity.printed.value, []).append(fact)
    for facts in printed.values():
        units = {one.quantity.unit for one in facts}
        if len(units) == 2:
            counts = sorted((sum(one.quantity.unit == unit for one in facts), unit) for unit in units)
            odd = next(one for one in facts if one.quantity.unit == counts[0][1])
            usual = next(one for one in facts if one.quantity.unit == counts[1][1])
            yield _told(
                context, odd, usual.quantity, context.quote_facts(usual), usual.quantity.shown, "review"
            )


def _of_funds(context: Context) -> Iterator[Relation]:
    """补助资金350.00元: no fund, budget or balance of a report is that small."""
    if not any(
        one.quantity.unit in ("万元", "亿元") or one.quantity.printed.value >= 10 * _SMALL
        for one in _money(context)
    ):
        return
    for fact in _money(context):
        quantity = fact.quantity
        if quantity.unit != "元" or not 0 < quantity.printed.value < _SMALL:
            continue
        near = re.split(r"[，,；;。\n]", context.text[max(0, fact.start - 40) : fact.start])[-1]
        alone = context.text[fact.end : fact.end + 1] not in ("/", "／", "的", "标")
        if alone and word("unit_of_fund").search(near) and not word("unit_small_fund").search(near):
            yield _told(context, fact, None, (), quantity.shown, "review")


def _of_heads(context: Context) -> Iterator[Relation]:
    """兑现奖励8人，金额32,000万元: more for each than anybody is given."""
    for heads, fact in zip(context.facts, context.facts[1:], strict=False):
        counted = heads.quantity.dimension == "persons" and 0 < heads.quantity.value <= _HEADS_MOST
        if not counted or fact.quantity.dimension != "money" or not context.same_segment(heads, fact):
            continue
        paid = word("unit_paid_to").search(heads.label + context.text[heads.end : fact.start])
        if paid and fact.quantity.value / heads.quantity.value > _EACH_MOST:
            yield _told(context, fact, None, context.quote_facts(heads), f"{heads.quantity.shown}", "review")


def _of_tables(context: Context) -> Iterator[Relation]:
    """A table whose unit is 元 while the text tells its very digits in 万元."""
    prose = {
        (one.quantity.printed.value, one.quantity.unit): one
        for one in _money(context)
        if significant(one.quantity) >= _TABLE_DIGITS
    }
    for table in context.tables:
        hits: dict[str, list[tuple[Quote, Fact]]] = {}
        for row in table.rows:
            for cell in row:
                one = cell.quantity
                if one is None or one.dimension != "money" or significant(one) < _TABLE_DIGITS:
                    continue
                for unit in ("元", "万元", "亿元"):
                    fact = prose.get((one.printed.value, unit))
                    if fact is not None:
                        hits.setdefault(f"{unit}≠{one.unit}" if unit != one.unit else "", []).append(
                            (context.quote(cell.start, cell.end), fact)
                        )
        wrong = [
            (key, told)
            for key, told in hits.items()
            if key and (len(told) >= _TABLE_MATCHES or len(told[0][1].quantity.printed.text) >= _LONG)
        ]
        if wrong and "" not in hits:
            (key, told), *_ = wrong
            quote, fact = told[0]
            unit = key.split("≠")[1]
            yield relation(
                context, "R14", "review", "review_unit", [quote, *context.quote_facts(fact)], subject="表中单位",
                expected=fact.quantity.shown, stated=f"{fact.quantity.printed.text}{unit}",
                formula=fact.quantity.shown,
            )  # fmt: skip
