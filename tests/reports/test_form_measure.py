"""Row heights: no printed text is cut, and no row is higher than Excel allows."""

from hypothesis import given, settings
from hypothesis import strategies as st

from yiheng.reports.form_grid import as_grid, beside, row, stack
from yiheng.reports.form_measure import ROW_HEIGHT_MOST_PT, fit_rows, text_width, wrapped_lines


def test_a_chinese_character_is_as_wide_as_two_digits():
    assert text_width("医保2023") == 2 * 2 + 4
    assert text_width("≥95%，") == 2 + 3 + 2


def test_text_wraps_at_the_width_of_the_cell():
    assert wrapped_lines("基金运行平稳", 12) == 1
    assert wrapped_lines("基金运行平稳", 11) == 2
    assert wrapped_lines("第一行\n第二行", 40) == 2
    assert wrapped_lines("", 40) == 1


def test_numbers_are_not_broken_and_a_closing_mark_begins_no_line():
    assert wrapped_lines("支出245,774.82万元", 10) == 3  # 支出 / 245,774.82 / 万元
    assert wrapped_lines("基金运行，", 8) == 2  # 基金运 / 行，


def test_a_word_longer_than_the_cell_is_broken():
    assert wrapped_lines("a" * 25, 10) == 3


@settings(deadline=None)
@given(st.text("医保基金2023，。、abc 95.8%", max_size=80), st.integers(4, 60))
def test_lines_hold_the_text(text, capacity):
    assert wrapped_lines(text, capacity) * capacity >= text_width(text)


@settings(deadline=None)
@given(st.integers(1, 80), st.integers(1, 30))
def test_plain_chinese_fills_its_lines(characters, per_line):
    assert wrapped_lines("医" * characters, 2 * per_line) == -(-characters // per_line)


def test_row_is_as_high_as_its_longest_text_and_a_merged_label_stretches_its_rows():
    short = as_grid((10, 40), (row(("甲", 1, "label"), ("乙", 1, "text")),), header=-1, frozen=0)
    long = as_grid((10, 40), (row(("甲", 1, "label"), ("基金" * 60, 1, "text")),), header=-1, frozen=0)
    assert fit_rows(long)[1] > fit_rows(short)[1]
    label = "预算执行情况（万元）" * 6
    lines = stack(row(("乙", 1, "text")), row(("丙", 1, "text")))
    merged = as_grid((10, 40), (beside((label, 1, "label"), lines),), header=-1, frozen=0)
    alone = as_grid((10, 40), (row((label, 1, "label"), ("乙", 1, "text")),), header=-1, frozen=0)
    assert sum(fit_rows(merged)[1]) >= sum(fit_rows(alone)[1])


def test_text_higher_than_excel_allows_takes_several_rows_under_one_merged_cell():
    tall = row(("目标", 1, "label"), ("基金运行平稳，" * 300, 1, "text"))
    grid = as_grid((10, 40), (row(("表头", 2, "label")), tall, row(("尾", 2, "text"))), header=2, frozen=1)
    fitted, heights = fit_rows(grid)
    assert len(heights) == fitted.height > grid.height
    assert max(heights) <= ROW_HEIGHT_MOST_PT
    spans = [cell.row_span for cell in fitted.cells]
    assert spans == [1, fitted.height - 2, fitted.height - 2, 1]
    assert fitted.cells[-1].row == fitted.height - 1 == fitted.header_row
    assert fitted.frozen_rows == 1
