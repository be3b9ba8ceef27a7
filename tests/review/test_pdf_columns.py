"""Columns of a PDF are read one after the other; single columns and tables row by row, as their words stand."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.review.made_files import LINES, office, paragraph, placed_pdf, word_file

from yiheng.review.opening.file import open_report
from yiheng.review.opening.pdf_columns import parts_of
from yiheng.review.opening.pdf_rules import Rules
from yiheng.review.opening.pdf_words import Word
from yiheng.review.review import review_source

LEFT, RIGHT, TOP, STEP, WIDTH = 60, 312, 740, 20, 18
"""Two columns of 18 characters in 12 points with a gap of three."""
PARAGRAPHS = (
    "全市职工基本医疗保险基金全年收入24.47亿元，基金支出16.11亿元，当期结余8.54亿元，运行总体平稳，没有发生基金风险事件。",
    "全年检查定点医药机构四百家，追回基金三百万元，暂停服务二十一家，解除协议九家，参保群众反映良好。",
    "经办力量不足的问题仍然存在，部门之间的数据共享不够及时，待遇审核还要靠人工比对，下一步将加强管理。",
    "按照预算安排，各项目资金都已经及时足额拨付到位，绩效目标设定清楚，完成情况良好。",
)
Words = list[tuple[float, float, str]]


def lines_of(paragraph: str) -> list[str]:
    """A paragraph as lines of a column, indented by two characters; a figure takes half a place a character."""
    lines, line, width = [], "　　", 4
    for character in paragraph:
        wide = 1 if character < "\u2000" else 2
        if width + wide > 2 * WIDTH:
            lines.append(line)
            line, width = "", 0
        line += character
        width += wide
    return [*lines, line]


def column(x: float, paragraphs: tuple[str, ...], top: float = TOP) -> Words:
    lines = [line for paragraph in paragraphs for line in lines_of(paragraph)]
    return [
        (x + 24 * line.startswith("　　"), top - STEP * n, line.strip("　")) for n, line in enumerate(lines)
    ]


def read(path: Path) -> list[str]:
    return open_report(path).text.split("\n")


def by_rows(words: Words) -> list[str]:
    """What a reader of rows makes of words of two columns on common lines."""
    heights = sorted({y for _, y, _ in words}, reverse=True)
    return ["\t".join(text for _, _, text in sorted(word for word in words if word[1] == y)) for y in heights]


HEAD: Words = [
    (150, 800, LINES[0]),
    (100, 776, "（根据全市各县区上报的数据汇总，口径与决算报表一致，供复核使用）"),
]
SECOND = (PARAGRAPHS[2], PARAGRAPHS[3], PARAGRAPHS[1])


@pytest.mark.parametrize("shift", [0, 7])
def test_columns_are_read_one_after_the_other(tmp_path, shift):
    """Whether their lines stand level or not; the title stays first, the page number is left out."""
    words = [*HEAD, *column(LEFT, PARAGRAPHS[:3]), *column(RIGHT, SECOND, TOP - shift), (290, 40, "- 1 -")]
    random.Random(1).shuffle(words)
    assert read(placed_pdf(tmp_path / "报告.pdf", [words])) == [
        LINES[0],
        HEAD[1][2],
        *PARAGRAPHS[:3],
        *SECOND,
    ]


def test_a_sentence_goes_on_from_column_to_column_and_page_to_page(tmp_path):
    long = PARAGRAPHS[0][:-1] + "，" + PARAGRAPHS[1]
    lines = lines_of(PARAGRAPHS[2]) + lines_of(PARAGRAPHS[3]) + lines_of(long)
    cut = len(lines) - 3

    def placed(x: float, some: list[str]) -> Words:
        return [
            (x + 24 * one.startswith("　　"), TOP - STEP * n, one.strip("　")) for n, one in enumerate(some)
        ]

    first = [*placed(LEFT, lines[:cut]), *placed(RIGHT, lines[cut:] + lines[:cut])]
    second = [*placed(LEFT, lines[cut:] + lines[:cut]), *placed(RIGHT, lines[cut:] + lines[:cut])]
    told = [PARAGRAPHS[2], PARAGRAPHS[3], long]
    assert read(placed_pdf(tmp_path / "报告.pdf", [first, second])) == [
        *told * 3,
        *told[:2],
        long[: long.index(lines[cut])],
    ]


def test_a_heading_between_columns_parts_them(tmp_path):
    middle = "二、全部项目的支出情况和需要说明的问题，按照项目逐一列出如下"
    below = TOP - STEP * 14
    words = [
        *column(LEFT, PARAGRAPHS[:3]), *column(RIGHT, SECOND), (LEFT + 40, below, middle),
        *column(LEFT, SECOND, below - 40), *column(RIGHT, PARAGRAPHS[:3], below - 40),
    ]  # fmt: skip
    assert read(placed_pdf(tmp_path / "报告.pdf", [words])) == [
        *PARAGRAPHS[:3], *SECOND, middle, *SECOND, *PARAGRAPHS[:3],
    ]  # fmt: skip


def test_the_figures_of_columns_are_checked(tmp_path):
    words = [*HEAD, *column(LEFT, PARAGRAPHS[:3]), *column(RIGHT, SECOND)]
    findings = review_source(open_report(placed_pdf(tmp_path / "报告.pdf", [words]))).findings
    assert [one.relation.expected for one in findings if one.verdict == "inconsistent"] == ["8.36亿元"]


def test_a_drawn_line_across_the_gap_makes_it_a_table(tmp_path):
    words = [*column(LEFT, PARAGRAPHS[:3]), *column(RIGHT, SECOND)]
    rules = f"{LEFT} {TOP - 50} m {RIGHT + 210} {TOP - 50} l S\n"
    assert read(placed_pdf(tmp_path / "表.pdf", [words], rules)) == by_rows(words)
    short = f"{LEFT} {TOP - 50} m {LEFT + 210} {TOP - 50} l S\n0 0 595 842 re f\n"
    assert read(placed_pdf(tmp_path / "栏.pdf", [words], short)) == [*PARAGRAPHS[:3], *SECOND]


def rows_of_cells(cells: list[tuple[str, str]]) -> Words:
    """A table without lines whose cells hold text of several lines."""
    words: Words = []
    top = TOP
    for left, right in cells:
        made = column(LEFT, (left,), top) + column(RIGHT, (right,), top)
        words += made
        top = min(y for _, y, _ in made) - STEP
    return words


_TABLES = {
    "names and figures": [(LEFT, f"定点医药机构检查第{n}项完成率") for n in range(20)],
    "names as wide as the column": [(LEFT, "定点医药机构医保基金使用情况检查完成") for n in range(20)],
}


@pytest.mark.parametrize("name", _TABLES)
def test_a_table_of_names_and_figures_is_read_by_rows(tmp_path, name):
    words = [(x, TOP - STEP * n, text) for n, (x, text) in enumerate(_TABLES[name])]
    words += [(RIGHT, TOP - STEP * n, f"{n * 37 + 1200}.50") for n in range(20)]
    assert read(placed_pdf(tmp_path / "表.pdf", [words])) == by_rows(words)


def test_a_table_of_sentences_is_read_by_rows(tmp_path):
    cells = [(PARAGRAPHS[n % 4], PARAGRAPHS[(n + 1) % 4]) for n in range(7)]
    words = rows_of_cells(cells)
    assert read(placed_pdf(tmp_path / "表.pdf", [words])) == by_rows(words)


def test_a_list_in_two_halves_is_read_by_rows(tmp_path):
    words = [(x, TOP - STEP * n, f"第{n + 1}项已经办结") for x in (LEFT, RIGHT) for n in range(20)]
    assert read(placed_pdf(tmp_path / "表.pdf", [words])) == by_rows(words)


def test_single_columns_stay(tmp_path):
    words = [(60, 780 - 24 * n, line) for n, line in enumerate(LINES * 4)]
    assert read(placed_pdf(tmp_path / "报告.pdf", [words])) == [*LINES * 4]


def test_columns_of_an_office_program(tmp_path):
    told = random.Random(2).choices(PARAGRAPHS, k=30)
    body = "".join(map(paragraph, told))
    columns = '<w:p><w:pPr><w:sectPr><w:type w:val="continuous"/><w:cols w:num="2" w:space="425"/></w:sectPr></w:pPr></w:p>'
    path = word_file(tmp_path / "报告.docx", "<!--only-->" + body + columns)
    assert "".join(read(office(path, "pdf"))) == "".join(told)


@given(
    st.lists(
        st.builds(Word, st.sampled_from([60, 84, 200, 312, 336]), st.integers(20, 60).map(lambda n: n * 12), st.just(12.0),
                  st.sampled_from(["一", "基金收支运行平稳没有风险事件发生过", "12.50"])),
        min_size=1, max_size=60,
    )
)  # fmt: skip
def test_no_word_is_lost_or_told_twice(words):
    assert sorted(word for part in parts_of(words, []) for word in part.words) == sorted(words)


def test_rules_are_placed_by_their_matrix_and_rubbish_is_passed_over():
    rules = Rules()
    matrix = (2.0, 0.0, 0.0, 1.0, 10.0, 5.0)
    rules.see(b"re", [1, 2, 3, 4.5], matrix)
    rules.see(b"m", [0, 0], matrix)
    rules.see(b"l", [4, 1], matrix)
    rules.see(b"l", [4, 90], matrix)
    for operands in ([], ["x", 1], [None] * 4, [1, 2, 3]):
        for operator in (b"re", b"m", b"l", b"Tj"):
            rules.see(operator, operands, matrix)
    assert [tuple(one) for one in rules.found] == [(7.0, 12.0, 18.0), (11.5, 12.0, 18.0), (5.0, 10.0, 18.0)]
