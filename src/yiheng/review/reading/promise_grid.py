"""Rows of goals with results in grids whose blanks do not align: a row has as many filled cells as its header.

Beside goal and result a row may give the rate of the one to the other, whether it was met, and its points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from yiheng.review.reading.goal_item import name_of, values_in
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.promise import Token
from yiheng.review.reading.quantity import Quantity
from yiheng.review.reading.table import Cell

_CELL = re.compile(r"[^\t|│｜]+?(?=\s{2,}|\s*[\t|│｜]|\s*$)")
_RULED = re.compile(r"[-—:\s|┌┬┐├┼┤└┴┘─│]*")
_BARE = re.compile(r"[≥≤≧≦><＞＜=]{0,2}\s*[\d,.]+")
_ROWS_LIMIT = 200
_HEAD_LEAST = 3
_ROLES = ("goal", "result", "rate", "done", "both", "full", "award", "reason")


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row: its goal and result as tokens, and its other cells by role."""

    goal: Token
    result: Token
    cells: dict[str, Cell]

    @property
    def full(self) -> bool:
        """Whether the row gives all its points."""
        if "both" in self.cells:
            award, _, most = re.sub(r"\s|分", "", self.cells["both"].text).replace("／", "/").partition("/")
        elif "full" in self.cells and "award" in self.cells:
            award, most = self.cells["award"].text, self.cells["full"].text
        else:
            return False
        numbers = [re.fullmatch(r"(\d{1,3}(?:\.\d{1,2})?)分?", one.strip()) for one in (award, most)]
        if numbers[0] is None or numbers[1] is None:
            return False
        return Fraction(numbers[0][1]) == Fraction(numbers[1][1]) > 0


def grid_rows(lines: Sequence[Line]) -> Iterator[GridRow]:
    """The rows of all grids of a report that have both a goal and a result in figures."""
    at = 0
    while at < len(lines):
        head = _head(lines[at])
        at += 1
        if not head:
            continue
        count, roles = head
        for line in lines[at : at + _ROWS_LIMIT]:
            cells = _cells(line)
            if _RULED.fullmatch(line.text) and line.text.strip():
                continue
            if len(cells) < 2 or _head(line):
                break
            row = _row(cells, roles, count)
            if row is not None:
                yield row


def _cells(line: Line) -> list[Cell]:
    """The filled cells of a line."""
    return [
        Cell(match.group().strip(), line.start + match.start() + lead, line.start + match.end())
        for match in _CELL.finditer(line.text)
        if match.group().strip()
        for lead in (len(match.group()) - len(match.group().lstrip()),)
    ]


def _head(line: Line) -> tuple[int, dict[str, int]] | None:
    """How many columns a header names, and where its roles stand; None for any other line."""
    if len(line.text) > _ROWS_LIMIT or not word("pm_grid_line").search(line.text):
        return None
    heads = [cell.bare for cell in _cells(line)]
    if len(heads) < _HEAD_LEAST:
        return None
    roles: dict[str, int] = {}
    for n, head in enumerate(heads):
        role = next((one for one in _ROLES if word(f"pm_grid_{one}").fullmatch(head)), None)
        if role == "goal" and "result" in roles or n == 0 or role is None:
            continue
        if role == "result" and role in roles:
            role = "done" if "done" not in roles and word("pm_grid_done").fullmatch(head) else None
        if role is not None:
            roles[role] = n
    return (len(heads), roles) if "goal" in roles and roles.get("result", 0) > roles["goal"] else None


def _row(cells: Sequence[Cell], roles: dict[str, int], count: int) -> GridRow | None:
    short = count - len(cells)
    if not 0 <= short <= 1 or (short and roles.get("reason") != count - 1):
        return None
    if word("pm_grid_total").match(cells[0].text):
        return None
    named = {role: cells[n] for role, n in roles.items() if n < len(cells)}
    name = name_of(cells[roles["goal"] - 1].text, 0, len(cells[roles["goal"] - 1].text))
    goal, result = _value(named["goal"], named["result"]), _value(named["result"], named["goal"])
    if goal is None or result is None or goal.dimension != result.dimension or len(name) < 2:
        return None
    return GridRow(Token(goal, "goal", name, name), Token(result, "result", name, name), named)


def _value(cell: Cell, other: Cell) -> Quantity | None:
    """The one number of a cell with its place in the text; a bare one has the unit of the cell beside it."""
    plain = cell.text
    if re.search(r"[，；。、（(]", plain):
        return None
    found = values_in(plain)
    if not found and _BARE.fullmatch(plain):
        beside = values_in(other.text)
        found = values_in(plain + (beside[0].unit if beside else "项"))
    if len(found) != 1:
        return None
    one = found[0]
    end = min(one.end, len(plain))
    return replace(one, start=one.start + cell.start, end=end + cell.start, at=one.at + cell.start)
