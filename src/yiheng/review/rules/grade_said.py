"""R12 GRADE: every grade that a report states, with the score it is of, and whether a scale gives it that grade."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import ceil, floor

from yiheng.review.finding import Quote
from yiheng.review.reading.begin import compiled
from yiheng.review.reading.context import Context
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.point import AWARD, BARE, BOUND, FULL, LOST, Point, points_told
from yiheng.review.reading.quantity import count_of
from yiheng.review.reading.scale import Band, zones_of
from yiheng.review.rules.score import Stated

_STOP = re.compile(r"[。；;\n]")
_HUNDRED, _LEAST, _PART_MOST = 100, 40, 60
_ROW_SCORE = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)\s?分?")
_BESIDE, _NEAR_GRADE = 2, 12
_BEST = ("优", "良", "中", "差")


@dataclass(frozen=True)
class Said:
    """A grade as stated, with its place in the whole text."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class Graded:
    """A stated grade with the score it is of."""

    grade: Said
    score: Fraction
    quote: Quote
    others: tuple[Fraction, ...] = ()
    """The other scores of its paragraph, where none stands in its own clause group: it may be of any; whole ones where scores are rounded."""


def graded_of(context: Context, scale: Sequence[Band], scores: Sequence[Stated]) -> list[Graded]:
    """Every stated grade with its score: the nearest of its own clause group, else of its paragraph, else the report's."""
    found: list[Graded] = []
    names = {one.name for one in scale}
    own = [(one.start, one.end) for one in scale] if len(names) > 1 else []
    for line in context.report.lines:
        zones = own or [(line.start + one.start, line.start + one.end) for one in zones_of(line.text)]
        grades = [one for one in grades_said(line, names) if not _within(one.start, zones)]
        alike = list(word("gr_all").finditer(line.text)) if "均" in line.text or "都" in line.text else []
        if not (grades or alike) or word("gr_adjusted").search(line.text):
            continue
        points = [one for one in points_told(line) if not _within(one.start, zones)]
        told = [
            one
            for before, one in zip((None, *points), points, strict=False)
            if one.value > _LEAST
            and (_of_grade(context, one, grades) or one.role in (AWARD, BARE) and not _of_part(before, one))
        ]
        found.extend(_all_alike(context, line, told, alike))
        turn = _in_turn(context, line, told)
        for one in grades:
            if _at_a_bound(one, points):
                continue
            score = turn.get(one.start) or _score_of(context, one, told, points)
            rounded = word("gr_rounded").search(line.text) is not None
            if score is not None:
                others = (
                    () if one.start in turn or _near(context, one, told) else tuple(p.value for p in told)
                )
                if rounded:
                    others = (*others, Fraction(floor(score[0])), Fraction(ceil(score[0])))
                found.append(Graded(one, score[0], score[1], others))
            elif scores and not told and not rounded:
                found.append(Graded(one, scores[-1].value, scores[-1].quote))
    return found


def _of_grade(context: Context, one: Point, grades: Sequence[Said]) -> bool:
    """Whether a score stands in the bracket after a grade, or is named before it: 优秀（87分）, 根据得分（87分）."""
    if one.role != FULL or one.value >= _HUNDRED:
        return False
    if word("gr_score_named").search(context.text[max(0, one.start - _NEAR_GRADE) : one.start]):
        return True
    return any(
        0 <= one.start - grade.end <= _NEAR_GRADE
        and word("gr_score_after").match(context.text[grade.end : one.start])
        for grade in grades
    )


def _all_alike(
    context: Context, line: Line, told: Sequence[Point], alike: Sequence[re.Match[str]]
) -> Iterator[Graded]:
    """甲得96分，乙得93分，两项均为优: one grade of as many scores as its sentence tells."""
    for match in alike:
        name = word("gr_name").match(line.text, match.end())
        if name is None or not word("gr_end").match(line.text, name.end()):
            continue
        low = line.start + line.text.rfind("。", 0, match.start()) + 1
        scores = [one for one in told if low <= one.start < line.start + match.start()]
        if len(scores) == count_of(match["count"]):
            grade = Said(name.group(), line.start + name.start(), line.start + name.end())
            yield from (Graded(grade, one.value, context.quote(one.start, one.end)) for one in scores)


def _at_a_bound(grade: Said, points: Sequence[Point]) -> bool:
    """Whether a number right before a grade is what the grade begins at, or a score told in the same way: 85分为良."""
    return any(one.role == BOUND and 0 <= grade.start - one.end <= _BESIDE for one in points)


def _of_part(before: Point | None, one: Point) -> bool:
    """Whether an award is that of one part: 产出50分得48分."""
    near = before is not None and before.role == FULL and not one.whole and not _STOP.search(one.lead)
    return near and before is not None and before.value <= _PART_MOST


def _within(at: int, zones: Sequence[tuple[int, int]]) -> bool:
    return any(low <= at < high for low, high in zones)


def grades_said(line: Line, names: set[str]) -> Iterator[Said]:
    """The grades that a paragraph states: by a verb (评为优), or right after a score (95分（优）)."""
    name = word("gr_name")
    if not name.search(line.text):
        return
    seen: set[int] = set()
    for lead in (word("gr_stated"), _beside()):
        for match in lead.finditer(line.text):
            found = name.match(line.text, match.end())
            if found is None or not word("gr_end").match(line.text, found.end()) or found.start() in seen:
                continue
            if match.groupdict().get("not") or word("gr_others").search(
                _STOP.split(line.text[max(0, match.start() - 16) : match.start()])[-1]
            ):
                continue
            if len(found.group()) == 1 and found.group() not in _BEST and found.group() not in names:
                continue
            seen.add(found.start())
            yield Said(found.group(), line.start + found.start(), line.start + found.end())
    for match in _turns().finditer(line.text):
        for found in name.finditer(line.text, match.start(1), match.end(1)):
            if found.start() not in seen:
                yield Said(found.group(), line.start + found.start(), line.start + found.end())


@cache
def _beside() -> re.Pattern[str]:
    """What stands between a score and its grade."""
    return compiled(rf"(?<=[\d分]){word('gr_beside').pattern}")


@cache
def _turns() -> re.Pattern[str]:
    """分别为优、良: the names of several grades in turn."""
    name = word("gr_name").pattern
    return compiled(rf"{word('gr_turn').pattern}[“\"]?((?:{name})(?:[”\"]?[、，和][“\"]?(?:{name}))+)")


def _in_turn(context: Context, line: Line, told: Sequence[Point]) -> dict[int, tuple[Fraction, Quote]]:
    """…96分，…89分，分别为优、良: as many scores before as grades."""
    found: dict[int, tuple[Fraction, Quote]] = {}
    for match in _turns().finditer(line.text):
        grades = list(word("gr_name").finditer(match[1]))
        before = [one for one in told if one.end <= line.start + match.start()][-len(grades) :]
        if len(before) == len(grades):
            for one, score in zip(grades, before, strict=True):
                at = line.start + match.start(1) + one.start()
                found[at] = (score.value, context.quote(score.start, score.end))
    return found


def _score_of(
    context: Context, grade: Said, told: Sequence[Point], points: Sequence[Point]
) -> tuple[Fraction, Quote] | None:
    """The score of a grade: before it in its segment, after it, before it in the paragraph, after it."""
    before = [one for one in told if one.end <= grade.start]
    after = [one for one in told if one.start >= grade.end]
    for one in (*_near(context, grade, told), *before[-1:], *after[:1]):
        return one.value, context.quote(one.start, one.end)
    lost = [one for one in points if one.role == LOST]
    fulls = [one for one in points if one.role == FULL]
    if len(lost) == 1 and len(fulls) == 1 and fulls[0].value == _HUNDRED:
        return _HUNDRED - lost[0].value, context.quote(lost[0].start, lost[0].end)
    return None


def _near(context: Context, grade: Said, told: Sequence[Point]) -> list[Point]:
    """The scores of a grade's own clause group: the last one before it, then the first one after it."""
    before = [p for p in told if p.end <= grade.start and not _STOP.search(context.text, p.end, grade.start)]
    after = [p for p in told if p.start >= grade.end and not _STOP.search(context.text, grade.end, p.start)]
    return [*before[-1:], *after[:1]]


def grade_by(scale: Sequence[Band], score: Fraction) -> tuple[str, ...]:
    """The grades that a score may have by a scale: two where it stands on a bound that the words leave open."""
    found = []
    for one in scale:
        above = one.low is None or score >= one.low
        below = one.high is None or score <= one.high
        if above and below:
            found.append(one)
    if found:
        begins = [one for one in found if one.low == score]
        if begins and (
            any(one.closed for one in begins) or any(one.open and one.high == score for one in found)
        ):
            found = [one for one in found if one.high != score or one in begins]
        return tuple(one.name for one in found)
    lower = [one for one in scale if one.low is not None and score > one.low]
    return (lower[0].name,) if lower and lower[0].high is not None and score - lower[0].high < 1 else ()


def fits(scale: Sequence[Band], name: str, score: Fraction) -> bool | None:
    """Whether a grade is the score's by a scale; None where the scale does not tell."""
    own = [one for one in scale if one.name == name]
    options = grade_by(scale, score)
    if not own or not options:
        return None
    if len(options) > 1:  # ≥90优、≥80良: the best one that the score reaches; on a bound, either
        open_ended = [one for one in scale if one.high is None and one.low is not None]
        unsure = any(one.low == score and not one.closed for one in scale)
        if len(open_ended) > 1 and not unsure:
            return name == options[0]
        return name in options
    return name in options


def row_grades(context: Context) -> Iterator[Graded]:
    """Rows of a table that give a score and its grade."""
    name = word("gr_name")
    for table in context.tables:
        grade = table.column(word("gr_head"))
        scores = [
            n for n, cell in enumerate(table.header) if word("head_scored").search(cell.text) and n < grade
        ]
        score = max(
            table.column(word("head_award")), *scores, 0
        )  # 自评、抽评、等次: the grade is of the last
        if grade < 1 or score < 1:
            continue
        for row in table.rows:
            told = _ROW_SCORE.fullmatch(row[score].text)
            if told and name.fullmatch(row[grade].text):
                cell = row[grade]
                quote = context.quote(row[score].start, row[score].end)
                yield Graded(Said(cell.text, cell.start, cell.end), Fraction(told[1]), quote)
