"""The same loop in the workers of a cluster: a function of batches that Sail and Spark map over a table (``mapInArrow``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

import pyarrow as pa

from yiheng.grouping.case_check import Mode
from yiheng.grouping.loop.batch import GROUP_FIELDS, ID_COLUMN, Grouper
from yiheng.grouping.scheme.library import open_scheme

WORKER_SCHEMA = pa.schema([pa.field(ID_COLUMN, pa.string()), *GROUP_FIELDS])
"""What a worker gives back: plain text, since engines differ in what they take as a dictionary."""


def group_in_workers(
    scheme: str, mode: Mode
) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """A function for ``mapInArrow`` over tables with the columns of a case file; each worker compiles the scheme once.

    ``scheme`` is a folder every worker can read, or the name of a shipped scheme.
    """

    def grouped(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """One batch of groups for each batch of cases, of ``WORKER_SCHEMA``."""
        for batch in batches:
            groups = _grouper(scheme, mode).group(batch)
            columns = [
                column.cast(field.type) for column, field in zip(groups.columns, WORKER_SCHEMA, strict=True)
            ]
            yield pa.record_batch(columns, schema=WORKER_SCHEMA)

    return grouped


@cache
def _grouper(scheme: str, mode: Mode) -> Grouper:
    return Grouper(open_scheme(scheme), mode)
