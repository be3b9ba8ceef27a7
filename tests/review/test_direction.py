"""Directions: spans of dates, the longest and the shortest, rises and falls against numbers told elsewhere."""

import pytest
from tests.review.accusation import accused, quotes

TITLE = "壬市2023年度职工医保基金绩效报告\n一、概况\n"
ROWS = "项目　　2022年　　2023年　　增减额　　增减率\n生育津贴（万元）　　540　　618　　78　　14.4%\n医疗费（万元）　455　　382　　{}　　-16.0%\n"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("评价组于2024年5月8日至{}开展现场评价。", "6月16日", "4月16日"),
        ("审核时限30个工作日，最短9日，最长{}，平均17.6日。", "28日", "8日"),
        ("进度最高的是甲县（98.1%），最低的是乙县（{}）。", "92.6%", "99.6%"),
        ("平均到账7.5天，较考核时限10天{}2.5天。", "提前", "推迟"),
        ("年末对象1,427人。\n对象总数比上年1,469人{}42人。", "减少", "增加"),
        ("救助对象53,020人。与上年相比：救助对象{}1,860人（2022年54,880人）。", "减少", "增加"),
        ("收入比上年增长6.87%，支出比上年增长11.84%。\n支出增速{}收入增速。", "高于", "低于"),
        ("2023年支出{}1.49%。支出下降的主要原因是就诊减少。", "下降", "增长"),
        ("分季结算：一季度26914，二季度29305，三季度30478，其中最多的是{}。", "三季度", "二季度"),
        ("居民支出完成102.14%，{}预算5800万元。", "超过", "低于"),
        (ROWS, "-73", "73"),
    ],
)
def test_a_direction_is_that_of_the_numbers(text: str, right: str, wrong: str) -> None:
    assert not accused(TITLE + text.format(right))
    assert quotes(TITLE + text.format(wrong), wrong)


@pytest.mark.parametrize(
    "text",
    [
        "项目于2023年12月20日至1月8日试运行。",
        "住院最高支付5万元，门诊最低起付100元。",
        "对象总数比上年1,469人增加42人。另有优待对象1,427人次。",
        "收入比上年增长6.87%，人均支出增长11.84%。\n支出增速低于收入增速。",
        "住院支出增长1.49%。门诊支出下降的主要原因是就诊减少。",
        "分季结算：一季度26914，二季度29305，其中最多的是药店。",
    ],
)
def test_directions_of_other_things_are_left_alone(text: str) -> None:
    assert not accused(TITLE + text)
