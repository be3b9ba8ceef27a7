"""Tables with merged cells as data: blocks that are put side by side and on top of each other.

A printed Chinese form is nested rectangles: a label beside a stack of rows, a level-1 cell beside its level-2
cells. Four verbs build it (:func:`row`, :func:`stack`, :func:`beside`, :func:`before`), and because each one
only accepts blocks that fit, the finished :class:`Grid` has no hole and no overlap by construction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from yiheng.reports.form import FigureText

StyleName = Literal[
    "title",
    "subtitle",
    "banner",
    "caption_left",
    "caption_right",
    "label",
    "level",
    "text",
    "centre",
    "figure",
    "total",
    "alarm",
    "identifier",
    "link",
    "plain",
]


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads to a cell of the same workbook (``target``: 'sheet'!A1)."""

    text: str
    target: str


Content = FigureText | Link | str
Part = tuple[Content, int, StyleName]


@dataclass(frozen=True, slots=True)
class Style:
    """How a kind of cell looks. Sizes in points; ``numeric`` cells shrink to fit and never wrap.

    ``number_format`` holds for cells without a number of their own: @ keeps what a user types later as text.
    """

    font: str = "宋体"
    size: int = 10
    align: Literal["left", "center", "right"] = "center"
    border: bool = True
    indent: int = 0
    colour: str = "#000000"
    underline: bool = False
    numeric: bool = False
    number_format: str = "General"


STYLES: Mapping[StyleName, Style] = MappingProxyType(
    {
        "title": Style(font="黑体", size=16, border=False),
        "subtitle": Style(size=11, border=False),
        "banner": Style(font="黑体", size=11, border=False, colour="#C00000"),
        "caption_left": Style(align="left", border=False),
        "caption_right": Style(align="right", border=False),
        "label": Style(font="黑体"),
        "level": Style(),
        "text": Style(align="left", indent=1),
        "centre": Style(),
        "figure": Style(numeric=True),
        "total": Style(font="黑体", numeric=True),
        "alarm": Style(font="黑体", colour="#C00000"),
        "identifier": Style(align="left", indent=1, number_format="@"),
        "link": Style(colour="#0563C1", underline=True),
        "plain": Style(size=9, align="left", border=False),
    }
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One (merged) cell; rows and columns count from 0."""

    row: int
    column: int
    row_span: int
    column_span: int
    content: Content
    style: StyleName

    @property
    def positions(self) -> Iterable[tuple[int, int]]:
        """Every (row, column) under the cell."""
        return (
            (self.row + down, self.column + right)
            for down in range(self.row_span)
            for right in range(self.column_span)
        )

    @property
    def text(self) -> str:
        """What the reader sees."""
        return self.content if isinstance(self.content, str) else self.content.text


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle fully covered by cells, placed at its own origin."""

    width: int
    height: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A laid-out table.

    ``column_widths`` are in characters of the standard font, as Excel counts them. ``header_row`` is
    repeated on every printed page (−1: none); rows before ``frozen_rows`` stay on the screen.
    """

    column_widths: tuple[int, ...]
    height: int
    cells: tuple[Cell, ...]
    header_row: int = -1
    frozen_rows: int = 0


def row(*parts: Part) -> Block:
    """Lay ``parts`` (content, column span, style) from left to right in one row."""
    cells = []
    column = 0
    for content, span, style in parts:
        cells.append(Cell(0, column, 1, span, content, style))
        column += span
    return Block(column, 1, tuple(cells))


def stack(*blocks: Block) -> Block:
    """Put ``blocks`` of one width on top of each other.

    Raises ValueError when the widths differ: the layout itself is wrong, not what the user gave.
    """
    if len({block.width for block in blocks}) != 1:
        raise ValueError(f"blocks of different width: {[block.width for block in blocks]}")
    cells: list[Cell] = []
    height = 0
    for block in blocks:
        cells.extend(replace(cell, row=cell.row + height) for cell in block.cells)
        height += block.height
    return Block(blocks[0].width, height, tuple(cells))


def beside(part: Part, block: Block) -> Block:
    """Put one cell, as high as ``block``, to the left of it."""
    content, span, style = part
    head = Cell(0, 0, block.height, span, content, style)
    moved = (replace(cell, column=cell.column + span) for cell in block.cells)
    return Block(block.width + span, block.height, (head, *moved))


def before(block: Block, part: Part) -> Block:
    """Put one cell, as high as ``block``, to the right of it."""
    content, span, style = part
    tail = Cell(0, block.width, block.height, span, content, style)
    return Block(block.width + span, block.height, (*block.cells, tail))


def as_grid(
    column_widths: tuple[int, ...],
    blocks: tuple[Block, ...],
    *,
    header: int,
    frozen: int,
) -> Grid:
    """Finish a table of stacked ``blocks``.

    The first row of block number ``header`` is repeated on every page (−1: none); the first ``frozen`` blocks
    stay on the screen. Raises ValueError when the blocks do not have as many columns as there are widths.
    """
    whole = stack(*blocks)
    if whole.width != len(column_widths):
        raise ValueError(f"{whole.width} columns laid out, {len(column_widths)} widths given")

    def rows_before(count: int) -> int:
        """How many rows the first ``count`` blocks take."""
        return sum(block.height for block in blocks[:count])

    return Grid(
        column_widths=column_widths,
        height=whole.height,
        cells=whole.cells,
        header_row=rows_before(header) if header >= 0 else -1,
        frozen_rows=rows_before(frozen),
    )
