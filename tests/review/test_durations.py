"""How long things take: by how much shorter, all stages together, early or late, within a limit in another unit."""

import pytest
from tests.review.accusation import quotes

from yiheng.review import review_text

TITLE = "甲市2023年度医疗保障专项资金绩效自评报告\n一、项目情况\n"


def accused(text: str, number: str) -> bool:
    """Whether a contradiction quotes some words."""
    return quotes(TITLE + text, number)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (
            "报销办结时间由25个工作日压缩到14个工作日，缩短了{}，低于20个工作日的承诺时限。",
            "11个工作日",
            "19个工作日",
        ),
        ("审核时限由90分钟压减至60分钟，压缩{}，提速三分之一。", "30分钟", "40分钟"),
        ("可支付月数5.35个月，与6个月的安全线相比，仍少{}。", "0.65个月", "1.65个月"),
        ("原定建设期36个月，实际用时24个月，较计划缩短{}。", "一年", "两年"),
        ("平均拨付周期由上年的20天缩至16天，再缩短3天即可达到{}的先进水平。", "13天", "12天"),
        ("受理2天、审核4天、拨付3天，全流程{}。", "9天", "12天"),
        ("采购环节用时12天、安装5天、调试9天，环节首尾相接，总用时{}。", "26天", "28天"),
        ("全年接受检查52次，平均每{}天一次。", "7", "9"),
        ("合同工期60日历天，实际51日历天完成，{}，无变更。", "提前9天", "延误9天"),
        ("要求24小时内修复，平均修复时间为{}，未超合同约定。", "1天", "2天"),
        ("监测期自2023年3月1日至2023年8月31日，前后{}。", "六个月", "五个月"),
    ],
)
def test_lengths_of_time_are_held_against_each_other(text: str, right: str, wrong: str) -> None:
    assert not accused(text.format(right), right)
    assert accused(text.format(wrong), wrong)


def test_a_gap_told_in_a_cell_is_that_of_its_row() -> None:
    table = "指标|目标值|实际值|差异\n累计结余可支付月数（个月）|9.0|7.4|少{}个月\n"
    assert not accused(table.format("1.6"), "1.6")
    assert accused(table.format("2.4"), "2.4")


@pytest.mark.parametrize(
    "text",
    [
        "合同工期180天，因故停工20天，实际用时195天，扣除停工后为175天，未延误。",
        "可支付月数由年初的5.2个月下降到年末的4.6个月，减少0.6个月。",
        "审核3天、复核2天，其他环节若干，全流程9天。",
        "项目实施周期为2020年至2022年，共三年。",
        "要求48小时内修复，平均修复用时1.5天，未超约定。",
        "缴费满15年，连续参保3年，补缴2年，共需等待6个月。",
        "平均办结时间由20个工作日压缩到12个工作日，比省定15个工作日少3个工作日。",
    ],
)
def test_other_lengths_are_left_alone(text: str) -> None:
    assert review_text(TITLE + text).of("inconsistent") == ()
