"""R3 in tables: a column of rates against the two columns of amounts that it is of.

Heads say which columns those are; where the rows bear out other columns (到位 ÷ 预算, 支出 ÷ 调整预算), these are meant. Where
most rows bear out none, the heads were misread and nothing is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from yiheng.exact.interval import Verdict
from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, holds, judge, near, over, relation
from yiheng.review.reading.formula import ratio
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.quantity import Quantity
from yiheng.review.reading.table import Cell, Table

_YEAR = re.compile(r"(20\d\d)")
_MOST_COLUMNS = 8

_Row = tuple[Sequence[Cell], Quantity]
"""A row of a table with its rate."""


def rate_column_relations(context: Context, table: Table) -> Iterator[Relation]:
    """The rates of a table, each with its two amounts."""
    column = table.column(word("head_rate"))
    rows = _rated(table, column)
    pair = _pair(table, column, rows) if rows else None
    if pair is None:
        return
    done, budget = pair
    for row, claim in rows:
        first, second = row[done].quantity, row[budget].quantity
        if first is None or second is None or first.dimension != second.dimension:
            continue
        found = judge(ratio, [first, second], claim)
        if found is not None:
            cells = [row[done], row[budget], row[column]]
            yield relation(
                context, "R3", found[0].value, "review_ratio",
                [context.quote(cell.start, cell.end) for cell in cells],
                subject=f"{row[0].text}{table.header[column].text}", expected=claim.text_of(found[1]),
                stated=row[column].text, formula=over(first, second),
                repairs=(f"{claim.shown}→{claim.text_of(found[1])}",) if found[0] is Verdict.INCONSISTENT else (),
            )  # fmt: skip


def _rated(table: Table, column: int) -> list[_Row]:
    """Rows with a rate; where some rates have their sign, a number without it is of another part of the form."""
    if column < 0:
        return []
    signed = any("%" in row[column].text.replace("％", "%") for row in table.rows)
    return [
        (row, claim)
        for row in table.rows
        if (claim := row[column].quantity) is not None
        and claim.unit == "%"
        and not (signed and "%" not in row[column].text.replace("％", "%"))
    ]


def _pair(table: Table, column: int, rows: list[_Row]) -> tuple[int, int] | None:
    """The columns of amounts that rates are of: those that the heads name where half of the rows bear them out, else
    those that nearly all bear out; of a single row, those that the heads name."""
    done = _spent_column(table)
    budgets = [n for n, cell in enumerate(table.header) if n and word("head_budget").search(cell.text)]
    named = [(done, budget) for budget in budgets if done >= 0 and len({done, budget, column}) == 3]
    best = max(named, key=lambda pair: _fitting(rows, pair), default=None)
    if best is not None and 2 * _fitting(rows, best) >= len(rows):
        return best
    amounts = [n for n in range(1, len(table.header)) if n != column and _is_amount(rows, n)]
    other = max(
        permutations(amounts[:_MOST_COLUMNS], 2), key=lambda pair: _fitting(rows, pair), default=(0, 0)
    )
    if _fitting(rows, other) >= max(1, len(rows) - 1):
        return other
    return best if len(rows) == 1 else None


def _is_amount(rows: list[_Row], column: int) -> bool:
    return any(
        (one := row[column].quantity) is not None and one.family in ("money", "count") for row, _ in rows
    )


def _fitting(rows: list[_Row], pair: tuple[int, int]) -> int:
    """How many rows bear out two columns."""
    told = [(row[pair[0]].quantity, row[pair[1]].quantity, claim) for row, claim in rows]
    return sum(
        1
        for a, b, c in told
        if a is not None and b is not None and near(ratio, [a, b], c) and holds(judge(ratio, [a, b], c))
    )


def _spent_column(table: Table) -> int:
    """What was spent: 支出决算 rather than 支出预算, where both heads speak of spending."""
    columns = [n for n, cell in enumerate(table.header) if n and word("head_spent").search(cell.text)]
    plain = [n for n in columns if not word("head_budget").search(table.header[n].text)]
    years = [_YEAR.search(table.header[n].text) for n in plain]
    last = max((int(one[1]) for one in years if one), default=0)
    now = [n for n, one in zip(plain, years, strict=True) if not one or int(one[1]) == last]
    plain = [n for n in now if not word("prior").search(table.header[n].text)] or now  # 上年决算 is none
    return next(iter(plain or columns), -1)
