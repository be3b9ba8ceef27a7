"""R3 for rates whose whole stands apart, told of the same item: in a paragraph before, in a clause, after a list."""

from __future__ import annotations

import pytest
from tests.review.accusation import contradicted, quotes

_ITEMS = (
    "一、应补数\n按标准测算，中央应补4,217,296元，省应补105,432元，县应补738,026元。\n"
    "二、到位情况\n截至12月底，中央到位4,217,296元，到位率100%；省到位105,432元，到位率100%；县到位700,000元，到位率{}。\n"
)
_SIDES = (
    "一、筹资\n全年保费9,559.10万元，其中南区62.10万人、保费5,278.50万元，北区50.36万人、保费4,280.60万元。\n"
    "二、赔付\n南区赔付5,117.93万元，赔付率96.96%；北区赔付3,963.81万元，赔付率{}。\n"
)
_LISTED = (
    "预算1.26亿元，其中开发0.58亿元、设备0.43亿元、监理0.07亿元、其他0.18亿元。当年支付1.09亿元，执行率{}。\n"
)
_BEFORE = "按常住人口测算应得经费2,888,940元。截至年底实际到账2,801,460元，到账率{}，缺口87,480元。支出2,745,200元。\n"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (_ITEMS, "94.85%", "98.45%"),
        (_SIDES, "92.60%", "96.20%"),
        (_LISTED, "86.5%", "85.6%"),
        (_BEFORE, "97.0%", "95.0%"),
    ],
)
def test_a_rate_is_of_the_whole_of_its_item(text: str, right: str, wrong: str) -> None:
    assert not contradicted(text.format(right))
    assert quotes(text.format(wrong), wrong)


@pytest.mark.parametrize(
    "text",
    [
        "年初预算620万元，调整后预算580万元。支出551万元，执行率95.0%。",
        "年初预算580万元，调整后预算620万元。支出551万元，执行率95.0%。",
        "东片应补200万元，西片应补300万元。\n两片合计到位475万元，到位率95.0%。",
        "下达省级资金100万元。市级配套60万元。当年支出152万元，执行率95.0%。",
    ],
)
def test_a_rate_of_another_whole_is_not_accused(text: str) -> None:
    assert not contradicted(text)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("全年现场检查312家，覆盖率100%。查实违规机构67家，违规率{}。", "21.5%", "25.1%"),
        (
            "年末调整预算1,148.6万元，实际用掉1,121.9万元。公用364.2万元，其余为项目支出757.7万元，占{}。",
            "67.5%",
            "57.5%",
        ),
        ("在职职工年人均缴费工资61,200元，月均{}元。", "5,100", "5,010"),
    ],
)
def test_a_quotient_beside_its_numbers_is_told(text: str, right: str, wrong: str) -> None:
    assert not contradicted(text.format(right))
    assert quotes(text.format(wrong), wrong)


@pytest.mark.parametrize(
    "text",
    [
        "收回200份，非常满意120份，基本满意66份，满意率93.0%。",
        "收回200份，满意率93.0%。",
        "年人均筹资1,020元，月均支出73元。",
    ],
)
def test_a_rate_of_more_than_one_number_is_not_accused(text: str) -> None:
    assert not contradicted(text)
