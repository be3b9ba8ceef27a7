"""The text of a Word file (.docx): paragraphs as lines, tables as rows of tab-parted cells, text boxes after the
paragraph that anchors them, notes at the end.

What a reader of the file sees is read: inserted text and not deleted text of tracked changes, automatic numbers of
headings, no hidden text, no table of contents, no headers and footers. Parts and elements are those of ECMA-376
part 1, chapter 17, told by their local names, since strict files have other namespaces.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from yiheng.reports.workbook_package import DAMAGE, local_name, relationships
from yiheng.review.opening.source import Draft, Source
from yiheng.review.opening.text import one_line
from yiheng.review.opening.word_number import Numbering, numbering_of
from yiheng.standards.problem import refuse

# fmt: off
_SKIPPED = frozenset({
    "Fallback", "del", "moveFrom", "txbxContent", "instrText", "delText", "rPr", "pPr", "sectPr",
    "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "footnotePr", "endnotePr", "rt",
    "object",
})
# fmt: on
_NOTES = (("footnotes", "footnote", "脚注"), ("endnotes", "endnote", "尾注"))
_BREAKS_LINE = re.compile(r"[。；：！？;:]\s*$")
_PROSE_LENGTH = 120


@dataclass
class _Reading:
    """A document while it is read."""

    numbering: Numbering
    contents_styles: frozenset[str]
    draft: Draft = field(default_factory=Draft)
    tables: int = 0


def word_source(package: zipfile.ZipFile, name: str, part_limit_bytes: int) -> Source:
    """The text of an open package. Refuses review_file_damaged and review_file_large."""
    try:
        related = relationships(package, "")
        main = next(
            (part for kind, part in related.values() if kind == "officeDocument"), "word/document.xml"
        )
        parts = dict(relationships(package, main).values())
        trees = {
            kind: _tree(package, part, name, part_limit_bytes)
            for kind, part in {**parts, "main": main}.items()
            if kind in ("main", "footnotes", "endnotes", "numbering", "styles") and part in package.namelist()
        }
        reading = _Reading(
            numbering_of(trees.get("numbering"), trees.get("styles")), _contents_styles(trees.get("styles"))
        )
        _blocks(trees["main"], reading)
        _notes(trees, reading)
    except (*DAMAGE, RuntimeError):
        raise refuse("review_file_damaged", file=name) from None
    return reading.draft.source(name)


def _tree(package: zipfile.ZipFile, part: str, name: str, limit_bytes: int) -> etree._Element:
    """A part; office programs write no document type, so one with its own entities is no sound file."""
    size_bytes = package.getinfo(part).file_size
    if size_bytes > limit_bytes:
        found, expected = (f"{size // 1024 // 1024} MB（解压后）" for size in (size_bytes, limit_bytes))
        raise refuse("review_file_large", file=name, found=found, expected=expected)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(package.read(part), parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise refuse("review_file_damaged", file=name)
    return root


def _blocks(parent: etree._Element, reading: _Reading) -> None:
    """Paragraphs and tables in reading order."""
    carried = ""
    for element in parent:
        kind = local_name(element)
        if kind == "p":
            text = carried + _paragraph(element, reading)
            carried = text if _mark_deleted(element) else ""
            if not carried:
                _add_paragraph(text, element, reading)
        elif kind == "tbl":
            _add_table(element, reading)
        elif kind not in _SKIPPED and not _is_contents(element):
            _blocks(element, reading)
    if carried:
        reading.draft.line(carried)


def _add_paragraph(text: str, element: etree._Element, reading: _Reading) -> None:
    style = _value(element, "pPr", "pStyle")
    if style in reading.contents_styles:
        return
    for line in text.split("\n"):
        reading.draft.line(line)
    for box in _boxes(element):
        _blocks(box, reading)


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Text boxes anchored in a paragraph, each once: the fallback for old readers repeats them."""
    for child in element:
        kind = local_name(child)
        if kind == "txbxContent":
            yield child
        elif kind not in ("Fallback", "del", "moveFrom"):
            yield from _boxes(child)


def _paragraph(element: etree._Element, reading: _Reading) -> str:
    """The words of a paragraph with its automatic number; a break after a sentence parts lines, else it is a blank."""
    parts: list[str] = []
    _runs(element, parts)
    text = "".join(parts)
    while "\v" in text:
        before, after = text.split("\v", 1)
        text = before + ("\n" if _BREAKS_LINE.search(before) else " ") + after
    return reading.numbering.prefix(element) + text if text.strip() else text


def _runs(element: etree._Element, parts: list[str]) -> None:
    for child in element:
        kind = local_name(child)
        if kind == "t":
            parts.append(child.text or "")
        elif kind in ("tab", "ptab"):
            parts.append(" ")
        elif kind in ("br", "cr"):
            parts.append("\v" if _attribute(child, "type") in ("", "textWrapping") else " ")
        elif kind == "noBreakHyphen":
            parts.append("-")
        elif kind and kind not in _SKIPPED and not (kind == "r" and _is_hidden(child)):
            _runs(child, parts)


def _is_hidden(run: etree._Element) -> bool:
    return _switch(run, "rPr", "vanish")


def _mark_deleted(paragraph: etree._Element) -> bool:
    """Whether the end of a paragraph was deleted, so that the next one goes on in it."""
    return _child(paragraph, "pPr", "rPr", "del") is not None


def _is_contents(element: etree._Element) -> bool:
    """Whether a block is an automatic table of contents, which repeats the headings."""
    gallery = (
        _child(element, "sdtPr", "docPartObj", "docPartGallery") if local_name(element) == "sdt" else None
    )
    return gallery is not None and _attribute(gallery, "val") == "Table of Contents"


def _add_table(table: etree._Element, reading: _Reading) -> None:
    """One table; one that only frames text is written as text, and tables inside it come after it."""
    rows = [(row, _cells(row)) for row in _own(table, "tr") if _child(row, "trPr", "del") is None]
    if all(len(cells) <= 1 for _, cells in rows):
        for _, cells in rows:
            for cell in cells:
                _blocks(cell, reading)
        return
    reading.tables += 1
    number = reading.tables
    inner: list[etree._Element] = []
    for row_number, (row, cells) in enumerate(rows, 1):
        if any(_is_prose(cell) for cell in cells):
            for cell in cells:
                _blocks(cell, reading)
            continue
        shown = [""] * int(_value(row, "trPr", "gridBefore") or 0)
        for cell in cells:
            shown.append(_cell_text(cell, reading))
            shown.extend([""] * (_width(cell) - 1))
            inner.extend(_own(cell, "tbl"))
        reading.draft.row(shown, lambda column, row=row_number: f"表 {number} 第 {row} 行第 {column + 1} 列")  # type: ignore[misc]
    for one in inner:
        _add_table(one, reading)


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in _own(row, "tc") if _child(cell, "tcPr", "cellDel") is None]


def _own(parent: etree._Element, kind: str) -> Iterator[etree._Element]:
    """The children of one kind, also those in content controls and custom marks around them."""
    for child in parent:
        name = local_name(child)
        if name == kind:
            yield child
        elif name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"):
            yield from _own(child, kind)


def _width(cell: etree._Element) -> int:
    value = _value(cell, "tcPr", "gridSpan")
    return min(int(value), 100) if value.isdigit() and int(value) else 1


def _cell_text(cell: etree._Element, reading: _Reading) -> str:
    if _value(cell, "tcPr", "vMerge") == "continue" or _is_continued(cell):
        return ""
    lines = [_paragraph(one, reading) for one in _own(cell, "p")]
    boxes = [_paragraph(one, reading) for p in _own(cell, "p") for box in _boxes(p) for one in _own(box, "p")]
    return one_line(" ".join([*lines, *boxes]))


def _is_continued(cell: etree._Element) -> bool:
    """A vertical merge without a value goes on from the cell above."""
    merge = _child(cell, "tcPr", "vMerge")
    return merge is not None and not _attribute(merge, "val")


def _is_prose(cell: etree._Element) -> bool:
    """Whether a cell holds paragraphs of text: a frame of a form, no figure of a table."""
    lines = [_plain(one) for one in _own(cell, "p")]
    return sum(1 for line in lines if line.strip()) >= 2 and sum(map(len, lines)) > _PROSE_LENGTH


def _plain(paragraph: etree._Element) -> str:
    parts: list[str] = []
    _runs(paragraph, parts)
    return "".join(parts)


def _notes(trees: dict[str, etree._Element], reading: _Reading) -> None:
    for part, kind, title in _NOTES:
        root = trees.get(part)
        notes = (
            ()
            if root is None
            else [one for one in root if local_name(one) == kind and not _attribute(one, "type")]
        )
        for number, note in enumerate(notes, 1):
            text = one_line(" ".join(_plain(one) for one in note.iter() if local_name(one) == "p"))
            if text:
                reading.draft.line(text, f"{title} {number}")


def _contents_styles(styles: etree._Element | None) -> frozenset[str]:
    """The paragraph styles of the lines of a table of contents: ``toc 1`` and so on in every language."""
    found = set()
    for style in () if styles is None else styles:
        name = _child(style, "name")
        if name is not None and re.match(r"toc \d", _attribute(name, "val"), re.IGNORECASE):
            found.add(_attribute(style, "styleId"))
    return frozenset(found)


def _child(element: etree._Element, *path: str) -> etree._Element | None:
    for kind in path:
        found = next((child for child in element if local_name(child) == kind), None)
        if found is None:
            return None
        element = found
    return element


def _attribute(element: etree._Element, name: str) -> str:
    return next(
        (str(value) for key, value in element.attrib.items() if str(key).rsplit("}", 1)[-1] == name), ""
    )


def _value(element: etree._Element, *path: str) -> str:
    found = _child(element, *path)
    return "" if found is None else _attribute(found, "val")


def _switch(element: etree._Element, *path: str) -> bool:
    found = _child(element, *path)
    return found is not None and _attribute(found, "val") not in ("0", "false", "off")
