"""The weights that say how likely a number is computed from others: content, learnt from clean reports.

``national/review/odds.csv``: a form, which of its numbers has a trait, the trait, and its weight in thousandths of a natural
logarithm of odds. ``python -m tests.review.learn`` learns it anew.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
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


def rows_of(path: str) -> Iterator[dict[str, str]]:
    """The rows of a table of the content, without its notes."""
    with files("yiheng").joinpath(path).open(encoding="utf-8") as stream:
        yield from csv.DictReader(line for line in stream if not line.startswith("#"))


@cache
def table() -> Table:
    """The table that is in use."""
    weights, base = np.zeros(WEIGHTS, np.int32), 0
    spellings = Spellings(learning=True)
    for row in rows_of(PATH):
        weight = int(row["weight_thousandths"])
        if row["form"]:
            weights[place_of(row["form"], row["of"], row["trait"], spellings)] = weight
        else:
            base = weight
    return Table(weights, base, Spellings(codes=spellings.codes))
