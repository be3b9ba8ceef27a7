"""Finding the head: under title rows, in one row, or in two or three whose upper cells are merged over several columns.

Every place where a head could stand is read with the dictionary; the one whose heads say most wins, and of two that
say the same the one of fewer rows. Merged cells come as one text and nothing beside it, so an upper row is filled to
the right before it is joined with the row below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from yiheng.intake.recognition.dictionary import Dictionary, Target, Use
from yiheng.intake.recognition.grid_top import Cells, TopRow
from yiheng.intake.recognition.head_text import Head, head_key, head_of

MOST_ROWS = 3
LEAST_MATCHES = 2
"""A head of one matched column is a word that happens to stand there."""


@dataclass(frozen=True)
class HeadColumn:
    """One column under a head: the texts it may be known by, the surest (most words) first. ``meant``: the head that the
    user says it stands for."""

    position: int
    texts: tuple[str, ...]
    meant: str = ""

    @property
    def heads(self) -> tuple[Head, ...]:
        """Its texts as heads."""
        return tuple(head_of(text) for text in ((self.meant,) if self.meant else self.texts))

    def uses(self, target: Target) -> tuple[Use, ...]:
        """What it can mean for a target: the meanings of the first of its texts that has one."""
        return next((found for head in self.heads if (found := target.uses(head))), ())

    def unit(self) -> str:
        """The unit that one of its texts names in brackets."""
        return next((head.unit for head in self.heads if head.unit), "")


@dataclass(frozen=True)
class HeadPlace:
    """Where a head stands: the last of its lines, how many rows it has, and its columns."""

    line: int
    rows: int
    columns: tuple[HeadColumn, ...]


def with_meant(place: HeadPlace, meant: Mapping[str, str]) -> HeadPlace:
    """A place whose heads stand for what the user says. ``meant``: by the key of the head as it is printed."""
    columns = (
        replace(one, meant=next((meant[key] for text in one.texts if (key := head_key(text)) in meant), ""))
        for one in place.columns
    )
    return replace(place, columns=tuple(columns))


class HeadReader:
    """What texts mean as heads, remembered: the same heads stand over thousands of files."""

    def __init__(self, known: Dictionary):
        self._targets = tuple(target for target in known.targets.values() if not target.message)
        self._meanings: dict[str, dict[str, Use]] = {}

    def meanings(self, text: str) -> dict[str, Use]:
        """The surest meaning of a text for each target that it means something for."""
        found = self._meanings.get(text)
        if found is None:
            head = head_of(text)
            found = {one.name: uses[0] for one in self._targets if (uses := one.uses(head))}
            if len(text) <= _LONGEST_HEAD and len(self._meanings) < _MOST_TEXTS:
                self._meanings[text] = found
        return found

    def matched(self, place: HeadPlace) -> int:
        """How many columns the heads of a place name, for the target that they fit best."""
        columns: dict[str, set[tuple[str, int, int]]] = {}
        for one in place.columns:
            found: dict[str, Use] = {}
            for text in reversed(one.texts):
                found |= self.meanings(text)
            for target, use in found.items():
                columns.setdefault(target, set()).add((use.column, use.lines, use.number))
        return max(map(len, columns.values()), default=0)


_LONGEST_HEAD = 60
_MOST_TEXTS = 100_000
_BEYOND = 3
"""Rows below the best place so far that are still looked at: under a head come data."""


def find_head(rows: Sequence[TopRow], reader: HeadReader) -> HeadPlace | None:
    """Where the heads say most for one target; None where no row says enough."""
    best: tuple[tuple[int, int, int], int, HeadPlace] | None = None
    for at, place in _places(rows):
        if best is not None and at > best[1] + _BEYOND:
            break
        matched = reader.matched(place)
        score = (matched, -place.rows, -at)
        if matched >= LEAST_MATCHES and (best is None or score > best[0]):
            best = (score, at, place)
    return best[2] if best else None


def _places(rows: Sequence[TopRow]) -> Iterator[tuple[int, HeadPlace]]:
    for last, row in enumerate(rows):
        if sum(cell is not None for cell in row.cells) < LEAST_MATCHES:
            continue
        for height in range(1, min(MOST_ROWS, last + 1) + 1):
            upper = [rows[at].cells for at in range(last - height + 1, last)]
            if any(sum(cell is not None for cell in one) < LEAST_MATCHES for one in upper):
                break
            yield last, HeadPlace(row.line, height, tuple(_columns([*upper, row.cells])))


def _columns(rows: Sequence[Cells]) -> Iterator[HeadColumn]:
    filled = [_filled(row, rows[-1]) for row in rows[:-1]]
    for place in range(max(len(row) for row in rows)):
        lower = _at(rows[-1], place)
        own = [text for row in rows[:-1] if (text := _at(row, place))]
        over = [text for row in filled if (text := _at(row, place))]
        texts: list[str] = []
        if lower:
            texts += ["".join([*over, lower])] if over else []
            texts.append(lower)
        elif own:
            texts += ["".join(over), own[-1]] if len(over) > 1 else [own[-1]]
        if texts:
            yield HeadColumn(place + 1, tuple(dict.fromkeys(texts)))


def _filled(row: Cells, below: Cells) -> Cells:
    """An upper row with merged cells filled to the right, as far as the row below has heads of its own."""
    cells: list[str | None] = []
    for place, cell in enumerate(row):
        cells.append(cell if cell or not place or _at(below, place) is None else cells[-1])
    return tuple(cells)


def _at(row: Cells, place: int) -> str | None:
    return row[place] if place < len(row) else None
