"""Directions: spans of dates, the longest and the shortest, rises and falls against numbers told elsewhere."""

import pytest
from tests.review.accusation import contradicted, quotes

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
    ],
)
def test_a_direction_is_that_of_the_numbers(text: str, right: str, wrong: str) -> None:
    assert not contradicted(TITLE + text.format(right))
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
    assert not contradicted(TITLE + text)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("电话访问600户，其中表示满意的{}户。", "573", "673"),
        ("全县贫困户6,104户、18,630人，其中未脱贫382户、{}人。", "1,127", "19,127"),
        ("1—9月完成全年预算的88.33%，{}75%的序时进度13.33个百分点。", "高于", "低于"),
        ("采购预算536万元，实际采购518.4万元，{}17.6万元。", "节约", "超支"),
        ("平均办理时间由2.5天{}至0.5天。", "缩短", "延长"),
        ("单件奖励最高8,000元，{}500元。", "最低", "最高"),
        ("跑动次数由1.8次降至0.9次，{}50%。", "下降", "增长"),
        ("救助对象减少1,860人（2022年54,880人），{}3.4%。", "下降", "增长"),
        ("全省执行率仍{}2022年的94.05%，下降2.63个百分点。", "低于", "高于"),
    ],
)
def test_a_direction_told_in_one_breath(text: str, right: str, wrong: str) -> None:
    assert not contradicted(TITLE + text.format(right))
    assert quotes(TITLE + text.format(wrong), wrong)


@pytest.mark.parametrize(
    "text",
    [
        "全镇19个村中，有21至25人参加培训的3个。",
        "住院3,182人次，累计直接结算3,247人次。",
        "全省执行率高于2022年的94.05%，费用下降2.63%。",
        "2022年结余较2021年下降127.14%。",
        "跑动次数由1.8次降至0.9次，群众满意度为95%。",
        "结余机构结余5,132.55万元，超支机构超支4,691.82万元，总额9,824.37万元。",
        "E项扣3分（千人口托位数未按期达标）。",
        "可支付10.3个月。各县处于12—18个月的合理区间。",
    ],
)
def test_what_only_looks_alike_is_left_alone(text: str) -> None:
    assert not contradicted(TITLE + text)
