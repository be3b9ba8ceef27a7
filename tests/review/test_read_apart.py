"""Numbers that stand together and tell of different things: each text is right, and the review must be silent on it."""

from __future__ import annotations

import pytest
from tests.review.accusation import accusations

from yiheng.review import review_text
from yiheng.review.output.as_json import as_plain

_TITLE = "2024年度医保中心项目绩效自评报告\n"

_RIGHT = {
    "a score for each numbered project": "项目甲：系统运维\n自评97.8分：执行9.8分，产出48分（延期扣2分），效益30分，满意度10分。\n"
    "项目乙：宣传培训\n自评94分：执行9分，产出46分，效益29分，满意度10分。\n",
    "a score under each project's heading": "（一）信息系统运维\n自评得分97分。\n（二）宣传培训\n自评得分94分。\n",
    "a score by another evaluator": "自评得分95分，等次为优。经主管部门复核，最终得分92分。\n",
    "deductions in brackets beside other losses": "自评97分：执行9分，产出49分（反馈超期扣1分），效益29分（应用不足扣1分），满意度10分。\n",
    "what is left of those before a treatment": "系统共有账户8,000个，清理前僵尸账户600个，占7.5%；清理后剩余50个。\n",
    "a rate of its own after a semicolon": "办件时限目标不超过15个工作日，实际平均10个工作日；全市12个县区全部开通网上办理，完成率100%。\n",
    "another rate after a semicolon": "培训目标500人次，实际培训480人次；村级服务点年内做到应建尽建，建设任务完成率100%。\n",
    "the full marks of another item": "“及时性”满分5分，得5分；“满意度”满分6分，满意度89.0%，未达95%的目标，扣1分，得5分。\n",
    "some of a list": "分四批拨付：2月300万元、4月500万元、8月200万元、11月600万元，其中上半年两批共800万元。\n",
    "a score below a total of losses": "失分汇总\t分值\n执行进度慢\t1.5\n目标不细化\t1.0\n公示期不足\t0.8\n合计\t3.3\n自评得分\t96.7\n",
    "a difference with its sign": "科目\t预算\t决算\t差额\n公用经费\t48\t46\t-2\n人员经费\t420\t431\t+11\n",
}


def _accused(text: str) -> list[dict[str, object]]:
    found = as_plain(review_text(_TITLE + text))["findings"]
    return [one for one in found if one["verdict"] == "inconsistent"]


@pytest.mark.parametrize("text", _RIGHT.values(), ids=_RIGHT.keys())
def test_different_things_are_not_held_against_each_other(text: str) -> None:
    """Each trap is silent."""
    assert not _accused(text)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("项目甲：系统运维\n自评97.8分：执行9.8分，产出47分（延期扣2分），效益30分，满意度10分。\n项目乙：宣传培训\n自评94分。\n", "R11"),
        ("自评得分95分，等次为优。\n综上所述，本项目绩效自评得分93分。\n", "R6"),
        ("“时效性”满分10分，目标95%，实际89%，得10分。\n", "R9"),
        ("分四批拨付：2月300万元、4月500万元、8月200万元、11月600万元，其中上半年两批共860万元。\n", "R1"),
    ],
)  # fmt: skip
def test_what_is_wrong_of_one_thing_is_still_found(text: str, rule: str) -> None:
    """Beside the traps, the error of the same form."""
    assert rule in [one.rule for one in accusations(_TITLE + text)]
