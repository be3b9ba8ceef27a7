"""What the ledger of points holds against each other: a number that claims something, and the numbers that it claims it of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yiheng.review.reading.context import Context
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.point import AWARD, BARE, EACH, FULL, LOST, RULE, Point
from yiheng.review.reading.score_parts import shown_points

HUNDRED = 100
_LISTED_MOST = 16
_AWARDED = re.compile(r"得\s?\d")
STOP = re.compile(r"[。；;\n]")
END = re.compile(r"[。\n]")


@dataclass(frozen=True)
class Check:
    """A number of points held against others: ``sure`` where the words bind them, ``kind`` groups what says the same.

    ``more`` are spans of what else the claim rests on: the count of cases, the rate.
    """

    rule: str
    kind: str
    claim: Point
    operands: tuple[Point, ...]
    expected: Fraction
    formula: str
    subject: str
    sure: bool = True
    more: tuple[tuple[int, int], ...] = ()

    @property
    def fits(self) -> bool:
        """Whether the claim is what its operands give, the last place of rounded parts apart."""
        gap = abs(self.expected - self.claim.value)
        places = self.claim.decimals
        return gap == 0 or (places >= 2 and gap <= Fraction(len(self.operands) + 1, 2 * 10**places))


def between(context: Context, first: Point, second: Point) -> str:
    """The words between two numbers."""
    return context.text[first.end : second.start]


def stops(context: Context, first: Point, second: Point) -> bool:
    """Whether a sentence or item ends between two numbers; not within a bracket: （超期，扣5分；超时，扣3分）."""
    said = between(context, first, second)
    found = STOP.search(said)
    if found is None:
        return False
    line = context.report.line_at(first.start)
    before = context.text[line.start : first.end] + said[: found.start()]
    inside = max(before.rfind("（"), before.rfind("(")) > max(before.rfind("）"), before.rfind(")"))
    return not (inside and found.group() in "；;" and re.search("[）)]", context.text[second.end : line.end]))


def own_of(claim: Point, after: Sequence[Point]) -> Sequence[Point]:
    """The numbers after one up to those of the next item: 满意度10分：得10分；执行10分：得8.8分."""
    if claim.role not in (FULL, BARE) or after[0].role != AWARD:
        return after
    end = next((n for n, one in enumerate(after) if one.role in (FULL, BARE)), len(after))
    return after[:end]


def rest_of(context: Context, told: Sequence[Point], mark: re.Pattern[str]) -> list[Point]:
    """The points up to a mark."""
    rest: list[Point] = []
    for one in told:
        if rest and mark.search(between(context, rest[-1], one)):
            break
        rest.append(one)
    return rest


def plus_of(points: Sequence[Point], sign: str = " + ") -> str:
    """A sum as shown."""
    return sign.join(shown_points(one.points or one.value) for one in points)


def sum_of(points: Sequence[Point]) -> Fraction:
    """All points together."""
    return sum((one.points for one in points), Fraction(0))


def sentence_start(context: Context, told: Sequence[Point], at: int) -> int:
    """The first number of a number\'s own sentence."""
    start = at
    while start and not END.search(between(context, told[start - 1], told[start])):
        start -= 1
    return start


def by_rule(context: Context, told: Sequence[Point], at: int) -> bool:
    """Whether a sum is of what one rule took: 每个县扣1分，共扣2分."""
    return (
        at > 0
        and told[at].role == LOST
        and told[at - 1].role in (RULE, EACH)
        and STOP.search(between(context, told[at - 1], told[at])) is None
    )


def detailed_before(lost: Sequence[Point]) -> Iterator[tuple[Point, ...]]:
    """The deductions without some that the one after them sums up: 甲扣1分、乙扣0.5分，产出共扣1.5分."""
    for at in range(2, min(len(lost), _LISTED_MOST)):
        for first in range(at - 1):
            if sum_of(lost[first:at]) == lost[at].points:
                yield (*lost[:first], *lost[at:])


def tops(context: Context, lost: Sequence[Point]) -> list[Point]:
    """Deductions without those that detail the one before them: 产出扣4分：甲扣1分，乙扣3分, up to the next ； or 。."""
    kept: list[Point] = []
    at = 0
    while at < len(lost):
        head = lost[at]
        kept.append(head)
        details = (_details(context, lost, at, mark) for mark in (STOP, END))
        at += 1 + next((len(one) for one in details if one and sum_of(one) == head.points), 0)
    return kept


def _details(context: Context, lost: Sequence[Point], at: int, mark: re.Pattern[str]) -> list[Point]:
    """The deductions after one that opens a list, up to a mark."""
    after: list[Point] = []
    for one in lost[at + 1 :]:
        passed = between(context, after[-1] if after else lost[at], one)
        apart = STOP if not after else mark
        if apart.search(passed) or _AWARDED.search(passed):
            break  # 扣1分；过程得19分，其中……扣1分: of another part
        after.append(one)
    return after if after and word("pt_opens").search(after[0].lead) else []


def detailed(context: Context, claim: Point, after: Sequence[Point]) -> bool:
    """Whether the bracket right after a sum makes it."""
    if context.text[claim.end : claim.end + 1] not in ("（", "("):
        return False
    close = re.compile("[）)]").search(context.text, claim.end)
    inner = [one for one in after if close is not None and one.end <= close.start()]
    return len(inner) > 1 and sum_of(inner) == claim.value


def listed_full(told: Sequence[Point], full: Point) -> bool:
    """Whether a full mark is the last of a list: 数量15分、时效10分，除时效扣2分外均得满分，产出类得23分."""
    at = told.index(full)
    return at > 0 and told[at - 1].role in (FULL, BARE) and full.lead.startswith("、")
