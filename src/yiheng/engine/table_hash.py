"""The content hash of a table: the same rows give the same hash, whatever engine, file or batch they came in.

SHA-256 over the schema and the key, then over the rows in key order, in blocks of 65,536 rows. Of a block each
column is written in turn: whether it has nulls and, if so, which rows; then its values: whole numbers of any width and
seconds as 64 bits in little-endian (0 where null), booleans as one byte, texts as the lengths in bytes and then all bytes in UTF-8.
Keys ascend by bytes of UTF-8, which is how DuckDB, Arrow and Spark sort text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yiheng.exact.content_hash import text_hash
from yiheng.exact.errors import ExactError

BLOCK_ROWS = 65_536


@dataclass(frozen=True)
class HashedTable:
    """The hash of a table and its rows; ``repeated`` rows have the key of the row before: 0 where keys are unique."""

    hash: str
    rows: int
    repeated: int


class KeyOrderError(ValueError):
    """A table whose rows repeat a key, or come out of its order: a fault of whoever made it, not of a user's input."""


class TableHasher:
    """Hashes a table as its rows arrive, sorted by key, in batches of any size; bounded memory.

    Raises KeyOrderError where a key is less than the one before.
    """

    def __init__(self, schema: pa.Schema, key: Sequence[str]):
        self.schema = schema
        self.key = tuple(key)
        self._rows = 0
        self._repeated = 0
        self._digest = hashlib.sha256(_header(schema, self.key))
        self._waiting: list[pa.RecordBatch] = []
        self._waiting_rows = 0
        self._last: pa.RecordBatch | None = None

    def update(self, batch: pa.RecordBatch) -> None:
        """Take the next rows; columns are found by name and cast to the schema, without loss."""
        self._waiting.append(_conform(batch, self.schema))
        self._waiting_rows += batch.num_rows
        if self._waiting_rows < BLOCK_ROWS:
            return
        whole = _joined(self._waiting)
        full = whole.num_rows - whole.num_rows % BLOCK_ROWS
        for start in range(0, full, BLOCK_ROWS):
            self._take(whole.slice(start, BLOCK_ROWS))
        rest = whole.slice(full)
        self._waiting, self._waiting_rows = [rest], rest.num_rows

    def finish(self) -> HashedTable:
        """The hash (64 hex digits) of all rows that came; nothing can be added after it."""
        if self._waiting_rows:
            self._take(_joined(self._waiting))
        self._waiting, self._waiting_rows = [], 0
        self._digest.update(b"end" + self._rows.to_bytes(8, "little"))
        return HashedTable(self._digest.hexdigest(), self._rows, self._repeated)

    def _take(self, block: pa.RecordBatch) -> None:
        self._check_order(block)
        self._digest.update(block.num_rows.to_bytes(8, "little"))
        for column in block.columns:
            for piece in _canonical(column):
                self._digest.update(piece)
        self._rows += block.num_rows

    def _check_order(self, block: pa.RecordBatch) -> None:
        keys = block.select(list(self.key))
        if self._last is not None:
            self._compare(self._last, keys.slice(0, 1))
        self._compare(keys.slice(0, keys.num_rows - 1), keys.slice(1))
        self._last = keys.slice(keys.num_rows - 1)

    def _compare(self, before: pa.RecordBatch, after: pa.RecordBatch) -> None:
        """Count equal neighbours and refuse descending ones, column by column as long as the earlier are equal."""
        equal: np.ndarray | None = None
        for left, right in zip(before.columns, after.columns, strict=True):
            descends = _plain(pc.greater(left, right))
            same = _plain(pc.equal(left, right))
            if (descends if equal is None else descends & equal).any():
                raise KeyOrderError(f"rows are not in the order of {self.key}")
            equal = same if equal is None else equal & same
            if not equal.any():
                return
        if equal is not None:
            self._repeated += int(np.count_nonzero(equal))


def table_hash(table: pa.Table, key: Sequence[str], schema: pa.Schema | None = None) -> str:
    """The hash of a table in memory; its rows may stand in any order. ``schema``: columns and types to hash it as.

    Without it, the table's own columns, in whatever widths an engine gave them: whole numbers as 64 bits, times in
    seconds. Raises KeyOrderError where rows repeat a key, and ExactError ``column_type_unknown`` for what has no exact
    form, such as floats.
    """
    wanted = schema or pa.schema([pa.field(field.name, _plain_type(field)) for field in table.schema])
    conformed = table.select(wanted.names).cast(wanted)
    batches = conformed.sort_by([(name, "ascending") for name in key]).to_batches(BLOCK_ROWS)
    hashed = hash_batches(batches, wanted, key)
    if hashed.repeated:
        raise KeyOrderError(f"{hashed.repeated} rows repeat a key of {tuple(key)}")
    return hashed.hash


def joined_hash(parts: Mapping[str, str]) -> str:
    """The hash of a whole from the hashes of its parts by name: a table from partitions, a snapshot from tables."""
    return text_hash(dict(parts))


def hash_batches(batches: Iterable[pa.RecordBatch], schema: pa.Schema, key: Sequence[str]) -> HashedTable:
    """The hash of batches that come in key order; one is hashed while the next is being read."""
    hasher = TableHasher(schema, key)
    with ThreadPoolExecutor(max_workers=1) as worker:
        running: Future[None] | None = None
        for batch in batches:
            if running is not None:
                running.result()
            running = worker.submit(hasher.update, batch)
        if running is not None:
            running.result()
    return hasher.finish()


def _plain_type(field: pa.Field) -> pa.DataType:
    kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return pa.string()
    if pa.types.is_integer(kind) or (pa.types.is_decimal(kind) and kind.scale == 0):
        return pa.int64()
    if pa.types.is_timestamp(kind) and kind.tz is None:
        return pa.timestamp("s")
    if pa.types.is_boolean(kind):
        return kind
    raise ExactError("column_type_unknown", column=field.name, found=str(field.type))


def _header(schema: pa.Schema, key: Sequence[str]) -> bytes:
    columns = []
    for field in schema:
        kind = _plain_type(field)
        columns.append([field.name, "integer" if kind == pa.int64() else str(kind)])
    return json.dumps([columns, list(key)], ensure_ascii=False, separators=(",", ":")).encode()


def _conform(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    columns = [batch.column(field.name).cast(field.type) for field in schema]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _joined(batches: list[pa.RecordBatch]) -> pa.RecordBatch:
    return batches[0] if len(batches) == 1 else pa.concat_batches(batches)


def _plain(mask: pa.Array) -> np.ndarray:
    return np.asarray(mask.to_numpy(zero_copy_only=False), dtype=bool)


def _canonical(column: pa.Array) -> Iterable[bytes | memoryview]:
    if column.null_count:
        yield b"\1"
        yield np.packbits(_plain(column.is_valid()), bitorder="little").data
    else:
        yield b"\0"
    if pa.types.is_string(column.type):
        yield from _text(column.fill_null("") if column.null_count else column)
    elif pa.types.is_boolean(column.type):
        yield _plain(column.fill_null(False)).view(np.uint8).data
    else:
        numbers = column.view(pa.int64()) if pa.types.is_timestamp(column.type) else column
        filled = numbers.fill_null(0) if column.null_count else numbers
        yield np.ascontiguousarray(filled.to_numpy(zero_copy_only=False), dtype="<i8").data


def _text(column: pa.Array) -> Iterable[memoryview]:
    _, offset_buffer, data = column.buffers()
    offsets = np.frombuffer(offset_buffer, dtype="<i4", count=len(column) + 1, offset=column.offset * 4)
    yield np.diff(offsets).astype("<i4", copy=False).data
    if data is not None:
        yield memoryview(data)[offsets[0] : offsets[-1]]
