"""The values of a JSON file one after the other, with bounded memory: a message, an array, JSON lines, a wrapped array.

Numbers stay as they are written (``1.10``, twenty digits). A value that cannot be parsed is reported with its place;
where the next value begins on a line of its own, reading goes on from there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from yiheng.intake.reading.json_window import Beyond, Window

_WRAPPED = 2 << 20
"""An object longer than this is read as a wrapper, its arrays element by element."""
_KEY = re.compile(r'[ \t\r\n]*"((?:[^"\\]|\\.)*)"[ \t\r\n]*:[ \t\r\n]*')
_NEXT = re.compile(r"\n[ \t]?,?(?=[\[{])")
_AT_END = 16
"""A fault this near to the end of what is read may be no fault: a number or word goes on."""


class Value(NamedTuple):
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

    def after(self, lines: int, characters: int) -> Broken:
        """The same where so many lines stand before the first, and so many characters before its own."""
        resumed = self.resumed + lines if self.resumed else 0
        return replace(self, line=self.line + lines, column=self.column + characters, resumed=resumed)


def _constant(word: str) -> str:
    return word


DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=_constant, strict=False)


def json_values(window: Window, largest: int) -> Iterator[Value | Broken]:
    """The values from the window's place on: of an outer array its elements, of a long wrapper's arrays theirs.

    ``largest``: how many characters one value may have. Raises Beyond where a part alone does not tell.
    """
    while first := window.skip():
        if first == "[" and not window.inside:
            window.inside = True
            window.at += 1
            continue
        if first == "]" and window.inside:
            window.inside = False
            window.at += 1
            continue
        line = window.line()
        found = _next(window, _WRAPPED if first == "{" and not window.inside else largest)
        if isinstance(found, Broken) and found.large and not window.inside and first == "{":
            yield from _members(window, largest)
            continue
        if not isinstance(found, Broken):
            alone = window.first and not window.inside and not window.skip()
            window.first = False
            yield Value(line, found[0], alone=alone)
            continue
        resumed = _resume(window)
        yield Broken(found.line, found.column, found.cut, resumed, found.large)
        if not resumed:
            return
    if window.inside and not window.part:
        line, column = window.place(len(window.text))
        yield Broken(line, column, cut=True)


def _next(window: Window, largest: int) -> tuple[Any] | Broken:
    """Parse the value at the place and go past it; a fault leaves the place where it is."""
    while True:
        try:
            value, end = DECODER.raw_decode(window.text, window.at)
        except json.JSONDecodeError as error:
            open_string = error.msg.startswith("Unterminated string")
            near = error.pos >= len(window.text) - _AT_END
            if not window.ended and (open_string or near):
                if not window.part and len(window.text) - window.at > largest:
                    return Broken(window.line(), 1, cut=False, large=True)
                window.more()
                continue
            cut = open_string or error.pos >= len(window.text.rstrip())
            line, column = window.place(min(error.pos, len(window.text)))
            return Broken(
                line, column, cut=cut and window.text[window.at : window.at + 1] in ("", "[", "{", '"')
            )
        except RecursionError:
            if window.part:  # how deep one may go is a matter of the process
                raise Beyond from None
            line, column = window.place(window.at)
            return Broken(line, column, cut=False)
        if end >= len(window.text) - _AT_END and not window.ended and not isinstance(value, (dict, list)):
            window.more()
            continue
        if window.part and end - window.at > largest:
            raise Beyond  # how much is read at once would tell whether it is a wrapper
        window.at = end
        return (value,)


def _resume(window: Window) -> int:
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


def _members(window: Window, largest: int) -> Iterator[Value | Broken]:
    """The members of a long object: the elements of its arrays one by one, all else together at its end."""
    if window.part:
        raise Beyond
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


def _elements(window: Window, key: str, largest: int) -> Generator[Value | Broken, None, bool]:
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
