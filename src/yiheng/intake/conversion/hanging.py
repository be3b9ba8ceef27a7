"""Rows with lines that hang on them (a case with its diagnoses and operations): all of a row's lines or none are taken.

A case without one of its diagnoses would be grouped and paid wrongly, so a row and its lines are set aside together.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.sql_text import listed, literal, parquet, quoted
from yiheng.intake.conversion.hung import Hung
from yiheng.intake.conversion.joined import Joined, joined_base
from yiheng.intake.conversion.line_table import LineTable, create_lines
from yiheng.intake.conversion.plan import BAD, RowPlan, base_select, declared, row_plan
from yiheng.intake.conversion.problem_rows import SCHEMA, row_text, write_problems
from yiheng.intake.conversion.rows import Converted, copy_to, lost_totals, own_extras, shaped, slow_positions
from yiheng.intake.staged import PLACE

_WITH_OTHERS = literal("row_with_others")
ROWS, LOST, PROBLEMS = "#rows", "#lost", "#problems"
_MESSAGE_LINE = 'CAST("c1" AS BIGINT)'
"""The first column of a message's nodes is its number in its file."""


def convert_hanging(database: DuckDatabase, hung: Hung, staging: Path, number: int) -> list[Converted]:
    """Convert rows and their lines: one result for the table of the rows, one for each table of lines."""
    first = hung.sheets[0]
    target = hung.known.target(first.layout.target)
    base = base_select(hung.sheets, _MESSAGE_LINE if target.message else '"line"')
    joined, quick = (
        joined_base(base, target, first.layout, hung.nodes, hung.beside, hung.known, only_usual)
        for only_usual in (False, True)
    )
    plan = row_plan(target, first.layout, hung.known, joined.columns, joined.absent)
    _create_rows(database, plan, base, quick.base, joined)
    lines = [
        one
        for place in range(len(target.lines))
        if (one := create_lines(database, hung, base, target, place, ROWS)) is not None
    ]
    _create_problems(database, plan, joined.base, lines, staging / f"{target.name}-{number}.rows-bad.parquet")
    _companions(database, plan, base, lines)
    return [
        _written_rows(database, plan, lines, staging, number),
        *(_written_lines(database, one, staging, number) for one in lines),
    ]


def _create_rows(database: DuckDatabase, plan: RowPlan, base: str, quick: str, joined: Joined) -> None:
    """The rows, read quickly where all are in the usual form, else all in full. ``quick``: the base of the former;
    ``base``: either without what is joined, which no sample needs."""
    packed = {column for lines in plan.target.lines for column in lines.packed}
    names = listed(dict.fromkeys(name for name in plan.names if name not in packed))
    slow = slow_positions(database, plan, base)
    carry = plan.raw_columns() + joined.carried
    for typed, bad in (
        (plan.typed(quick, carry, slow), plan.unread(slow)),
        (plan.typed(joined.base, carry), plan.bad()),
    ):
        select = f"SELECT {listed(PLACE)}, {names}, coalesce({bad}, false) AS {quoted(BAD)} FROM ({typed})"
        database.create_table(ROWS, select)
        if not _some(database, f"SELECT 1 FROM {quoted(ROWS)} WHERE {quoted(BAD)}"):
            return


def _create_problems(
    database: DuckDatabase, plan: RowPlan, base: str, lines: Sequence[LineTable], path: Path
) -> None:
    """All that is wrong, of rows and of lines, and the places that are lost by it."""
    columns = ", ".join(f"{name} {kind}" for name, kind in SCHEMA)
    database.connection.execute(f"CREATE OR REPLACE TABLE {quoted(PROBLEMS)} ({columns})").fetchall()
    table = declared(plan.target).table
    if _some(database, f"SELECT 1 FROM {quoted(ROWS)} WHERE {quoted(BAD)}"):
        places = f"SELECT {listed(PLACE)} FROM {quoted(ROWS)} WHERE {quoted(BAD)}"
        write_problems(database, plan, base, places, path, [table])
        database.connection.execute(
            f"INSERT INTO {quoted(PROBLEMS)} SELECT * FROM {parquet([path])}"
        ).fetchall()
        path.unlink()
    for one in lines:
        for problem in one.problems:
            database.connection.execute(f"INSERT INTO {quoted(PROBLEMS)} {problem}").fetchall()
    database.create_table(LOST, f"SELECT DISTINCT {listed(PLACE)} FROM {quoted(PROBLEMS)}")


def _some(database: DuckDatabase, select: str) -> bool:
    return bool(database.connection.execute(f"{select} LIMIT 1").fetchall())


def _companions(database: DuckDatabase, plan: RowPlan, base: str, lines: Sequence[LineTable]) -> None:
    """Every table that a lost place feeds loses it too, and says so; the row's own cells stand beside every problem."""
    if not _some(database, f"SELECT 1 FROM {quoted(LOST)}"):
        return
    fed = {declared(plan.target).table: f"SELECT {listed(PLACE)} FROM {quoted(LOST)}"}
    fed |= {
        one.table: f"SELECT DISTINCT {listed(PLACE)} FROM {quoted(LOST)} SEMI JOIN {quoted(one.name)}"
        f" USING ({listed(PLACE)})"
        for one in lines
    }
    for table, places in fed.items():
        told = f"SELECT {listed(PLACE)} FROM {quoted(PROBLEMS)} WHERE target_table = {literal(table)}"
        database.connection.execute(
            f"INSERT INTO {quoted(PROBLEMS)} SELECT {listed(PLACE)}, {literal(table)}, {_WITH_OTHERS}, 'error', '', '',"
            f" '', '', '{{}}' FROM ({places}) ANTI JOIN ({told}) USING ({listed(PLACE)})"
        ).fetchall()
    texts = (
        f"SELECT {listed(PLACE)}, {row_text(plan.layout)} AS text FROM ({base})"
        f" SEMI JOIN {quoted(LOST)} USING ({listed(PLACE)})"
    )
    same = " AND ".join(f"p.{name} = t.{name}" for name in PLACE)
    database.connection.execute(
        f"UPDATE {quoted(PROBLEMS)} p SET row_text = t.text FROM ({texts}) t WHERE {same}"
    ).fetchall()


def _written_rows(
    database: DuckDatabase, plan: RowPlan, lines: Sequence[LineTable], staging: Path, number: int
) -> Converted:
    """The rows that are not lost, with what their lines pack into them."""
    table = declared(plan.target)
    stem = staging / f"{plan.target.name}-{number}"
    source, names = f"SELECT * FROM {quoted(ROWS)}", set(plan.names)
    for one in lines:
        for column, packed in one.lines.packed.items():
            joined = (
                f"SELECT {listed(PLACE)}, string_agg({quoted(packed)}, '|' ORDER BY {quoted(one.lines.order)})"
                f" AS {quoted(column)} FROM {quoted(one.name)} GROUP BY ALL"
            )
            source = f"SELECT * FROM ({source}) LEFT JOIN ({joined}) USING ({listed(PLACE)})"
            names.add(column)
    kept = f"SELECT * FROM ({source}) ANTI JOIN {quoted(LOST)} USING ({listed(PLACE)})"
    path = stem.with_suffix(".rows.parquet")
    copy_to(database, f"SELECT {listed(PLACE)}, {', '.join(shaped(table, list(names)))} FROM ({kept})", path)
    extras: tuple[Path, ...] = ()
    if own_extras(plan):
        extras = (stem.with_suffix(".extras.parquet"),)
        copy_to(database, f"SELECT {listed([*table.key, *own_extras(plan)])} FROM ({kept})", extras[0])
    aside = stem.with_suffix(".problems.parquet")
    database.connection.execute(
        f"COPY (SELECT * FROM {quoted(PROBLEMS)} ORDER BY ALL) TO {literal(str(aside))} (FORMAT parquet)"
    ).fetchall()
    gone = f"SELECT * FROM ({source}) SEMI JOIN {quoted(LOST)} USING ({listed(PLACE)})"
    lost = lost_totals(database, table, gone) if table.control in names else {}
    return Converted(table.table, (path,), _read(database, path, table.table), (aside,), extras, lost)


def _written_lines(database: DuckDatabase, one: LineTable, staging: Path, number: int) -> Converted:
    path = staging / f"{one.table}-{number}.lines.parquet"
    kept = f"SELECT * FROM {quoted(one.name)} ANTI JOIN {quoted(LOST)} USING ({listed(PLACE)})"
    select = f"SELECT {listed(PLACE)}, {', '.join(shaped(one.declared, one.columns))} FROM ({kept})"
    copy_to(database, select, path)
    return Converted(one.table, (path,), _read(database, path, one.table))


def _read(database: DuckDatabase, path: Path, table: str) -> int:
    """Rows written, and rows of the source lost to this table."""
    rows = database.connection.execute(
        f"SELECT (SELECT count(*) FROM {parquet([path])}) + (SELECT count(*) FROM (SELECT DISTINCT {listed(PLACE)}"
        f" FROM {quoted(PROBLEMS)} WHERE target_table = {literal(table)}))"
    ).fetchall()
    return int(rows[0][0])
