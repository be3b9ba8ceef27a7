"""Numbers of points, rates and years that stand beside others and are none of their operands: reading them so accuses wrongly."""

import pytest
from tests.review.accusation import contradicted

from yiheng.review import review_text

_YEAR = "# 2024年度绩效自评报告\n"


@pytest.mark.parametrize(
    "text",
    [
        # 满分30 without 分 opens no list
        "决策13分（满分15）、过程24分（满分25）、产出33分（满分35）、效益24分（满分25），计94分。",
        # what a rate is applied to is no part of the total
        "预算执行9.7分（10分×97%，四舍五入）；产出48分；效益29分；满意度10分。总分96.7分。",
        "扣0.5分×3项=1.5分，回访不足扣1分，宣传不足扣0.5分，合计扣3分。",
        # points added and taken away besides the parts
        "自评基础分91分（满分100分），加分项3分（获表彰1次，加3分，上限5分），减分项1分（投诉1起），最终得分93分。",
        "最终得分95分，其中加分项2分。\n基础分：决策14分（满分15分），过程23分（满分25分），产出33分（满分35分），效益23分（满分25分）。",
        # the award of the whole beside the full mark of the last part
        "未完成的扣其分值：甲项分值6分，乙项分值4分，计扣10分，自评90分。",
        "四项满分为20分、30分、40分、10分，分别得19分、28分、40分、8分，自评95分。",
        # what one rule took is one deduction among others
        "制度不全扣1分；台账缺失的医院每家扣0.5分，共扣2分；满意度偏低扣1分。自评得分96分。",
        "公示偏晚扣1分；结算逾期的县每个扣1分，共扣3分；1个系统停机扣2分。自评得分94分。",
        "甲县滞后扣1分、乙县漏报扣0.5分，均计入产出，产出扣1.5分；效益扣2分，共扣3.5分，得96.5分。",
        # two scores differ by all that was cut
        "原自评97分，经复核，产出核减2分、效益核减1分，核定得分94分。",
        # full marks, then awards; a bonus besides a rule; a mean; a rule of bands; the whole of a bracket of parts
        "满分100分，其中定量70分、定性30分；定量得66分，定性得28分，综合94分。",
        "基础分100分：未整改2项，每项扣1分；经验推广加1分。最终得分99分。",
        "专家一评91分，专家二评93分，专家三评95分，去掉最高分和最低分，最终得分93分。",
        "按规定（执行率≥95%得10分，90%—95%得9分）得9分；其余指标得86分，总分95分。",
        "产出满分45分（数量20分、质量15分、时效10分），得43分（数量19分、质量14分、时效10分）。",
        # the rate that a rule is applied to is told elsewhere
        "“及时性”满分5分，及时率86.0%，得4.3分；“准确性”满分5分，差错率每1个百分点扣0.5分，扣2分，得3分。",
    ],
)
def test_points_beside_others_are_not_added_up_with_them(text: str) -> None:
    assert not contradicted(text)


@pytest.mark.parametrize(
    "text",
    [
        "其中在职60.0万人，退休24.0万人，职退比2.5:1；2023年职退比为2.61:1。",
        "年初滚存结余500.0万元，全年收入900.0万元，支出800.0万元，年末滚存结余600.0万元，"
        "可支付月数9.0个月（年末滚存结余÷全年月均支出66.7万元）。",
        "到位50.0万元，支出40.0万元，年末结余（含暂存款4.0万元）14.0万元。",
        "下一步，县域内就诊占比2025年提高到76%，门诊费用占比2026年降到30%。",
    ],
)
def test_a_number_is_not_of_the_name_or_year_before_its_own(text: str) -> None:
    assert not contradicted(_YEAR + text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("公示偏晚扣1分，台账不全扣2分，每逾期1天扣0.5分，逾期4天扣2分，合计扣6分。", "6分"),
        ("预算执行9.7分（10分×97%）；产出48分；效益29分；满意度10分。总分98.7分。", "98.7分"),
        (_YEAR + "其中在职60.0万人，退休24.0万人，职退比2.7:1。", "2.7"),
    ],
)
def test_what_the_words_bind_is_still_held_against_them(text: str, wrong: str) -> None:
    found = review_text(text).of("inconsistent")
    assert any(wrong in quote.text for one in found for quote in one.relation.quotes)


def test_what_parts_of_a_gap_make_is_not_the_gap() -> None:
    found = review_text("本年得分95分，比上年93分多2分，其中产出多1分，效益多1分。").of("inconsistent")
    assert not [one for one in found if one.relation.rule == "R11"]
