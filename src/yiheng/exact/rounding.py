"""Rounding half away from zero (四舍五入), the one rule for money and for printed numbers (05 §0.1)."""

from __future__ import annotations

from fractions import Fraction

from yiheng.exact.errors import ExactError


def div_half_up(numerator: int, denominator: int) -> int:
    """Divide integers and round half away from zero: 5/2 → 3, −5/2 → −3.

    Raises ExactError("division_by_zero").
    """
    if denominator == 0:
        raise ExactError("division_by_zero", numerator=numerator)
    magnitude = (2 * abs(numerator) + abs(denominator)) // (2 * abs(denominator))
    return magnitude if (numerator < 0) == (denominator < 0) else -magnitude


def round_half_up(value: Fraction, decimals: int) -> int:
    """Round to ``decimals`` places and return the scaled integer: (1.005, 2) → 101.

    Negative ``decimals`` round to tens, hundreds …: (1250, −2) → 13.
    """
    if decimals < 0:
        return div_half_up(value.numerator, value.denominator * 10**-decimals)
    return div_half_up(value.numerator * 10**decimals, value.denominator)


def decimal_text(value: Fraction, decimals: int, thousands: bool = False) -> str:
    """Write a value with exactly ``decimals`` ≥ 0 places; what rounds to zero has no sign.

    Raises ExactError("decimals_negative").
    """
    if decimals < 0:
        raise ExactError("decimals_negative", found=decimals)
    scaled = round_half_up(value, decimals)
    whole, part = divmod(abs(scaled), 10**decimals)
    sign = "-" if scaled < 0 else ""
    digits = f"{whole:,}" if thousands else str(whole)
    return f"{sign}{digits}.{part:0{decimals}d}" if decimals else f"{sign}{digits}"
