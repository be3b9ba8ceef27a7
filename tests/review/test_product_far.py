"""R17 for an amount that is a price by a count of its paragraph: spoilt by one slip in the amount, the price or the count."""

from __future__ import annotations

import pytest
from tests.review.accusation import contradicted, quotes

_DUE = "2022年补助标准为每人610元，较2021年580元提高30元。全县参保缴费86,420人，应补助资金{}元。\n"
_PAGES = "病案加工共完成66.2万页，单价{}元/页，结算价198.6万元，与付款一致。\n"
_EACH = "档案计划60万页，实际完成63.2万页；每页加工费{}元（不含整理费），加工费小计240.16万元。\n"
_RAISED = "年初离休人员186人，年末165人。财政按每人每年{}万元筹集，年初人数计应筹1,264.8万元，全部到位。\n"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (_DUE, "52,716,200", "52,176,200"),
        (_PAGES, "3", "4"),
        (_EACH, "3.8", "3.3"),
        (_RAISED, "6.8", "6.3"),
    ],
)
def test_an_amount_is_its_price_by_its_count(text: str, right: str, wrong: str) -> None:
    assert not contradicted(text.format(right))
    assert quotes(text.format(wrong), wrong)


@pytest.mark.parametrize(
    "text",
    [
        "每人补助400元。协办员19人，发放12个月，共9.12万元。",
        "标准为每人610元。参保86,420人，其中30人年中退保，实际补助5,269.79万元。",
        "每台1.3万元。购置26台，另付安装费1.1万元，合计34.9万元。",
        "特困每人补380元，低保每人补224元。特困1,260人、低保15,260人，共389.70万元。",
    ],
)
def test_an_amount_of_more_than_one_product_is_not_accused(text: str) -> None:
    assert not contradicted(text)
