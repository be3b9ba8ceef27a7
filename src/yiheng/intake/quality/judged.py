"""What a judgement hands back: rows to publish, rows set aside, findings, and counts that add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from yiheng.engine.delivery import WiderFile
from yiheng.intake.quality.outcome import Outcome


@dataclass(frozen=True)
class Counts:
    """Rows of one table: ``read = accepted + set_aside``."""

    read: int
    accepted: int
    set_aside: int


@dataclass(frozen=True)
class SheetCounts:
    """Rows that one sheet of one file gave to one table."""

    file: int
    sheet: str
    table: str
    read: int
    accepted: int
    set_aside: int


@dataclass(frozen=True)
class Judged:
    """One delivery, judged.

    ``tables``: Parquet by table, ready to publish; columns beside the contract's count for nothing. ``set_aside`` and ``findings``
    are Parquet, one row a problem, with the columns of ``Staged.set_aside``; the rows of findings are published.
    """

    tables: Mapping[str, tuple[Path, ...]]
    set_aside: Path
    findings: Path
    counts: Mapping[str, Counts]
    sheets: tuple[SheetCounts, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def accepted(self) -> dict[str, tuple[WiderFile, ...]]:
        """The rows to publish, as publishing takes them: staged files keep their further columns."""
        return {name: tuple(map(WiderFile, files)) for name, files in self.tables.items() if files}
