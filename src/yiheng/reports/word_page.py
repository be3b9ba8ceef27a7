"""Pages of the 公文 layout: paper, margins and grid of each section, and what stands on every page.

GB/T 9704-2012 §5.2 (A4, 22 lines of 28 characters in 156 × 225 mm) and §7.5 (page number: 4号, — 1 —, 7 mm
under the text, odd pages right, even pages left, one character in). A wide table turns the page on its side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from docx.document import Document as Package
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from yiheng.reports.word_style import BODY_SIZE
from yiheng.reports.word_xml import field, paragraph, run, w

_LINES, _CHARACTERS = 22, 28


@dataclass(frozen=True, slots=True)
class Page:
    """One page layout in millimetres; ``header`` and ``footer`` are distances from the edges of the paper."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int
    header: int
    footer: int

    @property
    def text_width_twips(self) -> int:
        """The width between the margins."""
        return _twips(self.width) - _twips(self.left) - _twips(self.right)

    @property
    def text_height_twips(self) -> int:
        """The height between the margins."""
        return _twips(self.height) - _twips(self.top) - _twips(self.bottom)


def _twips(millimetres: int) -> int:
    return int(Mm(millimetres).twips)


PORTRAIT = Page(width=210, height=297, top=37, right=26, bottom=35, left=28, header=15, footer=25)
LANDSCAPE = Page(width=297, height=210, top=28, right=37, bottom=26, left=35, header=12, footer=16)
"""The portrait page turned so that its bound left edge is on top."""


def set_page(package: Package, page: Page) -> None:
    """Give the last section its paper, margins and grid."""
    section, properties = package.sections[-1], package.element.body[-1]
    section.orientation = WD_ORIENT.LANDSCAPE if page.width > page.height else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.header_distance, section.footer_distance = Mm(page.header), Mm(page.footer)
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(_grid(page))


def _grid(page: Page) -> BaseOxmlElement:
    """22 lines of 28 characters on an upright page; tables on a turned one need no grid.

    ``charSpace`` widens or narrows a character of the body size, in 1/4096 point.
    """
    if page is not PORTRAIT:
        return w("docGrid", linePitch=page.text_height_twips // _LINES)
    character = page.text_width_twips * 4096 // (20 * _CHARACTERS)
    return w(
        "docGrid",
        type="linesAndChars",
        linePitch=page.text_height_twips // _LINES,
        charSpace=character - BODY_SIZE * 4096,
    )


def set_headers(package: Package, page: Page, banner: str, note: str) -> None:
    """Give the last section its own header and footer for odd and for even pages."""
    section = package.sections[-1]
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        _fill(header.part.element, _header(page, banner, note))
    sides: tuple[Literal["right", "left"], ...] = ("right", "left")
    for footer, side in zip((section.footer, section.even_page_footer), sides, strict=True):
        footer.is_linked_to_previous = False
        _fill(footer.part.element, [_page_number(side)])


def _fill(part: BaseOxmlElement, paragraphs: list[BaseOxmlElement]) -> None:
    for old in list(part):
        part.remove(old)
    part.extend(paragraphs)


def _header(page: Page, banner: str, note: str) -> list[BaseOxmlElement]:
    tabs = w("tabs", w("tab", val="right", pos=page.text_width_twips))
    counts = (run("\t第"), field("PAGE"), run("页　共"), field("NUMPAGES"), run("页"))
    line = paragraph("Header", run(note), *counts, properties=(tabs,))
    return [paragraph("Banner", run(banner)), line] if banner else [line]


def _page_number(side: Literal["left", "right"]) -> BaseOxmlElement:
    indent = w("ind", **{f"{side}Chars": 100, side: 280})
    return paragraph("Footer", run("— "), field("PAGE"), run(" —"), properties=(indent, w("jc", val=side)))
