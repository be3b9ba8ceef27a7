"""R11, R13 on lists of points: what closes one is its sum or its mean; what each part lost is its full mark less its award."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.exact.rounding import decimal_text
from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import chinese_of, without, word
from yiheng.review.reading.point import points_told
from yiheng.review.reading.quantity import count_of
from yiheng.review.reading.score_list import AWARD, FULL, MEAN, NAMED, Listed, lists_of
from yiheng.review.reading.score_parts import FULL_MARKS, shown_points
from yiheng.review.reading.score_sheet import Part, sheets
from yiheng.review.rules.score import total_scores

_PARTS_LEAST, _NAME_LEAST, _BACK, _TAIL = 3, 2, 30, 3


def listed_point_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Every list of points that is still to be told."""
    told = ends_of([one for one in found if one.rule in ("R11", "R13", "R6")], "inconsistent")
    for line in context.report.lines:
        if "分" not in line.text or context.in_table(line.start) or word("list_not_plain").search(line.text):
            continue
        for one in lists_of(line.text, line.start):
            if one.closing is not None and one.closing.end not in told:
                yield from _mean(context, one) if one.closed == MEAN else _sum(context, line, one)
    yield from _deducted(context, told)
    yield from _lost_together(context, told)


def _sum(context: Context, line: Line, one: Listed) -> Iterator[Relation]:
    """得分依次为19、18、34、23分，总分94分: awards one after another make what closes them."""
    closing = one.closing
    assert closing is not None
    if len(one.entries) < _PARTS_LEAST or one.kind not in (AWARD, NAMED) or closing.value <= FULL_MARKS // 2:
        return
    rounded = any((entry.value * 10).denominator != 1 for entry in one.entries)  # 9.33分、18.67分
    room = Fraction(len(one.entries) + 1, 200) if rounded else Fraction(0)
    if abs(closing.value - one.total) <= room or closing.value == FULL_MARKS:
        return
    if any(entry.value > closing.value for entry in one.entries):
        return
    if one.kind == NAMED and (one.total > FULL_MARKS or not _told_as_awards(line, one)):
        return
    yield _told(
        context, one, one.total, closing.value, "各项得分之和",
        " + ".join(shown_points(entry.value) for entry in one.entries),
    )  # fmt: skip


def _told_as_awards(line: Line, one: Listed) -> bool:
    """Whether the words before a list say that it tells what was got."""
    low = one.entries[0].start - line.start
    return bool(word("list_awards_before").search(line.text[max(0, low - _BACK) : low]))


def _mean(context: Context, one: Listed) -> Iterator[Relation]:
    """两家得分分别为93.5分和88分，平均90.75分: of as many scores as the words before them count."""
    closing = one.closing
    assert closing is not None
    values = [entry.value for entry in one.entries]
    if min(values) <= 0 or not min(values) <= FULL_MARKS:
        return
    low = one.entries[0].start
    lead = re.split("[。；;\n]", context.text[max(context.report.start, low - _BACK) : low])[-1]
    counted = word("list_count").findall(lead)
    if one.kind == FULL or counted and count_of(counted[-1]) != len(values):
        return
    shown = context.text[closing.start : closing.end].rstrip("分 ")
    places = len(shown.partition(".")[2])
    mean = sum(values, Fraction(0)) / len(values)
    if abs(mean - closing.value) * 10**places >= 1:
        yield _told(
            context, one, Fraction(decimal_text(mean, max(places, 2))), closing.value, "平均得分",
            f"{len(values)} 个得分的平均",
        )  # fmt: skip


def _told(
    context: Context, one: Listed, expected: Fraction, stated: Fraction, subject: str, formula: str
) -> Relation:
    assert one.closing is not None
    spans = [(one.closing.start, one.closing.end), *((entry.start, entry.end) for entry in one.entries)]
    return relation(
        context, "R11", "inconsistent", "review_score_sum", [context.quote(*span) for span in spans],
        subject=subject, expected=f"{shown_points(expected)}分", stated=f"{shown_points(stated)}分", formula=formula,
    )  # fmt: skip


# What each part lost.


def _deducted(context: Context, told: set[int]) -> Iterator[Relation]:
    """扣分原因：过程，未按月对账（1分）；产出，发放及时率未达标（3分）: by the names of the parts of the one sheet."""
    whole = [
        one
        for one in context.once(sheets)
        if sum((part.full for part in one.parts), Fraction(0)) == FULL_MARKS
    ]
    if len(whole) != 1:
        return
    parts = whole[0].parts
    names = {_name(one.name): one for one in parts}
    if len(names) < len(parts) or any(len(one) < _NAME_LEAST for one in names):
        return
    lost: dict[str, list[tuple[Fraction, int, int]]] = {}
    own = context.report.line_at(parts[0].span[0])
    totals = context.once(total_scores)
    several = len({one.value for one in totals}) != 1
    for line in context.report.lines:
        if line is not own and (several or any(line.start <= one.quote.start < line.end for one in totals)):
            continue  # of another project
        told_here = word("list_lost").search(line.text) or word("list_lost_opens").search(line.text)
        if told_here and not context.in_table(line.start):
            for name, value, low, high in _losses(line, names):
                lost.setdefault(name, []).append((value, low, high))
    for name, every in lost.items():
        part = names[name]
        if len(every) == 1 and every[0][0] != part.full - part.award and every[0][2] not in told:
            yield _lost(context, name, part, every[0])


def _lost_together(context: Context, told: set[int]) -> Iterator[Relation]:
    """自评96.5分。失分项：执行率0.5分，质量2分，效益1分: what a list says was lost, and what the total lacks of 100."""
    totals = context.once(total_scores)
    if (
        len({one.value for one in totals}) != 1
        or totals[-1].value >= FULL_MARKS
        or totals[-1].quote.end in told
    ):
        return
    total = totals[-1]
    for line in context.report.lines:
        opened = word("list_lost_opens").search(line.text)
        if opened is None or context.in_table(line.start) or word("pt_partial").search(line.text):
            continue
        end = re.search(r"[。\n]|$", line.text[opened.end() :])
        stop = opened.end() + (end.start() if end else 0)
        every = [
            one
            for one in word("list_lost_each").finditer(line.text, opened.end(), stop)
            if not total.quote.start < line.start + one.end() <= total.quote.end
        ]
        lost = sum((Fraction(one["points"]) for one in every), Fraction(0))
        each = any(one.times != 1 for one in points_told(line))  # 两项各扣1分
        plain = (
            not each
            and not word("list_not_plain").search(line.text)
            and not word("list_lost_not").search(line.text)
        )
        if len(every) > 1 and plain and lost != FULL_MARKS - total.value:
            spans = [(line.start + one.start("points"), line.start + one.end()) for one in every]
            yield relation(
                context, "R11", "inconsistent", "review_score_total",
                [total.quote, *(context.quote(*span) for span in spans)], subject="自评得分",
                expected=f"{shown_points(FULL_MARKS - lost)}分", stated=f"{shown_points(total.value)}分",
                formula=f"{FULL_MARKS} − {' − '.join(shown_points(Fraction(one['points'])) for one in every)}",
            )  # fmt: skip


def _name(text: str) -> str:
    return chinese_of(without("score_part_noise", text))


def _losses(line: Line, names: dict[str, Part]) -> Iterator[tuple[str, Fraction, int, int]]:
    """Each deduction of a paragraph whose own clause names one part and no other."""
    low = 0
    listed = False
    for clause in re.finditer(r"[^；;。\n]+", line.text):
        low, text = clause.start(), clause.group()
        opened = word("list_lost_opens").search(text)
        listed = bool(opened) or (listed and line.text[low - 1 : low] in "；;")
        begin = opened.end() if opened else 0
        for match in word("list_lost_each" if listed else "list_lost").finditer(text, begin):
            before = text[begin : match.start()]
            if word("list_lost_of_each").search(text[: match.start("points")]):
                continue  # 产出未完成项2个各扣0.7分，共1.4分
            own = [name for name in names if name in before] or [
                name for name in names if len(name) > _TAIL and name[-_TAIL:] in before
            ]  # 执行率扣0.6分, of 资金执行率
            part = names[own[0]] if len(own) == 1 else None
            inside = part is not None and not line.start + low <= part.span[0] < line.start + low + len(text)
            if inside and not word("list_lost_not").search(text):
                at = line.start + low + match.start("points")
                yield own[0], Fraction(match["points"]), at, line.start + low + match.end()
            begin = match.end()


def _lost(context: Context, name: str, part: Part, told: tuple[Fraction, int, int]) -> Relation:
    value = part.full - part.award
    return relation(
        context, "R13", "inconsistent", "review_score_sum", [context.quote(*part.span), context.quote(told[1], told[2])],
        subject=f"{name}扣分", expected=f"{shown_points(value)}分", stated=f"{shown_points(told[0])}分",
        formula=f"{shown_points(part.full)} − {shown_points(part.award)}",
    )  # fmt: skip
