"""The table sheets of a facts file as rows: headings found, words turned into codes, every fault with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yiheng.exact.errors import ExactError
from yiheng.exact.printed import Printed
from yiheng.performance.facts_cells import FactsCell, Grid, serial_date
from yiheng.performance.facts_layout import PLACEHOLDERS, Column, TableSheet, Words, plain
from yiheng.policy.content import nearest
from yiheng.standards.measure import measures
from yiheng.standards.problem import Refused, refuse

HEADING_ROWS = 10
"""Headings are looked for in so many rows from the top."""

_QUANTITY = re.compile(r"(≥|≤|>=|<=|>|<|=)?\s*([+-]?[0-9][0-9,]*(?:\.[0-9]+)?)\s*(.*)")
_SIGNS = {"≥": ">=", "≤": "<="}
_NO_CELL = FactsCell("")
_DAY = re.compile(r"([12][0-9]{3})(?:[-/.年])([0-9]{1,2})(?:(?:[-/.月])([0-9]{1,2})日?|月)?")
_DIGITS_DAY = re.compile(r"([12][0-9]{3})([01][0-9])([0-3][0-9])?")


@dataclass(frozen=True)
class Quantity:
    """A number as typed into a cell, with the operator and the unit that were typed beside it."""

    value: str
    unit: str = ""
    operator: str = ""


@dataclass(frozen=True)
class Row:
    """One row with its cells by field key; ``file`` is how messages call the sheet."""

    file: str
    line: int
    table: TableSheet
    cells: Mapping[str, FactsCell]

    def refuse(self, code: str, key: str, found: str = "", expected: str = "") -> Refused:
        """The refusal of one cell of this row."""
        heading = self.table.column(key).heading
        return refuse(code, file=self.file, line=self.line, field=heading, found=found, expected=expected)

    def text(self, key: str) -> str:
        """The text of a cell; empty where it holds a placeholder."""
        cell = self.cells.get(key, _NO_CELL)
        if cell.fault:
            raise self.refuse(cell.fault, key, found=cell.text)
        if self.table.column(key).kind == "text" and cell.text.startswith("=") and len(cell.text) > 1:
            raise self.refuse("facts_formula_text", key, found=cell.text)
        return "" if cell.text in PLACEHOLDERS else cell.text

    def required(self, key: str) -> str:
        """The text of a cell that must hold some."""
        text = self.text(key)
        if not text:
            raise self.refuse("facts_cell_missing", key)
        return text

    def word(self, key: str, default: str = "") -> str:
        """The code of the word in a cell."""
        text = self.text(key)
        words = self.table.column(key).words
        if not text or words is None:
            return default
        return coded(words, text, self.refuse_at(key))

    def refuse_at(self, key: str) -> Place:
        """Where a cell stands, for what is checked outside."""
        return Place(self.file, self.line, self.table.column(key).heading)

    def yes(self, key: str) -> bool | None:
        """是 or 否; None where neither is said."""
        code = self.word(key)
        return None if not code else code == "true"

    def whole(self, key: str) -> int:
        """A count; 0 where there is none."""
        text = self.text(key)
        if not text:
            return 0
        number = self._printed(key, plain(text))
        if number.value.denominator != 1 or number.value < 0:
            raise self.refuse("facts_not_whole", key, found=text)
        return number.value.numerator

    def number(self, key: str) -> str:
        """A number without unit and operator, as printed."""
        text = plain(self.text(key)).removesuffix("%")
        return self._printed(key, text).text if text else ""

    def unit(self, key: str) -> str:
        """A registered unit."""
        text = self.text(key)
        for name in (text, plain(text)):
            if not text or name in measures():
                return name
        raise self.refuse("unit_unknown", key, found=text, expected=nearest(text, list(measures())))

    def quantity(self, key: str, unit_key: str) -> Quantity | None:
        """A number with what stands around it: ``≥95%``, ``42.79万人``; None for an empty cell.

        Refuses number_unreadable, facts_formula_text, facts_date_for_number, facts_cell_missing where no unit is
        given, and facts_stated_twice where the unit in the cell is not that in the unit's column.
        """
        cell = self.cells.get(key, _NO_CELL)
        text = self.text(key)
        if not text:
            return None
        if cell.is_date:
            raise self.refuse("facts_date_for_number", key, found=text)
        match = _QUANTITY.fullmatch(unicodedata.normalize("NFKC", text).strip())
        if match is None or (match[3] and match[3] not in measures()):
            raise self.refuse(
                "facts_formula_text" if text.startswith("=") else "number_unreadable", key, found=text
            )
        sign, number, suffix = match[1] or "", self._printed(key, match[2]).text, match[3]
        beside = self.unit(unit_key)
        suffix = "%" if cell.is_percent else suffix
        if suffix and beside and measures()[suffix] != measures()[beside]:
            raise self.refuse("facts_stated_twice", unit_key, found=beside, expected=suffix)
        if not suffix and not beside:
            raise self.refuse("facts_cell_missing", unit_key)
        return Quantity(number, beside or suffix, _SIGNS.get(sign, sign))

    def _printed(self, key: str, text: str) -> Printed:
        try:
            return Printed.parse(text)
        except ExactError:
            raise self.refuse("number_unreadable", key, found=self.text(key)) from None

    def date(self, key: str) -> str:
        """A day, month or year as ISO where the cell holds one; other words as they stand."""
        text = self.text(key)
        return text if self.cells.get(key, _NO_CELL).is_date else iso_date(text)


@dataclass(frozen=True)
class Place:
    """A cell as messages name it."""

    file: str
    line: int
    field: str

    def refuse(self, code: str, found: str = "", expected: str = "") -> Refused:
        """The refusal of this cell."""
        return refuse(code, file=self.file, line=self.line, field=self.field, found=found, expected=expected)


def coded(words: Words, text: str, place: Place) -> str:
    """The code of a word; refuses facts_word_unknown with the words there are."""
    code = words.code(text)
    if code is None:
        raise place.refuse("facts_word_unknown", found=text, expected="、".join(words.by_code.values()))
    return code


def iso_date(text: str) -> str:
    """2024年3月5日, 2024/3/5, 20240305 and the serial number of a day as 2024-03-05; other text unchanged."""
    wanted = plain(text)
    if wanted.isdigit() and len(wanted) == 5:
        return serial_date(int(wanted))
    match = _DAY.fullmatch(wanted) or _DIGITS_DAY.fullmatch(wanted)
    if match is None:
        return wanted.removesuffix("年") if re.fullmatch("[12][0-9]{3}年", wanted) else text
    year, month, day = int(match[1]), int(match[2]), int(match[3] or 1)
    try:
        found = date(year, month, day).isoformat()
    except ValueError:
        return text
    return found if match[3] else found[:7]


def table_rows(table: TableSheet, grid: Grid, file: str) -> Iterator[Row]:
    """The rows of a sheet below its headings that hold anything.

    Refuses facts_header_missing, facts_column_unknown, facts_column_twice, facts_column_missing and
    facts_column_unnamed (text under no heading: merged or two-row headings).
    """
    heading_row, columns = _headings(table, grid, file)
    by_row: dict[int, dict[str, FactsCell]] = {}
    for (row, number), cell in sorted(grid.items()):
        if row <= heading_row:
            continue
        if number not in columns:
            raise refuse("facts_column_unnamed", file=file, line=row, found=cell.text)
        by_row.setdefault(row, {})[columns[number].key] = cell
    for row, cells in by_row.items():
        yield Row(file, row, table, cells)


def _headings(table: TableSheet, grid: Grid, file: str) -> tuple[int, dict[int, Column]]:
    names = {plain(column.heading): column for column in table.columns}
    row = _heading_row(grid, names)
    if not row:
        required = [column.heading for column in table.columns if column.required]
        raise refuse("facts_header_missing", file=file, expected="、".join(required))
    found: dict[int, Column] = {}
    for (at, number), cell in grid.items():
        if at != row:
            continue
        heading = _heading(cell.text)
        if heading not in names:
            known = [column.heading for column in table.columns]
            raise refuse(
                "facts_column_unknown", file=file, line=row, found=cell.text, expected=nearest(heading, known)
            )
        if names[heading] in found.values():
            raise refuse("facts_column_twice", file=file, line=row, found=cell.text)
        found[number] = names[heading]
    for column in table.columns:
        if column.required and column not in found.values():
            raise refuse("facts_column_missing", file=file, line=row, found=column.heading)
    return row, found


def _heading(text: str) -> str:
    return plain(text).removesuffix("*")


def _heading_row(grid: Grid, names: Mapping[str, Column]) -> int:
    """The first row near the top with at least two known headings; 0 where there is none."""
    for row in range(1, HEADING_ROWS + 1):
        texts: Sequence[str] = [cell.text for (at, _), cell in grid.items() if at == row]
        if sum(_heading(text) in names for text in texts) >= 2:
            return row
    return 0
