"""Rises, falls and parts against the numbers beside them, and directions of different things, which may differ."""

from __future__ import annotations

import pytest
from tests.review.accusation import accused, contradicted, quotes

TITLE = "壬市2023年度职工医保基金绩效报告\n一、概况\n"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("平均到账7.5天，较考核时限10天{}2.5天。", "提前", "推迟"),
        ("电话访问600户，其中表示满意的{}户。", "573", "673"),
        ("全县贫困户6,104户、18,630人，其中未脱贫382户、{}人。", "1,127", "19,127"),
        ("1—9月完成全年预算的88.33%，{}75%的序时进度13.33个百分点。", "高于", "低于"),
        ("采购预算536万元，实际采购518.4万元，{}17.6万元。", "节约", "超支"),
        ("平均办理时间由2.5天{}至0.5天。", "缩短", "延长"),
        ("跑动次数由1.8次降至0.9次，{}50%。", "下降", "增长"),
        ("救助对象减少1,860人（2022年54,880人），{}3.4%。", "下降", "增长"),
    ],
)
def test_a_direction_is_that_of_the_numbers(text: str, right: str, wrong: str) -> None:
    assert not contradicted(TITLE + text.format(right))
    assert quotes(TITLE + text.format(wrong), wrong)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("2022年支出2,950万元，2023年减少236万元，{}8.0%。", "下降", "上升"),
        ("门诊人次比上年增加1.2万人次，{}15.0%。", "增幅", "降幅"),
        ("粮食亩产由建设前的486公斤{}到547公斤。", "提高", "下降"),
        ("平均办结时间由7.5天{}至4.2天。", "缩短", "延长"),
        ("改革前（2022年）个人账户划入3.86亿元，改革后2.17亿元，{}1.69亿元。", "减少", "增加"),
        ("实际人均筹资930元，比2022年的860元（补助580元、缴费280元）{}70元。", "提高", "降低"),
        ("年初床位620张，年末床位655张，{}35张。", "增加", "减少"),
        ("持证人员96人，去年为88人，{}8人。", "增加", "减少"),
    ],
)
def test_one_change_goes_one_way(text: str, right: str, wrong: str) -> None:
    assert not contradicted(TITLE + text.format(right))
    assert accused(TITLE + text.format(wrong))


@pytest.mark.parametrize(
    "text",
    [
        "项目于2023年12月20日至1月8日试运行。",
        "住院最高支付5万元，门诊最低起付100元。",
        "对象总数比上年1,469人增加42人。另有优待对象1,427人次。",
        "收入比上年增长6.87%，人均支出增长11.84%。\n支出增速低于收入增速。",
        "住院支出增长1.49%。门诊支出下降的主要原因是就诊减少。",
        "分季结算：一季度26914，二季度29305，其中最多的是药店。",
        "全镇19个村中，有21至25人参加培训的3个。",
        "住院3,182人次，累计直接结算3,247人次。",
        "全省执行率高于2022年的94.05%，费用下降2.63%。",
        "2022年结余较2021年下降127.14%。",
        "跑动次数由1.8次降至0.9次，群众满意度为95%。",
        "结余机构结余5,132.55万元，超支机构超支4,691.82万元，总额9,824.37万元。",
        "E项扣3分（千人口托位数未按期达标）。",
        "可支付10.3个月。各县处于12—18个月的合理区间。",
        "比上年增加5万元，比2019年减少3.2%。",  # of two bases
        "收入增加120万元，支出下降3.1%。",  # of two things
        "耕地质量由4.6等提升到4.2等。",  # a grade that rises by falling
        "开通机构242个，占全部的90.3%，比2022年末的156个增加86个。",
        "新增开通36家，减少停用8家，净增加28家。",
    ],
)
def test_directions_of_other_things_are_left_alone(text: str) -> None:
    assert not contradicted(TITLE + text)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("出院2,847人次，平均住院日8.3天，比2020年的9.6天{}1.3天。", "缩短", "延长"),
        ("住院待遇占支出预算的68.35%，比2022年的69.17%{}0.82个百分点。", "下降", "上升"),
        ("居民参保386,240人，比上年的391,508人{}5,268人。", "减少", "增加"),
    ],
)
def test_a_gap_right_after_what_it_is_measured_against_is_sure(text: str, right: str, wrong: str) -> None:
    head = "丁县2023年度绩效自评报告\n一、情况\n"
    assert not contradicted(head + text.format(right))
    assert contradicted(head + text.format(wrong))
