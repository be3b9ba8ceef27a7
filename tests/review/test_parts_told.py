"""Sums whose words say that the parts are all there is, however they are told; lists that may be partial stay silent or ask."""

import pytest
from tests.review.accusation import accusations

from yiheng.review import review_text

TITLE = "丙县2023年度医疗保障专项资金绩效自评报告\n一、实施情况\n"


def accused(text: str) -> bool:
    return any(one.relation.rule == "R1" for one in review_text(TITLE + text).of("inconsistent"))


def asked(text: str) -> list[str]:
    return [one.relation.code for one in review_text(TITLE + text).of("review")]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("现场走访服务点58个：城区点{}、乡镇点31个、村级点8个。", "19个", "16个"),
        ("本次补发待遇{}（门诊补发284人，住院补发175人）。", "459人", "495人"),
        ("宣传经费分三笔列支：第一笔12.5万元，第二笔8.6万元，第三笔{}，全年共25.4万元。", "4.3万元", "3.4万元"),
        ("经核对，材料完整的{}，需要补充的37份，总计报送211份。", "174份", "147份"),
        ("系统改造费、差旅费和耗材费三类费用加总{}，分别为21.4万元、6.3万元、2.1万元。", "29.8万元", "28.9万元"),
        ("上半年接待来访{}，下半年接待来访138人次，全年接待来访251人次。", "113人次", "131人次"),
        ("三类机构占比依次为：医院41.2%，诊所33.5%，药店{}，三者合计100%。", "25.3%", "23.5%"),
        ("各月结算1,204、1,318、{}万元，三个月合计3,931万元。", "1,409", "1,490"),
        (
            "全年结算1,486,320人次。\n按机构类型分：医院702,148人次，基层机构518,206人次，零售药店{}。",
            "265,966人次",
            "256,966人次",
        ),
        ("年初支出安排12.6万元，内含印刷费7.4万元、邮寄费{}，没有其他支出。", "5.2万元", "2.5万元"),
    ],
)  # fmt: skip
def test_parts_that_are_all_make_up_their_total(text: str, right: str, wrong: str) -> None:
    assert not accused(text.format(right))
    assert list(accusations(TITLE + text.format(wrong)))


@pytest.mark.parametrize(
    "text",
    [
        "全年检查机构120家：发现问题机构46家，整改到位41家。",
        "处理机构97家：约谈41家、限期整改72家，同一机构可能同时受到两种处理。",
        "上半年接诉321件，1—9月累计接诉507件，全年累计接诉688件。",
        "集采药品金额480.00万元，耗材金额150.00万元，共计节约基金1,170.00万元。",
        "4—12月预计支出270万元，月均30万元；一季度支出78万元，月均26万元，全年合计348万元。",
        "购置1台、2套、24台合计27台（套）。",
        "年初预算318.6万元，年中追加42.3万元，追减8.2万元，全年调整后预算352.7万元。",
        "资金分三批，第一批1.82亿元，第二批0.76亿元，第三批0.39亿元，全年共2.97亿元。",
    ],
)
def test_numbers_that_are_no_parts_are_left_alone(text: str) -> None:
    assert not accused(text)


def test_a_list_under_qizhong_is_asked_about() -> None:
    below = "全年支出500.40万元，其中门诊补助210.00万元、住院补助160.00万元。"
    above = "全年服务对象820人，其中低保对象510人、残疾人460人。"
    assert "review_sum_below" in asked(below) and not accused(below)
    assert "review_sum_above" in asked(above) and not accused(above)
