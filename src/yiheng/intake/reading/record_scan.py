"""Where records begin in a text file: the physical line a person sees, also after cells with line breaks.

Most files have one line a record, which two counts prove. The others are scanned once, vectorised: a line end within
quotes ends no record, and only those make the memory grow.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from yiheng.intake.reading.encoding import blocks

_TAIL = 1 << 16
_QUOTE, _LINE_FEED, _RETURN = 0x22, 0x0A, 0x0D


@dataclass(frozen=True)
class LineCount:
    """``lines`` of a file, the last also without its end; ``ending`` is what ends them; whether its quotes are ``paired``."""

    lines: int
    ending: str
    paired: bool


@dataclass(frozen=True)
class Records:
    """The records of a file: the line each begins on, the widest in cells, the most lines one spans.

    ``regular``: quotes open nowhere but at the beginning of a cell, as strict CSV has it.
    """

    starts: npt.NDArray[np.int64]
    widest: int
    longest: int
    regular: bool


def count_lines(path: Path) -> LineCount:
    """How many lines a file has. Carriage returns alone end lines only where there is no line feed at all."""
    feeds = returns = quotes = 0
    last = b""
    for block in blocks(path):
        feeds += block.count(b"\n")
        quotes += block.count(b'"')
        if not feeds:
            returns += block.count(b"\r")
        last = block[-1:]
    count, ending = (feeds, "\n") if feeds or not returns else (returns, "\r")
    return LineCount(count + (last not in (b"", ending.encode())), ending, quotes % 2 == 0)


def text_from(path: Path, counted: LineCount, line: int = 0) -> str | None:
    """The text from a line (from 1) to the file's end, without the ends of its last lines; nothing where it is long.

    Without a line: the last one that is not blank.
    """
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - _TAIL))
        tail = stream.read()
    end = counted.ending.encode()
    if line:
        parts = tail.removesuffix(end).split(end)
        wanted = counted.lines - line + 1
    else:
        parts, wanted = tail.rstrip(b"\r\n").split(end), 1
    if len(parts) < wanted or (len(parts) == wanted and size > _TAIL):
        return None
    return end.join(parts[-wanted:]).rstrip(b"\r\n").decode("utf-8", "replace")


def scan_records(path: Path, delimiter: str, ending: str, skip: int = 0) -> Records:
    """The records of a UTF-8 file by its quotes: a record ends at a line end outside quotes; blank lines are none."""
    mark, end = ord(delimiter), ord(ending)
    starts: list[npt.NDArray[np.int64]] = []
    widest, inside, line, cells, begun, longest, last_start = 0, 0, 1, 1, False, 0, 1
    regular, previous = True, end
    for block in blocks(path, skip):
        data = np.frombuffer(block, np.uint8)
        # Bytes that matter, in order: quotes turn inside and outside, marks and ends count where outside.
        places = np.flatnonzero((data == _QUOTE) | (data == mark) | (data == end))
        kinds = data[places]
        quotes = np.cumsum(kinds == _QUOTE) + inside
        outside = quotes % 2 == 0
        opening = places[(kinds == _QUOTE) & ~outside]
        before = np.where(opening > 0, data[np.maximum(opening - 1, 0)], previous)
        regular = regular and bool(np.isin(before, (mark, end, _QUOTE)).all())
        previous = data[-1]
        ends = kinds == end
        closing = ends & outside
        line_of = np.cumsum(ends) + line  # the line after each place
        marks = np.cumsum((kinds == mark) & outside)
        at = np.flatnonzero(closing)
        begins = places[at] + 1
        text_before = np.diff(np.concatenate([[0], begins])) - 1
        if ending == "\n" and len(at):
            returned = (places[at] > 0) & (data[np.maximum(places[at] - 1, 0)] == _RETURN)
            text_before = text_before - returned
        filled = text_before > 0
        if len(at):
            filled[0] = filled[0] or begun
            first_lines = np.concatenate([[last_start], line_of[at][:-1]])
            starts.append(first_lines[filled])
            per_record = np.diff(np.concatenate([[0], marks[at]])) + 1
            per_record[0] += cells - 1
            widest = max(widest, int(per_record.max()))
            longest = max(longest, int((line_of[at] - first_lines).max()))
            last_start = int(line_of[at[-1]])
            cells = 1 + int(marks[-1] - marks[at[-1]])
            begun = len(block) > int(begins[-1])
        else:
            cells += int(marks[-1]) if len(marks) else 0
            begun = begun or len(block) > 0
        inside = int(quotes[-1]) % 2 if len(quotes) else inside
        line += int(np.count_nonzero(ends))
    if begun:
        starts.append(np.array([last_start], dtype=np.int64))
        widest, longest = max(widest, cells), max(longest, line - last_start + 1)
    joined = np.concatenate(starts) if starts else np.empty(0, dtype=np.int64)
    return Records(joined.astype(np.int64), widest, longest, regular)
