"""Exact moments of whole numbers: counts, sums and sums of squares as integers, so that a CV is compared exactly.

A coefficient of variation needs a root only when it is printed. ``CV < 0.8`` is ``variance < 0.64 · mean²``, a
comparison of integers; the same cases give the same answer in any order, on any machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Literal

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]

SdKind = Literal["population", "sample"]
"""Divide the squared deviations by n, or by n − 1."""

VALUE_LIMIT = 1 << 40
"""Values above (ten thousand million 元 in 分) would overflow the sums of squares; no case costs as much."""
_HALF_BITS = 20
_HALF_MASK = (1 << _HALF_BITS) - 1


@dataclass(frozen=True, slots=True)
class Moments:
    """``count`` values with their sum and the sum of their squares, in the values' unit."""

    count: int
    total: int
    squares: int

    def __add__(self, other: Moments) -> Moments:
        return Moments(self.count + other.count, self.total + other.total, self.squares + other.squares)

    @property
    def mean(self) -> Fraction:
        """The mean. Raises ZeroDivisionError where there are no values."""
        return Fraction(self.total, self.count)

    @property
    def squared_deviations(self) -> Fraction:
        """The sum of (x − mean)²."""
        if not self.count:
            return Fraction(0)
        return self.squares - Fraction(self.total * self.total, self.count)

    def variance(self, kind: SdKind) -> Fraction | None:
        """σ²; None where there are too few values for it."""
        divisor = self.count if kind == "population" else self.count - 1
        return self.squared_deviations / divisor if divisor > 0 else None

    def cv_squared(self, kind: SdKind) -> Fraction | None:
        """(σ / mean)²; None where there are too few values or the mean is zero."""
        variance = self.variance(kind)
        return None if variance is None or not self.total else variance / self.mean**2

    def cv(self, kind: SdKind, decimals: int = 6) -> Fraction | None:
        """σ / mean, rounded half up at ``decimals``, for print."""
        squared = self.cv_squared(kind)
        return None if squared is None else root(squared, decimals)


NO_VALUES = Moments(0, 0, 0)


def root(value: Fraction, decimals: int) -> Fraction:
    """The square root of a value ≥ 0, rounded half up at ``decimals``, without a float."""
    scale = 10**decimals
    square = 4 * value * scale * scale  # twice the scaled root, so that halves are seen
    return Fraction((isqrt(square.numerator // square.denominator) + 1) // 2, scale)


def moments_of(values: Whole) -> Moments:
    """The moments of one set of values, each from 0 to :data:`VALUE_LIMIT`."""
    return grouped_moments(values, np.zeros(1, dtype=np.intp))[0] if len(values) else NO_VALUES


def grouped_moments(values: Whole, starts: npt.NDArray[np.intp]) -> list[Moments]:
    """The moments of each run of ``values``; ``starts`` are where the runs begin, none of them empty.

    Raises ValueError for values outside the range in which sums of squares are exact.
    """
    if not len(values):
        return []
    if int(values.min()) < 0 or int(values.max()) >= VALUE_LIMIT:
        raise ValueError("a value is outside the range of exact squares")
    high, low = values >> _HALF_BITS, values & _HALF_MASK
    sums = [np.add.reduceat(part, starts) for part in (values, high * high, high * low, low * low)]
    counts = np.diff(np.append(starts, len(values)))
    return [
        Moments(int(n), int(total), (int(hh) << 2 * _HALF_BITS) + (int(hl) << _HALF_BITS + 1) + int(ll))
        for n, total, hh, hl, ll in zip(counts, *sums, strict=True)
    ]
