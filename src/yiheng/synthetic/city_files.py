"""Files of a built city in the shape of the contract: a folder a table, a Parquet file a month, written as rows come."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import pyarrow.parquet as pq

from yiheng.synthetic.frame import Part


class CityWriter(Protocol):
    """What takes the parts of a city one by one and writes them in its form."""

    def take(self, part: Part) -> None:
        """Take the next rows."""

    def close(self) -> None:
        """Finish all files."""


class ContractFiles:
    """Writes ``FOLDER/TABLE/MONTH.parquet``; a file stays open while rows of its month may still come."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._writers: dict[tuple[str, str], pq.ParquetWriter] = {}
        self.rows: Counter[str] = Counter()

    def take(self, part: Part) -> None:
        """Append the rows to their file."""
        key = (part.table, part.month)
        if key not in self._writers:
            path = self._folder / part.table / f"{part.month}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            self._writers[key] = pq.ParquetWriter(path, part.rows.schema, compression="zstd")
        self._writers[key].write_table(part.rows)
        self.rows[part.table] += part.rows.num_rows

    def close(self) -> None:
        """Finish all files."""
        while self._writers:
            self._writers.popitem()[1].close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
