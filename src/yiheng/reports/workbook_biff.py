"""The record stream of an .xls workbook (BIFF8, MS-XLS): records, sheets, and cells put among them.

A record is its number, its length and its payload. Cells are replaced record by record; formulas, protection,
merges, formats and all that follows them keep their bytes. Only what names a place in the stream is renewed
(BOUNDSHEET) or dropped, because readers rebuild it (INDEX, DBCELL, EXTSST).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

BOF, EOF, CONTINUE = 0x0809, 0x000A, 0x003C
FILEPASS, BOUNDSHEET, SST, EXTSST, RECALCID = 0x002F, 0x0085, 0x00FC, 0x00FF, 0x01C1
PROTECT, UNCALCED, INDEX, DBCELL, ROW = 0x0012, 0x005E, 0x020B, 0x00D7, 0x0208
FORMULA, ARRAY, TABLE, SHRFMLA, STRING = 0x0006, 0x0221, 0x0236, 0x04BC, 0x0207
BLANK, MULBLANK, NUMBER, RK, MULRK = 0x0201, 0x00BE, 0x0203, 0x027E, 0x00BD
BOOLERR, LABEL, RSTRING, LABELSST = 0x0205, 0x0204, 0x00D6, 0x00FD
BIFF8_VERSION = 0x0600
_VERSION_OF_OLD_BOF = {0x0009: 0x0200, 0x0209: 0x0300, 0x0409: 0x0400}
RECORD_LIMIT_BYTES = 8224

_CELLS = {FORMULA, BLANK, MULBLANK, NUMBER, RK, MULRK, BOOLERR, LABEL, RSTRING, LABELSST}
_OF_A_FORMULA = {ARRAY, TABLE, SHRFMLA, STRING, CONTINUE}
_PLACED_BY_OFFSET = {INDEX, DBCELL, EXTSST}


class BiffDamagedError(ValueError):
    """The stream is no sound sequence of records, or its list of sheets points beside them."""


class Record(NamedTuple):
    """One record. ``depth`` is 1 in the globals and in a sheet, more inside an embedded chart."""

    kind: int
    payload: bytes
    depth: int


@dataclass(frozen=True)
class Book:
    """The stream in parts: the globals, then the substreams in their order, then padding."""

    globals: Sequence[Record]
    parts: Sequence[Sequence[Record]]
    part_of_sheet: Sequence[int]
    """For each BOUNDSHEET, the number of its substream."""
    tail: bytes

    @property
    def sheet_kinds(self) -> list[int]:
        """0 for a worksheet, else a macro sheet, chart or module; in the order of the tabs."""
        return [record.payload[5] for record in self.globals if record.kind == BOUNDSHEET]

    @property
    def is_encrypted(self) -> bool:
        """Whether the payloads are enciphered."""
        return any(record.kind == FILEPASS for record in self.globals)


class NewCell(NamedTuple):
    """A cell to write: the bytes after row, column and style; ``style`` is for a place without a record."""

    kind: int
    value: bytes
    style: int


def stream_version(stream: bytes) -> int:
    """The version in the first record: 0x0600 for BIFF8, lower for the formats before; 0 if it is none."""
    if len(stream) < 6:
        return 0
    kind, _, version = struct.unpack_from("<3H", stream)
    return int(version) if kind == BOF else _VERSION_OF_OLD_BOF.get(kind, 0)


def parse_book(stream: bytes) -> Book:
    """Take the stream apart. Raises :class:`BiffDamagedError`."""
    parts: list[list[Record]] = []
    starts: dict[int, int] = {}
    offset = depth = 0
    while offset + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, offset)
        if depth == 0:
            if kind != BOF:
                break
            starts[offset] = len(parts)
            parts.append([])
        if offset + 4 + length > len(stream):
            raise BiffDamagedError("record longer than the stream")
        depth += kind == BOF
        parts[-1].append(Record(kind, stream[offset + 4 : offset + 4 + length], depth))
        depth -= kind == EOF
        offset += 4 + length
    if depth or not parts:
        raise BiffDamagedError("no end of a substream")
    offsets = [_offset(record) for record in parts[0] if record.kind == BOUNDSHEET]
    if any(at not in starts for at in offsets):
        raise BiffDamagedError("sheet outside the stream")
    return Book(parts[0], parts[1:], [starts[at] - 1 for at in offsets], stream[offset:])


def _offset(boundsheet: Record) -> int:
    if len(boundsheet.payload) < 8:
        raise BiffDamagedError("short record")
    return int(struct.unpack_from("<L", boundsheet.payload)[0])


def assembled(book: Book) -> bytes:
    """The stream again, with the places of the sheets as they now are."""
    book = replace(
        book,
        globals=_without(book.globals, _PLACED_BY_OFFSET),
        parts=[_without(part, _PLACED_BY_OFFSET) for part in book.parts],
    )
    offsets = [_size_bytes(book.globals)]
    for part in book.parts:
        offsets.append(offsets[-1] + _size_bytes(part))
    places = iter(offsets[part] for part in book.part_of_sheet)
    renewed = [
        record._replace(payload=struct.pack("<L", next(places)) + record.payload[4:])
        if record.kind == BOUNDSHEET
        else record
        for record in book.globals
    ]
    return b"".join(_packed(part) for part in [renewed, *book.parts]) + book.tail


def _without(records: Iterable[Record], kinds: set[int]) -> list[Record]:
    return [record for record in records if record.kind not in kinds or record.depth > 1]


def _size_bytes(records: Iterable[Record]) -> int:
    return sum(4 + len(record.payload) for record in records)


def _packed(records: Iterable[Record]) -> bytes:
    return b"".join(
        struct.pack("<2H", record.kind, len(record.payload)) + record.payload for record in records
    )


def formula_places(part: Sequence[Record]) -> set[tuple[int, int]]:
    """The cells of a sheet that hold a formula or lie in the range of an array formula or data table."""
    places = set()
    for record in part:
        if record.depth != 1:
            continue
        if record.kind == FORMULA:
            places.add(_place(record))
        elif record.kind in (ARRAY, TABLE):
            top, bottom, left, right = struct.unpack_from("<2H2B", record.payload)
            places |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
    return places


def is_protected(part: Sequence[Record]) -> bool:
    """Whether a sheet is protected."""
    return any(record.kind == PROTECT and record.depth == 1 and any(record.payload) for record in part)


def with_cells(part: Sequence[Record], cells: Mapping[tuple[int, int], NewCell]) -> list[Record]:
    """The sheet with each cell in place of the blank or text at its place, or inserted in the order of cells.

    A row without any record is no row of a form and is refused as damaged.
    """
    records = list(part)
    for place in sorted(cells):
        position = next((at for at, record in enumerate(records) if _covers(record, place)), None)
        if position is None:
            _insert(records, place, cells[place])
        else:
            records[position : position + 1] = _replaced(records[position], place, cells[place])
    return records


def _place(record: Record) -> tuple[int, int]:
    row, column = struct.unpack_from("<2H", record.payload)
    return row, column


def _is_cell(record: Record) -> bool:
    return record.depth == 1 and record.kind in _CELLS


def _covers(record: Record, place: tuple[int, int]) -> bool:
    if not _is_cell(record):
        return False
    row, first = _place(record)
    last = struct.unpack_from("<H", record.payload, len(record.payload) - 2)[0]
    last = last if record.kind in (MULBLANK, MULRK) else first
    return row == place[0] and first <= place[1] <= last


def _replaced(record: Record, place: tuple[int, int], cell: NewCell) -> list[Record]:
    """The new cell with the style of the old one; a run of blanks is split around it."""
    row, column = place
    if record.kind != MULBLANK:
        style = struct.unpack_from("<H", record.payload, 4)[0]
        return [_cell_record(row, column, style, cell)]
    first = _place(record)[1]
    styles = struct.unpack(f"<{(len(record.payload) - 6) // 2}H", record.payload[4:-2])
    split = column - first
    return [
        *_blanks(row, first, styles[:split]),
        _cell_record(row, column, styles[split], cell),
        *_blanks(row, column + 1, styles[split + 1 :]),
    ]


def _cell_record(row: int, column: int, style: int, cell: NewCell) -> Record:
    return Record(cell.kind, struct.pack("<3H", row, column, style) + cell.value, 1)


def _blanks(row: int, first: int, styles: Sequence[int]) -> list[Record]:
    if len(styles) <= 1:
        return [Record(BLANK, struct.pack("<3H", row, first, style), 1) for style in styles]
    last = first + len(styles) - 1
    return [Record(MULBLANK, struct.pack(f"<{len(styles) + 3}H", row, first, *styles, last), 1)]


def _insert(records: list[Record], place: tuple[int, int], cell: NewCell) -> None:
    """Put a cell where no record is: among the cells of its row, behind what belongs to the one before it."""
    row, column = place
    own = [at for at, record in enumerate(records) if _is_cell(record) and _place(record)[0] == row]
    if not own:
        raise BiffDamagedError("row without a cell")
    at = own[0]
    while records[at].kind in _OF_A_FORMULA or (_is_cell(records[at]) and _place(records[at]) < place):
        at += 1
    records.insert(at, _cell_record(row, column, cell.style, cell))
    for at, record in enumerate(records):
        if record.kind == ROW and record.depth == 1 and _place(record)[0] == row:
            records[at] = _widened(record, column)


def _widened(record: Record, column: int) -> Record:
    """The ROW record whose stated columns take in the new one."""
    row, first, after_last = struct.unpack_from("<3H", record.payload)
    first, after_last = min(first, column), max(after_last, column + 1)
    return record._replace(payload=struct.pack("<3H", row, first, after_last) + record.payload[6:])


def with_strings(book: Book, texts: Sequence[str]) -> tuple[Book, int]:
    """The book with texts added to its shared strings, and the number of the first one.

    They go into records of their own behind the strings that are there; a book without any gets its first.
    """
    records = list(book.globals)
    at = next((at for at, record in enumerate(records) if record.kind == SST), None)
    if not texts:
        return book, 0
    if at is None:
        at = next(at for at, record in enumerate(records) if record.kind == EOF)
        records.insert(at, Record(SST, bytes(8), 1))
    used, unique = struct.unpack_from("<2L", records[at].payload)
    counts = struct.pack("<2L", used + len(texts), unique + len(texts))
    start = records[at]._replace(payload=counts + records[at].payload[8:])
    if unique:
        records[at] = start
        while records[at + 1].kind == CONTINUE:
            at += 1
        payloads = _string_payloads(texts, b"")
    else:
        first, *payloads = _string_payloads(texts, start.payload)
        records[at] = start._replace(payload=first)
    records[at + 1 : at + 1] = [Record(CONTINUE, payload, 1) for payload in payloads]
    return replace(book, globals=records), unique


def _string_payloads(texts: Sequence[str], start: bytes) -> list[bytes]:
    """Texts behind ``start`` over as many records as they need; a split text repeats its mark (2.5.293)."""
    payloads = [start]
    for text in texts:
        characters = text.encode("utf-16-le")
        if len(payloads[-1]) + 5 > RECORD_LIMIT_BYTES:
            payloads.append(b"")
        payloads[-1] += struct.pack("<HB", len(characters) // 2, 1)
        while characters:
            room = (RECORD_LIMIT_BYTES - len(payloads[-1])) // 2 * 2
            if room < len(characters) and 0xD8 <= characters[room - 1] <= 0xDB:
                room -= 2  # both halves of a character beyond U+FFFF stay in one record
            payloads[-1] += characters[:room]
            characters = characters[room:]
            if characters:
                payloads.append(b"\x01")
    return payloads


def to_be_calculated(book: Book) -> Book:
    """The book marked so that its formulas are computed when it is opened, though none of them changed."""
    records = [
        record._replace(payload=record.payload[:4] + bytes(len(record.payload) - 4))
        if record.kind == RECALCID
        else record
        for record in book.globals
    ]
    parts = [
        [part[0], Record(UNCALCED, b"\0\0", 1), *part[1:]]
        if any(record.kind == FORMULA and record.depth == 1 for record in part)
        and not any(record.kind == UNCALCED for record in part)
        else part
        for part in book.parts
    ]
    return replace(book, globals=records, parts=parts)
