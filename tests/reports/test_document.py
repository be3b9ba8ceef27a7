from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiheng.reports.document import (
    Attachment,
    Document,
    Heading,
    Paragraph,
    Span,
    Table,
    TableCell,
    chinese_number,
    figure_ids,
    loose_digits,
    numbered,
    placed_cells,
)


def words(text: str) -> tuple[Span, ...]:
    return (Span(text),)


def cell(text: str = "", **layout: int) -> TableCell:
    return TableCell(words(text), **layout)


def report(*blocks: Heading | Paragraph | Table) -> Document:
    return Document(title="自评报告", blocks=blocks)


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")],
)
def test_chinese_numerals(number, text):
    assert chinese_number(number) == text


@pytest.mark.parametrize("number", [0, 100, -1])
def test_a_number_that_no_report_counts_to_has_no_numeral(number):
    with pytest.raises(ValueError, match=str(number)):
        chinese_number(number)


def test_headings_are_numbered_by_level_and_begin_anew_under_the_next_higher_one():
    levels = [1, 2, 3, 4, 4, 3, 2, 3, 1, 3]
    blocks = numbered(tuple(Heading(level, words("标题")) for level in levels))
    assert [block.number for block in blocks] == [
        "一、",
        "（一）",
        "1.",
        "（1）",
        "（2）",
        "2.",
        "（二）",
        "1.",
        "二、",
        "1.",
    ]


def test_a_heading_has_one_of_four_levels():
    with pytest.raises(ValueError, match="5"):
        Heading(5, words("标题"))


def test_merged_cells_push_the_cells_of_lower_rows_to_the_right():
    table = Table(
        column_widths=(1, 1, 1),
        rows=(
            (cell("产出", row_span=2), cell("数量"), cell("5")),
            (cell("质量"), cell("6")),
            (cell(column_span=3),),
        ),
    )
    assert [(placed.row, placed.column) for placed in placed_cells(table)] == [
        (0, 0),
        (0, 1),
        (0, 2),
        (1, 1),
        (1, 2),
        (2, 0),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(((cell(), cell()), (cell(),)), id="a hole"),
        pytest.param(((cell(), cell(), cell()),), id="a cell too many"),
        pytest.param(((cell(row_span=2), cell()),), id="a cell below the table"),
        pytest.param(((cell(), cell(row_span=2)), (cell(column_span=2),)), id="an overlap"),
        pytest.param(((cell(row_span=0), cell()),), id="a cell without height"),
    ],
)
def test_cells_that_do_not_tile_the_table_are_a_fault_of_its_maker(rows):
    with pytest.raises(ValueError, match="cell"):
        Table(column_widths=(1, 1), rows=rows)


def test_a_table_cannot_repeat_more_rows_than_it_has():
    with pytest.raises(ValueError, match="header"):
        Table(column_widths=(1,), rows=((cell(),),), header_rows=2)


@given(st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=5), min_size=1, max_size=4))
def test_rows_of_any_spans_that_fill_the_width_tile_the_table(spans):
    width = max(sum(row) for row in spans)
    filled = [[*row, width - sum(row)] if sum(row) < width else row for row in spans]
    table = Table(
        column_widths=(1,) * width,
        rows=tuple(tuple(cell(column_span=span) for span in row) for row in filled),
    )
    covered = [
        (placed.row, placed.column + right)
        for placed in placed_cells(table)
        for right in range(placed.cell.column_span)
    ]
    assert sorted(covered) == [(row, column) for row in range(len(spans)) for column in range(width)]


@pytest.mark.parametrize(
    "text",
    [
        "2023年，我市基金运行平稳",
        "2023年度自评，截至2023年末",
        "按要求完成，2024年报送",
        "2023年12月31日前",
        "2023年1—8月，2023年1月至8月",
        "2022—2023年，2021、2022年，2022年至2023年",
        "次年6月底前，12月31日，3月1日至5日",
        "报告日期2024-03-05，2024/3/5，2024.3.5",
        "医保发〔2022〕7号，川医保规[2021]12号",
        "1.职责",
        "（1）职责",
        "12、职责",
        "一是完善制度，①扩面②征缴",
        "",
    ],
)
def test_dates_document_numbers_and_list_numbers_are_accounted_for(text):
    assert loose_digits(report(Paragraph(words(text)))) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("完成预算的12.3%", ["12.3%"]),
        ("收入245,774.82万元，支出１２．５亿元", ["245,774.82", "１２．５"]),
        ("供养比为1.11：1", ["1.11", "1"]),
        ("可支付月数为4.45个月", ["4.45"]),
        ("3个月，30日内", ["3", "30"]),
        ("1.5万人参保", ["1.5"]),
        ("增长12.2023年", ["12.2023"]),
        ("共1,2023年", ["1,2023"]),
        ("共1，2023年", ["1"]),
        ("比例为13月", ["13"]),
        ("在1850年", ["1850"]),
        ("〔2022〕号外7件", ["2022", "7"]),
        ("达到2.12.31%", ["2.12.31%"]),
    ],
)
def test_any_other_number_is_loose(text, found):
    assert loose_digits(report(Paragraph(words(text)))) == found


@given(st.integers(0, 10**9), st.sampled_from(["%", "万元", "人次", "分", "个月"]))
def test_no_smuggled_quantity_goes_unseen(number, unit):
    loose = loose_digits(report(Paragraph(words(f"达到{number}{unit}"))))
    assert [text.rstrip("%") for text in loose] == [str(number)]


def test_figures_and_fixed_text_are_accounted_for_wherever_they_stand():
    spans = (Span("不少于6个月", fixed=True), Span("，实际"), Span("4.45个月", "months/actual"))
    table = Table(column_widths=(1,), rows=((TableCell((Span("5", "score"),)),),))
    assert loose_digits(report(Heading(1, spans), Paragraph(spans), table)) == []


def test_a_date_may_be_shared_by_template_and_variable():
    assert loose_digits(report(Paragraph((Span("2023"), Span("年预算", fixed=True))))) == []


def test_a_number_half_in_a_figure_is_loose_as_a_whole():
    assert loose_digits(report(Paragraph((Span("95", "rate"), Span("0%"))))) == ["950%"]


def test_a_list_number_is_one_only_at_the_start_of_a_paragraph():
    minus_five = Table(column_widths=(1,), rows=((cell("（5）"),),))
    assert loose_digits(report(Heading(1, words("1.概况")), minus_five)) == ["1", "5"]


def test_every_place_of_a_document_is_read_but_the_stamp():
    table = Table(column_widths=(1,), rows=((cell("6"),),), caption="表7", unit_note="单位：8元")
    document = Document(
        title="1",
        addressee="2",
        blocks=(Heading(1, words("3")), Paragraph(words("共4人")), table),
        organisation="9",
        date_text="10",
        banner="11",
        signatories=("12", "13"),
        attachments=(Attachment("15分钟服务圈", (Paragraph(words("共14人")),)),),
        header_note="版本 16",
    )
    assert sorted(map(int, loose_digits(document))) == [1, 2, 3, 4, *range(6, 15)]


def test_figures_are_listed_in_reading_order_with_repeats():
    table = Table(column_widths=(1, 1), rows=((TableCell((Span("5", "b"),)), TableCell((Span("6", "a"),))),))
    document = report(Paragraph((Span("1", "a"), Span("，"), Span("2", "c"))))
    document = replace(document, attachments=(Attachment("附表", (table,)),))
    assert figure_ids(document) == ("a", "c", "b", "a")
