"""R22 on sides whose second number stands elsewhere: 低于全体激活率18.4个百分点, 快于序时进度2.26个百分点."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.quantity import chinese_value

_MONTHS = 12
_NAME_LEAST = 2
_APART = Fraction(1, 100)


def far_side(
    context: Context, facts: Sequence[Fact], at: int, clause: str, *, above: bool
) -> tuple[Fact, Fraction, str] | None:
    """The number before a gap, where what it is measured against lies on the other side: with that value and its name."""
    claim = facts[at]
    named = word("sd_against").search(clause)
    if named is None or at == 0:
        return None
    value = facts[at - 1]
    kind = "%" if claim.quantity.unit in ("个百分点", "百分点") else claim.quantity.unit
    if value.quantity.unit != kind or not value.quantity.measured or value.sentence != claim.sentence:
        return None
    gap = claim.quantity.printed.value
    own = value.quantity.printed.value
    meant, other = (own - gap, own + gap) if above else (own + gap, own - gap)
    if word("sd_schedule").search(named["y"]):
        told = [any(abs(wanted - one) < _APART for one in _steps()) for wanted in (other, meant)]
    else:
        told = [_is_told(context, value, named["y"], wanted) for wanted in (other, meant)]
    return (value, other, named["y"]) if told == [True, False] else None


def _steps() -> list[Fraction]:
    """How far a year has gone by after each of its months, in per cent."""
    return [Fraction(100 * month, _MONTHS) for month in range(1, _MONTHS)]


def _is_told(context: Context, value: Fact, name: str, wanted: Fraction) -> bool:
    """Whether the report tells a value elsewhere under a name, in the unit of a number."""
    told = context.once(_in_units).get(value.quantity.unit, [])
    first = bisect_left(told, float(wanted - 2 * _APART), key=lambda one: one[0])
    last = bisect_left(told, float(wanted + 2 * _APART), key=lambda one: one[0])
    return any(
        one is not value
        and abs(wanted - one.quantity.printed.value) < _APART
        and any(name[n : n + _NAME_LEAST + 1] in one.label for n in range(len(name) - _NAME_LEAST))
        for _, one in told[first:last]
    )


def _in_units(context: Context) -> dict[str, list[tuple[float, Fact]]]:
    """The definite numbers of each unit by their size."""
    found: dict[str, list[tuple[float, Fact]]] = {}
    for one in context.facts:
        if one.quantity.measured:
            found.setdefault(one.quantity.unit, []).append((float(one.quantity.printed.value), one))
    for told in found.values():
        told.sort(key=lambda one: one[0])
    return found


def far_relations(
    found: tuple[Fact, Fraction, str] | None, claim: Fact, clause: str
) -> Iterator[tuple[Sequence[tuple[int, int]], str, str]]:
    """The spans, the claim and what contradicts it."""
    if found is not None:
        value, other, name = found
        sign = "＜" if other > value.quantity.printed.value else "＞"
        spans = [(value.start, value.end), (claim.at - len(clause), claim.end)]
        shown = f"{value.quantity.shown} {sign} {name}{float(other):g}{value.quantity.unit}"
        yield spans, clause.strip() + claim.quantity.shown, shown


def limit_sides(facts: Sequence[Fact]) -> Iterator[tuple[Sequence[tuple[int, int]], str, str]]:
    """上限为3%，实际2.85%，超过上限: a limit that is named, told before it in its paragraph."""
    line = facts[0].line
    for match in word("sd_limit").finditer(line.text):
        at = line.start + match.start()
        before = [one for one in facts if at - _FAR <= one.end <= at][-_LAST:]
        bounds = [
            one
            for one in before
            if word("sd_limit_lead").search(one.label) or one.quantity.operator in ("<=", ">=")
        ]
        values = [one for one in before if one not in bounds and one.quantity.measured]
        if len(bounds) != 1 or not values or values[-1].quantity.unit != bounds[0].quantity.unit:
            continue
        value, bound = values[-1], bounds[0]
        low = match["how"] == "低于"
        beyond = (
            value.quantity.value < bound.quantity.value
            if low
            else value.quantity.value > bound.quantity.value
        )
        if beyond == bool(match["no"]) and value.quantity.value != bound.quantity.value:
            sign = "＜" if value.quantity.value < bound.quantity.value else "＞"
            spans = [(bound.start, bound.end), (value.start, value.end), (at, line.start + match.end())]
            yield spans, match.group(), f"{value.quantity.shown} {sign} {bound.quantity.shown}"


_FAR, _LAST = 120, 4


def ratio_sides(
    context: Context, facts: Sequence[Fact]
) -> Iterator[tuple[Sequence[tuple[int, int]], str, str]]:
    """调查486人，满意458人，满意占比不足90%: the share that two counts make, and the side of the bound it is on."""
    for whole, part, bound in zip(facts, facts[1:], facts[2:], strict=False):
        match = word("sd_ratio_lead").fullmatch(context.text[part.end : bound.at])
        alike = whole.quantity.dimension == part.quantity.dimension != "ratio"
        if (
            match is None
            or bound.quantity.unit != "%"
            or not alike
            or not 0 < part.quantity.value <= whole.quantity.value
        ):
            continue
        named = [
            any(one.label[n : n + 2] in match.group() for n in range(len(one.label) - 1))
            for one in (whole, part)
        ]
        if named != [False, True]:
            continue  # 满意458人，满意占比: the rate bears the name of the part alone
        share = 100 * part.quantity.value / whole.quantity.value
        below = word("sd_below").fullmatch(match["how"]) is not None
        limit = bound.quantity.printed.value
        if (share >= limit) if below else (share < limit):
            spans = [(one.start, one.end) for one in (whole, part)] + [
                (bound.at - len(match.group()), bound.end)
            ]
            yield (
                spans,
                match.group().strip("，,") + bound.quantity.shown,
                f"{part.quantity.shown} ÷ {whole.quantity.shown} = {float(share):.2f}%",
            )


def fraction_sides(
    context: Context, facts: Sequence[Fact]
) -> Iterator[tuple[Sequence[tuple[int, int]], str, str]]:
    """占比19.65%，不到两成: a rate and the tenths that the words round it to."""
    for fact in facts:
        if fact.quantity.unit != "%" or not fact.quantity.measured:
            continue
        after = context.text[fact.end : fact.end + 16]
        match = re.match(
            rf"[，,（(]\s?(?:已|仍|还)?(?:占)?{word('sd_fraction').pattern}(?=[，,。；;）)]|$)", after
        )
        if match is None or not (match["how"] or match["more"]):
            continue
        share = _share_of(match["value"])
        below = match["how"] in ("不到", "不足", "低于", "未到")
        value = fact.quantity.printed.value / 100
        if share is not None and ((below and value >= share) or (not below and value < share)):
            yield [(fact.start, fact.end + match.end())], match.group().strip("，,（( "), fact.quantity.shown


def _share_of(text: str) -> Fraction | None:
    """两成 → 1/5, 六成半 → 13/20, 一半 → 1/2, 三分之二 → 2/3."""
    if text in ("一半", "半数"):
        return Fraction(1, 2)
    if "成" in text:
        whole = chinese_value(text[0].replace("两", "二"))
        return (
            None if whole is None else Fraction(whole, 10) + (Fraction(1, 20) if text.endswith("半") else 0)
        )
    low, high = chinese_value(text[0]), chinese_value(text[-1])
    return Fraction(high, low) if low and high and high < low else None
