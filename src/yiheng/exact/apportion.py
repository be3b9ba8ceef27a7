"""Apportionment of whole units (分, points, places) so that the parts sum exactly to the whole.

One way: the method of largest remainder. Two ways: a matrix whose rows and columns both keep their totals
(controlled rounding), as when a sum is split over counties and funds at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import lcm

from yiheng.exact.errors import ExactError


def largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """Split ``total`` in proportion to ``weights``: every part is its quota rounded down or up.

    What is left after rounding down goes, one unit each, to the largest remainders; equal ones to the earlier
    place. A zero weight gets nothing; a negative total is the mirror image of the positive one.
    Raises ExactError("weight_negative") and ("weights_all_zero"); the latter also for no weights at all.
    """
    whole = _weight_sum(weights)
    quotas = [divmod(abs(total) * weight, whole) for weight in weights]
    parts = [quota for quota, _ in quotas]
    by_remainder = sorted(range(len(weights)), key=lambda place: -quotas[place][1])
    for place in by_remainder[: abs(total) - sum(parts)]:
        parts[place] += 1
    return parts if total >= 0 else [-part for part in parts]


def largest_remainder_two_way(
    cell_weights: Sequence[Sequence[int]], row_totals: Sequence[int], column_totals: Sequence[int]
) -> list[list[int]]:
    """Split into a matrix with exactly these row and column totals, close to proportional in every row.

    1. Each row's total is split over its weights by largest remainder: the rows sum, columns need not.
    2. Units move from the first column with too much to the nearest with too little, along the cheapest
       chain of exchanges within rows. A cell costs its distance from its quota; a unit beyond the two whole
       numbers around the quota costs more than all cells together within them.

    The chains are shortest paths, so no matrix with these totals is cheaper (successive shortest paths:
    Ahuja, Magnanti and Orlin, *Network Flows*, §9.7). Where the weights agree with the totals, a matrix of
    quotas rounded down or up always exists (flows are integral), hence it is found: every cell is within 1
    of its share. Where they do not, as few units as possible lie further out. Cells of zero weight stay 0;
    the order of rows and columns decides between equally cheap matrices only.

    Raises ExactError("totals_differ", rows=…, columns=…), ("total_negative"), ("weight_negative"),
    ("weights_all_zero", row=…) for a row with a total and no weight, ("shape_differs"), and
    ("split_impossible") where zero weights leave no way to the column totals.
    """
    _check_totals(cell_weights, row_totals, column_totals)
    rows = [_row(number, weights, total) for number, (weights, total) in _numbered(cell_weights, row_totals)]
    scale = lcm(*(row.weight for row in rows))
    outside = scale * (2 + len(row_totals) * len(column_totals))
    cells = [[_Cell.of(row, place, scale, outside) for place in range(len(column_totals))] for row in rows]
    _balance(cells, column_totals)
    return [[cell.value for cell in row] for row in cells]


@dataclass(frozen=True, slots=True)
class _Row:
    """One row after its own split: ``quotas`` are (whole part, remainder over ``weight``) of each cell."""

    weights: Sequence[int]
    weight: int
    quotas: list[tuple[int, int]]
    parts: list[int]


@dataclass(slots=True)
class _Cell:
    """A cell's value and the slopes of its convex cost, scaled to integers.

    ``up`` is the cost of the one unit from ``floor`` to the quota rounded up; None where the quota is whole.
    """

    value: int
    floor: int
    up: int | None
    outside: int
    closed: bool

    @classmethod
    def of(cls, row: _Row, place: int, scale: int, outside: int) -> _Cell:
        """The cell of a row; ``scale`` is the rows' common denominator, ``outside`` the cost beyond the quota."""
        floor, remainder = row.quotas[place]
        up = scale - 2 * remainder * (scale // row.weight) if remainder else None
        return cls(row.parts[place], floor, up, outside, row.weights[place] == 0)

    def slope(self, value: int) -> int:
        """Cost of going from ``value`` to the next whole number."""
        if value < self.floor:
            return -self.outside
        if value == self.floor and self.up is not None:
            return self.up
        return self.outside

    def rise(self) -> tuple[int, int] | None:
        """Cost of one more unit, and how many units cost that (0: without limit); None where it may not."""
        if self.closed:
            return None
        if self.value < self.floor:
            return -self.outside, self.floor - self.value
        limit = 1 if self.value == self.floor and self.up is not None else 0
        return self.slope(self.value), limit

    def fall(self) -> tuple[int, int] | None:
        """Cost of one unit less, and how many units cost that; None at 0."""
        if self.value == 0:
            return None
        ceiling = self.floor + (self.up is not None)
        if self.value > ceiling:
            limit = self.value - ceiling
        elif self.value > self.floor:
            limit = 1
        else:
            limit = self.value
        return -self.slope(self.value - 1), limit


@dataclass(frozen=True, slots=True)
class _Exchange:
    """The cheapest way to take units from one column and give them to another within one row."""

    cost: int
    row: int
    limit: int


def _balance(cells: list[list[_Cell]], column_totals: Sequence[int]) -> None:
    """Move units between columns until each has its total; changes the cells' values."""
    columns = range(len(column_totals))
    surplus = [sum(row[column].value for row in cells) - column_totals[column] for column in columns]
    while any(surplus):
        source = next(column for column in columns if surplus[column] > 0)
        exchanges = {
            (giver, taker): found
            for giver in columns
            for taker in columns
            if giver != taker and (found := _cheapest(cells, giver, taker)) is not None
        }
        chain = _shortest_chain(exchanges, source, surplus)
        amount = min(surplus[source], -surplus[chain[-1][1]])
        for step in chain:
            amount = min(amount, exchanges[step].limit or amount)
        for giver, taker in chain:
            row = cells[exchanges[giver, taker].row]
            row[giver].value -= amount
            row[taker].value += amount
        surplus[source] -= amount
        surplus[chain[-1][1]] += amount


def _cheapest(cells: list[list[_Cell]], giver: int, taker: int) -> _Exchange | None:
    best: _Exchange | None = None
    for number, row in enumerate(cells):
        fall, rise = row[giver].fall(), row[taker].rise()
        if fall is None or rise is None:
            continue
        cost = fall[0] + rise[0]
        if best is None or cost < best.cost:
            best = _Exchange(cost, number, min(fall[1], rise[1] or fall[1]))
    return best


def _shortest_chain(
    exchanges: dict[tuple[int, int], _Exchange], source: int, surplus: list[int]
) -> list[tuple[int, int]]:
    """The cheapest chain from ``source`` to a column in deficit (Bellman–Ford: costs may be negative)."""
    distance = {source: 0}
    before: dict[int, int] = {}
    for _ in surplus:
        for (giver, taker), exchange in exchanges.items():
            if giver in distance:
                length = distance[giver] + exchange.cost
                if taker not in distance or length < distance[taker]:
                    distance[taker] = length
                    before[taker] = giver
    reached = [column for column, rest in enumerate(surplus) if rest < 0 and column in distance]
    if not reached:
        raise ExactError("split_impossible", column=source + 1)
    column = min(reached, key=lambda column: (distance[column], column))
    chain: list[tuple[int, int]] = []
    while column != source:
        chain.append((before[column], column))
        column = before[column]
    return chain[::-1]


def _row(number: int, weights: Sequence[int], total: int) -> _Row:
    if not any(weights):
        if total:
            raise ExactError("weights_all_zero", row=number)
        return _Row(weights, 1, [(0, 0)] * len(weights), [0] * len(weights))
    whole = _weight_sum(weights)
    quotas = [divmod(total * weight, whole) for weight in weights]
    return _Row(weights, whole, quotas, largest_remainder(total, weights))


def _numbered(
    cell_weights: Sequence[Sequence[int]], row_totals: Sequence[int]
) -> list[tuple[int, tuple[Sequence[int], int]]]:
    return list(enumerate(zip(cell_weights, row_totals, strict=True), start=1))


def _weight_sum(weights: Sequence[int]) -> int:
    if any(weight < 0 for weight in weights):
        raise ExactError("weight_negative", found=min(weights))
    whole = sum(weights)
    if whole == 0:
        raise ExactError("weights_all_zero")
    return whole


def _check_totals(
    cell_weights: Sequence[Sequence[int]], row_totals: Sequence[int], column_totals: Sequence[int]
) -> None:
    if len(cell_weights) != len(row_totals) or any(len(row) != len(column_totals) for row in cell_weights):
        raise ExactError("shape_differs", expected=f"{len(row_totals)}×{len(column_totals)}")
    if any(total < 0 for total in (*row_totals, *column_totals)):
        raise ExactError("total_negative", found=min(*row_totals, *column_totals))
    if sum(row_totals) != sum(column_totals):
        raise ExactError("totals_differ", rows=sum(row_totals), columns=sum(column_totals))
