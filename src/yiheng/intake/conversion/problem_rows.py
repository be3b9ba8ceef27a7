"""Rows that are set aside, one row a problem: where it stands, what was found, what was expected, and its own cells."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.row_check import MASK
from yiheng.engine.sql_text import listed, literal, quoted
from yiheng.intake.conversion.plan import RowPlan
from yiheng.intake.origins import unique_heads
from yiheng.intake.recognition.layout import Layout
from yiheng.intake.staged import PLACE

SCHEMA = (
    ("src_file", "INTEGER"), ("src_sheet", "VARCHAR"), ("src_line", "BIGINT"), ("target_table", "VARCHAR"),
    ("code", "VARCHAR"), ("severity", "VARCHAR"), ("field", "VARCHAR"), ("key", "VARCHAR"), ("found", "VARCHAR"),
    ("expected", "VARCHAR"), ("row_text", "VARCHAR"),
)  # fmt: skip
FOUND_MOST = 200


def write_nothing(database: DuckDatabase, path: Path) -> Path:
    """An empty file of problems."""
    columns = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in SCHEMA)
    database.connection.execute(
        f"COPY (SELECT {columns} WHERE false) TO {literal(str(path))} (FORMAT parquet)"
    ).fetchall()
    return path


def row_text(layout: Layout) -> str:
    """SQL of a row's own cells as JSON by head."""
    pairs = ", ".join(f"{literal(head)}, {quoted(cell)}" for cell, head in unique_heads(layout).items())
    return f"CAST(json_object({pairs}) AS VARCHAR)"


def write_problems(
    database: DuckDatabase, plan: RowPlan, base: str, bad_places: str, path: Path, tables: Sequence[str]
) -> Path:
    """List what is wrong with the rows at ``bad_places`` (a SELECT of places), for the first of ``tables``; the other
    tables that the row would have fed lose it too, and say so by the same problem."""
    raws = [f"c{one.position}" for one in plan.layout.columns]
    only = f"SELECT * FROM ({base}) SEMI JOIN ({bad_places}) USING ({listed(PLACE)})"
    typed = plan.typed(only, raws)
    faults = []
    for one in plan.faults():
        declared = plan.target.columns.get(one.field)
        shown = (
            literal(MASK)
            if declared is not None and declared.sensitive
            else f"left({one.found}, {FOUND_MOST})"
        )
        faults.append(
            f"CASE WHEN coalesce({one.condition}, false) THEN {{'code': {one.code}, 'field': {literal(one.field)},"
            f" 'found': {shown}, 'expected': {literal(one.expected)}}} END"
        )
    table = plan.target.table
    pieces = [
        literal(MASK) if table.column(name).sensitive else f"coalesce(CAST({quoted(name)} AS VARCHAR), '空')"
        for name in (table.key if table else ())
        if table and name in plan.names
    ]
    words = " || '|' || ".join(pieces) or "''"
    everywhere = f"unnest([{', '.join(map(literal, tables))}])"
    select = (
        f"SELECT src_file, src_sheet, src_line, {everywhere} AS target_table, fault.code AS code, 'error' AS severity,"
        f" fault.field AS field, key, fault.found AS found, fault.expected AS expected, row_text"
        f" FROM (SELECT {listed(PLACE)}, {words} AS key, {row_text(plan.layout)} AS row_text,"
        f" unnest(list_filter([{', '.join(faults)}], lambda f: f IS NOT NULL)) AS fault FROM ({typed}))"
    )
    database.connection.execute(f"COPY ({select}) TO {literal(str(path))} (FORMAT parquet)").fetchall()
    return path
