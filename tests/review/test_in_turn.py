"""Numbers told in turn: as many as quarters and years, arrows with their change, parts in brackets, a count referred back to."""

from __future__ import annotations

import pytest
from tests.review.accusation import accused

_HEAD = (
    "某县2022年医疗救助资金绩效自评报告\n"
    "一、资金情况。2022年安排资金320.00万元，支出300.80万元，执行率94.0%。\n"
)

CASES = (
    ("二、一季度至{}季度支出分别为60万元、70万元、80万元。", "三", "四"),
    ("二、2019年至202{}年住院率分别为17.1%、17.4%、17.2%和17.9%。", "2", "3"),
    ("二、近{}年（2020年、2021年、2022年）均足额配套。", "三", "四"),
    ("二、可支付月数：甲市5.1→7.2，增加{}个月；乙市4.8→6.6，增加1.8个月。", "2.1", "1.2"),
    ("二、以上{}条意见中，接受的2条（第3、5条），说明的3条（第1、2、4条），无误的1条（第6条）。", "6", "5"),
    ("二、检查机构56家，全部覆盖。\n三、在检查的{}家机构中，有3家违规。", "56", "65"),
)


@pytest.mark.parametrize(("text", "right", "wrong"), CASES)
def test_numbers_in_turn(text: str, right: str, wrong: str) -> None:
    assert not accused(_HEAD + text.format(right) + "\n")
    assert accused(_HEAD + text.format(wrong) + "\n")


@pytest.mark.parametrize(
    "text",
    [
        "二、2019年至2023年接待分别为61.20、22.45、34.90、29.76、53.72万人次，2023年为第二高。",
        "二、在职退休比2019年至2023年依次为2.21、2.08、1.95、1.84和1.75，逐年下降。",
        "二、检查机构56家，复查机构9家。\n三、在复查的9家机构中，有3家违规。",
        "二、药占比27.4%→25.2%，下降2.2个百分点。",
    ],
)
def test_honest_turns(text: str) -> None:
    assert not accused(_HEAD + text + "\n")
