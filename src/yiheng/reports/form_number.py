"""From an exact figure to a spreadsheet number whose display is the figure's own text."""

from __future__ import annotations

import re
from decimal import Decimal

from yiheng.exact.rounding import decimal_text
from yiheng.reports.form import FigureText

# Excel keeps 15 significant digits; a longer number stays text rather than lose its end.
DIGITS_MOST = 15
# What follows the number must be a unit: not more digits, and no quote that would end the literal.
_NOT_A_UNIT = re.compile(r'[\d.,]|.*"')


def as_number(figure: FigureText) -> tuple[Decimal, str] | None:
    """Find the number to write and the number format that shows it exactly as ``figure.text``.

    The number is the figure rounded to its decimals, so that no hidden digits stand behind the text; a unit
    behind the number becomes part of the format (5,341人). None when the text cannot be shown so (≥95%).
    """
    if figure.number is None or figure.style == "text":
        return None
    percent = figure.style == "percent"
    sign = "%" if percent else ""
    number = figure.number * 100 if percent else figure.number
    value = Decimal(decimal_text(number, figure.decimals))
    places = "." + "0" * figure.decimals if figure.decimals else ""
    patterns = [(True, "#,##0"), (False, "0")]
    for thousands, pattern in reversed(patterns) if percent else patterns:
        display = decimal_text(number, figure.decimals, thousands) + sign
        unit = figure.text.removeprefix(display)
        if not figure.text.startswith(display) or _NOT_A_UNIT.match(unit):
            continue
        if len(value.as_tuple().digits) > DIGITS_MOST:
            continue
        literal = f'"{unit}"' if unit else ""
        return (value.scaleb(-2) if percent else value), pattern + places + sign + literal
    return None
