"""What a file is, told by its first bytes and its parts, never by its name: bureaus send .docx named .doc, web pages
named .xls and workbooks named .et."""

from __future__ import annotations

import re
import struct
import zipfile
from enum import StrEnum
from io import BytesIO

from yiheng.reports.workbook_compound import MAGIC as COMPOUND
from yiheng.reports.workbook_compound import CompoundDamagedError, CompoundFile, parse_compound
from yiheng.standards.problem import refuse

HEAD_BYTES = 8192
_WORD_MARK = 0xA5EC


class Kind(StrEnum):
    """The kinds that have a reader. ``OFFICE`` is what only LibreOffice reads; its suffix comes with it."""

    TEXT = "text"
    MAIL = "mht"
    WORD = "docx"
    BOOK = "xlsx"
    OLD_BOOK = "xls"
    PDF = "pdf"
    OFFICE = "office"


_PICTURE = "图片"
_ARCHIVE = "压缩包"
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"BM", _PICTURE),
    (b"Rar!", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"MZ", "程序"),
    (b"\x7fELF", "程序"),
)
_XML_OFFICE = re.compile(
    rb"progid=\"Word|<w:wordDocument|<pkg:package|urn:schemas-microsoft-com:office:spreadsheet"
)
_WEB = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|table|div|p)\b",
    re.IGNORECASE | re.DOTALL,
)


def is_packed(head: bytes) -> bool:
    """Whether a file that begins so holds compressed parts or pictures, so that its size says little of its text."""
    return head.startswith((b"PK", COMPOUND)) or b"%PDF-" in head[:1024]


def kind_of(raw: bytes, file: str) -> tuple[Kind, str]:
    """The kind of a file and, for ``OFFICE``, the suffix LibreOffice knows it by.

    Refuses review_file_encrypted, review_file_damaged, review_picture, and review_file_kind for what is no document.
    """
    if raw.startswith(COMPOUND):
        return _compound_kind(raw, file)
    if raw.startswith(b"PK\x03\x04") or raw.startswith(b"PK\x05\x06"):
        return _package_kind(raw, file)
    head = raw[:HEAD_BYTES]
    if b"%PDF-" in head[:1024]:
        return Kind.PDF, ""
    if head.startswith(b"{\\rtf"):
        return Kind.OFFICE, ".rtf"
    office = _XML_OFFICE.search(head)
    if office:
        return Kind.OFFICE, ".xls" if b"spreadsheet" in office.group() else ".doc"
    if re.match(rb"\s*(?:From|MIME-Version|Content-Type)\b", head, re.IGNORECASE) and b"boundary=" in head:
        return Kind.MAIL, ""
    for magic, name in _OTHERS:
        if head.startswith(magic) and (b"\0" in head or name == _ARCHIVE):
            raise kind_refused(file, name)
    return Kind.TEXT, ""


def kind_refused(file: str, name: str) -> Exception:
    """The refusal of a kind that no reader takes."""
    if name == _PICTURE:
        return refuse("review_picture", file=file)
    return refuse("review_file_kind", file=file, found=name, expected=".docx、.xlsx、.pdf、.txt")


def is_web_page(text: str) -> bool:
    """Whether a decoded text is the source of a web page."""
    return bool(_WEB.match(text.lstrip("\ufeff")[:4000]))


def _package_kind(raw: bytes, file: str) -> tuple[Kind, str]:
    try:
        with zipfile.ZipFile(BytesIO(raw)) as package:
            names = package.namelist()
            mark = package.read("mimetype")[:80] if "mimetype" in names else b""
            encrypted = any(one.flag_bits & 1 for one in package.infolist())
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        raise refuse("review_file_damaged", file=file) from None
    if encrypted:
        raise refuse("review_file_encrypted", file=file)
    for folder, kind in (("word/", Kind.WORD), ("xl/", Kind.BOOK)):
        if any(name.startswith(folder) for name in names):
            return kind, ""
    for word, suffix in ((b"opendocument.text", ".odt"), (b"opendocument.spreadsheet", ".ods")):
        if word in mark:
            return Kind.OFFICE, suffix
    if any(name.startswith("ppt/") for name in names):
        raise kind_refused(file, "演示文稿")
    raise kind_refused(file, "OFD" if "OFD.xml" in names else _ARCHIVE)


def _compound_kind(raw: bytes, file: str) -> tuple[Kind, str]:
    try:
        compound = parse_compound(raw)
        streams = compound.root_streams
        if "EncryptedPackage" in streams or _locked_word(compound, streams):
            raise refuse("review_file_encrypted", file=file)
    except CompoundDamagedError:
        raise refuse("review_file_damaged", file=file) from None
    if "WordDocument" in streams:
        return Kind.OFFICE, ".doc"
    if "Workbook" in streams or "Book" in streams:
        return Kind.OLD_BOOK, ""
    raise kind_refused(file, "演示文稿" if "PowerPoint Document" in streams else "其他格式的")


def _locked_word(compound: CompoundFile, streams: dict[str, int]) -> bool:
    """The mark ``fEncrypted`` of a Word 97–2003 document (MS-DOC 2.5.2, FibBase)."""
    if "WordDocument" not in streams:
        return False
    start = compound.stream(streams["WordDocument"])[:12]
    if len(start) < 12:
        return False
    mark, flags = struct.unpack("<H8xH", start)
    return mark == _WORD_MARK and bool(flags & 0x0100)
