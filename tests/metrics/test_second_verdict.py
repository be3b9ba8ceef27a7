"""The verdict rule written a second time, in decimals and apart from the engine, against it on any numbers.

The rule: a number of *d* decimals stands for ± half its last place (targets and counts for themselves); the claim is
consistent where the recomputed value rounds to it, rounding where the band of recomputed values meets the claim's own
interval or the gap is under one last place, else inconsistent.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from stated import figure, identity

from yiheng.metrics.relation import relate

SIZES = {"元": 0, "万元": 4, "亿元": 8, "%": -2, "人": 0, "万人": 4, "人次": 0}
EXACT = {"人", "人次"}
FORMULAS = {
    "sum": lambda values: sum(values[1:], values[0]),
    "difference": lambda values: values[0] - sum(values[1:], Decimal(0)),
    "ratio": lambda values: values[0] / values[1],
}
NAMES = {
    "sum": ["a", "b", "c", "d"],
    "difference": ["minuend", "subtrahend", "subtrahend2"],
    "ratio": ["numerator", "denominator"],
}


def plain_verdict(formula, claim: str, operands: list[str]) -> str:
    """The verdict on printed texts such as ``24.47 亿元``; a leading ``=`` marks a target."""
    with localcontext() as context:
        context.prec = 80
        points, ends = [], []
        for text in operands:
            number, unit = text.lstrip("=").split()
            size = Decimal(10) ** SIZES[unit]
            value = Decimal(number)
            half = Decimal(0) if unit in EXACT or text[0] == "=" else last_place(number) / 2
            points.append(value * size)
            ends.append({(value - half) * size, (value + half) * size})
        number, unit = claim.split()
        size = Decimal(10) ** SIZES[unit]
        said, place = Decimal(number), last_place(number)
        point = formula(points) / size
        band = [formula(list(corner)) / size for corner in product(*ends)]
        if point.quantize(place, ROUND_HALF_UP) == said:
            return "consistent"
        meets = min(band) <= said + place / 2 and said - place / 2 <= max(band)
        return "rounding" if meets or abs(point - said) < place else "inconsistent"


def last_place(number: str) -> Decimal:
    return Decimal(1).scaleb(Decimal(number).as_tuple().exponent)


@st.composite
def printed(draw, units: list[str], least: int = 0) -> str:
    decimals = draw(st.integers(0, 3))
    unit = draw(st.sampled_from(units))
    number = draw(st.decimals(min_value=least, max_value=99999, places=0 if unit in EXACT else decimals))
    target = draw(st.sampled_from(["", "", "="]))
    return f"{target}{number} {unit}"


@st.composite
def cases(draw):
    """A formula, its operands, and a claim at or near the recomputed value."""
    primitive = draw(st.sampled_from(sorted(FORMULAS)))
    if primitive == "ratio":
        units, claim_units = draw(st.sampled_from([(["元", "万元", "亿元"], ["%"]), (["人", "万人"], ["%"])]))
        operands = [draw(printed(units)), draw(printed(units, least=3))]
    else:
        units = claim_units = draw(st.sampled_from([["元", "万元", "亿元"], ["人", "万人"], ["人次"], ["%"]]))
        count = draw(st.integers(2, 4 if primitive == "sum" else 3))
        operands = [draw(printed(units)) for _ in range(count)]
    unit = draw(st.sampled_from(claim_units))
    place = Decimal(1).scaleb(0 if unit in EXACT else -draw(st.integers(0, 3)))
    with localcontext() as context:
        context.prec = 80
        values = [Decimal(text.lstrip("=").split()[0]).scaleb(SIZES[text.split()[1]]) for text in operands]
        point = FORMULAS[primitive](values).scaleb(-SIZES[unit])
        steps = draw(st.one_of(st.integers(-3, 3), st.integers(-200, 200)))
        said = point.quantize(place, ROUND_HALF_UP) + steps * place
        assume(abs(said) < 10**15)
    return primitive, operands, f"{said:f} {unit}"


@settings(max_examples=600)
@given(cases())
def test_both_readings_give_the_same_verdict(case):
    primitive, operands, claim = case
    names = NAMES[primitive][: len(operands)]
    rule = identity(primitive, "claim", **{name: name for name in names})
    stated = {
        name: figure(name, text.lstrip("="), role="target" if text[0] == "=" else "actual")
        for name, text in zip(names, operands, strict=True)
    }
    relation = relate(rule, figure("claim", claim), stated)
    assert relation.verdict.value == plain_verdict(FORMULAS[primitive], claim, operands)


def test_the_second_reading_knows_the_three_verdicts():
    assert (
        plain_verdict(FORMULAS["sum"], "16.11 亿元", ["15.42 亿元", "5368 万元", "1546 万元"]) == "consistent"
    )
    assert (
        plain_verdict(FORMULAS["sum"], "24.47 亿元", ["23.02 亿元", "6032 万元", "7112 万元", "1419 万元"])
        == "rounding"
    )
    assert plain_verdict(FORMULAS["difference"], "8.54 亿元", ["24.47 亿元", "16.11 亿元"]) == "inconsistent"
    assert plain_verdict(FORMULAS["ratio"], "20 %", ["712.10 万元", "3392.95 万元"]) == "rounding"
    assert plain_verdict(FORMULAS["ratio"], "100.3 %", ["1000000 人", "=100 万人"]) == "inconsistent"
    assert plain_verdict(FORMULAS["ratio"], "100.3 %", ["1000000 人", "100 万人"]) == "rounding"
