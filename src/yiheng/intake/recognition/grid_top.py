"""The first rows of a grid, read without the engine: a grid may be one of thousands, and only its top is looked at."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from yiheng.intake.sheet import LINE, Sheet

DEPTH = 40
"""Rows that are looked at for a head."""

Cells = tuple[str | None, ...]


@dataclass(frozen=True)
class TopRow:
    """One row: its line and its cells, stripped; an empty cell is None."""

    line: int
    cells: Cells


def top_rows(sheet: Sheet, depth: int = DEPTH) -> tuple[TopRow, ...]:
    """The first ``depth`` rows of a grid."""
    with pq.ParquetFile(sheet.path) as file:
        batch: pa.RecordBatch | None = next(file.iter_batches(batch_size=depth), None)
        if batch is None:
            return ()
        lines = batch.column(batch.schema.get_field_index(LINE)).to_pylist()
        columns = [
            batch.column(place).to_pylist() for place, name in enumerate(batch.schema.names) if name != LINE
        ]
    rows = zip(*columns, strict=True) if columns else ((),) * len(lines)
    return tuple(
        TopRow(line, tuple((cell or "").strip() or None for cell in row))
        for line, row in zip(lines, rows, strict=True)
    )
