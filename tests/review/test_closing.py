"""Percentages that are all there is, and shares of the sum of the numbers before them."""

import pytest
from tests.review.accusation import accused


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("药品、耗材、服务费分别占总费用的42.16%、21.34%、{}，三项之和100%。", "36.50%", "35.60%"),
        ("统筹支付所占份额为61.3%，个人自付承担{}，两项构成全部费用。", "38.7%", "37.8%"),
        ("全年住院1,800人次，县外就医504人次，占28%，县内就诊率为{}。", "72%", "82%"),
        ("工作人员中男性占{}，女性占57.5%。", "42.5%", "45.2%"),
        ("线上受理占63.4%，窗口受理占{}。", "36.6%", "46.6%"),
        ("到位中央资金900万元、省级资金600万元，省级资金占两级资金之和的{}。", "40%", "66%"),
        ("门诊与住院结算笔数分别为360万笔和240万笔，门诊占两类合计的{}。", "60%", "66%"),
        ("药店违规45起、诊所违规105起，药店占二者之和的{}。", "30%", "80%"),
        ("甲县安排30万元，乙县安排20万元，丙县安排50万元；乙县占三地之和的{}。", "20%", "25%"),
    ],
)
def test_shares_that_are_all_there_is(text: str, right: str, wrong: str) -> None:
    assert not accused(text.format(right))
    assert accused(text.format(wrong))


@pytest.mark.parametrize(
    "text",
    [
        "省内异地占全部结算的18%，省外异地占6%。",
        "男性占52.3%，女性参保率为97.1%。",
        "药品占42.2%，耗材占21.3%，其余为服务费。",
        "三项占比分别为33.3%、33.3%、33.3%，三项之和为100%。",
        "市内就医占81.2%，市外就医占比较上年提高2.1个百分点。",
        "到位中央资金900万元、省级资金600万元，两级资金之和为1,500万元，占应到位的75%。",
    ],
)
def test_shares_of_something_else_are_left_alone(text: str) -> None:
    assert not accused(text)
