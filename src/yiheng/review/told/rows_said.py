"""R1, R16 and R2 of what stands in rows: a list whose parts ； sets apart against its whole told elsewhere, and words against columns.

塬头镇维修8处、改管14.6公里；柴坪乡维修7处、改管12.2公里: the numbers of one name are parts of the number of that name before them.
收入决算低于调整预算, 医疗待遇调增5,300万元: the two columns of the table's row that the words name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.exact.rounding import decimal_text
from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.figure import Figure, figures_in, figures_of
from yiheng.review.reading.lexicon import chinese_of, says, without, word
from yiheng.review.reading.slip import is_slip
from yiheng.review.reading.table import Cell, Table
from yiheng.review.rules.side import told_side

_LEAST, _FAR, _DIGITS = 3, Fraction(3, 10), 2
_UNITS_NOT = frozenset({"", "%", "％", "分", "个百分点", "天", "个月"})


def row_said_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Lists by ； and words on columns that do not hold, of numbers that nothing has accused."""
    accused = ends_of(found, "inconsistent")
    for one in (*_listed(context), *_sides(context), *_moved(context)):
        if not one.ends & accused:
            accused |= one.ends
            yield one


# Lists whose parts ； sets apart.


def _listed(context: Context) -> Iterator[Relation]:
    for line in context.report.lines:
        if line.text.count("；") < _LEAST - 1 or context.in_table(line.start):
            continue
        columns: dict[tuple[str, str], list[Figure]] = {}
        parts = list(re.finditer(r"[^；。]+", line.text))
        for part in parts:
            for one in figures_in(context, line.start + part.start(), line.start + part.end()):
                named = word("rows_key").search(one.lead)
                if named is not None and one.unit not in _UNITS_NOT and not says("rows_key_not", one.lead):
                    columns.setdefault((named["key"][-2:], one.unit), []).append(one)
        for (key, unit), column in columns.items():
            runs = len({context.text.count("；", line.start, one.start) for one in column})
            if len(column) >= _LEAST and runs == len(column):
                yield from _against_whole(context, key, unit, column)


def _against_whole(context: Context, key: str, unit: str, column: Sequence[Figure]) -> Iterator[Relation]:
    total = sum((one.value for one in column), Fraction(0))
    inside = {one.start for one in column}
    others = [one for one in figures_of(context) if one.unit == unit and one.start not in inside]
    if any(one.value == total for one in others):
        return
    room = sum((one.half for one in column), Fraction(0))
    named = [
        one
        for one in others
        if key in one.lead
        and not says("rows_whole_not", one.lead)
        and one.value > max(part.value for part in column)
    ]
    for whole in named if len({one.value for one in named}) == 1 else ():
        gap = whole.value - total
        if abs(gap) <= room and column[0].printed.decimals:
            return
        near = abs(gap) <= _FAR * whole.value and len(whole.digits) >= _DIGITS
        heavy = [one for one in column if len(one.digits) >= len(whole.digits) - 1 and one.value]
        mended = is_slip(total * whole.printed.value / whole.value, whole.printed) or any(
            is_slip((one.value + gap) * one.printed.value / one.value, one.printed) for one in heavy
        )  # a slip in one digit of a small part would explain any gap
        if near and mended:
            yield _sum(context, whole, column, total)
            return


def _sum(context: Context, whole: Figure, column: Sequence[Figure], total: Fraction) -> Relation:
    places = max(one.printed.decimals for one in (whole, *column))
    shown = decimal_text(total * whole.printed.value / whole.value, places) + whole.unit
    return relation(
        context, "R1", "inconsistent", "review_sum", [context.quote(one.start, one.end) for one in (whole, *column)],
        subject=whole.lead or whole.shown, expected=shown, stated=whole.shown,
        formula=" + ".join(one.shown for one in column), repairs=(f"{whole.shown}→{shown}",),
    )  # fmt: skip


# Words against two columns.


def _columns(table: Table, one: str, other: str) -> tuple[int, int] | None:
    """The one column of each name that holds amounts."""
    heads = [re.sub(r"\s", "", cell.text) for cell in table.header]
    found = [
        [n for n, head in enumerate(heads) if n and re.match(name, head) and not says("rows_rate", head)]
        for name in (one, other)
    ]
    return (found[0][0], found[1][0]) if [len(some) for some in found] == [1, 1] else None


def _rows(table: Table, name: str) -> list[tuple[Cell, ...]]:
    """The rows of a name, or of its sum: 收入 of 收入合计."""
    own = [without("rows_total", chinese_of(row[0].text)) for row in table.rows]
    exact = [row for row, told in zip(table.rows, own, strict=True) if told == name]
    return exact or [row for row, told in zip(table.rows, own, strict=True) if told.endswith(name)]


def _sides(context: Context) -> Iterator[Relation]:
    """收入决算低于调整预算, of a row 收入合计 that says otherwise."""
    for match in word("rows_sides").finditer(context.body):
        above = says("rows_above", match["how"])
        told: list[tuple[bool, Cell, Cell]] = []
        for table in context.tables:
            at = _columns(table, match["one"], match["other"])
            for row in _rows(table, match["name"]) if at else ():
                one, other = row[at[0]], row[at[1]]  # type: ignore[index]
                if one.quantity is not None and other.quantity is not None:
                    told.append(((one.quantity.value > other.quantity.value) == above, one, other))
        if len(told) == 1 and not told[0][0]:
            _, one, other = told[0]
            span = context.report.start + match.start(), context.report.start + match.end()
            spans = [span, (one.start, one.end), (other.start, other.end)]
            yield told_side(context, spans, match.group(), f"{one.text}、{other.text}", "R16")


def _moved(context: Context) -> Iterator[Relation]:
    """医疗待遇调增5,900万元, of the row whose budget went from 118,600 to 123,900."""
    for claim in figures_of(context):
        match = word("rows_moved").search(claim.lead)
        if match is None or not claim.money:
            continue
        told = [
            (row[first], row[second])
            for table in context.tables
            if (at := _columns(table, word("rows_opening").pattern, word("rows_adjusted").pattern))
            is not None
            for first, second in (at,)
            for row in _rows(table, match["name"])
        ]
        told = [pair for pair in told if pair[0].quantity is not None and pair[1].quantity is not None]
        if len(told) != 1:
            continue
        low, high = (cell.quantity.printed.value for cell in told[0] if cell.quantity is not None)
        value = high - low if says("rows_plus", match["how"]) else low - high
        if value == claim.printed.value or not is_slip(value, claim.printed):
            continue
        shown = decimal_text(value, claim.printed.decimals) + claim.unit
        quotes = [context.quote(one.start, one.end) for one in (*told[0], claim)]
        yield relation(
            context, "R2", "inconsistent", "review_difference", quotes, subject=claim.lead, expected=shown,
            stated=claim.shown, formula=f"{told[0][1].text} − {told[0][0].text}", repairs=(f"{claim.shown}→{shown}",),
        )  # fmt: skip
