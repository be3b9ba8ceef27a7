"""The rows that fail a check, as one SELECT: places, key and what was found, whatever the form of the check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.row_identity import identity_columns, identity_condition
from yiheng.engine.sql_text import quoted
from yiheng.intake.quality.check import Check, check_step
from yiheng.intake.quality.check_sql import (
    AS_OF,
    Sets,
    dayno,
    found_words,
    key_words,
    looked_at,
    shown,
    wrong,
)
from yiheng.intake.quality.relations import KNOWN, open_sets
from yiheng.intake.staged import PLACE
from yiheng.standards.table import Contract, Reference, RowIdentity, Table

_PLACES = ", ".join(PLACE)


@dataclass(frozen=True)
class Judging:
    """What every check of one delivery is judged by."""

    contract: Contract
    sets: Sets
    as_of: date


@dataclass(frozen=True)
class Violations:
    """The violations of a check in one table: how many rows it looks at, and SELECTs of the failing ones.

    ``looked`` and ``failed`` are conditions of one scan of the table, where the check has such a form; ``rows`` is
    the SELECT of ``src_file, src_sheet, src_line, key, found``.
    """

    check: Check
    table: Table
    field: str
    looked: str
    failed: str
    rows: str


def violations(check: Check, judging: Judging) -> Iterator[Violations]:
    """A check's violations, table by table."""
    if check.sql:
        table = judging.contract.tables[check.tables[0]]
        step = check_step(check.sql)
        if step is None:
            raise LookupError(check.sql)
        rows = step.sql({AS_OF: dayno(judging.as_of), **check.values}, "duckdb")
        looked = looked_at(check, table, judging.sets, judging.as_of)
        yield Violations(check, table, _field(check), looked, "", rows)
        return
    for name in check.tables:
        table = judging.contract.tables[name]
        if check.reference:
            for reference in table.references:
                if reference.table == check.reference:
                    yield _reference(check, table, reference, judging)
            continue
        if check.law:
            laws = [law for law in table.identities if law.id == check.law]
            if laws:
                allowed = laws[0].tolerance if check.tolerance is None else check.tolerance
                yield _law(check, table, laws[0].model_copy(update={"tolerance": allowed}))
            continue
        failed = wrong(check, table, judging.sets, judging.as_of)
        looked = looked_at(check, table, judging.sets, judging.as_of)
        yield Violations(
            check, table, _field(check), looked, failed, _select(table, failed, found_words(check, table))
        )


def _law(check: Check, table: Table, law: RowIdentity) -> Violations:
    """A law of the contract: not judged where a required value is missing, which is told by itself."""
    columns = identity_columns(table, law)
    needed = [quoted(name) for name in columns if not table.column(name).optional]
    known = " AND ".join(f"{name} IS NOT NULL" for name in needed) or "true"
    failed = f"({known} AND NOT coalesce({identity_condition(table, law)}, false))"
    pieces = [f"'{table.column(name).title} ' || {shown(table.column(name))}" for name in columns]
    field = check.shows[0] if check.shows else columns[0]
    return Violations(check, table, field, known, failed, _select(table, failed, " || '，' || ".join(pieces)))


def _reference(check: Check, table: Table, reference: Reference, judging: Judging) -> Violations:
    """Rows whose reference leads to none of the rows that are known. Where nothing at all of the other table is known,
    nothing is judged: that it has not come yet is no fault of these rows."""
    known, target = quoted(KNOWN + reference.table), judging.contract.tables[reference.table]
    pairs = zip(reference.columns, target.key, strict=True)
    meets = " AND ".join(f"target.{quoted(key)} = {quoted(table.table)}.{quoted(own)}" for own, key in pairs)
    given = " AND ".join(f"{quoted(name)} IS NOT NULL" for name in reference.columns)
    looked = f"({looked_at(check, table, judging.sets, judging.as_of)}) AND {given}"
    failed = (
        f"{looked} AND NOT EXISTS (SELECT 1 FROM {known} AS target WHERE {meets})"
        f" AND EXISTS (SELECT 1 FROM {known})"
    )
    shows = check.model_copy(update={"shows": check.shows or reference.columns})
    rows = _select(table, failed, found_words(shows, table))
    return Violations(check, table, _field(shows), looked, "", rows)


def _field(check: Check) -> str:
    return check.shows[0] if check.shows else ""


def _select(table: Table, failed: str, found: str) -> str:
    return f"SELECT {_PLACES}, {key_words(table)} AS key, {found} AS found FROM {quoted(table.table)} WHERE {failed}"


def check_inputs(check: Check) -> tuple[str, ...]:
    """The tables that a check reads besides the one that it judges, known ones by their prefix."""
    if check.reference:
        return (KNOWN + check.reference,)
    step = check_step(check.sql) if check.sql else None
    return step.inputs if step is not None else ()


def prepare_sets(database: DuckDatabase, check: Check, sets: Sets) -> None:
    """The named sets that a check's SQL file reads: the region's, and the check's own."""
    open_sets(database, {**sets, **check.sets})
