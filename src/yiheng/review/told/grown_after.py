"""Readings of a change whose operands stand in other places: what it came to, a run of years, two years told after it.

在上年2000万元基础上增长15%，达到2300万元 claims the last number; 依次为108人、135人、162人，后两年分别增长25%和20% each rate by
its two years; 2023年较2022年提升3.8个百分点，分别为78.3%和74.5% the change by what follows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import fall, gap, minus, rise
from yiheng.review.reading.lexicon import says, without, word
from yiheng.review.told.grown import subject_of, way_of
from yiheng.review.told.reading import BOUND, Reading, between, name_pieces

_RUN_MOST = 8
_TAIL = 12
_POINTS = "个百分点"
_JOIN = re.compile(r"\s*[、，,和]?\s*(?:(?:19|20)\d{2}年)?\s*")


def after_readings(context: Context, claim: Fact) -> Iterator[Reading]:
    """Every such reading of a claim."""
    yield from _came_to(context, claim)
    yield from _in_turn(context, claim)
    yield from _told_each(context, claim)


def _came_to(context: Context, claim: Fact) -> Iterator[Reading]:
    """上年结余5.32亿元，本年再增0.47亿元，达5.79亿元: what a number became by the change told between."""
    if claim.index < 2:
        return
    change = context.facts[claim.index - 1]
    if change.sentence != claim.sentence or not word("grown_came_to").match(between(context, change, claim)):
        return
    if _is_rate(change) and is_delta(context.facts[claim.index - 2]):
        change = context.facts[claim.index - 2]
    base = context.facts[change.index - 1] if change.index else None
    if base is None or base.sentence != claim.sentence or base.depth != claim.depth:
        return
    alike = base.quantity.dimension == claim.quantity.dimension and base.quantity.measured
    if not alike or is_delta(base) or not change.quantity.measured:
        return
    words = context.text[base.end : change.start]
    sign = way_of(words[-_TAIL:]) or (1 if says("grown_came_to", words) else 0)
    if not sign or says("bound_growth_not", words) or _of_another(base, words):
        return
    if not (_starts(context, base, words) or says("grown_on_this", words)):
        return
    yield from _after(claim, base, change, sign)


def _of_another(base: Fact, words: str) -> bool:
    """Whether what changed has a name that what it started from has not: 上年末结余3亿元，本年收入增加0.4亿元."""
    flows = set(word("flow_noun").findall(words)) - set(word("flow_noun").findall(base.label))
    return bool(
        flows or name_pieces(subject_of(without("grown_after_noise", words))) - name_pieces(base.label)
    )


def _is_rate(one: Fact) -> bool:
    return one.quantity.unit in ("%", "‰")


def _starts(context: Context, base: Fact, words: str) -> bool:
    """Whether a number is of a time before what its change tells."""
    clause = context.clause_before(base)
    if says("bound_prior", base.label) or says("bound_than", clause) or says("grown_year_base", clause):
        return True
    named = re.search(r"((?:19|20)\d{2})年", words)
    return bool(base.year and named and int(named[1]) > base.year)


def _after(claim: Fact, base: Fact, change: Fact, sign: int) -> Iterator[Reading]:
    first, second = base.quantity.shown, change.quantity.shown
    mark = "+" if sign > 0 else "−"
    if _is_rate(change) and not _is_rate(claim):
        function = _grown_by if sign > 0 else _fallen_by
        yield Reading("R4", claim, (base, change), function, f"{first} ×（1 {mark} {second}）", BOUND)
    elif (change.quantity.unit == _POINTS and _is_rate(claim)) or (
        is_delta(change) and change.quantity.dimension == claim.quantity.dimension
    ):
        yield Reading(
            "R2", claim, (base, change), _plus if sign > 0 else minus, f"{first} {mark} {second}", BOUND
        )


def _in_turn(context: Context, claim: Fact) -> Iterator[Reading]:
    """108人、135人、162人，后两年分别增长25%和20%: one rate less than there are years."""
    if not (_is_rate(claim) or claim.quantity.unit == _POINTS):
        return
    rates = _run(context, claim)
    if not rates or not says("grown_in_turn", context.clause_before(rates[0])):
        return
    sign = way_of(context.clause_before(rates[0]))
    levels = _levels_before(context, rates[0])
    if len(levels) != len(rates) + 1 or not sign:
        return
    place = rates.index(claim)
    base, now = levels[place], levels[place + 1]
    yield _change(claim, now, base, sign)


def _run(context: Context, claim: Fact) -> list[Fact]:
    """The numbers of a claim's unit that it stands in a row with: 25%和20%."""
    first = last = claim.index
    facts = context.facts
    while first and _joined(context, facts[first - 1], facts[first]):
        first -= 1
    while last + 1 < len(facts) and _joined(context, facts[last], facts[last + 1]):
        last += 1
    run = facts[first : last + 1]
    return run if 1 < len(run) <= _RUN_MOST and all(one.quantity.measured for one in run) else []


def _joined(context: Context, first: Fact, second: Fact) -> bool:
    same = first.sentence == second.sentence and first.quantity.unit == second.quantity.unit
    return same and bool(_JOIN.fullmatch(context.text[first.end : second.start]))


def _levels_before(context: Context, rate: Fact) -> list[Fact]:
    """The run of numbers right before a run of rates, of years told in their order."""
    last = context.facts[rate.index - 1] if rate.index else None
    if (
        last is None
        or not context.same_segment(last, rate)
        or last.quantity.unit in (rate.quantity.unit, "分")
    ):
        return []
    run = _run(context, last)
    years = re.findall(r"((?:19|20)\d{2})年", context.text[rate.sentence.start : last.end])
    told = says("grown_series", run[0].label) or len(years) >= len(run) if run else False
    return run if told and years == sorted(years) else []


def _told_each(context: Context, claim: Fact) -> Iterator[Reading]:
    """2023年较2022年提升3.8个百分点，分别为78.3%和74.5%: the two years in the order in which they are named."""
    clause = context.clause_before(claim)
    two = context.facts[claim.index + 1 : claim.index + 3]
    if len(two) < 2 or two[0].sentence != claim.sentence or two[0].quantity.unit != two[1].quantity.unit:
        return
    if not (is_delta(claim) or _is_rate(claim) or claim.quantity.unit == _POINTS):
        return
    sign, first = way_of(clause[-_TAIL:]), two[0]
    if not sign or not _joined(context, *two) or first.sentence != claim.sentence:
        return
    if not word("grown_told_each").match(context.text[claim.end : first.start]):
        return
    unit = "%" if claim.quantity.unit == _POINTS else "" if _is_rate(claim) else claim.quantity.unit
    if (unit and first.quantity.unit != unit) or not all(one.quantity.measured for one in two):
        return
    if not unit and _is_rate(first):
        return
    yield _change(claim, first, two[1], sign)
    if word("grown_two_years").search(clause) is None:
        yield _change(claim, two[1], first, sign)


def _change(claim: Fact, now: Fact, base: Fact, sign: int) -> Reading:
    high, low = now.quantity.shown, base.quantity.shown
    function: Callable[[Sequence[Fraction]], Fraction]
    if _is_rate(claim):
        function = rise if sign > 0 else fall
        return Reading("R4", claim, (now, base), function, f"（{high} − {low}）÷ {low}", BOUND)
    if sign < 0:
        high, low = low, high
    function = minus if sign > 0 else gap
    return Reading("R2", claim, (now, base), function, f"{high} − {low}", BOUND)


def _plus(values: Sequence[Fraction]) -> Fraction:
    return values[0] + values[1]


def _grown_by(values: Sequence[Fraction]) -> Fraction:
    return values[0] * (1 + values[1])


def _fallen_by(values: Sequence[Fraction]) -> Fraction:
    return values[0] * (1 - values[1])
