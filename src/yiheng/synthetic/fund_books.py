"""The books of every fund: opening balances, a year's vouchers by district, bank and treasury lines, accounts.

Each district keeps its own books, with its own part of the city's fiscal account; the city's books are their sum.
Closing balances of a year are the opening balances of the next; income and expense are carried into the balances by
the openings, not by vouchers, so that sums over a year's vouchers are the year's income and expense.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from yiheng.synthetic.calibration import shares_of, split
from yiheng.synthetic.frame import Frame, Part, Settled
from yiheng.synthetic.fund_plan import YearPlan, year_plan
from yiheng.synthetic.ledger import (
    EXPENSE_ACCOUNT,
    FISCAL_ACCOUNT,
    FIXED_ACCOUNTS,
    INCOME_ACCOUNT,
    OWED_TO_ACCOUNTS,
    PERSONAL,
    POOLED,
    PREPAID,
    RETURNED,
    TREASURY,
    Balances,
    Journal,
    Posting,
)
from yiheng.synthetic.profile_books import MILLION, Book, BookLine
from yiheng.synthetic.receipts import Receipts
from yiheng.synthetic.rows import ALL, by_month, day_number, dayno, table_of_rows
from yiheng.synthetic.unswept import post_unswept

MORNING, NOON, SWEEP = 9 * 60, 12 * 60, 17 * 60 + 30
"""Minutes of the day: receipts, payments, and the sweep of the income account."""
ALLOCATION_DAY, PAYMENT_DAY, INTEREST_DAY, COUNTER_DAY = 5, 22, 21, 15
FIRST_AUTUMN_MONTH = 8
"""Months from September on (place 8) are those of the year before: residents pay for the coming year."""
RETURNED_PPM = 400
"""The part of a month's payments that comes back and is paid again."""


@dataclass(frozen=True)
class Event:
    """A voucher to be written: its day and minute decide the order."""

    day: int
    minute: int
    summary: str
    postings: tuple[Posting, ...]
    reference: str | None = None


def fund_tables(frame: Frame, settled: Settled, receipts: Receipts) -> Iterator[Part]:
    """``account``, ``opening_balance``, ``ledger_entry`` and ``bank_line`` of all books."""
    yield Part("account", ALL, table_of_rows("account", _account_rows(frame)))
    for book in frame.profile.books:
        openings: list[dict[str, object]] = []
        journals = [_opened(frame, book, place) for place in range(len(frame.districts))]
        for year in frame.years:
            openings += [row for journal in journals for row in _opening_rows(journal, year)]
            plan = year_plan(frame, book, year, settled)
            for place, journal in enumerate(journals):
                for event in sorted(
                    _events(frame, plan, place, receipts), key=lambda one: (one.day, one.minute)
                ):
                    journal.post(
                        event.day, year, event.minute, event.summary, event.postings, event.reference
                    )
            yield from _written(journals)
            for journal in journals:
                journal.close_year()
        following = frame.years[-1] + 1
        openings += [row for journal in journals for row in _opening_rows(journal, following)]
        yield Part("opening_balance", ALL, table_of_rows("opening_balance", openings))
        post_unswept(frame, book, journals)
        yield from _written(journals)


def _written(journals: list[Journal]) -> Iterator[Part]:
    """The vouchers and bank lines written since, by month."""
    for table, rows in (
        ("ledger_entry", [row for journal in journals for row in journal.entries]),
        ("bank_line", [row for journal in journals for row in journal.bank]),
    ):
        if rows:
            for month, part in by_month(table, table_of_rows(table, rows)):
                yield Part(table, month, part)
    for journal in journals:
        journal.entries.clear()
        journal.bank.clear()


def _account_rows(frame: Frame) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for book in frame.profile.books:
        for code, name, kind, line in FIXED_ACCOUNTS:
            if code not in (PERSONAL, OWED_TO_ACCOUNTS) or "personal" in book.sub_funds:
                rows.append(_account_row(book, code, name, kind, line))
        rows.extend(
            _account_row(book, line.account, line.name, line.side, line.line_code) for line in book.lines
        )
    return rows


def _account_row(book: Book, code: str, name: str, kind: str, line: str) -> dict[str, object]:
    return {
        "fund_type": book.fund_type,
        "account_code": code,
        "account_name": name,
        "account_kind": kind,
        "line_code": line,
    }


def _opened(frame: Frame, book: Book, place: int) -> Journal:
    """A district's books as the first year begins: its part of the balances, and premiums paid in advance."""
    first = frame.years[0]
    codes = [district.code for district in frame.districts]
    weights = shares_of(frame.profile.district_weights[book.districts], codes)
    balances: Balances = Counter()
    opening = frame.figures.book_year(book, first).opening
    for sub_fund, whole in opening.items():
        part = split(whole, weights)[place]
        balances[POOLED if sub_fund == "pooled" else PERSONAL, sub_fund] = -part
        float_part = part * book.float_ppm // MILLION
        balances[EXPENSE_ACCOUNT, sub_fund] = float_part
        balances[FISCAL_ACCOUNT, sub_fund] = part - float_part
    owed = split(_owed_before(frame, book, first), weights)[place]
    balances[POOLED, "pooled"] += owed
    balances[OWED_TO_ACCOUNTS, "pooled"] -= owed
    for line in book.lines:
        if line.path == "prepaid":
            paid = advance(frame, book, line, first)[place]
            balances[PREPAID, line.sub_fund] -= paid
            balances[FISCAL_ACCOUNT, line.sub_fund] += paid
    return Journal(book, frame.districts[place].code, balances)


def _owed_before(frame: Frame, book: Book, year: int) -> int:
    """What the pooled fund owes the personal accounts as a year begins."""
    debt = book.repayment
    if debt is None or debt.recognised.year >= year:
        return 0
    return frame.scaled(debt.recognised.base) - sum(
        frame.figures.repaid(book, before) for before in range(debt.recognised.year, year)
    )


def advance(frame: Frame, book: Book, line: BookLine, year: int) -> list[int]:
    """By district, what of a year's premium was paid in the autumn before."""
    cells = year_plan(frame, book, year).cells[line.key]
    return [int(row[FIRST_AUTUMN_MONTH:].sum()) for row in cells]


def _opening_rows(journal: Journal, year: int) -> Iterator[dict[str, object]]:
    for (account, sub_fund), balance in sorted(journal.balances.items()):
        if balance:
            yield {
                "fund_type": journal.book.fund_type,
                "admdvs": journal.admdvs,
                "fiscal_year": year,
                "account_code": account,
                "sub_fund": sub_fund,
                "balance_fen": balance,
            }


def _events(frame: Frame, plan: YearPlan, place: int, receipts: Receipts) -> Iterator[Event]:
    """All that happens in a district's books in a year."""
    for month in range(1, 13):
        yield from _premiums(frame, plan, place, month, receipts)
        yield from _other_income(plan, place, month)
        yield from _payments(plan, place, month)
        yield from _sweep(frame, plan, place, month, receipts)
    yield from _advance_taken_over(frame, plan, place)
    yield from _subsidies(plan, place)
    yield from _repayment(frame, plan, place)


def _premiums(frame: Frame, plan: YearPlan, place: int, month: int, receipts: Receipts) -> Iterator[Event]:
    """Premiums as the tax office reported them: through the treasury, or at the counter."""
    book, admdvs = plan.book, frame.districts[place].code
    accounts = {line.key: line for line in book.lines}
    to_treasury: Counter[str] = Counter()
    for day, amounts in receipts.of(book.fund_type, admdvs, plan.year, month).items():
        taxed, counter = [], []
        for (code, sub_fund, ahead), fen in amounts.items():
            line = accounts[code, sub_fund]
            if line.path == "counter":
                counter.append(Posting(INCOME_ACCOUNT, line.account, sub_fund, fen))
            else:
                taxed.append(Posting(TREASURY, PREPAID if ahead else line.account, sub_fund, fen))
                to_treasury[sub_fund] += fen
        yield Event(day, MORNING, "税务征收入库", tuple(taxed), f"RK{day}")
        yield Event(day, MORNING, "柜面缴费", tuple(counter), f"GM{day}")
    last = _last_workday(frame, plan.year, month)
    yield Event(
        last,
        NOON,
        "国库划转财政专户",
        tuple(Posting(FISCAL_ACCOUNT, TREASURY, fund, fen) for fund, fen in to_treasury.items()),
    )


def _last_workday(frame: Frame, year: int, month: int) -> int:
    return day_number(frame.calendar.last_workday(year, month))


def _other_income(plan: YearPlan, place: int, month: int) -> Iterator[Event]:
    for line in plan.book.lines:
        amount = int(plan.cells[line.key][place, month - 1])
        if line.path == "interest":
            day = dayno(plan.year, month, INTEREST_DAY)
            yield Event(
                day, MORNING, "存款利息", (Posting(FISCAL_ACCOUNT, line.account, line.sub_fund, amount),)
            )
        elif line.path == "counter" and not line.line_code.startswith("income_premium"):
            day = dayno(plan.year, month, COUNTER_DAY)
            yield Event(day, NOON, line.name, (Posting(INCOME_ACCOUNT, line.account, line.sub_fund, amount),))
        elif line.path in ("from_fund", "fiscal") and line.subsidy is None:
            day = dayno(plan.year, month, COUNTER_DAY)
            yield Event(day, NOON, line.name, (Posting(FISCAL_ACCOUNT, line.account, line.sub_fund, amount),))


def _sweep(frame: Frame, plan: YearPlan, place: int, month: int, receipts: Receipts) -> Iterator[Event]:
    """The income account is emptied after the last receipt of the month."""
    sums: Counter[str] = Counter()
    admdvs = frame.districts[place].code
    counter = {line.key: line for line in plan.book.lines if line.path == "counter"}
    for amounts in receipts.of(plan.book.fund_type, admdvs, plan.year, month).values():
        for (code, sub_fund, _), fen in amounts.items():
            if (code, sub_fund) in counter:
                sums[sub_fund] += fen
    for (code, sub_fund), line in counter.items():
        if not line.line_code.startswith("income_premium"):
            sums[sub_fund] += int(plan.cells[code, sub_fund][place, month - 1])
    yield Event(
        _last_workday(frame, plan.year, month),
        SWEEP,
        "收入户归集财政专户",
        tuple(Posting(FISCAL_ACCOUNT, INCOME_ACCOUNT, fund, fen) for fund, fen in sums.items()),
    )


def _payments(plan: YearPlan, place: int, month: int) -> Iterator[Event]:
    """Allocation to the expense account, payment of every line, and payments returned and paid again."""
    sums: Counter[str] = Counter()
    paid = []
    for line in plan.book.lines:
        if line.side == "expense":
            fen = int(plan.cells[line.key][place, month - 1])
            paid.append(Posting(line.account, EXPENSE_ACCOUNT, line.sub_fund, fen))
            sums[line.sub_fund] += fen
    yield Event(
        dayno(plan.year, month, ALLOCATION_DAY),
        MORNING,
        "财政专户拨付支出户",
        tuple(Posting(EXPENSE_ACCOUNT, FISCAL_ACCOUNT, fund, fen) for fund, fen in sums.items()),
    )
    day = dayno(plan.year, month, PAYMENT_DAY)
    yield Event(day, NOON, "待遇与其他支出拨付", tuple(paid), f"BF{plan.year}{month:02d}")
    back = {fund: fen * RETURNED_PPM // MILLION for fund, fen in sums.items()}
    yield Event(
        day + 2,
        NOON,
        "退票",
        tuple(Posting(EXPENSE_ACCOUNT, RETURNED, fund, fen) for fund, fen in back.items()),
    )
    yield Event(
        day + 4,
        NOON,
        "退票重拨",
        tuple(Posting(RETURNED, EXPENSE_ACCOUNT, fund, fen) for fund, fen in back.items()),
    )


def _advance_taken_over(frame: Frame, plan: YearPlan, place: int) -> Iterator[Event]:
    """On 1 January the premiums of the autumn before become income."""
    postings = tuple(
        Posting(PREPAID, line.account, line.sub_fund, advance(frame, plan.book, line, plan.year)[place])
        for line in plan.book.lines
        if line.path == "prepaid"
    )
    yield Event(dayno(plan.year, 1, 1), MORNING, "预收保费转收入", postings)


def _subsidies(plan: YearPlan, place: int) -> Iterator[Event]:
    for line in plan.book.lines:
        if line.subsidy is not None:
            whole = int(plan.cells[line.key][place].sum())
            parts = split(whole, [payment.share_ppm for payment in line.subsidy.payments])
            for payment, fen in zip(line.subsidy.payments, parts, strict=True):
                yield Event(
                    dayno(plan.year, payment.month, payment.day),
                    NOON,
                    line.name,
                    (Posting(FISCAL_ACCOUNT, line.account, line.sub_fund, fen),),
                )


def _repayment(frame: Frame, plan: YearPlan, place: int) -> Iterator[Event]:
    """The pooled fund's debt to the personal accounts: recognised once, then repaid between sub-accounts."""
    debt = plan.book.repayment
    if debt is None:
        return
    codes = [district.code for district in frame.districts]
    weights = shares_of(frame.profile.district_weights[plan.book.districts], codes)
    if debt.recognised.year == plan.year:
        fen = split(frame.scaled(debt.recognised.base), weights)[place]
        day = dayno(plan.year, debt.recognised_month, debt.recognised_day)
        yield Event(
            day, NOON, "按审计意见确认应归垫个人账户", (Posting(POOLED, OWED_TO_ACCOUNTS, "pooled", fen),)
        )
    fen = split(frame.figures.repaid(plan.book, plan.year), weights)[place]
    yield Event(
        dayno(plan.year, debt.month, debt.day),
        NOON,
        "统筹基金归垫个人账户",
        (
            Posting(OWED_TO_ACCOUNTS, FISCAL_ACCOUNT, "pooled", fen),
            Posting(FISCAL_ACCOUNT, PERSONAL, "personal", fen),
        ),
    )
