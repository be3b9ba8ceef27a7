"""What checks read: the delivered rows of each table, what is known after them, and the named sets of codes.

``all_T`` holds the delivered rows with their places, ``T`` those but for copies of others among them. ``known_T`` is the table as it would stand: the delivered rows and
the published ones that none of them supersedes. ``code_set`` has a row for every code of every named set.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from yiheng.engine.city import City
from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.schema import SQL_TYPES
from yiheng.engine.snapshot import Snapshot, part_path
from yiheng.engine.sql_text import listed, parquet, quoted
from yiheng.intake.quality.check_sql import MACROS, Sets
from yiheng.intake.staged import PLACE
from yiheng.standards.table import Contract, Table

ALL, KNOWN = "all_", "known_"
CODE_SET = "code_set"


def open_delivered(database: DuckDatabase, tables: Mapping[str, Sequence[Path]], contract: Contract) -> None:
    """Make the delivered rows readable; a table of which nothing was delivered has no rows."""
    for name, table in contract.tables.items():
        paths = tables.get(name, ())
        rows = delivered_rows(table, paths) if paths else no_rows(table)
        database.create_view(ALL + name, rows)
        database.create_view(name, rows)


def delivered_rows(table: Table, paths: Sequence[Path]) -> str:
    """SELECT of staged rows with their places."""
    return f"SELECT {listed([*table.names, *PLACE])} FROM {parquet(paths)}"


def no_rows(table: Table) -> str:
    """SELECT of no row, with a table's columns and places."""
    columns = [f"CAST(NULL AS {SQL_TYPES[one.type]}) AS {quoted(one.name)}" for one in table.columns]
    place = ["CAST(NULL AS INTEGER)", "CAST(NULL AS VARCHAR)", "CAST(NULL AS BIGINT)"]
    columns += [f"{cast} AS {name}" for cast, name in zip(place, PLACE, strict=True)]
    return f"SELECT {', '.join(columns)} WHERE false"


def open_known(
    database: DuckDatabase,
    names: Iterable[str],
    contract: Contract,
    city: City | None,
    snapshot: Snapshot | None,
) -> None:
    """Make ``known_T`` readable for the tables named."""
    for name in names:
        table = contract.tables[name]
        state = snapshot.tables.get(name) if snapshot is not None else None
        paths = (
            [part_path(city, part) for part in state.parts] if city is not None and state is not None else []
        )
        published = f"SELECT {listed(table.names)} FROM {parquet(paths)}" if paths else ""
        database.create_view(KNOWN + name, known_rows(table, published))


def known_rows(table: Table, published: str) -> str:
    """SELECT of the delivered rows and of the published ones (a SELECT, empty: none) that they do not supersede."""
    delivered = f"SELECT {listed(table.names)} FROM {quoted(table.table)}"
    if not published:
        return delivered
    kept = f"SELECT {listed(table.names)} FROM ({published}) ANTI JOIN {quoted(table.table)} USING ({listed(table.key)})"
    return f"{delivered} UNION ALL {kept}"


def open_sets(database: DuckDatabase, sets: Sets) -> None:
    """Make the sets of codes readable, and the functions that show numbers."""
    for macro in MACROS:
        database.connection.execute(macro).fetchall()
    pairs = [(name, code) for name, codes in sorted(sets.items()) for code in codes]
    schema = pa.schema([("set_name", pa.string()), ("code", pa.string())])
    columns = [[name for name, _ in pairs], [code for _, code in pairs]]
    database.register(CODE_SET, pa.table([pa.array(one, pa.string()) for one in columns], schema=schema))


def known_inputs(inputs: Iterable[str]) -> list[str]:
    """The tables whose ``known_T`` is among the inputs of a step."""
    return [name.removeprefix(KNOWN) for name in inputs if name.startswith(KNOWN)]
