"""Numbers whose unit the report declares once are read as if it stood behind them."""

from __future__ import annotations

import pytest
from tests.review.accusation import contradicted, quotes

from yiheng.review import review_text

_TITLE = "丙县2022年度城乡居民医疗保障资金绩效自评报告\n"


def _figures(text: str) -> list[tuple[str, str]]:
    return [(str(fact["text"]), str(fact["unit"])) for fact in review_text(text).facts]


def test_a_unit_before_a_list_is_that_of_its_sentence() -> None:
    text = _TITLE + "分县区支出（亿元）：甲区9.84、乙县4.12，合计13.96。另有3处。"
    assert _figures(text) == [("9.84", "亿元"), ("4.12", "亿元"), ("13.96", "亿元"), ("3处", "处")]


def test_a_unit_of_the_whole_report_is_that_of_amounts_only() -> None:
    text = _TITLE + "（金额单位：万元）\n全年收入68,598.80，其中补助41280.50；指数1.08，第12期，12345热线。"
    assert _figures(text) == [("68,598.80", "万元"), ("41280.50", "万元")]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("分县区支出（亿元）：甲区9.84、乙县4.12、丙县3.67，合计{}。", "17.63", "17.36"),
        ("金额除特别标明外均为万元。\n全年收入6,598.80，完成全年预算8,200.00的{}%。", "80.47", "84.07"),
        ("（单位：万元）\n前三季度支出48,501.80，比上年同期的44,890.20多支{}。", "3,611.60", "3,161.60"),
    ],
)
def test_sums_and_rates_of_such_numbers_are_checked(text: str, right: str, wrong: str) -> None:
    assert not contradicted(_TITLE + text.format(right))
    assert quotes(_TITLE + text.format(wrong), wrong)


def test_an_amount_for_each_hectare_is_no_amount() -> None:
    assert _figures(_TITLE + "单产5,720公斤/公顷，收粮381公斤。") == [("381公斤", "公斤")]
