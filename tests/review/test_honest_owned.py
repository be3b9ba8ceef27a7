"""Honest passages whose numbers a reader took for those of another thing: a change, a part, a mean, a standard, another year."""

from __future__ import annotations

import pytest
from tests.review.accusation import accused

_HEAD = "戊县2022年度惠民专项资金绩效自评报告\n一、完成情况\n"


@pytest.mark.parametrize(
    "text",
    [
        "享受补助3,412人，比2021年减少57人，其中在岗2,280人，离岗1,132人。",
        "全年在册5,106人，较上年下降36人，其中城镇3,004人，农村2,102人。",
        "因网格员空缺3.25人年，结余经费1.20万元。",
        "设备看护外包，折算4.5人年，合同价31.50万元。",
        "平均每站服务46.5人（上年51.2人）。",
        "检出率分别为每万人212.4例、36.8例。",
        "一季度410.00万元，二季度396.00万元，三季度402.00万元，四季度432.00万元；上半年累计806.00万元。",
        "一季度410.00万元，二季度396.00万元，三季度402.00万元，四季度432.00万元，上半年累计806.00万元，前三季度累计1208.00万元。",
        "全年向支出户拨款6,360.00万元，分12次，次均530.00万元。",
        "全部支出76.32万元，完成率95.40%，结余3.68万元。",
        "8次拨付中逾期1次，按时率87.5%。",
        "12批采购中延期2批，其余10批按期到货。",
    ],
)
def test_a_number_of_another_kind_is_left_alone(text: str) -> None:
    assert not accused(_HEAD + text)
