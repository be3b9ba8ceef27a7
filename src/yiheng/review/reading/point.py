"""Numbers of points in prose, each with the part it plays: full mark, award, deduction, bonus, gap, bound, rule of scoring.

What a number is comes from the words right before it (扣, 得, 满分, 合计, 每…扣), and, where these are silent, from its place:
``10分，得9分`` and ``（10分）`` are full marks. A number that nothing tells is ``bare``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.quantity import count_of

FULL, AWARD, LOST, BONUS, GAP, BOUND, RULE, EACH, BARE = (
    "full", "award", "lost", "bonus", "gap", "bound", "rule", "each", "bare",
)  # fmt: skip
_POINTS = re.compile(
    r"(?<![\d.,/／])(?P<value>\d{1,3}(?:\.\d{1,4})?)(?:\s?分?\s?[/／]\s?(?P<full>\d{1,3}(?:\.\d{1,4})?))?"
    r"\s?分(?![钟项类档位开别之析布数值两三四五批期部处])"
)
_CLAUSE = re.compile(r"[。；;，,\n（(）)]")
_SENTENCE = re.compile(r"[。；;\n]")
_ENUMERATED = re.compile(r"\s*(?:[、，,]|和|及|与)\s*")
_ROW = re.compile(r"分?\s?、\s?\d")
_ALONE = re.compile(r"[（(]\s*$")
_NEAR, _PART_MOST = 40, 60


@dataclass(frozen=True)
class Point:
    """One number of points: ``whole`` where it sums others up, ``times`` how many each of it stands for (0: unknown)."""

    value: Fraction
    decimals: int
    role: str
    whole: bool
    times: int
    lead: str
    start: int
    end: int
    shown: str

    @property
    def name(self) -> str:
        """The words of its own clause."""
        return _CLAUSE.split(self.lead)[-1]

    @property
    def points(self) -> Fraction:
        """All it stands for."""
        return self.value * self.times


def opens_row(text: str, end: int) -> bool:
    """Whether points that end here are the first of a row: 产出35分、效益30分，实得15分、20分、35分、28分. They are not the last part's."""
    return _ROW.match(text, end) is not None


def points_told(line: Line) -> list[Point]:
    """The points of a paragraph, in order."""
    return list(_points_told(line)) if "分" in line.text else []


@lru_cache(maxsize=8192)
def _points_told(line: Line) -> tuple[Point, ...]:
    """Remembered, since several rules ask for the points of a line."""
    found: list[Point] = []
    low = 0
    for match in _POINTS.finditer(line.text):
        lead, after = line.text[low : match.start()], line.text[match.end() : match.end() + _NEAR]
        role, whole = _role(lead, after)
        if role == GAP and not word("pt_compared").search(_SENTENCE.split(line.text[: match.start()])[-1]):
            role = BARE  # 能力提升96分: no gap to anything
        if match["full"] and role == BARE:
            role = AWARD  # 得11.25/15分
        if found and _ENUMERATED.fullmatch(lead) and found[-1].role not in (GAP, BOUND, RULE):
            role, whole = found[-1].role, False  # 分别扣2分和1分
        if found and word("pt_computed").fullmatch(lead) and role == BARE and found[-1].role in (BARE, FULL):
            role, found[-1] = AWARD, replace(found[-1], role=FULL)  # 10分×88.85%=8.89分
        if role in (BARE, AWARD) and _is_factor(lead, line.text[match.end() :]):
            role, whole = FULL, False  # （10分×98.2%）
        if role == BARE and found and found[-1].role == LOST and word("pt_product").fullmatch(lead):
            role, found[-1] = LOST, replace(found[-1], role=EACH)  # 扣0.5分×3项=1.5分
        if role == AWARD and _in_bracket(line.text[: match.start()]) and word("pt_rule_of_band").search(lead):
            role, whole = RULE, False  # （执行率≥95%得10分，90%—95%得9分）
        if role == LOST and word("pt_lost_group").match(after):
            role, whole = EACH, False  # 扣2分的指标有两项
        if found and role == LOST and whole and found[-1].role == RULE and not _SENTENCE.search(lead):
            whole = False  # 每个扣1分，共扣2分: all of one item only
        turned = bool(match["full"]) and Fraction(match["full"]) < Fraction(match["value"])  # 15分/13分
        for name, part in (("value", FULL if turned else role), ("full", AWARD if turned else FULL)):
            if match[name]:
                found.append(
                    _point(
                        line,
                        match,
                        name,
                        part,
                        lead if name == "value" else "",
                        whole=whole and name == "value",
                    )
                )
        low = match.end()
    return tuple(_placed(line, found))


def _point(line: Line, match: re.Match[str], name: str, role: str, lead: str, *, whole: bool) -> Point:
    shown = match[name]
    end = match.end() if name == "full" or not match["full"] else match.end("value")
    return Point(
        Fraction(shown), len(shown.partition(".")[2]), role, whole, _times(lead, role), lead,
        line.start + match.start(name), line.start + end, f"{shown}分",
    )  # fmt: skip


def _role(lead: str, after: str) -> tuple[str, bool]:
    """The part that a number plays by the words before it, and whether it sums others up."""
    clause = _CLAUSE.split(lead.rstrip(' “"”='))[-1] if not lead.rstrip().endswith(("（", "(")) else ""
    if word("pt_award_full").search(clause):
        return AWARD, False
    if word("pt_moved_to").search(clause):
        return (FULL if word("pt_full_named").search(clause + lead) else AWARD), False
    if word("pt_rule").search(lead[-_NEAR:]):
        return RULE, False
    if word("pt_each").search(clause):
        return EACH, False
    if word("pt_full").search(clause):
        return FULL, bool(word("pt_full_all").search(clause))
    if word("pt_bound_before").search(clause) or word("pt_bound_after").match(after):
        return BOUND, False
    if word("pt_gap").search(clause):
        return GAP, False
    if word("pt_lost_all").search(clause):
        return LOST, True
    if word("pt_lost").search(clause):
        return LOST, False
    if word("pt_bonus").search(clause):
        return BONUS, False
    if word("pt_award_all").search(clause):
        return AWARD, True
    if word("pt_of_list").search(lead):
        return BOUND, False  # 满分依次为20、20、35、25分: the last of a list, which others read
    return (AWARD, False) if word("pt_award").search(clause) else (BARE, False)


def _in_bracket(before: str) -> bool:
    """Whether a bracket is open."""
    return max(before.rfind("（"), before.rfind("(")) > max(before.rfind("）"), before.rfind(")"))


def _is_factor(lead: str, after: str) -> bool:
    """Whether a number is what a rate is applied to, and so what could be got."""
    return bool(word("pt_factor").match(after) or word("pt_factor_before").search(lead))


def _times(lead: str, role: str) -> int:
    """How many things a number of points is of: 两项各扣1分 is of two; 0 where the words do not say."""
    clause = _CLAUSE.split(lead)[-1]
    each = word("pt_each_of").search(clause)
    if role not in (LOST, AWARD, BONUS) or each is None:
        return 1
    counted = word("pt_counted").search(lead[: len(lead) - len(clause) + each.start()][-_NEAR:])
    if counted is None:
        return 0
    return count_of(counted["count"])


def _placed(line: Line, told: Sequence[Point]) -> list[Point]:
    """Numbers without words of their own, as full marks where their place says so."""
    found = list(told)
    for at, one in enumerate(found):
        if (
            one.role == AWARD
            and one.whole
            and word("pt_all_alone").search(one.name)
            and _awarded_next(found, at)
            and not _closes_awards(found, at)
        ):
            found[at] = replace(one, role=FULL)  # 此项共8分，得7.4分
        if one.role != BARE:
            continue
        after = line.text[one.end - line.start :]
        bracketed = _ALONE.search(one.lead) is not None and re.match(r"\s*[）)]", after) is not None
        if bracketed or (one.value <= _PART_MOST and _awarded_next(found, at)):
            found[at] = replace(one, role=FULL)
    return found


def _closes_awards(told: Sequence[Point], at: int) -> bool:
    """Whether a total stands after the awards that it sums up: 过程20分得19分；……合计97分，扣3分."""
    one = told[at]
    awards = sum(other.role == AWARD and not other.whole for other in told[:at])
    return awards > 1 and (told[at + 1].role == LOST or one.value > _PART_MOST)


def _awarded_next(told: Sequence[Point], at: int) -> bool:
    """Whether the number right after one is what was got or lost of it."""
    following = told[at + 1] if at + 1 < len(told) else None
    return (
        following is not None
        and following.role in (AWARD, LOST)
        and not following.whole
        and following.value <= told[at].value
        and len(following.lead) <= _NEAR
        and not _SENTENCE.search(following.lead)
        and not word("pt_opens").search(following.lead)
    )
