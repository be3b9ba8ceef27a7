"""A gap of no sure side that holds the other way round is none; one whose words tell a side is held to them."""

import pytest
from tests.review.accusation import accusations

TITLE = "乙县2023年度医疗保障项目绩效自评报告\n一、完成情况\n"


def turned(text: str) -> list[str]:
    """The gaps that are accused of lying on the other side."""
    found = accusations(TITLE + text)
    return [
        one.stated for one in found if one.code == "review_difference" and one.expected.startswith(("-", "−"))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2024年收入增长3.37%，比2023年增速4.08%回落0.71个百分点。",
        "满意度93.04%（参保人满意度≥95%），距目标差1.96个百分点。",
        "县级规定不低于55%，阳性率59.94%，高出4.94个百分点。",
    ],
)
def test_a_gap_of_no_sure_side_holds_either_way(text: str) -> None:
    assert turned(text) == []


def test_a_gap_is_held_to_the_side_it_tells() -> None:
    assert turned("住院直接结算率91.3%，去年同期为84.6%，降低6.7个百分点。") == ["6.7个百分点"]
