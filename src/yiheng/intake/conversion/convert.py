"""A recognised delivery as staged rows: layout by layout, and each table's rows that others need before those that need them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from yiheng.engine.city import City
from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.snapshot import Snapshot
from yiheng.engine.sql_text import literal, parquet
from yiheng.intake.conversion.hanging import convert_hanging
from yiheng.intake.conversion.hung import Hung
from yiheng.intake.conversion.lookup import Known
from yiheng.intake.conversion.merged_cells import carry_merged
from yiheng.intake.conversion.node_values import Nodes
from yiheng.intake.conversion.problem_rows import write_nothing
from yiheng.intake.conversion.rows import Converted, convert_rows
from yiheng.intake.conversion.session import conversion_session
from yiheng.intake.conversion.stated_summaries import summary_problems
from yiheng.intake.conversion.stated_totals import total_problems
from yiheng.intake.recognition.dictionary import Dictionary
from yiheng.intake.recognition.layout import Layout, Recognised
from yiheng.intake.recognition.odd_rows import with_odd_rows
from yiheng.intake.sheet import SourceFile
from yiheng.intake.staged import Staged
from yiheng.standards.problem import Problem

Progress = Callable[[str], None]
"""Told what is being converted: the title of a target."""


@dataclass(frozen=True)
class Source:
    """What is converted: recognised sheets, nodes of messages by target, where rows already published stand, and the
    summaries that the rows are held against."""

    files: Sequence[SourceFile]
    sheets: Sequence[Recognised]
    nodes: Mapping[str, Nodes] = field(default_factory=dict)
    city: City | None = None
    snapshot: Snapshot | None = None
    summaries: Sequence[Recognised] = ()


@dataclass(frozen=True)
class Conversion:
    """Rows of a delivery; total rows that do not agree with the rows above them, and summaries that do not either."""

    staged: Staged
    problems: tuple[Problem, ...]


def convert(
    source: Source, known: Dictionary, staging: Path, progress: Progress = lambda _: None
) -> Conversion:
    """Convert every recognised sheet; ``staging`` receives the rows and what is set aside."""
    staging.mkdir(parents=True, exist_ok=True)
    done: list[Converted] = []
    seen: list[Recognised] = []
    carry_merged(source.sheets, known)
    groups = sorted(by_layout(source.sheets), key=lambda group: _needs(group[0], known))
    with conversion_session(staging) as database:
        for number, group in enumerate(groups):
            target = known.target(group[0].layout.target)
            progress(target.title)
            counted = (
                group if target.message else list(with_odd_rows(database, group, known.totals, known.notes))
            )
            seen += counted
            if target.lines or target.lookups:
                hung = Hung(counted, source.nodes.get(target.name, {}), _beside(done, source, known), known)
                done += convert_hanging(database, hung, staging, number)
            else:
                done.append(convert_rows(database, counted, known, staging, number))
        rows = staged(database, source.files, done, staging)
        stated = (
            *total_problems(database, seen, rows, known),
            *summary_problems(database, source.summaries, seen, rows, known),
        )
        return Conversion(rows, stated)


def _needs(one: Recognised, known: Dictionary) -> bool:
    """Rows that look others up come after them."""
    return bool(known.target(one.layout.target).lookups)


def _beside(done: Sequence[Converted], source: Source, known: Dictionary) -> Known:
    rows: dict[str, list[Path]] = {}
    extras: dict[str, list[Path]] = {}
    for one in done:
        rows.setdefault(one.table, []).extend(one.rows)
        extras.setdefault(one.table, []).extend(one.extras)
    return Known(known.contract, rows, extras, source.city, source.snapshot)


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
    lost: dict[tuple[int, str, str], int] = {}
    for one in done:
        for (file, sheet), fen in one.lost_fen.items():
            lost[file, sheet, one.table] = lost.get((file, sheet, one.table), 0) + fen
    return Staged(tuple(files), tables, path, read, lost_fen=lost)
