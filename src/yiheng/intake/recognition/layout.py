"""What recognition yields: a sheet with its head found, its target chosen, and a column for every cell that is used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from yiheng.exact.content_hash import text_hash
from yiheng.intake.recognition.alias import Form
from yiheng.intake.sheet import Sheet

State = Literal["mapped", "guessed", "ignored", "unmapped"]


@dataclass(frozen=True)
class MappedColumn:
    """One column of a sheet, from 1. ``lines``: number of the target's lines it belongs to (-1: the row itself).

    ``place``: order among repeated columns of one line. ``state`` is what the preview shows.
    """

    position: int
    head: str
    column: str = ""
    form: Form = ""
    unit: str = ""
    pattern: str = ""
    lines: int = -1
    place: int = 0
    state: State = "unmapped"


@dataclass(frozen=True)
class Layout:
    """How a sheet is read: the same for every sheet with the same heads, head rows and unit."""

    target: str
    columns: tuple[MappedColumn, ...]
    head_rows: int
    unit: str = ""
    missing: tuple[str, ...] = ()

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads in order."""
        return tuple(column.head for column in self.columns)

    @property
    def identity(self) -> str:
        """16 hex digits of target, heads and unit: what a saved mapping is for."""
        return text_hash([self.target, list(self.heads), self.unit])[:16]


@dataclass(frozen=True)
class Hints:
    """What lines above the head say: who sends, for which period, in which unit, under which title."""

    sender: str = ""
    period: str = ""
    unit: str = ""
    title: str = ""


@dataclass(frozen=True)
class Total:
    """A total row: its line, and the text under each mapped column; ``label`` as printed (合计)."""

    line: int
    label: str
    cells: dict[int, str]


@dataclass(frozen=True)
class Recognised:
    """A sheet that is understood. Data are the lines after ``head_line``, without ``totals`` and ``repeats``."""

    sheet: Sheet
    layout: Layout
    head_line: int
    hints: Hints
    sender: str = ""
    nature: str = ""
    totals: tuple[Total, ...] = ()
    repeats: tuple[int, ...] = ()
    rivals: tuple[str, ...] = ()
