"""Units that the amounts beside them answer, and a number told in characters and in digits."""

import pytest
from tests.review.accusation import accused

TITLE = "丁县2023年度医疗保障专项资金绩效自评报告\n一、实施情况\n"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("储备项目预算860万元，支出842.8万元；检测项目预算720万元，支出718.0万元；免疫项目预算{}，支出411.2万元。", "420万元", "420亿元"),
        ("统筹基金支出17.92亿元，其中住院{}、门诊慢特病2.85亿元。", "12.37亿元", "12.37万元"),
        ("预算1.26亿元，其中开发0.58亿元、硬件0.68亿元。当年支付1.09亿元。未支付{}，为验收款。", "1,700万元", "1,700亿元"),
        ("涉及违规金额418.26万元，已追回401.93万元。骗取金额合计31.44万元，罚款合计{}，平均为骗取金额的3倍。", "94.32万元", "94.32亿元"),
        ("结算费用{}，其中统筹支付132.8万元，个人账户支付38.7万元，个人现金43.1万元。", "214.6万元", "214.6亿元"),
        ("年初预算一千零二十六万元（{}），年终调整。", "1,026万元", "1,206万元"),
    ],
)  # fmt: skip
def test_the_amounts_beside_a_number_tell_its_unit(text: str, right: str, wrong: str) -> None:
    assert not accused(TITLE + text.format(right))
    assert accused(TITLE + text.format(wrong))


@pytest.mark.parametrize(
    "text",
    [
        "全省集采金额4,200亿元，本院采购金额860万元、配套金额720万元。",
        "统筹基金支出17.92亿元，其中利息支出3.6万元、门诊慢特病2.85亿元。",
        "骗取金额31.44万元，全省同类罚款合计94.32亿元，为去年的3倍。",
        "下达补助八百万元（含上年结转，实拨760万元）。",
    ],
)
def test_amounts_of_other_sizes_are_left_alone(text: str) -> None:
    assert not accused(TITLE + text)
