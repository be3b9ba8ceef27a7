"""Goals whose claim is a mark: all points of their own, a green light, a word in a column, a count of brackets."""

import pytest
from tests.review.accusation import contradicted, quotes

TITLE = "白沙县医疗保障服务项目绩效自评报告\n2023年度\n一、完成情况\n"
ROWS = "指标\t2022年实际\t2023年目标\t2023年实际\t是否达标\n覆盖率\t99.6%\t100%\t100%\t达标\n留样率\t98.2%\t100%\t100%\t达标\n家长满意度\t92.3%\t≥93%\t{}%\t达标"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("满意度10分，群众满意度95.2%（目标≥{}%），得10分。", "92", "98"),
        ("满意度10分：群众满意度目标≥{}%，实际95.2%，得10分。", "92", "98"),
        ("理赔时效：目标不超过15个工作日，实际平均{}个工作日，20分得20分。", "11", "17"),
        ("办结时限目标20个工作日，实际平均{}个工作日，满分。", "15", "25"),
        ("参保率（绿，目标95%，实际{}%），住院率（黄，目标不超过16%，实际17%）。", "96.2", "94.2"),
        ("参保率目标95%，实际{}%，绿灯；住院率目标不超过16%，实际17%，黄灯。", "96.2", "94.2"),
        (
            "监测指标（括号内为目标）：1）合格率97.9%（≥95%）；2）入组率99.1%（≥98%）；3）自费率{}%（≤10%）。三项全部达到。",
            "9.6",
            "11.6",
        ),
        (ROWS, "94.1", "92.1"),
    ],
)
def test_a_mark_claims_that_a_goal_was_met(text: str, right: str, wrong: str) -> None:
    assert not contradicted(TITLE + text.format(right) + "\n")
    assert quotes(TITLE + text.format(wrong) + "\n", wrong)


@pytest.mark.parametrize(
    "text",
    [
        "满意度10分：群众满意度目标≥98%，实际95.2%，得8分。",
        "满意度10分：群众满意度目标≥98%，实际95.2%，低于目标，因另有加分项，得10分。",
        "满意度目标≥95%，达标得满分，每低1个百分点扣1分，实际93%。",
        "住院率（黄，目标不超过16%，实际17%）。",
    ],
)
def test_what_is_no_such_mark(text: str) -> None:
    assert not contradicted(TITLE + text + "\n")
