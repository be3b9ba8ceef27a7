"""The product's own workbooks, filled in: numbers as people write them become what the contract stores."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from tests.intake.deliveries import Came, sheet, shipped, take, words

from yiheng.intake.recognition.head_text import head_of
from yiheng.policy.contract import contract
from yiheng.reports.contract_words import dictionary
from yiheng.reports.contract_workbook import HEADING_ROWS, write_template
from yiheng.standards.table import Table

FEE_LINE = {
    "mdtrt_id": "J1", "feedetl_sn": "1", "setl_id": "S1", "psn_no": "P1", "fixmedins_code": "H51040290001",
    "fee_ocur_time": datetime(2023, 5, 3, 9, 30), "fee_ocur_dayno": date(2023, 5, 3), "medins_list_codg": "X1",
    "list_type": "101", "med_chrgitm_type": "09", "chrgitm_lv": "01", "cnt_e4": 1.5, "pric_e6": 0.0123,
    "det_item_fee_sumamt_fen": 0.02, "fulamt_ownpay_amt_fen": 0, "overlmt_amt_fen": 0, "preselfpay_amt_fen": 0,
    "inscp_scp_amt_fen": 0.02, "lmt_used_flag": "否",
}  # fmt: skip
LEDGER = {
    "fund_type": "310", "admdvs": "510402", "voucher_no": "2023-1", "entry_no": 1, "fiscal_year": 2023,
    "posted_dayno": date(2023, 5, 31), "account_code": "4001", "sub_fund": "pooled", "debit_fen": -20.57, "credit_fen": 0,
    "summary": "红字", "maker": "M1", "checker": "C1",
}  # fmt: skip


def filled(folder: Path, table: Table, row: Mapping[str, object], stored_names: bool = False) -> Came:
    """A template of one filled row as intake reads it; ``stored_names``: with the names that the contract stores."""
    path = folder / f"{table.table}.xlsx"
    write_template(table, dictionary(contract(), shipped()), path)
    book = openpyxl.load_workbook(path)
    entry = book[table.name]
    for place, column in enumerate(table.columns, 1):
        entry.cell(HEADING_ROWS + 1, place, row.get(column.name))
        if stored_names:
            entry.cell(2, place, column.name)
    book.save(path)
    return take(folder, {path.name: path.read_bytes()})


def test_quantities_prices_and_amounts_are_taken_as_people_write_them(tmp_path):
    came = filled(tmp_path, contract().tables["fee_line"], FEE_LINE)
    assert came.faults == []
    [row] = came.rows("fee_line")
    assert (row["cnt_e4"], row["pric_e6"], row["det_item_fee_sumamt_fen"]) == (15_000, 12_300, 2)


def test_money_of_a_red_entry_is_taken_in_yuan(tmp_path):
    came = filled(tmp_path, contract().tables["ledger_entry"], LEDGER)
    assert came.faults == []
    assert came.column("ledger_entry", "debit_fen") == [-2_057]


def test_under_the_names_that_the_contract_stores_numbers_are_the_stored_ones(tmp_path):
    stored = FEE_LINE | {
        "cnt_e4": 15_000,
        "pric_e6": 12_300,
        "det_item_fee_sumamt_fen": 2,
        "inscp_scp_amt_fen": 2,
    }
    came = filled(tmp_path, contract().tables["fee_line"], stored, stored_names=True)
    assert came.faults == []
    [row] = came.rows("fee_line")
    assert (row["cnt_e4"], row["pric_e6"], row["det_item_fee_sumamt_fen"]) == (15_000, 12_300, 2)


def test_a_number_of_too_many_places_is_told_in_the_unit_that_people_write(tmp_path):
    came = filled(tmp_path, contract().tables["fee_line"], FEE_LINE | {"cnt_e4": 0.00001, "pric_e6": "三"})
    assert [(row["field"], row["code"], row["expected"]) for row in came.aside] == [
        ("cnt_e4", "cell_decimals", "数，至多 4 位小数"),
        ("pric_e6", "row_unreadable", "元，至多 6 位小数"),
    ]


def test_a_machine_may_send_stored_numbers_under_their_names(tmp_path):
    heads = ",".join(FEE_LINE)
    cells = FEE_LINE | {
        "cnt_e4": 15_000,
        "pric_e6": 12_300,
        "det_item_fee_sumamt_fen": 2,
        "inscp_scp_amt_fen": 2,
    }
    came = take(tmp_path, {"明细.csv": sheet(heads, ",".join(str(value) for value in cells.values()))})
    assert came.faults == []
    assert came.column("fee_line", "cnt_e4") == [15_000]


@pytest.mark.parametrize("name", [name for name, table in contract().tables.items() if table.is_fact])
def test_the_name_over_each_column_means_that_column_in_everyday_units(name):
    target = words().targets[name]
    for column in contract().tables[name].columns:
        use = target.uses(head_of(column.everyday_name))[0]
        assert (use.column, use.unit, use.form) == (column.name, "", "")
