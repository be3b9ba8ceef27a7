"""Merging an accepted table into the published one: a new part for each touched partition, and no other.

The law: after a publish a table holds each key once, the row delivered last; its parts are a function of its rows
alone, so that the same rows give the same hash however many deliveries they came in.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from yiheng.engine.city import City
from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.key_index import Keys, common, dangling, fingerprint, union, without, write_keys
from yiheng.engine.part import part_keys, part_problem, remove_part, write_part
from yiheng.engine.snapshot import Part, TableState, part_path
from yiheng.engine.sql_text import listed, parquet, quoted
from yiheng.engine.table_intake import CheckedTable
from yiheng.standards.problem import Refused
from yiheng.standards.table import Contract, Reference

_NO_KEYS: Keys = np.empty(0, dtype=np.uint64)


def merge_table(
    database: DuckDatabase, city: City, one: CheckedTable, published: TableState, number: int
) -> tuple[TableState, int]:
    """The state of a table with the accepted rows in it, and how many published rows were superseded."""
    parts = {part.partition: part for part in published.parts}
    superseded = 0
    for partition in sorted({name for name, keys in one.keys.items() if len(keys)} | set(one.moved)):
        old = parts.get(partition)
        new, gone = _merge_partition(database, city, one, partition, old, number)
        superseded += gone
        if new is None:
            parts.pop(partition, None)
        else:
            parts[partition] = new
    return TableState(tuple(parts[partition] for partition in sorted(parts))), superseded


def _merge_partition(
    database: DuckDatabase, city: City, one: CheckedTable, partition: str, old: Part | None, number: int
) -> tuple[Part | None, int]:
    """The new part of a partition (None where no row is left), and how many of its rows were superseded."""
    delivered = one.keys.get(partition, _NO_KEYS)
    pieces = [one.rows(partition)] if len(delivered) else []
    stored = gone = _NO_KEYS
    if old is not None:
        if (
            problem := part_problem(city, old)
        ) is not None:  # what was altered must not become right by merging
            raise Refused(problem)
        stored = part_keys(database, city, one.table, old)
        here, moved = common(delivered, stored), one.moved.get(partition, _NO_KEYS)
        gone = union(here, moved)
        pieces.insert(0, _kept_rows(database, city, one, old, here, moved))
    new = write_part(database, city, one.table, partition, number, " UNION ALL ".join(pieces))
    path = part_path(city, new)
    superseded = (old.rows if old is not None else 0) + len(delivered) - new.rows
    if new.rows == 0 or (old is not None and new.hash == old.hash):
        remove_part(path)
        return (None if new.rows == 0 else old), superseded
    keys = union(without(stored, gone), delivered)
    if (
        len(keys) == new.rows
    ):  # else two keys share a fingerprint: the file is left out and computed when needed
        write_keys(path, keys)
    return new, superseded


def _kept_rows(
    database: DuckDatabase, city: City, one: CheckedTable, old: Part, here: Keys, moved: Keys
) -> str:
    """SELECT of a published part's rows but those whose key an accepted row has, in this partition or another."""
    key = listed(one.table.key)
    rows = f"SELECT {listed(one.table.names)} FROM {parquet([part_path(city, old)])}"
    if len(here):
        rows = f"SELECT * FROM ({rows}) ANTI JOIN ({one.rows(old.partition)}) USING ({key})"
    if len(moved):
        database.connection.register("#moved", pa.table({"key_print": moved}))
        chosen = f'{fingerprint(one.table.key)} IN (SELECT key_print FROM "#moved")'
        superseding = f"{one.table.table}#superseding"
        database.create_table(superseding, f"SELECT {key} FROM ({one.accepted_keys()}) WHERE {chosen}")
        rows = f"SELECT * FROM ({rows}) ANTI JOIN {quoted(superseding)} USING ({key})"
    return rows


def count_dangling(
    database: DuckDatabase,
    city: City,
    contract: Contract,
    one: CheckedTable,
    tables: Mapping[str, TableState],
) -> dict[str, int]:
    """Rows in touched partitions whose reference leads to no published row, by ``columns→table``; none are left out."""
    touched = [part for part in tables[one.table.table].parts if part.partition in one.keys]
    found = {}
    for reference in one.table.references:
        count = _dangling(database, city, contract, reference, touched, tables)
        if count:
            found[f"{'、'.join(reference.columns)}→{reference.table}"] = count
    return found


def _dangling(
    database: DuckDatabase,
    city: City,
    contract: Contract,
    reference: Reference,
    touched: list[Part],
    tables: Mapping[str, TableState],
) -> int:
    given = " AND ".join(f"{quoted(name)} IS NOT NULL" for name in reference.columns)
    target = contract.tables[reference.table]
    present = tables.get(reference.table, TableState()).parts
    total = 0
    for part in touched:
        wanted = database.table(
            f"SELECT {fingerprint(reference.columns)} AS key, count(*) AS times"
            f" FROM {parquet([part_path(city, part)])} WHERE {given} GROUP BY 1 ORDER BY 1"
        )
        total += dangling(
            wanted.column("key").to_numpy(),
            wanted.column("times").to_numpy(),
            (part_keys(database, city, target, other) for other in present),
        )
    return total
