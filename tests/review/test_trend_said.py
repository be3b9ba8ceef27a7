"""Trends against the numbers of the years, growths that go faster or slower, results above or below their goals."""

import pytest
from tests.review.accusation import accused

TITLE = "甲市2023年度专项资金绩效自评报告\n一、完成情况\n"
ROWS = "指标\t目标\t完成\t分值\t得分\n一站式结算率\t≥95%\t93.8%\t10\t9\n处理投诉时限\t≤15天\t12天\t10\t10\n合计\t—\t—\t20\t19\n"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("目录内药品2021年221种、2022年275种、2023年346种，逐年{}；实际用到298种。", "增加", "减少"),
        ("平均住院日8.1天，2021年、2022年分别为9.0天、8.6天，呈{}趋势。", "缩短", "延长"),
        ("2021年、2022年、2023年末参保人数为33.91万人、33.68万人、33.42万人，连年{}。", "下降", "上升"),
        ("2021年61.52万人、2022年61.08万人，2023年60.85万人，逐年{}。", "减少", "增加"),
        ("2022年同比增长14.53%，2023年同比增长10.84%，增速{}。", "放缓", "加快"),
        (ROWS + "二、原因\n一站式结算率比目标{}1.2个百分点，因系统改造停用。", "低", "高"),
        (ROWS + "二、原因\n一站式结算率{}目标1.2个百分点，因系统改造停用。", "低于", "高于"),
    ],
)
def test_words_go_the_way_of_the_numbers(text: str, right: str, wrong: str) -> None:
    assert not accused(TITLE + text.format(right))
    assert accused(TITLE + text.format(wrong))


@pytest.mark.parametrize(
    "text",
    [
        "2021年221种、2022年275种、2023年346种；检查次数逐年减少。",
        "2021年、2022年、2023年分别为33.9%、31.2%、32.0%，总体下降。",
        "2022年收入增长8.1%，2023年支出增长10.2%，二者增速差距扩大。",
        ROWS + "二、原因\n乡镇结算率比目标高1.2个百分点。",
    ],
)
def test_other_things_may_go_the_other_way(text: str) -> None:
    assert not accused(TITLE + text)
