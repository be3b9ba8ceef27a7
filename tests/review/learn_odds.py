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
from typing import Any

import numpy as np
import numpy.typing as npt

from yiheng.review.learnt.around import Around
from yiheng.review.learnt.chances import allowed, claims_of
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
    padded,
    word_places,
)
from yiheng.review.learnt.evidence import DOUBTFUL
from yiheng.review.learnt.forms import kind_of, of_kind
from yiheng.review.learnt.numbers import Codes, Numbers, numbers_of
from yiheng.review.learnt.table import PATH, THOUSANDTHS, table
from yiheng.review.learnt.traits import Traits
from yiheng.review.opening.source import Source
from yiheng.review.review import contexts_of

_NEAR, _NEAR_OF_THREE = 2.0, 5.0
"""Of the combinations that do not hold, the fewer are examples the farther their numbers stand: about so many at each distance."""
_SEEN = 8
"""In how many examples that hold a trait must be seen to have a weight."""
_ROUNDS, _BATCH, _RATE, _PULL, _LEAST = 10, 400, 0.05, 3e-4, 40
_FIRST = -6.0
_LOW, _HIGH = -40.0, 12.0
_TOGETHER = len(COLUMNS["all"]) + len(COLUMNS["three"])
_Floats = npt.NDArray[np.float64]
_Places = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Parts:
    """What combinations of a claim share, those of one claim together: the row of ``traits`` that holds where its weights stand, and what
    the form (and the place of an operand in it) adds to them; ``starts``: where those of each claim begin."""

    traits: _Places
    row: _Places
    added: _Places
    starts: Codes

    def of(self, claims: Codes, renumbered: _Places) -> _Places:
        """Where the weights of the parts of some claims stand."""
        chosen = _ranges(self.starts, claims)
        return np.asarray(renumbered[self.traits[self.row[chosen]] + self.added[chosen][:, None]])


@dataclass(frozen=True)
class Examples:
    """Combinations, those of one claim together: the part that is of its claim and those of its operands, counted within the claim's (the
    first is of none), where the weights of all of it stand, whether it holds, for how many it stands; where the claims begin, and how
    likely each is hit by chance."""

    claims: Parts
    operands: Parts
    claim_part: _Places
    operand_parts: _Places
    together: _Places
    holds: npt.NDArray[np.bool_]
    stands_for: _Floats
    starts: Codes
    width: _Floats

    def seen(self) -> Codes:
        """In how many combinations that hold each weight is seen."""
        found = np.zeros(WEIGHTS, np.int64)
        every = np.arange(WEIGHTS, dtype=np.int32)
        for first in range(0, len(self.width), _BATCH):
            batch = Batch(self, np.arange(first, min(first + _BATCH, len(self.width))), every)
            found += batch.summed(batch.holds.astype(np.float64), WEIGHTS).astype(np.int64)
        return found


class Batch:
    """The combinations of some claims, and where their weights stand."""

    def __init__(self, examples: Examples, claims: Codes, renumbered: _Places) -> None:
        rows = _ranges(examples.starts, claims)
        count = examples.starts[claims + 1] - examples.starts[claims]
        self.of = np.repeat(np.arange(len(claims)), count)
        self.first = np.concatenate([[0], np.cumsum(count)[:-1]])
        self.holds, self.stands_for = examples.holds[rows], examples.stands_for[rows]
        self.width = examples.width[claims]
        self._claims = examples.claims.of(claims, renumbered)
        self._operands = examples.operands.of(claims, renumbered)
        self._claim_part = examples.claim_part[rows] + _moved(examples.claims.starts, claims)[self.of]
        moved = _moved(examples.operands.starts, claims)[self.of]
        self._operand_parts = examples.operand_parts[rows] + moved[:, None]
        self._together = renumbered[examples.together[rows]]

    def scores(self, weights: _Floats) -> _Floats:
        """What the weights of each come to."""
        of_operands = weights[self._operands].sum(axis=1)
        own = weights[self._claims].sum(axis=1)[self._claim_part]
        return np.asarray(
            own + of_operands[self._operand_parts].sum(axis=1) + weights[self._together].sum(axis=1)
        )

    def summed(self, by_row: _Floats, count: int) -> _Floats:
        """What a figure of each comes to for each weight."""
        by_claim = np.bincount(self._claim_part, by_row, len(self._claims))
        slots = self._operand_parts.shape[1]
        by_operand = np.bincount(self._operand_parts.ravel(), np.repeat(by_row, slots), len(self._operands))
        found = np.zeros(count)
        for places, figures in (
            (self._claims, by_claim), (self._operands, by_operand), (self._together, by_row),
        ):  # fmt: skip
            found += np.bincount(places.ravel(), np.repeat(figures, places.shape[1]), count)
        return found


def _ranges(starts: Codes, claims: Codes) -> Codes:
    """The places of what is of some claims."""
    return np.concatenate([np.arange(starts[one], starts[one + 1]) for one in claims])


def _moved(starts: Codes, claims: Codes) -> Codes:
    """Where what is of each of some claims begins, one after the other."""
    return np.concatenate([[0], np.cumsum(starts[claims + 1] - starts[claims])[:-1]])


class _Gathered:
    """Rows of arrays, put together at the end."""

    def __init__(self) -> None:
        self._found: dict[str, list[npt.NDArray[Any]]] = {}
        self.counts: dict[str, list[int]] = {}

    def add(self, name: str, rows: npt.NDArray[Any]) -> int:
        """Add rows of an array; how many it had before."""
        counts = self.counts.setdefault(name, [0])
        self._found.setdefault(name, []).append(rows)
        counts.append(counts[-1] + len(rows))
        return counts[-2]

    def pop(self, name: str) -> npt.NDArray[Any]:
        """All rows of an array."""
        return np.concatenate(self._found.pop(name))

    def parts(self, name: str) -> Parts:
        """The parts of all claims."""
        starts = np.array(self.counts[f"{name} row"])
        return Parts(self.pop(name), self.pop(f"{name} row"), self.pop(f"{name} added"), starts)


def examples_of(texts: Iterable[str], spellings: Spellings) -> Examples:
    """The examples of some clean reports."""
    random = np.random.default_rng(1)
    found, width = _Gathered(), []
    for text in texts:
        for context in contexts_of(Source("", text)):
            traits = Traits(context, numbers_of(context), spellings)
            for claim in claims_of(context, traits.numbers):
                if _add_claim(found, traits, int(claim), random):
                    width.append(traits.numbers.width[claim])
    return Examples(
        found.parts("claims"), found.parts("operands"), found.pop("claim part"), found.pop("operand parts"),
        found.pop("together"), found.pop("holds"), found.pop("stands for"), np.array(found.counts["holds"]), np.array(width),
    )  # fmt: skip


def _add_claim(found: _Gathered, traits: Traits, claim: int, random: np.random.Generator) -> bool:
    """Add some combinations of a claim; whether there are any."""
    near = traits.near(np.array([claim]))
    pool = near.around.pool
    chosen = list(_chosen(traits.numbers, near.around, random))
    if not chosen:
        return False
    form = np.concatenate([np.full(len(one.holds), one.form) for one in chosen])
    operands = np.concatenate([padded(one.operands) for one in chosen])
    together = np.zeros((len(form), _TOGETHER), np.int64)
    first = 0
    for one in chosen:
        count = one.operands.shape[1]
        places = all_places(near.of_all(one.operands), count, len(one.operands))
        together[first : first + len(places), : places.shape[1]] = np.where(
            places >= EACH, places + one.form, 0
        )
        first += len(places)
    forms, claim_part = np.unique(form, return_inverse=True)
    own = [
        claim_places(traits.of_claims(near.around.claims), 1), word_places(traits.pieces[near.around.claims], "claim words"),
    ]  # fmt: skip
    _add_parts(found, "claims", np.concatenate(own, axis=1), np.zeros(len(forms), np.int64), forms)
    slots = COUNT * np.arange(len(SLOTS))
    keys = np.where(operands < 0, 0, (operands + 1) * EACH + slots + form[:, None])
    known, part = np.unique(np.append(keys.ravel(), 0), return_inverse=True)
    each = np.concatenate(
        [operand_places(near.of, len(pool)), word_places(traits.pieces[pool], "operand words")], axis=1
    )
    each = np.concatenate([np.zeros((1, each.shape[1]), np.int64), each])
    used, row = np.unique(known // EACH, return_inverse=True)
    _add_parts(found, "operands", each[used], row, known % EACH)
    found.add("claim part", claim_part.astype(np.int32))
    found.add("operand parts", part[:-1].reshape(operands.shape).astype(np.int32))
    found.add("together", together.astype(np.int32))
    found.add("holds", np.concatenate([one.holds for one in chosen]))
    found.add("stands for", np.concatenate([one.stands_for for one in chosen]))
    return True


def _add_parts(found: _Gathered, name: str, traits: Codes, row: Codes, added: Codes) -> None:
    before = found.add(name, traits.astype(np.int32))
    found.add(f"{name} row", (row + before).astype(np.int32))
    found.add(f"{name} added", added.astype(np.int32))


@dataclass(frozen=True)
class _Chosen:
    """Some combinations of a claim by one form: the places of their operands in the pool, a row each."""

    form: int
    operands: Codes
    holds: npt.NDArray[np.bool_]
    stands_for: _Floats


def _chosen(numbers: Numbers, around: Around, random: np.random.Generator) -> Iterator[_Chosen]:
    """The combinations of one claim that are examples."""
    [claim] = around.claims
    forms = of_kind(kind_of(numbers.facts[claim]))
    for at, operands, values in allowed(numbers, around, [0]):
        off = np.abs(values - numbers.size[claim])
        holds = off <= numbers.reach[claim]
        near = _NEAR_OF_THREE if operands.shape[1] == len(SLOTS) else _NEAR
        share = np.where(holds, 1, np.minimum(1, near / np.abs(around.pool[operands] - claim).prod(axis=1)))
        example = holds | (off > DOUBTFUL * numbers.half[claim])
        chosen = np.flatnonzero(example & (random.random(len(share)) < share))
        if len(chosen):
            yield _Chosen(int(forms[at]), operands[chosen], holds[chosen], 1 / share[chosen])


def learnt(examples: Examples, spellings: Spellings) -> Iterator[tuple[str, str, str, int]]:
    """Form, part, trait and weight in thousandths, of those that matter; first what all have."""
    often = np.flatnonzero(examples.seen() >= _SEEN)
    often = often[often >= EACH]
    renumbered = np.zeros(WEIGHTS, np.int32)
    renumbered[often] = np.arange(1, len(often) + 1)
    base, weights = _fitted(examples, renumbered, len(often))
    whole = np.zeros(WEIGHTS, np.int64)
    whole[often] = np.round(THOUSANDTHS * weights[1:])
    whole[np.abs(whole) < _LEAST] = 0
    yield "", "claim", "", round(THOUSANDTHS * base)
    yield from sorted(named(whole, spellings))


def _fitted(examples: Examples, renumbered: _Places, traits: int) -> tuple[float, _Floats]:
    """Base and weights by Adam over batches of claims; the weight zero is of no trait."""
    weights, base = np.zeros(traits + 1), _FIRST
    speed, power = np.zeros(traits + 2), np.zeros(traits + 2)
    random, step = np.random.default_rng(1), 0
    for round_ in range(_ROUNDS):
        rate = _RATE * (1 if round_ < 0.5 * _ROUNDS else 0.3 if round_ < 0.8 * _ROUNDS else 0.1)
        claims, fit = random.permutation(len(examples.width)), 0.0
        for first in range(0, len(claims), _BATCH):
            batch = Batch(examples, claims[first : first + _BATCH], renumbered)
            gradient, likely = _slope(batch, weights, base)
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


def _slope(batch: Batch, weights: _Floats, base: float) -> tuple[_Floats, float]:
    """The slope of the mean likelihood of some claims by each weight and the base, and its sum."""
    odds = np.exp(np.clip(base + batch.scores(weights), _LOW, _HIGH))
    every, right = odds * batch.stands_for, odds * batch.holds
    whole = 1 + np.add.reduceat(every, batch.first)
    held = np.add.reduceat(right, batch.first) + batch.width
    by_row = right / held[batch.of] - every / whole[batch.of]
    slope = np.append(batch.summed(by_row, len(weights)), by_row.sum())
    return slope / len(batch.width), float((np.log(held) - np.log(whole)).sum())


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
