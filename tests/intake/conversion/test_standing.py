"""Vouchers that their sheet calls void or not posted: they are none of the books, and their rows say why."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.intake.deliveries import Came, sheet, take, words_with

HEADS = (
    "基金（险种）,区划,凭证号,分录号,会计年度,记账日期,科目编码,统筹或个账,借方金额,贷方金额,摘要,制单,复核"
)


def entry(number: str, summary: str = "拨付") -> str:
    return f"310,510402,{number},1,2024,2024-01-08,1003,统筹基金,300.00,0.00,{summary},甲,乙"


def marked(folder: Path, head: str, *states: str) -> Came:
    """One line of a voucher for each state under this head."""
    rows = [f"{entry(f'记-{place}')},{state}" for place, state in enumerate(states, 1)]
    return take(folder, {"凭证.csv": sheet(f"{HEADS},{head}", *rows)})


def test_void_and_unposted_vouchers_are_set_aside_with_their_reason(tmp_path: Path) -> None:
    came = marked(tmp_path, "凭证状态", "正常", "作废", "未审核", " 已记账 ", "", "存疑")
    assert came.column("ledger_entry", "voucher_no") == ["记-1", "记-4", "记-5"]
    assert [(one["src_line"], one["code"], one["found"]) for one in came.aside] == [
        (3, "row_void", "作废"),
        (4, "row_pending", "未审核"),
        (7, "row_standing_unknown", "存疑"),
    ]
    assert came.aside[2]["expected"] == "正常、有效、已记账"


@pytest.mark.parametrize(
    ("head", "counts", "aside", "code"),
    [
        ("作废标志", "否", "是", "row_void"),
        ("是否作废", "0", "1", "row_void"),
        ("是否记账", "是", "否", "row_pending"),
        ("记账状态", "已过账", "未过账", "row_pending"),
        ("审核状态", "已审核", "待审核", "row_pending"),
    ],
)
def test_each_head_asks_its_own_question(
    tmp_path: Path, head: str, counts: str, aside: str, code: str
) -> None:
    came = marked(tmp_path, head, counts, aside)
    assert came.column("ledger_entry", "voucher_no") == ["记-1"]
    assert [(one["code"], one["found"]) for one in came.aside] == [(code, aside)]


def test_a_summary_that_begins_with_the_mark_of_a_void_voucher(tmp_path: Path) -> None:
    said = ("【作废】财政专户拨付", "(作废)拨付", "作废支票退回", "冲销【作废】凭证")
    rows = [entry(f"记-{place}", summary) for place, summary in enumerate(said, 1)]
    came = take(tmp_path, {"凭证.csv": sheet(HEADS, *rows)})
    assert came.column("ledger_entry", "voucher_no") == ["记-3", "记-4"]
    assert {one["code"] for one in came.aside} == {"row_void"}


def test_a_bureau_has_words_of_its_own(tmp_path: Path) -> None:
    own = tmp_path / "bureau" / "intake_aliases" / "own.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(
        "intake_aliases:\n"
        "  - alias: ledger_local\n"
        "    table: ledger_entry\n"
        "    standing: [{column: voucher_state, counts: [入账], void: [废票]}]\n"
        "    source: {doc: 示例市财务软件导出, status: verified}\n",
        "utf-8",
    )
    text = sheet(f"{HEADS},凭证状态", f"{entry('记-1')},入账", f"{entry('记-2')},废票")
    came = take(tmp_path, {"凭证.csv": text}, words_with(tmp_path / "bureau"))
    assert came.column("ledger_entry", "voucher_no") == ["记-1"]
    assert came.faults == [("row_void", "voucher_state")]
