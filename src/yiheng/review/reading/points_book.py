"""Books of points in any notation: what each part could get, got and lost, and the totals told before and after the parts.

``预算执行10得9.85（按98.5%计）；对象精准20得18（…，扣2）``, ``资金 15 → 15`` a line, ``投入10分、过程28分（满分30，扣2）…合计98``. A part is a
number that words name, with the numbers right after it and those of the bracket behind these. What a number is tell its place
and the words since the one before; no notation of a whole part is listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from yiheng.review.reading.context import Context
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import word

_NUMBER = re.compile(
    r"(?<![\d.,A-Za-z第\[［])(?P<value>\d{1,3}(?:\.\d{1,4})?)(?P<unit>\s?分(?![钟之类项析布档为]))?"
    r"(?=\s*(?:[，。；、：:;（()）\n/／→⇒=＝＋+×|-]|得|扣|自评|实|计|—|满分|不|未|没|全|$)|\s+[\d\u4e00-\u9fa5])(?![\d.])"
)
_BRACKET = re.compile(r"[（(][^（()）\n]{0,80}[）)]")
_CHINESE = re.compile(r"[\u4e00-\u9fa5]{2}|[A-Z][\u4e00-\u9fa5]")
_CLAUSE = re.compile(r"[。；;，,：:、（(]")
_BLANK = re.compile(r"[\s，,：:（(]")
_MOST, _LINES_MOST, _NAME_MOST, _SHORT = 100, 40, 40, 2
Span = tuple[int, int]


@dataclass(frozen=True)
class Told:
    """One number of points with its place."""

    value: Fraction
    decimals: int
    span: Span


@dataclass(frozen=True)
class BookPart:
    """One part: the number that its name tells, what was got of it, what a bracket or clause says of it."""

    first: Told
    award: Told | None = None
    full: Told | None = None
    lost: tuple[Told, ...] = ()

    @property
    def shown(self) -> Told:
        """Where what it got stands: said so, or its only number."""
        return self.award or self.first

    @property
    def less(self) -> Fraction:
        """What it lost."""
        return sum((one.value for one in self.lost), Fraction(0))

    def ends(self, *, kept: bool) -> tuple[Fraction, Fraction]:
        """What it could get and got; a number alone is what was ``kept`` of it, or else what could be got."""
        if self.full is not None:
            return self.full.value, self.shown.value
        if self.award is not None:
            return self.first.value, self.award.value
        return (
            (self.first.value + self.less, self.first.value)
            if kept
            else (self.first.value, self.first.value - self.less)
        )


@dataclass(frozen=True)
class Book:
    """Parts in a row, the totals told before and after them, and the full mark told with the one after."""

    parts: tuple[BookPart, ...] = ()
    before: Told | None = None
    after: Told | None = None
    whole: Told | None = None

    @property
    def span(self) -> Span:
        """From its first number to its last."""
        spans = [one.first.span for one in self.parts] + [one.shown.span for one in self.parts]
        spans += [one.span for one in (self.before, self.after) if one is not None]
        return min(low for low, _ in spans), max(high for _, high in spans)


def books(context: Context) -> tuple[Book, ...]:
    """The books of points of a report: of one paragraph each, and of rows one below the other."""
    read = {
        line.start: list(_Reader(line).books())
        for line in context.report.lines
        if word("bk_line").search(line.text)
    }
    within = [one for listed in read.values() for one in listed if len(one.parts) > 1]
    return (*within, *_rows(context, read))


def _rows(context: Context, read: dict[int, list[Book]]) -> Iterator[Book]:
    """Lines that tell one part each, with the total of the line above or below them."""
    run: list[BookPart] = []
    head: Told | None = None
    for line in (*context.report.lines, None):
        if line is not None and (
            not line.text.strip() or (word("bk_note").match(line.text) and not read.get(line.start))
        ):
            continue
        own = read.get(line.start, []) if line is not None else []
        one = own[0] if len(own) == 1 else Book()
        total = one.after or one.before
        if len(one.parts) == 1 and total is None and one.parts[0].award is not None:
            run = [*run, one.parts[0]][-_LINES_MOST:]
            continue
        closed = total if not one.parts else None
        if len(run) > 1 and (head or closed):
            yield Book(tuple(run), head, closed, one.whole if closed else None)
        part = one.whole is not None and closed is not None and one.whole.value < _MOST and len(run) > 1
        run = [BookPart(one.whole, closed)] if part and one.whole and closed else []
        head = closed if not part else None


@dataclass
class _Reader:
    """Reads a line number by number; ``books`` are what its totals close, and what is left open at its end."""

    line: Line
    parts: list[BookPart] = field(default_factory=list)
    before: Told | None = None
    after: Told | None = None
    whole: Told | None = None
    each: Told | None = None

    def books(self) -> Iterator[Book]:
        """Each book of the line."""
        text = self.line.text
        brackets = [match.span() for match in _BRACKET.finditer(text)]
        low = past = 0
        for match in _NUMBER.finditer(text):
            if match.start() < past:
                continue
            bracket = next((one for one in brackets if one[0] < match.start() < one[1]), None)
            if bracket is not None:
                if self.parts and len(_BLANK.sub("", text[low : bracket[0]])) <= _SHORT:
                    self.parts[-1] = self._with_bracket(self.parts[-1], bracket)
                past = bracket[1]
                low = past if not _CHINESE.search(text[low : bracket[0]]) else low
                continue
            lead = _BRACKET.sub("", text[low : match.start()])
            if self._closes(match, lead):
                yield self._closed()
            low = match.end()
        if self.parts or self.after or self.before:
            yield self._closed()

    def _closed(self) -> Book:
        parts = [replace(one, full=self.each) if one.award is one.full is None else one for one in self.parts]
        book = Book(tuple(parts), self.before, self.after, self.whole)
        self.parts, self.before, self.after, self.whole, self.each = [], None, None, None, None
        return book

    def _told(self, match: re.Match[str]) -> Told:
        span = self.line.start + match.start(), self.line.start + match.end()
        return Told(Fraction(match["value"]), len(match["value"].partition(".")[2]), span)

    def _closes(self, match: re.Match[str], lead: str) -> bool:
        """Take one number; True where it is the total that closes the parts before it."""
        told, clause, plain = self._told(match), _clause(lead), _BLANK.sub("", lead)
        if word("bk_total").search(plain):
            clause = plain  # 小计：分值
        if told.value > _MOST or self._bound(match):
            return False
        if word("bk_each").search(clause):
            self.parts, self.each = [], told  # 四块各25分：投入25分，过程24分
            return False
        last = self.parts[-1] if self.parts else None
        same = "。" not in lead and "；" not in lead and "、" not in lead
        if self.whole is not None and same and (not plain or word("bk_award").fullmatch(plain)):
            self.after = told  # 合计 100 → 98
            return True
        open_ = last is not None and last.award is None and last.full is None
        awarded = word("bk_award").fullmatch(plain) or (not plain and lead)
        if last is not None and open_ and same and awarded and told.value <= last.first.value:
            self.parts[-1] = replace(last, award=told)
            return False
        if (
            word("bk_lost").search(clause)
            or word("bk_full").search(clause)
            and not word("bk_row_total").search(clause)
        ):
            self._attach(told, clause, plain, same=same)
            return False
        given = told.value > _MOST / 2 and word("bk_given").search(clause) is not None
        if word("bk_total").search(clause) or (given and not self.parts):
            return self._total(match, told, clause)
        follows = bool(match["unit"]) or word("bk_follows").match(self.line.text, match.end()) is not None
        if follows and _CHINESE.search(lead) and len(clause) <= _NAME_MOST:
            whole = word("bk_all").match(self.line.text, match.end()) is not None
            self.parts.append(BookPart(told, told if whole else None))
        return False

    def _attach(self, told: Told, clause: str, plain: str, *, same: bool) -> None:
        """A loss or a full mark: of the part before it in its sentence; a full mark that is named begins a part."""
        last = self.parts[-1] if self.parts else None
        if word("bk_lost").search(clause):
            if last is not None and same:
                self.parts[-1] = replace(last, lost=(*last.lost, told))
        elif last is not None and same and last.award is None and last.full is None:
            self.parts[-1] = replace(last, full=told)
        elif told.value < _MOST and _CHINESE.search(word("bk_full").sub("", plain)):
            self.parts.append(BookPart(told))  # 目标一 …… 分值12 得分12

    def _total(self, match: re.Match[str], told: Told, clause: str) -> bool:
        """A total: of the parts before it, of those after it, or of the rows above, with its full mark."""
        two = word("bk_award_next").match(self.line.text, match.end()) is not None
        if two:
            self.whole = told
            return False
        if len(self.parts) > 1 or (not self.parts and word("bk_row_total").search(clause)):
            self.after = told
            return True
        self.parts, self.before = [], told
        return False

    def _bound(self, match: re.Match[str]) -> bool:
        text = self.line.text
        before = text[max(0, match.start() - _SHORT * 4) : match.start()].rstrip()
        return bool(word("bk_bound_after").match(text, match.end()) or word("bk_bound_before").search(before))

    def _with_bracket(self, part: BookPart, bracket: Span) -> BookPart:
        """A part with what the bracket after it tells: （满分30，扣2）, （超期扣1分、台账扣2分）."""
        text, low = self.line.text, bracket[0] + 1
        for match in _NUMBER.finditer(text, low, bracket[1]):
            clause = _clause(text[low : match.start()])
            if word("bk_lost").search(clause) and not word("bk_each").search(text[low : match.start()]):
                part = replace(part, lost=(*part.lost, self._told(match)))
            elif word("bk_full").search(clause) and part.full is None and part.award is None:
                part = replace(part, full=self._told(match))
            low = match.end()
        return part


def _clause(lead: str) -> str:
    """The words since the last stop, without blanks: 其中过程 of ``，其中过程``."""
    return re.sub(r"\s", "", _CLAUSE.split(lead.rstrip("：:，, "))[-1])
