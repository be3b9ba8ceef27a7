"""R13 EXPLAIN, part by part: where a report tells why some parts lost points, each part that lost any is told of.

The parts stand with full marks and award side by side, or in two lists of as many numbers: 决策20分、产出40分，分别得20分、38分.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yiheng.review.finding import Quote, Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.lexicon import chinese_of, says, without, word
from yiheng.review.reading.point import LOST, Point, points_told
from yiheng.review.reading.score_parts import FULL_MARKS, shown_points, turn_end
from yiheng.review.rules.score_part import Part, name_of_part, parts_named

_PARTS_LEAST, _PAIR, _AROUND = 3, 2, 40
_EXECUTION = 10
"""The points that forms give to the budget's execution."""
_STOP = re.compile(r"[。；;\n]")


@dataclass(frozen=True)
class Lost:
    """A part that lost points, with every two characters of its name that stand together."""

    part: Part
    pieces: frozenset[str]


def lost_relations(context: Context) -> Iterator[Relation]:
    """Every part of which no words tell that or why it lost points, where they tell it of another: a question."""
    parts = [one for one in (*parts_named(context), *_in_two_lists(context)) if one.full < FULL_MARKS]
    if sum(one.full for one in parts) != FULL_MARKS and not _nearly_all(parts):
        return
    lost = [Lost(one, _pieces(one.name)) for one in parts if one.given < one.full]
    points = [one for line in context.report.lines for one in points_told(line) if one.role == LOST]
    told = [one for one in lost if any(_is_of(point, one) for point in points)]
    whole = [point for point in points if point.value.denominator == 1]  # 执行率未达100%，扣0.45分: computed
    if not told or not all(any(_names(point, one) for one in told) for point in whole):
        return  # told by indicators, not by parts
    for one in lost:
        computed = one.part.given.denominator != 1  # a rate of its full mark
        if one not in told and not computed and not _spoken(context, one):
            yield relation(
                context, "R13", "review", "review_part_unexplained",
                [context.quote(*one.part.span), _explained(context, points, told)], subject=one.part.name,
                expected=f"{shown_points(one.part.full - one.part.given)}分",
                stated=f"{shown_points(one.part.given)}分",
            )  # fmt: skip


def _explained(context: Context, points: Sequence[Point], told: Sequence[Lost]) -> Quote:
    """Where the reasons stand, up to their end: there the one that is missing belongs."""
    last = [point for point in points if any(_is_of(point, one) for one in told)][-1]
    line = context.report.line_at(last.start)
    stop = _STOP.search(context.text, last.end, line.end)
    return context.quote(last.start - len(_clause(last)), min(stop.end() if stop else line.end, line.end))


def _nearly_all(parts: Sequence[Part]) -> bool:
    """Whether only the budget's execution, which is worth ten points, is told otherwise: 预算执行10分，按执行率得9.55分."""
    return sum((one.full for one in parts), Fraction(0)) == FULL_MARKS - _EXECUTION


def _pieces(name: str) -> frozenset[str]:
    bare = without("score_part_noise", name)
    return frozenset(bare[n : n + _PAIR] for n in range(len(bare) - 1))


def _is_of(point: Point, one: Lost) -> bool:
    """Whether a deduction is what a part lost, told under its name: 过程扣1分，系……."""
    return point.value == one.part.full - one.part.given and _names(point, one)


def _names(point: Point, one: Lost) -> bool:
    """Whether a deduction stands under the name of a part, or has no name of its own: 其中……扣0.5分."""
    clause = _clause(point)
    return any(piece in clause for piece in one.pieces)


def _clause(point: Point) -> str:
    """The words of a deduction's own sentence before it."""
    return _STOP.split(point.lead[-_AROUND:])[-1]


def _spoken(context: Context, one: Lost) -> bool:
    """Whether a sentence names a part where it speaks of points that were lost, however it does."""
    return any(
        says("points_lost", sentence) and any(piece in sentence for piece in one.pieces)
        for line in context.report.lines
        for sentence in _STOP.split(line.text)
    )


def _in_two_lists(context: Context) -> Iterator[Part]:
    """决策20分、产出40分，分别得20分、38分; 决策20分、产出39分（满分依次为20分、40分）."""
    for line in context.report.lines:
        told = points_told(line)
        leads = [one.lead for one in told]
        for at, first in enumerate(told):
            head = word("points_in_turn").search(first.lead)
            if head is None:
                continue
            count = turn_end(leads, at) - at
            before, after = told[at - count : at] if at >= count else [], told[at : at + count]
            names = [name_of_part(one.name) or chinese_of(one.name) for one in before]
            if count < _PARTS_LEAST or len(before) != count or not all(names):
                continue
            fulls, awards = (after, before) if says("award_full", first.lead) else (before, after)
            for name, full, award in zip(names, fulls, awards, strict=True):
                yield Part(name, full.value, award.value, (award.start, award.end))
