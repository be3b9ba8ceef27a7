"""Amounts far out of the size of their surroundings, and amounts told again with the point one place off."""

from __future__ import annotations

import pytest
from tests.review.accusation import accused, quotes

SLIPS = {
    "part of a whole": (
        "决算：统筹支出12.40亿元，其中住院8.36亿元，门诊{}，大病1.13亿元。",
        "2.91亿元",
        "2.91万元",
    ),
    "what is left": ("全年安排经费268.5万元，支出{}，结余17.2万元。", "251.3万元", "251.3亿元"),
    "sum of lines before": (
        "（1）划入账户3,840.38万元；\n（2）住院补助2,234.40万元；\n（3）慢特病补助907.72万元。\n以上三项合计{}。",
        "6,982.50万元",
        "6,982.50亿元",
    ),
    "sum of what follows": (
        "各市上解合计{}，对应上年收入397.2亿元。上解进度：6月底前上解11.92亿元；12月底前上解7.94亿元。",
        "19.86亿元",
        "19.86万元",
    ),
    "so many at so much": (
        "资助参保612.5万人，支出{}，人均200元；全年总支出31.80亿元，预算33.12亿元。",
        "12.25亿元",
        "12.25万元",
    ),
    "share beside shares": (
        "支出里住院8,580万元，占65%；门诊3,960万元，占30%；生育{}，占5%。",
        "660万元",
        "660元",
    ),
    "written result": ("新生儿补贴320×2,310＝739,200元，即{}。", "73.92万元", "73.92亿元"),
    "told again": (
        "2023年基金支出38,416.52万元，收入40,217.36万元。\n小结：全年支出{}，收入4.02亿元。",
        "3.84亿元",
        "38.42亿元",
    ),
}


@pytest.mark.parametrize("kind", SLIPS)
def test_an_amount_out_of_size_is_told(kind: str) -> None:
    text, right, wrong = SLIPS[kind]
    assert not accused(text.format(right))
    assert quotes(text.format(wrong), wrong)


@pytest.mark.parametrize(
    "text",
    [
        "每户补助660元，全县共补助1,264户，合计83.42万元，其中中央50.05万元、省33.37万元。",
        "项目总投资3.42亿元，其中地方配套10%，即3,420万元。",
        "统筹支出12.40亿元，其中住院8.36亿元，门诊2.91亿元，大病1.13亿元；逾期利息收入3.2万元。",
        "2021年人均支付16,512元，上年16,838元；总费用9.54亿元，统筹5.83亿元，个人3.71亿元。",
        "上年试点支出3,841.65万元，本年全面推开，支出38.42亿元，收入40.17亿元。",
    ],
)
def test_what_is_small_or_large_by_itself_is_not_told(text: str) -> None:
    assert not accused(text)
