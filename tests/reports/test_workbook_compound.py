"""The compound file: one stream is replaced, all others and the directory keep their bytes."""

import io
import struct

import pytest
import xlrd
from form_fill_samples import national_xls

from yiheng.reports.workbook_compound import (
    CompoundDamagedError,
    CompoundFile,
    parse_compound,
    with_stream,
)

SMALL, LARGE = b"\x05 summary".ljust(100, b"s"), bytes(range(256)) * 40


def entry(name: str, kind: int, start: int, size_bytes: int, left: int, right: int, child: int) -> bytes:
    encoded = name.encode("utf-16-le")
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<H2B3L", len(encoded) + 2, kind, 1, left, right, child)
        + b"\x11" * 16
        + bytes(4)
        + b"\x22" * 16
        + struct.pack("<LQ", start, size_bytes)
    )


NONE = 0xFFFFFFFF


def file_with(workbook: bytes) -> CompoundFile:
    """A file as an office program writes it: properties, macros in a storage of their own, and the workbook."""
    small = {2: SMALL} if len(workbook) >= 4096 else {2: SMALL, 1: workbook}
    container, chains, starts = b"", [], {}
    for number, content in small.items():
        count = -(-len(content) // 64)
        starts[number] = len(chains)
        chains += [*range(len(chains) + 1, len(chains) + count), 0xFFFFFFFE]
        container += content.ljust(count * 64, b"\0")
    entries = (
        entry("Root Entry", 5, 0, len(container), NONE, NONE, 1),
        entry("Workbook", 2, starts.get(1, 0), len(workbook), 2, 3, NONE),
        entry("\x05SummaryInformation", 2, starts[2], len(SMALL), NONE, NONE, NONE),
        entry("_VBA_PROJECT_CUR", 1, 0, 0, NONE, NONE, 4),
        entry("Workbook", 2, 0, len(LARGE), NONE, NONE, NONE),
    )
    streams = {0: container, 4: LARGE} | ({1: workbook} if 1 not in small else {})
    return CompoundFile(parse_compound(national_xls()).header, entries, streams, tuple(chains))


@pytest.mark.parametrize("before_bytes", [0, 100, 4095, 4096, 9000])
@pytest.mark.parametrize("after_bytes", [100, 4096, 4097, 20000])
def test_one_stream_is_replaced_and_the_others_stay(before_bytes: int, after_bytes: int) -> None:
    file = parse_compound(with_stream(file_with(b"w" * before_bytes), 4, LARGE))
    again = parse_compound(with_stream(file, 1, b"n" * after_bytes))
    assert again.root_streams == {"Workbook": 1, "\x05SummaryInformation": 2}
    assert again.stream(1).rstrip(b"\0") == b"n" * after_bytes
    assert (again.stream(2), again.stream(4)) == (SMALL, LARGE)
    assert [one[:116] for one in file.entries[:5]] == [one[:116] for one in again.entries[:5]]


def test_a_stream_inside_an_embedded_object_is_not_the_workbook() -> None:
    assert file_with(b"w" * 5000).root_streams["Workbook"] == 1


@pytest.mark.parametrize("size_megabytes", [1, 7, 8, 16])
def test_a_large_stream_needs_more_tables(size_megabytes: int) -> None:
    content = bytes(range(251)) * (size_megabytes * 1024 * 1024 // 251)
    laid_out = with_stream(file_with(b"w" * 5000), 1, content)
    again = parse_compound(laid_out)
    assert again.stream(1) == content
    assert (again.stream(2), again.stream(4)) == (SMALL, LARGE)
    assert xlrd.compdoc.CompDoc(laid_out, logfile=io.StringIO()).get_named_stream("Workbook") == content


def test_the_file_that_xlwt_wrote_is_laid_out_again() -> None:
    file = parse_compound(national_xls())
    number = file.root_streams["Workbook"]
    again = parse_compound(with_stream(file, number, file.stream(number)))
    assert again.stream(number) == file.stream(number)


def damaged(offset: int, value: int) -> bytes:
    content = bytearray(national_xls())
    struct.pack_into("<L", content, offset, value)
    return bytes(content)


def fat_offset(content: bytes) -> int:
    return (int(struct.unpack_from("<L", content, 76)[0]) + 1) * 512


@pytest.mark.parametrize(
    "content",
    [
        b"",
        national_xls()[:300],
        damaged(0, 0),
        damaged(30, 0xFFFF),
        damaged(48, 0x00FFFFFF),
        damaged(76, 0x00FFFFFF),
        damaged(fat_offset(national_xls()), 0),
        damaged(fat_offset(national_xls()), 0x00FFFFFF),
    ],
    ids=["empty", "header", "magic", "sectors", "directory", "table", "circle", "outside"],
)
def test_a_damaged_file_is_known(content: bytes) -> None:
    with pytest.raises(CompoundDamagedError):
        parse_compound(content)


def test_a_directory_that_runs_in_a_circle_is_known() -> None:
    file = file_with(b"w" * 5000)
    entries = (*file.entries[:2], entry("x", 2, 0, 0, 1, NONE, NONE), *file.entries[3:])
    with pytest.raises(CompoundDamagedError):
        _ = CompoundFile(file.header, entries, file.streams, file.small_chains).root_streams
