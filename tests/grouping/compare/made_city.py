"""A made-up city in memory: settlements, case lists, fee lines and groups of two sources, as published tables."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from tests.metrics.city_rows import day, rows_of

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.schema import arrow_schema
from yiheng.grouping.quality.year_cases import GROUPED_WORDS
from yiheng.policy.contract import contract

Row = dict[str, Any]


def listed(number: int, psn: str, admitted: str, discharged: str, fen: int, **more: Any) -> Row:
    """A case list ``C<number>`` of the settlement ``S<number>``."""
    first, last = day(admitted), day(discharged)
    return {
        "case_id": f"C{number}", "setl_id": f"S{number}", "mdtrt_id": f"M{number}", "psn_no": psn,
        "fixmedins_code": "H1", "adm_dayno": first, "dscg_dayno": last, "los_days": max(last - first, 1),
        "amount_fen": fen, "dscg_way": "1", "gend": "1", "age_years": 60, "dx_codes": "I21.000", "px_codes": "",
    } | more  # fmt: skip


def settlement(number: int, fen: int) -> Row:
    return {"setl_id": f"S{number}", "refd_setl_flag": False, "medfee_sumamt_fen": fen}


def refund(number: int, fen: int) -> Row:
    return {
        "setl_id": f"R{number}", "init_setl_id": f"S{number}", "refd_setl_flag": True, "medfee_sumamt_fen": -fen,
    }  # fmt: skip


def group(number: int, drg: str, source: str = "official", status: str = GROUPED_WORDS, **more: Any) -> Row:
    grouped = status == GROUPED_WORDS
    return {
        "case_id": f"C{number}", "group_source": source, "scheme": source, "group_status": status, "drg": drg,
        "mdc": f"MDC{drg[0]}" if grouped else "0000", "adrg": drg[:3] if grouped else "00",
    } | more  # fmt: skip


def charge(number: int, serial: int, kind: str, fen: int) -> Row:
    return {
        "mdtrt_id": f"M{number}", "feedetl_sn": f"{serial}", "med_chrgitm_type": kind, "det_item_fee_sumamt_fen": fen,
    }  # fmt: skip


def database(**tables: list[Row]) -> DuckDatabase:
    """A session over these tables; one that is not given has no rows."""
    session = DuckDatabase()
    for name in ("case_input", "settlement", "case_group", "fee_line"):
        rows = rows_of(name, *tables.get(name, []))
        session.register(name, pa.Table.from_pylist(rows, arrow_schema(contract().tables[name])))
    return session
