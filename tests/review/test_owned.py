"""A change, a completion or a share without a name of its own belongs to the number before it."""

import pytest
from tests.review.accusation import accused, words_accused

TITLE = "甲市2023年度财政收支情况\n一、执行情况\n"


@pytest.mark.parametrize(
    "text",
    [
        "全区收入完成30000万元，占年初预算的25%，增收1500万元，增长5.3%。其中：甲部门完成12000万元，占年初预算的24%，"
        "增收900万元，增长8.1%；乙部门完成3100万元，占年初预算的29%，增收2200万元，增长244.4%；"
        "地方收入完成19500万元，占年初预算的28.8%，增收1400万元，增长7.7%。",
        "全市一般公共预算支出230.20亿元，增加19.50亿元，增长9.25%。其中：市本级44.30亿元，增加4.40亿元，增长11.03%。",
        "上划中央收入37.78亿元，减少0.46亿元，负增长1.20%；上划省级收入8.09亿元，减少766万元，负增长0.94%。",
        "存款余额2992.80亿元，其中住户存款1869.33亿元，增长12.3%；贷款余额2287.46亿元，增长24.1%，"
        "其中中长期贷款余额1726.63亿元，增长22.1%。",
        "全市收入190.11亿元，其中税收收入161.10亿元，下降5.3%。",
        "三项经费支出预算为24.5万元，支出决算为11.96万元，完成预算的48.82%。其中：用车费支出决算为4.02万元，"
        "完成预算的89.33%；接待费支出决算为7.94万元，完成预算的39.7%。",
        "优良天数比例为85.1%，同比上升0.5个百分点，细颗粒物平均浓度为35微克/立方米，同比下降5.4%。",
        "规划设计完成306个村，占计划的91.6%，正在设计的28个村，占计划的8.4%。",
        "优良天数比例为85.5%，扣除沙尘超标天后，实际为86.8%，好于年度目标0.6个百分点。",
    ],
)
def test_numbers_of_another_item_are_no_operands(text: str) -> None:
    assert not accused(TITLE + text)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("地方收入完成19500万元，增收1400万元，增长{}%；税收完成9600万元，增长2.1%。", "7.7", "17.7"),
        ("支出100亿元，其中医疗支出25.00亿元，较上年的20.00亿元增长{}%。", "25.0", "52.0"),
        ("门诊41.30万人次，同比增加3.50万人次（上年37.80万人次），增长{}%。", "9.3", "8.3"),
        ("上划中央收入37.78亿元，减少0.46亿元，负增长{}%。", "1.20", "2.10"),
    ],
)
def test_numbers_of_the_same_item_are_held_against_each_other(text: str, right: str, wrong: str) -> None:
    assert not accused(TITLE + text.format(right))
    assert any(f"{wrong}%" in one for one in words_accused(TITLE + text.format(wrong)))
