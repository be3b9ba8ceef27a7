"""Which keys stand where: a sorted 64-bit fingerprint of every row's key, beside each part.

With it a delivery of ten rows finds the published rows it supersedes, in whatever partition they lie, without
reading the tables; and dangling references are counted without a join. A fingerprint only points: before a row gives
way or is set aside, keys themselves are compared. The files are a cache: one that is missing, or of another engine
version (whose hash function may differ), is computed again from its part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt

from yiheng.engine.durable import force_to_disk
from yiheng.engine.sql_text import listed

Keys = npt.NDArray[np.uint64]
"""Sorted fingerprints."""

_NONE: Keys = np.empty(0, dtype=np.uint64)

BUCKET_ROWS = 4_000_000
"""How many fingerprints are compared at a time: bounds memory, whatever the size of the table."""

_HEADER_BYTES = 24


def fingerprint(columns: Sequence[str]) -> str:
    """SQL of the fingerprint of a key."""
    return f"hash({listed(columns)})"


def key_file(part: Path) -> Path:
    """The file of a part's fingerprints."""
    return part.with_suffix(".keys")


def write_keys(part: Path, keys: Keys) -> None:
    """Keep the fingerprints of a part beside it."""
    path = key_file(part)
    with path.open("wb") as stream:
        stream.write(_header())
        stream.write(keys.astype("<u8", copy=False).data)
    force_to_disk(path)


def read_keys(part: Path, rows: int) -> Keys | None:
    """The fingerprints of a part of so many rows; None where there are none that this engine can use."""
    path = key_file(part)
    if not path.is_file() or path.stat().st_size != _HEADER_BYTES + 8 * rows:
        return None
    with path.open("rb") as stream:
        if stream.read(_HEADER_BYTES) != _header():
            return None
    if rows == 0:
        return np.empty(0, dtype=np.uint64)
    return np.memmap(path, dtype="<u8", mode="r", offset=_HEADER_BYTES)


def _header() -> bytes:
    return f"duckdb {duckdb.__version__}".encode().ljust(_HEADER_BYTES, b"\0")


def among(few: Keys, many: Keys) -> npt.NDArray[np.bool_]:
    """Which of ``few`` occur in ``many``; both are sorted."""
    if not len(many):
        return np.zeros(len(few), dtype=bool)
    places = np.searchsorted(many, few)
    found: npt.NDArray[np.bool_] = many[np.minimum(places, len(many) - 1)] == few
    return found


def common(left: Keys, right: Keys) -> Keys:
    """Fingerprints in both."""
    few, many = (left, right) if len(left) <= len(right) else (right, left)
    return few[among(few, many)]


def without(keys: Keys, gone: Keys) -> Keys:
    """Fingerprints but those that are gone."""
    return keys[~among(keys, gone)] if len(gone) else keys


def union(left: Keys, right: Keys) -> Keys:
    """All fingerprints, each once."""
    return _distinct(np.sort(np.concatenate([left, right])))


def _distinct(keys: Keys) -> Keys:
    return keys[np.concatenate([[True], keys[1:] != keys[:-1]])] if len(keys) else keys


class KeySpool:
    """The fingerprints of a delivered table by partition, gathered on disk as they come and sorted at the end."""

    def __init__(self, folder: Path):
        self._folder = folder
        folder.mkdir(parents=True)
        self._partitions: set[str] = set()

    def add(self, partition: str, keys: npt.NDArray[np.uint64]) -> None:
        """Take fingerprints of rows in a partition."""
        self._partitions.add(partition)
        with (self._folder / partition).open("ab") as stream:
            stream.write(keys.astype("<u8", copy=False).data)

    def sorted(self) -> dict[str, Keys]:
        """The sorted fingerprints by partition, each read from disk where it is used."""
        return {partition: self._sort(self._folder / partition) for partition in sorted(self._partitions)}

    @staticmethod
    def _sort(path: Path) -> Keys:
        keys = np.fromfile(path, dtype="<u8")
        keys.sort()
        keys.tofile(path)
        return np.memmap(path, dtype="<u8", mode="r") if len(keys) else keys


@dataclass
class Overlap:
    """``repeated`` fingerprints occur more than once in the delivery; ``moved`` stand, by published partition, in
    another partition of the delivery."""

    repeated: list[Keys] = field(default_factory=list)
    moved: dict[str, list[Keys]] = field(default_factory=dict)


def overlap(delivered: Mapping[str, Keys], published: Mapping[str, Keys]) -> Overlap:
    """Compare all fingerprints of a delivery with each other and with those of every published partition."""
    found = Overlap()
    for low, high in _ranges(sum(map(len, delivered.values()))):
        pieces = {partition: _between(keys, low, high) for partition, keys in delivered.items()}
        every: Keys = np.sort(np.concatenate([_NONE, *pieces.values()]))
        twice = every[1:][every[1:] == every[:-1]]
        if len(twice):
            found.repeated.append(_distinct(twice))
        for partition, keys in published.items():
            met = common(every, _between(keys, low, high))
            if partition in pieces:
                met = without(met, pieces[partition])
            if len(met):
                found.moved.setdefault(partition, []).append(_distinct(met))
    return found


def _ranges(rows: int) -> Iterator[tuple[int, int]]:
    """The space of fingerprints in ranges that each hold about ``BUCKET_ROWS`` of so many."""
    count = max(1, -(-rows // BUCKET_ROWS))
    edges = [(1 << 64) * number // count for number in range(count + 1)]
    yield from zip(edges[:-1], edges[1:], strict=True)


def _between(keys: Keys, low: int, high: int) -> Keys:
    start = int(np.searchsorted(keys, np.uint64(low)))
    end = len(keys) if high >= 1 << 64 else int(np.searchsorted(keys, np.uint64(high)))
    return np.asarray(keys[start:end])


def dangling(wanted: Keys, counts: npt.NDArray[np.int64], present: Iterable[Keys]) -> int:
    """How many rows, counted by fingerprint of their reference, find none among the present keys."""
    missing = np.ones(len(wanted), dtype=bool)
    for keys in present:
        missing &= ~among(wanted, keys)
    return int(counts[missing].sum())
