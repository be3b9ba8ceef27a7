"""Sides, orders, trends and goals that honest sentences tell of different things: none of them is accused."""

from __future__ import annotations

import pytest
from tests.review.accusation import accused, contradicted

_HEAD = "壬市2023年度医疗保障资金绩效自评报告\n二、绩效目标完成情况\n"


@pytest.mark.parametrize(
    "text",
    [
        "2023年次均费用7,842元，2022年为8,110元，2021年为8,205元，逐年下降。",
        "平均住院日8.1天，2021年、2022年分别为9.0天、8.6天，呈缩短趋势。",
        "近三年违规线索分别为46条、39条、28条，追回金额逐年增加。",
        "目录内药品2021年221种、2022年275种、2023年346种，逐年增加；年内实际用到298种。",
        "药占比各季度为27.3%、26.8%、26.1%、25.5%，逐季下降，均在28%的上限以内。",
        "三年满意度分别为90.1%、92.3%、91.8%，先升后降。",
        "2022年投诉212件，2023年147件，满意度明显提高。",
    ],
)
def test_a_trend_is_of_its_own_series_in_the_order_of_its_years(text: str) -> None:
    assert not contradicted(_HEAD + text)


@pytest.mark.parametrize(
    "text",
    [
        "基层人次占48.5%，三级人次占13.4%。次均费用三级最高，基层最低。",
        "彩超2台，单价86万元，计172万元。单价最高的为CT。",
        "职工参保21.30万人、居民参保38.60万人。职工人均筹资高于居民。",
        "职工报销比例84.2%，居民68.5%；职工次均自付1,310元，居民2,640元，职工低于居民1,330元。",
        "增长最快的是甲县12.5%，最慢的是乙县3.1%，全市平均7.2%。",
        "三级医院7.2天，二级8.1天，均低于上年的7.5天、8.6天。",
        "任务4.60万亩，其中新建3.75万亩、改造提升0.85万亩。",
        "预算比上年增加16.3万元，其中救助增加10万元、配套增加6.3万元。",
        "定点药店386家，下年目标不少于560家，还需新增174家。",
    ],
)
def test_the_most_and_the_more_are_of_one_metric(text: str) -> None:
    assert not contradicted(_HEAD + text)


@pytest.mark.parametrize(
    "text",
    [
        "6个县中，有12个乡镇卫生院尚未接入省平台。",
        "满意率92.3%，不到一成的受访者认为等候偏长。",
        "在96份不满意问卷中有61份反映排队时间长。",
        "中央资金全部到位，县级资金到位率91.5%。",
        "当期结余可支付3.2个月，累计结余可支付月数处于6—9个月的合理区间。",
        "效益指标扣1分（整改后达标）。",
        "参照县级模板：投入20分，过程20分。",
    ],
)
def test_words_beside_a_number_may_be_of_another(text: str) -> None:
    assert not contradicted(_HEAD + text)


@pytest.mark.parametrize(
    "text",
    [
        "住院满意度94.6%，门诊满意度91.2%，职工满意度88.9%，目标分别为不低于92%、90%和85%，均完成。",
        "开放时间目标每周40小时以上，12个分馆中11个达标，其余1个每周24小时。",
        "审核目标10个工作日，实际8个工作日，完成。",
        "结算额占应付额100%以上的93家，90%—100%的40家。各项目标均完成。",
        "事故目标不超过0.05次，全年243次，折合每万车公里0.040次，完成。",
        "覆盖率由42%提高到75%，提高33个百分点，目标≥70%，达标。",
        "效益扣1分：政策知晓率89.0%，目标90%。其他指标均完成。",
        "收缴率目标不低于95%，实际93.00%，未达标，扣2分。其中城区收缴率98.2%。",
        "救助比例目标不低于70%，实际76.5%。自评97分：执行率95.2%扣1分，公示不及时扣2分。",
        "参保率96.2%，2024年目标为97%。各项目标均完成。",
        "窗口平均等候9分钟，未超过10分钟的要求。",
    ],
)
def test_goals_are_held_against_their_own_results(text: str) -> None:
    assert not contradicted(_HEAD + text)


def test_goals_told_after_their_results_are_read_in_turn() -> None:
    text = _HEAD + "住院满意度94.6%，门诊满意度88.2%，目标分别为不低于92%和90%，均完成。"
    assert accused(text)
