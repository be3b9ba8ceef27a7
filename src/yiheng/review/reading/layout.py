"""The build of a text: reports in one file, headings and sections, sentences and clauses."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from yiheng.review.reading.lexicon import first_scope, scope_words, word

_HEADINGS = (
    re.compile(r"\s*[一二三四五六七八九十]{1,3}、"),
    re.compile(r"\s*[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"\s*\d{1,2}[.、．](?!\d)"),
    re.compile(r"\s*(?:[（(]\d{1,2}[）)]|[①-⑫])"),
)
_PLAIN_HEADING = re.compile(r"[^\d，。；：:,;、%|\t]{3,30}")
_HEADLINE = 50
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年")
_SENTENCE_END = re.compile(r"[。！？!?\n]")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph. ``path`` are the headings above it, outermost first; ``section`` what part of a report it is in."""

    start: int
    end: int
    text: str
    level: int
    path: tuple[str, ...]
    section: str

    def __hash__(self) -> int:
        return hash((self.start, self.end))

    @property
    def heading(self) -> str:
        """The nearest heading."""
        return self.path[-1] if self.path else ""


@dataclass(frozen=True)
class Report:
    """One report of a file: its span, title, year and the insurance its title names; ``headline`` is the title, or the first line where
    no word list knows it for one."""

    number: int
    start: int
    end: int
    title: str
    headline: str
    year: int
    insurance: str
    lines: tuple[Line, ...]

    def line_at(self, offset: int) -> Line:
        """The paragraph that holds an offset."""
        return self.lines[max(bisect_right(self._starts, offset) - 1, 0)]

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in self.lines]


_LONGEST = 1_500
_PAUSES = ("。", "；", ";", "，", ",", "、", " ")
"""Where a line is cut that is longer than any paragraph people write: at the last of the first of these in it."""


def split_lines(text: str) -> list[tuple[int, int]]:
    """The spans of all lines. A text without line breaks is cut into stretches of a paragraph's length: what numbers
    have to do with each other is sought within one, which would never end in a line of a megabyte."""
    spans, start = [], 0
    for part in text.split("\n"):
        end = start + len(part)
        while end - start > _LONGEST:
            cut = _cut(text, start)
            spans.append((start, cut))
            start = cut
        spans.append((start, end))
        start = end + 1
    return spans


def _cut(text: str, start: int) -> int:
    """Where a long line that begins here is cut: after a pause, not before the middle of the stretch."""
    low, high = start + _LONGEST // 2, start + _LONGEST
    for pause in _PAUSES:
        at = text.rfind(pause, low, high)
        if at >= 0 and not (pause == "," and text[at + 1 : at + 2].isdigit()):
            return at + 1
    return high


def reports_of(text: str) -> tuple[Report, ...]:
    """The reports of a text, split at title lines; always at least one."""
    spans = split_lines(text)
    starts = _title_lines(text, spans)
    bounds = [*starts, (len(spans), "")]
    if not starts or starts[0][0] > 12:
        bounds = [(0, ""), *bounds]
    else:
        bounds[0] = (0, bounds[0][1])
    reports: list[Report] = []
    for number, ((first, title), (last, _)) in enumerate(zip(bounds, bounds[1:], strict=False)):
        part = spans[first:last]
        if part and text[part[0][0] : part[-1][1]].strip():
            before = reports[-1].year if reports else 0
            reports.append(_report(number, text, part, title, before))
    return tuple(reports)


def _title_lines(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, str]]:
    """Line numbers where a report begins, with its title: short lines that end in 报告, and short lines above."""
    found: list[tuple[int, str]] = []
    previous = -1
    for number, (start, end) in enumerate(spans):
        shown = text[start:end].strip()
        if not (3 < len(shown) <= 60 and word("title_end").search(shown)) or word("title_not").search(shown):
            continue
        first, parts = number, [shown]
        back = number - 1
        while back > previous and len(parts) < 4:
            above = text[spans[back][0] : spans[back][1]].strip()
            if above and (len(above) > 40 or word("title_stop").search(above)):
                break
            if above:
                first = back
                parts.insert(0, above)
            back -= 1
        if found and not any("。" in text[low:high] for low, high in spans[previous:number]):
            continue
        found.append((first, "".join(parts)))
        previous = number
    return found


def _report(number: int, text: str, spans: list[tuple[int, int]], title: str, year_before: int) -> Report:
    start, end = spans[0][0], spans[-1][1]
    body = text[start:end]
    years = Counter(int(year) for year in _YEAR.findall(body))
    headline = title or _headline(body)
    titled = _YEAR.search(headline)
    year = int(titled[1]) if titled else year_before or (years.most_common(1)[0][0] if years else 0)
    insurance = first_scope("insurance", title) or _only_insurance(body[:800])
    return Report(number, start, end, title, headline, year, insurance, tuple(_lines(text, spans)))


def _headline(body: str) -> str:
    """The first line of a text without a title that a word list knows, where it is short enough for one."""
    first = next((line.strip() for line in body.split("\n") if line.strip()), "")
    return first if len(first) <= _HEADLINE and not re.search(r"[。，；]", first) else ""


def _only_insurance(opening: str) -> str:
    """The insurance that an opening speaks of where it speaks of one only."""
    named = {value for value, pattern in scope_words("insurance") if pattern.search(opening)}
    return named.pop() if len(named) == 1 else "all"


def _lines(text: str, spans: list[tuple[int, int]]) -> list[Line]:
    path: list[tuple[int, str]] = []
    section_of: dict[int, str] = {}
    lines = []
    for start, end in spans:
        shown = text[start:end]
        level = _level(shown)
        if level:
            path = [step for step in path if step[0] < level]
            path.append((level, _heading_text(shown)))
            section_of = {depth: value for depth, value in section_of.items() if depth < level}
            kind = first_scope("sections", path[-1][1])
            if kind and _opens(kind, set(section_of.values())):
                section_of[level] = "result" if kind == "indicator" else kind
        section = section_of[max(section_of)] if section_of else ""
        lines.append(Line(start, end, shown, level, tuple(step[1] for step in path), section))
    return lines


def _opens(kind: str, above: set[str]) -> bool:
    """Whether a heading opens a part of its own under the parts above it.

    Goals told again among results are results, and headings of indicators stand under goals and results alike.
    """
    if kind in ("goal", "budget"):
        return not above & {"result", "problem", "plan", "other"} and not (kind == "goal" and "goal" in above)
    return kind != "indicator" or "goal" not in above


def _level(shown: str) -> int:
    for number, form in enumerate(_HEADINGS, 1):
        if form.match(shown):
            return number
    stripped = shown.strip()
    return 5 if _PLAIN_HEADING.fullmatch(stripped) and not word("not_heading").search(stripped) else 0


def _heading_text(shown: str) -> str:
    head = re.split(r"[。：:\n]", shown.strip(), maxsplit=1)[0]
    return head if len(head) <= 45 else head[:45]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a paragraph, up to 。 or the end of the line."""

    start: int
    end: int
    line: Line

    def __eq__(self, other: object) -> bool:  # asked so often that it looks at the places first
        if self is other:
            return True
        if not isinstance(other, Sentence):
            return NotImplemented
        return self.start == other.start and self.end == other.end and self.line == other.line

    def __hash__(self) -> int:
        return hash((self.start, self.end))


def sentences_of(text: str, report: Report) -> list[Sentence]:
    """The sentences of a report; tables are left to their own reader."""
    found = []
    for line in report.lines:
        begin = line.start
        for match in _SENTENCE_END.finditer(text, line.start, line.end):
            if text[begin : match.end()].strip():
                found.append(Sentence(begin, match.end(), line))
            begin = match.end()
        if text[begin : line.end].strip():
            found.append(Sentence(begin, line.end, line))
    return found
