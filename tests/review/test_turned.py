"""Words of direction against each other, and against the two numbers that they lie between."""

import pytest
from tests.review.accusation import accused, contradicted

TITLE = "甲市2023年度专项资金绩效自评报告\n一、完成情况\n"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("2022年支出2,950万元，2023年减少236万元，{}8.0%。", "下降", "上升"),
        ("门诊人次比上年增加1.2万人次，{}15.0%。", "增幅", "降幅"),
        ("平均等候时间压缩6分钟（{}30%）。", "降低", "提高"),
        ("满意度得分88.6分，{}上年86.2分，提高2.4分。", "高于", "低于"),
        ("投诉量{}上年312件，减少46件。", "低于", "高于"),
        ("建议2024年将运维预算{}至1,950万元，比2023年预算减少50万元。", "调减", "调增"),
        ("粮食亩产由建设前的486公斤{}到547公斤。", "提高", "下降"),
        ("平均办结时间由7.5天{}至4.2天。", "缩短", "延长"),
        ("改革前（2022年）个人账户划入3.86亿元，改革后2.17亿元，{}1.69亿元。", "减少", "增加"),
        ("6月监控时支出进度为30.2%，偏慢；10月监控时为71.9%，较6月{}41.7个百分点。", "提高", "下降"),
        ("实际人均筹资930元，比2022年的860元（补助580元、缴费280元）{}70元。", "提高", "降低"),
        ("次均费用6,120元，同比{}3.2%，比上年多190元。", "增长", "下降"),
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
        "比上年增加5万元，比2019年减少3.2%。",  # of two bases
        "收入增加120万元，支出下降3.1%。",  # of two things
        "耕地质量由4.6等提升到4.2等。",  # a grade that rises by falling
        "开通机构242个，占全部的90.3%，比2022年末的156个增加86个。",
        "新增开通36家，减少停用8家，净增加28家。",
    ],
)
def test_changes_of_two_things_or_bases_may_differ(text: str) -> None:
    assert not contradicted(TITLE + text)
