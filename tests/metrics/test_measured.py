"""Values from rows: every figure of the small city as worked out on paper, and again in plain Python."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.metrics.city_rows import (
    COVERAGE,
    DUE,
    EMPLOYEE,
    RECEIVED,
    REGION,
    SETTLEMENTS,
    VOUCHERS,
    city_tables,
    day,
    ledger_rows,
    open_rows,
    settled,
)
from tests.metrics.measured_city import CONTENT, TARGET, YEAR, measure, value, whole

from yiheng.engine.table_hash import table_hash
from yiheng.metrics.figure import Selector
from yiheng.metrics.measured import Measured, figures
from yiheng.metrics.value_rows import value_rows
from yiheng.metrics.year import area_code, city_year
from yiheng.policy.contract import contract
from yiheng.standards.message import sentence
from yiheng.standards.problem import Refused

ON_PAPER = [
    # metric, account, item, role, value in base units (分, 人, 1)
    ("fund_income", "all", "", "actual", 101_500_000),
    ("fund_income", "pooled", "", "actual", 61_500_000),
    ("fund_income", "personal", "", "actual", 40_000_000),
    ("fund_income", "all", "", "budget", 100_000_000),
    ("fund_income", "all", "", "prior", 50_000_000),
    ("fund_expense", "all", "", "actual", 32_500_000),
    ("fund_expense", "pooled", "", "actual", 31_500_000),
    ("fund_expense", "all", "", "budget", 32_000_000),
    ("current_surplus", "pooled", "", "actual", 30_000_000),
    ("current_surplus", "all", "", "budget", 68_000_000),
    ("cumulative_balance", "all", "", "prior", 100_000_000),
    ("cumulative_balance", "pooled", "", "actual", 102_000_000),  # 70 + 61.5 − 31.5 + 7 from above − 5 repaid
    ("cumulative_balance", "personal", "", "actual", 74_000_000),  # 30 + 40 − 1 + 5 repaid
    ("cumulative_balance", "all", "", "budget", 168_000_000),
    ("payable_months", "pooled", "", "actual", Fraction(102_000_000 * 12, 31_500_000)),
    ("fund_income_completion", "all", "", "actual", Fraction(1015, 1000)),
    ("fund_income_growth", "all", "", "actual", Fraction(103, 100)),
    ("premium_income_share", "all", "", "actual", Fraction(100_000_000, 101_500_000)),
    ("benefit_expense_share", "all", "", "actual", Fraction(29_500_000, 32_500_000)),
    ("other_expense_share", "all", "", "actual", Fraction(2_000_000, 32_500_000)),
    ("interest_yield", "all", "", "actual", Fraction(1_500_000 * 2, 100_000_000 + 176_000_000)),
    ("transfer_income", "all", "", "actual", 0),  # there are books, and nothing on this line
    ("ledger_gap", "personal", "", "actual", 20_000_000),
    ("ledger_repay_rate", "personal", "", "actual", Fraction(1, 4)),
    ("income_account_unswept", "all", "", "actual", 1_530_000),
    ("insured_persons", "all", "", "actual", 3),  # P1, P2, P3
    ("active_insured", "all", "", "actual", 2),
    ("retired_insured", "all", "", "actual", 1),
    ("active_retired_ratio", "all", "", "actual", 2),
    ("insured_completion", "all", "", "actual", Fraction(3, 4)),
    ("coverage_rate", "all", "resident_population", "actual", Fraction(4, 5)),  # P1 once, P2, P3, P5; not P6
    ("coverage_rate", "all", "huji", "actual", Fraction(4, 8)),
    ("deceased_removed", "all", "", "actual", 1),
    ("duplicate_removed", "all", "", "actual", 1),
    ("collection_rate", "all", "", "actual", Fraction(11 * 120_000 + 60_000 - 10_000, 12 * 120_000 + 60_000)),
    ("contribution_base_rate", "all", "", "actual", Fraction(12 * 1_200_000, 24 * 6_000_000 // 12)),
    ("contribution_arrears", "all", "", "actual", 900_000 - 250_000 + 120_000 + 10_000),
    ("arrears_recovered", "all", "", "actual", 250_000),
    ("inpatient_policy_reimbursement_rate", "all", "", "actual", Fraction(1_400_000, 1_670_000)),
    ("outpatient_policy_reimbursement_rate", "all", "", "actual", Fraction(15_500, 21_000)),
    ("inpatient_visits", "all", "", "actual", 4),  # not the one refunded whole
    ("outpatient_pooling_visits", "all", "", "actual", 3),
    ("outpatient_pooling_persons", "all", "", "actual", 2),
    ("outpatient_pooling_persons", "all", "retired", "actual", 1),
    ("outpatient_pooling_cost", "all", "", "actual", 15_000),
    ("non_ffs_payment_share", "all", "", "actual", Fraction(1_600_000, 2_100_000)),
    ("satisfaction", "all", "policy", "actual", Fraction(98, 100)),
    ("policy_awareness", "all", "", "actual", Fraction(95, 100)),
    ("supervision_score", "all", "", "actual", Fraction(755, 10)),
    ("supervision_score", "all", "", "standard", 100),
    ("supervision_deduction", "all", "", "actual", Fraction(245, 10)),
    ("supervision_rank", "all", "", "actual", 10),
    ("supervision_rank", "all", "smart_recovery", "actual", 20),
    ("designated_institutions", "all", "", "actual", 1),
]  # fmt: skip


# THE FIRST MONTHS: what had been booked, settled and paid in by the end of the month


def posted_late(number, on):
    """The ledger with one voucher posted on another day."""
    return [row | ({"posted_dayno": day(on)} if row["voucher_no"] == number else {}) for row in ledger_rows()]


@cache
def first_half() -> Measured:
    """Half a year: V1, 60 of the pooled income, is booked on 1 July; V9, the repayment, on 30 June."""
    tables = city_tables() | {"ledger_entry": posted_late("V1", "2023-07-01")}
    with open_rows(tables) as database:
        return figures(database, CONTENT, city_year(CONTENT, REGION, 2023, 6), "employee", (TARGET,))


HALF_ON_PAPER = [
    ("fund_income", "pooled", "", "actual", 1_500_000),
    ("fund_expense", "pooled", "", "actual", 31_500_000),
    ("fund_income", "all", "", "budget", 100_000_000),  # the year's
    ("fund_income", "all", "", "prior", 50_000_000),  # a whole year
    ("cumulative_balance", "pooled", "", "actual", 102_000_000 - 60_000_000),
    ("payable_months", "pooled", "", "actual", Fraction(42_000_000 * 6, 31_500_000)),
    ("ledger_gap_repaid", "personal", "", "actual", 5_000_000),
    ("insured_persons", "all", "", "actual", 3),
    ("deceased_removed", "all", "", "actual", 1),
    ("duplicate_removed", "all", "", "actual", 0),  # in August
    ("collection_rate", "all", "", "actual", Fraction(6 * 120_000 + 60_000 - 10_000, 6 * 120_000 + 60_000)),
    ("arrears_recovered", "all", "", "actual", 0),  # in September
    ("contribution_base_rate", "all", "", "actual", Fraction(6 * 1_200_000, 12 * 6_000_000 // 12)),
    ("inpatient_visits", "all", "", "actual", 3),
]


@pytest.mark.parametrize(("metric", "account", "item", "role", "expected"), HALF_ON_PAPER)
def test_a_figure_of_half_a_year_is_what_paper_says(metric, account, item, role, expected):
    assert value(metric, account=account, item=item, role=role, of=first_half()) == expected


@pytest.mark.parametrize(
    "metric",
    ["fund_income_growth", "interest_yield", "satisfaction", "supervision_score", "trailing_expense"],
)
def test_what_only_a_whole_year_has_is_missing_in_a_part_of_it(metric):
    found = [one for key, one in first_half().missing.items() if key.split("/")[0] == metric]
    assert {one.problem.code for one in found} == {"figure_whole_year"}
    assert "它只有全年的数，1 至 6 月不计算" in sentence(found[0].problem)


def test_what_is_posted_after_the_year_still_belongs_to_the_whole_year():
    """Books are closed in January; the entry says whose year it is."""
    late = measure(city_tables() | {"ledger_entry": posted_late("V1", "2024-01-10")})
    assert value("fund_income", account="pooled", of=late) == 61_500_000


@pytest.mark.parametrize(("metric", "account", "item", "role", "expected"), ON_PAPER)
def test_a_figure_is_what_paper_says(metric, account, item, role, expected):
    assert value(metric, account=account, item=item, role=role) == expected


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("subsidy_due", 9_450_000),
        ("subsidy_received", 8_660_000),  # what came in January is late
        ("subsidy_arrival_rate", Fraction(8_660_000, 9_450_000)),
        ("subsidy_standard", 63_000),
        ("insured_persons", 2),
    ],
)
def test_residents(metric, expected):
    assert value(metric, insurance="resident") == expected


def test_the_budget_of_subsidies_by_level():
    found = {
        item: value("fiscal_subsidy_income", item=item, role="budget", insurance="resident")
        for item in ("", "central_provincial", "county")
    }
    assert found == {"": 9_000_000, "central_provincial": 7_000_000, "county": 2_000_000}


@pytest.mark.parametrize(
    ("metric", "account", "text"),
    [
        ("fund_income", "all", "101.50万元"),
        ("payable_months", "pooled", "38.86个月"),
        ("inpatient_policy_reimbursement_rate", "all", "83.83%"),
        ("active_retired_ratio", "all", "2.00"),
        ("inpatient_visits", "all", "4人次"),
        ("supervision_score", "all", "75.50分"),
    ],
)
def test_figures_are_printed_in_the_usual_unit_and_decimals(metric, account, text):
    found = whole().figures.find(Selector(metric, "actual", "employee", account, "", "2023"))
    assert found.text == text


def test_a_computed_figure_is_exact_whatever_is_printed():
    found = whole().figures.find(
        Selector("inpatient_policy_reimbursement_rate", "actual", "employee", "all", "", "2023")
    )
    assert found.printed.value != found.measure.unit.from_base(found.value) == Fraction(14000, 167)
    assert found.interval.low == found.value == found.interval.high
    assert found.exact


def test_a_survey_brings_its_sample():
    found = whole().figures.find(Selector("satisfaction", "actual", "employee", "all", "policy", "2023"))
    assert found.sample_size == 50


def test_a_figure_names_its_tables_and_its_formula():
    found = whole().figures.find(Selector("payable_months", "actual", "employee", "pooled", "", "2023"))
    assert found.caliber == "current_year"
    balance = whole().figures.find(Selector("cumulative_balance", "actual", "employee", "pooled", "", "2023"))
    assert balance.place.file == "表 会计科目、会计分录、期初余额，公式 national/formulas/fund.yaml"
    assert balance.place.line > 1


# A second implementation: the same calibers in plain Python, over the same rows.


def net_of_refunds(rows):
    """Original settlements of 2023 with their refunds taken off, whenever they came."""
    kept = {
        row["setl_id"]: dict(row)
        for row in rows
        if not row["refd_setl_flag"] and day("2023-01-01") <= row["setl_dayno"] <= day("2023-12-31")
    }
    for row in rows:
        if row["refd_setl_flag"] and row["init_setl_id"] in kept:
            original = kept[row["init_setl_id"]]
            for name in ("medfee_sumamt_fen", "inscp_scp_amt_fen", "fund_pay_sumamt_fen", "hifp_pay_fen"):
                original[name] += row[name]
    return list(kept.values())


INPATIENT = {"21", "22", "23", "24", "26", "28", "52"}


def reimbursed(rows) -> Fraction | None:
    stays = [
        row for row in net_of_refunds(rows) if row["insutype"] == EMPLOYEE and row["med_type"] in INPATIENT
    ]
    scope = sum(row["inscp_scp_amt_fen"] for row in stays)
    return Fraction(sum(row["fund_pay_sumamt_fen"] for row in stays), scope) if scope else None


def test_reimbursement_again_in_plain_python():
    assert reimbursed(SETTLEMENTS) == value("inpatient_policy_reimbursement_rate")


def test_pooled_visits_again_in_plain_python():
    visits = [
        row
        for row in net_of_refunds(SETTLEMENTS)
        if row["med_type"] in {"11", "12", "13"} and row["hifp_pay_fen"] > 0 and row["insutype"] == EMPLOYEE
    ]
    assert len(visits) == value("outpatient_pooling_visits")
    assert len({row["psn_no"] for row in visits}) == value("outpatient_pooling_persons")
    assert sum(row["medfee_sumamt_fen"] for row in visits) == value("outpatient_pooling_cost")


def test_insured_again_in_plain_python():
    last = day("2023-12-31")
    persons = {
        row["psn_no"]
        for row in COVERAGE
        if row["insutype"] == EMPLOYEE
        and row["psn_insu_stas"] == "1"
        and row["begin_dayno"] <= last
        and (row["end_dayno"] is None or last < row["end_dayno"])
    }
    assert len(persons) == value("insured_persons")


def test_books_again_in_plain_python():
    """From the vouchers as written, not from the rows: income is what accounts 4… were credited, less what is not own."""
    own = [(number, postings) for number, year, _, postings in VOUCHERS if year == 2023 and number != "V10"]
    income = -sum(a for _, ps in own for account, _, a in ps if account[0] == "4" and account != "409")
    expense = sum(a for _, ps in own for account, _, a in ps if account[0] == "5")
    assert (income, expense) == (value("fund_income"), value("fund_expense"))
    cash = sum(a for _, ps in own for account, _, a in ps if account[0] == "1")
    assert (
        value("cumulative_balance") == 100_000_000 + cash
    )  # nothing is owed: what came in less what went out


def test_arrears_again_in_plain_python():
    due = sum(r["due_fen"] for r in DUE if r["payer_type"] == "employer" and r["period"] <= "2023-12")
    paid = sum(
        row["amount_fen"]
        for row in RECEIVED
        if row["payer_type"] == "employer" and row["period"] <= "2023-12"
        and row["received_dayno"] <= day("2023-12-31") and row["receipt_kind"] != "late_fee"
    )  # fmt: skip
    assert due - paid == value("contribution_arrears")


SETTLEMENT = st.tuples(
    st.integers(0, 10**7), st.integers(0, 10**7), st.sampled_from(["2022-12-31", "2023-01-01", "2023-12-31", "2024-01-01"]),
    st.sampled_from(["21", "11", "52"]), st.sampled_from(["", "whole", "half"]),
    st.sampled_from(["2022-12-31", "2023-06-01", "2024-06-01"]),
)  # fmt: skip


@settings(max_examples=25)
@given(st.lists(SETTLEMENT, max_size=12))
def test_any_settlements_and_refunds_give_what_plain_python_gives(drawn):
    rows = []
    for number, (scope, fund, on, med_type, refund, refunded_on) in enumerate(drawn):
        rows.append(settled(f"S{number}", on, "P", med_type, scope, scope, fund))
        if refund:
            part = 1 if refund == "whole" else 2
            rows.append(
                settled(f"R{number}", refunded_on, "P", med_type, -(scope // part), -(scope // part), -(fund // part),
                        of=f"S{number}")
            )  # fmt: skip
    done = measure({"settlement": rows}, metrics=["inpatient_policy_reimbursement_rate"])
    expected = reimbursed(rows)
    found = [figure.value for figure in done.figures]
    assert found == ([] if expected is None else [expected])
    if expected is None:
        (problem,) = done.problems
        assert problem.code in {"figure_no_rows", "figure_division_by_zero"}


# What cannot be computed.


def test_a_value_beside_the_ladder_has_no_rung():
    done = measure(metrics=["risk_level"])
    assert [(one.code, one.found) for one in done.problems] == [("figure_no_rung", "38.86")]


@pytest.mark.parametrize(
    ("balance", "level"), [(6, 3), (Fraction(599, 100), 3), (3, 3), (Fraction(299, 100), 2), (1, 2), (0, 1)]
)
def test_the_ladder_is_half_open(balance, level):
    """6.00 months are safe; 5.99 and 3.00 are of the third level, 2.99 of the second (05 §2.3)."""
    tables = city_tables()
    wanted = int(balance * 31_500_000) // 12  # months of the pooled fund
    tables["opening_balance"] = [
        row | {"balance_fen": -(wanted - 32_000_000)}
        for row in tables["opening_balance"]
        if row["account_code"] == "3001"
    ]
    done = measure(tables, metrics=["risk_level"])
    found = [figure.value for figure in done.figures]
    assert found == ([] if balance == 6 else [level])


def test_what_was_asked_for_is_all_that_is_read():
    """A metric alone needs its own tables: the others may even be missing."""
    with open_rows({"settlement": SETTLEMENTS}) as database:
        database.connection.execute("DROP VIEW IF EXISTS coverage")
        done = figures(database, CONTENT, YEAR, "employee", metrics=["inpatient_visits"])
    assert [figure.value for figure in done.figures] == [4]


class Recording:
    """A database that remembers the SELECTs it was asked."""

    def __init__(self, inner):
        self.inner, self.dialect, self.asked = inner, inner.dialect, []

    def __getattr__(self, name):
        return getattr(self.inner, name)

    def table(self, sql):
        self.asked.append(sql)
        return self.inner.table(sql)


def test_all_terms_of_a_table_are_answered_by_one_scan():
    with open_rows(city_tables()) as inner:
        database = Recording(inner)
        figures(database, CONTENT, YEAR, "employee")
    scans = [
        sql.rsplit(" FROM ", 1)[1] for sql in database.asked if "CAST(SUM(" in sql or "COUNT(CASE" in sql
    ]
    assert len(scans) == len(set(scans)) >= 10
    assert "settlement_net" in scans


def test_the_same_rows_in_another_order_give_the_same_table_of_values():
    backwards = {name: rows[::-1] for name, rows in city_tables().items()}
    declared = contract().tables["metric_value"]
    one, other = (
        value_rows(measure(tables).figures, "run", declared) for tables in (city_tables(), backwards)
    )
    key = declared.key
    ordered = [table.sort_by([(name, "ascending") for name in key]) for table in (one, other)]
    assert table_hash(ordered[0], key) == table_hash(ordered[1], key)
    row = next(
        row for row in one.to_pylist() if row["figure_id"] == "payable_months/actual/employee/pooled/-/2023"
    )
    assert (row["numerator"], row["denominator"], row["text"]) == (272, 7, "38.86个月")


def test_the_city_of_a_region_is_found_by_its_name():
    assert area_code(CONTENT, REGION) == "510400"
    assert area_code(CONTENT, "四川省") == "510000"
    with pytest.raises(Refused) as refused:
        area_code(CONTENT, "四川省无此市")
    assert refused.value.problem.code == "area_unknown"
