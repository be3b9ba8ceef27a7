"""The .xlsx format: what is read, what a filled sheet's XML looks like, and that the rest is untouched."""

import io
import zipfile
from fractions import Fraction

import openpyxl
import pytest
import xlsxwriter
from form_fill_samples import national_xlsx
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from yiheng.reports.workbook_grid import Area, CellEntry
from yiheng.reports.workbook_xlsx import read_sheets, write_cells

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def book_of(sheet_data: str, after: str = "", workbook: str = "", before: str = "", **parts: str) -> bytes:
    """A package written by hand, of one sheet; ``parts`` may give ``styles`` and ``sharedStrings``."""
    links = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/{name}" Target="{name}.xml"/>' for name in parts
    )
    files = {
        "_rels/.rels": f'<Relationships xmlns="p"><Relationship Id="b" Type="{RELATIONS}/officeDocument" '
        'Target="/xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="表" sheetId="1" '
        f'r:id="s"/></sheets>{workbook}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="p"><Relationship Id="s" Type="{RELATIONS}/worksheet"'
        f' Target="worksheets/sheet1.xml"/>{links}</Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{before}<sheetData>{sheet_data}</sheetData>{after}'
        "</worksheet>",
        **{f"xl/{name}.xml": text for name, text in parts.items()},
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, text in files.items():
            package.writestr(name, text)
    return stream.getvalue()


def sheet_xml(content: bytes) -> str:
    """The rows of the first sheet, without the namespace."""
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml"))
    data = root.find(f"{{{MAIN}}}sheetData")
    assert data is not None
    return etree.tostring(data, encoding="unicode").replace(f' xmlns="{MAIN}"', "")


def text_entry(row: int, column: int, text: str) -> CellEntry:
    return CellEntry(0, row, column, text)


def test_texts_of_every_kind_are_read() -> None:
    strings = (
        f'<sst xmlns="{MAIN}"><si><t>三级指标</t></si><si><r><t>实际</t></r><r><t>完成值</t></r>'
        "<rPh><t>shiji</t></rPh></si></sst>"
    )
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
        '<c r="C1" t="inlineStr"><is><t>得分</t></is></c><c r="D1"><v>9.5</v></c><c r="E1" t="b"><v>1</v></c>'
        '<c r="F1" t="str"><f>"a"</f><v>a</v></c><c r="G1" t="e"><v>#REF!</v></c></row>'
    )
    cells = read_sheets(book_of(rows, sharedStrings=strings), "表")[0].cells
    assert [cells[0, column].text for column in range(7)] == [
        *("三级指标", "实际完成值", "得分", "9.5", "1", "a", "#REF!")
    ]
    assert cells[0, 3].number == Fraction("9.5")
    assert [cell.is_formula for cell in cells.values()] == [False] * 5 + [True, False]


def test_rows_and_cells_without_a_reference_follow_each_other() -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row r='4'><c r='C4'><v>3</v></c><c><v>4</v></c></row>"
    places = read_sheets(book_of(rows), "表")[0].cells
    assert {place: cell.text for place, cell in places.items()} == {
        (0, 0): "1",
        (0, 1): "2",
        (3, 2): "3",
        (3, 3): "4",
    }


def test_the_range_of_an_array_formula_is_computed() -> None:
    rows = '<row r="1"><c r="A1"><f t="array" ref="A1:B1">1</f><v>1</v></c><c r="B1"/><c r="C1"/></row>'
    cells = read_sheets(book_of(rows), "表")[0].cells
    assert [cells[0, column].is_formula for column in range(3)] == [True, True, False]


STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="176" formatCode="0.0%"/></numFmts><cellXfs>'
    '<xf numFmtId="0"/><xf numFmtId="10"><protection locked="0"/></xf><xf numFmtId="176"/><xf numFmtId="49"/>'
    "</cellXfs></styleSheet>"
)


def test_lock_and_number_format_come_from_the_style_of_cell_row_or_column() -> None:
    rows = (
        '<row r="1"><c r="A1" s="1"/><c r="B1" s="2"/><c r="C1" s="3"/></row>'
        '<row r="2" s="1" customFormat="1"/><row r="3"/>'
    )
    form = book_of(
        rows,
        before='<cols><col min="4" max="5" style="2"/></cols>',
        after='<sheetProtection sheet="1"/><mergeCells><mergeCell ref="A5:B6"/></mergeCells>',
        styles=STYLES,
    )
    sheet = read_sheets(form, "表")[0]
    assert sheet.is_protected
    assert sheet.merges == [Area(4, 0, 5, 1)]
    assert [sheet.cell(0, column).is_locked for column in range(3)] == [False, True, True]
    assert [sheet.cell(0, column).number_format for column in range(3)] == ["0.00%", "0.0%", "@"]
    assert (sheet.cell(1, 3).is_locked, sheet.cell(2, 3).number_format) == (False, "0.0%")
    assert (sheet.cell(2, 9).is_locked, sheet.cell(2, 9).number_format) == (True, "")


def test_a_new_cell_stands_in_order_with_the_style_of_its_place() -> None:
    rows = '<row r="1" spans="1:3"><c r="A1"><v>1</v></c><c r="C1"><v>3</v></c></row><row r="3"><c r="A3"/></row>'
    form = book_of(rows, before='<cols><col min="2" max="4" style="2"/></cols>', styles=STYLES)
    entries = [
        text_entry(0, 1, "乙"),
        text_entry(0, 4, "戊"),
        text_entry(1, 1, "新行"),
        text_entry(4, 0, "尾"),
    ]
    assert sheet_xml(write_cells(form, entries, "表")) == (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c>'
        '<c r="B1" s="2" t="inlineStr"><is><t xml:space="preserve">乙</t></is></c><c r="C1"><v>3</v></c>'
        '<c r="E1" t="inlineStr"><is><t xml:space="preserve">戊</t></is></c></row>'
        '<row r="2"><c r="B2" s="2" t="inlineStr"><is><t xml:space="preserve">新行</t></is></c></row>'
        '<row r="3"><c r="A3"/></row>'
        '<row r="5"><c r="A5" t="inlineStr"><is><t xml:space="preserve">尾</t></is></c></row></sheetData>'
    )


def test_a_cell_keeps_its_style_and_loses_its_old_content() -> None:
    rows = '<row r="1"><c r="A1" s="2" t="s" vm="1"><v>0</v></c><c r="B1" s="3"/></row>'
    strings = f'<sst xmlns="{MAIN}"><si><t>（请填写）</t></si></sst>'
    form = book_of(rows, styles=STYLES, sharedStrings=strings)
    filled = write_cells(form, [CellEntry(0, 0, 0, "10", Fraction(10)), text_entry(0, 1, " 空 格 ")], "表")
    assert sheet_xml(filled) == (
        '<sheetData><row r="1"><c r="A1" s="2"><v>10</v></c>'
        '<c r="B1" s="3" t="inlineStr"><is><t xml:space="preserve"> 空 格 </t></is></c></row></sheetData>'
    )


@pytest.mark.parametrize(
    ("number", "stored"),
    [
        ("38026", "38026"),
        ("37162.80", "37162.8"),
        ("-0.5", "-0.5"),
        ("0.9773", "0.9773"),
        ("1/3", "0.3333333333333333"),
    ],
)
def test_a_number_is_stored_with_the_digits_of_a_double(number: str, stored: str) -> None:
    filled = write_cells(
        book_of('<row r="1"><c r="A1"/></row>'), [CellEntry(0, 0, 0, "", Fraction(number))], "表"
    )
    assert f"<v>{stored}</v>" in sheet_xml(filled)


def test_formulas_stay_and_their_old_results_go() -> None:
    rows = '<row r="1"><c r="A1"/><c r="B1" s="1"><f>SUM(A1:A9)</f><v>0</v></c><c r="C1" t="str"><f>B1</f><v>x</v></c></row>'
    filled = write_cells(book_of(rows, styles=STYLES), [CellEntry(0, 0, 0, "9", Fraction(9))], "表")
    assert sheet_xml(filled) == (
        '<sheetData><row r="1"><c r="A1"><v>9</v></c><c r="B1" s="1"><f>SUM(A1:A9)</f></c>'
        '<c r="C1"><f>B1</f></c></row></sheetData>'
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '<calcPr fullCalcOnLoad="1"/>'),
        (
            '<calcPr calcId="191029" calcMode="manual"/>',
            '<calcPr calcId="191029" calcMode="manual" fullCalcOnLoad="1"/>',
        ),
        ("<definedNames/><extLst/>", '<definedNames/><calcPr fullCalcOnLoad="1"/><extLst/>'),
    ],
)
def test_a_book_with_formulas_is_computed_when_opened(before: str, after: str) -> None:
    form = book_of('<row r="1"><c r="A1"/><c r="B1"><f>A1</f></c></row>', workbook=before)
    filled = zipfile.ZipFile(io.BytesIO(write_cells(form, [text_entry(0, 0, "1")], "表")))
    assert filled.read("xl/workbook.xml").decode().endswith(f"</sheets>{after}</workbook>")


def test_a_book_without_formulas_changes_in_the_sheet_alone() -> None:
    form = book_of('<row r="1"><c r="A1"/></row>')
    before, after = (
        zipfile.ZipFile(io.BytesIO(content))
        for content in (form, write_cells(form, [text_entry(0, 0, "1")], "表"))
    )
    assert [name for name in before.namelist() if before.read(name) != after.read(name)] == [
        "xl/worksheets/sheet1.xml"
    ]


def test_a_strict_workbook_is_filled_too() -> None:
    source = zipfile.ZipFile(io.BytesIO(book_of('<row r="1"><c r="A1"/></row>')))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name in source.namelist():
            package.writestr(name, source.read(name).replace(MAIN.encode(), STRICT.encode()))
    filled = write_cells(stream.getvalue(), [text_entry(0, 0, "得分")], "表")
    assert read_sheets(filled, "表")[0].cells[0, 0].text == "得分"


def test_shared_strings_of_another_program_are_read_and_stay() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("自评表")
        sheet.write_row(0, 0, ["三级指标", "完成值", "得分"])
        sheet.insert_image(5, 0, "点.png", {"image_data": io.BytesIO(PIXEL)})
    form = stream.getvalue()
    filled = write_cells(form, [text_entry(1, 0, "参保人数")], "表")
    assert [cell.text for cell in read_sheets(filled, "表")[0].cells.values()] == [
        *("三级指标", "完成值", "得分", "参保人数")
    ]
    before, after = zipfile.ZipFile(io.BytesIO(form)), zipfile.ZipFile(io.BytesIO(filled))
    assert {"xl/media/image1.png", "xl/drawings/drawing1.xml"} <= set(after.namelist())
    assert [name for name in before.namelist() if before.read(name) != after.read(name)] == [
        "xl/worksheets/sheet1.xml"
    ]


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def test_other_programs_read_the_filled_form() -> None:
    filled = write_cells(
        national_xlsx(), [text_entry(12, 5, "67.92"), CellEntry(0, 12, 7, "10", Fraction(10))], "表"
    )
    sheet = openpyxl.load_workbook(io.BytesIO(filled)).worksheets[0]
    assert (sheet["F13"].value, sheet["H13"].value, sheet["H19"].value) == ("67.92", 10, "=SUM(H13:H18)+I6")


@given(
    entries=st.dictionaries(
        st.tuples(st.integers(0, 8), st.integers(0, 30)),
        st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=20),
        max_size=12,
    )
)
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_read_back_and_the_rest_is_as_before(entries: dict[tuple[int, int], str]) -> None:
    form = book_of('<row r="1"><c r="B1"><v>1</v></c></row><row r="4"><c r="AA4" t="str"><v>x</v></c></row>')
    filled = write_cells(
        form, [text_entry(row, column, text) for (row, column), text in entries.items()], "表"
    )
    expected = {(0, 1): "1", (3, 26): "x", **entries}
    assert {place: cell.text for place, cell in read_sheets(filled, "表")[0].cells.items()} == expected
