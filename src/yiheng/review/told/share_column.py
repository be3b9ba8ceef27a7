"""R3 for a column of shares in a table: each is its row's amount of all of them, or of the row of all.

A table is read so only where all shares but one bear it out, and at least two do; the one that does not is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yiheng.review.finding import DISCLOSURE, Relation
from yiheng.review.reading.context import Context, holds, judge, over, plus, relation
from yiheng.review.reading.formula import ratio
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import Quantity
from yiheng.review.reading.table import Cell, Table
from yiheng.review.rules.disclosed import disclosed

_LEAST, _ROWS_MOST = 2, 60


@dataclass(frozen=True)
class Row:
    """A row's amount and its share."""

    name: str
    part: Cell
    share: Cell
    amount: Quantity
    stated: Quantity


def share_column_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """The one share of a column that its table denies, where nothing of its row is accused already."""
    wrong = {one.end for each in found if each.verdict in ("inconsistent", DISCLOSURE) for one in each.quotes}
    for table in context.tables:
        columns = [n for n, cell in enumerate(table.header) if n and says("share_head", cell.text)]
        if len(columns) != 1 or len(table.rows) > _ROWS_MOST:
            continue
        for column in range(1, columns[0]):
            told = _told(context, table, column, columns[0])
            if told is not None and not wrong & told.ends:
                yield disclosed(context, told)
                break


def _told(context: Context, table: Table, column: int, shares: int) -> Relation | None:
    """The one row whose share is not its amount of the whole that all other rows are of."""
    rows = [one for cells in table.rows if (one := _row(cells, column, shares)) is not None]
    parts = [one for one in rows if not word("row_of_all").match(one.name)]
    wholes = [one for one in rows if word("row_of_all").match(one.name)]
    if len(parts) <= _LEAST or len({one.amount.dimension for one in parts}) > 1:
        return None
    amounts = [one.amount for one in parts]
    whole = wholes[-1].amount if wholes else None
    off = [one for one in parts if not _fits(one, amounts, whole)]
    if len(off) != 1:
        return None
    row = off[0]
    total = whole.value if whole is not None else sum((one.value for one in amounts), Fraction(0))
    if not total:
        return None
    shown = row.stated.text_of(row.amount.value / total, 2)
    formula = over(row.amount, whole) if whole is not None else f"{row.amount.shown} ÷（{plus(amounts)}）"
    quotes = [context.quote(cell.start, cell.end) for cell in (row.part, row.share)]
    return relation(
        context, "R3", "inconsistent", "review_ratio", quotes, subject=f"{row.name}占比", expected=shown,
        stated=row.stated.shown, formula=formula, repairs=(f"{row.stated.shown}→{shown}",),
    )  # fmt: skip


def _row(cells: Sequence[Cell], column: int, shares: int) -> Row | None:
    if len(cells) <= shares:
        return None
    part, share = cells[column], cells[shares]
    if part.quantity is None or share.quantity is None or not part.quantity.measured:
        return None
    if part.quantity.family not in ("money", "count") or share.quantity.unit != "%":
        return None
    return Row(cells[0].text.strip(), part, share, part.quantity, share.quantity)


def _fits(row: Row, amounts: Sequence[Quantity], whole: Quantity | None) -> bool:
    if whole is not None and whole.value:
        return holds(judge(ratio, [row.amount, whole], row.stated))
    at = list(amounts).index(row.amount)
    return holds(judge(lambda v: v[at] / sum(v, Fraction(0)), amounts, row.stated))
