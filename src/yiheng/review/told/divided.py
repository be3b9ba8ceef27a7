"""Readings of a percentage whose part and whole the sentence itself binds: 50份中47份无误，准确率94%.

What a number counts is told before it and after it (抽查单据50份，核对无误47份; 13个已完工): both are its words here. A part is
bound by the name of the rate, by the subject of 占, or by standing right before the percentage; its whole by 中 or 其中
between them, by a word such as 应 or 共, or by its name. Every other quotient of the sentence may settle the claim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context, over, ratio
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import lexicon, says, word
from yiheng.review.rules.slip import mending, significant_digits
from yiheng.review.told.reading import BOUND, LIKELY, POSSIBLE, Reading, name_pieces, same_kind

_BACK, _AHEAD = 12, 5
_AFTER = re.compile(r"[^，,。；;、：:（）()\d\n|\t]{0,16}")
_NEAR, _CLOSE = Fraction(1, 2), Fraction(1, 4)
_FAR_DIGITS = 3
_OVERDONE = 2
_PAIR = 2
_SUMMED = 7


@dataclass(frozen=True)
class Named:
    """What a percentage is of, by its clause: ``stem`` of a rate, ``subject`` and ``base`` of a share."""

    stem: str
    subject: str
    base: str

    @property
    def share(self) -> bool:
        """Whether it is a share of something, not a rate with a name."""
        return not self.stem


def divided_readings(context: Context, claim: Fact) -> Iterator[Reading]:
    """Every reading of a percentage as a quotient of numbers of its sentence or of those beside it."""
    if claim.quantity.unit not in ("%", "‰") or claim.role == "target":
        return
    if word("bound_told_after").match(context.text[claim.end : claim.end + _PAIR]):
        return  # 占58.1%的为中央资金
    named = named_by(context.clause_before(claim))
    if named is None:
        return
    scope = _scope(context, claim)
    pairs = [(a, b) for a in scope for b in scope if a is not b and same_kind(a, b) and b.quantity.value]
    bound = _bound(context, claim, named, pairs)
    for part, whole in pairs:
        if (part, whole) == bound:
            continue
        if part.quantity.value <= _OVERDONE * whole.quantity.value:
            yield _quotient(claim, part, whole, LIKELY)
        if part.quantity.value <= whole.quantity.value and _opposite(context, claim, part):
            yield _rest(claim, part, whole)
    if bound is not None:
        yield from _of_sums(claim, bound[0], scope)
        yield from _elsewhere(context, claim, bound[0])
        yield from _of_rest(context, claim)
        yield _quotient(claim, *bound, BOUND)


def named_by(clause: str) -> Named | None:
    """What the words before a percentage say that it is of; None where they say nothing of the kind."""
    if says("told_no_quotient", clause) or says("rate_of_rule", clause) or says("bound_no_quotient", clause):
        return None
    share = word("bound_share").search(clause)
    if share is not None:
        return Named("", share["subject"] or "", share["base"] or "")
    rate = word("bound_rate").search(clause)
    return Named(rate["stem"], "", "") if rate is not None else None


def _scope(context: Context, claim: Fact) -> list[Fact]:
    """The numbers that may be operands: of the claim's sentence; where no two agree, of those before and after it."""
    near = [
        one
        for one in context.facts[max(0, claim.index - _BACK) : claim.index + _AHEAD]
        if one is not claim and one.line is claim.line and _is_operand(one)
    ]
    own = [one for one in near if one.sentence == claim.sentence]
    paired = any(same_kind(one, two) for at, one in enumerate(own) for two in own[at + 1 :])
    return own if paired else near


def _is_operand(one: Fact) -> bool:
    return (
        one.quantity.measured
        and one.quantity.family in ("money", "count")
        and one.quantity.unit != "倍"
        and not is_delta(one)
        and not says("per_head", one.label[-12:])
        and one.role != "prior"
    )


def _said(context: Context, one: Fact) -> str:
    """The words of a number: those before it and those that follow it in its clause."""
    after = _AFTER.match(context.text, one.end, min(one.end + 16, one.sentence.end))
    return one.label + (after.group() if after else "")


def _bound(
    context: Context, claim: Fact, named: Named, pairs: Sequence[tuple[Fact, Fact]]
) -> tuple[Fact, Fact] | None:
    """The one pair that the words bind."""
    ranked = []
    for part, whole in pairs:
        if part.quantity.dimension != whole.quantity.dimension or not _in_place(context, claim, part, whole):
            continue
        first = _part_bound(context, claim, named, part)
        second = _whole_bound(context, named, part, whole) if first else 0
        exceeds = part.quantity.value > whole.quantity.value
        if exceeds and not (says("bound_may_exceed", named.stem) and says("bound_given", whole.label)):
            continue
        if claim.quantity.value == 1 and first + second <= _PAIR + 1:
            continue  # 二级机构19家，覆盖率100%: all of the nineteen
        if first and second:
            far = abs(claim.index - part.index) + abs(part.index - whole.index)
            ranked.append((first + second, -far, part, whole))
    if not ranked:
        return None
    best = max(ranked, key=lambda one: one[:2])
    score, _, part, whole = best
    return (part, whole) if _plausible(claim, part, whole, _NEAR if score > _PAIR else _CLOSE) else None


def _in_place(context: Context, claim: Fact, part: Fact, whole: Fact) -> bool:
    """Whether operands stand before a claim, or both after it with no other percentage that they may give."""
    if part.start < claim.start:
        return True
    last = max(part.index, whole.index)
    rest = context.facts[claim.index + 1 : last + 2]
    return whole.start > claim.start and not any(one.quantity.unit == "%" for one in rest)


def _part_bound(context: Context, claim: Fact, named: Named, part: Fact) -> int:
    """2 where a part is bound by name, 1 by its place alone, 0 not at all."""
    said = _said(context, part)
    if (says("due", part.label) or says("bound_given", part.label)) and not says("bound_done", said):
        return 0
    beside = part.index == claim.index - 1 and part.sentence == claim.sentence
    if named.share:
        own = name_pieces(word("bound_share_noise").sub("", re.split(r"[中里]", named.subject)[-1]))
        if own:
            return 2 if any(piece in said for piece in own) else 0
        return 2 if beside else 0
    if says("negated", said) or _of_other_scope(context, claim, named.stem):
        return 0
    if _kin(named.stem, said):
        return 2
    between = context.facts[part.index + 1 : claim.index]
    near = beside or (
        part.start < claim.start and all(says("negated", _said(context, one)) for one in between)
    )
    return 1 if near and not says("bound_stem_own", named.stem) else 0


def _of_other_scope(context: Context, claim: Fact, stem: str) -> bool:
    """Whether a rate is of a scope that its sentence has not named before: 同期统筹基金支出预算完成率."""
    lead = context.clause_before(claim)
    before = context.text[claim.sentence.start : claim.start - len(lead)] + "".join(claim.line.path)
    return any(match.group() not in before for match in word("bound_scope").finditer(stem))


def _kin(stem: str, said: str) -> bool:
    """Whether a rate's name and the words of a number tell of one thing: 建成率 and 建成, 准确率 and 无误."""
    bare = word("bound_stem_noise").sub("", stem)[-2:]
    if any(one in said for one in bare):
        return True
    return any(name in stem and re.search(words, said) for name, words in lexicon().rate_kin.items())


def _whole_bound(context: Context, named: Named, part: Fact, whole: Fact) -> int:
    """2 where a whole is bound by words, 1 by its place alone, 0 not at all."""
    if named.base:
        given = says("bound_given", whole.label) and not says("bound_given", named.base)
        return 2 if _is_named(named.base, whole) and not given else 0
    if says("bound_of_plan", named.stem) and not says("bound_given", whole.label):
        return 0
    if (
        named.stem
        and _kin(named.stem, whole.label)
        and not says("due", whole.label)
        and _kin(named.stem, part.label)
    ):
        return 0  # 全年赔付13,840万元，其中已决13,404万元，赔付率93%: of neither
    low, high = sorted((part, whole), key=lambda one: one.start)
    between = context.text[low.end : high.at]
    if whole is low and word("bound_among").match(between):
        return 2
    if (
        says("due", whole.label)
        or says("bound_whole", _said(context, whole))
        or says("told_whole", whole.label)
    ):
        return 2 if abs(low.index - high.index) == 1 else 1
    return 1 if whole is low and part.index == whole.index + 1 else 0


def _is_named(base: str, whole: Fact) -> bool:
    """Whether a number has the name of a base: all of it, and hardly more where the name is short."""
    core = word("told_base_noise").sub("", base)
    label = word("told_base_noise").sub("", word("filler_end").sub("", whole.label))
    if len(core) < _PAIR or not all(piece in label for piece in name_pieces(core) or {core}):
        return False
    return len(core) > _PAIR or len(label) <= len(core) + _PAIR


def _plausible(claim: Fact, part: Fact, whole: Fact, near: Fraction) -> bool:
    """Whether a quotient is near the claim, or one slip away from it: what is far off is of something else."""
    value, stated = part.quantity.value / whole.quantity.value, claim.quantity.value
    if abs(value - stated) <= near * max(value, stated):
        return True
    one = _quotient(claim, part, whole, BOUND)
    digits = sum(sorted(significant_digits(fact) for fact in one.facts)[:-1])
    return digits > _FAR_DIGITS and bool(mending(one, frozenset()))


def _quotient(claim: Fact, part: Fact, whole: Fact, strength: int) -> Reading:
    return Reading("R3", claim, (part, whole), ratio, over(part.quantity, whole.quantity), strength)


def _opposite(context: Context, claim: Fact, part: Fact) -> bool:
    """Whether a percentage may be of all but what a number counts: 县外743人次……县内就诊率."""
    return says("bound_all_but", context.clause_before(claim)) or says("bound_left_out", _said(context, part))


def _rest(claim: Fact, part: Fact, whole: Fact) -> Reading:
    """未到岗3人: what is not done, taken from the whole."""
    shown = f"（{whole.quantity.shown} − {part.quantity.shown}）÷ {whole.quantity.shown}"
    return Reading("R3", claim, (part, whole), lambda v: 1 - v[0] / v[1], shown, LIKELY)


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
                yield Reading("R3", claim, run, _over_sum(run.index(part)), part.quantity.shown, LIKELY)
    for whole in alike:
        for less in alike:
            if (
                len({part.start, whole.start, less.start}) > _PAIR
                and whole.quantity.value > less.quantity.value
            ):
                yield Reading("R3", claim, (part, whole, less), lambda v: v[0] / (v[1] - v[2]), "", LIKELY)


def _over_sum(at: int) -> Callable[[Sequence[Fraction]], Fraction]:
    return lambda v: v[at] / sum(v, Fraction(0))


def _elsewhere(context: Context, claim: Fact, part: Fact) -> Iterator[Reading]:
    """The same part of a whole told elsewhere: to the last digit, and of digits enough."""
    if significant_digits(claim) < _FAR_DIGITS:
        return
    for one in context.facts:
        other = one is not part and _is_operand(one) and same_kind(one, part) and one.quantity.value
        if other and _quotient(claim, part, one, POSSIBLE).fits:
            yield _quotient(claim, part, one, LIKELY)


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
