"""Amounts by a stated rule: so many times, a share of a named base, so much for each, and the sum of those above."""

import pytest
from tests.review.accusation import words_accused as accused


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("某药房串换药品，涉及3.40万元，责令退回并处2倍罚款{}。", "6.80万元", "8.60万元"),
        ("对丙公司追回多计服务费1.70万元，按协议处3倍违约金，计{}。", "5.10万元", "3.40万元"),
        (
            "举报奖励按查实金额的3%计发：全年兑现6件，查实金额合计82.00万元，奖励{}，最高一件奖励0.90万元。",
            "2.46万元",
            "4.26万元",
        ),
        ("年度核定结余3,640.0万元，留用比例按考核核定为45%，留用{}。", "1,638.00万元", "1,820.00万元"),
        (
            "宣传2.10万元、随访补助{}，合计8.58万元。\n随访补助按108名村医人均600元发放。",
            "6.48万元",
            "8.64万元",
        ),
    ],
)
def test_an_amount_is_what_its_rule_gives(text: str, right: str, wrong: str) -> None:
    assert not accused(text.format(right))
    assert any(wrong in one for one in accused(text.format(wrong)))


def test_the_sum_of_those_above_is_that_of_the_lines_above() -> None:
    text = (
        "处理如下：\n· 甲店涉及2.10万元，处2倍罚款4.20万元；\n· 乙店涉及1.30万元，处3倍罚款3.90万元；\n"
        "· 丙诊所涉及0.80万元，处2倍罚款1.60万元。\n以上3起案件罚款合计{}。"
    )
    assert not accused(text.format("9.70万元"))
    assert any("7.90" in one for one in accused(text.format("7.90万元")))


@pytest.mark.parametrize(
    "text",
    [
        "年度核定结余4,000万元。\n考核扣回200万元，留用比例为45%，留用1,800万元。",
        "职工人均基金支出是居民的2.4倍，职工支出62.30万元，居民支出41.20万元。",
        "骗取2.40万元，依法处2倍以上5倍以下罚款，实际罚款7.20万元。",
    ],
)
def test_another_base_that_gives_the_amount_is_meant(text: str) -> None:
    assert not accused(text)
