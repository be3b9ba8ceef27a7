"""Readings of a percentage whose part and whole the sentence itself binds: 50份中47份无误，准确率94%.

What a number counts is told before it and after it (抽查单据50份，核对无误47份; 13个已完工): both are its words here. A part is
bound by the name of the rate, by the subject of 占, or by standing right before the percentage; its whole by 中 or 其中
between them, by a word such as 应 or 共, or by its name. Every other quotient of the sentence may settle the claim.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import over_sum
from yiheng.review.reading.lexicon import lexicon, says, without, word
from yiheng.review.reading.mending import significant_digits
from yiheng.review.reading.paired import of_rate_before
from yiheng.review.told.named import Named, kin, named_by, said_of
from yiheng.review.told.own_slip import near_or_slipped
from yiheng.review.told.reading import BOUND, LIKELY, POSSIBLE, Reading, name_pieces, quotient, same_kind

_BACK, _AHEAD = 12, 5
_NEAR, _CLOSE = Fraction(1, 2), Fraction(1, 4)
_FAR_DIGITS = 3
_OVERDONE = 2
_PAIR = 2
_ROOM = 1.01
"""How much of half its last digit a quotient may lie off a claim that it gives to the last digit, and a little more."""
_SUMMED = 7
_REST_NEAR = Fraction(1, 20)

Pair = tuple[Fact, Fact]


def divided_readings(context: Context, claim: Fact) -> Iterator[Reading]:
    """Every reading of a percentage as a quotient of numbers of its sentence or of those beside it."""
    if claim.quantity.unit not in ("%", "‰") or claim.role == "target":
        return
    if word("bound_told_after").match(context.text[claim.end : claim.end + _PAIR]):
        return  # 占58.1%的为中央资金
    named = named_by(context.clause_before(claim))
    if named is None:
        return
    near = _near(context, claim)
    scope = _scope(claim, near)
    pairs = _pairs(scope)
    bound = _bound(context, claim, named, pairs, _PAIR)
    if bound is None and len(scope) < len(near):
        pairs = _pairs(near)
        bound = _bound(context, claim, named, pairs, _PAIR + 2)
    bound = bound or _of_named(context, claim, named, scope) or _of_noun(claim, named, near)
    left = _left_out(context, claim, named, scope) if bound is None else None
    if left is not None:
        yield _rest(claim, *left, BOUND)
    for part, whole in pairs:
        if (part, whole) == bound or (bound and _is_other(context, named, bound, part, whole)):
            continue
        if bound and part.quantity.value == whole.quantity.value and max(part.start, whole.start) > claim.end:
            continue  # 9项任务8项完成，完成率100%，9项均通过验收
        if named.stem and part.start > claim.sentence.end and not kin(named.stem, said_of(context, part)):
            continue  # 到账280万元，到账率97%。支出274万元: another thing that was done
        if part.quantity.value <= _OVERDONE * whole.quantity.value:
            yield quotient(claim, part, whole, LIKELY)
        if part.quantity.value <= whole.quantity.value and _opposite(context, claim, part):
            yield _rest(claim, part, whole, LIKELY)
    if bound is not None:
        among = [one for one in scope if named.share or one.sentence == bound[0].sentence]
        yield from _of_sums(claim, bound[0], among)
        yield from _elsewhere(context, claim, named, bound)
        yield from _of_rest(context, claim)
        yield quotient(claim, *bound, BOUND)


def _near(context: Context, claim: Fact) -> list[Fact]:
    """The numbers of a claim's paragraph, around it, that may be operands."""
    return [
        one
        for one in context.facts[max(0, claim.index - _BACK) : claim.index + _AHEAD]
        if one is not claim and one.line is claim.line and _is_operand(one)
    ]


def _scope(claim: Fact, near: list[Fact]) -> list[Fact]:
    """The numbers of a claim's sentence; where no two agree, those of the sentences beside it too."""
    own = [one for one in near if one.sentence == claim.sentence]
    paired = any(same_kind(one, two) for at, one in enumerate(own) for two in own[at + 1 :])
    return own if paired else near


def _pairs(scope: Sequence[Fact]) -> list[Pair]:
    return [(a, b) for a in scope for b in scope if a is not b and same_kind(a, b) and b.quantity.value]


def _of_named(context: Context, claim: Fact, named: Named, scope: Sequence[Fact]) -> Pair | None:
    """A part of a whole that stands elsewhere under its full name, of one value: 占全部赔付金额的20%."""
    if not named.base:
        return None
    parts = [one for one in scope if one.start < claim.start and _part_bound(context, claim, named, one)]
    year = claim.year or context.report.year or (parts[-1].year if parts else 0)
    core = _bare(named.base)
    for part in parts[-1:]:
        wholes = [
            one
            for one, name in context.once(_names)
            if one.index < claim.index and one.quantity.dimension == part.quantity.dimension
            and one is not part and _has_name(core, name) and (not one.year or one.year == year)
        ]  # fmt: skip
        if len({one.quantity.value for one in wholes}) == 1 and _plausible(claim, part, wholes[-1], _NEAR):
            return part, wholes[-1]
    return None


def _names(context: Context) -> list[tuple[Fact, str]]:
    """What was reached and may be an operand, with its bare name, in order."""
    return [
        (one, _bare(without("filler_end", one.label)))
        for one in context.facts
        if one.role == "actual" and _is_operand(one)
    ]


def _of_noun(claim: Fact, named: Named, near: Sequence[Fact]) -> Pair | None:
    """规范管理高血压患者1,684人，规范管理率84%: of those who stand before it under the same noun, 登记高血压患者."""
    part = next((one for one in near if one.index == claim.index - 1), None)
    if part is None or not named.stem or part.sentence != claim.sentence:
        return None
    noun = without("filler_end", part.label).rpartition(named.stem)[2]
    if named.stem not in part.label or len(noun) <= _PAIR:
        return None
    wholes = [
        one
        for one in near
        if one.start < part.start and one.quantity.dimension == part.quantity.dimension
        and without("filler_end", one.label).endswith(noun) and named.stem not in one.label
    ]  # fmt: skip
    if len({one.quantity.value for one in wholes}) == 1 and _plausible(claim, part, wholes[-1], _NEAR):
        return part, wholes[-1]
    return None


def _is_other(context: Context, named: Named, bound: Pair, part: Fact, whole: Fact) -> bool:
    """Whether a pair is not what the words mean, though it may give the claim.

    The bound pair turned over where the rate's own word names its part; another of the parts under 其中 as the whole; a
    part of another name than the subject that was found by its name.
    """
    if (whole, part) == bound and named.stem:
        return kin(named.stem, said_of(context, bound[0])) and says("bound_fixed", bound[1].label)
    if not named.share:
        return False
    listed = context.text[bound[1].end : whole.start]
    if (
        bound[1].start < whole.start < bound[0].start
        and part is bound[0]
        and word("bound_listed").match(listed)
    ):
        within = context.text[whole.end : part.start]
        return whole.sentence == part.sentence and not word("bound_within").search(within)
    own = _subject(named)
    if not own or part is bound[0] or any(piece in said_of(context, part) for piece in own):
        return False
    return bool(name_pieces(without("filler_end", part.label)))


def _subject(named: Named) -> frozenset[str]:
    return name_pieces(word("bound_share_noise").sub("", re.split(r"[中里]", named.subject)[-1]))


def _left_out(context: Context, claim: Fact, named: Named, scope: Sequence[Fact]) -> Pair | None:
    """抽查1,000人，错误4人，准确率99.6%: those whom a rate leaves out, right before it, and all of them."""
    if not named.stem or len(scope) < _PAIR:
        return None
    before = [one for one in scope if one.start < claim.start][-_PAIR:]
    if len(before) < _PAIR or before[1].index != claim.index - 1 or before[0].index != claim.index - _PAIR:
        return None
    whole, part = before
    all_of_it = says("bound_whole", said_of(context, whole)) or says(
        "bound_whole_time", f"{whole.label}{whole.quantity.unit}"
    )
    told = says("bound_left_out", said_of(context, part)) and all_of_it
    alike = whole.quantity.dimension == part.quantity.dimension and part.quantity.value < whole.quantity.value
    near = alike and abs(1 - part.quantity.value / whole.quantity.value - claim.quantity.value) < _REST_NEAR
    return (part, whole) if told and near else None


def _is_operand(one: Fact) -> bool:
    return (
        one.quantity.measured
        and one.quantity.family in ("money", "count")
        and one.quantity.unit != "倍"
        and not is_delta(one)
        and not says("per_head", one.label[-12:])
        and one.role != "prior"
    )


def _bound(context: Context, claim: Fact, named: Named, pairs: Sequence[Pair], least: int) -> Pair | None:
    """The one pair that the words bind."""
    ranked = []
    for part, whole in pairs:
        if part.quantity.dimension != whole.quantity.dimension or not _in_place(context, claim, part, whole):
            continue
        first = _part_bound(context, claim, named, part)
        if part.start > claim.sentence.end and named.stem[-_PAIR:] not in part.label:
            continue  # 参保率96.7%。续保8.4万人，合计14.6万人: of others
        second = _whole_bound(context, named, part, whole) if first else 0
        exceeds = part.quantity.value > whole.quantity.value
        if exceeds and not (says("bound_may_exceed", named.stem) and says("bound_given", whole.label)):
            continue
        if exceeds and claim.quantity.value < 1 and part.sentence != whole.sentence:
            continue  # 省级100万元。市级60万元。支出152万元，执行率95%: of both
        if claim.quantity.value == 1 and first + second <= _PAIR + 1:
            continue  # 二级机构19家，覆盖率100%: all of the nineteen
        if first and second and first + second >= least:
            far = abs(claim.index - part.index) + abs(part.index - whole.index)
            ranked.append((first + second, -far, part, whole))
    if not ranked:
        return None
    best = max(ranked, key=lambda one: one[:2])
    score, _, part, whole = best
    return (part, whole) if _plausible(claim, part, whole, _NEAR if score > _PAIR else _CLOSE) else None


def _in_place(context: Context, claim: Fact, part: Fact, whole: Fact) -> bool:
    """Whether operands stand before a claim, or both after it with no other percentage that they may give."""
    last = max(part.index, whole.index)
    if part.start < claim.start:
        return not of_rate_before(context, claim, (part, whole))
    rest = context.facts[claim.index + 1 : last + 2]
    return whole.start > claim.start and not any(one.quantity.unit == "%" for one in rest)


def _part_bound(context: Context, claim: Fact, named: Named, part: Fact) -> int:
    """2 where a part is bound by name, 1 by its place alone, 0 not at all."""
    said = said_of(context, part)
    own_words = word("bound_inside").split(part.label)[-1]
    if named.stem:
        own_words = own_words.replace(named.stem[-_PAIR:], "")
    if (says("due", own_words) or says("bound_given", own_words)) and not says("bound_done", said):
        return 0
    beside = part.index == claim.index - 1 and part.sentence == claim.sentence
    if named.share:
        own = _subject(named)
        if own:
            usual = lexicon().rate_kin.get(named.subject)  # 报销占比 and 统筹支付
            told = any(piece in said for piece in own) or bool(usual and re.search(usual, said))
            return 2 if told else 0
        return 2 if beside else 0
    if says("negated", said) or (part.start < claim.start and _of_other_scope(context, claim, named.stem)):
        return 0
    if kin(named.stem, said):
        return 2
    between = context.facts[part.index + 1 : claim.index]
    near = beside or (
        part.start < claim.start and all(says("negated", said_of(context, one)) for one in between)
    )
    return 1 if near and not says("bound_stem_own", named.stem) else 0


def _of_other_scope(context: Context, claim: Fact, stem: str) -> bool:
    """Whether a rate is of a scope that its sentence has not named before: 同期统筹基金支出预算完成率."""
    lead = context.clause_before(claim)
    before = context.text[claim.sentence.start : claim.start - len(lead)] + "".join(claim.line.path)
    return any(match.group() not in before for match in word("bound_scope").finditer(stem))


def _whole_bound(context: Context, named: Named, part: Fact, whole: Fact) -> int:
    """2 where a whole is bound by words, 1 by its place alone, 0 not at all."""
    if named.base:
        given = says("bound_given", whole.label) and not says("bound_given", named.base)
        return 2 if _is_named(named.base, whole) and not given else 0
    low, high = sorted((part, whole), key=lambda one: one.start)
    between = context.text[low.end : high.at]
    if whole is low and named.stem and word("bound_run_on").match(between):
        return 2  # 9项重点任务8项完成
    if says("bound_of_plan", named.stem) and not says("bound_given", whole.label):
        return 0
    if named.stem and kin(named.stem, whole.label) and not says("bound_fixed", whole.label):
        return 0  # 全年赔付13,840万元，其中已决13,404万元，赔付率93%: of neither
    if whole is low and word("bound_among").match(between):
        return 2
    if (
        says("due", whole.label)
        or says("bound_whole", re.split(r"[，；、]", said_of(context, whole))[-1])
        or says("told_whole", whole.label)
    ):
        return 2 if abs(low.index - high.index) == 1 else 1
    return 1 if whole is low and part.index == whole.index + 1 else 0


def _bare(name: str) -> str:
    return word("bound_count_noun").sub("", without("told_base_noise", name))


def _is_named(base: str, whole: Fact) -> bool:
    """Whether a number has the name of a base: all of it, and hardly more where the name is short."""
    return _has_name(_bare(base), _bare(without("filler_end", whole.label)))


def _has_name(core: str, label: str) -> bool:
    if len(core) < _PAIR or not all(piece in label for piece in name_pieces(core) or {core}):
        return False
    return len(core) > _PAIR or label == core


def _plausible(claim: Fact, part: Fact, whole: Fact, near: Fraction) -> bool:
    """Whether a quotient is near the claim, or one slip away from it."""
    return near_or_slipped(quotient(claim, part, whole, BOUND), near, _FAR_DIGITS + 1)


def _opposite(context: Context, claim: Fact, part: Fact) -> bool:
    """Whether a percentage may be of all but what a number counts: 县外743人次……县内就诊率."""
    return says("bound_all_but", context.clause_before(claim)) or says(
        "bound_left_out", said_of(context, part)
    )


def _rest(claim: Fact, part: Fact, whole: Fact, strength: int) -> Reading:
    """未到岗3人: what is not done, taken from the whole."""
    shown = f"（{whole.quantity.shown} − {part.quantity.shown}）÷ {whole.quantity.shown}"
    return Reading("R3", claim, (part, whole), lambda v: 1 - v[0] / v[1], shown, strength)


def _of_sums(claim: Fact, part: Fact, scope: Sequence[Fact]) -> Iterator[Reading]:
    """A part of all the numbers of its unit that the sentence tells, and the rest of a whole without others."""
    alike = [one for one in scope if one.quantity.dimension == part.quantity.dimension]
    alike = sorted(
        sorted(alike, key=lambda one: abs(one.index - part.index))[:_SUMMED], key=lambda one: one.start
    )
    for first in range(len(alike)):
        for last in range(first + _PAIR, len(alike) + 1):
            run = tuple(alike[first:last])
            if part in run:
                yield Reading("R3", claim, run, over_sum(run.index(part)), part.quantity.shown, LIKELY)
    for whole in alike:
        for less in alike:
            if (
                len({part.start, whole.start, less.start}) > _PAIR
                and whole.quantity.value > less.quantity.value
            ):
                yield Reading("R3", claim, (part, whole, less), lambda v: v[0] / (v[1] - v[2]), "", LIKELY)


def _elsewhere(context: Context, claim: Fact, named: Named, bound: Pair) -> Iterator[Reading]:
    """The same part of a whole told elsewhere: to the last digit, and of digits enough."""
    if significant_digits(claim) < _FAR_DIGITS:
        return
    part = bound[0]
    for one in _of_size(context, claim, part):
        other = one is not part and same_kind(one, part) and not _is_other(context, named, bound, part, one)
        if other and quotient(claim, part, one, POSSIBLE).fits:
            yield quotient(claim, part, one, LIKELY)


def _of_size(context: Context, claim: Fact, part: Fact) -> list[Fact]:
    """The operands of such a size that a part of them may be what a claim says, in order."""
    told, sizes = context.once(_operands)
    size, room = claim.quantity.size, _ROOM * claim.quantity.half_size
    if part.quantity.size <= 0 or size <= room:
        return [one for one in told if one.quantity.value]
    low, high = part.quantity.size / (size + room), part.quantity.size / (size - room)
    near = told[bisect_left(sizes, low) : bisect_right(sizes, high)]
    return sorted(near, key=lambda one: one.start)


def _operands(context: Context) -> tuple[list[Fact], list[float]]:
    """The numbers of a report that may be operands, by their size."""
    told = sorted((one for one in context.facts if _is_operand(one)), key=lambda one: one.quantity.size)
    return told, [one.quantity.size for one in told]


def _of_rest(context: Context, claim: Fact) -> Iterator[Reading]:
    """占25%，其余占75%: what another share of the sentence leaves."""
    for one in context.facts[max(0, claim.index - _AHEAD) : claim.index + _AHEAD]:
        if (
            one.sentence == claim.sentence
            and one is not claim
            and one.quantity.unit == "%"
            and one.quantity.measured
        ):
            yield Reading("R3", claim, (one,), lambda v: 1 - v[0], f"100% − {one.quantity.shown}", LIKELY)
