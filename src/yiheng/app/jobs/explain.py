"""The explanation run: one case, from a file, a published city or the command line, and why it is in its group."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from yiheng.engine.city import open_city
from yiheng.engine.facts import open_facts
from yiheng.engine.snapshot import current_snapshot
from yiheng.engine.sql_text import literal
from yiheng.grouping.case import Case
from yiheng.grouping.case_check import Mode
from yiheng.grouping.case_row import case_of_json, case_of_row
from yiheng.grouping.city_groups import CASE_STEP, case_step
from yiheng.grouping.loop.batch import CASE_COLUMNS, ID_COLUMN
from yiheng.grouping.reason.explanation import Explanation, explain
from yiheng.grouping.reason.explanation_plain import as_plain
from yiheng.grouping.reason.what_if import Change, what_if
from yiheng.grouping.scheme.scheme import SEX_WORDS, Scheme
from yiheng.grouping.scheme.spelling import narrow, typed_codes
from yiheng.policy.contract import contract
from yiheng.policy.source_file import read_text
from yiheng.reports.explanation_page import explanation_page
from yiheng.standards.problem import refuse

EVERY_DAY = {"first_dayno": -(2**31), "last_dayno": 2**31 - 1}


@dataclass(frozen=True)
class Published:
    """A group that a city's tables hold for the case: whose it is, under which scheme, and the DRG."""

    source: str
    scheme: str
    status: str
    drg: str


@dataclass(frozen=True)
class Explained:
    """One case explained, what changes of its coding would do, and the groups published for it."""

    explanation: Explanation
    changes: tuple[Change, ...]
    published: tuple[Published, ...] = ()


def explain_case(case: Case, scheme: Scheme, mode: Mode, published: tuple[Published, ...] = ()) -> Explained:
    """Explain a case under a scheme."""
    return Explained(explain(case, scheme, mode), what_if(case, scheme, mode), published)


def case_as_typed(rest: Case, dx: str, px: str, scheme: Scheme) -> Case:
    """A case typed on the command line: its codes and its sex as the scheme writes them."""
    sex = None if rest.sex is None else narrow(rest.sex)
    if sex not in scheme.head.accepted_sex:
        sex = next((code for code, words in SEX_WORDS.items() if words == sex), sex)
    return replace(
        rest,
        sex=sex,
        dept=narrow(rest.dept),
        leave=narrow(rest.leave),
        dx=typed_codes(dx, scheme),
        px=typed_codes(px, scheme),
    )


def case_from_json(path: Path) -> Case:
    """The case of a JSON file."""
    return case_of_json(read_text(path), path.name)


def case_from_file(path: Path, case_id: str) -> Case:
    """The case with an id in a Parquet file of cases."""
    if not path.is_file():
        raise refuse("file_not_found", file=str(path))
    try:
        source = pq.ParquetFile(path)
        with source:
            names = [name for name in CASE_COLUMNS if name in source.schema_arrow.names]
            for batch in source.iter_batches(columns=names) if ID_COLUMN in names else ():
                wanted = pc.equal(batch.column(ID_COLUMN).cast(pa.string()), case_id)
                for row in batch.filter(wanted).to_pylist():
                    return case_of_row(row)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise refuse("case_file_unreadable", file=str(path), found=str(error).splitlines()[0][:80]) from None
    raise refuse("case_not_found", file=path.name, found=case_id)


def case_from_city(root: Path, case_id: str) -> tuple[Case, tuple[Published, ...]]:
    """A published case, and the groups published for it."""
    city = open_city(root)
    with open_facts(city, current_snapshot(city), contract()) as database:
        database.create_view(CASE_STEP, case_step().sql(EVERY_DAY, database.dialect))
        where = f"WHERE case_id = {literal(case_id)}"
        rows = database.table(f"SELECT * FROM {CASE_STEP} {where}").to_pylist()
        if not rows:
            raise refuse("case_not_found", file=str(root), found=case_id)
        columns = "group_source, scheme, group_status, drg"
        groups = database.table(f"SELECT {columns} FROM case_group {where} ORDER BY group_source").to_pylist()
    return case_of_row(rows[0]), tuple(Published(*group.values()) for group in groups)


def write_page(done: Explained, path: Path) -> None:
    """Write the explanation as one HTML page."""
    path.write_text(explanation_page(plain(done)), encoding="utf-8")


def plain(done: Explained) -> dict[str, object]:
    """The explanation as plain data."""
    groups = [
        {"source": one.source, "scheme": one.scheme, "status": one.status, "drg": one.drg}
        for one in done.published
    ]
    return {**as_plain(done.explanation, done.changes), "published": groups}
