"""A sender's summary of a month against the rows that came with it: how many rows, and how much money, of each group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.sql_text import parquet, quoted
from yiheng.exact.errors import ExactError
from yiheng.exact.money import YUAN, money_text
from yiheng.exact.printed import Printed
from yiheng.intake.recognition.alias import Summarised
from yiheng.intake.recognition.dictionary import Dictionary
from yiheng.intake.recognition.grid_top import TopRow, top_rows
from yiheng.intake.recognition.head_text import head_key
from yiheng.intake.recognition.layout import MappedColumn, Recognised
from yiheng.intake.staged import SOURCE_FILE, Staged
from yiheng.standards.measure import measures
from yiheng.standards.problem import Problem

MOST_LINES = 10_000
"""Lines of a summary that are read."""

Group = tuple[str, ...]


@dataclass(frozen=True)
class _Line:
    """One line of a summary: the codes of its group, and its numbers by column."""

    line: int
    group: Group
    numbers: Mapping[str, Printed]


def summary_problems(
    database: DuckDatabase,
    summaries: Sequence[Recognised],
    sheets: Sequence[Recognised],
    staged: Staged,
    known: Dictionary,
) -> Iterator[Problem]:
    """Where a summary and the rows of the same sender and month differ, and summaries that came without rows.

    Amounts agree where they round to what is printed.
    """
    for one in summaries:
        own = known.target(one.layout.target)
        rule = own.summarises
        if rule is None:
            continue
        columns = {column.column: column for column in one.layout.columns if column.column}
        by = [name for name in rule.by if name in columns]
        totals = [name for name in rule.totals if name in columns]
        found = _found(database, staged, rule, _files(one, sheets), by, totals)
        lines, unread = _lines(one, rule, columns, by, totals, known)
        yield from unread
        if found:
            yield from _differences(one, rule, columns, by, lines, found, known)
        else:
            title = known.target(rule.table).title
            yield Problem(
                "summary_alone", "warning", file=one.sheet.file.name, key=one.sheet.name, found=title
            )


def _files(one: Recognised, sheets: Sequence[Recognised]) -> list[int]:
    """Files of the summary's sender and month; where either names no month, of its sender."""
    period = one.hints.period
    return sorted(
        {
            other.sheet.file.number
            for other in sheets
            if other.sender == one.sender
            and (not period or not other.hints.period or other.hints.period.startswith(period))
        }
    )


def _found(
    database: DuckDatabase,
    staged: Staged,
    rule: Summarised,
    files: Sequence[int],
    by: Sequence[str],
    totals: Sequence[str],
) -> dict[Group, dict[str, int]]:
    """Rows and 分 of each group as they came."""
    paths = staged.tables.get(rule.table)
    if not paths or not files:
        return {}
    groups = [f"coalesce(CAST({quoted(rule.by[name])} AS VARCHAR), '')" for name in by]
    sums = [f"CAST(coalesce(sum({quoted(rule.totals[name])}), 0) AS BIGINT)" for name in totals]
    rows = database.connection.execute(
        f"SELECT {', '.join([*groups, 'count(*)', *sums])} FROM {parquet(paths)}"
        f" WHERE {SOURCE_FILE} IN ({', '.join(map(str, files))}) GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    names = [rule.count, *totals]
    return {tuple(row[: len(by)]): dict(zip(names, row[len(by) :], strict=True)) for row in rows}


def _lines(
    one: Recognised,
    rule: Summarised,
    columns: Mapping[str, MappedColumn],
    by: Sequence[str],
    totals: Sequence[str],
    known: Dictionary,
) -> tuple[list[_Line], list[Problem]]:
    """The lines of a summary, without its own totals; and the cells that nobody can read."""
    read: list[_Line] = []
    problems: list[Problem] = []
    for row in top_rows(one.sheet, MOST_LINES):
        first = next((cell for cell in row.cells if cell), "")
        if row.line <= one.head_line or not first or head_key(first) in known.totals:
            continue
        cells = {name: _cell(row, columns[name]) for name in (*by, rule.count, *totals) if name in columns}
        group = tuple(_code(cells[name], rule.by[name], rule.table, known) for name in by)
        numbers: dict[str, Printed] = {}
        faulty = [columns[name] for name, code in zip(by, group, strict=True) if not code]
        for name in (rule.count, *totals):
            if name in cells:
                try:
                    numbers[name] = Printed.parse(cells[name])
                except ExactError:
                    faulty.append(columns[name])
        if faulty:
            problems += [
                Problem(
                    "summary_unread", "warning", file=one.sheet.file.name, line=row.line, field=column.head,
                    found=_cell(row, column),
                )
                for column in faulty
            ]  # fmt: skip
        else:
            read.append(_Line(row.line, group, numbers))
    return read, problems


def _cell(row: TopRow, column: MappedColumn) -> str:
    return (row.cells[column.position - 1] if column.position <= len(row.cells) else "") or ""


def _code(text: str, column: str, table: str, known: Dictionary) -> str:
    """The code that a cell says, itself or by its name; empty where it says none."""
    words = known.codes[known.contract.tables[table].column(column).codes]
    return text if text in words.codes else words.words.get(head_key(text), "")


def _differences(
    one: Recognised,
    rule: Summarised,
    columns: Mapping[str, MappedColumn],
    by: Sequence[str],
    lines: Sequence[_Line],
    found: Mapping[Group, Mapping[str, int]],
    known: Dictionary,
) -> Iterator[Problem]:
    file = one.sheet.file.name
    nothing = dict.fromkeys([rule.count, *rule.totals], 0)
    for line in lines:
        key, own = _named(line.group, by, rule, known), found.get(line.group, nothing)
        for name, printed in line.numbers.items():
            head = columns[name].head
            if name == rule.count:
                if printed.value != own[name]:
                    yield Problem(
                        "summary_rows_differ", "warning", file=file, line=line.line, field=head, key=key,
                        found=str(own[name]), expected=printed.text,
                    )  # fmt: skip
                continue
            unit = columns[name].unit or one.layout.unit or YUAN.name
            scale = measures()[unit].unit.scale
            decimals = max(other.numbers[name].decimals for other in lines if name in other.numbers)
            if abs(printed.value * scale - own[name]) * 2 * 10**decimals > scale:
                yield Problem(
                    "summary_amount_differs", "warning", file=file, line=line.line, field=head, key=key,
                    found=money_text(own[name], YUAN), expected=printed.text + unit,
                )  # fmt: skip
    stated = {line.group for line in lines}
    for group, own in found.items():
        if group not in stated:
            yield Problem(
                "summary_rows_differ", "warning", file=file, key=_named(group, by, rule, known),
                found=str(own[rule.count]), expected="0",
            )  # fmt: skip


def _named(group: Group, by: Sequence[str], rule: Summarised, known: Dictionary) -> str:
    """A group in words: 职工基本医疗保险·普通住院."""
    table = known.contract.tables[rule.table]
    lists = [known.codes[table.column(rule.by[name]).codes] for name in by]
    words = [
        next((name for name, own in codes.names.items() if own == code), code)
        for code, codes in zip(group, lists, strict=True)
    ]
    return "·".join(words) or "合计"
