"""The linter of steps: what it lets through runs everywhere; everything else is named with its line."""

import pytest

from yiheng.engine.step import parse_step
from yiheng.engine.step_lint import lint_step

HEAD = "-- purpose: 试\n-- inputs: visit, person\n-- grain: 一行\n-- source: 06 §1\n"


def faults(sql, engine=""):
    head = HEAD + (f"-- engine: {engine}\n" if engine else "")
    return [(one.code, one.found, one.line) for one in lint_step(parse_step(head + sql, "try", "try.sql"))]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT v.psn_no AS psn_no, count(*) AS visits FROM visit AS v JOIN person AS p ON v.psn_no = p.psn_no GROUP BY v.psn_no",
        "WITH one AS (SELECT psn_no FROM visit), two AS (SELECT psn_no FROM person)\n"
        "SELECT one.psn_no AS psn_no FROM one UNION ALL SELECT two.psn_no AS psn_no FROM two",
        "SELECT psn_no, row_number() OVER (PARTITION BY psn_no ORDER BY end_dayno) AS n, lag(end_dayno) OVER (PARTITION BY psn_no ORDER BY end_dayno) AS before\n"
        "FROM visit WHERE EXISTS (SELECT 1 AS one FROM person AS p WHERE p.psn_no = visit.psn_no)",
        "SELECT CASE WHEN v.a > 0 THEN 'x' ELSE coalesce(v.b, 'y') END AS c, div_half_up(v.a, 7) AS q, CAST(sum(v.a) AS DECIMAL(38, 0)) AS s\n"
        "FROM visit AS v LEFT JOIN person AS p ON v.psn_no = p.psn_no AND v.a > p.a GROUP BY v.a, v.b",
        "SELECT count(DISTINCT psn_no) AS n FROM visit WHERE a BETWEEN :low AND :high AND b IN ('1', '2') AND psn_no IN (SELECT psn_no FROM person)",
    ],
)
def test_the_portable_subset_passes(sql):
    assert faults(sql) == []


@pytest.mark.parametrize(
    "expression",
    [
        "list_value(1, 2)", "unnest(x)", "x[2:]", "regexp_matches(x, 'a')", "date_trunc('month', x)", "x::DATE",
        "strftime(x, '%Y')", "struct_pack(a := 1)", "bit_or(x)", "median(x)", "string_agg(x, ',')", "random()", "now()",
    ],
)  # fmt: skip
def test_what_engines_answer_differently_is_named(expression):
    found = faults(f"SELECT {expression} AS y\nFROM visit, person")
    assert any(code == "step_construct" for code, _, _ in found), found


@pytest.mark.parametrize(
    "expression", ["a / b", "avg(a)", "a * 0.5", "CAST(a AS DOUBLE)", "round(a, 2)", "stddev(a)"]
)
@pytest.mark.parametrize("engine", ["", "duckdb"])
def test_inexact_arithmetic_is_refused_in_every_step(expression, engine):
    found = faults(f"SELECT {expression} AS y FROM visit JOIN person ON visit.a = person.a", engine)
    assert any(code == "step_inexact" for code, _, _ in found), found


def test_a_small_step_may_use_duckdbs_sql():
    assert faults("SELECT list_value(v.a, 2) AS y FROM visit AS v CROSS JOIN person AS p", "duckdb") == []


@pytest.mark.parametrize(
    "source",
    [
        "visit CROSS JOIN person", "visit ASOF JOIN person ON visit.a >= person.a", "visit FULL JOIN person ON visit.a = person.a",
        "visit JOIN person ON visit.a < person.a", "visit, person",
    ],
)  # fmt: skip
def test_joins_are_on_equality(source):
    assert [code for code, _, _ in faults(f"SELECT visit.a AS a FROM {source}")] == ["step_construct"]


def test_inputs_are_declared_and_used():
    assert [
        (code, found) for code, found, _ in faults("SELECT a FROM visit JOIN fee_line USING (mdtrt_id)")
    ] == [
        ("step_input_undeclared", "fee_line"),
        ("step_input_unused", "person"),
    ]


def test_all_columns_are_named_and_the_line_is_told():
    assert faults("SELECT v.a AS a\nFROM (SELECT *\n  FROM visit) AS v JOIN person AS p USING (a)") == [
        ("step_construct", "SELECT *", 6)
    ]
