"""Workbooks: what a cell shows is what the grid holds, whatever the format; templates come in the contract's form."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.intake.malformed.books import book, old_book
from tests.intake.reading.grids import read_one, rows_of

from yiheng.intake.reading.cell_text import column_text, number_text
from yiheng.intake.reading.read import read_files
from yiheng.policy.contract import contract
from yiheng.reports.contract_words import dictionary
from yiheng.reports.contract_workbook import write_template


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (12.0, "12"),
        (0.1 + 0.2, "0.3"),
        (1234.5600000000001, "1234.56"),
        (999999999999999.0, "999999999999999"),
        (1e15, "1E+15"),
        (123456789012345678.0, "1.23456789012346E+17"),
        (-1.5e20, "-1.5E+20"),
        (1e-7, "0.0000001"),
        (1.25e-10, "0.000000000125"),
        (float("inf"), "#NUM!"),
    ],
)
def test_a_number_is_written_as_a_spreadsheet_knows_it(value, text):
    assert number_text(value) == text


@given(value=st.integers(min_value=-(10**15) + 1, max_value=10**15 - 1))
def test_whole_numbers_of_fifteen_digits_are_exact(value):
    assert number_text(float(value)) == str(value)


@given(fen=st.integers(min_value=-(10**13), max_value=10**13))
def test_money_of_two_decimals_is_exact(fen):
    sign, digits = "-" if fen < 0 else "", f"{abs(fen):03d}"
    expected = (sign + digits[:-2] + "." + digits[-2:]).rstrip("0").rstrip(".")
    assert number_text(fen / 100) in (expected, expected.removeprefix("-") if fen == 0 else expected)


@given(
    values=st.lists(st.floats() | st.decimals(-(10**8), 10**8, places=4).map(float), min_size=1, max_size=20)
)
def test_a_column_of_numbers_is_written_as_each_of_them(values):
    assert column_text(values).to_pylist() == [number_text(value) for value in values]
    assert column_text(["额", *values]).to_pylist() == ["额", *(number_text(value) for value in values)]


CELLS = (("编号", "额", None, "备注"), ("001", 12.5, None, "甲\n乙"), (None, -3, True, " 空 "))


def test_the_same_table_in_two_formats_gives_the_same_rows(tmp_path):
    def fill(sheet):
        for line, row in enumerate(CELLS):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(line, column, value)

    expected = [
        (1, ("编号", "额", None, "备注")),
        (2, ("001", "12.5", None, "甲\n乙")),
        (3, (None, "-3", "TRUE", " 空 ")),
    ]
    for name, raw in (("new", book(lambda workbook, sheet: fill(sheet))), ("old", old_book(fill))):
        (tmp_path / name).mkdir()
        sheet = read_one(raw, tmp_path / name).sheets[0]
        assert (sheet.name, sheet.kind, sheet.hidden) == ("结算", "excel", False)
        assert rows_of(sheet) == expected


def test_openpyxl_reads_the_same_values(tmp_path):
    raw = book(
        lambda workbook, sheet: [
            sheet.write_row(line, 2, (line, line / 8, f"甲{line}")) for line in range(300)
        ]
    )
    grid = rows_of(read_one(raw, tmp_path).sheets[0])
    other = openpyxl.load_workbook(io.BytesIO(raw)).active
    assert [
        [number_text(float(row[2].value)), number_text(float(row[3].value)), row[4].value]
        for row in other.iter_rows()
    ] == [list(cells[2:]) for _, cells in grid]


def test_merged_areas_and_hidden_sheets_are_told(tmp_path):
    def fill(workbook, sheet):
        sheet.merge_range("B2:D3", "并")
        hidden = workbook.add_worksheet("备份")
        hidden.write(0, 0, "旧")
        hidden.hide()

    first, second = read_one(book(fill), tmp_path).sheets
    assert first.merged == ((2, 2, 3, 4),)
    assert rows_of(first) == [(2, (None, "并"))]
    assert (second.name, second.hidden) == ("备份", True)


@pytest.fixture
def template(tmp_path, content) -> Path:
    """The empty workbook of the table of awards, as ``yiheng template`` writes it."""
    path = tmp_path / "award.xlsx"
    write_template(contract().tables["award"], dictionary(contract(), content), path)
    return path


def filled(template: Path, *rows: tuple[object, ...]) -> Path:
    workbook = openpyxl.load_workbook(template)
    sheet = workbook.worksheets[0]
    for line, row in enumerate(rows, 4):
        for column, value in enumerate(row, 1):
            sheet.cell(line, column, value)
    workbook.save(template)
    return template


def test_a_filled_template_comes_in_the_contracts_form(template, tmp_path):
    table = contract().tables["award"]
    path = filled(template, ("A1", "310", 2023, "city", "先进", "局", None, date(2023, 5, 6)))
    (sheet,) = read_files([path], tmp_path / "staging").sheets
    assert (sheet.kind, sheet.table, sheet.name) == ("template", "award", table.name)
    head, row = rows_of(sheet)
    assert head == (0, tuple(table.names))
    assert row == (4, ("A1", "310", "2023", "city", "先进", "局", None, "2023-05-06"))


def test_a_template_whose_headings_were_changed_is_a_workbook_like_any(template, tmp_path):
    workbook = openpyxl.load_workbook(template)
    workbook.worksheets[0].delete_rows(2)
    workbook.save(template)
    (sheet,) = read_files([template], tmp_path / "staging").sheets
    assert (sheet.kind, sheet.table) == ("excel", "")
    assert [line for line, _ in rows_of(sheet)] == [1, 2]


def test_parquet_of_the_contract_comes_in_the_contracts_form(tmp_path):
    columns = {name: pa.array([None], pa.string()) for name in contract().tables["award"].names}
    columns["year"] = pa.array([2023], pa.int32())
    pq.write_table(pa.table(columns), tmp_path / "award.parquet")
    (sheet,) = read_files([tmp_path / "award.parquet"], tmp_path / "staging").sheets
    assert (sheet.kind, sheet.table) == ("template", "award")
    assert "2023" in rows_of(sheet)[1][1]


def test_parquet_of_another_system_keeps_every_type_as_text(tmp_path):
    values = {
        "号": ["001", None],
        "数": [2**60, -1],
        "日": [date(2023, 1, 5), None],
        "时": [datetime(2023, 1, 5, 8, 30), None],
        "真": [True, False],
        "额": [Decimal("12.50"), Decimal("0.00")],
        "率": [0.3, 1e20],
        "组": [["甲"], None],
    }
    pq.write_table(pa.table(values), tmp_path / "别处.parquet")
    (sheet,) = read_files([tmp_path / "别处.parquet"], tmp_path / "staging").sheets
    assert (sheet.kind, sheet.table) == ("text", "")
    assert rows_of(sheet) == [
        (0, tuple(values)),
        (
            1,
            (
                "001",
                "1152921504606846976",
                "2023-01-05",
                "2023-01-05 08:30:00",
                "true",
                "12.50",
                "0.3",
                '["甲"]',
            ),
        ),
        (2, (None, "-1", None, None, "false", "0.00", "1E+20", None)),
    ]
