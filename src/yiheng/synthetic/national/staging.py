"""Rows that wait for others: tables set down on disk as they come, read back a month or a key at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yiheng.synthetic.rows import ALL


class Staging:
    """Arrow files ``FOLDER/TABLE/MONTH/NUMBER.arrow``; memory holds the rows of one file at a time."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._files: dict[tuple[str, str], list[Path]] = {}

    def put(self, table: str, month: str, rows: pa.Table) -> None:
        """Set rows down."""
        files = self._files.setdefault((table, month), [])
        path = self.folder / table / month / f"{len(files):06d}.arrow"
        path.parent.mkdir(parents=True, exist_ok=True)
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        with pa.ipc.new_file(path, rows.schema, options=options) as writer:
            writer.write_table(rows)
        files.append(path)

    def months(self, table: str) -> list[str]:
        """The months of which rows were set down, ascending."""
        return sorted(month for name, month in self._files if name == table)

    def chunks(self, table: str, months: Iterable[str]) -> Iterator[pa.Table]:
        """The rows of these months in the order they came."""
        for month in months:
            for path in self._files.get((table, month), []):
                with pa.ipc.open_file(path) as reader:
                    yield reader.read_all()

    def rows_of(
        self, table: str, key: str, wanted: pa.Array, months: Sequence[str], columns: Sequence[str]
    ) -> pa.Table:
        """One row for each wanted key, in that order; nulls where there is none. Stops when all are found."""
        places = np.full(len(wanted), -1, dtype=np.int64)
        found: list[pa.Table] = []
        height = 0
        for chunk in self.chunks(table, months):
            open_places = np.flatnonzero(places < 0)
            if not len(open_places):
                break
            held = chunk.column(key).combine_chunks()
            index = pc.index_in(wanted.take(pa.array(open_places)), value_set=held)
            hit = index.is_valid().to_numpy(zero_copy_only=False)
            if hit.any():
                rows = index.drop_null().to_numpy()
                found.append(chunk.select(list(columns)).take(pa.array(rows)))
                places[open_places[hit]] = height + np.arange(len(rows))
                height += len(rows)
        if not found:
            return pa.table({name: pa.nulls(len(wanted), pa.string()) for name in columns})
        return pa.concat_tables(found).take(pa.array(places, mask=places < 0))

    def children_of(
        self, table: str, key: str, wanted: pa.Array, months: Iterable[str]
    ) -> tuple[pa.Table | None, np.ndarray[tuple[int], np.dtype[np.int64]]]:
        """All rows whose key is wanted, and for each row the place of its key among the wanted."""
        found: list[pa.Table] = []
        places: list[np.ndarray[tuple[int], np.dtype[np.int64]]] = []
        for chunk in self.chunks(table, months):
            index = pc.index_in(chunk.column(key).combine_chunks(), value_set=wanted)
            mask = index.is_valid()
            if pc.any(mask).as_py():
                found.append(chunk.filter(mask))
                places.append(index.drop_null().to_numpy().astype(np.int64))
        if not found:
            return None, np.empty(0, dtype=np.int64)
        return pa.concat_tables(found), np.concatenate(places)


def months_near(month: str, months: Sequence[str]) -> list[str]:
    """Months by their distance from one: itself, the month before, the month after …; ``all`` stays as it is."""
    if ALL in months:
        return list(months)
    here = _number(month)
    return sorted(months, key=lambda one: (abs(_number(one) - here), one))


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7])
