"""How far an accusation is to be trusted: what it is of, how far off, whether a slip explains it, and whether its numbers are meant.

The readers bind the operands of a number by words, each in its own way, and each is mistaken at times. Here all accusations
are weighed alike, by traits whose weights (``national/review/trust.csv``) are learnt from reports that no reader was tuned on:
planted errors that were told, and honest reports that were accused. One that is not trusted is a question.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from math import exp, log

import numpy as np

from yiheng.review.finding import Relation, ends_of
from yiheng.review.learnt.chances import (
    combinations_of,
    holding,
    may_be_claim,
    meaning_of,
    traits_of,
)
from yiheng.review.learnt.evidence import evidence_of
from yiheng.review.learnt.mends import Mends, mends_of
from yiheng.review.learnt.misses import Miss, miss_relations, misses_of
from yiheng.review.learnt.table import THOUSANDTHS, rows_of
from yiheng.review.learnt.traits import Traits
from yiheng.review.reading.context import Context
from yiheng.review.reading.quantity import Quantity, quantities
from yiheng.review.reading.recomputed import rounded_to
from yiheng.review.reading.slip import is_slip

PATH = "content/national/review/trust.csv"
_TRUSTED = 0.1
"""How likely an accusation must be right to be told as an error (decision 0033)."""
_TRUSTED_WILD = 0.2
"""The same where what is told is far off, and neither a slip nor a power of ten leads there."""
_TRUSTED_ALONE = 0.7
"""The same where no words bind the numbers, and only chance speaks for it."""
_BOUND = frozenset({"R1", "R2", "R3", "R4", "R5", "R6", "R9", "R11", "R14", "R16", "R17", "R20"})
_BOUND_CODES = frozenset({"review_words", "review_side", "review_score_sum"})
"""Rules and sentences that bind numbers or words of several places, which other rules do not."""
_OF_ALL = "review_rate_all"
"""All is said to be done of a whole, in one sentence with both counts."""
_CHANCES = (0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9)
_WILD = "off number 3"
_FAR = (0.05, 0.2, 0.5)
_NAMES = (3, 6, 10, 15)
"""Characters of what an accusation is about."""
_MOST = 5
_ABOUT = 0.02
_POWERS = tuple(power * log(10) for power in range(-8, 9) if power)


@dataclass(frozen=True)
class Judge:
    """What accusations of one report are weighed by: the mends of its numbers, and the misses that these make."""

    context: Context
    mends: Mends
    misses: tuple[Miss, ...]

    @cached_property
    def likely(self) -> dict[frozenset[int], float]:
        """How likely the likeliest miss is, by where its numbers end."""
        return {frozenset(one.ends): one.likely for one in reversed(self.misses)}


def judge_of(context: Context, found: Iterable[Relation]) -> Judge:
    """The judge of a report in which some relations were found."""
    evidence = evidence_of(context, found)
    mends = mends_of(evidence)
    return Judge(context, mends, misses_of(evidence, mends))


def judged(context: Context, found: Sequence[Relation]) -> list[Relation]:
    """What the readers found, and the misses among numbers that they do not accuse; an accusation that is not to be trusted is a
    question, unless a miss tells more of its numbers."""
    judge = judge_of(context, found)
    held: list[Relation] = []
    doubted: list[Relation] = []
    for one in found:
        (held if one.verdict != "inconsistent" or _is_trusted(judge, one, _TRUSTED) else doubted).append(one)
    misses = miss_relations(context, judge.misses, held)
    told = [one for one in misses if _is_trusted(judge, one, _TRUSTED_ALONE)]
    said = ends_of(told)
    asked = [replace(one, verdict="review", repairs=()) for one in doubted if not one.ends & said]
    return [*held, *told, *asked]


def _is_trusted(judge: Judge, found: Relation, least: float) -> bool:
    if not is_bound(found):
        return True
    traits = frozenset(accusation_traits(judge, found))
    return _likely_right(traits) >= (max(least, _TRUSTED_WILD) if _WILD in traits else least)


def is_bound(found: Relation) -> bool:
    """Whether an accusation binds numbers or words of several places to each other, which may be a mistake; the others are of the
    form of one place."""
    return (found.rule in _BOUND or found.code in _BOUND_CODES) and found.code != _OF_ALL


def _likely_right(traits: Iterable[str]) -> float:
    """How likely an accusation is right, where each report has about one error."""
    weights = read_weights()
    score = sum(weights.get(trait, 0) for trait in traits)
    return 1 / (1 + exp(-score / THOUSANDTHS))


def accusation_traits(judge: Judge, found: Relation) -> Iterator[str]:
    """What is known of an accusation."""
    yield "any"
    yield f"rule {found.rule}"
    yield f"code {found.code}"
    yield f"numbers {min(len(found.quotes), _MOST)}"
    off = _off(found)
    yield f"off {off}"
    yield f"off {off} {found.rule}"
    yield f"name {bisect_left(_NAMES, len(found.subject))} {found.rule}"
    yield f"code {found.code} {bisect_left(_NAMES, len(found.subject))}"
    for trait in _by_numbers(judge, found):
        yield trait
        yield f"{trait} {found.rule}"


def _by_numbers(judge: Judge, found: Relation) -> Iterator[str]:
    """What the mends of its numbers say of an accusation."""
    traits = traits_of(judge.context)
    places = traits.numbers.by_end
    quoted = [places[quote.end] for quote in found.quotes if quote.end in places]
    wrong = judge.mends.wrong
    if quoted:
        likely = judge.likely.get(frozenset(traits.numbers.facts[at].end for at in quoted))
        yield "miss of none" if likely is None else f"miss {_bin(likely)}"
        yield f"some wrong {_bin(max(_chance(wrong[at]) for at in quoted))}"
    claims = [at for at in quoted if traits.numbers.facts[at].quantity.shown == found.stated]
    if not claims or not may_be_claim(judge.context, traits.numbers.facts[claims[-1]]):
        yield "no claim"
        return
    yield f"wrong {_bin(_chance(wrong[claims[-1]]))}"
    yield from _of_claim(traits, claims[-1], frozenset(quoted) - {claims[-1]})


def _of_claim(traits: Traits, claim: int, operands: frozenset[int]) -> Iterator[str]:
    """How likely the claim is computed from these operands; and that it is right."""
    combinations = combinations_of(traits, claim)
    if combinations is None:
        yield "nothing near"
        return
    facts = {traits.numbers.facts[at] for at in operands}
    meant = [
        at
        for at in np.flatnonzero(np.isin(combinations.operands[:, 0], list(operands)))
        if set(meaning_of(traits, combinations, int(at))[1]) == facts
    ]
    yield f"meant {_bin(float(combinations.chance[meant].sum())) if meant else 'so by no form'}"
    held = combinations.chance[holding(combinations, traits.numbers.facts[claim])].sum()
    yield f"held {_bin(float(held))}"


def _chance(odds: float) -> float:
    return odds / (1 + odds)


def _bin(chance: float) -> str:
    at = bisect_left(_CHANCES, chance)
    return f"≤{_CHANCES[at]}" if at < len(_CHANCES) else "more"


def _off(found: Relation) -> str:
    """How far what is told is from what should be told, and whether one slip or a power of ten leads there."""
    expected, stated = _one(found.expected), _one(found.stated)
    if expected is None or stated is None or not expected.value or not stated.value:
        return "-"
    far = log(abs(stated.value / expected.value))
    how = (
        "slip"
        if is_slip(rounded_to(stated, expected.value), stated.printed)
        else "power"
        if _is_power(far)
        else "number"
    )
    return f"{how} {bisect_left(_FAR, abs(far))}"


def _is_power(far: float) -> bool:
    return any(abs(far - power) < _ABOUT for power in _POWERS)


def _one(shown: str) -> Quantity | None:
    """The one number of some words; a bare one has no unit to compare."""
    read = quantities(shown)
    return read[0] if len(read) == 1 else None


@cache
def read_weights() -> dict[str, int]:
    """The weights in use."""
    return {row["trait"]: int(row["weight_thousandths"]) for row in rows_of(PATH)}
