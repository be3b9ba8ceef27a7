"""R3 for shares whose whole stands apart, known by its name, by what it counts, or as the list the part stands in."""

from __future__ import annotations

import pytest
from tests.review.accusation import contradicted, quotes

_NAMED = (
    "全年应筹资4,628万元，实际到账4,601.75万元。\n支付护理待遇3,186.42万元，支付委托服务费133.45万元，合计3,319.87万元。"
    "委托服务费约占到账筹资额的{}，没有超过3%的上限。\n"
)
_LEAD = "受益。赔付31,862人次，涉及18,945人。其中困难群众4,207人，占受益人数的{}。\n"
_COUNTED = "骨干网接入定点机构161家，检查实现全覆盖。\n检查中发现问题机构49家，占{}；追回基金52.37万元。\n"
_AMONG = "钱的去向：康复训练补贴318.6万元，辅助器具41.4万元，手术矫治22.5万元，交通食宿14万元。康复训练补贴大约占了八成（{}）。\n"
_OTHER_KIND = "全年18.73万人次住院，支付统筹基金9.42亿元。\n按病种结算病例15.38万例，占全部住院人次（含异地就医）的{}。\n"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (_NAMED, "2.9%", "3.9%"),
        (_LEAD, "22.2%", "32.2%"),
        (_COUNTED, "30.4%", "34.0%"),
        (_AMONG, "80.4%", "84.0%"),
        (_OTHER_KIND, "82.11%", "88.11%"),
    ],
)
def test_a_share_is_of_the_whole_that_its_words_name(text: str, right: str, wrong: str) -> None:
    assert not contradicted(text.format(right))
    assert quotes(text.format(wrong), wrong)


@pytest.mark.parametrize(
    "text",
    [
        "全年结算总费用43.81亿元。\n外地患者医疗费58.92亿元。审核扣款1,867.42万元，占审核费用的0.32%。",
        "全市定点机构161家。\n检查机构140家。查处问题机构49家，占35.0%。",
        "2022年支出7,195万元，2023年支出7,871万元。\n住院支出5,332万元，占总支出的67.7%。",
        "全市参保40万人。\n受益对象1.2万人，其中老年人3,600人，占30%的为女性。",
    ],
)
def test_a_share_of_another_whole_is_not_accused(text: str) -> None:
    assert not contradicted(text)
