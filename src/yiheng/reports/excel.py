"""The self-evaluation table as an Excel file: the printed form, and a sheet on where its figures are from.

Each figure cell bears a defined name made from its figure id. The second sheet lists cell → figure id →
definition → source, the data version and the filters, so that whatever a form shows can be followed by hand
(06 §3.4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yiheng.reports.form import NOT_APPLICABLE, FigureNote, Form
from yiheng.reports.form_book import PageText, PlacedFigure, new_book
from yiheng.reports.form_grid import Block, Grid, Link, as_grid, row

FORM_SHEET = "自评表"
TRACE_SHEET = "口径说明与数据版本"
UNREGISTERED = "未登记"

TRACE_WIDTHS = (9, 26, 16, 34, 42, 34, 20)
TRACE_HEAD = ("单元格", "名称", "显示值", "数据编号", "口径", "来源", "单元格名称")


@dataclass(frozen=True, slots=True)
class FormSheet:
    """One laid-out form and the name of its sheet; a composite subject has one for each project."""

    grid: Grid
    form: Form
    name: str = FORM_SHEET


def write_forms(sheets: Sequence[FormSheet], path: Path, *, created: date) -> None:
    """Write laid-out forms, then one sheet of definitions for all of them.

    ``created`` is the date in the file's properties, passed in so that the same forms give the same bytes.
    Refuses (``file_not_writable``).
    """
    first = sheets[0].form
    page = PageText(first.banner, first.data_status, first.version)
    with new_book(path, first.title, created) as book:
        lines: list[Block] = []
        for sheet in sheets:
            placed = book.write_grid(sheet.name, sheet.grid, page)
            lines.extend(trace_lines(sheet.form, placed, sheet.name))
        book.write_grid(TRACE_SHEET, trace_grid(first, lines), page)


def write_form(grid: Grid, form: Form, path: Path, *, created: date) -> None:
    """Write a single form; see :func:`write_forms`."""
    write_forms([FormSheet(grid, form)], path, created=created)


def trace_lines(form: Form, placed: Sequence[PlacedFigure], sheet_name: str) -> list[Block]:
    """One line for each figure cell of a form."""
    notes = {note.figure_id: note for note in form.figure_notes}
    return [_trace_line(figure, notes.get(figure.figure.figure_id), sheet_name) for figure in placed]


def trace_grid(form: Form, lines: Sequence[Block]) -> Grid:
    """Lay out 《口径说明与数据版本》: what the data are, then the lines of the figure cells."""
    width = len(TRACE_WIDTHS)
    facts = (
        ("表名", form.title),
        ("评价对象", form.project_name),
        ("评价期间", form.period),
        ("金额单位", form.money_unit),
        ("数据状态", form.data_status or NOT_APPLICABLE),
        ("数据版本", form.version or NOT_APPLICABLE),
        *((f"筛选条件：{name}", value) for name, value in form.filters),
    )
    top: list[Block] = [row((TRACE_SHEET, width, "title"))]
    if form.banner:
        top.append(row((form.banner, width, "banner")))
    top.extend(row((name, 2, "label"), (value, width - 2, "text")) for name, value in facts)
    head = row(*((name, 1, "label") for name in TRACE_HEAD))
    return as_grid(TRACE_WIDTHS, (*top, head, *lines), header=len(top), frozen=len(top) + 1)


def _trace_line(placed: PlacedFigure, note: FigureNote | None, sheet_name: str) -> Block:
    return row(
        (Link(placed.reference, f"'{sheet_name}'!{placed.reference}"), 1, "link"),
        (note.name if note else UNREGISTERED, 1, "text"),
        (placed.figure.text, 1, "identifier"),
        (placed.figure.figure_id, 1, "identifier"),
        (note.definition if note else UNREGISTERED, 1, "text"),
        (note.source if note else UNREGISTERED, 1, "text"),
        (placed.name, 1, "identifier"),
    )
