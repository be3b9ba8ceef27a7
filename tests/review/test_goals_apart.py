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


GRID = "指标\t目标值\t完成值\t分值\t得分\n一站式结算率\t≥95%\t{}%\t10\t9\n及时率\t100%\t100%\t10\t10\n一站式结算率比目标低1.2个百分点，系系统切换所致。"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("拨付时限为次月20日前，实际最晚为次月{}日，全部按时。", "18", "23"),
        ("季度结束后20日内结算，四个季度分别为第15日、第18日、第16日、第{}日，均未逾期。", "19", "23"),
        (
            "各疫苗接种率（目标均为≥95%）：卡介苗99.2%，脊灰98.9%，百白破98.1%，流脑{}%。四项中3项达标，1项不达标。",
            "94.3",
            "95.3",
        ),
        ("三项费用占比（上限均为10%）：药占比9.2%，材料占比9.6%，检查占比{}%，三项均未超标。", "8.8", "10.8"),
        (GRID, "93.8", "95.8"),
        (
            "任务数：宫颈癌18,000人，乳腺癌{}人。\n完成数：宫颈癌18,432人，完成率102.4%；乳腺癌17,604人，完成率97.8%。",
            "18,000",
            "17,604",
        ),
        (
            "达标率目标95%，实际96.0%，达到；交付时限目标11月底前，12月20日交付，未达到；满意度目标90%，实际94.3%，达到。三项目标达到{}项。",
            "两",
            "三",
        ),
    ],
)
def test_goals_by_days_groups_and_names(text: str, right: str, wrong: str) -> None:
    assert not accused(TITLE + text.format(right) + "\n")
    assert accused(TITLE + text.format(wrong) + "\n")


@pytest.mark.parametrize(
    "text",
    [
        "每月10日前发放，其中9月因节假日顺延至12日，均按时。",
        "次月20日前拨付，最晚为次月23日，按时率91.7%。",
        "各县参保率（目标均为≥95%）：甲县96.2%，乙县94.1%，丙县95.5%。",
        "群众满意度（20分）：目标95%，满意率93.0%。得18分，扣2分。\n总得分98分；扣分原因：抽样对象不理解，影响满意度。",
    ],
)
def test_days_and_groups_that_hold(text: str) -> None:
    assert not accused(TITLE + text + "\n")
