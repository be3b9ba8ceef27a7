"""Residents' premiums: villages and communities collect in the autumn for the coming year; assistance pays for some."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from yiheng.synthetic.calibration import shares_of, split
from yiheng.synthetic.frame import Frame
from yiheng.synthetic.fund_plan import year_plan
from yiheng.synthetic.movement import RESIDENT, year_end
from yiheng.synthetic.profile_books import Book
from yiheng.synthetic.random_stream import Integers
from yiheng.synthetic.receipts import Columns, Receipts, split_long
from yiheng.synthetic.rows import dayno

RESIDENT_LINE = ("income_premium_resident", "pooled")
AID_LINE = ("income_premium_assistance", "pooled")
RESIDENT_DAY, AID_DAY, FIRST_AUTUMN_MONTH = 12, 15, 9


def resident_rows(frame: Frame, year: int, due: Columns, received: Columns, receipts: Receipts) -> None:
    """Rows of a calendar year: late payers of this year's coverage, early payers of the next one's."""
    book = next(one for one in frame.profile.books if one.insurance == "resident")
    for covered in (year, year + 1):
        _coverage_year(frame, book, year, covered, due, received, receipts)
    _aid(frame, book, year, due, received)


def _villages(frame: Frame, covered: int) -> Iterator[tuple[int, str, Integers]]:
    """District number, payer stem, and residents of each village."""
    codes = [district.code for district in frame.districts]
    weights = shares_of(
        frame.profile.district_weights[frame.profile.people.groups["resident"].districts], codes
    )
    heads = split(year_end(frame.figures, RESIDENT, covered), weights)
    counts = split(frame.profile.employers.villages, weights)
    for place, (code, persons, count) in enumerate(zip(codes, heads, counts, strict=True)):
        if count:
            sizes = [3 + number % 7 for number in range(count)]
            yield place, code, np.array(split(persons, sizes), dtype=np.int64)


def _coverage_year(
    frame: Frame, book: Book, year: int, covered: int, due: Columns, received: Columns, receipts: Receipts
) -> None:
    """What is due and paid in ``year`` for the coverage of ``covered``; in the first year also what came before."""
    cells = year_plan(frame, book, covered).cells[RESIDENT_LINE]
    first = year == frame.years[0] and covered == year
    for place, code, heads in _villages(frame, covered):
        numbers = np.array([f"{code}V{number:05d}" for number in range(1, len(heads) + 1)])
        by_month = [split_long(int(fen), np.maximum(heads, 1)) for fen in cells[place]]
        if first or covered > year:
            whole = np.sum(by_month, axis=0)
            due.add(
                len(heads),
                payer_no=numbers,
                payer_type="resident",
                insutype=book.fund_type,
                period=f"{covered}-01",
                admdvs=code,
                due_dayno=np.full(len(heads), dayno(covered - 1, 12, 31), dtype=np.int32),
                insured_persons=heads,
                base_fen=np.zeros(len(heads), dtype=np.int64),
                due_pooled_fen=whole,
                due_personal_fen=np.zeros(len(heads), dtype=np.int64),
                due_fen=whole,
            )
        for month, paid in enumerate(by_month, start=1):
            early = month >= FIRST_AUTUMN_MONTH
            when = (covered - early, month, RESIDENT_DAY)
            if when[0] == year or first:
                _received(book, code, numbers, covered, when, paid, received)
            if when[0] == year:
                receipts.add(book.fund_type, code, when, RESIDENT_LINE, int(paid.sum()), ahead=early)


def _received(
    book: Book, code: str, numbers: np.ndarray, covered: int, when: tuple[int, int, int], paid: Integers,
    received: Columns,
) -> None:  # fmt: skip
    chosen = paid > 0
    count = int(chosen.sum())
    if not count:
        return
    serials = np.char.zfill(np.flatnonzero(chosen).astype("U7"), 7)
    received.add(
        count,
        tax_voucher_no=np.char.add(f"{when[0]}{when[1]:02d}{when[2]:02d}{code}R", serials),
        line_no=np.ones(count, dtype=np.int64),
        payer_no=numbers[chosen],
        payer_type="resident",
        insutype=book.fund_type,
        period=f"{covered}-01",
        admdvs=code,
        received_dayno=np.full(count, dayno(*when), dtype=np.int32),
        receipt_kind="advance" if when[0] < covered else "current",
        pooled_fen=paid[chosen],
        personal_fen=np.zeros(count, dtype=np.int64),
        amount_fen=paid[chosen],
    )


def _aid(frame: Frame, book: Book, year: int, due: Columns, received: Columns) -> None:
    """What assistance pays for people of its kinds: from fund to fund, so the tax office sees nothing of it."""
    cells = year_plan(frame, book, year).cells[AID_LINE]
    for place, district in enumerate(frame.districts):
        for month, fen in enumerate(cells[place].tolist(), start=1):
            if not fen:
                continue
            amount = np.array([fen], dtype=np.int64)
            nothing = np.zeros(1, dtype=np.int64)
            day = np.array([dayno(year, month, AID_DAY)], dtype=np.int32)
            payer, period = f"{district.code}A00001", f"{year}-{month:02d}"
            common = {
                "payer_no": payer,
                "payer_type": "assistance",
                "insutype": book.fund_type,
                "period": period,
                "admdvs": district.code,
            }
            due.add(
                1, **common, due_dayno=day, insured_persons=nothing, base_fen=nothing,
                due_pooled_fen=amount, due_personal_fen=nothing, due_fen=amount,
            )  # fmt: skip
            received.add(
                1, **common, tax_voucher_no=f"{year}{month:02d}{AID_DAY}{district.code}M", line_no=np.ones(1, dtype=np.int64),
                received_dayno=day, receipt_kind="current", pooled_fen=amount, personal_fen=nothing,
                amount_fen=amount,
            )  # fmt: skip
