"""Shares told in words, 四成 or 三分之一, against the percentage and the numbers beside them."""

import pytest

from yiheng.review import review_text


def accused(text: str) -> bool:
    """Whether a contradiction quotes the share in words or the percentage beside it."""
    return any(one.verdict == "inconsistent" for one in review_text(text).findings)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("改造卫生室170间，为计划200间的{}（85%）。", "八成五", "五成八"),
        ("入户随访2,400户，其中独居老人1,200户，{}。", "恰好一半", "超过六成"),
        ("60名巡诊医生中，女医生20名，占{}。", "三分之一", "四分之一"),
        ("受检的48家机构中，有24家存在违规，占到受检机构的{}。", "一半", "三分之一"),
        ("全年就诊45,000人次，60岁以上老年人15,000人次，约为总量的{}。", "三分之一", "五分之一"),
        ("救助支出2.40亿元，资助参保支出0.60亿元，{}的资金用于资助参保。", "四分之一", "三分之一"),
        ("应收回50万元，已收回45万元，收回率90%；未收回部分占比{}。", "一成", "三成"),
        ("受理投诉400件，其中报销类316件，占近八成（{}）。", "79%", "76%"),
        ("住院1,500人次，其中直接结算1,200人次，直接结算率八成，即{}。", "80%", "85%"),
        ("总收入8.00亿元，财政补助5.00亿元，占{}。", "六成多", "八成多"),
        ("1.50亿元专项资金中1.20亿元投向基层机构，约{}，其余留作统筹。", "80%", "86%"),
        ("全县120个村中93个配齐村医，占{}左右。", "78%", "87%"),
    ],
)
def test_a_share_in_words_is_held_against_its_numbers(text: str, right: str, wrong: str) -> None:
    assert not accused(text.format(right))
    assert accused(text.format(wrong))


@pytest.mark.parametrize(
    "text",
    [
        "抽查30家机构，其中药店6家，占全部定点机构的一成。",
        "甲县20名、乙县30名、丙县50名，乙县占三成。",
        "全年完成随访3,000人，形成台账1,500份。",
        "支出较上年减少三成，其中药品支出300万元，耗材支出200万元。",
        "签约1,800户，近九成的签约户来自山区。",
        "检查机构320家，其中药店120家，约占全市药店的62%。",
        "全年收入6.00亿元，其中财政补助3.60亿元，个人缴费占38%左右。",
        "补助标准为三分之一，每月336元，补助112元。",
        "本年检查机构320家，约谈48家，退回基金占全年追回基金的三分之二。",
        "受理咨询620件，办结率过半的科室有3个。",
    ],
)
def test_a_share_in_words_of_something_else_is_left_alone(text: str) -> None:
    assert not accused(text)
