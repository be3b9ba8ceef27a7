"""One run: a delivery's files into a city, which is made where there is none yet."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from yiheng.app.jobs.city import city_codes, open_or_create
from yiheng.app.jobs.intake_content import intake_content
from yiheng.engine.city import is_city, open_city
from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.sql_text import parquet
from yiheng.intake.correction.correction_load import load_correction
from yiheng.intake.correction.mark import is_marked
from yiheng.intake.delivery_load import Accept, Loaded, Terms, Watch, load_delivery
from yiheng.intake.quality.catalogue import checks_of
from yiheng.intake.recognition.recognise import Asked
from yiheng.intake.register.record import SET_ASIDE, delivery_folder
from yiheng.policy.contract import contract
from yiheng.standards.message import message_text
from yiheng.standards.problem import Problem, Refused, refuse


def run(
    files: Sequence[Path],
    into: Path,
    accept: Accept,
    *,
    region: str = "",
    asked: Asked | None = None,
    note: str = "",
    again: bool = False,
    now: datetime | None = None,
    watch: Watch | None = None,
) -> Loaded:
    """Take files into a city; a file that is not there is one problem, and the others go on.

    A city made for a delivery of which nothing was published is not left behind.
    """
    made = not is_city(into)
    city, doubts = open_or_create(into, region)
    there = [path if path.name else path.resolve() for path in files if path.exists()]
    absent = tuple(Problem("file_not_found", file=str(path)) for path in files if not path.exists())
    content = intake_content(city)
    terms = Terms(
        contract(),
        content,
        city_codes(city, content)[0],
        now or datetime.now().replace(microsecond=0),
        asked or Asked(),
        note,
        again,
    )
    marked = _marked(there)
    try:
        if marked is None:
            done = load_delivery(city, there, terms, accept, watch or Watch())
        else:
            done = load_correction(city, marked, terms, accept, watch or Watch())
    except Refused:
        if made:
            shutil.rmtree(into, ignore_errors=True)
        raise
    if made and done.snapshot is None:
        shutil.rmtree(into, ignore_errors=True)
    return replace(done, problems=(*doubts, *absent, *done.problems))


def _marked(paths: Sequence[Path]) -> Path | None:
    """The one correction workbook that is to be taken; it is a delivery of its own, and refused beside other files."""
    files = [one for path in paths for one in (sorted(path.rglob("*")) if path.is_dir() else [path])]
    found = [one for one in files if one.is_file() and is_marked(one)]
    if found and len(files) > 1:
        raise refuse("correction_alone", file=found[0].name)
    return found[0] if found else None


@dataclass(frozen=True)
class Reason:
    """Why rows of one table were set aside: the column's title, how many rows, and the words for one of them, with what
    its sender can do."""

    table: str
    column: str
    rows: int
    words: str


def set_aside_reasons(root: Path, number: str) -> list[Reason]:
    """Why rows of a delivery were set aside, the most frequent reason first, each with one example."""
    city = open_city(root)
    path = delivery_folder(city, number) / SET_ASIDE
    with DuckDatabase() as database:
        rows = database.connection.execute(
            "SELECT target_table, code, coalesce(field, ''), count(*) AS rows,"
            " coalesce(arg_min(key, src_line), ''), coalesce(arg_min(found, src_line), ''),"
            " coalesce(arg_min(expected, src_line), '')"
            f" FROM {parquet([path])} GROUP BY target_table, code, field ORDER BY rows DESC, target_table, code, field"
        ).fetchall()
    checks = checks_of(intake_content(city), city.settings.region)
    tables = contract().tables
    reasons = []
    for name, code, field, count, key, found, expected in rows:
        title = tables[name].column(field).title if field in tables[name].names else ""
        known = checks.get(code)
        if known is not None:
            words = f"{known.name}{f'（{found}）' if found else ''}。{known.remedy}"
        else:
            words = message_text(code, file="", line="", field=title, key=key, found=found, expected=expected)
        reasons.append(Reason(tables[name].name, title, int(count), words))
    return reasons
