"""The drawing operations of a PDF page, with stretches that jump told apart.

One operator may draw a quotation mark at the begin of a line and its partner at the end (ISO 32000-1, 9.4.3: numbers
in a ``TJ`` array move the next glyph). Readers of text take such an array for one word. Here it becomes several words,
each moved to its own place by the widths of the font's glyphs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PageObject

_JUMP = 330
"""Thousandths of an em: wider than the blank between Chinese and Latin, narrower than a quotation mark."""
_SIMPLE_WIDTH, _WIDE_WIDTH = 500.0, 1000.0


def tell_apart(page: PageObject) -> None:
    """Rewrite the page's content in memory; the file stays as it is."""
    from pypdf.generic import NameObject

    contents = page.get_contents()
    if contents is None:
        return
    operations = list(contents.operations)
    if not any(operator == b"TJ" and _jumps(operands) for operands, operator in operations):
        return
    contents.operations = list(_separated(operations, _fonts(page)))
    page[NameObject("/Contents")] = contents


def _jumps(operands: Any) -> bool:
    return bool(operands) and any(isinstance(one, (int, float)) and abs(one) > _JUMP for one in operands[0])


def _separated(operations: list[Any], fonts: Mapping[str, Any]) -> Iterator[Any]:
    from pypdf.generic import ArrayObject, FloatObject

    chosen: Any = None
    for operands, operator in operations:
        if operator == b"Tf":
            chosen = operands
        if operator != b"TJ" or not _jumps(operands) or chosen is None:
            yield _as_bytes(operands), operator
            continue
        font, size = fonts.get(str(chosen[0])), float(chosen[1])
        moved = 0.0
        places = [
            n for n, one in enumerate(operands[0]) if isinstance(one, (int, float)) and abs(one) > _JUMP
        ]
        for low, high in pairwise([-1, *places, len(operands[0])]):
            part = operands[0][low + 1 : high]
            if part:
                yield [ArrayObject(_as_bytes(part))], b"TJ"
            step = sum(-float(one) if isinstance(one, (int, float)) else _width(one, font) for one in part)
            if high < len(operands[0]):
                step = (step - float(operands[0][high])) * size / 1000
                moved += step
                yield [FloatObject(step), FloatObject(0)], b"Td"
                yield chosen, b"Tf"
        yield [FloatObject(-moved), FloatObject(0)], b"Td"


def _as_bytes(operands: Any) -> Any:
    """Strings as the bytes that stood in the file: as texts they would be written in another encoding."""
    from pypdf.generic import ArrayObject, ByteStringObject

    if not isinstance(operands, list):
        return operands
    return [
        ByteStringObject(one.original_bytes)
        if hasattr(one, "original_bytes")
        else ArrayObject(_as_bytes(one))
        if isinstance(one, ArrayObject)
        else one
        for one in operands
    ]


def _fonts(page: PageObject) -> dict[str, Any]:
    resources = page.get("/Resources")
    fonts = resources.get_object().get("/Font") if resources is not None else None
    return (
        {str(name): one.get_object() for name, one in fonts.get_object().items()} if fonts is not None else {}
    )


def _width(shown: Any, font: Any) -> float:
    """The width of a string in thousandths of an em; composite fonts (two bytes a glyph) are Chinese ones."""
    raw = getattr(shown, "original_bytes", shown)
    codes = raw if isinstance(raw, bytes) else str(raw).encode("latin-1", "replace")
    if font is None or font.get("/Subtype") == "/Type0":
        return _WIDE_WIDTH * (len(codes) // 2)
    widths, first = font.get("/Widths"), int(font.get("/FirstChar", 0))
    known = [float(one) for one in widths.get_object()] if widths is not None else []
    return sum(known[code - first] if 0 <= code - first < len(known) else _SIMPLE_WIDTH for code in codes)
