"""Every step gives the same content hash on every engine, from the same text.

Here DuckDB computes them in memory and, with every table kept, in a file. `make test-sail` names another engine
in YIHENG_ENGINE (`sail`; `spark` by hand, see docs/engines.md): then that engine must be there, and agree with DuckDB.
"""

import os

import pyarrow as pa
import pytest
from tests.metrics.city_rows import CITY, city_tables, rows_of

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.pipeline import run_pipeline
from yiheng.engine.schema import arrow_schema
from yiheng.engine.table_hash import table_hash
from yiheng.metrics.tables import readables, steps
from yiheng.metrics.year import CityYear
from yiheng.policy.contract import contract

ENGINE = os.environ.get("YIHENG_ENGINE", "duckdb")
YEAR = CityYear(2023, "某市", CITY)


def opened(engine, file=None):
    if engine == "duckdb":
        return DuckDatabase(file)
    from yiheng.engine import spark_database

    return {"sail": spark_database.sail, "spark": spark_database.spark}[engine]()


def _arrow(name, rows):
    return pa.Table.from_pylist(rows_of(name, *rows), schema=arrow_schema(contract().tables[name]))


def hashes(engine, file=None):
    """The content hash and the number of rows of every step."""
    rows = city_tables()
    database = opened(engine, file)
    try:
        for name in contract().tables:
            database.register(name, _arrow(name, rows.get(name, [])))
        run_pipeline(steps(), database, YEAR.step_parameters)
        found = {}
        for step in steps():
            columns = ", ".join(step.select.named_selects)
            table = database.table(f"SELECT {columns} FROM {step.name}")
            found[step.name] = (table.num_rows, table_hash(table, readables()[step.name].key))
        return found
    finally:
        database.close()


@pytest.fixture(scope="module")
def by_duckdb():
    return hashes("duckdb")


def test_every_step_has_rows_to_agree_about(by_duckdb):
    assert {name for name, (rows, _) in by_duckdb.items() if rows == 0} == set()


def test_every_engine_gives_the_same_content(by_duckdb, tmp_path):
    assert hashes(ENGINE, tmp_path / "kept.duckdb") == by_duckdb
