"""Learns how far an accusation is to be trusted, from planted errors that are told and honest reports that are accused.

The weights are those of a logistic model, with a pull to zero, in which each report has about one error. Same reports, same table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from tests.review.accusation import accused_in
from tests.review.learn_odds import write_table
from tests.review.mutation import Plant

from yiheng.review.learnt.accusation import accusation_traits
from yiheng.review.learnt.table import THOUSANDTHS
from yiheng.review.learnt.trust import PATH, read_weights

_PULL, _STEPS, _LEAST = 5.0, 40, 20
_SEEN = 10
"""How often a trait must be seen to count; of a sentence told more rarely nothing is learnt."""
_TOGETHER = 8
_Floats = npt.NDArray[np.float64]
Accused = tuple[list[tuple[int, int]], tuple[str, ...]]
"""An accusation: the spans quoted, and the traits."""


@dataclass
class Accusations:
    """The traits of accusations and whether they are right, of so many planted errors and honest reports."""

    traits: list[tuple[str, ...]] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    planted: int = 0
    honest: int = 0

    def add_planted(self, plant: Plant, found: Iterable[Accused]) -> None:
        """Those that quote a planted error; others are of the report, not of the plant."""
        self.planted += 1
        for spans, traits in found:
            if any(start < plant.end and plant.start < end for start, end in spans):
                self.traits.append(traits)
                self.right.append(True)

    def add_honest(self, found: Iterable[Accused]) -> None:
        """All of an honest report."""
        self.honest += 1
        for _, traits in found:
            self.traits.append(traits)
            self.right.append(False)


def accusations_of(text: str) -> list[Accused]:
    """What a text is accused of, trusted or not."""
    return [
        (
            [(quote.start, quote.end) for quote in one.relation.quotes],
            tuple(accusation_traits(judge, one)),
        )
        for judge, one in accused_in(text)
    ]


def learnt(accusations: Accusations) -> Iterator[tuple[str, int]]:
    """Trait and weight in thousandths, of those that matter; that of a sentence says too that accusations of it are weighed."""
    seen = Counter(trait for traits in accusations.traits for trait in traits)
    names = sorted(trait for trait, times in seen.items() if times >= _SEEN)
    place = {name: at for at, name in enumerate(names)}
    has = np.zeros((len(accusations.traits), len(names)))
    for row, traits in enumerate(accusations.traits):
        has[row, [place[trait] for trait in traits if trait in place]] = 1
    right = np.array(accusations.right, dtype=float)
    stands_for = np.where(right > 0, 1.0, accusations.planted / accusations.honest)
    pull = np.where(np.array(names) == "any", 0.001, _PULL)
    for name, weight in zip(names, _fitted(has, right, stands_for, pull), strict=True):
        of_sentence = name.startswith("code ") and name.count(" ") == 1
        if of_sentence or abs(weight) * THOUSANDTHS >= _LEAST:
            yield name, round(THOUSANDTHS * float(weight))


def _fitted(has: _Floats, right: _Floats, stands_for: _Floats, pull: _Floats) -> _Floats:
    """The weights by Newton's method."""
    weights = np.zeros(has.shape[1])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-(has @ weights)))
        slope = has.T @ (stands_for * (right - likely)) - pull * weights
        curve = (has * (stands_for * likely * (1 - likely))[:, None]).T @ has + np.diag(pull)
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def learn(plants: Iterable[Plant], honest: Iterable[str]) -> None:
    """Learn from planted errors and honest reports, and write the table."""
    found = Accusations()
    planted, texts = list(plants), list(honest)
    with ProcessPoolExecutor() as pool:
        for plant, accused in zip(
            planted, pool.map(accusations_of, (one.text for one in planted), chunksize=_TOGETHER), strict=True
        ):
            found.add_planted(plant, accused)
        for accused in pool.map(accusations_of, texts, chunksize=_TOGETHER):
            found.add_honest(accused)
    write_table(PATH, ("trait", "weight_thousandths"), learnt(found))
    read_weights.cache_clear()
