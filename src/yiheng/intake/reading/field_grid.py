"""Grids of named fields: nodes of messages and rows of flat JSON, whose fields come to light one by one.

Line 0 holds the field names. Rows with the same fields in the same order, which nearly all are, go fast.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from yiheng.intake.reading.grid import GridFile

_BATCH_CELLS = 1 << 18


class FieldGrid:
    """One grid while it is written. ``lead``: the names of the columns that number its rows, or none."""

    def __init__(self, path: Path, lead: tuple[str, str] | tuple[()] = ()):
        self.path = path
        self.rows = 0
        self.lead = lead
        self._fields: list[str] = []
        self._known: set[str] = set()
        self._lines: list[int] = []
        self._messages: list[int] = []
        self._order: list[int] = []
        self._values: list[dict[str, Any]] = []
        self._blocks: list[Path] = []
        self._file: GridFile | None = None

    @property
    def columns(self) -> int:
        """How wide the grid is so far."""
        return len(self.lead) + len(self._fields)

    def extend(self, line: int, message: int, rows: Sequence[dict[str, Any]]) -> None:
        """Rows of one message, which begins on ``line``; nested objects become fields ``outer.inner``, nested arrays
        their JSON."""
        count = len(rows)
        self._values += rows
        self._lines += [line] * count
        self._messages += [message] * count
        self._order += range(1, count + 1)
        self.rows += count
        if len(self._lines) * max(self.columns, 16) >= _BATCH_CELLS:
            self._flush()

    def finish(self) -> None:
        """Close the grid: the names, then all rows in their order."""
        self._flush()
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
                        _widened(whole, rows.column(0).to_numpy(), rows.columns[1:])
        self.discard()

    def discard(self) -> None:
        """Take away what was written so far."""
        self._close()
        for block in self._blocks:
            block.unlink(missing_ok=True)

    def _head(self, file: GridFile) -> None:
        names: list[str | None] = [*self.lead, *self._fields] or [None]
        file.batch(np.zeros(1, np.int64), [pa.array([_text(name)], pa.string()) for name in names])

    def _flush(self) -> None:
        """Write what waits; fields that are new begin a new block."""
        lines, arrays = self._taken()
        width = max(self.columns, 1)
        if self._file is not None and self._file.columns < width:
            self._close()
        if self._file is None:
            self._blocks.append(self.path.with_suffix(f".block{len(self._blocks)}"))
            self._file = GridFile(self._blocks[-1], width)
            self._head(self._file)
        _widened(self._file, lines, arrays)

    def _close(self) -> None:
        if self._file is not None:
            self._file.__exit__(None, None, None)
            self._file = None

    def _taken(self) -> tuple[npt.NDArray[np.int64], list[pa.Array]]:
        """What waits, by column; nothing waits afterwards."""
        rows = self._values
        self._learn(rows)
        kind = pa.struct([(name, pa.string()) for name in self._fields])
        try:
            arrays = pa.array(rows, kind).flatten()
        except (pa.ArrowException, UnicodeEncodeError, TypeError):
            rows = [_flat(row) for row in rows]
            self._learn(rows)
            arrays = [pa.array([_text(row.get(name)) for row in rows], pa.string()) for name in self._fields]
        if self.lead:
            arrays = [pa.array(one).cast(pa.string()) for one in (self._messages, self._order)] + arrays
        lines = np.array(self._lines, np.int64)
        self._values, self._lines, self._messages, self._order = [], [], [], []
        return lines, arrays

    def _learn(self, rows: Sequence[dict[str, Any]]) -> None:
        """Take fields that are new, in the order in which they come."""
        if set().union(*rows) <= self._known:
            return
        for row in rows:
            if not row.keys() <= self._known:
                fresh = [
                    name for name, value in row.items() if name not in self._known and not _nested(value)
                ]
                self._fields += fresh
                self._known.update(fresh)


def _widened(whole: GridFile, lines: npt.NDArray[np.int64], arrays: Sequence[pa.Array]) -> None:
    missing = [pa.nulls(len(lines), pa.string())] * (whole.columns - len(arrays))
    whole.batch(lines, [*arrays, *missing])


def _nested(value: Any) -> bool:
    return isinstance(value, dict) and bool(value)


def _flat(fields: dict[str, Any]) -> dict[str, Any]:
    if not any(isinstance(value, dict) for value in fields.values()):
        return fields
    found: dict[str, Any] = {}
    for name, value in fields.items():
        if isinstance(value, dict) and value:
            found.update({f"{name}.{inner}": deep for inner, deep in _flat(value).items()})
        else:
            found[name] = value
    return found


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode()
