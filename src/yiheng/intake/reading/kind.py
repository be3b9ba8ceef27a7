"""What a file is, by its first bytes and its parts, never by its name: web pages come as .xls, workbooks as .csv."""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from pathlib import Path

from yiheng.intake.reading.encoding import probable
from yiheng.intake.reading.package import FAULTS
from yiheng.standards.problem import refuse

HEAD_BYTES = 1 << 16
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Kind(StrEnum):
    """The kinds that have a reader."""

    TEXT = "text"
    WORKBOOK = "workbook"
    OLD_WORKBOOK = "old workbook"
    WEB = "web"
    SPREADSHEET_XML = "spreadsheet xml"
    JSON = "json"
    ARCHIVE = "archive"
    PARQUET = "parquet"


_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"II*\0", "图片"),
    (b"MM\0*", "图片"),
    (b"BM", "图片"),
    (b"RIFF", "图片或音视频"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"BZh", "bzip2 压缩包"),
    (b"\xfd7zXZ\0", "xz 压缩包"),
    (b"(\xb5/\xfd", "zstd 压缩包"),
    (b"MZ", "程序"),
    (b"\x7fELF", "程序"),
    (b"SQLite format 3\0", "SQLite 数据库"),
    (b"\0\x01\0\0Standard", "Access 数据库"),
)
_WORDS = {"RAR 压缩包", "7z 压缩包", "gzip 压缩包", "bzip2 压缩包", "xz 压缩包", "zstd 压缩包", "tar 压缩包"}
_DBASE = frozenset({0x02, 0x03, 0x30, 0x31, 0x83, 0x8B, 0xF5})
_WEB = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|style|table|div|tr|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_SHEET_XML = "urn:schemas-microsoft-com:office:spreadsheet"


def kind_of(path: Path, file: str) -> Kind:
    """The kind of a file. Refuses ``intake_file_empty``, ``_locked``, ``_damaged``, and ``intake_kind`` for what is no
    table: it says what the file is."""
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n\x1a"):
        raise refuse("intake_file_empty", file=file)
    if head.startswith(COMPOUND):
        return _compound(path, head, file)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _package(path, file)
    if head.startswith(b"PAR1"):
        return Kind.PARQUET
    if b"%PDF-" in head[:1024]:
        raise refused(file, "PDF")
    if head.startswith(b"{\\rtf"):
        raise refused(file, "RTF 文档")
    if head[257:262] == b"ustar":
        raise refused(file, "tar 压缩包")
    for magic, name in _OTHERS:
        if head.startswith(magic) and (name in _WORDS or b"\0" in head):
            raise refused(file, name)
    return _of_text(head, file)


def refused(file: str, name: str) -> Exception:
    """The refusal of what no reader takes, with what to send instead."""
    return refuse("intake_packed" if name in _WORDS else "intake_kind", file=file, found=name)


def _of_text(head: bytes, file: str) -> Kind:
    encoding = probable(head)
    text = head[encoding.mark :].decode(encoding.codec or "utf-8", "replace")
    if encoding.codec in ("utf-8", "gb18030"):
        binary = sum(head.count(bytes([code])) for code in (*range(1, 9), *range(14, 26), *range(28, 32)))
        zeros = head.count(0)
        if head[0] in _DBASE and zeros > len(head) // 20:
            raise refused(file, "dBASE（.dbf）数据库")
        if zeros > len(head) // 10 or binary > len(head) // 20:
            raise refused(file, "二进制文件")
    start = text.lstrip("\ufeff \t\r\n")
    if _WEB.match(start[:4000]):
        return Kind.WEB
    if start.startswith("<"):
        if _SHEET_XML in text:
            return Kind.SPREADSHEET_XML
        if start.startswith("<?xml") or re.match(r"<[A-Za-z_][\w:.-]*[\s>/]", start):
            raise refused(file, "XML")
    if re.match(r"\{\s*(?:[\"'}]|\Z)|\[\s*(?:[\[{\]]|\Z)", start):
        return Kind.JSON
    if re.match(r"(?:From|MIME-Version|Content-Type)\b", start) and "boundary=" in text:
        raise refused(file, "邮件或 mht 网页")
    return Kind.TEXT


def _package(path: Path, file: str) -> Kind:
    """A ZIP: an office file, or an archive of files."""
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            mark = b""
            if "mimetype" in names and package.getinfo("mimetype").file_size < 200:
                mark = package.read("mimetype")
    except FAULTS:
        raise refuse("intake_file_damaged", file=file, found="压缩结构不完整") from None
    if b"opendocument.spreadsheet" in mark:
        return Kind.WORKBOOK
    if b"opendocument" in mark:
        raise refused(file, "文字或演示文档")
    if "[Content_Types].xml" in names:
        for folder, name in (("xl/", ""), ("word/", "Word 文档"), ("ppt/", "演示文稿")):
            if any(one.startswith(folder) for one in names):
                if name:
                    raise refused(file, name)
                return Kind.WORKBOOK
    if "OFD.xml" in names:
        raise refused(file, "OFD 文档")
    return Kind.ARCHIVE


def _compound(path: Path, head: bytes, file: str) -> Kind:
    """An OLE compound file by the names of its streams, which stand in UTF-16 in its directory."""
    with path.open("rb") as stream:
        first = int.from_bytes(head[48:52], "little")
        shift = int.from_bytes(head[30:32], "little")
        if shift not in (9, 12):
            raise refuse("intake_file_damaged", file=file, found="文件结构不完整")
        stream.seek((first + 1) << shift)
        directory = stream.read(1 << shift)
        if len(directory) < 128:
            raise refuse("intake_file_damaged", file=file, found="文件结构不完整")

    def has(name: str) -> bool:
        """Whether the file has a stream of this name; of one from 256 MiB on only its first directory sector tells."""
        entry = name.encode("utf-16-le")
        return entry in directory or (path.stat().st_size < (1 << 28) and entry in path.read_bytes())

    if has("EncryptedPackage") or has("EncryptionInfo"):
        raise refuse("intake_file_locked", file=file)
    if "Workbook".encode("utf-16-le") in directory or "Book".encode("utf-16-le") in directory:
        return Kind.OLD_WORKBOOK
    if has("WordDocument"):
        raise refused(file, "Word 文档")
    if has("PowerPoint Document"):
        raise refused(file, "演示文稿")
    if has("Workbook"):
        return Kind.OLD_WORKBOOK
    raise refused(file, "旧版 Office 或其他格式的文件")
