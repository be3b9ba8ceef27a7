"""Numbers kept as the text they were typed in, checked where the file and the line are still known."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from yiheng.exact.errors import ExactError
from yiheng.exact.printed import Printed


def _number(text: str) -> str:
    try:
        Printed.parse(text)
    except ExactError:
        raise ValueError("应是数字，如 98.5") from None
    return text


def _positive(text: str) -> str:
    if Printed.parse(_number(text)).value <= 0:
        raise ValueError("应是大于零的数，如 5")
    return text


def _number_or_none(text: str) -> str:
    return _number(text) if text else text


def _points_or_none(text: str) -> str:
    if text and (Printed.parse(_number(text)).value * 100).denominator != 1:
        raise ValueError("分值最多两位小数，如 98.25")
    return text


NumberText = Annotated[str, AfterValidator(_number)]
"""A number as printed."""
PositiveText = Annotated[str, AfterValidator(_positive)]
"""A number above zero: something is divided by it."""
OpenNumberText = Annotated[str, AfterValidator(_number_or_none)]
"""A number as printed, or empty."""
OpenPointsText = Annotated[str, AfterValidator(_points_or_none)]
"""Points with at most two decimals, or empty."""
