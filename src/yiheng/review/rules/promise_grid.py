"""R7, R9 on rows of goals and results: against the rate the row gives, against its 达标, against its full points."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.promise import Readings
from yiheng.review.reading.promise_grid import GridRow, grid_rows
from yiheng.review.reading.quantity import Quantity, quantities

_NAME_LEAST = 3


def grid_relations(context: Context) -> Iterator[Relation]:
    """Every row of every grid that has a goal and a result in figures."""
    for row in grid_rows(context.report.lines):
        yield from _overwritten(context, row)
        yield from _claimed(context, row)


def _overwritten(context: Context, row: GridRow) -> Iterator[Relation]:
    """A rate other than 100 %, or a deviation other than none, beside a goal that is its result."""
    goal, result, cell = row.goal.value, row.result.value, row.cells.get("rate")
    if cell is None or goal.value != result.value or not goal.value:
        return
    told = quantities(f"为{cell.text.lstrip('+＋-－—')}")
    if len(told) != 1 or told[0].unit != "%" or not told[0].measured:
        return
    rate = told[0].printed.value
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
        code = said
    elif short and row.full and not (reason and reason.text.strip("-—/无 ")) and not _admitted(context, row):
        cell = row.cells.get("award") or row.cells["both"]
        code = "满分"
    elif not short and gap and cell is not None and word("pm_grid_no").fullmatch(said):
        code = said
    else:
        return
    spans = [(goal.start, goal.end), (result.start, result.end), (cell.start, cell.end)]
    yield relation(
        context, "R9", "inconsistent", "review_words", [context.quote(*one) for one in spans], subject=row.goal.name,
        expected=f"目标{context.text[goal.start : goal.end].strip()}、实际{result.shown}", stated=code,
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
