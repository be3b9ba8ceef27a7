"""The runs that hold two groupings side by side: official results taken in, differences listed, a scheme tried."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

import pyarrow.parquet as pq

from yiheng.app.jobs.city import city_codes
from yiheng.app.jobs.grouping_compare_view import (
    ROWS_MOST,
    CompareView,
    case_cells,
    case_columns,
    difference_analysis,
)
from yiheng.app.jobs.grouping_input import (
    Opened,
    code_names,
    group_names,
    grouping_content,
    hospital_names,
    opened,
    sent_rows,
)
from yiheng.app.jobs.grouping_simulation_view import simulation_analysis
from yiheng.engine.city import open_city
from yiheng.engine.facts import open_facts
from yiheng.engine.publish import publish
from yiheng.engine.schema import arrow_schema
from yiheng.engine.snapshot import Snapshot, current_snapshot
from yiheng.grouping.case_check import Mode
from yiheng.grouping.city_groups import CASE_STEP, OFFICIAL, SIMULATED, SIMULATED_NOTE, case_groups, case_step
from yiheng.grouping.compare.comparison import COMPARED_BOTH, Comparison, compare, differing_cases
from yiheng.grouping.compare.official import OfficialRead, official_groups
from yiheng.grouping.compare.simulation import AFTER, BEFORE, Simulation, marked, simulate
from yiheng.grouping.loop.batch import Grouper
from yiheng.grouping.quality.year_cases import parameters
from yiheng.grouping.schedule import Scheduled, schedule
from yiheng.grouping.scheme.library import open_scheme
from yiheng.grouping.table_heads import SheetRow, heads_of
from yiheng.policy.contract import contract
from yiheng.reports.analysis import Analysis, Column, Value, shown
from yiheng.standards.message import sentence
from yiheng.standards.problem import Problem, Refused, refuse

GROUP_TABLE = "case_group"
Progress = Callable[[str], None]
"""Told what is being done."""


@dataclass(frozen=True)
class OfficialRun:
    """What an agency's file gave, and the snapshot it was published as."""

    read: OfficialRead
    snapshot: Snapshot


def take_official(
    file: Path, root: Path, *, scheme: str = "", extra: tuple[Path, ...] = (), as_of: datetime | None = None
) -> OfficialRun:
    """Publish the official results of a file for the cases of a city, found by settlement.

    Results published before for the same cases give way. Refuses a file without the heads, and one that fits no case.
    """
    city = open_city(root)
    content = grouping_content(city, extra)
    region = city.settings.region
    snapshot = current_snapshot(city)
    faults: list[Problem] = []
    read = official_groups(
        _rows_only(sent_rows(file, content, "official_group", region), faults),
        _cases_by_settlement(root),
        heads_of(content, "official_group", region),
        contract().tables[GROUP_TABLE],
        scheme,
    )
    if faults:
        raise Refused(faults[0])
    if not read.groups.num_rows:
        raise refuse("official_none", key=file.name, found=str(read.read))
    published = publish(
        city,
        {GROUP_TABLE: read.groups},
        contract(),
        note=f"官方分组结果 {file.name}",
        as_of=as_of or datetime.now().replace(microsecond=0),
        codes=city_codes(city)[0],
        versions=snapshot.versions,
    )
    return OfficialRun(read, published)


def _rows_only(rows: Iterable[SheetRow | Problem], faults: list[Problem]) -> Iterator[SheetRow]:
    """The rows as they come; what is wrong with the file goes to ``faults``."""
    for row in rows:
        if isinstance(row, Problem):
            faults.append(row)
        else:
            yield row


def _cases_by_settlement(root: Path) -> dict[str, str]:
    """Settlement → case; empty where a settlement has more than one case list."""
    found: dict[str, str] = {}
    city = open_city(root)
    with open_facts(city, current_snapshot(city), contract()) as database:
        for batch in database.batches("SELECT setl_id, case_id FROM case_input"):
            settlements, cases = (batch.column(at).to_pylist() for at in range(2))
            for settlement, case in zip(settlements, cases, strict=True):
                found[settlement] = "" if settlement in found else case
    return found


@dataclass(frozen=True)
class DifferenceRun:
    """A comparison, and how it is shown."""

    comparison: Comparison
    analysis: Analysis


def differences(
    root: Path, year: int, *, scheme: str = "", list_file: Path | None = None, extra: tuple[Path, ...] = ()
) -> DifferenceRun:
    """Compare official and own groups of a year. ``list_file`` gets every differing case as CSV, simulated ones noted.

    ``scheme`` gives the names of own groups.

    Refuses a year in which no case has results of both.
    """
    own = group_names(open_scheme(scheme)) if scheme else {}
    with opened(root, extra) as city:
        comparison = compare(city.database, year, OFFICIAL, SIMULATED)
        if not comparison.count(*COMPARED_BOTH).cases:
            raise refuse("groups_of_both_none", file=str(root), key=str(year))
        names = code_names(city.content, "group_source", city.city.settings.region)
        view = CompareView(
            city=city.name,
            year=year,
            first=names[OFFICIAL],
            second=names[SIMULATED],
            version=city.version,
            hospitals=hospital_names(city.database),
            titles=(_schemes(comparison.first_schemes), _schemes(comparison.second_schemes)),
            second_groups=own,
        )
        listed = [case_cells(row, view) for row in islice(differing_cases(city.database), ROWS_MOST)]
        if list_file is not None:
            _write_list(city, view, list_file)
    return DifferenceRun(comparison, difference_analysis(comparison, view, listed))


def _schemes(names: Sequence[str]) -> str:
    return "、".join(names) or "方案未注明"


def _write_list(city: Opened, view: CompareView, path: Path) -> None:
    """Every differing case as CSV that Excel opens, the last column saying what the result is not."""
    columns = case_columns(view)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([*(one.title for one in columns), "说明"])
        for row in differing_cases(city.database):
            cells = case_cells(row, view)
            texts = [_plain(cell, column) for cell, column in zip(cells, columns, strict=True)]
            writer.writerow([*texts, SIMULATED_NOTE])


def _plain(cell: Value, column: Column) -> str:
    """A cell for other programs: a number without thousands."""
    text = shown(cell, column)
    return text.replace(",", "") if column.numeric else text


@dataclass(frozen=True)
class SimulationRun:
    """A trial of one scheme against another, and how it is shown."""

    simulation: Simulation
    analysis: Analysis


def try_scheme(
    root: Path,
    year: int,
    schemes: Sequence[str],
    against: Sequence[str],
    *,
    mode: Mode = "peer",
    list_file: Path | None = None,
    extra: tuple[Path, ...] = (),
    progress: Progress = lambda _doing: None,
) -> SimulationRun:
    """Group a city's year under ``against`` (as it is) and ``schemes`` (as it would be); what moves, and what it does.

    Either may be several schemes, chosen by the day of discharge. Nothing is published. Refuses a year without cases.
    """
    sides = [schedule([Grouper(open_scheme(one), mode) for one in side]) for side in (against, schemes)]
    with opened(root, extra) as city, tempfile.TemporaryDirectory(prefix="yiheng-") as folder:
        files = []
        for side, held in zip((BEFORE, AFTER), sides, strict=True):
            progress(f"分组：{_titles(held)}")
            files.append(Path(folder) / f"{side}.parquet")
            _group_year(city, held, year, side, files[-1])
        progress("比较")
        city.database.register(GROUP_TABLE, files)
        simulation = simulate(city.database, year, city.rules(year))
        view = CompareView(
            city=city.name,
            year=year,
            first="原方案",
            second="新方案",
            version=city.version,
            hospitals=hospital_names(city.database),
            titles=(_titles(sides[0]), _titles(sides[1])),
            first_groups=_named(sides[0]),
            second_groups=_named(sides[1]),
        )
        listed = [case_cells(row, view) for row in islice(differing_cases(city.database), ROWS_MOST)]
        if list_file is not None:
            _write_list(city, view, list_file)
    return SimulationRun(simulation, simulation_analysis(simulation, view, listed))


def _group_year(city: Opened, held: Sequence[Scheduled], year: int, side: str, path: Path) -> None:
    """The groups of a year's cases under one side, as a Parquet file in the shape of ``case_group``."""
    table = contract().tables[GROUP_TABLE]
    cases = 0
    sql = case_step().sql(parameters(year, ""), city.database.dialect)
    city.database.create_view(CASE_STEP, sql)
    with pq.ParquetWriter(path, arrow_schema(table)) as writer:
        batches = city.database.batches(f"SELECT * FROM {CASE_STEP}")
        for rows in marked(case_groups(batches, held, table), side):
            writer.write_table(rows)
            cases += rows.num_rows
    if not cases:
        raise refuse("cases_none", file=str(city.city.root), found=str(year))


def _titles(held: Sequence[Scheduled]) -> str:
    return "、".join(one.grouper.scheme.head.title for one in held)


def _named(held: Sequence[Scheduled]) -> dict[str, str]:
    return group_names(*(one.grouper.scheme for one in held))


def write_problems(problems: Sequence[Problem], path: Path) -> None:
    """Every row that was not used, with the reason, as CSV that Excel opens."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("文件", "行", "列", "实际", "说明"))
        for one in problems:
            writer.writerow((one.file, one.line, one.field, one.found, sentence(one)))
