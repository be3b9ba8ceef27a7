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
_NARROW = 16
"""Columns that a batch is reckoned to have at least."""


class FieldGrid:
    """One grid while it is written, ``columns`` wide so far. ``lead``: the names of the columns that number its rows, or
    none."""

    def __init__(self, path: Path, lead: tuple[str, str] | tuple[()] = ()):
        self.path = path
        self.rows = 0
        self.columns = len(lead)
        self.lead = lead
        self._fields: list[str] = []
        self._known: set[str] = set()
        self._lines: list[int] = []
        self._messages: list[int] = []
        self._counts: list[int] = []
        self._values: list[dict[str, Any]] = []
        self._room = _BATCH_CELLS // _NARROW
        self._blocks: list[Path] = []
        self._file: GridFile | None = None

    def extend(self, line: int, message: int, rows: Sequence[dict[str, Any]]) -> None:
        """Rows of one message, which begins on ``line``; nested objects become fields ``outer.inner``, nested arrays
        their JSON."""
        self._values += rows
        self._lines.append(line)
        self._messages.append(message)
        self._counts.append(len(rows))
        self.rows += len(rows)
        if len(self._values) >= self._room:
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
        arrays = self._quick(self._values) if self._learn(self._values) else None
        if arrays is None:
            rows = [_flat(row) for row in self._values]
            self._learn(rows)
            arrays = [pa.array([_text(row.get(name)) for row in rows], pa.string()) for name in self._fields]
        counts = np.array(self._counts, np.int64)
        lines = np.repeat(np.array(self._lines, np.int64), counts)
        if self.lead:
            firsts = np.cumsum(counts) - counts
            order = np.arange(1, len(lines) + 1) - np.repeat(firsts, counts)
            messages = np.repeat(np.array(self._messages, np.int64), counts)
            arrays = [*(pa.array(one).cast(pa.string()) for one in (messages, order)), *arrays]
        self._values, self._lines, self._messages, self._counts = [], [], [], []
        self._room = max(1, _BATCH_CELLS // max(self.columns, _NARROW))
        return lines, arrays

    def _quick(self, rows: Sequence[dict[str, Any]]) -> list[pa.Array] | None:
        """Rows of texts alone, by column; None where some cell is none."""
        try:
            found: list[pa.Array] = pa.array(
                rows, pa.struct([(name, pa.string()) for name in self._fields])
            ).flatten()
        except (pa.ArrowException, UnicodeEncodeError, TypeError):
            return None
        return found

    def _learn(self, rows: Sequence[dict[str, Any]]) -> bool:
        """Take fields that are new, in the order in which they come; False where some row holds an object, whose own
        fields are still hidden in it."""
        shapes = dict.fromkeys(map(tuple, rows))
        if all(map(self._known.issuperset, shapes)):
            return True
        plain = True
        for row in rows:
            if not row.keys() <= self._known:
                fresh = [name for name in row if name not in self._known]
                hidden = [name for name in fresh if _nested(row[name])]
                plain = plain and not hidden
                fresh = [name for name in fresh if name not in hidden]
                self._fields += fresh
                self._known.update(fresh)
        self.columns = len(self.lead) + len(self._fields)
        return plain


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
