"""One part: writing it from a query, reading it back, and proving that it is still what was written.

A part is a Parquet file of one partition, sorted by key. Its content hash is taken from the file that was written,
read back, so that what is recorded is what is on the disk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from yiheng.engine.city import City
from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.durable import force_to_disk
from yiheng.engine.key_index import Keys, fingerprint, key_file, read_keys
from yiheng.engine.schema import arrow_schema, money_columns
from yiheng.engine.snapshot import Part, part_path
from yiheng.engine.sql_text import listed, literal, parquet, quoted
from yiheng.engine.table_hash import BLOCK_ROWS, HashedTable, KeyOrderError, hash_batches
from yiheng.standards.problem import Problem
from yiheng.standards.table import Table

WHOLE = "all"
"""The partition of a table that has none."""

ROW_GROUP_ROWS = 122_880
"""What DuckDB scans as one piece; a visit's fee lines lie in one or two."""


def write_part(
    database: DuckDatabase, city: City, table: Table, partition: str, number: int, rows: str
) -> Part:
    """Write the result of ``rows`` as the part of a partition in snapshot ``number``, and read it back.

    Raises KeyOrderError where two rows have one key: checks before it leave none.
    """
    file = f"parts/{table.table}/{partition}/{number:06d}.parquet"
    path = city.root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    database.connection.execute(
        f"COPY (SELECT {listed(table.names)} FROM ({rows}) ORDER BY {listed(table.key)}) TO {literal(str(path))}"
        f" (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP_ROWS})"
    ).fetchall()
    force_to_disk(path)
    hashed = _hash(database, table, path)
    if hashed.repeated:
        raise KeyOrderError(f"{hashed.repeated} rows of {file} repeat a key")
    totals = _totals(database, table, path)
    size = path.stat().st_size
    return Part(table.table, partition, file, hashed.rows, size, hashed.hash, _checksum(path), totals)


def remove_part(path: Path) -> None:
    """Take away a part that was never published."""
    path.unlink(missing_ok=True)
    key_file(path).unlink(missing_ok=True)


def part_keys(database: DuckDatabase, city: City, table: Table, part: Part) -> Keys:
    """The sorted fingerprints of a part's keys, from beside it or else from its rows."""
    path = part_path(city, part)
    kept = read_keys(path, part.rows)
    if kept is not None:
        return kept
    keys = database.table(f"SELECT {fingerprint(table.key)} AS key FROM {parquet([path])} ORDER BY key")
    found: Keys = keys.column("key").to_numpy()
    return found


def part_problem(city: City, part: Part) -> Problem | None:
    """What is wrong with the file of a part: missing, or not byte for byte what was published."""
    path = part_path(city, part)
    if not path.is_file():
        return Problem("part_missing", file=part.file, key=part.table, found=part.partition)
    if path.stat().st_size != part.bytes or _checksum(path) != part.checksum:
        return Problem("part_altered", file=part.file, key=part.table, found=part.partition)
    return None


def content_problems(database: DuckDatabase, city: City, table: Table, part: Part) -> Iterator[Problem]:
    """What is wrong with the rows of a part, whose file is sound: another content than its manifest says."""
    path = part_path(city, part)
    hashed = _hash(database, table, path)
    if (hashed.hash, hashed.rows, hashed.repeated) != (part.hash, part.rows, 0) or _totals(
        database, table, path
    ) != part.totals:
        yield Problem("part_altered", file=part.file, key=table.table, found=part.partition)
        return
    kept = read_keys(path, part.rows)
    if kept is not None:
        fresh = database.table(f"SELECT {fingerprint(table.key)} AS key FROM {parquet([path])} ORDER BY key")
        if (kept != fresh.column("key").to_numpy()).any():
            yield Problem("part_keys_altered", file=str(key_file(Path(part.file))), key=table.table)


def _checksum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _hash(database: DuckDatabase, table: Table, path: Path) -> HashedTable:
    batches = database.batches(f"SELECT * FROM {parquet([path])}", BLOCK_ROWS)
    return hash_batches(batches, arrow_schema(table), table.key)


def _totals(database: DuckDatabase, table: Table, path: Path) -> dict[str, int]:
    return sums(database, table, f"SELECT * FROM {parquet([path])}")


def sums(database: DuckDatabase, table: Table, rows: str) -> dict[str, int]:
    """The exact sum of every column in 分 over the result of ``rows``."""
    names = money_columns(table)
    if not names:
        return {}
    terms = ", ".join(f"coalesce(sum({quoted(name)}), 0)" for name in names)
    found = database.connection.execute(f"SELECT {terms} FROM ({rows})").fetchall()[0]
    return {name: int(total) for name, total in zip(names, found, strict=True)}
