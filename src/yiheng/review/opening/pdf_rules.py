"""Level lines that a PDF page draws: by them a table is told from columns of text (ISO 32000-1, 8.5.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

_LEVEL = 2.0
"""Points by which a level line may rise."""


class Rule(NamedTuple):
    """A level line: its height, its left and its right end, in points."""

    y: float
    left: float
    right: float


class Rules:
    """The level lines of a page, gathered from its drawing operations; those of a rectangle are its upper and lower side."""

    def __init__(self) -> None:
        self.found: list[Rule] = []
        self._at = (0.0, 0.0)

    def see(self, operator: bytes, operands: Sequence[Any], matrix: Sequence[float]) -> None:
        """One operation under a matrix that moves and scales."""
        numbers = [float(one) for one in operands if isinstance(one, (int, float))]
        if operator == b"re" and len(numbers) == 4:
            x, y, width, height = numbers
            for level in (y, y + height):
                self._line(_placed(x, level, matrix), _placed(x + width, level, matrix))
        elif operator in (b"m", b"l") and len(numbers) == 2:
            to = _placed(numbers[0], numbers[1], matrix)
            if operator == b"l":
                self._line(self._at, to)
            self._at = to

    def _line(self, one: tuple[float, float], other: tuple[float, float]) -> None:
        if abs(one[1] - other[1]) <= _LEVEL:
            self.found.append(Rule(one[1], min(one[0], other[0]), max(one[0], other[0])))


def _placed(x: float, y: float, matrix: Sequence[float]) -> tuple[float, float]:
    return x * matrix[0] + y * matrix[2] + matrix[4], x * matrix[1] + y * matrix[3] + matrix[5]
