"""History: the deliveries of a city, and the versions of one row with the deliveries and runs that they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yiheng.engine.city import City
from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.row_check import MASK
from yiheng.engine.run import list_runs
from yiheng.engine.snapshot import Snapshot, current_number, part_path, read_snapshot
from yiheng.engine.sql_text import listed, literal, parquet, quoted
from yiheng.intake.quality.check_sql import MACROS, written
from yiheng.intake.register.record import DELIVERY, read_records
from yiheng.standards.problem import refuse
from yiheng.standards.table import Table


@dataclass(frozen=True)
class Received:
    """One delivery as the register has it: its files and rows in all."""

    number: str
    sender_no: str
    sender: str
    received: datetime
    months: str
    kinds: str
    files: int
    read: int
    accepted: int
    set_aside: int


@dataclass(frozen=True)
class Version:
    """One version of a row: the snapshot that brought it, its delivery, its values as text (None: the row is gone).

    ``runs`` are those whose snapshot holds this version.
    """

    snapshot: int
    as_of: str
    note: str
    delivery_no: str
    values: dict[str, str] | None
    runs: tuple[str, ...]


def received(facts: DuckDatabase) -> list[Received]:
    """The deliveries published in a city, the last first."""
    rows = facts.connection.execute(
        "SELECT delivery_no, any_value(sender_no), any_value(sender), max(received_time),"
        " coalesce(string_agg(DISTINCT month, '、' ORDER BY month), ''), string_agg(DISTINCT delivery_kind, '、' ORDER BY delivery_kind),"
        " count(DISTINCT file_name), sum(read_rows), sum(accepted_rows), sum(set_aside_rows)"
        f" FROM {DELIVERY} GROUP BY delivery_no ORDER BY max(received_time) DESC, delivery_no DESC"
    ).fetchall()
    return [Received(*row[:7], *map(int, row[7:])) for row in rows]


def versions(city: City, table: Table, key: str) -> list[Version]:
    """Every version of the row with a key (its parts joined by ``|``), the first first; refuses a key that never was."""
    parts = key.split("|")
    if len(parts) != len(table.key):
        raise refuse(
            "key_parts",
            key=table.name,
            found=key,
            expected="|".join(table.column(one).title for one in table.key),
        )
    deliveries = {record.snapshot: record.number for record in read_records(city) if record.snapshot}
    runs = [(run.inputs.snapshot, run.run_id) for run in list_runs(city.runs)]
    changes = list(_changes(city, table, parts))
    if not any(values for _, values in changes):
        raise refuse("key_unknown_in_city", key=table.name, found=key)
    found = []
    for index, (snapshot, values) in enumerate(changes):
        until = changes[index + 1][0].number if index + 1 < len(changes) else current_number(city) + 1
        used = tuple(sorted(run for number, run in runs if snapshot.number <= number < until))
        number = deliveries.get(snapshot.number, "")
        found.append(Version(snapshot.number, snapshot.as_of, snapshot.note, number, values, used))
    return found


def _changes(city: City, table: Table, key: list[str]) -> Iterator[tuple[Snapshot, dict[str, str] | None]]:
    """The snapshots after which the row is another than before; only parts that are new in a snapshot are read."""
    known: dict[str, dict[str, str] | None] = {}
    last: dict[str, str] | None = None
    with DuckDatabase() as database:
        for macro in MACROS:
            database.connection.execute(macro).fetchall()
        for number in range(1, current_number(city) + 1):
            snapshot = read_snapshot(city, number)
            state = snapshot.tables.get(table.table)
            held = state.parts if state is not None else ()
            for part in held:
                if part.file not in known:
                    known[part.file] = _row(database, table, parquet([part_path(city, part)]), key)
            values = next((known[part.file] for part in held if known[part.file]), None)
            if values != last:
                yield snapshot, values
            last = values


def _row(database: DuckDatabase, table: Table, rows: str, key: list[str]) -> dict[str, str] | None:
    chosen = " AND ".join(
        f"CAST({quoted(name)} AS VARCHAR) = {literal(value)}"
        for name, value in zip(table.key, key, strict=True)
    )
    shown = ", ".join(
        f"{literal(MASK) if one.sensitive else written(one)} AS {quoted(one.name)}" for one in table.columns
    )
    found: list[dict[str, Any]] = database.table(
        f"SELECT {shown} FROM (SELECT {listed(table.names)} FROM {rows} WHERE {chosen})"
    ).to_pylist()
    return {name: "" if value is None else str(value) for name, value in found[0].items()} if found else None
