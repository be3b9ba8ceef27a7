"""Double entry: accounts, vouchers and balances of one book in one district, and the bank lines that go with them.

Vouchers move money only along the permitted paths (收支两条线): premiums through the treasury or the income account
into the fiscal account, from there to the expense account, and out. A voucher that does not balance within each
sub-fund is a fault of this program and stops it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from yiheng.synthetic.profile_books import Book

CASH = {"1002": "income", "1003": "expense", "1004": "fiscal", "1005": "treasury"}
"""Cash accounts and the kind of bank account behind each."""
INCOME_ACCOUNT, EXPENSE_ACCOUNT, FISCAL_ACCOUNT, TREASURY = CASH
PREPAID, RETURNED = "2001", "2002"
POOLED, OWED_TO_ACCOUNTS, PERSONAL = "3001", "300102", "3002"

FIXED_ACCOUNTS = (
    (INCOME_ACCOUNT, "收入户存款", "asset", "asset_income_account"),
    (EXPENSE_ACCOUNT, "支出户存款", "asset", "asset_expense_account"),
    (FISCAL_ACCOUNT, "财政专户存款", "asset", "asset_fiscal_account"),
    (TREASURY, "国库存款", "asset", "asset_treasury"),
    (PREPAID, "暂收款·预收次年保费", "liability", "liability_prepaid_premium"),
    (RETURNED, "暂收款·退票待付", "liability", "liability_returned"),
    (POOLED, "统筹基金结余", "net", "net_pooled"),
    (OWED_TO_ACCOUNTS, "统筹基金结余·应归垫个人账户", "net", "net_pooled"),
    (PERSONAL, "个人账户基金结余", "net", "net_personal"),
)

_PATHS = {
    (TREASURY, "income"), (FISCAL_ACCOUNT, TREASURY), (INCOME_ACCOUNT, "income"), (FISCAL_ACCOUNT, INCOME_ACCOUNT),
    (EXPENSE_ACCOUNT, FISCAL_ACCOUNT), ("expense", EXPENSE_ACCOUNT), (EXPENSE_ACCOUNT, RETURNED),
    (RETURNED, EXPENSE_ACCOUNT), (FISCAL_ACCOUNT, "income"), (TREASURY, PREPAID), (PREPAID, "income"),
    (POOLED, OWED_TO_ACCOUNTS), (OWED_TO_ACCOUNTS, FISCAL_ACCOUNT), (FISCAL_ACCOUNT, PERSONAL),
}  # fmt: skip
"""Permitted pairs (debit, credit); income and expense stand for all their accounts. Refunds are red entries."""

Balances = Counter[tuple[str, str]]
"""(account, sub-fund) → balance in 分, debit positive."""


@dataclass(frozen=True)
class Posting:
    """One movement: from the credited to the debited account, in one sub-fund; a negative amount is a red entry."""

    debit: str
    credit: str
    sub_fund: str
    amount: int


@dataclass
class Journal:
    """The vouchers of one book in one district; ``balances`` hold what was before and follow every voucher."""

    book: Book
    admdvs: str
    balances: Balances
    entries: list[dict[str, Any]] = field(default_factory=list)
    bank: list[dict[str, Any]] = field(default_factory=list)
    _numbers: Counter[int] = field(default_factory=Counter)
    _moments: Counter[tuple[int, int]] = field(default_factory=Counter)

    def post(
        self,
        day: int,
        year: int,
        minute: int,
        summary: str,
        postings: Iterable[Posting],
        reference: str | None = None,
    ) -> None:
        """One voucher; postings of nothing are left out, and a voucher of nothing is not written."""
        kept = [posting for posting in postings if posting.amount]
        if not kept:
            return
        self._numbers[year] += 1
        voucher = f"{year}-{self._numbers[year]:06d}"
        sums: dict[tuple[str, str, bool], int] = defaultdict(int)
        for posting in kept:
            self._check(posting)
            sums[posting.debit, posting.sub_fund, True] += posting.amount
            sums[posting.credit, posting.sub_fund, False] += posting.amount
        moved: Counter[str] = Counter()
        for number, ((account, sub_fund, is_debit), amount) in enumerate(sums.items(), start=1):
            self._entry(voucher, number, day, year, account, sub_fund, is_debit, amount, summary, reference)
            if account in CASH:
                moved[account] += amount if is_debit else -amount
        for account, amount in moved.items():
            self._bank(voucher, day, minute, account, amount, summary)

    def _check(self, posting: Posting) -> None:
        pair = tuple(
            "income" if account.startswith("4") else "expense" if account.startswith("5") else account
            for account in (posting.debit, posting.credit)
        )
        if pair not in _PATHS:
            raise AssertionError(f"no permitted path: {pair}")

    def _entry(
        self, voucher: str, number: int, day: int, year: int, account: str, sub_fund: str, is_debit: bool,
        amount: int, summary: str, reference: str | None,
    ) -> None:  # fmt: skip
        self.balances[account, sub_fund] += amount if is_debit else -amount
        self.entries.append(
            {
                "fund_type": self.book.fund_type,
                "admdvs": self.admdvs,
                "voucher_no": voucher,
                "entry_no": number,
                "fiscal_year": year,
                "posted_dayno": day,
                "account_code": account,
                "sub_fund": sub_fund,
                "debit_fen": amount if is_debit else 0,
                "credit_fen": 0 if is_debit else amount,
                "summary": summary,
                "reference_no": reference,
                "maker": f"M{self.admdvs[-2:]}",
                "checker": f"C{self.admdvs[-2:]}",
            }
        )

    def _bank(self, voucher: str, day: int, minute: int, account: str, amount: int, summary: str) -> None:
        """One line of a bank account a voucher; lines of one minute are a second apart, so that time orders them."""
        kind = CASH[account]
        second = self._moments[day, minute]
        self._moments[day, minute] += 1
        self.bank.append(
            {
                # Not a number that any bank gives out: letters, and the book it belongs to.
                "bank_account_no": f"SYN-{self.book.fund_type}-{self.admdvs}-{kind}",
                "txn_no": voucher,
                "bank_account_kind": kind,
                "fund_type": self.book.fund_type,
                "admdvs": self.admdvs,
                "value_time": day * 86_400 + minute * 60 + second,
                "value_dayno": day,
                "amount_fen": amount,
                "balance_fen": sum(self.balances[account, fund] for fund in self.book.sub_funds),
                "summary": summary,
                "reference_no": voucher,
            }
        )

    def close_year(self) -> None:
        """Carry income and expense into the balance of their sub-fund; the vouchers themselves carry nothing over."""
        for (account, sub_fund), balance in list(self.balances.items()):
            if account[0] in "45":
                net = POOLED if sub_fund == "pooled" else PERSONAL
                self.balances[net, sub_fund] += balance
                del self.balances[account, sub_fund]
