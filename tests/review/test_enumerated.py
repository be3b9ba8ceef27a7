"""Counts and what is listed beside them: under labels, by months and numbers, so many for each, by kinds, in the rows of a table."""

from __future__ import annotations

import pytest
from tests.review.accusation import accused, contradicted

_HEAD = (
    "某县2022年医疗服务能力提升项目绩效自评报告\n"
    "一、资金情况。2022年安排资金320.00万元，支出300.80万元，执行率94.0%。\n二、"
)
_TABLE = "|项目|自评分|等次|\n|审核|97|优|\n|招采|99|优|\n|宣传|88|良|\n"

CASES = (
    ("主要成效有{}点。一是参保稳定；二是服务便民；三是监管有力；四是群众满意。", "四", "五"),
    ("做法归纳为{}条。第一，建台账；第二，抓落实。", "两", "三"),
    ("采购分{}个包进行。A包康复设备，B包检验设备，C包信息系统。", "3", "4"),
    ("项目分{}个标段：一标段土建，二标段安装。", "两", "三"),
    ("资金分{}次拨付：3月拨付120万元，9月拨付180.80万元。", "两", "三"),
    ("内设办公室、基金科、待遇科、监管科、价格科（共{}个）。", "5", "6"),
    ("抽查3个县区、{}个乡镇（每县区抽4个）。", "12", "15"),
    ("全县18个服务站，每站配自助机2台，共{}台。", "36", "38"),
    ("抽取5个乡镇，每乡镇抽查3个村，共抽查{}个村。", "15", "18"),
    ("执行率100%的4个市，90%至100%的5个市，90%以下的2个市；后两档共{}个市。", "7", "9"),
    ("按季度调度，全年调度{}次。", "4", "3"),
    ("每月召开一次例会，全年召开例会{}次。", "12", "11"),
    ("村医分成四组，每组{}人，共20人。", "5", "6"),
    ("收到意见6条，采纳3条（第1、2、{}条），其余3条作了说明。", "4", "4、5"),
    ("建设站点24个。\n按类别：基础类15个，完善类{}个，提升类2个。", "7", "9"),
    ("开展培训{}期：1月、3月、5月、7月、9月各一期。", "5", "6"),
    ("召开推进会{}次（3月、6月、9月）。", "三", "两"),
    ("得分见下。\n" + _TABLE + "优{}个，良1个。", "2", "1"),
    ("纳入自评项目{}个。\n" + _TABLE, "3", "4"),
)


@pytest.mark.parametrize(("text", "right", "wrong"), CASES)
def test_a_count_is_that_of_what_is_listed(text: str, right: str, wrong: str) -> None:
    assert not contradicted(_HEAD + text.format(right) + "\n")
    assert accused(_HEAD + text.format(wrong) + "\n")


@pytest.mark.parametrize(
    "text",
    [
        "采购分4个包进行，其中A包康复设备，B包检验设备。",
        "资金分三次拨付：首次120万元已于3月到账，其余尚在审批。",
        "护理巡查不少于每季1次，全年巡查6次。",
        "每月召开一次例会，1—9月召开例会9次。",
        "全县18个服务站，每站至少配自助机2台，共38台。",
        "进一步落实各项举措。一是建台账；二是抓调度。",
        "抽查3个县区、15个乡镇（每县区至少抽4个）。",
        "按类别看，基础类占比较高，完善类9个。",
    ],
)
def test_open_lists_and_bounds_say_nothing(text: str) -> None:
    assert not contradicted(_HEAD + text + "\n")


def test_the_count_of_the_title() -> None:
    title = (
        "某乡等七个乡镇卫生室改造项目绩效自评\n一、资金。县财政安排512万元，用于{}个乡镇64个村卫生室改造。\n"
    )
    assert accused(title.format("9"))
    assert not contradicted(title.format("7"))
