"""A text file as a grid: DuckDB's reader where the file is strict CSV, the tolerant one where it is not.

Three tries, each slower: one line a record, in parallel; records found by their quotes, for cells with line breaks and
wider rows; record by record. Whichever reads it, every record is a row under the line where it begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.text_scan import LINE_BYTES, TextScanError, csv_batches
from yiheng.intake.reading.dialect import SAMPLE_BYTES, Dialect, dialect_of
from yiheng.intake.reading.encoding import blocks
from yiheng.intake.reading.grid import BATCH_ROWS, Grid, GridFile, RowGrid
from yiheng.intake.reading.limits import Limits
from yiheng.intake.reading.record_scan import LineCount, count_lines, scan_records, text_from
from yiheng.intake.reading.source import Advance, Draft
from yiheng.intake.reading.tolerant import JOINED_LINES, records, split
from yiheng.standards.problem import refuse

_WIDE = 1_000


class _UnlikeError(Exception):
    """The file is not what this way of reading takes."""


def write_text_grid(database: DuckDatabase, draft: Draft, path: Path, limits: Limits, skip: int) -> Grid:
    """The grid of ``path``, the source as UTF-8; ``skip`` bytes of mark stand before its text.

    Refuses ``intake_columns_many`` and ``intake_line_long``; raises TextScanError where the bytes are no UTF-8.
    """
    into, advance, name = draft.grid_path(), draft.advance, draft.name
    sample = next(blocks(path, skip), b"")[:SAMPLE_BYTES].decode("utf-8", "replace")
    dialect = dialect_of(sample)
    if dialect.most > _WIDE:
        _check_width(path, dialect, limits, name)
    counted = count_lines(path)
    strict = _strict(database, draft, path, dialect, counted, limits, skip)
    if strict:
        return _grid(strict)
    into.unlink(missing_ok=True)
    return _grid(_tolerant(path, into, dialect, counted, limits, advance, name))


def _strict(
    database: DuckDatabase,
    draft: Draft,
    path: Path,
    dialect: Dialect,
    counted: LineCount,
    limits: Limits,
    skip: int,
) -> GridFile | None:
    """The grid by the strict reader, if the file is what it takes. Raises TextScanError for what is no UTF-8.

    It does not always refuse a quote that opens the file's last cell and is never closed, and then loses what follows:
    the last record is looked at before.
    """
    into, advance = draft.grid_path(), draft.advance
    try:
        if _is_whole(text_from(path, counted), dialect):
            return _by_lines(database, path, into, dialect, counted, advance)
    except _UnlikeError:
        pass
    except TextScanError as error:
        if error.not_utf8:
            raise
    if not counted.paired:
        return None
    found = scan_records(path, dialect.delimiter, counted.ending, skip)
    if (
        not found.regular
        or not len(found.starts)
        or found.longest > JOINED_LINES
        or found.widest > limits.columns
    ):
        return None
    if not _is_whole(text_from(path, counted, int(found.starts[-1])), dialect):
        return None
    try:
        return _by_records(database, path, into, dialect, found.starts, found.widest, advance)
    except (_UnlikeError, TextScanError):
        return None


def _is_whole(record: str | None, dialect: Dialect) -> bool:
    """Whether a record's quotes all quote something."""
    return record is not None and split(record, dialect.delimiter).stray == 0


def _check_width(path: Path, dialect: Dialect, limits: Limits, name: str) -> None:
    """Refuse a file whose first line alone is too wide, before a reader lays out that many columns."""
    with path.open("rb") as stream:
        cells = stream.readline(LINE_BYTES).count(dialect.delimiter.encode()) + 1
    if cells > limits.columns:
        raise refuse("intake_columns_many", file=name, line=1, found=str(cells), expected=str(limits.columns))


def _grid(written: GridFile | RowGrid) -> Grid:
    return Grid(written.path, written.columns, written.rows, "text")


def _by_lines(
    database: DuckDatabase, path: Path, into: Path, dialect: Dialect, counted: LineCount, advance: Advance
) -> GridFile:
    """One line a record: proved by as many records as lines, since breaks within cells and blank lines make fewer."""
    with GridFile(into, dialect.most) as grid:
        for batch in csv_batches(
            database, path, delimiter=dialect.delimiter, columns=dialect.most, rows=BATCH_ROWS, parallel=True
        ):
            if dialect.most == 1 and batch.column(0).null_count:
                raise _UnlikeError
            lines = np.arange(grid.rows + 1, grid.rows + 1 + batch.num_rows)
            grid.batch(lines, batch.columns)
            advance(_bytes_of(batch))
        if grid.rows != counted.lines:
            raise _UnlikeError
        return grid


def _by_records(
    database: DuckDatabase,
    path: Path,
    into: Path,
    dialect: Dialect,
    starts: npt.NDArray[np.int64],
    columns: int,
    advance: Advance,
) -> GridFile:
    """Records as their quotes show them, if the strict reader finds as many."""
    with GridFile(into, columns) as grid:
        for batch in csv_batches(
            database, path, delimiter=dialect.delimiter, columns=columns, rows=BATCH_ROWS, parallel=False
        ):
            rows = batch
            if columns == 1:  # a blank line is a null record there
                rows = batch.filter(pc.is_valid(batch.column(0)))
            lines = starts[grid.rows : grid.rows + rows.num_rows]
            if len(lines) != rows.num_rows:
                raise _UnlikeError
            grid.batch(lines, rows.columns)
            advance(_bytes_of(batch))
        if grid.rows != len(starts):
            raise _UnlikeError
        return grid


def _tolerant(
    path: Path, into: Path, dialect: Dialect, counted: LineCount, limits: Limits, advance: Advance, name: str
) -> RowGrid:
    grid = RowGrid(into)
    ending = counted.ending

    def lines() -> Iterator[str]:
        """Lines without their ending. Refuses one of ``LINE_BYTES``: ``intake_columns_many`` or ``intake_line_long``."""
        with path.open(encoding="utf-8-sig", newline=ending, errors="strict") as stream:
            while line := stream.readline(LINE_BYTES):
                if len(line) == LINE_BYTES:
                    cells = line.count(dialect.delimiter) + 1
                    if cells > limits.columns:
                        raise refuse(
                            "intake_columns_many",
                            file=name,
                            found=f"超过 {cells}",
                            expected=str(limits.columns),
                        )
                    raise refuse("intake_line_long", file=name, found=str(LINE_BYTES))
                advance(len(line))
                yield line.removesuffix(ending)

    try:
        for line, record in records(lines(), dialect.delimiter, dialect.usual, ending):
            cells = record.cells
            if len(cells) > limits.columns:
                raise refuse(
                    "intake_columns_many",
                    file=name,
                    line=line,
                    found=str(len(cells)),
                    expected=str(limits.columns),
                )
            grid.row(line, cells)
    except UnicodeDecodeError as error:
        grid.discard()
        raise TextScanError(str(error), not_utf8=True) from error
    except BaseException:
        grid.discard()
        raise
    grid.finish()
    return grid


def _bytes_of(batch: pa.RecordBatch) -> int:
    """About the bytes the batch took in the file: its text and a separator a cell."""
    return int(batch.nbytes - 3 * batch.num_rows * batch.num_columns)
