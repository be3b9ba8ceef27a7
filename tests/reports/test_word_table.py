from dataclasses import replace

import pytest
from word_samples import MONEY, REPORT, W, cell, part, styled, text, value, writer

from yiheng.reports.document import Table


@pytest.fixture
def write(tmp_path):
    return writer(tmp_path)


def table(path):
    return next(part(path, "document").iter(W + "tbl"))


def test_a_table_repeats_its_header_and_breaks_no_row(write):
    rows = table(write(REPORT)).findall(W + "tr")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False, False]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_merged_cells_keep_the_grid_and_the_rows_of_a_short_one_stay_together(write):
    rows = table(write(REPORT)).findall(W + "tr")
    merges = [row.find(f"{W}tc/{W}tcPr/{W}vMerge") for row in rows]
    assert [merge.get(W + "val") if merge is not None else None for merge in merges] == [
        None,
        "restart",
        "continue",
        None,
    ]
    assert [text(row) for row in rows[1:]] == ["产出参保率88.56%0", "征缴率98.89%5", "总分94"]
    assert value(rows[3], "tc/tcPr/gridSpan") == "3"
    kept = [all(found.find(W + "keepNext") is not None for found in row.iter(W + "pPr")) for row in rows]
    assert kept == [False, True, True, True]


def test_column_widths_fill_the_text_width_exactly(write):
    for document, millimetres in ((REPORT, 225), (replace(REPORT, blocks=(MONEY,)), 156)):
        found = table(write(document))
        widths = [int(column.get(W + "w")) for column in found.find(W + "tblGrid")]
        assert sum(widths) == int(value(found, "tblPr/tblW", "w"))
        assert sum(widths) == pytest.approx(millimetres / 25.4 * 1440, abs=2)
        assert widths[1] == pytest.approx(3 * widths[2], abs=2)


def test_a_table_of_few_columns_is_set_larger_and_a_wide_one_smaller(write):
    assert styled(write(replace(REPORT, blocks=(MONEY,), attachments=())), "TableHeadLarge")[0] == "一级指标"
    assert styled(write(REPORT), "TableHead")[0] == "一级指标"


def test_caption_and_unit_stand_above_the_table_and_signatories_below_those_of_attachments(write):
    path = write(replace(REPORT, blocks=(MONEY,)))
    assert styled(path, "Caption") == ["收支情况"]
    assert styled(path, "UnitNote") == ["单位：分", "单位：分"]
    assert styled(path, "Signatories") == ["制表：复核：负责人："]


def test_two_tables_in_a_row_stay_two(write):
    path = write(replace(REPORT, blocks=(MONEY, replace(MONEY, caption="", unit_note="")), attachments=()))
    for found in part(path, "document").iter(W + "tbl"):
        assert found.getnext().tag == W + "p"


def test_a_line_break_in_a_cell_is_kept_and_control_characters_are_not(write):
    odd = Table(column_widths=(1,), rows=((cell("预期\n目标\x0b\x00"),),), header_rows=0)
    (found,) = table(write(replace(REPORT, blocks=(odd,)))).iter(W + "r")
    assert text(found) == "预期目标"
    assert len(list(found.iter(W + "br"))) == 1
