"""The grouping loop gives the same content hash in the workers of a cluster as here.

`make test-sail` names an engine in YIHENG_ENGINE; without one the function for workers is called here, batch by batch.
"""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pytest
from tests.grouping.loop.vignettes import VIGNETTES
from tests.grouping.small_schemes import head, heart_tables

from yiheng.engine.table_hash import table_hash
from yiheng.grouping.loop.batch import Grouper, case_batch
from yiheng.grouping.loop.worker import WORKER_SCHEMA, group_in_workers
from yiheng.grouping.scheme.build import read_scheme
from yiheng.grouping.scheme.folder_write import write_tables
from yiheng.grouping.scheme.tables import Tables

ENGINE = os.environ.get("YIHENG_ENGINE", "")
KEY = ("case_id",)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The heart scheme as a folder that workers can read."""
    write_tables(Tables(head(), heart_tables()), tmp_path / "心")
    return tmp_path / "心"


def many_cases() -> pa.Table:
    """The vignettes many times over, each with an id of its own."""
    batch = case_batch([case for case, _ in VIGNETTES] * 300)
    ids = pa.array([f"C{number:06d}" for number in range(batch.num_rows)])
    return pa.Table.from_batches([batch]).set_column(0, "case_id", ids)


def in_workers(folder: Path, cases: pa.Table) -> pa.Table:
    """Grouped by the function for workers: on the engine named, or here."""
    function = group_in_workers(str(folder), "peer")
    if not ENGINE:
        return pa.Table.from_batches(function(cases.to_batches(max_chunksize=100)), WORKER_SCHEMA)
    from yiheng.engine import spark_database

    database = {"sail": spark_database.sail, "spark": spark_database.spark}[ENGINE]()
    try:
        database.register("cases", cases)
        database.map_batches("grouped", "SELECT * FROM cases", function, WORKER_SCHEMA)
        return database.table("SELECT * FROM grouped").cast(WORKER_SCHEMA)
    finally:
        database.close()


def test_workers_give_the_same_content(folder: Path) -> None:
    cases = many_cases()
    here = Grouper(read_scheme(folder)).group(cases.combine_chunks().to_batches()[0])
    plain = pa.Table.from_batches([here]).cast(WORKER_SCHEMA)
    there = in_workers(folder, cases)
    assert there.num_rows == cases.num_rows
    assert table_hash(there.sort_by("case_id"), KEY) == table_hash(plain.sort_by("case_id"), KEY)
