"""Amounts that a rate, a multiple or a written product makes of others, and scores that are compared."""

import pytest
from tests.review.accusation import accused, contradicted

TITLE = "丁县2023年度医疗保障专项资金绩效自评报告\n一、实施情况\n"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("使用率97.0%，结余702.00万元。按协议，结余部分70%留用，即{}万元。", "491.40", "419.40"),
        ("对1家扣减质量保证金的30%：该院保证金52.0万元，扣减{}万元。", "15.6", "16.5"),
        ("收入预算35.60亿元，完成103.1%；支出预算31.50亿元，完成95.8%，节支{}亿元。", "1.32", "1.23"),
        ("本金合计1,614.35万元，按协议按本金的20%收取，计{}万元。", "322.87", "328.27"),
        ("资助参保9,460人×280元＝{}万元。", "264.88", "246.88"),
        ("人均花费1.48万元（396.5万元÷268名＝{}万元）。", "1.48", "1.84"),
        ("骗取金额合计31.44万元，罚款合计94.32万元，平均为骗取金额的{}倍。", "3", "2"),
        ("县级考核得分91.5分。\n建档10分，其余满分，自评98分，比县级考核高{}分。", "6.5", "5.6"),
        ("当年结余81.9万元，滚存结余由348.5万元增至{}万元。", "430.4", "403.4"),
        ("总收入4,318.7万元。\n总支出4,206.9万元，其中人员1,584.6万元。支出小于收入{}万元。", "111.8", "118.1"),
    ],
)  # fmt: skip
def test_an_amount_is_held_against_its_rate_and_base(text: str, right: str, wrong: str) -> None:
    assert not contradicted(TITLE + text.format(right))
    assert accused(TITLE + text.format(wrong))


@pytest.mark.parametrize(
    "text",
    [
        # the rate is a share, and the amount stands beside it
        "结余702.00万元。办公费占30%，即印刷费419.40万元之外的部分。",
        # a rate of the rule, applied step by step
        "罚款按2倍至5倍裁量，违法所得31.44万元，实际罚款94.32万元，为全市同类罚款的4倍。",
        # rounded factors
        "人均花费约1.5万元（396.5万元÷268名≈1.5万元）。",
        # the ceiling for one of them
        "全年奖励5.2万元，单笔最高限额10万元。",
    ],
)
def test_other_rates_and_ceilings_are_left_alone(text: str) -> None:
    assert not contradicted(TITLE + text)
