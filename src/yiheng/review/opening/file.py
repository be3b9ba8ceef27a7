"""Opening a report, whatever program wrote it: text, web page, .docx, .xlsx, .xls, text PDF; old ones by LibreOffice.

The kind is told by content (:mod:`yiheng.review.opening.kind`). Every reader gives a :class:`Source`: one text with the
pages or cells its stretches came from; a table's row is one line, its cells parted by tabs. What cannot be read is
refused with one sentence.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from yiheng.policy.user_file import unreadable
from yiheng.reports.workbook_package import UNPACKED_LIMIT_BYTES
from yiheng.review.opening.kind import HEAD_BYTES, Kind, is_packed, is_web_page, kind_of
from yiheng.review.opening.office import SECONDS_LIMIT, converted
from yiheng.review.opening.pdf import PAGES_LIMIT, pdf_source
from yiheng.review.opening.source import Source
from yiheng.review.opening.text import decoded
from yiheng.review.opening.word import word_source
from yiheng.standards.problem import Refused, refuse

# fmt: off
SUFFIXES = (
    ".txt", ".md", ".html", ".htm", ".mht", ".mhtml", ".docx", ".docm", ".xlsx", ".xlsm", ".xls", ".et", ".pdf", ".doc",
    ".wps", ".rtf", ".odt", ".ods",
)
# fmt: on
"""The names under which reports are looked for in a folder."""
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read: far above any report, below what would keep a reader waiting."""

    text_bytes: int = 20 * _MEGABYTE
    packed_bytes: int = 200 * _MEGABYTE
    unpacked_bytes: int = UNPACKED_LIMIT_BYTES
    part_bytes: int = 100 * _MEGABYTE
    characters: int = 3_000_000
    pages: int = PAGES_LIMIT
    office_seconds: int = SECONDS_LIMIT


LIMITS = Limits()


def open_report(path: Path, limits: Limits = LIMITS) -> Source:
    """Read one file. Refuses what is missing, empty, too large, binary, encrypted, scanned, or no document."""
    raw = _read(path, limits)
    source = _source(raw, str(path), limits)
    if len(source.text) > limits.characters:
        raise _too_large(str(path), f"{len(source.text)} 字", f"{limits.characters} 字")
    return replace(source, name=path.name)


def open_with_attachments(path: Path, attachments: Sequence[Path], limits: Limits = LIMITS) -> Source:
    """A report with its attachments after it, each under its own name; places name the file."""
    source = open_report(path, limits)
    text, places, notes = source.text, list(source.places), [source.note]
    for other in attachments:
        more = open_report(other, limits)
        head = f"\n附件〔{other.name}〕\n"
        offset = len(text) + len(head)
        text += head + more.text
        places.append((offset, other.name))
        places.extend((offset + start, f"{other.name} {name}".strip()) for start, name in more.places)
        notes.append(f"{other.name}：{more.note}" if more.note else "")
    return Source(source.name, text, tuple(places), "；".join(filter(None, notes)))


def _read(path: Path, limits: Limits) -> bytes:
    """The bytes of a file whose size suits its kind; a large one is judged by its head before it is read."""
    file = str(path)
    try:
        if path.is_dir():
            raise refuse("file_is_folder", file=file)
        if not path.is_file():
            remedy = "链接指向的文件已不存在，请给出原文件" if path.is_symlink() else "请核对路径和文件名"
            raise refuse("file_not_found", file=file, remedy=remedy)
        size_bytes = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
            if not head:
                raise refuse("file_empty", file=file)
            limit_bytes = limits.packed_bytes if is_packed(head) else limits.text_bytes
            if size_bytes > limit_bytes:
                if not is_packed(head):
                    _check_head(head, file)
                raise _too_large(file, f"{-(-size_bytes // _MEGABYTE)} MB", f"{limit_bytes // _MEGABYTE} MB")
            return head + stream.read()
    except OSError as error:
        raise unreadable(error, file) from None


def _check_head(head: bytes, file: str) -> None:
    """Refuse a large file for what it is rather than for its size, where its first bytes show it."""
    if kind_of(head, file)[0] == Kind.TEXT:
        decoded(head, file)


def _too_large(file: str, found: str, expected: str) -> Refused:
    return refuse("review_file_large", file=file, found=found, expected=expected)


def _source(raw: bytes, file: str, limits: Limits) -> Source:
    """The text of a file by its kind; the readers of books and pages are heavy and read in where they are needed."""
    kind, suffix = kind_of(raw, file)
    if kind == Kind.WORD:
        with zipfile.ZipFile(BytesIO(raw)) as package:
            _check_unpacked(package, file, limits)
            return word_source(package, file, limits.part_bytes)
    if kind == Kind.BOOK:
        with zipfile.ZipFile(BytesIO(raw)) as package:
            _check_unpacked(package, file, limits)
        from yiheng.review.opening.workbook import workbook_source

        return workbook_source(raw, file, old=False)
    if kind == Kind.OLD_BOOK:
        from yiheng.review.opening.workbook import TOO_OLD, workbook_source

        try:
            return workbook_source(raw, file, old=True)
        except Refused as refusal:
            if refusal.problem.code != TOO_OLD:
                raise
        kind, suffix = Kind.OFFICE, ".xls"
    if kind == Kind.OFFICE:
        return _source(converted(raw, suffix, file, limits.office_seconds), file, limits)
    if kind == Kind.PDF:
        return pdf_source(raw, file, limits.pages)
    if kind == Kind.MAIL:
        from yiheng.review.opening.html import mail_text

        return Source(file, mail_text(raw, file))
    text = decoded(raw, file)
    if not is_web_page(text):
        return Source(file, text)
    from yiheng.review.opening.html import html_text

    return Source(file, html_text(text))


def _check_unpacked(package: zipfile.ZipFile, file: str, limits: Limits) -> None:
    """Refuse what unpacks to more than any document, before anything is unpacked."""
    size_bytes = sum(one.file_size for one in package.infolist())
    if size_bytes > limits.unpacked_bytes:
        found = f"{size_bytes // _MEGABYTE} MB（解压后）"
        raise _too_large(file, found, f"{limits.unpacked_bytes // _MEGABYTE} MB")
