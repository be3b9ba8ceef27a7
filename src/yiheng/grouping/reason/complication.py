"""Which other diagnoses counted as MCC or CC, and which did not because the main diagnosis excludes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from yiheng.grouping.case import Case
from yiheng.grouping.scheme.condition import Level
from yiheng.grouping.scheme.scheme import Scheme

Use = Literal["counted", "excluded", "none"]


@dataclass(frozen=True, slots=True)
class OtherDiagnosis:
    """One other diagnosis as a complication: its ``level`` (empty: it is none), and its exclusion ``table``.

    ``use`` is ``excluded`` where the main diagnosis stands in the same table (01 §1 step 4).
    """

    code: str
    level: Level | Literal[""]
    table: str
    use: Use


def main_table(case: Case, scheme: Scheme) -> str:
    """The exclusion table of the main diagnosis; empty where it has none and so excludes nothing."""
    return scheme.exclusion.get(case.dx[0], "") if case.dx else ""


def other_diagnoses(case: Case, scheme: Scheme) -> tuple[OtherDiagnosis, ...]:
    """Every other diagnosis in order, once for each level it is listed at."""
    excluding = main_table(case, scheme)
    found = []
    for code in case.dx[1:]:
        listed = [(level, scheme.complications(level)[code]) for level in _levels(code, scheme)]
        for level, table in listed:
            use: Use = "excluded" if excluding and table == excluding else "counted"
            found.append(OtherDiagnosis(code, level, table, use))
        if not listed:
            found.append(OtherDiagnosis(code, "", "", "none"))
    return tuple(found)


def _levels(code: str, scheme: Scheme) -> list[Level]:
    levels: tuple[Level, ...] = ("MCC", "CC")
    return [level for level in levels if code in scheme.complications(level)]
