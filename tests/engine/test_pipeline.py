"""Pipelines: order by what is read, only what is wanted, every check holds, and debug mode keeps each table."""

import pyarrow as pa
import pytest

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.pipeline import ordered, run_pipeline
from yiheng.engine.step import parse_step
from yiheng.standards.problem import Refused


def step(name, inputs, sql, checks=""):
    head = f"-- purpose: 试\n-- inputs: {inputs}\n-- grain: 一行\n-- source: 06 §1\n{checks}"
    return parse_step(head + sql, name, f"{name}.sql")


NET = step(
    "net",
    "settlement",
    "SELECT setl_id, sum(fen) AS fen FROM settlement GROUP BY setl_id",
    "-- check: unique setl_id\n",
)
CITY = step("city_sum", "net", "SELECT CAST(sum(fen) AS BIGINT) AS fen FROM net WHERE fen >= :low")
PEAK = step("peak", "net", "SELECT max(fen) AS fen FROM net")


@pytest.fixture
def database():
    with DuckDatabase() as one:
        one.register("settlement", pa.table({"setl_id": ["a", "a", "b"], "fen": [500, -200, 40]}))
        yield one


def test_steps_run_after_what_they_read():
    assert [one.name for one in ordered([CITY, PEAK, NET])] == ["net", "city_sum", "peak"]


def test_only_what_is_wanted_is_run(database):
    results = run_pipeline([CITY, PEAK, NET], database, {"low": 0}, ["peak"])
    assert [one.name for one in results] == ["net", "peak"]
    assert database.table("SELECT fen FROM peak").to_pylist() == [{"fen": 300}]


def test_debug_mode_keeps_every_table_in_its_file(tmp_path):
    plain = step("plain", "settlement", "SELECT setl_id, fen FROM settlement")
    last = step("last", "plain", "SELECT CAST(sum(fen) AS BIGINT) AS fen FROM plain")
    with DuckDatabase(tmp_path / "debug.duckdb") as database:
        database.register("settlement", pa.table({"setl_id": ["a", "b"], "fen": [500, 40]}))
        results = run_pipeline([plain, last], database, {}, ["last"])
    assert [(one.name, one.kept, one.rows) for one in results] == [("plain", True, 2), ("last", True, 1)]
    with DuckDatabase(tmp_path / "debug.duckdb") as again:
        assert again.table("SELECT fen FROM plain ORDER BY fen").to_pylist() == [{"fen": 40}, {"fen": 500}]
        assert again.table("SELECT fen FROM last").to_pylist() == [{"fen": 540}]


def test_in_production_a_step_read_once_is_a_view(database):
    plain = step("plain", "settlement", "SELECT setl_id, fen FROM settlement")
    last = step("last", "plain", "SELECT sum(fen) AS fen FROM plain")
    assert [(one.name, one.kept) for one in run_pipeline([plain, last], database, {}, ["last"])] == [
        ("plain", False),
        ("last", True),
    ]


@pytest.mark.parametrize(
    ("checks", "found"),
    [
        ("-- check: unique setl_id\n", "1"),
        ("-- check: present note\n", "3"),
        ("-- check: never fen < 0\n-- check: unique fen\n", "1（第一处：-200）"),
        ("-- check: never fen < 0\n", "1"),
    ],
)
def test_a_table_that_breaks_its_own_header_is_not_handed_on(database, checks, found):
    broken = step(
        "broken", "settlement", "SELECT setl_id, fen, CAST(NULL AS TEXT) AS note FROM settlement", checks
    )
    with pytest.raises(Refused) as refused:
        run_pipeline([broken], database, {})
    problem = refused.value.problem
    assert (problem.code, problem.found, problem.line) == ("step_check_failed", found, 5)


def test_a_cycle_a_twin_and_an_unknown_name_are_refused():
    one, two = step("one", "two", "SELECT a FROM two"), step("two", "one", "SELECT a FROM one")
    for steps, wanted, code in [
        ([one, two], ["one"], "step_cycle"),
        ([NET, NET], [], "step_name_twice"),
        ([NET], ["gross"], "step_unknown"),
    ]:
        with pytest.raises(Refused) as refused:
            ordered(steps, wanted)
        assert refused.value.problem.code == code


def test_a_step_with_a_forbidden_construct_is_refused_before_anything_runs(database):
    bad = step("bad", "settlement", "SELECT avg(fen) AS fen FROM settlement")
    with pytest.raises(Refused) as refused:
        run_pipeline([NET, bad], database, {})
    assert refused.value.problem.code == "step_inexact"
    assert "net" not in [row["name"] for row in database.table("SHOW TABLES").to_pylist()]
