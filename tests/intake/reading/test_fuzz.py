"""Sound files of every kind, damaged at random: each ends in grids and problems, whole and inside the staging folder."""

from __future__ import annotations

import io
import random
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.intake.malformed import archives, books, messages
from tests.intake.reading.grids import read_one, rows_of

from yiheng.standards.message import sentence

TABLE = "编号,名,额\n" + "".join(f'S{line},"甲\n{line}",{line}.50\n' for line in range(40))


def parquet() -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({"编号": [f"S{line}" for line in range(50)], "额": list(range(50))}), out)
    return out.getvalue()


SOUND: dict[str, Callable[[], bytes]] = {
    "utf8": TABLE.encode,
    "gb18030": lambda: TABLE.encode("gb18030"),
    "utf16": lambda: TABLE.replace(",", "\t").encode("utf-16"),
    "lines": lambda: messages.lines(*(messages.message(number) for number in range(8))),
    "array": messages.an_array_of_messages,
    "wrapper": messages.messages_wrapped_in_an_answer,
    "web": books.a_web_table_with_breaks_and_spans,
    "xml": lambda: books.XML.encode("gbk"),
    "archive": lambda: archives.packed(("a.csv", TABLE.encode()), ("b.xlsx", books.PLAIN)),
    "xlsx": lambda: books.PLAIN,
    "xls": books.an_old_workbook_with_an_error,
    "ods": books.an_open_document_with_an_error,
    "parquet": parquet,
}
BITS = (b'"', b"\n", b"\r", b"\0", b",", b"\xff", b'"\n', b"<", b"{", b"]", b"\xff\xff\xff\xff")


def damaged(raw: bytes, dice: random.Random) -> bytes:
    """The bytes cut, overwritten, with bytes put in, taken out or doubled."""
    data = bytearray(raw)
    place, other = dice.randrange(len(data)), dice.randrange(len(data))
    way = dice.randrange(6)
    if way == 0:
        return bytes(data[:place])
    if way == 1:
        for _ in range(dice.randrange(1, 20)):
            data[dice.randrange(len(data))] = dice.randrange(256)
    elif way == 2:
        data[place:place] = dice.randbytes(dice.randrange(1, 40))
    elif way == 3:
        del data[place : place + dice.randrange(1, 200)]
    elif way == 4:
        data[place:place] = data[other : other + dice.randrange(1, 300)]
    else:
        for _ in range(dice.randrange(1, 4)):
            data[place:place] = dice.choice(BITS)
    return bytes(data)


def damaged_inside(raw: bytes, dice: random.Random) -> bytes:
    """A package with one part damaged and all sums right, so that the damage reaches the reader of that part."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        victim = dice.choice(source.namelist())
        for name in source.namelist():
            target.writestr(name, damaged(source.read(name), dice) if name == victim else source.read(name))
    return out.getvalue()


def overwritten(raw: bytes, dice: random.Random) -> bytes:
    """Bytes behind the head overwritten, nothing moved: what gets past the frame of an .xls."""
    data = bytearray(raw)
    for _ in range(dice.randrange(1, 30)):
        data[dice.randrange(512, len(data))] = dice.choice((0, 1, 255, dice.randrange(256)))
    return bytes(data)


WAYS = [
    *((name, damaged) for name in SOUND),
    *((name, damaged_inside) for name in ("archive", "xlsx", "ods")),
    ("xls", overwritten),
]


def check(name: str, way: Callable[[bytes, random.Random], bytes], number: int) -> None:
    raw = way(SOUND[name](), random.Random(f"{name} {number}"))
    with tempfile.TemporaryDirectory() as folder:
        reading = read_one(raw, Path(folder), "报送.xls")
        assert reading.sheets or reading.problems
        for sheet in reading.sheets:
            lines = [line for line, _ in rows_of(sheet)]
            assert lines == sorted(lines)
        for problem in reading.problems:
            assert sentence(problem).endswith("。")
        assert {one.name for one in Path(folder).iterdir()} == {"报送.xls", "staging"}


@pytest.mark.parametrize(("name", "way"), WAYS)
def test_damaged_files_are_read_or_refused(name, way):
    for number in range(15):
        check(name, way, number)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "way"), WAYS)
def test_many_more_damaged_files_are_read_or_refused(name, way):
    for number in range(15, 300):
        check(name, way, number)
