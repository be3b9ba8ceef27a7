"""What is known of an accusation: what it is of, how far off, whether a slip explains it, whether its numbers are meant, and what
else is said of them.

For :mod:`yiheng.review.learnt.trust`, which weighs these traits. An accusation is what a reader found (told as an error, or asked
because it was not sure), or a miss among numbers that no words bind.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np

from yiheng.review.finding import Relation
from yiheng.review.learnt.chances import may_be_claim
from yiheng.review.learnt.evidence import Evidence, evidence_of
from yiheng.review.learnt.mends import Mends, mends_of
from yiheng.review.learnt.misses import Miss, miss_relation, misses_of
from yiheng.review.learnt.numbers import Numbers
from yiheng.review.reading.context import Context
from yiheng.review.reading.lexicon import chinese_of
from yiheng.review.reading.mending import significant_digits
from yiheng.review.reading.open_list import OF_LISTS
from yiheng.review.reading.quantity import Quantity
from yiheng.review.reading.recomputed import quantity_shown, rounded_to
from yiheng.review.reading.slip import is_slip

TOLD, ASKED, MISSED = "told", "asked", "missed"
_QUESTIONS = OF_LISTS | frozenset({
    "review_points_unexplained", "review_goal_no_value", "review_goal_no_result",
    "review_missed_question", "review_award_above", "review_partial_year", "review_goal_lost", "review_backfill",
    "review_number", "review_attachment", "review_doubled", "review_glued", "review_prompt",
})  # fmt: skip
"""Sentences that ask something of the drafter, whatever is right."""
OF_WORDS = frozenset({"review_words", "review_side"})
"""Sentences of many readers, told apart by what they say should be, and what the report says."""
_FIGURES, _SHAPE, _SAID = re.compile(r"[\d.,]+"), 8, 2
_CHANCES = (0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9)
_FAR = (0.05, 0.2, 0.5, 1.5, 3.0)
_NAMES = (3, 6, 10, 15)
"""Characters of what an accusation is about."""
_MOST, _RIVALS = 5, 3
_INSIDE = (0, 1, 3, 8, 20)
FAR = f"inside {len(_INSIDE)}"
"""The trait of what stands so far apart that names alone bind it."""
ABSURD = frozenset({"off number 4", "off number 5"})
"""The traits of what is many times what it should be, which hardly anyone writes."""
_FEW_DIGITS = 3
_ABOUT = 0.02
_POWERS = tuple(power * log(10) for power in range(-8, 9) if power)


@dataclass(frozen=True)
class Accusation:
    """One accusation: what it says, and whether a reader told it, a reader asked it, or it is a miss."""

    relation: Relation
    kind: str

    @cached_property
    def ends(self) -> frozenset[int]:
        """Where its numbers end."""
        return frozenset(self.relation.ends)


@dataclass(frozen=True)
class Judge:
    """What accusations of one report are weighed by: the mends of its numbers, the misses that these make, and all accusations."""

    context: Context
    evidence: Evidence
    mends: Mends
    misses: tuple[Miss, ...]
    accusations: tuple[Accusation, ...]

    @cached_property
    def by_end(self) -> dict[int, list[Accusation]]:
        """The accusations of each number, by where it ends."""
        found: dict[int, list[Accusation]] = {}
        for one in self.accusations:
            for end in one.ends:
                found.setdefault(end, []).append(one)
        return found

    @cached_property
    def likely(self) -> dict[frozenset[int], float]:
        """How likely the likeliest miss is, by where its numbers end."""
        return {frozenset(one.ends): one.likely for one in reversed(self.misses)}


def judge_of(context: Context, found: Sequence[Relation]) -> Judge:
    """The judge of a report in which some relations were found."""
    evidence = evidence_of(context, found)
    mends = mends_of(evidence)
    misses = misses_of(context, evidence, mends)
    read = (
        Accusation(one, TOLD if one.verdict == "inconsistent" else ASKED) for one in found if accuses(one)
    )
    missed = (Accusation(miss_relation(context, one), MISSED) for one in misses)
    return Judge(context, evidence, mends, misses, (*read, *missed))


def accuses(found: Relation) -> bool:
    """Whether what a reader found accuses a number, told as an error or asked since it was not sure what the number is of."""
    if found.verdict == "inconsistent":
        return True
    asked = found.verdict == "review" and found.code not in _QUESTIONS
    return asked and bool(found.expected and found.stated)


def accusation_traits(judge: Judge, accusation: Accusation) -> Iterator[str]:
    """What is known of an accusation of a judge's."""
    found, kind = accusation.relation, accusation.kind
    yield "any"
    yield f"rule {found.rule}"
    yield f"code {found.code}"
    for trait in (kind, f"{kind} {found.rule}", f"{kind} {found.code}"):
        yield f"kind {trait}"
    if found.code in OF_WORDS:
        yield f"due {_FIGURES.sub('#', found.expected)[:_SHAPE]} {found.rule}"
        yield f"told {chinese_of(found.stated)[:_SAID]} {found.rule}"
    yield f"numbers {min(len(found.quotes), _MOST)}"
    off = _off(found)
    yield f"reader {found.reader}"
    yield f"reader {found.reader} off {off}"
    yield f"off {off}"
    yield f"off {off} {found.rule}"
    yield f"name {bisect_left(_NAMES, len(found.subject))} {found.rule}"
    yield f"code {found.code} {bisect_left(_NAMES, len(found.subject))}"
    for trait in (*_by_numbers(judge, found), *_by_others(judge, accusation)):
        yield trait
        yield f"{trait} {found.rule}"


def _by_others(judge: Judge, accusation: Accusation) -> Iterator[str]:
    """Whether other accusations say the same of a number, and how many say something else."""
    found = accusation.relation
    near = {id(one): one.relation for end in accusation.ends for one in judge.by_end[end]}
    others = [one for one in near.values() if one is not found]
    alike = any(
        one.code != found.code and (one.stated, one.expected) == (found.stated, found.expected)
        for one in others
    )
    yield f"said by others {alike}"
    yield f"rivals {min(sum(one.expected != found.expected for one in others), _RIVALS)}"


def _by_numbers(judge: Judge, found: Relation) -> Iterator[str]:
    """What the mends of its numbers, and the same numbers elsewhere, say of an accusation."""
    numbers = judge.evidence.numbers
    quoted = [numbers.by_end[quote.end] for quote in found.quotes if quote.end in numbers.by_end]
    wrong = judge.mends.wrong
    if quoted:
        likely = judge.likely.get(frozenset(numbers.facts[at].end for at in quoted))
        yield "miss of none" if likely is None else f"miss {_bin(likely)}"
        yield f"some wrong {_bin(max(_chance(wrong[at]) for at in quoted))}"
        first, last = min(quoted), max(quoted)
        yield f"inside {bisect_left(_INSIDE, last - first + 1 - len(set(quoted)))}"
    claims = [at for at in quoted if numbers.facts[at].quantity.shown == found.stated]
    if claims:
        yield from _elsewhere(numbers, claims[-1], frozenset(quoted), quantity_shown(found.expected))
    if not claims or not may_be_claim(judge.context, numbers.facts[claims[-1]]):
        yield "no claim"
        return
    yield f"wrong {_bin(_chance(wrong[claims[-1]]))}"
    yield from _of_claim(judge.evidence, claims[-1], frozenset(quoted) - {claims[-1]})


def _elsewhere(
    numbers: Numbers, claim: int, quoted: frozenset[int], expected: Quantity | None
) -> Iterator[str]:
    """Whether what is told stands elsewhere in the report too, and whether what should be told does."""
    fact = numbers.facts[claim]
    digits = "few" if significant_digits(fact) < _FEW_DIGITS else "many"
    alike = numbers.dimension == numbers.dimension[claim]
    alike[claim] = False
    yield f"told twice {bool((alike & (numbers.size == numbers.size[claim])).any())} {digits}"
    if expected is None or expected.dimension != fact.quantity.dimension:
        return
    alike[list(quoted)] = False
    near = np.abs(numbers.size - abs(float(expected.value))) <= fact.quantity.half_size
    places = np.flatnonzero(alike & near)
    beside = any(numbers.facts[at].line is fact.line for at in places)
    yield f"due told {'beside' if beside else 'elsewhere' if len(places) else 'nowhere'} {digits}"


def _of_claim(evidence: Evidence, claim: int, operands: frozenset[int]) -> Iterator[str]:
    """How likely the claim is computed from these operands; and that it is right."""
    every = evidence.every
    rows = np.arange(*np.searchsorted(every.claim, (claim, claim + 1)))
    if not len(rows):
        yield "nothing near"
        return
    near = rows[np.isin(every.operands[rows, 0], list(operands))]
    meant = [at for at in near if frozenset(evidence.numbers_of(every, int(at))) == operands]
    yield f"meant {_bin(float(every.chance[meant].sum())) if meant else 'so by no form'}"
    yield f"held {_bin(float(every.chance[rows][every.holds[rows]].sum()))}"


def _chance(odds: float) -> float:
    return odds / (1 + odds)


def _bin(chance: float) -> str:
    at = bisect_left(_CHANCES, chance)
    return f"≤{_CHANCES[at]}" if at < len(_CHANCES) else "more"


def _off(found: Relation) -> str:
    """How far what is told is from what should be told, and whether one slip or a power of ten leads there."""
    expected, stated = quantity_shown(found.expected), quantity_shown(found.stated)
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
