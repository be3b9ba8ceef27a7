"""R20 MONTHS in tables, and months whose stock or flow stands elsewhere in the report.

In a table the row (or the column) of a number of months holds its stock and its flow; a number that is not theirs is told
where others of the table are, or where one slip leads to it. What a sentence or a goal states of one fund more than once
is one number: where the amounts of the report bear one of them out, the other is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from yiheng.review.finding import Quote, Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says, without, word
from yiheng.review.reading.quantity import Quantity, units
from yiheng.review.reading.slip import slips
from yiheng.review.reading.table import Cell, Table
from yiheng.review.rules.disclosed import disclosed
from yiheng.review.rules.same import agree
from yiheng.review.told.payable import (
    given_by,
    is_flow,
    is_stock,
    lasting_fits,
    months_in,
    months_of,
    payable_claims,
    periods_of,
)

_YEAR, _ROWS_MOST, _NEAR = 12, 60, 3
_MONTHS = "个月"
_SAID = 60
_AMOUNTS_MOST = 60
_BRACKET = re.compile(r"[（(][^）)]*[）)]")
_BARE = frozenset({"项", "个月"})
"""Units that a cell is read with where its table names none."""
_OTHER_UNITS = ("%", "分", "元", "人", "次", "家")


@dataclass(frozen=True)
class Amount:
    """A stock, or what goes out in ``months``: its name and where it stands; ``own`` where the claim's words bind it."""

    quantity: Quantity
    name: str
    quote: Quote
    months: tuple[int, ...] = (_YEAR,)


@dataclass(frozen=True)
class Stated:
    """A number of months: what it is of, the words around it, and the stock that its paragraph tells."""

    quantity: Quantity
    name: str
    said: str
    quote: Quote
    stocks: tuple[Amount, ...] = ()


def payable_far_relations(context: Context, found: Sequence[Relation]) -> list[Relation]:
    """What the relations found leave of months: in tables, by amounts told elsewhere, and stated twice."""
    stated = [*_in_text(context), *(one for table in context.tables for one in _in_table(context, table))]
    if not stated:
        return []
    accused = ends_of(found, "inconsistent")
    firm = {
        quote.end
        for one in found
        if one.rule == "R20" and one.verdict in ("consistent", "rounding")
        for quote in one.quotes
    }
    firm |= {one.end for one in payable_claims(context) if given_by(context, one) is not None}
    added: list[Relation] = []
    for table in context.tables:
        added.extend(_of_table(context, table, accused))
    firm |= ends_of(added, "consistent")
    accused |= ends_of(added, "inconsistent")
    stocks = list(islice(_amounts(context, "stock"), _AMOUNTS_MOST))
    flows = list(islice(_amounts(context, "flow"), _AMOUNTS_MOST))
    for claim in stated:
        if claim.quote.end in accused or claim.quote.end in firm:
            continue
        told = _elsewhere(context, claim, stocks, flows)
        if told is not None:
            added.append(told)
            (firm if told.verdict == "consistent" else accused).update(told.ends)
    return [*added, *_twice(context, stated, firm, accused)]


# The numbers of months.


def _in_text(context: Context) -> Iterator[Stated]:
    for claim in payable_claims(context):
        if claim.quantity.dimension != "months" or claim.quantity.approximate:
            continue
        line = [
            one for one in context.facts[max(0, claim.index - 12) : claim.index] if one.line is claim.line
        ]
        held = [one for one in line[::-1] if is_stock(one)]
        own = ([one for one in held if not _is_part(context, one)] or held)[:1]
        stocks = tuple(Amount(one.quantity, one.label, context.quote_facts(one)[0]) for one in own)
        said = context.text[claim.sentence.start : claim.sentence.end]
        lead = context.text[max(claim.sentence.start, claim.start - _SAID) : claim.start]
        name = lead if not stocks else stocks[0].name
        yield Stated(claim.quantity, name, said, context.quote_facts(claim)[0], stocks)


def _is_part(context: Context, stock: Fact) -> bool:
    """累计结余29.7亿元，其中年初结余18.2亿元、当年结余11.5亿元: what stands after 其中 is not what is there."""
    return says("sum_marker", context.text[stock.sentence.start : stock.start])


def _in_table(context: Context, table: Table) -> Iterator[Stated]:
    """Cells of a row or a column that is named so, without those of goals, changes and points."""
    for row in table.rows[:_ROWS_MOST]:
        name = re.sub(r"\s", "", row[0].text)
        label = next((cell.text for cell in row if says("pay_row", cell.text)), "")
        for head, cell in zip(table.header, row, strict=False):
            quantity = _months_of(cell)
            named = label or (head.text if says("pay_row", head.text) else "")
            if quantity is None or cell is row[0] or not named or says("pay_row_goal", head.text):
                continue
            if not cell.text.endswith(_MONTHS) and "/" in cell.text:
                continue
            about = name if named is not label else label + head.text
            yield Stated(quantity, about, label, context.quote(cell.start, cell.end))


def _months_of(cell: Cell) -> Quantity | None:
    one = cell.quantity
    if one is None or not one.measured or cell.text.endswith(_OTHER_UNITS):
        return None
    measure = units()[_MONTHS]
    return Quantity(one.start, one.end, one.at, one.printed, _MONTHS, measure)


# Within one table.


def _of_table(context: Context, table: Table, accused: set[int]) -> Iterator[Relation]:
    """The months of a table by the stock and the flow of their own row or column."""
    for turned in (False, True):
        lines = _lines(table, turned)
        if lines is None:
            continue
        part = months_of(context)
        best: list[tuple[Cell, Amount, Amount, int, bool]] = []
        for months in dict.fromkeys((_YEAR, part or _YEAR)):
            judged = [_judged(context, line, months) for line in lines]
            if sum(one[-1] for one in judged) >= max(1, sum(one[-1] for one in best)) or not best:
                best = judged
        kept = sum(one[-1] for one in best)
        for cell, stock, flow, months, fits in best:
            if fits:
                yield _told(context, cell, stock, flow, months, "consistent")
            elif cell.end not in accused and (kept or _of_all(flow) or _slipped(cell, stock, flow, months)):
                yield disclosed(context, _told(context, cell, stock, flow, months, "inconsistent"))
        return


def _lines(table: Table, turned: bool) -> list[tuple[Cell, Cell, Cell, str]] | None:
    """Of each row (or column): the months, the stock, the flow and the flow's name; None where the table has no such."""
    rows: list[Sequence[Cell]] = [table.header, *table.rows[:_ROWS_MOST]]
    if turned:
        rows = [[row[n] for row in rows] for n in range(len(table.header))]
    head = [re.sub(r"\s", "", cell.text) for cell in rows[0]]
    months = _first(head, "pay_row")
    stock = _first(head, "pay_row_stock")
    flow = next(
        (
            n
            for n, one in enumerate(head)
            if n and (says("pay_month", one) or says("pay_row_flow", one)) and n != months
        ),
        0,
    )
    if not (months and stock and flow) or len({months, stock, flow}) < _NEAR:
        return None
    found = []
    for row in rows[1:]:
        cells = row[months], row[stock], row[flow]
        if all(cell.quantity is not None for cell in cells) and _months_of(cells[0]) is not None:
            found.append((*cells, head[flow]))
    return found or None


def _first(head: Sequence[str], name: str) -> int:
    return next(
        (n for n, one in enumerate(head) if n and says(name, one) and not says("pay_row_goal", one)), 0
    )


def _judged(
    context: Context, line: tuple[Cell, Cell, Cell, str], months: int
) -> tuple[Cell, Amount, Amount, int, bool]:
    cell, stock, flow, name = line
    periods = 1 if says("pay_month", name) else months_in(name) or months
    one = _amount(context, stock, "")
    other = _amount(context, flow, name)
    claim = _months_of(cell)
    fits = (
        claim is not None
        and other.quantity.value != 0
        and lasting_fits(one.quantity, other.quantity, periods, claim)
    )
    return cell, one, other, periods, fits


def _amount(context: Context, cell: Cell, name: str, months: tuple[int, ...] = (_YEAR,)) -> Amount:
    assert cell.quantity is not None
    return Amount(cell.quantity, name, context.quote(cell.start, cell.end), months)


def _of_all(flow: Amount) -> bool:
    """Whether a flow is by its name what a whole fund spends: 基金支出（万元）."""
    name = _BRACKET.sub("", flow.name)
    return says("pay_named_flow", name) and not says("pay_named_flow_not", name)


def _slipped(cell: Cell, stock: Amount, flow: Amount, months: int) -> bool:
    claim = _months_of(cell)
    return (
        claim is not None
        and flow.quantity.value != 0
        and _by_slip(claim, stock.quantity, flow.quantity, months)
    )


def _by_slip(claim: Quantity, stock: Quantity, flow: Quantity, months: int) -> bool:
    """Whether one slip of the pen leads from what comes out to what is told."""
    value = claim.measure.unit.from_base(stock.value * months / flow.value)
    return any(abs(before - value) <= claim.printed.half_unit for before in slips(claim.printed))


def _told(context: Context, cell: Cell, stock: Amount, flow: Amount, months: int, verdict: str) -> Relation:
    claim = _months_of(cell)
    assert claim is not None
    return _relation(context, claim, context.quote(cell.start, cell.end), stock, flow, months, verdict)


# Elsewhere in the report.


def _amounts(context: Context, kind: str) -> Iterator[Amount]:
    """Every stock, or every spending of a whole fund, in the text and in the tables."""
    for one in context.facts:
        if one.role == "prior" or one.quantity.dimension != "money" or not one.quantity.measured:
            continue
        if kind == "stock" and is_stock(one) and says("told_balance", one.label):
            yield Amount(one.quantity, one.label, context.quote_facts(one)[0])
        elif kind == "flow" and is_flow(context, one) and one.role != "budget":
            name = without("filler_end", one.label)
            if (says("pay_month", name) and says("pay_flow", name)) or says("pay_whole_fund", name):
                yield Amount(one.quantity, name, context.quote_facts(one)[0], _months(context, one))
    for table in context.tables:
        for row in table.rows[:_ROWS_MOST]:
            name = re.sub(r"\s|^[一二三四五六七八九十]+、", "", row[0].text)
            if not says("pay_row_stock" if kind == "stock" else "pay_whole_fund", name):
                continue
            heads = zip(table.header[1:], row[1:], strict=False)
            cells = [(head.text, cell) for head, cell in heads if _is_amount(cell)]
            now = [cell for head, cell in cells if says("pay_cell_now", head)] or [cell for _, cell in cells]
            for cell in now:
                yield _amount(context, cell, name)


def _is_amount(cell: Cell) -> bool:
    """Whether a cell is an amount, or a bare number of a table that names no unit."""
    return cell.quantity is not None and (cell.quantity.dimension == "money" or cell.quantity.unit in _BARE)


def _in_unit(one: Amount, other: Amount) -> Amount:
    """A bare number in the unit of the amount that it is put against."""
    bare, like = one.quantity, other.quantity
    if bare.unit not in _BARE or like.unit in _BARE:
        return one
    quantity = Quantity(bare.start, bare.end, bare.at, bare.printed, like.unit, like.measure)
    return Amount(quantity, one.name, one.quote, one.months)


def _months(context: Context, one: object) -> tuple[int, ...]:
    return periods_of(context, one, one)  # type: ignore[arg-type]


def _scope(text: str) -> frozenset[str]:
    return frozenset(word("pay_scope").findall(text))


def _elsewhere(
    context: Context, claim: Stated, stocks: Sequence[Amount], flows: Sequence[Amount]
) -> Relation | None:
    """A claim by the one stock and the one flow of its fund; told where the words name the flow or one slip explains it."""
    scope = _scope(claim.name)
    mine = list(claim.stocks) or [
        one for one in stocks if not scope or not _scope(one.name) or scope & _scope(one.name)
    ]
    out = [one for one in flows if not scope or not _scope(one.name) or scope & _scope(one.name)]
    monthly = [one for one in out if 1 in one.months]
    if monthly and says("pay_month", claim.said):
        out = monthly
    pairs = [
        (_in_unit(one, two), _in_unit(two, one), n)
        for one in mine for two in out for n in two.months if two.quantity.value
    ]  # fmt: skip
    for one, two, months in pairs:
        if lasting_fits(one.quantity, two.quantity, months, claim.quantity):
            return _relation(context, claim.quantity, claim.quote, one, two, months, "consistent")
    single = len({one.quantity.value for one in mine}) == 1 and len({two.quantity.value for two in out}) == 1
    for one, two, months in pairs:
        forgot = months not in (_YEAR, 1) and lasting_fits(one.quantity, two.quantity, _YEAR, claim.quantity)
        named = says("pay_defined", claim.said) or says("pay_defined", context.body) or (out is monthly)
        slipped = _by_slip(claim.quantity, one.quantity, two.quantity, months)
        if forgot or (single and (slipped or (named and _near(claim.quantity, one, two, months)))):
            told = _relation(context, claim.quantity, claim.quote, one, two, months, "inconsistent")
            return disclosed(context, told)
    return None


def _near(claim: Quantity, stock: Amount, flow: Amount, months: int) -> bool:
    value = stock.quantity.value * months / flow.quantity.value
    low, high = sorted((value, claim.value))
    return low > 0 and high < _NEAR * low


# Stated more than once.


def _twice(
    context: Context, stated: Sequence[Stated], firm: set[int], accused: set[int]
) -> Iterator[Relation]:
    """A number of months that differs from the one of the same fund which the amounts of the report give."""
    proven = [one for one in stated if one.quote.end in firm and one.quote.end not in accused]
    for one in stated:
        if one.quote.end in firm or one.quote.end in accused or says("pay_caliber", one.said):
            continue
        same = [other for other in proven if _scope(other.name) == _scope(one.name)]
        if len({other.quantity.value for other in same}) != 1 or agree(one.quantity, same[0].quantity):
            continue
        accused.add(one.quote.end)
        yield disclosed(
            context,
            relation(
                context, "R6", "inconsistent", "review_same", [same[0].quote, one.quote], subject="可支付月数",
                expected=same[0].quantity.shown, stated=one.quantity.shown,
            ),
        )  # fmt: skip


def _relation(
    context: Context, claim: Quantity, quote: Quote, stock: Amount, flow: Amount, months: int, verdict: str
) -> Relation:
    value = stock.quantity.value * Fraction(months) / flow.quantity.value
    wrong = verdict == "inconsistent"
    shown = claim.text_of(value, 2 if wrong else 0)
    below = flow.quantity.shown if months == 1 else f"（{flow.quantity.shown} ÷ {months}）"
    return relation(
        context, "R20", verdict, "review_identity", [stock.quote, flow.quote, quote], subject="可支付月数",
        expected=shown, stated=claim.shown, formula=f"{stock.quantity.shown} ÷ {below}",
        repairs=(f"{claim.shown}→{shown}",) if wrong else (),
    )  # fmt: skip
