"""Extreme costs cut off before a group is measured: the five methods of 02 §2.3, with exact limits.

Costs are whole 分, so a limit is two whole numbers: the least and the greatest cost that stay. All but the method on
logarithms find them without a float; logarithms are summed exactly (``math.fsum``) and the limits rounded before any
cost is compared.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

import numpy as np

from yiheng.grouping.quality.moments import SdKind, Whole, moments_of, root
from yiheng.grouping.quality.rules import Trim, exact

_LIMIT_DECIMALS = 6
"""Limits that need a root or a logarithm are shown, and those of logarithms compared, at so many decimals of 分."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Costs from ``least`` to ``most`` (分, both included) stay. ``low`` and ``high`` are the limits before rounding
    to whole 分, for print; None where a side has no limit."""

    least: int
    most: int
    low: Fraction | None
    high: Fraction | None

    def kept(self, costs: Whole) -> Whole:
        """The costs that stay."""
        return costs[(costs >= self.least) & (costs <= self.most)]


def limits(costs: Whole, trim: Trim, mean_of_all: Fraction) -> Limits:
    """The limits of a group's ``costs`` (分, sorted upwards, at least one).

    ``mean_of_all`` is the mean cost of all cases: the method ``ratio`` chooses its multiple by the group's share of it.
    """
    if trim.method == "iqr":
        first, third = quantile(costs, Fraction(1, 4)), quantile(costs, Fraction(3, 4))
        reach = exact(trim.k) * (third - first)
        return _closed(first - reach, third + reach)
    if trim.method == "middle":
        share = exact(trim.share)
        return _closed(quantile(costs, share), quantile(costs, 1 - share))
    if trim.method == "ratio":
        mean = moments_of(costs).mean
        return _closed(exact(trim.lower) * mean, _multiple(trim, mean, mean_of_all) * mean)
    if trim.method == "sigma3":
        return _sigma_limits(costs, exact(trim.k), trim.sd_kind)
    if trim.method == "ln_sigma3":
        return _ln_limits(costs, exact(trim.k), trim.sd_kind)
    return Limits(int(costs[0]), int(costs[-1]), None, None)


def quantile(values: Sequence[int] | Whole, share: Fraction) -> Fraction:
    """The quantile of sorted values by linear interpolation between neighbours (type 7), exact."""
    place = (len(values) - 1) * share
    whole = place.numerator // place.denominator
    low = int(values[whole])
    if place == whole:
        return Fraction(low)
    return low + (place - whole) * (int(values[whole + 1]) - low)


def _closed(low: Fraction, high: Fraction) -> Limits:
    """Limits from exact numbers: the whole numbers between them."""
    return Limits(math.ceil(low), math.floor(high), low, high)


def _multiple(trim: Trim, mean: Fraction, mean_of_all: Fraction) -> Fraction:
    percent = mean / mean_of_all * 100
    for band in trim.upper:
        if not band.to or percent <= exact(band.to):
            return exact(band.times)
    return exact(trim.upper[-1].times)


def _sigma_limits(costs: Whole, k: Fraction, kind: SdKind) -> Limits:
    """x stays where (n·x − Σ)² ≤ k²·n²·σ²: whole numbers on both sides once the right is rounded down."""
    sums = moments_of(costs)
    variance = sums.variance(kind)
    if variance is None:
        return Limits(int(costs[0]), int(costs[-1]), None, None)
    square = k * k * sums.count * sums.count * variance
    reach = isqrt(square.numerator // square.denominator)
    spread = k * root(variance, _LIMIT_DECIMALS)
    least = -((reach - sums.total) // sums.count)
    return Limits(least, (sums.total + reach) // sums.count, sums.mean - spread, sums.mean + spread)


def _ln_limits(costs: Whole, k: Fraction, kind: SdKind) -> Limits:
    middle, sigma = ln_moments(costs, kind)
    if sigma is None:
        return Limits(int(costs[0]), int(costs[-1]), None, None)
    reach = float(k) * sigma
    low, high = (
        Fraction(format(math.exp(end), f".{_LIMIT_DECIMALS}f")) for end in (middle - reach, middle + reach)
    )
    return _closed(low, high)


def ln_moments(values: Whole, kind: SdKind) -> tuple[float, float | None]:
    """μ and σ of the logarithms of values above zero; σ is None where there are too few."""
    logarithms = [math.log(value) for value in values.tolist()]
    middle = math.fsum(logarithms) / len(logarithms)
    divisor = len(logarithms) if kind == "population" else len(logarithms) - 1
    if divisor <= 0:
        return middle, None
    return middle, math.sqrt(math.fsum((one - middle) ** 2 for one in logarithms) / divisor)


def trimmed(costs: Whole, trim: Trim, mean_of_all: Fraction) -> Whole:
    """The costs of a group (分, sorted upwards) that stay."""
    return limits(costs, trim, mean_of_all).kept(costs) if len(costs) else np.array([], dtype=np.int64)
