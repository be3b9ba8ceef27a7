"""What the tests of single readings ask of a review: whether it accuses, and which words."""

from __future__ import annotations

from yiheng.review import review_text


def accused(text: str) -> bool:
    """Whether a contradiction is told."""
    return bool(review_text(text).of("inconsistent"))


def words_accused(text: str) -> list[str]:
    """The words quoted by contradictions."""
    return [one.text for finding in review_text(text).of("inconsistent") for one in finding.relation.quotes]


def quotes(text: str, words: str) -> bool:
    """Whether a contradiction quotes some words."""
    return any(words in one for one in words_accused(text))
