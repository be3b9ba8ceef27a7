"""The tolerant reading of delimited text: what strict CSV refuses, without losing a row.

A quote that is never closed must not swallow the rows after it; text after a closing quote stays with its cell as it
is written. A cell may go on over several lines only where that makes the record as wide as the others.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

JOINED_LINES = 200
"""How many lines a cell with line breaks may span before its quote is taken for a stray one."""
_JOINED_CHARACTERS = 1 << 16
_CLOSINGS = 16
"""How often a joined record may be tried again."""


@cache
def _patterns(delimiter: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    mark = re.escape(delimiter)
    quoted = re.compile(rf' *"((?:[^"]|"")*+)" *(?={mark}|\Z)')
    rest = re.compile(rf"[^{mark}]*")
    return quoted, rest


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one record; how many of them begin with a quote that quotes nothing and stand as they are written;
    whether the last such quote is open at the end of the text."""

    cells: list[str | None]
    stray: int
    opened: bool


def split(text: str, delimiter: str) -> Record:
    """The cells of a text that is one record."""
    if '"' not in text:
        return Record([cell or None for cell in text.split(delimiter)], 0, False)
    quoted, rest = _patterns(delimiter)
    cells: list[str | None] = []
    at, stray, opened = 0, 0, False
    while True:
        match = quoted.match(text, at)
        if match:
            cells.append(match[1].replace('""', '"'))
            at = match.end()
        else:
            match = rest.match(text, at)
            word = match[0] if match else ""
            begins = word.lstrip(" ").startswith('"')
            stray += begins
            if begins and '"' not in text[at + word.index('"') + 1 :].replace('""', ""):
                opened = True
            cells.append(word or None)
            at += len(word)
        if at >= len(text):
            return Record(cells, stray, opened)
        at += len(delimiter)


def records(
    lines: Iterator[str], delimiter: str, usual: int, ending: str = "\n"
) -> Iterator[tuple[int, Record]]:
    """The records of lines (without their ends) as (line from 1, record), blank lines left out.

    ``usual`` is how many cells most records have, 0 where nobody knows yet.
    """
    waiting: deque[str] = deque()
    number = 0
    while True:
        line = waiting.popleft() if waiting else next(lines, None)
        if line is None:
            return
        number += 1
        line = line.removesuffix("\r")
        if not line:
            continue
        record = split(line, delimiter)
        if record.opened and (not usual or len(record.cells) != usual):
            joined, taken = _joined(line, lines, waiting, delimiter, usual, ending)
            if joined:
                yield number, joined
                number += taken
                continue
        yield number, record


def _joined(
    first: str, lines: Iterator[str], waiting: deque[str], delimiter: str, usual: int, ending: str
) -> tuple[Record | None, int]:
    """The record that ``first`` begins with the following lines, and how many of these it took; none if it closes nowhere."""
    parts, length, tries = [first], len(first), 0
    for index in range(JOINED_LINES):
        if index == len(waiting):
            following = next(lines, None)
            if following is None:
                break
            waiting.append(following)
        parts.append(waiting[index].removesuffix("\r"))
        length += len(parts[-1]) + 1
        if length > _JOINED_CHARACTERS or tries > _CLOSINGS:
            break
        if '"' not in parts[-1]:
            continue
        tries += 1
        record = split(ending.join(parts), delimiter)
        if not record.opened and (not usual or len(record.cells) <= usual):
            for _ in range(index + 1):
                waiting.popleft()
            return record, index + 1
    return None, 0
