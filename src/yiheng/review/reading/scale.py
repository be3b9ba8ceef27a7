"""The scale of grades that a report gives itself: names and spans of points, in whichever order and signs they stand.

优（90—100分）, 90分及以上为优, 80≤良<90, 优：100～90分, 优、良、中、差四级的下限依次为90、80、60、0分. A scale is a run of such pairs;
a single one (90分以上为优) counts where it names one grade only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache

from yiheng.review.reading.begin import compiled
from yiheng.review.reading.lexicon import word

_NUMBER, _IN = r"\d{1,3}(?:\.\d{1,2})?", r"\s{0,9}分?\s{0,9}"
_BOUND = re.compile(r"(?<![\d.])(?:100|[5-9][05]|[5-9]9(?:\.9{1,2})?)(?![\d.%人家项])")
_SENTENCE, _PARTS, _APART, _LEAST = re.compile(r"[^。\n]+"), re.compile(r"[（(]"), 12, 2
_MOST, _KEYS = 120, frozenset("abcdefghijkmnuv")


@dataclass(frozen=True)
class Band:
    """One grade: the least and the most of its points (None: no bound told), and where it stands.

    ``closed``: the words give its least to it (90分及以上). ``open``: they keep its most from it (不足90分).
    """

    name: str
    low: Fraction | None
    high: Fraction | None
    start: int
    end: int
    closed: bool = False
    open: bool = False


@dataclass(frozen=True)
class Mark:
    """A name or a span of points in a text, with the words of its bounds as a band has them."""

    kind: str
    name: str
    low: Fraction | None
    high: Fraction | None
    start: int
    end: int
    closed: bool = False
    open: bool = False


@cache
def _spans() -> re.Pattern[str]:
    """Every way to write a span of points; a name may stand inside: 80≤良<90."""
    name = rf"(?P<inner>{word('gr_name').pattern}|[A-Za-z]|得分|总分|分数)?"
    least, less, from_, to = (word(f"gr_{one}").pattern for one in ("least", "less", "from", "to"))
    return compiled(
        rf"(?<![\d.])(?:[\[［(（【〔]\s?(?P<m>{_NUMBER}){_IN}[，,、]\s?(?P<n>{_NUMBER}){_IN}[\]］)）】〕]"
        rf"|[\[［]\s?(?P<u>{_NUMBER}){_IN}(?:{to})\s?(?P<v>{_NUMBER}){_IN}[\]］)）]"
        rf"|(?P<a>{_NUMBER}){_IN}[≤<＜]\s?(?:得分|总分|分数)?{name}(?:得分)?\s?[≤<＜]\s?(?P<b>{_NUMBER})"
        rf"|(?P<i>{_NUMBER}){_IN}(?:{from_})\s{{0,9}}[、，,且至到]?\s?(?:(?:{less})\s?(?P<j>{_NUMBER})|(?P<k>{_NUMBER}){_IN}以下)"
        rf"|(?P<c>{_NUMBER}){_IN}(?:{to})\s?(?:{less})?\s?(?P<d>{_NUMBER})"
        rf"|(?:{least})\s?(?P<e>{_NUMBER})(?:{_IN}[且，,、]?\s?(?:{less})\s?(?P<f>{_NUMBER}))?"
        rf"|(?:{less})\s?(?P<g>{_NUMBER})"
        rf"|(?P<h>{_NUMBER}){_IN}(?:(?P<up>{from_})|(?:及|及其)?以下)"
        rf"){_IN}(?:以下)?\s{{0,20}}(?![\d%人家])"
    )


def marks_of(text: str, start: int = 0) -> list[Mark]:
    """The names of grades and the spans of points of a text that begins at ``start``, in order."""
    found: list[Mark] = []
    plain = word("gr_inclusive").sub(lambda match: " " * len(match.group()), text)
    for match in _spans().finditer(plain):
        low, high = _bounds(match)
        if any(one is not None and one > _MOST for one in (low, high)):
            continue
        inner = match["inner"] or ""
        kind, name = ("band", inner) if word("gr_name").fullmatch(inner) else ("span", "")
        told = text[match.start() : match.end()].strip()
        edges = bool(word("gr_closed").search(told)), bool(word("gr_open").search(told))
        found.append(Mark(kind, name, low, high, match.start(), match.end(), *edges))
    for name in map(_name, word("gr_name").finditer(text)):
        if not any(one.start < name.end and name.start < one.end for one in found):
            found.append(name)
    found.sort(key=lambda one: one.start)
    return [replace(one, start=one.start + start, end=one.end + start) for one in found] if start else found


def _bounds(match: re.Match[str]) -> tuple[Fraction | None, Fraction | None]:
    told = {key: Fraction(value) for key, value in match.groupdict().items() if value and key in _KEYS}
    if "a" in told:
        return told["a"], told["b"]
    if "i" in told:  # 80分及以上不足90分
        return told["i"], told.get("j", told.get("k"))
    for first, second in ("cd", "mn", "uv"):
        if first in told:
            low, high = sorted((told[first], told[second]))
            return low, high
    if "e" in told:
        return told["e"], told.get("f")
    if "g" in told:
        return None, told["g"]
    return (told["h"], None) if match["up"] else (None, told["h"])


def bands_of(text: str) -> list[Band] | None:
    """The scale of a text; empty where it gives none, None where a name is told with two spans."""
    marks = marks_of(text)
    found = [*_pairs(text, marks), *_in_turn(text)]
    scale: dict[str, Band] = {}
    for one in found:
        known = scale.setdefault(one.name, one)
        if (known.low, known.high) != (one.low, one.high):
            return None
    return sorted(
        scale.values(), key=lambda one: one.low if one.low is not None else Fraction(-1), reverse=True
    )


@dataclass(frozen=True)
class Zone:
    """Where a text sets a scale, in whatever words, and the bounds that it names."""

    start: int
    end: int
    bounds: frozenset[Fraction]


@lru_cache(maxsize=8192)
def zones_of(text: str) -> tuple[Zone, ...]:
    """Where a text sets a scale: bounds and grades side by side, two of each or more. A grade at either end that is named inside too is
    the one that is given by the scale, and no part of it."""
    found = []
    for sentence in _SENTENCE.finditer(text):
        bounds = [_bound(one) for one in _BOUND.finditer(text, sentence.start(), sentence.end())]
        if len(bounds) < _LEAST:
            continue
        names = [_name(one) for one in word("gr_name").finditer(text, sentence.start(), sentence.end())]
        for run in _runs(text, sorted([*names, *bounds], key=lambda one: one.start)):
            told = frozenset(one.low for one in run if one.low is not None)
            if len({one.name for one in run if one.name}) >= _LEAST and len(told) >= _LEAST:
                found.append(Zone(run[0].start, run[-1].end, told))
    return tuple(found)


def _name(match: re.Match[str]) -> Mark:
    return Mark("name", match.group(), None, None, match.start(), match.end())


def _bound(match: re.Match[str]) -> Mark:
    return Mark("bound", "", Fraction(match.group()), None, match.start(), match.end())


def _runs(text: str, marks: Sequence[Mark]) -> Iterator[Sequence[Mark]]:
    """Grades and bounds that follow each other closely, without the grades given at the ends."""
    first = 0
    for at in range(1, len(marks) + 1):
        if at < len(marks) and _is_close(text, marks[at - 1], marks[at]):
            continue
        yield _trimmed(marks[first:at])
        first = at


def _is_close(text: str, one: Mark, other: Mark) -> bool:
    """Whether two marks are of one run: no other number lies between them, nor a score before its scale (55分（60分以下为差）)."""
    between = text[one.end : other.start]
    parted = not (one.name or other.name) and _PARTS.search(between) is not None
    return len(between) <= _APART and not parted and re.search(r"\d", between) is None


def _trimmed(run: Sequence[Mark]) -> Sequence[Mark]:
    """A run without the grades at its ends that are named in it again."""
    while len(run) > 1 and run[-2].name and _is_again(run, run[-1]):
        run = run[:-1]
    while (first := next((at for at, one in enumerate(run) if one.name), -1)) >= 0:
        if not _is_again(run, run[first]):
            break
        run = run[first + 1 :]
    return run


def _is_again(run: Sequence[Mark], grade: Mark) -> bool:
    return bool(grade.name) and sum(one.name == grade.name for one in run) > 1


def _pairs(text: str, marks: Sequence[Mark]) -> Iterator[Band]:
    """Names and spans side by side; which comes first is what the most of a run say."""
    firsts, seconds = [], []
    for one, other in zip(marks, marks[1:], strict=False):
        between = text[one.end : other.start]
        if (one.kind, other.kind) == ("name", "span") and word("gr_after_name").fullmatch(between):
            firsts.append(_band(one.name, other, one.start, other.end))
        elif (one.kind, other.kind) == ("span", "name") and word("gr_after_span").fullmatch(between):
            seconds.append(_band(other.name, one, one.start, other.end))
    yield from (_band(mark.name, mark, mark.start, mark.end) for mark in marks if mark.kind == "band")
    if (
        len(firsts) == len(seconds) and firsts
    ):  # 由优降为良（90分以上优，80分以上良）: the list ends with a name
        chosen, rest = (seconds, firsts) if seconds[-1].end > firsts[-1].end else (firsts, seconds)
    else:
        chosen, rest = (firsts, seconds) if len(firsts) > len(seconds) else (seconds, firsts)
    yield from chosen
    for band in rest:  # 合格60—79分，60分以下为不合格: the last may be told the other way round
        if all(band.end <= other.start or other.end <= band.start for other in chosen):
            yield band


def _band(name: str, span: Mark, start: int, end: int) -> Band:
    return Band(name, span.low, span.high, start, end, span.closed, span.open)


@cache
def _names_in_turn() -> re.Pattern[str]:
    """Names of grades one after another, and the least of each after them."""
    name = word("gr_name").pattern
    return compiled(
        rf"(?P<names>(?:{name})(?:[”“\"、，和]+(?:{name}))+)[^。；\d]{{0,12}}?(?:下限|起点|起评分|最低分)[^。；\d]{{0,6}}?(?P<values>\d{{1,3}}(?:[、，和]\d{{1,3}})+)\s?分"
    )


def _in_turn(text: str) -> Iterator[Band]:
    """优、良、中、差四级的下限依次为90、80、60、0分."""
    for match in _names_in_turn().finditer(text):
        names = word("gr_name").findall(match["names"])
        values = [Fraction(one) for one in re.findall(r"\d+", match["values"])]
        if len(names) == len(values):
            high: Fraction | None = None
            for one, low in zip(names, values, strict=True):
                yield Band(one, low, high, match.start(), match.end())
                high = low
