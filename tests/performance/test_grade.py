"""Grades (03 §2): half-open bands, other words for the same grade, and tables that leave a score without one."""

from fractions import Fraction

import pytest
from evaluation_cases import INFERRED, shipped, with_layer
from hypothesis import given
from hypothesis import strategies as st

from yiheng.performance.grade import GRADES, GradeTable, band_faults
from yiheng.policy.content import check

NATIONAL = [("优", "90", ""), ("良", "80", "90"), ("中", "60", "80"), ("差", "", "60")]


def table(*bands, **more):
    rows = [{"name": name, "from": low, "to": high} for name, low, high in bands]
    return {"grades": "case", "title": "案例", "source": INFERRED, "bands": rows} | more


def read(*bands):
    return GradeTable.model_validate(table(*bands))


def faults_of(*bands):
    return list(band_faults(read(*bands).bands))


@pytest.fixture(scope="module")
def national():
    return shipped().get(GRADES, "national-four").value


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        ("105", "优"),
        ("100", "优"),
        ("90", "优"),
        ("89.99", "良"),
        ("80", "良"),
        ("79.99", "中"),
        ("60", "中"),
        ("59.99", "差"),
        ("0", "差"),
    ],
)
def test_the_national_bands_are_half_open(national, score, grade):
    assert national.grade(Fraction(score)) == grade


@pytest.mark.parametrize(
    ("word", "grade"),
    [("优秀", "优"), ("良好", "良"), ("合格", "中"), ("优", "优"), ("差", "差"), ("特优", "特优")],
)
def test_words_found_in_reports(national, word, grade):
    assert national.canonical(word) == grade


def test_the_table_of_2021_is_rejected_by_its_two_gaps():
    """60–70, 71–80 and from 90, as one printed report has it: 70.5 and 85 have no grade."""
    printed = [("优", "90", ""), ("良", "71", "80"), ("合格", "60", "70"), ("差", "", "60")]
    assert faults_of(*printed) == [("grade_gap", "70—71"), ("grade_gap", "80—90")]


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        (NATIONAL, []),
        ([("优", "90", ""), ("差", "", "90")], []),
        ([("优", "90", ""), ("良", "80", "90")], [("grade_gap", "0—80")]),
        ([("良", "80", "90"), ("差", "", "80")], [("grade_gap", "90—100")]),
        ([("优", "85", ""), ("良", "80", "90"), ("差", "", "80")], [("grade_overlap", "85—90")]),
        ([("优", "90.5", ""), ("差", "", "90")], [("grade_gap", "90—90.5")]),
        ([], [("grade_gap", "0—100")]),
        ([("优", "", ""), ("差", "", "")], [("grade_overlap", "0—100")]),
    ],
)
def test_gaps_and_overlaps_are_named(bands, expected):
    assert faults_of(*bands) == expected


def test_a_reversed_band_is_named():
    assert ("grade_reversed", "良 90—80") in faults_of(("优", "90", ""), ("良", "90", "80"), ("差", "", "80"))


def test_a_table_closed_at_100_is_rejected_since_its_bands_are_half_open():
    assert faults_of(("优", "90", "100"), ("差", "", "90"))


def test_a_total_below_zero_has_the_lowest_grade(national):
    assert national.grade(Fraction(-3)) == "差"


@given(
    st.lists(st.integers(1, 99), min_size=1, max_size=6, unique=True),
    st.fractions(0, 130, max_denominator=100),
)
def test_a_table_without_faults_gives_every_score_exactly_one_grade(cuts, score):
    bounds = ["", *map(str, sorted(cuts)), ""]
    bands = [
        (f"第{number}档", low, high)
        for number, (low, high) in enumerate(zip(bounds, bounds[1:], strict=False))
    ]
    assert not faults_of(*bands)
    assert sum(band.holds(score) for band in read(*bands).bands) == 1


@given(st.sampled_from(range(4)), st.integers(1, 9), st.booleans())
def test_a_bound_moved_is_always_noticed(place, by, up):
    bands = [list(band) for band in NATIONAL]
    side = 2 if place else 1  # the upper bound of a lower band, or the lower bound of the top one
    bands[place][side] = str(int(bands[place][side]) + (by if up else -by))
    assert faults_of(*map(tuple, bands))


def test_a_bureaus_table_with_a_gap_is_a_problem_with_file_and_line(tmp_path):
    content = with_layer(tmp_path, table(("优", "90", ""), ("差", "", "80")), kind="grades")
    problems = [problem for problem in check(content, [GRADES]) if problem.key == "case"]
    assert [(p.code, p.found) for p in problems] == [("grade_gap", "80—90")]
    assert problems[0].file.endswith("grades0.yaml")
    assert problems[0].line > 1


def test_a_synonym_of_an_unknown_grade_is_a_problem(tmp_path):
    content = with_layer(tmp_path, table(*NATIONAL, synonyms={"优异": "特优"}), kind="grades")
    problems = [problem for problem in check(content, [GRADES]) if problem.key == "case"]
    assert [(p.code, p.found) for p in problems] == [("grade_unknown", "特优")]
