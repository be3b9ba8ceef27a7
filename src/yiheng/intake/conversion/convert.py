"""A recognised delivery as staged rows: layout by layout, and each table's rows that others need before those that need them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.sql_text import literal, parquet
from yiheng.intake.conversion.problem_rows import write_nothing
from yiheng.intake.conversion.rows import Converted, convert_rows
from yiheng.intake.conversion.session import conversion_session
from yiheng.intake.recognition.dictionary import Dictionary
from yiheng.intake.recognition.layout import Layout, Recognised
from yiheng.intake.recognition.odd_rows import with_odd_rows
from yiheng.intake.sheet import SourceFile
from yiheng.intake.staged import Staged

Progress = Callable[[str], None]
"""Told what is being converted: the title of a target."""


def convert(
    files: Sequence[SourceFile],
    sheets: Sequence[Recognised],
    known: Dictionary,
    staging: Path,
    progress: Progress = lambda _: None,
) -> Staged:
    """Convert every recognised sheet; ``staging`` receives the rows and what is set aside."""
    staging.mkdir(parents=True, exist_ok=True)
    done: list[Converted] = []
    with conversion_session(staging) as database:
        for number, group in enumerate(by_layout(sheets)):
            progress(known.target(group[0].layout.target).title)
            counted = tuple(with_odd_rows(database, group, known.totals, known.notes))
            done.append(convert_rows(database, counted, known, staging, number))
        return staged(database, files, done, staging)


def by_layout(sheets: Sequence[Recognised]) -> list[list[Recognised]]:
    """Sheets in groups that one plan converts, in the order in which layouts first come."""
    groups: dict[Layout, list[Recognised]] = {}
    for one in sheets:
        groups.setdefault(one.layout, []).append(one)
    return list(groups.values())


def staged(
    database: DuckDatabase, files: Sequence[SourceFile], done: Sequence[Converted], staging: Path
) -> Staged:
    """What came of all layouts, as one delivery."""
    tables: dict[str, tuple[Path, ...]] = {}
    read: dict[str, int] = {}
    for one in done:
        tables[one.table] = (*tables.get(one.table, ()), *one.rows)
        read[one.table] = read.get(one.table, 0) + one.read
    aside = [path for one in done for path in one.set_aside]
    path = staging / "set_aside.parquet"
    if aside:
        database.connection.execute(
            f"COPY (SELECT * FROM {parquet(aside)}) TO {literal(str(path))} (FORMAT parquet)"
        ).fetchall()
    else:
        write_nothing(database, path)
    return Staged(tuple(files), tables, path, read)
