"""WordprocessingML in small: elements, runs, paragraphs, fields, and the content control that binds a figure.

Builders are pure; :func:`identify_controls` gives the finished body its control ids. Child order follows the
schema (ISO/IEC 29500-1 §17), which Word enforces.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import cast

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from yiheng.reports.document import Spans
from yiheng.standards.problem import refuse

TAG_LIMIT = 64
"""Word keeps at most 64 characters of a content control's tag and title."""

_VALUE = qn("w:val")
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")


def w(tag: str, *children: BaseOxmlElement, **attributes: str | int) -> BaseOxmlElement:
    """The element ``w:tag`` with ``w:`` attributes."""
    made = cast(BaseOxmlElement, OxmlElement(f"w:{tag}"))
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def run(text: str) -> BaseOxmlElement:
    """A run in the fonts of its paragraph's style; line breaks are kept, characters illegal in XML dropped.

    The hint makes quotation marks, dashes and ≥ Chinese ones, which Word would else set in the Latin font.
    """
    made = w("r", w("rPr", w("rFonts", hint="eastAsia")))
    for number, line in enumerate(_ILLEGAL.sub("", text).split("\n")):
        if number:
            made.append(w("br"))
        for position, piece in enumerate(line.split("\t")):
            if position:
                made.append(w("tab"))
            if piece:
                made.append(_text(piece))
    return made


def _text(text: str) -> BaseOxmlElement:
    made = w("t")
    made.text = text
    if text != text.strip():
        made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def field(instruction: str) -> BaseOxmlElement:
    """A field such as PAGE, which Word fills in."""
    return w("fldSimple", run("1"), instr=f" {instruction} ")


def control(tag: str, text: str) -> BaseOxmlElement:
    """A plain-text content control around one run. Refuses ``figure_id_too_long``, which Word would cut."""
    if len(tag) > TAG_LIMIT:
        raise refuse("figure_id_too_long", key=tag, found=str(len(tag)), expected=str(TAG_LIMIT))
    return w(
        "sdt",
        w(
            "sdtPr",
            w("rPr", w("rFonts", hint="eastAsia")),
            w("alias", val=tag),
            w("tag", val=tag),
            w("id", val=0),
            w("text"),
        ),
        w("sdtContent", run(text)),
    )


def content(spans: Spans) -> Iterator[BaseOxmlElement]:
    """Spans as runs and controls."""
    for span in spans:
        yield run(span.text) if span.figure_id is None else control(span.figure_id, span.text)


def paragraph(
    style: str, *runs: BaseOxmlElement, properties: tuple[BaseOxmlElement, ...] = ()
) -> BaseOxmlElement:
    """A paragraph of a style; ``properties`` are further children of ``w:pPr``, in the schema's order."""
    return w("p", w("pPr", w("pStyle", val=style), *properties), *runs)


def identify_controls(body: BaseOxmlElement, names: Mapping[str, str]) -> None:
    """Give each control its id, a hash of tag and occurrence, and the Chinese name of its figure as title."""
    seen: dict[str, int] = {}
    used: set[int] = set()
    for properties in body.iter(qn("w:sdtPr")):
        children = {child.tag: child for child in properties}
        tag = children[qn("w:tag")].get(_VALUE, "")
        occurrence = seen[tag] = seen.get(tag, 0) + 1
        number = _hash(f"{tag}#{occurrence}")
        while number in used or number == 0:
            number = _hash(str(number))
        used.add(number)
        children[qn("w:id")].set(_VALUE, str(number))
        children[qn("w:alias")].set(_VALUE, names.get(tag, tag)[:TAG_LIMIT])


def _hash(text: str) -> int:
    """31 bits: Word reads ``w:id`` as a signed integer."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") >> 1
