"""The planted event: an income account that was not empty at the end of a month after the last year (05 §1.4).

The bank swept on the last working day; people paid in at the counter afterwards, and the money stayed over the
month's end until the next working day.
"""

from __future__ import annotations

from datetime import date, datetime

from yiheng.synthetic.frame import Frame
from yiheng.synthetic.ledger import FISCAL_ACCOUNT, INCOME_ACCOUNT, Journal, Posting
from yiheng.synthetic.profile_books import Book
from yiheng.synthetic.rows import day_number

USUAL_DAY, USUAL_TIMES = 15, 40
"""Earlier in the month the counter took in many times as much, which was swept in time."""


def post_unswept(frame: Frame, book: Book, journals: list[Journal]) -> None:
    """Write the vouchers and bank lines of the event, where the profile has one after the years asked for."""
    event = frame.profile.unswept
    if event is None or event.fund_type != book.fund_type or frame.years[-1] != frame.profile.last_year:
        return
    line = next(line for line in book.lines if line.line_code == event.line_code)
    swept = datetime.fromisoformat(event.swept)
    returned = datetime.fromisoformat(event.returned)
    for journal in journals:
        deposits = [one for one in event.deposits if one.district == journal.admdvs]
        if not deposits:
            continue
        usual = sum(frame.scaled(one.amount.base) for one in deposits) * USUAL_TIMES
        first = date(swept.year, swept.month, USUAL_DAY)
        _post(
            journal, datetime(first.year, first.month, first.day, 10), "柜面缴费", line.account, usual, False
        )
        _post(journal, swept, "收入户归集财政专户", line.account, usual, True)
        for one in sorted(deposits, key=lambda deposit: deposit.time):
            when = datetime.fromisoformat(one.time)
            _post(journal, when, "柜面缴费（归集之后）", line.account, frame.scaled(one.amount.base), False)
        late = sum(frame.scaled(one.amount.base) for one in deposits)
        _post(journal, returned, "收入户补归集财政专户", line.account, late, True)


def _post(journal: Journal, when: datetime, summary: str, account: str, fen: int, sweep: bool) -> None:
    posting = (
        Posting(FISCAL_ACCOUNT, INCOME_ACCOUNT, "pooled", fen)
        if sweep
        else Posting(INCOME_ACCOUNT, account, "pooled", fen)
    )
    journal.post(day_number(when.date()), when.year, when.hour * 60 + when.minute, summary, (posting,))
