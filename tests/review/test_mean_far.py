"""R17 for means whose amount or count stands apart, known by its name, by the mean's noun or by standing beside it."""

from __future__ import annotations

import pytest
from tests.review.accusation import contradicted, quotes

_NAMED = (
    "全年办理业务6,485件，其中零星报销873件、异地备案1,560件。办件量比去年的5,730件多了755件，增长13.2%。"
    "零星报销金额累计486.3万元，平均每件{}元。\n"
)
_POPULATION = (
    "全市参加居民医保351.28万人，比上年减少7.62万人。\n全年基金支出29.87亿元，其中住院20.94亿元。\n"
    "五、问题\n人均基金支出由上年的778元上升到{}元，压力加大。\n"
)
_SUBJECT = "全州纳入补助对象18,640人，全年筹集资金6,152.80万元，支出5,873.46万元。\n受益29,317人次，补助对象人均支出{}元。\n"
_COST = (
    "建安工程1,486.2万元，设备购置672.9万元。\n新建病房42间，改造面积3,960平方米，建安单位成本{}元/平方米。\n"
)
_GOAL = (
    "培训目标2,500人次，完成2,736人次。\n成本：培训人均成本控制在450元以内，实际支出118.2万元，人均{}元。\n"
)
_BRACKET = (
    "年初186人，年末165人。全年支出1,182.9万元，其中门诊412.7万元；人均支出（按平均人数175.5人）{}元。\n"
)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (_NAMED, "5,570", "5,750"),
        (_POPULATION, "850", "805"),
        (_SUBJECT, "3,151", "3,511"),
        (_COST, "3,753", "3,573"),
        (_GOAL, "432", "342"),
        (_BRACKET, "67,402", "76,402"),
    ],
)
def test_a_mean_is_of_the_amount_and_the_count_of_its_words(text: str, right: str, wrong: str) -> None:
    assert not contradicted(text.format(right))
    assert quotes(text.format(wrong), wrong)


@pytest.mark.parametrize(
    "text",
    [
        "住院618人次，支出141.57万元。\n门诊2,846人次，支出39.03万元，次均137元。\n上年住院次均2,475元。",
        "全市参保351.28万人，基金支出29.87亿元。\n其中退休人员人均支出1,580元。",
    ],
)
def test_a_mean_of_others_is_not_accused(text: str) -> None:
    assert not contradicted(text)


@pytest.mark.parametrize(
    "text",
    [
        "常住人口41.80万人，签约17.26万人，签约率41.29%；重点人群签约率81.5%，目标80%。",
        "2022年到位980万元，2023年到位600万元，两年累计到位1,580万元，到位率100%。",
        "全年预算21.96亿元，1—9月支出16.83亿元，完成预算的76.64%，月均支出1.87亿元（按9个月计）。",
        "年末累计结余15.38亿元，以当年支出月均额（17.92亿元÷12）计算，可支付10.3个月。",
    ],
)
def test_what_another_number_gives_is_not_accused(text: str) -> None:
    assert not contradicted(text)
