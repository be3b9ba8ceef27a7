"""Differences whose whole stands in another sentence, and the readings that settle them."""

import pytest
from tests.review.accusation import accused, contradicted

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
        # of another whole of the report
        "总预算2,746,000元，其中项目甲2,773,000元（含上年）。\n支付2,598,300元，结余174,700元。",
        # of several parts
        "总预算2,746,000元。\n支付2,598,300元，另退回27,000元，结余120,700元。",
        # of last year
        "总预算2,746,000元。\n支付2,598,300元，上年结余163,200元已用完。",
    ],
)
def test_a_rest_that_other_numbers_give_or_that_another_year_has_is_left_alone(text: str) -> None:
    assert not contradicted(TITLE + text)


TABLE = (
    "|资金构成（元）|年初预算|全年预算|全年执行|\n|年度资金总额|4,860,000|5,185,000|5,112,600|\n"
    "|其中：运维费|3,920,000|4,245,000|4,172,600|\n\n说明：未执行部分{}元已由财政收回。"
)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (TABLE, "72,400", "74,200"),
        ("1项（异地直接结算率）目标70%、实际66.4%，差{}个百分点。", "3.6", "4.6"),
        ("政策范围内补偿比68.7%，目标70%，低{}个百分点。", "1.3", "2.3"),
        ("直接结算率89.4%。较上年的83.7%提高5.7个百分点，较年度要求85%高{}个百分点。", "4.4", "5.4"),
        ("县级安排150万元购置终端。共支出149.152万元，节约{}万元。", "0.848", "0.884"),
        ("年末护理机构{}家（其中新增7家、退出2家，年初为21家）。", "26", "28"),
        ("参保单位比上年末净增{}户（新增103户，注销29户）。", "74", "47"),
        ("年初离休人员186人，年内减员21人，年末{}人。", "165", "156"),
        ("核定行政编制86名、工勤编制6名，年末实有行政人员82人、工勤5人，合计实有87人，空编{}名。", "5", "9"),
    ],
)  # fmt: skip
def test_the_numbers_of_a_difference_stand_by_their_place(text: str, right: str, wrong: str) -> None:
    assert not accused(TITLE + text.format(right))
    assert accused(TITLE + text.format(wrong))


@pytest.mark.parametrize(
    "text",
    [
        "退休人员起付标准150元，年度支付限额分别为2500元和3000元。",
        "按特困人员全额350元、其余对象定额230元资助，个人缴费标准350元。",
        "新增机构37家（二级12家、一级25家），累计达188家；新增药店60家，累计312家。",
        "80至89岁1,206人，每人每月100元；90至99岁187人，每人每月200元。",
    ],
)
def test_numbers_of_other_things_are_no_parts_of_a_difference_or_sum(text: str) -> None:
    assert not accused(TITLE + text)
