"""A hospital's monthly summary is held against the settlements that came with it, group by group."""

from __future__ import annotations

import pytest
from tests.intake.deliveries import sheet, take

CODES = "结算ID,就诊ID,人员编号,定点医药机构编号,险种类型,人员类别,参保地区划,医疗类别,清算类别,清算方式,结算时间,总费用,基金支付总额,个人负担总金额"
PARTS = (
    "全自费金额,超限价自费费用,先行自付金额,范围内费用,起付线,统筹基金支出,公务员医疗补助,企业补充医疗保险,大病保险支出,"
    "大额医疗支出金额,医疗救助支出,伤残人员医疗保障,其他基金支付,医院负担金额,个人账户支付,账户共济支付金额,个人现金支付"
)
SETTLED = f"{CODES},{PARTS},是否冲销"
SUMMED = "险种类型,清算类别,结算笔数,医疗总费用（万元）,基金支付总额（万元）"


def settled(number: int, insurance: str, clearing: str, fee: str, fund: str) -> str:
    """One settlement of a hospital."""
    ids = f"S{number},J{number},P{number},H51040200001,{insurance},1101,510402,21,{clearing},40,2023-05-0{number} 08:00:00"
    return f"{ids},{fee},{fund},0.00" + ",0.00" * len(PARTS.split(",")) + ",否"


ROWS = (
    settled(1, "310", "21", "1249999.00", "1000000.00"),
    settled(2, "310", "21", "50.00", "30.00"),
    settled(3, "390", "11", "80.00", "20.00"),
)
SOUND = ("310,21,2,125.00,100.00", "城乡居民基本医疗保险,11,1,0.01,0.00", "合计,,3,125.01,100.00")


def told(tmp_path, rows, *lines, heads=SUMMED, title="月结算汇总.csv"):
    """What is said of a summary beside settlements: code, group, found, expected."""
    files = {"结算明细.csv": sheet(SETTLED, *rows)} if rows else {}
    came = take(tmp_path, {**files, title: sheet(heads, *lines)})
    return [(one.code, one.key, one.found, one.expected) for one in came.problems]


def test_a_summary_that_agrees_to_the_last_printed_place_is_silent(tmp_path):
    assert told(tmp_path, ROWS, *SOUND) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("310,21,3,125.00,100.00", ("summary_rows_differ", "职工基本医疗保险", "2", "3")),
        ("310,21,2,125.01,100.00", ("summary_amount_differs", "职工基本医疗保险", "1,250,049.00", "125.01万元")),
        ("310,21,2,125.00,99.99", ("summary_amount_differs", "职工基本医疗保险", "1,000,030.00", "99.99万元")),
    ],
)  # fmt: skip
def test_what_differs_is_told_with_both_figures(tmp_path, line, expected):
    [(code, key, found, stated)] = told(tmp_path, ROWS, line, *SOUND[1:])
    assert (code, found, stated) == (expected[0], *expected[2:])
    assert key.startswith("职工基本医疗保险·")


def test_a_group_that_the_summary_does_not_name_is_told(tmp_path):
    [(code, key, found, expected)] = told(tmp_path, ROWS, SOUND[0])
    assert (code, found, expected) == ("summary_rows_differ", "1", "0")
    assert key.startswith("城乡居民基本医疗保险·")


def test_a_group_without_any_settlement_is_told(tmp_path):
    codes = [code for code, *_ in told(tmp_path, ROWS[:2], *SOUND)]
    assert codes == ["summary_rows_differ", "summary_amount_differs"]


def test_a_summary_without_settlements_says_so(tmp_path):
    assert [code for code, *_ in told(tmp_path, (), *SOUND)] == ["summary_alone"]


def test_a_line_that_nobody_can_read_is_told_and_the_others_are_compared(tmp_path):
    codes = [code for code, *_ in told(tmp_path, ROWS, "310,21,两笔,125.00,100.00", *SOUND[1:])]
    assert codes == ["summary_unread", "summary_rows_differ"]


def test_a_summary_by_insurance_alone_is_held_against_all_classes_of_clearing(tmp_path):
    rows = (*ROWS, settled(4, "310", "11", "100.00", "0.00"))
    heads = "险种类型,结算笔数,医疗总费用（元）"
    assert told(tmp_path, rows, "310,3,1250149.00", "390,1,80.00", heads=heads) == []
    [(code, _, found, expected)] = told(tmp_path / "b", rows, "310,3,1250149.10", "390,1,80.00", heads=heads)
    assert (code, found, expected) == ("summary_amount_differs", "1,250,149.00", "1250149.10元")
