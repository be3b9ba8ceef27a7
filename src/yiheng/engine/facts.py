"""Published facts, opened for reading: one view a table, over the parts that a snapshot lists."""

from __future__ import annotations

from pathlib import Path

from yiheng.engine.city import City
from yiheng.engine.duck_database import MEMORY_LIMIT, DuckDatabase
from yiheng.engine.schema import SQL_TYPES
from yiheng.engine.snapshot import Snapshot, part_path
from yiheng.engine.sql_text import quoted
from yiheng.standards.problem import refuse
from yiheng.standards.table import Contract, Table


def open_facts(
    city: City,
    snapshot: Snapshot,
    contract: Contract,
    *,
    file: Path | None = None,
    memory_limit: str = MEMORY_LIMIT,
) -> DuckDatabase:
    """A database with one view for every table of the contract; one of which nothing is published has no rows.

    Refuses a snapshot of which a part is missing or not as long as it was published. Contents are proved by
    :func:`yiheng.engine.verify.verify_snapshot`.
    """
    for part in snapshot.parts:
        path = part_path(city, part)
        if not path.is_file():
            raise refuse("part_missing", file=part.file, key=part.table, found=part.partition)
        if path.stat().st_size != part.bytes:
            raise refuse("part_altered", file=part.file, key=part.table, found=part.partition)
    database = DuckDatabase(file, memory_limit=memory_limit)
    for name, table in contract.tables.items():
        state = snapshot.tables.get(name)
        if state is not None and state.parts:
            database.register(name, [part_path(city, part) for part in state.parts])
        else:
            database.create_view(name, _no_rows(table))
    return database


def _no_rows(table: Table) -> str:
    columns = ", ".join(
        f"CAST(NULL AS {SQL_TYPES[column.type]}) AS {quoted(column.name)}" for column in table.columns
    )
    return f"SELECT {columns} WHERE false"
