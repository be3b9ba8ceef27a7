"""Readings by cells of a table that a sentence names: a row's share of the total, two rows or columns against each other."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import permutations

from yiheng.review.reading.change import direction, is_delta
from yiheng.review.reading.context import Context, over, plus
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import fall, fallen_by, minus, ratio, rise, risen_by, total
from yiheng.review.reading.lexicon import lexicon, says, without, word
from yiheng.review.reading.table import Cell, Table
from yiheng.review.told.reading import LIKELY, POSSIBLE, TOLD, Reading, name_pieces

_REACH = 1500
"""Characters between a table and a sentence that may speak of it."""
_ROWS_MOST = 60
_SAID = 300
_NAMED_MOST = 6
_ROWS_LEAST = 3
_PAIR = 2
_CLAUSES = 30
_SPACE = re.compile(r"\s|[（(].*?[）)]|^[一二三四五六七八九十]+、")
_YEAR = re.compile(r"20\d\d年?")


@dataclass(frozen=True)
class Row:
    """A row that a sentence names, with where in the sentence it does."""

    table: Table
    cells: tuple[Cell, ...]
    name: str
    at: int
    whole: bool


def cell_readings(context: Context, claim: Fact) -> Iterator[Reading]:
    """Every reading of a claim by the cells that its sentence names."""
    if not context.tables or claim.quantity.family not in ("ratio", "money", "count"):
        return
    said = context.text[max(claim.sentence.start, claim.start - _SAID) : claim.start]
    if not _asks_cells(claim, said, context.clause_before(claim)):
        return
    bare = re.sub(r"\s", "", said)
    clause = context.clause_before(claim)
    first = bisect_left(context.tables, claim.start - _REACH, key=lambda one: one.end)
    for table in context.tables[first:]:
        if table.start >= claim.start + _REACH:
            break
        if not table.start - _REACH < claim.start < table.end + _REACH or len(table.rows) > _ROWS_MOST:
            continue
        rows = _named_rows(context, table, bare)
        rows += [
            one for one in _anchored(context, claim, table) if all(one.cells != two.cells for two in rows)
        ]
        yield from _of_rows(context, claim, table, rows, said, clause)
        named = [one for one in rows if one.at >= 0]
        if named:
            yield from _columns_apart(context, claim, named, clause)
            yield from _means(context, claim, named)
        yield from _column_sum(context, claim, table, said)


def _asks_cells(claim: Fact, said: str, clause: str) -> bool:
    """Whether the words of a claim are any that cells may answer: a share, a growth, a gap, a mean, a sum of all rows."""
    if claim.quantity.unit == "%":
        told = direction(clause.rpartition("%")[2]) or says("told_cell_share", clause)
        return bool(told) or _is_gap(claim, clause)
    return (
        _is_gap(claim, clause)
        or (claim.quantity.family == "money" and _mean_told(claim) is not None)
        or word("told_all_rows").search(said + claim.label) is not None
    )


def _mean_told(claim: Fact) -> re.Match[str] | None:
    return word("told_mean").search(without("told_lead", claim.label)[-14:])


def _plain(text: str) -> str:
    return _SPACE.sub("", text)


def _row_names(context: Context) -> dict[int, list[tuple[str, str, bool]]]:
    """By table, of every row its name, the words that name it in a sentence, and whether it is the row of all."""
    found: dict[int, list[tuple[str, str, bool]]] = {}
    for table in context.tables:
        names = [_plain(cells[0].text) for cells in table.rows]
        found[id(table)] = [
            (
                name,
                name.rstrip("年度") if _YEAR.fullmatch(name) else name,
                bool(word("row_of_all").match(name) or word("told_row_whole").fullmatch(name)),
            )
            for name in names
        ]
    return found


def _cells_by_value(context: Context) -> dict[int, dict[tuple[Fraction, str], list[int]]]:
    """By table, the rows that have a number."""
    found: dict[int, dict[tuple[Fraction, str], list[int]]] = {}
    for table in context.tables:
        places: dict[tuple[Fraction, str], list[int]] = {}
        for at, cells in enumerate(table.rows):
            for cell in cells:
                if cell.quantity is not None:
                    places.setdefault((cell.quantity.value, cell.quantity.dimension), []).append(at)
        found[id(table)] = places
    return found


def _named_rows(context: Context, table: Table, bare: str) -> list[Row]:
    """The rows whose names stand in some words, the last named first, and the row of all."""
    found = []
    names = context.once(_row_names)[id(table)]
    for cells, (name, said, whole) in zip(table.rows, names, strict=True):
        at = bare.rfind(said) if len(name) > 1 else -1
        if at < 0 and len(name) > 2 * len("待遇") and f"占{name[-4:]}" in bare:
            at = bare.rfind(f"占{name[-4:]}")
        if at >= 0 or whole:
            found.append(Row(table, tuple(cells), name, at, whole))
    return sorted(found, key=lambda one: -one.at)[:_NAMED_MOST]


def _anchored(context: Context, claim: Fact, table: Table) -> list[Row]:
    """The rows of which a number of the sentence is a cell: 支出决算75,600.00万元，比预算减少2,000.00万元."""
    told = {
        (one.quantity.value, one.quantity.dimension)
        for one in context.facts[max(0, claim.index - _NAMED_MOST) : claim.index]
        if one.sentence == claim.sentence
        and one.quantity.measured
        and len(one.quantity.printed.text) > _ROWS_LEAST
    }
    if not told:
        return []
    places = context.once(_cells_by_value)[id(table)]
    rows = sorted({at for one in told for at in places.get(one, ())})[:2]
    return [Row(table, table.rows[at], _plain(table.rows[at][0].text), 0, False) for at in rows]


def _columns_apart(context: Context, claim: Fact, rows: Sequence[Row], clause: str) -> Iterator[Reading]:
    """The difference or growth between two columns of a row that the sentence names or quotes."""
    growth = direction(clause.rpartition("%")[2]) if claim.quantity.unit == "%" else 0
    if not (growth or _is_gap(claim, clause)) or (growth and word("growth_not").search(clause)):
        return
    for row in rows[:2]:
        cells = [
            one for at in range(1, len(row.cells)) if (one := _fact(context, claim, row, at)) is not None
        ]
        for one, two in permutations(
            [cell for cell in cells if cell.quantity.family in ("money", "count")], 2
        ):
            if one.quantity.dimension != two.quantity.dimension or not two.quantity.value:
                continue
            high, low = one.quantity.shown, two.quantity.shown
            nouns = set(word("told_base_noun").findall(clause)) & set(
                word("told_base_noun").findall(two.label + one.label)
            )
            strength = LIKELY if nouns and len(cells) == _PAIR and row.at >= 0 else POSSIBLE
            if growth:
                function, shown = (
                    (rise, f"（{high} − {low}）÷ {low}")
                    if growth > 0
                    else (fall, f"（{low} − {high}）÷ {low}")
                )
                yield Reading("R4", claim, (one, two), function, shown, strength)
            elif (
                one.quantity.dimension == claim.quantity.dimension
                and one.quantity.value >= two.quantity.value
            ):
                yield Reading("R2", claim, (one, two), minus, f"{high} − {low}", strength)


def _of_rows(
    context: Context, claim: Fact, table: Table, rows: Sequence[Row], said: str, clause: str
) -> Iterator[Reading]:
    named = [one for one in rows if one.at >= 0]
    wholes = [one for one in rows if one.whole]
    growth = direction(clause.rpartition("%")[2]) if claim.quantity.unit == "%" else 0
    share = claim.quantity.unit == "%" and not growth
    by_delta = growth and bool(claim.index) and is_delta(context.facts[claim.index - 1])
    if growth and word("growth_not").search(clause):
        return
    if share:
        barred = any(word(name).search(clause) for name in ("told_no_quotient", "formula", "parallel"))
        if barred or not word("told_cell_share").search(clause) or all(one.whole for one in named):
            return
    elif not by_delta and (len(named) < _PAIR or not (growth or _is_gap(claim, clause))):
        return
    for column in range(1, len(table.header)):
        head = _plain(table.header[column].text)
        told = any(piece in said[-_CLAUSES:] for piece in name_pieces(head))
        if share:
            for part in [one for one in named if not one.whole][:2]:
                for whole in [*wholes, *(one for one in named if f"占{_stem(one.name)}" in said)]:
                    if part is not whole:
                        yield from _pair(
                            context,
                            claim,
                            part,
                            whole,
                            column,
                            told and part is next(one for one in named if not one.whole),
                        )
        elif by_delta:
            yield from _by_delta(context, claim, wholes, column, growth, told)
        else:
            for new, old in permutations(named[:3], 2):
                firm = told and len(named) == 2 and not new.whole and not old.whole
                yield from _moved(context, claim, new, old, column, growth, firm)


def _by_delta(
    context: Context, claim: Fact, wholes: Sequence[Row], column: int, growth: int, told: bool
) -> Iterator[Reading]:
    """直接结算人次增加15,463人次，增长20.0%: the change told, of what the column's last row was before it."""
    delta = context.facts[claim.index - 1]
    for whole in wholes:
        one = _fact(context, claim, whole, column)
        if one is None or one.quantity.dimension != delta.quantity.dimension or not delta.quantity.measured:
            continue
        if delta.quantity.family == "ratio":
            continue
        mark = "−" if growth > 0 else "+"
        shown = f"{delta.quantity.shown} ÷（{one.quantity.shown} {mark} {delta.quantity.shown}）"
        function = risen_by if growth > 0 else fallen_by
        yield Reading("R4", claim, (delta, one), function, shown, LIKELY if told else POSSIBLE)


def _means(context: Context, claim: Fact, named: Sequence[Row]) -> Iterator[Reading]:
    """跨省住院……次均基金支付20000元: an amount and a count of the row that the sentence names."""
    told = _mean_told(claim)
    if told is None or claim.quantity.family != "money":
        return
    kinds = lexicon().each.get(told["each"] or told["every"] or "", ())
    for row in named[:1]:
        cells = [
            one for at in range(1, len(row.cells)) if (one := _fact(context, claim, row, at)) is not None
        ]
        sums = [one for one in cells if one.quantity.dimension == "money"]
        counts = [one for one in cells if one.quantity.family == "count" and one.quantity.value]
        exact = [one for one in counts if one.quantity.dimension in kinds] or counts
        for amount in sums:
            for count in counts:
                firm = len(sums) == 1 and count is exact[0]
                shown = over(amount.quantity, count.quantity)
                yield Reading("R17", claim, (amount, count), ratio, shown, LIKELY if firm else POSSIBLE)


def _column_sum(context: Context, claim: Fact, table: Table, said: str) -> Iterator[Reading]:
    """五年累计收入48.23亿元: all rows of the column that the label names."""
    if not word("told_all_rows").search(said + claim.label) or len(table.rows) < _ROWS_LEAST:
        return
    if claim.quantity.family == "ratio" or says("told_stock", claim.label):
        return
    for column in range(1, len(table.header)):
        head = _plain(table.header[column].text)
        if not head or head[-2:] not in claim.label:
            continue
        rows = [
            Row(table, tuple(cells), _plain(cells[0].text), 0, False)
            for cells in table.rows
            if not word("row_of_all").match(_plain(cells[0].text))
        ]
        parts = [one for row in rows if (one := _fact(context, claim, row, column)) is not None]
        if len(parts) == len(rows) and all(one.quantity.unit == claim.quantity.unit for one in parts):
            yield Reading("R1", claim, tuple(parts), total, plus(one.quantity for one in parts), LIKELY)


def _stem(name: str) -> str:
    """The end of a row's name by which a sentence calls it: 待遇支出 of 社会保险待遇支出."""
    return name[-4:]


def _is_gap(claim: Fact, clause: str) -> bool:
    told = word("difference").search(clause[-14:]) or word("told_gap").search(clause[-14:])
    return claim.quantity.family != "ratio" and bool(told)


def _fact(context: Context, claim: Fact, row: Row, column: int) -> Fact | None:
    """A cell as a number of the text: its label is its row and column."""
    cell = row.cells[column] if column < len(row.cells) else None
    if cell is None or cell.quantity is None or not cell.quantity.measured:
        return None
    label = f"{row.name}{_plain(row.table.header[column].text)}"
    line = context.report.line_at(cell.start)
    sentence = replace(claim.sentence, start=line.start, end=line.end, line=line)
    return replace(
        claim,
        quantity=cell.quantity,
        label=label,
        core=label,
        metric="",
        line=line,
        sentence=sentence,
        index=-1,
        depth=0,
    )


def _pair(context: Context, claim: Fact, part: Row, whole: Row, column: int, told: bool) -> Iterator[Reading]:
    one, all_ = _fact(context, claim, part, column), _fact(context, claim, whole, column)
    if one is None or all_ is None or not all_.quantity.value or one.quantity.family == "ratio":
        return
    if one.quantity.dimension == all_.quantity.dimension:
        shown = over(one.quantity, all_.quantity)
        yield Reading("R3", claim, (one, all_), ratio, shown, LIKELY if told else POSSIBLE)


def _moved(
    context: Context, claim: Fact, new: Row, old: Row, column: int, growth: int, firm: bool
) -> Iterator[Reading]:
    one, two = _fact(context, claim, new, column), _fact(context, claim, old, column)
    if (
        one is None
        or two is None
        or one.quantity.dimension != two.quantity.dimension
        or not two.quantity.value
    ):
        return
    high, low = one.quantity.shown, two.quantity.shown
    strength = TOLD if firm and claim.quantity.unit == one.quantity.unit else LIKELY if firm else POSSIBLE
    if growth > 0 and new.name > old.name:
        yield Reading("R4", claim, (one, two), rise, f"（{high} − {low}）÷ {low}", strength)
    elif growth < 0 and new.name > old.name:
        yield Reading("R4", claim, (one, two), fall, f"（{low} − {high}）÷ {low}", strength)
    elif (
        not growth
        and one.quantity.dimension == claim.quantity.dimension
        and one.quantity.value >= two.quantity.value
    ):
        yield Reading("R2", claim, (one, two), minus, f"{high} − {low}", strength)
