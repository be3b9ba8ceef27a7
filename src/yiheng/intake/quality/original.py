"""Problems with the row's own cells beside them: what a sender needs in order to find and mend a row."""

from __future__ import annotations

from pathlib import Path

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.sql_text import listed, literal, parquet, quoted
from yiheng.intake.quality.check_sql import written
from yiheng.intake.quality.relations import ALL
from yiheng.intake.quality.setting_aside import PROBLEM
from yiheng.intake.sheet import LINE
from yiheng.intake.staged import PLACE, Origin, Staged
from yiheng.standards.table import Contract, Table

PROBLEM_COLUMNS = (
    *PLACE, "target_table", "code", "severity", "field", "key", "found", "expected", "row_text",
)  # fmt: skip
_ORIGINAL = "original_row"
_PLACES = ", ".join(PLACE)


def write_problems(
    database: DuckDatabase, contract: Contract, staged: Staged, into: Path
) -> tuple[Path, Path]:
    """Write what is set aside (conversion's problems too) and what was found beside; the two files."""
    _gather_originals(database, contract, staged)
    named = listed(PROBLEM_COLUMNS)
    own = f"SELECT * FROM {PROBLEM} LEFT JOIN {_ORIGINAL} USING ({_PLACES}, target_table)"
    converted = f"SELECT {named} FROM {parquet([staged.set_aside])}"
    paths = into / "set_aside.parquet", into / "findings.parquet"
    for path, severe in zip(paths, ("severity = 'error'", "severity <> 'error'"), strict=True):
        select = (
            f"SELECT {named} FROM (SELECT {named} FROM ({own}) UNION ALL {converted}) WHERE {severe}"
            f" ORDER BY {_PLACES}, target_table, code, field, key, found"
        )
        database.connection.execute(
            f"COPY ({select}) TO {literal(str(path))} (FORMAT parquet, COMPRESSION zstd)"
        ).fetchall()
    return paths


def _gather_originals(database: DuckDatabase, contract: Contract, staged: Staged) -> None:
    """The original cells of every line that has a problem, as JSON by heading."""
    database.connection.execute(
        f"CREATE OR REPLACE TABLE {_ORIGINAL} (src_file INTEGER, src_sheet VARCHAR, src_line BIGINT, target_table VARCHAR,"
        " row_text VARCHAR)"
    ).fetchall()
    places = database.connection.execute(
        f"SELECT DISTINCT src_file, src_sheet, target_table FROM {PROBLEM}"
    ).fetchall()
    told = set(places)
    for origin in staged.origins:
        if (origin.file, origin.sheet, origin.table) not in told:
            continue
        database.connection.execute(f"INSERT INTO {_ORIGINAL} {_original_cells(origin)}").fetchall()
    for name in sorted({table for _, _, table in places}):
        database.connection.execute(
            f"INSERT INTO {_ORIGINAL} {_typed_cells(contract.tables[name])}"
        ).fetchall()


def _original_cells(origin: Origin) -> str:
    cells = ", ".join(f"{literal(head)}, {quoted(column)}" for column, head in origin.heads.items())
    return (
        f"SELECT {origin.file}, {literal(origin.sheet)}, {LINE}, {literal(origin.table)}, CAST(json_object({cells}) AS VARCHAR)"
        f" FROM {parquet([origin.grid])} WHERE {LINE} IN (SELECT src_line FROM {PROBLEM} WHERE src_file = {origin.file}"
        f" AND src_sheet = {literal(origin.sheet)} AND target_table = {literal(origin.table)})"
    )


def _typed_cells(table: Table) -> str:
    """Of a sheet without an origin: the typed values under the contract's titles."""
    cells = ", ".join(f"{literal(one.title)}, {written(one)}" for one in table.columns)
    return (
        f"SELECT {_PLACES}, {literal(table.table)}, any_value(CAST(json_object({cells}) AS VARCHAR)) FROM {quoted(ALL + table.table)} AS rows"
        f" SEMI JOIN (SELECT {_PLACES} FROM {PROBLEM} WHERE target_table = {literal(table.table)}) AS told USING ({_PLACES})"
        f" ANTI JOIN {_ORIGINAL} ON {_ORIGINAL}.src_file = rows.src_file AND {_ORIGINAL}.src_sheet ="
        f" rows.src_sheet AND {_ORIGINAL}.src_line = rows.src_line"
        f" AND {_ORIGINAL}.target_table = {literal(table.table)} GROUP BY ALL"
    )
