"""The check of the catalogue itself: every table, column, file and law is there, and every example comes out as written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

import pyarrow as pa

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.schema import arrow_schema
from yiheng.engine.sql_text import quoted
from yiheng.engine.step_lint import lint_step
from yiheng.intake.quality.check import Check, Example, check_step
from yiheng.intake.quality.check_sql import AS_OF, code_sets, dayno
from yiheng.intake.quality.relations import CODE_SET, KNOWN, known_inputs, known_rows
from yiheng.intake.quality.violations import Judging, check_inputs, prepare_sets, violations
from yiheng.intake.staged import PLACE
from yiheng.metrics.scalar import faults
from yiheng.policy.content import Content, Entry, nearest
from yiheng.policy.contract import contract
from yiheng.standards.problem import Problem
from yiheng.standards.table import Table

EXAMPLE_DAY = date(2024, 1, 1)
"""The day as of which examples are judged."""
_PUBLISHED = "published_"


def check_problems(entry: Entry[Check], content: Content) -> Iterator[Problem]:
    """Everything that is wrong with one check, each with its line."""
    check, declared = entry.value, contract().tables
    unknown = [name for name in check.tables if name not in declared]
    for name in unknown:
        yield entry.problem("table_unknown", "tables", found=name, expected=nearest(name, sorted(declared)))
    if unknown or check.lacking:
        return
    sets = code_sets(content, entry.layer.region, None)
    found = [*_form_problems(entry, sets), *_word_problems(entry)]
    yield from found
    if not found:
        yield from _example_problems(entry, Judging(contract(), sets, EXAMPLE_DAY))


def _form_problems(entry: Entry[Check], sets: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    check, declared = entry.value, contract().tables
    for name in check.tables:
        table = declared[name]
        for index, column in enumerate(check.shows):
            if column not in table.names:
                near = nearest(column, table.names)
                yield entry.problem("formula_column_unknown", "shows", index, found=column, expected=near)
        for key in ("where", "bad"):
            if text := getattr(check, key):
                for code, found, expected in faults(
                    text, table.names, {AS_OF, *check.values}, {*sets, *check.sets}
                ):
                    yield entry.problem(code, key, found=found, expected=expected)
        laws = [law.id for law in table.identities]
        if check.law and check.law not in laws:
            yield entry.problem(
                "check_law_unknown", "law", found=check.law, expected="、".join(laws) or "（无）"
            )
        referred = [one.table for one in table.references]
        if check.reference and check.reference not in referred:
            yield entry.problem(
                "check_reference_unknown",
                "reference",
                found=check.reference,
                expected="、".join(referred) or "（无）",
            )
    if check.sql:
        yield from _file_problems(entry)


def _file_problems(entry: Entry[Check]) -> Iterator[Problem]:
    check = entry.value
    step = check_step(check.sql)
    if step is None:
        yield entry.problem("check_file_missing", "sql", found=check.sql)
        return
    yield from lint_step(step)
    known = {*contract().tables, *(KNOWN + name for name in contract().tables), CODE_SET}
    for name in step.inputs:
        if name not in known:
            yield entry.problem("table_unknown", "sql", found=name, expected=nearest(name, sorted(known)))
    for name in sorted(step.parameters - {AS_OF} - check.values.keys()):
        yield entry.problem("check_parameter_missing", "parameters", found=name)
    wanted = {*PLACE, "key", "found"}
    if set(step.select.named_selects) != wanted:
        names = "、".join(step.select.named_selects)
        yield entry.problem("check_columns_unfit", "sql", found=names, expected="、".join(sorted(wanted)))


def _word_problems(entry: Entry[Check]) -> Iterator[Problem]:
    check = entry.value
    try:
        check.expected_words  # noqa: B018 - whether the words can be put together
    except (KeyError, IndexError, ValueError) as error:
        yield entry.problem("check_parameter_missing", "expected", found=str(error).strip("'"))
    kinds = {bool(example.fails) for example in check.examples}
    if kinds != {True, False}:
        yield entry.problem("check_examples_short", "examples")


def _example_problems(entry: Entry[Check], judging: Judging) -> Iterator[Problem]:
    for index, example in enumerate(entry.value.examples):
        strange = list(_strange_columns(example))
        for name in strange:
            yield entry.problem("formula_column_unknown", "examples", index, found=name, expected="")
        if strange:
            continue
        try:
            found = run_example(entry.value, example, judging)
        except (pa.ArrowException, ValueError, TypeError) as error:
            yield entry.problem("example_unreadable", "examples", index, found=str(error))
            continue
        if found != sorted(example.fails):
            yield entry.problem(
                "example_fails", "examples", index, found=str(found), expected=str(sorted(example.fails))
            )


def _strange_columns(example: Example) -> Iterator[str]:
    for given in (example.given, example.published):
        for name, rows in given.items():
            table = contract().tables.get(name)
            if table is None:
                yield name
                continue
            yield from sorted({column for row in rows for column in row} - set(table.names))


def run_example(check: Check, example: Example, judging: Judging) -> list[int]:
    """The numbers of the rows of the check's first table that fail, by the SQL that judges deliveries."""
    database = _bench()
    inputs = check_inputs(check)
    for name in {*check.tables, *inputs, *known_inputs(inputs)} & judging.contract.tables.keys():
        table = judging.contract.tables[name]
        database.register(name, _rows(table, example.given.get(name, ())))
        if KNOWN + name in inputs:
            published = _PUBLISHED + name
            database.register(published, _rows(table, example.published.get(name, ())))
            database.create_view(KNOWN + name, known_rows(table, f"SELECT * FROM {quoted(published)}"))
    prepare_sets(database, check, judging.sets)
    lines: set[int] = set()
    for one in violations(check, judging):
        if one.table.table == check.tables[0]:
            lines |= set(database.table(one.rows).column("src_line").to_pylist())
    return sorted(lines)


@cache
def _bench() -> DuckDatabase:
    return DuckDatabase(memory_limit="500MB")


def _rows(table: Table, rows: tuple[dict[str, Any], ...]) -> pa.Table:
    """An example's rows as Arrow, each with its number as its line; a column not given is null."""
    schema = arrow_schema(table)
    columns = [
        pa.array([_value(field.type, row.get(field.name)) for row in rows], field.type) for field in schema
    ]
    place = [pa.array([0] * len(rows), pa.int32()), pa.array([""] * len(rows), pa.string())]
    place.append(pa.array(range(1, len(rows) + 1), pa.int64()))
    return pa.table([*columns, *place], names=[*schema.names, *PLACE])


def _value(kind: pa.DataType, value: Any) -> Any:
    """A value of an example as its column has it: days and times are written as dates."""
    if value is None:
        return None
    if pa.types.is_string(kind):
        return str(value)
    if pa.types.is_timestamp(kind):
        return datetime.fromisoformat(str(value))
    if kind == pa.int32() and not isinstance(value, int):
        return dayno(date.fromisoformat(str(value)))
    return value
