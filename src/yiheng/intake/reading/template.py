"""Filled workbooks of ``yiheng template``: known by their guide sheet, read as the contract's own form.

The marks are those that :mod:`yiheng.reports.contract_workbook` writes; a test holds the two together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from yiheng.intake.reading.grid import Grid, GridFile

_GUIDE = "填写说明"
TEMPLATE_SHEETS = (_GUIDE, "代码表")
"""Sheets of a template that hold nothing to read."""
_HEADING_ROWS = 3
_NAME_ROW = 2
_TITLE = re.compile(r"(?P<title>\S+)\u3000(?P<table>[a-z][a-z0-9_]*)")
_COLUMN_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Template:
    """Which table's template a workbook is: the table's Chinese title, which names its sheet, and its name."""

    title: str
    table: str


def template_of(book: Any) -> Template | None:
    """The template a calamine workbook was made from, by the first line of its guide."""
    if _GUIDE not in book.sheet_names:
        return None
    first = next(iter(islice(book.get_sheet_by_name(_GUIDE).iter_rows(), 1)), [""])
    match = _TITLE.fullmatch(str(first[0]).strip()) if first else None
    return Template(match["title"], match["table"]) if match and match["title"] in book.sheet_names else None


def contract_form(grid: Grid, template: Template) -> Grid:
    """The entry sheet with its column names as line 0 and without headings; as it was where the headings were changed."""
    with pq.ParquetFile(grid.path) as raw:
        first = next(raw.iter_batches(batch_size=_HEADING_ROWS))
        lines = first.column(0).to_pylist()
        if lines[:_NAME_ROW] != [1, _NAME_ROW]:
            return grid
        names = [first.column(column)[_NAME_ROW - 1].as_py() for column in range(1, first.num_columns)]
        if not all(name and _COLUMN_NAME.fullmatch(name) for name in names):
            return grid
        plain = grid.path.with_suffix(".form")
        with GridFile(plain, grid.columns) as file:
            file.batch(
                pa.array([0], pa.int64()).to_numpy(), [pa.array([name], pa.string()) for name in names]
            )
            for batch in raw.iter_batches():
                rows = batch.filter(pc.greater(batch.column(0), _HEADING_ROWS))
                file.batch(rows.column(0).to_numpy(), rows.columns[1:])
    plain.replace(grid.path)
    return replace(grid, kind="template", rows=file.rows, table=template.table)
