"""The months of rows that came without a stated one: told as derived from their dates, else asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.sql_text import listed, parquet, quoted
from yiheng.intake.recognition.hints import is_month
from yiheng.intake.recognition.layout import Recognised
from yiheng.intake.register.record import DeliveryRecord, FileMonths, FileSender
from yiheng.intake.staged import PLACE, SOURCE_FILE, Staged
from yiheng.standards.problem import Problem
from yiheng.standards.table import Contract

_FILES_SHOWN = 3


def row_months(
    sheets: Sequence[Recognised], staged: Staged, set_aside: Path, contract: Contract
) -> dict[int, FileMonths]:
    """By number, the files of which no sheet states a month, with the first and last month of their rows.

    Rows at a place in ``set_aside`` count only where a file has no others. Only tables that are published by months ask
    for one.
    """
    stated = {one.sheet.file.number for one in sheets if is_month(one.hints.period)}
    asked = [
        (one.sheet.file, one.layout.target)
        for one in sheets
        if one.sheet.file.number not in stated
        and one.layout.target in contract.tables
        and contract.tables[one.layout.target].partition
    ]
    found = {file.number: FileMonths(file.name) for file, _ in asked}
    with DuckDatabase() as database:
        for table in sorted({table for _, table in asked if staged.tables.get(table)}):
            files = [file.number for file, of in asked if of == table]
            column = contract.tables[table].partition
            for number, first, last in _ends(database, staged.tables[table], set_aside, column, files):
                one = found[number]
                found[number] = replace(one, first=min(one.first or first, first), last=max(one.last, last))
    return found


def _ends(
    database: DuckDatabase, paths: Sequence[Path], set_aside: Path, column: str, files: Sequence[int]
) -> list[tuple[int, str, str]]:
    """The first and last month of each of the files."""
    ends = ", ".join(
        f"strftime(DATE '1970-01-01' + coalesce({end}({quoted(column)}) FILTER (NOT aside), {end}({quoted(column)})), '%Y-%m')"
        for end in ("min", "max")
    )
    return database.connection.execute(
        f"SELECT {SOURCE_FILE}, {ends} FROM (SELECT rows.*, places.aside IS NOT NULL AS aside FROM {parquet(paths)} AS rows"
        f" LEFT JOIN (SELECT DISTINCT {listed(PLACE)}, true AS aside FROM {parquet([set_aside])}) AS places USING ({listed(PLACE)}))"
        f" WHERE {SOURCE_FILE} IN ({', '.join(map(str, files))}) AND {quoted(column)} IS NOT NULL GROUP BY ALL ORDER BY ALL"
    ).fetchall()


def dated(
    record: DeliveryRecord, senders: Mapping[int, FileSender], found: Mapping[int, FileMonths]
) -> tuple[DeliveryRecord, dict[int, FileSender]]:
    """The record and whose each file is, with the one month of its rows where it states none."""
    own = {
        number: replace(one, month=found[number].month) if number in found else one
        for number, one in senders.items()
    }
    months = {one.month for one in own.values()}
    month = next(iter(months)) if len(months) == 1 else ""
    return replace(record, month=month, row_months=tuple(found.values())), own


def month_problems(found: Mapping[int, FileMonths]) -> Iterator[Problem]:
    """One sentence for all files of the same derived period, and one that asks for the period of those without dates."""
    files: dict[str, list[str]] = {}
    for one in found.values():
        files.setdefault(one.words, []).append(one.file)
    for words, names in sorted(files.items()):
        more = "……" if len(names) > _FILES_SHOWN else ""
        yield Problem(
            "period_derived" if words else "period_asked",
            "information" if words else "warning",
            key="、".join(names[:_FILES_SHOWN]) + more,
            found=str(len(names)),
            expected=words,
        )
