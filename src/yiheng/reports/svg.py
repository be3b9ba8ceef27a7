"""The few pieces of SVG that our charts are drawn from, and their look.

Drawn by hand instead of through a plotting library: text stays text in the reader's own fonts, so that no Chinese font
is needed where the page is made; the same numbers give the same bytes; colours are those of our pages; and what is
pointed at tells its values.
"""

from __future__ import annotations

from html import escape

INK, SOFT, FAINT, LINE, GROUND = "#1d2733", "#5c6b7a", "#8c99a6", "#e1e7ed", "#f4f6f8"
BLUE, WASH, AMBER, RED, GREEN = "#1f5fbf", "#eef4fc", "#d79a1c", "#b3261e", "#2f7d5b"
FONT = "PingFang SC,Microsoft YaHei,Noto Sans CJK SC,Source Han Sans SC,sans-serif"


def number(value: float) -> str:
    """A coordinate: one decimal is finer than any screen."""
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


def element(name: str, content: str = "", /, **attributes: str | float) -> str:
    """One element; ``_`` in an attribute's name is a hyphen. ``content`` is markup already."""
    words = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(number(value) if isinstance(value, float | int) else value)}"'
        for key, value in attributes.items()
    )
    return f"<{name}{words}>{content}</{name}>" if content else f"<{name}{words}/>"


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = 12,
    colour: str = INK,
    anchor: str = "start",
    weight: str = "400",
    halo: bool = False,
) -> str:
    """A line of text; ``anchor`` is start, middle or end. ``halo``: white around it, so that it is read on any ground."""
    around = {"paint_order": "stroke", "stroke": "#fff", "stroke_width": "3", "stroke_linejoin": "round"}
    return element(
        "text",
        escape(words),
        x=x,
        y=y,
        font_size=size,
        fill=colour,
        text_anchor=anchor,
        font_weight=weight,
        **(around if halo else {}),
    )


def line(
    x1: float, y1: float, x2: float, y2: float, colour: str = LINE, width: float = 1, **more: str | float
) -> str:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=width, **more)


def told(shape: str, words: str) -> str:
    """A shape that tells ``words`` when it is pointed at."""
    return element("g", element("title", escape(words)) + shape)


def picture(width: float, height: float, title: str, description: str, parts: list[str]) -> str:
    """The whole drawing, which scales with the page and can be read aloud."""
    head = element("title", escape(title)) + element("desc", escape(description))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(width)} {number(height)}" role="img"'
        f' font-family="{escape(FONT)}">\n' + head + "\n" + "\n".join(parts) + "\n</svg>"
    )


def width_of(words: str, size: float) -> float:
    """About how wide a line of text is: a Chinese character takes its size, others a little more than half."""
    return sum(size if ord(character) > 0x2E7F else size * 0.56 for character in words)


def shortened(words: str, size: float, room: float) -> str:
    """Words that fit into a room, cut with … where they do not."""
    if width_of(words, size) <= room:
        return words
    kept = words
    while kept and width_of(kept + "…", size) > room:
        kept = kept[:-1]
    return kept + "…"
