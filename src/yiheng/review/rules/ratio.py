"""R3 RATIO: 完成预算的…%, and how a quotient of two facts is judged, with R14 where only another unit reconciles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache

from yiheng.exact.interval import Verdict
from yiheng.exact.unit import Unit
from yiheng.review.finding import Relation
from yiheng.review.reading.apart import apart_from
from yiheng.review.reading.context import Context, holds, judge, over, relation
from yiheng.review.reading.fact import Fact, alike
from yiheng.review.reading.formula import over_sum, ratio
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import Quantity, units
from yiheng.review.rules.list import Listing, lists_by_part

_OWN_RATE = 12
"""Characters after an amount within which its own percentage begins."""
_LAST_WORD = re.compile(r"[\u4e00-\u9fa5]{1,2}(?=[^\u4e00-\u9fa5]*$)")
_UNIT_STEPS = (Fraction(10000), Fraction(1, 10000), Fraction(10**8), Fraction(1, 10**8))


def ratio_relations(context: Context) -> Iterator[Relation]:
    """Every stated percentage whose operands the text gives."""
    for position, fact, clause in percentages(context):
        found = _completion(context, position, fact) if word("completion").search(clause) else None
        if found is not None:
            yield found


def percentages(context: Context) -> Iterator[tuple[int, Fact, str]]:
    """The stated percentages that are no goals, with their index and the words of their clause."""
    for position, fact in enumerate(context.facts):
        if fact.quantity.unit != "%" or not fact.quantity.measured or fact.line.section == "goal":
            continue
        clause = context.clause_before(fact)
        if not word("rate_not_reached").search(clause):
            yield position, fact, clause


def amounts_before(context: Context, position: int, fact: Fact) -> list[Fact]:
    """Measured amounts and counts of the sentence before a percentage, nearest last."""
    return [
        one
        for one in context.facts[max(0, position - 24) : position]
        if one.sentence == fact.sentence
        and one.quantity.measured
        and one.quantity.family in ("money", "count")
    ]


def _completion(context: Context, position: int, fact: Fact) -> Relation | None:
    """完成预算的99.37%: the last main figure over its budget or target, stated there or elsewhere."""
    previous = context.facts[position - 1] if position else None
    base = None
    if previous is not None and previous.sentence == fact.sentence and previous.role == "base":
        base = previous
    numerator = _main_figure(context, position, fact, base)
    if (
        numerator is None
        and base is None
        and previous is not None
        and previous.role == "budget"
        and previous.metric
    ):
        base = previous  # 收入预算250,000万元，完成预算的102.72%
        numerator = next(
            (
                one
                for one in context.by_metric[base.metric]
                if one.role == "actual" and one.quantity.measured and _same_scope(one, base)
            ),
            None,
        )
    if numerator is None:
        return None
    lists = context.once(lists_by_part).get(numerator.start, [])
    whole = lists[0].total if lists else None
    if whole is not None and whole.line is fact.line and not context.same_segment(numerator, fact):
        numerator = whole
    if base is None:
        options = [
            one
            for one in context.by_metric.get(numerator.metric or "none", [])
            if one.item == numerator.item
            and one.account == numerator.account and one.insurance == numerator.insurance
            and one.role in ("budget", "target") and one.quantity.measured and one.depth == numerator.depth
        ]  # fmt: skip
    else:
        options = [base]
    if not options and not numerator.metric:
        options = [
            one
            for one in context.by_metric.get("", [])
            if one.role == "target" and _is_goal_of(one, numerator)
        ]
    if not options:
        context.note(fact.start, fact.end, "完成率的预算数或目标数没有写出")
        return None
    return best_base(context, fact, numerator, options, "完成率")


def _is_goal_of(goal: Fact, result: Fact) -> bool:
    """Whether a goal without a metric of the catalogue is told in the result's words."""
    return (
        goal.quantity.dimension == result.quantity.dimension
        and not goal.quantity.approximate
        and alike(goal.core, result.core)
    )


def _same_scope(first: Fact, second: Fact) -> bool:
    """Whether two facts are of one metric, item, insurance and account."""
    return (first.metric, first.item, first.insurance, first.account) == (
        second.metric,
        second.item,
        second.insurance,
        second.account,
    )


def _main_figure(context: Context, position: int, fact: Fact, base: Fact | None) -> Fact | None:
    for one in reversed(context.facts[max(0, position - 8) : position]):
        if one is base or one.line is not fact.line or one.quantity.family not in ("money", "count"):
            continue
        if (
            not one.quantity.measured
            or one.role in ("base", "budget", "prior", "target")
            or word("ratio_no_amount").search(one.label)
        ):
            continue
        if one.depth > fact.depth or (base is not None and one.quantity.dimension != base.quantity.dimension):
            continue
        return one
    return None


def ratio_judged(numerator: Fact, base: Fact, fact: Fact) -> tuple[Verdict, Fraction] | None:
    """The verdict on a percentage as the quotient of two facts."""
    return judge(ratio, [numerator.quantity, base.quantity], fact.quantity)


def best_base(
    context: Context, fact: Fact, numerator: Fact, options: Sequence[Fact], subject: str,
    lists: Sequence[Listing] = (),
) -> Relation | None:  # fmt: skip
    """The first base that fits; where none does, the first of them with what else would reconcile."""
    for base in options:
        found = ratio_judged(numerator, base, fact)
        if found is not None and holds(found):
            return ratio_outcome(context, fact, numerator, base, found, subject)
    base = options[0]
    found = ratio_judged(numerator, base, fact)
    if found is None:
        return None
    saved = (
        says("rate_saved", context.clause_before(fact))
        and numerator.quantity.dimension == base.quantity.dimension
    )
    if saved and holds(judge(over_sum(0), [numerator.quantity, base.quantity], fact.quantity)):
        return None  # 中标332万元，比批复节约26万元，节约率7.26%: of what was approved
    if in_turn(context, numerator, base, fact) or apart_from(context, fact, (numerator, base)):
        return None
    return of_other_unit(context, fact, numerator, base) or ratio_outcome(
        context, fact, numerator, base, found, subject, lists
    )


def in_turn(context: Context, numerator: Fact, base: Fact, fact: Fact) -> bool:
    """中央到位42万元，到位率100%；省到位10万元，到位率100%: a base with such a percentage of its own is another item."""
    own = context.facts[base.index + 1] if base.index + 1 < len(context.facts) else None
    if own is None or own is fact or own.quantity.unit != "%" or own.start - base.end > _OWN_RATE:
        return False
    low, high = sorted((base, numerator), key=lambda one: one.start)
    nested = word("sum_marker").search(context.text, low.end, high.start)
    named = [_LAST_WORD.findall(context.clause_before(one)) for one in (own, fact)]
    levels = [set(word("level_given").findall(one.label)) for one in (numerator, base)]
    in_levels = bool(levels[0] and levels[1]) and not levels[0] & levels[1]
    alike = named[0] == named[1] or (
        in_levels and [one[-1:] for one in named[0]] == [one[-1:] for one in named[1]]
    )
    return nested is None and bool(named[0]) and alike


def ratio_outcome(
    context: Context, fact: Fact, numerator: Fact, base: Fact, found: tuple[Verdict, Fraction], subject: str,
    lists: Sequence[Listing] = (),
) -> Relation:  # fmt: skip
    """A judged quotient as a relation, with its repairs."""
    shown = fact.quantity.text_of(found[1], 2 if found[0] is Verdict.INCONSISTENT else 0)
    repairs: tuple[str, ...] = ()
    if found[0] is Verdict.INCONSISTENT:
        repairs = (
            f"{fact.quantity.shown}→{fact.quantity.text_of(found[1])}",
            *_other_numerators(numerator, base, fact, lists),
        )
    return relation(
        context, "R3", found[0].value, "review_ratio", context.quote_facts(numerator, base, fact), subject=fact.named(subject),
        expected=shown, stated=fact.quantity.shown, formula=over(numerator.quantity, base.quantity), repairs=repairs,
    )  # fmt: skip


def _other_numerators(numerator: Fact, base: Fact, fact: Fact, lists: Sequence[Listing]) -> tuple[str, ...]:
    """Repairs on the numerator's side: the sum of its own parts."""
    found = []
    for listing in lists:
        if listing.total is numerator:
            total = sum((part.quantity.value for part in listing.parts), Fraction(0))
            unit = numerator.quantity.measure.unit
            printed = replace(numerator.quantity.printed, value=unit.from_base(total))
            summed = replace(numerator.quantity, printed=printed)
            if holds(judge(ratio, [summed, base.quantity], fact.quantity)):
                found.append(
                    f"{numerator.quantity.shown}→{numerator.quantity.text_of(total)}（所列分项之和）"
                )
    return tuple(found)


def of_other_unit(context: Context, fact: Fact, numerator: Fact, base: Fact) -> Relation | None:
    """Where one of two amounts, or an amount that they give, fits in a neighbouring unit, the unit is wrong."""
    fitting: list[tuple[Fact, Quantity]] = []
    for which in (base, numerator, fact):
        for other in filter(None, (unit_by(which.quantity, step) for step in _UNIT_STEPS)):
            part, whole, claim = (other if one is which else one.quantity for one in (numerator, base, fact))
            if holds(judge(ratio, [part, whole], claim)):
                fitting.append((which, other))
    if not fitting:
        return None
    repairs = tuple(f"{which.quantity.shown}→{other.shown}" for which, other in fitting)
    which, other = fitting[0]
    return relation(
        context, "R14", "inconsistent", "review_unit", context.quote_facts(*dict.fromkeys((which, numerator, base, fact))),
        subject=which.name, expected=" 或 ".join(repairs), stated=which.quantity.shown,
        formula=f"{over(numerator.quantity, base.quantity)} = {fact.quantity.shown}", repairs=repairs,
    )  # fmt: skip


@cache
def _by_scale() -> dict[tuple[str, Fraction], str]:
    """The first unit of each dimension and scale."""
    found: dict[tuple[str, Fraction], str] = {}
    for name, measure in units().items():
        found.setdefault((measure.unit.dimension, measure.unit.scale), name)
    return found


def unit_by(quantity: Quantity, step: Fraction) -> Quantity | None:
    """The same digits in the unit that is ``step`` times as large, where there is one."""
    old: Unit = quantity.measure.unit
    name = _by_scale().get((old.dimension, old.scale * step))
    return None if name is None else replace(quantity, unit=name, measure=units()[name])
