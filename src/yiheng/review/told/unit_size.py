"""R14 UNIT by size: more for one person than anybody is given, one amount in 亿元 a hundred times all others of a report.

What the rules on units only asked – an amount in 元 among amounts in 万元 – is answered where the unit that they propose makes
it, to the last digit, the sum or the difference of two other amounts of the report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import limit, says
from yiheng.review.reading.quantity import Quantity, quantities, units
from yiheng.review.rules.disclosed import disclosed
from yiheng.review.told.unit_answer import answered_beside

_FEN = 100
_TIMES, _LEAST, _SHARE = 100, 5, Fraction(4, 5)
_AMOUNTS_MOST = 400
_DIGITS = 4


def unit_size_relations(context: Context, found: Sequence[Relation]) -> list[Relation]:
    """The relations found, questions on units that other amounts answer as accusations, and amounts out of all size."""
    accused = ends_of(found, "inconsistent")
    kept = []
    for one in found:
        asked = (
            one.rule == "R14" and one.verdict == "review" and one.quotes and one.quotes[0].end not in accused
        )
        if asked and _answered(context, one):
            accused.add(one.quotes[0].end)
            kept.append(replace(one, verdict="inconsistent", repairs=(f"{one.stated}→{one.expected}",)))
        else:
            kept.append(one)
    for told in (*_of_persons(context, accused), *_giants(context, accused)):
        accused.add(told.quotes[0].end)
        kept.append(disclosed(context, told))
    return kept


def _money(context: Context) -> list[Fact]:
    return [
        one
        for one in context.facts
        if one.quantity.dimension == "money" and not one.quantity.operator and one.quantity.value > 0
    ]


def _amounts(context: Context) -> list[Quantity]:
    """Every definite amount of the text and of the tables, each value once."""
    told = [one.quantity for one in _money(context) if one.quantity.measured]
    cells = [
        cell.quantity
        for table in context.tables
        for row in table.rows
        for cell in row
        if cell.quantity is not None and cell.quantity.dimension == "money"
    ]
    return list({one.value: one for one in (*told, *cells)}.values())[:_AMOUNTS_MOST]


def _answered(context: Context, one: Relation) -> bool:
    """Whether the amount that a question proposes is borne out beside it, or is made of two others, to the last digit."""
    meant = quantities(f"为{one.expected}")
    fact = next((it for it in context.facts if it.end == one.quotes[0].end), None)
    if (
        len(meant) == 1
        and fact is not None
        and fact.quantity.measured
        and answered_beside(context, fact, meant[0])
    ):
        return True
    if len(meant) != 1 or len(meant[0].printed.text.replace(".", "").replace(",", "").strip("0")) < _DIGITS:
        return False
    stated = quantities(f"为{one.stated}")
    places = meant[0].printed.decimals
    fine = {each.value for each in _amounts(context) if each.printed.decimals >= places or each.unit == "元"}
    return _is_made(meant[0].value, fine) and not any(_is_made(each.value, fine) for each in stated)


def _is_made(value: Fraction, amounts: set[Fraction]) -> bool:
    """Whether two amounts make a value by sum or difference."""
    return any(
        other != value and (value - other in amounts or value + other in amounts)
        for other in amounts
        if other * 2 != value
    )


def _of_persons(context: Context, accused: set[int]) -> Iterator[Relation]:
    """人均资助158.29万元: more than one person is given."""
    most = limit("each_person_most") * _FEN
    for fact in _money(context):
        lead = context.clause_before(fact)
        each = says("um_person", lead) and not says("um_person_not", lead)
        if fact.end not in accused and each and fact.quantity.value >= most:
            yield _told(context, fact, "元")


def _giants(context: Context, accused: set[int]) -> Iterator[Relation]:
    """The one amount in 亿元 of a report that tells the others in 万元, a hundred times the largest; in 万元 two of them make it."""
    money = _money(context)
    used = Counter(one.quantity.unit for one in money)
    if len(money) <= _LEAST or not used:
        return
    usual, count = used.most_common(1)[0]
    odd = [one for one in money if one.quantity.unit == "亿元"]
    if usual == "亿元" or len(odd) != 1 or count < _SHARE * (len(money) - 1):
        return
    fact = odd[0]
    largest = max(
        (one.value for one in _amounts(context) if one.value != fact.quantity.value), default=Fraction(0)
    )
    far = fact.quantity.value > _TIMES * largest and not says("um_giant_not", context.clause_before(fact))
    if fact.end in accused or not far:
        return
    amounts = {one.value for one in _amounts(context)}
    for unit in ("万元", "元"):
        if _is_made(replace(fact.quantity, unit=unit, measure=units()[unit]).value, amounts):
            yield _told(context, fact, unit)
            return


def _told(context: Context, fact: Fact, unit: str) -> Relation:
    shown = replace(fact.quantity, unit=unit, measure=units()[unit]).shown
    return relation(
        context, "R14", "inconsistent", "review_unit", context.quote_facts(fact), subject=fact.name,
        expected=shown, stated=fact.quantity.shown, formula=fact.quantity.shown,
        repairs=(f"{fact.quantity.shown}→{shown}",),
    )  # fmt: skip
