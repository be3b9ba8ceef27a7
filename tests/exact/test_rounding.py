"""Half away from zero, in integers and in print."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiheng.exact.errors import ExactError
from yiheng.exact.rounding import decimal_text, div_half_up, round_half_up


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (5, 2, 3),
        (-5, 2, -3),
        (5, -2, -3),
        (-5, -2, 3),
        (7, 5, 1),
        (-7, 5, -1),
        (1, 2, 1),
        (-1, 2, -1),
        (1, 3, 0),
        (-1, 3, 0),
        (0, -7, 0),
        (6, 3, 2),
        (10**40 + 1, 2, 5 * 10**39 + 1),
    ],
)
def test_division_rounds_half_away_from_zero(numerator: int, denominator: int, expected: int) -> None:
    assert div_half_up(numerator, denominator) == expected


def test_division_by_zero_is_refused() -> None:
    with pytest.raises(ExactError) as refusal:
        div_half_up(1, 0)
    assert refusal.value.code == "division_by_zero"


@given(st.integers(-(10**12), 10**12), st.integers(-(10**6), 10**6).filter(bool))
def test_division_errs_by_half_a_unit_at_most_and_mirrors_its_sign(numerator: int, denominator: int) -> None:
    rounded = div_half_up(numerator, denominator)
    assert abs(rounded - Fraction(numerator, denominator)) <= Fraction(1, 2)
    assert div_half_up(-numerator, denominator) == -rounded


@given(st.integers(-(10**15), 10**15), st.integers(0, 6), st.integers(0, 6))
def test_rounding_agrees_with_decimal(scaled: int, places: int, decimals: int) -> None:
    expected = Decimal(scaled).scaleb(-places).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    value = Fraction(scaled, 10**places)
    assert round_half_up(value, decimals) == expected.scaleb(decimals)
    assert Fraction(decimal_text(value, decimals)) == Fraction(expected)


@pytest.mark.parametrize(
    ("value", "decimals", "thousands", "expected"),
    [
        (Fraction(1005, 1000), 2, False, "1.01"),
        (Fraction(-1005, 1000), 2, False, "-1.01"),
        (Fraction(-1, 1000), 2, False, "0.00"),
        (Fraction(-4, 10), 0, False, "0"),
        (Fraction(24577482, 100), 2, True, "245,774.82"),
        (Fraction(-1234567), 0, True, "-1,234,567"),
        (Fraction(1, 20), 3, False, "0.050"),
        (Fraction(999999, 1000), 2, True, "1,000.00"),
    ],
)
def test_decimal_text(value: Fraction, decimals: int, thousands: bool, expected: str) -> None:
    assert decimal_text(value, decimals, thousands) == expected


def test_rounding_to_hundreds_and_no_negative_places_in_print() -> None:
    assert round_half_up(Fraction(1250), -2) == 13
    with pytest.raises(ExactError, match="decimals_negative"):
        decimal_text(Fraction(1), -1)
