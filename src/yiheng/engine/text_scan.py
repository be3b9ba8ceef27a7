"""DuckDB's CSV reader over one file, as text cells in the file's own order: what intake reads large text files with.

Strict by RFC 4180, so that what it takes is what is written; everything else it refuses, and a slower reader decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

from yiheng.engine.duck_database import DuckDatabase
from yiheng.engine.sql_text import literal

LINE_BYTES = 4 << 20
"""The longest record the reader takes."""

_NOT_UTF8 = "not utf-8 encoded"


class TextScanError(Exception):
    """The file is no strict CSV of that many columns, or ``not_utf8``; the engine's words are not for a user."""

    def __init__(self, words: str, not_utf8: bool = False):
        super().__init__(words)
        self.not_utf8 = not_utf8


def csv_batches(
    database: DuckDatabase, path: Path, *, delimiter: str, columns: int, rows: int, parallel: bool
) -> Iterator[pa.RecordBatch]:
    """Records of a UTF-8 file as ``c1`` … ``cN``, ``rows`` a batch: no cell is null, ``""`` is the empty text.

    Short records are filled with nulls; blank lines are no records (in a file of one column they are null). Not
    ``parallel``: cells may hold line breaks. Raises TextScanError at the first record it cannot take.
    """
    types = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(1, columns + 1))
    scan = (
        f"SELECT * FROM read_csv({literal(str(path))}, header = false, auto_detect = false, delim = {literal(delimiter)},"
        f" quote = '\"', escape = '\"', columns = {{{types}}}, allow_quoted_nulls = false, null_padding = true,"
        f" strict_mode = true, max_line_size = {LINE_BYTES}, parallel = {str(parallel).lower()})"
    )
    try:
        database.connection.execute("SET preserve_insertion_order = true")
        yield from database.connection.sql(scan).to_arrow_reader(rows)
    except duckdb.OutOfMemoryException:
        raise
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        raise TextScanError(str(error), not_utf8=_NOT_UTF8 in str(error)) from error
