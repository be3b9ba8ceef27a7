"""Numbers as documents print them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiheng.exact.errors import ExactError
from yiheng.exact.interval import Interval
from yiheng.exact.printed import Printed
from yiheng.exact.rounding import decimal_text


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("245774.82", Fraction(24577482, 100), 2),
        ("245,774.82", Fraction(24577482, 100), 2),
        ("245，774.82", Fraction(24577482, 100), 2),
        ("２４５，７７４．８２", Fraction(24577482, 100), 2),
        ("2949004.75 ", Fraction(294900475, 100), 2),
        ("\u30004.80", Fraction(48, 10), 2),
        ("-7", Fraction(-7), 0),
        ("－7", Fraction(-7), 0),
        ("\N{MINUS SIGN}18325.93", Fraction(-1832593, 100), 2),
        ("+3.5", Fraction(35, 10), 1),
        ("＋3.5", Fraction(35, 10), 1),
        ("0.0232", Fraction(232, 10000), 4),
        ("-0.00", Fraction(0), 2),
        ("1,234,567", Fraction(1234567), 0),
        ("0", Fraction(0), 0),
    ],
)
def test_value_and_decimals_are_kept(text: str, value: Fraction, decimals: int) -> None:
    printed = Printed.parse(text)
    assert (printed.value, printed.decimals) == (value, decimals)
    assert printed.text == text.strip()


@pytest.mark.parametrize(
    "text",
    ["", " ", "1,23", "12.3.4", "1e5", "1E5", "1,2345", "12,34,567", ",123", "0,123", "1234,567", "1,234,56"]
    + [
        ".5",
        "5.",
        "--5",
        "- 5",
        "5-",
        "007",
        "00.5",
        "1 234",
        "95%",
        "5五",
        "nan",
        "0x1F",
        "①",
        "²",
        "１,2３",
    ]
    + ["1.2,345", "+", "٣"],
)
def test_anything_else_is_refused_and_quoted(text: str) -> None:
    with pytest.raises(ExactError) as refusal:
        Printed.parse(text)
    assert (refusal.value.code, refusal.value.values) == ("number_unreadable", {"found": text})


def test_a_printed_number_stands_for_half_a_unit_either_side() -> None:
    printed = Printed.parse("67.5")
    assert printed.half_unit == Fraction(5, 100)
    assert printed.interval() == Interval(Fraction(6745, 100), Fraction(6755, 100))
    assert printed.interval(exact=True) == Interval(Fraction(675, 10), Fraction(675, 10))
    assert Printed.parse("100").interval() == Interval(Fraction(199, 2), Fraction(201, 2))


@given(st.integers(-(10**14), 10**14), st.integers(0, 6), st.booleans())
def test_what_is_written_is_read_back(scaled: int, decimals: int, thousands: bool) -> None:
    value = Fraction(scaled, 10**decimals)
    printed = Printed.parse(decimal_text(value, decimals, thousands))
    assert (printed.value, printed.decimals) == (value, decimals)


@given(st.text(max_size=8))
def test_no_text_raises_anything_but_exact_error(text: str) -> None:
    try:
        Printed.parse(text)
    except ExactError as refusal:
        assert refusal.code == "number_unreadable"
