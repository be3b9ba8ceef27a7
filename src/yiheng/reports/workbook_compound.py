"""The compound file that holds an .xls workbook (MS-CFB): its streams, and a copy with one stream replaced.

A copy keeps the directory as it was (names, tree, class ids, times) and the bytes of every other stream,
macros and document properties included; only the sectors are laid out anew, one stream after the other.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_END_OF_CHAIN = 0xFFFFFFFE
_FREE = 0xFFFFFFFF
_USED_BY_FAT = 0xFFFFFFFD
_USED_BY_DIFAT = 0xFFFFFFFC
_NO_ENTRY = 0xFFFFFFFF
_LAST_SECTOR = 0xFFFFFFFA
_HEADER_FAT_COUNT = 109
_ENTRY_BYTES = 128
_STREAM, _ROOT = 2, 5


class CompoundDamagedError(ValueError):
    """The bytes are no sound compound file: a chain runs out of the file or in a circle."""


@dataclass(frozen=True)
class CompoundFile:
    """A parsed compound file: its header, its directory entries (128 bytes each) and what they point to."""

    header: bytes
    entries: tuple[bytes, ...]
    streams: Mapping[int, bytes]
    """The bytes of each entry that has sectors of its own; for the root, the container of small streams."""
    small_chains: tuple[int, ...]
    """The allocation table of the container of small streams."""

    @property
    def sector_bytes(self) -> int:
        """512 in version 3, 4096 in version 4."""
        return int(1 << struct.unpack_from("<H", self.header, 30)[0])

    @property
    def small_limit_bytes(self) -> int:
        """Streams under this size live in the container of small streams."""
        return int(struct.unpack_from("<L", self.header, 56)[0])

    @property
    def root_streams(self) -> dict[str, int]:
        """Entry numbers of the streams at the top level by name; not those of embedded objects."""
        found: dict[str, int] = {}
        waiting, seen = [_links(self.entries[0])[2]], set()
        while waiting:
            number = waiting.pop()
            if number == _NO_ENTRY:
                continue
            if number in seen or number >= len(self.entries):
                raise CompoundDamagedError("directory tree")
            seen.add(number)
            entry = self.entries[number]
            left, right, _ = _links(entry)
            waiting += [left, right]
            if entry[66] == _STREAM:
                found[_name(entry)] = number
        return found

    def stream(self, number: int) -> bytes:
        """The content of a stream entry."""
        if number in self.streams:
            return self.streams[number]
        start, size_bytes = _extent(self.entries[number])
        container = self.streams.get(0, b"")
        chain = _chain(self.small_chains, start, len(self.small_chains)) if size_bytes else []
        content = b"".join(container[sector * 64 : sector * 64 + 64] for sector in chain)
        return _exactly(content, size_bytes)


def parse_compound(content: bytes) -> CompoundFile:
    """Parse a compound file. Raises :class:`CompoundDamagedError`."""
    try:
        return _parse(content)
    except (struct.error, IndexError) as error:
        raise CompoundDamagedError(str(error)) from error


def with_stream(file: CompoundFile, number: int, content: bytes) -> bytes:
    """The compound file with the content of one stream replaced.

    The content is padded with zeros to the size from which streams have sectors of their own: in a workbook
    stream nothing is read after the last record.
    """
    content = content.ljust(file.small_limit_bytes, b"\0")
    streams = {**file.streams, number: content}
    small_chains = list(file.small_chains)
    if number not in file.streams:
        start, size_bytes = _extent(file.entries[number])
        for sector in _chain(file.small_chains, start, len(small_chains)) if size_bytes else []:
            small_chains[sector] = _FREE
    return _laid_out(file, streams, small_chains)


def _parse(content: bytes) -> CompoundFile:
    sector_bytes = 1 << struct.unpack_from("<H", content, 30)[0]
    if content[:8] != MAGIC or sector_bytes not in (512, 4096):
        raise CompoundDamagedError("header")
    directory_start, small_limit_bytes = struct.unpack_from("<L4xL", content, 48)
    small_start, _, difat_start, _ = struct.unpack_from("<4L", content, 60)

    def sector(number: int) -> bytes:
        """The bytes of a sector, a cut last one filled with zeros. Refuses a number outside the file."""
        offset = (number + 1) * sector_bytes
        if number > _LAST_SECTOR or offset >= len(content):
            raise CompoundDamagedError("sector outside the file")
        return content[offset : offset + sector_bytes].ljust(sector_bytes, b"\0")

    def read(start: int) -> bytes:
        """The bytes of the chain that starts at a sector."""
        return b"".join(sector(number) for number in _chain(fat, start, len(fat)))

    numbers = f"<{sector_bytes // 4}L"
    fat_sectors = list(struct.unpack_from(f"<{_HEADER_FAT_COUNT}L", content, 76))
    sector_count = len(content) // sector_bytes
    for _ in range(sector_count):
        if difat_start > _LAST_SECTOR:
            break
        *more, difat_start = struct.unpack(numbers, sector(difat_start))
        fat_sectors += more
    fat = [
        link for number in fat_sectors if number != _FREE for link in struct.unpack(numbers, sector(number))
    ]
    directory = read(directory_start)
    entries = tuple(directory[at : at + _ENTRY_BYTES] for at in range(0, len(directory), _ENTRY_BYTES))
    small_table = read(small_start) if small_start <= _LAST_SECTOR else b""
    streams = {}
    for number, entry in enumerate(entries):
        start, size_bytes = _extent(entry)
        has_sectors = entry[66] == _STREAM and size_bytes >= small_limit_bytes
        if has_sectors or (entry[66] == _ROOT and size_bytes):
            streams[number] = _exactly(read(start), size_bytes)
    small_chains = struct.unpack(f"<{len(small_table) // 4}L", small_table)
    return CompoundFile(content[:512], entries, streams, small_chains)


def _laid_out(file: CompoundFile, streams: Mapping[int, bytes], small_chains: list[int]) -> bytes:
    """Write header, streams, tables and directory; sectors count from 0 after the header."""
    sector_bytes = file.sector_bytes
    fat: list[int] = []
    body: list[bytes] = []

    def place(content: bytes) -> tuple[int, int]:
        """Append a stream; its first sector and how many it takes."""
        start, count = len(fat), -(-len(content) // sector_bytes)
        if not count:
            return _END_OF_CHAIN, 0
        fat.extend([*range(start + 1, start + count), _END_OF_CHAIN])
        body.append(content.ljust(count * sector_bytes, b"\0"))
        return start, count

    entries = list(file.entries)
    for number, content in streams.items():
        start, _ = place(content)
        entries[number] = entries[number][:116] + struct.pack("<LQ", start, len(content))
    small_start, small_count = place(struct.pack(f"<{len(small_chains)}L", *small_chains))
    directory_start, directory_count = place(b"".join(entries))
    fat_sectors, difat_sectors = _table_sectors(len(fat), sector_bytes // 4)
    fat += [_USED_BY_FAT] * len(fat_sectors) + [_USED_BY_DIFAT] * len(difat_sectors)
    fat += [_FREE] * (len(fat_sectors) * sector_bytes // 4 - len(fat))
    body.append(struct.pack(f"<{len(fat)}L", *fat))
    listed = fat_sectors + [_FREE] * (_HEADER_FAT_COUNT - len(fat_sectors))
    per_difat = sector_bytes // 4 - 1
    for position, _ in enumerate(difat_sectors):
        start = _HEADER_FAT_COUNT + position * per_difat
        part = listed[start : start + per_difat]
        is_last = position == len(difat_sectors) - 1
        link = _END_OF_CHAIN if is_last else difat_sectors[position + 1]
        part = [*part, *[_FREE] * (per_difat - len(part)), link]
        body.append(struct.pack(f"<{len(part)}L", *part))
    header = bytearray(file.header)
    is_version_4 = sector_bytes == 4096
    struct.pack_into(
        "<3L", header, 40, directory_count if is_version_4 else 0, len(fat_sectors), directory_start
    )
    difat_start = difat_sectors[0] if difat_sectors else _END_OF_CHAIN
    struct.pack_into("<4L", header, 60, small_start, small_count, difat_start, len(difat_sectors))
    struct.pack_into(f"<{_HEADER_FAT_COUNT}L", header, 76, *listed[:_HEADER_FAT_COUNT])
    return bytes(header).ljust(sector_bytes, b"\0") + b"".join(body)


def _table_sectors(used: int, per_sector: int) -> tuple[list[int], list[int]]:
    """The sectors of the allocation table and of its list, which the table counts too."""
    fat_count = difat_count = 0
    while used + fat_count + difat_count > fat_count * per_sector:
        fat_count += 1
        difat_count = max(0, -(-(fat_count - _HEADER_FAT_COUNT) // (per_sector - 1)))
    difat_start = used + fat_count
    return list(range(used, difat_start)), list(range(difat_start, difat_start + difat_count))


def _chain(table: tuple[int, ...] | list[int], start: int, limit: int) -> list[int]:
    chain: list[int] = []
    while start != _END_OF_CHAIN:
        if start >= len(table) or len(chain) >= limit:
            raise CompoundDamagedError("chain of sectors")
        chain.append(start)
        start = table[start]
    return chain


def _exactly(content: bytes, size_bytes: int) -> bytes:
    if len(content) < size_bytes:
        raise CompoundDamagedError("stream shorter than stated")
    return content[:size_bytes]


def _extent(entry: bytes) -> tuple[int, int]:
    """Start sector and size; version 3 writers may leave noise in the upper half of the size."""
    start, size_bytes = struct.unpack_from("<2L", entry, 116)
    return start, size_bytes


def _links(entry: bytes) -> tuple[int, int, int]:
    left, right, child = struct.unpack_from("<3L", entry, 68)
    return left, right, child


def _name(entry: bytes) -> str:
    length = min(struct.unpack_from("<H", entry, 64)[0], 64)
    return entry[: max(length - 2, 0)].decode("utf-16-le", "replace")
