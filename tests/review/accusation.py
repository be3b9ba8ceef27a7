"""What the tests of single readings ask of a review: whether it accuses, and which words its readers accuse.

A reader's accusation that is not trusted becomes a question (:mod:`yiheng.review.learnt.trust`): whether a reader finds an error
is asked before that, whether an honest text is accused after it.
"""

from __future__ import annotations

from collections.abc import Iterator

from yiheng.review import review_text
from yiheng.review.finding import Relation, findings_of
from yiheng.review.learnt.misses import miss_relations
from yiheng.review.learnt.trust import Judge, judge_of
from yiheng.review.opening.source import Source
from yiheng.review.review import contexts_of, read_relations


def accused_in(text: str) -> Iterator[tuple[Judge, Relation]]:
    """What the readers accuse a text of, trusted or not, with all misses beside it; and by what it is weighed."""
    for context in contexts_of(Source("", text)):
        read = read_relations(context)
        judge = judge_of(context, read)
        others = [one for one in read if one.verdict != "inconsistent"]
        for finding in findings_of((*read, *miss_relations(context, judge.misses, others))):
            if finding.verdict == "inconsistent":
                yield judge, finding.relation


def accusations(text: str) -> Iterator[Relation]:
    """The same without the report."""
    for _, relation in accused_in(text):
        yield relation


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
