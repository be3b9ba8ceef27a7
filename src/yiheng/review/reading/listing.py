"""A list: a total with the parts that a text tells of it."""

from __future__ import annotations

from dataclasses import dataclass

from yiheng.review.reading.fact import Fact


@dataclass(frozen=True)
class Listing:
    """A total with its parts. ``whole``: the text says that nothing is left out. ``open_end``: it says the opposite."""

    total: Fact
    parts: tuple[Fact, ...]
    whole: bool
    open_end: bool
