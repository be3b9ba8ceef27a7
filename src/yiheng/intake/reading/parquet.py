"""Parquet files as grids of text: published parts of a city, or another system's export.

Line 0 holds the column names. A file with the columns of a contract table is in the contract's own form.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from yiheng.intake.reading.cell_text import number_text
from yiheng.intake.reading.grid import Grid, GridFile
from yiheng.intake.reading.limits import Limits
from yiheng.intake.reading.source import Draft
from yiheng.policy.contract import contract
from yiheng.standards.problem import refuse

_BATCH_CELLS = 1 << 20


def read_parquet(draft: Draft, limits: Limits) -> None:
    """The rows of the file. Refuses ``intake_file_damaged``, ``intake_columns_many``, ``intake_package_bomb``."""
    draft.medium = "Parquet"
    size = draft.path.stat().st_size
    path = draft.grid_path()
    try:
        with pq.ParquetFile(draft.path) as source:
            names = list(source.schema_arrow.names)
            rows = source.metadata.num_rows
            if len(names) > limits.columns:
                raise refuse(
                    "intake_columns_many",
                    file=draft.name,
                    found=str(len(names)),
                    expected=str(limits.columns),
                )
            if rows > limits.ratio * size:
                raise refuse(
                    "intake_package_bomb", file=draft.name, found=str(rows >> 20), expected=str(size >> 10)
                )
            with GridFile(path, max(1, len(names))) as grid:
                grid.batch(np.zeros(1, np.int64), [pa.array([name], pa.string()) for name in names or [None]])
                room = max(1, min(65_536, _BATCH_CELLS // max(1, len(names))))
                for batch in source.iter_batches(batch_size=room):
                    lines = np.arange(grid.rows, grid.rows + batch.num_rows, dtype=np.int64)
                    grid.batch(lines, [_text(column) for column in batch.columns])
                    draft.advance(size * batch.num_rows // max(1, rows))
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        path.unlink(missing_ok=True)
        raise refuse("intake_file_damaged", file=draft.name, found=type(error).__name__) from None
    table = _table(names)
    kind = "template" if table else "text"
    draft.grids.append(Grid(path, max(1, len(names)), grid.rows, kind, table=table))  # type: ignore[arg-type]


def _table(names: Sequence[str]) -> str:
    """The contract's table that has just these columns, or lacks only optional ones; nothing if none or several do."""
    given = set(names)
    fitting = [
        table.table
        for table in contract().tables.values()
        if given <= set(table.names)
        and all(column.name in given for column in table.columns if not column.optional)
    ]
    return fitting[0] if len(fitting) == 1 else ""


def _text(column: pa.Array) -> pa.Array:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.dictionary_decode()
        kind = column.type
    if pa.types.is_floating(kind):
        return pa.array(
            [None if value is None else number_text(value) for value in column.to_pylist()], pa.string()
        )
    if pa.types.is_timestamp(kind):
        return pc.replace_substring_regex(
            column.cast(pa.timestamp(kind.unit)).cast(pa.string()), r"\.0+$", ""
        )
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        texts = [
            None if value is None else json.dumps(value, ensure_ascii=False, default=str)
            for value in column.to_pylist()
        ]
        return pa.array(texts, pa.string())
    return column.cast(pa.string())
