"""The text of a PDF page by page, columns one after the other: lines that the page broke are joined, page numbers and
running heads left out."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from yiheng.review.opening.pdf_columns import parts_of
from yiheng.review.opening.pdf_rules import Rules
from yiheng.review.opening.pdf_runs import tell_apart
from yiheng.review.opening.pdf_words import Word, rows_of, width_of
from yiheng.review.opening.source import Source
from yiheng.standards.problem import refuse

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

PAGES_LIMIT = 1000
_PAGE_CHARACTERS = 10
_PAGE_NUMBER = re.compile(r"[\s\-—–·第]*\d{1,4}\s*[/／共页\s\-—–·\d]*")
_BEGINS_LINE = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、．)）](?!\d)|[①-⑳]|第[一二三四五六七八九十]+[章节条部]|附件|附表|表\s?\d)"
)
_FIRST_TOKEN = re.compile(r"[!-~]+[，。；、）]*|.?[，。；、）]*")
"""What cannot be broken at the begin of a line."""
_CELL_GAP, _WORD_GAP = 1.5, 0.2
"""In heights of a character: what parts cells, what parts Latin words."""
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff]|/g(?:id)?\\d+")


class _Line(NamedTuple):
    """A line with its right end and the height of its characters."""

    text: str
    right: float
    size: float


def pdf_source(raw: bytes, name: str, pages_limit: int = PAGES_LIMIT) -> Source:
    """The text with the page of each stretch.

    Refuses review_pdf_reader, review_file_encrypted, review_file_damaged, review_file_large and review_pdf_scanned.
    """
    pages = _pages(raw, name, pages_limit)
    unread = [number for number, page in enumerate(pages, 1) if _readable(page) < _PAGE_CHARACTERS]
    if 2 * len(unread) > len(pages) or len(unread) == len(pages):
        raise refuse("review_pdf_scanned", file=name)
    told = "、".join(map(str, unread))
    note = f"第 {told} 页没有读出文字（空白或图片），图片中的数字没有复核" if unread else ""
    return replace(_joined(pages, name), note=note)


def _readable(page: list[_Line]) -> int:
    """How many characters of a page have a meaning."""
    return sum(len(_UNREADABLE.sub("", "".join(line.text.split()))) for line in page)


def _pages(raw: bytes, name: str, pages_limit: int) -> list[list[_Line]]:
    try:
        from pypdf import PdfReader
    except ModuleNotFoundError:
        raise refuse("review_pdf_reader", file=name) from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it stumbles on is told in our words
    try:
        reader = PdfReader(BytesIO(raw))
        if _is_locked(reader):
            raise refuse("review_file_encrypted", file=name)
        if len(reader.pages) > pages_limit:
            raise refuse(
                "review_file_large", file=name, found=f"{len(reader.pages)} 页", expected=f"{pages_limit} 页"
            )
        return [_page_lines(page) for page in reader.pages]
    except Exception as fault:
        # pypdf meets damage with whatever its parser stumbles on; only our own refusals pass
        if type(fault).__module__.startswith("yiheng"):
            raise
        raise refuse("review_file_damaged", file=name) from None


def _page_lines(page: PageObject) -> list[_Line]:
    """The lines of a page by the places of its words: programs draw signs and fonts in an order of their own."""
    words: list[Word] = []
    rules = Rules()
    tell_apart(page)

    def see(text: str, outer: list[float], inner: list[float], _: object, size: float) -> None:
        shown = text.strip("\n")
        if shown.strip():
            x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
            y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
            high = abs(size * (inner[3] or inner[0]) * (outer[3] or outer[0])) or 1.0
            words.append(Word(x, y, high, shown))

    def draw(operator: bytes, operands: Sequence[Any], outer: list[float], _: object) -> None:
        rules.see(operator, operands, outer)

    plain: str = page.extract_text(visitor_text=see, visitor_operand_before=draw) or ""
    if any("\n" in word.text for word in words) or not words:
        return [_Line(line, width_of(line), 2) for line in plain.split("\n")]
    return [_line_of(row, part.short) for part in parts_of(words, rules.found) for row in rows_of(part.words)]


def _line_of(words: list[Word], short: float) -> _Line:
    """The words of a line from left to right; a wide gap parts cells. A column's lines end ``short`` of the page's."""
    text, end = "", 0.0
    for word in sorted(words, key=lambda one: one.x):
        shown = word.text.strip()
        gap = (word.x - end) / word.size
        latin = bool(re.search(r"[A-Za-z]$", text)) and bool(re.match(r"[A-Za-z]", shown))
        text += ("\t" if gap > _CELL_GAP else " " if latin and gap > _WORD_GAP else "") if text else ""
        text += shown
        end = word.end
    return _Line(text.rstrip(), end + short, words[0].size)


def _is_locked(reader: PdfReader) -> bool:
    """Whether it opens only with a password; ciphers that cannot be tried count as locked."""
    if not reader.is_encrypted:
        return False
    try:
        return not reader.decrypt("")
    except Exception:
        return True


def _joined(pages: Sequence[list[_Line]], name: str) -> Source:
    """One text of all pages, the lines that a page or its margin broke made whole again."""
    running = _running_heads(pages)
    margin = _right_margin(pages)
    parts: list[str] = []
    places: list[tuple[int, str]] = []
    offset, before = 0, _Line("", 0, 1)
    for number, lines in enumerate(pages, 1):
        kept = [line for line in lines if line.text.strip() and line.text.strip() not in running]
        while kept and _PAGE_NUMBER.fullmatch(kept[-1].text):
            kept.pop()
        for position, line in enumerate(kept):
            glue = "" if not parts or _goes_on(before, line.text, margin) else "\n"
            shown = line.text if glue else line.text.lstrip()
            if position == 0:
                places.append((offset + len(glue), f"第 {number} 页"))
            parts.append(glue + shown)
            offset += len(glue) + len(shown)
            before = line
    return Source(name, "".join(parts), tuple(places))


def _goes_on(before: _Line, text: str, margin: float) -> bool:
    """Whether a line ended only because the next word had no room, and no heading or cell begins there."""
    first = _FIRST_TOKEN.match(text.lstrip())
    room = (width_of(first[0]) / 2 if first else 0) * before.size
    return (
        before.right + room > margin - before.size
        and not before.text.endswith("。")
        and "\t" not in before.text + text
        and not _BEGINS_LINE.match(text)
    )


def _running_heads(pages: Sequence[list[_Line]]) -> frozenset[str]:
    """First and last lines that return on most pages."""
    ends: Counter[str] = Counter()
    for lines in pages:
        shown = [line.text.strip() for line in lines if line.text.strip()]
        ends.update({*shown[:1], *shown[-1:]})
    return frozenset(line for line, count in ends.items() if count >= 3 and 2 * count > len(pages))


def _right_margin(pages: Sequence[list[_Line]]) -> float:
    """Where full lines end: what nine tenths of the longer lines stay within."""
    ends = sorted(line.right for lines in pages for line in lines if width_of(line.text) > 20)
    return ends[len(ends) * 9 // 10] if ends else float("inf")
