"""Rows that set a goal beside its result, in whatever way a report parts its cells: tabs, bars, ／, blanks, or lines.

A grid begins at a header that names a column of goals and one of results, and goes on while its lines are parted in
the same way. Where every cell has a line of its own, the header's length tells how many lines make a row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.table import Cell, cell_of

_PARTINGS = tuple(
    re.compile(form) for form in (r"\t", r"\|", r"[／/](?=\s|$)", r"[ \u3000]{2,}", r"[ \u3000]")
)
_SINGLE = _PARTINGS[-1]
"""One blank parts cells only where every row has as many as its header."""
_FRAME = re.compile(r"^[\s┌│└├┃║]+|[\s┐┘┤┃║]+$")
_CHINESE = re.compile(r"[\u4e00-\u9fa5]{2}")
_RULED = re.compile(r"[-—:\s|┌┬┐├┼┤└┴┘─]*")
_CELL_LIMIT = 40
_COLUMNS_LEAST = 3
_HEAD_CELLS = 6
_ROWS_LIMIT = 400


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator: its name, goal and result, and what else the grid says of it; cells may be empty."""

    name: Cell
    goal: Cell
    result: Cell
    full: Cell | None
    award: Cell | None
    reason: Cell | None
    done: Cell | None
    remark: Cell | None = None


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where a header has its columns; -1 where it has none."""

    count: int
    goal: int
    result: int
    full: int
    award: int
    reason: int
    done: int
    remark: int

    def row(self, cells: Sequence[Cell]) -> Row | None:
        """The cells of one line by their columns; None where no name stands before the goal."""
        end = cells[-1].end
        padded = [*cells, *(Cell("", end, end) for _ in range(self.count - len(cells)))]
        name = next((one for one in reversed(padded[: self.goal]) if _CHINESE.search(one.text)), None)
        if name is None:
            return None
        extra = (
            padded[at] if at >= 0 else None
            for at in (self.full, self.award, self.reason, self.done, self.remark)
        )
        return Row(name, padded[self.goal], padded[self.result], *extra)


def rows_of(lines: Sequence[Line]) -> tuple[list[Row], frozenset[int]]:
    """All rows of a report's grids, and where the lines begin that the grids take."""
    rows: list[Row] = []
    taken: set[int] = set()
    index = 0
    while index < len(lines):
        found = _parted(lines, index) or _stacked(lines, index)
        if found is None:
            index += 1
            continue
        own, index_after = found
        rows.extend(own)
        taken.update(line.start for line in lines[index:index_after])
        index = index_after
    return rows, frozenset(taken)


def _columns(cells: Sequence[Cell]) -> _Columns | None:
    if len(cells) < _COLUMNS_LEAST:
        return None
    heads = [cell.bare for cell in cells]

    def at(name: str, whole: bool = True) -> int:
        form = word(name)
        match = form.fullmatch if whole else form.search
        return next((n for n, head in enumerate(heads) if n and match(head)), -1)

    goal, result, forecast = (at(name) for name in ("grid_goal", "grid_result", "grid_forecast"))
    full, award, reason, done = (
        at(name, whole=False) for name in ("head_full", "head_award", "head_reason", "grid_done")
    )
    if 0 < result < goal:  # 2022年实际、2023年目标、2023年实际: the result is the one after the goal
        after = range(goal + 1, len(heads))
        result = next((n for n in after if word("grid_result").fullmatch(heads[n])), result)
    goal = next((n for n in range(result - 1, goal, -1) if word("grid_goal").fullmatch(heads[n])), goal)
    if forecast >= 0 and done >= 0 and word("grid_of_forecast").search(heads[done]):
        result = forecast  # 预计全年 is what 研判 judges
    if goal < 1 or result < 1 or goal == result:
        return None
    return _Columns(
        len(heads), goal, result, full, award, reason, done if done != result else -1, at("grid_remark")
    )


def _parted(lines: Sequence[Line], index: int) -> tuple[list[Row], int] | None:
    """The grid whose header is one line, with the line after its last."""
    head = lines[index]
    if not word("grid_hint").search(head.text):
        return None
    for parting in _PARTINGS:
        columns = _columns(_split(head, parting))
        if columns is not None:
            break
    else:
        return None
    rows = []
    at = index + 1
    while at < min(len(lines), index + _ROWS_LIMIT):
        cells = _split(lines[at], parting)
        if _RULED.fullmatch(lines[at].text) and len(cells) > 1:
            at += 1
            continue
        if len(cells) < 2 or (parting is _SINGLE and len(cells) != columns.count):
            break
        again = _columns(cells)
        row = None if again else columns.row(cells)
        columns = again or columns
        if row is not None:
            rows.append(row)
        at += 1
    return (rows, at) if rows else None


def _split(line: Line, parting: re.Pattern[str]) -> list[Cell]:
    """The cells of a line; a frame around it is no cell."""
    text = line.text
    low, high = 0, len(text)
    lead = _FRAME.match(text) if parting.pattern != r"\t" else None
    low = lead.end() if lead else 0
    if parting.pattern == r"\|":
        low += text[low : low + 1] == "|"
        high = len(text.rstrip())
        high -= text[low:high].endswith("|")
    cells = []
    for match in parting.finditer(text, low, high):
        cells.append(cell_of(line.start + low, text[low : match.start()]))
        low = match.end()
    cells.append(cell_of(line.start + low, text[low:high]))
    return cells


def _stacked(lines: Sequence[Line], index: int) -> tuple[list[Row], int] | None:
    """A grid of one cell a line: header cells, then rows of as many lines."""
    if not word("grid_first").fullmatch(lines[index].text.strip()):
        return None
    spaced = index + 1 < len(lines) and not lines[index + 1].text.strip()
    head: list[Cell] = []
    at = index
    while at < len(lines) and len(head) < _HEAD_CELLS + 2:
        shown = lines[at].text.strip()
        if shown and not word("grid_head").fullmatch(shown):
            break
        if not shown and not spaced:
            break
        if shown:
            head.append(cell_of(lines[at].start, lines[at].text))
        at += 1
    columns = _columns(head)
    if columns is None:
        return None
    rows, after = _stacked_rows(lines, at, columns, spaced)
    return (rows, after) if rows else None


def _stacked_rows(lines: Sequence[Line], at: int, columns: _Columns, spaced: bool) -> tuple[list[Row], int]:
    rows: list[Row] = []
    cells: list[Cell] = []
    while at < len(lines):
        line = lines[at]
        shown = line.text.strip()
        if shown and not _iscell_of(shown):
            break
        if not shown and (spaced or not cells):
            if not spaced and not _goes_on(lines, at):
                break
            at += 1
            continue
        cells.append(cell_of(line.start, line.text))
        if len(cells) == columns.count:
            row = columns.row(cells)
            if row is None:
                break
            rows.append(row)
            cells = []
        at += 1
    if cells and len(cells) > columns.goal:
        row = columns.row(cells)
        if row is not None:
            rows.append(row)
    return rows, at


def _goes_on(lines: Sequence[Line], at: int) -> bool:
    """Whether a blank line between rows is followed by another row."""
    return at + 1 < len(lines) and bool(lines[at + 1].text.strip()) and _iscell_of(lines[at + 1].text.strip())


def _iscell_of(shown: str) -> bool:
    return (
        len(shown) <= _CELL_LIMIT
        and not re.search(r"[。；！？：]|[，,](?!\d)", shown)
        and not re.match(r"[一二三四五六七八九十]+、|[【（(][一二三四五六七八九十\d]+[】）)]", shown)
    )
