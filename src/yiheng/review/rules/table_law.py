"""R1–R4 in tables by the laws that the table itself keeps: a column that follows from others in all rows but one.

Heads are named in many ways, but a table shows its laws: where 结余 is 收入 − 支出 in five of six rows, or the last
row is the sum of the rows above it in four of five columns, the one cell that breaks the law is told. Nothing is
assumed of a table that keeps no law.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, permutations

from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, keeps, relation
from yiheng.review.reading.formula import Formula, minus, ratio, rise, total
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import Quantity
from yiheng.review.reading.table import Cell, Table
from yiheng.review.rules.table_blocks import Column, blocks_of

_COLUMNS_MOST = 9
_ROWS_LEAST = 3
_PARTS_LEAST = 3
_DIGITS_MANY = 8
_ROLLED = 2
_AMOUNTS = ("money", "count", "time", "score")
Pick = Callable[[int], list[Quantity] | None]


@dataclass(frozen=True)
class Law:
    """A cell of each row as a function of others: ``operands(row)`` is None where they are not all there.

    ``rolling``: a row goes into the next, so that one wrong cell breaks two rows.
    """

    rule: str
    column: Column
    operands: Pick
    function: Formula
    shown: str
    rolling: bool = False


def law_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Cells that alone break a law of their table, unless another rule has them already."""
    told = ends_of(found, "inconsistent")
    for table in context.tables:
        columns = _numeric(table)
        for one in (*_column_breaks(context, table, columns), *_sum_breaks(context, table, columns)):
            ends = one.ends
            if not ends & told:
                told |= ends
                yield one


def _numeric(table: Table) -> list[Column]:
    """Columns that hold numbers in most rows."""
    columns = (_column(table, at) for at in range(len(table.header)))
    found = (one for one in columns if 2 * len(one.numbers) > len(table.rows) and not _serial(table, one.at))
    return list(islice(found, _COLUMNS_MOST))


def _serial(table: Table, column: int) -> bool:
    """Whether a column counts its rows: 1, 2, 3."""
    told = [quantity.printed.text for row in table.rows if (quantity := row[column].quantity) is not None]
    return told == [str(n) for n in range(1, len(told) + 1)]


def _column(table: Table, at: int) -> Column:
    """A column; forms give points besides the rows of their indicators, which add up to nothing."""
    told = (row[at].quantity for row in table.rows)
    rows = [one if one is not None and one.measured else None for one in told]
    numbers = [one for one in rows if one is not None]
    head = table.header[at].text.strip()
    return Column(at, rows, numbers, bool(head) and not says("table_score_head", head))


def _column_breaks(context: Context, table: Table, columns: Sequence[Column]) -> Iterator[Relation]:
    if len(table.rows) < _ROWS_LEAST:
        return
    for law in _laws(table, columns):
        row = _only_breach(law)
        if row >= 0:
            operands = law.operands(row) or []
            cells = _cells_of(table, operands)
            value = law.function([one.value for one in operands])
            yield _told(context, law.rule, cells, table.rows[row][law.column.at], value, law.shown)


def _only_breach(law: Law) -> int:
    """The one row that breaks a law which all others keep, with more than one value among them; else −1."""
    kept: set[Fraction] = set()
    broken = []
    for row, claim in enumerate(law.column.rows):
        operands = law.operands(row) if claim is not None else None
        if claim is None or operands is None or not _fits(law, operands, claim):
            continue
        if keeps(law.function, operands, claim):
            kept.add(claim.value)
        else:
            broken.append(row)
        if len(broken) > (_ROLLED if law.rolling else 1):
            return -1
    together = len(broken) == 1 or (len(broken) == _ROLLED and broken[1] == broken[0] + 1)
    return broken[0] if together and len(kept) > 1 else -1


def _fits(law: Law, operands: Sequence[Quantity], claim: Quantity) -> bool:
    """Only amounts and counts of one dimension are added."""
    if law.rule in ("R3", "R4") and "score" in {claim.family, *(one.family for one in operands)}:
        return claim.family == "ratio" and all(one.family == "score" for one in operands)
    if law.rule in ("R3", "R4"):
        alike = len({one.dimension for one in operands}) == 1
        if alike:
            return claim.family == "ratio" or (law.rule == "R3" and claim.family not in _AMOUNTS)
        return law.rule == "R3" and claim.unit != "%"
    if law.rule not in ("R1", "R2"):
        return True
    return claim.family in ("money", "count") and all(one.dimension == claim.dimension for one in operands)


def _cells_of(table: Table, operands: Sequence[Quantity]) -> list[Cell]:
    places = {one.start for one in operands}
    return [cell for row in table.rows for cell in row if cell.quantity is not None and cell.start in places]


def _laws(table: Table, columns: Sequence[Column]) -> Iterator[Law]:
    head = [cell.text.strip() for cell in table.header]
    for claim, first, second in permutations(columns, 3):
        pick, one, two = _beside(first, second), head[first.at], head[second.at]
        if first.at < second.at:
            yield Law("R1", claim, pick, total, f"{one} + {two}")
        yield Law("R2", claim, pick, minus, f"{one} − {two}")
        yield Law("R3", claim, pick, ratio, f"{one} ÷ {two}")
        yield Law("R4", claim, pick, rise, f"（{one} − {two}）÷ {two}")
        if word("table_months").search(head[claim.at]):
            yield Law("R20", claim, pick, _months, f"{one} ÷（{two} ÷ 12）")
    for claim, first in permutations(columns, 2):
        one = head[first.at]
        yield Law("R4", claim, _from_before(first), rise, f"{one}较上一行的增长")
        yield Law("R3", claim, _of_total(first), ratio, f"{one} ÷ 末行{one}")
        yield Law("R2", claim, _rolled(claim, first), total, f"上一行{head[claim.at]} + {one}", True)


def _beside(first: Column, second: Column) -> Pick:
    return lambda row: _both(first.rows[row], second.rows[row])


def _from_before(column: Column) -> Pick:
    return lambda row: _both(column.rows[row], column.rows[row - 1]) if row else None


def _of_total(column: Column) -> Pick:
    last = len(column.rows) - 1
    return lambda row: _both(column.rows[row], column.rows[last]) if row != last else None


def _rolled(claim: Column, column: Column) -> Pick:
    return lambda row: _both(claim.rows[row - 1], column.rows[row]) if row else None


def _both(first: Quantity | None, second: Quantity | None) -> list[Quantity] | None:
    return None if first is None or second is None or not second.value else [first, second]


def _sum_breaks(context: Context, table: Table, columns: Sequence[Column]) -> Iterator[Relation]:
    """A row that is the sum of the rows above or below it in all columns but one."""
    for row in range(len(table.rows)):
        for block in blocks_of(columns, len(table.rows), row):
            column = _only_wrong_sum(row, block, columns)
            if column >= 0:
                cells = [table.rows[part][column] for part in block]
                value = sum((cell.quantity.value for cell in cells if cell.quantity), Fraction(0))
                name = f"{table.header[column].text.strip()}各行之和"
                yield _told(context, "R1", cells, table.rows[row][column], value, name, of_rows=True)
                break


def _only_wrong_sum(row: int, block: range, columns: Sequence[Column]) -> int:
    """The one column in which a row is not the sum of a block, while it is in another (two, for a short block)."""
    kept, broken = 0, []
    for column in columns:
        claim = column.rows[row]
        parts = column.numbers[column.above[block.start] : column.above[block.stop]]
        if claim is None or not claim.value or claim.unit == "%" or len(parts) < 2:
            continue
        if _mean(claim, parts) or not _adds_up(column, claim, parts):
            continue
        if keeps(total, parts, claim):
            kept += 2 if _many_digits(claim, parts) else 1
        else:
            broken.append(column.at)
        if len(broken) > 1:
            return -1
    enough = 1 if len(block) >= _PARTS_LEAST else 2
    return broken[0] if len(broken) == 1 and kept >= enough else -1


def _many_digits(claim: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether a sum has so many digits that chance is no explanation."""
    digits = [len(re.sub(r"\D", "", one.printed.text).strip("0")) for one in (claim, *parts)]
    return sum(sorted(digits)[:-1]) >= _DIGITS_MANY


def _adds_up(column: Column, claim: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether a block of a column is of one unit and no scores."""
    return column.named and claim.family != "score" and all(one.unit == claim.unit for one in parts)


def _mean(claim: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether a number lies among its parts, as an average of the column does."""
    values = [one.value for one in parts]
    return min(values) <= claim.value <= max(values)


def _told(
    context: Context,
    rule: str,
    operands: Sequence[Cell],
    claim: Cell,
    value: Fraction,
    shown: str,
    of_rows: bool = False,
) -> Relation:
    quantity = claim.quantity
    assert quantity is not None
    quotes = [context.quote(cell.start, cell.end) for cell in (*operands, claim)]
    return relation(
        context, rule, "inconsistent", "review_table_law", quotes,
        subject=shown, expected=quantity.text_of(value, more=2), stated=claim.text.strip(), formula=shown,
        repairs=(quantity.repaired(value), "更正某一行") if of_rows else (),
    )  # fmt: skip


def _months(values: Sequence[Fraction]) -> Fraction:
    return 12 * values[0] / values[1]
