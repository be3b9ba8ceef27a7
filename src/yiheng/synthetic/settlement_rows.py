"""Settlements as rows of the contract, with their fund items, and what they mean for the books."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yiheng.synthetic.care_city import CareCity
from yiheng.synthetic.frame import Part, Settled
from yiheng.synthetic.people import RESIDENT
from yiheng.synthetic.random_stream import Integers
from yiheng.synthetic.row_text import chosen, settlement_text, visit_text
from yiheng.synthetic.rows import month_name, months_of, table_of
from yiheng.synthetic.settlements import Payment
from yiheng.synthetic.stay import Flags

FIRST, REFUND, AGAIN = 1, 2, 3
"""Which settlement of a visit: the first, its refund, the one settled anew."""


@dataclass(frozen=True)
class BookLines:
    """Where what the settlements pay stands in the books: report lines by fund."""

    pooled: npt.NDArray[np.str_]
    """Line of the pooled fund by row."""
    account: str
    aid: str


@dataclass(frozen=True)
class Settlements:
    """Rows of settlement; ``visit`` is the place of the visit, by which person columns are taken."""

    number: Integers
    turn: Integers
    person: Integers
    psn_no: pa.Array
    psn_type: npt.NDArray[np.str_]
    group: Integers
    provider: Integers
    med_type: npt.NDArray[np.str_]
    clr_type: str
    clr_way: npt.NDArray[np.str_]
    day: Integers
    second: Integers
    payment: Payment
    lines: BookLines

    @property
    def refunds(self) -> Flags:
        """Rows that take back."""
        found: Flags = self.turn == REFUND
        return found


def settlement_parts(city: CareCity, rows: Settlements, settled: Settled) -> Iterator[Part]:
    """``settlement`` and ``settlement_fund`` by month; the books are told."""
    post(city, rows, settled)
    setl_id = settlement_text(rows.number, rows.turn)
    district = city.frame.people.district(rows.person).astype(np.int64)
    refunds = pa.array(rows.refunds)
    origin = settlement_text(rows.number, FIRST)
    columns: dict[str, object] = {
        "setl_id": setl_id,
        "mdtrt_id": visit_text(rows.number),
        "psn_no": rows.psn_no,
        "fixmedins_code": chosen(city.provider_codes, rows.provider),
        "insutype": chosen(["310", "390"], (rows.group == RESIDENT).astype(np.int64)),
        "psn_type": rows.psn_type,
        "insuplc_admdvs": chosen([one.code for one in city.frame.districts], district),
        "med_type": rows.med_type,
        "clr_type": chosen([rows.clr_type], np.zeros(len(district), dtype=np.int64)),
        "clr_way": rows.clr_way,
        "setl_time": (rows.day * 86_400 + rows.second).astype("datetime64[s]"),
        "setl_dayno": rows.day.astype(np.int32),
        "refd_setl_flag": refunds,
        "init_setl_id": pa.compute.if_else(refunds, origin, pa.scalar(None, pa.string())),
        **rows.payment.columns(),
    }
    yield from by_month("settlement", columns, rows.day)
    yield from _fund_parts(rows, setl_id)


def by_month(table: str, columns: Mapping[str, object], days: Integers) -> Iterator[Part]:
    """Rows of a table by the month of a day, months ascending."""
    months = months_of(days)
    whole = table_of(table, columns)
    found = np.unique(months).tolist()
    for month in found:
        rows = whole if len(found) == 1 else whole.filter(pa.array(months == month))
        yield Part(table, month_name(month), rows)


def _fund_parts(rows: Settlements, setl_id: pa.Array) -> Iterator[Part]:
    resident = rows.group == RESIDENT
    pay = rows.payment
    nothing = np.zeros(len(resident), dtype=np.int64)
    items = (
        ("310100", np.where(resident, 0, pay.hifp_pay_fen)),
        ("390100", np.where(resident, pay.hifp_pay_fen, 0)),
        ("320100", pay.cvlserv_pay_fen),
        ("330100", pay.hifob_pay_fen),
        ("390200", pay.hifmi_pay_fen),
        ("610100", pay.maf_pay_fen),
        ("310200", pay.acct_pay_fen),
    )
    places = [np.flatnonzero(amount) for _, amount in items]
    place = np.concatenate(places)
    if not len(place):
        return
    code = np.concatenate([np.full(len(own), number) for number, own in enumerate(places)])
    columns = {
        "setl_id": setl_id.take(pa.array(place)),
        "fund_pay_type": chosen([name for name, _ in items], code),
        "setl_dayno": rows.day[place].astype(np.int32),
        "fund_payamt_fen": np.concatenate([(nothing + amount)[own] for (_, amount), own in zip(items, places, strict=True)]),
    }  # fmt: skip
    yield from by_month("settlement_fund", columns, rows.day[place])


def post(city: CareCity, rows: Settlements, settled: Settled) -> None:
    """Sums for the books by fund, line, the person's district, and month of settlement. Supplements of employees
    and civil servants are funds of their own, which these books do not hold."""
    district = city.frame.people.district(rows.person).astype(np.int64)
    months = months_of(rows.day)
    pay = rows.payment

    def add(fund: str, sub_fund: str, line: str, amount: Integers, own: Flags) -> None:
        """Add the amounts (分) of the rows marked in ``own`` to a line of a fund."""
        if own.any() and amount[own].any():
            settled.add_arrays(fund, sub_fund, line, district[own], months[own], amount[own])

    everyone = np.ones(len(district), dtype=np.bool_)
    resident = rows.group == RESIDENT
    for line in np.unique(rows.lines.pooled).tolist():
        own = rows.lines.pooled == line
        add("310", "pooled", line, pay.hifp_pay_fen, own & ~resident)
        add("390", "pooled", line, pay.hifp_pay_fen, own & resident)
    add("390", "pooled", "expense_critical", pay.hifmi_pay_fen, resident)
    add("610", "pooled", rows.lines.aid, pay.maf_pay_fen, everyone)
    add("310", "personal", rows.lines.account, pay.acct_pay_fen - pay.acct_mulaid_pay_fen, everyone)
    add("310", "personal", "expense_benefit_account_family", pay.acct_mulaid_pay_fen, everyone)
