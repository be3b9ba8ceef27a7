"""Person numbers that no register can hold: district, serial and a check digit that never fits.

The check digit of the digits before it (Luhn, ISO/IEC 7812-1) is raised by one, so that a number made here is
recognised as invented by anyone who checks it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yiheng.synthetic.random_stream import Integers
from yiheng.synthetic.rows import texts_of_letters

SERIAL_DIGITS = 15
LENGTH = 6 + SERIAL_DIGITS + 1


def person_numbers(district: Integers, serial: Integers) -> pa.StringArray:
    """Texts of 22 digits from district codes and serial numbers."""
    digits = np.empty((len(serial), LENGTH), dtype=np.uint8)
    _write(digits[:, :6], district)
    _write(digits[:, 6:-1], serial)
    digits[:, -1] = (luhn(digits[:, :-1]) + 1) % 10
    return texts_of_letters(digits + np.uint8(ord("0")))


def luhn(digits: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The right check digit of rows of digits."""
    doubled = digits[:, ::-2] * np.uint8(2)
    doubled -= (doubled > 9).astype(np.uint8) * np.uint8(9)
    sums = digits[:, -2::-2].sum(axis=1, dtype=np.int64) + doubled.sum(axis=1, dtype=np.int64)
    check: npt.NDArray[np.uint8] = (-sums % 10).astype(np.uint8)
    return check


def _write(place: npt.NDArray[np.uint8], numbers: Integers) -> None:
    rest = numbers.astype(np.int64)
    for column in range(place.shape[1] - 1, -1, -1):
        rest, place[:, column] = np.divmod(rest, 10)
