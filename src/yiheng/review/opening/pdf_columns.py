"""Two columns of running text on a PDF page, to be read one after the other.

A table has gaps without words too, and must not be torn. So columns are what has all marks of them: equal widths, lines
that begin at one edge and reach the other on both sides of the gap, words rather than figures, no lines drawn across, and
paragraphs that begin where nothing begins beside them. A page that lacks one mark is read row by row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from yiheng.review.opening.pdf_rules import Rule
from yiheng.review.opening.pdf_words import Word, rows_of, width_of

_GUTTER, _MARGIN, _INDENT, _CELL_GAP = 0.8, 1.6, 2.6, 1.5
"""In heights of a character: the least gap between columns, how near a full line comes to the edge, how far a paragraph
is indented, what parts cells."""
_WIDEST_GUTTER, _LEAST_WIDTH = 4.0, 10.0
_MIDDLE = (0.35, 0.65)
"""Between which parts of the page's width the right column begins."""
_LINES_LEAST, _MOST, _MANY = 6, 0.85, 0.6
_FULL_LEFT, _FULL_RIGHT = 0.5, 0.3
"""What share of the lines reaches the edge; at the gap this tells text from the cells of a table."""
_FIGURES_MOST = 0.4
_APART = 1.8
"""In leadings: how far a page number or a running head stands from the text, and what is a hole in it."""
_UNEQUAL = 0.75
_BEGINS_LEAST, _MOST_ROWS, _ALL_ROWS = 3, 0.7, 0.9
"""How many beginnings tell rows, and what share of them is level with a beginning on the other side."""

Row = list[Word]


class Part(NamedTuple):
    """Words that are read row by row, and by how much their lines end before those of the page."""

    words: Sequence[Word]
    short: float = 0


class _Side(NamedTuple):
    """The rows of one column with its edges."""

    rows: list[Row]
    left: float
    right: float


def parts_of(words: Sequence[Word], rules: Sequence[Rule]) -> list[Part]:
    """The page's words in reading order: stretches in full width, and columns one after the other."""
    rows = rows_of(words)
    size = median(word.size for word in words)
    start = _right_start(rows, words, size)
    if start is None:
        return [Part(words)]
    parts: list[Part] = []
    columned = 0
    for is_free, group in groupby(_marked_rows(rows, start, size), key=lambda one: one[0]):
        band = [row for _, row in group]
        columns = _columns(band, start, size, rules) if is_free else None
        if columns is None:
            parts.append(Part([word for row in band for word in row]))
            continue
        left, right = columns
        columned += len(band)
        parts.append(Part([word for row in left.rows for word in row], right.right - left.right))
        parts.append(Part([word for row in right.rows for word in row]))
    return parts if columned >= _MANY * len(rows) else [Part(words)]


def _right_start(rows: Sequence[Row], words: Sequence[Word], size: float) -> float | None:
    """Where most lines of a right column would begin: in the middle of the page, after a gap or first in a row."""
    low, high = min(word.x for word in words), max(word.end for word in words)
    starts: Counter[int] = Counter()
    for row in rows:
        end = low - size
        for word in sorted(row):
            if (
                word.x - end >= _GUTTER * size
                and _MIDDLE[0] <= (word.x - low) / (high - low or 1) <= _MIDDLE[1]
            ):
                starts[round(word.x)] += 1
            end = word.end
    if not starts:
        return None
    at, count = max(starts.items(), key=lambda one: (one[1], -one[0]))
    return at - 1.0 if count >= _LINES_LEAST // 2 else None


def _marked_rows(rows: Sequence[Row], start: float, size: float) -> Iterator[tuple[bool, Row]]:
    """Rows with whether they leave the gap free; what stands alone far above or below the others belongs to no column."""
    free = [_is_free(row, start, size) for row in rows]
    leading = median([above[0].y - below[0].y for above, below in pairwise(rows)] or [size])
    for number in (0, len(rows) - 1):
        near = rows[1 if number == 0 else number - 1] if len(rows) > 1 else rows[0]
        apart = abs(rows[number][0].y - near[0].y) > _APART * leading
        sides = {word.x >= start for word in rows[number]}
        free[number] = free[number] and not (apart and len(sides) == 1)
    yield from zip(free, rows, strict=True)


def _is_free(row: Row, start: float, size: float) -> bool:
    left = [word.end for word in row if word.x < start]
    right = [word.x for word in row if word.x >= start]
    end = max(left, default=0.0)
    return end <= start if not right or not left else min(right) - end >= _GUTTER * size


def _columns(
    band: Sequence[Row], start: float, size: float, rules: Sequence[Rule]
) -> tuple[_Side, _Side] | None:
    """The two columns of rows that leave a gap free, or None where they are no columns."""
    words = [word for row in band for word in row]
    left = _side([word for word in words if word.x < start])
    right = _side([word for word in words if word.x >= start])
    if left is None or right is None:
        return None
    leading = min(median(_steps(left)), median(_steps(right)))
    fits = (
        not _crossed(band, start, size, rules)
        and _are_even(left, right, size)
        and all(_is_running(side, size) and _is_dense(side, band[0][0].y, leading) for side in (left, right))
        and _full(left, size) >= _FULL_LEFT
        and _full(right, size) >= _FULL_RIGHT
        and not _has_rows(left, right, size, leading)
        and not _has_rows(right, left, size, leading)
    )
    return (left, right) if fits else None


def _crossed(band: Sequence[Row], start: float, size: float, rules: Sequence[Rule]) -> bool:
    """Whether a line is drawn across the gap, as tables have."""
    top, bottom = band[0][0].y, band[-1][0].y
    return any(bottom < one.y < top and one.left < start - size and one.right > start + size for one in rules)


def _are_even(left: _Side, right: _Side, size: float) -> bool:
    """Whether both sides are wide enough and of one width, and the gap between them is that of columns."""
    narrow, wide = sorted((left.right - left.left, right.right - right.left))
    gutter = right.left - left.right
    return (
        narrow >= max(_LEAST_WIDTH * size, _UNEQUAL * wide)
        and _GUTTER * size <= gutter <= _WIDEST_GUTTER * size
    )


def _side(words: Sequence[Word]) -> _Side | None:
    """A column's rows; its edges are where most of them begin and the fuller ones end."""
    rows = rows_of(words)
    if len(rows) < _LINES_LEAST:
        return None
    starts = Counter(round(min(word.x for word in row)) for row in rows)
    ends = sorted(max(word.end for word in row) for row in rows)
    left = min(at for at, count in starts.items() if count >= max(starts.values()) / 3)
    return _Side(rows, left, ends[len(ends) * 9 // 10])


def _is_running(side: _Side, size: float) -> bool:
    """Whether lines begin at the left edge, have no gaps, and hold more words than figures."""
    starts = [min(word.x for word in row) - side.left for row in side.rows]
    whole = [
        all(after.x - one.end <= _CELL_GAP * size for one, after in pairwise(sorted(row)))
        for row in side.rows
    ]
    shown = "".join(word.text for row in side.rows for word in row)
    figures = sum(1 for character in shown if character in "0123456789.,%")
    count = len(side.rows)
    return (
        sum(1 for one in starts if -size / 2 <= one <= _INDENT * size) >= _MOST * count
        and sum(whole) >= _MOST * count
        and figures <= _FIGURES_MOST * width_of(shown)
    )


def _full(side: _Side, size: float) -> float:
    """What share of the lines reaches the right edge."""
    ends = [max(word.end for word in row) for row in side.rows]
    return sum(1 for end in ends if side.right - end <= _MARGIN * size) / len(ends)


def _is_dense(side: _Side, top: float, leading: float) -> bool:
    """Whether lines follow each other from the top almost without holes."""
    holes = sum(1 for step in _steps(side) if step > _APART * leading)
    return top - side.rows[0][0].y <= 3 * leading and holes <= (1 - _MOST) * len(side.rows)


def _has_rows(side: _Side, other: _Side, size: float, leading: float) -> bool:
    """Whether what begins on one side has a neighbour that begins too: nearly all, or all after holes and most others."""
    beside = _begins(other, size, leading)

    def level(begins: Sequence[float]) -> float:
        near = [y for y in begins if any(abs(y - one) <= size / 2 for one in beside)]
        return len(near) / len(begins)

    after_holes = _begins(side, size, leading, only_holes=True)
    begins = _begins(side, size, leading)
    least = _MOST_ROWS if after_holes and level(after_holes) == 1 else _ALL_ROWS
    return len(begins) >= _BEGINS_LEAST and level(begins) >= least


def _begins(side: _Side, size: float, leading: float, only_holes: bool = False) -> list[float]:
    """Where a line begins something: after a hole, or after a line that did not reach the edge."""
    return [
        row[0].y
        for row, before, step in zip(side.rows[1:], side.rows, _steps(side), strict=False)
        if step > _APART * leading
        or (not only_holes and side.right - max(word.end for word in before) > _MARGIN * size)
    ]


def _steps(side: _Side) -> list[float]:
    """How far each line is below the one before."""
    return [above[0].y - below[0].y for above, below in pairwise(side.rows)]
