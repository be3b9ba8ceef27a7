"""Splits of whole numbers over long arrays: the method of :func:`yiheng.exact.apportion.largest_remainder` on int64.

Used for 分 over hundreds of thousands of cases; the same parts as the plain one, to the unit.
"""

from __future__ import annotations

import numpy as np

from yiheng.synthetic.random_stream import Integers


def split_whole(total: int, weights: Integers) -> Integers:
    """Parts that sum to ``total`` ≥ 0, each its quota rounded down or up; left-overs to the largest remainders.

    Equal remainders go to the earlier place. ``total`` × the largest weight must stay below 2⁶³ (ValueError), and
    some weight must be above 0 unless the total is 0.
    """
    if total == 0:
        return np.zeros(len(weights), dtype=np.int64)
    whole = int(weights.sum())
    if total < 0 or whole <= 0 or int(weights.min()) < 0 or total * int(weights.max()) >= 2**63:
        raise ValueError(f"{total} over {len(weights)} weights that sum to {whole}")
    parts, remainders = np.divmod(weights.astype(np.int64) * total, whole)
    left = total - int(parts.sum())
    if left:
        parts[np.argsort(-remainders, kind="stable")[:left]] += 1
    return parts


def split_evenly(total: int, parts: int) -> list[int]:
    """A total in parts that differ by one at most, larger ones first."""
    each, more = divmod(total, parts)
    return [each + (place < more) for place in range(parts)]


def part_of(amount: Integers, ppm: Integers | int) -> Integers:
    """Amounts ≥ 0 times millionths, rounded half up; amounts up to 9 × 10¹² fit."""
    product: Integers = (amount * ppm + 500_000) // 1_000_000
    return product


def weights_of(shares: np.typing.NDArray[np.float64], most: int = 1_000_000) -> Integers:
    """Drawn shapes as whole weights between 1 and ``most``, so that money is split by integers alone."""
    top = float(shares.max(initial=1e-12))
    return np.maximum((shares * (most / top)).astype(np.int64), 1)
