"""Grades in spoken words and square brackets; counts of grades that are of something else."""

from __future__ import annotations

import pytest
from tests.review.accusation import accused, contradicted

SPOKEN = (
    "给基金管理打了92分。按县里的杠子，90分以上算优，80到89分算良，60到79分算中，60分以下算差，那就是“{}”。",
    "5.总分：96　等次：{}\n6.等次标准：优［90—100］良［80—90）中［60—80）差［0—60）",
    "县里定的尺子是：90分往上是优，80到90分是良，60到80分是中，60分以下是差。我们自己打了九十三分，算{}。",
    "总分94分。档次：优[90，100]、良[80，90)、中[60，80)、差[0，60)，落在{}。",
)
ROWS = (
    "序号　项目　预算　自评分　等次\n1　甲系统　620.00　97　优\n2　乙平台　410.00　99　优\n3　丙宣传　150.00　88　良\n"
    "4　丁执法　280.00　94　优\n等次情况：优3个，良1个，无中、差。"
)


@pytest.mark.parametrize("text", SPOKEN)
def test_a_grade_in_any_words_is_of_its_score(text: str) -> None:
    assert not contradicted(text.format("优"))
    assert accused(text.format("良"))


@pytest.mark.parametrize(
    "text",
    [
        "14个市州中，优9个、良4个，其余未定级。",
        ROWS + "另有1个项目未参评，不在表内。",
        "总分90分。档次：优[90，100]、良[80，90)、中[60，80)、差[0，60)，落在优。",
    ],
)
def test_other_wholes_and_bounds_are_not_told(text: str) -> None:
    assert not contradicted(text)
