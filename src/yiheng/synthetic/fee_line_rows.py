"""Fee lines as rows of the contract, month by month; reversals of refunds; the truth of what was planted among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import numpy as np
import pyarrow as pa

from yiheng.synthetic.anomalies import Quota
from yiheng.synthetic.bill import Bills
from yiheng.synthetic.care_city import CareCity
from yiheng.synthetic.fee_lines import Lines, chunks_of, fee_lines
from yiheng.synthetic.frame import Part
from yiheng.synthetic.random_stream import Integers
from yiheng.synthetic.row_text import chosen, numbered, settlement_text, visit_text
from yiheng.synthetic.rows import month_name, months_of, table_of

SEQUENCE_WIDTH = 6
REFUND_TURN = 2
SIGNED = ("cnt_e4", "det_item_fee_sumamt_fen", "fulamt_ownpay_amt_fen", "overlmt_amt_fen", "preselfpay_amt_fen", "inscp_scp_amt_fen")  # fmt: skip


def fee_line_parts(city: CareCity, bills: Bills, draw: np.random.Generator, quota: Quota) -> Iterator[Part]:
    """``fee_line`` of all bills, in parts of about 250,000 rows."""
    for start, stop in chunks_of(bills):
        lines = in_month_order(bills, fee_lines(city, bills, start, stop, draw))
        _note(bills, lines, quota)
        columns = _columns(city, bills, lines)
        yield from by_month(columns, columns["fee_ocur_dayno"])
        back = np.flatnonzero(
            lines.returned | (bills.cancelled[lines.bill] if len(bills.cancelled) else False)
        )
        if len(back):
            reversed_columns = _reversed(bills, lines, back, columns)
            yield from by_month(reversed_columns, reversed_columns["fee_ocur_dayno"])


def by_month(columns: dict[str, object], days: object) -> Iterator[Part]:
    """Rows of ``fee_line``, which are in the order of their months, as slices by month."""
    months = months_of(np.asarray(days, dtype=np.int64))
    table = table_of("fee_line", columns)
    names, starts = np.unique(months, return_index=True)
    ends = [*starts[1:].tolist(), len(months)]
    for name, start, end in zip(names.tolist(), starts.tolist(), ends, strict=True):
        yield Part("fee_line", month_name(name), table.slice(start, end - start))


def in_month_order(bills: Bills, lines: Lines) -> Lines:
    """The lines by month, then by bill as they are: rows of a month are then a slice, which costs nothing."""
    months = months_of(bills.begin[lines.bill] + lines.day)
    if not len(months) or months.min() == months.max():
        return lines
    order = np.argsort(months, kind="stable")
    return Lines(**{one.name: getattr(lines, one.name)[order] for one in fields(lines)})


def _columns(city: CareCity, bills: Bills, lines: Lines) -> dict[str, object]:
    catalogue, bill, item = city.catalogue, lines.bill, lines.item
    first, last = int(bill.min()), int(bill.max()) + 1
    place = bill - first
    days = bills.begin[bill] + lines.day
    turn = bills.turn[first:last]
    here = bills.provider[first:last]
    visit, settled = visit_text(bills.number[first:last]), settlement_text(bills.number[first:last], turn)
    per_bill = {
        "mdtrt_id": visit,
        "setl_id": settled,
        "psn_no": bills.psn_no.slice(first, last - first),
        "fixmedins_code": chosen(city.provider_codes, here),
        "bilg_dept_codg": chosen(city.department_codes, bills.department[first:last]),
        "bilg_dr_codg": chosen(city.doctor_codes, bills.doctor[first:last]),
    }
    at = pa.array(place)
    return {name: values.take(at) for name, values in per_bill.items()} | {
        "feedetl_sn": numbered("", lines.sequence, SEQUENCE_WIDTH),
        "fee_ocur_time": (days * 86_400 + lines.second).astype("datetime64[s]"),
        "fee_ocur_dayno": days.astype(np.int32),
        "med_list_codg": chosen(catalogue.texts["code"], item),
        "medins_list_codg": chosen(catalogue.texts["own_code"], item),
        "list_type": chosen(catalogue.texts["list_type"], item),
        "med_chrgitm_type": chosen(catalogue.texts["charge"], item),
        "chrgitm_lv": chosen(catalogue.texts["level"], item),
        "cnt_e4": lines.count,
        "pric_e6": lines.price,
        "det_item_fee_sumamt_fen": lines.amount,
        "fulamt_ownpay_amt_fen": lines.full_self,
        "overlmt_amt_fen": lines.over_limit,
        "preselfpay_amt_fen": lines.preself,
        "inscp_scp_amt_fen": lines.amount - lines.full_self - lines.over_limit - lines.preself,
        "init_feedetl_sn": pa.nulls(len(bill), pa.string()),
        "lmt_used_flag": pa.array(np.zeros(len(bill), dtype=np.bool_)),
    }  # fmt: skip


def _reversed(bills: Bills, lines: Lines, back: Integers, columns: dict[str, object]) -> dict[str, object]:
    """The same lines taken back: negative, on the day of the line, pointing to it."""
    rows = pa.array(back)
    found: dict[str, object] = {}
    for name, values in columns.items():
        if isinstance(values, pa.Array | pa.ChunkedArray):
            found[name] = values.take(rows)
        else:
            found[name] = -values[back] if name in SIGNED else values[back]  # type: ignore[index]
    found["init_feedetl_sn"] = found["feedetl_sn"]
    found["feedetl_sn"] = numbered("R", lines.sequence[back], SEQUENCE_WIDTH)
    found["setl_id"] = settlement_text(bills.number[lines.bill[back]], REFUND_TURN)
    return found


def _note(bills: Bills, lines: Lines, quota: Quota) -> None:
    """Planted lines of these bills go into the truth with their keys, one entry a planted thing."""
    marked = np.flatnonzero(lines.mark >= 0)
    for mark in np.unique(lines.mark[marked]).tolist():
        rows = marked[lines.mark[marked] == mark]
        kind, decoy, note = bills.marks[mark]
        visit = visit_text(bills.number[lines.bill[rows[:1]]]).to_pylist()[0]
        lines_there = "|".join(numbered("", lines.sequence[rows], SEQUENCE_WIDTH).to_pylist())
        quota.note(kind, decoy, "fee_line", f"{visit}:{lines_there}", note)
