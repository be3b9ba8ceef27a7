"""Malformed rows and sheets of every kind met: each ends as rows, as rows set aside with their reason, or in one sentence.

The law is the same for all: no row is lost (rows read are rows staged and lines set aside), and nothing is guessed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from tests.intake.deliveries import FUND_HEADS, Came, case_sheet, fund_rows, message, sheet, take

from yiheng.standards.message import messages, sentence

ONE_CELL: Mapping[str, tuple[Mapping[int, str], str]] = {
    "an id in scientific notation": ({0: "1.23456789012346E+17"}, "cell_scientific"),
    "a short id in scientific notation": ({0: "1E+05"}, "cell_scientific"),
    "an empty id": ({0: ""}, "row_empty"),
    "an id of blanks": ({0: "   "}, "row_empty"),
    "an id that is a dash": ({0: "—"}, "row_empty"),
    "a code that is not in the list": ({1: "999"}, "row_code_unknown"),
    "a code in scientific notation": ({1: "3.101E+5"}, "cell_scientific"),
    "two codes in one cell": ({1: "310100、310200"}, "row_code_unknown"),
    "a day of two digits of the year": ({2: "23/5/3"}, "row_unreadable"),
    "a day that does not exist": ({2: "2023-02-30"}, "row_unreadable"),
    "month and day swapped beyond the year": ({2: "2023-31-05"}, "row_unreadable"),
    "a day first": ({2: "03/05/2023"}, "row_unreadable"),
    "a day in words": ({2: "五月三日"}, "row_unreadable"),
    "a month for a day": ({2: "2023-05"}, "row_unreadable"),
    "a day with text behind it": ({2: "2023-05-03左右"}, "row_unreadable"),
    "a day that is an error of Excel": ({2: "#VALUE!"}, "row_unreadable"),
    "a day before Excel's time": ({2: "12345"}, "row_unreadable"),
    "an empty day": ({2: ""}, "row_empty"),
    "an amount with three decimals": ({3: "12.345"}, "cell_decimals"),
    "an amount with the noise of a binary number": ({3: "12.300000000000001"}, "cell_decimals"),
    "an amount in scientific notation": ({3: "1.23E+7"}, "cell_scientific"),
    "an amount in words": ({3: "壹佰元整"}, "row_unreadable"),
    "an amount of two points": ({3: "1.234.56"}, "row_unreadable"),
    "an amount whose separators stand wrong": ({3: '"1,23,456.00"'}, "row_unreadable"),
    "an amount of European form": ({3: '"1.234,56"'}, "row_unreadable"),
    "an amount in another unit": ({3: "1.5万元"}, "cell_unit_differs"),
    "an amount in 万": ({3: "1.5万"}, "cell_unit_differs"),
    "an amount beyond 64 bits": ({3: "99999999999999999999"}, "row_unreadable"),
    "an amount that is an error of Excel": ({3: "#REF!"}, "row_unreadable"),
    "an amount with a minus behind it": ({3: "12.30-"}, "row_unreadable"),
    "an amount that is a formula": ({3: "=SUM(D1:D9)"}, "row_unreadable"),
    "an empty amount": ({3: ""}, "row_empty"),
    "an amount that is a range": ({3: "10~20"}, "row_unreadable"),
    "an amount with two signs": ({3: "--5"}, "row_unreadable"),
    "cells moved one to the right": ({0: "", 1: "S1", 2: "310100", 3: "2023-05-03"}, "row_empty"),
    "two columns swapped": ({1: "2023-05-03", 2: "310100"}, "row_code_unknown"),
    "a letter O for a zero": ({3: "1O.50"}, "row_unreadable"),
    "the words of a note in an amount": ({3: "见附件"}, "row_unreadable"),
}  # fmt: skip

SOUND: Mapping[str, tuple[Mapping[int, str], str, object]] = {
    "full-width digits": ({3: "１２．３０"}, "fund_payamt_fen", 1230),
    "separators of thousands": ({3: '"1,234.50"'}, "fund_payamt_fen", 123_450),
    "brackets for a minus": ({3: "(12.30)"}, "fund_payamt_fen", -1230),
    "the mark of the currency": ({3: "¥12.30"}, "fund_payamt_fen", 1230),
    "the unit behind the amount": ({3: "12.30元"}, "fund_payamt_fen", 1230),
    "zeros behind the cents": ({3: "12.3000"}, "fund_payamt_fen", 1230),
    "an apostrophe before an id": ({0: "'0012"}, "setl_id", "0012"),
    "a tab before an id": ({0: "\t0012"}, "setl_id", "0012"),
    "a line break in an id": ({0: '"S1\n2"'}, "setl_id", "S12"),
    "blanks around an id": ({0: "  S1　"}, "setl_id", "S1"),
    "an id of 26 digits": ({0: "51040000000000000000012345"}, "setl_id", "51040000000000000000012345"),
    "a code by its name": ({1: "职工基本医疗保险统筹基金"}, "fund_pay_type", "310100"),
    "a day with its time": ({2: "2023-05-03 00:00:00"}, "setl_dayno", 19_480),
    "Excel's serial of a day": ({2: "45049"}, "setl_dayno", 19_480),
    "a day in Chinese numerals": ({2: "二〇二三年五月三日"}, "setl_dayno", 19_480),
    "a day of eight digits": ({2: "20230503"}, "setl_dayno", 19_480),
}  # fmt: skip


def lossless(came: Came) -> None:
    """Rows read are rows staged and lines set aside, table by table; every code has its sentence."""
    for table, read in came.staged.read.items():
        lines = {
            (row["src_file"], row["src_sheet"], row["src_line"])
            for row in came.aside
            if row["target_table"] == table and row["severity"] == "error"
        }
        assert read == len(came.rows(table)) + len(lines), table
    assert {row["code"] for row in came.aside} <= set(messages())
    for problem in came.recognition.problems:
        assert sentence(problem)


def test_each_malformed_cell_sets_its_row_aside(tmp_path: Path) -> None:
    changes = [{0: f"R{number}"} | dict(change) for number, (change, _) in enumerate(ONE_CELL.values())]
    came = take(tmp_path, {"a.csv": fund_rows({}, *changes, {})})
    lossless(came)
    told: dict[int, set[str]] = {}
    for row in came.aside:
        told.setdefault(row["src_line"], set()).add(row["code"])
        assert set(json.loads(row["row_text"])) == set(FUND_HEADS.split(","))
    lines = dict(enumerate(ONE_CELL.items(), 3))
    assert {
        name: told.get(line) for line, (name, (_, code)) in lines.items() if code not in told.get(line, ())
    } == {}
    assert came.column("settlement_fund", "setl_id") == ["S1", f"S{len(ONE_CELL) + 2}"]


def test_each_unusual_cell_is_read_exactly(tmp_path: Path) -> None:
    changes = [{0: f"R{number}"} | dict(change) for number, (change, _, _) in enumerate(SOUND.values())]
    came = take(tmp_path, {"a.csv": fund_rows({}, *changes)})
    lossless(came)
    assert came.faults == []
    rows = zip(came.rows("settlement_fund")[1:], SOUND.items(), strict=True)
    assert {name: row[column] for row, (name, (_, column, _)) in rows} == {
        name: one[2] for name, one in SOUND.items()
    }


def test_a_column_whose_first_thousands_of_rows_are_usual(tmp_path: Path) -> None:
    rows = [{} for _ in range(2_500)] + [{3: "1.5万元"}, {2: "2023年5月4日"}]
    came = take(tmp_path, {"a.csv": fund_rows(*rows)})
    lossless(came)
    assert came.faults == [("cell_unit_differs", "fund_payamt_fen")]
    assert came.staged.read == {"settlement_fund": 2_502}


def test_several_faults_of_one_row_are_all_told(tmp_path: Path) -> None:
    came = take(tmp_path, {"a.csv": fund_rows({1: "x", 2: "y", 3: "z"})})
    lossless(came)
    assert {field for _, field in came.faults} == {"fund_pay_type", "setl_dayno", "fund_payamt_fen"}


def test_blank_rows_between_rows(tmp_path: Path) -> None:
    text = sheet(FUND_HEADS, "S1,310100,2023-05-03,1.00", ",,,", "", "S2,310100,2023-05-03,1.00")
    came = take(tmp_path, {"a.csv": text})
    lossless(came)
    assert came.column("settlement_fund", "src_line") == [2, 5]


def test_the_unit_above_the_head_counts_for_every_amount(tmp_path: Path) -> None:
    came = take(
        tmp_path, {"a.csv": "结算基金分项,单位：万元,,\n" + fund_rows({3: "0.0012345"}, {3: "0.00123"})}
    )
    lossless(came)
    assert came.column("settlement_fund", "fund_payamt_fen") == [1230]
    assert came.faults == [("cell_decimals", "fund_payamt_fen")]


def test_the_unit_above_the_head_leaves_years_and_line_numbers_alone(tmp_path: Path) -> None:
    heads = "基金（险种）,区划,预算年度,预算版本,报表行（产品统一代码）,统筹或个账,预算数"
    text = sheet("基金预算,,,,单位：万元", heads, "310,510402,2024,年初预算,income_interest,统筹基金,103.8")
    came = take(tmp_path, {"a.csv": text})
    lossless(came)
    assert came.column("budget_line", "fiscal_year") == [2024]
    assert came.column("budget_line", "amount_fen") == [103_800_000]


def test_persons_keep_their_number_where_amounts_are_in_ten_thousands(tmp_path: Path) -> None:
    text = sheet(
        "财政补助到位情况,,,单位：万元",
        "拨款单号,基金（险种）,补助年度,区划,财政级次,补助人数,人均补助标准,应到位,实到位,到位日期",
        "B1,390,2023,510402,中央财政,783,0.064,28.06,28.06,2023-05-03",
    )
    came = take(tmp_path, {"a.csv": text})
    lossless(came)
    row = came.rows("subsidy")[0]
    assert (row["year"], row["insured_persons"]) == (2023, 783)
    assert (row["standard_fen"], row["due_fen"], row["received_fen"]) == (64_000, 28_060_000, 28_060_000)


def test_persons_above_the_head_count_persons(tmp_path: Path) -> None:
    came = take(
        tmp_path,
        {
            "a.csv": "基金预算,单位：万人\n"
            + sheet("结算ID,基金支付类型,结算日期,基金支付金额", "S1,310100,2023-05-03,1")
        },
    )
    lossless(came)
    assert came.faults == [("cell_unit_unfit", "fund_payamt_fen")]


def test_a_unit_that_does_not_fit_the_column(tmp_path: Path) -> None:
    came = take(
        tmp_path,
        {"a.csv": sheet("结算ID,基金支付类型,结算日期,基金支付金额（人次）", "S1,310100,2023-05-03,1")},
    )
    lossless(came)
    assert came.faults == [("cell_unit_unfit", "fund_payamt_fen")]


def test_repeated_columns_of_diagnoses(tmp_path: Path) -> None:
    lines = {"诊断编码1": "M50.101+G55.1*", "诊断类别1": "1", "入院病情1": "1", "诊断编码2": "", "诊断类别2": "", "入院病情2": "",
             "诊断编码3": "I10.x00", "诊断类别3": "西医诊断", "入院病情3": ""}  # fmt: skip
    came = take(tmp_path, {"a.csv": case_sheet(lines)})
    lossless(came)
    assert came.column("case_input", "dx_codes") == ["M50.101+G55.1*|I10.x00"]
    assert [(row["seq"], row["dx_code"], row["main_dx_code"]) for row in came.rows("case_dx")] == [
        (1, "M50.101+G55.1*", "M50.101+G55.1*"),
        (2, "I10.x00", "M50.101+G55.1*"),
    ]
    assert came.column("case_input", "px_codes") == [""]


def test_packed_diagnoses_with_any_separator(tmp_path: Path) -> None:
    marks = ["|", ";", "；", "，", "、", "\n"]
    packed = [
        {"诊断编码": f"A01.000x001{mark}I10.x00", "诊断类别": f"1{mark}1", "入院病情": f"1{mark}4"}
        for mark in marks
    ]
    came = take(
        tmp_path, {f"{at}.csv": case_sheet(lines, 病例号=f"B{at}") for at, lines in enumerate(packed)}
    )
    lossless(came)
    assert came.column("case_dx", "adm_cond_type") == ["1", "4"] * len(marks)
    assert set(came.column("case_input", "dx_codes")) == {"A01.000x001|I10.x00"}


def test_a_main_diagnosis_beside_packed_others(tmp_path: Path) -> None:
    lines = {
        "主要诊断编码": "J18.900",
        "主要诊断类别": "1",
        "其他诊断编码": "I10.x00|E11.900",
        "其他诊断类别1": "",
        "诊断类别": "1|1",
    }
    came = take(tmp_path, {"a.csv": case_sheet(lines)})
    lossless(came)
    assert came.column("case_input", "dx_codes") == ["J18.900|I10.x00|E11.900"]


CASES: Mapping[str, tuple[Mapping[str, str], Mapping[str, str], str]] = {
    "packed cells that do not match": ({"诊断编码": "A01.000|I10.x00", "诊断类别": "1"}, {}, "row_packed_uneven"),
    "no diagnosis at all": ({"诊断编码": "", "诊断类别": ""}, {}, "row_without_lines"),
    "a diagnosis without its code": ({"诊断编码1": "", "诊断类别1": "1"}, {}, "row_empty"),
    "a class of diagnosis that is none": ({"诊断编码1": "A01.000", "诊断类别1": "9"}, {}, "row_code_unknown"),
    "a sex that is none": ({"诊断编码1": "A01.000", "诊断类别1": "1"}, {"性别": "X"}, "row_code_unknown"),
    "age in years and in days": ({"诊断编码1": "A01.000", "诊断类别1": "1"}, {"年龄（周岁）": "3", "不足一岁的日龄": "20"}, "row_age_twice"),
    "half a year of age": ({"诊断编码1": "A01.000", "诊断类别1": "1"}, {"年龄（周岁）": "0.5"}, "cell_decimals"),
    "a duration of 25 hours": ({"诊断编码1": "A01.000", "诊断类别1": "1"}, {"重症监护时长": "0/25/0"}, "row_unreadable"),
    "a day of an operation that is none": (
        {"诊断编码1": "A01.000", "诊断类别1": "1", "手术操作编码1": "47.0100", "手术操作日期1": "2023-02-31", "术者编码1": "D1"}, {}, "row_unreadable"),
}  # fmt: skip


def test_a_case_and_its_lines_are_set_aside_together(tmp_path: Path) -> None:
    files = {
        f"{at:02}.csv": case_sheet(lines, **changed) for at, (lines, changed, _) in enumerate(CASES.values())
    }
    came = take(tmp_path, files)
    lossless(came)
    told: dict[int, set[str]] = {}
    for row in came.aside:
        told.setdefault(row["src_file"], set()).add(row["code"])
        assert json.loads(row["row_text"])["病例号"] == "B1"
    files_of = dict(enumerate(CASES.items(), 1))
    assert {
        name: told.get(at) for at, (name, (_, _, code)) in files_of.items() if code not in told.get(at, ())
    } == {}
    assert came.rows("case_input") == came.rows("case_dx") == []


def test_an_age_in_years_or_in_days(tmp_path: Path) -> None:
    ages = {"45": (45, None), "45岁": (45, None), "15天": (0, 15), "15日": (0, 15)}
    plain = case_sheet({"诊断编码1": "A01.000", "诊断类别1": "1"}).replace(
        "年龄（周岁）,不足一岁的日龄", "年龄,备注"
    )
    came = take(tmp_path, {f"{at}.csv": plain.replace(",45,", f",{age},") for at, age in enumerate(ages)})
    lossless(came)
    assert [(row["age_years"], row["age_days"]) for row in came.rows("case_input")] == list(ages.values())


SETLINFO = {
    "mdtrt_id": "J1", "setl_id": "S1", "hi_no": "P1", "fixmedins_code": "H51040200001", "hi_type": "310", "gend": "1", "age": 45,
    "nwb_age": None, "adm_time": "2023-05-01 08:00:00", "dscg_time": "2023-05-06 08:00:00", "dscg_caty": "A03", "act_ipt_days": 5,
    "dscg_way": "1", "vent_used_dura": "0/0/0",
}  # fmt: skip
DIAGNOSES = [{"diag_type": "1", "diag_code": "A01.000", "adm_cond_type": "1"}]
CHARGES = [{"med_chrgitm": "01", "amt": 1000.5}, {"med_chrgitm": "02", "amt": 34.0}]


def test_a_message_with_its_nodes(tmp_path: Path) -> None:
    nodes = {
        "diseinfo": DIAGNOSES,
        "iteminfo": CHARGES,
        "icuinfo": [{"scs_cutd_sum_dura": "1/6/30"}, {"scs_cutd_sum_dura": "0/0/30"}],
    }
    came = take(tmp_path, {"a.json": message("4101", SETLINFO, nodes)})
    lossless(came)
    row = came.rows("case_input")[0]
    assert (row["case_id"], row["amount_fen"], row["icu_hours"], row["dx_codes"]) == (
        "B1",
        103_450,
        31,
        "A01.000",
    )


MESSAGES: Mapping[str, tuple[Mapping[str, object], Mapping[str, object], str]] = {
    "an amount of a charge with three decimals": ({}, {"iteminfo": [{"med_chrgitm": "01", "amt": 1.005}]}, "node_unread"),
    "no charges": ({}, {"iteminfo": []}, "node_unread"),
    "a duration that is none": ({}, {"icuinfo": [{"scs_cutd_sum_dura": "一天"}]}, "node_unread"),
    "no diagnosis": ({}, {"diseinfo": []}, "row_without_lines"),
    "an id that is a number in scientific notation": ({"setl_id": 1.5e20}, {}, "cell_scientific"),
    "no sex": ({"gend": None}, {}, "row_empty"),
}  # fmt: skip


def test_malformed_messages_are_set_aside_and_the_sound_one_taken(tmp_path: Path) -> None:
    sound = {"diseinfo": DIAGNOSES, "iteminfo": CHARGES, "icuinfo": []}
    lines = [
        message("4101", SETLINFO | dict(setlinfo), sound | dict(nodes), f"M{at}")
        for at, (setlinfo, nodes, _) in enumerate(MESSAGES.values())
    ]
    lines.append(message("4101", SETLINFO | {"setl_id": "S2"}, sound, "B2"))
    came = take(tmp_path, {"a.jsonl": "\n".join(lines)})
    lossless(came)
    told: dict[int, set[str]] = {}
    for row in came.aside:
        told.setdefault(row["src_line"], set()).add(row["code"])
    sent = dict(enumerate(MESSAGES.items(), 1))
    assert {
        name: told.get(at) for at, (name, (_, _, code)) in sent.items() if code not in told.get(at, ())
    } == {}
    assert came.column("case_input", "case_id") == ["B2"]


SETTLEMENT = (
    "setl_id,mdtrt_id,psn_no,fixmedins_code,gend,brdy,insutype,psn_type,insuplc_admdvs,med_type,clr_type,clr_way,setl_time,medfee_sumamt,"
    "fulamt_ownpay_amt,overlmt_selfpay,preselfpay_amt,inscp_scp_amt,act_pay_dedc,hifp_pay,cvlserv_pay,hifes_pay,hifmi_pay,hifob_pay,"
    "maf_pay,hifdm_pay,oth_pay,fund_pay_sumamt,hosp_part_amt,psn_part_amt,acct_pay,acct_mulaid_pay,psn_cash_pay,refd_setl_flag,init_setl_id"
)
SETTLED = "S1,J1,P1,H51040200001,2,2023-04-21,390,1401,510402,21,21,40,2023-05-06 09:00:00,100.00,0,0,0,100.00,0,60.00,0,0,0,0,0,0,0,60.00,0,40.00,0,0,40.00,0,"
REFUND = "S1R,J1,P1,H51040200001,2,2023-04-21,390,1401,510402,21,21,40,2023-05-07 09:00:00,-10.00,0,0,0,-10.00,0,-6.00,0,0,0,0,0,0,0,-6.00,0,-4.00,0,0,-4.00,1,S1"
BRIEF = {
    key: value for key, value in SETLINFO.items() if key not in ("hi_no", "hi_type", "gend", "age", "nwb_age")
} | {"psn_no": "P1"}


def test_4101a_takes_person_and_money_from_the_settlement_of_the_same_delivery(tmp_path: Path) -> None:
    came = take(
        tmp_path,
        {
            "a.json": message("4101A", BRIEF, {"diseinfo": DIAGNOSES}),
            "b.csv": sheet(SETTLEMENT, SETTLED, REFUND),
        },
    )
    lossless(came)
    row = came.rows("case_input")[0]
    assert (row["amount_fen"], row["gend"], row["age_years"], row["age_days"], row["insutype"]) == (
        9_000,
        "2",
        0,
        10,
        "390",
    )


def test_4101a_without_its_settlement_is_set_aside(tmp_path: Path) -> None:
    came = take(tmp_path, {"a.json": message("4101A", BRIEF, {"diseinfo": DIAGNOSES})})
    lossless(came)
    assert "lookup_missing" in {row["code"] for row in came.aside}
    assert came.rows("case_input") == []


def test_a_message_of_another_transaction_is_named(tmp_path: Path) -> None:
    came = take(
        tmp_path, {"a.json": message("9999", SETLINFO, {"diseinfo": DIAGNOSES}), "b.csv": fund_rows({})}
    )
    assert came.refused
    assert came.staged.read == {"settlement_fund": 1}
