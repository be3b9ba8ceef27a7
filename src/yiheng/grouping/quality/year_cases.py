"""The cases of one year as columns of numbers: what every indicator of grouping quality is computed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from yiheng.engine.database import Database
from yiheng.engine.pipeline import run_pipeline
from yiheng.engine.step import Parameter, read_steps
from yiheng.grouping.case import STATUS_WORDS, GroupStatus
from yiheng.grouping.quality.moments import Whole
from yiheng.metrics.year import dayno

STEPS = Path(__file__).parent / "steps"
NOT_GROUPED = -1
NO_NEXT_STAY = -1
GROUPED_WORDS = STATUS_WORDS[GroupStatus.GROUPED]
MISSING_WORDS = "没有分组结果"
"""The status of a case that no result was published for."""

Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True)
class YearCases:
    """One row a case: as read, in order of their ids, so that two readings of a year are of the same cases row by row.

    ``hospital``, ``drg`` and ``status`` are places in ``hospitals``, ``drgs`` and ``statuses``; ``drg`` is
    :data:`NOT_GROUPED` where the status is not 分组成功. ``cost_fen`` is net of refunds. ``next_days`` is how many days
    after discharge the next stay began (:data:`NO_NEXT_STAY`: none), ``next_same_days`` the same in the same hospital.
    ``parents`` gives the MDC and ADRG of each group, ``schemes`` the schemes that the results name.
    """

    hospitals: tuple[str, ...]
    drgs: tuple[str, ...]
    statuses: tuple[str, ...]
    hospital: Numbers
    drg: Numbers
    status: Numbers
    los_days: Whole
    cost_fen: Whole
    ways: tuple[str, ...]
    way: Numbers
    next_days: Whole
    next_same_days: Whole
    parents: Mapping[str, tuple[str, str]]
    schemes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.hospital)

    def part(self, rows: slice | Whole) -> YearCases:
        """Some of the cases, by rows; codes and their places stay as they are."""
        return replace(
            self,
            **{
                name: getattr(self, name)[rows]
                for name in (
                    "hospital", "drg", "status", "los_days", "cost_fen", "way", "next_days", "next_same_days",
                )
            },
        )  # fmt: skip

    def died(self, death_ways: tuple[str, ...]) -> npt.NDArray[np.bool_]:
        """Which cases left by a way that means death."""
        deaths = [place for place, code in enumerate(self.ways) if code in death_ways]
        return np.isin(self.way, deaths)


def read_year(database: Database, year: int, group_source: str) -> YearCases:
    """The cases discharged in a year, with the groups of one source."""
    run_pipeline(read_steps(STEPS), database, parameters(year, group_source), ["quality_case"])
    return year_cases(database.table(_SELECT_CASES))


def read_fees(database: Database, year: int) -> dict[str, dict[str, int]]:
    """Hospital → category of charge → 分, of the fee lines of the cases discharged in a year."""
    run_pipeline(read_steps(STEPS), database, parameters(year, ""), ["hospital_fee"])
    fees: dict[str, dict[str, int]] = {}
    table = database.table("SELECT fixmedins_code, med_chrgitm_type, fee_fen FROM hospital_fee")
    for row in table.to_pylist():
        fees.setdefault(row["fixmedins_code"], {})[row["med_chrgitm_type"]] = row["fee_fen"]
    return fees


def parameters(year: int, group_source: str) -> dict[str, Parameter]:
    """What the steps ask for: the days of the year, and whose groups."""
    return {
        "first_dayno": dayno(date(year, 1, 1)),
        "last_dayno": dayno(date(year, 12, 31)),
        "group_source": group_source,
    }


_SELECT_CASES = (
    "SELECT fixmedins_code, los_days, dscg_way, cost_fen, group_status, scheme, mdc, adrg, drg, next_days,"
    " next_same_days FROM quality_case ORDER BY case_id"
)


def year_cases(table: pa.Table) -> YearCases:
    """Cases from rows of the step ``quality_case``."""
    hospitals, hospital = _numbered(table, "fixmedins_code", "")
    statuses, status = _numbered(table, "group_status", MISSING_WORDS)
    drgs, drg = _numbered(table, "drg", "")
    ways, way = _numbered(table, "dscg_way", "")
    schemes, _ = _numbered(table, "scheme", "")
    grouped = statuses.index(GROUPED_WORDS) if GROUPED_WORDS in statuses else NOT_GROUPED
    return YearCases(
        hospitals,
        drgs,
        statuses,
        hospital,
        np.where(status == grouped, drg, NOT_GROUPED).astype(np.int32),
        status,
        _whole(table, "los_days", 0),
        _whole(table, "cost_fen", 0),
        ways,
        way,
        _whole(table, "next_days", NO_NEXT_STAY),
        _whole(table, "next_same_days", NO_NEXT_STAY),
        _parents(table),
        tuple(name for name in schemes if name),
    )


def _parents(table: pa.Table) -> dict[str, tuple[str, str]]:
    """The MDC and ADRG of each group; of several (two versions in a year) the last in order of code."""
    grouped = table.filter(pc.equal(table["group_status"], GROUPED_WORDS))
    seen = grouped.group_by(["drg", "mdc", "adrg"]).aggregate([]).to_pylist()
    ordered = sorted(seen, key=lambda row: (row["drg"], row["mdc"], row["adrg"]))
    return {row["drg"]: (row["mdc"], row["adrg"]) for row in ordered}


def _numbered(table: pa.Table, name: str, missing: str) -> tuple[tuple[str, ...], Numbers]:
    """The distinct values of a column in order, and each row's place among them."""
    column = pc.fill_null(table[name].cast(pa.string()), missing).combine_chunks()
    values = sorted(pc.unique(column).to_pylist())
    places = pc.index_in(column, value_set=pa.array(values, pa.string()))
    return tuple(values), places.to_numpy(zero_copy_only=False).astype(np.int32)


def _whole(table: pa.Table, name: str, missing: int) -> Whole:
    filled = pc.fill_null(table[name].cast(pa.int64()), missing)
    numbers: Whole = filled.to_numpy().astype(np.int64)
    return numbers
