"""Set-aside lines of a delivery as people mend them: one line with its own cells and everything that is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from yiheng.intake.quality.setting_aside import COPIED, DOCUMENTS, FOLLOWS
from yiheng.intake.staged import Origin

Place = tuple[int, str, int]
_FOLLOWING = frozenset({FOLLOWS, "row_with_others"})
"""Problems that only say that something else of the line or document is wrong."""
ORIGINS = "origins.json"
_DOCUMENT = {table: document for document in DOCUMENTS for table in document.tables}


@dataclass(frozen=True)
class AsideProblem:
    """One thing that is wrong with a line, in one table that it feeds."""

    table: str
    code: str
    field: str
    key: str
    found: str
    expected: str

    @property
    def document(self) -> tuple[str, ...] | None:
        """The document that the row is of (a case, a settlement, a voucher); None where its table knows none."""
        document = _DOCUMENT.get(self.table)
        return (
            (document.tables[0], *self.key.split("|")[: len(document.key)]) if document and self.key else None
        )


@dataclass(frozen=True)
class AsideLine:
    """One line that was set aside: its place, its cells by heading, its problems."""

    file: int
    sheet: str
    line: int
    cells: Mapping[str, str | None]
    problems: tuple[AsideProblem, ...]

    @property
    def place(self) -> Place:
        """File, sheet and line."""
        return self.file, self.sheet, self.line

    def wrong(self, whole: Collection[str]) -> bool:
        """Whether something is wrong with the line itself, and not only with another of its document, or with the
        document as a whole: what the checks ``whole`` find."""
        return any(one.code not in _FOLLOWING and one.code not in whole for one in self.problems)

    @property
    def from_message(self) -> bool:
        """Whether it is a message of the interface, which is mended in the hospital's system and sent again."""
        return "/" in self.sheet

    @property
    def documents(self) -> frozenset[tuple[str, ...]]:
        """The documents that its rows are of."""
        return frozenset(one.document for one in self.problems if one.document)


def aside_lines(path: Path) -> list[AsideLine]:
    """The lines of a delivery's ``set_aside.parquet``, by place; copies of accepted rows need no mending and are left out."""
    problems: dict[Place, list[AsideProblem]] = {}
    cells: dict[Place, Mapping[str, str | None]] = {}
    for batch in pq.ParquetFile(path).iter_batches():
        for row in batch.to_pylist():
            if row["code"] == COPIED:
                continue
            place = (row["src_file"], row["src_sheet"], row["src_line"])
            words = (
                row[name] or "" for name in ("target_table", "code", "field", "key", "found", "expected")
            )
            problems.setdefault(place, []).append(AsideProblem(*words))
            if place not in cells:
                cells[place] = json.loads(row["row_text"] or "{}")
    return [AsideLine(*place, cells[place], tuple(problems[place])) for place in sorted(problems)]


@dataclass(frozen=True)
class Group:
    """Lines of one sheet with the same headings: what becomes one sheet of the workbook, and one grid when it comes back."""

    file: int
    sheet: str
    heads: tuple[str, ...]
    tables: tuple[str, ...]
    lines: tuple[AsideLine, ...]


def groups(lines: Sequence[AsideLine]) -> list[Group]:
    """Lines by file, sheet and headings, in order."""
    found: dict[tuple[int, str, tuple[str, ...]], list[AsideLine]] = {}
    for one in lines:
        found.setdefault((one.file, one.sheet, tuple(one.cells)), []).append(one)
    return [
        Group(
            file,
            sheet,
            heads,
            tuple(sorted({problem.table for one in members for problem in one.problems})),
            tuple(members),
        )
        for (file, sheet, heads), members in found.items()
    ]


@dataclass(frozen=True)
class ReadSheet:
    """How one sheet was read into one table: the headings of each column, and the unit of money said above them."""

    fields: Mapping[str, tuple[str, ...]]
    unit: str = ""


def write_origins(folder: Path, origins: Sequence[Origin]) -> None:
    """Keep how sheets were read."""
    plain = [
        [
            one.file,
            one.sheet,
            one.table,
            {column: list(heads) for column, heads in one.fields.items()},
            one.unit,
        ]
        for one in origins
    ]
    folder.joinpath(ORIGINS).write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")


def read_origins(folder: Path) -> dict[tuple[int, str, str], ReadSheet]:
    """How sheets were read, by file, sheet and table; empty where nothing was kept."""
    path = folder / ORIGINS
    if not path.is_file():
        return {}
    plain = json.loads(path.read_text("utf-8"))
    return {
        (file, sheet, table): ReadSheet({column: tuple(heads) for column, heads in fields.items()}, unit)
        for file, sheet, table, fields, unit in plain
    }
