"""Near misses that chance hardly explains: found by place, dimension and a slip, whatever the words."""

from __future__ import annotations

import pytest
from tests.review.accusation import contradicted, quotes

from yiheng.exact.printed import Printed
from yiheng.review.reading.slip import likely_slips

_HEAD = "丁县2023年度农田灌溉补助资金绩效自评报告\n一、实施情况\n"


@pytest.mark.parametrize(
    ("text", "right", "slipped"),
    [
        ("批复管网12.4公里，拨款3,186.80万元，其中材料费占七成左右，每公里造价{}万元。", "257.00", "275.00"),
        ("灌溉站覆盖农户8,210户、21,346人，拨付资金1,034.46万元，户均{}元。", "1,260", "1,620"),
        ("设备租用每台每天320元，共用1,846台天，计{}元。", "590,720", "509,720"),
        ("完工面积36,180亩，批复面积38,290亩，另有旱地4,200亩未列入，完工率{}%。", "94.49", "94.94"),
        ("上年节水118.46万吨，本年节水131.27万吨，节水量增长{}%。", "10.81", "18.01"),
        ("年初结存2,386,450.18元，本年结余227,072.40元，累计结余{}元。", "2,613,522.58", "2,163,522.58"),
        ("上年结余3,174.60万元，本年收支结余1,317.15万元，年末累计结余{}万元。", "4,491.75", "4,941.75"),
        (
            "实际筹资5,236.00万元，由统筹基金划转{}万元、个人缴费1,570.80万元、财政补助1,047.20万元组成。",
            "2,618.00",
            "2,681.00",
        ),
        ("筹资2,549.80万元，赔付2,371.31万元，费用89.24万元，余{}万元。", "89.25", "98.25"),
        (
            "质量验收合格率的目标为不低于97.5%，全部抽检后实际为94.2%，差{}个百分点，主要是两座泵站返工。",
            "3.3",
            "8.3",
        ),
        ("首付款按合同价1,268.50万元的35%拨付，即{}万元。", "443.98", "434.98"),
    ],
)
def test_a_slip_that_chance_hardly_explains_is_told(text: str, right: str, slipped: str) -> None:
    assert not contradicted(_HEAD + text.format(right))
    assert quotes(_HEAD + text.format(slipped), slipped)


@pytest.mark.parametrize(
    "text",
    [
        "投资17.87亿元，计划19.89亿元，投资完成率89.86%。",
        "儿童2,015人，健康管理1,914人，95.0%；孕产妇早孕建册率96.3%。",
        "收入预算35.60亿元，完成103.1%；支出预算31.50亿元，完成95.8%，节支1.32亿元。",
        "批次、人次分别上升44.74%、52.78%；上月批次76批，本月110批。",
        "最高一笔12,460元，最低一笔500元，发放17名举报人36,820元。",
    ],
)
def test_what_other_numbers_or_roundness_explain_is_left_alone(text: str) -> None:
    assert not contradicted(_HEAD + text)


def test_the_shares_of_all_likely_slips_are_those_of_their_kinds() -> None:
    slips = likely_slips(Printed.parse("94.94"))
    assert set(slips) >= {94.49, 49.94, 99.44, 949.4, 9.494}
    assert sum(slips.values()) == pytest.approx(0.9, abs=0.01)


def test_satisfaction_is_no_part_of_the_sheets_that_came_back() -> None:
    assert not contradicted(_HEAD + "发放问卷1,200份，收回有效问卷1,168份，满意度96.5%。")
    assert contradicted(_HEAD + "调查640人，满意589人，满意率94.2%。")
