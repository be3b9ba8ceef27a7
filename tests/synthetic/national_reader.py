"""A plain reader of national files: the standard library and openpyxl, one value at a time.

Which head means which column is content and read as YAML; how a value is written is decided here a second time.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import yaml

import yiheng
from yiheng.policy.contract import contract

CONTENT = Path(yiheng.__file__).parent / "content"
EPOCH = date(1970, 1, 1)
SCALES = {"分": 100, "万分之一": 10**4, "百万分之一元": 10**6, "百分之一分": 100}
Row = dict[str, Any]


@cache
def exports() -> dict[str, list[dict[str, Any]]]:
    """Exports by the title that begins a file's name."""
    found = defaultdict(list)
    for path in sorted(CONTENT.glob("national/exports/*.yaml")):
        for export in yaml.safe_load(path.read_text(encoding="utf-8"))["exports"]:
            found[export["title"]].append(export)
    return found


@cache
def code_names(code_list: str) -> dict[str, str]:
    names = {}
    for path in sorted(CONTENT.glob("*/code_lists/*.yaml")):
        for listed in yaml.safe_load(path.read_text(encoding="utf-8"))["code_lists"]:
            if listed["list"] == code_list:
                for code in [*listed.get("codes", []), *listed.get("add", [])]:
                    names[str(code["name"])] = str(code["code"])
    return names


def day(text: str) -> int:
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d"):
        try:
            return (datetime.strptime(text, form).date() - EPOCH).days
        except ValueError:
            continue
    raise AssertionError(text)


def hours(text: str) -> int:
    days, rest, minutes = (int(part) for part in text.split("/"))
    assert rest < 24 and minutes == 0
    return days * 24 + rest


def value(text: str | None, column: Any, form: str) -> Any:
    if text is None or text == "":
        return None if column.optional else ""
    if column.type == "code" and form == "name":
        return code_names(column.codes).get(text, text)
    if column.type == "month":
        return text if "-" in text else f"{text[:4]}-{text[4:]}"
    if column.type == "integer":
        if form == "duration":
            return hours(text)
        scale = 10**6 if form == "wan" else SCALES.get(column.unit, 1)
        exact = Decimal(text) * scale
        assert exact == exact.to_integral_value(), (text, column.name)
        return int(exact)
    if column.type == "day":
        return day(text) + (1 if form == "last_day" else 0)
    if column.type == "time":
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S")
    if column.type == "flag":
        return {"是": True, "1": True, "否": False, "0": False}[text]
    return text


@cache
def encoding_of(path: Path) -> str:
    try:
        path.read_bytes().decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        return "gb18030"


def lines_of(path: Path) -> list[list[str]]:
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path).active
        # A workbook holds binary numbers: their shortest form is the amount that was written.
        return [["" if one is None else str(one) for one in row] for row in sheet.iter_rows(values_only=True)]
    text = path.read_bytes().decode(encoding_of(path))
    assert not text.startswith("\ufeff")
    return list(csv.reader(text.splitlines(), delimiter="\t" if path.suffix == ".txt" else ","))


def heads_of(export: dict[str, Any]) -> list[str]:
    heads = [column["head"] for column in export["columns"]]
    for child in export.get("children", []):
        if "times" in child:
            for number in range(1, child["times"] + 1):
                heads += [column["head"].format(n=number) for column in child["columns"]]
        else:
            heads += [column["head"] for column in child["columns"]]
    return heads


def table_lines(path: Path) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    """The rows under the head line, without titles and total rows."""
    title = path.name.split("_")[0]
    lines = lines_of(path)
    for export in exports()[title]:
        heads = heads_of(export)
        if heads in lines:
            start = lines.index(heads)
            assert start <= 2
            for line in lines[start + 1 :]:
                if line[0] != "合计":
                    yield export, dict(zip(heads, line, strict=True))
            return
    raise AssertionError(path)


def read_city(folder: Path) -> dict[str, list[Row]]:
    """Every table of the contract as it stands in the files; rows sent twice count once."""
    found: dict[str, dict[tuple[Any, ...], Row]] = defaultdict(dict)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in files:
        if path.name == "交接单.csv" or path.name.startswith("月结算汇总"):
            continue
        if path.suffix in (".json", ".jsonl"):
            continue
        for export, line in table_lines(path):
            for table, row in rows_of(export, line):
                put(found, table, row)
    for path in files:
        if path.suffix in (".json", ".jsonl"):
            for table, row in case_rows(path, found):
                put(found, table, row)
    return {table: list(rows.values()) for table, rows in found.items()}


def put(found: dict[str, dict[tuple[Any, ...], Row]], table: str, row: Row) -> None:
    key = tuple(row[name] for name in contract().tables[table].key)
    earlier = found[table].setdefault(key, row)
    if earlier is not row and not any(name.startswith("_") for name in row):
        assert earlier == row, (table, key)


def rows_of(export: dict[str, Any], line: dict[str, str]) -> Iterator[tuple[str, Row]]:
    table = contract().tables[export["table"]]
    row: Row = {}
    for said in export["columns"]:
        name = said.get("column", "")
        if name and "." not in name:
            row[name] = value(line[said["head"]], table.column(name), said.get("form", ""))
    if export["table"] == "case_input":
        children = {child["table"]: list(children_of(child, line)) for child in export["children"]}
        yield from case_children(row, children["case_dx"], children["case_px"])
    for name in table.names:
        if name not in row and name.endswith("_dayno"):
            row[name] = (row[name.removesuffix("_dayno") + "_time"].date() - EPOCH).days
    yield export["table"], row


def children_of(child: dict[str, Any], line: dict[str, str]) -> Iterator[Row]:
    table = contract().tables[child["table"]]
    first = child["columns"][0]["head"]
    if "times" in child:
        for number in range(1, child["times"] + 1):
            if line[first.format(n=number)]:
                yield {
                    one["column"]: value(
                        line[one["head"].format(n=number)], table.column(one["column"]), one.get("form", "")
                    )
                    for one in child["columns"]
                }
        return
    if not line[first]:
        return
    packed = [line[one["head"]].split("|") for one in child["columns"]]
    for pieces in zip(*packed, strict=True):
        yield {
            one["column"]: value(piece, table.column(one["column"]), "")
            for one, piece in zip(child["columns"], pieces, strict=True)
        }


def case_children(case: Row, diagnoses: list[Row], operations: list[Row]) -> Iterator[tuple[str, Row]]:
    """Numbers the children of a case and packs their codes into it."""
    case["dx_codes"] = "|".join(one["dx_code"] for one in diagnoses)
    case["px_codes"] = "|".join(one["px_code"] for one in operations)
    same = {"case_id": case["case_id"], "dscg_dayno": case["dscg_dayno"]}
    for number, one in enumerate(diagnoses, 1):
        yield "case_dx", {**same, "seq": number, **one, "main_dx_code": diagnoses[0]["dx_code"]}
    for number, one in enumerate(operations, 1):
        yield "case_px", {**same, "seq": number, **one}


def case_rows(path: Path, found: dict[str, dict[tuple[Any, ...], Row]]) -> Iterator[tuple[str, Row]]:
    text = path.read_text(encoding="utf-8")
    whole = json.loads(text, parse_float=Decimal) if path.suffix == ".json" else None
    messages = whole or [json.loads(line, parse_float=Decimal) for line in text.splitlines()]
    for message in messages:
        yield from one_case(message, found)


def one_case(message: Any, found: dict[str, dict[tuple[Any, ...], Row]]) -> Iterator[tuple[str, Row]]:
    """4101 by itself; 4101A with the person's sex and age and the amount from settlement and roster."""
    said, nodes = message["input"]["setlinfo"], message["input"]
    admitted, left = day(said["adm_time"][:10]), day(said["dscg_time"][:10])
    case: Row = {
        "case_id": message["output"]["setl_list_id"],
        "mdtrt_id": said["mdtrt_id"],
        "setl_id": said["setl_id"],
        "fixmedins_code": said["fixmedins_code"],
        "adm_dayno": admitted,
        "dscg_dayno": left,
        "weight_g": said["nwb_adm_wt"],
        "dept": said["dscg_caty"],
        "los_days": said["act_ipt_days"],
        "dscg_way": said["dscg_way"],
        "icu_hours": sum(hours(one["scs_cutd_sum_dura"]) for one in nodes["icuinfo"]),
        "vent_hours": hours(said["vent_used_dura"]),
    }
    assert message["infno"] in ("4101", "4101A")
    if message["infno"] == "4101":
        case |= {"psn_no": said["hi_no"], "insutype": said["hi_type"], "gend": said["gend"]}
        case |= {"age_years": said["age"], "age_days": said["nwb_age"]}
        case["amount_fen"] = fen(sum(one["amt"] for one in nodes["iteminfo"]))
        for one in nodes["iteminfo"]:
            assert one["amt"] == sum(
                one[name] for name in ("claa_sumfee", "clab_amt", "fulamt_ownpay_amt", "oth_amt")
            )
        settled = found["settlement"][said["setl_id"],]
        funds = {key[1]: row["fund_payamt_fen"] for key, row in found["settlement_fund"].items() if key[0] == said["setl_id"]}  # fmt: skip
        assert {one["fund_pay_type"]: fen(one["fund_payamt"]) for one in nodes["payinfo"]} == funds
        own = fen(said["psn_selfpay"]) + fen(said["psn_ownpay"])
        assert own == fen(said["acct_pay"]) + fen(said["psn_cashpay"]) == settled["psn_part_amt_fen"]
        assert {one["diag_code"] for one in nodes["diseinfo"]} and len(said) == 82
    else:
        assert not {"gend", "age", "psn_name", "psn_cashpay"} & set(said) and "payinfo" not in nodes
        settled = found["settlement"][said["setl_id"],]
        person = found["person"][said["psn_no"],]
        case |= {"psn_no": said["psn_no"], "insutype": settled["insutype"], "gend": person["gend"]}
        case |= age(person["brdy_dayno"], admitted)
        case["amount_fen"] = settled["medfee_sumamt_fen"]
    diagnoses = [
        {"dx_code": one["diag_code"], "diag_type": one["diag_type"], "adm_cond_type": one["adm_cond_type"]}
        for one in nodes["diseinfo"]
    ]
    operations = [
        {
            "px_code": one["oprn_oprt_code"],
            "px_dayno": one["oprn_oprt_date"] and day(one["oprn_oprt_date"]),
            "oper_dr_code": one["oper_dr_code"],
        }
        for one in nodes["oprninfo"]
    ]
    yield from case_children(case, diagnoses, operations)
    yield "case_input", case


def fen(yuan: Decimal) -> int:
    exact = yuan * 100
    assert exact == exact.to_integral_value()
    return int(exact)


def age(born: int, admitted: int) -> Row:
    """Whole years, and days in the first year."""
    birth, day_in = EPOCH + timedelta(born), EPOCH + timedelta(admitted)
    years = day_in.year - birth.year - ((day_in.month, day_in.day) < (birth.month, birth.day))
    return {"age_years": years, "age_days": None if years else admitted - born}
