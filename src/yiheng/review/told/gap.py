"""R2 where the words bind both numbers of a difference: 应检764家，实检691家，未检73家; 比预算少0.27万人.

What is left, missing, saved or over is the difference of two numbers of its sentence: those it names (比预算), or the only
two of its dimension. Where several pairs could be meant, any that gives it settles it; only a difference that none gives
is told, and a direction that the two numbers deny.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, product

from yiheng.review.finding import DISCLOSURE, Relation, ends_of
from yiheng.review.reading.context import Context, holds, judge, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says, word
from yiheng.review.rules.disclosed import disclosed
from yiheng.review.told.gap_bound import Gap, bound_gap
from yiheng.review.told.gap_placed import (
    beyond_gap,
    carried_gap,
    extremes_gap,
    flows_gap,
    goal_gap,
    moved_gap,
    newly_gap,
    rest_of_rate,
    score_gap,
    union_gap,
    vacant_gap,
    wholes_of,
)

_MOST, _AFTER, _TWO = 4, 3, 2


def gap_relations(context: Context, found: Sequence[Relation]) -> list[Relation]:
    """The relations found, and the differences whose words bind their numbers, judged."""
    firm = {
        one.quotes[-1].end
        for one in found
        if one.rule in ("R1", "R2") and one.verdict in ("consistent", "rounding") and one.quotes
    }
    wrong = ends_of(found, "inconsistent", DISCLOSURE)
    added: list[Relation] = []
    wholes = wholes_of(context, found)
    for fact in context.facts:
        if fact.end in wrong or fact.line.section == "goal" or not fact.quantity.measured:
            continue
        if fact.quantity.dimension == "items" and says("tally_whole", sentence_of(context, fact)):
            continue  # 8项目标中，完成6项，完不成1项，未开展1项: parts of all, each by itself
        if _third_of_list(context, fact):
            continue  # 查实22条、查否24条、仍在办理5条: a part beside the others
        if says("rest_of_treated", fact.label):
            continue  # 清理后剩余50个, of those before
        if word("gap_former").search(context.text[fact.sentence.start : fact.start]):
            continue  # 前者比上年（85.2%）提高1.8个百分点: of the one of two numbers that no label names
        if fact.depth and says("gap_inside", fact.label):
            continue  # 年末结余（含暂存款5万元）115万元: a part of what follows
        gap = (
            union_gap(context, fact)
            or carried_gap(context, fact)
            or flows_gap(context, fact)
            or moved_gap(context, fact)
            or score_gap(context, fact)
            or vacant_gap(context, fact)
            or extremes_gap(context, fact)
            or goal_gap(context, fact)
            or beyond_gap(context, fact)
            or bound_gap(context, fact)
        )
        gap = gap or rest_of_rate(context, fact, wholes) or newly_gap(context, fact)
        if gap is None or {one.end for one in (gap.first, *gap.added, *gap.others)} & wrong:
            continue
        if _apart(context, gap):
            continue  # 完成105.4%；支出率目标95%，欠3.94个百分点
        if {"prior", "target"} <= {one.role for one in (gap.first, *gap.others)}:
            continue  # 执行率94.2%。上年为91.0%，较目标95%低0.8个百分点
        one = _judged(context, gap, fact.end in firm and not (gap.added or gap.named))
        if one is not None:
            added.append(disclosed(context, one))
            wrong |= one.ends
    told = {one.quotes[-1].end for one in added}
    asked = {
        id(one)
        for one in found
        if one.verdict == "review" and one.rule == "R2" and one.quotes[-1].end in told
    }
    return [*(one for one in found if id(one) not in asked), *added]


def _apart(context: Context, gap: Gap) -> bool:
    """Whether of two levels one stands in another part of the sentence than the other and what lies between them."""
    if gap.claim.quantity.unit != "个百分点" or len(gap.others) != 1:
        return False
    same = [context.same_segment(one, gap.claim) for one in (gap.first, *gap.others)]
    one_sentence = gap.first.sentence == gap.others[0].sentence == gap.claim.sentence
    return one_sentence and sum(same) == 1


def _third_of_list(context: Context, fact: Fact) -> bool:
    """Whether a number is the third or a later one of a list that 、 parts."""
    near = context.facts[max(0, fact.index - _TWO) : fact.index + 1]
    return len(near) > _TWO and all(
        high.quantity.dimension == low.quantity.dimension
        and high.sentence == low.sentence
        and says("gap_listed", context.text[low.end : high.start])
        for low, high in zip(near, near[1:], strict=False)
    )


# The verdict.


def _judged(context: Context, gap: Gap, settled: bool) -> Relation | None:
    operands = (gap.first, *gap.added, *gap.others)
    kept = 1 + len(gap.added)

    def function(values: Sequence[Fraction]) -> Fraction:
        return abs(sum(values[:kept], Fraction(0)) - sum(values[kept:], Fraction(0)))

    value = sum((one.quantity.value for one in operands[:kept]), Fraction(0))
    value -= sum((one.quantity.value for one in gap.others), Fraction(0))
    fits = holds(judge(function, [one.quantity for one in operands], gap.claim.quantity))
    turned = gap.above is not None and bool(value) and (value > 0) != gap.above
    if fits and not turned:
        return None
    if not fits and (
        _by_own_rule(context, gap)
        or settled
        or not all(one.quantity.measured or (gap.named and one.quantity.operator) for one in operands)
        or _otherwise(context, gap)
        or _leads_on(context, gap)
    ):
        return None
    shown = gap.claim.quantity.text_of(abs(value), 2)
    formula = _formula(operands, kept) if value >= 0 else _formula((*gap.others, gap.first), len(gap.others))
    return relation(
        context, "R2", "inconsistent", "review_difference", context.quote_facts(*operands, gap.claim),
        subject=gap.claim.name, expected=f"{'' if value >= 0 else '−'}{shown}" if turned else shown,
        stated=context.text[gap.claim.start - 2 : gap.claim.end] if turned else gap.claim.quantity.shown,
        formula=formula, repairs=() if turned else (gap.claim.quantity.repaired(abs(value)),),
    )  # fmt: skip


def _by_own_rule(context: Context, gap: Gap) -> bool:
    """按平均降价52%、80%计算，共计结余……: the words between say how the claim was reckoned, and not by a difference."""
    last = max((one for one in (gap.first, *gap.added, *gap.others)), key=lambda one: one.end)
    between = context.text[min(last.end, gap.claim.start) : gap.claim.start]
    return says("gap_by_rule", between) and "%" in between


def _formula(operands: Sequence[Fact], kept: int) -> str:
    plus, minus = (" + ".join(one.quantity.shown for one in operands[:kept]), operands[kept:])
    return plus + "".join(f" − {one.quantity.shown}" for one in minus)


def _leads_on(context: Context, gap: Gap) -> bool:
    """在职不低于55%，退休提高5个百分点即不低于60%: what a number of the gap and the claim come to stands right after it."""
    after = context.facts[gap.claim.index + 1 : gap.claim.index + 2]
    size = gap.claim.quantity.value
    return any(
        next_.line is gap.claim.line
        and next_.quantity.value in (one.quantity.value + size, one.quantity.value - size)
        for next_ in after
        for one in (gap.first, *gap.added, *gap.others)
    )


def _otherwise(context: Context, gap: Gap) -> bool:
    """Whether other numbers of the sentence give the claim: another pair, or several added and taken away.

    A part may stand after it: 72个村，其中脱贫村27个，其他村36个，安置村9个.
    """
    claim = gap.claim.quantity
    after = [
        one
        for one in context.facts[gap.claim.index + 1 : gap.claim.index + _AFTER]
        if one.sentence == gap.claim.sentence and one.quantity.dimension == claim.dimension
    ]
    near = [*gap.near, *after]
    for size in range(2, min(len(near), _MOST) + 1):
        for used in combinations(near, size):
            for signs in product((1, -1), repeat=size - 1):
                value = used[0].quantity.value + sum(
                    (sign * one.quantity.value for sign, one in zip(signs, used[1:], strict=True)),
                    Fraction(0),
                )
                if abs(value) == claim.value:
                    return True
    return False


def sentence_of(context: Context, fact: Fact) -> str:
    """The words of a number's sentence."""
    return context.text[fact.sentence.start : fact.sentence.end]
