"""A sheet's own total row against its rows: what the sender states is compared with what was read, column by column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.sql_text import parquet, quoted
from yiheng.exact.money import YUAN, money_text
from yiheng.intake.recognition.dictionary import Dictionary
from yiheng.intake.recognition.layout import MappedColumn, Recognised, Total
from yiheng.intake.staged import Staged
from yiheng.standards.measure import measures
from yiheng.standards.problem import Problem

_PART_WORDS = ("小计", "本页", "本月", "累计")
"""Words of totals of a part of the rows, which the rows of a whole sheet do not add up to."""


def total_problems(
    database: DuckDatabase, sheets: Sequence[Recognised], staged: Staged, known: Dictionary
) -> Iterator[Problem]:
    """Total rows that do not agree with the rows above them, in columns of money.

    A total under the last part of a split file may be of all its parts; it is right if it fits either.
    """
    found: dict[str, Mapping[tuple[int, str], int]] = {}
    for one in sheets:
        total = _grand(one)
        table = known.target(one.layout.target).table
        if total is None or table is None or not staged.tables.get(table.table):
            continue
        for column in _money(one, total, known):
            stated = _fen(total.cells[column.position], column.unit or one.layout.unit or "元")
            if stated is None:
                continue
            name = f"{table.table}.{column.column}"
            if name not in found:
                found[name] = _sums(database, staged, table.table, column.column)
            own = found[name].get((one.sheet.file.number, one.sheet.name), 0)
            if stated not in (own, _of_parts(one, sheets, found[name])):
                yield Problem(
                    "intake_total_differs",
                    "warning",
                    file=one.sheet.file.name,
                    line=total.line,
                    field=column.head,
                    key=total.label,
                    found=money_text(own, YUAN),
                    expected=money_text(stated, YUAN),
                )


def _grand(one: Recognised) -> Total | None:
    """The last total row that is of all rows."""
    whole = [total for total in one.totals if not any(word in total.label for word in _PART_WORDS)]
    return whole[-1] if whole else None


def _money(one: Recognised, total: Total, known: Dictionary) -> Iterator[MappedColumn]:
    target = known.target(one.layout.target)
    for column in one.layout.columns:
        if column.column and column.lines < 0 and column.position in total.cells:
            declared = target.columns[column.column]
            if declared.unit == "分" and declared not in target.extras:
                yield column


def _fen(text: str, unit: str) -> int | None:
    plain = text.replace(",", "").replace("，", "").replace("¥", "").replace("￥", "").strip()
    try:
        exact = Fraction(plain) * measures()[unit].unit.scale
    except (ValueError, KeyError, ZeroDivisionError):
        return None
    return int(exact) if exact.denominator == 1 else None


def _sums(database: DuckDatabase, staged: Staged, table: str, column: str) -> dict[tuple[int, str], int]:
    rows = database.connection.execute(
        f"SELECT src_file, src_sheet, sum({quoted(column)}) FROM {parquet(staged.tables[table])} GROUP BY ALL"
    ).fetchall()
    return {(int(file), str(sheet)): int(total or 0) for file, sheet, total in rows}


def _of_parts(one: Recognised, sheets: Sequence[Recognised], sums: Mapping[tuple[int, str], int]) -> int:
    """What all sheets of the same layout, sender and period add up to."""
    return sum(
        sums.get((other.sheet.file.number, other.sheet.name), 0)
        for other in sheets
        if (other.layout, other.sender, other.hints.period) == (one.layout, one.sender, one.hints.period)
    )
