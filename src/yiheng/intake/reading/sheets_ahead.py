"""The worksheets of a large workbook, read in a process of its own while the one that started it still looks for what
calamine must not meet.

What it meets all the same ends that process and no other. Calamine parses without Python: what writing needs is imported
meanwhile, so that nothing heavy is imported here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from yiheng.intake.reading.limits import Limits

if TYPE_CHECKING:
    from yiheng.intake.reading.grid import Grid

MEMORY = 4 << 30
"""What a process may ask for that reads a workbook nobody has looked through."""


@dataclass(frozen=True)
class Ahead:
    """A workbook, what messages call it, and where its grids go."""

    path: Path
    name: str
    number: int
    staging: Path
    limits: Limits


def read_ahead(book: Ahead) -> list[Grid] | None:
    """The grids of the worksheets that hold anything. None for a filled template, and where anything is wrong: the
    reading proper will meet the same, and say so."""
    _bound_memory()
    writing = Thread(target=_load_writing)
    writing.start()
    try:
        return _grids(book, writing)
    except Exception:
        return None


def _load_writing() -> None:
    """Load what writes grids, which takes as long as opening a workbook does."""
    import yiheng.intake.reading.sheet_grid  # noqa: F401


def _grids(book: Ahead, writing: Thread) -> list[Grid] | None:
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    opened = CalamineWorkbook.from_path(str(book.path))
    found = []
    for index, one in enumerate(opened.sheets_metadata):
        if one.typ == SheetTypeEnum.WorkSheet:
            sheet = opened.get_sheet_by_index(index)
            writing.join()
            from yiheng.intake.reading.sheet_grid import write_sheet
            from yiheng.intake.reading.source import grid_path
            from yiheng.intake.reading.template import template_of

            if template_of(opened):
                return None
            into = grid_path(book.staging, book.number, index)
            grid = write_sheet(sheet, one, into, book.limits, book.name, {})
            if grid:
                found.append(grid)
    return found


def _bound_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    except (ImportError, ValueError, OSError):
        pass
