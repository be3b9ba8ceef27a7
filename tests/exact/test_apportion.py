"""Splits that sum to the whole."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yiheng.exact.apportion import largest_remainder, largest_remainder_two_way
from yiheng.exact.errors import ExactError

weight_lists = st.lists(st.integers(0, 10**9), min_size=1, max_size=12).filter(any)


@pytest.mark.parametrize(
    ("total", "weights", "expected"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (101, [1, 1, 1], [34, 34, 33]),
        (10, [47000, 16000, 15800, 12000, 6100, 3100], [5, 2, 1, 1, 1, 0]),  # the textbook example of Hare
        (-100, [1, 1, 1], [-34, -33, -33]),
        (7, [0, 3, 0, 4], [0, 3, 0, 4]),
        (1, [0, 1, 1], [0, 1, 0]),
        (0, [5, 5], [0, 0]),
        (5, [9], [5]),
        (23_090_390_000, [1] * 60, [384_839_834] * 20 + [384_839_833] * 40),  # 05 §13 o16
        (10**30 + 1, [1, 1], [5 * 10**29 + 1, 5 * 10**29]),
    ],
)
def test_largest_remainder(total: int, weights: list[int], expected: list[int]) -> None:
    assert largest_remainder(total, weights) == expected


@pytest.mark.parametrize(
    ("weights", "code"),
    [([], "weights_all_zero"), ([0, 0], "weights_all_zero"), ([1, -1, 3], "weight_negative")],
)
def test_weights_that_split_nothing_are_refused(weights: list[int], code: str) -> None:
    with pytest.raises(ExactError, match=code):
        largest_remainder(10, weights)


@given(st.integers(-(10**15), 10**15), weight_lists)
def test_parts_sum_to_the_whole_and_stay_within_one_of_their_quota(total: int, weights: list[int]) -> None:
    parts = largest_remainder(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights))) < 1
        assert part == 0 or weight
    assert largest_remainder(-total, weights) == [-part for part in parts]


@given(st.integers(0, 10**6), weight_lists)
def test_the_heavier_never_gets_less(total: int, weights: list[int]) -> None:
    parts = sorted(zip(weights, largest_remainder(total, weights), strict=True))
    for (light, less), (heavy, more) in zip(parts, parts[1:], strict=False):
        assert light == heavy or less <= more


def test_two_ways_keep_rows_and_columns() -> None:
    # Three counties, two funds, every share one half: row by row the first fund would get all three.
    assert largest_remainder_two_way([[1, 1], [1, 1], [1, 1]], [1, 1, 1], [1, 2]) == [[0, 1], [0, 1], [1, 0]]


def test_two_ways_leave_agreeing_whole_shares_alone() -> None:
    assert largest_remainder_two_way([[2, 4], [6, 8]], [6, 14], [8, 12]) == [[2, 4], [6, 8]]


def test_two_ways_leave_zero_weights_empty_and_empty_rows_alone() -> None:
    assert largest_remainder_two_way([[0, 3], [0, 0], [2, 1]], [3, 0, 3], [2, 4]) == [[0, 3], [0, 0], [2, 1]]


def test_two_ways_go_further_out_only_where_the_totals_demand_it() -> None:
    assert largest_remainder_two_way([[1, 1], [1, 1]], [10, 10], [15, 5]) == [[10, 0], [5, 5]]


def test_two_ways_of_nothing() -> None:
    assert largest_remainder_two_way([], [], []) == []
    assert largest_remainder_two_way([[1, 2]], [0], [0, 0]) == [[0, 0]]


@pytest.mark.parametrize(
    ("weights", "rows", "columns", "code"),
    [
        ([[1, 1]], [3], [1, 1], "totals_differ"),
        ([[1, 1]], [2, 0], [1, 1], "shape_differs"),
        ([[1], [1]], [1, 1], [1, 1], "shape_differs"),
        ([[1, -1]], [2], [1, 1], "weight_negative"),
        ([[1, 1], [0, 0]], [1, 1], [1, 1], "weights_all_zero"),
        ([[1, 1], [1, 1]], [-1, 1], [0, 0], "total_negative"),
        ([[1, 0], [1, 0]], [1, 1], [1, 1], "split_impossible"),
    ],
)
def test_two_ways_refuse(weights: list[list[int]], rows: list[int], columns: list[int], code: str) -> None:
    with pytest.raises(ExactError) as refusal:
        largest_remainder_two_way(weights, rows, columns)
    assert refusal.value.code == code


@st.composite
def agreeing(draw: st.DrawFn) -> tuple[list[list[int]], list[int], list[int]]:
    """Weights whose margins are ``scale`` times the totals: real shares that already sum both ways."""
    height, width = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    scale = draw(st.sampled_from([2, 3, 7, 10, 100]))
    weights = [[draw(st.integers(0, 300)) for _ in range(width)] for _ in range(height)]
    for row in weights:  # pad the last column, then the last row, so that every margin is a multiple
        row[-1] += -sum(row) % scale
    for column in range(width):
        weights[-1][column] += -sum(row[column] for row in weights) % scale
    rows = [sum(row) // scale for row in weights]
    return weights, rows, [sum(column) // scale for column in zip(*weights, strict=True)]


@settings(max_examples=300)
@given(agreeing())
def test_agreeing_weights_give_every_cell_within_one(
    case: tuple[list[list[int]], list[int], list[int]],
) -> None:
    weights, rows, columns = case
    cells = largest_remainder_two_way(weights, rows, columns)
    assert [sum(row) for row in cells] == rows
    assert [sum(column) for column in zip(*cells, strict=True)] == columns
    for row, shares, total in zip(cells, weights, rows, strict=True):
        for cell, weight in zip(row, shares, strict=True):
            assert cell == 0 if not weight else abs(cell - Fraction(total * weight, sum(shares))) < 1
    assert largest_remainder_two_way(weights, rows, columns) == cells


@settings(max_examples=200)
@given(
    st.lists(st.lists(st.integers(1, 9), min_size=3, max_size=3), min_size=2, max_size=2),
    st.lists(st.integers(0, 4), min_size=2, max_size=2),
    st.data(),
)
def test_no_matrix_with_these_totals_is_cheaper(
    weights: list[list[int]], rows: list[int], data: st.DataObject
) -> None:
    """Against trying every matrix: first units outside floor and ceiling, then distance from the shares."""
    first = data.draw(st.integers(0, sum(rows)))
    second = data.draw(st.integers(0, sum(rows) - first))
    columns = [first, second, sum(rows) - first - second]
    shares = [
        [Fraction(total * weight, sum(row)) for weight in row]
        for row, total in zip(weights, rows, strict=True)
    ]

    def cost(cells: list[list[int]]) -> tuple[int, Fraction]:
        pairs = [
            (c, s) for row, line in zip(cells, shares, strict=True) for c, s in zip(row, line, strict=True)
        ]
        outside = sum(max(s.__floor__() - c, c - s.__ceil__(), 0) for c, s in pairs)
        within = sum((abs(min(max(c, s.__floor__()), s.__ceil__()) - s) for c, s in pairs), Fraction(0))
        return outside, within

    every = (
        [[a, b, rows[0] - a - b], [columns[0] - a, columns[1] - b, columns[2] - rows[0] + a + b]]
        for a, b in product(range(rows[0] + 1), repeat=2)
    )
    cheapest = min(cost(cells) for cells in every if min(map(min, cells)) >= 0)
    assert cost(largest_remainder_two_way(weights, rows, columns)) == cheapest
