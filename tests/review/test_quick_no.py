"""What is skipped by magnitudes is what the exact band refuses as well."""

from fractions import Fraction
from itertools import product

import pytest

from yiheng.exact.interval import Interval, corner_band, verdict
from yiheng.review.reading.context import judge
from yiheng.review.reading.quantity import Quantity, quantities

AMOUNTS = ("24.47亿元", "0.3亿元", "16.110亿元", "8258.5万元", "8193.03万元", "5万元", "120元")
CLAIMS = ("99.21%", "99.3%", "100%", "66%", "1.2%", "0.1%", "3%", "150.00%")
FORMULAS = {
    "ratio": lambda v: v[0] / v[1],
    "growth": lambda v: v[0] / v[1] - 1,
    "fall": lambda v: (v[1] - v[0]) / v[1],
}


def read(text: str) -> Quantity:
    [one] = quantities(f"为{text}")
    return one


@pytest.mark.parametrize("name", FORMULAS)
def test_no_verdict_rests_on_magnitudes(name: str) -> None:
    for first, second, claim in product(map(read, AMOUNTS), map(read, AMOUNTS), map(read, CLAIMS)):
        operands = [first, second]
        point = FORMULAS[name]([one.value for one in operands])
        band = corner_band(FORMULAS[name], [one.interval for one in operands])
        unit = claim.measure.unit
        exact = verdict(
            unit.from_base(point),
            Interval(unit.from_base(band.low), unit.from_base(band.high)),
            claim.printed,
        )
        found = judge(FORMULAS[name], operands, claim)
        assert found == (exact, Fraction(point)), (first.shown, second.shown, claim.shown)
