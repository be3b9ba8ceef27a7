"""R2 DIFF inside one sentence: points above or below a base, and what is left of a whole besides a part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from yiheng.exact.interval import Verdict
from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, holds, judge, judged_relation
from yiheng.review.reading.fact import POSTS, Fact, alike
from yiheng.review.reading.formula import Formula, minus
from yiheng.review.reading.lexicon import chinese_of, says, without, word

_NEAR, _CLOSE, _REACH = 4, 16, 8
_CLAUSE = re.compile(r"[，；。]|,(?!\d)")
_STEM = 2
"""Characters by which 未通过 belongs to 通过."""


def difference_relations(context: Context) -> Iterator[Relation]:
    """Differences in percentage points, and parts that leave a rest."""
    for position, fact in enumerate(context.facts):
        if not fact.quantity.measured or fact.line.section == "goal":
            continue
        if word("points").search(fact.quantity.unit):
            yield from _points(context, position, fact)
        elif fact.quantity.family == "count":
            yield from _rest(context, position, fact)


def _points(context: Context, position: int, fact: Fact) -> Iterator[Relation]:
    """88.56%，低于95%的标准6.44个百分点; 二者相差; 比目标高2.32个百分点."""
    rates = [
        one
        for one in context.facts[max(0, position - _NEAR) : position]
        if context.same_segment(one, fact) and one.quantity.unit == "%"
    ]
    clause = context.clause_before(fact)
    if word("gap_former").match(clause):
        return  # 门诊50%、住院70%，前者超出2.6个百分点: of the one of them that no label names
    if len(rates) >= 2 and word("points_apart").search(clause):
        yield from _apart(context, rates[-2], rates[-1], fact)
        return
    values = [one for one in rates[:-1] if not _is_base(one)]
    told = list(_from_base(context, values[-1], rates[-2], rates[-1], fact)) if values else []
    if not told and rates and word("points_from_goal").search(clause) and not says("compared", clause):
        told = list(_from_goal(context, rates[-1], fact, clause))
    yield from told


def _is_base(one: Fact) -> bool:
    """Whether a rate is what another was compared with, no level of its own: 较2023年的83.7%, 上年为91%."""
    return one.role == "prior" or word("points_of_base").search(one.label) is not None


def _from_base(context: Context, value: Fact, last: Fact, base: Fact, fact: Fact) -> Iterator[Relation]:
    """``last`` is the rate right before the base: the value itself, or what it was compared with before."""
    gap_words = context.text[last.end : fact.start]
    if word("compared_total").search(gap_words) and base.role != "prior":
        return
    side = word("points_side").search(_CLAUSE.split(context.text[last.end : base.quantity.at])[-1])
    close = len(context.text[base.end : fact.start]) <= _CLOSE
    plain = not (value.quantity.operator or value.quantity.approximate or base.quantity.approximate)
    if side is None or not close or not plain:
        return
    below = word("points_below").fullmatch(side.group()) or word("points_fallen").search(
        context.text[base.end : fact.start]
    )
    high, low = (base, value) if below else (value, base)
    yield from _minus(context, high, low, fact, value)


def _apart(context: Context, first: Fact, second: Fact, fact: Fact) -> Iterator[Relation]:
    high, low = sorted((first, second), key=lambda one: -one.quantity.value)
    if high.quantity.measured and low.quantity.measured:
        yield from _minus(context, high, low, fact, first)


def _from_goal(context: Context, value: Fact, fact: Fact, clause: str) -> Iterator[Relation]:
    """The goal stands elsewhere: any goal of the same name that fits is right, the only one that does not is wrong."""
    if not value.quantity.measured or not context.same_segment(value, fact):
        return
    goals = [
        one
        for one in context.facts
        if one.role == "target"
        and one.quantity.unit == "%"
        and not one.quantity.approximate
        and (one.metric == value.metric if value.metric else alike(one.core, value.core))
        and (one.item, one.insurance) == (value.item, value.insurance)
    ]
    if not goals or len({one.quantity.value for one in goals}) > 1:
        return
    goal = goals[0]
    high, low = (goal, value) if word("points_fallen").search(clause) else (value, goal)
    yield from _minus(context, high, low, fact, value)


def _minus(context: Context, high: Fact, low: Fact, fact: Fact, value: Fact) -> Iterator[Relation]:
    found = judge(minus, [high.quantity, low.quantity], fact.quantity)
    if found is not None:
        shown = f"{high.quantity.shown} − {low.quantity.shown}"
        yield judged_relation(
            context, "R2", "review_difference", (high, low), fact, found, shown, subject=value.name
        )


def _rest(context: Context, position: int, fact: Fact) -> Iterator[Relation]:
    """申请3460人次，通过2595人次，未通过865人次: what a whole leaves besides a part."""
    named = word("rest").search(fact.label)
    if named is None:
        return
    stem = chinese_of(without("filler_end", fact.label[named.end() :]))[-6:]
    vacant = word("gap_vacant").search(context.clause_before(fact)) is not None
    posts = POSTS if vacant else frozenset()
    before = [
        one
        for one in context.facts[max(0, position - _REACH) : position]
        if one.sentence == fact.sentence
        and one.quantity.measured
        and (one.quantity.dimension == fact.quantity.dimension or posts >= {one.quantity.dimension})
        and not says("compared", one.label)
    ]
    if len(stem) < _STEM and not word("rest_alone").search(fact.label):
        return
    parts = [one for one in before if _done(one, stem) and context.text[one.start : one.end]]
    readings = [
        (whole, part)
        for part in reversed(parts)
        for whole in reversed(before)
        if whole is not part and whole.quantity.value >= part.quantity.value
    ]
    wider = [
        one
        for one in context.facts[max(0, position - _REACH) : position]
        if one.quantity.measured and one.quantity.dimension == fact.quantity.dimension
    ]
    several = _whole_less_all(context, wider, fact)
    if several is not None:
        yield several
        return
    treated = bool(word("rest_of_treated").search(fact.label))
    if vacant:
        treated = sum(bool(word("gap_posts").search(one.label)) for one in before) > 1
        filled = [pair for pair in readings if _of_posts(*pair)]
        if len(filled) == 1 and not treated:
            for one in _first_fitting(context, fact, filled, minus, sure=True):
                yield replace(one, code="review_posts")
            return
    yield from _first_fitting(context, fact, readings, minus, sure=not treated)


def _of_posts(whole: Fact, filled: Fact) -> bool:
    """编制52人，年末实有47人: the posts and the people in them."""
    named = word("gap_posts").search(whole.label) is not None
    return named and word("order_filled").search(filled.label) is not None


def _whole_less_all(context: Context, before: list[Fact], fact: Fact) -> Relation | None:
    """143家，暂停21家，解除4家，移送2家，其余116家: what is left of a whole besides several parts, where that holds."""
    for place in range(len(before) - 2):
        used = before[place:]
        found = judge(lambda v: v[0] - sum(v[1:], Fraction(0)), [one.quantity for one in used], fact.quantity)
        if found is not None and holds(found):
            shown = " − ".join(one.quantity.shown for one in used)
            return judged_relation(context, "R2", "review_difference", used, fact, found, shown)
    return None


def _done(part: Fact, stem: str) -> bool:
    """Whether a part is what the rest was not: 通过 for 未通过; of a rest without a name any part."""
    if word("rest").search(part.label):
        return False
    return not stem or any(stem[n : n + _STEM] in part.label for n in range(len(stem) - _STEM + 1))


def _first_fitting(
    context: Context, fact: Fact, readings: list[tuple[Fact, Fact]], function: Formula, *, sure: bool
) -> Iterator[Relation]:
    """The first reading that holds; where none does, the only one as an error and several as a question."""
    judged: list[tuple[tuple[Fact, Fact], tuple[Verdict, Fraction]]] = []
    for pair in readings:
        found = judge(function, [one.quantity for one in pair], fact.quantity)
        if found is None:
            continue
        shown = f"{pair[0].quantity.shown} − {pair[1].quantity.shown}"
        if holds(found):
            yield judged_relation(context, "R2", "review_difference", pair, fact, found, shown)
            return
        judged.append((pair, found))
    if judged:
        pair, found = judged[0]
        shown = f"{pair[0].quantity.shown} − {pair[1].quantity.shown}"
        yield judged_relation(
            context, "R2", "review_difference", pair, fact, found, shown, sure=sure and len(judged) == 1
        )
