"""How far an accusation is to be trusted, by traits whose weights are learnt.

The readers bind the operands of a number by words, each in its own way, and each is mistaken at times; the misses ask no words at
all. Here all of them are weighed by the same traits (:mod:`yiheng.review.learnt.accusation`), whose weights
(``national/review/trust.csv``) are learnt from planted errors that were told and honest reports that were accused. What is trusted is an
error; what a reader told and is not to be trusted is a question, and what a reader asked stays one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from math import exp

from yiheng.review.finding import DISCLOSURE, Relation, Spoken, ends_of
from yiheng.review.learnt.accusation import (
    ABSURD,
    ASKED,
    FAR,
    MISSED,
    OF_LISTS,
    OF_WORDS,
    Accusation,
    Judge,
    accusation_traits,
    judge_of,
)
from yiheng.review.learnt.table import THOUSANDTHS
from yiheng.review.reading.context import Context
from yiheng.review.reading.lexicon import content_rows
from yiheng.review.reading.open_list import asked as asked_of_list
from yiheng.review.reading.open_list import of_open_list

PATH = "content/national/review/trust.csv"
_TRUSTED, _TRUSTED_WORDS, _TRUSTED_FAR, _TRUSTED_MISSED = 0.3, 0.2, 0.02, 0.8
"""How likely an accusation must be right to be told as an error (decision 0035): of numbers that words bind; of what words alone say; of
what stands far apart under one name, since planted errors are hardly ever of that kind and real ones often; and of numbers that no
words bind."""
_TOGETHER = 3
"""Of how many numbers an error says the same as a question."""


def judged(context: Context, found: Sequence[Relation]) -> list[Relation]:
    """What the readers found, and the misses among numbers that they do not accuse: what is trusted as an error, what is not as a
    question; a question of numbers that an error tells of is not asked as well."""
    judge = judge_of(context, found)
    trusted = {id(one.relation) for one in judge.accusations if _is_trusted(judge, one)}
    held = [one for one in found if one.verdict != "inconsistent" or id(one) in trusted]
    doubted = [one for one in found if one.verdict == "inconsistent" and id(one) not in trusted]
    missed = [one.relation for one in judge.accusations if one.kind == MISSED and id(one.relation) in trusted]
    told = list(_unsaid(held, missed))
    said = ends_of(told)
    errors = Spoken((*told, *(one for one in held if one.verdict == "inconsistent")))
    kept = [one for one in held if one.verdict != "review" or not _answered(one, errors)]
    lists = [one.ends for one in kept if one.code in OF_LISTS]
    asked = [_asked(context, one) for one in doubted if not one.ends & said and one.ends not in lists]
    return [*kept, *told, *asked]


def _asked(context: Context, doubted: Relation) -> Relation:
    """What a reader told and is not to be trusted, as a question."""
    if of_open_list(context, doubted):
        return asked_of_list(doubted)
    return replace(doubted, verdict="review", repairs=())


def _unsaid(held: Sequence[Relation], missed: Iterable[Relation]) -> Iterator[Relation]:
    """Misses of numbers of which nothing is told yet, and that hold together in no other way; whether the items of a list overlap, or are
    all, stays a question."""
    said = ends_of(held, "inconsistent", DISCLOSURE)
    lists = [one.ends for one in held if one.code in OF_LISTS]
    firm = Spoken(one for one in held if one.verdict in ("consistent", "rounding"))
    for one in missed:
        asked = any(len(one.ends & items) >= _TOGETHER for items in lists)
        if not one.ends & said and not asked and not firm.of_all(one.ends):
            said |= one.ends
            yield one


def _answered(asked: Relation, errors: Spoken) -> bool:
    """Whether an error says of the same numbers what a question asks."""
    return any(asked.rule == one.rule for one in errors.of_all(asked.ends))


def _is_trusted(judge: Judge, accusation: Accusation) -> bool:
    found = accusation.relation
    if accusation.kind == ASKED or of_open_list(judge.context, found):
        return False
    if not is_weighed(found):
        return True
    traits = frozenset(accusation_traits(judge, accusation))
    return likely_right(traits) >= _least(accusation, traits)


def _least(accusation: Accusation, traits: frozenset[str]) -> float:
    if accusation.kind == MISSED:
        return _TRUSTED_MISSED
    if FAR in traits and traits.isdisjoint(ABSURD):
        return _TRUSTED_FAR
    return _TRUSTED_WORDS if accusation.relation.code in OF_WORDS else _TRUSTED


def is_weighed(found: Relation) -> bool:
    """Whether anything was learnt of accusations of a kind; the others are as sure as their reader is."""
    return f"code {found.code}" in read_weights()


def likely_right(traits: Iterable[str]) -> float:
    """How likely an accusation is right, where each report has about one error."""
    weights = read_weights()
    score = sum(weights.get(trait, 0) for trait in traits)
    return 1 / (1 + exp(-score / THOUSANDTHS))


@cache
def read_weights() -> dict[str, int]:
    """The weights in use."""
    return {row["trait"]: int(row["weight_thousandths"]) for row in content_rows(PATH)}
