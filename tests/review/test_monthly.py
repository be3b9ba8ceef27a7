"""Means by the month over the months that the words name, quarters of three months, and so much a month for so long."""

from __future__ import annotations

import pytest
from tests.review.accusation import quotes

_HEAD = "某市2022年医保基金绩效自评\n一、收支\n"
_PART = "某市2022年1—9月医保基金绩效监控\n一、收支\n"

CASES = (
    (_HEAD, "1—9月统筹基金支出7,560万元，月均{}万元。", "840", "630"),
    (_HEAD, "平台于9月上线，运行4个月，处理救助申请1,960笔，月均{}笔。", "490", "640"),
    (_HEAD, "上半年支出36.0亿元，月均6.0亿元；全年支出78.0亿元，月均{}亿元。", "6.5", "7.5"),
    (
        _PART,
        "支出预算36,850.0万元，累计支出27,931.8万元，进度75.8%。月均支出{}万元。",
        "3,103.53",
        "2,327.65",
    ),
    (_HEAD, "每月服务费{}万元，按季支付，每季78万元。", "26", "28"),
    (_HEAD, "云资源租赁86.40万元，每月7.2万元，按{}个月计。", "12", "10"),
)


@pytest.mark.parametrize(("head", "text", "right", "wrong"), CASES)
def test_a_mean_by_the_month(head: str, text: str, right: str, wrong: str) -> None:
    assert not quotes(head + text.format(right) + "\n", right)
    assert quotes(head + text.format(wrong) + "\n", wrong)


@pytest.mark.parametrize(
    "text",
    [
        "统筹支出65,704.44，按统筹月均支出20,158.91测算。",
        "支出7,560万元，比上年月均增加30万元。",
        "房租9.6万元，每月0.8万元，付12个月。",
    ],
)
def test_other_means_say_nothing(text: str) -> None:
    assert not quotes(_HEAD + text + "\n", "万元")
