"""The weights that say how likely a number is computed from others: content, learnt from clean reports.

``national/review/odds.csv``: a form, which of its numbers has a trait, the trait, and its weight in thousandths of a natural
logarithm of odds. ``python -m tests.review.learn`` learns it anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from math import prod

import numpy as np
import numpy.typing as npt

from yiheng.review.learnt.columns import COUNT, OPERANDS, SLOTS, WEIGHTS, Spellings, place_of
from yiheng.review.learnt.forms import KINDS_OF_CLAIMS, of_kind
from yiheng.review.learnt.numbers import Codes, Marks
from yiheng.review.reading.lexicon import content_rows

PATH = "content/national/review/odds.csv"
THOUSANDTHS = 1000
Weights = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Keyed:
    """The weights of some keys, a row each; all keys that have none share the first row, of zeros."""

    row_of: Weights
    rows: Weights

    def of(self, keys: Codes) -> Weights:
        """The weights of keys."""
        return np.asarray(self.rows[self.row_of[keys]])


@dataclass(frozen=True)
class Table:
    """The weights and where each stands among all, what every combination has before any, and the words that the weights are of."""

    places: Codes
    weights: Weights
    base: int
    spellings: Spellings

    @cached_property
    def of_operands(self) -> dict[str, Keyed]:
        """The weights of operands for each kind of claims, by place over :data:`EACH`: for each place in a form and each form."""
        return self._by_kind(self.places < OPERANDS, len(SLOTS))

    @cached_property
    def of_others(self) -> dict[str, Keyed]:
        """The other weights for each kind of claims, by place over :data:`COUNT`: for each form."""
        return self._by_kind(self.places >= OPERANDS)

    def _by_kind(self, chosen: Marks, *slots: int) -> dict[str, Keyed]:
        places, weights = self.places[chosen], self.weights[chosen]
        width = prod(slots) * COUNT
        known, row = np.unique(places // width, return_inverse=True)
        row_of = np.zeros(WEIGHTS // width + 1, np.int32)
        row_of[known] = np.arange(1, len(known) + 1)
        rows = np.zeros((len(known) + 1, width), np.int32)
        rows[row + 1, places % width] = weights
        parts = rows.reshape(len(rows), *slots, COUNT)
        return {
            kind: Keyed(row_of, np.ascontiguousarray(parts[..., of_kind(kind)])) for kind in KINDS_OF_CLAIMS
        }


@cache
def table() -> Table:
    """The table that is in use."""
    spellings, base = Spellings(learning=True), 0
    places, weights = [], []
    for row in content_rows(PATH):
        weight = int(row["weight_thousandths"])
        if row["form"]:
            places.append(place_of(row["form"], row["of"], row["trait"], spellings))
            weights.append(weight)
        else:
            base = weight
    return Table(
        np.array(places, np.int64), np.array(weights, np.int32), base, Spellings(codes=spellings.codes)
    )
