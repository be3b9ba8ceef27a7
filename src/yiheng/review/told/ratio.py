"""Readings of a percentage, a multiple or a ratio: which part of which whole its words ask for."""

from __future__ import annotations

from collections.abc import Iterator

from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says, without, word
from yiheng.review.told.quotient import one_value, operands_of, quotient
from yiheng.review.told.rate import rate_readings
from yiheng.review.told.reading import (
    LIKELY,
    POSSIBLE,
    TOLD,
    Reading,
    above,
    between,
    bracketed,
    name_pieces,
    same_kind,
    shares,
    usable,
    usable_before,
)

_WHOLE_REACH = 60
_SAID = 300
"""Characters of a sentence before a number that are looked at: one line may hold many thousand numbers."""
_NAME_LEAST = 2
_DONE_MOST = 3
_AFTER = 3
_FAR = 240
"""Numbers before a claim among which one told by its name may stand."""


def ratio_readings(context: Context, claim: Fact) -> Iterator[Reading]:
    """Every reading of a claim that is a quotient."""
    clause = context.clause_before(claim)
    if claim.quantity.unit == "%":
        if any(
            word(name).search(clause) for name in ("told_no_quotient", "rate_of_rule", "formula", "parallel")
        ):
            return
        yield from _of_bracket(context, claim)
        yield from _of_value(context, claim)
        yield from _of_named(context, claim, clause)
        yield from _of_budget(context, claim, clause)
        yield from _of_the_rest(context, claim, clause)
        yield from rate_readings(context, claim, clause)
    elif claim.quantity.unit in ("倍", "比"):
        yield from _multiple(context, claim, clause)


def _of_bracket(context: Context, claim: Fact) -> Iterator[Reading]:
    """药占比26.40%（药品收入5,670.88万元÷医疗总收入）, 覆盖率100%（全县17个乡镇）, 参保率97.2%（40.11÷41.26万人）."""
    inside = [one for one in bracketed(context, claim) if one.quantity.measured]
    if not inside:
        return
    end = context.text.find("）", inside[-1].end)
    tail = context.text[inside[-1].end : end] if 0 <= end - inside[-1].end < _WHOLE_REACH else ""
    if len(inside) > 1 and same_kind(inside[0], inside[1]):
        marked = word("told_over").search(between(context, inside[0], inside[1]))
        small, large = sorted(inside[:2], key=lambda one: one.quantity.value)
        yield from quotient(claim, small, large, TOLD if marked else LIKELY)
        yield from quotient(claim, large, small, POSSIBLE)
        return
    named = word("told_over_name").match(tail)
    if named:
        for one in _named(context, claim, named["name"]):
            yield from quotient(claim, inside[0], one, TOLD)
        return
    beside = [one for one in operands_of(context, claim) if same_kind(one, inside[0])]
    for number, one in enumerate(beside):
        small, large = sorted((one, inside[0]), key=lambda fact: fact.quantity.value)
        told = number == 0 and one.index == claim.index - 1 and one.sentence == claim.sentence
        yield from quotient(claim, small, large, LIKELY if told else POSSIBLE)


def _of_value(context: Context, claim: Fact) -> Iterator[Reading]:
    """覆盖全县行政村248个的75%, 占全市定点机构1,700家的100%: the whole stands right before the share."""
    base = context.facts[claim.index - 1] if claim.index else None
    if (
        base is None
        or base.sentence != claim.sentence
        or not word("told_of").fullmatch(between(context, base, claim))
    ):
        return
    if not word("told_of_verb").search(context.clause_before(base)):
        return
    parts = [one for one in above(context, claim) if usable(one) and one is not base and same_kind(one, base)]
    for number, part in enumerate(parts):
        told = (
            number == 0
            and part.sentence == claim.sentence
            and part.quantity.dimension == base.quantity.dimension
        )
        yield from quotient(claim, part, base, TOLD if told else POSSIBLE)


def _named(context: Context, claim: Fact, name: str) -> list[Fact]:
    """The numbers before a claim that are told by a name, those of its paragraph first, the nearest first.

    Those that have all of the name come alone; where a label has only its end (支出 of 统筹基金支出), the words of its
    sentence before it must have the rest.
    """
    core = without("told_base_noise", name)
    if len(core) < _NAME_LEAST:
        return []
    year = claim.year or context.report.year
    usual = [
        one
        for one in reversed(usable_before(context, claim, _FAR))
        if one.role != "prior" and (not one.year or one.year == year)
    ]
    after = [one for one in context.facts[claim.index + 1 : claim.index + 1 + _AFTER] if usable(one)]
    after = [one for one in after if one.line is claim.line]
    for some in (usual, after):
        for fits in (_whole_name, _part_of_name):
            found = [one for one in some if fits(context, one, core)]
            if found:
                return sorted(
                    found, key=lambda one: (one.sentence != claim.sentence, one.line is not claim.line)
                )
    return []


def _bare(one: Fact) -> str:
    return without("told_base_noise", without("filler_end", one.label))


def _whole_name(context: Context, one: Fact, core: str) -> bool:  # noqa: ARG001
    return _bare(one).endswith(core)


def _part_of_name(context: Context, one: Fact, core: str) -> bool:
    """Whether a label has a name's end or beginning and its sentence the rest, or the name with words between."""
    label = _bare(one)
    if len(label) >= _NAME_LEAST and core.endswith(label):
        rest = core.removesuffix(label)
        return not rest or rest in context.text[max(one.sentence.start, one.start - _SAID) : one.start]
    if len(label) >= _NAME_LEAST and core.startswith(label):
        return True
    at = -1
    for character in core:
        at = label.find(character, at + 1)
        if at < 0:
            return False
    return len(core) > _NAME_LEAST


def _of_named(context: Context, claim: Fact, clause: str) -> Iterator[Reading]:
    """占结余测算基数的45%, 完成预算的98.87%: the whole is named, the part is the number before or named like it."""
    told = word("told_share_of").search(clause)
    if told is None:
        return
    wholes = [one for one in _named(context, claim, told["name"]) if one.index != claim.index - 1]
    before = [one for one in operands_of(context, claim) if one.index < claim.index]
    own = without("told_subject", clause[: told.start()])
    for whole in wholes:
        parts = [one for one in before if one is not whole and same_kind(one, whole)]
        named = [one for one in parts if own and shares(own, one.label)]
        if own and not named:
            named = [
                one for one in _named(context, claim, own) if one is not whole and same_kind(one, whole)
            ][:1]
        for number, part in enumerate([*named, *(one for one in parts if one not in named)]):
            last = bool(named) or (part.index == claim.index - 1 and not name_pieces(own))
            strength = TOLD if number == 0 and last and one_value(wholes) else POSSIBLE
            yield from quotient(claim, part, whole, strength)


def _of_budget(context: Context, claim: Fact, clause: str) -> Iterator[Reading]:
    """支出预算84,500.00万元，完成预算的98.87%: the budget stands right before, what was done is told by its noun."""
    base = context.facts[claim.index - 1] if claim.index else None
    told = word("completion").search(clause) or word("bound_budget_rate").search(clause)
    if base is None or base.sentence != claim.sentence or not told:
        return
    noun = word("flow_noun").findall(base.label)
    if not noun or not says("budget", base.label) or not usable(base):
        return
    done = [
        one
        for one in reversed(usable_before(context, claim, _FAR))
        if one.role == "actual" and one.quantity.dimension == base.quantity.dimension
        and without("filler_end", one.label).endswith(noun[-1])
    ]  # fmt: skip
    for part in done:
        yield from quotient(claim, part, base, TOLD if one_value(done) else POSSIBLE)


def _of_the_rest(context: Context, claim: Fact, clause: str) -> Iterator[Reading]:
    """统筹基金支出中，住院支出9.18亿元，占65.9%; 线上备案24,722人次……，线上办理占比87%: the whole is what the list divides."""
    share = word("told_share_alone").search(clause)
    if share is None:
        return
    own = share["name"] or ""
    before = operands_of(context, claim) or _standards(context, claim)
    before = before if any(shares(own, one.label) for one in before) else _standards(context, claim) or before
    own = own if name_pieces(own) else ""
    parts = [one for one in before if own and shares(own, one.label)] or before[:1]
    loose = bool(own) and not shares(own, parts[0].label) if parts else True
    opened = word("told_among").search(
        context.text, max(claim.sentence.start, claim.start - _SAID), claim.start
    )
    wholes = _named(context, claim, opened["name"]) if opened else []
    for part in parts[:_DONE_MOST]:
        others = [one for one in before if one is not part and same_kind(one, part)]
        others = [
            one for one in others if one.quantity.value >= part.quantity.value and one.start < part.start
        ]
        for whole in wholes:
            firm = (
                one_value(wholes)
                and part.index == claim.index - 1
                and part.sentence == claim.sentence
                and not loose
            )
            yield from quotient(claim, part, whole, TOLD if firm else POSSIBLE)
        for whole in others:
            likely = bool(
                says("told_whole", whole.label) or word("list_mark").search(between(context, whole, part))
            )
            yield from quotient(
                claim, part, whole, LIKELY if likely and not wholes and not loose else POSSIBLE
            )


def _standards(context: Context, claim: Fact) -> list[Fact]:
    """财政补助每人670元，筹资标准1,070元，财政补助占62.6%: amounts for one person, of each other."""
    return [
        one
        for one in above(context, claim)
        if one.sentence == claim.sentence and one.quantity.measured and one.quantity.family == "money"
        and says("told_standard", one.label)
    ]  # fmt: skip


def _multiple(context: Context, claim: Fact, clause: str) -> Iterator[Reading]:
    """职工239.8元，是居民154.8元的1.55倍; 在职37.87万人，退休14.73万人，在职退休比2.57:1."""
    before = [
        one
        for one in above(context, claim)
        if one.quantity.measured and one.quantity.family in ("money", "count", "time")
    ]
    of_value = bool(before) and word("told_of").fullmatch(between(context, before[0], claim))
    for number, second in enumerate(before[1:], 1):
        for first in before[:number]:
            if first.quantity.dimension != second.quantity.dimension or not first.quantity.value:
                continue
            nearest = first is before[0] and second is next(
                one for one in before[1:] if one.quantity.dimension == first.quantity.dimension
            )
            firm = nearest and first.sentence == claim.sentence
            told = firm and (of_value or _named_both(clause, second, first))
            strength = TOLD if told else LIKELY if firm else POSSIBLE
            yield from quotient(claim, second, first, strength)
            if not of_value:
                yield from quotient(claim, first, second, POSSIBLE)


def _named_both(clause: str, first: Fact, second: Fact) -> bool:
    """Whether a ratio's name has a word of both its terms: 在职退休比."""
    return shares(clause, first.label) and shares(clause, second.label)
