"""A large JSON file in parts, which are read beside one another: where it is cut, and what a part says alone.

It is cut where a value seems to begin. Whether one does shows when the part before was read: as whole values, to its last
byte. So a part means what it means in its file, or it is not taken, and the file is read on from there in one go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from yiheng.intake.reading.field_rows import Block, FieldRows
from yiheng.intake.reading.json_values import Broken, json_values
from yiheng.intake.reading.json_window import Beyond, Place, part_window
from yiheng.intake.reading.message import Node, Nodes
from yiheng.standards.problem import Refused

PART_BYTES = 4 << 20
FROM_BYTES = 24 << 20
"""A file shorter than this is read in one go: it takes less time than to start a process."""

_SEARCHED = 1 << 18
_HEAD = 1 << 16
_FIRST = re.compile(rb'(?:\xef\xbb\xbf)?[ \t\r\n]*(\[?)[ \t\r\n]*(\{[ \t\r\n]*"[^"\\]*")')


@dataclass(frozen=True)
class Part:
    """The bytes of a file from ``start`` to ``end``, within an outer array or not; ``last``: the file ends with it.
    ``largest``: characters of one value; ``columns``: of one grid."""

    path: Path
    start: int
    end: int
    inside: bool
    last: bool
    largest: int
    columns: int


@dataclass(frozen=True)
class PartRead:
    """What a part holds, its lines counted from 1 and its messages from its first: blocks by node in the order in which
    nodes first come, and broken places with the messages before each. ``end``: where it ends, from its start."""

    end: Place
    messages: int
    kinds: frozenset[str]
    blocks: tuple[tuple[Node, tuple[Block, ...]], ...]
    broken: tuple[tuple[Broken, int], ...]


def parts_of(path: Path, largest: int, columns: int) -> Iterator[Part]:
    """The parts of a file, in order: none of one that is short or does not show where its values begin."""
    size = path.stat().st_size
    if size < FROM_BYTES:
        return
    with path.open("rb") as stream:
        first = _FIRST.match(stream.read(_HEAD))
        if first is None:
            return
        # Another value begins on a line of its own, or as the first one does.
        begins = re.compile(rb"\n(?=\{)|" + re.escape(first[2]))
        start = 0
        while start < size:
            end = size
            at = start + PART_BYTES
            stream.seek(at)
            kept = b""
            while block := stream.read(_SEARCHED):
                found = begins.search(kept + block)
                if found:
                    end = at - len(kept) + found.start() + (found[0] == b"\n")
                    break
                at += len(block)
                kept = block[-len(first[2]) :]
            if start or end < size:
                yield Part(path, start, end, first[1] == b"[" and start > 0, end == size, largest, columns)
            start = end


def read_part(part: Part) -> PartRead | None:
    """Read a part alone; None where its own bytes do not tell everything."""
    found: dict[Node, list[Block]] = {}

    def rows_of(node: Node) -> FieldRows:
        """Where the rows of a node go: its own list of blocks."""
        blocks = found[node] = []
        return FieldRows(blocks.append)

    nodes = Nodes(rows_of, part.path.name, part.columns)
    broken = []
    try:
        window = part_window(part.path, part.start, part.end, part.inside)
        for value in json_values(window, part.largest):
            if isinstance(value, Broken):
                broken.append((value, nodes.messages))
            else:
                nodes.take(value)
    except (Beyond, UnicodeDecodeError, Refused):
        return None
    if part.last and window.inside:
        return None
    for rows in nodes.rows.values():
        rows.flush()
    line, column = window.place(len(window.text))
    end = Place(part.end, line, column - 1, window.inside, first=False)
    blocks = tuple((node, tuple(some)) for node, some in found.items())
    return PartRead(end, nodes.messages, frozenset(nodes.kinds), blocks, tuple(broken))
