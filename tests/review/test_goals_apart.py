"""Goals said to be met without a result beside them, lines of control, days of the month, goals in a group, tasks by name."""

import pytest
from tests.review.accusation import accused

TITLE = "白沙县城乡居民医保绩效自评报告\n2023年度\n一、完成情况\n"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("年末累计结余可支付6.0个月，处于市局规定的不少于{}个月的控制线以上。", "4", "7"),
        ("年末累计结余可支付6.0个月，高于市局规定的{}个月警戒线。", "4", "7"),
        ("全市住院率17.8%，控制在省定的{}%以内。", "18", "16"),
        (
            "全年补助58,164人次。\n数量指标“补助人次不少于{}人次”，完成；质量指标“差错率不高于0.5%”，差错率0.35%，完成。",
            "55,000",
            "59,000",
        ),
        ("年末累计结余可支付6.86个月。可支付月数目标{}个月，在目标区间内。", "6—9", "3—6"),
        (
            "年末累计结余可支付9.7个月。\n监控：预算执行（绿）、可支付月数（绿，目标不少于{}个月）。",
            "6",
            "10",
        ),
        ("达标率98.9%，超标4天；目标值≥{}%，已完成。", "98", "99"),
        ("面积：任务{}亩，实造8,735亩（人工造林5,240亩、封山育林3,495亩），完成101.6%。", "8,600", "8,800"),
        ("2 理赔时效（20分）：目标15个工作日，实际平均{}个工作日。得20分。", "11", "17"),
    ],
)
def test_a_goal_met_in_words_and_missed_by_its_number(text: str, right: str, wrong: str) -> None:
    assert not accused(TITLE + text.format(right) + "\n")
    assert accused(TITLE + text.format(wrong) + "\n")


@pytest.mark.parametrize(
    "text",
    [
        "县内就诊率94.20%，承办机构成本和盈利合计控制在筹资额的4%以内。",
        "住院率17.8%，力争控制在16%以内。",
        "2022年补助58,164人次。\n2023年“补助人次不少于59,000人次”，完成。",
        "即时结算率（20分）：目标98%，实际96.40%。得17分，扣3分。\n总得分97分；扣分原因：票据报销较多，影响即时结算率。",
    ],
)
def test_what_settles_no_goal(text: str) -> None:
    assert not accused(TITLE + text + "\n")
