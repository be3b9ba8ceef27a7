"""Readings of a difference and of a growth: how much more or less, than what, and by how many per cent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from yiheng.review.reading.change import direction, is_delta, of_another_year
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import fall, fallen_by, minus, ratio, rise, risen_by
from yiheng.review.reading.lexicon import says, word
from yiheng.review.told.reading import LIKELY, POSSIBLE, TOLD, Reading, above, bracketed, shares

_HINT = 14
_CLOSED = re.compile(r"[）)]")
_NEAR = 6
_FAR = 240


def change_readings(context: Context, claim: Fact) -> Iterator[Reading]:
    """Every reading of a claim that tells by how much something differs."""
    clause = context.clause_before(claim)
    if claim.quantity.unit == "%":
        if (
            word("growth_up").search(clause)
            or word("growth_down").search(clause)
            or word("told_rate_again").fullmatch(clause)
        ) and not word("level").search(clause[-3:]):
            yield from _growth(context, claim, clause)
    elif says("gap_moved_to", clause):
        return  # 拟新增5家，由11家增加到16家: a level
    elif any(word(name).search(clause[-_HINT:]) for name in ("difference", "told_gap", "told_rest")):
        yield from _difference(context, claim, clause)


def _levels(context: Context, claim: Fact) -> list[Fact]:
    """The numbers before a difference that are of its kind and no differences themselves, the nearest first."""
    kind = "%" if claim.quantity.unit == "个百分点" else ""
    clause = context.clause_before(claim)
    bounded, gap = word("told_bounded").search(clause), word("told_gap").search(clause)
    return [
        one
        for one in above(context, claim)
        if (one.quantity.measured or (bounded and one.quantity.operator and not one.quantity.approximate))
        and (one.quantity.unit == kind if kind else _of_kind(one, claim))
        and not is_delta(one)
        and not word("told_more_than").search(word("filler_end").sub("", one.label))
        and not (gap and word("filler_end").sub("", one.label).endswith(gap.group()))
        and not (claim.depth and one.depth and _of_another_bracket(context, one, claim))
    ]


def _of_another_bracket(context: Context, one: Fact, claim: Fact) -> bool:
    """Whether the bracket of a number closes before that of a claim opens."""
    return bool(_CLOSED.search(context.text, one.end, claim.start))


def _of_kind(one: Fact, claim: Fact) -> bool:
    """编制36名 and 空编3名 with 实有33人: posts and the people in them."""
    two = {one.quantity.dimension, claim.quantity.dimension}
    return len(two) == 1 or two == {"persons", "名"}


def _difference(context: Context, claim: Fact, clause: str) -> Iterator[Reading]:
    levels = _levels(context, claim)
    inside = [one for one in bracketed(context, claim) if one.quantity.measured] or _prior_next(
        context, claim
    )
    inside = [one for one in inside if not of_another_year(clause, one)]
    for prior in inside[:1]:  # 较上年缩短0.6天（上年8.8天）
        for number, level in enumerate(
            one for one in levels if one.quantity.dimension == prior.quantity.dimension
        ):
            firm = number == 0 and context.same_segment(level, claim) and _compares(clause, prior)
            firm = firm and not says("told_than", context.clause_before(level))
            yield _apart(claim, level, prior, TOLD if firm else POSSIBLE)
    base = levels[0] if levels else None
    if (
        base is not None
        and base.index == claim.index - 1
        and word("told_than").search(context.clause_before(base))
    ):
        for number, level in enumerate(levels[1:]):  # 较应拨付的10,652.40万元少419.40万元
            firm = number == 0 and level.sentence == claim.sentence and level.index == base.index - 1
            yield _apart(claim, level, base, TOLD if firm else LIKELY if number == 0 else POSSIBLE)
        return
    named = word("told_than_name").search(clause)
    if named is not None and levels:  # 比预算节约1.62万元
        bases = [one for one in levels if shares(named["name"], one.label) or named["name"] in one.label]
        bases = bases or [one for one in levels[:2] if not one.quantity.measured]
        for number, one in enumerate(bases):
            others = [level for level in levels if level is not one and level not in bases]
            for place, level in enumerate(others):
                firm = number == place == 0 and one.sentence == level.sentence == claim.sentence
                yield _apart(claim, level, one, TOLD if firm else POSSIBLE)
    yield from _left_over(context, claim, levels)
    for number, first in enumerate(levels[:_NEAR]):
        for second in levels[number + 1 : _NEAR]:
            tight = (
                number == 0 and second is levels[1] and first.sentence == second.sentence == claim.sentence
            )
            rest = tight and len(levels) == 2 and claim.quantity.unit != "个百分点"
            rest = rest and not says("told_stock", claim.label)
            rest = rest and not (direction(clause) and _other_flow(first, second))
            yield _apart(claim, first, second, LIKELY if rest else POSSIBLE)


def _other_flow(first: Fact, second: Fact) -> bool:
    """收入158亿元、支出130亿元，收入增加12亿元: what grows is not the one less the other."""
    nouns = [word("flow_noun").findall(one.label) for one in (first, second)]
    return all(nouns) and nouns[0][-1] != nouns[1][-1]


def _left_over(context: Context, claim: Fact, levels: Sequence[Fact]) -> Iterator[Reading]:
    """年末结转结余33.52万元: what was spent in its paragraph, of what was given in one before."""
    if claim.quantity.dimension != "money" or not says("told_left", claim.label):
        return
    near = [one for one in context.facts[max(0, claim.index - _FAR) : claim.index] if one.quantity.measured]
    spent = [one for one in levels if says("amount_spent", one.label) and one.role == "actual"] or [
        one
        for one in reversed(near)
        if one.quantity.dimension == "money" and says("amount_spent", one.label) and one.role == "actual"
    ][:_NEAR]
    given = [
        one
        for one in context.facts[max(0, claim.index - _FAR) : claim.index]
        if one.quantity.measured and one.quantity.dimension == "money" and one not in spent
        and says("amount_given", one.label) and one.role != "prior"
    ]  # fmt: skip
    final = [one for one in given if says("budget_final", one.label)]
    near = [one for one in spent if one.sentence == claim.sentence]
    sole = final if len({one.quantity.value for one in final}) == 1 else given
    for one in [*final, *(other for other in given if other not in final)]:
        for part in spent:
            firm = (
                near[:1] == [part]
                and len(near) == 1
                and len({each.quantity.value for each in sole}) == 1
                and one is sole[0]
            )
            firm = firm and not says("told_stock", claim.label)
            yield _apart(claim, one, part, LIKELY if firm else POSSIBLE)


def _prior_next(context: Context, claim: Fact) -> list[Fact]:
    """比上年增加1.65亿元，上年支出19.72亿元: last year's figure right after the change."""
    after = context.facts[claim.index + 1] if claim.index + 1 < len(context.facts) else None
    if after is None or after.sentence != claim.sentence or not after.quantity.measured:
        return []
    return [after] if after.role == "prior" or word("told_prior").match(after.label) else []


def _compares(clause: str, base: Fact) -> bool:
    """Whether the number in a bracket is what a clause compares with."""
    if word("compared").search(clause) and (base.role == "prior" or word("year_first").match(base.label)):
        return True
    nouns = set(word("told_base_noun").findall(clause))
    return bool(nouns & set(word("told_base_noun").findall(base.label)))


def _apart(claim: Fact, first: Fact, second: Fact, strength: int) -> Reading:
    high, low = (first, second) if first.quantity.value >= second.quantity.value else (second, first)
    return Reading("R2", claim, (high, low), minus, f"{high.quantity.shown} − {low.quantity.shown}", strength)


def _growth(context: Context, claim: Fact, clause: str) -> Iterator[Reading]:
    money = [one for one in above(context, claim) if one.quantity.measured and one.quantity.family == "money"]
    yield from _cheaper(context, claim, clause, money)
    if word("growth_not").search(clause):
        return
    yield from _of_years(context, claim, direction(clause))
    sign = direction(clause)
    before = [
        one
        for one in above(context, claim)
        if one.quantity.measured and one.quantity.family in ("money", "count", "time")
    ]
    deltas = [one for one in before if is_delta(one)]
    levels = [one for one in before if not is_delta(one)]
    inside = [one for one in bracketed(context, claim) if one.quantity.measured]
    base = levels[0] if levels else None
    if (
        base is not None
        and base.index == claim.index - 1
        and word("told_than").search(context.clause_before(base))
    ):
        others = [one for one in levels[1:] if one.quantity.dimension == base.quantity.dimension]
        for number, level in enumerate(others):  # 基金总收入24.86亿元，其中……；比上年的22.93亿元增长8.4%
            noun = word("flow_noun").findall(base.label) or [""]
            firm = number == 0 and level.sentence == claim.sentence
            likely = level.sentence == claim.sentence and noun[-1] in level.label
            yield _grown(claim, level, base, sign, LIKELY if firm or likely else POSSIBLE)
    for prior in inside[:1]:
        for number, level in enumerate(
            one for one in levels if one.quantity.dimension == prior.quantity.dimension
        ):
            firm = number == 0 and level.sentence == claim.sentence and prior.role == "prior"
            yield _grown(claim, level, prior, sign, TOLD if firm else POSSIBLE)
    moved = _moved(context, levels)
    for number, first in enumerate(levels[:_NEAR]):
        for second in levels[number + 1 : _NEAR]:
            if first.quantity.dimension == second.quantity.dimension:
                firm = moved and number == 0 and second is levels[1] and first.sentence == claim.sentence
                yield _grown(claim, first, second, sign, TOLD if firm else POSSIBLE)
                yield _grown(claim, second, first, sign, POSSIBLE)
    for delta in deltas[:2]:
        for level in [one for one in levels[:_NEAR] if one.quantity.dimension == delta.quantity.dimension]:
            shown = f"{delta.quantity.shown} ÷ {level.quantity.shown}"
            yield Reading("R4", claim, (delta, level), ratio, shown, POSSIBLE)
            mark = "−" if sign >= 0 else "+"
            back = f"{delta.quantity.shown} ÷（{level.quantity.shown} {mark} {delta.quantity.shown}）"
            yield Reading("R4", claim, (delta, level), risen_by if sign >= 0 else fallen_by, back, POSSIBLE)


def _of_years(context: Context, claim: Fact, sign: int) -> Iterator[Reading]:
    """2023年基金收入208,962.00万元，2024年增长7.61%: last year's figure right before, this year's in a paragraph before."""
    year = context.report.year
    prior = _year_before(context, claim, year - 1)
    if prior is None:
        return
    name = word("told_base_noise").sub("", prior.label)
    found = [
        one
        for one in context.facts[max(0, prior.index - _FAR) : prior.index]
        if one.quantity.measured and one.quantity.dimension == prior.quantity.dimension and one.role == "actual"
        and one.year in (0, year) and (one.insurance, one.account) == (prior.insurance, prior.account)
        and (one.metric == prior.metric if prior.metric else _of_one_name(one, prior, name))
    ]  # fmt: skip
    for one in found:
        sure = len({each.quantity.value for each in found}) == 1
        yield _grown(claim, one, prior, sign, LIKELY if sure else POSSIBLE)


def _year_before(context: Context, claim: Fact, year: int) -> Fact | None:
    """Last year's figure: right before a rate, or told in the sentence before it under the noun of the rate."""
    beside = context.facts[claim.index - 1] if claim.index else None
    if beside is not None and beside.sentence == claim.sentence and beside.year == year:
        return beside if beside.quantity.measured else None
    noun = word("flow_noun").findall(claim.label)[-1:]
    before = [
        one
        for one in context.facts[max(0, claim.index - _NEAR) : claim.index]
        if one.line is claim.line and one.sentence != claim.sentence and one.quantity.measured
        and one.year == year and not is_delta(one) and _ends_in(one, noun)
    ]  # fmt: skip
    return before[0] if noun and len(before) == 1 and claim.year == year + 1 else None


def _ends_in(one: Fact, noun: Sequence[str]) -> bool:
    return bool(noun) and word("filler_end").sub("", one.label).endswith(noun[-1])


def _of_one_name(one: Fact, prior: Fact, name: str) -> bool:
    """Whether a number is named as last year's is: by the same words, or as the same flow of as much of a year."""
    if word("told_base_noise").sub("", one.label) == name:
        return True
    noun = word("flow_noun").findall(prior.label)[-1:]
    return bool(one.partial) == bool(prior.partial) and _ends_in(one, noun) and _ends_in(prior, noun)


def _cheaper(context: Context, claim: Fact, clause: str, before: Sequence[Fact]) -> Iterator[Reading]:
    """集采前需18,630万元，集采后为7,452万元，节约11,178万元，平均降幅60%."""
    if not word("told_price_fall").search(clause):
        return
    inside = [one for one in before if context.same_segment(one, claim) and one.quantity.dimension == "money"]
    saved = [one for one in inside if says("told_saved", one.label)]
    first = [
        one
        for one in inside
        if says("told_price_before", context.text[max(one.sentence.start, one.start - _HINT) : one.start])
    ]
    if saved and first:
        shown = f"{saved[0].quantity.shown} ÷ {first[0].quantity.shown}"
        yield Reading("R4", claim, (saved[0], first[0]), ratio, shown, LIKELY)


def _moved(context: Context, levels: Sequence[Fact]) -> bool:
    """Whether the two numbers before a rate are told as 由…到…."""
    if len(levels) < 2 or levels[0].index != levels[1].index + 1:
        return False
    return bool(
        word("moved_to").search(context.text[levels[1].end : levels[0].at])
        and re.search(r"[由从]", context.clause_before(levels[1]))
    )


def _grown(claim: Fact, level: Fact, base: Fact, sign: int, strength: int) -> Reading:
    function = rise if sign >= 0 else fall
    shown = f"（{level.quantity.shown} − {base.quantity.shown}）÷ {base.quantity.shown}"
    return Reading("R4", claim, (level, base), function, shown, strength)
