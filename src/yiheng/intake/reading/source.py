"""What passes between the entry of reading and the readers: a source at work, and what a reader made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from yiheng.intake.reading.grid import Grid
from yiheng.standards.problem import Problem

Advance = Callable[[int], None]
"""Told how many more bytes of the source are done."""


@dataclass
class Draft:
    """One file while it is read. Grids and problems found before a refusal stay."""

    path: Path
    name: str
    number: int
    staging: Path
    advance: Advance
    medium: str = ""
    encoding: str = ""
    grids: list[Grid] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def grid_path(self, part: int | str = 0) -> Path:
        """Where a grid of this file goes; names within a file come from us, never from the file."""
        return grid_path(self.staging, self.number, part)

    def scratch(self, suffix: str) -> Path:
        """A file that is removed when the source is read."""
        return self.staging / f"{self.number:06d}.{suffix}"


def grid_path(staging: Path, number: int, part: int | str) -> Path:
    """Where a grid of a file goes, by the file's number."""
    return staging / f"{number:06d}-{part}.parquet"
