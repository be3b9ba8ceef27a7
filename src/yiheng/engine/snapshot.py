"""Snapshots: what a city's tables are at one moment, as a manifest of immutable parts.

``snapshots/N.json`` lists every part of every table with its content hash, row count and control totals;
``CURRENT`` names the N in force. A reader opens only files that such a manifest lists, so what a killed publish
left behind is never read. Manifests are numbered without gaps; one above ``CURRENT`` was never published.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from yiheng.engine.city import City
from yiheng.engine.table_hash import joined_hash
from yiheng.exact.content_hash import text_hash
from yiheng.standards.problem import refuse

FORMAT = 1
"""The layout of a manifest that this version writes; it reads this and all before."""


@dataclass(frozen=True)
class Part:
    """One immutable Parquet file: the rows of a table in one partition (``2023-05``, or ``all``), sorted by key.

    ``file`` is relative to the city. ``hash`` is of its rows and enters every other hash; ``checksum``, SHA-256 of the
    file's bytes, only proves the file. ``totals`` are the sums of the columns in 分.
    """

    table: str
    partition: str
    file: str
    rows: int
    bytes: int
    hash: str
    checksum: str
    totals: Mapping[str, int]


@dataclass(frozen=True)
class TableState:
    """A published table: its parts by partition. The hash depends on its rows alone, not on their deliveries."""

    parts: tuple[Part, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return sum(part.rows for part in self.parts)

    @property
    def hash(self) -> str:
        """Its content hash, from those of its parts."""
        return joined_hash({part.partition: part.hash for part in self.parts})

    @property
    def totals(self) -> Mapping[str, int]:
        """Control totals: the sum of every column in 分."""
        sums: dict[str, int] = {}
        for part in self.parts:
            for name, total in part.totals.items():
                sums[name] = sums.get(name, 0) + total
        return sums


@dataclass(frozen=True)
class Intake:
    """What became of one delivered table: ``read = accepted + set_aside``, to the row.

    ``superseded`` published rows gave way to accepted ones of the same key. ``totals``: sums in 分 of the accepted.
    ``orphans``: rows in touched partitions whose reference leads nowhere, by ``columns→table``.
    """

    read: int
    accepted: int
    set_aside: int
    superseded: int = 0
    totals: Mapping[str, int] = field(default_factory=dict)
    orphans: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Snapshot:
    """All published tables of a city at one moment. Number 0 is the city before anything was published.

    ``as_of`` is the moment the publisher gave; ``contract`` the version of the data contract; ``versions`` those of
    the content layers, as the publisher named them. ``intake`` tells of the delivery that made this snapshot, and
    ``set_aside`` names the file that lists the rows it did not accept.
    """

    number: int
    tables: Mapping[str, TableState]
    parent: int = 0
    note: str = ""
    as_of: str = ""
    contract: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    intake: Mapping[str, Intake] = field(default_factory=dict)
    set_aside: str = ""

    @property
    def hash(self) -> str:
        """The content hash of the whole: equal rows in equal tables give an equal hash."""
        return joined_hash({name: state.hash for name, state in self.tables.items()})

    @property
    def parts(self) -> Iterator[Part]:
        """Every part of every table."""
        return (part for state in self.tables.values() for part in state.parts)


def part_path(city: City, part: Part) -> Path:
    """Where a part lies."""
    return city.root / part.file


def current_number(city: City) -> int:
    """The number of the snapshot in force; 0 before the first."""
    if not city.current.exists():
        return 0
    words = city.current.read_text("utf-8").strip()
    if not (words.isascii() and words.isdigit()):
        raise refuse("current_unreadable", file=str(city.current), found=words[:40])
    return int(words)


def current_snapshot(city: City) -> Snapshot:
    """The snapshot in force; an empty one of number 0 before the first is published."""
    number = current_number(city)
    return read_snapshot(city, number) if number else Snapshot(0, {})


def read_snapshot(city: City, number: int) -> Snapshot:
    """A published snapshot; refuses one that was never published, is missing, altered or of a newer version."""
    if not 1 <= number <= current_number(city):
        raise refuse("snapshot_unpublished", file=str(city.root), found=str(number))
    path = manifest_path(city, number)
    if not path.is_file():
        raise refuse("snapshot_missing", file=str(path), found=str(number))
    try:
        plain = json.loads(path.read_bytes())
        found = plain["format"]
        if found > FORMAT:
            raise refuse("snapshot_newer", file=str(path), found=str(found), expected=str(FORMAT))
        seal = plain.pop("seal")
        if seal != text_hash(plain) or plain["number"] != number:
            raise refuse("snapshot_altered", file=str(path), found=str(number))
        return _snapshot(plain)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise refuse("snapshot_altered", file=str(path), found=str(number)) from None


def manifest_path(city: City, number: int) -> Path:
    """Where the manifest of a snapshot lies."""
    return city.snapshots / f"{number}.json"


def manifest_bytes(snapshot: Snapshot) -> bytes:
    """A manifest as it is written; its seal is a hash of all the rest."""
    plain: dict[str, Any] = {
        "format": FORMAT,
        "number": snapshot.number,
        "parent": snapshot.parent,
        "note": snapshot.note,
        "as_of": snapshot.as_of,
        "contract": snapshot.contract,
        "versions": dict(snapshot.versions),
        "hash": snapshot.hash,
        "tables": {
            name: {
                "hash": state.hash,
                "rows": state.rows,
                "parts": [_plain_part(part) for part in state.parts],
            }
            for name, state in sorted(snapshot.tables.items())
        },
        "intake": {name: asdict(intake) for name, intake in sorted(snapshot.intake.items())},
        "set_aside": snapshot.set_aside,
    }
    plain["seal"] = text_hash(plain)
    return json.dumps(plain, ensure_ascii=False, indent=1).encode()


def _plain_part(part: Part) -> dict[str, Any]:
    plain = asdict(part)
    del plain["table"]
    return plain


def _snapshot(plain: dict[str, Any]) -> Snapshot:
    return Snapshot(
        number=plain["number"],
        parent=plain["parent"],
        note=plain["note"],
        as_of=plain["as_of"],
        contract=plain["contract"],
        versions=plain["versions"],
        tables={
            name: TableState(tuple(Part(table=name, **part) for part in state["parts"]))
            for name, state in plain["tables"].items()
        },
        intake={name: Intake(**intake) for name, intake in plain["intake"].items()},
        set_aside=plain["set_aside"],
    )
