"""A sentence that closes a list of goals, against the results of the list; goals without a unit; full marks for what was missed."""

from __future__ import annotations

import pytest
from tests.review.accusation import accused, quotes

CLOSED = {
    "tasks": (
        "三、绩效实现\n任务（1）参保率目标95%以上，实际{}。\n任务（2）试点医院11家，全部按病种结算。\n任务（3）凭证激活占参保的70%，目标65%以上。\n"
        "三项任务均按期完成。",
        "96.4%",
        "94.6%",
    ),
    "but one": (
        "四、目标对照\n  检查覆盖率：目标100%，实际100%。\n  按期办结率：目标≥98%，实际97.6%（4件超期）。\n  曝光典型案例：目标≥60例，实际{}。\n"
        "  除按期办结一项外，其余均达标。",
        "66例",
        "56例",
    ),
    "no unit": (
        "项目目标：入组率≥98%；CMI值≥0.95；费用消耗指数≤1.00。\n项目结果：入组率99.00%；CMI值1.02；费用消耗指数{}。三项目标全部实现。",
        "0.96",
        "1.06",
    ),
    "its own full marks": (
        "【目标】住院救助比例≥70%，实际{}，全省得满分；资助参保率目标100%，实际99.96%，未达标，扣1分。",
        "75.2%",
        "65.2%",
    ),
    "row": (
        "一级指标　三级指标　指标值　完成值　分值　得分\n产出　保障人数　≥800人　812人　30　30\n产出　审核准确率　≥99%　{}　30　30\n"
        "效益　拖欠起数　0起　0起　20　20\n满意度　满意度　≥95%　97.2%　20　20",
        "99.6%",
        "98.6%",
    ),
}


@pytest.mark.parametrize("kind", CLOSED)
def test_a_list_of_goals_bears_out_its_last_sentence(kind: str) -> None:
    text, right, wrong = CLOSED[kind]
    assert not accused(text.format(right))
    assert quotes(text.format(wrong), wrong)


@pytest.mark.parametrize(
    "text",
    [
        "一、目标\n甲指标：目标≥98%，实际97.6%，未达标。\n乙指标：目标≥90%，实际95%。\n除甲指标外，其余均达标。",
        "一、上年\n甲指标：目标≥98%，实际97.6%。\n乙指标：目标≥90%，实际95%。\n二、本年\n各项工作均按期完成。",
        "费用消耗指数≤1.00；时间消耗指数≤1.00。上年费用消耗指数为1.06，本年降为0.98。两项目标全部实现。",
    ],
)
def test_what_is_owned_up_to_or_elsewhere_is_not_told(text: str) -> None:
    assert not accused(text)
