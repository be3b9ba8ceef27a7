"""R11 SCORE for reports of several projects: each project's own score is held against its own paragraph only.

A score is a project's where the line above it names a numbered project (项目甲：……) or is a heading that names no step of an
evaluation, or where each of two scores that differ is
made up by the parts of its own paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.review.finding import Quote, Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.score_parts import FULL_MARKS, awards_of, hundred, runs_of, shown_points

_ITEMS = 2
Told = tuple[Fraction, Quote]


def item_starts(context: Context, told: Sequence[Told]) -> set[int]:
    """Where the scores begin that are those of several projects, out of all that a report tells."""
    if len({value for value, _ in told}) < _ITEMS:
        return set()
    lines = [context.report.line_at(quote.start) for _, quote in told]
    if len({line.start for line in lines}) < _ITEMS:
        return set()
    named = [_block(context, line) for line in lines]
    if len({one for one in named if one >= 0}) >= _ITEMS:
        return {quote.start for one, (_, quote) in zip(named, told, strict=True) if one >= 0}
    closed = [(one, line) for one, line in zip(told, lines, strict=True) if _closes(line, one)]
    several = len({value for (value, _), _ in closed}) >= _ITEMS or _meant(context, told)
    return {quote.start for (_, quote), _ in closed} if several else set()


def item_relations(context: Context, told: Sequence[Told]) -> Iterator[Relation]:
    """Each project's score against the parts that its own paragraph gives."""
    items = item_starts(context, told)
    for value, quote in told if items else ():
        if quote.start not in items:
            continue
        line = context.report.line_at(quote.start)
        parts, spans = _parts(line, quote)
        expected = sum(parts, Fraction(0))
        if parts and expected != FULL_MARKS:
            yield relation(
                context, "R11", "consistent" if expected == value else "inconsistent", "review_score_total",
                [quote, *(context.quote(*span) for span in spans)], subject="各项得分之和",
                expected=f"{shown_points(expected)}分", stated=f"{shown_points(value)}分",
                formula=" + ".join(shown_points(one) for one in parts),
            )  # fmt: skip


def _block(context: Context, line: Line) -> int:
    """Where the line begins that names the project of a line; -1 where none does, or a heading of the whole is between."""
    lines = context.report.lines
    at = next(n for n, one in enumerate(lines) if one.start == line.start)
    for one in reversed(lines[: at + 1]):
        if word("score_block").match(one.text):
            return one.start
        if word("score_block_end").match(one.text):
            return -1
        if (
            one.level
            and one is not line
            and one.text.strip()
            and not word("score_heading_own").search(one.text)
        ):
            return one.start
        if one.level and one is not line:
            return -1
    return -1


def _parts(line: Line, quote: Quote) -> tuple[list[Fraction], list[tuple[int, int]]]:
    """The awards that a paragraph gives beside a total: those whose full marks make 100, or the run after it."""
    awards = [one for one in hundred(awards_of(line)) if one.end <= quote.start or quote.end <= one.start]
    if awards:
        return [one.given for one in awards], [(one.start, one.end) for one in awards]
    for head, listed in runs_of(line):
        if quote.start <= head.start < quote.end:
            return [one.value for one in listed], [(one.start, one.end) for one in listed]
    return [], []


def _closes(line: Line, told: Told) -> bool:
    """Whether the parts of its own paragraph make a score."""
    parts, _ = _parts(line, told[1])
    return bool(parts) and sum(parts, Fraction(0)) == told[0]


def _meant(context: Context, told: Sequence[Told]) -> bool:
    """Whether the report tells a mean of its projects' scores."""
    return len(told) > _ITEMS and bool(word("score_mean_told").search(context.body))
