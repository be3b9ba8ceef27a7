"""Opening a report: .txt, .html, .docx, .xls, .xlsx, text PDF; .doc, .wps, .rtf through LibreOffice where it is.

Whatever cannot be read is refused with one sentence. Every reader gives a :class:`Source`: one text with the
pages or cells its stretches came from; a table's row is one line, its cells parted by tabs.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

from yiheng.policy.user_file import read_bytes
from yiheng.reports.workbook_xls import read_sheets as read_xls
from yiheng.reports.workbook_xlsx import read_sheets as read_xlsx
from yiheng.review.open_markup import docx_text, html_text
from yiheng.review.source import Source
from yiheng.standards.problem import refuse

CHARACTERS_LIMIT = 3_000_000
_OFFICE = (".doc", ".wps", ".rtf", ".odt", ".et")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_OFFICE_SECONDS = 120


def open_report(path: Path) -> Source:
    """Read one file. Refuses what is missing, empty, too large, binary, encrypted, scanned, or of another kind."""
    content = read_bytes(path)
    suffix = path.suffix.lower()
    if suffix in _OFFICE:
        return _through_office(path)
    reader = READERS.get(suffix)
    if reader is None:
        raise refuse(
            "review_file_kind",
            file=str(path),
            found=suffix or path.name,
            expected="、".join([*READERS, *_OFFICE[:3]]),
        )
    text, places = reader(content, str(path))
    if len(text) > CHARACTERS_LIMIT:
        raise refuse(
            "review_file_large", file=str(path), found=f"{len(text)} 字", expected=f"{CHARACTERS_LIMIT} 字"
        )
    return Source(path.name, text.replace("\r\n", "\n").replace("\r", "\n"), places)


def open_with_attachments(path: Path, attachments: Sequence[Path]) -> Source:
    """A report with its attachments after it, each under its own name; places name the file."""
    source = open_report(path)
    text, places = source.text, list(source.places)
    for other in attachments:
        more = open_report(other)
        head = f"\n附件〔{other.name}〕\n"
        offset = len(text) + len(head)
        text += head + more.text
        places.append((offset, other.name))
        places.extend((offset + start, f"{other.name} {name}") for start, name in more.places)
    return Source(source.name, text, tuple(places))


Places = tuple[tuple[int, str], ...]


def _plain(raw: bytes, file: str) -> tuple[str, Places]:
    return _decoded(raw, file), ()


def _decoded(raw: bytes, file: str) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    if b"\0" in raw[:8192] or raw[:8] == _OLE:
        raise refuse("review_file_binary", file=file)
    for encoding in ("utf-8-sig", "gb18030", "big5"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refuse("review_file_binary", file=file)


def _html(raw: bytes, file: str) -> tuple[str, Places]:
    return html_text(_decoded(raw, file)), ()


def _docx(raw: bytes, file: str) -> tuple[str, Places]:
    if raw[:8] == _OLE:
        raise refuse("review_file_encrypted", file=file)
    return docx_text(raw, file)


def _workbook(raw: bytes, file: str) -> tuple[str, Places]:
    sheets = read_xls(raw, file) if raw[:8] == _OLE else read_xlsx(raw, file)
    lines: list[str] = []
    places: list[tuple[int, str]] = []
    offset = 0
    for sheet in sheets:
        lines.append(sheet.name)
        offset += len(sheet.name) + 1
        for row, cells in sorted(sheet.texts_by_row.items()):
            last = max(column for column, _ in cells)
            shown = dict(cells)
            parts = []
            for column in range(last + 1):
                text = shown.get(column, "").replace("\n", "").replace("\t", " ").strip()
                if text:
                    places.append((offset, f"{sheet.name}!{_letters(column)}{row + 1}"))
                parts.append(text)
                offset += len(text) + 1
            lines.append("\t".join(parts))
    return "\n".join(lines), tuple(places)


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _pdf(raw: bytes, file: str) -> tuple[str, Places]:
    try:
        from pypdf import PdfReader
    except ModuleNotFoundError:
        raise refuse("review_pdf_reader", file=file) from None
    try:
        reader = PdfReader(BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise refuse("review_file_encrypted", file=file)
        pages = [page.extract_text() or "" for page in reader.pages]
    except (ValueError, KeyError, TypeError, IndexError, OSError, RecursionError) as fault:
        raise refuse("review_file_damaged", file=file) from fault
    except Exception as fault:  # pypdf's own errors share no public base with the above
        if type(fault).__module__.startswith("pypdf"):
            raise refuse("review_file_damaged", file=file) from fault
        raise
    if sum(len(page.strip()) for page in pages) < 10 * max(len(pages), 1):
        raise refuse("review_pdf_scanned", file=file)
    places, offset = [], 0
    for number, page in enumerate(pages, 1):
        places.append((offset, f"第 {number} 页"))
        offset += len(page) + 1
    return "\n".join(pages), tuple(places)


def _through_office(path: Path) -> Source:
    """Converted to .docx by LibreOffice in a folder of its own; refused where it is not installed."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise refuse("review_file_office", file=str(path), found=path.suffix)
    with tempfile.TemporaryDirectory() as folder:
        target = "xlsx" if path.suffix.lower() == ".et" else "docx"
        command = [office, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", target, "--outdir", folder, str(path.resolve())]  # fmt: skip
        try:
            subprocess.run(command, capture_output=True, timeout=_OFFICE_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise refuse("review_file_damaged", file=str(path)) from None
        made = Path(folder) / f"{path.stem}.{target}"
        if not made.is_file():
            raise refuse("review_file_damaged", file=str(path))
        read = open_report(made)
    return Source(path.name, read.text, read.places)


READERS: dict[str, Callable[[bytes, str], tuple[str, Places]]] = {
    ".txt": _plain,
    ".md": _plain,
    ".html": _html,
    ".htm": _html,
    ".docx": _docx,
    ".xlsx": _workbook,
    ".xls": _workbook,
    ".pdf": _pdf,
}
