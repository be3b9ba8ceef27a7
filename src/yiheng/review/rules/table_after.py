"""R2 DIFF between a table and the sentence after it: what is left is a difference of the table's own totals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, holds, judge, over, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import ratio
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.quantity import Quantity
from yiheng.review.reading.table import Cell, Table

_REACH = 240
"""Characters after a table within which a sentence still speaks of it."""


def after_table_relations(context: Context) -> Iterator[Relation]:
    """尚有34.04万元未支出, 结余9.11万元, 尾款19.44万元 after a table with budget and spending in its last row."""
    for table in context.tables:
        totals = _totals(table)
        if totals:
            yield from _shares(context, table)
        if len(totals) < 2:
            continue
        for fact in context.facts_in(table.end + 1, table.end + _REACH):
            if _is_left(context, fact):
                yield from _judged(context, table, totals, fact)
                break


def _totals(table: Table) -> list[Cell]:
    last = table.rows[-1]
    if not word("row_of_all").match(last[0].bare):
        return []
    return [cell for cell in last if cell.quantity is not None and cell.quantity.dimension == "money"]


def _is_left(context: Context, fact: Fact) -> bool:
    after = re.split(r"[，,；;。]", context.text[fact.end : fact.end + 4])[0]
    said = fact.label + after
    return bool(
        fact.quantity.dimension == "money" and fact.quantity.measured and word("left_over").search(said)
        and not word("balance_opening").search(fact.label) and not word("balance_closing").search(fact.label)
    )  # fmt: skip


def _judged(context: Context, table: Table, totals: list[Cell], fact: Fact) -> Iterator[Relation]:
    pairs = list(combinations(totals, 2))
    for first, second in pairs:
        if _fits(first, second, fact):
            yield _relation(context, first, second, fact, "consistent")
            return
    rates = [
        cell.quantity for cell in table.rows[-1] if cell.quantity is not None and cell.quantity.unit == "%"
    ]
    rated = [pair for pair in pairs if any(_rated(*pair, rate) for rate in rates)]
    if len(rated) == 1:
        yield _relation(context, *rated[0], fact, "inconsistent")


def _rated(first: Cell, second: Cell, rate: Quantity) -> bool:
    """Whether a rate of the last row is the one total over the other: then they are what was given and spent."""
    assert first.quantity is not None and second.quantity is not None
    pair = (first.quantity, second.quantity)
    return any(holds(judge(ratio, list(one), rate)) for one in (pair, pair[::-1]))


def _shares(context: Context, table: Table) -> Iterator[Relation]:
    """云溪县最低，为3.77亿元，占10.3%: the share of an amount of the table in the total of its column."""
    for part, share in zip(context.facts, context.facts[1:], strict=False):
        if not table.end < share.start < table.end + _REACH or share.quantity.unit != "%":
            continue
        clause = context.clause_before(share)
        if not word("share_of_all").fullmatch(clause) or not context.same_segment(part, share):
            continue
        columns = [
            n
            for n in range(1, len(table.header))
            if any(_same(row[n].quantity, part.quantity) for row in table.rows[:-1])
        ]
        wholes = [table.rows[-1][n] for n in columns if table.rows[-1][n].quantity is not None]
        if len(wholes) != 1 or not share.quantity.measured:
            continue
        whole = wholes[0].quantity
        assert whole is not None
        found = judge(ratio, [part.quantity, whole], share.quantity)
        if found is not None:
            quotes = [context.quote(wholes[0].start, wholes[0].end), *context.quote_facts(part, share)]
            yield relation(
                context, "R3", found[0].value, "review_ratio", quotes, subject=share.named("占比"),
                expected=share.quantity.text_of(found[1]), stated=share.quantity.shown,
                formula=over(part.quantity, whole),
            )  # fmt: skip


def _same(cell: Quantity | None, one: Quantity) -> bool:
    return cell is not None and cell.value == one.value and cell.dimension == one.dimension


def _fits(first: Cell, second: Cell, fact: Fact) -> bool:
    assert first.quantity is not None and second.quantity is not None
    return holds(judge(lambda v: abs(v[0] - v[1]), [first.quantity, second.quantity], fact.quantity))


def _relation(context: Context, first: Cell, second: Cell, fact: Fact, verdict: str) -> Relation:
    assert first.quantity is not None and second.quantity is not None
    value = abs(first.quantity.value - second.quantity.value)
    quotes = [context.quote(cell.start, cell.end) for cell in (first, second)]
    shown = fact.quantity.text_of(value, 2)
    return relation(
        context, "R2", verdict, "review_difference", [*quotes, *context.quote_facts(fact)], subject=fact.name,
        expected=shown, stated=fact.quantity.shown, formula=f"{first.quantity.shown} − {second.quantity.shown}",
        repairs=(fact.quantity.repaired(value),) if verdict == "inconsistent" else (),
    )  # fmt: skip
