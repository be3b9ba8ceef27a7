"""Sail and Spark behind the protocol of :mod:`yiheng.engine.database`: the same steps, for a province's cluster.

Both speak the Spark protocol, so one class serves them; :func:`sail` starts an embedded Sail server,
:func:`spark` a local Spark. They live in environments of their own (``make test-sail``; docs/engines.md), because
their clients cannot share one with each other.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

MapBatches = Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]

_DDL = {pa.string(): "STRING", pa.int32(): "INT", pa.int64(): "BIGINT"}


class SparkDatabase:
    """A Spark session. Tables are kept as Parquet in a work folder, since a session's own catalogue may be volatile."""

    dialect = "spark"
    keeps = False

    def __init__(self, session: Any, stop: Callable[[], None]):
        self.session = session
        self._stop = stop
        self._work = Path(tempfile.mkdtemp(prefix="yiheng-"))
        self._made = 0

    def register(self, name: str, source: Sequence[Path] | pa.Table) -> None:
        """Make Parquet files of one schema, or an Arrow table, readable under a name."""
        if isinstance(source, pa.Table):
            file = self._work / f"{name}.parquet"
            pq.write_table(source, file)
            source = [file]
        self.session.read.parquet(*[str(path) for path in source]).createOrReplaceTempView(name)

    def create_view(self, name: str, sql: str) -> None:
        """Name a SELECT; it is computed where it is used."""
        self.session.sql(sql).createOrReplaceTempView(name)

    def create_table(self, name: str, sql: str) -> None:
        """Compute a SELECT once and keep it under a name."""
        self._made += 1
        folder = str(self._work / f"{self._made}-{name}")
        self.session.sql(sql).write.parquet(folder)
        self.session.read.parquet(folder).createOrReplaceTempView(name)

    def map_batches(self, name: str, sql: str, function: MapBatches, schema: pa.Schema) -> None:
        """Name what a function of batches makes of a SELECT; it runs in the workers. ``schema``: text and whole numbers."""
        fields = ", ".join(f"{field.name} {_DDL[field.type]}" for field in schema)
        self.session.sql(sql).mapInArrow(function, fields).createOrReplaceTempView(name)

    def table(self, sql: str) -> pa.Table:
        """The whole result of a SELECT."""
        return self.session.sql(sql).toArrow()

    def close(self) -> None:
        """End the session; what it kept is gone."""
        self._stop()
        shutil.rmtree(self._work, ignore_errors=True)


def sail() -> SparkDatabase:
    """A session on an embedded Sail server."""
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    server = SparkConnectServer()
    server.start()
    host, port = server.listening_address
    session = SparkSession.builder.remote(f"sc://{host}:{port}").getOrCreate()

    def stop() -> None:
        session.stop()
        server.stop()

    return SparkDatabase(session, stop)


def spark() -> SparkDatabase:
    """A local Spark session (Java 17). On a closed network bind its driver to loopback: SPARK_LOCAL_IP (docs/engines.md)."""
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[*]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "Asia/Shanghai")
        .getOrCreate()
    )
    return SparkDatabase(session, session.stop)
