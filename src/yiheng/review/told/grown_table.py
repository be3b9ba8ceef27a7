"""R2 and R4 in tables whose heads name two years and what changed between them: 上年, 本年, 增减, 增减率.

Each row is recomputed by its own two figures. A column whose rows mostly do not agree was read amiss and says nothing; in a
table of one row the heads alone speak.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yiheng.exact.errors import ExactError
from yiheng.exact.interval import Verdict
from yiheng.exact.printed import Printed
from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, judge, relation
from yiheng.review.reading.formula import Formula, minus
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.quantity import Quantity, units
from yiheng.review.reading.table import Cell, Table

_MINUS = str.maketrans({"−": "-", "－": "-", "＋": "+"})


@dataclass(frozen=True)
class Columns:
    """Where a table has this year's figure, last year's, the change and its rate; -1 where it has none."""

    now: int
    prior: int
    delta: int
    rate: int


@dataclass(frozen=True)
class Claim:
    """One cell of a change with its recomputed value in the cell's own unit."""

    rule: str
    cells: tuple[Cell, Cell, Cell]
    quantity: Quantity
    function: Formula
    shown: str
    agrees: bool
    name: str


def grown_table_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Cells of a change that their row's two figures do not give, unless another rule has them already."""
    told = ends_of(found, "inconsistent")
    for table in context.tables:
        columns = columns_of(table)
        if columns is None:
            continue
        for column, rate in ((columns.delta, False), (columns.rate, True)):
            claims = [] if column < 0 else list(_claims(table, columns, column, rate))
            wrong = [one for one in claims if not one.agrees]
            if 2 * len(wrong) > len(claims) and len(claims) > 1:
                continue
            for one in wrong:
                if not {cell.end for cell in one.cells} & told:
                    told |= {cell.end for cell in one.cells}
                    yield _told(context, one)


def columns_of(table: Table) -> Columns | None:
    """The columns of a change, where the heads name them and no two could be meant."""
    heads = ["".join(cell.text.split()) for cell in table.header]
    years = {
        n: int(match["year"])
        for n, one in enumerate(heads)
        if (match := _head("year", one)) and not _head("planned", one)
    }
    now = [n for n, one in enumerate(heads) if n and _head("now", one)]
    prior = [n for n, one in enumerate(heads) if n and _head("prior", one)]
    if not (now or prior) and len(years) == 2 and len(set(years.values())) == 2:
        prior, now = [min(years, key=years.__getitem__)], [max(years, key=years.__getitem__)]
    deltas = [n for n, one in enumerate(heads) if _head("delta", one)]
    rates = [n for n, one in enumerate(heads) if _head("rate", one)]
    if len(now) != 1 or len(prior) != 1 or max(len(deltas), len(rates)) != 1:
        return None
    return Columns(now[0], prior[0], (deltas or [-1])[0], (rates or [-1])[0])


def _head(kind: str, head: str) -> re.Match[str] | None:
    return word(f"grown_head_{kind}").search(head)


def _claims(table: Table, columns: Columns, column: int, rate: bool) -> Iterator[Claim]:
    signed = any(row[column].text.translate(_MINUS).startswith("-") for row in table.rows)
    for row in table.rows:
        now, prior = row[columns.now].quantity, row[columns.prior].quantity
        if now is None or prior is None or now.unit != prior.unit or not (now.measured and prior.measured):
            continue
        claim = _claimed(row[column], rate, now)
        if claim is None or not prior.value or (rate and now.family == "ratio"):
            continue
        function = _rate if rate else minus
        found = judge(function, (now, prior), claim)
        if found is None:
            continue
        agrees = found[0] is not Verdict.INCONSISTENT
        beside = (
            row[columns.delta if rate else columns.rate] if min(columns.delta, columns.rate) >= 0 else None
        )
        fallen = beside is not None and beside.text.translate(_MINUS).startswith("-")
        if not agrees and not signed and not fallen and _without_sign(claim, found[1]):
            agrees = True  # a column of plain amounts: 减少 is said elsewhere
        shown = f"{now.shown} − {prior.shown}"
        shown = f"（{shown}）÷ {prior.shown}" if rate else shown
        cells = (row[columns.now], row[columns.prior], row[column])
        yield Claim("R4" if rate else "R2", cells, claim, function, shown, agrees, row[0].text)


def _without_sign(claim: Quantity, value: Fraction) -> bool:
    half = Fraction(1, 10**claim.printed.decimals) * claim.measure.unit.scale
    return abs(abs(claim.value) - abs(value)) <= half


def _printed(text: str, rate: bool) -> Printed | None:
    bare = text.translate(_MINUS).strip().lstrip("+")
    try:
        return Printed.parse(bare.rstrip("%％ ") if rate else bare)
    except ExactError:
        return None


def _claimed(cell: Cell, rate: bool, like: Quantity) -> Quantity | None:
    """A cell of a change as a number: of its row's unit, or per cent."""
    if not rate and cell.quantity is not None and cell.quantity.unit != like.unit:
        return None
    printed = _printed(cell.text, rate)
    if printed is None:
        return None
    unit, measure = ("%", units()["%"]) if rate else (like.unit, like.measure)
    return Quantity(cell.start, cell.end, cell.start, printed, unit, measure)


def _told(context: Context, one: Claim) -> Relation:
    value = one.function([cell.quantity.value for cell in one.cells[:2] if cell.quantity is not None])
    expected = one.quantity.text_of(value, 2)
    return relation(
        context, one.rule, "inconsistent", "review_growth" if one.rule == "R4" else "review_difference",
        [context.quote(cell.start, cell.end) for cell in one.cells], subject=one.name,
        expected=expected, stated=one.cells[2].text, formula=one.shown, repairs=(f"{one.cells[2].text}→{expected}",),
    )  # fmt: skip


def _rate(values: Sequence[Fraction]) -> Fraction:
    return (values[0] - values[1]) / abs(values[1])
