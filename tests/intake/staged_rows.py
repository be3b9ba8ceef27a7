"""Staged deliveries for tests: rows of contract tables whose laws hold, with the grids that they were read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from yiheng.engine.schema import arrow_schema
from yiheng.intake.sheet import SourceFile
from yiheng.intake.staged import Origin, Staged
from yiheng.policy.contract import contract

REGION = "四川省攀枝花市"
AS_OF = date(2024, 1, 1)
HOSPITAL, OTHER_HOSPITAL = "H51040290001", "H51040290002"

Row = dict[str, object]


def day(text: str) -> int:
    """The day number of a date."""
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def settlement(number: str = "S1", total_fen: int = 100_000, on: str = "2023-05-10", **other: object) -> Row:
    """A settlement of an inpatient stay, four fifths of it in scope."""
    scope, fund = total_fen * 4 // 5, total_fen // 2
    return {
        "setl_id": number, "mdtrt_id": number.replace("S", "J"), "psn_no": "5104020000000000000003",
        "fixmedins_code": HOSPITAL, "insutype": "310", "psn_type": "1101", "insuplc_admdvs": "510402", "med_type": "21",
        "clr_type": "21", "clr_way": "40", "setl_time": datetime.fromisoformat(f"{on} 10:00:00"), "setl_dayno": day(on),
        "medfee_sumamt_fen": total_fen, "fulamt_ownpay_amt_fen": total_fen - scope, "overlmt_selfpay_fen": 0,
        "preselfpay_amt_fen": 0, "inscp_scp_amt_fen": scope, "act_pay_dedc_fen": 0, "hifp_pay_fen": fund,
        "cvlserv_pay_fen": 0, "hifes_pay_fen": 0, "hifmi_pay_fen": 0, "hifob_pay_fen": 0, "maf_pay_fen": 0,
        "hifdm_pay_fen": 0, "oth_pay_fen": 0, "fund_pay_sumamt_fen": fund, "hosp_part_amt_fen": 0,
        "psn_part_amt_fen": total_fen - fund, "acct_pay_fen": 0, "acct_mulaid_pay_fen": 0,
        "psn_cash_pay_fen": total_fen - fund, "refd_setl_flag": False, "init_setl_id": None,
    } | other  # fmt: skip


def refund(number: str, of: Row, share: tuple[int, int] = (1, 1), on: str = "2023-05-20") -> Row:
    """A refund of a share of a settlement: every amount its negative."""
    amounts = {
        name: -int(value) * share[0] // share[1] for name, value in of.items() if name.endswith("_fen")
    }  # type: ignore[call-overload]
    time = {"setl_time": datetime.fromisoformat(f"{on} 10:00:00"), "setl_dayno": day(on)}
    return of | amounts | time | {"setl_id": number, "refd_setl_flag": True, "init_setl_id": of["setl_id"]}


def case(number: str = "B1", **other: object) -> Row:
    """A case of five days with one diagnosis."""
    return {
        "case_id": number, "mdtrt_id": number.replace("B", "J"), "setl_id": number.replace("B", "S"),
        "psn_no": "5104020000000000000003", "fixmedins_code": HOSPITAL, "insutype": "310",
        "adm_dayno": day("2023-05-05"), "dscg_dayno": day("2023-05-10"), "gend": "1", "age_years": 56, "age_days": None,
        "weight_g": None, "dept": "A03", "los_days": 5, "dscg_way": "1", "icu_hours": 0, "vent_hours": 0,
        "amount_fen": 100_000, "dx_codes": "I63.900", "px_codes": "",
    } | other  # fmt: skip


def diagnosis(number: str = "B1", seq: int = 1, code: str = "I63.900", **other: object) -> Row:
    """One diagnosis of a case."""
    return {
        "case_id": number, "seq": seq, "dscg_dayno": day("2023-05-10"), "dx_code": code, "diag_type": "1",
        "adm_cond_type": "1", "main_dx_code": "I63.900",
    } | other  # fmt: skip


def staged(folder: Path, tables: Mapping[str, Sequence[tuple[tuple[int, str, int], Row]]]) -> Staged:
    """A delivery of placed rows: ``{"settlement": [((file, sheet, line), row), …]}``; conversion set nothing aside."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    for name, placed in tables.items():
        rows = [
            row | dict(zip(("src_file", "src_sheet", "src_line"), place, strict=True))
            for place, row in placed
        ]
        schema = arrow_schema(contract().tables[name])
        fields = [field.with_nullable(True) for field in schema]
        place = [("src_file", pa.int32()), ("src_sheet", pa.string()), ("src_line", pa.int64())]
        whole = pa.schema([*fields, *(pa.field(*one) for one in place)])
        path = folder / f"{name}.parquet"
        pq.write_table(pa.Table.from_pylist(rows, schema=whole), path)
        written[name] = (path,)
    files = sorted({place[0] for placed in tables.values() for place, _ in placed})
    sources = tuple(
        SourceFile(one, f"文件{one}.csv", folder / f"{one}.csv", 1, f"{one:064d}", "CSV") for one in files
    )
    read = {name: len(placed) for name, placed in tables.items()}
    return Staged(sources, written, nothing_set_aside(folder / "set_aside.parquet"), read)


def on_lines(
    *rows: Row, file: int = 1, sheet: str = "", first: int = 2
) -> list[tuple[tuple[int, str, int], Row]]:
    """Rows on consecutive lines of one sheet."""
    return [((file, sheet, first + number), row) for number, row in enumerate(rows)]


def nothing_set_aside(path: Path) -> Path:
    """The list of what conversion set aside, empty."""
    words = ["target_table", "code", "severity", "field", "key", "found", "expected", "row_text"]
    schema = pa.schema(
        [
            ("src_file", pa.int32()),
            ("src_sheet", pa.string()),
            ("src_line", pa.int64()),
            *((one, pa.string()) for one in words),
        ]
    )
    pq.write_table(pa.Table.from_pylist([], schema=schema), path)
    return path


def origin(
    folder: Path,
    table: str,
    heads: Mapping[str, str],
    lines: Mapping[int, Sequence[str | None]],
    file: int = 1,
) -> Origin:
    """The grid of one sheet: ``heads`` are its headings by the column that was read from each."""
    names = [f"c{number + 1}" for number in range(len(heads))]
    rows = [{"line": line} | dict(zip(names, cells, strict=True)) for line, cells in lines.items()]
    schema = pa.schema([("line", pa.int64()), *((name, pa.string()) for name in names)])
    path = folder / f"grid-{file}-{table}.parquet"
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)
    fields = {column: (head,) for column, head in heads.items()}
    return Origin(file, "", table, path, dict(zip(names, heads.values(), strict=True)), fields)


def voucher(number: str = "2023-000001", *accounts: str, **other: object) -> list[Row]:
    """A voucher of one 分录 an account, the first of them in debit for all others in credit."""
    codes = accounts or ("1004", "4001")
    return [
        {
            "fund_type": "310", "admdvs": "510402", "voucher_no": number, "entry_no": place, "fiscal_year": 2023,
            "posted_dayno": day("2023-05-31"), "account_code": code, "sub_fund": "pooled",
            "debit_fen": 0 if place > 1 else 100 * (len(codes) - 1), "credit_fen": 100 if place > 1 else 0,
            "summary": "存款利息", "reference_no": None, "maker": "M02", "checker": "C02",
        } | other
        for place, code in enumerate(codes, start=1)
    ]  # fmt: skip


def account(code: str, kind: str = "income") -> Row:
    """An account of the chart of the employees' fund."""
    return {
        "fund_type": "310", "account_code": code, "account_name": code, "account_kind": kind, "line_code": "income_interest",
        "official_code": None,
    }  # fmt: skip
