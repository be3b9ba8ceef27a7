"""Totals after their parts: they close a list, they are what a rate is of, and means of groups add up to nothing."""

from __future__ import annotations

import pytest
from tests.review.accusation import quotes

from yiheng.review import review_text

_HEAD = "甲县2023年度医疗救助补助资金绩效自评报告\n一、资金情况\n"
_LISTED = "全年收入3.26亿元，其中个人缴费1.14亿元，财政补助{}亿元，合计3.26亿元。"
_SOURCES = "中央下达补助资金1,250万元，省级配套350万元，市级配套200万元，资金总额为{}万元。\n"
_SPENT = "资金到位率100%，实际支出1,764万元，执行率98%。"


def _told(text: str) -> list[tuple[str, str, str]]:
    return [
        (one.verdict, one.relation.stated, one.relation.expected)
        for one in review_text(_HEAD + text).findings
    ]


def test_a_total_told_again_after_its_parts_is_no_part_of_itself() -> None:
    assert not _told(_LISTED.format("2.12"))
    assert _told(_LISTED.format("2.02")) == [("inconsistent", "3.26亿元", "3.16亿元")]


def test_an_amount_of_all_sources_closes_them_and_is_what_a_rate_is_of() -> None:
    assert not _told(_SOURCES.format("1,800") + _SPENT)
    assert _told(_SOURCES.format("1,900"))[0] == ("inconsistent", "1,900万元", "1800万元")
    told = _told(_SOURCES.format("1,800") + _SPENT.replace("98%", "89%"))
    assert [(stated, expected) for _, stated, expected in told] == [("89%", "98%")]


@pytest.mark.parametrize("spent", ["支出114万元，执行率{}。", "实际支出114万元，预算执行率{}。"])
def test_a_grant_is_what_its_spending_is_of(spent: str) -> None:
    text = _HEAD + "补助资金120万元，其中中央80万元，省级40万元。\n" + spent
    assert not quotes(text.format("95%"), "95%")
    assert quotes(text.format("85%"), "85%")


def test_means_of_groups_add_up_to_nothing() -> None:
    assert not _told("次均费用6,812元，其中三级医院次均费用12,430元，二级5,980元。")
    assert not _told("人均筹资1,020元，其中财政补助640元，个人缴费380元。")


def test_a_standard_before_an_amount_does_not_make_it_one_of_a_person() -> None:
    assert not _told("按人均640元标准，补助参保居民32.5万人，应补助2.08亿元，实际到位2.08亿元。")
    assert any(stated == "1.2亿元" for _, stated, _ in _told("救助3.5万人次。每人次救助1.2亿元。"))


def test_a_row_of_sums_in_a_table_is_told_with_what_would_mend_it() -> None:
    table = "月份\t收入（万元）\t支出（万元）\n一季度\t1500\t1200\n二季度\t1400\t1300\n三季度\t1350\t1250\n四季度\t1350\t1400\n全年合计\t5600\t{}\n"
    assert not _told(table.format(5150))
    [told] = [one.relation for one in review_text(_HEAD + table.format(5050)).findings]
    assert told.repairs == ("5050万元→5150万元", "更正某一行")
    assert "““" not in told.message
