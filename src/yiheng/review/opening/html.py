"""The visible text of a web page: blocks as lines, rows of data tables as tab-parted cells, layout tables as blocks."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from lxml import etree, html

from yiheng.review.opening.text import decoded, one_line
from yiheng.standards.problem import refuse

# fmt: off
_BLOCKS = frozenset({
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl",
    "dt", "dd", "section", "article", "header", "footer", "title", "center", "blockquote", "table", "tr",
    "caption", "pre", "form", "fieldset", "main", "nav", "aside", "hr",
})
_DROPPED = frozenset({
    "script", "style", "head", "noscript", "template", "svg", "select", "option", "button", "input", "iframe", "object",
})
# fmt: on
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_PROSE_LENGTH = 120
_SPAN_LIMIT = 100


def html_text(text: str) -> str:
    """The visible text of a page's source."""
    try:
        tree = html.fromstring(_DECLARATION.sub("", text.lstrip("\ufeff")))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    parts: list[str] = []
    _write(tree, parts)
    lines = (re.sub(r"[ \u00a0]{2,}", " ", line).strip(" \u00a0") for line in "".join(parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def mail_text(raw: bytes, file: str) -> str:
    """The page inside a web archive (.mht), as office programs save one file. Refuses review_file_damaged."""
    message = message_from_bytes(raw, policy=policy.default)
    for part in message.walk() if isinstance(message, EmailMessage) else ():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return html_text(decoded(content, file))
    raise refuse("review_file_damaged", file=file)


def _write(node: etree._Element, parts: list[str]) -> None:
    """One element with what is in it; lxml bounds the depth of a page to 256."""
    if not isinstance(node.tag, str) or node.tag in _DROPPED or _is_hidden(node):
        return
    if node.tag == "table" and not _is_layout(node):
        _end_line(parts)
        parts.extend("\t".join(row) + "\n" for row in _rows(node))
        return
    if node.tag == "br":
        parts.append("\n")
        return
    block = node.tag in _BLOCKS or node.tag in ("td", "th")
    if block:
        _end_line(parts)
    parts.append(_inline(node.text))
    for child in node:
        _write(child, parts)
        parts.append(_inline(child.tail))
    if block:
        _end_line(parts)


def _end_line(parts: list[str]) -> None:
    """End the line that was begun; blank lines are those the page has."""
    last = next((part for part in reversed(parts) if part), "\n")
    if not last.endswith("\n"):
        parts.append("\n")


def _inline(text: str | None) -> str:
    """Text inside a block: a line break of the source is nothing between Chinese characters."""
    return re.sub(r"[ \t]*\n\s*", "", text or "").replace("\t", " ")


def _is_hidden(node: etree._Element) -> bool:
    return "display:none" in (node.get("style") or "").replace(" ", "").lower()


def _is_layout(table: etree._Element) -> bool:
    """Whether a table only arranges the page: tables inside it, one cell a row, or prose in its cells."""
    if next(table.iterdescendants("table"), None) is not None:
        return True
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    if all(len(row) <= 1 for row in rows):
        return True
    return any(
        sum(1 for _ in cell.iter("p", "br", "div")) >= 3 and len(str(cell.xpath("string()"))) > _PROSE_LENGTH
        for row in rows
        for cell in row
    )


def _rows(table: etree._Element) -> list[list[str]]:
    """The cells of a data table; a cell that spans several places is followed, or underrun, by empty ones."""
    rows: list[list[str]] = []
    taken: dict[int, int] = {}
    for row in table.iter("tr"):
        cells: list[str] = []

        def pass_taken(cells: list[str] = cells) -> None:
            while taken.get(len(cells), 0) > 0:
                taken[len(cells)] -= 1
                cells.append("")

        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            pass_taken()
            depth, width = _span(cell, "rowspan"), _span(cell, "colspan")
            words: list[str] = []
            _write(cell, words)
            shown = one_line("".join(words))
            for place in range(width):
                taken[len(cells)] = depth - 1
                cells.append(shown if place == 0 else "")
        pass_taken()
        rows.append(cells)
    return [row for row in rows if any(row)]


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name) or "1"
    return min(max(int(value), 1), _SPAN_LIMIT) if value.isdigit() else 1
