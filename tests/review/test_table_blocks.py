"""Which rows a row may be the sum of: the same as by trying every block by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from yiheng.review.reading.quantity import quantities
from yiheng.review.rules.table_blocks import Column, blocks_of

_ROWS, _MOST = 14, 300


def _column(at: int, values: Sequence[int | None]) -> Column:
    rows = [None if one is None else quantities(f"共{one / 100:.2f}万元")[0] for one in values]
    return Column(at, rows, [one for one in rows if one is not None], True)


def _every_block(row: int) -> Iterator[range]:
    for end in range(min(_ROWS, row + 1 + _MOST), row + 2, -1):
        yield range(row + 1, end)
    for start in range(max(0, row - _MOST), row - 1):
        yield range(start, row)


def _may_be(columns: Sequence[Column], row: int, block: range) -> bool:
    """Whether a row is the sum of a block, to the last place, in one column at least, and surely not in one at most."""
    held = apart = 0
    for column in columns:
        claim = column.rows[row]
        parts = [one.value for at in block if (one := column.rows[at]) is not None]
        if claim is None or not claim.value or len(parts) < 2 or min(parts) <= claim.value <= max(parts):
            continue
        held, apart = held + (sum(parts) == claim.value), apart + (sum(parts) != claim.value)
    return held > 0 and apart <= 1


@pytest.mark.parametrize("seed", range(12))
def test_no_block_that_a_row_may_be_the_sum_of_is_passed_over(seed: int) -> None:
    random = np.random.default_rng(seed)
    values = random.integers(100, 9_000, size=(3, _ROWS)).tolist()
    for column in values:
        column[5] = sum(column[:5])
        column[6] = sum(column[7:11])
        column[int(random.integers(0, 5))] += 100 * int(random.integers(0, 2))
    values[2][8] = None
    columns = [_column(at, column) for at, column in enumerate(values)]
    for row in range(_ROWS):
        found = set(blocks_of(columns, _ROWS, row))
        assert {block for block in _every_block(row) if _may_be(columns, row, block)} <= found
        assert found <= set(_every_block(row))
