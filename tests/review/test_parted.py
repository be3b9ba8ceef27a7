"""A whole and the parts that follow it: lists that are complete by their words or all but so by their sum."""

import pytest
from tests.review.accusation import accused, contradicted

TITLE = "甲市2023年度专项资金绩效自评报告\n一、完成情况\n"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("建成充电桩1,260个，其中汽车桩318个、电动自行车桩{}个；新增停车位2,145个。", "942", "924"),
        ("全年收到举报线索63条，其中电话举报{}条、来信来访9条、网络平台举报26条；受理51条。", "28", "26"),
        ("11家医疗机构承担筛查，其中市级2家、县区级{}家；组建专家组15人。", "9", "8"),
        ("参加清算机构41家。其中结余29家，结余额1,036.2万元；超支{}家，超支额588.9万元。", "12", "14"),
        (
            "审计发现重复发放、死亡后仍发共17人、涉及1.36万元，全部追回。其中重复发放{}人、死亡后仍发6人。",
            "11",
            "13",
        ),
        ("暂停发放29人（其中去世{}人、户籍迁出7人、其他3人）。", "19", "16"),
        ("专线88条，覆盖市本级2条、区县经办窗口11条、二级以上医院{}条。", "75", "73"),
        ("人均筹资1,020元，其中财政640元，个人{}元。", "380", "830"),
        ("实有人员13人（在编{}人、聘用1人）。", "12", "14"),
        ("到位资金2,385万元：中央1,908万元，省级286.2万元，县级{}万元。", "190.8", "109.8"),
        (
            "发现问题机构19家，其中处方流转不规范11家、进销存不符5家、票据不全{}家；拒付违规费用47.32万元。",
            "3",
            "4",
        ),
    ],
)
def test_parts_add_up_to_their_whole(text: str, right: str, wrong: str) -> None:
    assert not contradicted(TITLE + text.format(right))
    assert accused(TITLE + text.format(wrong))


@pytest.mark.parametrize(
    "text",
    [
        "查处违规机构71家，其中移交卫健部门9家、市场监管部门3家。",  # a partial list
        "在职人员43人，其中行政11人、事业32人，另有退休人员9人。",
        "医疗机构127家（含村卫生室88家）、零售药店86家，合计213家。",
        "护理补贴415人，其中同时享受两项的118人、只享受一项的290人，去重后享受人数638人。",
        "从业人员281人，其中持健康证281人、持培训合格证272人。",
        "公路长度超过90公里，其中县道61公里、乡道32公里。",
        "收入31.46亿元，其中个人缴费9.12亿元，财政补助21.53亿元，此外还有利息等少量收入。",
    ],
)
def test_open_lists_and_what_stands_beside_are_left_alone(text: str) -> None:
    assert not contradicted(TITLE + text)


def test_a_list_ends_where_what_was_done_begins() -> None:
    assert not contradicted(
        TITLE + "检查机构86家，其中医院12家、诊所30家，责令整改20家、暂停协议3家、约谈15家。"
    )
