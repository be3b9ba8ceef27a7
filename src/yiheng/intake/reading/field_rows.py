"""Rows of named fields as they come to light one by one, until they leave as blocks of columns of text.

Cells wait in one list, row by row in the order of the fields: a row whose fields are those, which nearly every row is, adds
its values as they are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

_BLOCK_CELLS = 1 << 16
_BLOCK_RUNS = 256

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Block:
    """Rows by column: the line where each row's message begins, the message's number, the row's number in it, and its
    cells by the fields known so far."""

    lines: Numbers
    messages: Numbers
    order: Numbers
    fields: tuple[str, ...]
    cells: list[pa.Array]

    def after(self, line: int, message: int) -> Block:
        """The block where so many lines and messages of the file stand before it."""
        return replace(self, lines=self.lines + line, messages=self.messages + message)


class FieldRows:
    """Rows of one node while they come in; ``keep`` receives them a block at a time."""

    def __init__(self, keep: Callable[[Block], None]):
        self.fields: tuple[str, ...] = ()
        self._keep = keep
        self._known: set[str] = set()
        self._lines: list[int] = []
        self._messages: list[int] = []
        self._counts: list[int] = []
        self._runs: list[tuple[int, list[Any]]] = []
        self._cells: list[Any] = []

    def know(self, fields: Sequence[str]) -> None:
        """Go on with these fields, which another reading of the same node met before; no row waits."""
        self.fields = tuple(fields)
        self._known = set(fields)

    def extend(self, line: int, message: int, rows: Sequence[dict[str, Any]]) -> None:
        """Rows of one message, which begins on ``line``; nested objects become fields ``outer.inner``, nested arrays
        their JSON. An object without fields is no row."""
        rows = list(filter(None, rows))
        fields, cells = self.fields, self._cells
        for row in rows:
            if tuple(row) == fields:
                cells += row.values()
            else:
                self._unlike(row)
                fields, cells = self.fields, self._cells
        self._lines.append(line)
        self._messages.append(message)
        self._counts.append(len(rows))
        if len(cells) >= _BLOCK_CELLS or len(self._runs) >= _BLOCK_RUNS:
            self.flush()

    def flush(self) -> None:
        """Hand over what waits, be it no row."""
        cells = self._columns()
        counts = np.array(self._counts, np.int64)
        lines = np.repeat(np.array(self._lines, np.int64), counts)
        messages = np.repeat(np.array(self._messages, np.int64), counts)
        order = np.arange(1, len(lines) + 1) - np.repeat(np.cumsum(counts) - counts, counts)
        self._lines, self._messages, self._counts = [], [], []
        self._keep(Block(lines, messages, order, self.fields, cells))

    def _unlike(self, row: dict[str, Any]) -> None:
        """A row whose fields are not exactly those known: new ones widen the rows from here on."""
        flat = _flat(row)
        fresh = tuple(name for name in flat if name not in self._known)
        if fresh:
            self._runs.append((len(self.fields), self._cells))
            self._cells = []
            self.fields += fresh
            self._known.update(fresh)
        self._cells += map(flat.get, self.fields)

    def _columns(self) -> list[pa.Array]:
        """The cells that wait, by column; none waits afterwards."""
        runs = [(width, cells) for width, cells in (*self._runs, (len(self.fields), self._cells)) if cells]
        self._runs, self._cells = [], []
        columns = [
            [
                _texts(cells[place::width]) if place < width else pa.nulls(len(cells) // width, pa.string())
                for width, cells in runs
            ]
            for place in range(len(self.fields))
        ]
        if all(None not in parts for parts in columns):
            return [_joined(parts) for parts in columns]
        for width, cells in runs:
            for start in range(0, len(cells), width):
                row = zip(self.fields, cells[start : start + width], strict=False)
                self._unlike({name: value for name, value in row if value is not None})
        return self._columns()


def _joined(parts: list[pa.Array]) -> pa.Array:
    return parts[0] if len(parts) == 1 else pa.concat_arrays(parts or [pa.nulls(0, pa.string())])


def _texts(values: list[Any]) -> pa.Array | None:
    """Cells of one column as text; None where some cell is an object, whose fields are columns of their own."""
    try:
        return pa.array(values, pa.string())
    except (pa.ArrowException, UnicodeEncodeError, TypeError):
        return (
            None if any(map(_nested, values)) else pa.array([text_of(value) for value in values], pa.string())
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


def text_of(value: Any) -> str | None:
    """A value as a cell: a text as it is, all else as JSON writes it."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode()
