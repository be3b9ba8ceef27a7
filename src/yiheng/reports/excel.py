"""The self-evaluation table as an Excel file: the printed form, what its figures mean, and, hidden, the way to each.

Each figure cell bears a defined name made from its figure id. The sheet of calibers says in words what a figure means
and where it was read; the hidden sheet lists every cell → figure id → definition → source, the data version and the
filters, so that whatever a form shows can be followed by hand or by machine (06 §3.4).
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
NOTES_SHEET = "口径说明与数据版本"
TRACE_SHEET = "数据追溯"
UNREGISTERED = "未登记"

NOTES_WIDTHS = (9, 30, 20, 52, 52)
NOTES_HEAD = ("单元格", "名称", "显示值", "口径", "来源")
TRACE_WIDTHS = (9, 26, 16, 34, 42, 34, 20)
TRACE_HEAD = ("单元格", "名称", "显示值", "数据编号", "口径", "来源", "单元格名称")


@dataclass(frozen=True, slots=True)
class FormSheet:
    """One laid-out form and the name of its sheet; a composite subject has one for each project."""

    grid: Grid
    form: Form
    name: str = FORM_SHEET


def write_forms(sheets: Sequence[FormSheet], path: Path, *, created: date) -> None:
    """Write laid-out forms, then one sheet of definitions and one hidden sheet of traces for all of them.

    ``created`` is the date in the file's properties, passed in so that the same forms give the same bytes.
    Refuses (``file_not_writable``).
    """
    first = sheets[0].form
    page = PageText(first.banner, first.data_status, first.version)
    with new_book(path, first.title, created) as book:
        lines: list[Block] = []
        told: list[Block] = []
        for sheet in sheets:
            placed = book.write_grid(sheet.name, sheet.grid, page)
            lines.extend(trace_lines(sheet.form, placed, sheet.name))
            told.extend(note_lines(sheet.form, placed, sheet.name))
        book.write_grid(NOTES_SHEET, notes_grid(first, told), page)
        book.write_grid(TRACE_SHEET, trace_grid(first, lines), page, hidden=True)


def write_form(grid: Grid, form: Form, path: Path, *, created: date) -> None:
    """Write a single form; see :func:`write_forms`."""
    write_forms([FormSheet(grid, form)], path, created=created)


def trace_lines(form: Form, placed: Sequence[PlacedFigure], sheet_name: str) -> list[Block]:
    """One line for each figure cell of a form."""
    notes = {note.figure_id: note for note in form.figure_notes}
    return [_trace_line(figure, notes.get(figure.figure.figure_id), sheet_name) for figure in placed]


def note_lines(form: Form, placed: Sequence[PlacedFigure], sheet_name: str) -> list[Block]:
    """One line for each figure that has a meaning and a source to tell, at the first cell that shows it."""
    first: dict[str, PlacedFigure] = {}
    for figure in placed:
        first.setdefault(figure.figure.figure_id, figure)
    return [
        row(
            (_link(first[note.figure_id], sheet_name), 1, "link"),
            (note.name, 1, "text"),
            (first[note.figure_id].figure.text, 1, "text"),
            (note.definition or NOT_APPLICABLE, 1, "text"),
            (note.source, 1, "text"),
        )
        for note in form.figure_notes
        if note.figure_id in first
    ]


def notes_grid(form: Form, lines: Sequence[Block]) -> Grid:
    """Lay out 《口径说明与数据版本》: what the data are, then what the figures mean."""
    return _sheet_grid(NOTES_SHEET, form, _about(form), NOTES_WIDTHS, NOTES_HEAD, lines)


def trace_grid(form: Form, lines: Sequence[Block]) -> Grid:
    """Lay out the hidden sheet: what the data are and how they were chosen, then the lines of the figure cells."""
    facts = (*_about(form), *((f"筛选条件：{name}", value) for name, value in form.filters))
    return _sheet_grid(TRACE_SHEET, form, facts, TRACE_WIDTHS, TRACE_HEAD, lines)


def _about(form: Form) -> tuple[tuple[str, str], ...]:
    return (
        ("表名", form.title),
        ("评价对象", form.project_name),
        ("评价期间", form.period),
        ("金额单位", form.money_unit),
        ("数据状态", form.data_status or NOT_APPLICABLE),
        ("数据版本", form.version or NOT_APPLICABLE),
    )


def _sheet_grid(
    title: str,
    form: Form,
    facts: Sequence[tuple[str, str]],
    widths: tuple[int, ...],
    head: Sequence[str],
    lines: Sequence[Block],
) -> Grid:
    width = len(widths)
    top: list[Block] = [row((title, width, "title"))]
    if form.banner:
        top.append(row((form.banner, width, "banner")))
    top.extend(row((name, 2, "label"), (value, width - 2, "text")) for name, value in facts)
    heads = row(*((name, 1, "label") for name in head))
    return as_grid(widths, (*top, heads, *lines), header=len(top), frozen=len(top) + 1)


def _link(placed: PlacedFigure, sheet_name: str) -> Link:
    return Link(placed.reference, f"'{sheet_name}'!{placed.reference}")


def _trace_line(placed: PlacedFigure, note: FigureNote | None, sheet_name: str) -> Block:
    return row(
        (_link(placed, sheet_name), 1, "link"),
        (note.name if note else UNREGISTERED, 1, "text"),
        (placed.figure.text, 1, "identifier"),
        (placed.figure.figure_id, 1, "identifier"),
        (note.definition if note else UNREGISTERED, 1, "text"),
        (note.source if note else UNREGISTERED, 1, "text"),
        (placed.name, 1, "identifier"),
    )
