"""An engine session that knows the macros by which cells are read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from yiheng.engine.duck_database import DuckDatabase

MEMORY_LIMIT = "1GB"
"""What a session may hold before it spills into the staging folder."""


@contextmanager
def conversion_session(staging: Path) -> Iterator[DuckDatabase]:
    """A session with the macros of ``cells.sql``; rows keep the order of their files.

    Lists of codes are short: looked through, they cost less than the joins that the engine would make of them, which also
    work out both sides of every CASE.
    """
    with DuckDatabase(memory_limit=MEMORY_LIMIT, spill=staging / "spill") as database:
        text = files("yiheng.intake.conversion").joinpath("cells.sql").read_text(encoding="utf-8")
        database.connection.execute(text).fetchall()
        database.connection.execute("SET disabled_optimizers = 'in_clause'").fetchall()
        yield database
