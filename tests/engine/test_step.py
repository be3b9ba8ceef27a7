"""Steps: the header is whole, parameters are typed literals, and rounding means what it means everywhere."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiheng.engine.step import parse_step
from yiheng.exact.rounding import div_half_up
from yiheng.standards.problem import Refused

HEAD = """-- purpose: 退费冲抵后的结算
-- inputs: settlement
-- grain: 一次结算一行
-- source: 06 §1.5
"""


def step(sql, head=HEAD):
    return parse_step(head + sql, "net", "net.sql")


def test_the_header_tells_purpose_inputs_grain_source_and_checks():
    read = step(
        "SELECT setl_id FROM settlement", HEAD + "-- check: unique setl_id, fund\n-- check: never a < 0\n"
    )
    assert (read.purpose, read.inputs, read.grain) == ("退费冲抵后的结算", ("settlement",), "一次结算一行")
    assert read.portable
    assert [(check.kind, check.line) for check in read.checks] == [("unique", 5), ("never", 6)]
    assert read.checks[0].columns == ["setl_id", "fund"]


def test_a_column_that_only_the_step_has_is_named():
    read = step(
        "SELECT a, b FROM settlement", HEAD + "-- column: a, 退费种类, refund_kind\n-- column: b, 月份\n"
    )
    assert [(one.name, one.title, one.codes) for one in read.columns] == [
        ("a", "退费种类", "refund_kind"),
        ("b", "月份", ""),
    ]


@pytest.mark.parametrize("missing", ["purpose", "inputs", "grain", "source"])
def test_a_header_without_a_field_is_refused(missing):
    head = "".join(line for line in HEAD.splitlines(True) if missing not in line)
    with pytest.raises(Refused) as refused:
        step("SELECT a FROM settlement", head)
    assert (refused.value.problem.code, refused.value.problem.field) == ("step_header_missing", missing)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SELECT a FROM settlement; SELECT b FROM settlement", "step_not_select"),
        ("DELETE FROM settlement", "step_not_select"),
        ("SELECT (a FROM settlement", "step_not_sql"),
        ("", "step_not_select"),
    ],
)
def test_a_step_is_one_select(text, code):
    with pytest.raises(Refused) as refused:
        step(text)
    assert refused.value.problem.code == code


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("-- aim: 一句话\n", "step_header_line"),
        ("-- check: sorted a\n", "step_check_unknown"),
        ("-- column: a 甲\n", "step_column_unreadable"),
        ("-- monthly: 凭证, a\n", "step_monthly_unreadable"),
    ],
)
def test_a_line_of_the_header_that_means_nothing_is_refused(line, code):
    with pytest.raises(Refused) as refused:
        step("SELECT a FROM settlement", HEAD + line)
    assert (refused.value.problem.code, refused.value.problem.line) == (code, 5)


def test_parameters_become_literals_of_their_type_and_never_sql():
    read = step("SELECT a FROM settlement WHERE year = :year AND city = :city AND low = :low")
    assert read.parameters == {"year", "city", "low"}
    sql = read.sql({"year": 2023, "city": "x'; DROP TABLE t; --", "low": -5}, "duckdb")
    assert "year = 2023" in sql
    assert "'x''; DROP TABLE t; --'" in sql
    assert "low = -5" in sql


@pytest.mark.parametrize("value", [1.5, True, None])
def test_a_parameter_is_an_integer_or_text(value):
    with pytest.raises(TypeError):
        step("SELECT a FROM settlement WHERE year = :year").sql({"year": value}, "duckdb")


def test_a_parameter_without_a_value_is_refused():
    with pytest.raises(Refused) as refused:
        step("SELECT a FROM settlement WHERE year = :year").sql({}, "duckdb")
    assert (refused.value.problem.code, refused.value.problem.found) == ("step_parameter_missing", "year")


@given(st.lists(st.tuples(st.integers(-(10**12), 10**12), st.integers(1, 10**5)), min_size=1, max_size=20))
def test_div_half_up_in_sql_is_the_one_of_python(pairs):
    values = ", ".join(f"({n}::BIGINT, {d}::BIGINT)" for n, d in pairs)
    sql = step("SELECT div_half_up(n, d) AS q FROM settlement").sql({}, "duckdb")
    with duckdb.connect() as connection:
        connection.execute(f"CREATE VIEW settlement AS SELECT * FROM (VALUES {values}) AS v(n, d)")
        computed = [row[0] for row in connection.execute(sql).fetchall()]
    assert sorted(computed) == sorted(div_half_up(n, d) for n, d in pairs)
