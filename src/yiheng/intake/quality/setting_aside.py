"""Setting rows aside: whole lines and whole documents, then the others written with the contract's columns alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.sql_text import listed, literal, parquet, quoted
from yiheng.intake.quality.check_sql import key_words
from yiheng.intake.quality.judged import Counts, SheetCounts
from yiheng.intake.quality.relations import ALL
from yiheng.intake.staged import PLACE, Staged
from yiheng.standards.problem import refuse
from yiheng.standards.table import Contract, Table


@dataclass(frozen=True)
class Document:
    """Tables whose rows are one document where they agree in ``key``, with which the key of each of them begins."""

    tables: tuple[str, ...]
    key: tuple[str, ...]


PROBLEM = "problem_row"
"""The engine's table of problems found here, one row a problem."""
GONE = "gone_line"
"""The engine's table of the places of lines that are set aside, in every table."""
COPIED = "row_copied"
"""The problem of a row whose equal is kept: it goes alone, for nothing is wrong with its line or its document."""
DOCUMENTS = (
    Document(("case_input", "case_dx", "case_px"), ("case_id",)),
    Document(("settlement", "settlement_fund"), ("setl_id",)),
    Document(("ledger_entry",), ("fund_type", "admdvs", "voucher_no")),
)
"""A case, a settlement, a voucher."""
FOLLOWS = "row_follows"
"""The problem of a row in which nothing is wrong, but in its line or document."""

_PLACES = ", ".join(PLACE)
_COPY = "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)"


def create_problems(database: DuckDatabase) -> None:
    """Make the empty table of problems."""
    database.connection.execute(
        f"CREATE OR REPLACE TABLE {PROBLEM} (target_table VARCHAR, src_file INTEGER, src_sheet VARCHAR, src_line BIGINT,"
        " code VARCHAR, severity VARCHAR, field VARCHAR, key VARCHAR, found VARCHAR, expected VARCHAR)"
    ).fetchall()


def set_lines_aside(database: DuckDatabase, contract: Contract, staged: Staged) -> None:
    """Find the lines that go: those with an error, and, until no more follow, the lines of the same documents.

    A line that conversion could not read whole is set aside there; what else came of it goes too.
    """
    database.create_table(
        GONE,
        f"SELECT DISTINCT {_PLACES} FROM {PROBLEM} WHERE severity = 'error' AND code <> '{COPIED}' UNION"
        f" SELECT {_PLACES} FROM {parquet([staged.set_aside])} WHERE severity = 'error'",
    )
    while _spread(database, staged):
        pass
    for name in staged.tables:
        table = contract.tables[name]
        database.connection.execute(
            f"INSERT INTO {PROBLEM} SELECT {literal(name)}, {_PLACES}, '{FOLLOWS}', 'error', '', {key_words(table)}, '', ''"
            f" FROM {quoted(name)} SEMI JOIN {GONE} USING ({_PLACES}) ANTI JOIN"
            f" (SELECT {_PLACES} FROM {PROBLEM} WHERE severity = 'error' AND target_table = {literal(name)}) AS told"
            f" USING ({_PLACES})"
        ).fetchall()


def _spread(database: DuckDatabase, staged: Staged) -> int:
    """Add the lines that share a document with a gone line; how many were added."""
    before = _count(database, GONE)
    for document in DOCUMENTS:
        members = [name for name in document.tables if name in staged.tables]
        key = listed(document.key)
        if not members:
            continue
        keys = " UNION ".join(
            f"SELECT {key} FROM {quoted(name)} SEMI JOIN {GONE} USING ({_PLACES})" for name in members
        )
        database.create_table("gone_document", keys)
        lines = " UNION ".join(
            f"SELECT {_PLACES} FROM {quoted(name)} SEMI JOIN gone_document USING ({key})" for name in members
        )
        database.connection.execute(
            f"INSERT INTO {GONE} SELECT {_PLACES} FROM ({lines}) ANTI JOIN {GONE} USING ({_PLACES})"
        ).fetchall()
    return _count(database, GONE) - before


def _count(database: DuckDatabase, name: str) -> int:
    return int(database.connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0])


def write_accepted(
    database: DuckDatabase, contract: Contract, staged: Staged, into: Path
) -> tuple[dict[str, tuple[Path, ...]], dict[str, Counts], tuple[SheetCounts, ...]]:
    """Write the rows that stay; counts by table and by sheet. Refuses ``intake_rows_lost`` where they do not add up."""
    tables: dict[str, tuple[Path, ...]] = {}
    counts: dict[str, Counts] = {}
    sheets: list[SheetCounts] = []
    for name in sorted({*staged.tables, *staged.read}):
        of_sheets = _sheet_counts(database, name, staged)
        kept = sum(one.accepted for one in of_sheets)
        if kept:
            tables[name] = _accepted_files(database, contract.tables[name], staged, into, kept)
        aside = sum(one.set_aside for one in of_sheets)
        read = staged.read.get(name, kept + aside)
        if read != kept + aside:
            raise refuse(
                "intake_rows_lost",
                key=contract.tables[name].name,
                found=str(read),
                expected=f"{kept} + {aside}",
            )
        sheets += of_sheets
        counts[name] = Counts(read, kept, aside)
    return tables, counts, tuple(sheets)


def _accepted_files(
    database: DuckDatabase, table: Table, staged: Staged, into: Path, kept: int
) -> tuple[Path, ...]:
    """The files that hold the accepted rows of a table: as they were staged where all of them stay, else written anew."""
    name = table.table
    if kept == _count(database, quoted(ALL + name)):
        return staged.tables[name]
    path = into / f"{name}.parquet"
    rows = (
        f"SELECT {listed(table.names)} FROM {quoted(ALL + name)}"
        f" ANTI JOIN ({_leaving(name)}) AS leaving USING ({_PLACES})"
    )
    database.connection.execute(f"COPY ({rows}) TO {literal(str(path))} {_COPY}").fetchall()
    written = _count(database, parquet([path]))
    if written != kept:
        raise refuse("intake_rows_lost", key=table.name, found=str(kept), expected=str(written))
    return (path,)


def _leaving(name: str) -> str:
    """SELECT of the places whose rows do not enter a table."""
    copied = f"code = '{COPIED}' AND target_table = {literal(name)}"
    return f"SELECT {_PLACES} FROM {GONE} UNION SELECT {_PLACES} FROM {PROBLEM} WHERE {copied}"


def _sheet_counts(database: DuckDatabase, name: str, staged: Staged) -> list[SheetCounts]:
    """Rows by sheet: of staged ones those that stay and go, and the lines that conversion set aside."""
    pieces = [
        f"SELECT src_file, src_sheet, 0 AS kept, 1 AS gone FROM (SELECT DISTINCT {_PLACES} FROM"
        f" {parquet([staged.set_aside])} WHERE target_table = {literal(name)} AND severity = 'error')"
    ]
    if name in staged.tables:
        leaving = f"({_leaving(name)}) AS leaving USING ({_PLACES})"
        pieces.append(f"SELECT src_file, src_sheet, 1, 0 FROM {quoted(ALL + name)} ANTI JOIN {leaving}")
        pieces.append(f"SELECT src_file, src_sheet, 0, 1 FROM {quoted(ALL + name)} SEMI JOIN {leaving}")
    found = database.connection.execute(
        f"SELECT src_file, src_sheet, CAST(sum(kept) AS BIGINT), CAST(sum(gone) AS BIGINT) FROM ({' UNION ALL '.join(pieces)})"
        " GROUP BY ALL ORDER BY src_file, src_sheet"
    ).fetchall()
    return [SheetCounts(file, sheet, name, kept + gone, kept, gone) for file, sheet, kept, gone in found]
