"""Invented visits, settlements, fee lines and cases on a city's frame, small and awkward: what files must carry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
from tests.synthetic.national_reader import EPOCH, age

from yiheng.synthetic.frame import Frame, Part, Settled
from yiheng.synthetic.rows import by_month, table_of_rows

MONEY = (
    "act_pay_dedc", "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "maf_pay", "hifdm_pay", "oth_pay",
    "hosp_part_amt", "acct_mulaid_pay",
)  # fmt: skip
CASES = 4
"""Stays of each hospital; a pharmacy sells once."""
Rows = dict[str, list[dict[str, Any]]]


def care(frame: Frame, settled: Settled) -> Iterator[Part]:
    """Some stays of every institution, whose fees begin months earlier, and a refund in the following year."""
    people = frame.people
    numbers = np.arange(60)
    births = people.birth_dayno(numbers).tolist()
    sexes = people.sex(numbers).tolist()
    persons = people.psn_no(numbers).to_pylist()
    rows: Rows = {name: [] for name in ("visit", "settlement", "settlement_fund", "fee_line", "case_input", "case_dx", "case_px")}  # fmt: skip
    for provider, code in enumerate(frame.providers.code):
        inpatient = str(code).startswith("H")
        for number in range(CASES if inpatient else 1):
            who = (provider * 7 + number) % len(persons)
            person = (persons[who], births[who], str(sexes[who]))
            add(rows, str(code), provider * 10 + number, person, inpatient)
    for table, listed in rows.items():
        for month, part in by_month(table, table_of_rows(table, listed)):
            yield Part(table, month, part)
    del settled


def add(rows: Rows, code: str, number: int, person: tuple[str, int, str], inpatient: bool) -> None:
    psn_no, born, sex = person
    left = max(date(2023, 1, 3) + timedelta(number * 5 % 360), EPOCH + timedelta(born))
    came = max(left - timedelta(number % 3 * 40), EPOCH + timedelta(born))
    first, last = (came - EPOCH).days, (left - EPOCH).days
    mdtrt, setl = f"M{code}{number:06d}", f"0{code}{number:06d}"
    amounts = [(number * 7919 + step * 31) % 100_000 - (5 if step == 2 else 0) for step in range(4)]
    lines = [] if number % 4 == 3 else amounts
    total = sum(lines) if lines else 123_45
    rows["visit"].append(
        {
            "mdtrt_id": mdtrt, "psn_no": psn_no, "fixmedins_code": code, "insutype": "310", "med_type": "21",
            "begin_time": datetime(came.year, came.month, came.day, 0, 0, 1),
            "end_time": datetime(left.year, left.month, left.day, 23, 59, number % 60),
            "begin_dayno": first, "end_dayno": last,
            "stay_days": max(1, last - first) if inpatient else None,
            "adm_dept": "A03" if number % 2 else None, "main_diag_code": "J18.900",
            "medcasno": f'病案,"{number}"' if number % 3 == 0 else None,
        }
    )  # fmt: skip
    settle(rows, code, number, psn_no, (mdtrt, setl), last, total)
    for step, fen in enumerate(lines):
        fee(rows, (mdtrt, setl, psn_no, code), step, first + (last - first) * step // 3, fen)
    if inpatient:
        case(rows, code, number, (psn_no, born, sex), (mdtrt, setl), (first, last), total)


def settle(
    rows: Rows, code: str, number: int, psn_no: str, ids: tuple[str, str], last: int, total: int
) -> None:
    mdtrt, setl = ids
    when = datetime(1970, 1, 1) + timedelta(last, hours=23, minutes=59, seconds=number % 60)
    fund = total // 2
    known = {
        "setl_id": setl, "mdtrt_id": mdtrt, "psn_no": psn_no, "fixmedins_code": code, "insutype": "310",
        "psn_type": "1101", "insuplc_admdvs": "510402", "med_type": "21", "clr_type": "21", "clr_way": "40",
        "setl_time": when, "setl_dayno": last, "medfee_sumamt_fen": total, "fulamt_ownpay_amt_fen": total - fund,
        "overlmt_selfpay_fen": 0, "preselfpay_amt_fen": 0, "inscp_scp_amt_fen": fund, "hifp_pay_fen": fund,
        "fund_pay_sumamt_fen": fund, "psn_part_amt_fen": total - fund, "acct_pay_fen": 1,
        "psn_cash_pay_fen": total - fund - 1, "refd_setl_flag": False,
        **{f"{name}_fen": 0 for name in MONEY},
    }  # fmt: skip
    rows["settlement"].append(known)
    rows["settlement_fund"].append(
        {"setl_id": setl, "fund_pay_type": "310100", "setl_dayno": last, "fund_payamt_fen": fund}
    )
    if number % 5 == 0:  # given back in the following year
        back = {name: -amount if name.endswith("_fen") else amount for name, amount in known.items()}
        later = {"setl_id": setl + "R", "init_setl_id": setl, "refd_setl_flag": True}
        rows["settlement"].append(
            {**back, **later, "setl_dayno": last + 366, "setl_time": when + timedelta(366)}
        )


def fee(rows: Rows, ids: tuple[str, str, str, str], step: int, day: int, fen: int) -> None:
    mdtrt, setl, psn_no, code = ids
    negative = fen < 0 or step == 3
    rows["fee_line"].append(
        {
            "mdtrt_id": mdtrt, "feedetl_sn": f"{step + 1:05d}", "setl_id": setl, "psn_no": psn_no,
            "fixmedins_code": code, "fee_ocur_time": datetime(1970, 1, 1) + timedelta(day, 3600 * 8),
            "fee_ocur_dayno": day, "med_list_codg": None if step == 1 else "X0001",
            "medins_list_codg": "院内,001" if step == 2 else "院内001", "list_type": "101",
            "med_chrgitm_type": ("01", "09", "14", "09")[step], "chrgitm_lv": ("01", "02", "03", "01")[step],
            "cnt_e4": -10_000 if negative else 15_000, "pric_e6": fen * 10_000 + 1,
            "det_item_fee_sumamt_fen": fen, "fulamt_ownpay_amt_fen": fen if step == 2 else 0,
            "overlmt_amt_fen": 0, "preselfpay_amt_fen": 0, "inscp_scp_amt_fen": 0 if step == 2 else fen,
            "init_feedetl_sn": "00001" if negative else None, "lmt_used_flag": step == 0,
        }
    )  # fmt: skip


def case(
    rows: Rows,
    code: str,
    number: int,
    person: tuple[str, int, str],
    ids: tuple[str, str],
    days: tuple[int, int],
    total: int,
) -> None:
    mdtrt, setl = ids
    first, last = days
    codes = ["J18.900", "E11.900", "I10.x00"][: number % 3 + 1]
    operations = ["96.7101", "99.1503"][: number % 3]
    same = {"case_id": f"C{setl}", "dscg_dayno": last}
    rows["case_input"].append(
        {
            **same, "mdtrt_id": mdtrt, "setl_id": setl, "psn_no": person[0], "fixmedins_code": code,
            "insutype": "310", "adm_dayno": first, "gend": person[2], **age(person[1], first),
            "weight_g": 3250 if number % 4 == 0 else None, "dept": "A03", "los_days": max(1, last - first),
            "dscg_way": "1", "icu_hours": 30 if number % 2 else 0, "vent_hours": 97 if number % 3 == 1 else 0,
            "amount_fen": total, "dx_codes": "|".join(codes), "px_codes": "|".join(operations),
        }
    )  # fmt: skip
    for seq, dx in enumerate(codes, 1):
        rows["case_dx"].append(
            {**same, "seq": seq, "dx_code": dx, "diag_type": "1", "adm_cond_type": "4" if seq == 2 else None,
             "main_dx_code": codes[0]}
        )  # fmt: skip
    for seq, px in enumerate(operations, 1):
        rows["case_px"].append(
            {**same, "seq": seq, "px_code": px, "px_dayno": last if seq == 1 else None, "oper_dr_code": "D01"}
        )


def many_fee_lines(code: str, height: int) -> pa.Table:
    """Fee lines of one institution and month, more than a worksheet holds."""
    rows: Rows = {"fee_line": []}
    fee(rows, ("M1", "S1", "P1", code), 0, 19_400, 1234)
    one = table_of_rows("fee_line", rows["fee_line"])
    numbers = pa.array([f"{number:07d}" for number in range(height)])
    whole = one.take(pa.array([0] * height))
    return whole.set_column(
        whole.schema.get_field_index("feedetl_sn"), whole.schema.field("feedetl_sn"), numbers
    )
