"""R11 on sheets of points whose rows or words no other rule has read: parts that make a total, and how it changed.

Of a sheet that makes 100 the awards are the total told below it; of a part told with its details the details are its award;
the total of a sheet is the one that the report tells elsewhere, and lies as far from last year's as the report says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.exact.rounding import decimal_text
from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.point import points_told
from yiheng.review.reading.quantity import count_of
from yiheng.review.reading.score_parts import FULL_MARKS, shown_points
from yiheng.review.reading.score_sheet import Sheet, sheets
from yiheng.review.rules.score import points, total_scores
from yiheng.review.rules.score_stands import standing

_LEAST, _NEAR = 2, 120


def sheet_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Every sheet with a total that is still to be told."""
    told = ends_of(
        [
            one
            for one in found
            if one.verdict == "inconsistent" or (one.rule == "R11" and one.verdict != "review")
        ]
    )
    for sheet in context.once(sheets):
        if sheet.total is None or sheet.span is None or told & {sheet.span[1], sheet.span[1] + 1}:
            continue
        between = context.text[sheet.parts[0].span[0] : sheet.span[0]]
        if not says("sheet_open", between):
            summed = _summed(context, sheet, sheet.total)
            if not standing(context, summed):
                yield summed
    yield from _of_total(context, told)
    yield from _told_elsewhere(context, told)
    yield from _changed(context)
    yield from _lost(context)
    yield from _adjusted(context)
    yield from _mean(context)


def _of_total(context: Context, told: set[int]) -> Iterator[Relation]:
    """自评得分95分。预算执行得9分（10分），……: parts that no total follows, below the one total of the report."""
    open_sheets = [one for one in context.once(sheets) if one.total is None and len(one.parts) > _LEAST]
    whole = [one for one in open_sheets if sum((part.full for part in one.parts), Fraction(0)) == FULL_MARKS]
    totals = context.once(total_scores)
    if len(whole) != 1 or len({one.value for one in totals}) != 1 or len(whole) < len(context.once(sheets)):
        return
    sheet, total = whole[0], totals[-1]
    between = context.text[total.quote.start : sheet.parts[-1].span[1]]
    near = 0 < sheet.parts[0].span[0] - total.quote.end < _NEAR and total.quote.end not in told
    if near and not says("sheet_open", between) and not points("score_bonus").search(context.body):
        span = total.quote.start, total.quote.end
        yield _summed(context, Sheet(sheet.parts, total.value, span), total.value)


def _summed(context: Context, sheet: Sheet, total: Fraction) -> Relation:
    value = sheet.awarded
    wrong = "review" if total == FULL_MARKS else "inconsistent"  # 总分100: what could be reached
    spans = [sheet.span, *(one.span for one in sheet.parts)]
    return relation(
        context, "R11", "consistent" if value == total else wrong, "review_score_total",
        [context.quote(*span) for span in spans if span is not None], subject="各项得分之和",
        expected=f"{shown_points(value)}分", stated=f"{shown_points(total)}分",
        formula=" + ".join(shown_points(one.award) for one in sheet.parts),
    )  # fmt: skip


def _closed(context: Context) -> list[Sheet]:
    """The sheets of the whole score whose awards make their total."""
    return [
        one
        for one in context.once(sheets)
        if one.total is not None
        and one.total == one.awarded
        and sum((part.full for part in one.parts), Fraction(0)) == FULL_MARKS
    ]


def _told_elsewhere(context: Context, told: set[int]) -> Iterator[Relation]:
    """得分：95.4分 at the head, and a sheet that makes 94.5."""
    closed = _closed(context)
    others = context.once(total_scores)
    if len(closed) != 1 or len(others) != 1 or points("score_bonus").search(context.body):
        return
    sheet, other = closed[0], others[0]
    apart = sheet.total not in (None, other.value) and other.value != FULL_MARKS
    if apart and sheet.span is not None and sheet.total is not None and other.quote.end not in told:
        yield relation(
            context, "R6", "inconsistent", "review_same", [other.quote, context.quote(*sheet.span)],
            subject="自评得分", expected=f"{shown_points(sheet.total)}分", stated=f"{shown_points(other.value)}分",
        )  # fmt: skip


def _changed(context: Context) -> Iterator[Relation]:
    """2021年得分为95分，2022年提高3分: by as much as this year's total lies from it."""
    totals = {one.value for one in context.once(total_scores)}
    totals |= {one.total for one in _closed(context) if one.total is not None}
    for match in word("sheet_prior").finditer(context.body):
        prior, by = Fraction(match["prior"]), Fraction(match["by"])
        now = prior - by if says("sheet_prior_down", match["how"]) else prior + by
        own = totals - {prior}
        line = context.report.line_at(context.report.start + match.start())
        borne = any(one.value == now for one in points_told(line))  # 等保测评得分88.6分，高于上年86.2分
        if len(own) == 1 and now not in own and not borne:
            start = context.report.start
            value = own.pop()
            yield relation(
                context, "R11", "inconsistent", "review_words", [context.quote(start + match.start(), start + match.end())],
                subject="自评得分", expected=f"本年{shown_points(value)}分", stated=match.group(),
            )  # fmt: skip


def _lost(context: Context) -> Iterator[Relation]:
    """扣掉的5分，1分在……，3分在……: what the total of a sheet that closes lacks of 100."""
    closed = _closed(context)
    for match in word("sheet_lost").finditer(context.body) if len(closed) == 1 else ():
        sheet, lost = closed[0], Fraction(match["lost"])
        if sheet.total is not None and sheet.span is not None and lost != FULL_MARKS - sheet.total:
            start = context.report.start
            yield relation(
                context, "R11", "inconsistent", "review_score_sum",
                [context.quote(start + match.start(), start + match.end()), context.quote(*sheet.span)],
                subject="所扣分数", expected=f"{shown_points(FULL_MARKS - sheet.total)}分", stated=f"{match['lost']}分",
                formula=f"{FULL_MARKS} − {shown_points(sheet.total)}",
            )  # fmt: skip


def _adjusted(context: Context) -> Iterator[Relation]:
    """基础分93分，加分项2分，减分项1分，最终得分94分."""
    for match in word("sheet_adjusted").finditer(context.body):
        base, plus, less, total = (Fraction(match[one] or 0) for one in ("base", "plus", "less", "total"))
        if base + plus - less != total and (plus or less):
            start = context.report.start
            yield relation(
                context, "R11", "inconsistent", "review_score_total",
                [context.quote(start + match.start(), start + match.end())], subject="最终得分",
                expected=f"{shown_points(base + plus - less)}分", stated=f"{match['total']}分",
                formula=f"{shown_points(base)} + {shown_points(plus)} − {shown_points(less)}",
            )  # fmt: skip


def _mean(context: Context) -> Iterator[Relation]:
    """三个项目自评平均分96.87分, of projects whose own scores stand before it."""
    for match in word("sheet_mean").finditer(context.body):
        at = context.report.start + match.start()
        scores = [
            (Fraction(one["points"]), one)
            for one in word("sheet_own").finditer(context.text, context.report.start, at)
        ]
        count, stated = count_of(match["count"]), Fraction(match["mean"])
        if count < _LEAST or len(scores) != count:
            continue
        mean = sum((value for value, _ in scores), Fraction(0)) / count
        places = len(match["mean"].partition(".")[2])
        if abs(mean - stated) * 10**places > Fraction(1, 2):
            quotes = [
                context.quote(at, at + len(match.group())),
                *(context.quote(*one.span()) for _, one in scores),
            ]
            yield relation(
                context, "R11", "inconsistent", "review_score_total", quotes, subject="平均分",
                expected=f"{decimal_text(mean, places)}分", stated=f"{match['mean']}分",
                formula=f"（{' + '.join(shown_points(value) for value, _ in scores)}）÷ {count}",
            )  # fmt: skip
