"""Lists whose parts ； sets apart against their whole, and words on the columns of a table."""

import pytest
from tests.review.accusation import accused

TITLE = "甲市2023年度专项资金绩效自评报告\n一、完成情况\n"
BUDGET = (
    "科目\t年初预算\t调整预算\t决算数\n保险费收入\t152,300.00\t149,600.00\t151,884.62\n利息收入\t4,200.00\t4,050.00\t4,318.27\n"
    "医疗待遇\t118,600.00\t123,900.00\t122,756.08\n收入合计\t156,500.00\t153,650.00\t156,202.89\n"
)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (
            "全年维修供水点23处。\n甲镇维修8处、改管14.6公里；乙乡维修7处、改管12.2公里；丙乡维修5处、改管11.9公里；丁乡维修{}处、改管9.1公里。",
            "3",
            "5",
        ),
        (BUDGET + "二、说明\n收入决算{}调整预算。", "高于", "低于"),
        (BUDGET + "二、说明\n医疗待遇调增{}万元，系住院人次增长。", "5,300", "5,900"),
        (
            "全年新落地6批次，其中国家组织药品2批、国家组织耗材1批、省际联盟药品2批、省际联盟耗材{}批。",
            "1",
            "2",
        ),
    ],
)
def test_rows_and_columns_hold(text: str, right: str, wrong: str) -> None:
    assert not accused(TITLE + text.format(right))
    assert accused(TITLE + text.format(wrong))


@pytest.mark.parametrize(
    "text",
    [
        "全年维修供水点230处。\n甲镇维修8处、改管14.6公里；乙乡维修7处、改管12.2公里；丙乡维修5处、改管11.9公里。",
        BUDGET + "二、说明\n工伤待遇调增5,900万元。",
        BUDGET + "二、说明\n其他收入决算低于调整预算。",
    ],
)
def test_rows_of_other_things_are_left_alone(text: str) -> None:
    assert not accused(TITLE + text)


def test_a_small_part_explains_no_gap_of_a_large_whole() -> None:
    """Kinds of accidents are not all listed: any gap is one digit of the smallest of them."""
    assert not accused(
        TITLE
        + "全市共发生事故1,126起。\n工矿发生事故20起、死亡23人；道路发生事故665起、死亡220人；火灾发生事故419起；铁路发生事故11起。"
    )
