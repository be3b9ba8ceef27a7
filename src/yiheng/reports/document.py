"""The document model: what a report says, before any renderer decides how it looks.

A document is headings, paragraphs and tables made of spans. A span is bound to a figure, or fixed text of a
template, or text that came in through a variable; so every digit in a report has a known origin, and
:func:`loose_digits` names those that have none (design §5 "Figures in documents"). Text templates make
documents (:mod:`yiheng.reports.text_template`), :mod:`yiheng.reports.word` writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

Align = Literal["left", "center", "right"]

HEADING_LEVELS = 4


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text of one origin.

    ``figure_id`` binds it to a figure. ``fixed`` marks words of a template: its digits were approved with it.
    """

    text: str
    figure_id: str | None = None
    fixed: bool = False


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1–4. ``number`` (一、 （一） 1. （1）) is given by :func:`numbered`, never typed."""

    level: int
    spans: Spans
    number: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.level <= HEADING_LEVELS:
            raise ValueError(f"heading level {self.level}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of body text."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class TableCell:
    """One (merged) cell, given in the row of its upper left corner. A line break in its text is printed."""

    spans: Spans
    align: Align = "left"
    row_span: int = 1
    column_span: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table whose cells tile it.

    ``column_widths`` are relative. Each row lists the cells that begin in it, from left to right, so a row
    wholly under merged cells is empty. The first ``header_rows`` rows are repeated on every page;
    ``landscape`` asks for a page turned on its side. Raises ValueError when cells leave a hole or overlap:
    the maker is wrong, not the user.
    """

    column_widths: tuple[int, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    header_rows: int = 1
    caption: str = ""
    unit_note: str = ""
    landscape: bool = False

    def __post_init__(self) -> None:
        placed_cells(self)


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell with its row and column, both counted from 0."""

    row: int
    column: int
    cell: TableCell


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Attachment:
    """One 附件; its number is given by the renderer."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One report.

    A line break in ``title`` is where the printed title is broken. ``date_text`` is the date of the document
    (2024年3月5日). ``banner`` is a warning for every page (推定评分表，非官方), ``header_note`` a stamp for
    every page (数据状态 · 版本 · 期间 · 单位), ``signatories`` the line under each table of an attachment
    (制表 / 复核 / 负责人).
    """

    title: str
    blocks: tuple[Block, ...]
    addressee: str = ""
    organisation: str = ""
    date_text: str = ""
    attachments: tuple[Attachment, ...] = ()
    banner: str = ""
    header_note: str = ""
    signatories: tuple[str, ...] = ()


def placed_cells(table: Table) -> tuple[PlacedCell, ...]:
    """The cells of a table with their places, row by row. Raises ValueError for a hole or an overlap."""
    width, height = len(table.column_widths), len(table.rows)
    taken: set[tuple[int, int]] = set()
    placed: list[PlacedCell] = []
    for row, cells in enumerate(table.rows):
        for cell in cells:
            column = next((free for free in range(width) if (row, free) not in taken), width)
            area = {
                (row + down, column + right)
                for down in range(cell.row_span)
                for right in range(cell.column_span)
            }
            outside = column + cell.column_span > width or row + cell.row_span > height
            if outside or not area or area & taken:
                raise ValueError(f"cell {len(placed)} in row {row} does not fit")
            taken |= area
            placed.append(PlacedCell(row, column, cell))
    if len(taken) != width * height:
        raise ValueError(f"{width * height - len(taken)} places of the table have no cell")
    if not 0 <= table.header_rows <= height:
        raise ValueError("more header rows than rows")
    return tuple(placed)


_CHINESE_DIGITS = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """1–99 in Chinese numerals, as headings and 一是、二是 use them."""
    if not 1 <= number <= 99:
        raise ValueError(f"no Chinese numeral for {number}")
    tens, ones = divmod(number, 10)
    ten_text = "" if tens == 0 else "十" if tens == 1 else f"{_CHINESE_DIGITS[tens]}十"
    return ten_text + (_CHINESE_DIGITS[ones] if ones else "")


def heading_number(level: int, ordinal: int) -> str:
    """The number of the ``ordinal``-th heading of a level: 一、 （一） 1. （1） (GB/T 9704-2012 §7.3.3)."""
    if level == 1:
        return f"{chinese_number(ordinal)}、"
    if level == 2:
        return f"（{chinese_number(ordinal)}）"
    return f"{ordinal}." if level == 3 else f"（{ordinal}）"


def numbered(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with their headings numbered; a heading starts the count of the levels below it anew."""
    counts = [0] * HEADING_LEVELS
    result: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            counts[block.level - 1] += 1
            counts[block.level :] = [0] * (HEADING_LEVELS - block.level)
            result.append(replace(block, number=heading_number(block.level, counts[block.level - 1])))
        else:
            result.append(block)
    return tuple(result)


def figure_ids(document: Document) -> tuple[str, ...]:
    """The ids of all bound figures in reading order, with repeats."""
    return tuple(
        span.figure_id for line in _lines(document) for span in line.spans if span.figure_id is not None
    )


_YEAR = r"(?:19|20)\d\d"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_TO = r"[—–~～至、和-]"
_BOUND = r"(?<![\d.．])(?<!\d,)"
_DATE = re.compile(
    rf"{_BOUND}{_YEAR}(?:年?{_TO}{_YEAR})*年(?:{_MONTH}(?:月?{_TO}{_MONTH})?月)?(?:{_DAY}(?:日?{_TO}{_DAY})?日)?"
    rf"|{_BOUND}{_MONTH}(?:月?{_TO}{_MONTH})?月(?:{_DAY}(?:日?{_TO}{_DAY})?日)?"
    rf"|{_BOUND}{_YEAR}([-/.]){_MONTH}\1{_DAY}(?![.,]?\d|[%％])"
    rf"|[〔\[［]{_YEAR}[〕\]］]第?\d{{1,5}}号",
    re.ASCII,
)
_LIST_NUMBER = re.compile(r"\s*(?:\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)])")
_NUMBER = re.compile(r"\d+(?:[,.．]\d+)*[%％‰]?")


def loose_digits(document: Document) -> list[str]:
    """Every number that is neither a figure nor accounted for otherwise: a report to be sent has none.

    Accounted for: dates and periods (2023年, 2022—2023年, 12月31日, 2023-12-31), document numbers
    (〔2022〕7号), the number that opens a paragraph (1. （1）), fixed template text, heading numbers.
    ``header_note`` and the titles of attachments are not read: a stamp made by the program, and names.
    """
    return [number for line in _lines(document) for number in _loose(line)]


@dataclass(frozen=True, slots=True)
class _Line:
    spans: Spans
    is_paragraph: bool = False


def _lines(document: Document) -> Iterator[_Line]:
    for text in (document.title, document.addressee):
        yield _plain(text)
    yield from _block_lines(document.blocks)
    for text in (document.organisation, document.date_text, document.banner, *document.signatories):
        yield _plain(text)
    for attachment in document.attachments:
        yield from _block_lines(attachment.blocks)


def _block_lines(blocks: tuple[Block, ...]) -> Iterator[_Line]:
    for block in blocks:
        if isinstance(block, Table):
            yield _plain(block.caption)
            yield _plain(block.unit_note)
            for placed in placed_cells(block):
                yield _Line(placed.cell.spans)
        else:
            yield _Line(block.spans, is_paragraph=isinstance(block, Paragraph))


def _plain(text: str) -> _Line:
    return _Line((Span(text),))


def _loose(line: _Line) -> Iterator[str]:
    """Dates are found in the whole line, since template and variable share them: ``{{ year }}年``."""
    text = "".join(span.text for span in line.spans)
    accounted: set[int] = set()
    position = 0
    for span in line.spans:
        if span.fixed or span.figure_id is not None:
            accounted.update(range(position, position + len(span.text)))
        position += len(span.text)
    for match in _DATE.finditer(text):
        accounted.update(range(*match.span()))
    opening = _LIST_NUMBER.match(text) if line.is_paragraph else None
    if opening:
        accounted.update(range(opening.end()))
    for match in _NUMBER.finditer(text):
        digits = (index for index in range(*match.span()) if text[index].isdecimal())
        if not all(index in accounted for index in digits):
            yield match[0]
