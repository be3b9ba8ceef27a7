"""What each row of a delivery must satisfy by itself: readable values, nulls, lengths, codes, days and identities.

Every check is one SQL condition that is true where the row is wrong, so that a whole file is checked in one
vectorised pass; only where rows are wrong are they listed, with what was found and what was expected.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from yiheng.engine.row_identity import identity_columns, identity_condition
from yiheng.engine.sql_text import literal, quoted
from yiheng.standards.table import Column, Table

FIRST_DAYNO, LAST_DAYNO = -25_567, 84_005
"""1900-01-01 and 2199-12-31: days outside are misread dates."""

RAW = "#raw"
"""Suffix of the column that keeps a value as delivered, where reading it as the declared type can fail."""

MASK = "＊＊＊"
_EXPECTED = {
    "integer": "整数",
    "day": "日期，如 2023-05-31",
    "time": "时间，如 2023-05-31 08:30:00",
    "flag": "true 或 false",
}


@dataclass(frozen=True)
class RowCheck:
    """``bad`` is true where a row is wrong; ``found`` is SQL for the value to show; ``expected`` is for the reader."""

    code: str
    field: str
    bad: str
    found: str
    expected: str = ""


def row_checks(
    table: Table, fallible: Collection[str], codes: Mapping[str, Collection[str]]
) -> tuple[RowCheck, ...]:
    """The checks of a table. ``fallible`` columns have a raw twin; ``codes`` are the valid ones by list.

    A list that is not in ``codes`` is not checked.
    """
    return (
        *(check for column in table.columns for check in _column_checks(column, fallible, codes)),
        *_identity_checks(table),
    )


def any_bad(checks: Collection[RowCheck]) -> str:
    """A condition that is true where any check finds the row wrong, and never null."""
    return " OR ".join(f"coalesce({check.bad}, false)" for check in checks) or "false"


def _column_checks(
    column: Column, fallible: Collection[str], codes: Mapping[str, Collection[str]]
) -> Iterator[RowCheck]:
    name = quoted(column.name)
    shown = literal(MASK) if column.sensitive else f"CAST({name} AS VARCHAR)"
    if column.name in fallible:
        raw = quoted(column.name + RAW)
        shown_raw = literal(MASK) if column.sensitive else raw
        expected = _EXPECTED.get(column.type, "")
        yield RowCheck(
            "row_unreadable", column.name, f"{name} IS NULL AND {raw} IS NOT NULL", shown_raw, expected
        )
        missing = f"{raw} IS NULL"
    else:
        missing = f"{name} IS NULL"
    if not column.optional:
        yield RowCheck("row_empty", column.name, missing, "''")
    if column.type in {"text", "code"} and not column.optional and not column.blank:
        yield RowCheck("row_blank", column.name, f"{name} = ''", "''")
    if column.length:
        too_long = f"length({name}) > {column.length}"
        yield RowCheck("row_too_long", column.name, too_long, shown, f"{column.length} 个字符以内")
    if column.type == "code" and column.codes in codes:
        valid = sorted(codes[column.codes])
        listed = ", ".join(literal(code) for code in valid) or "NULL"
        unknown = f"{name} NOT IN ({listed})" if valid else f"{name} IS NOT NULL"
        yield RowCheck("row_code_unknown", column.name, unknown, shown, column.title)
    yield from _form_checks(column, name, shown)


def _form_checks(column: Column, name: str, shown: str) -> Iterator[RowCheck]:
    if column.type == "month":
        pattern = r"^[0-9]{4}-(0[1-9]|1[0-2])$"
        bad = f"NOT regexp_matches({name}, {literal(pattern)})"
        yield RowCheck("row_unreadable", column.name, bad, shown, "月份，如 2023-05")
    if column.type == "day":
        bad = f"{name} NOT BETWEEN {FIRST_DAYNO} AND {LAST_DAYNO}"
        yield RowCheck("row_day_far", column.name, bad, shown, "1900 年至 2199 年")
    if column.type == "time":
        bad = f"{name} <> date_trunc('second', {name})"
        yield RowCheck("row_unreadable", column.name, bad, shown, "到秒为止的时间")


def _identity_checks(table: Table) -> Iterator[RowCheck]:
    """A law that comes out as unknown does not hold; but it is not judged where a required value is missing."""
    for law in table.identities:
        columns = identity_columns(table, law)
        needed = [quoted(name) for name in columns if not table.column(name).optional]
        known = " AND ".join(f"{name} IS NOT NULL" for name in needed) or "true"
        bad = f"{known} AND NOT coalesce({identity_condition(table, law)}, false)"
        pieces = [
            f"{literal(name + '=')} || "
            + (
                literal(MASK)
                if table.column(name).sensitive
                else f"coalesce(CAST({quoted(name)} AS VARCHAR), '空')"
            )
            for name in columns
        ]
        found = " || '，' || ".join(pieces) or "''"
        yield RowCheck("row_identity_broken", law.id, bad, found, law.name)
