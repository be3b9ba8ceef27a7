"""Changes told in words, and of an index that has no unit."""

from __future__ import annotations

import pytest

from yiheng.review import review_text


def _wrong(text: str) -> int:
    return len(review_text(text).of("inconsistent"))


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("签约人数由上年的0.8万人增加到3.2万人，{}。", "翻了两番", "翻了一番"),
        ("线上办件4200件，去年2100件，{}。", "增长了一倍", "增长了两倍"),
        ("投诉由上年的48件降至24件，{}。", "减少一半", "减少三成"),
        ("超时办件由60件减至45件，{}。", "下降四分之一", "下降三分之一"),
        ("专职稽核人员由7名增至10名，{}。", "增加三名", "增加五名"),
        ("开通机构15家，比上年的12家{}。", "多三家", "多两家"),
        ("采购资金由300万元增至900万元，{}。", "为上年的3倍", "为上年的4倍"),
        ("病例组合指数由2021年的0.9800提高到1.0290，{}。", "提高0.0490，升幅5.00%", "提高0.0940，升幅5.00%"),
    ],
)
def test_a_change_in_words_is_held_against_its_numbers(text: str, right: str, wrong: str):
    assert _wrong(text.format(right)) == 0
    assert _wrong(text.format(wrong)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "专职人员由7名增至10名，其中新招录增加四名、退休一名。",
        "定点药店由12家增至15家，民营机构增加两家。",
        "信访件由21件减至11件，减少了一半。",
        "投诉由30件降至16件，下降近一半。",
        "服务站由6个增至8个，力争明年再增加三个。",
        "咨询量由1.1万人次增至2.2万人次，成效明显。",
    ],
)
def test_loose_words_and_words_of_others_are_let_be(text: str):
    assert _wrong(text) == 0
