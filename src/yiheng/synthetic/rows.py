"""Rows of contract tables from columns: exactly the declared columns, types and nulls, and days as numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yiheng.engine.schema import arrow_schema
from yiheng.policy.contract import contract
from yiheng.synthetic.random_stream import Integers

EPOCH = date(1970, 1, 1).toordinal()
ALL = "all"
"""The one part of a table without partition."""


def dayno(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01."""
    return date(year, month, day).toordinal() - EPOCH


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - EPOCH


def day_of(number: int) -> date:
    """The date of a day number."""
    return date.fromordinal(number + EPOCH)


def months_of(days: Integers) -> Integers:
    """Months of day numbers as year × 12 + month − 1."""
    months: Integers = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12
    return months


def month_name(month: int) -> str:
    """``2023-01`` of year × 12 + month − 1."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def table_of(name: str, columns: Mapping[str, Any]) -> pa.Table:
    """A table of the contract from columns (arrays or lists); an optional column that is not given is null."""
    schema = arrow_schema(contract().tables[name])
    unknown = set(columns) - set(schema.names)
    if unknown:
        raise KeyError(f"{name}: {sorted(unknown)}")
    height = len(next(iter(columns.values())))
    arrays = []
    for part in schema:
        if part.name in columns:
            arrays.append(_array(columns[part.name], part.type))
        elif part.nullable:
            arrays.append(pa.nulls(height, part.type))
        else:
            raise KeyError(f"{name}.{part.name}")
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(values: Any, kind: pa.DataType) -> pa.Array:
    if isinstance(values, pa.Array | pa.ChunkedArray):
        whole = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
        return whole if whole.type == kind else whole.cast(kind)
    if isinstance(values, np.ndarray) and values.dtype.kind == "U":
        return _texts(values)
    return pa.array(values, type=kind)


def _texts(values: npt.NDArray[np.str_]) -> pa.StringArray:
    """Texts; those of one width in ASCII (codes, numbers) without a Python string each."""
    width = values.dtype.itemsize // 4
    letters = np.ascontiguousarray(values).view(np.uint32).reshape(len(values), width)
    if len(values) and letters.min() > 0 and letters.max() < 128:
        return texts_of_letters(letters.astype(np.uint8))
    return pa.array(values.tolist(), type=pa.string())


def texts_of_letters(letters: npt.NDArray[np.uint8]) -> pa.StringArray:
    """Rows of ASCII letters of one width as Arrow texts."""
    height, width = letters.shape
    offsets = pa.py_buffer(np.arange(0, (height + 1) * width, width, dtype=np.int32)[: height + 1])
    return pa.StringArray.from_buffers(height, offsets, pa.py_buffer(np.ascontiguousarray(letters)))


def table_of_rows(name: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """A table of the contract from row mappings; what a row does not say is null."""
    columns = contract().tables[name].names
    return table_of(name, {column: [row.get(column) for row in rows] for column in columns})


def by_month(name: str, table: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    """A table's rows by the month of its partition column, months ascending; ``all`` without one."""
    column = contract().tables[name].partition
    if not column:
        yield ALL, table
        return
    months = months_of(table.column(column).to_numpy())
    for month in np.unique(months).tolist():
        yield month_name(month), table.filter(pa.array(months == month))
