"""Files of every kind made by program, for the tests of opening: what bureaus send, without a byte from any of them."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader, PdfWriter

LINES = (
    "甲市2023年度职工医保基金绩效自评报告",
    "一、基金运行情况",
    "基金收入24.47亿元，基金支出16.11亿元，当期结余8.54亿元。",
    "二、存在问题",
    "个别定点医药机构管理有待加强，经办力量不足。",
)
REPORT = "\n".join(LINES) + "\n"
ROWS = (
    ("项目", "预算数（万元）", "执行数（万元）", "执行率"),
    ("住院", "100.50", "90.45", "90.00%"),
    ("门诊", "50", "50", "100.00%"),
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word_file(path: Path, body: str = "", **parts: str) -> Path:
    """A .docx whose body holds the report's lines and then ``body`` (raw XML); ``parts`` are word/NAME.xml roots' insides."""
    made = docx.Document()
    for line in LINES if not body.startswith("<!--only-->") else ():
        made.add_paragraph(line)
    content = io.BytesIO()
    made.save(content)
    source = zipfile.ZipFile(content)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml" and body:
                at = data.rindex(b"<w:sectPr")
                data = data[:at] + body.encode() + data[at:]
            if name == "word/_rels/document.xml.rels":
                for part in parts:
                    kind = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{part}"
                    link = f'<Relationship Id="x{part}" Type="{kind}" Target="{part}.xml"/></Relationships>'
                    data = data.replace(b"</Relationships>", link.encode())
            if name not in [f"word/{part}.xml" for part in parts]:
                target.writestr(name, data)
        for part, inside in parts.items():
            target.writestr(f"word/{part}.xml", f'<w:{part} xmlns:w="{W}">{inside}</w:{part}>')
    return path


def paragraph(text: str) -> str:
    """A paragraph of raw XML."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """A table of raw XML; a cell may be XML itself."""

    def cell(text: str) -> str:
        return f"<w:tc>{text if text.startswith('<w:') else paragraph(text)}</w:tc>"

    return "<w:tbl>" + "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows) + "</w:tbl><w:p/>"


def office(source: Path, target: str) -> Path:
    """The file converted by LibreOffice; the test is skipped where it is missing."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    profile = (source.parent / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", target, "--outdir", str(source.parent)]  # fmt: skip
    subprocess.run([*command, str(source)], capture_output=True, timeout=180, check=True)
    made = source.with_suffix(f".{target.partition(':')[0]}")
    if not made.is_file():  # a LibreOffice of spreadsheets alone opens no document, and says so nowhere
        pytest.skip("LibreOffice is installed without Writer")
    return made


def pdf_file(path: Path, pages: tuple[tuple[str, ...], ...]) -> Path:
    """A PDF with text in a font of the reader (no glyphs inside), one list of lines a page."""
    return placed_pdf(path, [[(60, 780 - 24 * n, line) for n, line in enumerate(lines)] for lines in pages])


def placed_pdf(
    path: Path, pages: Sequence[Sequence[tuple[float, float, str]]], drawn_lines: str = ""
) -> Path:
    """A PDF of words in 12 points at their places (x from the left, y from the bottom); ``drawn_lines`` is raw path."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>"
    child = b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 >>"
    objects += [font, child]
    kids = []
    for words in pages:
        drawn = "".join(f"1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj\n" for x, y, text in words)
        stream = f"{drawn_lines}BT /F1 12 Tf\n{drawn}ET".encode()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
            % len(objects)
        )
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        len(kids),
        b" ".join(b"%d 0 R" % kid for kid in kids),
    )
    content = b"%PDF-1.5\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table_at = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    content += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table_at)
    path.write_bytes(content)
    return path


def locked_pdf(path: Path, password: str) -> Path:
    """The report as a PDF that opens only with a password."""
    writer = PdfWriter(clone_from=PdfReader(pdf_file(path, (LINES,))))
    writer.encrypt(password, algorithm="RC4-128")
    writer.write(path)
    return path


def compound_file(path: Path, *streams: str) -> Path:
    """A compound file with empty streams of these names, as encrypted .docx and .xlsx files are."""
    import xlwt

    book = xlwt.Workbook()
    book.add_sheet("空").write(0, 0, "空")
    book.save(str(path))
    content = bytearray(path.read_bytes())
    assert len(streams) == 1
    old, new = "Workbook".encode("utf-16-le"), streams[0].encode("utf-16-le")
    at = content.index(old + b"\0\0")
    content[at : at + 64] = new.ljust(64, b"\0")
    content[at + 64 : at + 66] = (len(new) + 2).to_bytes(2, "little")
    path.write_bytes(content)
    return path


def page_source(body: str, head: str = '<meta charset="utf-8">') -> str:
    """The source of a web page."""
    return f"<!DOCTYPE html><html><head><title>t</title>{head}<style>p{{}}</style></head><body>{body}</body></html>"
