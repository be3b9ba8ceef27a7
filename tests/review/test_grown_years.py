"""R4 by the years that the words name, or over all the years told in turn."""

from __future__ import annotations

import pytest
from tests.review.accusation import contradicted, quotes

_NAMED = "支出：2021年512.6万元，2022年1,164.3万元，2023年706.7万元，三年累计2,383.6万元。2022年支出较2021年增长{}，2023年较2022年下降39.30%。\n"
_OVER = "近三年支出：2019年118.20万元、2020年126.35万元、2021年142.85万元，两年累计增长{}。\n"


@pytest.mark.parametrize(
    ("text", "right", "wrong"), [(_NAMED, "127.14%", "117.14%"), (_OVER, "20.9%", "29.0%")]
)
def test_a_growth_is_between_the_years_of_its_words(text: str, right: str, wrong: str) -> None:
    assert not contradicted(text.format(right))
    assert quotes(text.format(wrong), wrong)


@pytest.mark.parametrize(
    "text",
    [
        "支出：2021年512.6万元，2022年1,164.3万元。2022年门诊人次较2021年增长17.1%。",
        "收入：2021年600万元，2022年650万元。支出：2021年512.6万元，2022年564.3万元。2022年支出较2021年增长10.1%。",
    ],
)
def test_a_growth_of_something_else_is_not_accused(text: str) -> None:
    assert not contradicted(text)
