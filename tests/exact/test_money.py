"""Units and amounts in 分."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiheng.exact.errors import ExactError
from yiheng.exact.money import FEN, WAN_YUAN, YI_YUAN, YUAN, fen, money_text
from yiheng.exact.unit import Unit

PERCENT = Unit("%", "ratio", Fraction(1, 100))


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("245,774.82", WAN_YUAN, 245_774_820_000),
        ("1.53", WAN_YUAN, 1_530_000),
        ("16.11", YI_YUAN, 161_100_000_000),
        ("82584982.30", YUAN, 8_258_498_230),
        ("0.01", YUAN, 1),
        ("-18325.93", WAN_YUAN, -18_325_930_000),
        ("0.000001", WAN_YUAN, 1),
        ("7", FEN, 7),
        ("1.000", FEN, 1),
    ],
)
def test_amounts_are_read_exactly(text: str, unit: Unit, expected: int) -> None:
    assert fen(text, unit) == expected


@pytest.mark.parametrize(("text", "unit"), [("0.001", YUAN), ("0.5", FEN), ("1.0000001", WAN_YUAN)])
def test_what_is_not_a_whole_fen_is_refused(text: str, unit: Unit) -> None:
    with pytest.raises(ExactError) as refusal:
        fen(text, unit)
    assert (refusal.value.code, refusal.value.values) == ("not_whole_fen", {"found": text, "unit": unit.name})


def test_only_money_has_fen() -> None:
    with pytest.raises(ExactError, match="unit_not_money"):
        fen("5", PERCENT)
    with pytest.raises(ExactError, match="unit_not_money"):
        money_text(5, PERCENT)


@pytest.mark.parametrize(
    ("amount_fen", "unit", "decimals", "expected"),
    [
        (8_193_035_230, WAN_YUAN, 2, "8,193.04"),
        (8_193_035_230, YUAN, 2, "81,930,352.30"),
        (-1, WAN_YUAN, 2, "0.00"),
        (-5_000, WAN_YUAN, 2, "-0.01"),
        (161_114_000_000, YI_YUAN, 2, "16.11"),
        (123, FEN, 0, "123"),
    ],
)
def test_amounts_are_written_in_the_unit(amount_fen: int, unit: Unit, decimals: int, expected: str) -> None:
    assert money_text(amount_fen, unit, decimals) == expected


def test_thousands_may_be_left_out() -> None:
    assert money_text(8_258_498_230, YUAN, thousands=False) == "82584982.30"


@given(st.integers(-(10**18), 10**18), st.sampled_from([(FEN, 0), (YUAN, 2), (WAN_YUAN, 6), (YI_YUAN, 10)]))
def test_written_with_all_places_and_read_back_is_the_same(amount_fen: int, shown: tuple[Unit, int]) -> None:
    unit, decimals = shown
    assert fen(money_text(amount_fen, unit, decimals), unit) == amount_fen


def test_units_convert_both_ways_exactly() -> None:
    assert PERCENT.to_base(Fraction(9921, 100)) == Fraction(9921, 10000)
    assert WAN_YUAN.from_base(WAN_YUAN.to_base(Fraction(1, 3))) == Fraction(1, 3)
    with pytest.raises(ExactError, match="scale_not_positive"):
        Unit("无", "money", Fraction(0))
