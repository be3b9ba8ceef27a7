"""Workbooks of every spreadsheet program as grids, by calamine: .xlsx, .xlsm, .xlsb, .xls, .ods.

Formulas give the value stored with them; merged areas keep their value in the top left cell; hidden sheets are read and
marked. What calamine cannot be trusted with is looked for before it is called (``xlsx_scan``, ``biff_scan``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from yiheng.intake.reading.biff_scan import Errors, scan_xls, scan_xlsb
from yiheng.intake.reading.cell_text import column_text
from yiheng.intake.reading.grid import Grid, GridFile
from yiheng.intake.reading.limits import Limits
from yiheng.intake.reading.ods import read_ods
from yiheng.intake.reading.package import opened
from yiheng.intake.reading.source import Draft
from yiheng.intake.reading.template import TEMPLATE_SHEETS, contract_form, template_of
from yiheng.intake.reading.workbook_probe import probe
from yiheng.intake.reading.xlsx_scan import scan_xlsx
from yiheng.standards.problem import refuse

_BATCH_CELLS = 1 << 19
_UNREADABLE = "工作簿内部结构读不通"


def read_package(draft: Draft, limits: Limits) -> None:
    """A workbook that is a ZIP package: weighed and searched first, so that calamine meets nothing it chokes on.

    Refuses as :func:`~.package.opened` and :func:`_read` do.
    """
    draft.medium = "Excel"
    with opened(draft.path, draft.name, limits) as package:
        names = {one.lower().lstrip("/") for one in package.namelist()}
        if "mimetype" in names:
            read_ods(draft, package, limits)
            return
        if "xl/workbook.bin" in names:
            errors = scan_xlsb(package, draft.name, limits)
            probe(draft.path, draft.name)
        else:
            marks, problems, unusual = scan_xlsx(package, draft.name, limits)
            if unusual:
                probe(draft.path, draft.name)
            draft.problems += problems
            errors = {one.index: one.errors for one in marks}
    _read(draft, limits, errors)


def read_old_workbook(draft: Draft, limits: Limits) -> None:
    """An .xls of Excel 5 to 2003. Refuses as :func:`_read` does."""
    draft.medium = "Excel"
    errors = scan_xls(draft.path, draft.name)
    probe(draft.path, draft.name)
    _read(draft, limits, errors)


def _read(draft: Draft, limits: Limits, errors: Errors) -> None:
    """The worksheets that hold anything, one grid each; a damaged one later does not undo those before.

    Refuses ``intake_file_locked``, ``intake_file_damaged``, ``intake_columns_many``.
    """
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    size = draft.path.stat().st_size
    try:
        book = CalamineWorkbook.from_path(str(draft.path))
        sheets = list(book.sheets_metadata)
        template = template_of(book)
        for index, one in enumerate(sheets):
            if one.typ == SheetTypeEnum.WorkSheet and not (template and one.name in TEMPLATE_SHEETS):
                sheet = book.get_sheet_by_index(index)
                hidden = one.visible != SheetVisibleEnum.Visible
                grid = _write(
                    sheet, draft.grid_path(index), limits, draft.name, hidden, errors.get(index, {})
                )
                if grid and template and one.name == template.title:
                    grid = contract_form(grid, template)
                if grid:
                    draft.grids.append(grid)
            draft.advance(size // len(sheets))
    except PasswordError:
        raise refuse("intake_file_locked", file=draft.name) from None
    except (CalamineError, OSError):
        raise refuse("intake_file_damaged", file=draft.name, found=_UNREADABLE) from None
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":  # a fault of calamine's own, which is no Exception
            raise
        raise refuse("intake_file_damaged", file=draft.name, found=_UNREADABLE) from None


def _write(
    sheet: Any, into: Path, limits: Limits, name: str, hidden: bool, errors: Mapping[tuple[int, int], str]
) -> Grid | None:
    if sheet.end is None and not errors:
        return None
    columns = max(sheet.end[1] + 1 if sheet.end else 0, max((column for _, column in errors), default=-1) + 1)
    if columns > limits.columns:
        raise refuse("intake_columns_many", file=name, found=str(columns), expected=str(limits.columns))
    with GridFile(into, columns) as grid:
        top = 0
        for batch in _batches(sheet, columns, errors):
            blank = [""] * len(batch[0])
            filled = [index for index, row in enumerate(batch) if row != blank]
            cells = batch if len(filled) == len(batch) else [batch[index] for index in filled]
            if cells:
                texts = [column_text(column) for column in zip(*cells, strict=True)]
                grid.batch(np.array(filled, dtype=np.int64) + top + 1, texts)
            top += len(batch)
    if not grid.rows:
        into.unlink()
        return None
    merged = tuple(
        (first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1)
        for first, last in sheet.merged_cell_ranges or ()
    )
    return Grid(into, columns, grid.rows, "excel", sheet.name, hidden, merged=merged)


def _batches(sheet: Any, columns: int, errors: Mapping[tuple[int, int], str]) -> Iterator[list[list[Any]]]:
    """All rows from the sheet's first, each from column A; calamine leaves out empty columns at the left."""
    room = max(1, min(65_536, _BATCH_CELLS // columns))
    rows = sheet.iter_rows()
    left = [""] * (sheet.start[1] if sheet.start else 0)
    top = 0
    while batch := list(islice(rows, room)):
        if left:
            batch = [left + row for row in batch]
        if errors:
            batch = [row + [""] * (columns - len(row)) for row in batch]
            for (row, column), text in errors.items():
                if top <= row < top + len(batch):
                    batch[row - top][column] = text
        top += len(batch)
        yield batch
