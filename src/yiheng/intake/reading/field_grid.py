"""Grids of named fields: nodes of messages and rows of flat JSON, written a block at a time. Line 0 holds the field names."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from yiheng.intake.reading.field_rows import Block, FieldRows, text_of
from yiheng.intake.reading.grid import GridFile

_WRITTEN_CELLS = 1 << 19


class FieldGrid:
    """One grid while it is written. ``lead``: the names of the columns that number its rows, or none; ``incoming``: rows
    that come in one by one; ``fields``: those met so far."""

    def __init__(self, path: Path, lead: tuple[str, str] | tuple[()] = ()):
        self.path = path
        self.rows = 0
        self.lead = lead
        self.fields: tuple[str, ...] = ()
        self.incoming = FieldRows(self.append)
        self._waiting: list[Block] = []
        self._cells = 0
        self._blocks: list[Path] = []
        self._file: GridFile | None = None

    @property
    def columns(self) -> int:
        """How wide the grid is so far."""
        return len(self.lead) + len(self.fields)

    def append(self, block: Block) -> None:
        """The next rows; fields that are new widen the grid."""
        self.fields = self.with_fields(block)
        self.incoming.know(self.fields)
        self._waiting.append(block)
        self._cells += len(block.lines) * self.columns
        self.rows += len(block.lines)
        if self._cells >= _WRITTEN_CELLS:
            self._write()

    def with_fields(self, block: Block) -> tuple[str, ...]:
        """The fields so far and those that a block brings."""
        return tuple(dict.fromkeys((*self.fields, *block.fields)))

    def finish(self) -> None:
        """Close the grid: the names, then all rows in their order."""
        self.incoming.flush()
        self._write()
        self._close()
        if len(self._blocks) == 1:
            self._blocks[0].replace(self.path)
            return
        with GridFile(self.path, max(self.columns, 1)) as whole:
            self._head(whole)
            for block in self._blocks:
                with pq.ParquetFile(block) as narrow:
                    for batch in narrow.iter_batches():
                        rows = batch.filter(pc.greater(batch.column(0), 0))  # its head is not the last one
                        missing = [pa.nulls(len(rows), pa.string())] * (whole.columns + 1 - rows.num_columns)
                        whole.batch(rows.column(0).to_numpy(), [*rows.columns[1:], *missing])
        self.discard()

    def discard(self) -> None:
        """Take away what was written so far."""
        self._close()
        for block in self._blocks:
            block.unlink(missing_ok=True)

    def _write(self) -> None:
        """Write what waits; fields that are new begin a new file."""
        width = max(self.columns, 1)
        if self._file is not None and self._file.columns < width:
            self._close()
        if self._file is None:
            self._blocks.append(self.path.with_suffix(f".block{len(self._blocks)}"))
            self._file = GridFile(self._blocks[-1], width)
            self._head(self._file)
        waiting = [one for one in self._waiting if len(one.lines)]
        self._waiting, self._cells = [], 0
        if waiting:
            numbers = [
                np.concatenate([one.messages for one in waiting]),
                np.concatenate([one.order for one in waiting]),
            ]
            lead = [pa.array(one).cast(pa.string()) for one in numbers[: len(self.lead)]]
            there = [dict(zip(one.fields, one.cells, strict=True)) for one in waiting]
            missing = [pa.nulls(len(one.lines), pa.string()) for one in waiting]
            cells = [
                pa.concat_arrays([one.get(name, none) for one, none in zip(there, missing, strict=True)])
                for name in self.fields
            ]
            self._file.batch(np.concatenate([one.lines for one in waiting]), [*lead, *cells])

    def _head(self, file: GridFile) -> None:
        names: list[str | None] = [*self.lead, *self.fields] or [None]
        file.batch(np.zeros(1, np.int64), [pa.array([text_of(name)], pa.string()) for name in names])

    def _close(self) -> None:
        if self._file is not None:
            self._file.__exit__(None, None, None)
            self._file = None
