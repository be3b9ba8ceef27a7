"""A workbook as a reader of forms sees it: sheets of cells with their text, lock, formula and merges.

Both file formats are read into these types and both are written from :class:`CellEntry`, so that finding
places in a form (:mod:`yiheng.reports.form_fill`) knows nothing of XML or of records. Rows and columns count
from 0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

TEXT_FORMAT = "@"
TEXT_LIMIT = 32767
"""What a cell holds (MS-XLS 2.2.2; the same in .xlsx)."""

_NO_CELL_TEXT = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what it shows, and what decides whether it may be written.

    ``number`` is set where the cell holds a number; ``number_format`` is the format code of its style.
    ``is_locked`` is the style's mark and counts only on a protected sheet.
    """

    text: str = ""
    number: Fraction | None = None
    is_formula: bool = False
    is_locked: bool = True
    number_format: str = ""

    @property
    def shows_percent(self) -> bool:
        """Whether the style multiplies by 100 and adds the sign."""
        return "%" in self.number_format


class Area(NamedTuple):
    """A rectangle of cells, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One visible worksheet. A cell without a record takes the style of its row, else of its column."""

    index: int
    name: str
    cells: Mapping[tuple[int, int], Cell]
    merges: Sequence[Area]
    is_protected: bool
    row_styles: Mapping[int, Cell]
    column_styles: Mapping[int, Cell]

    @cached_property
    def _areas_by_row(self) -> Mapping[int, Sequence[Area]]:
        last_row = max((row for row, _ in self.cells), default=-1)
        areas: dict[int, list[Area]] = {}
        for area in self.merges:
            for row in range(area.top, min(area.bottom, last_row) + 1):
                areas.setdefault(row, []).append(area)
        return areas

    def area(self, row: int, column: int) -> Area:
        """The merged area that a place belongs to; the place itself where nothing is merged."""
        for area in self._areas_by_row.get(row, ()):
            if area.left <= column <= area.right:
                return area
        return Area(row, column, row, column)

    def cell(self, row: int, column: int) -> Cell:
        """The cell that speaks for a place: the top left one of its merged area."""
        area = self.area(row, column)
        place = (area.top, area.left)
        return (
            self.cells.get(place)
            or self.row_styles.get(area.top)
            or self.column_styles.get(area.left)
            or Cell()
        )

    @cached_property
    def texts_by_row(self) -> Mapping[int, Sequence[tuple[int, str]]]:
        """For each row that shows anything, its columns and texts from left to right."""
        found: dict[int, list[tuple[int, str]]] = {}
        for row, column in sorted(self.cells):
            if self.cells[row, column].text:
                found.setdefault(row, []).append((column, self.cells[row, column].text))
        return found


@dataclass(frozen=True, slots=True)
class CellEntry:
    """What to write: a number where ``number`` is given, else the text; the style of the cell stays."""

    sheet_index: int
    row: int
    column: int
    text: str
    number: Fraction | None = None


def column_letters(column: int) -> str:
    """Column 0 → ``A``, 27 → ``AB``."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Row 0, column 0 → ``A1``."""
    return f"{column_letters(column)}{row + 1}"


def column_of_letters(letters: str) -> int:
    """``A`` → 0, ``AB`` → 27."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def cell_text(text: str) -> str:
    """The text as both formats can hold it: one kind of line break, no control characters, no half surrogates."""
    return _NO_CELL_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def text_units(text: str) -> int:
    """The length of a text as :data:`TEXT_LIMIT` counts it: UTF-16 code units."""
    return sum(2 if ord(character) > 0xFFFF else 1 for character in text)


def stored_double(number: Fraction) -> float:
    """The number as both file formats store it: the nearest IEEE double. Only the file's cell sees it."""
    return number.numerator / number.denominator
