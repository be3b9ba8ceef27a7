"""The one-page 《复核意见单》: place, original words, recomputation and suggested wording of what has to be answered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from yiheng.reports.document import Document, Paragraph, Span, Table, TableCell
from yiheng.reports.word import write_word
from yiheng.review.finding import Finding, Relation, Review
from yiheng.review.output.fault import Fault, count_of, faults_of
from yiheng.review.output.place import places_of

_HEADS = ("序号", "位置", "原文", "复算", "建议")
_WIDTHS = (6, 11, 26, 34, 23)
_LINE_CHARACTERS = (2, 4, 10, 13, 8)
"""Chinese characters that fit on a line of each column."""
_TITLE_LIMIT = 40
_LINES_LIMIT = 22
"""Lines that the table may take so that the whole stays on one page."""
_QUOTED_LIMIT, _RECOMPUTED_LIMIT = 40, 60
_CELL_LIMITS = (16, _QUOTED_LIMIT, 40)
"""Characters of a place, of the words quoted and of an advice."""
_WEIGHT = ("R14 R2 R1 R3 R4 R5 R17 R20 R11", "R6 R16 R9 R7", "R8 R12 R10 R13 R15 R22")
"""Figures that cannot all be true come first, then what contradicts a goal, then its form; all else after them."""


def letter(review: Review) -> Document:
    """The letter as a document: the weightiest findings that one page holds, in the order of the report."""
    faults = [one for one in faults_of(review.findings) if one.verdict in ("inconsistent", "review")]
    wrong, asked = count_of(faults, "inconsistent"), count_of(faults, "review")
    opening = f"经复核{_titles(review)}，发现不一致 {wrong} 处，需要说明 {asked} 处。请逐条核对，更正或说明后再报送。"
    if not faults:
        words = review.note or "文中数字未发现不一致"
        return Document(title="复核意见单", blocks=(_paragraph(f"经复核{_titles(review)}，{words}。"),))
    rows = _chosen(review, faults)
    table = Table(
        column_widths=_WIDTHS,
        rows=(
            _row(_HEADS, header=True),
            *(_row((str(number), *cells)) for number, cells in enumerate(rows, 1)),
        ),
    )
    more = len(faults) - len(rows)
    closing = [_paragraph(f"另有 {more} 处见复核结果页。")] if more else []
    return Document(title="复核意见单", blocks=(_paragraph(opening), table, *closing))


def write_letter(review: Review, path: Path) -> None:
    """Write the letter as .docx. Refuses ``out_not_writable``."""
    write_word(letter(review), path)


def _titles(review: Review) -> str:
    """The title of the report, or of the first of several; the file's name where it has none, or one too long for a line."""
    titles = [str(one["title"]) for one in review.reports if one["title"]]
    shown = f"《{titles[0] if titles and len(titles[0]) <= _TITLE_LIMIT else review.file}》"
    return shown if len(titles) <= 1 else f"{shown}等 {len(titles)} 份报告"


def _chosen(review: Review, faults: Sequence[Fault]) -> list[tuple[str, ...]]:
    """The cells of the weightiest faults that fit, back in reading order; one sentence is told once. Room that is left then
    shows how else they are seen."""
    places = {key: place.rpartition("，")[2] for key, place in places_of(review).items()}
    told: set[tuple[str, ...]] = set()
    kept: list[Fault] = []
    left = _LINES_LIMIT
    for fault in sorted(faults, key=_weight):
        cells = _cells(fault, places, 0)
        if cells[2:] in told or _lines(cells) > left:
            continue
        told.add(cells[2:])
        left -= _lines(cells)
        kept.append(fault)
    rows: list[tuple[int, tuple[str, ...]]] = []
    for fault in kept:
        bare = _lines(_cells(fault, places, 0))
        longer = (_cells(fault, places, count) for count in range(len(fault.findings) - 1, -1, -1))
        cells = next(one for one in longer if _lines(one) - bare <= left)
        left -= _lines(cells) - bare
        rows.append((_start(fault), cells))
    return [cells for _, cells in sorted(rows)]


def _lines(cells: tuple[str, ...]) -> int:
    """How many lines a row takes."""
    return max(
        sum(-(-len(line) // most) for line in text.split("\n"))
        for text, most in zip(cells, _LINE_CHARACTERS[1:], strict=True)
    )


def _weight(fault: Fault) -> tuple[bool, int, int]:
    """The weight of its weightiest finding among those of its verdict."""
    ranks = (
        next((n for n, rules in enumerate(_WEIGHT) if one.relation.rule in rules.split()), len(_WEIGHT))
        for one in fault.findings
        if one.verdict == fault.verdict
    )
    return fault.verdict != "inconsistent", min(ranks), _start(fault)


def _start(fault: Fault) -> int:
    quotes = fault.told.relation.quotes
    return quotes[0].start if quotes else 0


def _cells(fault: Fault, places: Mapping[str, str], others: int) -> tuple[str, ...]:
    """The cells of a fault, with so many of its other findings."""
    words = _quoted(fault.told.relation)
    advice = " 或 ".join(fault.repairs[:2]) or ("请说明" if fault.verdict == "review" else "请更正")
    texts = (places.get(fault.told.id, ""), words, advice)
    place, words, advice = (_short(text, most) for text, most in zip(texts, _CELL_LIMITS, strict=True))
    return place, words, _recomputations(fault, others), advice


def _recomputations(fault: Fault, others: int) -> str:
    """How a fault is seen, and below it so many of the other ways."""
    lines = [_short(_recomputed(fault.told), _RECOMPUTED_LIMIT)]
    for word, some in fault.others:
        for number, one in enumerate(some):
            lines.append(("" if number else f"{word}：") + _short(_recomputed(one), _RECOMPUTED_LIMIT))
    left = len(lines) - 1 - others
    return "\n".join([*lines[: 1 + others], *([f"同一处另有 {left} 条发现"] if left else [])])


def _quoted(relation: Relation) -> str:
    """What is to be looked at, and as many of the other words quoted as the cell holds."""
    first = relation.accused
    quotes = [quote for quote in relation.quotes if quote is not first]
    words = list(dict.fromkeys(_bare(quote.text) for quote in ([first] if first else []) + quotes))
    kept = words[:1]
    for one in words[1:]:
        if len("；".join((*kept, one))) <= _QUOTED_LIMIT:
            kept.append(one)
    return "；".join(kept)


def _bare(words: str) -> str:
    return re.sub(r"\s+", "", words).strip("、，,；;。：:")


def _recomputed(finding: Finding) -> str:
    """The sentence of a finding, or, where it is long, what it should be without the words of its operands."""
    relation = finding.relation
    if len(relation.message) <= _RECOMPUTED_LIMIT or not (relation.expected and relation.stated):
        return relation.message
    return f"{relation.subject}：按文中数字应为 {relation.expected}，文中写 {relation.stated}"


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _paragraph(text: str) -> Paragraph:
    return Paragraph((Span(text, fixed=True),))


def _row(texts: Sequence[str], header: bool = False) -> tuple[TableCell, ...]:
    return tuple(
        TableCell((Span(text, fixed=True),), align="center" if header or not n else "left", header=header)
        for n, text in enumerate(texts)
    )
