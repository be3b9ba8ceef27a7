"""Tables in Word: merged cells, a repeated header, rows that do not break, and widths that fill the page."""

from __future__ import annotations

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from yiheng.reports.document import PlacedCell, Table, placed_cells
from yiheng.reports.word_xml import content, paragraph, run, w

_LARGE_UP_TO_COLUMNS = 6
_UNBROKEN_ROWS = 5
_OUTER_LINE, _INNER_LINE = 8, 4
"""Eighths of a point."""


def table_elements(table: Table, width_twips: int) -> list[BaseOxmlElement]:
    """Caption and unit note, where there are any; the table, ``width_twips`` wide; a little space below it.

    The paragraph that makes the space also keeps two tables apart, which Word would take for one.
    """
    above = [("Caption", table.caption), ("UnitNote", table.unit_note)]
    notes = (paragraph(style, run(text)) for style, text in above if text)
    return [*notes, _table(table, width_twips), paragraph("TableEnd")]


def _table(table: Table, width_twips: int) -> BaseOxmlElement:
    """The last two rows are kept with what follows: neither the total nor the signatories begin a page alone."""
    widths = column_widths_twips(table.column_widths, width_twips)
    grid = w("tblGrid", *(w("gridCol", w=width) for width in widths))
    made = w("tbl", _properties(width_twips), grid)
    placed = placed_cells(table)
    last = len(table.rows) - 1
    for row in range(len(table.rows)):
        cells = [cell for cell in placed if _covers(cell, row)]
        made.append(_row(table, cells, row, widths))
        if row >= last - 1 or any(_holds_together(cell, row) for cell in cells):
            for properties in made[-1].iter(qn("w:pPr")):
                properties.insert(1, w("keepNext"))
    return made


def column_widths_twips(relative: tuple[int, ...], total: int) -> list[int]:
    """Widths in proportion that sum to the whole: each edge is rounded, not each width."""
    edges = [total * sum(relative[:count]) // sum(relative) for count in range(len(relative) + 1)]
    return [right - left for left, right in zip(edges, edges[1:], strict=False)]


def _covers(placed: PlacedCell, row: int) -> bool:
    return placed.row <= row < placed.row + placed.cell.row_span


def _holds_together(placed: PlacedCell, row: int) -> bool:
    """Whether a short merged cell goes on below ``row``: the page does not break there, so it keeps its label."""
    return 1 < placed.cell.row_span <= _UNBROKEN_ROWS and row + 1 < placed.row + placed.cell.row_span


def _properties(width_twips: int) -> BaseOxmlElement:
    lines = dict.fromkeys(("top", "left", "bottom", "right"), _OUTER_LINE)
    lines |= {"insideH": _INNER_LINE, "insideV": _INNER_LINE}
    return w(
        "tblPr",
        w("tblStyle", val="TableNormal"),
        w("tblW", w=width_twips, type="dxa"),
        w("jc", val="center"),
        w(
            "tblBorders",
            *(w(side, val="single", sz=size, space=0, color="000000") for side, size in lines.items()),
        ),
        w("tblLayout", type="fixed"),
    )


def _row(table: Table, cells: list[PlacedCell], row: int, widths: list[int]) -> BaseOxmlElement:
    """A row with, from left to right, the cells that begin in it or reach down into it."""
    is_header = row < table.header_rows
    is_large = len(table.column_widths) <= _LARGE_UP_TO_COLUMNS and not table.landscape
    properties = w("trPr", w("cantSplit"), w("trHeight", val=480 if is_large else 400, hRule="atLeast"))
    if is_header:
        properties.append(w("tblHeader"))
    ordered = sorted(cells, key=lambda placed: placed.column)
    return w("tr", properties, *(_cell(placed, row, widths, is_header, is_large) for placed in ordered))


def _cell(
    placed: PlacedCell, row: int, widths: list[int], is_header: bool, is_large: bool
) -> BaseOxmlElement:
    cell = placed.cell
    width = sum(widths[placed.column : placed.column + cell.column_span])
    properties = w("tcPr", w("tcW", w=width, type="dxa"))
    if cell.column_span > 1:
        properties.append(w("gridSpan", val=cell.column_span))
    begins = row == placed.row
    if cell.row_span > 1:
        properties.append(w("vMerge", val="restart" if begins else "continue"))
    properties.append(w("vAlign", val="center"))
    style = ("TableHead" if cell.header or is_header else "TableText") + ("Large" if is_large else "")
    runs = content(cell.spans) if begins else ()
    return w("tc", properties, paragraph(style, *runs, properties=(w("jc", val=cell.align),)))
