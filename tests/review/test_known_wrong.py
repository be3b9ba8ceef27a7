"""Honest passages that are known to be accused: each is a wrong accusation to be mended, and leaves this list when it is."""

from __future__ import annotations

import pytest
from tests.review.accusation import contradicted

_HEAD = "丁县2023年度惠民专项资金绩效自评报告\n一、实施情况\n"


@pytest.mark.xfail(strict=True, reason="known wrong accusations")
@pytest.mark.parametrize(
    "text",
    [
        "总预算2,746,000元。\n三、采购\n合同价2,598,300元，质保金174,700元尚未支付。",
        "年初预算260万元，年中追加85万元、调减30万元，全年支出310万元，年末结转5万元。",
        "全年赔付960万元，其中已决900万元、未决60万元。赔付率88.2%。",
        "2020年126.35万元、2021年142.85万元，人员经费两年累计增长9.2%。",
        "年初预算30.00万元，决算数低于预算4.20万元，完成预算的86.00%。",
        "伤残对象每人每月860元。2021年分别为1,120元、800元，本年上调70元、60元。",
        "一季度410.00万元，二季度396.00万元，三季度402.00万元，四季度432.00万元，上半年累计806.00万元，前三季度累计1208.00万元。",
        "入住者中，本区户籍212人，外区户籍28人，外区户籍约占一成二（11.7%）。",
        "全年直接结算42.73万人次。上年按类别：住院5.38万人次；门诊33.75万人次。",
        "县里季度考核四次：第一季度93.5分，第二季度95.0分，第三季度91.0分，第四季度96.5分，全年平均94.0分。",
    ],
)
def test_an_honest_passage_is_left_alone(text: str) -> None:
    assert not contradicted(_HEAD + text)
