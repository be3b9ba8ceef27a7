"""Differences whose words bind both numbers: what is left, missing, saved or over, and which way."""

import pytest
from tests.review.accusation import accusations

from yiheng.review import review_text

TITLE = "丁县2023年度医疗保障专项资金绩效自评报告\n一、实施情况\n"


def accused(text: str) -> bool:
    """Of a direction the rule on words (R22) may speak first."""
    return any(one.relation.rule in ("R2", "R22") for one in review_text(TITLE + text).of("inconsistent"))


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("全年应核查档案842份，实核786份，未核{}均为注销户。", "56份", "65份"),
        ("设备购置概算46.8万元，成交价41.2万元，节省财政资金{}。", "5.6万元", "6.5万元"),
        ("补助资金应到位1,280万元，已到位1,140万元，仍有缺口{}。", "140万元", "410万元"),
        ("年度培训计划16期，实际开展19期，比计划多{}。", "3期", "4期"),
        ("办结时限规定为15个工作日，现压缩为9个工作日，提速{}。", "6个工作日", "4个工作日"),
        ("预算安排差旅费8.6万元。受进度影响，全年实际支出7.1万元，少支出{}。", "1.5万元", "2.5万元"),
        ("年末在库专家72名，较年初的80名净减少{}。", "8名", "12名"),
        ("宣传费预算6.4万元，实际支出印刷费2.3万元、制作费2.6万元，较预算节省{}。", "1.5万元", "5.1万元"),
        ("核定预算320万元，全年支出305万元，比预算数{}15万元。", "少", "多"),
        ("核定编制42名，其中行政编制15名、事业编制27名；年末实有39人，空编{}名。", "3", "5"),
        ("年初在库126户，年内清退18户，新增9户，年末在库{}。", "117户", "108户"),
        ("总费用1,250万元，统筹支付900万元，占总费用的72%；个人负担{}。", "350万元", "530万元"),
        ("已开通88.4万人，比上年提高；新增开通{}（上年底开通76.1万人）。", "12.3万人", "13.2万人"),
        ("登记高血压4,386人、糖尿病1,527人，两种病都有的618人，一共{}。", "5,295人", "5,913人"),
        ("甲县92.5分、乙县96分、丙县90分，最高与最低相差{}。", "6分", "5分"),
        ("下发疑点3,260条，核实违规1,874条；核实为非违规{}。", "1,386条", "1,836条"),
        ("统筹基金收入96.4万元，支出91.2万元，收支轧差后{}5.2万元。", "结余", "超支"),
    ],
)  # fmt: skip
def test_a_difference_is_of_the_numbers_its_words_bind(text: str, right: str, wrong: str) -> None:
    assert not accused(text.format(right))
    assert any(one.rule in ("R2", "R22") for one in accusations(TITLE + text.format(wrong)))


@pytest.mark.parametrize(
    "text",
    [
        "截至9月底到位资金860万元，已支付540万元；全年计划支付780万元，余下240万元四季度拨付。",
        "支出42.6万元，其中奖励16.7万元，劳务18.2万元，其余7.7万元用于宣传。",
        "应参保12.4万人，实际参保12.1万人，另有0.2万人在外地参保。",
        "检查机构86家，复查32家，减少投诉14件，节约人力6人。",
    ],
)
def test_other_numbers_of_a_sentence_are_no_difference(text: str) -> None:
    assert not accused(text)
