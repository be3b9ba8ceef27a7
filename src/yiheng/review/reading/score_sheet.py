"""Sheets of points in whatever way a report writes them: rows of 权重 and 得分, ``10 / 9.5``, ``执行10分得9.5；产出50分得49``.

A sheet is a list of parts whose full marks make the whole (100, or what its total row says), with the total told below
or after it. The unit 分 may be left out, and the cells of a row may stand apart by one blank only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yiheng.review.reading.context import Context
from yiheng.review.reading.layout import Line, Report
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.score_list import FULL, lists_of
from yiheng.review.reading.score_parts import FULL_MARKS

_PARTINGS = tuple(re.compile(form) for form in (r"\s*\|\s*", r"\t+", r"\s+[/／]\s+", r"\s{2,}", r"\s+"))
_POINTS = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)\s?分?")
_SLASHED = re.compile(
    r"(?<![\d./])(\d{1,3}(?:\.\d{1,4})?)\s?分?\s?[/／]\s?(\d{1,3}(?:\.\d{1,4})?)(?![\d./%年月])"
)
_CLOSED_UP = re.compile(r"([合总小])(\s+)(计)")
_PARTS_LEAST = 3
_MORE = {
    "arrow": ("→", ">", "⇒"),
    "spaced": ("自评", "实际", "评价", "本次"),
    "minus": ("-", "－", "−"),
    "kept": ("扣",),
    "lost": ("扣",),
    "bracket": ("（", "("),
    "turned": ("（", "("),
    "slash": ("/", "／"),
    "all": ("满分",),
}
"""The further notations, each with the signs of which it has one."""
_ROWS_MOST = 60
_NAME_MOST = 60
Span = tuple[int, int]


@dataclass(frozen=True)
class Part:
    """One part: its name, what it could get and what it got, and where the award stands."""

    name: str
    full: Fraction
    award: Fraction
    span: Span

    @property
    def whole(self) -> bool:
        """Whether it got all it could."""
        return self.award == self.full > 0


@dataclass(frozen=True)
class Sheet:
    """Parts that make a whole, and the total of their awards where one is told, with its place."""

    parts: tuple[Part, ...]
    total: Fraction | None
    span: Span | None

    @property
    def awarded(self) -> Fraction:
        """What the parts got together."""
        return sum((one.award for one in self.parts), Fraction(0))


def sheets(context: Context) -> tuple[Sheet, ...]:
    """The sheets of a report under review."""
    return sheets_of(context.report)


def sheets_of(report: Report) -> tuple[Sheet, ...]:
    """All sheets of a report, rows first."""
    return (*_grids(report.lines), *_told(report.lines))


# Rows under a header.


def _grids(lines: Sequence[Line]) -> Iterator[Sheet]:
    at = 0
    while at < len(lines):
        found = _grid(lines, at) if word("sheet_head").search(lines[at].text) else None
        if found is None:
            at += 1
            continue
        sheet, at = found
        yield sheet


def _grid(lines: Sequence[Line], head: int) -> tuple[Sheet, int] | None:
    """The sheet under a header line, with the line after its last row."""
    for read in _readers(lines[head].text):
        parts: list[Part] = []
        for at in range(head + 1, min(head + 1 + _ROWS_MOST, len(lines))):
            line = lines[at]
            row = read(line) or _total_row(line)
            if row is None:
                if not line.text.strip() and not parts:
                    continue
                if len(parts) >= _PARTS_LEAST and _sum(parts) == FULL_MARKS:
                    return _told_below(parts, line), at + 1
                break
            if not word("sheet_total_row").match(re.sub(r"\s", "", row.name)):
                parts.append(row)
                continue
            fulls = sum((one.full for one in parts), Fraction(0))
            if len(parts) >= _PARTS_LEAST and fulls == row.full:
                return Sheet(tuple(parts), row.award, row.span), at + 1
            break
    return None


def _told_below(parts: Sequence[Part], line: Line) -> Sheet:
    """Rows that make 100, with the total that the sentence below them tells: 合计得分97.4分，按等级划分为优."""
    total = word("sheet_total").match(line.text)
    if total is None:
        return Sheet(tuple(parts), None, None)
    span = line.start + total.start("points"), line.start + total.end("points")
    return Sheet(tuple(parts), Fraction(total["points"]), span)


class _Columns:
    """Reads a row by the places of the header's columns."""

    def __init__(self, parting: re.Pattern[str], count: int, full: int, award: int) -> None:
        self.parting, self.count, self.full, self.award = parting, count, full, award

    def __call__(self, line: Line) -> Part | None:
        cells = _cells(_CLOSED_UP.sub(lambda one: one[1] + one[3] + one[2], line.text), self.parting)
        if not max(self.full, self.award) < len(cells) <= self.count:
            return None
        marks = [_POINTS.fullmatch(cells[at][0]) for at in (self.full, self.award)]
        if marks[0] is None or marks[1] is None:
            return None
        text, low = cells[self.award]
        name = next((one for one, _ in cells if re.search(r"[\u4e00-\u9fa5]{2}", one)), "")
        span = line.start + low, line.start + low + len(text)
        return Part(name, Fraction(marks[0][1]), Fraction(marks[1][1]), span) if name else None


def _slashed(line: Line, *, turned: bool) -> Part | None:
    """驻场人员到岗人数  10 / 10  目标11人，实到11人."""
    match = _SLASHED.search(line.text)
    name = _named(line.text[: match.start()]) if match else ""
    if match is None or not name or len(name) > _NAME_MOST or re.search(r"[，。；\d]", name):
        return None
    full, award = (2, 1) if turned else (1, 2)
    span = line.start + match.start(award), line.start + match.end(award)
    return Part(name, Fraction(match[full]), Fraction(match[award]), span)


def _named(text: str) -> str:
    """The name that a row begins with, without its mark and what follows a colon."""
    return re.split("[：:]", word("tally_mark").sub("", text, count=1))[0].strip(" |：:")


def _total_row(line: Line) -> Part | None:
    """合计：分值100，得分98.9, below rows of any style."""
    match = word("sheet_total_told").match(line.text)
    if match is None:
        return None
    span = line.start + match.start("points"), line.start + match.end("points")
    return Part("合计", Fraction(match["full"]), Fraction(match["points"]), span)


def _readers(head: str) -> Iterator[_Columns | _Slashed]:
    slashed = word("sheet_slashed").search(head)
    if slashed:
        yield _Slashed(turned=slashed["full"] is None)
    for parting in _PARTINGS:
        names = [text for text, _ in _cells(head, parting)]
        full = next((n for n, one in enumerate(names) if n and word("sheet_full").fullmatch(one)), -1)
        award = next((n for n, one in enumerate(names) if n and word("sheet_award").fullmatch(one)), -1)
        if full > 0 and award > 0:
            yield _Columns(parting, len(names), full, award)


class _Slashed:
    """Reads a row whose full mark and award stand as one: 10 / 9.5."""

    def __init__(self, *, turned: bool) -> None:
        self.turned = turned

    def __call__(self, line: Line) -> Part | None:
        return _slashed(line, turned=self.turned)


def _cells(text: str, parting: re.Pattern[str]) -> list[tuple[str, int]]:
    """The cells of a line with their places in it."""
    low = len(text) - len(text.lstrip(" |\t"))
    high = len(text.rstrip(" |\t"))
    found = []
    for match in parting.finditer(text, low, high):
        if match.end() > match.start():
            found.append((text[low : match.start()], low))
            low = match.end()
    found.append((text[low:high], low))
    return found


# Parts in prose.


def _told(lines: Sequence[Line]) -> Iterator[Sheet]:
    """Parts of a line that make 100; or those of lines one after another that do so together."""
    run: list[tuple[Line, list[Part]]] = []
    for line in (*lines, None):
        if line is not None and not line.text.strip():
            continue
        told = line is not None and word("sheet_hint").search(line.text)
        parts = (
            _parts(line.text, line.start)
            if line is not None and told and not word("sheet_whole_told").search(line.text)
            else []
        )
        if line is not None and parts:
            heads, details = tops(parts)
            if details and _sum(heads) == FULL_MARKS:
                yield from details
                yield from _closed(heads, line, None, least=len(heads))
                continue
            if _sum(parts) == FULL_MARKS:
                yield from _closed(parts, line, None)
                run = []
            else:
                run.append((line, parts))
            continue
        if len(run) > 1 and _sum(joined := [one for _, own in run for one in own]) == FULL_MARKS:
            yield from _closed(joined, run[-1][0], line)
        elif len(run) > 1 and line is not None:
            yield from _of_whole([one for _, own in run for one in own], line)
        run = []


def _of_whole(parts: Sequence[Part], line: Line) -> Iterator[Sheet]:
    """四项指标满分40分，得分38分, below the parts that make 40."""
    told = word("sheet_whole_told").search(line.text)
    if told is not None and len(parts) >= _PARTS_LEAST and _sum(parts) == Fraction(told["full"]):
        span = line.start + told.start("points"), line.start + told.end("points")
        yield Sheet(tuple(parts), Fraction(told["points"]), span)


def _sum(parts: Sequence[Part]) -> Fraction:
    return sum((one.full for one in parts), Fraction(0))


def _parts(text: str, start: int) -> list[Part]:
    """The parts of a paragraph in whatever notation, else those of a list of full marks and one of awards."""
    found: dict[Span, Part] = {}
    told = word("sheet_part_line").search(text)
    more = [one for one, signs in _MORE.items() if told and any(sign in text for sign in signs)]
    for form in (word("sheet_part"), *(word(f"sheet_part_{one}") for one in more)):
        for match in form.finditer(text):
            part = _part(match, text, start)
            taken = any(match.start() < high and low < match.end() for low, high in found)
            if part is not None and not taken:
                found[match.span()] = part
    parts = [found[span] for span in sorted(found)]
    return parts if len(parts) >= _PARTS_LEAST else _in_turn(text, start) or parts


def _part(match: re.Match[str], text: str, start: int) -> Part | None:
    """One part: of two numbers told alike, 19（20） or 20（19）, the greater is the full mark."""
    told = match.groupdict()
    way = next(one for one in ("", "2", "3") if told.get(f"full{one}"))
    full = Fraction(told[f"full{way}"])
    at = (
        f"award{way}" if told.get(f"award{way}") else f"lost{way}" if told.get(f"lost{way}") else f"full{way}"
    )
    award = Fraction(told[at])
    if at.startswith("lost"):
        award = full - award
    name = told.get("name") or told.get("name2") or text.split(maxsplit=1)[0]
    if award > full and match.re in (word("sheet_part_turned"), word("sheet_part_slash")):
        full, award, at = award, full, f"full{way}"
    if not 0 <= award <= full < FULL_MARKS or word("sheet_part_name_not").search(name):
        return None
    return Part(name, full, award, (start + match.start(at), start + match.end(at)))


def _in_turn(text: str, start: int) -> list[Part]:
    """投入15分、过程20分……，自评为15分、19分……: as many awards as full marks, none above its own."""
    lists = lists_of(text, start)
    for awards in lists:
        for fulls in lists:
            pairs = list(zip(fulls.entries, awards.entries, strict=False))
            own = fulls.kind == FULL and awards is not fulls and len(fulls.entries) == len(awards.entries)
            if own and fulls.total == FULL_MARKS and all(award.value <= full.value for full, award in pairs):
                return [
                    Part(full.name or award.name, full.value, award.value, (award.start, award.end))
                    for full, award in pairs
                ]
    return []


def tops(parts: Sequence[Part]) -> tuple[list[Part], list[Sheet]]:
    """Parts without those that detail another, and the details: 共性指标40分得38分：编制8分得8分，执行32分得30分."""
    found: list[Part] = []
    details: list[Sheet] = []
    at = 0
    while at < len(parts):
        head, total, end = parts[at], Fraction(0), at + 1
        while end < len(parts) and total < head.full:
            total += parts[end].full
            end += 1
        found.append(head)
        if total == head.full and end - at > 2:
            details.append(Sheet(tuple(parts[at + 1 : end]), head.award, head.span))
            at = end
        else:
            at += 1
    return found, details


def _closed(
    parts: Sequence[Part], line: Line, following: Line | None, *, least: int = _PARTS_LEAST
) -> Iterator[Sheet]:
    """The sheet with the total that its own line, or the next one, tells after it."""
    if len(parts) < least:
        return
    low = parts[-1].span[1] - line.start
    total = word("sheet_total").search(line.text, low)
    at = line.start
    if total is None and following is not None:
        total, at = word("sheet_total").match(following.text), following.start
        total = word("sheet_total_told").match(following.text) or total
    if total is None:
        yield Sheet(tuple(parts), None, None)
        return
    span = at + total.start("points"), at + total.end("points")
    yield Sheet(tuple(parts), Fraction(total["points"]), span)
