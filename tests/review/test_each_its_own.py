"""Percentages in turn, rates with a name of their own, changes and standards: numbers of other things are no operands."""

from __future__ import annotations

import pytest
from tests.review.accusation import accused, contradicted


@pytest.mark.parametrize(
    "text",
    [
        "采购规模为20,480.0亿元。甲类、乙类和丙类采购金额分别为6,348.8亿元、10,854.4亿元和3,276.8亿元，占采购规模的比重为31.0%、53.0%和16.0%。",
        "就业人员74,310万人，其中城镇就业人员34,870万人。就业人员中，第一产业就业人员占35.6%。",
        "年末登记失业人数为904万人，登记失业率为4.2%。农民工总量为24,960万人。",
        "完成年度目标的比例依次为：甲市178.00%、乙市165.21%、丙县161.90%。",
        "集中和分散供养标准分别为706元/人.月、674元/人.月；农村分别为698元/人.月、661元/人.月。",
        "成本控制数 | ≤ | 28 | 万元 | 完成 | 90 | 90 |\n",
    ],
)
def test_numbers_of_other_things_accuse_nothing(text):
    assert not contradicted(text)


def test_a_share_in_turn_is_held_against_its_own_part():
    assert accused(
        "采购规模为20,480.0亿元。甲类、乙类和丙类采购金额分别为6,348.8亿元、10,854.4亿元和3,276.8亿元，占采购规模的比重为31.0%、35.0%和16.0%。"
    )
