"""Publishing: the only way in which rows enter a city. Check all, write parts, rename CURRENT once.

A delivery is checked whole before anything is written. Then each touched partition gets one new part: its published
rows, but those superseded by a delivered row of the same key, and the delivered ones, sorted by key. The manifest
follows, and last ``CURRENT`` is renamed. Killed at any point before that, the city is what it was: files of a number
above ``CURRENT`` are read by nobody and swept away by the next writer.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from yiheng.engine.city import City
from yiheng.engine.delivery import Delivered, Source, open_delivery, refuse_delivery
from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.durable import force_to_disk, write_durably, writing_city
from yiheng.engine.set_aside import write_problems
from yiheng.engine.snapshot import (
    Intake,
    Snapshot,
    TableState,
    current_number,
    current_snapshot,
    manifest_bytes,
    manifest_path,
)
from yiheng.engine.table_intake import CheckedTable, check_table
from yiheng.engine.table_merge import count_dangling, merge_table
from yiheng.engine.writer_lock import writer_lock
from yiheng.standards.problem import Problem
from yiheng.standards.table import Contract

MEMORY_LIMIT = "1GB"
"""What the engine may hold before it spills to the city's staging folder; the whole process stays below 2 GiB."""

Progress = Callable[[str, str], None]
"""Told what is being done to which table: ``("核对", "fee_line")``."""


@dataclass(frozen=True)
class Publishing:
    """How a delivery is to be published; every field has a default that refuses rather than guesses.

    ``replace``: tables delivered in full, whose published rows all give way. ``codes``: valid codes by list; a list
    not given is not checked. ``versions``: of content layers, kept in the manifest. ``set_aside``: publish the rows
    that are right and list the others, instead of refusing the delivery.
    """

    replace: Collection[str] = ()
    codes: Mapping[str, Collection[str]] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    set_aside: bool = False
    memory_limit: str = MEMORY_LIMIT
    progress: Progress = lambda _doing, _table: None


def publish(
    city: City,
    delivery: Mapping[str, Delivered],
    contract: Contract,
    *,
    note: str,
    as_of: date,
    replace: Collection[str] = (),
    codes: Mapping[str, Collection[str]] | None = None,
    versions: Mapping[str, str] | None = None,
    set_aside: bool = False,
    memory_limit: str = MEMORY_LIMIT,
    progress: Progress = lambda _doing, _table: None,
) -> Snapshot:
    """Publish a delivery (contract tables by name, as Parquet or CSV files or as Arrow) as the next snapshot.

    ``as_of`` is the moment (a date or datetime) that the caller gives the snapshot. ``replace`` names tables that are
    delivered in full: all their published rows give way. ``codes`` are the valid codes by list; a list that is not
    given is not checked. ``versions`` (of content layers) are kept in the manifest. Rows that break the contract
    refuse the whole delivery (DeliveryRefused, with the first problems); with ``set_aside`` they are listed in a file
    and the others published. Refuses a second writer, a full disk and an altered part; then nothing has changed.
    """
    asked = Publishing(replace, codes or {}, versions or {}, set_aside, memory_limit, progress)
    with writer_lock(city.root, note), writing_city(city.root):
        sweep(city)
        number = current_number(city) + 1
        try:
            city.staging.mkdir()
            with DuckDatabase(memory_limit=memory_limit, spill=city.staging / "spill") as database:
                database.connection.execute(
                    "SET preserve_insertion_order = true"
                )  # rows have numbers, parts an order
                snapshot = _publish(city, database, delivery, contract, asked, note, as_of.isoformat())
        except BaseException:
            if current_number(city) < number:  # a failure after the renaming is not one of publishing
                with suppress(OSError):  # the failure that is on its way matters more
                    sweep(city)
            raise
        shutil.rmtree(city.staging, ignore_errors=True)
    return snapshot


def sweep(city: City) -> list[Path]:
    """Take away what an interrupted publish left: staging, and files numbered above ``CURRENT``. Only for the writer."""
    number = current_number(city)
    if city.staging.exists():
        shutil.rmtree(city.staging)
    files = [*city.parts.glob("*/*/*"), *city.snapshots.iterdir()]
    left = [path for path in files if _number(path) > number or path.name.endswith(".new")]
    for path in left:
        path.unlink(missing_ok=True)
    return left


def _number(path: Path) -> int:
    """The snapshot a file was written for: the digits its name begins with; 0 for a file that is not ours."""
    first = path.name.split(".")[0]
    return int(first) if first.isascii() and first.isdigit() else 0


def _publish(
    city: City,
    database: DuckDatabase,
    delivery: Mapping[str, Delivered],
    contract: Contract,
    asked: Publishing,
    note: str,
    as_of: str,
) -> Snapshot:
    before = current_snapshot(city)
    number = before.number + 1
    opened = open_delivery(database, delivery, contract, city.staging)
    checked = [_check(city, database, contract, before, name, opened[name], asked) for name in sorted(opened)]
    _refuse_bad_rows(checked, asked)
    tables = dict(before.tables)
    intake: dict[str, Intake] = {}
    for one in checked:
        asked.progress("写入", one.table.table)
        name = one.table.table
        tables[name], superseded = merge_table(database, city, one, _published(before, name, asked), number)
        intake[name] = Intake(one.read, one.accepted, one.set_aside, superseded, one.totals)
    for one in checked:
        asked.progress("核对引用", one.table.table)
        orphans = count_dangling(database, city, contract, one, tables)
        intake[one.table.table] = _with_orphans(intake[one.table.table], orphans)
    listed = _list_set_aside(city, checked, number)
    snapshot = Snapshot(
        number, tables, before.number, note, as_of, contract.version, dict(asked.versions), intake, listed
    )
    _commit(city, snapshot)
    return snapshot


def _published(before: Snapshot, name: str, asked: Publishing) -> TableState:
    return TableState() if name in asked.replace else before.tables.get(name, TableState())


def _check(
    city: City,
    database: DuckDatabase,
    contract: Contract,
    before: Snapshot,
    name: str,
    sources: tuple[Source, ...],
    asked: Publishing,
) -> CheckedTable:
    asked.progress("核对", name)
    state = _published(before, name, asked)
    return check_table(database, city, contract.tables[name], sources, state, asked.codes)


def _with_orphans(intake: Intake, orphans: Mapping[str, int]) -> Intake:
    return Intake(
        intake.read, intake.accepted, intake.set_aside, intake.superseded, intake.totals, dict(orphans)
    )


def _refuse_bad_rows(checked: list[CheckedTable], asked: Publishing) -> None:
    """Refuse the delivery for its rows, unless they are to be set aside."""
    bad = sum(one.set_aside for one in checked)
    if bad and not asked.set_aside:
        shown: list[Problem] = [problem for one in checked for problem in one.first_problems()]
        raise refuse_delivery(shown, bad)


def _list_set_aside(city: City, checked: list[CheckedTable], number: int) -> str:
    """The name of the file that lists the rows set aside; empty where there are none."""
    if not any(one.set_aside for one in checked):
        return ""

    def every() -> Iterator[tuple[CheckedTable, Problem]]:
        """Every row set aside with its table, in the order of the tables."""
        for one in checked:
            for problem in one.problems():
                yield one, problem

    name = f"{number}.set_aside.csv"
    write_problems(city.snapshots / name, ((one.table, problem) for one, problem in every()))
    return name


def _commit(city: City, snapshot: Snapshot) -> None:
    """Make a snapshot the one in force: all that it names is on the disk, then one rename."""
    touched = {
        (city.root / part.file).parent
        for part in snapshot.parts
        if part.file.endswith(f"{snapshot.number:06d}.parquet")
    }
    for folder in sorted({upper for one in touched for upper in (one, one.parent)} | {city.parts}):
        force_to_disk(folder)
    write_durably(manifest_path(city, snapshot.number), manifest_bytes(snapshot))
    write_durably(city.current, f"{snapshot.number}\n".encode())
