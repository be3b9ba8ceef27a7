"""The lines that hang on rows, typed and kept as a table of the session: one per table of lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.row_check import MASK
from yiheng.engine.sql_text import listed, literal, quoted
from yiheng.intake.conversion.cell import Cell, cell, is_given
from yiheng.intake.conversion.line_cells import ORDER, UNEVEN, line_columns, lines_from_columns
from yiheng.intake.conversion.node_values import node_rows
from yiheng.intake.conversion.problem_rows import FOUND_MOST
from yiheng.intake.recognition.alias import HeadAlias, Lines
from yiheng.intake.recognition.dictionary import Target
from yiheng.intake.recognition.layout import Layout
from yiheng.intake.recognition.recognise import message_heads
from yiheng.intake.staged import PLACE
from yiheng.standards.table import Column, Table

if TYPE_CHECKING:
    from yiheng.intake.conversion.hanging import Hung


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
        name: cell(table.column(name), table, quoted(name), use.form, use.unit, hung.known, use.pattern)
        for name, use in uses.items()
    }
    name = f"#lines-{number}"
    database.create_table(name, _typed(source, cells, lines, table, rows))
    columns = (*cells, lines.order, *lines.carry, *lines.first)
    problems = tuple(_problems(name, source, cells, lines, table, hung, rows))
    return LineTable(name, lines, table, tuple(dict.fromkeys(columns)), problems)


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


def _typed(source: str, cells: Mapping[str, Cell], lines: Lines, table: Table, rows: str) -> str:
    read = ", ".join(f"{one.full} AS {quoted(name)}" for name, one in cells.items())
    typed = f"SELECT {listed(PLACE)}, {quoted(ORDER)} AS {quoted(lines.order)}, {read} FROM ({source})"
    window = f"OVER (PARTITION BY {listed(PLACE)} ORDER BY {quoted(lines.order)})"
    first = "".join(
        f", first_value({quoted(theirs)}) {window} AS {quoted(column)}"
        for column, theirs in lines.first.items()
    )
    carried = "".join(f", r.{quoted(theirs)} AS {quoted(column)}" for column, theirs in lines.carry.items())
    del table
    return f"SELECT t.*{first}{carried} FROM ({typed}) t JOIN {quoted(rows)} r USING ({listed(PLACE)})"


def _problems(
    name: str, source: str, cells: Mapping[str, Cell], lines: Lines, table: Table, hung: Hung, rows: str
) -> Sequence[str]:
    """SELECTs of what is wrong: cells not read, required cells empty, packed cells that do not match, no lines at all."""
    raw = f"SELECT * FROM ({source}) SEMI JOIN {quoted(rows)} USING ({listed(PLACE)})"
    found: list[str] = []
    for column, one in cells.items():
        declared = table.column(column)
        shown = literal(MASK) if declared.sensitive else f"left({quoted(column)}, {FOUND_MOST})"
        given = is_given(quoted(column), hung.known)
        found.append(
            _problem(
                raw, f"{one.full} IS NULL AND {given}", one.problem, table, declared, shown, one.expected
            )
        )
        if not declared.optional and not declared.blank:
            found.append(_problem(raw, f"NOT {given}", "'row_empty'", table, declared, "''", ""))
    first = table.column(next(iter(cells)))
    found.append(_problem(raw, quoted(UNEVEN), "'row_packed_uneven'", table, first, "''", ""))
    if lines.required:
        missing = f"SELECT {listed(PLACE)}, 0 AS {quoted(ORDER)} FROM {quoted(rows)} ANTI JOIN {quoted(name)} USING ({listed(PLACE)})"
        found.append(_problem(missing, "true", "'row_without_lines'", table, first, "''", ""))
    return found


def _problem(
    source: str, condition: str, code: str, table: Table, column: Column, found: str, expected: str
) -> str:
    return (
        f"SELECT {listed(PLACE)}, {literal(table.table)}, {code}, 'error', {literal(column.name)},"
        f" '第' || {quoted(ORDER)} || '条', {found}, {literal(expected)}, '{{}}' FROM ({source}) WHERE coalesce({condition}, false)"
    )
