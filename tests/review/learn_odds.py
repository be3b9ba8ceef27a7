"""Learns from clean reports how likely a number is computed from which others.

In a clean report what is meant holds. Each claim is computed from one combination of numbers or from none, and then stands as it
gives or by itself: how likely the claims of all reports are printed as they are is the sum over both, and the weights are those that
make it most likely, with a pull to zero. No planted error is needed. Same reports, same table.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt

from yiheng.review.learnt.chances import allowed, claims_of, reach_of, width_of
from yiheng.review.learnt.columns import (
    COLUMNS,
    COUNT,
    EACH,
    SLOTS,
    WEIGHTS,
    Spellings,
    all_places,
    claim_places,
    named,
    operand_places,
    word_places,
)
from yiheng.review.learnt.evidence import DOUBTFUL
from yiheng.review.learnt.forms import kind_of, of_kind
from yiheng.review.learnt.numbers import Codes, numbers_of
from yiheng.review.learnt.table import PATH, THOUSANDTHS, table
from yiheng.review.learnt.traits import Traits
from yiheng.review.learnt.words import WORDS
from yiheng.review.opening.source import Source
from yiheng.review.review import contexts_of

_NEAR, _NEAR_OF_THREE = 2.0, 5.0
"""Of the combinations that do not hold, the fewer are examples the farther their numbers stand: about so many at each distance."""
_SEEN = 8
"""In how many examples that hold a trait must be seen to have a weight."""
_ROUNDS, _BATCH, _RATE, _PULL, _LEAST = 10, 400, 0.05, 3e-4, 40
_FIRST = -6.0
_WIDEST = sum(
    len(COLUMNS[of]) * times
    for of, times in (
        ("claim", 1), ("operand", len(SLOTS)), ("all", 1), ("three", 1),
        ("claim words", WORDS - 1), ("operand words", len(SLOTS) * (WORDS - 1)),
    )
)  # fmt: skip
"""Places of a combination of three operands."""
_LOW, _HIGH = -40.0, 12.0
_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Examples:
    """Combinations, those of one claim together: where their weights stand, whether they hold, for how many each stands; where the
    claims begin, and how likely each is hit by chance."""

    places: npt.NDArray[np.int32]
    holds: npt.NDArray[np.bool_]
    stands_for: _Floats
    starts: Codes
    width: _Floats

    @property
    def ends(self) -> Codes:
        """Where the claims end."""
        return np.append(self.starts[1:], len(self.holds))


def examples_of(texts: Iterable[str], spellings: Spellings) -> Examples:
    """The examples of some clean reports."""
    random = np.random.default_rng(1)
    places, holds, stands_for, starts, width, count = [], [], [], [], [], 0
    for text in texts:
        for context in contexts_of(Source("", text)):
            traits = Traits(context, numbers_of(context), spellings)
            for claim in claims_of(context, traits.numbers):
                found = list(_of_claim(traits, claim, random))
                if not found:
                    continue
                starts.append(count)
                width.append(width_of(traits.numbers.facts[claim]))
                for one in found:
                    places.append(one[0])
                    holds.append(one[1])
                    stands_for.append(one[2])
                    count += len(one[1])
    return Examples(
        np.concatenate(places),
        np.concatenate(holds),
        np.concatenate(stands_for),
        np.array(starts),
        np.array(width),
    )


def _of_claim(
    traits: Traits, claim: int, random: np.random.Generator
) -> Iterator[tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_], _Floats]]:
    """Where the weights of some combinations of a claim stand, whether each holds, and for how many it stands."""
    fact = traits.numbers.facts[claim]
    pool = traits.pool_of(claim)
    own = np.concatenate(
        [claim_places(traits.of_claim(claim)), word_places(traits.pieces[claim], "claim words")]
    )
    of = traits.of_operands(claim, pool)
    each = np.concatenate(
        [operand_places(of, len(pool)), word_places(traits.pieces[pool], "operand words")], axis=1
    )
    forms = of_kind(kind_of(fact))
    for at, operands, values in allowed(traits.numbers, claim, pool):
        form = forms[at]
        off = np.abs(values - fact.quantity.size)
        holds = off <= reach_of(fact)
        near = _NEAR_OF_THREE if operands.shape[1] == len(SLOTS) else _NEAR
        share = np.where(holds, 1, np.minimum(1, near / np.abs(pool[operands] - claim).prod(axis=1)))
        example = holds | (off > DOUBTFUL * fact.quantity.half_size)
        chosen = np.flatnonzero(example & (random.random(len(share)) < share))
        if len(chosen):
            slots = [each[operands[chosen, slot]] + slot * COUNT for slot in range(operands.shape[1])]
            together = all_places(
                traits.of_all(claim, of, pool, operands[chosen]), operands.shape[1], len(chosen)
            )
            row = np.concatenate([np.tile(own, (len(chosen), 1)), *slots, together], axis=1)
            whole = np.zeros((len(row), _WIDEST), np.int32)
            whole[:, : row.shape[1]] = np.where(row >= EACH, row + form, 0)
            yield whole, holds[chosen], 1 / share[chosen]


def learnt(examples: Examples, spellings: Spellings) -> Iterator[tuple[str, str, str, int]]:
    """Form, part, trait and weight in thousandths, of those that matter; first what all have."""
    seen = np.bincount(examples.places[examples.holds].ravel(), minlength=WEIGHTS)
    often = np.flatnonzero(seen >= _SEEN)
    often = often[often > 0]
    renumbered = np.zeros(WEIGHTS, np.int32)
    renumbered[often] = np.arange(1, len(often) + 1)
    np.take(renumbered, examples.places, out=examples.places, mode="clip")  # as they are many
    base, weights = _fitted(examples, len(often))
    whole = np.zeros(WEIGHTS, np.int64)
    whole[often] = np.round(THOUSANDTHS * weights[1:])
    whole[np.abs(whole) < _LEAST] = 0
    yield "", "claim", "", round(THOUSANDTHS * base)
    yield from sorted(named(whole, spellings))


def _fitted(examples: Examples, traits: int) -> tuple[float, _Floats]:
    """Base and weights by Adam over batches of claims; the weight zero is of no trait."""
    weights, base = np.zeros(traits + 1), _FIRST
    speed, power = np.zeros(traits + 2), np.zeros(traits + 2)
    random, step = np.random.default_rng(1), 0
    for round_ in range(_ROUNDS):
        rate = _RATE * (1 if round_ < 0.5 * _ROUNDS else 0.3 if round_ < 0.8 * _ROUNDS else 0.1)
        claims, fit = random.permutation(len(examples.starts)), 0.0
        for first in range(0, len(claims), _BATCH):
            gradient, likely = _slope(examples, claims[first : first + _BATCH], weights, base)
            fit += likely
            gradient[:-1] -= _PULL * weights
            step += 1
            speed, power = 0.9 * speed + 0.1 * gradient, 0.995 * power + 0.005 * gradient**2
            moved = rate * (speed / (1 - 0.9**step)) / (np.sqrt(power / (1 - 0.995**step)) + 1e-4)
            weights += moved[:-1]
            weights[0] = 0
            base += float(moved[-1])
        sys.stderr.write(f"{round_ + 1}/{_ROUNDS}  {fit / len(claims):.4f}\n")
    return base, weights


def _slope(examples: Examples, claims: Codes, weights: _Floats, base: float) -> tuple[_Floats, float]:
    """The slope of the mean likelihood of some claims by each weight and the base, and its sum."""
    starts, ends = examples.starts[claims], examples.ends[claims]
    rows = np.concatenate([np.arange(low, high) for low, high in zip(starts, ends, strict=True)])
    count = ends - starts
    first = np.concatenate([[0], np.cumsum(count)[:-1]])
    of = np.repeat(np.arange(len(claims)), count)
    there = examples.places[rows]
    odds = np.exp(np.clip(base + weights[there].sum(axis=1), _LOW, _HIGH))
    every, right = odds * examples.stands_for[rows], odds * examples.holds[rows]
    whole = 1 + np.add.reduceat(every, first)
    held = np.add.reduceat(right, first) + examples.width[claims]
    by_row = right / held[of] - every / whole[of]
    slope = np.bincount(there.ravel(), np.repeat(by_row, there.shape[1]), len(weights))
    return np.append(slope, by_row.sum()) / len(claims), float((np.log(held) - np.log(whole)).sum())


def learn(texts: Iterable[str]) -> None:
    """Learn from some clean reports and write the table."""
    spellings = Spellings(learning=True)
    write_table(
        PATH,
        ("form", "of", "trait", "weight_thousandths"),
        learnt(examples_of(texts, spellings), spellings),
    )
    table.cache_clear()


def write_table(path: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table of the content anew, below its notes."""
    target = Path(str(files("yiheng").joinpath(path)))
    notes = [line for line in target.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    made = list(rows)
    with target.open("w", encoding="utf-8", newline="") as stream:
        stream.write("".join(f"{line}\n" for line in notes))
        csv.writer(stream, lineterminator="\n").writerows((columns, *made))
