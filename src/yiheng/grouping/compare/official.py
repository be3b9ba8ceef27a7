"""Official group results by settlement id into rows of ``case_group``; what matches no case, or twice, is a problem.

An agency sends what its own grouper said; a settlement is found again in the city's case lists. Nothing is guessed: a
settlement with two different results gets none, and no MDC or ADRG is made up from the letters of a group's code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

import pyarrow as pa

from yiheng.engine.schema import arrow_schema
from yiheng.grouping.case import STATUS_WORDS, GroupStatus
from yiheng.grouping.city_groups import OFFICIAL
from yiheng.grouping.table_heads import SheetRow, TableHeads, cell_words
from yiheng.standards.problem import Problem
from yiheng.standards.table import Table

_GROUPED = STATUS_WORDS[GroupStatus.GROUPED]
_CODES = ("mdc", "adrg", "drg")
_Result = tuple[str, ...]
"""Scheme, status, MDC, ADRG and group."""


@dataclass(frozen=True)
class OfficialRead:
    """What an agency's file gave: ``read`` = rows of ``groups`` + ``repeated`` (the same row again) + ``refused``, the
    rows that problems tell of."""

    groups: pa.Table
    read: int
    repeated: int
    refused: int
    problems: tuple[Problem, ...]


def official_groups(
    rows: Iterable[SheetRow], cases: Mapping[str, str], heads: TableHeads, table: Table, scheme: str = ""
) -> OfficialRead:
    """Rows of ``case_group`` from rows by settlement. ``cases``: settlement id → case id, empty where it has several.

    ``scheme`` is used where a row names none.
    """
    taken: dict[str, tuple[_Result, int]] = {}
    distinct: dict[_Result, _Result] = {}  # a few thousand results stand for millions of rows
    again: dict[str, int] = {}
    clashing: dict[str, SheetRow] = {}
    problems: list[Problem] = []
    read = refused = 0
    for row in rows:
        read += 1
        settlement = row.cells.get("setl_id", "")
        fault = _fault(row, settlement, cases, table)
        if fault is not None:
            problems.append(fault)
            refused += 1
            continue
        result = _result(row, heads, scheme)
        kept, _ = taken.setdefault(settlement, (distinct.setdefault(result, result), row.line))
        again[settlement] = again.get(settlement, -1) + 1
        if kept != result:
            clashing[settlement] = row
    for settlement, row in clashing.items():
        _, line = taken.pop(settlement)
        refused += again.pop(settlement) + 1
        problems.append(_problem("official_twice", row, settlement, str(line)))
    problems.sort(key=lambda one: (one.file, one.line))
    found = {cases[settlement]: result for settlement, (result, _) in taken.items()}
    return OfficialRead(_as_table(found, table), read, sum(again.values()), refused, tuple(problems))


def _fault(row: SheetRow, settlement: str, cases: Mapping[str, str], table: Table) -> Problem | None:
    """What keeps a row from being used."""
    if not settlement:
        return _problem("official_without_settlement", row, row.cells.get("drg", ""))
    if settlement not in cases:
        return _problem("official_unmatched", row, settlement)
    if not cases[settlement]:
        return _problem("official_two_cases", row, settlement)
    for name in (*_CODES, "scheme"):
        text, length = row.cells.get(name, ""), table.column(name).length
        if length and len(text) > length:
            return Problem(
                "official_too_long",
                file=row.file,
                line=row.line,
                field=row.titles.get(name, name),
                found=text[:40],
                expected=str(length),
            )
    return None


def _result(row: SheetRow, heads: TableHeads, scheme: str) -> _Result:
    """The scheme, status and codes of a row, as published."""
    codes = (row.cells.get(name, "") for name in _CODES)
    return (row.cells.get("scheme", "") or scheme, _status(row, heads), *codes)


def _status(row: SheetRow, heads: TableHeads) -> str:
    """Why there is no group, by the words of the status column, else by the code; any other code is a group."""
    for name in ("status", "drg"):
        text = cell_words(row.cells.get(name, ""))
        for status, words in heads.field(name).words.items():
            if status != _GROUPED and any(fnmatchcase(text, cell_words(word)) for word in words):
                return status
    return _GROUPED


def _as_table(found: Mapping[str, _Result], table: Table) -> pa.Table:
    """The rows as Arrow, by case; what an agency does not tell is empty."""
    ordered = sorted(found)
    columns: dict[str, list[str] | pa.Array] = {"case_id": ordered}
    for place, name in enumerate(("scheme", "group_status", *_CODES)):
        columns[name] = [found[case][place] for case in ordered]
    schema = arrow_schema(table)
    told = {"group_source": OFFICIAL, "severity": None, "rule": "", "branch": "", "deciding_code": ""}
    for name, value in told.items():
        columns[name] = pa.repeat(pa.scalar(value, schema.field(name).type), len(ordered))
    return pa.Table.from_pydict({name: columns[name] for name in schema.names}, schema)


def _problem(code: str, row: SheetRow, found: str, expected: str = "") -> Problem:
    field = row.titles.get("setl_id", "setl_id")
    return Problem(code, file=row.file, line=row.line, field=field, found=found, expected=expected)
