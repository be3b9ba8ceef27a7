"""R13 EXPLAIN for parts of a score: where marks are lost, some words of the report must say why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.lexicon import chinese_of, word
from yiheng.review.reading.score_parts import FULL_MARKS, Award, shown_points
from yiheng.review.rules.score import Stated, parts_of

_SENTENCE = re.compile(r"[^。；;\n]+")
_CLAUSE = re.compile(r"[，,：:（）()]")
_REASON_LEAST = 5
"""Chinese characters beyond the words of every score that make a reason."""


def unexplained_parts(context: Context, scores: Sequence[Stated]) -> Iterator[Relation]:
    """Marks lost, and nowhere in the report a word of the reason: a question."""
    if not scores or not 0 < FULL_MARKS - scores[-1].value < FULL_MARKS or not context.report.year:
        return
    total = scores[-1]
    lost = [one for one in parts_of(context, total) if one.given < one.full]
    rows = list(_rows_lost(context))
    if word("score_attached").search(context.body) or _told(context) or _promised(context):
        return
    if any(_beside(context, one) for one in lost) or any(reason for _, _, reason in rows):
        return
    if not lost and not rows and not word("points_lost").search(context.body):
        return
    spans = [(one.start, one.end) for one in lost] or [(low, high) for low, high, _ in rows]
    quotes = [total.quote, *(context.quote(low, high) for low, high in spans)]
    yield relation(
        context, "R13", "review", "review_points_unexplained", quotes,
        expected=f"{shown_points(FULL_MARKS - total.value)}分", stated=f"{shown_points(total.value)}分",
    )  # fmt: skip


def _promised(context: Context) -> bool:
    """Whether a heading promises the reasons: another rule reads it."""
    return any(one.level and word("score_reason_promised").search(one.text) for one in context.report.lines)


def _told(context: Context) -> bool:
    """Whether a sentence that speaks of lost points says more than that they were lost."""
    spoken = (match.group() for match in _SENTENCE.finditer(context.body))
    return any(
        content_of(one) >= _REASON_LEAST or word("reason_short").search(one)
        for one in spoken
        if word("points_lost").search(one)
    )


def content_of(text: str) -> int:
    """Chinese characters of clauses about what happened, not about marks and names of indicators."""
    kept = [one for one in _CLAUSE.split(text) if not word("reason_not").search(one)]
    return len(chinese_of(word("reason_noise").sub("", "".join(kept))))


def _beside(context: Context, part: Award) -> bool:
    """Words of a reason in the part's own sentence, before it or after it."""
    low = max(context.text.rfind(mark, context.report.start, part.start) for mark in "。；;\n") + 1
    ends = [at for at in (context.text.find(mark, part.end) for mark in "。；;\n") if at >= 0]
    before, after = context.text[low : part.start], context.text[part.end : min(ends, default=part.end)]
    return any(content_of(one) >= _REASON_LEAST for one in (before, after))


def _rows_lost(context: Context) -> Iterator[tuple[int, int, bool]]:
    """Rows of tables that give less than their full marks, and whether a cell beside them tells why."""
    for table in context.tables:
        full, award = table.column(word("head_full")), table.column(word("head_award"))
        if full < 0 or award < 0:
            continue
        reasons = [n for n, cell in enumerate(table.header) if word("head_lost_why").search(cell.text)]
        for row in table.rows:
            most, given = row[full].quantity, row[award].quantity
            if most is None or given is None or word("row_total").match(row[0].bare):
                continue
            if Fraction(0) <= given.printed.value < most.printed.value:
                told = any(len(chinese_of(row[n].text)) >= 2 for n in reasons)
                goal = table.column(word("head_result")) >= 0  # the result itself shows what was missed
                yield row[award].start, row[award].end, told or goal
