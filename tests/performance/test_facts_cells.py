"""Cells of a facts file: numbers as they are shown, dates, and files that are no workbook."""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import xlwt
from facts_samples import Workbook
from hypothesis import given
from hypothesis import strategies as st

from yiheng.exact.rounding import decimal_text
from yiheng.performance.facts_cells import number_cell, read_grids
from yiheng.performance.facts_table import iso_date
from yiheng.reports.workbook_compound import MAGIC, parse_compound, with_stream
from yiheng.standards.problem import Refused


@pytest.mark.parametrize(
    ("stored", "number_format", "shown"),
    [
        ("97.7", "0.00", "97.70"),
        ("97.7", "General", "97.7"),
        ("245774.82", "#,##0.00", "245,774.82"),
        ("0.9777", "0.00%", "97.77"),
        ("1", "0%", "100"),
        ("0.5", "0.0#", "0.5"),
        ("12.345", "0.00", "12.35"),
        ("-3.5", "0.00_);[Red]\\(0.00\\)", "-3.50"),
        ("42.79", '0.00"万人"', "42.79"),
        ("43.06", "@", "43.06"),
    ],
)
def test_a_number_reads_as_its_format_shows_it(stored: str, number_format: str, shown: str) -> None:
    cell = number_cell(Decimal(stored), number_format)
    assert (cell.text, cell.fault) == (shown, "")
    assert cell.is_percent == ("%" in number_format)


@given(st.decimals(-10_000_000, 10_000_000, places=4), st.integers(0, 6))
def test_decimals_of_the_format_are_the_decimals_of_the_text(value: Decimal, decimals: int) -> None:
    pattern = "0." + "0" * decimals if decimals else "0"
    assert number_cell(value, pattern).text == decimal_text(Fraction(value), decimals)


@given(st.decimals(-10_000_000, 10_000_000, places=4))
def test_without_a_format_nothing_is_rounded(value: Decimal) -> None:
    assert Fraction(number_cell(value, "General").text) == Fraction(value)


@pytest.mark.parametrize(
    ("stored", "number_format", "code"),
    [
        ("245774.82", '0!.0,"万"', "facts_format_unclear"),
        ("245774.82", "#,##0.00,", "facts_format_unclear"),
        ("123456789012345", "0", "facts_number_long"),
    ],
)
def test_a_number_that_is_not_what_it_shows_is_unusable(stored: str, number_format: str, code: str) -> None:
    assert number_cell(Decimal(stored), number_format).fault == code


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("2024年3月5日", "2024-03-05"),
        ("2024/3/5", "2024-03-05"),
        ("20240305", "2024-03-05"),
        ("45356", "2024-03-05"),
        ("2024年3月", "2024-03"),
        ("2024-03", "2024-03"),
        ("2024年", "2024"),
        ("2024", "2024"),
        ("2024-13-45", "2024-13-45"),
        ("上半年", "上半年"),
    ],
)
def test_dates_become_iso(typed: str, iso: str) -> None:
    assert iso_date(typed) == iso


# Files that are no workbook


def encrypted_package() -> bytes:
    """A workbook with a password: a compound file whose stream has this name."""
    target = io.BytesIO()
    book = xlwt.Workbook()
    book.add_sheet("a")
    book.save(target)
    file = parse_compound(target.getvalue())
    number = file.root_streams["Workbook"]
    name = "EncryptedPackage".encode("utf-16-le")
    entry = name.ljust(64, b"\0") + struct.pack("<H", len(name) + 2) + file.entries[number][66:]
    entries = tuple(entry if at == number else other for at, other in enumerate(file.entries))
    return with_stream(replace(file, entries=entries), number, file.stream(number))


def empty_zip() -> bytes:
    target = io.BytesIO()
    zipfile.ZipFile(target, "w").close()
    return b"PK" + target.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"<html><table>", "form_not_a_workbook"),
        ("名称,数值".encode("gb18030"), "form_not_a_workbook"),
        (empty_zip(), "form_broken"),
        (MAGIC + b"\0" * 100, "form_broken"),
        (encrypted_package(), "form_encrypted"),
    ],
)
def test_a_file_that_is_no_workbook(content: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(Refused) as refusal:
        read_grids(tmp_path / "a.xlsx")
    assert refusal.value.problem.code == code


def test_a_missing_and_a_huge_file(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        read_grids(tmp_path / "none.xlsx")
    assert refusal.value.problem.code == "file_not_found"
    with (tmp_path / "huge.xlsx").open("wb") as stream:
        stream.truncate(21 * 1024 * 1024)
    with pytest.raises(Refused) as refusal:
        read_grids(tmp_path / "huge.xlsx")
    assert (refusal.value.problem.code, refusal.value.problem.found) == ("file_too_large", "21 MB")


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.95])
def test_half_a_workbook_is_refused(kept: float, tmp_path: Path) -> None:
    path = Workbook(tmp_path / "a.xlsx").path
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    with pytest.raises(Refused) as refusal:
        read_grids(path)
    assert refusal.value.problem.code == "form_broken"
