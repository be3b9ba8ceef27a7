"""The steps under the formulas: portable, exact, and right on the rows where it matters."""

from __future__ import annotations

import pytest
from tests.metrics.city_rows import (
    BUDGETS,
    CITY,
    EAST,
    EMPLOYEE,
    WEST,
    bank,
    city_content,
    city_tables,
    day,
    open_rows,
    settled,
)

from yiheng.engine.pipeline import run_pipeline
from yiheng.engine.step_lint import lint_step
from yiheng.metrics.formula import FORMULAS
from yiheng.metrics.tables import published_inputs, readables, steps
from yiheng.metrics.year import CityYear
from yiheng.policy.contract import contract
from yiheng.standards.problem import Refused

YEAR = CityYear(2023, "某市", CITY)


def run(name, **tables):
    """A step's rows over these tables."""
    with open_rows(tables or city_tables()) as database:
        run_pipeline(steps(), database, YEAR.step_parameters, [name])
        key = ", ".join(readables()[name].key)
        return database.table(f"SELECT * FROM {name} ORDER BY {key}").to_pylist()


@pytest.mark.parametrize("step", steps(), ids=lambda step: step.name)
def test_a_step_is_portable_exact_and_has_a_key(step):
    assert step.portable
    assert lint_step(step) == []
    assert readables()[step.name].key
    assert set(readables()[step.name].key) <= set(step.select.named_selects)
    assert published_inputs([step.name]) <= set(contract().tables)


@pytest.mark.parametrize("step", steps(), ids=lambda step: step.name)
def test_a_step_runs_over_tables_without_rows(step):
    with open_rows({}) as database:
        (result, *_) = [
            one
            for one in run_pipeline(steps(), database, YEAR.step_parameters, [step.name])
            if one.name == step.name
        ]
    assert result.rows == 0


@pytest.mark.parametrize("dialect", ["spark", "duckdb"])
def test_a_step_can_be_written_for_other_engines(dialect):
    for step in steps():
        assert "SELECT" in step.sql(YEAR.step_parameters, dialect)


def test_every_step_is_read_by_a_formula():
    read = {
        term.table
        for entry in city_content().of(FORMULAS).values()
        for terms in entry.value.parts.values()
        for term in terms
    }
    assert {step.name for step in steps()} - read == set()


def test_a_refund_is_netted_into_the_year_of_the_original():
    rows = {row["setl_id"]: row["fund_pay_sumamt_fen"] for row in run("settlement_net")}
    assert rows["S04"] == 0  # refunded whole
    assert rows["S05"] == 150_000  # in part, the year after
    assert "S06" not in rows  # of the year before; its refund of this year is not here either
    assert not {"R04", "R05", "R06", "S07"} & set(rows)


def test_several_refunds_of_one_settlement_all_count():
    rows = run(
        "settlement_net",
        settlement=[
            settled("A", "2023-01-01", "P1", "21", 1_000, 1_000, 1_000),
            settled("B", "2023-01-02", "P1", "21", -300, -300, -300, of="A"),
            settled("C", "2025-01-02", "P1", "21", -700, -700, -700, of="A"),
        ],
    )
    assert [(row["setl_id"], row["medfee_sumamt_fen"]) for row in rows] == [("A", 0)]


def test_vouchers_are_told_apart():
    kinds = {row["voucher_no"]: row["voucher_kind"] for row in run("ledger_line")}
    assert kinds["V10"] == "closing"
    assert {kinds[number] for number in ("V1", "V7", "V9", "V11")} == {"current"}


def test_an_internal_voucher_stands_between_net_accounts_only():
    tables = city_tables()
    tables["ledger_entry"] = [
        {**row, "voucher_no": "N", "entry_no": number, "account_code": account}
        for number, (row, account) in enumerate(zip(tables["ledger_entry"], ("3001", "3002"), strict=False), 1)
    ]  # fmt: skip
    assert {row["voucher_kind"] for row in run("ledger_line", **tables)} == {"internal"}


def test_an_entry_on_an_account_nobody_knows_stops_the_step():
    tables = city_tables()
    tables["account"] = [row for row in tables["account"] if row["account_code"] != "509"]
    with pytest.raises(Refused) as refused:
        run("ledger_line", **tables)
    assert refused.value.problem.code == "step_check_failed"
    assert refused.value.problem.expected == "present account_kind, line_code"


def test_the_adjusted_budget_holds_and_a_subtotal_is_not_counted_beside_its_parts():
    lines = {
        (row["fiscal_year"], row["line_code"]): row["amount_fen"]
        for row in run("budget_in_force")
        if row["fund_type"] == EMPLOYEE
    }
    assert lines == {
        (year, line): fen
        for fund, year, version, line, _, fen in BUDGETS
        if fund == EMPLOYEE and (version == "adjusted" or year == 2024) and line != "income_premium"
    }


def test_a_budget_only_at_a_subtotal_counts():
    row = {
        "fund_type": "390",
        "admdvs": EAST,
        "fiscal_year": 2023,
        "budget_version": "initial",
        "sub_fund": "pooled",
    }
    rows = run(
        "budget_in_force",
        budget_line=[
            {**row, "line_code": "expense_benefit", "amount_fen": 5},
            {
                **row,
                "line_code": "expense_benefit_inpatient",
                "amount_fen": 3,
                "admdvs": WEST,
            },  # another area's
        ],
    )
    assert sum(one["amount_fen"] for one in rows) == 8


def test_the_last_day_is_inside_an_interval_that_ends_after_it():
    covered = {(row["psn_no"], row["begin_dayno"]) for row in run("coverage_at")}
    assert ("P2", day("2020-01-01")) in covered
    assert ("P3", day("2023-12-31")) in covered
    assert ("P3", day("2020-01-01")) not in covered
    assert not {"P4", "P7"} & {person for person, _ in covered}


def test_the_city_is_taken_whole_and_counties_only_where_it_is_not_there():
    rows = {(row["population_caliber"], row["admdvs"]): row["persons"] for row in run("population_of_city")}
    assert rows == {("resident", CITY): 5, ("registered", EAST): 4, ("registered", WEST): 4}


def test_another_citys_population_is_not_ours():
    row = {"year": 2023, "population_caliber": "resident", "persons": 9}
    assert run("population_of_city", population=[{**row, "admdvs": "510300"}]) == []


def test_the_wage_is_the_citys_own_and_the_provinces_where_it_has_none():
    assert {row["year_wage_fen"] for row in run("contribution_base") if row["payer_no"] == "E1"} == {
        12_000_000
    }
    tables = city_tables()
    tables["average_wage"] = [row for row in tables["average_wage"] if row["admdvs"] != CITY]
    wages = {row["year_wage_fen"] for row in run("contribution_base", **tables) if row["payer_no"] == "E1"}
    assert wages == {2 * 9_999_999}


def test_what_was_paid_in_after_the_sweep_stays_over_the_months_end():
    assert [
        (row["month_no"], row["txn_no"], row["balance_fen"]) for row in run("income_account_month_end")
    ] == [
        (3, "B2", 0),
        (4, "B5", 1_530_000),
        (5, "B6", 0),
    ]


def test_of_two_lines_of_one_second_the_later_number_is_the_last():
    rows = run(
        "income_account_month_end",
        bank_line=[
            bank("B2", "2023-06-30T17:30:00", -5, 0),
            bank("B1", "2023-06-30T17:30:00", 5, 5),
        ],
    )
    assert [row["balance_fen"] for row in rows] == [0]


def test_heads_and_standard_of_a_subsidy_count_once_whatever_its_levels_and_parts():
    rows = {
        row["admdvs"]: (row["insured_persons"], row["standard_persons_fen"]) for row in run("subsidy_of_area")
    }
    assert rows == {EAST: (100, 6_400_000), WEST: (50, 3_050_000)}


def test_the_debt_to_the_personal_accounts_begins_with_the_first_year_that_has_books():
    rows = run("internal_debt_line")
    assert [(row["voucher_no"], row["recognised_fen"], row["repaid_fen"]) for row in rows] == [
        ("V9", 0, 5_000_000),
        ("年初", 20_000_000, 0),
    ]
