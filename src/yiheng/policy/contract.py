"""The data contract as declared: reads ``standards/tables/*.yaml`` and finds every fault with file, line and field.

A folder of further tables may be laid beside the shipped one; a table is one file, named as the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import ValidationError

from yiheng.policy.code_list import CODE_LISTS
from yiheng.policy.content import Content, nearest, validation_problems
from yiheng.policy.source_file import SourceDocument, read_with_faults
from yiheng.standards.problem import Problem, Refused
from yiheng.standards.table import RESULTS, Column, Contract, RowIdentity, Table, rooms, storage_units

SQL_WORDS = frozenset(
    [
        "and",
        "or",
        "not",
        "is",
        "null",
        "case",
        "when",
        "then",
        "else",
        "end",
        "in",
        "between",
        "true",
        "false",
    ]
)
SQL_FUNCTIONS = frozenset(["abs", "coalesce", "least", "greatest", "length"])
"""What an identity may use beside columns; the portable subset of every engine."""

_TYPE_SUFFIXES = {"day": "dayno", "time": "time", "flag": "flag"}
_QUOTED = re.compile(r"'(?:[^']|'')*'")
_WORD = re.compile(r"[^\W\d]\w*")


def shipped_tables() -> Path:
    """The folder of the shipped declarations."""
    return Path(str(files("yiheng.standards"))) / "tables"


@cache
def contract(*folders: Path) -> Contract:
    """The contract in force: the shipped tables and those of further ``folders``; its first fault refuses it."""
    declared, problems = read_contract(shipped_tables(), *folders)
    if problems:
        raise Refused(problems[0])
    return declared


def contract_problems(*folders: Path, content: Content | None = None) -> list[Problem]:
    """All that is wrong with the shipped tables together with those of further ``folders``.

    With ``content``, every code list that a column names must be there too.
    """
    found, problems = _declarations((shipped_tables(), *folders))
    problems.extend(_problems(found))
    if content is not None:
        problems.extend(problem for one in found for problem in _code_list_problems(one, content))
    return problems


def read_contract(*folders: Path) -> tuple[Contract, list[Problem]]:
    """The declarations of these folders, and all their faults; one that cannot be read at all is left out."""
    found, problems = _declarations(folders)
    return Contract(_by_name(found)), [*problems, *_problems(found)]


@dataclass(frozen=True)
class _Declaration:
    """A table with the file it stands in."""

    table: Table
    document: SourceDocument

    def problem(self, code: str, *path: str | int, **values: str) -> Problem:
        """A fault of the key at ``path``, with its line in the file."""
        field = ".".join(str(part) for part in path)
        return Problem(
            code,
            file=self.document.file,
            line=self.document.line(path),
            field=field,
            key=self.table.table,
            **values,  # type: ignore[arg-type]
        )


def _declarations(folders: Sequence[Path]) -> tuple[list[_Declaration], list[Problem]]:
    found: list[_Declaration] = []
    problems: list[Problem] = []
    for path in [path for folder in folders for path in sorted(folder.glob("*.yaml"))]:
        item = _read(path)
        if isinstance(item, _Declaration):
            found.append(item)
        else:
            problems.extend(item)
    return found, problems


def _by_name(found: Iterable[_Declaration]) -> dict[str, Table]:
    return {one.table.table: one.table for one in sorted(found, key=lambda one: one.table.table)}


def _problems(found: Sequence[_Declaration]) -> Iterator[Problem]:
    tables = _by_name(found)
    yield from _twice(found)
    for one in found:
        yield from _own_problems(one)
        yield from _reference_problems(one, tables)


def _code_list_problems(one: _Declaration, content: Content) -> Iterator[Problem]:
    known = content.keys(CODE_LISTS)
    for index, column in enumerate(one.table.columns):
        if column.codes and column.codes not in known:
            yield one.problem(
                "code_list_unknown", "columns", index, "codes", found=column.name, expected=column.codes
            )


def _read(path: Path) -> _Declaration | list[Problem]:
    try:
        document, faults = read_with_faults(path, f"tables/{path.name}")
    except Refused as refusal:
        return [refusal.problem]
    if not isinstance(document.data, dict):
        return [Problem("content_not_mapping", file=document.file, line=1, field="table")]
    try:
        table = Table.model_validate(document.data)
    except ValidationError as error:
        return sorted([*faults, *validation_problems(error, document)], key=lambda fault: fault.line)
    return faults or _Declaration(table, document)


def _twice(found: Sequence[_Declaration]) -> Iterator[Problem]:
    """Tables and identities are named once in the whole contract, and a table's file as the table."""
    files_of: dict[str, str] = {}
    laws: dict[str, str] = {}
    for one in found:
        name = one.table.table
        if name in files_of:
            yield one.problem("table_duplicate", "table", found=files_of[name])
        files_of.setdefault(name, one.document.file)
        if Path(one.document.file).stem != name:
            yield one.problem("table_file_name", "table", found=name, expected=f"{name}.yaml")
        for index, law in enumerate(one.table.identities):
            if law.id in laws:
                yield one.problem(
                    "row_identity_duplicate", "identities", index, "id", found=law.id, expected=laws[law.id]
                )
            laws.setdefault(law.id, name)


def _own_problems(one: _Declaration) -> Iterator[Problem]:
    """What is wrong with a table by itself."""
    table = one.table
    if table.owner not in rooms():
        yield one.problem("owner_unknown", "owner", found=table.owner, expected="、".join(rooms()))
    elif table.is_fact and table.owner != "intake":
        yield one.problem("fact_owner", "owner", found=table.owner, expected=RESULTS)
    for index, column in enumerate(table.columns):
        if column.name in table.names[:index]:
            yield one.problem("column_twice", "columns", index, "name", found=column.name)
        yield from _column_problems(one, index, column)
    yield from _key_problems(one)
    if table.partition and table.partition not in table.names:
        yield _unknown(one, table.partition, "partition")
    elif table.partition and (
        table.column(table.partition).type != "day" or table.column(table.partition).optional
    ):
        yield one.problem("partition_not_day", "partition", found=table.partition)
    if table.control and table.control not in table.names:
        yield _unknown(one, table.control, "control")
    elif table.control and table.column(table.control).unit != "分":
        yield one.problem("control_not_money", "control", found=table.control)
    for index, law in enumerate(table.identities):
        yield from _law_problems(one, index, law)


def _unknown(one: _Declaration, name: str, *path: str | int) -> Problem:
    return one.problem("column_unknown", *path, found=name, expected=nearest(name, one.table.names))


def _column_problems(one: _Declaration, index: int, column: Column) -> Iterator[Problem]:
    """Unit, code list and length stand where the type wants them and nowhere else; the name ends with its unit."""
    for key, wanted in (
        ("unit", column.type == "integer"),
        ("codes", column.type == "code"),
        ("length", column.type == "text"),
    ):
        given = bool(getattr(column, key))
        if wanted and not given and key != "length":
            yield one.problem(
                "column_lacks",
                "columns",
                index,
                "type",
                found=column.name,
                expected=f"{key}（{_WANTS[key]}）",
            )
        if given and not wanted:
            yield one.problem(
                "column_has_no_such", "columns", index, key, found=column.name, expected=column.type
            )
    if column.type == "integer" and column.unit and column.unit not in storage_units():
        yield one.problem(
            "storage_unit_unknown",
            "columns",
            index,
            "unit",
            found=column.unit,
            expected="、".join(storage_units()),
        )
        return
    yield from _suffix_problems(one, index, column)


_WANTS = {"unit": "整数须写明单位", "codes": "代码须写明代码表"}


def _suffix_problems(one: _Declaration, index: int, column: Column) -> Iterator[Problem]:
    """``_fen`` is always and only 分, ``_dayno`` always and only a day; a unit without suffix leaves the name free."""
    claimed = {unit.suffix for unit in storage_units().values() if unit.suffix} | set(_TYPE_SUFFIXES.values())
    last = column.name.rsplit("_", 1)[-1]
    unit = storage_units().get(column.unit)
    wanted = unit.suffix if unit is not None else _TYPE_SUFFIXES.get(column.type, "")
    if wanted and last != wanted:
        yield one.problem("name_without_suffix", "columns", index, "name", found=column.name, expected=wanted)
    elif not wanted and last in claimed:
        yield one.problem("name_false_suffix", "columns", index, "name", found=column.name, expected=last)


def _key_problems(one: _Declaration) -> Iterator[Problem]:
    table = one.table
    for index, name in enumerate(table.key):
        if name not in table.names:
            yield _unknown(one, name, "key", index)
        elif table.column(name).optional:
            yield one.problem("key_optional", "key", index, found=name)
        if name in table.key[:index]:
            yield one.problem("column_twice", "key", index, found=name)


def _law_problems(one: _Declaration, index: int, law: RowIdentity) -> Iterator[Problem]:
    """Every word of an expression is a column, or a word or function of the portable subset."""
    for key, text in law.expressions.items():
        bare = _QUOTED.sub(" ", text)
        for match in _WORD.finditer(bare):
            word, is_call = match.group(), bare[match.end() :].lstrip().startswith("(")
            lower = word.lower()
            known = lower in SQL_WORDS or (lower in SQL_FUNCTIONS if is_call else word in one.table.names)
            if not known:
                yield _unknown(one, word, "identities", index, key)


def _reference_problems(one: _Declaration, tables: dict[str, Table]) -> Iterator[Problem]:
    for index, reference in enumerate(one.table.references):
        unknown = [name for name in reference.columns if name not in one.table.names]
        for name in unknown:
            yield _unknown(one, name, "references", index, "columns")
        target = tables.get(reference.table)
        if target is None:
            yield one.problem(
                "table_unknown",
                "references",
                index,
                "table",
                found=reference.table,
                expected=nearest(reference.table, list(tables)),
            )
        elif not unknown:
            yield from _misfits(one, index, reference.columns, target)


def _misfits(one: _Declaration, index: int, columns: Sequence[str], target: Table) -> Iterator[Problem]:
    """A reference has as many columns as the key it points to, each of the same type, unit and code list."""
    if any(name not in target.names for name in target.key):
        return  # told where the target's key is read
    if len(columns) != len(target.key):
        yield one.problem(
            "reference_width",
            "references",
            index,
            "columns",
            found=_listed(columns),
            expected=_listed(target.key),
        )
        return
    for name, other in zip(columns, target.key, strict=True):
        mine, theirs = one.table.column(name), target.column(other)
        if (mine.type, mine.unit, mine.codes) != (theirs.type, theirs.unit, theirs.codes):
            yield one.problem(
                "reference_type",
                "references",
                index,
                "columns",
                found=f"{name} {mine.type} {mine.unit}{mine.codes}".rstrip(),
                expected=f"{target.table}.{other} {theirs.type} {theirs.unit}{theirs.codes}".rstrip(),
            )


def _listed(names: Iterable[str]) -> str:
    return "、".join(names)
