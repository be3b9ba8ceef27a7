"""How one layout becomes rows: the SELECT over its grids, column by column, and what is wrong with a row.

``base`` gives places and raw cells, ``typed`` the readings, then derived columns; ``#bad`` is true where a row cannot be
converted. The same plan lists the problems of bad rows, so what is set aside and why can never differ.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from yiheng.engine.sql_text import literal, parquet, quoted
from yiheng.intake.conversion.cell import Cell, cell, infant_days, is_absent, is_unread
from yiheng.intake.conversion.derive import derived_sql
from yiheng.intake.conversion.standing import not_counted, why
from yiheng.intake.recognition.alias import Form, Standing
from yiheng.intake.recognition.dictionary import Dictionary, Target
from yiheng.intake.recognition.layout import Layout, Recognised
from yiheng.intake.recognition.unit_in_force import unit_in_force
from yiheng.intake.sheet import LINE
from yiheng.intake.staged import PLACE, SOURCE_FILE, SOURCE_LINE, SOURCE_SHEET
from yiheng.standards.table import Column, Table

BAD = "#bad"
INFANT_COLUMN = "age_days"
"""Where a sheet writes years and days under one head (3岁, 15天), the days go here."""
AGES = frozenset({"age_years", INFANT_COLUMN})
_BOTH_AGES = "age_years > 0 AND age_days > 0"


@dataclass(frozen=True)
class Reading:
    """One column of the contract read from a cell of the sheet."""

    column: Column
    position: int
    cell: Cell
    form: Form = ""

    @property
    def raw(self) -> str:
        """The raw cell's name."""
        return quoted(f"c{self.position}")


@dataclass(frozen=True)
class Fault:
    """One thing that can be wrong: ``condition``, ``code`` and ``found`` are SQL."""

    condition: str
    code: str
    field: str
    found: str
    expected: str


@dataclass(frozen=True)
class RowPlan:
    """The plan of a layout for the rows themselves (without lines that hang on them).

    ``joined``: columns that come from elsewhere, as SQL over the base; ``absent``: what is wrong where one of them is
    required and did not come.
    """

    target: Target
    layout: Layout
    readings: tuple[Reading, ...]
    derived: tuple[tuple[str, str], ...]
    known: Dictionary
    joined: Mapping[str, str] = field(default_factory=dict)
    absent: Mapping[str, Fault] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Columns of the target that the plan fills, extras included."""
        found = (
            [one.column.name for one in self.readings]
            + list(self.joined)
            + [name for name, _ in self.derived]
        )
        return tuple(dict.fromkeys(found))

    def typed(self, base: str, carry: Sequence[str] = (), slow: Collection[int] | None = None) -> str:
        """SELECT of places, readings and derived columns over ``base``; ``carry``: raw columns kept beside them.

        ``slow``: positions whose cells are read in full, the others only quickly; without it all are read in full.
        """
        kept = [quoted(name) for name in (*PLACE, *carry)]
        read = [
            f"{one.cell.full if slow is None or one.position in slow else one.cell.quick} AS {quoted(one.column.name)}"
            for one in self.readings
        ]
        joined = [f"{sql} AS {quoted(name)}" for name, sql in self.joined.items()]
        select = f"SELECT {', '.join([*kept, *read, *joined])} FROM ({base})"
        for name, sql in self.derived:
            select = f"SELECT *, {sql} AS {quoted(name)} FROM ({select})"
        return select

    def unread(self, slow: Collection[int]) -> str:
        """A condition that is true where a row must be read in full: a filled cell not read, a required column empty."""
        terms = [
            is_unread(quoted(one.column.name), one.raw, self.known)
            if one.position in slow
            else f"({quoted(one.column.name)} IS NULL AND {one.raw} IS NOT NULL)"
            for one in self.readings
        ]
        required = set(self.target.required())
        terms += [f"{quoted(name)} IS NULL" for name in self.names if name in required]
        if {one.column.name for one in self.readings} >= AGES:
            terms.append(_BOTH_AGES)
        terms += [not_counted(rule) for _, rule in self._standing()]
        return " OR ".join(terms) or "false"

    def faults(self) -> Iterator[Fault]:
        """What can be wrong with a row, over typed and raw columns."""
        for one in self.readings:
            unread = is_unread(quoted(one.column.name), one.raw, self.known)
            yield Fault(unread, one.cell.problem, one.column.name, one.raw, one.cell.expected)
        required = set(self.target.required())
        for name in self.names:
            if name in required:
                raws = [one.raw for one in self.readings if one.column.name == name]
                empty = is_absent(quoted(name), raws, self.known)
                told = self.absent.get(name, Fault("", literal("row_empty"), name, "''", ""))
                yield replace(told, condition=f"{empty}{self._sources_read(name)}")
        if {one.column.name for one in self.readings} >= AGES:
            found = "CAST(age_days AS VARCHAR)"
            yield Fault(_BOTH_AGES, literal("row_age_twice"), INFANT_COLUMN, found, "满一岁只填周岁")
        for one, rule in self._standing():
            yield Fault(not_counted(rule), why(rule), one.column.name, one.raw, "、".join(rule.counts[:3]))

    def _standing(self) -> Iterator[tuple[Reading, Standing]]:
        """The cells that say whether a row counts."""
        for rule in self.target.standing:
            yield from ((one, rule) for one in self.readings if one.column.name == rule.column)

    def _sources_read(self, name: str) -> str:
        """AND a condition: of a column that follows from others, those others say something. What is wrong with one of
        them is told of that cell; the sheet has no cell of the column itself."""
        sources = _sources_of(name, self.target, {column for column, _ in self.derived})
        required = set(self.target.required())
        return "".join(
            f" AND {quoted(one.column.name)} IS NOT NULL"
            if one.column.name in required
            else f" AND NOT {is_unread(quoted(one.column.name), one.raw, self.known)}"
            for one in self.readings
            if one.column.name in sources
        )

    def bad(self) -> str:
        """A condition that is true where a row cannot be converted, all cells read in full."""
        return " OR ".join(f"coalesce({one.condition}, false)" for one in self.faults()) or "false"

    def raw_columns(self) -> tuple[str, ...]:
        """Raw columns that faults look at."""
        return tuple(dict.fromkeys(f"c{one.position}" for one in self.readings))


def _sources_of(name: str, target: Target, derived: Collection[str]) -> set[str]:
    """The columns from which a derived column follows, through others too."""
    if name not in derived:
        return set()
    direct = {source for rule in target.derive if rule.column == name for source in rule.of} - {name}
    return direct.union(*(_sources_of(one, target, set(derived) - {name}) for one in direct))


def row_plan(
    target: Target,
    layout: Layout,
    known: Dictionary,
    joined: Mapping[str, str] | None = None,
    absent: Mapping[str, Fault] | None = None,
) -> RowPlan:
    """The plan of a layout. ``joined``: columns that come from elsewhere, as SQL over the base."""
    readings = []
    for one in layout.columns:
        if one.column and one.lines < 0:
            column = target.columns[one.column]
            raw = quoted(f"c{one.position}")
            unit = unit_in_force(column, one.unit, layout.unit)
            read = cell(column, target.table, raw, one.form, unit, known, one.pattern)
            readings.append(Reading(column, one.position, read, one.form))
    beside = dict(joined or {})
    held = {one.column.name for one in readings}
    for read_age in readings:
        if (
            read_age.form == "age"
            and INFANT_COLUMN in target.columns
            and INFANT_COLUMN not in held | set(beside)
        ):
            beside[INFANT_COLUMN] = infant_days(read_age.raw)
    derived = derived_sql(target, held | set(beside), known)
    return RowPlan(target, layout, tuple(readings), tuple(derived), known, beside, absent or {})


def base_select(sheets: Sequence[Recognised], line: str = LINE) -> str:
    """SELECT of places and raw cells of the data rows of sheets of one layout, which have the same columns.

    ``line``: SQL of the line by which a row is known; of a message, its number in its file.
    """
    cells = [quoted(f"c{place}") for place in range(1, max(one.sheet.columns for one in sheets) + 1)]
    blank_lines = len(cells) > 1 and line == LINE
    filled = f" AND coalesce({', '.join(cells)}) IS NOT NULL" if blank_lines else ""
    if len(sheets) == 1:
        one = sheets[0]
        return (
            f"SELECT CAST({one.sheet.file.number} AS INTEGER) AS {SOURCE_FILE}, {literal(one.sheet.name)} AS {SOURCE_SHEET},"
            f" {line} AS {SOURCE_LINE}, {', '.join(cells)} FROM {parquet([one.sheet.path])}"
            f" WHERE {LINE} > {one.head_line} AND {LINE} NOT IN ({', '.join(map(str, _skipped(one) or [-1]))}){filled}"
        )
    scan = (
        parquet([one.sheet.path for one in sheets]).removesuffix(")")
        + ", filename = true, union_by_name = true)"
    )
    known = ", ".join(
        f"({literal(str(one.sheet.path))}, CAST({one.sheet.file.number} AS INTEGER), {literal(one.sheet.name)},"
        f" {one.head_line}, CAST([{', '.join(map(str, _skipped(one)))}] AS BIGINT[]))"
        for one in sheets
    )
    return (
        f"SELECT {SOURCE_FILE}, {SOURCE_SHEET}, {line} AS {SOURCE_LINE}, {', '.join(cells)} FROM {scan}"
        f" JOIN (VALUES {known}) AS known(filename, {SOURCE_FILE}, {SOURCE_SHEET}, head_line, skipped) USING (filename)"
        f" WHERE {LINE} > head_line AND NOT list_contains(skipped, {LINE}){filled}"
    )


def _skipped(one: Recognised) -> list[int]:
    """Lines below the head that carry no row: totals, heads printed again, notes."""
    return sorted({*(total.line for total in one.totals), *one.repeats})


def declared(target: Target) -> Table:
    """The contract table of a target that carries rows."""
    assert target.table is not None
    return target.table
