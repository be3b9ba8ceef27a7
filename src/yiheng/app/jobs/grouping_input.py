"""What the runs on groups share: their content, the files that others send, names, and the session over a city."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from yiheng import __version__
from yiheng.engine.city import City, open_city
from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.facts import open_facts
from yiheng.engine.snapshot import Snapshot, current_snapshot
from yiheng.grouping.quality.rules import GROUPING_QUALITY, QualityRules, rules_in_force
from yiheng.grouping.scheme.scheme import Scheme
from yiheng.grouping.table_heads import GROUPING_HEADS, SheetRow, TableHeads, heads_of, read_rows
from yiheng.intake.reading.read import read_files
from yiheng.intake.sheet import LINE, Sheet
from yiheng.performance.library import layers
from yiheng.policy.code_list import CODE_LISTS
from yiheng.policy.content import Content, load
from yiheng.policy.contract import contract
from yiheng.standards.problem import Problem, Refused, refuse

_KINDS = (GROUPING_QUALITY, GROUPING_HEADS, CODE_LISTS)


@dataclass(frozen=True)
class Opened:
    """A city opened for a run on groups: the snapshot in force, its content, and a session over its tables."""

    city: City
    snapshot: Snapshot
    content: Content
    database: DuckDatabase

    @property
    def name(self) -> str:
        """As titles call the city."""
        return self.city.settings.name or self.city.settings.region

    @property
    def version(self) -> str:
        """The stamp on every page."""
        return f"医衡 {__version__} · 快照 {self.snapshot.number} · 口径 {self.content.version()}"

    def rules(self, year: int) -> QualityRules:
        """The calibers in force at the end of a year."""
        return rules_in_force(self.content, self.city.settings.region, date(year, 12, 31))


@contextmanager
def opened(root: Path, extra: tuple[Path, ...] = ()) -> Iterator[Opened]:
    """Open a published city; refuses one without data, and the first fault of its content."""
    city = open_city(root)
    snapshot = current_snapshot(city)
    if not snapshot.number:
        raise refuse("city_unpublished", file=str(root))
    content = grouping_content(city, extra)
    with open_facts(city, snapshot, contract()) as database:
        yield Opened(city, snapshot, content, database)


def grouping_content(city: City, extra: tuple[Path, ...] = ()) -> Content:
    """Calibers and heads as they hold for a city; refused with all faults."""
    return load(_KINDS, layers((*city.content_layers, *extra))).sound()


def sent_rows(path: Path, content: Content, table: str, region: str) -> Iterator[SheetRow | Problem]:
    """The rows of a table that others send, whatever kind of file it is in; of a workbook the sheets with its heads.

    Refuses a file that is not there or cannot be read. Where no sheet has the heads, one problem says what was seen.
    """
    if not path.is_file():
        raise refuse("file_not_found", file=str(path))
    wanted = heads_of(content, table, region)
    with tempfile.TemporaryDirectory(prefix="yiheng-") as folder:
        reading = read_files([path], Path(folder))
        faults = [one for one in reading.problems if one.severity == "error"]
        if faults:
            raise Refused(faults[0])
        missed: list[Problem] = []
        found = False
        for sheet in reading.sheets:
            for row in _sheet_rows(sheet, wanted):
                if isinstance(row, Problem):
                    missed.append(row)
                else:
                    found = True
                    yield row
        if not found:
            yield from missed[:1]


def _sheet_rows(sheet: Sheet, wanted: TableHeads) -> Iterator[SheetRow | Problem]:
    name = f"{sheet.file.name}［{sheet.name}］" if sheet.name else sheet.file.name

    def rows() -> Iterator[tuple[int, list[str | None]]]:
        """Each line of the sheet with its number in the file, from 1."""
        with pq.ParquetFile(sheet.path) as grid:
            for batch in grid.iter_batches():
                lines = batch.column(batch.schema.get_field_index(LINE)).to_pylist()
                columns = [batch.column(f"c{number}").to_pylist() for number in range(1, sheet.columns + 1)]
                for at, line in enumerate(lines):
                    yield line, [column[at] for column in columns]

    return read_rows(rows(), wanted, name)


def hospital_names(database: DuckDatabase) -> dict[str, str]:
    """Names of hospitals by code."""
    rows = database.table("SELECT fixmedins_code, fixmedins_name FROM provider").to_pylist()
    return {row["fixmedins_code"]: row["fixmedins_name"] for row in rows}


def code_names(content: Content, code_list: str, region: str) -> Mapping[str, str]:
    """Names of codes, for calibers that name them."""
    codes = content.get(CODE_LISTS, code_list, region).value.codes
    return {one.code: one.name for one in codes}


def group_names(*schemes: Scheme) -> dict[str, str]:
    """Names of groups by code, the first scheme that has one winning."""
    names: dict[str, str] = {}
    for scheme in schemes:
        for drg, name in scheme.drg_names.items():
            names.setdefault(drg, name)
    return names
