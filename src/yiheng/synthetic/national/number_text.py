"""Columns of the contract as text columns: exact decimals from whole numbers, days, times, words for flags and codes.

Everything is done on whole columns: a million cells take a few tens of milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yiheng.standards.table import Column
from yiheng.synthetic.national.layout import Form

DECIMALS: Mapping[str, int] = {"分": 2, "万分之一": 4, "百万分之一元": 6, "百分之一分": 2, "百万分之一": 6}
"""Places after the point when a stored whole number is written in its everyday unit."""

_ZERO, _POINT = ord("0"), ord(".")


def decimal_text(values: pa.Array, decimals: int) -> pa.Array:
    """Whole numbers as text with the point ``decimals`` places from the right: 5 → ``0.05``, -120 → ``-1.20``."""
    whole = _single(values).cast(pa.int64())
    if not decimals:
        return whole.cast(pa.string())
    numbers = whole.fill_null(0).to_numpy(zero_copy_only=False)
    unit = 10**decimals
    small = np.abs(numbers) < unit
    # A number below one gets a leading 1 that becomes its 0: 5 → 105 → 005.
    padded = np.where(small, np.where(numbers < 0, numbers - unit, numbers + unit), numbers)
    digits = pa.array(padded).cast(pa.string())
    offsets = np.frombuffer(digits.buffers()[1], dtype=np.int32)[: len(digits) + 1]
    data = np.frombuffer(digits.buffers()[2], dtype=np.uint8)[: offsets[-1]].copy()
    leading = offsets[:-1] + (padded < 0)
    data[leading[small]] = _ZERO
    added = np.arange(len(digits) + 1, dtype=np.int32)
    out = np.full(len(data) + len(digits), _POINT, dtype=np.uint8)
    digit = np.ones(len(out), dtype=np.bool_)
    digit[offsets[1:] - decimals + added[:-1]] = False
    out[digit] = data
    text = pa.StringArray.from_buffers(len(digits), pa.py_buffer(offsets + added), pa.py_buffer(out))
    return _with_nulls(text, whole)


def day_text(days: pa.Array, mark: str = "-") -> pa.Array:
    """Days as 2023-01-05, or with another mark or none between."""
    iso = _single(days).cast(pa.int32()).cast(pa.date32()).cast(pa.string())
    return iso if mark == "-" else pc.replace_substring(iso, "-", mark)


def duration_text(hours: pa.Array) -> pa.Array:
    """Whole hours as days/hours/minutes: 30 → ``1/6/0``."""
    whole = _single(hours).cast(pa.int64())
    days = pc.divide(whole, 24)
    rest = pc.subtract(whole, pc.multiply(days, 24))
    return pc.binary_join_element_wise(days.cast(pa.string()), rest.cast(pa.string()), "0", "/")


def text_of(
    values: pa.Array, column: Column, form: Form, names: Callable[[str], Mapping[str, str]]
) -> pa.Array:
    """A column as text in a form; nulls stay."""
    single = _single(values)
    if column.type in ("text", "code", "month"):
        if form == "name":
            return _named(single, names(column.codes))
        return pc.replace_substring(single, "-", "") if form == "month_plain" else single
    if column.type == "integer":
        return (
            duration_text(single) if form == "duration" else decimal_text(single, decimals_of(column, form))
        )
    if column.type == "day":
        return _day(single, form)
    if column.type == "time":
        return single.cast(pa.string())
    words = ("是", "否") if form == "yes_no" else ("1", "0")
    return pc.if_else(single, words[0], words[1])


def decimals_of(column: Column, form: Form) -> int:
    """Places after the point of a number: money in 万元 has six, so that no 分 is lost."""
    if form == "wan":
        return 6
    return 0 if form == "whole" else DECIMALS.get(column.unit, 0)


def is_number(column: Column, form: Form) -> bool:
    """Whether a workbook holds the value as a number."""
    return column.type == "integer" and form != "duration"


def _day(days: pa.Array, form: Form) -> pa.Array:
    if form == "last_day":  # files give the last day itself, the contract the day after it
        return day_text(pc.subtract(days.cast(pa.int32()), pa.scalar(1, pa.int32())))
    return day_text(days, {"day_slash": "/", "day_plain": ""}.get(form, "-"))


def _named(codes: pa.Array, names: Mapping[str, str]) -> pa.Array:
    """Codes by their names; a code without a name stays."""
    encoded = codes.dictionary_encode()
    words = [names.get(code, code) for code in encoded.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(encoded.indices)


def _single(values: pa.Array | pa.ChunkedArray) -> pa.Array:
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values


def _with_nulls(text: pa.Array, like: pa.Array) -> pa.Array:
    return pc.if_else(like.is_valid(), text, pa.scalar(None, pa.string())) if like.null_count else text
