"""The text of a file as read, with the places (page, sheet and cell) its stretches came from."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Source:
    """One text. ``places`` are (offset, name), ascending: the name holds from its offset to the next."""

    name: str
    text: str
    places: tuple[tuple[int, str], ...] = field(default=())

    def place(self, offset: int) -> str:
        """The page or cell an offset lies in, or nothing."""
        index = bisect_right(self.places, (offset, "\uffff")) - 1
        return self.places[index][1] if index >= 0 else ""
