"""A file of cases in, a file of groups out, of any size in the same memory.

Batches are read in order, grouped by a few threads and written in order: at most ``AHEAD`` batches are in hand. The
result appears under its name only when it is whole.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from yiheng.grouping.loop.batch import (
    ATTRIBUTE_COLUMNS,
    CASE_COLUMNS,
    DX_COLUMN,
    ID_COLUMN,
    MEASURE_COLUMNS,
    OPTIONAL_COLUMNS,
    PX_COLUMN,
    Grouper,
    result_schema,
)
from yiheng.policy.content import nearest
from yiheng.policy.user_file import unreadable
from yiheng.standards.problem import refuse

BATCH_ROWS = 65_536
COMPRESSION = "snappy"
"""zstd makes a result of ten million cases a third smaller and the whole run a tenth slower."""
AHEAD = 4
"""Batches in hand: two being grouped, one waiting on either side."""

Progress = Callable[[int, int], None]
"""Told how many cases are done, of how many."""


@dataclass
class Tally:
    """How many cases ended in which status."""

    cases: int = 0
    by_status: dict[str, int] = field(default_factory=dict)

    def add(self, groups: pa.RecordBatch) -> None:
        """Count a batch of results."""
        self.cases += groups.num_rows
        status = groups.column(groups.schema.get_field_index("status"))
        counts = np.bincount(status.indices.to_numpy(), minlength=len(status.dictionary))
        for words, count in zip(status.dictionary.to_pylist(), counts, strict=True):
            if count:
                self.by_status[words] = self.by_status.get(words, 0) + int(count)


def group_file(
    cases: Path, grouper: Grouper, out: Path, progress: Progress = lambda _done, _all: None
) -> Tally:
    """Group a Parquet file of cases (columns of :data:`..batch.CASE_COLUMNS`) into a Parquet file of groups.

    Refuses a file that cannot be read, lacks a column or has one of another kind, and a result that cannot be written.
    """
    if out.exists() and out.samefile(cases):
        raise refuse("group_out_is_cases", file=str(out))
    with _opened(cases) as source:
        _check_columns(source.schema_arrow, cases)
        tally = Tally()
        wanted = [name for name in CASE_COLUMNS if name in source.schema_arrow.names]
        batches = _batches(source, wanted, cases)
        schema = result_schema(source.schema_arrow.field(ID_COLUMN).type)
        unfinished = out.with_name(out.name + ".new")
        try:  # without the Arrow schema the file says text, not how this program held it
            with pq.ParquetWriter(unfinished, schema, compression=COMPRESSION, store_schema=False) as writer:
                for groups in grouped(batches, grouper):
                    writer.write_batch(groups)
                    tally.add(groups)
                    progress(tally.cases, source.metadata.num_rows)
            unfinished.replace(out)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise refuse("file_not_writable", file=str(out)) from error
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
    return tally


def grouped(batches: Iterable[pa.RecordBatch], grouper: Grouper) -> Iterator[pa.RecordBatch]:
    """The groups of each batch, in the order of the batches."""
    waiting: deque[Future[pa.RecordBatch]] = deque()
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for batch in batches:
            waiting.append(pool.submit(grouper.group, batch))
            if len(waiting) == AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _opened(path: Path) -> pq.ParquetFile:
    if not path.is_file():
        raise refuse("file_not_found", file=str(path))
    try:
        return pq.ParquetFile(path)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        if isinstance(error, OSError) and error.errno:  # the system's own, not a fault of the content
            raise unreadable(error, str(path)) from None
        raise refuse("case_file_unreadable", file=str(path), found=str(error).splitlines()[0][:80]) from None


def _batches(source: pq.ParquetFile, columns: list[str], path: Path) -> Iterator[pa.RecordBatch]:
    """The batches of an opened file; a page that cannot be read is a fault of the file, not of the result."""
    try:
        yield from source.iter_batches(BATCH_ROWS, columns=columns)
    except (pa.ArrowInvalid, OSError) as error:
        raise refuse("case_file_unreadable", file=str(path), found=str(error).splitlines()[0][:80]) from None


def _check_columns(schema: pa.Schema, path: Path) -> None:
    for name in CASE_COLUMNS:
        if name not in schema.names:
            if name in OPTIONAL_COLUMNS:
                continue
            raise refuse(
                "case_column_missing", file=path.name, field=name, expected=nearest(name, schema.names)
            )
        kind = schema.field(name).type
        number = pa.types.is_integer(kind) or pa.types.is_null(kind)
        text = pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_dictionary(kind)
        fits = {
            **dict.fromkeys(MEASURE_COLUMNS, number),
            **dict.fromkeys(ATTRIBUTE_COLUMNS, number or text),
            **dict.fromkeys((DX_COLUMN, PX_COLUMN), text or pa.types.is_null(kind)),
        }
        if not fits.get(name, True):
            expected = "整数" if name in MEASURE_COLUMNS else "文本"
            raise refuse("case_column_kind", file=path.name, field=name, found=str(kind), expected=expected)
