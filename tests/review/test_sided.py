"""Sides that words name: above and below, the highest of several, a turn, income and spending, halves and doubles."""

from __future__ import annotations

import pytest
from tests.review.accusation import accused

_HEAD = (
    "某县2022年医疗服务能力提升项目绩效自评报告\n"
    "一、资金情况。2022年安排资金320.00万元，支出300.80万元，执行率94.0%。\n二、"
)

CASES = (
    ("职工满意度{}居民满意度，分别为88.1%和90.4%。", "低于", "高于"),
    ("次均费用{}全市平均水平（本县6,120元，全市5,980元）。", "高于", "低于"),
    ("居民人均支出{}职工，居民860元，职工1,720元。", "低于", "高于"),
    ("东乡、西乡、南乡执行率分别为98.2%、97.1%、99.3%，{}最高。", "南乡", "西乡"),
    ("累计余额有所{}，由8.2亿元增至8.9亿元。", "增加", "减少"),
    ("全年{}，当期结余1.2亿元。", "收大于支", "收不抵支"),
    ("2022年投诉12件，2021年9件，投诉量持续{}。", "上升", "下降"),
    ("超过一半的群众（{}%）选择在基层就诊。", "52.1", "42.1"),
    ("服务点翻了一番，由20家增至{}家。", "40", "32"),
    ("在三家医院中，县医院门诊量最大（8.2万人次），中医院次之（{}万人次）。", "7.1", "9.1"),
)


@pytest.mark.parametrize(("text", "right", "wrong"), CASES)
def test_a_side_is_that_of_its_numbers(text: str, right: str, wrong: str) -> None:
    assert not accused(_HEAD + text.format(right) + "\n")
    assert accused(_HEAD + text.format(wrong) + "\n")


@pytest.mark.parametrize(
    "text",
    [
        "次均费用低于全市平均水平（上年6,120元，本年5,980元）。",
        "东乡、西乡执行率分别为98.2%、97.1%，全县最高的是北乡。",
        "增速减少，由8.2%降至6.9%。",
        "不足一半的群众（42.1%）选择在基层就诊。",
        "2022年投诉12件，2021年15件，投诉量持续下降。",
    ],
)
def test_honest_sides(text: str) -> None:
    assert not accused(_HEAD + text + "\n")
