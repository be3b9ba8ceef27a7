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

    @property
    def closes_itself(self) -> bool:
        """Whether the last part is the sum of those before it: 个人负担分别为296.6万元、292.3万元，合588.9万元."""
        *parts, last = (one.quantity.value for one in self.parts)
        return len(parts) > 1 and sum(parts) == last
