"""Long lists as workbooks: text stays text, numbers are numbers, the same lists give the same bytes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl

from yiheng.reports.list_workbook import ListSheet, write_lists

SHEET = ListSheet(
    "发现",
    "全部发现",
    "一行一处",
    ("编码", "行数"),
    (20, 8),
    [("=SUM(A1)", 3), ("+96.7201", 12), ("00.4500", 1)],
)


def written(path: Path) -> Path:
    write_lists([SHEET], path, title="体检", created=date(2024, 1, 1))
    return path


def test_text_stays_text_and_numbers_are_numbers(tmp_path: Path) -> None:
    page = openpyxl.load_workbook(written(tmp_path / "一.xlsx"))["发现"]
    assert [[cell.value for cell in row] for row in page.iter_rows(min_row=3)] == [
        ["编码", "行数"],
        ["=SUM(A1)", 3],
        ["+96.7201", 12],
        ["00.4500", 1],
    ]
    assert page["A4"].data_type == "s"
    assert page["A4"].quotePrefix
    assert page.freeze_panes == "A4"
    assert page.auto_filter.ref == "A3:B6"


def test_the_same_lists_give_the_same_bytes(tmp_path: Path) -> None:
    assert written(tmp_path / "一.xlsx").read_bytes() == written(tmp_path / "二.xlsx").read_bytes()


def test_an_empty_list_keeps_its_head(tmp_path: Path) -> None:
    empty = ListSheet("空", "没有", "", ("编码",), (10,), [])
    write_lists([empty], tmp_path / "空.xlsx", title="空", created=date(2024, 1, 1))
    page = openpyxl.load_workbook(tmp_path / "空.xlsx")["空"]
    assert [cell.value for cell in page[3]] == ["编码"]
