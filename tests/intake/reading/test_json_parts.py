"""A large JSON file is read in parts by several processes, and nobody can tell from what comes out."""

from __future__ import annotations

import json

import pytest
from tests.intake.malformed.messages import lines, message
from tests.intake.reading.grids import read_one, rows_of

from yiheng.intake.reading import json_file, json_parts, workers

MESSAGES = [message(number) for number in range(400)]


def read(raw: bytes, folder, name: str):
    """What is read of a file: the grids with their rows, the problems, and the medium."""
    folder = folder / name
    folder.mkdir()
    reading = read_one(raw, folder)
    assert not [one for one in (folder / "staging").rglob("*") if one.suffix != ".parquet"]
    grids = [(one.name, one.parent, rows_of(one)) for one in reading.sheets]
    return grids, reading.problems, reading.files[0].medium


@pytest.fixture
def in_parts(monkeypatch, tmp_path):
    """Reads bytes in one go and in parts of 4 KB, which must not differ, with as many processes as cores; how many parts
    were taken."""

    def both(raw: bytes, cores: int = 1) -> int:
        whole = read(raw, tmp_path, "whole")
        taken = []
        take = json_file._File.take
        monkeypatch.setattr(workers, "_cores", lambda: cores)
        monkeypatch.setattr(json_parts, "PART_BYTES", 4096)
        monkeypatch.setattr(json_parts, "FROM_BYTES", 8192)
        monkeypatch.setattr(json_file._File, "take", lambda *all_of: taken.append(take(*all_of)))
        assert read(raw, tmp_path, "parts") == whole
        return len(taken)

    return both


def parts(raw: bytes) -> int:
    return -(-len(raw) // 4500)


def indented(indent: int | None) -> bytes:
    return json.dumps(MESSAGES, indent=indent, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "raw",
    [
        lines(*MESSAGES),
        b"\xef\xbb\xbf" + lines(*MESSAGES).replace(b"\n", b"\r\n"),
        lines(*MESSAGES).replace(b"\n", b""),
        indented(None),
        indented(2),
        b"[" + b",\n".join(lines(one).strip() for one in MESSAGES) + b"]" + lines(*MESSAGES[:9]),
        lines(*({"setl_id": f"S{number}", "amt": 1.10, "名称": "甲"} for number in range(1000))),
    ],
    ids=["lines", "marked", "glued", "array", "indented", "array and lines", "flat"],
)
def test_parts_come_in_their_order(raw, in_parts):
    assert in_parts(raw) >= parts(raw) // 2


def test_fields_and_nodes_met_late_widen_what_came_before(in_parts):
    late = [*MESSAGES]
    late[150] = message(150, late="晚")
    late[300] = {"infno": "4101", "input": {"setlinfo": {"newer": 1, "late": None}, "opsp": [{"a": 1}]}}
    assert in_parts(lines(*late)) > 10


BROKEN = {
    "a quote too many": lambda one: one.replace(b'"J', b'"J"'),
    "cut": lambda one: one[:60] + b"\n",
    "a text never closed": lambda one: one.replace(b'"S', b"S"),
    "no closing brace": lambda one: one.replace(b"}\n", b"\n"),
    "not UTF-8": lambda one: one.replace(b'"J', b'"\xff\xfe'),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_in_the_third_part_is_told_as_in_one_go(name, in_parts):
    rows = [lines(one) for one in MESSAGES]
    third = next(number for number in range(400) if len(b"".join(rows[:number])) > 2 * 4096 + 2000)
    rows[third] = BROKEN[name](rows[third])
    in_parts(b"".join(rows))


def test_a_file_cut_at_its_end_is_told_as_in_one_go(in_parts):
    assert in_parts(lines(*MESSAGES)[:-20]) > 5


def test_an_array_never_closed_is_told_as_in_one_go(in_parts):
    assert in_parts(indented(None)[:-1]) > 5


def test_a_cut_inside_a_value_is_found_out(in_parts):
    """The nodes begin as the messages do, and a text holds a line that looks like a message."""
    within = [{"infno": "4101", "l": [{"infno": "x" * 300}] * 9, "t": "a\n{"} for _ in range(200)]
    raw = lines(*within).replace(b"\\n", b"\n")
    in_parts(raw)


def test_a_grid_that_grows_too_wide_is_refused_as_in_one_go(in_parts, monkeypatch):
    monkeypatch.setattr("yiheng.intake.reading.limits.Limits.columns", 100)
    in_parts(lines(*({"setlinfo": {f"f{number}": "x" * 200}} for number in range(300))))


def test_several_processes_read_the_same(in_parts):
    rows = [lines(one) for one in MESSAGES]
    rows[390] = BROKEN["a quote too many"](rows[390])
    assert in_parts(b"".join(rows), cores=2) >= parts(b"".join(rows)) // 2
