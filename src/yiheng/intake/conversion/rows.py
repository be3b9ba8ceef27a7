"""Converting the sheets of one layout: rows in the usual forms in one quick pass, the few others in full.

A sample says which columns are not in the usual form; those are read in full from the start. Rows that the quick pass
could not read wholly are read once more in full; what is then still unread is set aside with its reasons.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.schema import SQL_TYPES
from yiheng.engine.sql_text import listed, literal, parquet, quoted
from yiheng.intake.conversion.plan import BAD, RowPlan, base_select, declared, row_plan
from yiheng.intake.conversion.problem_rows import write_problems
from yiheng.intake.recognition.dictionary import Dictionary
from yiheng.intake.recognition.layout import Recognised
from yiheng.intake.staged import PLACE
from yiheng.standards.table import Column, Table

STAGED = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1"
SAMPLED = 2_000
"""Rows by which it is decided which columns are read in full from the start."""


@dataclass(frozen=True)
class Converted:
    """What came of the sheets of one layout, for one table. ``extras``: keys and columns that only lookups use;
    ``lost_fen``: the control total of the rows set aside as far as it could be read, by file and sheet."""

    table: str
    rows: tuple[Path, ...]
    read: int
    set_aside: tuple[Path, ...] = ()
    extras: tuple[Path, ...] = ()
    lost_fen: Mapping[tuple[int, str], int] = field(default_factory=dict)


def convert_rows(
    database: DuckDatabase, sheets: Sequence[Recognised], known: Dictionary, staging: Path, number: int
) -> Converted:
    """Convert sheets of one layout whose rows stand alone: no lines hang on them."""
    target = known.target(sheets[0].layout.target)
    plan = row_plan(target, sheets[0].layout, known)
    base = base_select(sheets)
    stem = staging / f"{target.name}-{number}"
    slow = slow_positions(database, plan, base)
    quick = plan.typed(base, plan.raw_columns(), slow)
    order = _month_order(database, plan, base, slow)
    written = _write(database, plan, quick, plan.unread(slow), stem.with_suffix(".quick.parquet"), order)
    read, unread = _counts(database, written)
    files = [_kept(database, plan, written, stem.with_suffix(".1.parquet"), unread > 0)]
    extras = [_extras(database, plan, written, stem.with_suffix(".1.extras.parquet"))]
    aside: list[Path] = []
    lost: Mapping[tuple[int, str], int] = {}
    if unread:
        places = f"SELECT {listed(PLACE)} FROM {parquet([written])} WHERE {quoted(BAD)}"
        rest = f"SELECT * FROM ({base}) SEMI JOIN ({places}) USING ({listed(PLACE)})"
        full = plan.typed(rest, plan.raw_columns())
        again = _write(database, plan, full, plan.bad(), stem.with_suffix(".full.parquet"))
        bad = _counts(database, again)[1]
        files.append(_kept(database, plan, again, stem.with_suffix(".2.parquet"), bad > 0))
        extras.append(_extras(database, plan, again, stem.with_suffix(".2.extras.parquet")))
        if bad:
            aside = [stem.with_suffix(".problems.parquet")]
            worse = f"SELECT {listed(PLACE)} FROM {parquet([again])} WHERE {quoted(BAD)}"
            write_problems(database, plan, base, worse, aside[0], [declared(target).table])
            gone = f"SELECT * FROM {parquet([again])} WHERE {quoted(BAD)}"
            lost = lost_totals(database, declared(target), gone)
    return Converted(
        declared(target).table,
        tuple(files),
        read,
        tuple(aside),
        tuple(one for one in extras if one is not None),
        lost,
    )


def lost_totals(database: DuckDatabase, table: Table, gone: str) -> dict[tuple[int, str], int]:
    """The control total of rows that are set aside (a SELECT), by file and sheet: what a sender states of a file counts
    them too, and their amounts may well be readable."""
    if not table.control:
        return {}
    rows = database.connection.execute(
        f"SELECT src_file, src_sheet, sum({quoted(table.control)}) FROM ({gone}) GROUP BY ALL"
    ).fetchall()
    return {(file, sheet): int(total or 0) for file, sheet, total in rows}


def slow_positions(database: DuckDatabase, plan: RowPlan, base: str) -> frozenset[int]:
    """Columns in whose first rows some cell is not in the usual form."""
    terms = [
        f"coalesce(bool_or({one.raw} IS NOT NULL AND {one.cell.quick} IS NULL), false)"
        for one in plan.readings
    ]
    found = database.connection.execute(
        f"SELECT {', '.join(terms)} FROM ({base} LIMIT {SAMPLED})"
    ).fetchall()[0]
    return frozenset(one.position for one, slow in zip(plan.readings, found, strict=True) if slow)


def _month_order(database: DuckDatabase, plan: RowPlan, base: str, slow: frozenset[int]) -> str:
    """ORDER BY the month of the partition's day where the first rows lie in several; nothing where they do not.

    Publishing makes a part of every month; with the months side by side it need not read all rows for each of them.
    """
    day = declared(plan.target).partition
    if day not in plan.names:
        return ""
    month = f"date_trunc('month', DATE '1970-01-01' + {quoted(day)})"
    sample = plan.typed(f"{base} LIMIT {SAMPLED}", (), slow)
    found = database.connection.execute(f"SELECT count(DISTINCT {month}) FROM ({sample})").fetchall()[0][0]
    return f" ORDER BY {month}" if found > 1 else ""


def copy_to(database: DuckDatabase, select: str, path: Path) -> None:
    """Write a SELECT as a staged file."""
    database.connection.execute(f"COPY ({select}) TO {literal(str(path))} ({STAGED})").fetchall()


def shaped(table: Table, names: Sequence[str]) -> list[str]:
    """The contract's columns of a table in its types; one that is not there is null, or empty where that may be."""
    return [_shaped(column, column.name in names) for column in table.columns]


def _shaped(column: Column, there: bool) -> str:
    kind, name = SQL_TYPES[column.type], quoted(column.name)
    if not there:
        return f"CAST({chr(39) * 2 if column.blank else 'NULL'} AS {kind}) AS {name}"
    value = f"coalesce({name}, '')" if column.blank else name
    return f"CAST({value} AS {kind}) AS {name}"


def own_extras(plan: RowPlan) -> list[str]:
    """Columns beside the contract's that the sheet gives and lookups use."""
    return [column.name for column in plan.target.extras if column.name in plan.names]


def _write(database: DuckDatabase, plan: RowPlan, typed: str, bad: str, path: Path, order: str = "") -> Path:
    """All rows with their places, marked where they are not read. Nothing is filtered here: a filter over readings
    would have the engine work them out twice."""
    columns = [*shaped(declared(plan.target), plan.names), *map(quoted, own_extras(plan))]
    select = f"SELECT {listed(PLACE)}, {', '.join(columns)}, coalesce({bad}, false) AS {quoted(BAD)} FROM ({typed}){order}"
    copy_to(database, select, path)
    return path


def _counts(database: DuckDatabase, path: Path) -> tuple[int, int]:
    rows, bad = database.connection.execute(
        f"SELECT count(*), count(*) FILTER (WHERE {quoted(BAD)}) FROM {parquet([path])}"
    ).fetchall()[0]
    return int(rows), int(bad)


def _kept(database: DuckDatabase, plan: RowPlan, written: Path, path: Path, some_bad: bool) -> Path:
    """The rows that were read; where all were, the file as it was written, whose further columns nobody asks for."""
    if not some_bad:
        return written
    names = listed([*PLACE, *declared(plan.target).names])
    copy_to(database, f"SELECT {names} FROM {parquet([written])} WHERE NOT {quoted(BAD)}", path)
    return path


def _extras(database: DuckDatabase, plan: RowPlan, written: Path, path: Path) -> Path | None:
    own = own_extras(plan)
    if not own:
        return None
    names = listed([*declared(plan.target).key, *own])
    copy_to(database, f"SELECT {names} FROM {parquet([written])} WHERE NOT {quoted(BAD)}", path)
    return path
