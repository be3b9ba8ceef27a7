"""The workbook of an analysis: numbers as shown, native charts on cells, the banner on every sheet."""

import zipfile
from datetime import date
from xml.etree import ElementTree

import openpyxl
import pytest
from tests.reports.analysis_samples import BANNER, sample

from yiheng.reports.analysis_book import write_book

CREATED = date(2023, 12, 31)
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    made = tmp_path_factory.mktemp("book") / "质量.xlsx"
    write_book(sample(), made, created=CREATED)
    return made


def charts(path):
    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith("xl/charts/chart"))
        return [ElementTree.fromstring(archive.read(name)) for name in names]


def test_each_sheet_bears_the_banner(path):
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["概览", "图表", "机构", "图表数据"]
    for sheet in book:
        assert BANNER in (sheet.oddFooter.left.text or "")
    assert book["概览"]["A2"].value == book["机构"]["A2"].value == book["图表"]["A1"].value == BANNER


def test_numbers_are_written_as_they_are_shown(path):
    sheet = openpyxl.load_workbook(path)["机构"]
    whole = [cell.value for cell in sheet[6]]
    assert whole == ["全市", "—", 1234, 1234.57, 1234.57, 0.6667, 0.9957]
    formats = [sheet.cell(6, place).number_format for place in range(3, 8)]
    assert formats == ["#,##0", "#,##0.00", "#,##0.00", "0.00%", "#,##0.0000"]


def test_text_is_never_a_formula(path):
    cell = openpyxl.load_workbook(path)["机构"]["A7"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1 医院", "s", True)


def test_the_bubble_chart_draws_places_and_sizes_from_cells(path):
    (bubbles, *_) = charts(path)
    (series,) = bubbles.iter(f"{C}ser")
    places = {part: series.find(f"{C}{part}/{C}numRef/{C}f").text for part in ("xVal", "yVal", "bubbleSize")}
    assert places == {
        "xVal": "图表数据!$B$3:$B$5",
        "yVal": "图表数据!$C$3:$C$5",
        "bubbleSize": "图表数据!$D$3:$D$5",
    }
    kept = [one.text for one in series.findall(f"{C}bubbleSize/{C}numRef/{C}numCache/{C}pt/{C}v")]
    assert kept == ["400", "100", "4"]
    data = openpyxl.load_workbook(path)["图表数据"]
    assert [data[f"D{row}"].value for row in (3, 4, 5)] == [400, 100, 4]


def test_the_quadrants_are_where_the_axes_cross(path):
    crossings = [one.get("val") for one in charts(path)[0].iter(f"{C}crossesAt")]
    assert [float(one) for one in crossings] == [1, 1]


def test_openpyxl_reads_the_bubble_chart_as_one(path):
    kinds = [type(chart).__name__ for chart in openpyxl.load_workbook(path)["图表"]._charts]
    assert sorted(kinds) == ["BarChart", "BarChart", "BubbleChart"]


def test_the_box_is_a_stack_on_an_invisible_base_with_whiskers(path):
    boxes = charts(path)[1]
    base, lower, upper = boxes.iter(f"{C}ser")
    assert base.find(f"{C}spPr/{{http://schemas.openxmlformats.org/drawingml/2006/main}}noFill") is not None
    assert base.find(f"{C}errBars/{C}errBarType").get("val") == "minus"
    assert upper.find(f"{C}errBars/{C}errBarType").get("val") == "plus"
    assert lower.find(f"{C}errBars") is None
    data = openpyxl.load_workbook(path)["图表数据"]
    rows = [[cell.value for cell in row[:6]] for row in data.iter_rows() if row[0].value == "ES25"]
    assert rows == [["ES25", 2000, 1000, 2000, 1000, 4000]]


def test_the_same_analysis_gives_the_same_bytes(path, tmp_path):
    write_book(sample(), tmp_path / "again.xlsx", created=CREATED)
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()
