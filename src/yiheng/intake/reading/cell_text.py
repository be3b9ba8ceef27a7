"""Cells of workbooks as text: numbers shortest and never repaired, dates as ISO, a column at a time.

A number keeps the fifteen digits a spreadsheet keeps. Whole numbers beyond that have lost digits already (ids typed as
numbers); they are written ``1.23456789012346E+17``, so that nobody takes them for an id.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_EXACT = 10**15
_DECIMALS = 6
_FEW_WHOLE = 10**8


def number_text(value: float) -> str:
    """A number as a spreadsheet knows it: ``123``, ``0.3``, ``1.23456789012346E+17``."""
    if not math.isfinite(value):
        return "#NUM!"
    if value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    text = f"{value:.15g}"
    if "e" not in text:
        return text
    mantissa, _, exponent = text.partition("e")
    if int(exponent) < 0:  # small numbers are sound: written out
        return f"{value:.{14 - int(exponent)}f}".rstrip("0").rstrip(".") or "0"
    return f"{mantissa}E+{int(exponent)}"


def _whole(value: int) -> str:
    return str(value) if abs(value) < _EXACT else number_text(float(value))


def _moment(value: datetime) -> str:
    rounded = value + timedelta(microseconds=500_000) if value.microsecond else value
    if rounded.hour or rounded.minute or rounded.second:
        return f"{rounded:%Y-%m-%d %H:%M:%S}".rjust(19, "0")
    return rounded.date().isoformat()


def _time(value: time) -> str:
    return _span(
        timedelta(
            hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond
        )
    )


def _span(value: timedelta) -> str:
    seconds = (
        value.days * 86_400 * 1_000_000 + value.seconds * 1_000_000 + value.microseconds + 500_000
    ) // 1_000_000
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02d}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"


def _text(value: str) -> str | None:
    if not value:
        return None
    try:
        value.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return value.encode("utf-8", "replace").decode()
    return value


_TEXT_OF: dict[type, Callable[[Any], str | None]] = {
    str: _text,
    float: number_text,
    int: _whole,
    bool: lambda value: "TRUE" if value else "FALSE",
    datetime: _moment,
    date: date.isoformat,
    time: _time,
    timedelta: _span,
    type(None): lambda _: None,
}


def cell_text(value: Any) -> str | None:
    """One cell as text, nothing for an empty one."""
    return _TEXT_OF[type(value)](value)


def column_text(values: Sequence[Any]) -> pa.Array:
    """A column of cells as text; columns of one kind, which most are, go fast."""
    if not values:
        return pa.nulls(0, pa.string())
    kinds = set(map(type, values))
    if kinds == {str}:
        try:
            texts = pa.array(values, pa.string())
        except UnicodeEncodeError:
            return pa.array([_text(value) for value in values], pa.string())
        return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts) if "" in values else texts
    if kinds == {float}:
        return _numbers(values)
    if kinds == {str, float}:
        first = next(index for index, value in enumerate(values) if type(value) is float)
        if set(map(type, values[first:])) == {float}:  # numbers under a head
            return pa.concat_arrays([column_text(values[:first]), _numbers(values[first:])])
        numbers = iter(_numbers([value for value in values if type(value) is float]).to_pylist())
        mixed = [next(numbers) if type(value) is float else _text(value) for value in values]
        return pa.array(mixed, pa.string())
    return pa.array([_TEXT_OF[type(value)](value) for value in values], pa.string())


def _numbers(values: Sequence[float]) -> pa.Array:
    """Numbers as :func:`number_text` writes them; whole ones and those of few decimals all at once."""
    numbers = np.array(values)
    if np.all(np.abs(numbers) < _EXACT) and np.all(numbers == np.trunc(numbers)):
        return pa.array(numbers.astype(np.int64)).cast(pa.string())
    if np.all(np.abs(numbers) < _FEW_WHOLE):
        scaled = np.rint(numbers * 10**_DECIMALS)
        if np.all(scaled / 10**_DECIMALS == numbers):
            # Fourteen digits: this decimal and no other is the number, and the shortest that stands for it. No minus zero.
            return pa.array(numbers + 0.0).cast(pa.string())
    return pa.array([number_text(value) for value in values], pa.string())
