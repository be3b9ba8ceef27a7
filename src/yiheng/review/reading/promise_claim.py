"""Claims on a goal and its result, as a line tells them: that it was met, by how much it was missed, at what rate.

Each claim has its place and what it says: a word (met, missed, above, below, better, within, partly, full) or a size (rate, over,
left) as an exact value with the half unit of its last place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from yiheng.review.reading.lexicon import word
from yiheng.review.reading.quantity import Quantity, chinese_value

WORDS = ("within", "missed", "better", "above", "below", "partly", "met")
_LEAD = 30
_BARE = 3
_FULL_NEAR, _FULL_AFTER = 80, 4
"""Characters from the full marks of an item to its award, and from an award to full marks in brackets."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What is claimed, and where: ``low`` begins its words. A rate of 97.5 % has value 0.975; ``points`` are percentage points."""

    kind: str
    low: int
    end: int
    text: str
    value: Fraction = Fraction(0)
    unit: Fraction = Fraction(0)
    points: bool = False
    dimension: str = ""

    @property
    def sized(self) -> bool:
        """Whether it gives a size and not a word."""
        return self.kind in ("rate", "over", "left", "gap")


def claims_of(text: str) -> list[Claim]:
    """The claims of a line, in order."""
    found = [*_worded(text), *_sized(text), *_full(text)]
    return sorted(found, key=lambda one: one.end)


def gap_of(text: str, one: Quantity) -> Claim | None:
    """比目标少3家, 优于目标5.5个工作日, 差1家完成计划: how far a result is from its goal, in the goal's own unit."""
    if one.operator or one.approximate or one.upper is not None or one.unit == "%":
        return None
    clause = re.split(r"[，。；;（(、\n]", text[max(0, one.at - _LEAD) : one.at])[-1]
    said = word("pm_gap").search(clause)
    if said is None and word("pm_gap_short_after").match(text[one.end : one.end + 8]):
        said = word("pm_gap_short").search(clause)
    if said is None:
        return None
    low = one.at - len(clause) + said.start()
    interval = one.interval
    unit = max(
        interval.width, one.measure.unit.to_base(one.printed.half_unit) if not one.exact else interval.width
    )
    return Claim("gap", low, one.end, text[low : one.end], one.value, unit, dimension=one.dimension)


def _worded(text: str) -> Iterator[Claim]:
    taken: set[int] = set()
    for kind in WORDS:
        for match in word(f"pm_{kind}").finditer(text):
            if taken & set(range(*match.span())) or _of_a_rule(text, match):
                continue
            taken |= set(range(*match.span()))
            yield Claim(kind, match.start(), match.end(), match.group().strip())


def _of_a_rule(text: str, match: re.Match[str]) -> bool:
    """Whether the words say what would be, not what was: 达标得满分, 力争完成目标."""
    before = text[max(0, match.start() - 60) : match.start()]
    after = text[match.end() : match.end() + 8]
    return bool(word("pm_rule_before").search(before) or word("pm_rule_after").match(after))


def _sized(text: str) -> Iterator[Claim]:
    for match in word("pm_number").finditer(text):
        lead = text[max(0, match.start() - _LEAD) : match.start()]
        clause = re.split(r"[，。；;（(、\n]", lead)[-1]
        size = _size(match)
        if size is None or word("pm_size_not").match(text[match.end() :]):
            continue
        points = match["unit"] in ("百分点", "个百分点", "个点")
        if word("pm_rate").search(clause) and not points and not _is_result(text, match, clause):
            kind, form = "rate", "pm_rate"
        elif word("pm_over").search(clause) and not points:
            kind, form = "over", "pm_over"
        elif (
            word("pm_left").search(clause) and not points and word("pm_left_after").match(text[match.end() :])
        ):
            kind, form = "left", "pm_left"
        else:
            continue
        said = word(form).search(clause)
        assert said is not None
        low = match.start() - len(clause) + said.start()
        yield Claim(kind, low, match.end(), text[low : match.end()], *size, points)


def _is_result(text: str, match: re.Match[str], clause: str) -> bool:
    """Whether 完成 99.6% is what came of a goal in per cent, not the rate of two other numbers."""
    if len(clause.strip()) > _BARE:
        return False
    before = re.split(r"[；;。\n]", text[: match.start()])[-1]
    goals = re.findall(r"\d\s?(%|‰)?", before)
    return match["unit"] in ("%", "％") and (not goals or goals[-1] != "")


def _size(match: re.Match[str]) -> tuple[Fraction, Fraction] | None:
    """A share as a value with the unit of its last place."""
    if match["number"]:
        number = match["number"].replace(",", "")
        scale = {"倍": 1, "成": 10}.get(match["unit"], 100)
        places = len(number.partition(".")[2])
        return Fraction(number) / scale, Fraction(1, scale * 10**places)
    if match["percent"]:
        value = chinese_value(match["percent"])
        return None if value is None else (Fraction(value, 100), Fraction(1, 100))
    if match["tenths"]:
        tenths, more = chinese_value(match["tenths"]), match["hundredths"]
        hundredths = 5 if more == "半" else chinese_value(more or "零")
        if tenths is None or hundredths is None:
            return None
        return Fraction(10 * tenths + hundredths, 100), Fraction(1, 100) if more else Fraction(1, 20)
    whole, part = chinese_value(match["whole"]), chinese_value(match["part"])
    if not whole or part is None:
        return None
    return Fraction(part, whole), Fraction(1, 50)


def _full(text: str) -> Iterator[Claim]:
    """得满分, or as many points as the item has."""
    marks = [
        (match.start(), match.end(), Fraction(match[1] or match[2]))
        for match in word("pm_full").finditer(text)
    ]
    for match in word("pm_got").finditer(text):
        points = match["points"]
        if points is not None and not _all_marks(text, match, marks):
            continue
        if points is None and word("pm_rule_before").search(text[max(0, match.start() - 60) : match.start()]):
            continue
        yield Claim("full", match.start(), match.end(), match.group().strip())


def _all_marks(text: str, match: re.Match[str], marks: list[tuple[int, int, Fraction]]) -> bool:
    """Whether points are the full marks of their own item: the ones told last before them, or right after them."""
    before = [(end, full) for at, end, full in marks if 0 <= match.start() - at < _FULL_NEAR]
    after = [full for at, _, full in marks if 0 <= at - match.end() < _FULL_AFTER]
    points = Fraction(match["points"])
    if after or not before:
        return points in after[:1]
    end, full = before[-1]
    between = text[end : match.start()]
    return full == points and not word("pm_full_lost").search(between)
