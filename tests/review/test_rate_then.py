"""Numbers that a rate is said to make, shares in brackets that make all, halves, and steps that several names share."""

from __future__ import annotations

import pytest
from tests.review.accusation import contradicted, quotes

THEN = {
    "share of a count": ("全年备案18,240人次，其中线上备案占82.5%，即{}。", "15,048人次", "15,480人次"),
    "part of a price": ("合同价60万元，按进度付款90%，也就是{}，余下10%验收后支付。", "54万元", "56万元"),
    "two batches": (
        "两项共5,160万元。上级下达5,160万元，4月到位3,612万元（70%），8月到位{}（30%）。",
        "1,548万元",
        "1,458万元",
    ),
}


@pytest.mark.parametrize("kind", THEN)
def test_what_a_rate_makes_is_recomputed(kind: str) -> None:
    text, right, wrong = THEN[kind]
    assert not contradicted(text.format(right))
    assert quotes(text.format(wrong), wrong)


@pytest.mark.parametrize(
    "text",
    [
        "标准为每人每年980元，比上年提高5%，即提高46.67元。",
        "上年支出1,200万元，本年支出1,260万元，增长5%，即多支60万元。",
        "全市定点机构1,306家，抽查20%，即261家。",
        "中央补助60%、省级20%、市县20%，即中央3,072万元、省级1,024万元、市县1,024万元，合计5,120万元。",
        "全年到位资金2,400万元：一季度600万元（25%），二季度900万元（37.5%），下半年900万元（37.5%）。",
        "困难群众1,860人中，女性占48%，即893人；老年人占62%，即1,153人。",
        "甲县到位600万元（占计划的70%），乙县到位900万元（占计划的30%），两县计划不同。",
    ],
)
def test_other_bases_and_roundings_settle_it(text: str) -> None:
    assert not contradicted(text)
