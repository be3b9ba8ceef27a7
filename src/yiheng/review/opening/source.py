"""The text of a file as read, with the places (page, sheet and cell) its stretches came from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Source:
    """One text. ``places`` are (offset, name), ascending: the name holds from its offset to the next. ``note`` tells what of the file
    could not be read."""

    name: str
    text: str
    places: tuple[tuple[int, str], ...] = field(default=())
    note: str = ""

    def place(self, offset: int) -> str:
        """The page or cell an offset lies in, or nothing."""
        index = bisect_right(self.places, (offset, "\uffff")) - 1
        return self.places[index][1] if index >= 0 else ""


class Draft:
    """A source while a reader writes it, line by line."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._places: list[tuple[int, str]] = []
        self._offset = 0

    def line(self, text: str, place: str = "") -> None:
        """One line, from a place of its own or from none."""
        self._mark(place)
        self._lines.append(text)
        self._offset += len(text) + 1

    def row(self, cells: Sequence[str], place_of: Callable[[int], str]) -> None:
        """One row of a table; ``place_of`` names the place of a column."""
        for column, text in enumerate(cells):
            self._mark(place_of(column))
            self._offset += len(text) + 1
        self._lines.append("\t".join(cells))

    def source(self, name: str, note: str = "") -> Source:
        """What was written, and what could not be."""
        return Source(name, "\n".join(self._lines), tuple(self._places), note)

    def _mark(self, place: str) -> None:
        if place != (self._places[-1][1] if self._places else ""):
            self._places.append((self._offset, place))
