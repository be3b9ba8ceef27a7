"""R13 on rules of scoring: so much for each case, each point of the rate, by the rate itself; means of scores."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.point import AWARD, BARE, BONUS, EACH, FULL, GAP, LOST, RULE, Point

Span = tuple[int, int]
Told = tuple[Point, tuple[Point, ...], Fraction, str, tuple[Span, ...]]
"""The claim, the points and other numbers it rests on, what it should be, and how."""
_HUNDRED, _PAIR = 100, 2
_AROUND = 40
_PERCENT = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,4})?)\s?(?:%|个?百分点)")
_ITEMS = re.compile(r"(?<![\d.])(\d{1,2})\s?(?:项|个|条|类)(?!百分点)")


@dataclass(frozen=True)
class Number:
    """A count or rate with its span in the whole text."""

    value: Fraction
    span: Span


def rate_checks(line: Line, told: Sequence[Point]) -> Iterator[Told]:
    """All rules of scoring that a paragraph tells and applies."""
    for at, one in enumerate(told):
        if one.role == RULE:
            yield from _for_each(line, told, at)
        elif one.role == EACH:
            yield from _full_of_each(line, told, at)
    yield from _by_rate(line, told)
    yield from _mean(line, told)


def _numbers(line: Line, pattern: re.Pattern[str], high: int = 100_000) -> list[Number]:
    return [
        Number(Fraction(match[1]), (line.start + match.start(), line.start + match.end()))
        for match in pattern.finditer(line.text, 0, high)
        if not word("pt_each_before").search(line.text[max(0, match.start() - 6) : match.start()])
    ]


def _for_each(line: Line, told: Sequence[Point], at: int) -> Iterator[Told]:
    """未整改2个，每个扣1分，共扣2分; 目标90%，实际86%，每低1个百分点扣0.5分，扣2分."""
    rule = told[at]
    each = word("pt_each_unit").search(rule.lead[-_AROUND:])
    if each is None or word("pt_capped").search(line.text) or "扣" not in rule.lead[-8:]:
        return
    rate = each["unit"] in ("%", "百分点", "个百分点")
    options = list(_lost_beside(line, told, at))
    last = max((one.end for _, points in options for one in points), default=rule.end) - line.start
    end = re.compile("[。；;\n]|$").search(line.text, last)
    stop = end.start() if end else len(line.text)  # what comes after is of another deduction
    pattern = _PERCENT if rate else re.compile(rf"(?<![\d.])(\d{{1,4}})\s?{each['unit']}")
    near = _numbers(line, pattern, stop)
    values = list(_apart(near)) if rate else [one.value for one in near]
    if not options or not values:
        return
    spans = tuple(one.span for one in near)
    judged = [(_nearest(rule.value, values, stated), stated, points) for stated, points in options]
    after = told[at + 1 : at + 2]
    if any(
        not _apart_by_stop(line, rule, one) and _nearest(rule.value, values, one.value) == one.value
        for one in after
    ):
        return  # 丢1.9分是4起投诉每起扣0.3分，计1.2分，另0.7分为……: what the rule took stands right after it
    best, stated, points = next((one for one in judged if one[0] == one[1]), judged[0])
    if best != stated and max(one.span[1] for one in near) <= _stretch_of(line, told, at):
        return  # the case or the rate it is of is told elsewhere
    claim, others = points[-1], points[:-1]
    expected = best if not others else others[0].value - best
    yield claim, (rule, *others), expected, f"{rule.shown[:-1]} × {float(best / rule.value):g}", spans


def _stretch_of(line: Line, told: Sequence[Point], at: int) -> int:
    """Where a rule's own stretch begins, or the one before where that tells no points: 未整改2个。每个扣1分，共扣2分."""
    begins = [0, *(match.end() for match in re.finditer("[。；;]", line.text[: told[at].start - line.start]))]
    if len(begins) > 1 and (at == 0 or told[at - 1].end - line.start <= begins[-_PAIR]):
        return line.start + begins[-_PAIR]
    return line.start + begins[-1]


def _nearest(each: Fraction, values: Sequence[Fraction], stated: Fraction) -> Fraction:
    """The product that comes nearest to what is stated."""
    return min((each * one for one in values), key=lambda one: abs(one - stated))


def _lost_beside(line: Line, told: Sequence[Point], at: int) -> Iterator[tuple[Fraction, tuple[Point, ...]]]:
    """What may have been lost by a rule: a deduction beside it, in its own stretch if there is one; else full mark less award."""
    near = [*told[at + 1 : at + 3], *told[max(0, at - 2) : at][::-1]]
    rule = told[at]
    lost = [one for one in near if one.role in (LOST, GAP) and one.times == 1]
    own = [one for one in lost if not _apart_by_stop(line, rule, one)]
    for one in own:
        yield one.value, (one,)
    fulls, awards = [one for one in near if one.role == FULL], [one for one in near if one.role == AWARD]
    bonus = any(one.role == BONUS for one in told)
    if not lost and len(fulls) == 1 and len(awards) == 1 and not bonus:
        yield fulls[0].value - awards[0].value, (fulls[0], awards[0])


def _apart_by_stop(line: Line, first: Point, second: Point) -> bool:
    low, high = sorted((first, second), key=lambda one: one.start)
    return re.search("[。；;]", line.text[low.end - line.start : high.start - line.start]) is not None


def _apart(told: Sequence[Number]) -> Iterator[Fraction]:
    """Every percentage, and how far two of them lie apart; whole points too."""
    values = [one.value for one in told]
    for one in (*values, *(abs(a - b) for n, a in enumerate(values) for b in values[n + 1 :])):
        if one:
            yield from (one, Fraction(floor(one)), Fraction(ceil(one)))


def _full_of_each(line: Line, told: Sequence[Point], at: int) -> Iterator[Told]:
    """共设5项指标，每项4分，满分20分; 数量指标4个、质量指标3个，各5分，合计35分."""
    each = told[at]
    after = [one for one in told[at + 1 : at + 3] if one.role == FULL or (one.role == AWARD and one.whole)]
    counts = _numbers(line, _ITEMS)
    if not after or not counts or len(counts) > _PARTS_MOST:
        return
    values = [one.value for one in counts]
    pairs = [a + b for n, a in enumerate(values) for b in values[n + 1 :]]
    options = [each.value * one for one in (sum(values, Fraction(0)), *values, *pairs)]
    claim = after[0]
    best = next((one for one in options if one == claim.value), options[0])
    shown = f"{each.shown[:-1]} × {float(best / each.value):g}"
    yield claim, (each,), best, shown, tuple(one.span for one in counts)


_PARTS_MOST = 4


def _by_rate(line: Line, told: Sequence[Point]) -> Iterator[Told]:
    """该指标分值5分，按完成比例计分得4.6分 (92%); 得分率96%，50分中得48分."""
    rates = [
        one
        for one in _numbers(line, _PERCENT)
        if "%" in line.text[one.span[0] - line.start : one.span[1] - line.start]
    ]
    if not rates or len(rates) > _PARTS_MOST:
        return
    named = word("pt_award_rate").search(line.text) is not None
    pairs = [
        (full, award)
        for n, full in enumerate(told)
        for award in told[n + 1 :]
        if full.role == FULL and award.role == AWARD and award.value <= full.value
        and (named or (award is told[n + 1] and not award.whole and _is_by_rate(line, full, award)))
    ]  # fmt: skip
    fitting = next((one for one in pairs if _rated(rates, *one)), None)
    if fitting is None and len(pairs) != 1:
        return
    full, award = fitting or pairs[0]
    if fitting is None and (any(one.role == LOST for one in told) or len(rates) > 2):
        return
    if fitting is None and re.search(
        "[。；;]", line.text[rates[0].span[1] - line.start : full.start - line.start]
    ):
        return  # 得9.33分（10×93.26%）；产出50分，得49分: the rate of the item before
    value = award.value if fitting else full.value * rates[0].value / _HUNDRED
    shown = f"{full.shown[:-1]} × {float(rates[0].value):g}%"
    yield (
        award,
        (full,),
        Fraction(round(value, max(award.decimals, 2))),
        shown,
        tuple(one.span for one in rates),
    )


def _is_by_rate(line: Line, full: Point, award: Point) -> bool:
    words = full.lead[-2 * _AROUND :] + line.text[full.end - line.start : award.end - line.start]
    return word("pt_by_rate").search(words) is not None


def _rated(rates: Sequence[Number], full: Point, award: Point) -> bool:
    """Whether an award is its full mark by one of the rates, by what one leaves, or by one over another."""
    values = [one.value / _HUNDRED for one in rates]
    more = [f(a, b) for n, a in enumerate(values) for b in values[n + 1 :] for f in (_gap, _less, _over)]
    half = Fraction(6, 10 ** (award.decimals + 1))
    return any(
        abs(full.value * one - award.value) <= half for one in (*values, *(1 - v for v in values), *more)
    )


def _gap(first: Fraction, second: Fraction) -> Fraction:
    return 1 - abs(first - second)


def _less(first: Fraction, second: Fraction) -> Fraction:
    return min(first, second) / max(first, second) if first and second else Fraction(1)


def _over(first: Fraction, second: Fraction) -> Fraction:
    return first * second


def _mean(line: Line, told: Sequence[Point]) -> Iterator[Told]:
    """三个项目平均得分99分; 90分占40%、95分占60%，加权得93分."""
    for at, claim in enumerate(told):
        scores = [one for one in told[:at] if one.role in (AWARD, BARE) and not one.whole]
        mean = claim.role == BARE and word("pt_mean_end").search(claim.name)
        if len(scores) < 2 or not (claim.role == AWARD or mean):
            continue
        half = Fraction(1, 2 * 10**claim.decimals)
        more: tuple[Span, ...] = ()
        if word("pt_weighted").search(claim.name):
            weights = _numbers(line, _PERCENT, claim.start - line.start)
            if len(weights) != len(scores) or sum(one.value for one in weights) != _HUNDRED:
                continue
            value = sum(
                (a.value * b.value / _HUNDRED for a, b in zip(scores, weights, strict=True)), Fraction(0)
            )
            shown = " + ".join(f"{a.shown[:-1]} × {b.value}%" for a, b in zip(scores, weights, strict=True))
            more = tuple(one.span for one in weights)
        elif word("pt_mean").search(claim.name) and not word("pt_weighed_before").search(
            re.split("[。；;]", line.text[: claim.start - line.start])[-1]
        ):
            value = sum((one.value for one in scores), Fraction(0)) / len(scores)
            shown = f"({' + '.join(one.shown[:-1] for one in scores)}) ÷ {len(scores)}"
        else:
            continue
        expected = claim.value if abs(value - claim.value) <= half else round(value, claim.decimals + 1)
        yield claim, tuple(scores), Fraction(expected), shown, more
