"""What the tests of single readings ask of a review: whether it accuses, and which words its readers accuse.

A reader's accusation that is not trusted becomes a question (:mod:`yiheng.review.learnt.trust`): whether a reader finds an error
is asked before that, whether an honest text is accused after it.
"""

from __future__ import annotations

from collections.abc import Iterator

from yiheng.review import review_text
from yiheng.review.finding import Relation, findings_of
from yiheng.review.learnt.accusation import MISSED, TOLD, Accusation, Judge, judge_of
from yiheng.review.opening.source import Source
from yiheng.review.review import contexts_of, read_relations

_SEEN = 0.1
"""How likely a miss must be to count as found."""


def accused_in(text: str) -> Iterator[tuple[Judge, Accusation]]:
    """What the readers accuse a text of or ask, trusted or not, with all misses; and by what it is weighed."""
    for context in contexts_of(Source("", text)):
        judge = judge_of(context, read_relations(context))
        once = {
            id(finding.relation) for finding in findings_of(tuple(one.relation for one in judge.accusations))
        }
        for one in judge.accusations:
            if id(one.relation) in once:
                yield judge, one


def accusations(text: str) -> Iterator[Relation]:
    """What the readers accuse a text of, and the misses that are likely."""
    for judge, one in accused_in(text):
        likely = judge.likely.get(one.ends, 0)
        if one.kind == TOLD or (one.kind == MISSED and likely >= _SEEN):
            yield one.relation


def accused(text: str) -> bool:
    """Whether a reader accuses a text."""
    return any(True for _ in accusations(text))


def contradicted(text: str) -> bool:
    """Whether the review of a text tells a contradiction: what a reader accuses and is trusted."""
    return bool(review_text(text).of("inconsistent"))


def words_accused(text: str) -> list[str]:
    """The words that readers accuse."""
    return [quote.text for one in accusations(text) for quote in one.quotes]


def quotes(text: str, words: str) -> bool:
    """Whether a reader accuses some words."""
    return any(words in one for one in words_accused(text))
