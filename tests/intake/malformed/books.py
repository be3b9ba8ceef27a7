"""Malformed workbooks and web pages: merged, hidden, damaged, locked, too large, and web pages called .xls."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import xlsxwriter
import xlwt
from tests.intake.malformed.case import malformed


def book(fill: Callable[[Any, Any], None]) -> bytes:
    """An .xlsx that ``fill`` writes, given the workbook and its first sheet."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    fill(workbook, workbook.add_worksheet("结算"))
    workbook.close()
    return out.getvalue()


def altered(raw: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """A workbook with one part changed, its sums put right."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name.endswith(part):
                assert old in data, data[:400]
                data = data.replace(old, new)
            target.writestr(name, data)
    return out.getvalue()


def rows(sheet: Any) -> None:
    """A head and two rows."""
    for line, row in enumerate((("编号", "额"), ("S1", 1.5), ("S2", 2))):
        sheet.write_row(line, 0, row)


PLAIN = book(lambda workbook, sheet: rows(sheet))
SHEET = "sheet1.xml"


@malformed(3, holds=("编号", "1.5", "2"))
def a_workbook_called_csv() -> bytes:
    return PLAIN


@malformed(3, holds=("123456789012345", "1.23456789012346E+17", "-0.0000005", "0.3"))
def numbers_of_all_sizes() -> bytes:
    def fill(workbook: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, (123456789012345, 123456789012345678))
        sheet.write_row(1, 0, (-5e-7, 0.1 + 0.2))
        sheet.write_row(2, 0, (1.0, 1e300))

    return book(fill)


@malformed(1, holds=("2023-01-05", "2023-01-05 08:30:00", "08:30:00", "TRUE"))
def dates_times_and_truths() -> bytes:
    def fill(workbook: Any, sheet: Any) -> None:
        shown = {"day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "time": "hh:mm"}
        form = {name: workbook.add_format({"num_format": code}) for name, code in shown.items()}
        sheet.write_datetime(0, 0, date(2023, 1, 5), form["day"])
        sheet.write_datetime(0, 1, datetime(2023, 1, 5, 8, 30), form["moment"])
        sheet.write_datetime(0, 2, time(8, 30), form["time"])
        sheet.write_boolean(0, 3, True)

    return book(fill)


@malformed(2, holds=("#DIV/0!", "#REF!"))
def error_values() -> bytes:
    def fill(workbook: Any, sheet: Any) -> None:
        sheet.write(0, 0, "额")
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 2, "=A9", None, "#REF!")

    return book(fill)


@malformed(2, "intake_formula_empty")
def a_formula_without_value() -> bytes:
    raw = book(
        lambda workbook, sheet: (
            sheet.write(0, 0, "额"),
            sheet.write_formula(1, 0, "=1+1", None, 987),
            sheet.write(1, 1, 3),
        )
    )
    return altered(raw, SHEET, b"<v>987</v>", b"")


@malformed(2, "intake_formula_other_book", holds=("7",))
def a_formula_into_another_workbook() -> bytes:
    return book(
        lambda workbook, sheet: (sheet.write(0, 0, "额"), sheet.write_formula(1, 0, "=[1]Sheet1!A1", None, 7))
    )


@malformed(3, holds=("结算明细", "金额"))
def merged_heads() -> bytes:
    def fill(workbook: Any, sheet: Any) -> None:
        sheet.merge_range("A1:C1", "结算明细")
        sheet.merge_range("B2:C2", "金额")
        sheet.write_row(2, 0, ("编号", "统筹", "个账"))

    return book(fill)


@malformed(2, lines=(3, 7))
def a_table_that_begins_in_the_middle() -> bytes:
    return book(lambda workbook, sheet: (sheet.write("C3", "编号"), sheet.write("E7", 1)))


@malformed(4)
def a_hidden_sheet() -> bytes:
    def fill(workbook: Any, sheet: Any) -> None:
        rows(sheet)
        hidden = workbook.add_worksheet("备份")
        hidden.write(0, 0, "旧")
        hidden.hide()

    return book(fill)


@malformed(0, "intake_nothing")
def a_workbook_without_content() -> bytes:
    return book(lambda workbook, sheet: sheet.set_column(0, 3, 20))


@malformed(1, holds=("甲\n乙",))
def a_line_break_in_a_sheet_cell() -> bytes:
    return book(lambda workbook, sheet: sheet.write(0, 0, "甲\n乙"))


@malformed(1, holds=("001", " 空 "))
def text_that_looks_like_a_number() -> bytes:
    return book(lambda workbook, sheet: (sheet.write_string(0, 0, "001"), sheet.write_string(0, 1, " 空 ")))


@malformed(0, "intake_sheet_large")
def two_cells_at_opposite_corners() -> bytes:
    return altered(PLAIN, SHEET, b'r="B3"', b'r="XFD1048576"')


@malformed(0, "intake_columns_many")
def a_cell_beyond_the_last_column() -> bytes:
    return altered(PLAIN, SHEET, b'r="A3"', b'r="AAAAAA3"')


@malformed(0, "intake_file_damaged")
def a_count_of_a_hundred_billion() -> bytes:
    return altered(PLAIN, "sharedStrings.xml", b'uniqueCount="4"', b'uniqueCount="99999999999"')


@malformed(0, "intake_file_damaged")
def a_sheet_that_is_cut() -> bytes:
    return altered(PLAIN, SHEET, b"</sheetData>", b"<")


@malformed(0, "intake_file_damaged")
def a_workbook_cut_short() -> bytes:
    return PLAIN[: len(PLAIN) // 2]


@malformed(0, "intake_file_damaged")
def a_workbook_without_its_list_of_sheets() -> bytes:
    return altered(PLAIN, "workbook.xml.rels", b"<Relationships", b"<Relation")


@malformed(0, "intake_package_bomb")
def a_workbook_that_is_a_bomb() -> bytes:
    return altered(PLAIN, SHEET, b"</sheetData>", b"</sheetData>" + b" " * (65 << 20))


@malformed(0, "intake_file_locked")
def a_workbook_with_a_password() -> bytes:
    return compound("EncryptionInfo", "EncryptedPackage")


@malformed(0, "intake_kind")
def an_old_word_document() -> bytes:
    return compound("WordDocument")


@malformed(0, "intake_file_damaged")
def an_old_workbook_without_its_stream() -> bytes:
    return compound("Workbook")


def compound(*streams: str) -> bytes:
    """The skeleton of an OLE compound file: a head and a directory that names streams."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0" + b"\0" * 14
    entries = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams))
    return head.ljust(512, b"\0") + entries.ljust(512, b"\0")


def old_book(fill: Callable[[Any], None]) -> bytes:
    """An .xls of one sheet."""
    workbook = xlwt.Workbook()
    fill(workbook.add_sheet("结算"))
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


@malformed(2, holds=("编号", "S1", "#DIV/0!"))
def an_old_workbook_with_an_error() -> bytes:
    def fill(sheet: Any) -> None:
        sheet.write(0, 0, "编号")
        sheet.write(1, 0, "S1")
        sheet.row(1).set_cell_error(1, "#DIV/0!")

    return old_book(fill)


@malformed(0, "intake_file_damaged")
def an_old_workbook_that_claims_four_billion_rows() -> bytes:
    raw = old_book(lambda sheet: sheet.write(0, 0, "x"))
    at = raw.index(b"\x00\x02\x0e\x00", 512)  # the record of the sheet's extent
    return raw[: at + 8] + b"\xff\xff\xff\xff\0\0\xff\xff" + raw[at + 16 :]


@malformed(0, "intake_file_damaged")
def an_old_workbook_with_a_cell_far_out() -> bytes:
    raw = old_book(lambda sheet: sheet.write(3, 5, 0.123456789))
    at = raw.index(b"\x03\x02\x0e\0")
    return raw[: at + 6] + b"\x05\xff" + raw[at + 8 :]


@malformed(3, "intake_web_cut", holds=("结算明细", "001", "1,234.50"))
def a_web_page_called_xls() -> bytes:
    return (
        "<html><head><style>td{mso-number-format:General}</style></head><body><table><tr><td colspan=2>结算明细"
        "<tr><th>编号<th>额<tr><td>001&nbsp;<td>1,234.50"
    ).encode("gbk")


@malformed(2, holds=("甲\n乙",))
def a_web_table_with_breaks_and_spans() -> bytes:
    return "<table><tr><td rowspan=2>甲<br>乙</td><td>1</td></tr><tr><td>2</td></tr></table></html>".encode()


@malformed(0, "intake_web_empty")
def a_web_page_of_frames() -> bytes:
    return b"<html><frameset rows='*'><frame src='sheet001.htm'></frameset></html>"


@malformed(0, "intake_web_empty")
def a_login_page_instead_of_the_export() -> bytes:
    return "<!DOCTYPE html><html><body><form>请登录</form></body></html>".encode()


XML = """<?xml version="1.0" encoding="GBK"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="结算"><Table>
<Row><Cell><Data ss:Type="String">编号</Data></Cell></Row>
<Row ss:Index="4"><Cell ss:Index="2"><Data ss:Type="Number">12.50</Data></Cell></Row></Table></Worksheet></Workbook>"""


@malformed(2, holds=("编号", "12.5"), lines=(1, 4))
def an_xml_workbook_of_2003() -> bytes:
    return XML.encode("gbk")


@malformed(0, "intake_file_damaged")
def an_xml_workbook_cut_short() -> bytes:
    return XML.encode()[:-60]


@malformed(0, "intake_file_damaged")
def an_xml_workbook_that_swells() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "x"}">' for n in range(9))
    return (
        XML.replace("GBK", "UTF-8")
        .replace("?><Work", f"?><!DOCTYPE W [{entities}]><Work")
        .replace("编号", "&a8;")
        .encode()
    )


def open_document(body: str) -> bytes:
    """An .ods of one table."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr(
            "content.xml",
            f'<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="结算">{body}'
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


CELL = '<table:table-cell office:value-type="string" {}><text:p>甲</text:p></table:table-cell>'


@malformed(1, holds=("甲", "#DIV/0!"))
def an_open_document_with_an_error() -> bytes:
    error = '<table:table-cell office:value-type="float" office:value="0"><text:p>#DIV/0!</text:p></table:table-cell>'
    empty = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>'
    return open_document(f"<table:table-row>{CELL.format('')}{error}</table:table-row>{empty}")


@malformed(0, "intake_sheet_large")
def an_open_document_that_repeats_without_end() -> bytes:
    wide = CELL.format('table:number-columns-repeated="1000"')
    return open_document(f'<table:table-row table:number-rows-repeated="1000000">{wide}</table:table-row>')


@malformed(0, "intake_kind")
def a_word_document_called_xlsx() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<w/>")
    return out.getvalue()
