"""人民币大写."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiheng.exact.chinese_amount import LIMIT_FEN, capital_amount
from yiheng.exact.errors import ExactError


@pytest.mark.parametrize(
    ("amount_fen", "expected"),
    [
        (0, "零元整"),
        (1, "壹分"),
        (50, "伍角整"),
        (55, "伍角伍分"),
        (100, "壹元整"),
        (1_000, "壹拾元整"),
        (1_005, "壹拾元零伍分"),
        (1_500, "壹拾伍元整"),
        (110, "壹元壹角整"),
        (100_400, "壹仟零肆元整"),
        (100_010, "壹仟元壹角整"),
        (10_000_000_000, "壹亿元整"),
        (10_000_000_101, "壹亿零壹元零壹分"),
        (1_000_100_000, "壹仟万壹仟元整"),
        (70_000_194_000, "柒亿零壹仟玖佰肆拾元整"),
        (1_010_101_000, "壹仟零壹拾万壹仟零壹拾元整"),
        (-1_230, "负壹拾贰元叁角整"),
        (1_530_000, "壹万伍仟叁佰元整"),
        (824_774_823_000, "捌拾贰亿肆仟柒佰柒拾肆万捌仟贰佰叁拾元整"),
        (10**14, "壹万亿元整"),
        (10**14 + 100, "壹万亿零壹元整"),
        (LIMIT_FEN, "壹亿亿元整"),
        (LIMIT_FEN - 1, "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_amounts(amount_fen: int, expected: str) -> None:
    assert capital_amount(amount_fen) == expected


@pytest.mark.parametrize(
    ("amount_fen", "expected"),
    [
        (140_950, "壹仟肆佰零玖元伍角整"),
        (600_714, "陆仟零柒元壹角肆分"),
        (168_032, "壹仟陆佰捌拾元叁角贰分"),
        (10_700_053, "壹拾万柒仟元伍角叁分"),
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
        (32_504, "叁佰贰拾伍元零肆分"),
    ],
)
def test_examples_of_the_payment_rules(amount_fen: int, expected: str) -> None:
    """支付结算办法 附一, item 3; where it allows two forms, the one without 零."""
    assert capital_amount(amount_fen) == expected


@pytest.mark.parametrize("amount_fen", [LIMIT_FEN + 1, -LIMIT_FEN - 1])
def test_beyond_ten_to_the_sixteenth_yuan_is_refused(amount_fen: int) -> None:
    with pytest.raises(ExactError, match="amount_too_large"):
        capital_amount(amount_fen)


def whole(text: str) -> int:
    for name, unit in (("亿", 10**8), ("万", 10**4), ("仟", 1000), ("佰", 100), ("拾", 10)):
        high, found, low = text.rpartition(name)
        if found:
            return whole(high) * unit + whole(low)
    return "零壹贰叁肆伍陆柒捌玖".index(text.strip("零") or "零")


def parse_back(text: str) -> int:
    sign = -1 if text.startswith("负") else 1
    match = re.fullmatch(r"负?(?:(.+)元)?零?(?:(.)角)?(?:(.)分)?整?", text)
    assert match is not None
    yuan, jiao, fen = (whole(part or "") for part in match.groups())
    return sign * (yuan * 100 + jiao * 10 + fen)


@given(st.integers(-LIMIT_FEN, LIMIT_FEN) | st.integers(-(10**7), 10**7))
def test_what_is_written_can_be_read_back_to_the_fen(amount_fen: int) -> None:
    text = capital_amount(amount_fen)
    assert parse_back(text) == amount_fen
    assert text.endswith("整") is not text.endswith("分")
    assert "零零" not in text
    assert not re.search("零[元万亿]", text.removeprefix("零元"))
