"""R14 UNIT by size: one amount or head count far beyond all others of its report, in a unit that none of them has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import limit, says, word
from yiheng.review.rules.ratio import unit_by

_DIMENSIONS = ("money", "persons", "visits")
_SIBLINGS = 3
_DOWN = Fraction(1, 10000)
_NEVER_ABOVE = 100


def outlier_relations(context: Context) -> Iterator[Relation]:
    """Numbers that are too large for their report, and rates above what they can be."""
    for dimension in _DIMENSIONS:
        facts = [
            one
            for one in context.facts
            if one.quantity.dimension == dimension
            and one.quantity.value > 0
            and not says("per_head", one.label)
        ]
        yield from _too_large(context, facts)
    yield from _staff(context)
    yield from _beyond_hundred(context)


def _too_large(context: Context, facts: Sequence[Fact]) -> Iterator[Relation]:
    if len(facts) <= _SIBLINGS:
        return
    largest = max(facts, key=lambda one: one.quantity.value)
    others = [one for one in facts if one.quantity.value != largest.quantity.value]
    cells = [
        cell.quantity.value
        for table in context.tables
        for row in table.rows
        for cell in row
        if cell.quantity is not None and cell.quantity.dimension == largest.quantity.dimension
    ]
    alone = (
        sum(one.quantity.unit == largest.quantity.unit for one in facts) == 1
        or largest.quantity.dimension != "money"
    )
    if len(others) < _SIBLINGS or not alone:
        return
    bar = max([one.quantity.value for one in others] + cells)
    if largest.quantity.value > limit("persons_most") and largest.quantity.dimension == "persons":
        return  # more than a province has, which another rule tells
    smaller = unit_by(largest.quantity, _DOWN)
    counted = largest.quantity.dimension != "money"
    times = limit("outlier_times_counted" if counted else "outlier_times")
    if smaller is None or largest.quantity.value < times * bar or smaller.value > 2 * bar:
        return
    if counted and (largest.quantity.printed.decimals or word("told_national").search(largest.line.text)):
        return
    yield relation(
        context, "R14", "review", "review_unit", context.quote_facts(largest), subject=largest.name,
        expected=smaller.shown, stated=largest.quantity.shown, formula=largest.quantity.shown,
        repairs=(f"{largest.quantity.shown}→{smaller.shown}",),
    )  # fmt: skip


def _staff(context: Context) -> Iterator[Relation]:
    """执法人员仅6万人: no office has that many."""
    for fact in context.facts:
        if fact.quantity.unit == "万人" and word("staff").search(fact.label) and fact.quantity.measured:
            smaller = unit_by(fact.quantity, _DOWN)
            shown = smaller.shown if smaller else ""
            yield relation(
                context, "R14", "review", "review_unit", context.quote_facts(fact), subject=fact.name, expected=shown,
                stated=fact.quantity.shown, formula=fact.quantity.shown, repairs=(f"{fact.quantity.shown}→{shown}",),
            )  # fmt: skip


def _beyond_hundred(context: Context) -> Iterator[Relation]:
    """满意度192.6%: what is a share of all cannot be more than all."""
    most = Fraction(1)
    for fact in context.facts:
        if fact.quantity.unit != "%" or not fact.quantity.measured or fact.quantity.value <= most:
            continue
        said = context.text[max(fact.sentence.start, fact.start - limit("outlier_words")) : fact.start]
        if word("rate_of_all_told").search(said) and fact.role != "target":
            yield relation(
                context, "R8", "inconsistent", "review_rate_beyond", context.quote_facts(fact), subject=fact.name,
                expected=f"{_NEVER_ABOVE}%", stated=fact.quantity.shown,
            )  # fmt: skip
