"""A delivery: files or Arrow tables in the shape of the contract, opened so that one SQL text reads them all.

A CSV file is read once, as text, into a staged Parquet file; Parquet and Arrow are read where they are. Names and
types of columns are judged here, for the whole file; single values later, row by row (:mod:`yiheng.engine.row_check`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import duckdb
import pyarrow as pa

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.row_check import RAW
from yiheng.engine.schema import SQL_TYPES
from yiheng.engine.sql_text import listed, literal, parquet, quoted
from yiheng.policy.content import nearest
from yiheng.policy.user_file import unreadable
from yiheng.standards.problem import Problem, Refused, refuse
from yiheng.standards.table import Column, ColumnType, Contract, Table


@dataclass(frozen=True)
class WiderFile:
    """A Parquet file of ours that has more columns than the contract; those of the contract are delivered."""

    path: Path


Delivered: TypeAlias = Sequence[Path | WiderFile] | pa.Table

ROW = "#row"
"""The row's number in its file: the line of a CSV file, else counted from 1."""

_WHOLE = {"TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT"}
_ACCEPTED: Mapping[ColumnType, set[str]] = {
    "text": {"VARCHAR"},
    "code": {"VARCHAR"},
    "month": {"VARCHAR"},
    "integer": {*_WHOLE, "UINTEGER", "BIGINT", "UBIGINT", "HUGEINT"},
    "day": {*_WHOLE, "UINTEGER", "BIGINT", "DATE"},
    "time": {"TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS"},
    "flag": {"BOOLEAN"},
}
_SURE: Mapping[ColumnType, set[str]] = {
    "text": {"VARCHAR"},
    "code": {"VARCHAR"},
    "month": {"VARCHAR"},
    "integer": {*_WHOLE, "UINTEGER", "BIGINT"},
    "day": _WHOLE,
    "time": {"TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS"},
    "flag": {"BOOLEAN"},
}
"""Delivered types whose every value is one of the declared type."""


class DeliveryRefused(Refused):
    """A delivery that is not taken: the sentence says how many problems there are, ``problems`` lists the first."""

    def __init__(self, problem: Problem, problems: Sequence[Problem]):
        super().__init__(problem)
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Source:
    """One opened file or Arrow table. ``typed`` and ``numbered`` are SELECTs of the declared columns, typed, with
    raw twins of ``fallible`` ones; ``numbered`` adds the row's number."""

    name: str
    typed: str
    numbered: str
    fallible: frozenset[str]


def open_delivery(
    database: DuckDatabase, delivery: Mapping[str, Delivered], contract: Contract, staging: Path
) -> dict[str, tuple[Source, ...]]:
    """The sources of each delivered table. Raises DeliveryRefused with everything that is wrong with whole files."""
    problems: list[Problem] = []
    opened: dict[str, tuple[Source, ...]] = {}
    for name, delivered in delivery.items():
        if name not in contract.tables:
            problems.append(
                Problem("delivery_table_unknown", found=name, expected=nearest(name, contract.names))
            )
            continue
        table = contract.tables[name]
        sources: list[Source] = []
        for number, item in enumerate([delivered] if isinstance(delivered, pa.Table) else delivered):
            try:
                sources.append(_open(database, table, item, staging / f"{name}-{number}.parquet"))
            except DeliveryRefused as refusal:
                problems.extend(refusal.problems)
            except Refused as refusal:
                problems.append(refusal.problem)
        opened[name] = tuple(sources)
    if problems:
        raise refuse_delivery(problems, len(problems))
    return opened


def refuse_delivery(problems: Sequence[Problem], count: int) -> DeliveryRefused:
    """The refusal of a delivery for its ``problems``, of which there are ``count`` in all."""
    return DeliveryRefused(Problem("delivery_refused", found=str(count)), problems)


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Around the reading of a delivered file: what the engine cannot read is a fault of that file, named."""
    try:
        yield
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        raise refuse("delivery_file_unreadable", file=name, found=str(error).splitlines()[0][:120]) from error


def _open(database: DuckDatabase, table: Table, item: Path | WiderFile | pa.Table, staged: Path) -> Source:
    if isinstance(item, pa.Table):
        view = f"#{table.table}"
        database.connection.register(view, item)
        return _source(database, table, f"内存中的表 {table.table}", quoted(view), "row_number() OVER ()")
    if isinstance(item, WiderFile):
        scan = parquet([item.path]).removesuffix(")") + ", file_row_number = true)"
        own = f"(SELECT {listed(table.names)}, file_row_number FROM {scan})"
        return _source(database, table, item.path.name, own, "file_row_number + 1")
    if not item.is_file():
        raise refuse("file_not_found", file=str(item))
    if item.suffix.lower() == ".csv":
        _stage_csv(database, item, staged)
        return _source(database, table, item.name, parquet([staged]), quoted(ROW))
    scan = parquet([item]).removesuffix(")") + ", file_row_number = true)"
    return _source(database, table, item.name, scan, "file_row_number + 1")


def _source(database: DuckDatabase, table: Table, name: str, relation: str, row: str) -> Source:
    with reading(name):
        described = database.connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    types = {str(column): _base_type(str(kind)) for column, kind, *_ in described}
    types.pop("file_row_number", None)
    from_csv = types.pop(ROW, None) is not None
    problems = list(_shape_problems(table, name, types, from_csv))
    if problems:
        raise refuse_delivery(problems, len(problems))
    cells = [_cell(column, types[column.name], from_csv) for column in table.columns]
    select = ", ".join(cell for cell, _ in cells)
    fallible = frozenset(
        column.name for column, (_, sure) in zip(table.columns, cells, strict=True) if not sure
    )
    return Source(
        name,
        f"SELECT {select} FROM {relation}",
        f"SELECT {select}, CAST({row} AS BIGINT) AS {quoted(ROW)} FROM {relation}",
        fallible,
    )


def _base_type(kind: str) -> str:
    return "VARCHAR" if kind.startswith("ENUM") else kind


def _shape_problems(table: Table, name: str, types: Mapping[str, str], from_csv: bool) -> Iterator[Problem]:
    for column in table.columns:
        if column.name not in types:
            yield Problem(
                "delivery_column_missing",
                file=name,
                field=column.name,
                key=table.table,
                expected=column.title,
            )
        elif not from_csv and types[column.name] not in _ACCEPTED[column.type]:
            yield Problem(
                "delivery_column_type",
                file=name,
                field=column.name,
                key=table.table,
                found=types[column.name],
                expected=SQL_TYPES[column.type],
            )
    for found in types:
        if found not in table.names:
            yield Problem(
                "delivery_column_unknown",
                file=name,
                field=found,
                key=table.table,
                expected=nearest(found, table.names),
            )


def _cell(column: Column, kind: str, from_csv: bool) -> tuple[str, bool]:
    """SQL of one typed column, with its raw twin where reading it can fail; and whether it cannot."""
    name = quoted(column.name)
    if from_csv and column.blank:  # a cell without a value is the empty text that such a column may hold
        return f"coalesce({name}, '') AS {name}", True
    if kind in _SURE[column.type]:
        return f"CAST({name} AS {SQL_TYPES[column.type]}) AS {name}", True
    if column.type == "day":
        epoch = "DATE '1970-01-01'"
        as_date = f"TRY_CAST(TRY_CAST({name} AS DATE) - {epoch} AS INTEGER)"
        read = as_date if kind == "DATE" else f"TRY_CAST({name} AS INTEGER)"
        if from_csv:
            dashed = f"regexp_matches({name}, '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}$')"
            whole = f"regexp_matches({name}, '^-?[0-9]+$')"
            read = f"CASE WHEN {dashed} THEN {as_date} WHEN {whole} THEN {read} END"
    elif column.type == "flag":
        word = f"lower({name})"
        read = f"CASE WHEN {word} IN ('true', '1', '是') THEN true WHEN {word} IN ('false', '0', '否') THEN false END"
    elif column.type == "integer" and from_csv:  # a cast would round 1.5
        read = f"CASE WHEN regexp_matches({name}, '^-?[0-9]+$') THEN TRY_CAST({name} AS BIGINT) END"
    elif column.type == "time" and from_csv:  # a cast would drop a zone
        stamp = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}$"
        read = f"CASE WHEN regexp_matches({name}, {literal(stamp)}) THEN TRY_CAST({name} AS TIMESTAMP) END"
    else:
        read = f"TRY_CAST({name} AS {SQL_TYPES[column.type]})"
    return f"{read} AS {name}, CAST({name} AS VARCHAR) AS {quoted(column.name + RAW)}", False


def _stage_csv(database: DuckDatabase, path: Path, staged: Path) -> None:
    """A CSV file as text columns with line numbers: UTF-8, comma, header; empty is null, ``""`` is empty text."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            header = next(csv.reader(stream), [])
    except UnicodeDecodeError:
        raise refuse("encoding_not_utf8", file=path.name, found="GBK") from None
    except OSError as error:
        raise unreadable(error, path.name) from None
    if not header:
        raise refuse("file_empty", file=path.name)
    for name in header:
        if header.count(name) > 1:
            raise refuse("delivery_column_twice", file=path.name, field=name)
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in header)
    scan = (
        f"read_csv({literal(str(path))}, header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"',"
        f" columns = {{{columns}}}, allow_quoted_nulls = false, null_padding = false, strict_mode = true)"
    )
    numbered = f"SELECT {listed(header)}, row_number() OVER () + 1 AS {quoted(ROW)} FROM {scan}"
    try:
        database.connection.execute(
            f"COPY ({numbered}) TO {literal(str(staged))} (FORMAT parquet)"
        ).fetchall()
    except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
        line = re.search(r"Line: (\d+)", str(error))
        raise refuse(
            "delivery_csv_broken", file=path.name, line=int(line[1]) if line else 0, expected=str(len(header))
        ) from None
