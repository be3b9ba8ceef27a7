"""R11, R13 in tables of scores: full marks less deductions are awards, row by row; the reason in a cell names what was lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import chinese_of, word
from yiheng.review.reading.point import LOST, points_told
from yiheng.review.reading.quantity import digits_value, whole_number
from yiheng.review.reading.score_parts import FULL_MARKS, shown_points
from yiheng.review.reading.table import Cell, Table

_SLASHED = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)\s?[/／]\s?(\d{1,3}(?:\.\d{1,2})?)")
_BELOW = re.compile(
    r"[^\S\n]*\n\s*(?P<name>合\s*计|总\s*计|总分)[^\d\n]*(?P<pair>\d{1,3}(?:\.\d+)?[/／]\d{1,3}(?:\.\d+)?)"
)
_HEADS = 3
_BARE = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)\s?分?")


@dataclass(frozen=True)
class Row:
    """A row of awards: its name, full mark and award, the span of the award, and the rest of its cells."""

    name: str
    full: Fraction
    given: Fraction
    span: tuple[int, int]
    cells: tuple[Cell, ...]
    total: bool


def table_checks(context: Context, told: Sequence[Relation]) -> Iterator[Relation]:
    """All rules on tables of scores; what others have told is passed over."""
    accused = ends_of(told, "inconsistent")
    for table in context.tables:
        rows = [*rows_of(table), *_row_below(context, table)]
        for one in (
            *_row_laws(context, table),
            *(() if _has_bonus(table) else _totals(context, rows)),
            *_reasons(context, rows),
            *_full_marked(context, rows),
        ):
            if not accused & one.ends:
                accused |= one.ends
                yield one
    for rows in form_rows(context):
        for one in _totals(context, rows):
            if not accused & one.ends:
                accused |= one.ends
                yield one


def _has_bonus(table: Table) -> bool:
    """Whether a row adds points beside the full marks."""
    return any(word("row_bonus").search(cell.text) for row in table.rows for cell in row[:_HEADS])


def form_rows(context: Context) -> Iterator[list[Row]]:
    """The rows of a form of several blocks, each headed by 分值 and 得分, up to the total that closes them all."""
    columns: tuple[int, int] | None = None
    rows: list[Row] = []
    for line in context.report.lines:
        if "\t" not in line.text:
            continue
        cells, at = [], line.start
        for text in line.text.split("\t"):
            cells.append(Cell(text.strip(), at, at + len(text)))
            at += len(text) + 1
        heads = [
            next((n for n, one in enumerate(cells) if n and word(name).search(one.text)), -1)
            for name in ("head_full", "head_award")
        ]
        if min(heads) > 0:
            columns = heads[0], heads[1]
            continue
        if columns is None or max(columns) >= len(cells):
            continue
        full, given = (_BARE.fullmatch(cells[n].text) for n in columns)
        if full is None or given is None:
            continue
        heads_of = [one.bare for one in cells[:_HEADS]]
        total = any(word("pt_row_total").fullmatch(one) for one in heads_of)
        cell, name = cells[columns[1]], next((one for one in heads_of if one), "")
        row = Row(
            name, digits_value(full[1]), digits_value(given[1]), (cell.start, cell.end), tuple(cells), total
        )
        rows.append(row)
        if total and row.full == FULL_MARKS:
            yield rows
            rows = []


def rows_of(table: Table) -> list[Row]:
    """The rows with full mark and award, in two columns or as 13/15 in one."""
    slashed = next(
        (n for n, cell in enumerate(table.header) if word("pt_head_slashed").search(cell.text)), -1
    )
    full, award = table.column(word("head_full")), table.column(word("head_award"))
    found = []
    for row in table.rows:
        name = _name_of(table, row)
        heads = [cell.bare for cell in row[:_HEADS]]
        total = any(word("pt_row_total").fullmatch(one) for one in heads)
        if slashed >= 0:
            match = _SLASHED.fullmatch(row[slashed].text)
            pair = sorted(Fraction(one) for one in match.groups()) if match else []
            cell = row[slashed]
        else:
            given = _BARE.fullmatch(row[award].text) if award > 0 else None
            most = _BARE.fullmatch(row[full].text) if full > 0 else None
            pair = [digits_value(given[1]), digits_value(most[1])] if given and most else []
            cell = row[award]
        if pair:
            found.append(Row(name, pair[1], pair[0], (cell.start, cell.end), tuple(row), total))
    return found


def _name_of(table: Table, row: Sequence[Cell]) -> str:
    """The last of the names of a row: of the third level where there are three."""
    named = [
        cell.text
        for head, cell in zip(table.header, row, strict=False)
        if word("pt_head_name").search(head.text) and chinese_of(cell.text)
    ]
    return named[-1] if named else next((cell.text for cell in row if chinese_of(cell.text)), "")


def _row_below(context: Context, table: Table) -> Iterator[Row]:
    """The row of totals that has fewer cells than the table: 合计 …… 98/100."""
    if not any(word("pt_head_slashed").search(cell.text) for cell in table.header):
        return
    match = _BELOW.match(context.text, table.end)
    if match:
        span = match.start("pair"), match.end("pair")
        low, high = sorted(Fraction(one) for one in match["pair"].replace("／", "/").split("/"))
        yield Row(match["name"], high, low, span, (), True)


def _told(context: Context, rule: str, spans: Sequence[tuple[int, int]], subject: str, expected: Fraction, stated: str, formula: str) -> Relation:  # fmt: skip
    return relation(
        context, rule, "inconsistent", "review_score_sum", [context.quote(*one) for one in spans], subject=subject,
        expected=f"{shown_points(expected)}分", stated=stated, formula=formula,
    )  # fmt: skip


def _row_laws(context: Context, table: Table) -> Iterator[Relation]:
    """满分 − 扣分 ＝ 得分 in each row that gives all three."""
    full, award = table.column(word("head_full")), table.column(word("head_award"))
    lost = table.column(word("pt_head_lost"))
    if min(full, award, lost) < 1:
        return
    for row in table.rows:
        cells = [row[at] for at in (full, lost, award)]
        values = [_BARE.fullmatch(cell.text.lstrip("-−－")) for cell in cells]
        if not all(values):
            continue
        most, less, given = (Fraction(one[1]) for one in values if one)
        if most - less != given:
            yield _told(
                context, "R11", [(cell.start, cell.end) for cell in cells], row[0].text or "得分", most - less,
                f"{shown_points(given)}分", f"{shown_points(most)} − {shown_points(less)}",
            )  # fmt: skip


def _totals(context: Context, rows: Sequence[Row]) -> Iterator[Relation]:
    """The last row of totals, and each subtotal, against the rows that its full mark shows it to be of."""
    if any(word("row_bonus").search(cell.text) for row in rows for cell in row.cells[:_HEADS]):
        return
    for at, whole in enumerate(rows):
        if not whole.total:
            continue
        parts: list[Row] = []
        for row in reversed(rows[:at]):
            if row.total and not (whole.full > row.full):
                break
            if not row.total:
                parts.insert(0, row)
            if sum(one.full for one in parts) >= whole.full:
                break
        if len(parts) < 2 or sum((one.full for one in parts), Fraction(0)) != whole.full:
            continue
        expected = sum((one.given for one in parts), Fraction(0))
        if expected != whole.given:
            yield _told(
                context, "R11", [one.span for one in (*parts, whole)], whole.name, expected,
                f"{shown_points(whole.given)}分", " + ".join(shown_points(one.given) for one in parts),
            )  # fmt: skip


def _reasons(context: Context, rows: Sequence[Row]) -> Iterator[Relation]:
    """县级配套未足额，扣2分 in a cell of a row that lost as much."""
    for row in rows:
        for cell in row.cells:
            if "扣" not in cell.text:
                continue
            line = Line(cell.start, cell.end, cell.text, 0, (), "")
            lost = [one for one in points_told(line) if one.role == LOST]
            value = sum((one.points for one in lost), Fraction(0))
            whole = [one for one in lost if one.whole]
            given = row.full - row.given
            if (
                not lost
                or any(one.times == 0 for one in lost)
                or given in (value, *(one.value for one in whole))
            ):
                continue
            if row.total or word("pt_partial").search(cell.text) or word("pt_capped").search(cell.text):
                continue
            spans = [row.span, *((one.start, one.end) for one in lost)]
            yield _told(
                context, "R13", spans, f"{row.name}扣分", given, f"{shown_points(value)}分",
                f"{shown_points(row.full)} − {shown_points(row.given)}",
            )  # fmt: skip


def _last_counted(context: Context) -> int:
    """Where the last words end that count the indicators with or without full marks."""
    names = ("pt_full_counted", "pt_lost_counted")
    spans = (context.report.start, context.report.end)
    return max((one.end() for name in names for one in word(name).finditer(context.text, *spans)), default=0)


def _full_marked(context: Context, rows: Sequence[Row]) -> Iterator[Relation]:
    """以上8项指标中6项得满分, against the rows that got theirs."""
    inner = [row for row in rows if not row.total]
    if len(inner) < 2:
        return
    end = inner[-1].span[1]
    for name, count in (
        ("pt_full_counted", sum(1 for row in inner if row.given == row.full)),
        ("pt_lost_counted", sum(1 for row in inner if row.given < row.full)),
    ):
        if context.once(_last_counted) <= end:
            continue
        for match in word(name).finditer(context.text, end, context.report.end):
            said = match["count"]
            stated = whole_number(said)
            all_said = match["all"]
            whole = whole_number(all_said) if all_said else None
            if (
                stated is None
                or stated == count
                or (whole is not None and whole != len(inner))
                or whole is None
            ):
                continue
            quote = context.quote(match.start(), match.end())
            yield relation(
                context, "R11", "inconsistent", "review_counted", [quote], subject="指标",
                expected=f"{count}项", stated=match.group(),
            )  # fmt: skip
