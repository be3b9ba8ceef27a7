"""Parts of a score: the full marks and the award of each indicator, in whatever style a report tells them.

满分20分，得19分；得19分（满分20分）；产出60分（得57分）；过程（20分）18分；决策18/20; and lists of full marks followed
by a list of awards: 设投入15分、过程25分……。自评：投入14.5分、过程25分……
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache

from yiheng.review.reading.begin import compiled
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.point import AWARD, EACH, FULL, RULE, points_told

NUMBER = r"(?<![\d.])(\d{1,4}(?:\.\d{1,4})?)"
POINTS = rf"\s?{NUMBER}\s?分(?![钟项类档位])"
FULL_MARKS = 100
_PARTS_LEAST = 3
_SLASHED = re.compile(rf"(?<=[\u4e00-\u9fa5：:])\s?{NUMBER}\s?分?\s?/\s?{NUMBER}(?!\s?[\d./年%万千百亿])")
_LISTED = re.compile(rf"{POINTS}(?!以[上下]|及以|（含）|[-—~至])")
_ASIDE = re.compile(r"[（(][^（()）]{1,60}[）)]")
_BETWEEN = re.compile(r"[，,、；;。：:）)]")


@dataclass(frozen=True)
class Award:
    """Full marks and award of one part, with their span."""

    full: Fraction
    given: Fraction
    start: int
    end: int


@dataclass(frozen=True)
class Point:
    """One number of points in a line with the words before it, since the point before."""

    value: Fraction
    lead: str
    start: int
    end: int

    @property
    def name(self) -> str:
        """The words of its own clause."""
        return _BETWEEN.split(self.lead)[-1]


@cache
def _full_then_award() -> re.Pattern[str]:
    return compiled(
        rf"(?:(?:{word('award_full').pattern})(?:为|：|:)?|{word('score_before_award').pattern}){POINTS}[）)]?[，,、：:（(]?{word('award_own').pattern}(?:为|：|:)?{POINTS}"
        rf"|[（(](?:{word('award_full').pattern})?{POINTS}[）)](?:{word('award_own').pattern})?{POINTS}"
    )


@cache
def _award_then_full() -> re.Pattern[str]:
    return compiled(
        rf"(?:{word('award_own').pattern}(?:为|：|:)?{POINTS}[（(，,/]|(?<![扣失丢减])(?<![扣失丢]分){POINTS}[（(]){word('award_full').pattern}(?:为|：|:)?{POINTS}"
    )


def awards_of(line: Line) -> list[Award]:
    """The parts of a line that give full marks and award side by side."""
    return list(_awards_of(line)) if "分" in line.text or "/" in line.text else []


@lru_cache(maxsize=16384)
def _awards_of(line: Line) -> tuple[Award, ...]:
    """Remembered, since several rules ask for the parts of every line."""
    found: list[Award] = []
    for match in _full_then_award().finditer(line.text):
        if word("score_lost_lead").search(line.text[: match.start()]):
            continue  # 折扣约1.5分，得8.5分
        full, given = (Fraction(one) for one in match.groups() if one)
        found.append(Award(full, given, line.start + match.start(), line.start + match.end()))
    for pattern in (_award_then_full(), _SLASHED):
        for match in pattern.finditer(line.text):
            low, high = line.start + match.start(), line.start + match.end()
            given, full = (Fraction(one) for one in match.groups() if one)
            if not any(low < one.end and one.start < high for one in found):
                found.append(Award(full, given, low, high))
    each = [one.start for one in points_told(line) if one.role in (EACH, RULE)]  # 每项5分，得20分
    found = [one for one in found if not any(one.start <= at < one.end for at in each)]
    return tuple(sorted(found, key=lambda one: one.start))


def of_whole(line: Line, one: Award) -> bool:
    """Whether the number after the last award of a list is the total: 分别得20分、28分、39分、9分，自评96分."""
    before = line.text[: one.start - line.start]
    inside = before[max(before.rfind("（"), before.rfind("(")) + 1 :]
    if inside != before and not re.search("[）)]", inside) and re.search(POINTS, inside):
        return True  # 满分50分（数量20分、质量15分、时效15分），得48分
    if one.given <= FULL_MARKS // 2 or word("award_full").search(
        line.text, one.start - line.start, one.end - line.start
    ):
        return False
    return word("score_listed_before").search(before) is not None


def hundred(parts: Sequence[Award]) -> list[Award]:
    """Parts whose full marks make 100; the whole itself is not one of them."""
    parts = [one for one in parts if one.full < FULL_MARKS]
    whole = sum((one.full for one in parts), Fraction(0)) == FULL_MARKS
    return list(parts) if len(parts) >= _PARTS_LEAST and whole else []


def points_of(line: Line) -> list[Point]:
    """All numbers of points of a line; bounds of grades are none."""
    return list(_points_of(line)) if "分" in line.text else []


@lru_cache(maxsize=8192)
def _points_of(line: Line) -> tuple[Point, ...]:
    found: list[Point] = []
    low = 0
    for match in _LISTED.finditer(line.text):
        lead = line.text[low : match.start()]
        if not lead.endswith(("—", "-", "至", "~")) and not word("pt_bound_lead").search(lead):
            found.append(
                Point(Fraction(match[1]), lead, line.start + match.start(1), line.start + match.end())
            )
        low = match.end()
    return tuple(found)


def turn_end(leads: Sequence[str], first: int) -> int:
    """The place after the last of the points that follow ``first`` one by one, 得20分、19分、35分, by the words before each."""
    end = first + 1
    while end < len(leads) and word("enumerated").fullmatch(leads[end].strip()):
        end += 1
    return end


def listed_awards(line: Line) -> list[Award]:
    """A list of full marks that make 100, and as many awards after it in the same order."""
    points = points_of(line)
    for first in range(len(points)):
        for count in range(_PARTS_LEAST, (len(points) - first) // 2 + 1):
            fulls, awards = points[first : first + count], points[first + count :]
            if sum(one.value for one in fulls) != FULL_MARKS or not _is_list(fulls):
                continue
            awards = [one for one in awards if not word("points_apart_from_list").search(one.name)][:count]
            if len(awards) == count and all(a.value <= f.value for a, f in zip(awards, fulls, strict=True)):
                return [Award(f.value, a.value, a.start, a.end) for a, f in zip(awards, fulls, strict=True)]
    return []


def _is_list(points: Sequence[Point]) -> bool:
    """Whether points are told one after the other, each with a short name and none of them an award or a total."""
    return not any(word("points_apart_from_list").search(one.name) for one in points) and all(
        len(one.lead) <= 16 and "。" not in one.lead for one in points[1:]
    )


def _outside(line: Line, points: Sequence[Point]) -> list[Point]:
    """Points without those in a bracket that tells of one of them: 产出49分（超期扣1分），效益29分."""
    asides = [
        match.span() for match in _ASIDE.finditer(line.text) if word("points_aside").search(match.group())
    ]
    if not asides:
        return list(points)
    found, low = [], 0
    for one in points:
        at, end = one.start - line.start, one.end - line.start
        if any(first < at < last for first, last in asides):
            continue
        lead = "".join(
            line.text[n] for n in range(low, at) if not any(first <= n < last for first, last in asides)
        )
        found.append(Point(one.value, lead, one.start, one.end))
        low = end
    return found


def runs_of(line: Line) -> Iterator[tuple[Point, list[Point]]]:
    """A total and the parts told right after it under 其中, 分别 or a colon: 自评97分，其中决策15分、过程24分……"""
    points = _outside(line, points_of(line))
    for position, total in enumerate(points):
        parts: list[Point] = []
        for one in points[position + 1 :]:
            first = not parts
            if first and word("award_full").search(one.lead) and not word("list_mark").search(one.lead):
                continue  # 满分100分
            if word("points_apart_from_list").search(one.name) or len(one.lead) > (40 if first else 16):
                break
            if first and (
                not word("points_listed").search(one.lead) or word("pt_lost_listed").search(one.lead)
            ):
                break  # 自评96.5分。失分项：……
            if not first and re.search(r"[。；;（(]", one.lead):
                break
            parts.append(one)
        told = points_told(line)
        fulls = {
            one.start
            for one, after in zip(told, told[1:], strict=False)
            if (one.role, after.role) == (FULL, AWARD)
        }
        if len(parts) >= _PARTS_LEAST and not any(one.start in fulls for one in parts):
            yield total, parts


def shown_points(value: Fraction) -> str:
    """Points as printed: 98.5."""
    return str(value.numerator) if value.denominator == 1 else f"{float(value):g}"
