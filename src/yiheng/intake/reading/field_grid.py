"""Grids of named fields: nodes of messages and rows of flat JSON, whose fields come to light one by one.

Line 0 holds the field names. Cells wait in one list, row by row in the order of the fields: a row whose fields are those,
which nearly every row is, adds its values as they are.
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

_BATCH_CELLS = 1 << 16
_BATCH_RUNS = 256


class FieldGrid:
    """One grid while it is written, ``columns`` wide so far. ``lead``: the names of the columns that number its rows, or
    none."""

    def __init__(self, path: Path, lead: tuple[str, str] | tuple[()] = ()):
        self.path = path
        self.rows = 0
        self.columns = len(lead)
        self.lead = lead
        self._fields: tuple[str, ...] = ()
        self._known: set[str] = set()
        self._lines: list[int] = []
        self._messages: list[int] = []
        self._counts: list[int] = []
        self._runs: list[tuple[int, list[Any]]] = []
        self._cells: list[Any] = []
        self._blocks: list[Path] = []
        self._file: GridFile | None = None

    def extend(self, line: int, message: int, rows: Sequence[dict[str, Any]]) -> None:
        """Rows of one message, which begins on ``line``; nested objects become fields ``outer.inner``, nested arrays
        their JSON. An object without fields is no row."""
        rows = list(filter(None, rows))
        fields, cells = self._fields, self._cells
        for row in rows:
            if tuple(row) == fields:
                cells += row.values()
            else:
                self._unlike(row)
                fields, cells = self._fields, self._cells
        self._lines.append(line)
        self._messages.append(message)
        self._counts.append(len(rows))
        self.rows += len(rows)
        if len(cells) >= _BATCH_CELLS or len(self._runs) >= _BATCH_RUNS:
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

    def _unlike(self, row: dict[str, Any]) -> None:
        """A row whose fields are not exactly those of the grid: new ones widen it from here on."""
        flat = _flat(row)
        fresh = tuple(name for name in flat if name not in self._known)
        if fresh:
            self._runs.append((len(self._fields), self._cells))
            self._cells = []
            self._fields += fresh
            self._known.update(fresh)
            self.columns += len(fresh)
        self._cells += map(flat.get, self._fields)

    def _flush(self) -> None:
        """Write what waits; fields that are new begin a new block."""
        arrays = self._columns()
        lines, lead = self._places()
        width = max(self.columns, 1)
        if self._file is not None and self._file.columns < width:
            self._close()
        if self._file is None:
            self._blocks.append(self.path.with_suffix(f".block{len(self._blocks)}"))
            self._file = GridFile(self._blocks[-1], width)
            self._head(self._file)
        _widened(self._file, lines, [*lead, *arrays])

    def _close(self) -> None:
        if self._file is not None:
            self._file.__exit__(None, None, None)
            self._file = None

    def _columns(self) -> list[pa.Array]:
        """The cells that wait, by column; none waits afterwards."""
        runs = [(width, cells) for width, cells in (*self._runs, (len(self._fields), self._cells)) if cells]
        self._runs, self._cells = [], []
        columns = [
            [
                _texts(cells[place::width]) if place < width else pa.nulls(len(cells) // width, pa.string())
                for width, cells in runs
            ]
            for place in range(len(self._fields))
        ]
        if all(None not in parts for parts in columns):
            return [parts[0] if len(parts) == 1 else pa.concat_arrays(parts) for parts in columns]
        for width, cells in runs:
            for start in range(0, len(cells), width):
                row = zip(self._fields, cells[start : start + width], strict=False)
                self._unlike({name: value for name, value in row if value is not None})
        return self._columns()

    def _places(self) -> tuple[npt.NDArray[np.int64], list[pa.Array]]:
        """Of the rows that wait, the lines and the columns that number them; none waits afterwards."""
        counts = np.array(self._counts, np.int64)
        lines = np.repeat(np.array(self._lines, np.int64), counts)
        lead: list[pa.Array] = []
        if self.lead:
            firsts = np.cumsum(counts) - counts
            order = np.arange(1, len(lines) + 1) - np.repeat(firsts, counts)
            messages = np.repeat(np.array(self._messages, np.int64), counts)
            lead = [pa.array(one).cast(pa.string()) for one in (messages, order)]
        self._lines, self._messages, self._counts = [], [], []
        return lines, lead


def _widened(whole: GridFile, lines: npt.NDArray[np.int64], arrays: Sequence[pa.Array]) -> None:
    missing = [pa.nulls(len(lines), pa.string())] * (whole.columns - len(arrays))
    whole.batch(lines, [*arrays, *missing])


def _texts(values: list[Any]) -> pa.Array | None:
    """Cells of one column as text; None where some cell is an object, whose fields are columns of their own."""
    try:
        return pa.array(values, pa.string())
    except (pa.ArrowException, UnicodeEncodeError, TypeError):
        return (
            None if any(map(_nested, values)) else pa.array([_text(value) for value in values], pa.string())
        )


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
