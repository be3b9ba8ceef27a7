"""R22 on directions: spans of dates that end before they begin, 最长 below 最短, 增加 where the numbers fell, 增速高于 where
it is lower, 支出下降的原因 after a rise.

A direction is judged only where the numbers on both sides are told; of a change whose result stands elsewhere, only where the
report has the result of the other direction, by name and to the last digit, and not that of the one it tells.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.review.finding import Relation
from yiheng.review.reading.begin import found_in_lines
from yiheng.review.reading.calendar import days_of
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says, word
from yiheng.review.rules.side import told_side
from yiheng.review.told.reading import shares

_LEAD, _ITEMS_LEAST, _HALF_YEAR, _BACK = 24, 3, 6, 3


def direction_relations(context: Context) -> Iterator[Relation]:
    """All rules on directions."""
    yield from _spans(context)
    yield from _bare_extremes(context)
    yield from _days(context)
    yield from _rates(context)
    yield from _reasons(context)
    for at in range(1, len(context.facts)):
        yield from _extremes(context, at)
        yield from _implied(context, at)


def _spans(context: Context) -> Iterator[Relation]:
    """于2024年2月20日至1月8日: a span without a second year ends after it begins; 12月至1月 runs into the next year."""
    for line in context.report.lines:
        if "月" not in line.text:
            continue
        days = days_of(line.text, context.report.year)
        for low, high in zip(days, days[1:], strict=False):
            if high.own_year or not (low.month and high.month) or bool(low.day) != bool(high.day):
                continue
            between = line.text[low.end : high.start]
            back = (low.month, low.day) > (high.month, high.day) and low.month - high.month < _HALF_YEAR
            if back and says("dir_span_joint", between):
                span = line.start + low.start, line.start + high.end
                stated = line.text[low.start : high.end]
                yield told_side(context, [span], stated, f"{line.text[low.start : low.end]}在后", "R15")


def _lead(context: Context, at: int) -> str:
    """The words between a number and the one before it in its sentence."""
    fact, before = context.facts[at], context.facts[at - 1]
    low = before.end if before.sentence == fact.sentence else fact.sentence.start
    return context.text[max(low, fact.start - _LEAD) : fact.start]


def _extremes(context: Context, at: int) -> Iterator[Relation]:
    """最短9日，最长28日，平均17.6日: the least, the most and the mean of one thing."""
    first, second = context.facts[at - 1], context.facts[at]
    if second.sentence != first.sentence or second.quantity.dimension != first.quantity.dimension:
        return
    lead = _lead(context, at)
    if first.quantity.family != "time" and says("dir_pace", lead):
        return  # 增长最快的12.5%，最慢的3.1%
    if not says("dir_same_thing", lead) or says("dir_limit", first.label + second.label):
        return
    before = _lead(context, at - 1) if at > 1 else context.text[first.sentence.start : first.start]
    sides = [
        "least" if says("dir_least", one) else "most" if says("dir_most", one) else ""
        for one in (before, lead)
    ]
    if sides[0] and sides[0] == sides[1] and first.quantity.value != second.quantity.value:
        stated = context.text[first.start - min(len(before), _LEAD) : second.end].strip("，。；、（( ")
        yield told_side(context, [(first.start, second.end)], stated, "同一说法不能有两个数")
        return
    if set(sides) != {"least", "most"} or not (first.quantity.measured and second.quantity.measured):
        return
    least, most = (first, second) if sides[0] == "least" else (second, first)
    told = [least, most]
    following = context.facts[at + 1] if at + 1 < len(context.facts) else None
    if (
        following is not None
        and says("dir_mean", _lead(context, at + 1))
        and following.sentence == first.sentence
    ):
        told = [least, following, most] if following.quantity.dimension == first.quantity.dimension else told
    values = [one.quantity.value for one in told]
    if values != sorted(values):
        shown = " ≤ ".join(one.quantity.shown for one in told)
        spans = [(one.start, one.end) for one in told]
        stated = (
            context.text[least.start : most.end] if least is first else context.text[most.start : least.end]
        )
        yield told_side(context, spans, stated, f"最低 ≤ 平均 ≤ 最高（{shown}）")


def _days(context: Context) -> Iterator[Relation]:
    """The same of days written 9日, which are no quantities elsewhere."""
    for match in word("dir_days").finditer(context.body):
        numbers = [match[name] for name in ("least", "mean", "most") if match[name]]
        values = [Fraction(one) for one in numbers]
        if values != sorted(values):
            span = context.report.start + match.start(), context.report.start + match.end()
            yield told_side(context, [span], match.group(), f"最短 ≤ 平均 ≤ 最长（{' ≤ '.join(numbers)}）")


def _implied(context: Context, at: int) -> Iterator[Relation]:
    """比上年1,469人增加42人, where the report has 1,427人 and no 1,511人."""
    first, second = context.facts[at - 1], context.facts[at]
    if second.quantity.dimension != first.quantity.dimension or first.quantity.unit == "%":
        return
    between = context.text[first.end : second.start]
    after, before = word("dir_moved").match(between), word("dir_moved_before").search(_lead(context, at - 1))
    if after and says("dir_base", _lead(context, at - 1)):
        base, moved, how = first, second, after["how"]
    elif before and says("dir_base_after", between) and not says("dir_base", _lead(context, at - 1)):
        base, moved, how = second, first, before["how"]
    else:
        return
    change = moved.quantity.value * (-1 if says("dir_down", how) else 1)
    own, other = base.quantity.value + change, base.quantity.value - change
    subject = context.text[first.sentence.start : first.start][-_LEAD:]
    same = [
        one
        for one in context.facts
        if one.quantity.dimension == base.quantity.dimension and one.index not in (first.index, second.index)
    ]
    if other <= 0 or not change or any(one.quantity.value == own for one in same):
        return
    told = next((one for one in same if one.quantity.value == other and shares(subject, one.label)), None)
    if told is not None:
        spans = [(first.start - len(_lead(context, at - 1)), second.end), (told.start, told.end)]
        sign = "＞" if told.quantity.value > base.quantity.value else "＜"
        expected = f"{told.quantity.shown} {sign} {base.quantity.shown}"
        yield told_side(context, spans, f"{how}{moved.quantity.shown}", expected)


# The rates of two things.


def _rates(context: Context) -> Iterator[Relation]:
    """支出增速低于收入增速, against the rates that the report tells of both."""
    for match in found_in_lines(
        word("dir_rates"), context.body, lambda line: len(word("dir_rate").findall(line)) > 1
    ):
        names = [word("dir_rates_not").sub("", match[one]) for one in ("first", "second")]
        told = [_changes_of(context, name) for name in names]
        if len(names[0]) < 2 or len(names[1]) < 2 or not all(told):
            continue
        less = says("dir_rates_less", match["how"])
        sides = {(one[1] < two[1]) == less for one in told[0] for two in told[1] if one[1] != two[1]}
        if sides == {False}:
            start = context.report.start
            facts = [one[0][0] for one in told]
            spans = [(start + match.start(), start + match.end()), *((one.start, one.end) for one in facts)]
            shown = "、".join(f"{name}{one.quantity.shown}" for name, one in zip(names, facts, strict=True))
            yield told_side(context, spans, match.group(), shown)


def _changes_of(context: Context, name: str) -> list[tuple[Fact, Fraction]]:
    """The rates of change told of a thing, falls as negative ones."""
    found = []
    for fact in context.facts:
        if fact.quantity.unit != "%" or fact.line.section in ("goal", "plan"):
            continue
        lead = context.text[max(fact.sentence.start, fact.start - 2 * _LEAD) : fact.start]
        grown = 1 if says("dir_grew", lead) else -1 if says("dir_fell", lead) else 0
        clause = re.split("[；;]", lead)[-1]
        if grown and name in clause and not says("dir_mean_label", clause):
            found.append((fact, grown * fact.quantity.value))
    return found


def _reasons(context: Context) -> Iterator[Relation]:
    """支出增长1.49%。支出下降的原因是……: a reason is given of what the numbers before it say."""
    for match in word("dir_reason").finditer(context.body):
        at = context.report.start + match.start()
        line = context.report.line_at(at + len(match.group()) - 1)
        near = bisect_left(context.facts, at, key=lambda one: one.start)
        told = [
            (fact, grown)
            for fact in context.facts[max(0, near - 2 * _BACK) : near]
            if fact.line is line and (grown := _grown(context, fact, match["subject"]))
        ]
        fell = says("dir_down", match["how"])
        if told and any(
            one.line is line and match["subject"] in context.clause_before(one)
            for one in context.facts[told[-1][0].index + 1 : near]
        ):
            continue  # 支出增长5%；2023年支出121万元。支出下降的原因是
        if told and all((grown < 0) != fell for _, grown in told):
            fact = told[-1][0]
            spans = [(at, context.report.start + match.end()), (fact.start - 4, fact.end)]
            yield told_side(context, spans, match.group().strip(), context.text[fact.start - 4 : fact.end])


def _grown(context: Context, fact: Fact, subject: str) -> int:
    """Whether a number tells a rise (1) or a fall (-1) of a thing in its own clause."""
    lead = re.split("[，；;。]", context.text[max(fact.sentence.start, fact.start - _LEAD) : fact.start])[-1]
    if subject not in lead:
        return 0
    return 1 if says("dir_grew", lead) else -1 if says("dir_fell", lead) else 0


def _bare_extremes(context: Context) -> Iterator[Relation]:
    """一季度26914，二季度29305，三季度30478，其中最高的是二季度: a list of numbers without a unit."""
    for match in word("dir_bare_claim").finditer(context.body):
        low = max(context.body.rfind(mark, 0, match.start()) for mark in "。\n") + 1
        items = list(word("dir_bare_item").finditer(context.body, low, match.start()))
        named = [one for one in items if one["name"].endswith(match["name"])]
        between = context.body[items[-1].end() : match.start()] if items else ""
        if not word("dir_bare_between").fullmatch(between):
            continue  # 环比增速最高的是二季度
        if len(items) < _ITEMS_LEAST or len(named) != 1 or not _in_a_row(items):
            continue
        values = [Fraction(one["value"].replace(",", "")) for one in items]
        best = min(values) if says("dir_bare_least", match["how"]) else max(values)
        own = Fraction(named[0]["value"].replace(",", ""))
        if own != best:
            start = context.report.start
            top = items[values.index(best)]
            spans = [(start + one.start(), start + one.end()) for one in (match, named[0], top)]
            yield told_side(context, spans, match.group(), top.group())


def _in_a_row(items: Sequence[re.Match[str]]) -> bool:
    """Whether the items stand one after the other with nothing between them."""
    return all(low.end() + 1 == high.start() for low, high in zip(items, items[1:], strict=False))
