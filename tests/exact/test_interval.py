"""Intervals and verdicts: the plain-formula relations of five published self-evaluations, and controls.

Numbers are written as printed; exact ones (counts, points, targets) with a leading ``=``. Ratios against a
percentage are multiplied by ``=100``. Ids are those of seed_checks §3–§7 and §9, and of 05 §0.3 (B).
"""

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiheng.exact.errors import ExactError
from yiheng.exact.interval import CORNER_OPERANDS_LIMIT, Interval, Verdict, corner_band, sum_band, verdict
from yiheng.exact.money import WAN_YUAN
from yiheng.exact.printed import Printed

RELATIONS = """
C000-01/B01 | 22.52 + 20.27 | 42.79 | consistent
C000-02/B01 | 22.52 / 20.27 | 1.11 | consistent
C000-03/B02 | 42.79 / 43.06 * =100 | 99.37 | consistent
C000-04/B03 | 240705.21 - 207611.34 | 33093.87 | consistent
C000-05/B04 | 153129.63 + 92645.19 | 245774.82 | consistent
C000-06/B04 | 134323.08 + 72995.93 | 207319.01 | consistent
C000-07/B02 | 245774.82 / 240705.21 * =100 | 102.11 | consistent
C000-08/B02 | 207319.01 / 207611.34 * =100 | 99.86 | consistent
C000-09 | 153129.63 / (101.05 / =100) + 92645.19 / (103.90 / =100) | 240705.21 | rounding
C000-10 | 134323.08 / (98.60 / =100) + 72995.93 / (102.26 / =100) | 207611.34 | rounding
C000-11/B03 | 153129.63 - 134323.08 | 18806.55 | consistent
C000-12 | 153129.63 / (101.05 / =100) - 134323.08 / (98.60 / =100) | 18806.55 | inconsistent
C000-14/B05 | 57803.76 / (134323.08 / =12) | 4.45 | inconsistent
C000-18 | 96.34 + 3.48 | 99.82 | consistent
C000-20/B07 | 2.61 / 2.97 * =100 | 87.54 | inconsistent
B07 reconciled | 2.60 / 2.97 * =100 | 87.54 | consistent
C000-21 | =100 - =25 | 75 | consistent
C000-23 | =10 - =4 + =1 | 7 | consistent
C000-24 | =4 + =2 + =2 | 8 | consistent
C000-27 | =1 + =1 + =1 | 3 | consistent
C000-30 | =5 + =3 + =33 + =26 + =22 + =5 | 94 | consistent
C000-32/B08 | =100 - =1 - =4 - =5 - =1 + =5 | 94 | consistent
C000-34 | =95 - 88.56 | 5 | inconsistent
C001-03 | 82584982.30 / =10000 | 8258.5 | consistent
C001-04 | 81930352.30 / =10000 | 8193.03 | rounding
C001-05/B09 | 8193.03 / 8258.5 * =100 | 99.26 | inconsistent
C001-06/B09 | 81930352.30 / 82584982.30 * =100 | 99.21 | consistent
C001-07 | 2949004.75 / 3540634.75 * =100 | 83.29 | consistent
C001-08 | 243379.22 / 306379.22 * =100 | 79.44 | consistent
C001-13 | =19836 | 80000 | inconsistent
C001-20 | 75 / 383 * =100 | 19.65 | rounding
C001-21/B10 | 5368.35 * =0.52 / =0.48 + 1502.78 * =0.80 / =0.20 | 11826.83 | consistent
C002-01 | 66.63 - 53.57 | 13.06 | consistent
C002-02 | 44.09 + 22.54 | 66.63 | consistent
C002-03 | 44.09 / 66.63 * =100 | 66.17 | consistent
C002-04 | 22.54 / 66.63 * =100 | 33.83 | consistent
C002-05 | 44.09 + 22.54 | 13.06 | inconsistent
C002-06 | 620.23 + 89.65 + 15.95 | 725.83 | consistent
C002-07 | 725.83 + 49 | 774.83 | consistent
C002-08 | 95 + 0.55 + 8 + 110 | 213.55 | consistent
C002-09 | 110 + 95 + 8 | 213 | consistent
C002-10/B26 | 49 + 110 + 95 + 8 | 213 | inconsistent
C002-11 | 213 / 1013.49 * =100 | 21 | consistent
C002-12 | 262 / 1013.49 * =100 | 21 | inconsistent
C002-13/B26 | 774.83 + 213.55 | 1013.49 | inconsistent
C002-14 | 34.11 / (213 + 34.11) * =100 | 10.27 | inconsistent
C002-15 | 1013.49 / 1013.49 * =100 | 100 | consistent
C002-19 | 83 + 120 * =3 | 443 | consistent
C002-22 | 49 + 95 | 144 | consistent
C002-23 | 65 + 8 | 73 | consistent
C002-24 | 6.45 + 1.55 | 8 | consistent
C002-25 | 6.2 - 5.6 | 0.6 | consistent
C003-01/B13 | 24.47 - 16.11 | 8.54 | inconsistent
C003-02/B12 | 23.02 + 0.6032 + 0.7112 + 0.1419 | 24.47 | rounding
C003-03 | 15.42 + 0.5368 + 0.1546 | 16.11 | consistent
C003-04/B14 | 17.06 + 0.75 | 17.29 | inconsistent
C003-05 | 6.12 / (24.47 - 6.12) * =100 | 33.35 | consistent
C003-06 | 1.15 / (16.11 - 1.15) * =100 | 7.69 | consistent
C003-07 | 16.11 / 17.29 * =100 | 93 | consistent
C003-08 | 16.11 * =10000 / 17.29 * =100 | 93 | inconsistent
C003-13 | =46284 + =41910 | 88194 | consistent
C003-14 | =755070 + =539900 | 1294970 | consistent
C003-17 | =4028 / =4862 * =100 | 100 | inconsistent
C003-19/B17 | =1093 / =1275 * =100 | 96.9 | inconsistent
C003-20/B17 | =110 + =453 + =15 + =658 | 1093 | inconsistent
C003-21/B17 | =1236 / =1275 * =100 | 96.9 | consistent
C003-22 | =6 / =14 * =100 | 100 | inconsistent
C003-23 | 7.85 - 7.27 | 0.58 | consistent
C003-24 | 0.61 / (7.85 - 0.61) * =100 | 8.43 | consistent
C003-25 | 0.91 / (7.27 - 0.91) * =100 | 14.31 | consistent
C003-26/B15 | 2.67 + 4.80 + 0.0232 | 7.85 | inconsistent
C003-27/B16 | 6.19 + 0.64 | 7.27 | inconsistent
C003-28 | 6.73 + 0.64 | 7.37 | consistent
C004a-01 | 34307 + 1055 + 2664 | 38026 | consistent
C004a-03/B19 | 34307 / 35524 * =100 | 96.58 | rounding
C004a-04 | 1055 / 1000 * =100 | 105.5 | consistent
C004a-05/B19 | 2664 / 2385 * =100 | 111.7 | consistent
C004a-06/B19 | 38026 / 38909 * =100 | 97.8 | rounding
C004a-07 | =679151 / =675000 * =100 | 100.62 | rounding
B18 | =679151 / (67.5 * =10000) * =100 | 100.62 | rounding
C004a-08/B20 | =580 * =679151 / =10000 | 38026 | inconsistent
C004a-09/B21 | =580 * (=685083 - =679151) / =10000 | 344 | consistent
C004a-10 | 38026 / 38909 * =100 | 100 | inconsistent
C004a-11 | 63475 - 63329 | 146 | consistent
C004a-12/B06 | 34232 / (63329 / =12) | 5.23 | inconsistent
C004a-18 | 74.82 - 62.06 | 12.76 | consistent
C004b-01 | 2155.05 + 475.8 | 2630.85 | consistent
C004b-02/B22 | 940.31 + 207.6 | 1147.91 | consistent
C004b-03/B22 | 332.11 + 222.55 + 593.25 | 1147.91 | consistent
C004b-04 | 2630.85 - 1147.91 | 1482.94 | consistent
C004b-05 | 50 + 179 | 229 | consistent
C004b-06 | 15 + 9 + 26 | 50 | consistent
C004b-07 | 53.29 + 32.2 + 93.51 | 179 | consistent
C004b-08/B22 | 632.17 + 282.14 + 2478.64 | 3392.95 | consistent
C004b-09 | =53733 / =40000 * =100 | 134.33 | consistent
C004b-10 | 2630.85 | 2680.85 | inconsistent
C004b-11/B23 | (3392.95 - 2680.85) / 3392.95 * =100 | 20 | rounding
C004b-12/B23 | (3392.95 - 2630.85) / 3392.95 * =100 | 20 | inconsistent
B24 | 632.17 / 3.28 | 280 | inconsistent
C004c-01 | 67 + 20 + 34 | 121 | consistent
C004c-02 | 14.22 + 74.78 + 7.56 + 3.55 + 8.31 + 12.58 | 121 | consistent
C004c-03 | 121 / 121 * =100 | 100 | consistent
§9 income | 61783.43 + 86741.53 + 1313.26 + 1709.89 | 151548.11 | consistent
§9 benefits | 131978.7 + 22895.34 | 154874.04 | consistent
§9 expense | 154874.04 + 15000 | 169874.04 | consistent
§9 balance | 151548.11 - 169874.04 | -18325.93 | consistent
§9 cumulative | 78027.17 - 18325.93 | 59701.24 | consistent
§9 months | 59701.24 / (169874.04 / =12) | 4.22 | consistent
§9 execution | 261.75 / 320 * =100 | 81.80 | consistent
§9 funds | 1337 + 1132.3 | 2469.3 | consistent
§9 uses | 454.1 + 670 + 43 + 542 | 1709.1 | consistent
§9 execution 2 | 1709.1 / 2469.3 * =100 | 69.21 | consistent
§9 assistance | 829.3 + 2530.32 | 3359.62 | consistent
§9 persons | =110406 / =50000 * =100 | 220.8 | consistent
§9 project | 65.07 / 65.66 * =100 | 99 | consistent
§9 scores | =9 + =13 + =15 + =10 + =10 + =27 + =9 | 94 | inconsistent
"""

OPERATIONS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
}


def evaluate(node: ast.expr, values: Mapping[str, Fraction]) -> Fraction:
    if isinstance(node, ast.BinOp):
        return OPERATIONS[type(node.op)](evaluate(node.left, values), evaluate(node.right, values))
    assert isinstance(node, ast.Name)
    return values[node.id]


def judge(expression: str, claim: str) -> Verdict:
    """Recompute at the printed values and over all corners; each number counts as an operand of its own."""
    numbers = re.findall(r"=?[0-9.]+", expression)
    names = [f"n{place}" for place in range(len(numbers))]
    numbered = iter(names)
    tree = ast.parse(re.sub(r"=?[0-9.]+", lambda _: next(numbered), expression), mode="eval").body
    printed = [Printed.parse(number.lstrip("=")) for number in numbers]

    def compute(values: Sequence[Fraction]) -> Fraction:
        return evaluate(tree, dict(zip(names, values, strict=True)))

    intervals = [
        number.interval(exact=text.startswith("=")) for number, text in zip(printed, numbers, strict=True)
    ]
    point = compute([number.value for number in printed])
    return verdict(point, corner_band(compute, intervals), Printed.parse(claim))


ROWS = [[cell.strip() for cell in line.split("|")] for line in RELATIONS.strip().splitlines()]


@pytest.mark.parametrize(("expression", "claim", "expected"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_verdicts_on_published_reports(expression: str, claim: str, expected: str) -> None:
    assert judge(expression, claim) == Verdict(expected)


BUDGETS = """
    3540634.75 306379.22 79910 22090000 19836 2,548,999.13 500
    23960000 14670000 200000 180000 10818723.2 4170000
"""
SPENDINGS = """
    2,949,004.75 243,379.22 79,910.00 22,090,000.00 19,836.00 2,548,999.13 500.00
    23,960,000.00 14,670,000.00 200,000.00 180,000.00 10,818,723.20 4,170,000.00
"""


@pytest.mark.parametrize(("rows", "whole"), [(BUDGETS, "82584982.3"), (SPENDINGS, "81930352.3")])
def test_thirteen_rows_of_a_table_sum_to_its_total(rows: str, whole: str) -> None:
    """C001-01, C001-02: more terms than a corner band takes."""
    printed = [Printed.parse(row) for row in rows.split()]
    point = sum((number.value for number in printed), Fraction(0))
    band = sum_band([number.interval() for number in printed])
    assert len(printed) == 13
    assert verdict(point, band, Printed.parse(whole)) is Verdict.CONSISTENT


@pytest.mark.parametrize(
    ("point", "low", "high", "claim", "expected"),
    [
        ("1.005", "1.005", "1.005", "1.01", Verdict.CONSISTENT),  # half goes up
        ("-1.005", "-1.005", "-1.005", "-1.01", Verdict.CONSISTENT),  # away from zero
        ("1.015", "1.015", "1.015", "1.01", Verdict.ROUNDING),  # touches the claim's own interval
        ("1.0199", "1.0199", "1.0199", "1.01", Verdict.ROUNDING),  # cut off instead of rounded
        ("1.02", "1.02", "1.02", "1.01", Verdict.INCONSISTENT),  # a whole unit of the last place
        ("1.02", "1.01", "1.03", "1.01", Verdict.ROUNDING),  # but the band reaches it
        ("5", "4.5", "5.5", "3", Verdict.INCONSISTENT),
        ("5", "3.5", "6.5", "3", Verdict.ROUNDING),  # bands that only touch
    ],
)
def test_edges_of_the_verdict(point: str, low: str, high: str, claim: str, expected: Verdict) -> None:
    band = Interval(Fraction(low), Fraction(high))
    assert verdict(Fraction(point), band, Printed.parse(claim)) is expected


def test_arithmetic_of_intervals() -> None:
    a, b = Interval(Fraction(-1), Fraction(2)), Interval(Fraction(3), Fraction(4))
    assert a + b == Interval(Fraction(2), Fraction(6))
    assert a - b == Interval(Fraction(-5), Fraction(-1))
    assert a * b == Interval(Fraction(-4), Fraction(8))
    assert a / b == Interval(Fraction(-1, 3), Fraction(2, 3))
    assert b / Interval(Fraction(-2), Fraction(-1)) == Interval(Fraction(-4), Fraction(-3, 2))


@pytest.mark.parametrize(("low", "high"), [(-1, 1), (0, 1), (-1, 0), (0, 0)])
def test_division_by_an_interval_with_zero_is_refused(low: int, high: int) -> None:
    with pytest.raises(ExactError, match="division_by_zero"):
        Interval(Fraction(1), Fraction(1)) / Interval(Fraction(low), Fraction(high))
    with pytest.raises(ExactError, match="division_by_zero"):
        corner_band(lambda v: 1 / v[0], [Interval(Fraction(0), Fraction(high))])


def test_a_printed_number_in_a_unit_is_an_interval_of_base_units() -> None:
    assert Interval.of(Printed.parse("1.53"), WAN_YUAN) == Interval(Fraction(1_525_000), Fraction(1_535_000))
    assert Interval.of(Printed.parse("1.53"), WAN_YUAN, exact=True).width == 0


def test_low_may_not_exceed_high() -> None:
    with pytest.raises(ExactError, match="interval_reversed"):
        Interval(Fraction(1), Fraction(0))


def test_corners_are_limited_and_exact_operands_do_not_count() -> None:
    wide, point = Interval(Fraction(0), Fraction(1)), Interval(Fraction(1), Fraction(1))
    operands = [wide] * CORNER_OPERANDS_LIMIT + [point] * 40
    assert corner_band(sum, operands) == Interval(Fraction(40), Fraction(52))
    with pytest.raises(ExactError) as refusal:
        corner_band(sum, [*operands, wide])
    assert refusal.value.values == {"found": "13", "expected": "12"}


def test_signs_of_a_sum_must_match_its_terms() -> None:
    one = Interval(Fraction(1), Fraction(2))
    assert sum_band([one, one], [1, -1]) == Interval(Fraction(-1), Fraction(1))
    assert sum_band([]) == Interval(Fraction(0), Fraction(0))
    with pytest.raises(ExactError, match="lengths_differ"):
        sum_band([one], [1, 1])


numbers = st.fractions(-1000, 1000, max_denominator=100)
intervals_of_numbers = st.tuples(numbers, numbers).map(lambda ends: Interval(min(ends), max(ends)))


@given(intervals_of_numbers, intervals_of_numbers, st.fractions(0, 1), st.fractions(0, 1))
def test_every_value_of_the_operands_gives_a_value_in_the_result(
    a: Interval, b: Interval, s: Fraction, t: Fraction
) -> None:
    x, y = a.low + s * a.width, b.low + t * b.width
    results = [(a + b, x + y), (a - b, x - y), (a * b, x * y)]
    if not b.low <= 0 <= b.high:
        results.append((a / b, x / y))
    for band, value in results:
        assert band.low <= value <= band.high


@given(st.lists(st.tuples(intervals_of_numbers, st.sampled_from([1, -1])), min_size=1, max_size=6))
def test_sum_band_is_the_corner_band_of_a_sum(terms: list[tuple[Interval, int]]) -> None:
    intervals, signs = [interval for interval, _ in terms], [sign for _, sign in terms]

    def signed_sum(values: Sequence[Fraction]) -> Fraction:
        return sum((sign * value for sign, value in zip(signs, values, strict=True)), Fraction(0))

    assert sum_band(intervals, signs) == corner_band(signed_sum, intervals)
