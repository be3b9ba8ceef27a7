"""R7, R9 on rows of goals and results: against the rate the row gives, against its 达标, against its full points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.promise import Readings
from yiheng.review.reading.promise_claim import Claim
from yiheng.review.reading.promise_grid import GridRow
from yiheng.review.reading.quantity import Quantity
from yiheng.review.reading.recomputed import quantity_shown

_NAME_LEAST = 3
_CLAUSE = re.compile(r"[，。；;：:、（(\n]")


def grid_relations(context: Context, rows: Sequence[GridRow]) -> Iterator[Relation]:
    """Every row of every grid that has a goal and a result in figures."""
    for row in rows:
        yield from _overwritten(context, row)
        yield from _claimed(context, row)


def named_rate(context: Context, rows: Sequence[GridRow], line: Line, claim: Claim) -> Iterator[Relation]:
    """R7: 办件数仅完成目标的97.2%, in words, of the one row of that name whose goal is its result."""
    clause = _CLAUSE.split(line.text[: claim.low])[-1]
    named = [row for row in rows if row.goal.name in clause or (len(clause) > 1 and clause in row.goal.name)]
    if len(named) != 1 or claim.value == 1:
        return
    goal, result = named[0].goal.value, named[0].result.value
    if goal.value != result.value or goal.family == "ratio":
        return
    spans = [
        (goal.start, goal.end),
        (result.start, result.end),
        (line.start + claim.low, line.start + claim.end),
    ]
    yield relation(
        context, "R7", "inconsistent", "review_goal_overwritten", [context.quote(*one) for one in spans],
        subject=named[0].goal.name, expected=goal.shown, stated=claim.text,
    )  # fmt: skip


def _overwritten(context: Context, row: GridRow) -> Iterator[Relation]:
    """A rate other than 100 %, or a deviation other than none, beside a goal that is its result."""
    goal, result, cell = row.goal.value, row.result.value, row.cells.get("rate")
    if cell is None or goal.value != result.value or not goal.value:
        return
    told = quantity_shown(cell.text.lstrip("+＋-－—"))
    if told is None or told.unit != "%" or not told.measured:
        return
    rate = told.printed.value
    if rate in (Fraction(0), Fraction(100)) or _same(rate, goal):
        return
    spans = [(goal.start, goal.end), (result.start, result.end), (cell.start, cell.end)]
    yield relation(
        context, "R7", "inconsistent", "review_goal_overwritten", [context.quote(*one) for one in spans],
        subject=row.goal.name, expected=goal.shown, stated=cell.text,
    )  # fmt: skip


def _same(rate: Fraction, goal: Quantity) -> bool:
    """Whether a rate is the result itself, told again."""
    return goal.unit == "%" and goal.printed.value == rate


def _claimed(context: Context, row: GridRow) -> Iterator[Relation]:
    """A row that is told as met, or given all its points, and is not; one told as missed that is met."""
    goal, result = row.goal.value, row.result.value
    if goal.approximate or goal.upper is not None or result.approximate or result.upper is not None:
        return
    if result.operator or not (goal.operator or goal.family == "ratio"):
        return
    found = Readings((row.goal,), (row.result,))
    gap = result.value - goal.value
    short = gap > 0 if found.down else gap < 0
    if not goal.operator and found.down:
        return  # which way a bare goal binds is the name's guess
    cell = row.cells.get("done")
    said = cell.text if cell is not None else ""
    reason = row.cells.get("reason")
    if short and cell is not None and word("pm_grid_yes").fullmatch(said):
        stated = said
    elif short and row.full and not (reason and reason.text.strip("-—/无 ")) and not _admitted(context, row):
        cell = row.cells.get("award") or row.cells["both"]
        stated = "满分"
    elif not short and gap and cell is not None and word("pm_grid_no").fullmatch(said):
        stated = said
    else:
        return
    spans = [(goal.start, goal.end), (result.start, result.end), (cell.start, cell.end)]
    yield relation(
        context, "R9", "inconsistent", "review_words", [context.quote(*one) for one in spans], subject=row.goal.name,
        expected=f"目标{context.text[goal.start : goal.end].strip()}、实际{result.shown}", stated=stated,
    )  # fmt: skip


def _admitted(context: Context, row: GridRow) -> bool:
    """Whether the text speaks of the shortfall, or allows it."""
    name, at = row.goal.name[:_NAME_LEAST], row.goal.value.start
    return any(
        name in line.text
        and not line.start <= at < line.start + len(line.text)
        and (word("acknowledged").search(line.text) or word("pm_allow_sure").search(line.text))
        for line in context.report.lines
    )
