"""Checking one delivered table whole, before anything is written: rows, keys, and what they meet among the published."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from yiheng.engine.city import City
from yiheng.engine.delivery import Source, reading
from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.key_index import Keys, KeySpool, fingerprint, overlap, without
from yiheng.engine.part import WHOLE, part_keys
from yiheng.engine.row_check import RowCheck, any_bad, row_checks
from yiheng.engine.schema import money_columns
from yiheng.engine.set_aside import row_problems
from yiheng.engine.snapshot import TableState
from yiheng.engine.sql_text import listed, quoted
from yiheng.standards.problem import Problem
from yiheng.standards.table import Table

SHOWN = 20
"""How many problems of one kind a refusal lists."""


@dataclass
class CheckedSource:
    """A source with its checks, how many rows it has, and how many of them are wrong."""

    source: Source
    checks: tuple[RowCheck, ...]
    read: int
    bad: int
    totals: dict[str, int]
    partitions: set[str] = field(default_factory=set)


@dataclass
class CheckedTable:
    """A delivered table that has been checked: what is accepted, by partition, and what is set aside and why.

    ``keys`` are the fingerprints of accepted rows by partition; ``moved`` those that supersede published rows of
    another partition, by that partition.
    """

    database: DuckDatabase
    table: Table
    sources: list[CheckedSource]
    keys: dict[str, Keys]
    moved: dict[str, Keys]
    repeated: int = 0

    @property
    def read(self) -> int:
        """Rows in the delivery."""
        return sum(one.read for one in self.sources)

    @property
    def set_aside(self) -> int:
        """Rows not accepted: those wrong by themselves, and those whose key the delivery gives more than once."""
        return sum(one.bad for one in self.sources) + self.repeated

    @property
    def accepted(self) -> int:
        """Rows that may be published."""
        return self.read - self.set_aside

    @property
    def totals(self) -> dict[str, int]:
        """Sums in 分 of the accepted rows."""
        names = money_columns(self.table)
        return {name: sum(one.totals[name] for one in self.sources) for name in names}

    @property
    def repeated_keys(self) -> str:
        """The name of the engine's table of keys that the delivery gives more than once."""
        return f"{self.table.table}#repeated"

    def rows(self, partition: str) -> str:
        """SELECT of the accepted rows of a partition."""
        pieces = [self._rows(one, partition) for one in self.sources if partition in one.partitions]
        return " UNION ALL ".join(pieces)

    def accepted_keys(self) -> str:
        """SELECT of the keys of all accepted rows."""
        return " UNION ALL ".join(
            f"SELECT {listed(self.table.key)} FROM ({self._rows(one, '')})" for one in self.sources
        )

    def problems(self, limit: int = 0) -> Iterator[Problem]:
        """Every problem of every row, at most ``limit`` a check (0: all)."""
        for one in self.sources:
            if one.bad:
                yield from row_problems(self.database, self.table, one.source, one.checks, limit)
            if self.repeated:
                yield from row_problems(
                    self.database, self.table, one.source, [self._repeated_check(one)], limit
                )

    def first_problems(self) -> list[Problem]:
        """The first problems of each kind."""
        return list(self.problems(SHOWN))

    def _repeated_check(self, one: CheckedSource) -> RowCheck:
        among_repeated = f"({listed(self.table.key)}) IN (SELECT ({listed(self.table.key)}) FROM {quoted(self.repeated_keys)})"
        wrong = any_bad(one.checks)
        return RowCheck(
            "row_key_repeated", "、".join(self.table.key), f"{among_repeated} AND NOT ({wrong})", "''"
        )

    def _rows(self, one: CheckedSource, partition: str) -> str:
        conditions = []
        if one.bad:
            conditions.append(f"NOT ({any_bad(one.checks)})")
        if partition not in ("", WHOLE):
            first, last = month_days(partition)
            conditions.append(f"{quoted(self.table.partition)} BETWEEN {first} AND {last}")
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        rows = f"SELECT {listed(self.table.names)} FROM ({one.source.typed}){where}"
        if self.repeated:
            rows = f"SELECT * FROM ({rows}) ANTI JOIN {quoted(self.repeated_keys)} USING ({listed(self.table.key)})"
        return rows


def month_days(partition: str) -> tuple[int, int]:
    """First and last day number of a month ``2023-05``."""
    first = np.datetime64(partition, "M")
    return int(first.astype("datetime64[D]").astype(int)), int(
        (first + 1).astype("datetime64[D]").astype(int)
    ) - 1


def check_table(
    database: DuckDatabase,
    city: City,
    table: Table,
    sources: Sequence[Source],
    published: TableState,
    codes: Mapping[str, Collection[str]],
) -> CheckedTable:
    """Check every row of a delivered table and compare its keys with each other and with those published."""
    spool = KeySpool(city.staging / f"{table.table}.keys")
    checked = []
    for source in sources:
        with reading(source.name):
            checked.append(_check_source(database, table, source, codes, spool))
    delivered = spool.sorted()
    stored = {part.partition: part_keys(database, city, table, part) for part in published.parts}
    met = overlap(delivered, stored)
    moved = {partition: np.sort(np.concatenate(keys)) for partition, keys in met.moved.items()}
    one = CheckedTable(database, table, checked, delivered, moved)
    if met.repeated:
        _set_repeated_aside(one, np.sort(np.concatenate(met.repeated)))
    return one


def _check_source(
    database: DuckDatabase,
    table: Table,
    source: Source,
    codes: Mapping[str, Collection[str]],
    spool: KeySpool,
) -> CheckedSource:
    checks = row_checks(table, source.fallible, codes)
    wrong = quoted("#wrong")
    sums = "".join(
        f", coalesce(sum({quoted(name)}) FILTER (WHERE NOT {wrong}), 0)" for name in money_columns(table)
    )
    judged = f"SELECT *, ({any_bad(checks)}) AS {wrong} FROM ({source.typed})"
    read, bad, *totals = database.connection.execute(
        f"SELECT count(*), count(*) FILTER (WHERE {wrong}){sums} FROM ({judged})"
    ).fetchall()[0]
    one = CheckedSource(
        source, checks, read, bad, dict(zip(money_columns(table), map(int, totals), strict=True))
    )
    _spool_keys(database, table, one, spool)
    return one


def _spool_keys(database: DuckDatabase, table: Table, one: CheckedSource, spool: KeySpool) -> None:
    day = quoted(table.partition) if table.partition else "0"
    where = f" WHERE NOT ({any_bad(one.checks)})" if one.bad else ""
    select = f"SELECT {fingerprint(table.key)} AS key, {day} AS day FROM ({one.source.typed}){where}"
    for batch in database.batches(select):
        keys = batch.column("key").to_numpy()
        if not len(keys):
            continue
        if not table.partition:
            one.partitions.add(WHOLE)
            spool.add(WHOLE, keys)
            continue
        months = batch.column("day").to_numpy().astype("datetime64[D]").astype("datetime64[M]")
        ordered = np.sort(months)
        for month in ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])]:
            one.partitions.add(str(month))
            spool.add(str(month), keys[months == month])


def _set_repeated_aside(one: CheckedTable, suspects: Keys) -> None:
    """Set aside every row whose key the delivery gives more than once: which of them is right, nobody can know.

    Suspects are fingerprints; keys themselves decide.
    """
    database, key = one.database, listed(one.table.key)
    database.connection.register("#suspects", pa.table({"key_print": suspects}))
    found = (
        f"SELECT {key}, count(*) AS times FROM ({one.accepted_keys()})"
        f' WHERE {fingerprint(one.table.key)} IN (SELECT key_print FROM "#suspects")'
        f" GROUP BY {key} HAVING count(*) > 1"
    )
    database.create_table(one.repeated_keys, found)
    totals = database.connection.execute(
        f"SELECT coalesce(sum(times), 0) FROM {quoted(one.repeated_keys)}"
    ).fetchall()
    gone = database.table(
        f"SELECT {fingerprint(one.table.key)} AS key FROM {quoted(one.repeated_keys)} ORDER BY key"
    )
    one.repeated = int(totals[0][0])
    if one.repeated:
        _leave_out(one, gone.column("key").to_numpy())


def _leave_out(one: CheckedTable, gone: Keys) -> None:
    one.keys = {partition: without(keys, gone) for partition, keys in one.keys.items()}
    one.moved = {partition: without(keys, gone) for partition, keys in one.moved.items()}
    for each in one.sources:
        names = money_columns(one.table)
        if names:
            terms = ", ".join(f"coalesce(sum({quoted(name)}), 0)" for name in names)
            found = one.database.connection.execute(
                f"SELECT {terms} FROM ({one._rows(each, '')})"
            ).fetchall()[0]
            each.totals = {name: int(total) for name, total in zip(names, found, strict=True)}
