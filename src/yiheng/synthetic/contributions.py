"""Contributions due and received, by payer: what the tax office assessed and what it reports as paid in.

The books' plan decides how much came in by district and month; here it is split over payers to the 分, so that the
sum of the vouchers and the sum of the receipts are one number.
"""

from __future__ import annotations

from collections.abc import Iterator

from yiheng.exact.rounding import div_half_up
from yiheng.synthetic.employee_contributions import EmployeePayers, Target, employee_rows
from yiheng.synthetic.frame import Frame, Part
from yiheng.synthetic.profile_books import MILLION
from yiheng.synthetic.receipts import Columns, Receipts
from yiheng.synthetic.resident_contributions import resident_rows
from yiheng.synthetic.rows import ALL, by_month, table_of_rows

CHUNK = 100_000
"""Rows kept before they are passed on."""


def contribution_tables(frame: Frame, receipts: Receipts) -> Iterator[Part]:
    """``contribution_due``, ``contribution_received`` and ``average_wage`` a year at a time; fills ``receipts``."""
    payers = EmployeePayers(frame)
    for year in frame.years:
        target = Target(Columns(), Columns(), receipts)
        for _ in employee_rows(payers, year, target):
            if target.due.height + target.received.height > CHUNK:
                yield from _taken(target)
        yield Part("average_wage", ALL, table_of_rows("average_wage", [_wage(frame, year, target)]))
        resident_rows(frame, year, target.due, target.received, receipts)
        yield from _taken(target)


def _taken(target: Target) -> Iterator[Part]:
    """The rows so far, by month."""
    for table, columns in (("contribution_due", target.due), ("contribution_received", target.received)):
        if columns.height:
            for month, part in by_month(table, columns.taken(table)):
                yield Part(table, month, part)


def _wage(frame: Frame, year: int, target: Target) -> dict[str, object]:
    """The city's average wage: the employers' average base over the declared ratio of bases to wages."""
    wage = frame.profile.average_wage
    ratio_ppm = frame.figures.full(wage.base_ratio, year)
    a_year = 12 * target.bases["base"] * MILLION
    return {
        "admdvs": frame.profile.city_code,
        "year": year,
        "wage_fen": div_half_up(a_year, target.bases["heads"] * ratio_ppm),
        "document_no": wage.document,
    }
