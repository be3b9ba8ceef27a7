"""Official group results by settlement id into rows of ``case_group``; what matches no case, or twice, is a problem.

An agency sends what its own grouper said; a settlement is found again in the city's case lists. Nothing is guessed: a
settlement with two different results gets none, and no MDC or ADRG is made up from the letters of a group's code.
What is no group's code by ``grouping_heads`` is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import NamedTuple

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


class _Told(NamedTuple):
    """A result, and where it stands: file, line and the head of the settlement."""

    result: _Result
    file: str
    line: int
    field: str


@dataclass(frozen=True)
class OfficialRead:
    """What an agency's file gave: ``read`` = rows of ``groups`` + ``repeated`` (the same row again) + ``refused``, of
    which ``problems`` tell one by one. ``silent``: rows of ``groups`` that name neither group nor status."""

    groups: pa.Table
    read: int
    repeated: int
    silent: int
    problems: tuple[Problem, ...]

    @property
    def refused(self) -> int:
        """Rows that were not used."""
        return len(self.problems)


def official_groups(
    rows: Iterable[SheetRow], cases: Mapping[str, str], heads: TableHeads, table: Table, scheme: str = ""
) -> OfficialRead:
    """Rows of ``case_group`` from rows by settlement. ``cases``: settlement id → case id, empty where it has several.

    ``scheme`` is used where a row names none.
    """
    taken: dict[str, _Told] = {}
    distinct: dict[_Result, _Result] = {}  # a few thousand results stand for millions of rows
    again: dict[str, list[_Told]] = {}
    silent: set[str] = set()
    problems: list[Problem] = []
    read = 0
    for row in rows:
        read += 1
        settlement = row.cells.get("setl_id", "")
        result = _result(row, heads, scheme)
        fault = _unfound(row, settlement, cases) or _unfit(row, result, table, heads.field("drg").pattern)
        if fault is not None:
            problems.append(fault)
            continue
        field = row.titles.get("setl_id", "setl_id")
        told = _Told(distinct.setdefault(result, result), row.file, row.line, field)
        if taken.setdefault(settlement, told) is not told:
            again.setdefault(settlement, []).append(told)
        elif not (row.cells.get("drg") or row.cells.get("status")):
            silent.add(settlement)
    for settlement, more in list(again.items()):
        if any(one.result != taken[settlement].result for one in more):
            problems += _clashing(settlement, taken.pop(settlement), again.pop(settlement))
    problems.sort(key=lambda one: (one.file, one.line))
    groups = _as_table({cases[settlement]: told.result for settlement, told in taken.items()}, table)
    return OfficialRead(
        groups, read, sum(map(len, again.values())), len(silent & taken.keys()), tuple(problems)
    )


def _clashing(settlement: str, first: _Told, more: Sequence[_Told]) -> Iterator[Problem]:
    """One problem for each row of a settlement with several results, which names a row that says otherwise."""
    other = next(one for one in more if one.result != first.result)
    for one in (first, *more):
        against = other if one.result == first.result else first
        yield Problem(
            "official_twice",
            file=one.file,
            line=one.line,
            field=one.field,
            found=settlement,
            expected=str(against.line),
        )


def _unfound(row: SheetRow, settlement: str, cases: Mapping[str, str]) -> Problem | None:
    """Why no case stands for a row."""
    if not settlement:
        return _problem("official_without_settlement", row, "setl_id", row.cells.get("drg", ""))
    if settlement not in cases:
        return _problem("official_unmatched", row, "setl_id", settlement)
    if not cases[settlement]:
        return _problem("official_two_cases", row, "setl_id", settlement)
    return None


def _unfit(row: SheetRow, result: _Result, table: Table, pattern: str) -> Problem | None:
    """Why what a row says is no result."""
    for name in (*_CODES, "scheme"):
        text, length = row.cells.get(name, ""), table.column(name).length
        if length and len(text) > length:
            return _problem("official_too_long", row, name, text[:40], str(length))
    group, status = row.cells.get("drg", ""), row.cells.get("status", "")
    if result[1] == _GROUPED and not group:
        return _problem("official_group_blank", row, "drg", status[:40])
    if result[1] == _GROUPED and pattern and not re.fullmatch(pattern, group):
        return _problem("official_not_a_group", row, "drg", group)
    return None


def _result(row: SheetRow, heads: TableHeads, scheme: str) -> _Result:
    """The scheme, status and codes of a row, as published."""
    codes = (row.cells.get(name, "") for name in _CODES)
    return (row.cells.get("scheme", "") or scheme, _status(row, heads), *codes)


def _status(row: SheetRow, heads: TableHeads) -> str:
    """Why there is no group, by the words of the status column, else by the code; any other code is a group.

    An empty code under a status that says something else is not read as none.
    """
    told = [name for name in ("status", "drg") if row.cells.get(name)]
    for name in told or ["drg"]:
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


def _problem(code: str, row: SheetRow, name: str, found: str, expected: str = "") -> Problem:
    title = row.titles.get(name, name)
    return Problem(code, file=row.file, line=row.line, field=title, found=found, expected=expected)
