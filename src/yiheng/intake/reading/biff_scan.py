"""What calamine does not say of .xls and .xlsb: error values, and cells so far out that they would fill the memory.

Both are sequences of records, walked once; of a record only its kind and its cell are looked at. References: [MS-XLS]
2.4 and [MS-XLSB] 2.4, the published descriptions of the formats.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

from yiheng.intake.reading.limits import Limits
from yiheng.intake.reading.package import chunks
from yiheng.intake.reading.xlsx_scan import refuse_large, worksheets
from yiheng.standards.problem import refuse

Errors = Mapping[int, Mapping[tuple[int, int], str]]
"""Error values by sheet, counted from 0 as the workbook lists them, and (row, column) from 0."""

ERROR_WORDS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
_OTHER_ERROR = "#ERR"
_FORMULA, _BOOL_ERROR, _SHEET_PLACE, _BEGIN = 0x0006, 0x0205, 0x0085, 0x0809
_SPANS = frozenset({0x00BD, 0x00BE})
"""Records of several cells, which end with their last column."""
_CELLS = frozenset({_FORMULA, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, _BOOL_ERROR, 0x027E}) | _SPANS
_COLUMNS = 256
_B_ROW, _B_RICH = 0, 62
_B_ERRORS = (3, 11)
_B_CELLS = range(1, 12)


def scan_xls(path: Path, file: str) -> Errors:
    """The error values of an .xls. Refuses ``intake_file_damaged``, also for cells beyond the last column."""
    stream = _workbook_stream(path, file)
    errors: dict[int, dict[tuple[int, int], str]] = {}
    places: list[int] = []
    at, end, sheet = 0, len(stream) - 3, -1
    while at < end:
        kind = stream[at] | stream[at + 1] << 8
        size = stream[at + 2] | stream[at + 3] << 8
        if kind in _CELLS and size >= 6:
            last = at + 2 + size if kind in _SPANS else at + 6
            if last + 2 > len(stream) or stream[at + 7] or stream[last + 1]:
                raise refuse("intake_file_damaged", file=file, found=f"列号超过 {_COLUMNS}")
            word = _error(stream, at, kind, size)
            if word:
                row, column = struct.unpack_from("<HH", stream, at + 4)
                errors.setdefault(sheet, {})[row, column] = word
        elif kind == _SHEET_PLACE and size >= 4:
            places.append(struct.unpack_from("<I", stream, at + 4)[0])
        elif kind == _BEGIN and at in places:
            sheet = places.index(at)
        at += 4 + size
    return errors


def _error(stream: bytes, at: int, kind: int, size: int) -> str:
    """The error a cell's record holds, or nothing."""
    if kind == _BOOL_ERROR and size >= 8 and stream[at + 11]:
        return ERROR_WORDS.get(stream[at + 10], _OTHER_ERROR)
    if kind == _FORMULA and size >= 14 and stream[at + 16 : at + 18] == b"\xff\xff" and stream[at + 10] == 2:
        return ERROR_WORDS.get(stream[at + 12], _OTHER_ERROR)
    return ""


def _workbook_stream(path: Path, file: str) -> bytes:
    from xlrd.compdoc import CompDoc, CompDocError

    try:
        compound = CompDoc(path.read_bytes(), logfile=io.StringIO(), ignore_workbook_corruption=True)
        memory, base, length = compound.locate_named_stream("Workbook")
        if not memory:
            memory, base, length = compound.locate_named_stream("Book")
    except (
        CompDocError,
        IndexError,
        struct.error,
        ValueError,
        AssertionError,
        KeyError,
        TypeError,
        RecursionError,
    ):
        raise refuse("intake_file_damaged", file=file, found="文件结构不完整") from None
    if not memory:
        raise refuse("intake_file_damaged", file=file, found="文件结构不完整")
    return bytes(memory[base : base + length])


def scan_xlsb(package: zipfile.ZipFile, file: str, limits: Limits) -> Errors:
    """The error values of an .xlsb. Refuses what is damaged, and ``intake_sheet_large``."""
    errors: dict[int, dict[tuple[int, int], str]] = {}
    for index, name, member in worksheets(package, file, "xl/workbook.bin"):
        stream = b"".join(chunks(package, member, file))
        found, rows, columns = _walk_xlsb(stream)
        refuse_large(file, name, rows, columns, limits)
        if found:
            errors[index] = found
    return errors


def _walk_xlsb(stream: bytes) -> tuple[dict[tuple[int, int], str], int, int]:
    errors: dict[tuple[int, int], str] = {}
    at, end, row, rows, columns = 0, len(stream), 0, 0, 0
    while at < end:
        kind = stream[at]
        at += 1
        if kind & 0x80 and at < end:
            kind = kind & 0x7F | (stream[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while at < end and shift < 28:
            part = stream[at]
            at += 1
            size |= (part & 0x7F) << shift
            shift += 7
            if not part & 0x80:
                break
        if kind == _B_ROW and at + 4 <= end:
            row = struct.unpack_from("<I", stream, at)[0]
        elif (kind in _B_CELLS or kind == _B_RICH) and at + 4 <= end:
            column = struct.unpack_from("<I", stream, at)[0]
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            if kind in _B_ERRORS and at + 8 < end:
                errors[row, column] = ERROR_WORDS.get(stream[at + 8], _OTHER_ERROR)
        at += size
    return errors, rows, columns
