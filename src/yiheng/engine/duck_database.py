"""DuckDB behind the protocol of :mod:`yiheng.engine.database`: the one file that knows its Python API.

DuckDB 2.0: a result must be read to its end before the connection takes the next statement, and extensions cannot
be loaded at an offline bureau; so results leave as Arrow and files enter as Parquet or Arrow only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType

import duckdb
import pyarrow as pa

from yiheng.engine.sql_text import literal, parquet, quoted

MEMORY_LIMIT = "2GB"
"""What one session may hold before it spills to ``temp_directory``; a city at scale 1 needs less."""


class DuckDatabase:
    """One embedded session, in memory or in a file that keeps every table of a debug run."""

    dialect = "duckdb"

    def __init__(
        self, file: Path | None = None, *, memory_limit: str = MEMORY_LIMIT, spill: Path | None = None
    ):
        self.keeps = file is not None
        self.connection = duckdb.connect(str(file) if file else ":memory:")
        self.connection.execute(f"SET memory_limit = '{memory_limit}'")
        # Order of rows is a property of a query, never of a file: keys sort what is kept.
        self.connection.execute("SET preserve_insertion_order = false")
        self.connection.execute("SET enable_progress_bar = false")
        if spill is not None:
            self.connection.execute(f"SET temp_directory = {literal(str(spill))}")

    def __enter__(self) -> DuckDatabase:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def register(self, name: str, source: Sequence[Path] | pa.Table) -> None:
        """Make Parquet files of one schema, or an Arrow table, readable under a name."""
        if isinstance(source, pa.Table):
            self.connection.register(name, source)
            return
        self.create_view(name, f"SELECT * FROM {parquet(source)}")

    def create_view(self, name: str, sql: str) -> None:
        """Name a SELECT; it is computed where it is used."""
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {quoted(name)} AS {sql}")

    def create_table(self, name: str, sql: str) -> None:
        """Compute a SELECT once and keep it under a name."""
        self.connection.execute(f"CREATE OR REPLACE TABLE {quoted(name)} AS {sql}")

    def table(self, sql: str) -> pa.Table:
        """The whole result of a SELECT."""
        return self.connection.sql(sql).to_arrow_table()

    def batches(self, sql: str, rows: int = 65_536) -> Iterator[pa.RecordBatch]:
        """The result of a SELECT, a batch at a time; read it to its end before the next statement."""
        yield from self.connection.sql(sql).to_arrow_reader(rows)

    def close(self) -> None:
        """End the session; what it kept in memory is gone."""
        self.connection.close()
