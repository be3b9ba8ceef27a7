"""Differences whose whole stands in another sentence, and the readings that settle them."""

import pytest
from tests.review.accusation import accused

TITLE = "丁县2023年度医疗保障专项资金绩效自评报告\n一、实施情况\n"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("项目总预算为2,746,000元，全部由县级财政安排。\n截至年底支付2,598,300元，节约{}元。", "147,700", "174,700"),
        ("共筹集资金1,986.35万元，来源为省和县两级。\n二、使用情况\n年内支出1,812.08万元，尚结余{}万元。", "174.27", "147.27"),
        ("到账经费合计3.175亿元。第一批到账较晚。市本级留存0.427亿元，其余{}亿元拨付各县。", "2.748", "2.784"),
        ("设备原值按类别统计共186.42万元。累计折旧97.15万元，账面净值{}万元。", "89.27", "82.97"),
        ("按人数计算应补助18,436,200元。\n二、到位\n各级到位合计17,985,640元，欠拨{}元。", "450,560", "405,560"),
        ("65岁及以上老年人共6,284人。\n体检4,731人。\n（1）经费偏紧；（2）老年人中有{}人未体检。", "1,553", "1,535"),
        ("年度盈余286.45万元，占保费的3.4%，超出约定上限的{}万元已返还（上限为241.20万元）。", "45.25", "45.52"),
        ("总预算为3,480,500元。\n实际支付3,291,760元，少支出的部分为结余{}元。", "188,740", "188,470"),
    ],
)  # fmt: skip
def test_what_is_left_is_held_against_a_whole_that_stands_before(text: str, right: str, wrong: str) -> None:
    assert not accused(TITLE + text.format(right))
    assert accused(TITLE + text.format(wrong))


@pytest.mark.parametrize(
    "text",
    [
        # of a wider whole, told with another name
        "总预算2,746,000元。\n三、采购\n合同价2,598,300元，质保金174,700元尚未支付。",
        # of another whole of the report
        "总预算2,746,000元，其中项目甲2,773,000元（含上年）。\n支付2,598,300元，结余174,700元。",
        # of several parts
        "总预算2,746,000元。\n支付2,598,300元，另退回27,000元，结余120,700元。",
        # of last year
        "总预算2,746,000元。\n支付2,598,300元，上年结余163,200元已用完。",
    ],
)
def test_a_rest_that_other_numbers_give_or_that_another_year_has_is_left_alone(text: str) -> None:
    assert not accused(TITLE + text)
