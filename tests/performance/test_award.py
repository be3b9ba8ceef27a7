"""Scoring primitives that compare numbers (03 §2): actual and target → points, at every edge of every rule.

Points stand here as an evaluation keeps them: clipped to the indicator's own, rounded half up to hundredths.
"""

from fractions import Fraction

import pytest
from award_cases import SCORE_BANDS, award, clipped, exact, judged, points

from yiheng.performance.award import Case
from yiheng.performance.subject import Evidence

# RATIO


@pytest.mark.parametrize(
    ("actual_", "target_", "expected"),
    [
        ("96", "96", "2.00"),  # the target itself is enough
        ("95.99", "96", "2.00"),  # 1.9998: lost only by rounding
        ("48", "96", "1.00"),
        ("0", "96", "0.00"),
        ("120", "96", "2.00"),  # never more than full
        ("5", "0", "2.00"),
        ("0", "0", "2.00"),
        ("-1", "96", "0.00"),
    ],
)
def test_ratio_at_least(actual_, target_, expected):
    assert points("RATIO", "2", actual_, target_) == expected


@pytest.mark.parametrize(
    ("actual_", "target_", "expected"),
    [
        ("500", "500", "2.00"),
        ("0", "500", "2.00"),
        ("1000", "500", "1.00"),
        ("501", "500", "2.00"),
        ("3", "0", "0.00"),  # a zero target tolerates nothing
        ("0", "0", "2.00"),
        ("-1", "500", "2.00"),
    ],
)
def test_ratio_at_most(actual_, target_, expected):
    assert points("RATIO", "2", actual_, target_, at_most=True) == expected


@pytest.mark.parametrize("actual_", ["-20", "-1", "-0.01"])
def test_ratio_below_a_zero_target_wins_nothing(actual_):
    assert points("RATIO", "2", actual_, "0") == "0.00"


@pytest.mark.parametrize(("actual_", "target_", "at_most"), [("-20", "-10", False), ("-3", "-5", True)])
def test_ratio_short_of_a_negative_target_wins_nothing(actual_, target_, at_most):
    assert points("RATIO", "2", actual_, target_, at_most) == "0.00"


def test_ratio_at_most_with_a_zero_result_over_a_negative_target():
    assert points("RATIO", "2", "0", "-5", at_most=True) == "0.00"


def test_ratio_keeps_two_decimals_rounded_half_up():
    assert points("RATIO", "5", "5341", "6000") == "4.45"  # 4.4508…
    assert points("RATIO", "5", "4028", "4862") == "4.14"  # 4.1423…
    assert points("RATIO", "1", "125", "1000") == "0.13"  # 0.125 goes up


# THRESHOLD, EQUAL


@pytest.mark.parametrize(
    ("actual_", "target_", "at_most", "expected"),
    [
        ("95", "95", False, "1.00"),
        ("94.99", "95", False, "0.00"),
        ("97.77", "95", False, "1.00"),
        ("5", "5", True, "1.00"),
        ("5.01", "5", True, "0.00"),
        ("3.48", "5", True, "1.00"),
        ("-0.01", "0", False, "0.00"),
        ("0", "0", False, "1.00"),
    ],
)
def test_threshold_is_all_or_nothing(actual_, target_, at_most, expected):
    assert points("THRESHOLD", "1", actual_, target_, at_most) == expected


@pytest.mark.parametrize(
    ("actual_", "target_", "otherwise", "expected"),
    [
        ("100", "100", "proportional", "10.00"),
        ("90", "100", "proportional", "9.00"),
        ("110", "100", "proportional", "9.00"),  # too much is as unequal as too little
        ("250", "100", "proportional", "0.00"),
        ("90", "100", "zero", "0.00"),
        ("0", "0", "proportional", "10.00"),
        ("1", "0", "proportional", "0.00"),
        ("-9", "-10", "proportional", "9.00"),
    ],
)
def test_equal(actual_, target_, otherwise, expected):
    assert points("EQUAL", "10", actual_, target_, otherwise=otherwise) == expected


# BUDGET_EXEC, DEVIATION, COST_CONTROL


@pytest.mark.parametrize(
    ("executed", "budgeted", "expected"),
    [
        ("16.11", "17.29", "9.32"),
        ("7.27", "7.37", "9.86"),
        ("2949004.75", "3540634.75", "8.33"),
        ("121", "121", "10.00"),
        ("130", "121", "10.00"),  # overspending wins nothing extra
        ("0", "121", "0.00"),
        ("-5", "121", "0.00"),
    ],
)
def test_budget_execution_is_proportional_up_to_full(executed, budgeted, expected):
    assert points("BUDGET_EXEC", "10", executed, budgeted) == expected


@pytest.mark.parametrize(
    ("executed", "budgeted", "expected"),
    [
        ("102.11", "100", "4.00"),
        ("99.86", "100", "4.00"),
        ("105", "100", "4.00"),  # the tolerance is inclusive
        ("95", "100", "4.00"),
        ("105.01", "100", "3.00"),  # a started point counts whole
        ("94.99", "100", "3.00"),
        ("106", "100", "3.00"),
        ("106.01", "100", "2.00"),
        ("93.18", "100", "2.00"),  # 6.82 off: 1.82 beyond, two points
        ("109", "100", "0.00"),
        ("80", "100", "0.00"),
        ("0", "100", "0.00"),
    ],
)
def test_deviation_counts_both_ways(executed, budgeted, expected):
    assert (
        points("DEVIATION", "4", executed, budgeted, tolerance="5", per_point="1", count="ceil") == expected
    )


@pytest.mark.parametrize(("count", "expected"), [("ceil", "2.00"), ("floor", "3.00"), ("exact", "2.18")])
def test_deviation_counts_a_started_point_as_the_profile_says(count, expected):
    assert points("DEVIATION", "4", "93.18", "100", tolerance="5", per_point="1", count=count) == expected


@pytest.mark.parametrize(
    ("cost", "expected"),
    [
        ("100", "5.00"),
        ("90", "5.00"),  # 10 % saved
        ("110", "5.00"),  # 10 % over
        ("89.99", "3.00"),
        ("110.01", "3.00"),
        ("85", "3.00"),
        ("84.99", "1.00"),
        ("115", "3.00"),
        ("80", "1.00"),
        ("120", "1.00"),
        ("79.99", "0.00"),
        ("120.01", "0.00"),
        ("0", "0.00"),
    ],
)
def test_cost_control_at_10_15_and_20_percent(cost, expected):
    assert points("COST_CONTROL", "5", cost, "100") == expected


def test_cost_control_scales_its_table_to_the_indicator():
    assert points("COST_CONTROL", "8", "112", "100") == "4.80"


@pytest.mark.parametrize("primitive", ["BUDGET_EXEC", "DEVIATION", "COST_CONTROL"])
def test_without_a_budget_nothing_can_be_said(primitive):
    for budgeted in (None, "0"):
        found = award(primitive, Case(Fraction(10), Fraction(5), exact(budgeted)))
        assert (found.points, found.code) == (0, "award_no_target")


# BAND, RANK, RANGE


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        ("100", "10.00"),
        ("90", "10.00"),
        ("89.99", "8.00"),
        ("80", "8.00"),
        ("75", "6.00"),
        ("70", "6.00"),
        ("69.99", "4.00"),
        ("60", "4.00"),
        ("59.99", "0.00"),
        ("-1", "0.00"),
    ],
)
def test_band_is_half_open(score, expected):
    assert points("BAND", "10", score, bands=SCORE_BANDS) == expected


def test_band_of_completion_looks_up_the_share_of_the_target():
    bands = [
        {"from": "95", "points": "10"},
        {"from": "90", "to": "95", "points": "8"},
        {"to": "90", "points": "0"},
    ]
    assert points("BAND", "10", "38026", "38909", measure="completion", bands=bands) == "10.00"  # 97.73 %
    assert points("BAND", "10", "94.99", "100", measure="completion", bands=bands) == "8.00"
    assert points("BAND", "10", "5", "0", measure="completion", bands=bands) == "0.00"


def test_a_value_in_no_band_wins_nothing():
    found = award(
        "BAND",
        Case(Fraction(10), Fraction(50)),
        bands=[{"from": "60", "to": "70", "points": "4"}],
    )
    assert (found.points, found.code) == (0, "award_no_band")


def test_band_never_exceeds_the_indicator():
    assert points("BAND", "6", "95", bands=SCORE_BANDS) == "6.00"


@pytest.mark.parametrize(
    ("place", "expected"), [("1", "10.00"), ("3", "10.00"), ("4", "6.00"), ("11", "0.00")]
)
def test_rank_looks_up_the_place(place, expected):
    bands = [
        {"from": "1", "to": "4", "points": "10"},
        {"from": "4", "to": "11", "points": "6"},
        {"from": "11", "points": "0"},
    ]
    assert points("RANK", "10", place, bands=bands) == expected


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        ("6", "4.00"),
        ("9", "4.00"),
        ("7.5", "4.00"),
        ("5.99", "3.00"),
        ("5.23", "3.00"),
        ("5", "3.00"),
        ("4.99", "2.00"),
        ("9.01", "3.00"),
        ("10.5", "2.00"),
        ("0", "0.00"),
        ("31.1", "0.00"),
    ],
)
def test_range_of_six_to_nine_months(months, expected):
    assert points("RANGE", "4", months, low="6", high="9", per_unit="1", count="ceil") == expected


# DEDUCTIONS


@pytest.mark.parametrize(
    ("rate", "count", "expected"),
    [
        ("95", "ceil", "5.00"),
        ("99", "ceil", "5.00"),
        ("94.99", "ceil", "4.00"),  # a part of a point costs a point
        ("94", "ceil", "4.00"),
        ("93.99", "ceil", "3.00"),
        ("94.01", "floor", "5.00"),  # a part of a point costs nothing
        ("94", "floor", "4.00"),
        ("94.5", "exact", "4.50"),
        ("88.56", "ceil", "0.00"),  # 6.44 below: seven points of five
        ("90.01", "ceil", "0.00"),
        ("90", "ceil", "0.00"),
        ("91", "ceil", "1.00"),
    ],
)
def test_deduct_per_point_below_the_standard(rate, count, expected):
    assert points("DEDUCT_PER_POINT", "5", rate, "95", per_point="1", count=count) == expected


def test_deduct_per_point_above_a_limit():
    assert points("DEDUCT_PER_POINT", "5", "6.2", "5", at_most=True) == "3.00"
    assert points("DEDUCT_PER_POINT", "5", "5", "5", at_most=True) == "5.00"


@pytest.mark.parametrize(("findings", "expected"), [(0, 4), (1, 3), (3, 1), (4, 0), (9, 0)])
def test_deduct_per_finding(findings, expected):
    found = judged("DEDUCT_PER_FINDING", "4", Evidence(findings=findings), per_finding="1")
    assert clipped(found.points, Fraction(4)) == expected


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        ("100", "5.00"),
        ("90", "5.00"),
        ("89.99", "4.00"),
        ("85", "4.00"),
        ("84.99", "3.00"),
        ("80", "3.00"),
        ("65", "0.00"),
        ("0", "0.00"),
    ],
)
def test_satisfaction_loses_a_point_each_five(rate, expected):
    assert points("SATISFACTION", "5", rate) == expected
