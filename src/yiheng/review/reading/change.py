"""What the words before a number say of a change: up or down, and whether the number is the change itself."""

from __future__ import annotations

from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import word


def direction(words: str) -> int:
    """+1 for 增, −1 for 减, by the word that stands last; 0 where there is none."""
    up = [match.end() for match in word("growth_up").finditer(words)]
    down = [match.end() for match in word("growth_down").finditer(words)]
    if not up and not down:
        return 0
    return 1 if max(up, default=-1) > max(down, default=-1) else -1


def is_delta(fact: Fact) -> bool:
    """Whether a number says by how much, not to what, something changed."""
    said = word("filler_of_delta").sub("", fact.label)
    return bool(word("delta_end").search(said) or word("delta_more").search(said))


def of_another_year(words: str, base: Fact) -> bool:
    """Whether a change is told since one year and a number is of another: 较2020年提高60元；2021年为580元."""
    named = word("grown_year_than").search(words)
    return named is not None and base.year not in (0, int(named["year"]))
