"""The written self-evaluation table, read back with another library."""

import zipfile
from datetime import date
from fractions import Fraction

import openpyxl
import pytest
from form_samples import form, score

from yiheng.reports.excel import FORM_SHEET, NOTES_SHEET, TRACE_SHEET, UNREGISTERED, write_form
from yiheng.reports.form import FigureText
from yiheng.reports.form_layouts import grid
from yiheng.standards.problem import Refused

CREATED = date(2024, 3, 5)


def written(tmp_path, sample, layout="national", name="自评表.xlsx"):
    path = tmp_path / name
    write_form(grid(sample, layout), sample, path, created=CREATED)
    return path


@pytest.fixture
def book(tmp_path):
    return openpyxl.load_workbook(written(tmp_path, form()))


def found(sheet, value):
    cells = [cell for line in sheet.iter_rows() for cell in line if cell.value == value]
    assert len(cells) == 1, f"{value}: {[cell.coordinate for cell in cells]}"
    return cells[0]


def merged(sheet, cell):
    return next((area for area in sheet.merged_cells.ranges if cell.coordinate in area), None)


def test_merges_are_those_of_the_layout(book):
    sheet = book[FORM_SHEET]
    spans = {
        (area.min_row - 1, area.min_col - 1, area.max_row, area.max_col) for area in sheet.merged_cells.ranges
    }
    laid_out = {
        (cell.row, cell.column, cell.row + cell.row_span, cell.column + cell.column_span)
        for cell in grid(form(), "national").cells
        if cell.row_span * cell.column_span > 1
    }
    assert spans == laid_out
    assert merged(sheet, found(sheet, "产出指标（50分）")).size == {"rows": 12, "columns": 1}
    assert merged(sheet, found(sheet, form().title)).size["columns"] == 10


def test_figures_are_numbers_that_show_their_text(book):
    sheet = book[FORM_SHEET]
    for value, number_format in (
        (245774.82, "#,##0.00"),
        (0.9773, "0.00%"),
        (9.77, "#,##0.00"),
        (98.27, "#,##0.00"),
        (100, "#,##0"),
    ):
        cells = [cell for line in sheet.iter_rows() for cell in line if cell.value == value]
        assert number_format in {cell.number_format for cell in cells}, value
    actual = [cell for cell in sheet["F"] if cell.number_format == '#,##0"人次"']
    assert {cell.value for cell in actual} == {67932}
    assert all(cell.data_type == "n" and cell.alignment.shrink_to_fit for cell in actual)
    assert {cell.data_type for cell in sheet["E"] if str(cell.value).startswith("≥")} == {"s"}


def test_page_is_a4_landscape_one_wide_with_the_indicator_head_repeated(book):
    sheet = book[FORM_SHEET]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToWidth in (None, 1)  # 1 is what the format assumes when it is left out
    assert sheet.page_setup.fitToHeight == 0
    head = found(sheet, "一级指标").row
    assert sheet.print_title_rows == f"${head}:${head}"
    assert sheet.freeze_panes == "A5"


@pytest.mark.parametrize("name", [FORM_SHEET, NOTES_SHEET, TRACE_SHEET])
def test_every_page_bears_the_warning_the_status_and_the_version(book, name):
    sheet = book[name]
    assert sheet.oddHeader.center.text == "推定评分表，非官方"
    footer = sheet.oddFooter
    assert footer.left.text.strip() == "数据状态：决算"
    assert footer.center.text == "第 &P 页 / 共 &N 页"
    assert footer.right.text.strip() == "版本：快照 17 · 评分方案 2023.1"
    assert found(sheet, "推定评分表，非官方").row == 2


def test_official_form_bears_no_warning(tmp_path):
    sheet = openpyxl.load_workbook(written(tmp_path, form(banner="")))[FORM_SHEET]
    assert sheet.oddHeader.center.text is None
    assert "推定评分表，非官方" not in {cell.value for line in sheet.iter_rows() for cell in line}


def test_margin_text_is_shortened_rather_than_dropped_and_its_codes_are_disarmed(tmp_path):
    sample = form(banner="甲&P" + "长" * 400, version="v" * 400, data_status="状" * 400)
    sheet = openpyxl.load_workbook(written(tmp_path, sample))[FORM_SHEET]
    header = sheet.oddHeader.center.text
    assert header.startswith("甲&&P长")
    assert header.endswith("…")
    assert sheet.oddFooter.right.text.strip().endswith("v…")


def test_text_that_looks_like_a_formula_stays_text_even_when_edited(tmp_path):
    attack = '=HYPERLINK("http://example.invalid","点我")'
    starts = (attack, "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "＝1+1")
    rows = form().rows
    sample = form(
        project_name=attack,
        rows=tuple(
            type(line)(**{field: getattr(line, field) for field in line.__slots__} | {"reason": text})
            for line, text in zip(rows, starts, strict=False)
        ),
        goal_expected="http://example.invalid",
    )
    path = written(tmp_path, sample)
    sheet = openpyxl.load_workbook(path)[FORM_SHEET]
    for text in starts:
        cells = [cell for line in sheet.iter_rows() for cell in line if cell.value == text]
        assert cells
        for cell in cells:
            assert (cell.data_type, cell.quotePrefix) == ("s", True)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert not [name for name, part in parts.items() if b"<f>" in part]
    assert not [name for name, part in parts.items() if name.endswith(".rels") and b"example.invalid" in part]


def test_plain_text_is_not_marked(book):
    sheet = book[FORM_SHEET]
    assert not found(sheet, "项目名称").quotePrefix


def test_each_figure_cell_can_be_traced(book):
    sheet, trace = book[FORM_SHEET], book[TRACE_SHEET]
    head = found(trace, "数据编号").row
    lines = [[cell.value for cell in line] for line in trace.iter_rows(min_row=head + 1)]
    bound = [cell for cell in grid(form(), "national").cells if getattr(cell.content, "figure_id", "")]
    assert [(line[2], line[3]) for line in lines] == [(cell.text, cell.content.figure_id) for cell in bound]
    for reference, _, _, figure_id, _, _, name in lines:
        assert name == f"fig.{figure_id}"
        place = book.defined_names[name].attr_text
        assert place.replace("$", "") in (f"'{FORM_SHEET}'!{reference}", f"{FORM_SHEET}!{reference}")
    by_id = {line[3]: line for line in lines}
    assert sheet[by_id["executed"][0]].value == 246178.06
    assert by_id["executed"][4:6] == ["统筹基金当年补助支出，含上年结转", "财务总账 4011"]
    assert by_id["budget.initial"][4] == UNREGISTERED
    link = found(trace, by_id["executed"][0]).hyperlink
    assert link.location == f"'{FORM_SHEET}'!{by_id['executed'][0]}"


def test_the_machines_trace_is_hidden_and_what_is_seen_is_in_words(book):
    """A reviewer prints the form and what its figures mean: no id, no cell name, no line without a meaning."""
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        (FORM_SHEET, "visible"), (NOTES_SHEET, "visible"), (TRACE_SHEET, "hidden"),
    ]  # fmt: skip
    notes = book[NOTES_SHEET]
    shown = {str(cell.value) for line in notes.iter_rows() for cell in line if cell.value is not None}
    assert UNREGISTERED not in shown
    assert not {text for text in shown if text.startswith("fig.")}
    assert not {note.figure_id for note in form().figure_notes} & shown
    head = found(notes, "口径").row
    lines = [[cell.value for cell in line] for line in notes.iter_rows(min_row=head + 1)]
    on_form = {getattr(cell.content, "figure_id", "") for cell in grid(form(), "national").cells}
    told = [note for note in form().figure_notes if note.figure_id in on_form]
    assert told
    assert [(line[1], line[3], line[4]) for line in lines] == [
        (note.name, note.definition, note.source) for note in told
    ]
    link = found(notes, lines[0][0]).hyperlink
    assert link.location == f"'{FORM_SHEET}'!{lines[0][0]}"


def test_trace_sheet_states_version_status_and_filters(book):
    trace = book[TRACE_SHEET]
    for name, value in (
        ("数据状态", "决算"),
        ("数据版本", "快照 17 · 评分方案 2023.1"),
        ("筛选条件：险种", "城乡居民"),
    ):
        assert trace.cell(found(trace, name).row, 3).value == value


def test_figure_that_stands_twice_has_two_names_and_ids_stay_text(tmp_path):
    twice = FigureText("12", "基金/结余-2023", Fraction(12), 0, "score")
    sample = form(total_full=twice, total_score=twice)
    names = openpyxl.load_workbook(written(tmp_path, sample)).defined_names
    assert {"fig.基金_结余_2023", "fig.基金_结余_2023.2"} <= set(names)
    long_id = FigureText("007", "0" * 20, Fraction(7), 0, "text")
    book = openpyxl.load_workbook(written(tmp_path, form(total_full=long_id), name="b.xlsx"))
    assert found(book[FORM_SHEET], "007").data_type == "s"
    cell = found(book[TRACE_SHEET], "0" * 20)
    assert (cell.data_type, cell.number_format) == ("s", "@")


def test_same_form_gives_the_same_bytes(tmp_path):
    first = written(tmp_path, form(), name="a.xlsx").read_bytes()
    assert first == written(tmp_path, form(), name="b.xlsx").read_bytes()
    changed = written(tmp_path, form(total_score=score("98.28")), name="c.xlsx").read_bytes()
    assert first != changed
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2024-03-05T00:00:00Z" in archive.read("docProps/core.xml")


@pytest.mark.parametrize("layout", ["national", "sichuan", "transfer"])
def test_no_row_is_higher_than_excel_allows_even_with_very_long_text(tmp_path, layout):
    sample = form(goal_expected="基金运行平稳，收支平衡。" * 400)
    sheet = openpyxl.load_workbook(written(tmp_path, sample, layout))[FORM_SHEET]
    heights = [sheet.row_dimensions[line].height for line in range(1, sheet.max_row + 1)]
    assert max(heights) <= 409
    goal = merged(sheet, found(sheet, sample.goal_expected))
    assert goal.size["rows"] > 1


def test_file_that_cannot_be_written_is_refused(tmp_path):
    with pytest.raises(Refused) as refused:
        written(tmp_path / "没有的文件夹", form())
    assert refused.value.problem.code == "file_not_writable"
