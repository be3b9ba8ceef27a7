"""A moving window of a JSON file's text, which knows the line and column of each place in it: the whole file, what
follows a place, or one part alone.

A part is read without what follows it. Whatever could come out otherwise with it raises :class:`Beyond`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_CHUNK = 1 << 20
_SPACE = re.compile(r"[ \t\r\n,]*")


class Beyond(Exception):  # noqa: N818 -- no error: the part alone does not tell
    """What follows a part decides how it is read."""


@dataclass(frozen=True)
class Place:
    """Where reading begins or ended: the byte, the line and the characters before it on that line, whether it lies
    within an outer array, and whether no value stands before it."""

    offset: int = 0
    line: int = 1
    before: int = 0
    inside: bool = False
    first: bool = True


class Window:
    """The text at work. ``at``: the place in it; ``ended``: nothing follows it in the file; ``part``: a part alone."""

    def __init__(self, read: Callable[[int], str], place: Place, part: bool = False):
        self.text = ""
        self.at = 0
        self.ended = False
        self.part = part
        self.inside = place.inside
        self.first = place.first
        self._read = read
        self._line = place.line
        self._before = place.before
        self._counted = 0

    def more(self) -> None:
        """Read on; what lies before the place is let go. Raises Beyond at the end of a part."""
        if self.part and self.text:
            raise Beyond
        self._count(self.at)
        last = self.text.rfind("\n", 0, self.at)
        self._before = self.at - last - 1 if last >= 0 else self._before + self.at
        # A window that one value fills doubles, so that parsing it again costs no more than it did before.
        chunk = self._read(max(_CHUNK, len(self.text) - self.at))
        self.text = self.text[self.at :] + chunk
        self._counted, self.at = 0, 0
        self.ended = not chunk

    def skip(self) -> str:
        """Go past white space and commas; the character there, nothing at the end of the file or part."""
        while True:
            match = _SPACE.match(self.text, self.at)
            self.at = match.end() if match else self.at
            if self.at < len(self.text):
                return self.text[self.at]
            if self.ended or (self.part and self.text):
                return ""
            self.more()

    def line(self) -> int:
        """The line of the place."""
        self._count(self.at)
        return self._line

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset at or after the place."""
        last = self.text.rfind("\n", 0, offset)
        column = offset - last if last >= 0 else self._before + offset + 1
        return self.line() + self.text.count("\n", self.at, offset), column

    def _count(self, to: int) -> None:
        if to > self._counted:
            self._line += self.text.count("\n", self._counted, to)
            self._counted = to


@contextmanager
def file_window(path: Path, advance: Callable[[int], None], place: Place = Place()) -> Iterator[Window]:
    """A window of a UTF-8 file from a place on."""
    with path.open("rb") as raw:
        raw.seek(place.offset)
        with io.TextIOWrapper(raw, encoding=_encoding(place.offset), newline="") as stream:

            def read(count: int) -> str:
                chunk = stream.read(count)
                advance(len(chunk))
                return chunk

            yield Window(read, place)


def part_window(path: Path, start: int, end: int, inside: bool) -> Window:
    """A window of the bytes of a UTF-8 file from ``start`` to ``end``, which counts lines from 1."""
    with path.open("rb") as raw:
        raw.seek(start)
        text = raw.read(end - start).decode(_encoding(start))
    window = Window(lambda _: text, Place(inside=inside, first=False), part=True)
    window.more()
    return window


def _encoding(offset: int) -> str:
    return "utf-8" if offset else "utf-8-sig"
