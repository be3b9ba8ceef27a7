"""The weights that say how likely a number is computed from others: content, learnt from clean reports.

``national/review/odds.csv``: a form, which of its numbers has a trait, the trait, and its weight in thousandths of a natural
logarithm of odds. ``python -m tests.review.learn_odds`` learns it anew.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from yiheng.review.learnt.columns import WEIGHTS, Spellings, place_of

PATH = "content/national/review/odds.csv"
THOUSANDTHS = 1000


@dataclass(frozen=True)
class Table:
    """The weights, what every combination has before any, and the words that the weights are of."""

    weights: npt.NDArray[np.int32]
    base: int
    spellings: Spellings


@cache
def table() -> Table:
    """The table that is in use."""
    weights, base = np.zeros(WEIGHTS, np.int32), 0
    spellings = Spellings(learning=True)
    with files("yiheng").joinpath(PATH).open(encoding="utf-8") as stream:
        for row in csv.DictReader(line for line in stream if not line.startswith("#")):
            weight = int(row["weight_thousandths"])
            if row["form"]:
                weights[place_of(row["form"], row["of"], row["trait"], spellings)] = weight
            else:
                base = weight
    return Table(weights, base, Spellings(codes=spellings.codes))
