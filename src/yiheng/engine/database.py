"""What a step needs of an SQL engine: named inputs, one statement at a time, and results as Arrow.

DuckDB is the default (:mod:`yiheng.engine.duck_database`); Sail and Spark answer the same protocol from the same
SQL text (:mod:`yiheng.engine.spark_database`). Nothing above this room sees an engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import pyarrow as pa


class Database(Protocol):
    """One session of an SQL engine. ``dialect`` is its name in sqlglot, into which every step is written.

    ``keeps``: a debug session, in which the table of every step is kept to be looked at.
    """

    dialect: str
    keeps: bool

    def register(self, name: str, source: Sequence[Path] | pa.Table) -> None:
        """Make Parquet files of one schema, or an Arrow table, readable under a name."""

    def create_view(self, name: str, sql: str) -> None:
        """Name a SELECT; it is computed where it is used."""

    def create_table(self, name: str, sql: str) -> None:
        """Compute a SELECT once and keep it under a name."""

    def table(self, sql: str) -> pa.Table:
        """The whole result of a SELECT."""

    def close(self) -> None:
        """End the session; what it kept is gone."""
