"""Numbers in cells show the figure's own text, or they stay text."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yiheng.reports.form import FigureText
from yiheng.reports.form_number import DIGITS_MOST, as_number


def figure(text, number, decimals, style="money"):
    return FigureText(text, "id", Fraction(number), decimals, style)


@pytest.mark.parametrize(
    ("shown", "value", "number_format"),
    [
        (figure("245,774.82", "245774.82", 2), "245774.82", "#,##0.00"),
        (figure("93.17%", Fraction(1611, 1729), 2, "percent"), None, None),
        (figure("93.18%", Fraction(1611, 1729), 2, "percent"), "0.9318", "0.00%"),
        (figure("100%", 1, 0, "percent"), "1.00", "0%"),
        (figure("9.77", Fraction(9773, 1000), 2, "score"), "9.77", "#,##0.00"),
        (figure("53,733", 53733, 0, "count"), "53733", "#,##0"),
        (figure("53733", 53733, 0, "count"), "53733", "0"),
        (figure("5,341人", 5341, 0, "count"), "5341", '#,##0"人"'),
        (figure("-1.53", "-1.53", 2), "-1.53", "#,##0.00"),
        (figure("0.00", "-0.001", 2), "0.00", "#,##0.00"),
        (figure("≥95.00", 95, 2, "score"), None, None),
        (figure("90以上5", 90, 0, "count"), "90", '#,##0"以上5"'),
        (figure("95.8", 95, 0, "score"), None, None),
        (figure('3"', 3, 0, "count"), None, None),
        (figure("67.9", "67.9", 1, "text"), None, None),
        (figure("1,234,567,890,123,456", 1234567890123456, 0, "count"), None, None),
        (FigureText("67.9", "id", None, 1, "score"), None, None),
    ],
)
def test_number_is_written_only_when_its_format_shows_the_text(shown, value, number_format):
    found = as_number(shown)
    assert found == (None if value is None else (Decimal(value), number_format))


def shown_by_excel(value: Decimal, number_format: str) -> str:
    """A plain reading of the few formats in use: sign, thousands, places, percent, quoted unit."""
    pattern, _, unit = number_format.partition('"')
    percent = pattern.endswith("%")
    places = len(pattern.rstrip("%").partition(".")[2])
    number = value * 100 if percent else value
    text = f"{number:,.{places}f}" if pattern.startswith("#,##0") else f"{number:.{places}f}"
    return text + ("%" if percent else "") + unit.rstrip('"')


@settings(deadline=None)
@given(
    st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6),
    st.integers(0, 4),
    st.sampled_from(["money", "percent", "score", "count"]),
    st.booleans(),
    st.sampled_from(["", "人", "万元", "元/人·年"]),
)
def test_display_equals_text(number, decimals, style, thousands, unit):
    percent = style == "percent"
    base = abs(number * 100 if percent else number) * 10**decimals
    digits = int(base + Fraction(1, 2))  # half away from zero
    value = Decimal(-digits if number < 0 else digits).scaleb(-decimals)
    value = abs(value) if not digits else value
    text = f"{value:,f}" if thousands else f"{value:f}"
    text += ("%" if percent else "") + unit
    found = as_number(FigureText(text, "id", number, decimals, style))
    if len(str(digits)) > DIGITS_MOST:  # Excel stores no more, so the text stands as it is
        assert found is None
        return
    assert found is not None
    assert shown_by_excel(*found) == text
