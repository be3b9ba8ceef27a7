"""Laws of the scoring primitives: bounds, monotony, symmetry, and what happens where a side is missing."""

from fractions import Fraction

import pytest
from award_cases import AGAINST_TARGET, NUMERIC, award, clipped
from hypothesis import given, settings
from hypothesis import strategies as st

from yiheng.performance.award import AWARDS, Case


@pytest.mark.parametrize("primitive", NUMERIC)
def test_without_a_result_there_are_no_points(primitive):
    found = award(primitive, Case(Fraction(10), None, Fraction(90)), **NUMERIC[primitive])
    assert (found.points, found.code) == (0, "award_no_result")


@pytest.mark.parametrize("primitive", AGAINST_TARGET)
def test_without_a_target_there_are_no_points(primitive):
    found = award(primitive, Case(Fraction(10), Fraction(90)), **NUMERIC[primitive])
    assert (found.points, found.code) == (0, "award_no_target")


def test_every_primitive_of_a_profile_is_tried_here():
    by_evidence = {"DEDUCT_PER_FINDING", "YES_NO", "CHECKLIST", "QUAL3", "QUAL5", "BONUS", "PENALTY"}
    assert set(NUMERIC) | by_evidence == set(AWARDS)
    assert {name for name, rule in AWARDS.items() if rule.numeric} == set(NUMERIC)


AMOUNT = st.fractions(min_value=-200, max_value=400, max_denominator=100)
POSITIVE = st.fractions(min_value=Fraction(1, 100), max_value=400, max_denominator=100)
FULL = st.integers(1, 4000).map(lambda hundredths: Fraction(hundredths, 100))


@pytest.mark.parametrize("primitive", NUMERIC)
@settings(max_examples=40)
@given(full=FULL, given_actual=AMOUNT, given_target=POSITIVE, at_most=st.booleans())
def test_points_lie_between_nothing_and_full(primitive, full, given_actual, given_target, at_most):
    case = Case(full, given_actual, given_target, at_most)
    found = award(primitive, case, **NUMERIC[primitive])
    kept = clipped(found.points, full)
    assert 0 <= kept <= full
    if primitive not in ("BAND", "RANK"):
        assert found.points <= full  # only a table of points can name more than the indicator has


@pytest.mark.parametrize("primitive", ["RATIO", "THRESHOLD", "DEDUCT_PER_POINT"])
@settings(max_examples=40)
@given(full=FULL, one=AMOUNT, other=AMOUNT, given_target=POSITIVE, at_most=st.booleans())
def test_a_better_result_never_scores_less(primitive, full, one, other, given_target, at_most):
    better, worse = (min(one, other), max(one, other)) if at_most else (max(one, other), min(one, other))
    high = clipped(award(primitive, Case(full, better, given_target, at_most)).points, full)
    low = clipped(award(primitive, Case(full, worse, given_target, at_most)).points, full)
    assert high >= low


@pytest.mark.parametrize("primitive", ["EQUAL", "DEVIATION", "COST_CONTROL"])
@settings(max_examples=40)
@given(full=FULL, given_target=POSITIVE, near=POSITIVE, far=POSITIVE, sign=st.sampled_from([1, -1]))
def test_a_larger_distance_never_scores_more(primitive, full, given_target, near, far, sign):
    near, far = min(near, far), max(near, far)
    close = clipped(award(primitive, Case(full, given_target + sign * near, given_target)).points, full)
    away = clipped(award(primitive, Case(full, given_target + sign * far, given_target)).points, full)
    assert close >= away


@settings(max_examples=40)
@given(full=FULL, given_target=POSITIVE, off=POSITIVE)
def test_deviation_over_and_under_cost_the_same(full, given_target, off):
    over = award("DEVIATION", Case(full, given_target + off, given_target)).points
    under = award("DEVIATION", Case(full, given_target - off, given_target)).points
    assert over == under


@settings(max_examples=40)
@given(full=FULL, short=POSITIVE, standard=POSITIVE)
def test_the_way_of_counting_orders_the_deduction(full, short, standard):
    case = Case(full, standard - short, standard)
    ceil, exactly, floor = (
        award("DEDUCT_PER_POINT", case, count=count).points for count in ("ceil", "exact", "floor")
    )
    assert ceil <= exactly <= floor


@settings(max_examples=40)
@given(full=FULL, part=AMOUNT, whole=POSITIVE, factor=st.integers(1, 10_000))
def test_a_ratio_does_not_depend_on_the_unit(full, part, whole, factor):
    in_one = award("RATIO", Case(full, part, whole)).points
    in_other = award("RATIO", Case(full, part * factor, whole * factor)).points
    assert in_one == in_other
