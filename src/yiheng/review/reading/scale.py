"""The scale of grades that a report gives itself: names and spans of points, in whichever order and signs they stand.

优（90—100分）, 90分及以上为优, 80≤良<90, 优：100～90分, 优、良、中、差四级的下限依次为90、80、60、0分. A scale is a run of such pairs;
a single one (90分以上为优) counts where it names one grade only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from yiheng.review.reading.lexicon import word

_IN = r"(?:\s?分)?(?:\s?[（(]不?含(?:\d{1,3}分?)?[）)])?"
_MOST = 120


@dataclass(frozen=True)
class Band:
    """One grade: the least and the most of its points (None: no bound told), and where it stands."""

    name: str
    low: Fraction | None
    high: Fraction | None
    start: int
    end: int


@dataclass(frozen=True)
class Mark:
    """A name or a span of points in a text."""

    kind: str
    name: str
    low: Fraction | None
    high: Fraction | None
    start: int
    end: int


@cache
def _spans() -> re.Pattern[str]:
    """Every way to write a span of points; a name may stand inside: 80≤良<90."""
    name = rf"(?P<inner>{word('gr_name').pattern}|[A-Za-z]|得分|总分|分数)?"
    return re.compile(
        rf"(?<![\d.])(?:(?P<a>\d{{1,3}}(?:\.\d{{1,2}})?){_IN}\s?[≤<＜]\s?(?:得分|总分|分数)?{name}(?:得分)?\s?[≤<＜]\s?(?P<b>\d{{1,3}}(?:\.\d{{1,2}})?)"
        rf"|(?P<i>\d{{1,3}}(?:\.\d{{1,2}})?){_IN}\s?(?:及|及其)?以上(?:[（(]含[）)])?\s?[、，,且至到]?\s?(?:(?:不足|未满|不满|低于|小于|少于|不到|[<＜])\s?(?P<j>\d{{1,3}}(?:\.\d{{1,2}})?)|(?P<k>\d{{1,3}}(?:\.\d{{1,2}})?){_IN}\s?以下)"
        rf"|(?P<c>\d{{1,3}}(?:\.\d{{1,2}})?){_IN}\s?(?:[-—~～–]{{1,2}}|至|到|及以上至|以上至)\s?(?:不足|未满)?\s?(?P<d>\d{{1,3}}(?:\.\d{{1,2}})?)"
        rf"|(?:[≥>＞]|不低于|S≥|得分≥)\s?(?P<e>\d{{1,3}}(?:\.\d{{1,2}})?)(?:{_IN}\s?[且，,、]?\s?[<＜]\s?(?P<f>\d{{1,3}}(?:\.\d{{1,2}})?))?"
        rf"|(?:[<＜]|不足|低于)\s?(?P<g>\d{{1,3}}(?:\.\d{{1,2}})?)"
        rf"|(?P<h>\d{{1,3}}(?:\.\d{{1,2}})?){_IN}\s?(?:\s?[（(]含[）)])?(?:及|及其)?以(?P<side>[上下])(?:\s?[（(]不?含[）)])?"
        rf")\s?(?:{_IN})\s?(?:以下|（不含）|\(不含\))?(?![\d%人家])"
    )


def marks_of(text: str, start: int = 0) -> list[Mark]:
    """The names of grades and the spans of points of a text that begins at ``start``, in order."""
    found: list[Mark] = []
    for match in _spans().finditer(text):
        low, high = _bounds(match)
        if any(one is not None and one > _MOST for one in (low, high)):
            continue
        inner = match["inner"] or ""
        if word("gr_name").fullmatch(inner):
            found.append(Mark("band", inner, low, high, match.start(), match.end()))
        else:
            found.append(Mark("span", "", low, high, match.start(), match.end()))
    for match in word("gr_name").finditer(text):
        if not any(one.start < match.end() and match.start() < one.end for one in found):
            found.append(Mark("name", match.group(), None, None, match.start(), match.end()))
    found.sort(key=lambda one: one.start)
    return [replace(one, start=one.start + start, end=one.end + start) for one in found] if start else found


def _bounds(match: re.Match[str]) -> tuple[Fraction | None, Fraction | None]:
    told = {
        key: Fraction(value) for key, value in match.groupdict().items() if value and key in "abcdefghijk"
    }
    if "a" in told:
        return told["a"], told["b"]
    if "i" in told:  # 80分及以上不足90分
        return told["i"], told.get("j", told.get("k"))
    if "c" in told:
        low, high = sorted((told["c"], told["d"]))
        return low, high
    if "e" in told:
        return told["e"], told.get("f")
    if "g" in told:
        return None, told["g"]
    return (told["h"], None) if match["side"] == "上" else (None, told["h"])


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


def _pairs(text: str, marks: Sequence[Mark]) -> Iterator[Band]:
    """Names and spans side by side; which comes first is what the most of a run say."""
    firsts, seconds = [], []
    for one, other in zip(marks, marks[1:], strict=False):
        between = text[one.end : other.start]
        if (one.kind, other.kind) == ("name", "span") and word("gr_after_name").fullmatch(between):
            firsts.append(Band(one.name, other.low, other.high, one.start, other.end))
        elif (one.kind, other.kind) == ("span", "name") and word("gr_after_span").fullmatch(between):
            seconds.append(Band(other.name, one.low, one.high, one.start, other.end))
    yield from (Band(one.name, one.low, one.high, one.start, one.end) for one in marks if one.kind == "band")
    if (
        len(firsts) == len(seconds) and firsts
    ):  # 由优降为良（90分以上优，80分以上良）: the list ends with a name
        yield from seconds if seconds[-1].end > firsts[-1].end else firsts
    else:
        yield from firsts if len(firsts) > len(seconds) else seconds


def _in_turn(text: str) -> Iterator[Band]:
    """优、良、中、差四级的下限依次为90、80、60、0分."""
    name = word("gr_name").pattern
    form = re.compile(
        rf"(?P<names>(?:{name})(?:[”“\"、，和]+(?:{name}))+)[^。；\d]{{0,12}}?(?:下限|起点|起评分|最低分)[^。；\d]{{0,6}}?(?P<values>\d{{1,3}}(?:[、，和]\d{{1,3}})+)\s?分"
    )
    for match in form.finditer(text):
        names = re.findall(name, match["names"])
        values = [Fraction(one) for one in re.findall(r"\d+", match["values"])]
        if len(names) == len(values):
            high: Fraction | None = None
            for one, low in zip(names, values, strict=True):
                yield Band(one, low, high, match.start(), match.end())
                high = low
