"""Split files are one whole, missing parts are named, and a sheet that ends where worksheets end is told."""

from __future__ import annotations

import pytest

from yiheng.intake.register.parts import PartName, cut_files, missing_parts, part_name, part_sets


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("结算明细（第1份共3份）.csv", PartName("结算明细.csv", 1, 3)),
        ("结算明细 第二份，共十二份.xlsx", PartName("结算明细.xlsx", 2, 12)),
        ("fee_2of4.csv", PartName("fee.csv", 2, 4)),
        ("费用明细_2023-05_1.csv", PartName("费用明细_2023-05.csv", 1, 0)),
        ("费用明细(2).xls", PartName("费用明细.xls", 2, 0)),
        ("费用明细_2023-05.csv", PartName("费用明细_2023-05.csv", 0, 0)),
        ("2023.05.csv", PartName("2023.05.csv", 0, 0)),
    ],
)
def test_the_number_of_a_part_is_read_from_its_name(name, read):
    assert part_name(name) == read


def test_missing_parts_are_named_by_their_numbers():
    [one] = missing_parts(["结算（第1份共4份）.csv", "结算（第3份共4份）.csv", "就诊.csv"])
    assert (one.file, one.found, one.expected) == ("结算.csv", "2、4", "共 4 份")


def test_without_a_count_only_gaps_are_missing():
    assert [one.missing for one in part_sets(["a_1.csv", "a_2.csv", "a_4.csv"])] == [(3,)]
    assert part_sets(["a_1.csv"]) == []
    assert [one.missing for one in part_sets(["a_2.csv"])] == [(1,)]


def test_numbers_of_months_are_no_parts():
    assert part_sets(["结算-11.csv", "结算-12.csv"]) == []


def test_a_sheet_that_ends_at_the_last_row_of_a_worksheet_looks_cut():
    names = ["a_1.xls", "a_2.xls", "b.xls"]
    rows = [("a_1.xls", "", 65_536), ("a_2.xls", "", 65_535), ("b.xls", "", 65_534)]
    assert [one.file for one in cut_files(rows, names)] == ["a_2.xls"]
