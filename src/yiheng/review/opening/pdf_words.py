"""Words of a PDF page with their places, and the rows they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

_SAME_ROW = 0.4
"""In heights of a character: what stands in one row."""


class Word(NamedTuple):
    """A stretch of one font with the place of its beginning, in points."""

    x: float
    y: float
    size: float
    text: str

    @property
    def end(self) -> float:
        """Where it ends, as far as its characters tell."""
        return self.x + self.size * width_of(self.text) / 2


def width_of(text: str) -> int:
    """Half-width places that a text takes."""
    return sum(1 if character < "\u2000" else 2 for character in text.strip())


def rows_of(words: Iterable[Word]) -> list[list[Word]]:
    """The words row by row, from the top."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda one: -one.y):
        if rows and rows[-1][0].y - word.y <= _SAME_ROW * max(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    return rows
