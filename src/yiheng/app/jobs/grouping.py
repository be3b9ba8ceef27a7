"""The grouping runs: a file of cases, and the cases of a published city."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pyarrow.parquet as pq

from yiheng.app.jobs.city import city_codes
from yiheng.engine.city import City, open_city
from yiheng.engine.facts import open_facts
from yiheng.engine.publish import publish
from yiheng.engine.schema import arrow_schema
from yiheng.engine.snapshot import Snapshot, current_snapshot
from yiheng.grouping.case_check import Mode
from yiheng.grouping.city_groups import CASE_STEP, case_groups, case_step
from yiheng.grouping.loop.batch import Grouper
from yiheng.grouping.loop.group_file import Progress, Tally, group_file
from yiheng.grouping.schedule import EPOCH, Scheduled, schedule
from yiheng.grouping.scheme.library import open_scheme
from yiheng.policy.contract import contract
from yiheng.standards.problem import refuse

GROUP_TABLE = "case_group"


def group_cases(cases: Path, scheme: str, out: Path, mode: Mode, progress: Progress) -> Tally:
    """Group a Parquet file of cases under a scheme (a folder, or the name of a shipped one) into another."""
    return group_file(cases, Grouper(open_scheme(scheme), mode), out, progress)


@dataclass(frozen=True)
class CityGroups:
    """What grouping a city published: the snapshot, the schemes with their days, and how many cases ended how."""

    city: City
    snapshot: Snapshot
    held: tuple[Scheduled, ...]
    tally: Tally


def group_city(
    root: Path,
    schemes: Sequence[str],
    year: int,
    mode: Mode,
    progress: Progress = lambda _done, _all: None,
    as_of: datetime | None = None,
) -> CityGroups:
    """Group the cases a city discharged in a year and publish them as this system's simulation.

    Groups published before for the same cases give way; official ones stay. Several schemes are chosen by day.
    """
    city = open_city(root)
    before = current_snapshot(city)
    held = schedule([Grouper(open_scheme(one), mode) for one in schemes])
    with tempfile.TemporaryDirectory(dir=city.root, prefix=".grouping-") as folder:
        file = Path(folder) / f"{GROUP_TABLE}.parquet"
        tally = _write_groups(city, before, held, year, file, progress)
        snapshot = publish(
            city,
            {GROUP_TABLE: [file]},
            contract(),
            note=f"{year}年病例分组（模拟，{mode} 校验）：{'、'.join(one.grouper.scheme.head.scheme for one in held)}",
            as_of=as_of or datetime.now().replace(microsecond=0),
            codes=city_codes(city)[0],
            versions={
                **before.versions,
                **{
                    f"scheme:{one.grouper.scheme.head.scheme}": one.grouper.scheme.content_hash
                    for one in held
                },
            },
        )
    return CityGroups(city, snapshot, held, tally)


def _write_groups(
    city: City, snapshot: Snapshot, held: Sequence[Scheduled], year: int, file: Path, progress: Progress
) -> Tally:
    declared = contract().tables[GROUP_TABLE]
    days = {"first_dayno": (date(year, 1, 1) - EPOCH).days, "last_dayno": (date(year, 12, 31) - EPOCH).days}
    statuses: Counter[str] = Counter()
    with open_facts(city, snapshot, contract()) as database:
        database.create_view(CASE_STEP, case_step().sql(days, database.dialect))
        total = int(database.table(f"SELECT count(*) AS n FROM {CASE_STEP}").column("n")[0].as_py())
        if not total:
            raise refuse("cases_none", file=str(city.root), found=str(year))
        with pq.ParquetWriter(file, arrow_schema(declared)) as writer:
            for rows in case_groups(database.batches(f"SELECT * FROM {CASE_STEP}"), held, declared):
                writer.write_table(rows)
                statuses.update(rows.column("group_status").to_pylist())
                progress(statuses.total(), total)
    return Tally(statuses.total(), dict(statuses))
