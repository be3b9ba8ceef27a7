"""R13 EXPLAIN on the scores of several projects, each out of a hundred and with what it lost: 1.能力提升97分（执行率扣2分，培训扣1分）；2.工作费98分（执行率扣2分）.

A score that is not a hundred less its own deductions is wrong where another of the report is: so the report reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import says
from yiheng.review.reading.point import AWARD, BARE, FULL, LOST, Point, points_told
from yiheng.review.reading.score_parts import FULL_MARKS, shown_points
from yiheng.review.rules.ledger_check import sum_of, tops

_LEAST, _DETAILED = 60, 3


@dataclass(frozen=True)
class Scored:
    """A score out of a hundred with the deductions told right after it."""

    score: Point
    lost: tuple[Point, ...]

    @property
    def expected(self) -> Fraction:
        """A hundred less what was lost."""
        return FULL_MARKS - sum_of(self.lost)


def project_relations(context: Context) -> Iterator[Relation]:
    """Every score with its deductions, where more than one is told in this way."""
    found = [
        one
        for line in context.report.lines
        if not context.in_table(line.start)
        for one in _scored(context, line)
    ]
    if not any(one.expected == one.score.value for one in found):
        return
    for one in found if len(found) > 1 else ():
        yield relation(
            context, "R13", "consistent" if one.expected == one.score.value else "inconsistent", "review_score_total",
            [context.quote(part.start, part.end) for part in (one.score, *one.lost)], subject="自评得分",
            expected=f"{shown_points(one.expected)}分", stated=one.score.shown,
            formula=" − ".join(shown_points(part) for part in (Fraction(FULL_MARKS), *(each.points for each in one.lost))),
        )  # fmt: skip


def _scored(context: Context, line: Line) -> Iterator[Scored]:
    """The scores of a paragraph with what follows each up to the next: the awards of its parts, and what it lost."""
    items: list[list[Point]] = []
    for one in points_told(line):
        if _is_score(one):
            items.append([one])
        elif items:
            items[-1].append(one)
    for score, *rest in items:
        parts = [one for one in rest if one.role in (AWARD, BARE, FULL)]
        lost = tops(context, [one for one in rest if one.role == LOST])
        plain = all(one.times == 1 and not one.whole for one in lost) and len(lost) + len(parts) == len(rest)
        if lost and plain and (not parts or sum_of(parts) == score.value):
            heads = lost[:1] if len(lost) >= _DETAILED and sum_of(lost[1:]) == lost[0].points else lost
            yield Scored(score, tuple(heads))  # 扣3分的原因是甲扣2分、乙扣1分


def _is_score(one: Point) -> bool:
    """Whether points are those of a project out of a hundred."""
    return says("project_scored", one.lead) and one.role in (AWARD, BARE) and _LEAST <= one.value < FULL_MARKS
