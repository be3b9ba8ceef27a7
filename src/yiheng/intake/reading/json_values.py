"""The values of a JSON file one after the other, with bounded memory: a message, an array, JSON lines, a wrapped array.

Numbers stay as they are written (``1.10``, twenty digits). A value that cannot be parsed is reported with its place;
where the next value begins on a line of its own, reading goes on from there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from yiheng.intake.reading.source import Advance

_CHUNK = 1 << 20
_WRAPPED = 2 << 20
"""An object longer than this is read as a wrapper, its arrays element by element."""
_SPACE = re.compile(r"[ \t\r\n,]*")
_KEY = re.compile(r'[ \t\r\n]*"((?:[^"\\]|\\.)*)"[ \t\r\n]*:[ \t\r\n]*')
_NEXT = re.compile(r"\n[ \t]?,?(?=[\[{])")
_AT_END = 16
"""A fault this near to the end of what is read may be no fault: a number or word goes on."""


@dataclass(frozen=True)
class Value:
    """One value, the line it begins on (from 1), and the member of a wrapper it was found in.

    ``alone``: the file holds nothing else.
    """

    line: int
    value: Any
    member: str = ""
    alone: bool = False


@dataclass(frozen=True)
class Broken:
    """A place where the file is no JSON: line and column from 1; ``cut`` where the file ends too early.

    ``resumed``: the line where reading goes on, 0 where the rest of the file is not read. ``large``: a value beyond the
    limit.
    """

    line: int
    column: int
    cut: bool
    resumed: int = 0
    large: bool = False


def _constant(word: str) -> str:
    return word


DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=_constant, strict=False)


class _Window:
    """A moving window of the file's text; knows the line of each place in it."""

    def __init__(self, stream: TextIO, advance: Advance):
        self._stream = stream
        self._advance = advance
        self.text = ""
        self.at = 0
        self.ended = False
        self._line = 1
        self._counted = 0

    def more(self) -> None:
        """Read on; what lies before the place is let go."""
        self._count(self.at)
        # A window that one value fills doubles, so that parsing it again costs no more than it did before.
        chunk = self._stream.read(max(_CHUNK, len(self.text) - self.at))
        self.text = self.text[self.at :] + chunk
        self._counted, self.at = 0, 0
        self.ended = not chunk
        self._advance(len(chunk))

    def skip(self) -> str:
        """Go past white space and commas; the character there, nothing at the end."""
        while True:
            match = _SPACE.match(self.text, self.at)
            self.at = match.end() if match else self.at
            if self.at < len(self.text):
                return self.text[self.at]
            if self.ended:
                return ""
            self.more()

    def line(self) -> int:
        """The line of the place."""
        self._count(self.at)
        return self._line

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset at or after the place."""
        start = self.text.rfind("\n", 0, offset) + 1
        return self.line() + self.text.count("\n", self.at, offset), offset - start + 1

    def _count(self, to: int) -> None:
        if to > self._counted:
            self._line += self.text.count("\n", self._counted, to)
            self._counted = to


def json_values(path: Path, largest: int, advance: Advance) -> Iterator[Value | Broken]:
    """The values of a UTF-8 file: of an outer array its elements, of a long wrapper's arrays theirs.

    ``largest``: how many characters one value may have.
    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        window = _Window(stream, advance)
        inside, count = False, 0
        while first := window.skip():
            if first == "[" and not inside:
                inside = True
                window.at += 1
                continue
            if first == "]" and inside:
                inside = False
                window.at += 1
                continue
            line = window.line()
            found = _next(window, _WRAPPED if first == "{" and not inside else largest)
            if isinstance(found, Broken) and found.large and not inside and first == "{":
                yield from _members(window, largest)
                continue
            if not isinstance(found, Broken):
                alone = count == 0 and not inside and not window.skip()
                count += 1
                yield Value(line, found[0], alone=alone)
                continue
            resumed = _resume(window)
            yield Broken(found.line, found.column, found.cut, resumed, found.large)
            if not resumed:
                return
        if inside:
            line, column = window.place(len(window.text))
            yield Broken(line, column, cut=True)


def _next(window: _Window, largest: int) -> tuple[Any] | Broken:
    """Parse the value at the place and go past it; a fault leaves the place where it is."""
    while True:
        try:
            value, end = DECODER.raw_decode(window.text, window.at)
        except json.JSONDecodeError as error:
            open_string = error.msg.startswith("Unterminated string")
            near = error.pos >= len(window.text) - _AT_END
            if not window.ended and (open_string or near):
                if len(window.text) - window.at > largest:
                    return Broken(window.line(), 1, cut=False, large=True)
                window.more()
                continue
            cut = open_string or error.pos >= len(window.text.rstrip())
            line, column = window.place(min(error.pos, len(window.text)))
            return Broken(
                line, column, cut=cut and window.text[window.at : window.at + 1] in ("", "[", "{", '"')
            )
        except RecursionError:
            line, column = window.place(window.at)
            return Broken(line, column, cut=False)
        if end >= len(window.text) - _AT_END and not window.ended and not isinstance(value, dict | list):
            window.more()
            continue
        window.at = end
        return (value,)


def _resume(window: _Window) -> int:
    """Go to the next line that begins a value; its number, 0 if none does."""
    while True:
        match = _NEXT.search(window.text, window.at + 1)
        if match:
            window.at = match.end()
            return window.line()
        if window.ended:
            return 0
        window.at = max(window.at, len(window.text) - 4)
        window.more()


def _members(window: _Window, largest: int) -> Iterator[Value | Broken]:
    """The members of a long object: the elements of its arrays one by one, all else together at its end."""
    line = window.line()
    window.at += 1
    rest: dict[str, Any] = {}
    while (first := window.skip()) != "}":
        match = _KEY.match(window.text, window.at)
        if not match and not window.ended:
            window.more()
            match = _KEY.match(window.text, window.at)
        if not match:
            line_here, column = window.place(window.at)
            yield Broken(line_here, column, cut=not first)
            window.at = len(window.text)
            break
        key = str(DECODER.decode(f'"{match[1]}"'))
        window.at = match.end()
        if window.skip() == "[":
            window.at += 1
            broken = yield from _elements(window, key, largest)
            if broken:
                break
            continue
        found = _next(window, largest)
        if isinstance(found, Broken):
            yield found
            window.at = len(window.text)
            break
        rest[key] = found[0]
    else:
        window.at += 1
    if rest:
        yield Value(line, rest)


def _elements(window: _Window, key: str, largest: int) -> Generator[Value | Broken, None, bool]:
    """The elements of an array of a wrapper; returns whether it broke off."""
    while True:
        first = window.skip()
        if first == "]":
            window.at += 1
            return False
        line = window.line()
        found = _next(window, largest)
        if isinstance(found, Broken) or not first:
            yield found if isinstance(found, Broken) else Broken(line, 1, cut=True)
            window.at = len(window.text)
            return True
        yield Value(line, found[0], key)
