"""How high each row of a grid must be so that no printed text is cut.

Excel does not fit the height of merged cells by itself, so it is estimated from the text: a Chinese character
is one em wide, others half an em, Latin words and numbers are not broken. All arithmetic is in whole half-ems
and points, so the same form has the same heights on every machine.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from itertools import accumulate

from yiheng.reports.form_grid import STYLES, Cell, Grid

ROW_HEIGHT_LEAST_PT = 21
# Excel refuses rows above 409 points.
ROW_HEIGHT_MOST_PT = 400
PADDING_PX = 8
INDENT_PX = 12
PADDING_PT = 7

# A closing mark never begins a line: it moves down together with the character before it.
_TOKEN = re.compile(r"(?:[!-~]+|[^!-~])[，。、；：！？”’）》】％%]*")


def column_pixels(width: int) -> int:
    """Pixels of a column ``width`` characters wide in the standard font (7 pixels a digit, 5 of margin)."""
    return 7 * width + 5


def text_width(text: str) -> int:
    """Width in half-ems: wide, full-width and ambiguous characters (“ — ≥) count two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)


def wrapped_lines(text: str, capacity: int) -> int:
    """Lines that ``text`` takes in a cell ``capacity`` half-ems wide, at least one."""
    return sum(_paragraph_lines(paragraph, max(capacity, 2)) for paragraph in text.split("\n"))


def _paragraph_lines(paragraph: str, capacity: int) -> int:
    lines, used = 1, 0
    for token in _TOKEN.findall(paragraph):
        width = text_width(token)
        if used and used + width > capacity:
            lines, used = lines + 1, 0
        if width > capacity:  # a word longer than the cell is broken anywhere
            lines += (width - 1) // capacity
            width = (width - 1) % capacity + 1
        used += width
    return lines


def cell_height(cell: Cell, column_widths: tuple[int, ...], wraps: bool) -> int:
    """Points that the text of ``cell`` needs; a cell that does not wrap needs one line."""
    style = STYLES[cell.style]
    line_pt = style.size * 3 // 2
    if not wraps:
        return line_pt + PADDING_PT
    spanned = column_widths[cell.column : cell.column + cell.column_span]
    pixels = sum(column_pixels(width) for width in spanned) - PADDING_PX - INDENT_PX * style.indent
    half_em = 2 * style.size  # thirds of a pixel: one em of n points is 4n/3 pixels
    return wrapped_lines(cell.text, pixels * 3 // half_em) * line_pt + PADDING_PT


def fit_rows(grid: Grid) -> tuple[Grid, tuple[int, ...]]:
    """Find the heights of all rows in points; a row too high for Excel becomes several under merged cells.

    Returns the grid with such rows split, and one height for each of its rows.
    """
    heights = _row_heights(grid)
    pieces = [-(-height // ROW_HEIGHT_MOST_PT) for height in heights]
    starts = [0, *accumulate(pieces)]
    cells = tuple(
        replace(cell, row=starts[cell.row], row_span=starts[cell.row + cell.row_span] - starts[cell.row])
        for cell in grid.cells
    )
    fitted = replace(
        grid,
        height=starts[-1],
        cells=cells,
        header_row=starts[grid.header_row] if grid.header_row >= 0 else -1,
        frozen_rows=starts[grid.frozen_rows],
    )
    split = (-(-height // count) for height, count in zip(heights, pieces, strict=True) for _ in range(count))
    return fitted, tuple(split)


def _row_heights(grid: Grid) -> list[int]:
    heights = [ROW_HEIGHT_LEAST_PT] * grid.height
    for cell in sorted(grid.cells, key=lambda cell: cell.row_span):
        needed = cell_height(cell, grid.column_widths, wraps=not STYLES[cell.style].numeric)
        rows = range(cell.row, cell.row + cell.row_span)
        missing = needed - sum(heights[row] for row in rows)
        if missing > 0:
            share = -(-missing // cell.row_span)
            for row in rows:
                heights[row] += share
    return heights
