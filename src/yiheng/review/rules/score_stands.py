"""R11: a total of points that some reading of its own paragraph or part of the report gives is not accused by another.

The parts of a score are told in many ways, with details, in turn, after their full marks; where one way of adding up
gives the total, the others have taken a detail or a bound for a part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context
from yiheng.review.reading.layout import Line
from yiheng.review.reading.point import AWARD, BARE, BONUS, FULL, LOST, Point, points_told
from yiheng.review.rules.ledger_check import HUNDRED, sum_of, tops

_STATED = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)分")
_SUMS = ("review_score_sum", "review_score_total")
_STOP = re.compile(r"[。；;\n]")
_TOTALS = (AWARD, BARE, FULL)
_PARTS_LEAST, _PAIRS_MOST = 3, 30
_APART = 14
"""Characters between the points of one list."""
Pair = tuple[Fraction, Fraction]


def standing(context: Context, one: Relation) -> bool:
    """Whether an accused total is what some reading of the points around it gives."""
    stated = _STATED.fullmatch(one.stated)
    if one.rule != "R11" or one.verdict != "inconsistent" or one.code not in _SUMS or stated is None:
        return False
    value, listed, headed = Fraction(stated[1]), _is_list(context, one), _is_of_heads(context, one)
    for quote in one.quotes:
        line = context.report.line_at(quote.start)
        if context.in_table(line.start):
            continue
        for claim in points_told(line):
            own = claim.value == value and quote.start <= claim.start < quote.end and claim.role in _TOTALS
            if own and value in _readings(context, line, claim, by_loss=not listed, by_heads=headed):
                return True
    return False


def _is_list(context: Context, one: Relation) -> bool:
    """Whether the parts are one list of awards: 得分构成：决策10分、过程19分、产出38分、效益30分, which no loss told elsewhere excuses."""
    parts = sorted(one.quotes, key=lambda quote: quote.start)[1:]
    between = [context.text[a.end : b.start] for a, b in zip(parts, parts[1:], strict=False)]
    return len(parts) > _PARTS_LEAST and all(
        len(words) <= _APART and words.startswith("、") for words in between
    )


def _is_of_heads(context: Context, one: Relation) -> bool:
    """Whether the parts stand in lines of their own, as the headings of sections do."""
    lines = {context.report.line_at(quote.start).start for quote in one.quotes[1:]}
    return len(lines) == len(one.quotes) - 1 >= _PARTS_LEAST


def _readings(
    context: Context, line: Line, claim: Point, *, by_loss: bool, by_heads: bool
) -> Iterator[Fraction]:
    """Every total that the points of a paragraph, or the pairs of its part of the report, may make."""
    told = points_told(line)
    before = [one for one in told if one.end <= claim.start and not one.whole]
    after = [one for one in told if one.start >= claim.end and not one.whole]
    for roles in ((AWARD,), (BARE,), (AWARD, BARE), (FULL, BARE)):
        yield from _runs([one for one in reversed(before) if one.role in roles])
        yield from _runs([one for one in after if one.role in roles])
    lost = _without_closing(
        tops(context, [one for one in told if one.role == LOST and one.times == 1 and not one.whole]), claim
    )
    if by_loss and len(lost) > 1 and claim.value > HUNDRED // 2:
        yield HUNDRED - sum_of(lost) + sum_of([one for one in told if one.role == BONUS])
    near = [one for one in context.report.lines if one.path[:1] == line.path[:1]]
    listed = [list(pairs_of(points_told(one), claim)) for one in near]
    heads = [pairs[0] for pairs in listed if pairs]
    if by_heads and sum(full for full, _ in heads) == HUNDRED:
        yield sum(
            (given for _, given in heads), Fraction(0)
        )  # （一）决策（10分，得10分）…: the rest are their items
        return
    for pairs in (list(pairs_of(points_told(line), claim)), [pair for one in listed for pair in one]):
        yield from _of_hundred(pairs)


def _without_closing(lost: Sequence[Point], claim: Point) -> Sequence[Point]:
    """Losses without one right after the total that sums up those before it: ……扣1分……扣1分。合计得98分，扣2分."""
    before, after = ([one for one in lost if (one.start < claim.start) == side] for side in (True, False))
    return before if len(after) == 1 and len(before) > 1 and sum_of(before) == after[0].value else lost


def _runs(points: Sequence[Point]) -> Iterator[Fraction]:
    """The sums of the points next to a total, one more each time."""
    total = Fraction(0)
    for count, one in enumerate(points, start=1):
        total += one.points
        if count >= _PARTS_LEAST:
            yield total


def pairs_of(told: Sequence[Point], claim: Point) -> Iterator[Pair]:
    """Full mark and award of each part: 15分，得13分; 13分/15分; 13分（满分15分）."""
    at = 0
    while at < len(told):
        one = told[at]
        rest = [other for other in told[at + 1 : at + 4] if other.role != LOST]
        following = rest[0] if rest else None
        at += 1
        if following is None or following is claim or one is claim:
            continue
        roles = one.role, following.role
        if roles == (FULL, AWARD) and following.value <= one.value:
            yield one.value, following.value
            at = told.index(following) + 1
        elif roles == (AWARD, FULL) and following.value >= one.value and not _STOP.search(following.lead):
            yield following.value, one.value
            at = told.index(following) + 1


def _of_hundred(pairs: Sequence[Pair]) -> set[Fraction]:
    """What any parts got together whose full marks make 100."""
    if not _PARTS_LEAST <= len(pairs) <= _PAIRS_MOST:
        return set()
    reached: set[tuple[Fraction, Fraction, int]] = {(Fraction(0), Fraction(0), 0)}
    for full, given in pairs:
        reached |= {
            (most + full, got + given, min(count + 1, _PARTS_LEAST))
            for most, got, count in reached
            if most + full <= HUNDRED
        }
    return {got for most, got, count in reached if most == HUNDRED and count == _PARTS_LEAST}
