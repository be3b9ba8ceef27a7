"""Months without vouchers: told of every figure that sums over them, and of no other."""

from __future__ import annotations

import pytest
from tests.metrics.city_rows import (
    EMPLOYEE,
    REGION,
    RESIDENT,
    city_content,
    city_tables,
    day,
    ledger_rows,
    open_rows,
)

from yiheng.engine.step import Monthly
from yiheng.metrics.figure import Selector
from yiheng.metrics.measured import Measured, figures
from yiheng.metrics.months import Gap, book_condition
from yiheng.metrics.rows import descend
from yiheng.metrics.scan import BoundTerm
from yiheng.metrics.year import city_year

CONTENT = city_content()


def petty(month: int, year: int = 2023, fund: str = EMPLOYEE) -> list[dict[str, object]]:
    """A voucher of one yuan in a month: interest of the pooled fund."""
    return [
        {
            "fund_type": fund, "admdvs": "510402", "voucher_no": f"M{year}-{month}", "entry_no": entry,
            "fiscal_year": year, "posted_dayno": day(f"{year}-{month:02d}-15"), "account_code": account,
            "sub_fund": "pooled", "debit_fen": debit, "credit_fen": 100 - debit, "summary": "利息",
        }
        for entry, (account, debit) in enumerate([("1004", 100), ("403", 0)], 1)
    ]  # fmt: skip


def whole_years(*without: tuple[int, int]) -> list[dict[str, object]]:
    """The ledger of the small city with a voucher in every month of both years but some; its own are of June."""
    rows = [row for row in ledger_rows() if (row["fiscal_year"], 6) not in without]
    months = ((year, month) for year in (2022, 2023) for month in range(1, 13))
    return rows + [
        row for year, month in months if (year, month) not in without for row in petty(month, year)
    ]


def measure(ledger, months=12, insurance="employee") -> Measured:
    tables = city_tables() | {"ledger_entry": ledger}
    tables["account"] = [
        row | {"fund_type": fund} for row in tables["account"] for fund in (EMPLOYEE, RESIDENT)
    ]
    with open_rows(tables) as database:
        return figures(database, CONTENT, city_year(CONTENT, REGION, 2023, months), insurance)


def told(done: Measured) -> dict[str, set[str]]:
    return {gap.text: {figure.metric for figure in found} for gap, found in done.gaps.items()}


def test_books_of_every_month_leave_nothing_to_tell():
    assert measure(whole_years()).gaps == {}


def test_every_figure_summed_over_the_missing_months_is_told():
    done = measure(whole_years((2023, 5), (2023, 8)))
    (found,) = told(done).items()
    assert found[0] == "2023年5月、8月没有记账凭证"
    assert {
        "fund_income",
        "fund_expense",
        "current_surplus",
        "cumulative_balance",
        "payable_months",
    } <= found[1]
    assert {"fund_income_completion", "fund_income_growth", "interest_yield", "risk_level"} - found[1] == {
        "risk_level"  # beyond the ladder: no figure
    }
    assert not {"insured_persons", "collection_rate", "income_account_unswept"} & found[1]
    assert {gap.counted for gap in done.gaps} == {10}


def test_a_budget_is_no_sum_of_vouchers():
    (found,) = measure(whole_years((2023, 5))).gaps.values()
    assert {one.role for one in found} == {"actual"}


def test_the_year_before_has_its_own_months():
    found = told(measure(whole_years((2022, 12))))
    assert found.keys() == {"2022年12月没有记账凭证"}
    assert found["2022年12月没有记账凭证"] == {
        "fund_income", "fund_expense", "fund_income_growth", "fund_expense_growth",
    }  # fmt: skip


def test_a_month_with_nothing_but_the_closing_has_no_vouchers():
    closed = [
        row | ({"posted_dayno": day("2023-12-31")} if row["voucher_no"] == "V10" else {})
        for row in whole_years((2023, 12))
    ]
    assert told(measure(closed)).keys() == {"2023年12月没有记账凭证"}


def test_the_vouchers_of_another_fund_fill_no_month():
    assert told(measure([*whole_years((2023, 5)), *petty(5, fund=RESIDENT)])).keys() == {
        "2023年5月没有记账凭证"
    }


def test_what_is_posted_after_the_year_fills_no_month_of_it():
    late = [row | ({"posted_dayno": day("2024-01-10")} if row["voucher_no"] == "M2023-12" else {})
            for row in whole_years()]  # fmt: skip
    assert told(measure(late)).keys() == {"2023年12月没有记账凭证"}


@pytest.mark.parametrize(("months", "expected"), [(4, set()), (5, {"2023年5月没有记账凭证"})])
def test_of_the_first_months_only_those_passed_are_asked_for(months, expected):
    assert told(measure(whole_years((2023, 5), (2023, 8)), months)).keys() == expected


def test_a_year_without_any_voucher_has_no_figures_and_no_gaps():
    done = measure([row for row in ledger_rows() if row["fiscal_year"] == 2022])
    assert done.figures.find(Selector("fund_income", "actual", "employee", "all", "", "2023")) is None
    assert {gap.year for gap in done.gaps} == {2022}


def test_the_tree_of_a_figure_tells_the_months_at_the_figure_and_at_the_term():
    done = measure(whole_years((2023, 5)))
    descent = descend(done, "payable_months/actual/employee/pooled/-/2023")
    gap = Gap(2023, (5,), 11, "记账凭证")
    assert descent.gaps == [gap]
    told_at = [tree.label for top in descent.traces for _, tree in top.lines() if gap.text in tree.source]
    assert told_at[0] == "职工医保·统筹基金·累计结余可支付月数"
    assert "分母：统筹基金·基金支出" in told_at
    assert not any("年初余额" in label for label in told_at)


def test_a_book_is_told_apart_by_what_the_step_names():
    """Not by the account: a month without entries of the personal accounts still has its vouchers."""
    term = BoundTerm("ledger_line", "sum", "debit_fen", "account_kind = 'expense'",
                     "fund_type IN ('310') AND fiscal_year = 2023 AND sub_fund IN ('personal')")  # fmt: skip
    monthly = Monthly("记账凭证", "fiscal_year", "regular_dayno", ("fund_type",))
    assert book_condition(term, monthly) == "(fund_type IN ('310')) AND (fiscal_year = 2023)"
