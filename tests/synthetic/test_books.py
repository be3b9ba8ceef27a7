"""The books at true scale: published figures to the 分, double entry, roll-forward, and the bank beside them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.synthetic.conftest import YEARS, Rows, collected

from yiheng.exact.money import WAN_YUAN, fen
from yiheng.exact.rounding import decimal_text
from yiheng.synthetic.build import frame_of
from yiheng.synthetic.contributions import contribution_tables
from yiheng.synthetic.frame import Settled
from yiheng.synthetic.fund_books import fund_tables
from yiheng.synthetic.receipts import Receipts


@pytest.fixture(scope="module")
def books(profile, calendar) -> Rows:
    """The last year's books and contributions at true scale."""
    frame = frame_of(profile, [2023], Fraction(1), 7, calendar)
    receipts = Receipts()
    paid = collected(contribution_tables(frame, receipts))
    return Rows(paid | collected(fund_tables(frame, Settled(frame.districts), receipts)))


@pytest.fixture(scope="module")
def all_books(profile, calendar) -> Rows:
    """Five years' books at a hundredth."""
    frame = frame_of(profile, YEARS, Fraction(1, 100), 7, calendar)
    receipts = Receipts()
    paid = collected(contribution_tables(frame, receipts))
    return Rows(paid | collected(fund_tables(frame, Settled(frame.districts), receipts)))


def income(where: str) -> str:
    return f"select cast(sum(credit_fen - debit_fen) as bigint) from ledger_entry join account using (fund_type, account_code) where fiscal_year = 2023 and account_kind = 'income' and {where}"


def expense(where: str) -> str:
    return f"select cast(sum(debit_fen - credit_fen) as bigint) from ledger_entry join account using (fund_type, account_code) where fiscal_year = 2023 and account_kind = 'expense' and {where}"


def balance(year: int, where: str) -> str:
    return f"select cast(-sum(balance_fen) as bigint) from opening_balance join account using (fund_type, account_code) where fiscal_year = {year} and account_kind = 'net' and {where}"


EMPLOYEE = "fund_type = '310'"


@pytest.mark.parametrize(
    ("query", "published"),
    [
        (income(EMPLOYEE), "245,774.82"),
        (income(f"{EMPLOYEE} and sub_fund = 'pooled'"), "153,129.63"),
        (income(f"{EMPLOYEE} and sub_fund = 'personal'"), "92,645.19"),
        (expense(EMPLOYEE), "207,319.01"),
        (expense(f"{EMPLOYEE} and sub_fund = 'pooled'"), "134,323.08"),
        (expense(f"{EMPLOYEE} and sub_fund = 'personal'"), "72,995.93"),
        (balance(2024, f"{EMPLOYEE} and sub_fund = 'pooled'"), "57,803.76"),
        (balance(2023, EMPLOYEE), "171,283.46"),
        (balance(2024, EMPLOYEE), "209,739.27"),
    ],
)
def test_published_amounts_are_met_to_the_fen(books, query, published):
    assert books.one(query) == fen(published, WAN_YUAN)


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [
        (income(f"{EMPLOYEE} and line_code like 'income_premium%'"), income(EMPLOYEE), "97.77"),
        (expense(f"{EMPLOYEE} and line_code like 'expense_benefit%'"), expense(EMPLOYEE), "96.34"),
        (expense(f"{EMPLOYEE} and line_code = 'expense_other'"), expense(EMPLOYEE), "3.48"),
    ],
)
def test_published_shares_print_as_published(books, part, whole, printed):
    assert decimal_text(Fraction(books.one(part), books.one(whole)) * 100, 2) == printed


def test_interest_yield_prints_as_published(books):
    interest = books.one(income(f"{EMPLOYEE} and line_code = 'income_interest'"))
    average = Fraction(books.one(balance(2023, EMPLOYEE)) + books.one(balance(2024, EMPLOYEE)), 2)
    assert decimal_text(interest / average * 100, 2) == "1.41"


def test_the_debt_to_the_personal_accounts_is_recognised_and_repaid(all_books):
    """2.97 亿元 recognised in 2021, 2.61 亿元 repaid by the end of 2023; here a hundredth of it."""
    rows = all_books.all(
        "select cast(sum(credit_fen) as bigint), cast(sum(debit_fen) as bigint) from ledger_entry join account using (fund_type, account_code) where account_name like '%应归垫%'"
    )
    assert rows == [(29_700_000_000 // 100, 26_100_000_000 // 100)]


def test_every_voucher_balances_within_each_sub_fund(all_books):
    assert all_books.all(
        "select voucher_no from ledger_entry group by fund_type, admdvs, voucher_no, sub_fund having sum(debit_fen) <> sum(credit_fen)"
    ) == []  # fmt: skip


def test_every_book_balances_as_each_year_begins(all_books):
    sums = all_books.all(
        "select sum(balance_fen) from opening_balance group by fund_type, admdvs, fiscal_year, sub_fund"
    )
    assert {total for (total,) in sums} == {0}
    years = {year for (year,) in all_books.all("select distinct fiscal_year from opening_balance")}
    assert years == {*YEARS, 2024}


def test_what_a_year_leaves_is_what_the_next_begins_with(all_books):
    """Assets and liabilities by account; income less expense goes to the balance of its sub-fund."""
    broken = all_books.all(
        """
        with moved as (
            select fund_type, admdvs, fiscal_year + 1 as fiscal_year, sub_fund,
                case when account_code like '4%' or account_code like '5%'
                    then case when sub_fund = 'pooled' then '3001' else '3002' end else account_code end as account_code,
                debit_fen - credit_fen as fen
            from ledger_entry where fiscal_year < 2024
            union all
            select fund_type, admdvs, fiscal_year + 1, sub_fund, account_code, balance_fen
            from opening_balance where fiscal_year < 2024
            union all
            select fund_type, admdvs, fiscal_year, sub_fund, account_code, -balance_fen
            from opening_balance where fiscal_year > 2019
        )
        select * from moved group by all having sum(fen) <> 0
    """.replace(
            "select * from moved group by all",
            "select fund_type, admdvs, fiscal_year, sub_fund, account_code, sum(fen) from moved group by all",
        )
    )
    assert broken == []


def test_bank_lines_are_the_ledger_of_the_cash_accounts(all_books):
    ledger = """
        select fund_type, admdvs, voucher_no, account_code, cast(sum(debit_fen - credit_fen) as bigint) as fen
        from ledger_entry where account_code in ('1002', '1003', '1004', '1005') group by all
    """
    bank = """
        select fund_type, admdvs, reference_no, case bank_account_kind
            when 'income' then '1002' when 'expense' then '1003' when 'fiscal' then '1004' else '1005' end, amount_fen
        from bank_line
    """
    assert all_books.all(f"({ledger} except all {bank}) union all ({bank} except all {ledger})") == []


def test_bank_balances_follow_line_by_line_in_time(all_books):
    assert all_books.all("""
        select * from (
            select balance_fen - amount_fen - lag(balance_fen) over account as gap, value_time - lag(value_time) over account as step
            from bank_line window account as (partition by bank_account_no order by value_time, txn_no)
        ) where gap <> 0 or step <= interval 0 second
    """) == []  # fmt: skip


def test_no_account_is_ever_overdrawn(all_books):
    assert all_books.one("select min(balance_fen) from bank_line") >= 0


def test_income_accounts_are_empty_at_every_month_end_but_the_planted_one(all_books):
    left = all_books.all("""
        select admdvs, month, balance from (
            select admdvs, strftime(value_time, '%Y-%m') as month, arg_max(balance_fen, value_time) as balance
            from bank_line where bank_account_kind = 'income' group by bank_account_no, admdvs, month
        ) where balance <> 0 order by admdvs
    """)
    assert left == [("510403", "2024-03", 9_800), ("510411", "2024-03", 5_500)]


def test_receipts_of_the_tax_office_are_the_premiums_of_the_books(all_books):
    """Premiums by fund, district and month: what was received and not for the next year, and what was taken over."""
    broken = all_books.all("""
        with received as (
            select insutype as fund_type, admdvs, strftime(make_date(received_dayno), '%Y-%m') as month, amount_fen as fen
            from contribution_received where receipt_kind <> 'advance' and received_dayno >= 17897
        ), booked as (
            select fund_type, admdvs, strftime(make_date(posted_dayno), '%Y-%m') as month, debit_fen - credit_fen as fen
            from ledger_entry join account using (fund_type, account_code)
            where line_code like 'income_premium%' and summary <> '预收保费转收入' and fiscal_year < 2024
        )
        select fund_type, admdvs, month, sum(fen) as gap from (select * from received union all select * from booked)
        group by all having gap <> 0
    """)
    assert broken == []


def test_what_assistance_pays_for_enrolment_is_what_the_residents_fund_gets(all_books):
    paid, got = (
        all_books.all(
            f"select fiscal_year, cast(sum(debit_fen + credit_fen) as bigint) from ledger_entry join account using (fund_type, account_code) where line_code = '{line}' group by 1 order by 1"
        )
        for line in ("expense_benefit_aid_enrolment", "income_premium_assistance")
    )
    assert paid == got
    assert len(paid) == len(YEARS)


class TestContributions:
    """2023 at true scale."""

    def test_collection_rate_prints_as_published(self, books):
        due = books.one(
            "select cast(sum(due_fen) as bigint) from contribution_due where insutype = '310' and period >= '2023-01'"
        )
        paid = books.one(
            "select cast(sum(amount_fen) as bigint) from contribution_received where insutype = '310' and period >= '2023-01' and receipt_kind in ('current', 'refund')"
        )
        assert decimal_text(Fraction(paid, due) * 100, 2) == "98.89"

    def test_base_rate_prints_as_published(self, books):
        base, heads = books.all(
            "select cast(sum(base_fen) as bigint), cast(sum(insured_persons) as bigint) from contribution_due where insutype = '310' and payer_type = 'employer' and period >= '2023-01'"
        )[0]
        wage = books.one("select wage_fen from average_wage where year = 2023")
        assert decimal_text(Fraction(base * 12, heads * wage) * 100, 2) == "119.40"

    def test_arrears_are_what_was_due_and_not_paid(self, books):
        due, paid = (
            books.one(
                f"select cast(sum({column}) as bigint) from {table} where insutype = '310' and payer_type = 'employer'"
            )
            for column, table in (("due_fen", "contribution_due"), ("amount_fen", "contribution_received"))
        )
        assert due - paid == fen("23,090.39", WAN_YUAN)

    def test_arrears_recovered_are_as_published(self, books):
        assert books.one(
            "select cast(sum(amount_fen) as bigint) from contribution_received where receipt_kind = 'arrears'"
        ) == fen("1,488", WAN_YUAN)

    def test_heads_of_payers_are_the_active_insured(self, books):
        heads = books.one(
            "select cast(sum(insured_persons) as bigint) from contribution_due where insutype = '310' and period = '2023-12'"
        )
        assert heads == 225_200

    def test_only_refunds_are_negative(self, books):
        assert books.all(
            "select distinct receipt_kind from contribution_received where pooled_fen < 0 or personal_fen < 0"
        ) == [("refund",)]
