"""Lists of points told one after another, with or without 分: full marks, awards, and what closes them.

投入15分、过程20分、产出40分、效果25分，自评为15分、19分、37分、24.5分，合计95.5分; 得分依次为91、92、94分，平均92.3分. A list is what
stands between two words that begin another one (得, 满分, 合计, 平均); brackets within it are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yiheng.review.reading.lexicon import without, word
from yiheng.review.reading.quantity import digits_value

FULL, AWARD, NAMED, OTHER = "full", "award", "named", "other"
TOTAL, MEAN = "total", "mean"
_HUNDRED, _LEAST = 100, 2
_BRACKET = re.compile(r"[（(][^（()）]{0,80}[）)]")
_SENTENCE = re.compile(r"[^。\n]+")
_POINTS = re.compile(
    r"(?<![\d.,])(?P<value>\d{1,3}(?:\.\d{1,3})?)\s?(?P<unit>分(?![钟项类档位开别之析布数值期部处]))?(?![\d.,]\d)"
)


@dataclass(frozen=True)
class Entry:
    """One number of points: its name where the list gives one, and its place."""

    name: str
    value: Fraction
    start: int
    end: int


@dataclass(frozen=True)
class Listed:
    """Numbers of one list: ``kind`` full, award or named; ``closing`` is what sums it up, total or mean by ``closed``."""

    kind: str
    entries: tuple[Entry, ...]
    closing: Entry | None = None
    closed: str = ""

    @property
    def total(self) -> Fraction:
        """All of it together."""
        return sum((one.value for one in self.entries), Fraction(0))


@dataclass(frozen=True)
class _Token:
    lead: str
    value: Fraction
    unit: bool
    start: int
    end: int


def lists_of(text: str, start: int = 0) -> list[Listed]:
    """The lists of points of a paragraph that begins at ``start``, in order."""
    if not word("list_line").search(text):
        return []
    plain = _BRACKET.sub(_masked, text)
    found: list[Listed] = []
    for sentence in _SENTENCE.finditer(plain):
        found.extend(_lists(_tokens(plain, *sentence.span()), start))
    return found


def _masked(match: re.Match[str]) -> str:
    kept = word("list_bracket").search(match.group())
    return match.group() if kept else " " * len(match.group())


def _tokens(text: str, low: int, high: int) -> Iterator[_Token]:
    for match in _POINTS.finditer(text, low, high):
        after = text[match.end() : match.end() + 1]
        plain = bool(match["unit"]) or not after or after in "、，,；;和及与 。）)\n/／"
        lead = text[low : match.start()] if plain else "\0"
        yield _Token(lead, digits_value(match["value"]), bool(match["unit"]), match.start(), match.end())
        low = match.end()


def _lists(tokens: Iterator[_Token], start: int) -> Iterator[Listed]:
    runs: list[tuple[str, list[_Token]]] = []
    for one in tokens:
        opened = _opened(one.lead)
        if opened == AWARD and runs and runs[-1][0] == AWARD and word("list_each_got").fullmatch(one.lead):
            runs[-1][1].append(one)  # 投入得10分，过程得19分
            continue
        goes_on = runs and not opened and word("list_next").fullmatch(one.lead)
        if goes_on and runs[-1][0] == TOTAL and "、" in one.lead and len(runs[-1][1]) == 1:
            runs[-1] = (AWARD, [*runs[-1][1], one])  # 自评得10分、19分、40分
        elif goes_on and runs[-1][0] not in (TOTAL, MEAN):
            runs[-1][1].append(one)
        else:
            runs.append((opened or (OTHER if "\0" in one.lead else NAMED), [one]))
    for n, (kind, own) in enumerate(runs):
        bare = kind == NAMED and not any(one.unit for one in own) and not _is_whole(own)
        if len(own) < _LEAST or kind in (OTHER, TOTAL, MEAN) or bare:
            continue
        after = runs[n + 1] if n + 1 < len(runs) else None
        closed = after[0] if after and after[0] in (TOTAL, MEAN) else ""
        before = runs[n - 1] if n and runs[n - 1][0] == MEAN else None
        if not closed and before and own[0].lead.startswith(("：", ":", "（", "(")):
            after, closed = before, MEAN  # 平均分91.4分：甲93分、乙90分……
        closing = _entry(after[1][0], start) if after and closed else None
        if kind == NAMED and _is_whole(own):
            kind = FULL  # noqa: PLW2901 - 决策20分、过程20分……: names with full marks that make 100
        yield Listed(kind, tuple(_entry(one, start) for one in own), closing, closed)


def _is_whole(own: Sequence[_Token]) -> bool:
    return len(own) > _LEAST and sum(one.value for one in own) == _HUNDRED


def _opened(lead: str) -> str:
    """What the words before a number begin: a sum, a mean, full marks, awards; empty where they only name it."""
    clause = without("list_order", re.split(r"[。；;，,]", lead)[-1])
    for kind in (MEAN, TOTAL, OTHER, FULL, AWARD):
        if word(f"list_{kind}").search(clause):
            return kind
    return ""


def _entry(one: _Token, start: int) -> Entry:
    name = re.sub(r"[^\u4e00-\u9fa5A-Za-z]", "", re.split(r"[、，,：:；;\s]", one.lead)[-1])
    return Entry(name, one.value, start + one.start, start + one.end)
