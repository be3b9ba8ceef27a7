"""The one-page 《复核意见单》: place, original words, recomputation and suggested wording of what has to be answered."""

from __future__ import annotations

import re
from pathlib import Path

from yiheng.reports.document import Document, Paragraph, Span, Table, TableCell
from yiheng.reports.word import write_word
from yiheng.review.finding import Finding, Review

ROWS_LIMIT = 5
"""As many findings as one page holds; the page says how many more there are."""

_HEADS = ("序号", "位置", "原文", "复算", "建议")
_WIDTHS = (6, 11, 27, 34, 22)
_WORDS_LIMIT = 38


def letter(review: Review) -> Document:
    """The letter as a document: contradictions first, then questions."""
    asked = [*review.of("inconsistent"), *review.of("review")]
    opening = (
        f"经复核《{review.file}》，发现不一致 {len(review.of('inconsistent'))} 处，"
        f"需要说明 {len(review.of('review'))} 处。请逐条核对，更正或说明后再报送。"
    )
    blocks = [_paragraph(opening if asked else f"经复核《{review.file}》，文中数字未发现不一致。")]
    more = len(asked) - ROWS_LIMIT
    if asked:
        rows = [_row([*_HEADS], header=True)]
        rows.extend(
            _row(_cells(review, number, finding)) for number, finding in enumerate(asked[:ROWS_LIMIT], 1)
        )
        table = Table(column_widths=_WIDTHS, rows=tuple(rows))
        closing = [_paragraph(f"另有 {more} 处见复核结果页。")] if more > 0 else []
        return Document(title="复核意见单", blocks=(*blocks, table, *closing))
    return Document(title="复核意见单", blocks=tuple(blocks))


def write_letter(review: Review, path: Path) -> None:
    """Write the letter as .docx. Refuses ``out_not_writable``."""
    write_word(letter(review), path)


def _paragraph(text: str) -> Paragraph:
    return Paragraph((Span(text, fixed=True),))


def _row(texts: list[str], header: bool = False) -> tuple[TableCell, ...]:
    return tuple(
        TableCell((Span(text, fixed=True),), align="center" if header or not n else "left", header=header)
        for n, text in enumerate(texts)
    )


def _cells(review: Review, number: int, finding: Finding) -> list[str]:
    relation = finding.relation
    place = relation.quotes[0].place if relation.quotes else ""
    line = review.text.count("\n", 0, relation.quotes[0].start) + 1 if relation.quotes else 0
    words = "；".join(dict.fromkeys(re.sub(r"\s+", "", quote.text) for quote in relation.quotes[:2]))
    advice = " 或 ".join(relation.repairs[:2]) or ("请说明" if finding.verdict == "review" else "请更正")
    return [str(number), place or f"第 {line} 行", _short(words), _short(relation.message), _short(advice)]


def _short(text: str) -> str:
    return text if len(text) <= _WORDS_LIMIT else text[: _WORDS_LIMIT - 1] + "…"
