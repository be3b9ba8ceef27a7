"""How far an accusation is to be trusted, by traits whose weights are learnt.

The readers bind the operands of a number by words, each in its own way, and each is mistaken at times; the misses ask no words at
all. Here all of them are weighed by the same traits (:mod:`yiheng.review.learnt.accusation`), whose weights
(``national/review/trust.csv``) are learnt from planted errors that were told and honest reports that were accused. What is trusted is an
error; what a reader told and is not to be trusted is a question, and what a reader asked stays one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from math import exp

from yiheng.review.finding import DISCLOSURE, Relation, Spoken, ends_of
from yiheng.review.learnt.accusation import (
    ABSURD,
    ASKED,
    FAR,
    MISSED,
    OF_WORDS,
    TOLD,
    Accusation,
    Judge,
    accusation_traits,
    judge_of,
)
from yiheng.review.learnt.table import THOUSANDTHS
from yiheng.review.reading.context import Context
from yiheng.review.reading.lexicon import content_rows
from yiheng.review.reading.open_list import OF_LISTS, of_open_list
from yiheng.review.reading.open_list import asked as asked_of_list

PATH = "content/national/review/trust.csv"


@dataclass(frozen=True)
class Least:
    """How likely an accusation must be right to be told as an error: of numbers that words bind; of what words alone say; of what
    stands far apart under one name; and of numbers that no words bind."""

    bound: float
    words: float
    far: float
    missed: float

    def of(self, weighed: Weighed) -> float:
        """Which of them an accusation must reach."""
        if weighed.accusation.kind == MISSED:
            return self.missed
        if weighed.is_far:
            return self.far
        return self.words if weighed.accusation.relation.code in OF_WORDS else self.bound


_ALONE, _AMONG_ERRORS = Least(0.35, 0.3, 0.5, 0.7), Least(0.3, 0.2, 0.02, 0.6)
"""Weights are learnt from reports of one error each. Where other places are wrong too, a doubtful one is likelier to be, above all what
stands far apart under one name: real reports err there, planted errors hardly ever (decision 0036)."""
_ASKED = 0.4
"""How likely a miss must be to be asked about, where no reader told or asked anything of its numbers."""
_SURE, _DOUBTFUL = 0.9, 0.7
"""From which likelihood on a miss stands against what a reader tells with less than another."""
_FIRM, _OTHERS = 0.5, 2
"""How likely an accusation must be to count as another place that is wrong, and how many such places make a report one of many errors."""
_TOGETHER = 3
"""Of how many numbers an error says the same as a question."""


@dataclass(frozen=True)
class Weighed:
    """An accusation with how likely it is right, and whether it stands far apart (and is not absurd besides)."""

    accusation: Accusation
    likely: float
    is_far: bool


def judged(
    reports: Sequence[tuple[Context, Sequence[Relation]]], of_words: frozenset[str] = frozenset()
) -> list[Relation]:
    """What the readers found in the reports of one file, and the misses among numbers that they do not accuse: what is trusted as an
    error, what is not as a question; a question of numbers that an error tells of is not asked as well. Readers ``of_words`` tell
    nothing of a number that another error is told of, and ask nothing of one that is accused at all."""
    judges = [judge_of(context, found) for context, found in reports]
    weighed = [_all_weighed(judge) for judge in judges]
    wrong = _places(one for every in weighed for one in every)
    told = (
        _told(judge, _heard(found, trusted := _trusted(judge, every, wrong), of_words), every, trusted)
        for judge, (_, found), every in zip(judges, reports, weighed, strict=True)
    )
    return [one for every in told for one in every]


def _told(
    judge: Judge, found: Sequence[Relation], weighed: Sequence[Weighed], trusted: set[int]
) -> list[Relation]:
    """What is told and asked of one report; ``trusted`` are the identities of what is trusted."""
    trusted = trusted - _yielding(weighed, trusted)
    held = [one for one in found if one.verdict != "inconsistent" or id(one) in trusted]
    doubted = [one for one in found if one.verdict == "inconsistent" and id(one) not in trusted]
    missed = [one.relation for one in judge.accusations if one.kind == MISSED and id(one.relation) in trusted]
    told = list(_unsaid(held, missed))
    said = ends_of(told)
    errors = Spoken((*told, *(one for one in held if one.verdict == "inconsistent")))
    kept = [one for one in held if one.verdict != "review" or not _answered(one, errors)]
    lists = [one.ends for one in kept if one.code in OF_LISTS]
    asked = [_asked(judge.context, one) for one in doubted if not one.ends & said and one.ends not in lists]
    likely = [one.accusation.relation for one in weighed if _is_asked_of(judge.context, one)]
    settled = [*kept, *told, *asked]
    return [*settled, *(_as_question(one) for one in _unsaid(settled, likely, "review"))]


def _heard(found: Sequence[Relation], trusted: set[int], of_words: frozenset[str]) -> list[Relation]:
    """What was found, without what readers of words tell of numbers that others accuse: trusted ones, or any where they are not."""
    others = [one for one in found if one.verdict == "inconsistent" and one.reader not in of_words]
    accused, sure = ends_of(others), ends_of([one for one in others if id(one) in trusted])
    return [
        one
        for one in found
        if one.verdict != "inconsistent"
        or one.reader not in of_words
        or not one.ends & (sure if id(one) in trusted else accused)
    ]


def _yielding(weighed: Sequence[Weighed], trusted: set[int]) -> set[int]:
    """The identities of what readers tell, not surely, of a number of which a miss says something else almost surely."""
    told = [one for one in weighed if id(one.accusation.relation) in trusted]
    sure = [one.accusation.ends for one in told if one.accusation.kind == MISSED and one.likely >= _SURE]
    doubtful = (one for one in told if one.accusation.kind == TOLD and one.likely < _DOUBTFUL)
    return {
        id(one.accusation.relation) for one in doubtful if any(one.accusation.ends & ends for ends in sure)
    }


def _is_asked_of(context: Context, weighed: Weighed) -> bool:
    """Whether a miss is likely enough to be asked about; what points make is read from the words around them, or not at all."""
    accusation = weighed.accusation
    if accusation.kind != MISSED or weighed.likely < _ASKED:
        return False
    facts = (context.by_end.get(end) for end in accusation.ends)
    return all(one is None or one.quantity.family != "score" for one in facts)


def _asked(context: Context, doubted: Relation) -> Relation:
    """What a reader told and is not to be trusted, as a question."""
    if of_open_list(context, doubted):
        return asked_of_list(doubted)
    return _as_question(doubted)


def _as_question(doubted: Relation) -> Relation:
    return replace(doubted, verdict="review", repairs=())


def _unsaid(held: Sequence[Relation], missed: Iterable[Relation], *also: str) -> Iterator[Relation]:
    """Misses of numbers of which nothing is told yet (nor of a verdict ``also``), and that hold together in no other way; whether the
    items of a list overlap, or are all, stays a question."""
    said = ends_of(held, "inconsistent", DISCLOSURE, *also)
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


def _all_weighed(judge: Judge) -> list[Weighed]:
    """The accusations of a report that are weighed; what asks, and what is of a list that need not be all, stays a question."""
    return [
        _weighed(judge, one)
        for one in judge.accusations
        if is_weighed(one.relation) and not _stays_asked(judge, one)
    ]


def _stays_asked(judge: Judge, accusation: Accusation) -> bool:
    return accusation.kind == ASKED or of_open_list(judge.context, accusation.relation)


def _trusted(judge: Judge, weighed: Sequence[Weighed], wrong: Sequence[frozenset[int]]) -> set[int]:
    """The identities of the accusations that are trusted, where some places of the file are ``wrong``; a sentence of which nothing was
    learnt is as sure as its reader."""
    trusted = {
        id(one.relation)
        for one in judge.accusations
        if not is_weighed(one.relation) and not _stays_asked(judge, one)
    }
    for one in weighed:
        others = islice((place for place in wrong if not place & one.accusation.ends), _OTHERS)
        least = _AMONG_ERRORS if len(list(others)) == _OTHERS else _ALONE
        if one.likely >= least.of(one):
            trusted.add(id(one.accusation.relation))
    return trusted


def _weighed(judge: Judge, accusation: Accusation) -> Weighed:
    traits = frozenset(accusation_traits(judge, accusation))
    return Weighed(accusation, likely_right(traits), FAR in traits and traits.isdisjoint(ABSURD))


def _places(weighed: Iterable[Weighed]) -> list[frozenset[int]]:
    """The places of a file that readers tell to be wrong and that are so more likely than not: of what shares a number, the first."""
    found: list[frozenset[int]] = []
    taken: set[int] = set()
    for one in weighed:
        ends = one.accusation.ends
        firm = one.accusation.kind == TOLD and not one.is_far and one.likely >= _FIRM
        if firm and not ends & taken:
            taken |= ends
            found.append(ends)
    return found


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
