"""Finding the tables of a self-evaluation form by its headings: where a value of a row and field belongs.

A form is read as blocks: one of indicators (a heading for their names beside headings for results and scores)
and one of money (年初预算数, 全年预算数, 执行率 …), any number of each on any sheet. Headings may take two
rows and be merged; a block ends where the next one begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from yiheng.reports.form_fill_labels import (
    INDICATOR_FIELDS,
    MONEY_FIELDS,
    NAME_WORDS,
    UNIT_COLUMN_WORDS,
    WEAK_NAME_WORDS,
    heading_field,
    heading_key,
    is_name_heading,
    is_percent_heading,
)
from yiheng.reports.workbook_grid import Area, Sheet

_OWN_HAND = "自评"
_BAND_LIMIT_ROWS = 3
"""More rows than headings ever take: a merge over more of them is the side label of a whole block."""


class Label(NamedTuple):
    """A text and the area it fills."""

    text: str
    area: Area


@dataclass(frozen=True)
class Column:
    """A column under its headings, the nearest to the data first; merged headings span several columns."""

    left: int
    right: int
    headings: tuple[str, ...]

    @property
    def is_percent(self) -> bool:
        """Whether a heading gives per cent as the unit of the numbers below: 执行率（%）, but not （B/A×100%）."""
        return any(is_percent_heading(heading) for heading in self.headings)


@dataclass(frozen=True)
class Block:
    """One table of a form: its columns by field and the names of its rows."""

    sheet: Sheet
    is_money: bool
    columns: Mapping[str, Column]
    unit_column: Column | None
    names_by_row: Mapping[int, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Heading:
    """A block before its rows are known. ``name_columns`` name its rows; it begins in column ``left``."""

    top: int
    bottom: int
    left: int
    is_money: bool
    columns: Mapping[str, Column]
    unit_column: Column | None
    name_columns: Sequence[Column]


def find_blocks(sheets: Sequence[Sheet]) -> list[Block]:
    """All blocks of a workbook, sheet by sheet from the top."""
    return [block for sheet in sheets for block in _sheet_blocks(sheet)]


def _sheet_blocks(sheet: Sheet) -> list[Block]:
    headings: list[_Heading] = []
    for row in sorted(sheet.texts_by_row):
        if headings and row <= headings[-1].bottom:
            continue
        headings += _indicator_headings(sheet, row) or _money_headings(sheet, row)
    tops = sorted({heading.top for heading in headings})
    last = max(sheet.texts_by_row, default=-1) + 1
    blocks = []
    for heading in headings:
        end = next((top for top in tops if top > heading.top), last)
        names = {row: _row_names(sheet, row, heading) for row in range(heading.bottom + 1, end)}
        named = {row: found for row, found in names.items() if found}
        blocks.append(Block(sheet, heading.is_money, heading.columns, heading.unit_column, named))
    return blocks


def _indicator_headings(sheet: Sheet, row: int) -> list[_Heading]:
    """The blocks of indicators whose heading for names starts in this row; side by side they are several."""
    for words in (NAME_WORDS, WEAK_NAME_WORDS):
        if not any(is_name_heading(label.text, words) for label in _labels(sheet, row, row)):
            continue
        top, bottom = _band(sheet, row, words)
        columns = _columns(sheet, top, bottom)
        named = [
            column for column in columns if any(is_name_heading(text, words) for text in column.headings)
        ]
        found = []
        for left, name_columns, others in _side_by_side(named, columns):
            fields = _fields(others, (*INDICATOR_FIELDS, *MONEY_FIELDS))
            if len(fields) >= 2 and fields.keys() & {"actual", "score"}:
                unit = next((c for c in others if heading_key(c.headings[0]) in UNIT_COLUMN_WORDS), None)
                found.append(_Heading(top, bottom, left, False, fields, unit, name_columns))
        if found:
            return found
    return []


def _money_headings(sheet: Sheet, row: int) -> list[_Heading]:
    if len({heading_field([label.text]) for label in _labels(sheet, row, row)} & set(MONEY_FIELDS)) < 2:
        return []
    top, bottom = _band(sheet, row, ())
    fields = _fields(_columns(sheet, top, bottom), (*MONEY_FIELDS, "full", "score", "reason"))
    return [_Heading(top, bottom, 0, True, fields, None, ())]


def _side_by_side(
    named: Sequence[Column], columns: Sequence[Column]
) -> Iterator[tuple[int, list[Column], list[Column]]]:
    """Split a heading where that for names repeats: each table's first column, name columns and others."""
    groups: list[list[Column]] = []
    for column in named:
        if not groups or any(column.headings[0] == other.headings[0] for other in groups[-1]):
            groups.append([])
        groups[-1].append(column)
    for position, group in enumerate(groups):
        start = group[0].left if position else 0
        end = groups[position + 1][0].left if position + 1 < len(groups) else None
        others = [
            column
            for column in columns
            if column not in group and column.left >= start and (end is None or column.left < end)
        ]
        yield start, group, others


def _fields(columns: Sequence[Column], allowed: Sequence[str]) -> dict[str, Column]:
    """The column of each field: of several the one that says 自评, none where that does not decide."""
    found: dict[str, list[Column]] = {}
    for column in columns:
        key = heading_field(column.headings)
        if key in allowed:
            found.setdefault(str(key), []).append(column)
    chosen = {}
    for key, candidates in found.items():
        own = [column for column in candidates if any(_OWN_HAND in text for text in column.headings)]
        if len(candidates) == 1 or len(own) == 1:
            chosen[key] = (own or candidates)[0]
    return chosen


def _band(sheet: Sheet, row: int, name_words: Sequence[str]) -> tuple[int, int]:
    """The first and last row of the heading that this row belongs to.

    Headings that are merged over rows tell it; else a row above or below counts that groups or divides them.
    """

    def is_heading(label: Label) -> bool:
        """Whether a label heads a column: of names, or of a field that is filled."""
        return is_name_heading(label.text, name_words) or heading_field([label.text]) is not None

    band = [
        label
        for label in _labels(sheet, max(row - _BAND_LIMIT_ROWS + 1, 0), row)
        if label.area.bottom >= row
        and label.area.bottom - label.area.top < _BAND_LIMIT_ROWS
        and is_heading(label)
    ]
    top = min((label.area.top for label in band), default=row)
    bottom = max((label.area.bottom for label in band), default=row)
    own = [label for label in band if label.area.top == row]
    if top == row and any(
        _groups(upper, own) and is_heading(upper) for upper in _labels(sheet, row - 1, row - 1)
    ):
        top -= 1
    below = _labels(sheet, row + 1, row + 1)
    if bottom == row and below:
        wide = [label for label in own if label.area.right > label.area.left]
        if all(is_heading(label) or any(_groups(upper, [label]) for upper in wide) for label in below):
            bottom += 1
    return top, bottom


def _groups(upper: Label, lower: Sequence[Label]) -> bool:
    """Whether a text spans several columns right above one of the others, which is no number."""
    is_wide = upper.area.right > upper.area.left
    return is_wide and any(
        upper.area.bottom + 1 == label.area.top
        and upper.area.left <= label.area.left <= upper.area.right
        and not any(character.isdigit() for character in label.text)
        for label in lower
    )


def _columns(sheet: Sheet, top: int, bottom: int) -> list[Column]:
    """The columns of a heading: one for each text that has no other below it."""
    above: dict[int, list[Label]] = {}
    for label in sorted(_labels(sheet, top, bottom), key=lambda label: -label.area.top):
        for column in range(label.area.left, label.area.right + 1):
            above.setdefault(column, []).append(label)
    columns: dict[Area, Column] = {}
    for column in sorted(above):
        lowest = above[column][0].area
        left = columns[lowest].left if lowest in columns else column
        columns[lowest] = Column(left, column, tuple(label.text for label in above[column]))
    return list(columns.values())


def _labels(sheet: Sheet, top: int, bottom: int) -> list[Label]:
    """The texts that start in these rows; what lies hidden under a merged area is none."""
    found = []
    for row in range(top, bottom + 1):
        for column, text in sheet.texts_by_row.get(row, ()):
            area = sheet.area(row, column)
            if (area.top, area.left) == (row, column):
                found.append(Label(text, area))
    return found


def _row_names(sheet: Sheet, row: int, heading: _Heading) -> list[str]:
    """What a row may be called: its texts under the heading for names, else all left of the first field."""
    labels = _labels(sheet, row, row)
    names = [
        label.text
        for label in labels
        if any(
            label.area.left <= column.right and label.area.right >= column.left
            for column in heading.name_columns
        )
    ]
    first_field = min(column.left for column in heading.columns.values())
    return names or [label.text for label in labels if heading.left <= label.area.left < first_field]
