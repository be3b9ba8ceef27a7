"""Items of a list that stand in turn, each with its own number: none is computed from the one before it."""

import pytest
from tests.review.accusation import accusations

from yiheng.review import review_text

TITLE = "甲市2023年度医疗保障专项资金绩效自评报告\n一、项目情况\n"


def accused(text: str) -> list[str]:
    """The rules that call a text inconsistent."""
    return [one.relation.rule for one in review_text(TITLE + text).findings if one.verdict == "inconsistent"]


@pytest.mark.parametrize(
    "text",
    [
        # a rate of what its own sentence counts
        "全年受理咨询16,305件，其中线上答复9,783件，线上率60.0%。办结信访件31件，办结率100%。",
        # the share of the next item is not of this one
        # plans whose outcome is told
        "系统改造计划于2022年底前完成，最后一个模块于2022年11月18日验收，按期完成。",
        "原系统拟于2022年6月底前上线，实际于2022年9月上线。",
        # awards of single cases
        "（1）某诊所虚记费用，查实10万元，奖励2,000元；\n（2）某药店串换药品，查实15万元，奖励3,000元；\n"
        "（3）某医院挂床，查实40万元，奖励8,000元。",
        "某门诊部查实10万元，奖励2,000元；某药店查实25万元，奖励5,000元；某医院查实63万元，奖励12,600元。",
        "一是甲药店串换药品，处罚款12,500元；二是乙药店虚开发票，处罚款15,200元。",
        # a score that is computed beside scores that are told
        "执行率10分×88.85%=8.89分；覆盖面指标30分，得30分；质量指标20分，一项未达标扣1分，得19分；"
        "效益指标30分，得30分；满意度10分，得10分。总得分97.89分。",
        # a part of what is left
        "月均支出4,138万元。9月末累计结余29,657万元，其中年初结余18,169万元、1—9月结余11,488万元。"
        "按月均支出测算，可支付7.2个月。",
        # a standard that rose
        "2022年财政补助标准为每人610元，较2021年580元提高30元。",
        "2023年补助标准为每人640元，2022年610元，提高30元。",
        # a standard shared out
        # what each is to give
        # each with a rate of its own
        "中央到位4,217.30万元，到位率100%；省到位105.43万元，到位率100%；州到位210.86万元，到位率100%。",
        "省级下达1,200万元，下达率100%；市级配套300万元，配套率100%；县级配套150万元，配套率75%。",
        # a plan whose end is told, and what a rate of a standard means for each
        "计划在2022年底前完成的改造任务，至2023年4月完工。",
    ],
)
def test_items_in_turn_are_not_accused(text: str) -> None:
    assert accused(text) == []


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("全年受理咨询16,305件。办结信访件31件，受理信访件31件，办结率{}%。", "100", "80"),
        ("中央预算100.00万元，下达率100%；实际支出98.00万元，执行率{}%。", "98.00", "89.00"),
        ("累计结余29,657万元，其中年初结余18,169万元。月均支出4,138万元，可支付{}个月。", "7.2", "2.7"),
        ("2022年补助标准为每人610元，较2021年580元{}30元。", "提高", "降低"),
        ("执行率10分×88.85%=8.89分；产出50分，得49分；效益40分，得40分。总得分{}分。", "97.89", "97.98"),
        ("力争2{}年6月底前投入使用。", "024", "022"),
    ],
)
def test_errors_beside_them_are_told(text: str, right: str, wrong: str) -> None:
    assert accused(text.format(right)) == []
    assert list(accusations(TITLE + text.format(wrong)))
