"""The same key in several files of one delivery: the row of the later file stays, as if it had been sent the next day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.sql_text import listed, parquet, quoted
from yiheng.intake.conversion.rows import copy_to
from yiheng.intake.staged import SOURCE_FILE, SOURCE_SHEET, Staged
from yiheng.standards.table import Contract

_LATER = "#later"


@dataclass(frozen=True)
class Settled:
    """Staged rows without those that a later file of the same delivery sends again; how many there were, by the file's
    number, sheet and table."""

    staged: Staged
    repeated: Mapping[tuple[int, str, str], int]

    def of_table(self, name: str) -> int:
        """How many rows of a table were sent again."""
        return sum(times for (_, _, table), times in self.repeated.items() if table == name)


def settle_repeated(
    database: DuckDatabase, staged: Staged, contract: Contract, order: Mapping[int, int], staging: Path
) -> Settled:
    """Take out rows whose key a later file has. ``order``: files by number, the later the higher."""
    tables: dict[str, tuple[Path, ...]] = dict(staged.tables)
    read = dict(staged.read)
    repeated: dict[tuple[int, str, str], int] = {}
    known = ", ".join(f"({number}, {place})" for number, place in order.items())
    for name, files in staged.tables.items():
        gone = _earlier(database, files, contract.tables[name].key, known)
        if gone:
            repeated |= {(file, sheet, name): times for file, sheet, times in gone}
            read[name] -= sum(times for _, _, times in gone)
            tables[name] = _without(database, files, contract.tables[name].key, staging / name)
    return Settled(replace(staged, tables=tables, read=read), repeated)


def _earlier(
    database: DuckDatabase, files: Sequence[Path], key: Sequence[str], order: str
) -> list[tuple[int, str, int]]:
    """Put the keys that several files have into a table of the session, with the last of these files; count the rows of
    the others by file and sheet.

    Fingerprints find suspects, so that memory holds 16 bytes a row; keys themselves decide.
    """
    scan, names = parquet(files), listed(key)
    print_of = f"hash({names})"
    suspects = (
        f"SELECT print FROM (SELECT {print_of} AS print, {SOURCE_FILE} FROM {scan})"
        f" GROUP BY print HAVING min({SOURCE_FILE}) <> max({SOURCE_FILE})"
    )
    database.create_table(
        _LATER,
        f"SELECT {names}, max_by({SOURCE_FILE}, place) AS kept FROM {scan}"
        f" JOIN (VALUES {order}) AS o({quoted('number')}, place) ON {SOURCE_FILE} = o.{quoted('number')}"
        f" WHERE {print_of} IN ({suspects}) GROUP BY {names} HAVING min({SOURCE_FILE}) <> max({SOURCE_FILE})",
    )
    return database.connection.execute(
        f"SELECT {SOURCE_FILE}, {SOURCE_SHEET}, count(*) FROM {scan} JOIN {quoted(_LATER)} USING ({names})"
        f" WHERE {SOURCE_FILE} <> kept GROUP BY ALL"
    ).fetchall()


def _without(
    database: DuckDatabase, files: Sequence[Path], key: Sequence[str], stem: Path
) -> tuple[Path, ...]:
    path = stem.with_suffix(".settled.parquet")
    names = listed(key)
    select = (
        f"SELECT s.* FROM {parquet(files).removesuffix(')')}, union_by_name = true) s"
        f" LEFT JOIN {quoted(_LATER)} l USING ({names}) WHERE l.kept IS NULL OR s.{SOURCE_FILE} = l.kept"
    )
    copy_to(database, select, path)
    return (path,)
