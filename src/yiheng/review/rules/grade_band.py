"""R12 GRADE: a grade told with its span of points in brackets (良（90分及以上）), against its score and the rest of the scale."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.scale import Band, Mark, bands_of, marks_of, zones_of
from yiheng.review.reading.score_parts import shown_points
from yiheng.review.rules.grade_said import Said, grades_said
from yiheng.review.rules.score import Stated

_LINES_AFTER, _LEAD = 3, 4


def band_relations(context: Context, scores: Sequence[Stated]) -> Iterator[Relation]:
    """Each grade with its span: the score of the report lies in it, and the scale told next gives it no other."""
    lines = context.report.lines
    for n, line in enumerate(lines):
        if not word("gr_scale").search(line.text) or not re.search(r"[（(\[［]", line.text):
            continue
        for grade, span in _bracketed(line):
            rest = "\n".join(
                [line.text[span.end - line.start :], *(one.text for one in lines[n + 1 : n + _LINES_AFTER])]
            )
            other = next((one for one in bands_of(rest) or () if one.name == grade.name), None)
            if other is not None and _apart(span, other):
                low = span.end + other.start
                yield relation(
                    context, "R12", "inconsistent", "review_words",
                    [context.quote(grade.start, span.end), context.quote(low, span.end + other.end)],
                    expected=rest[other.start : other.end].strip(), stated=context.text[grade.start : span.end],
                )  # fmt: skip
            elif scores and not _holds(span, scores):
                yield relation(
                    context, "R12", "inconsistent", "review_words",
                    [scores[-1].quote, context.quote(grade.start, span.end)],
                    expected=f"{shown_points(scores[-1].value)}分", stated=context.text[grade.start : span.end],
                )  # fmt: skip


def _bracketed(line: Line) -> Iterator[tuple[Said, Mark]]:
    """The grades that a paragraph states, each with the span in the bracket right after it."""
    marks = marks_of(line.text, line.start)
    said = list(grades_said(line, {one.name for one in marks if one.name}))
    for grade in said:
        span = next((one for one in marks if one.kind == "span" and one.start >= grade.end - 1), None)
        low = grade.start - line.start
        if any(one.start <= low < one.end for one in zones_of(line.text)):
            continue
        if span is None or word("gr_divided").search(_lead(line.text[max(0, low - _LEAD) : low])):
            continue
        before = line.text[grade.end - line.start : span.start - line.start]
        opened = word("gr_band_after").match(before)
        if opened and word("gr_band_ends").match(line.text, span.end - line.start):
            yield grade, span


def _lead(text: str) -> str:
    return text.rstrip('“"为是成 ')


def _apart(one: Mark, other: Band) -> bool:
    """Whether no score lies in both of two spans."""
    low = max(bound for bound in (one.low, other.low, 0) if bound is not None)
    highs = [bound for bound in (one.high, other.high) if bound is not None]
    return bool(highs) and min(highs) < low


def _holds(span: Mark, scores: Sequence[Stated]) -> bool:
    """Whether any total of the report lies in a span."""
    return any(
        (span.low is None or one.value >= span.low) and (span.high is None or one.value <= span.high)
        for one in scores
    )
