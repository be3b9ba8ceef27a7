"""The grid every reader writes: Parquet with ``line`` and ``c1`` … ``cN``, a batch at a time.

Compressed lightly and without dictionaries: a grid is written once and read once or twice, so speed counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from yiheng.intake.sheet import LINE, SheetKind

BATCH_ROWS = 65_536
_BATCH_CELLS = 1 << 20


def grid_schema(columns: int) -> pa.Schema:
    """The schema of a grid of so many columns."""
    cells = [pa.field(f"c{number}", pa.string()) for number in range(1, columns + 1)]
    return pa.schema([pa.field(LINE, pa.int64()), *cells])


@dataclass(frozen=True)
class Grid:
    """A grid as a reader leaves it, before it is tied to its source file: the rest of a :class:`~..sheet.Sheet`."""

    path: Path
    columns: int
    rows: int
    kind: SheetKind
    name: str = ""
    hidden: bool = False
    parent: str = ""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    table: str = ""


class GridFile:
    """One grid while it is written."""

    def __init__(self, path: Path, columns: int):
        self.path = path
        self.columns = columns
        self.rows = 0
        self._schema = grid_schema(columns)
        self._writer = pq.ParquetWriter(
            path, self._schema, compression="lz4", use_dictionary=False, write_statistics=False
        )

    def __enter__(self) -> GridFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()

    def batch(self, lines: npt.NDArray[np.int64], cells: Sequence[pa.Array]) -> None:
        """Rows by column."""
        batch = pa.record_batch([pa.array(lines, pa.int64()), *cells], schema=self._schema)
        self._writer.write_batch(batch)
        self.rows += batch.num_rows


class RowGrid:
    """A grid written row by row, whose width is known only at its end: rows are spilled in blocks of equal width.

    A row wider than those before it closes the block; :meth:`finish` joins the blocks where there are several.
    """

    def __init__(self, path: Path):
        self.path = path
        self.rows = 0
        self.columns = 0
        self._blocks: list[Path] = []
        self._file: GridFile | None = None
        self._lines: list[int] = []
        self._cells: list[Sequence[str | None]] = []
        self._room = BATCH_ROWS

    def row(self, line: int, cells: Sequence[str | None]) -> None:
        """One row; missing cells at its end are null."""
        width = len(cells)
        if width > self.columns:
            self._flush()
            self._close()
            self.columns = width
            self._room = max(1, min(BATCH_ROWS, _BATCH_CELLS // width))
        self._lines.append(line)
        self._cells.append(cells)
        self.rows += 1
        if len(self._lines) >= self._room:
            self._flush()

    def finish(self) -> None:
        """Close the grid, all blocks in one file as wide as the widest row."""
        self._flush()
        self._close()
        if len(self._blocks) == 1:
            self._blocks[0].replace(self.path)
            return
        with GridFile(self.path, max(self.columns, 1)) as whole:
            for block in self._blocks:
                with pq.ParquetFile(block) as narrow:
                    for batch in narrow.iter_batches():
                        missing = [pa.nulls(batch.num_rows, pa.string())] * (
                            whole.columns + 1 - batch.num_columns
                        )
                        whole.batch(batch.column(0).to_numpy(), [*batch.columns[1:], *missing])
        self.discard()

    def discard(self) -> None:
        """Take away what was written so far."""
        self._close()
        for block in self._blocks:
            block.unlink(missing_ok=True)
        self._blocks.clear()

    def _flush(self) -> None:
        if not self._lines:
            return
        if self._file is None:
            self._blocks.append(self.path.with_suffix(f".block{len(self._blocks)}"))
            self._file = GridFile(self._blocks[-1], self.columns)
        width = self.columns
        padded = [
            cells if len(cells) == width else [*cells, *[None] * (width - len(cells))]
            for cells in self._cells
        ]
        arrays = [pa.array(column, pa.string()) for column in zip(*padded, strict=True)]
        self._file.batch(np.array(self._lines, dtype=np.int64), arrays)
        self._lines, self._cells = [], []

    def _close(self) -> None:
        if self._file is not None:
            self._file.__exit__(None, None, None)
            self._file = None
