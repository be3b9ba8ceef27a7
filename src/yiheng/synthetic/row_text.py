"""Texts of many rows at once: numbers with leading zeros after a letter, choices from a few words, without a Python
string for each row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yiheng.synthetic.random_stream import Integers

NUMBER_WIDTH = 15
"""Digits of a visit's number: year and month, sort of care, serial."""

THREE_DIGITS = np.array([[ord(sign) for sign in f"{number:03d}"] for number in range(1_000)], dtype=np.uint8)


def numbered(letter: str, numbers: Integers, width: int = NUMBER_WIDTH) -> pa.StringArray:
    """``letter`` and the number in ``width`` digits."""
    start, groups = len(letter), -(-width // 3)
    signs = np.empty((len(numbers), start + 3 * groups), dtype=np.uint8)
    rest = numbers.astype(np.int64)
    for group in range(groups, 0, -1):
        # By a constant, // is much faster than divmod.
        more = rest // 1_000
        signs[:, start + 3 * group - 3 : start + 3 * group] = THREE_DIGITS[rest - more * 1_000]
        rest = more
    if start or 3 * groups != width:
        signs = signs[:, 3 * groups - width :]
        signs[:, :start] = np.frombuffer(letter.encode(), dtype=np.uint8)
    return _texts(signs)


def _texts(signs: npt.NDArray[np.uint8]) -> pa.StringArray:
    height, width = signs.shape
    offsets = pa.py_buffer(np.arange(0, (height + 1) * width, width, dtype=np.int32))
    return pa.StringArray.from_buffers(height, offsets, pa.py_buffer(np.ascontiguousarray(signs)))


def chosen(words: Sequence[str] | pa.Array, places: Integers) -> pa.Array:
    """Words by place."""
    listed = words if isinstance(words, pa.Array) else pa.array(words, type=pa.string())
    return listed.take(pa.array(places))


def visit_numbers(month: int, sort: int, first: int, count: int) -> Integers:
    """Numbers of a month's visits of one sort of care (0–9), months as year × 12 + month − 1."""
    stem = (month // 12 * 100 + month % 12 + 1) * 10 + sort
    return stem * 10**8 + np.arange(first, first + count, dtype=np.int64)


def visit_text(numbers: Integers) -> pa.StringArray:
    """``mdtrt_id``: J and 15 digits; no platform gives out such numbers."""
    return numbered("J", numbers)


def settlement_text(numbers: Integers, turn: Integers | int) -> pa.StringArray:
    """``setl_id``: S, the visit's number, and which settlement of the visit it is."""
    return numbered("S", numbers * 10 + turn, NUMBER_WIDTH + 1)


def case_text(numbers: Integers) -> pa.StringArray:
    """``case_id``."""
    return numbered("B", numbers)
