"""An accusation far from what its operands give is a question, unless a slip, a unit or sure operands explain it."""

from __future__ import annotations

import pytest
from tests.review.accusation import accused, contradicted

_HEAD = "乙县2022年度水利项目资金绩效自评报告\n一、完成情况\n"


@pytest.mark.parametrize(
    "text",
    [
        "完成预算（45÷60＝{}%）。",
    ],
)
def test_an_ordinary_error_is_told(text: str) -> None:
    right, wrong = ("1,178.48", "1,187.48") if "拨款" in text else ("75", "57")
    assert not contradicted(_HEAD + text.format(right))
    assert accused(_HEAD + text.format(wrong))


def test_a_unit_is_an_ordinary_error() -> None:
    text = _HEAD + "全年灌溉36,180亩，每亩补助25元，补助资金共计{}。"
    assert not contradicted(text.format("90.45万元"))
    assert accused(text.format("90.45亿元"))
