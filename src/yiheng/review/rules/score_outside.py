"""R11 on a table of points that lacks one part, which the text tells: 执行率97.01%，权重10分，得分9.70分 above rows that make 90.

The rows and that part make the total of the table's last row; only where their full marks do make 100 is it known which part it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.score_parts import FULL_MARKS, shown_points
from yiheng.review.reading.table import Cell, Table

_LEAST = 3


@dataclass(frozen=True)
class Outside:
    """A part told beside a table: what it could get and got, with the place of the latter."""

    full: Fraction
    award: Fraction
    start: int
    end: int


def outside_relations(context: Context) -> Iterator[Relation]:
    """Every table that lacks one part, against the total of its last row."""
    for table in context.tables:
        part = outside(context, table)
        if part is None:
            continue
        award = table.column(word("head_award"))
        *rows, total = [row[award] for row in table.rows]
        awards = [cell.quantity.printed.value for cell in rows if cell.quantity is not None]
        told = total.quantity
        if told is None or len(awards) < len(rows) or told.printed.value == FULL_MARKS:
            continue
        expected = sum(awards, part.award)
        said = "consistent" if expected == told.printed.value else "inconsistent"
        quotes = [context.quote(one.start, one.end) for one in (total, *rows)]
        yield relation(
            context, "R11", said, "review_score_total", [*quotes, context.quote(part.start, part.end)],
            subject="各项得分之和", expected=f"{shown_points(expected)}分", stated=f"{total.text}分",
            formula=" + ".join(shown_points(one) for one in (*awards, part.award)),
        )  # fmt: skip


def outside(context: Context, table: Table) -> Outside | None:
    """The one part of a report's 100 points that a table's rows leave out and the text tells."""
    full, award = table.column(word("head_full")), table.column(word("head_award"))
    if full < 1 or award < 1 or len(table.rows) <= _LEAST or not _is_total(table.rows[-1]):
        return None
    marks = [row[full].quantity for row in table.rows]
    values = [one.printed.value for one in marks if one is not None]
    if len(values) < len(marks) or values[-1] != FULL_MARKS or any(map(_is_total, table.rows[:-1])):
        return None
    gap = FULL_MARKS - sum(values[:-1], Fraction(0))
    told = (
        []
        if gap <= 0
        else [one for one in word("score_outside").finditer(context.body) if Fraction(one["full"]) == gap]
    )
    told = [one for one in told if not context.in_table(context.report.start + one.start())]
    if len(told) != 1:
        return None
    start = context.report.start
    return Outside(gap, Fraction(told[0]["award"]), start + told[0].start("award"), start + told[0].end())


def _is_total(row: tuple[Cell, ...]) -> bool:
    return any(word("row_total").match(cell.bare) for cell in row[:2])
