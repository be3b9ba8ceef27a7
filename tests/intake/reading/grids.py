"""Grids as tests look at them."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from yiheng.intake.reading.read import Reading, read_files
from yiheng.intake.sheet import Sheet

Row = tuple[int, tuple[str | None, ...]]


def rows_of(sheet: Sheet) -> list[Row]:
    """The rows of a grid as (line, cells)."""
    table = pq.read_table(sheet.path)
    assert table.column_names == ["line", *(f"c{number}" for number in range(1, sheet.columns + 1))]
    assert table.num_rows == sheet.rows
    return [
        (row[0], tuple(row[1:]))
        for row in zip(*(column.to_pylist() for column in table.columns), strict=True)
    ]


def read_one(raw: bytes, folder: Path, name: str = "报送.dat") -> Reading:
    """The reading of one file of these bytes."""
    path = folder / name
    path.write_bytes(raw)
    return read_files([path], folder / "staging")
