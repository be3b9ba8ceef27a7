"""Learns the weights of the odds from clean reports: ``python -m tests.review.learn_odds``.

In a clean report what is meant holds. Every combination of numbers that a form allows is an example: one that does not hold
is not meant, one that holds is meant or holds by chance, and how often chance does is known from the width of the claim. The
weights are those of a logistic model that makes both most likely; small ones are left out. Same reports, same table.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tests.review.mutation import CLEAN, SETS

from yiheng.review.opening.source import Source
from yiheng.review.reading.clean import cleaned
from yiheng.review.reading.layout import reports_of
from yiheng.review.review import context_of
from yiheng.review.told.odds import claims_of, reach_of, tried, width_of
from yiheng.review.told.odds_traits import Traits, traits_of
from yiheng.review.told.odds_weights import all_traits

_HELD, _NEAR, _FAR, _BESIDE = 60, 6, 6, 3
"""How many combinations of a form are examples: those that hold, and of the others some near and some farther ones."""
_DOUBTFUL = 4
"""Half last places within which what does not hold may be told after rounding: no example."""
_SEEN = 20
"""In how many examples that hold a trait must be seen to have a weight."""
_STEPS, _RATE, _SPARSE, _LEAST = 120, 0.08, 1.0, 50
_Integers = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]


@dataclass
class Examples:
    """Combinations: whether each holds, how likely by chance, how many it stands for, and the numbers of its traits."""

    holds: list[bool] = field(default_factory=list)
    width: list[float] = field(default_factory=list)
    stands_for: list[float] = field(default_factory=list)
    traits: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    names: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def add(
        self, traits: Traits, form: str, claim: int, operands: tuple[int, ...], holds: bool, for_: float
    ) -> None:
        """One more."""
        self.holds.append(holds)
        self.width.append(width_of(traits.numbers.facts[claim]))
        self.stands_for.append(for_)
        self.starts.append(len(self.traits))
        for of, trait in all_traits(traits, claim, operands):
            self.traits.append(self.names.setdefault((form, of, trait), len(self.names)))


def examples_of(texts: Iterable[str]) -> Examples:
    """The examples of some clean reports."""
    random = np.random.default_rng(1)
    found = Examples()
    for text in texts:
        source = Source("", text)
        clean = cleaned(text)
        for report in reports_of(clean):
            context = context_of(source, clean, report, ())
            traits = traits_of(context)
            for claim in claims_of(context, traits.numbers):
                _of_claim(found, traits, claim, random)
    return found


def _of_claim(found: Examples, traits: Traits, claim: int, random: np.random.Generator) -> None:
    fact = traits.numbers.facts[claim]
    for form, values, marks, pool in tried(traits, claim):
        off = np.abs(values - fact.quantity.size)
        holds = marks & (off <= reach_of(fact))
        doubtful = marks & (off <= _DOUBTFUL * fact.quantity.half_size)
        for operands in _places(holds, pool)[:_HELD]:
            found.add(traits, form.name, claim, tuple(operands), True, 1.0)
        others = _places(marks & ~doubtful, pool)
        near = (np.abs(others - claim) <= _BESIDE).all(axis=1)
        for some, most in ((others[near], _NEAR), (others[~near], _FAR)):
            chosen = random.permutation(len(some))[:most]
            for operands in some[chosen]:
                found.add(traits, form.name, claim, tuple(operands), False, len(some) / len(chosen))


def _places(marks: npt.NDArray[np.bool_], pool: _Integers) -> _Integers:
    return pool[np.argwhere(marks)].reshape(-1, marks.ndim)


def learnt(examples: Examples) -> Iterator[tuple[str, str, str, int]]:
    """Form, part, trait and weight in thousandths, of those that matter."""
    starts = np.array([*examples.starts, len(examples.traits)])
    row = np.repeat(np.arange(len(examples.holds)), np.diff(starts))
    trait = np.array(examples.traits)
    holds = np.array(examples.holds)
    often = np.bincount(trait[holds[row]], minlength=len(examples.names)) >= _SEEN
    kept = often[trait]
    row, trait = row[kept], (np.cumsum(often) - 1)[trait[kept]]
    base, weights = _fitted(row, trait, holds, np.array(examples.width), np.array(examples.stands_for))
    yield "", "claim", "base", round(1000 * base)
    names = [name for name, one in zip(examples.names, often, strict=True) if one]
    for name, weight in sorted(zip(names, weights, strict=True)):
        if abs(1000 * weight) >= _LEAST:
            yield (*name, round(1000 * weight))


def _fitted(
    row: _Integers, trait: _Integers, holds: npt.NDArray[np.bool_], width: _Floats, stands_for: _Floats
) -> tuple[float, _Floats]:
    """Base and weights by Adam, each step followed by the pull to zero that leaves few traits."""
    count, traits = len(holds), int(trait.max()) + 1
    weights, base = np.zeros(traits), -4.0
    speed, power = np.zeros(traits + 1), np.zeros(traits + 1)
    for step in range(1, _STEPS + 1):
        score = base + np.bincount(row, weights[trait], count)
        meant = 1 / (1 + np.exp(-np.clip(score, -30, 30)))
        either = meant + (1 - meant) * width
        slope = np.where(holds, meant * (1 - meant) * (1 - width) / either, -meant) * stands_for
        gradient = np.append(np.bincount(trait, slope[row], traits), slope.sum())
        speed, power = 0.9 * speed + 0.1 * gradient, 0.995 * power + 0.005 * gradient**2
        scaled = np.sqrt(power / (1 - 0.995**step)) + 1e-6
        rate = _RATE * (1.0 if step < 0.6 * _STEPS else 0.4 if step < 0.85 * _STEPS else 0.12)
        moved = rate * speed / (1 - 0.9**step) / scaled
        base += float(moved[-1])
        weights = weights + moved[:-1]
        weights = np.sign(weights) * np.maximum(np.abs(weights) - rate * _SPARSE / scaled[:-1], 0)
        if step % 20 == 0:
            fit = (stands_for * np.where(holds, np.log(either), np.log1p(-np.minimum(meant, 1 - 1e-9)))).sum()
            sys.stderr.write(f"{step}/{_STEPS}  {fit:.0f}  {(weights != 0).sum()}\n")
    return base, weights


def main(names: list[str]) -> None:
    """Learn from the clean reports of some sets, else of all, and write the table."""
    folders = [SETS[name] / part for name in names or SETS for part in ("reports", "traps")]
    folders += sorted(CLEAN.iterdir())
    texts = [path.read_text(encoding="utf-8") for folder in folders for path in sorted(folder.glob("*.txt"))]
    target = Path(str(files("yiheng").joinpath("content/national/review/odds.csv")))
    head = [line for line in target.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    with target.open("w", encoding="utf-8", newline="") as stream:
        stream.write("".join(f"{line}\n" for line in head))
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("form", "of", "trait", "weight_thousandths"))
        writer.writerows(learnt(examples_of(texts)))


if __name__ == "__main__":
    main(sys.argv[1:])
