"""Reports as Word files in the 公文 layout (GB/T 9704-2012; 06 §3.4), each figure in a content control.

This file decides the order of things; :mod:`yiheng.reports.word_page`, ``word_style``, ``word_table``,
``word_xml`` and ``word_package`` know pages, fonts, tables, elements and files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import docx
from docx.document import Document as Package
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from yiheng.reports.document import Attachment, Block, Document, Heading, Paragraph, Table
from yiheng.reports.word_package import read_controls, save, set_properties
from yiheng.reports.word_page import LANDSCAPE, PORTRAIT, Page, set_headers, set_page
from yiheng.reports.word_style import BODY_SIZE, apply_styles
from yiheng.reports.word_table import table_elements
from yiheng.reports.word_xml import content, identify_controls, paragraph, run, w

__all__ = ["read_controls", "write_word"]

_NO_NAMES: Mapping[str, str] = MappingProxyType({})
_CHARACTER_TWIPS = BODY_SIZE * 20


def write_word(document: Document, path: Path, names: Mapping[str, str] = _NO_NAMES) -> None:
    """Write the document; the same document gives the same bytes.

    ``names`` are the Chinese names of figures by id, shown at their controls. Refuses ``figure_id_too_long``
    and ``out_not_writable``.
    """
    package = docx.Document()
    apply_styles(package)
    for number, segment in enumerate(_segments(document)):
        if number:
            package.add_section(WD_SECTION.NEW_PAGE)
            _end_section_in_last_paragraph(package)
        set_page(package, segment.page)
        set_headers(package, segment.page, document.banner, document.header_note)
        for element in segment.elements:
            package.element.body[-1].addprevious(element)
    identify_controls(package.element.body, names)
    set_properties(package, document)
    save(package, path)


@dataclass(frozen=True, slots=True)
class _Segment:
    """What stands in one section: pages of one layout."""

    page: Page
    elements: list[BaseOxmlElement]


def _segments(document: Document) -> list[_Segment]:
    """The body, turned where a table is wide, with its closing on an upright page; then each attachment."""
    segments = [_Segment(PORTRAIT, list(_opening(document)))]
    for block in document.blocks:
        page = LANDSCAPE if isinstance(block, Table) and block.landscape else PORTRAIT
        if segments[-1].page is not page:
            segments.append(_Segment(page, []))
        segments[-1].elements.extend(_block(block, page))
    closing = list(_closing(document))
    if closing and segments[-1].page is not PORTRAIT:
        segments.append(_Segment(PORTRAIT, []))
    if closing and segments[-1].elements:
        _keep_with_next(segments[-1].elements[-1])
    segments[-1].elements.extend(closing)
    segments += [
        _attachment(attachment, _attachment_mark(document, number), document.signatories)
        for number, attachment in enumerate(document.attachments, start=1)
    ]
    return segments


def _opening(document: Document) -> Iterator[BaseOxmlElement]:
    yield paragraph("Title", run(document.title))
    yield paragraph("Normal")
    if document.addressee:
        yield paragraph("Normal", run(document.addressee))


def _block(block: Block, page: Page) -> list[BaseOxmlElement]:
    if isinstance(block, Heading):
        return [paragraph(f"Heading{block.level}", run(block.number), *content(block.spans))]
    if isinstance(block, Paragraph):
        return [paragraph("Body", *content(block.spans))]
    return table_elements(block, page.text_width_twips)


def _keep_with_next(element: BaseOxmlElement) -> None:
    """Take the end of the last paragraph along to the page of the signature, which must not stand alone."""
    for properties in element.findall(qn("w:pPr")):
        properties.insert(1, w("keepNext"))


def _attachment(attachment: Attachment, mark: str, signatories: tuple[str, ...]) -> _Segment:
    is_wide = any(isinstance(block, Table) and block.landscape for block in attachment.blocks)
    page = LANDSCAPE if is_wide else PORTRAIT
    blank = [] if is_wide else [paragraph("Normal")]
    title = paragraph("Title", run(attachment.title))
    segment = _Segment(page, [paragraph("AttachmentMark", run(mark)), *blank, title])
    if attachment.blocks and not isinstance(attachment.blocks[0], Table):
        segment.elements.append(paragraph("Normal"))
    for block in attachment.blocks:
        segment.elements.extend(_block(block, page))
        if isinstance(block, Table) and signatories:
            segment.elements.append(_signatories(signatories, page))
    return segment


def _attachment_mark(document: Document, number: int) -> str:
    return f"附件{number}" if len(document.attachments) > 1 else "附件"


def _signatories(signatories: tuple[str, ...], page: Page) -> BaseOxmlElement:
    """制表 / 复核 / 负责人 in equal parts of the line."""
    part = page.text_width_twips // len(signatories)
    stops = (w("tab", val="left", pos=part * number) for number in range(1, len(signatories)))
    return paragraph("Signatories", run("\t".join(signatories)), properties=(w("tabs", *stops),))


def _closing(document: Document) -> Iterator[BaseOxmlElement]:
    """The list of attachments, then organisation and date, kept on one page (GB/T 9704-2012 §7.3.4–7.3.5)."""
    yield from _attachment_list(document.attachments)
    organisation, date = document.organisation, document.date_text
    if not organisation and not date:
        return
    yield from (_kept("Normal") for _ in range(2))
    organisation_indent, date_indent = _signature_indents(_halves(organisation), _halves(date))
    if organisation:
        yield _kept("Closing", run(organisation), indent=_indent(right=organisation_indent))
    if date:
        yield paragraph("Closing", run(date), properties=(_indent(right=date_indent),))


def _attachment_list(attachments: tuple[Attachment, ...]) -> Iterator[BaseOxmlElement]:
    """附件：1.…, one line each, titles under each other."""
    if not attachments:
        return
    yield _kept("Normal")
    count_width = 2 if len(attachments) > 1 else 0
    for number, attachment in enumerate(attachments, start=1):
        label, label_width = ("附件：", 6) if number == 1 else ("", 0)
        count = f"{number}." if count_width else ""
        title = attachment.title.replace("\n", "")
        indent = _indent(left=4 + 6 + count_width, hanging=label_width + count_width)
        yield _kept("Normal", run(label + count + title), indent=indent)


def _kept(style: str, *runs: BaseOxmlElement, indent: BaseOxmlElement | None = None) -> BaseOxmlElement:
    """A paragraph on one page with the next."""
    properties = (w("keepNext"),) if indent is None else (w("keepNext"), indent)
    return paragraph(style, *runs, properties=properties)


def _indent(**halves: int) -> BaseOxmlElement:
    """Indents in half characters of the body size; Word wants them in characters and in twips."""
    attributes: dict[str, str | int] = {}
    for side, width in halves.items():
        attributes |= {f"{side}Chars": width * 50, side: width * _CHARACTER_TWIPS // 2}
    return w("ind", **attributes)


def _halves(text: str) -> int:
    """The width of a text in half characters."""
    return sum(1 if character.isascii() else 2 for character in text)


def _signature_indents(organisation: int, date: int) -> tuple[int, int]:
    """Right indents, all in half characters: the date four characters in, the organisation centred over it.

    A long organisation stands two characters in, and the date is centred under it.
    """
    date_indent = 8
    organisation_indent = date_indent + (date - organisation) // 2
    if organisation_indent >= 4:
        return organisation_indent, date_indent
    return 4, 4 + (organisation - date) // 2


def _end_section_in_last_paragraph(package: Package) -> None:
    """Let the last paragraph end the section, where python-docx adds an empty one that could fill a page."""
    ending = package.element.body[-2]
    ending.getprevious().pPr.append(ending.pPr.sectPr)
    package.element.body.remove(ending)
