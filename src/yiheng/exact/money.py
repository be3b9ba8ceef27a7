"""Money as integer 分: reading printed amounts exactly and writing them in the unit of a table (05 §0.1)."""

from __future__ import annotations

from fractions import Fraction

from yiheng.exact.errors import ExactError
from yiheng.exact.printed import Printed
from yiheng.exact.rounding import decimal_text
from yiheng.exact.unit import MONEY, Unit

FEN = Unit("分", MONEY, Fraction(1))
YUAN = Unit("元", MONEY, Fraction(100))
WAN_YUAN = Unit("万元", MONEY, Fraction(1_000_000))
YI_YUAN = Unit("亿元", MONEY, Fraction(10_000_000_000))


def fen(text: str, unit: Unit) -> int:
    """Read an amount printed in ``unit`` as 分.

    An amount is never rounded on its way in: 0.001 元 raises ExactError("not_whole_fen").
    Raises also ExactError("number_unreadable") and ("unit_not_money").
    """
    amount = Printed.parse(text).value
    _require_money(unit)
    in_fen = unit.to_base(amount)
    if in_fen.denominator != 1:
        raise ExactError("not_whole_fen", found=text, unit=unit.name)
    return in_fen.numerator


def money_text(amount_fen: int, unit: Unit, decimals: int = 2, thousands: bool = True) -> str:
    """Write an amount in ``unit``, rounded half up to ``decimals`` places; the unit's name is not added.

    Raises ExactError("unit_not_money").
    """
    _require_money(unit)
    return decimal_text(unit.from_base(Fraction(amount_fen)), decimals, thousands)


def _require_money(unit: Unit) -> None:
    if unit.dimension != MONEY:
        raise ExactError("unit_not_money", found=unit.name)
