"""Styles, fonts and settings of the 公文 layout (GB/T 9704-2012 §5, §7; 06 §3.4).

Fonts are named, never embedded: they are commercial. The font table names what Word may use instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from docx.document import Document as Package
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml import etree

from yiheng.reports.word_xml import w

FANGSONG, KAITI, HEITI = "仿宋_GB2312", "楷体_GB2312", "黑体"
XIAOBIAOSONG, SONGTI, LATIN = "方正小标宋简体", "宋体", "Times New Roman"

_ALTERNATIVES = {
    FANGSONG: "仿宋",
    KAITI: "楷体",
    HEITI: "SimHei",
    XIAOBIAOSONG: "华文中宋",
    SONGTI: "SimSun",
    LATIN: "Liberation Serif",
}

Align = Literal["left", "center", "right", "both"]

BODY_SIZE = 16
"""3号, in points."""

_BODY_TRACKING = -0.25
"""28 characters of 3号 are 448 points and the line has 442, so the standard sets them a little closer.

Word would do so by the character grid, but other programs read the grid otherwise (LibreOffice gives a character
that is wider than its cell two cells), so the styles say it themselves and do not snap to the grid.
"""


@dataclass(frozen=True, slots=True)
class _Style:
    """One paragraph style. ``size`` and ``line`` (fixed line height) in points, ``indent`` in characters.

    ``tracking`` is space added between characters. ``outline`` is the level of a heading.
    """

    id: str
    name: str
    font: str
    size: float = BODY_SIZE
    line: float = 28
    align: Align = "both"
    latin: str = LATIN
    indent: int = 0
    before: float = 0
    tracking: float = 0
    outline: int = 0
    keep_next: bool = False
    colour: str = ""
    rule_below: bool = False


_STYLES = (
    _Style("Normal", "Normal", FANGSONG, tracking=_BODY_TRACKING),
    _Style("Body", "公文正文", FANGSONG, tracking=_BODY_TRACKING, indent=2),
    _Style("Title", "Title", XIAOBIAOSONG, size=22, line=34, align="center", keep_next=True),
    _Style("Heading1", "heading 1", HEITI, tracking=_BODY_TRACKING, indent=2, outline=1, keep_next=True),
    _Style("Heading2", "heading 2", KAITI, tracking=_BODY_TRACKING, indent=2, outline=2, keep_next=True),
    _Style("Heading3", "heading 3", FANGSONG, tracking=_BODY_TRACKING, indent=2, outline=3, keep_next=True),
    _Style("Heading4", "heading 4", FANGSONG, tracking=_BODY_TRACKING, indent=2, outline=4, keep_next=True),
    _Style("Closing", "公文署名", FANGSONG, align="right"),
    _Style("AttachmentMark", "公文附件标识", HEITI, align="left", keep_next=True),
    _Style("Caption", "caption", HEITI, 12, 22, "center", before=6, keep_next=True),
    _Style("UnitNote", "表格单位", SONGTI, 10.5, 18, "right", keep_next=True),
    _Style("TableText", "表格文字", SONGTI, 10.5, 15, "left"),
    _Style("TableHead", "表格栏目", HEITI, 10.5, 15, "center"),
    _Style("TableTextLarge", "表格文字（小四）", SONGTI, 12, 18, "left"),
    _Style("TableHeadLarge", "表格栏目（小四）", HEITI, 12, 18, "center"),
    _Style("Signatories", "表格签署", SONGTI, 10.5, 18, "left"),
    _Style("TableEnd", "表后间隔", SONGTI, 1, 4, "left", keep_next=True),
    _Style("Banner", "页眉警示", HEITI, 10.5, 15, "center", colour="C00000"),
    _Style("Header", "header", SONGTI, 9, 13, "left", colour="595959", rule_below=True),
    _Style("Footer", "footer", SONGTI, 14, 16, "left", latin=SONGTI),
)


def apply_styles(package: Package) -> None:
    """Replace the Western styles, settings and fonts of an empty package by ours; drop what they needed."""
    _replace_children(
        package.styles.element, [_defaults(), *map(_style, _STYLES), _character(), _table_normal()]
    )
    _replace_children(package.settings.element, _settings())
    part = package.part
    for rel_id, relation in list(part.rels.items()):
        if relation.reltype not in (RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS):
            del part.rels[rel_id]
    fonts = Part(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, _font_table(), part.package)
    part.relate_to(fonts, RELATIONSHIP_TYPE.FONT_TABLE)


def _replace_children(element: BaseOxmlElement, children: list[BaseOxmlElement]) -> None:
    for child in list(element):
        element.remove(child)
    element.extend(children)


def _twips(points: float) -> int:
    return int(points * 20)


def _fonts(east_asia: str, latin: str) -> BaseOxmlElement:
    return w("rFonts", ascii=latin, hAnsi=latin, eastAsia=east_asia, cs=latin)


def _defaults() -> BaseOxmlElement:
    size = BODY_SIZE * 2
    language = {"val": "en-US", "eastAsia": "zh-CN", "bidi": "ar-SA"}
    properties = w(
        "rPr", _fonts(FANGSONG, LATIN), w("sz", val=size), w("szCs", val=size), w("lang", **language)
    )
    return w("docDefaults", w("rPrDefault", properties), w("pPrDefault"))


def _style(style: _Style) -> BaseOxmlElement:
    is_normal = style.id == "Normal"
    attributes: dict[str, str | int] = {"type": "paragraph", "styleId": style.id}
    if is_normal:
        attributes["default"] = 1
    builtin = style.name.isascii()
    if not builtin:
        attributes["customStyle"] = 1
    made = w("style", w("name", val=style.name), **attributes)
    if not is_normal:
        made.append(w("basedOn", val="Normal"))
    made.extend([w("qFormat"), _paragraph_properties(style), _run_properties(style)])
    return made


def _paragraph_properties(style: _Style) -> BaseOxmlElement:
    made = w("pPr")
    if style.keep_next:
        made.extend([w("keepNext"), w("keepLines")])
    made.append(w("widowControl", val=0))
    if style.rule_below:
        made.append(w("pBdr", w("bottom", val="single", sz=4, space=1, color=style.colour)))
    made.extend([w("autoSpaceDE", val=0), w("autoSpaceDN", val=0), w("snapToGrid", val=0)])
    spacing: dict[str, str | int] = {"line": _twips(style.line), "lineRule": "exact"}
    made.append(w("spacing", before=_twips(style.before), after=0, **spacing))
    if style.indent:
        indent = {"firstLineChars": style.indent * 100, "firstLine": _twips(style.size) * style.indent}
        made.append(w("ind", **indent))
    made.append(w("jc", val=style.align))
    if style.outline:
        made.append(w("outlineLvl", val=style.outline - 1))
    return made


def _run_properties(style: _Style) -> BaseOxmlElement:
    made = w("rPr", _fonts(style.font, style.latin), w("snapToGrid", val=0))
    if style.colour:
        made.append(w("color", val=style.colour))
    if style.tracking:
        made.append(w("spacing", val=_twips(style.tracking)))
    half_points = int(style.size * 2)
    made.extend([w("sz", val=half_points), w("szCs", val=half_points)])
    return made


def _character() -> BaseOxmlElement:
    return w(
        "style",
        w("name", val="Default Paragraph Font"),
        w("uiPriority", val=1),
        w("semiHidden"),
        type="character",
        default=1,
        styleId="DefaultParagraphFont",
    )


def _table_normal() -> BaseOxmlElement:
    margins = (("top", 28), ("left", 57), ("bottom", 28), ("right", 57))
    return w(
        "style",
        w("name", val="Normal Table"),
        w("uiPriority", val=99),
        w("semiHidden"),
        w(
            "tblPr",
            w("tblInd", w=0, type="dxa"),
            w("tblCellMar", *(w(side, w=width, type="dxa") for side, width in margins)),
        ),
        type="table",
        default=1,
        styleId="TableNormal",
    )


def _settings() -> list[BaseOxmlElement]:
    compatibility = {"overrideTableStyleFontSizeAndJustification": 1, "enableOpenTypeFeatures": 1}
    uri = "http://schemas.microsoft.com/office/word"
    return [
        w("zoom", percent=100),
        w("defaultTabStop", val=_twips(BODY_SIZE) * 2),
        w("evenAndOddHeaders"),
        w("characterSpacingControl", val="compressPunctuation"),
        w(
            "compat",
            w("useFELayout"),
            *(
                w("compatSetting", name=name, uri=uri, val=value)
                for name, value in {"compatibilityMode": 15, **compatibility}.items()
            ),
        ),
        w("themeFontLang", val="en-US", eastAsia="zh-CN"),
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    ]


def _font_table() -> bytes:
    fonts = w("fonts")
    for name, alternative in _ALTERNATIVES.items():
        charset = "00" if name == LATIN else "86"
        fonts.append(w("font", w("altName", val=alternative), w("charset", val=charset), name=name))
    return etree.tostring(fonts, xml_declaration=True, encoding="UTF-8", standalone=True)
