"""Text files: whichever way they are read, every record is a row under the line where it begins."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.reading.grids import Row, read_one, rows_of

from yiheng.intake.reading.dialect import dialect_of
from yiheng.intake.reading.record_scan import count_lines, scan_records, text_from
from yiheng.intake.reading.tolerant import records

WORDS = st.text(alphabet='甲乙 1.,;"\n', max_size=6)
TABLES = st.lists(st.lists(WORDS, min_size=2, max_size=4), min_size=1, max_size=8)


def written(table: list[list[str]], ending: str = "\r\n") -> tuple[str, list[Row]]:
    """A table as sound CSV, and the rows a reader must find; every cell is quoted so that none is ambiguous."""
    text, rows, line = "", [], 1
    width = max(len(row) for row in table)
    for row in table:
        out = io.StringIO()
        csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator=ending).writerow(row)
        rows.append((line, (*row, *[None] * (width - len(row)))))
        text += out.getvalue()
        line += out.getvalue().count("\n")
    return text, rows


@settings(max_examples=40)
@given(table=TABLES, ending=st.sampled_from(["\n", "\r\n"]))
def test_sound_csv_is_read_cell_by_cell_with_the_line_of_each_record(table, ending):
    text, rows = written([["甲", "乙", "丙", "丁"], *table], ending)
    with tempfile.TemporaryDirectory() as name:
        reading = read_one(text.encode(), Path(name))
        assert rows_of(reading.sheets[0]) == rows
        assert reading.problems == ()


@given(table=TABLES)
def test_the_tolerant_reader_agrees_with_the_strict_one(table):
    text, rows = written([["甲", "乙", "丙", "丁"], *table], "\n")
    found = list(records(iter(text.removesuffix("\n").split("\n")), ",", 0))
    assert [(line, tuple(record.cells)) for line, record in found] == [
        (line, tuple(cell for cell in cells if cell is not None)) for line, cells in rows
    ]


@settings(max_examples=100)
@given(text=st.text(alphabet='ab,"\n\r', max_size=60))
def test_no_text_between_separators_is_ever_lost(text):
    """Any text at all: the letters of the file are the letters of the cells."""
    with tempfile.TemporaryDirectory() as name:
        reading = read_one(f"a,b\n{text}".encode(), Path(name))
        cells = [cell for sheet in reading.sheets for _, row in rows_of(sheet) for cell in row if cell]
    letters = "".join(letter for letter in f"ab{text}" if letter in "ab")
    assert "".join(letter for cell in cells for letter in cell if letter in "ab") == letters


@given(table=TABLES)
def test_records_are_scanned_across_blocks(table):
    text, rows = written([["甲", "乙"], *table], "\n")
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "a.csv"
        path.write_text(text, encoding="utf-8", newline="")
        found = scan_records(path, ",", "\n")
    assert found.starts.tolist() == [line for line, _ in rows]
    assert found.widest == max(len(row) for row in [["甲", "乙"], *table])


def test_a_record_over_the_edge_of_a_block_keeps_its_line(tmp_path):
    long = "甲" * 1_000_000  # three blocks
    path = tmp_path / "a.csv"
    path.write_text(f'a,b\n"{long}\n{long}",2\n\n3,4\n', encoding="utf-8", newline="")
    found = scan_records(path, ",", "\n")
    assert found.starts.tolist() == [1, 2, 5]
    assert (found.widest, found.longest) == (2, 2)


@pytest.mark.parametrize("cell", ["", '""'])
def test_nothing_and_the_empty_text_are_kept_apart(tmp_path, cell):
    rows = rows_of(read_one(f"a,b,c\n1,{cell},3\n".encode(), tmp_path).sheets[0])
    assert rows[1] == (2, ("1", None if cell == "" else "", "3"))


@pytest.mark.parametrize(
    ("text", "delimiter", "usual"),
    [
        ("a,b\n1,2\n", ",", 2),
        ("a\tb\n1,5\t2\n", "\t", 2),
        ("题\n单位：元\na;b;c\n1;2;3\n4;5;6\n", ";", 3),
        ("编号|名\n1|甲;乙\n2|丙\n", "|", 2),
        ("只有一列\n甲\n", ",", 1),
        ('a,b\n"x;y;z",1\n"x;y",2\n', ",", 2),
    ],
)
def test_the_separator_is_what_most_records_have_equally_often(text, delimiter, usual):
    found = dialect_of(text)
    assert (found.delimiter, found.usual) == (delimiter, usual)


@pytest.mark.parametrize(
    ("text", "lines", "paired", "last", "from_two"),
    [
        ("a,b\n1,2", 2, True, "1,2", "1,2"),
        ('a,b\n5"管,2\n1,2\n', 3, False, "1,2", '5"管,2\n1,2'),
        ('a,b\n1,"2\n3"\n\n', 4, True, '3"', '1,"2\n3"'),
        ("a,b\r1,2\r", 2, True, "1,2", "1,2"),
    ],
)
def test_lines_and_quotes_are_counted_and_the_last_record_found(
    tmp_path, text, lines, paired, last, from_two
):
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8", newline="")
    found = count_lines(path)
    assert (found.lines, found.paired) == (lines, paired)
    assert (text_from(path, found), text_from(path, found, 2)) == (last, from_two)


@pytest.mark.parametrize("last", ['"""乙', '甲","乙', '1,"乙', '"甲"乙', '甲"\n乙","丙'])
def test_what_follows_a_last_quote_that_is_never_closed_is_not_lost(tmp_path, last):
    cells = [
        cell
        for _, row in rows_of(read_one(f"a,b\n{last}".encode(), tmp_path).sheets[0])
        for cell in row
        if cell
    ]
    assert [letter for letter in "".join(cells) if letter in "甲乙丙"] == [
        letter for letter in last if letter in "甲乙丙"
    ]
