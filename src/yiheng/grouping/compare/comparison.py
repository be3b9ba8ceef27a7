"""Two groupings of a city's year compared case by case, by the published tables: which cases differ, how, at what cost.

The two are ``case_group`` rows of two sources: official and own, or two schemes that were tried on the same cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yiheng.engine.database import Database
from yiheng.engine.pipeline import run_pipeline
from yiheng.engine.step import Parameter, Step, read_steps
from yiheng.grouping.quality import year_cases

STEPS = Path(__file__).parent / "steps"
DIFFERENCES = (
    "different",
    "first_ungrouped",
    "second_ungrouped",
    "both_ungrouped",
    "first_missing",
    "second_missing",
)
"""How two results of a case can differ, the gravest first."""
SAME = ("same", "same_ungrouped")
NEITHER = "neither"
"""Cases of the year that neither side has a result for: they are not compared."""
COMPARED_BOTH = (*SAME, "different", "first_ungrouped", "second_ungrouped", "both_ungrouped")
"""Cases that both sides have a result for."""
MOVED = ("different", "first_ungrouped", "second_ungrouped", "both_ungrouped")
"""Cases that both sides have, with another result."""


@dataclass(frozen=True, slots=True)
class Count:
    """Cases and what was billed for them, refunds taken off."""

    cases: int
    cost_fen: int

    def __add__(self, other: Count) -> Count:
        return Count(self.cases + other.cases, self.cost_fen + other.cost_fen)


NOTHING = Count(0, 0)


@dataclass(frozen=True, slots=True)
class Pair:
    """The cases that one side put into ``first`` and the other into ``second`` (a group, or why there is none)."""

    difference: str
    first: str
    second: str
    count: Count


@dataclass(frozen=True)
class Comparison:
    """All pairs, and each hospital's cases by difference. ``first_schemes`` and ``second_schemes`` are as published."""

    pairs: tuple[Pair, ...]
    hospitals: Mapping[str, Mapping[str, Count]]
    first_schemes: tuple[str, ...]
    second_schemes: tuple[str, ...]

    def count(self, *kinds: str) -> Count:
        """The cases of some kinds of difference (or sameness)."""
        return _total(one.count for one in self.pairs if one.difference in kinds)

    def differing(self) -> tuple[Pair, ...]:
        """The pairs that differ, most cases first, then by codes."""
        found = (one for one in self.pairs if one.difference in DIFFERENCES)
        return tuple(sorted(found, key=lambda one: (-one.count.cases, one.difference, one.first, one.second)))


WANTED = ("group_pair", "pair_total", "hospital_total", "difference")


def compare(database: Database, year: int, first: str, second: str) -> Comparison:
    """Compare the groups of two sources for the cases a city discharged in a year."""
    run_pipeline(_steps(), database, _parameters(year, first, second), list(WANTED))
    hospitals: dict[str, dict[str, Count]] = {}
    for row in _rows(database, "SELECT fixmedins_code, difference, cases, cost_fen FROM hospital_total"):
        hospitals.setdefault(row["fixmedins_code"], {})[row["difference"]] = _count(row)
    pairs = [
        Pair(row["difference"], row["first_group"], row["second_group"], _count(row))
        for row in _rows(
            database, "SELECT difference, first_group, second_group, cases, cost_fen FROM pair_total"
        )
    ]
    ordered = sorted(pairs, key=lambda one: (one.difference, one.first, one.second))
    return Comparison(
        tuple(ordered),
        {code: hospitals[code] for code in sorted(hospitals)},
        _schemes(database, "first"),
        _schemes(database, "second"),
    )


def differing_cases(database: Database) -> Iterator[dict[str, Any]]:
    """The cases that differ, of a session that was compared: by hospital, then case."""
    columns = (
        "case_id, setl_id, fixmedins_code, dscg_dayno, cost_fen, difference, first_status, first_drg,"
        " second_status, second_drg"
    )
    table = database.table(f"SELECT {columns} FROM difference ORDER BY fixmedins_code, case_id")
    for batch in table.to_batches(max_chunksize=10_000):
        yield from batch.to_pylist()


def _steps() -> list[Step]:
    return [*read_steps(year_cases.STEPS), *read_steps(STEPS)]


def _parameters(year: int, first: str, second: str) -> dict[str, Parameter]:
    return {
        **year_cases.parameters(year, first),
        "first_source": first,
        "second_source": second,
        "grouped": year_cases.GROUPED_WORDS,
    }


def _schemes(database: Database, side: str) -> tuple[str, ...]:
    """The schemes that one side's results name."""
    rows = _rows(database, f"SELECT DISTINCT {side}_scheme AS scheme FROM group_pair")
    return tuple(sorted(row["scheme"] for row in rows if row["scheme"]))


def _rows(database: Database, sql: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = database.table(sql).to_pylist()
    return rows


def _count(row: Mapping[str, Any]) -> Count:
    return Count(int(row["cases"]), int(row["cost_fen"]))


def _total(counts: Iterator[Count]) -> Count:
    return sum(counts, NOTHING)
