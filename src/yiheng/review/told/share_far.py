"""Readings of a share whose whole, or whose part too, stands apart and is known by its name or by what it counts.

经办服务费约占到账筹资额的2.9% has its part by the words before 占 and its whole by those after it; 发现问题机构49家，占30.4% is of the one
count of such things told before; 康复补贴占了八成 of the amounts it stands among. Where the names leave several numbers, the share
stands if any gives it, and is accused only where a slip of its own digits would make it right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context, plus
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import over_sum
from yiheng.review.reading.lexicon import chinese_of, says, word
from yiheng.review.reading.mending import significant_digits
from yiheng.review.told.named import named_by, said_of
from yiheng.review.told.own_slip import of_own_digits
from yiheng.review.told.reading import BOUND, EXACT, LIKELY, Reading, name_pieces, quotient, same_kind

_BACK = 240
_TAIL = 12
_NEAR = Fraction(1, 4)
_DIGITS = 3
_LISTED = 3
_NOUN, _NOUN_BACK = 2, 30
_HALF, _SHORT = Fraction(1, 2), 3
"""How much of a name is enough, and which names are too short for less than all: 总支出 is not 基本支出."""


def share_far_readings(context: Context, claim: Fact) -> Iterator[Reading]:
    """The share by every whole that its words may mean; bound where they leave one, or where its own slip is told."""
    if claim.quantity.unit != "%" or claim.role == "target" or claim.quantity.value >= 1:
        return
    clause = word("share_far_aside").sub("", context.clause_before(claim))
    named = named_by(clause)
    if named is None or named.stem or says("share_far_not", clause):
        return
    part = _part(context, claim, named.subject)
    if part is None:
        return
    before = context.facts[max(0, claim.index - _BACK) : claim.index]
    wholes = [
        one
        for one in reversed(before)
        if one is not part
        and _usable(one)
        and same_kind(one, part)
        and one.quantity.value > part.quantity.value
    ]
    base = chinese_of(word("share_far_noise").sub("", named.base))
    base = word("share_far_generic").sub("", base) or base
    told = _by_name(context, base, part, wholes) if base else _by_noun(context, part, wholes)
    summed = not told and not base
    if summed:
        told = _with_rest(context, part, wholes)
    if not told and not base:
        yield from _of_listed(context, claim, part)
        return
    if not told:
        return
    charge = _charge(context, claim, part, base, told, summed=summed)
    if charge is None:
        return
    yield charge
    for one in wholes:
        if _covered(base, said_of(context, one)):
            yield quotient(claim, part, one, charge.strength)
        elif one.line is part.line or significant_digits(claim) >= _DIGITS:
            yield quotient(claim, part, one, LIKELY)


def _charge(
    context: Context, claim: Fact, part: Fact, base: str, told: Sequence[Fact], *, summed: bool
) -> Reading | None:
    """The reading that may accuse: by a slip of the claim's own digits, or by the only whole that has all of the name, or that is ``summed`` of the part and its rest."""
    sole = len({one.quantity.value for one in told}) == 1
    sole = sole and (_covered(base, said_of(context, told[0])) == 1 if base else summed)
    for one in told[:_LISTED]:
        reading = quotient(claim, part, one, EXACT if base else BOUND)
        if of_own_digits(reading) and (sole or not base or len(base) > _NOUN):
            return reading
        if sole and _near(reading):
            return replace(reading, strength=BOUND)
    return None


def _part(context: Context, claim: Fact, subject: str) -> Fact | None:
    """The number of a share's subject, in its paragraph; the one right before it where it has none."""
    own = name_pieces(word("share_far_noise").sub("", subject))
    near = [
        one
        for one in reversed(context.facts[max(0, claim.index - _BACK) : claim.index])
        if one.line is claim.line and one.depth <= claim.depth and _usable(one)
    ]
    if own:
        named = [one for one in near if own <= name_pieces(one.label)]
        return named[0] if named else None
    beside = near[0] if near and near[0].sentence == claim.sentence else None
    if beside is None:
        return None
    between = context.facts[beside.index + 1 : claim.index]
    return beside if all(one.depth > claim.depth for one in between) else None


def _usable(one: Fact) -> bool:
    return (
        one.quantity.measured
        and one.quantity.family in ("money", "count")
        and one.role in ("actual", "budget")
        and not is_delta(one)
        and not says("per_head", one.label[-_TAIL:])
    )


def _by_name(context: Context, base: str, part: Fact, wholes: Sequence[Fact]) -> list[Fact]:
    """The wholes that have most of a base's name, those of the nearest paragraph; of the year of the part where years are told."""
    year = part.year or context.report.year
    ranked = []
    for one in wholes:
        if one.year and year and one.year != year:
            continue
        score = _covered(base, f"{_lead(one)}{said_of(context, one)}")
        if score == 1 or (score >= _HALF and len(base) > _SHORT):
            ranked.append((score, one))
    best = max((score for score, _ in ranked), default=Fraction(0))
    told = [one for score, one in ranked if score == best]
    told = [one for one in told if one.quantity.dimension == part.quantity.dimension] or told
    return [one for one in told if one.line is told[0].line]


def _covered(base: str, said: str) -> Fraction:
    """How much of a name stands in some words, by two characters or more together."""
    if len(base) < _NOUN:
        return Fraction(int(bool(base) and base in said))
    held = {at for n in range(len(base) - 1) if base[n : n + _NOUN] in said for at in (n, n + 1)}
    return Fraction(len(held), len(base))


def _lead(one: Fact) -> str:
    """What a paragraph says at its beginning that it is about: 受益。……"""
    found = word("share_far_lead").match(one.line.text)
    return found[1] if found else ""


def _by_noun(context: Context, part: Fact, wholes: Sequence[Fact]) -> list[Fact]:
    """The wholes of what a part counts, all of one value: 定点机构161家 of 问题机构49家."""
    noun = chinese_of(word("filler_end").sub("", part.label))[-_NOUN:]
    if part.quantity.family != "count" or len(noun) < _NOUN:
        return []
    told = [
        one
        for one in wholes
        if one.quantity.dimension == part.quantity.dimension
        and noun in context.text[max(one.sentence.start, one.start - _NOUN_BACK) : one.start]
    ]
    return told if len({one.quantity.value for one in told}) == 1 else []


def _with_rest(context: Context, part: Fact, wholes: Sequence[Fact]) -> list[Fact]:
    """The whole that a part and another number of its sentence make up: 人员和公用364.2万元，其余为项目支出757.7万元 of 1,121.9万元."""
    rest = [
        one
        for one in context.facts[max(0, part.index - _LISTED) : part.index]
        if one.sentence == part.sentence
        and _usable(one)
        and one.quantity.dimension == part.quantity.dimension
    ]
    sums = {part.quantity.value + one.quantity.value for one in rest}
    return [one for one in wholes if one.line is part.line and one.quantity.value in sums]


def _of_listed(context: Context, claim: Fact, part: Fact) -> Iterator[Reading]:
    """A part of the amounts it stands among in a sentence before, none of which is all of them."""
    run = [
        one
        for one in context.facts[max(0, part.index - _TAIL) : claim.index]
        if one.sentence == part.sentence
        and _usable(one)
        and one.quantity.dimension == part.quantity.dimension
    ]
    if part.sentence == claim.sentence or len(run) < _LISTED or part not in run:
        return
    at = run.index(part)
    shown = f"{part.quantity.shown} ÷（{plus(one.quantity for one in run)}）"
    reading = Reading("R3", claim, tuple(run), over_sum(at), shown, BOUND)
    if of_own_digits(reading) or reading.fits:
        yield reading


def _near(one: Reading) -> bool:
    value, stated = one.function([fact.quantity.value for fact in one.operands]), one.claim.quantity.value
    return abs(value - stated) <= _NEAR * max(value, stated)
