"""The data contract: what a published table is. Its columns, units, codes, keys, and the laws of its rows.

Facts and results share this one shape. A table is declared in ``standards/tables/<table>.yaml`` (read by
:mod:`yiheng.policy.contract`); the Parquet schema, the validation, the dictionary page and the empty workbooks
all follow from the declaration. Nothing here reads a table file or knows an engine.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from yiheng.exact.content_hash import text_hash

ColumnType = Literal["text", "code", "month", "integer", "day", "time", "flag"]
"""text, code; month as ``2023-01``; integer of 64 bits with a unit; day as days since 1970-01-01; time in whole
seconds without a zone, meaning Asia/Shanghai; flag true or false."""

RESULTS = "结果"
"""The group of the tables that a room computes or records; every other group is facts."""

GROUPS = (
    "参保", "缴费", "协议", "就诊与结算", "病例", "基金账", "预算与目标", "统计", "佐证", "监管",
)  # fmt: skip
"""The order in which groups of facts are shown; a new group comes after these, results last."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[str, StringConstraints(min_length=1)]


@dataclass(frozen=True, slots=True)
class StorageUnit:
    """A unit in which whole numbers are stored, and the last word of such a column's name; empty: any name.

    ``everyday``: the unit in which people write the same number (empty: a number alone), whose point stands ``places``
    further left.
    """

    unit: str
    suffix: str
    places: int
    everyday: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Room:
    """A room that may own published tables, and what the bureau calls that office."""

    room: str
    office: str
    owns: str


@cache
def storage_units() -> Mapping[str, StorageUnit]:
    """All units of stored numbers by name, from ``storage_units.csv``."""
    return {
        row["unit"]: StorageUnit(
            row["unit"], row["suffix"], int(row["places"]), row["everyday"], row["meaning"]
        )
        for row in _rows("storage_units.csv")
    }


@cache
def rooms() -> Mapping[str, Room]:
    """The rooms that own tables by name, from ``rooms.csv``."""
    return {row["room"]: Room(**row) for row in _rows("rooms.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    with files("yiheng.standards").joinpath(name).open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


class _Declared(BaseModel):
    """Unknown keys are faults; a declaration does not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class TableSource(_Declared):
    """The document and clause a table follows; ``status`` as in :class:`yiheng.policy.provenance.Status`."""

    doc: Words
    clause: str = ""
    status: Literal["verified", "inferred", "to_confirm"]


class Column(_Declared):
    """One column. ``codes`` names the code list of a code, ``length`` the most characters of a text (0: no limit).

    ``optional``: may be null. ``blank``: may be empty text, which then means the whole (of an item) or none (of a
    list). ``sensitive``: masked in every message and report.
    """

    name: Name
    title: Words
    type: ColumnType
    unit: str = ""
    codes: str = ""
    length: int = Field(default=0, ge=0)
    optional: bool = False
    blank: bool = False
    sensitive: bool = False

    @property
    def everyday_name(self) -> str:
        """Its name without the unit where it is stored in another one than people write: the interface's own name."""
        stored = storage_units().get(self.unit)
        return (
            self.name.removesuffix(f"_{stored.suffix}") if stored is not None and stored.places else self.name
        )


class RowIdentity(_Declared):
    """A law that every row satisfies: ``holds``, or ``left`` and ``right`` no further apart than ``tolerance``.

    The expressions are SQL scalars over the columns of the row.
    """

    id: Name
    name: Words
    holds: str = ""
    left: str = ""
    right: str = ""
    tolerance: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if bool(self.holds) == bool(self.left and self.right) or bool(self.left) != bool(self.right):
            raise ValueError("应只写 holds，或者只写 left 和 right")
        return self

    @property
    def expressions(self) -> dict[str, str]:
        """Its expressions by the key they stand under."""
        return {key: text for key in ("holds", "left", "right") if (text := getattr(self, key))}


class Reference(_Declared):
    """A foreign key: the values of ``columns`` are the key of a row of ``table``, in the order of that key."""

    columns: tuple[Name, ...] = Field(min_length=1)
    table: Name


class Table(_Declared):
    """One published table. ``owner`` is the room that writes it, ``grain`` says what one row is.

    ``partition`` names a day column: rows lie in parts by its month; without it, in one part ``all``. ``control`` names
    the column in 分 whose sum is the table's control total, by which senders, platforms and books reconcile.
    """

    table: Name
    name: Words
    group: Words
    owner: Name
    grain: Words
    key: tuple[Name, ...] = Field(min_length=1)
    partition: str = ""
    control: str = ""
    source: TableSource
    columns: tuple[Column, ...] = Field(min_length=1)
    references: tuple[Reference, ...] = ()
    identities: tuple[RowIdentity, ...] = ()

    def column(self, name: str) -> Column:
        """The column of this name; KeyError where there is none."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def is_fact(self) -> bool:
        """Whether its rows come from outside, through intake; otherwise a room computes or records them."""
        return self.group != RESULTS


@dataclass(frozen=True)
class Contract:
    """All published tables by name, in the order of their names."""

    tables: Mapping[str, Table]

    def by_group(self) -> dict[str, tuple[Table, ...]]:
        """The tables of each group, groups in the order in which they are shown."""
        found = {table.group for table in self.tables.values()}
        further = sorted(found - {*GROUPS, RESULTS})
        return {
            group: tuple(table for table in self.tables.values() if table.group == group)
            for group in (*GROUPS, *further, RESULTS)
            if group in found
        }

    @cached_property
    def names(self) -> dict[str, str]:
        """The Chinese names of all tables."""
        return {name: table.name for name, table in self.tables.items()}

    @cached_property
    def version(self) -> str:
        """A hash of the whole declaration: 12 hex digits, whatever the files or their layout."""
        return text_hash({name: table.model_dump(mode="json") for name, table in self.tables.items()})[:12]
