"""Charts as plain data: what is drawn as SVG on a page and as a native chart in Excel.

Every chart says its title, its axes with their units, how many it shows (n) and where the numbers are from.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Bubble:
    """One bubble: its name, its place, and a size ≥ 0; ``detail`` is told when it is pointed at."""

    name: str
    x: Fraction
    y: Fraction
    size: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class BubbleChart:
    """Bubbles in four quadrants, which ``x_line`` and ``y_line`` cut. ``corners`` name the quadrants: upper left, upper
    right, lower left, lower right."""

    title: str
    x_title: str
    y_title: str
    size_title: str
    bubbles: tuple[Bubble, ...]
    x_line: Fraction
    y_line: Fraction
    corners: tuple[str, str, str, str]
    note: str


@dataclass(frozen=True, slots=True)
class Box:
    """One box: 5th percentile, lower quartile, median, upper quartile, 95th percentile of ``count`` values."""

    name: str
    count: int
    low: Fraction
    first: Fraction
    middle: Fraction
    third: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class BoxChart:
    """Boxes beside each other on one axis of values."""

    title: str
    value_title: str
    boxes: tuple[Box, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a histogram: values from ``low`` (included) to ``high`` (excluded; None: and above)."""

    low: Fraction
    high: Fraction | None
    count: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bars of equal width, the last of which may be open; ``limit`` is a value that must not be passed."""

    title: str
    x_title: str
    y_title: str
    bins: tuple[Bin, ...]
    limit: Fraction | None
    limit_title: str
    note: str


Chart = BubbleChart | BoxChart | Histogram


def histogram_bins(values: list[Fraction], width: Fraction, last: Fraction) -> tuple[Bin, ...]:
    """Values ≥ 0 counted in bins of ``width`` from 0 up to ``last``, and one open bin for the rest."""
    bins = int(last / width)
    counts = [0] * (bins + 1)
    for value in values:
        counts[min(int(value / width), bins)] += 1
    closed = [Bin(width * n, width * (n + 1), counts[n]) for n in range(bins)]
    return (*closed, Bin(last, None, counts[bins]))
