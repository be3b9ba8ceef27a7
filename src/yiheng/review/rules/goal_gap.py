"""R2 DIFF, R3 RATIO of goals that stand apart from their results: 93.4%，比目标高3.4个百分点; 14,236人次，完成目标的118.63%.

Goal and result are paired by name (:mod:`yiheng.review.reading.goal_match`); what the words right after a result say of both is recomputed
from the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, holds, judge, judged_relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import gap, minus, ratio
from yiheng.review.reading.goal_pair import Pair
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import Quantity

_REACH = 4
"""Numbers after a result among which one may tell how it stands to its goal: the others are its parts."""


def goal_gap_relations(context: Context, pairs: Sequence[Pair]) -> Iterator[Relation]:
    """Every gap to a goal and every rate of its completion that stands right after a result whose goal is told elsewhere."""
    for pair in pairs:
        goal, result = (_fact(context, one) for one in (pair.goal, pair.result))
        if goal is None or result is None or goal.index > result.index or goal.sentence == result.sentence:
            continue
        if context.text[result.start - 1 : result.start + 1].startswith("、") or result.label.startswith(
            "、"
        ):
            continue  # one of a list, of which all may be meant
        for claim in context.facts[result.index + 1 : result.index + 1 + _REACH]:
            parted = word("list_mark").search(context.text[result.end : claim.at]) is not None
            if claim.sentence != result.sentence or (claim.index > result.index + 1 and not parted):
                break
            told = _told(context, goal, result, claim)
            if told is not None:
                yield told
                break


def _fact(context: Context, quantity: Quantity | None) -> Fact | None:
    return context.by_end.get(quantity.end) if quantity is not None else None


def _told(context: Context, goal: Fact, result: Fact, claim: Fact) -> Relation | None:
    lead = context.clause_before(claim)
    if says("compared", lead) or "分别" in lead or not (result.quantity.measured and claim.quantity.measured):
        return None
    if claim.quantity.unit == "%" and word("goal_done_rate").search(lead):
        quantities = [result.quantity, goal.quantity]
        found = judge(ratio, quantities, claim.quantity)
        rule, code, shown = "R3", "review_ratio", f"{result.quantity.shown} ÷ {goal.quantity.shown}"
    else:
        if not word("goal_gap_told").search(lead) or not _of_gap(claim, result):
            return None
        below = says("goal_gap_below", lead)
        found = judge(gap if below else minus, [result.quantity, goal.quantity], claim.quantity)
        high, low = (goal, result) if below else (result, goal)
        rule, code, shown = "R2", "review_difference", f"{high.quantity.shown} − {low.quantity.shown}"
    if found is None:
        return None
    sure = holds(found) or _near(found[1], claim)
    return judged_relation(
        context, rule, code, (goal, result), claim, found, shown, sure=sure, subject=result.name
    )


def _of_gap(claim: Fact, result: Fact) -> bool:
    """Whether a number may be how far a result is from its goal: points of a rate, else the same unit."""
    if result.quantity.unit == "%":
        return claim.quantity.unit in ("个百分点", "百分点")
    return claim.quantity.dimension == result.quantity.dimension


def _near(value: Fraction, claim: Fact) -> bool:
    """Whether what is due has the sign of what is told: else the goal may be another's."""
    return value > 0 and claim.quantity.value > 0
