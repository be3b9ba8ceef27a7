"""The text of .docx and .html: paragraphs as lines, tables as rows of tab-parted cells, footnotes at the end."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from lxml import etree, html

from yiheng.standards.problem import refuse

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_UNPACKED_LIMIT_BYTES = 300 * 1024 * 1024
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "section",
        "article",
        "header",
        "footer",
        "br",
        "title",
        "center",
        "blockquote",
    ]
)
_DROPPED = frozenset(["script", "style", "head", "noscript", "template", "svg"])

Places = tuple[tuple[int, str], ...]


def docx_text(raw: bytes, file: str) -> tuple[str, Places]:
    """Body, tables, text boxes and footnotes of a Word file; places name the tables' cells and the notes."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as package:
            if sum(one.file_size for one in package.infolist()) > _UNPACKED_LIMIT_BYTES:
                raise refuse("review_file_large", file=file, found="解压后过大", expected="300 MB")
            body = _tree(package, "word/document.xml")
            notes = [
                name for name in ("word/footnotes.xml", "word/endnotes.xml") if name in package.namelist()
            ]
            extra = [_tree(package, name) for name in notes]
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, OSError):
        raise refuse("review_file_damaged", file=file) from None
    lines: list[str] = []
    places: list[tuple[int, str]] = []
    offset, table = 0, 0
    for element in _blocks(body):
        if element.tag == f"{_W}tbl":
            table += 1
            for row, cells in enumerate(_rows(element), 1):
                for column, cell in enumerate(cells, 1):
                    places.append((offset, f"表 {table} 第 {row} 行第 {column} 列"))
                    offset += len(cell) + 1
                lines.append("\t".join(cells))
            places.append((offset, ""))
        else:
            text = _paragraph(element)
            lines.append(text)
            offset += len(text) + 1
    for tree in extra:
        for note in tree:
            text = "".join(_paragraph(one) for one in note.iter(f"{_W}p")).strip()
            if text:
                places.append((offset, "脚注"))
                lines.append(text)
                offset += len(text) + 1
    return "\n".join(lines), tuple(places)


def _tree(package: zipfile.ZipFile, part: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(package.read(part), parser)


def _blocks(tree: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in reading order; what stands inside a table belongs to it."""
    for element in tree:
        if element.tag in (f"{_W}p", f"{_W}tbl"):
            yield element
        elif element.tag != f"{_W}sectPr":
            yield from _blocks(element)


def _paragraph(element: etree._Element) -> str:
    """The words of a paragraph; a tab or a break inside it is a blank, so that it stays one line."""
    nodes = element.iter(f"{_W}t", f"{_W}tab", f"{_W}br")
    return "".join((node.text or "") if node.tag == f"{_W}t" else " " for node in nodes)


def _rows(table: etree._Element) -> Iterator[list[str]]:
    for row in table.iter(f"{_W}tr"):
        cells = []
        for cell in row.findall(f"{_W}tc"):
            text = " ".join(filter(None, (_paragraph(one).strip() for one in cell.iter(f"{_W}p"))))
            cells.append(re.sub(r"\s+", " ", text))
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            width = int(span.get(f"{_W}val", "1")) if span is not None else 1
            cells.extend([""] * (width - 1))
        yield cells


def html_text(text: str) -> str:
    """The visible text of a page."""
    try:
        tree = html.fromstring(text)
    except (etree.ParserError, ValueError):
        return ""
    parts: list[str] = []
    _walk(tree, parts)
    lines = (re.sub(r"[ \u00a0]{2,}", " ", line).strip(" ") for line in "".join(parts).split("\n"))
    return "\n".join(lines)


def _walk(node: etree._Element, parts: list[str]) -> None:
    if not isinstance(node.tag, str) or node.tag in _DROPPED:
        parts.append(node.tail or "")
        return
    if node.tag == "tr":
        cells = [
            re.sub(r"\s+", " ", "".join(str(part) for part in cell.itertext())).strip()
            for cell in node
            if cell.tag in ("td", "th")
        ]
        parts.append("\n" + "\t".join(cells) + "\n")
    else:
        block = node.tag in _BLOCKS
        parts.append("\n" if block else "")
        parts.append(re.sub(r"\s*\n\s*", "", node.text or ""))
        for child in node:
            _walk(child, parts)
        parts.append("\n" if block else "")
    parts.append(re.sub(r"\s*\n\s*", "", node.tail or ""))
