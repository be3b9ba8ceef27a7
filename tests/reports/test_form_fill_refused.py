"""Files that are no form to fill: each one is refused with its code, and nothing is written."""

import io
import struct
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import xlwt
from form_fill_samples import NATIONAL_VALUES, national_xls, national_xlsx

from yiheng.reports import workbook_package
from yiheng.reports.form_fill import fill_form
from yiheng.reports.workbook_biff import FILEPASS, Record, assembled, parse_book
from yiheng.reports.workbook_compound import parse_compound, with_stream
from yiheng.standards.problem import Refused


def refusal(tmp_path: Path, content: bytes | None, name: str = "表.xlsx") -> tuple[str, str]:
    """The code and what was found, after checking that nothing was written."""
    form, out = tmp_path / name, tmp_path / "out" / name
    out.parent.mkdir()
    if content is not None:
        form.write_bytes(content)
    with pytest.raises(Refused) as caught:
        fill_form(form, NATIONAL_VALUES, out)
    assert list(out.parent.iterdir()) == []
    assert name in caught.value.problem.file
    return caught.value.problem.code, caught.value.problem.found


def with_stream_named(name: str) -> bytes:
    """An .xls file whose workbook stream has another name."""
    file = parse_compound(national_xls())
    number = file.root_streams["Workbook"]
    encoded = name.encode("utf-16-le")
    entry = encoded.ljust(64, b"\0") + struct.pack("<H", len(encoded) + 2) + file.entries[number][66:]
    entries = tuple(entry if at == number else other for at, other in enumerate(file.entries))
    return with_stream(replace(file, entries=entries), number, file.stream(number))


def with_workbook_stream(stream: bytes) -> bytes:
    file = parse_compound(national_xls())
    return with_stream(file, file.root_streams["Workbook"], stream)


def workbook_stream() -> bytes:
    file = parse_compound(national_xls())
    return file.stream(file.root_streams["Workbook"])


def test_a_missing_file(tmp_path: Path) -> None:
    assert refusal(tmp_path, None)[0] == "form_not_found"


def test_an_empty_file(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"")[0] == "form_empty"


def test_a_file_over_the_limit(tmp_path: Path) -> None:
    form = tmp_path / "大.xlsx"
    with form.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024 + 1)
    with pytest.raises(Refused) as caught:
        fill_form(form, (), tmp_path / "out.xlsx")
    problem = caught.value.problem
    assert (problem.code, problem.found, problem.expected) == ("form_too_large", "51 MB", "50 MB")


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_package, "UNPACKED_LIMIT_BYTES", 1024 * 1024)
    stream = io.BytesIO(national_xlsx())
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/zeros.bin", bytes(4 * 1024 * 1024))
    assert refusal(tmp_path, stream.getvalue()) == ("form_too_large", "4 MB（解压后）")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("三级指标,完成值\n参保人数,1\n".encode("gb18030"), "文本文件（CSV）"),
        ("\ufeff三级指标\t完成值".encode(), "文本文件（CSV）"),
        ("<html><table><tr><td>三级指标".encode(), "网页（HTML）"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "XML 文件"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF 文件"),
        (b"\x00\x01\x02\xff\xfe" * 10, "其他格式的文件"),
    ],
)
def test_a_file_that_only_has_the_name_of_a_workbook(tmp_path: Path, content: bytes, found: str) -> None:
    assert refusal(tmp_path, content, "表.xls") == ("form_not_a_workbook", found)


def test_a_word_document(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
            'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        package.writestr("word/document.xml", "<document/>")
    assert refusal(tmp_path, stream.getvalue())[0] == "form_not_a_workbook"


def test_a_zip_that_is_no_office_file(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("说明.txt", "1")
    assert refusal(tmp_path, stream.getvalue())[0] == "form_not_a_workbook"


def test_a_word_document_of_2003(tmp_path: Path) -> None:
    assert refusal(tmp_path, with_stream_named("WordDocument"), "表.xls")[0] == "form_not_a_workbook"


def test_an_xlsx_with_a_password(tmp_path: Path) -> None:
    assert refusal(tmp_path, with_stream_named("EncryptedPackage"))[0] == "form_encrypted"


def test_an_xls_with_a_password(tmp_path: Path) -> None:
    book = parse_book(workbook_stream())
    first, *rest = book.globals
    enciphered = replace(book, globals=[first, Record(FILEPASS, bytes(6), 1), *rest])
    assert refusal(tmp_path, with_workbook_stream(assembled(enciphered)), "表.xls")[0] == "form_encrypted"


def test_a_workbook_of_1995(tmp_path: Path) -> None:
    assert refusal(tmp_path, with_stream_named("Book"), "表.xls")[0] == "form_too_old"


def test_a_workbook_stream_of_1995(tmp_path: Path) -> None:
    stream = bytearray(workbook_stream())
    struct.pack_into("<H", stream, 4, 0x0500)
    assert refusal(tmp_path, with_workbook_stream(bytes(stream)), "表.xls")[0] == "form_too_old"


@pytest.mark.parametrize("start", [b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00"])
def test_a_worksheet_from_before_compound_files(tmp_path: Path, start: bytes) -> None:
    assert refusal(tmp_path, start + bytes(60), "表.xls")[0] == "form_too_old"


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_half_a_file(tmp_path: Path, kept: float) -> None:
    content = national_xlsx()
    assert refusal(tmp_path, content[: int(len(content) * kept)])[0] == "form_broken"


@pytest.mark.parametrize("kept", [40, 600, 2000, 6000])
def test_half_a_file_of_2003(tmp_path: Path, kept: int) -> None:
    assert refusal(tmp_path, national_xls()[:kept], "表.xls")[0] == "form_broken"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_part_that_is_no_xml(tmp_path: Path, part: str) -> None:
    source = zipfile.ZipFile(io.BytesIO(national_xlsx()))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name in source.namelist():
            content = source.read(name)
            package.writestr(name, content[: len(content) // 2] if name == part else content)
    assert refusal(tmp_path, stream.getvalue())[0] == "form_broken"


def test_a_workbook_without_a_table_of_indicators(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["姓名", "科室", "考核得分"])
    stream = io.BytesIO()
    book.save(stream)
    assert refusal(tmp_path, stream.getvalue())[0] == "form_no_table"


def test_a_workbook_of_2003_without_a_table_of_indicators(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("预算").write(0, 0, "年初预算数")
    stream = io.BytesIO()
    book.save(stream)
    assert refusal(tmp_path, stream.getvalue(), "表.xls")[0] == "form_no_table"


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    form = tmp_path / "表.xlsx"
    form.write_bytes(national_xlsx())
    with pytest.raises(Refused) as caught:
        fill_form(form, (), tmp_path / "没有这个文件夹" / "表.xlsx")
    assert caught.value.problem.code == "form_not_writable"


def test_an_earlier_result_survives_a_refusal(tmp_path: Path) -> None:
    form, out = tmp_path / "表.xlsx", tmp_path / "已填.xlsx"
    form.write_bytes(b"not a workbook")
    out.write_bytes(b"earlier")
    with pytest.raises(Refused):
        fill_form(form, (), out)
    assert out.read_bytes() == b"earlier"
