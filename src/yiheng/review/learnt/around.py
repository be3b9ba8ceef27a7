"""Which numbers stand around a claim, of which it may be computed: near ones of the text, cells of its row and column, and of the
others those that share its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from yiheng.review.learnt.numbers import Codes, Numbers

BACK, AHEAD = 60, 8
"""How many numbers of the text before and after a claim may be its operands."""
_NAMED, _WITHIN, _COLUMN, _TABLE = 12, 300, 24, 2000
"""How many numbers of tables for one of the text, or the other way round, by their names, within how many numbers; how many cells of a
column, within how many."""


@dataclass(frozen=True)
class Around:
    """Some claims, and the numbers around them, a row for each number around each: its place in the ``pool``, and of which of the
    claims it is one (``owner``); the rows of each claim begin where ``starts`` says."""

    claims: Codes
    pool: Codes
    owner: Codes
    starts: Codes

    @property
    def claim(self) -> Codes:
        """The claim of each row."""
        return self.claims[self.owner]

    def rows_of(self, number: int) -> Codes:
        """The rows of one of the claims."""
        return np.arange(self.starts[number], self.starts[number + 1])


def around_of(numbers: Numbers, pieces: Sequence[frozenset[str]], claims: Codes) -> Around:
    """The numbers around some claims; ``pieces`` are those of the name of each number."""
    pools = [_pool_of(numbers, pieces, int(claim)) for claim in claims]
    counts = [len(one) for one in pools]
    return Around(
        claims,
        np.concatenate([np.zeros(0, np.int64), *pools]),
        np.repeat(np.arange(len(claims)), counts),
        np.cumsum([0, *counts]),
    )


def _pool_of(numbers: Numbers, pieces: Sequence[frozenset[str]], claim: int) -> Codes:
    """The places of the numbers around one claim, in order."""
    here, cells = numbers.in_text, numbers.cells
    if numbers.table[claim] < 0:
        at = int(np.searchsorted(here, claim))
        found = here[max(0, at - BACK) : at + 1 + AHEAD]
        if len(cells):
            found = np.sort(np.concatenate([found, _named_alike(pieces, claim, cells)]))
    else:
        first, last = np.searchsorted(cells, (claim - _TABLE, claim + _TABLE))
        own = cells[first:last]
        own = own[numbers.table[own] == numbers.table[claim]]
        row = own[numbers.row[own] == numbers.row[claim]]
        column = own[numbers.column[own] == numbers.column[claim]]
        near = column[np.argsort(np.abs(column - claim), kind="stable")[:_COLUMN]]
        found = np.unique(np.concatenate([row, near, _named_alike(pieces, claim, here)]))
    return found[(found != claim) & numbers.usable[found]]


def _named_alike(pieces: Sequence[frozenset[str]], claim: int, places: Codes) -> Codes:
    """Of some numbers those that share most of the name of one, within reach."""
    first, last = np.searchsorted(places, (claim - _WITHIN, claim + _WITHIN))
    near, name = places[first:last], pieces[claim]
    shared = np.array([len(name & pieces[at]) for at in near], dtype=np.int64)
    best = np.lexsort((np.abs(near - claim), -shared))[:_NAMED]
    return near[best[shared[best] > 0]]
