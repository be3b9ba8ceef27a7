"""Multiples, prices by count, rates by name, complements and splits: amounts that the form of the words binds."""

from __future__ import annotations

import pytest
from tests.review.accusation import accused, quotes

BOUND = {
    "times after the base": (
        "追回基金318.42万元；对其中6家按骗取金额42.30万元的2倍罚款{}。",
        "84.60万元",
        "86.40万元",
    ),
    "times in a bracket": (
        "串换药品涉及金额1.86万元，全部追回，并处违约金{}（为追回金额的2倍）。",
        "3.72万元",
        "5.58万元",
    ),
    "each of several grades": (
        "评选示范门诊10个，一等2个各奖1万元，二等3个各奖0.6万元，三等5个各奖0.4万元，共{}，由公用经费列支。",
        "5.8万元",
        "8.5万元",
    ),
    "each by persons": (
        "一等奖3名，每名奖5,000元；二等奖6名，每名奖3,000元；三等奖10名，每名奖1,000元，共计{}。",
        "4.3万元",
        "4.9万元",
    ),
    "priced": ("献血满10次纪念品860份，每份20元，支{}。", "17,200元", "12,700元"),
    "rate by name": (
        "对AAA级机构，保证金全额返还并给予1%的奖励；对A级机构扣减保证金的5%；对不合格机构扣减20%。AAA级机构保证金1,500万元，"
        "应奖励15万元；A级机构保证金1,200万元，应扣减60万元；不合格机构保证金90万元，应扣减{}。",
        "18万元",
        "4.5万元",
    ),
    "complement": (
        "三包中标合计332.00万元，比批复总投资358万元节约26万元。\n支付中标款的95%，即315.40万元；质保金5%计{}，质保期满支付。",
        "16.60万元",
        "17.90万元",
    ),
    "split": ("节约3.5万元，按来源比例退回：退县财政2.8万元，退乡镇{}。", "0.7万元", "1.4万元"),
}


@pytest.mark.parametrize("kind", BOUND)
def test_what_the_words_bind_is_recomputed(kind: str) -> None:
    text, right, wrong = BOUND[kind]
    assert not accused(text.format(right))
    assert quotes(text.format(wrong), wrong)


@pytest.mark.parametrize(
    "text",
    [
        "罚款金额为违规金额的2倍至5倍，本次违规金额3.20万元，罚款9.60万元。",
        "违规金额3.20万元、1.10万元，分别处2倍罚款6.40万元、2.20万元。",
        "购置设备12台，每台1.2万元，另购软件3套，合计18万元。",
        "对甲类机构扣减5%；对乙类机构扣减20%。甲类机构保证金1,200万元，其中当年600万元，应扣减30万元。",
        "评选先进：一等2个各奖1万元，二等3个各奖0.6万元，另有纪念奖若干，共5.8万元。",
        "合同价480万元，按进度支付90%，即432万元；另一合同价200万元，预留10%，计20万元。",
    ],
)
def test_ranges_others_and_more_settle_it(text: str) -> None:
    assert not accused(text)


def test_man_days_are_of_a_price_by_the_day() -> None:
    text = "专家劳务费38.4万元，占40%。专家劳务按每人每天800元计，共使用专家480人{}。"
    assert not accused(text.format("天"))
    assert quotes(text.format("月"), "480人月")
