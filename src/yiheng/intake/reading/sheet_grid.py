"""A worksheet as calamine gives it, written as a grid of text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from yiheng.intake.reading.cell_text import column_text
from yiheng.intake.reading.grid import Grid, GridFile
from yiheng.intake.reading.limits import Limits
from yiheng.standards.problem import refuse

_BATCH_CELLS = 1 << 19


def write_sheet(
    sheet: Any, about: Any, into: Path, limits: Limits, name: str, errors: Mapping[tuple[int, int], str]
) -> Grid | None:
    """The grid of a worksheet with its error values, None where it holds nothing; ``about``: what the workbook says of
    the sheet. Refuses ``intake_columns_many``."""
    from python_calamine import SheetVisibleEnum

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
    return Grid(
        into,
        columns,
        grid.rows,
        "excel",
        sheet.name,
        about.visible != SheetVisibleEnum.Visible,
        merged=merged,
    )


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
