"""R1 and R2 in tables by the names of their columns and rows: 差额 of 预算 and 决算, 收入 − 支出 ＝ 当期结余.

:mod:`yiheng.review.rules.table_law` finds the laws that a table of many rows keeps; here names bind the cells, so that a
table of one row is judged too. Where no row of several keeps what the names say, they mean something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from yiheng.review.finding import Quote, Relation, ends_of
from yiheng.review.reading.context import Context, holds, judge, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import Formula, minus, total
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import Quantity
from yiheng.review.reading.table import Cell, Table

_REACH = 1500
_PARTS_MOST = 5


def named_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Cells that their names make differences or sums of others, unless another rule has told of them."""
    told = ends_of(found, "inconsistent")
    for table in context.tables:
        for one in (*_columns(context, table), *_flows(context, table)):
            ends = one.ends
            if not ends & told:
                told |= ends
                yield one
    yield from _of_years(context, told)


def _amount(cell: Cell) -> Quantity | None:
    one = cell.quantity
    return one if one is not None and one.measured and one.family in ("money", "count") else None


def _columns(context: Context, table: Table) -> Iterator[Relation]:
    """差额 beside 预算 and 决算; 小计 after the columns that it sums up."""
    heads = ["".join(cell.text.split()) for cell in table.header]
    heads = [word("table_unit_in_head").sub("", head) for head in heads]
    base = [n for n, head in enumerate(heads) if n and says("cells_base_head", head)]
    done = [n for n, head in enumerate(heads) if n and says("cells_done_head", head) and n not in base]
    base = [n for n in base if not says("cells_rest_head", heads[n])]
    done = [n for n in done if not says("cells_rest_head", heads[n])]
    amounts = {n for row in table.rows for n in range(1, len(heads)) if _amount(row[n]) is not None}
    for column, head in enumerate(heads):
        pair = len(base) == len(done) == 1 and amounts == {base[0], done[0], column}
        if says("cells_rest_head", head) and pair:
            yield from _judged(context, table, column, [base[0], done[0]], "R2", _apart)
        elif says("cells_sum_head", head) and 1 < column - 1 <= _PARTS_MOST:
            yield from _judged(context, table, column, list(range(1, column)), "R1", total)


def _judged(
    context: Context, table: Table, column: int, operands: Sequence[int], rule: str, function: Formula
) -> Iterator[Relation]:
    kept, broken = 0, []
    for row in table.rows:
        claim, used = _amount(row[column]), [_amount(row[n]) for n in operands]
        values = [one for one in used if one is not None]
        if claim is None or len(values) < len(used) or any(one.unit != claim.unit for one in values):
            continue
        turned = function is _apart and holds(
            judge(_apart_below, values, claim)
        )  # -2: the sign tells the side
        if turned or holds(judge(function, values, claim)):
            kept += 1
        else:
            broken.append(row)
    if len(broken) == 1 and (kept or len(table.rows) == 1):
        row = broken[0]
        cells = [row[n] for n in operands]
        yield _told(context, rule, cells, row[column], function, table.header[column].text)


def _flows(context: Context, table: Table) -> Iterator[Relation]:
    """Rows that are named as a fund's flows and balances, in each column of amounts."""
    names = [word("cells_name_noise").sub("", row[0].text.strip()) for row in table.rows]

    def row_of(kind: str) -> Sequence[Cell] | None:
        rows = [row for row, name in zip(table.rows, names, strict=True) if says(kind, name)]
        return rows[0] if len(rows) == 1 else None

    income, expense, surplus = (row_of(one) for one in ("cells_income", "cells_expense", "cells_surplus"))
    opening, closing = row_of("cells_opening"), row_of("cells_closing")
    for column in range(1, len(table.header)):
        if income and expense and surplus:
            yield from _of_rows(context, [income, expense], surplus, column, minus)
        if opening and surplus and closing:
            yield from _of_rows(context, [opening, surplus], closing, column, total)


def _of_rows(
    context: Context,
    operands: Sequence[Sequence[Cell]],
    claim: Sequence[Cell],
    column: int,
    function: Formula,
) -> Iterator[Relation]:
    used = [_amount(row[column]) for row in operands]
    values = [one for one in used if one is not None]
    stated = _amount(claim[column])
    if stated is None or len(values) < len(used) or any(one.unit != stated.unit for one in values):
        return
    if not holds(judge(function, values, stated)):
        rule = "R1" if function is total else "R2"
        yield _told(context, rule, [row[column] for row in operands], claim[column], function, claim[0].text)


def _of_years(context: Context, told: set[int]) -> Iterator[Relation]:
    """激活率2023年比2021年提高26.9个百分点: two years of the row that the clause names."""
    for fact in context.facts if context.tables else []:
        clause = context.clause_before(fact)
        years = word("cells_of_years").search(clause)
        if years is None or not fact.quantity.measured or fact.end in told:
            continue
        for table in context.tables:
            if not -_REACH < table.start - fact.start < _REACH:
                continue
            cells = _year_cells(table, clause, years["new"], years["old"])
            if cells is None or not _comparable(fact, cells):
                continue
            claim = replace(fact.quantity, unit="%") if fact.quantity.unit == "个百分点" else fact.quantity
            values = [cell.quantity for cell in cells if cell.quantity is not None]
            if not holds(judge(_apart, values, claim)):
                quotes = [context.quote(cell.start, cell.end) for cell in cells]
                value = abs(values[0].value - values[1].value)
                yield _relation(
                    context, "R2", [*quotes, *context.quote_facts(fact)], fact.quantity, value, fact.name
                )
            break


def _comparable(fact: Fact, cells: Sequence[Cell]) -> bool:
    unit = "%" if fact.quantity.unit == "个百分点" else fact.quantity.unit
    return fact.quantity.unit != "%" and all(
        cell.quantity is not None and cell.quantity.unit == unit for cell in cells
    )


def _year_cells(table: Table, clause: str, new: str, old: str) -> list[Cell] | None:
    """The cells of two years in the one row whose name a clause has."""
    rows = [row for row in table.rows if len(row[0].text.strip()) > 1 and row[0].text.strip() in clause]
    columns = [[n for n, cell in enumerate(table.header) if year in cell.text] for year in (new, old)]
    if len(rows) != 1 or any(len(one) != 1 for one in columns):
        return None
    return [rows[0][one[0]] for one in columns]


def _told(
    context: Context, rule: str, operands: Sequence[Cell], claim: Cell, function: Formula, name: str
) -> Relation:
    assert claim.quantity is not None
    value = function([cell.quantity.value for cell in operands if cell.quantity is not None])
    quotes = [context.quote(cell.start, cell.end) for cell in (*operands, claim)]
    return _relation(context, rule, quotes, claim.quantity, value, "".join(name.split()))


def _relation(
    context: Context, rule: str, quotes: Sequence[Quote], claim: Quantity, value: Fraction, name: str
) -> Relation:
    shown = claim.text_of(value, more=2)
    sign = " + " if rule == "R1" else " − "
    return relation(
        context, rule, "inconsistent", "review_sum" if rule == "R1" else "review_difference", quotes, subject=name,
        expected=shown, stated=claim.shown, formula=sign.join(quote.text.strip() for quote in quotes[:-1]),
        repairs=(f"{claim.shown}→{shown}",),
    )  # fmt: skip


def _apart(values: Sequence[Fraction]) -> Fraction:
    return abs(values[0] - values[1])


def _apart_below(values: Sequence[Fraction]) -> Fraction:
    return -abs(values[0] - values[1])
