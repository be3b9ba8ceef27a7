"""Trimming and the spread of a group: the worked example of 02 §2.3 (O-01).

Its limit by ln and sample σ is 15,438.0872: printed there cut off as 15,438.08, here rounded."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiheng.exact.rounding import decimal_text
from yiheng.grouping.quality.moments import Moments, moments_of, root
from yiheng.grouping.quality.rules import RatioBand, Trim
from yiheng.grouping.quality.trimming import limits, quantile, trimmed

YUAN = (3000, 3200, 3400, 3500, 3600, 3800, 4000, 4200, 4400, 4800, 5200, 15000)
COSTS = np.array(YUAN, dtype=np.int64) * 100
BANDS = (RatioBand(to="100", times="3"), RatioBand(to="200", times="2"), RatioBand(times="1.5"))
MEAN = Fraction(484_166, 1) + Fraction(2, 3)


def yuan(fen: Fraction | None, decimals: int) -> str:
    assert fen is not None
    return decimal_text(fen / 100, decimals)


def trim(method: str, **values: object) -> Trim:
    return Trim.model_validate({"method": method, **values})


@pytest.mark.parametrize(
    ("chosen", "high", "drops"),
    [
        (trim("iqr", k="1.5"), "6037.50", True),
        (trim("sigma3", k="3", sd_kind="population"), "14218.33", True),
        (trim("sigma3", k="3", sd_kind="sample"), "14635.28", True),
        (trim("ln_sigma3", k="3", sd_kind="population"), "14624.54", True),
        (trim("ln_sigma3", k="3", sd_kind="sample"), "15438.09", False),
        (trim("ratio", upper=BANDS), "14525.00", True),
    ],
    ids=["iqr", "sigma3 population", "sigma3 sample", "ln_sigma3 population", "ln_sigma3 sample", "ratio"],
)
def test_each_method_drops_the_extreme_case_or_not(chosen, high, drops):
    found = limits(COSTS, chosen, MEAN)
    assert yuan(found.high, 2) == high
    assert len(found.kept(COSTS)) == (11 if drops else 12)


def test_the_lower_limits():
    assert yuan(limits(COSTS, trim("iqr"), MEAN).low, 1) == "1937.5"
    assert yuan(limits(COSTS, trim("ratio", upper=BANDS), MEAN).low, 2) == "1936.67"


def test_the_middle_of_the_percentiles_stays():
    kept = trimmed(COSTS, trim("middle", share="0.1"), MEAN)
    assert kept.tolist() == COSTS[2:-2].tolist()  # the tenth percentile lies at 3,220, the ninetieth at 5,160


def test_what_drops_nothing_says_no_limits():
    found = limits(COSTS, trim("none"), MEAN)
    assert (found.low, found.high, len(found.kept(COSTS))) == (None, None, 12)


def test_a_dear_group_has_a_narrower_ratio():
    """02 §2.3: upper limit 3, 2 and 1.5 times the mean by the group's cost against that of all cases."""
    highs = [
        limits(COSTS, trim("ratio", upper=BANDS), MEAN * 100 / percent).high
        for percent in (100, 101, 200, 201)
    ]  # mean_of_all such that the group's mean is so many percent of it
    assert highs == [3 * MEAN, 2 * MEAN, 2 * MEAN, Fraction(3, 2) * MEAN]


def test_the_spread_before_and_after():
    after = moments_of(trimmed(COSTS, trim("iqr"), MEAN))
    assert (after.count, after.total) == (11, 4_310_000)
    assert yuan(after.mean, 4) == "3918.1818"
    shown = [decimal_text(one.cv(kind) or Fraction(0), 4) for one in (after, moments_of(COSTS)) for kind in ("population", "sample")]  # fmt: skip
    assert shown == ["0.1661", "0.1742", "0.6456", "0.6743"]


def test_one_case_has_no_sample_spread():
    one = moments_of(COSTS[:1])
    assert one.cv("population") == 0
    assert one.cv("sample") is None
    assert Moments(0, 0, 0).cv_squared("population") is None
    assert limits(COSTS[:1], trim("sigma3", sd_kind="sample"), MEAN).kept(COSTS[:1]).tolist() == [300_000]


@given(st.lists(st.integers(0, (1 << 40) - 1), min_size=1, max_size=40))
def test_moments_are_those_of_whole_numbers(values):
    found = moments_of(np.array(values, dtype=np.int64))
    assert found == Moments(len(values), sum(values), sum(value * value for value in values))


def test_a_value_whose_square_would_overflow_is_refused():
    with pytest.raises(ValueError, match="exact squares"):
        moments_of(np.array([1 << 40], dtype=np.int64))


@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=30), st.sampled_from(["population", "sample"]))
def test_sigma_limits_keep_just_what_is_within(values, kind):
    costs = np.sort(np.array(values, dtype=np.int64))
    kept = set(limits(costs, trim("sigma3", k="1", sd_kind=kind), MEAN).kept(costs).tolist())
    sums = moments_of(costs)
    variance = sums.variance(kind)
    assert kept == {value for value in values if (value - sums.mean) ** 2 <= variance}


@given(st.fractions(0, 10**6), st.integers(0, 6))
def test_a_root_is_rounded_half_up(value, decimals):
    found, half = root(value, decimals), Fraction(1, 2 * 10**decimals)
    assert max(found - half, 0) ** 2 <= value < (found + half) ** 2


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=30), st.sampled_from([5, 25, 50, 90]))
def test_quantiles_are_numpys_linear_ones(values, percent):
    ordered = sorted(values)
    expected = np.percentile(np.array(ordered, dtype=np.float64), percent)
    assert float(quantile(ordered, Fraction(percent, 100))) == pytest.approx(expected, rel=1e-12)
