"""The lines that hang on rows, typed and kept as a table of the session: one per table of lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.row_check import MASK
from yiheng.engine.sql_text import listed, literal, quoted
from yiheng.intake.conversion.cell import Cell, cell, is_absent, is_unread
from yiheng.intake.conversion.hung import Hung
from yiheng.intake.conversion.line_cells import ORDER, UNEVEN, line_columns, lines_from_columns
from yiheng.intake.conversion.node_values import node_rows
from yiheng.intake.conversion.plan import BAD
from yiheng.intake.conversion.problem_rows import FOUND_MOST
from yiheng.intake.recognition.alias import HeadAlias, Lines
from yiheng.intake.recognition.dictionary import Target
from yiheng.intake.recognition.layout import Layout
from yiheng.intake.recognition.recognise import message_heads
from yiheng.intake.staged import PLACE
from yiheng.standards.table import Column, Table

RAW = "#raw:"
"""Prefix of the raw cell behind a column of a line."""


@dataclass(frozen=True)
class LineTable:
    """Lines of one table: the session's table ``name`` has places, order and ``columns``; ``problems`` are SELECTs."""

    name: str
    lines: Lines
    declared: Table
    columns: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def table(self) -> str:
        """The contract's table."""
        return self.declared.table


def create_lines(
    database: DuckDatabase, hung: Hung, base: str, target: Target, number: int, rows: str
) -> LineTable | None:
    """Create the table of a target's lines; None where no sheet has any and none are required."""
    lines = target.lines[number]
    table = hung.known.contract.tables[lines.table]
    layout = hung.sheets[0].layout
    if target.message:
        source, uses = _from_nodes(hung, target, lines)
    else:
        source, uses = _from_columns(base, layout, number, lines)
    if not uses:
        return None
    cells = {
        name: cell(table.column(name), table, quoted(RAW + name), use.form, use.unit, hung.known, use.pattern)
        for name, use in uses.items()
    }
    name = f"#lines-{number}"
    database.create_table(name, _typed(source, cells, lines, table, hung, rows))
    columns = (*cells, lines.order, *lines.carry, *lines.first)
    problems = list(_problems(name, lines.order, cells, table, hung)) if _some(database, name) else []
    if lines.required:
        missing = f"SELECT {listed(PLACE)}, 0 AS {quoted(lines.order)} FROM {quoted(rows)} ANTI JOIN {quoted(name)} USING ({listed(PLACE)})"
        first = table.column(next(iter(cells)))
        problems.append(
            _problem(missing, "true", literal("row_without_lines"), table, first, "''", "", lines.order)
        )
    return LineTable(name, lines, table, tuple(dict.fromkeys(columns)), tuple(problems))


def _some(database: DuckDatabase, name: str) -> bool:
    """Whether any line is bad."""
    found = database.connection.execute(
        f"SELECT 1 FROM {quoted(name)} WHERE {quoted(BAD)} LIMIT 1"
    ).fetchall()
    return bool(found)


def _from_nodes(hung: Hung, target: Target, lines: Lines) -> tuple[str, dict[str, HeadAlias]]:
    """Lines from a node of messages: the first field of each column that any of the files has."""
    sheets = hung.nodes.get(lines.node, ())
    there = {head for sheet in sheets for head in message_heads(sheet).values()}
    fields: dict[str, str] = {}
    uses: dict[str, HeadAlias] = {}
    for use in lines.columns:
        field = next((head for head in use.heads if head in there), "")
        if field and use.column not in fields:
            fields[use.column], uses[use.column] = field, use
    if not uses:
        return "", {}
    cells = ", ".join(f"{quoted(field)} AS {quoted(column)}" for column, field in fields.items())
    select = (
        f"SELECT {listed(PLACE)}, row_number() OVER (PARTITION BY {listed(PLACE)} ORDER BY {quoted(ORDER)})"
        f" AS {quoted(ORDER)}, false AS {quoted(UNEVEN)}, {cells}"
        f" FROM ({node_rows(sheets, list(fields.values()), target.message)})"
    )
    return select, uses


def _from_columns(base: str, layout: Layout, number: int, lines: Lines) -> tuple[str, dict[str, HeadAlias]]:
    columns = line_columns(layout, number)
    uses = {
        name: HeadAlias(
            column=name, heads=(own[0].head,), form=own[0].form, unit=own[0].unit, pattern=own[0].pattern
        )
        for name, own in columns.items()
    }
    return (lines_from_columns(base, layout, number, lines) if uses else ""), uses


def _typed(source: str, cells: Mapping[str, Cell], lines: Lines, table: Table, hung: Hung, rows: str) -> str:
    """Every line with its raw cells and readings, what it carries from its row, and whether it is bad."""
    raw = ", ".join(f"{quoted(name)} AS {quoted(RAW + name)}" for name in cells)
    source = f"SELECT {listed(PLACE)}, {quoted(ORDER)}, {quoted(UNEVEN)}, {raw} FROM ({source})"
    read = ", ".join(f"{one.full} AS {quoted(name)}" for name, one in cells.items())
    typed = f"SELECT {listed(PLACE)}, {quoted(ORDER)} AS {quoted(lines.order)}, {quoted(UNEVEN)}, {listed(RAW + name for name in cells)}, {read} FROM ({source})"
    faults = [condition for condition, *_ in _faults(cells, table, hung)]
    bad = " OR ".join(f"coalesce({one}, false)" for one in faults)
    window = f"OVER (PARTITION BY {listed(PLACE)} ORDER BY {quoted(lines.order)})"
    first = "".join(
        f", first_value({quoted(theirs)}) {window} AS {quoted(column)}"
        for column, theirs in lines.first.items()
    )
    carried = "".join(f", r.{quoted(theirs)} AS {quoted(column)}" for column, theirs in lines.carry.items())
    return f"SELECT t.*{first}{carried}, {bad} AS {quoted(BAD)} FROM ({typed}) t JOIN {quoted(rows)} r USING ({listed(PLACE)})"


def _faults(
    cells: Mapping[str, Cell], table: Table, hung: Hung
) -> Iterator[tuple[str, str, Column, str, str]]:
    """What can be wrong with a line: condition, code, column, found and expected, over raw cells and readings."""
    for name, one in cells.items():
        column, raw = table.column(name), quoted(RAW + name)
        shown = literal(MASK) if column.sensitive else f"left({raw}, {FOUND_MOST})"
        read = f"t.{quoted(name)}"
        yield is_unread(read, raw, hung.known), one.problem, column, shown, one.expected
        if not column.optional and not column.blank:
            yield is_absent(read, [raw], hung.known), literal("row_empty"), column, "''", ""
    yield quoted(UNEVEN), literal("row_packed_uneven"), table.column(next(iter(cells))), "''", ""


def _problems(name: str, order: str, cells: Mapping[str, Cell], table: Table, hung: Hung) -> Iterator[str]:
    """SELECTs of what is wrong with the lines of a table of the session."""
    for condition, code, column, shown, expected in _faults(cells, table, hung):
        yield _problem(
            f"SELECT * FROM {quoted(name)}", condition, code, table, column, shown, expected, order
        )


def _problem(
    source: str,
    condition: str,
    code: str,
    table: Table,
    column: Column,
    found: str,
    expected: str,
    order: str,
) -> str:
    return (
        f"SELECT {listed(PLACE)}, {literal(table.table)}, {code}, 'error', {literal(column.name)},"
        f" '第' || t.{quoted(order)} || '条', {found}, {literal(expected)}, '{{}}' FROM ({source}) t WHERE coalesce({condition}, false)"
    )
