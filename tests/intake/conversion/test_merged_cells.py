"""Data cells merged over rows: what a person sees beside a row is what the row says."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
from tests.intake.deliveries import Came, take

HEADS = [
    "基金（险种）", "区划", "凭证号", "分录号", "会计年度", "记账日期", "科目编码", "统筹或个账", "借方金额", "贷方金额", "摘要", "制单", "复核",
]  # fmt: skip
VOUCHERS = [
    ["310", "510402", f"记-{number}", line, 2024, "2024-01-05", account, "统筹基金", debit, credit, "拨付", "甲", "乙"]
    for number in (1, 2)
    for line, account, debit, credit in ((1, "1003", 100, 0), (2, "1004", 0, 100))
]  # fmt: skip


def merged(folder: Path, *areas: str, more: Sequence[Sequence[object]] = ()) -> Came:
    """Two vouchers of two lines on lines 2 to 5, with these areas merged as a finance program exports them."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (HEADS, *VOUCHERS, *more):
        sheet.append(row)
    for area in areas:
        sheet.merge_cells(area)
    file = io.BytesIO()
    book.save(file)
    return take(folder, {"凭证.xlsx": file.getvalue()})


def test_every_line_of_a_voucher_has_the_number_merged_over_them(tmp_path: Path) -> None:
    areas = [f"{column}{top}:{column}{top + 1}" for column in "ABCEF" for top in (2, 4)]
    came = merged(tmp_path, *areas)
    assert came.aside == []
    assert came.column("ledger_entry", "voucher_no") == ["记-1", "记-1", "记-2", "记-2"]
    assert came.column("ledger_entry", "entry_no") == [1, 2, 1, 2]
    assert came.column("ledger_entry", "fiscal_year") == [2024] * 4


def test_an_amount_merged_over_lines_counts_for_none_of_them(tmp_path: Path) -> None:
    came = merged(tmp_path, "I2:I3")
    assert [(one["src_line"], one["code"], one["field"], one["found"]) for one in came.aside] == [
        (2, "cell_merged", "debit_fen", "合并单元格：100"),
        (3, "cell_merged", "debit_fen", "合并单元格：100"),
    ]
    assert came.column("ledger_entry", "src_line") == [4, 5]


def test_the_word_of_a_total_row_swallows_no_row_below_it(tmp_path: Path) -> None:
    total = ["合计", *[None] * 7, 200, 200]
    came = merged(tmp_path, "A6:A7", more=[total, [None, *VOUCHERS[0][1:]]])
    assert [(one["src_line"], one["code"], one["field"]) for one in came.aside] == [
        (7, "row_empty", "fund_type")
    ]
    assert came.problems == ()
