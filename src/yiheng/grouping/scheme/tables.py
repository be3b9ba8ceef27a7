"""The tables of a scheme folder: which they are, and what identifies a row of each.

A folder is ``scheme.yaml`` and CSV files (UTF-8) that a coder can open in Excel and compare line by line. Where
``scheme.yaml`` names a ``base``, the folder holds only what differs: a row replaces the base's row of the same key, a row
with 删 in the column ``change`` takes it away, and the branches of one rule in ``drg.csv`` are replaced together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from yiheng.grouping.scheme.scheme import SchemeHead
from yiheng.standards.problem import Problem, Refused

HEAD_FILE = "scheme.yaml"
CHANGE, REMOVED = "change", "删"


@dataclass(frozen=True)
class TableShape:
    """One table: its columns, and those that identify a row.

    ``together``: rows equal in these columns are replaced together. ``folder``: the table is a folder of files, one for
    each first letter of its first column. ``repeats``: a key may stand twice, as published code lists do.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    together: tuple[str, ...] = ()
    required: bool = False
    folder: bool = False
    repeats: bool = False


SHAPES: dict[str, TableShape] = {
    one.name: one
    for one in (
        TableShape("mdc", ("order", "mdc", "name", "condition"), ("mdc",), required=True),
        TableShape(
            "rule",
            ("mdc", "order", "rule", "adrg", "name", "kind", "condition", "no_drg"),
            ("rule",),
            required=True,
        ),
        TableShape(
            "drg", ("rule", "order", "drg", "severity", "condition"), ("rule", "order"), together=("rule",)
        ),
        TableShape("drg_name", ("drg", "name"), ("drg",)),
        TableShape("list", ("list", "code", "tag"), ("list", "code", "tag"), folder=True, repeats=True),
        TableShape("site", ("code", "site"), ("code", "site"), repeats=True),
        TableShape("complication", ("code", "level", "table"), ("code", "level")),
        TableShape("exclusion", ("code", "table"), ("code",)),
        TableShape("valid_procedure", ("code",), ("code",), repeats=True),
        TableShape("diagnosis", ("code", "name", "maps_to"), ("code",)),
        TableShape("procedure", ("code", "name", "maps_to"), ("code",)),
    )
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table with its place."""

    values: tuple[str, ...]
    file: str = ""
    line: int = 0


@dataclass
class Tables:
    """A scheme as rows: its head, and the rows of each table in the order of their files."""

    head: SchemeHead
    rows: dict[str, list[Row]]
    problems: list[Problem] = field(default_factory=list)

    def keyed(self, name: str) -> dict[tuple[str, ...], Row]:
        """Rows of a table by key; of rows with one key the first."""
        found: dict[tuple[str, ...], Row] = {}
        for row in self.rows.get(name, ()):
            found.setdefault(key_of(SHAPES[name], row), row)
        return found


class SchemeRefused(Refused):
    """A scheme that cannot be used: the sentence says how many faults there are, ``problems`` lists all with lines."""

    def __init__(self, folder: str, problems: Sequence[Problem]):
        super().__init__(Problem("scheme_refused", file=folder, found=str(len(problems))), problems)
        self.problems = tuple(problems)


def key_of(shape: TableShape, row: Row) -> tuple[str, ...]:
    """The values that identify a row."""
    return tuple(row.values[shape.columns.index(name)] for name in shape.key)
