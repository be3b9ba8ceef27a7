"""The Arrow schema of a published table, from its declaration: what files, engines and hashes agree on.

text, code and month are strings; integers have 64 bits; a day is the 32-bit number of days since 1970-01-01;
a time is in whole seconds without a zone (Asia/Shanghai is meant); a flag is a boolean. Nulls only where optional.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from yiheng.standards.table import ColumnType, Table

ARROW_TYPES: Mapping[ColumnType, pa.DataType] = {
    "text": pa.string(),
    "code": pa.string(),
    "month": pa.string(),
    "integer": pa.int64(),
    "day": pa.int32(),
    "time": pa.timestamp("s"),
    "flag": pa.bool_(),
}

SQL_TYPES: Mapping[ColumnType, str] = {
    "text": "VARCHAR",
    "code": "VARCHAR",
    "month": "VARCHAR",
    "integer": "BIGINT",
    "day": "INTEGER",
    "time": "TIMESTAMP",  # microseconds in files: what every engine reads; checked to be whole seconds
    "flag": "BOOLEAN",
}


def arrow_schema(table: Table) -> pa.Schema:
    """The columns of ``table`` in declared order; a field may be null where its column is optional."""
    return pa.schema(
        [pa.field(column.name, ARROW_TYPES[column.type], column.optional) for column in table.columns]
    )


def money_columns(table: Table) -> tuple[str, ...]:
    """The columns in 分: their sums are the control totals of a table."""
    return tuple(column.name for column in table.columns if column.name.endswith("_fen"))
