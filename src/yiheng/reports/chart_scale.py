"""Axes: round ticks around the values, and the way from a value to a place on the paper. Exact, so never two pictures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from yiheng.exact.rounding import decimal_text

_STEPS = (1, 2, 5)
_LOG_FROM = 25
"""An axis of positive values that span more than this factor is logarithmic."""


@dataclass(frozen=True)
class Scale:
    """An axis from ``low`` to ``high`` on the paper from ``start`` to ``end`` (in points), with its ticks."""

    low: Fraction
    high: Fraction
    start: float
    end: float
    ticks: tuple[Fraction, ...]
    logarithmic: bool = False

    def place(self, value: Fraction) -> float:
        """Where a value stands on the paper; one outside the axis at its end."""
        inside = min(max(value, self.low), self.high)
        if self.logarithmic:
            share = math.log(inside / self.low) / math.log(self.high / self.low)
        else:
            share = float((inside - self.low) / (self.high - self.low))
        return self.start + share * (self.end - self.start)

    def label(self, tick: Fraction) -> str:
        """A tick's text, with as many decimals as its step needs."""
        decimals = 0
        while decimals < 6 and any((one * 10**decimals).denominator != 1 for one in self.ticks):
            decimals += 1
        return decimal_text(tick, decimals, thousands=True)


def linear_scale(
    values: Sequence[Fraction], start: float, end: float, *, about: int = 6, zero: bool = False
) -> Scale:
    """An axis around the values with about so many round ticks; ``zero``: it begins at 0."""
    low = Fraction(0) if zero else min(values)
    high = max(values)
    if low == high:
        low, high = (low - 1, high + 1) if low else (Fraction(0), Fraction(1))
    step = _round_step((high - low) / about)
    first, last = math.floor(low / step), math.ceil(high / step)
    ticks = tuple(step * number for number in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], start, end, ticks)


def value_scale(values: Sequence[Fraction], start: float, end: float) -> Scale:
    """An axis of amounts: from zero, or logarithmic where positive values lie far apart."""
    low, high = min(values), max(values)
    if low <= 0 or high / low <= _LOG_FROM:
        return linear_scale(values, start, end, zero=low >= 0)
    ticks = tuple(_log_ticks(low, high))
    return Scale(ticks[0], ticks[-1], start, end, ticks, logarithmic=True)


def _round_step(rough: Fraction) -> Fraction:
    """The least of 1, 2, 5 times a power of ten that is not below ``rough``."""
    power = Fraction(10) ** math.floor(math.log10(rough))
    for step in (*_STEPS, 10):
        if step * power >= rough:
            return step * power
    return 10 * power


def _log_ticks(low: Fraction, high: Fraction) -> list[Fraction]:
    """1, 2, 5 … from the last not above ``low`` to the first not below ``high``."""
    power = Fraction(10) ** math.floor(math.log10(low))
    ticks: list[Fraction] = []
    while not ticks or ticks[-1] < high:
        for step in _STEPS:
            tick = step * power
            if tick <= low:
                ticks = [tick]
            elif not ticks or ticks[-1] < high:
                ticks.append(tick)
        power *= 10
    return ticks
