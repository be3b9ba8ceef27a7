"""R11 on the total of a report and on gaps: a hundred less all that was lost, and what lies between two scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.review.reading.context import Context
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.point import AWARD, BARE, BONUS, BOUND, FULL, GAP, LOST, Point
from yiheng.review.reading.score_parts import shown_points
from yiheng.review.reading.score_sheet import sheets
from yiheng.review.rules.ledger_check import (
    END,
    HUNDRED,
    Check,
    between,
    plus_of,
    sentence_start,
    sum_of,
    tops,
)


def hundred_checks(context: Context, line: Line, told: Sequence[Point]) -> Iterator[Check]:
    """共扣4.5分，自评得分95.5分: a hundred less all that was lost, plus what was added."""
    yield from _only_one(line, told)
    totals = [one for one in told if one.role == AWARD and HUNDRED // 2 < one.value <= HUNDRED + 20]
    if any(one.value < HUNDRED for one in totals):  # 总分100分，扣7.5分，最后得92.5分
        totals = [one for one in totals if one.value != HUNDRED]
    losses = tops(context, [one for one in told if one.role == LOST and one.times == 1])
    complete = word("pt_complete").search(line.text)
    lost_all = [one for one in losses if one.whole]
    if not lost_all and len(losses) == 1 and _states_all(context, losses[0]):
        lost_all = losses
    opened = len(totals) == 1 and _lists_lost(context, totals[0], losses)
    wholes = lost_all if len(lost_all) == 1 else losses if (complete or opened) and not lost_all else []
    if len(totals) != 1 or not wholes or "上年" in line.text:
        return
    total, lost = totals[0], wholes[0]
    if len(wholes) > 1 and any(one.value == HUNDRED - total.value for one in wholes):
        return  # 得分94.6分，扣分5.4分；最多的扣2分，占全部扣分的37%
    if any(sheet.awarded == total.value for sheet in context.once(sheets)):
        return  # the awards make the total, so that the losses told are not all
    fulls = [one for one in told if one.role == FULL]
    if any(one.value != HUNDRED and not complete for one in fulls) or word("pt_capped").search(line.text):
        return
    if (lost_all and word("pt_own").search(lost.name)) or abs(total.start - lost.start) > 160:
        return
    bonus = [one for one in told if one.role == BONUS]
    for added in (bonus, []):
        expected = HUNDRED - sum_of(wholes) + sum_of(added)
        formula = f"100 − {plus_of(wholes, ' − ')}" + (f" + {plus_of(added)}" if added else "")
        yield Check("R11", "hundred", total, (*wholes, *added), Fraction(expected), formula, "自评得分")


def _only_one(line: Line, told: Sequence[Point]) -> Iterator[Check]:
    """自评总分97分，仅一项失分，该项分值5分，得2分: what the report lost is what its one item lost."""
    if not word("pt_only_one").search(line.text):
        return
    totals = [one for one in told if one.role == AWARD and one.value > HUNDRED // 2]
    pairs = [
        (full, award)
        for full, award in zip(told, told[1:], strict=False)
        if full.role == FULL
        and full.value < HUNDRED // 2
        and award.role == AWARD
        and award.value < full.value
    ]
    if len(totals) == 1 and len(pairs) == 1 and not any(one.role == BONUS for one in told):
        full, award = pairs[0]
        expected = full.value - (HUNDRED - totals[0].value)
        shown = f"{shown_points(full.value)} − (100 − {shown_points(totals[0].value)})"
        yield Check("R13", "only", award, (totals[0], full), expected, shown, "该项得分")


def _lists_lost(context: Context, total: Point, losses: Sequence[Point]) -> bool:
    """给自己打92分：甲扣5分，乙扣3分; 甲扣1分，乙扣1分，故自评98分: all that the total lost stands beside it."""
    if context.text[total.end : total.end + 1] in ("：", ":"):
        return len(losses) > 1 and not END.search(context.text, total.end, losses[-1].start)
    before = END.split(context.text[max(0, total.start - 40) : total.start])[-1]
    concluded = word("pt_concluded").search(before)
    return concluded is not None and bool(losses) and losses[-1].end <= total.start


def _states_all(context: Context, one: Point) -> bool:
    """Whether a deduction is that of the whole score: 自评94分，扣6分; 失分3分：……"""
    after = context.text[one.end : one.end + 2]
    return bool(word("pt_lost_alone").fullmatch(one.name.strip())) and (
        after[:1] in ("：", "，", "。", "；", "（", "中", "后", "")
    )


def adjusted_checks(claim: Point, scope: Sequence[Point]) -> Iterator[Check]:
    """A total of what the parts made, with points added and taken away; some of these may be told twice."""
    added = [one for one in scope if one.role == BONUS]
    lost = [one for one in scope if one.role == LOST]
    for base in (one for one in scope if one.role in (AWARD, FULL, BARE) and one.value > HUNDRED // 2):
        for plus in (added, added[:1], []):
            for less in (lost, lost[-1:], []):
                value = base.value + sum_of(plus) - sum_of(less)
                shown = plus_of([base, *plus]) + "".join(f" − {shown_points(one.points)}" for one in less)
                yield Check("R11", "sum", claim, (base, *plus, *less), value, shown, "各项分值", sure=False)


def gap_checks(context: Context, told: Sequence[Point]) -> Iterator[Check]:
    """较2021年的90.2分提高3.5分; 比满分少7.6分; 核减2.5分，复核得分88.5分: two scores and what lies between."""
    for at, claim in enumerate(told):
        if claim.role != GAP and not (claim.role == LOST and word("pt_cut").search(claim.name)):
            continue
        start, end = sentence_start(context, told, at), at + 1
        while end < len(told) and not END.search(between(context, told[end - 1], told[end])):
            end += 1
        cut = claim.role == LOST
        scores = [
            one for one in told[start:end] if one is not claim and one.role in (AWARD, BARE, FULL, BOUND)
        ]
        least = max((one.value for one in scores), default=Fraction(0)) / 2
        scores = [one for one in scores if one.role != BARE or one.value > least]
        scores = [one for one in scores if not cut or (one.role in (AWARD, BARE) and one.value > claim.value)]
        if _of_own_year(context, scores, claim):
            continue
        pairs = [(a, b) for n, a in enumerate(scores) for b in scores[n + 1 :]]
        near = claim.lead + context.text[claim.end : claim.end + 1]
        if word("pt_full_named").search(near) and scores:
            fulls = [one for one in scores if one.role == FULL]
            options: list[tuple[tuple[Point, ...], Fraction]] = [
                ((one,), HUNDRED - one.value) for one in scores
            ]
            options += [((a, b), abs(a.value - b.value)) for a, b in pairs]
            sure = len(scores) == 1 and not fulls and scores[0].value > HUNDRED // 2
        else:
            options = [((a, b), abs(a.value - b.value)) for a, b in pairs]
            sure = len(options) == 1 or _adjoining(told, at)
        if cut and sum(word("pt_cut").search(one.name) is not None for one in told[start:end]) > 1:
            sure = False  # 产出核减2分、效益核减1分，核定得分95分
        if any(one.role == GAP and not _compares(one) for one in told[at + 1 : end]):
            sure = False  # 与满分相比，过程差1分，产出差2分
        if any(one.role == GAP for one in told[start:at]) and not word("pt_compared").search(claim.lead):
            sure = False  # 比上年93分多2分，其中产出多1分，效益多1分
        for operands, value in options:
            shown = " − ".join(shown_points(one.value) for one in sorted(operands, key=lambda p: -p.value))
            if len(operands) == 1:
                shown = f"100 − {shown}"
            yield Check("R11", "gap", claim, operands, value, shown, "得分之差", sure)


def _of_own_year(context: Context, scores: Sequence[Point], claim: Point) -> bool:
    """Whether a gap is this year's score's, which its sentence does not tell: 前两年分别为93分、95.5分，本年比上年高1.5分."""
    before = [one for one in scores if one.end <= claim.start]
    if not before or any(says("pt_this_year", one.lead) for one in before):
        return False
    return says("pt_this_year", context.text[before[-1].end : claim.start])


def _compares(gap: Point) -> bool:
    """Whether a gap tells what it is to: 比满分低4分."""
    return word("pt_compared_to").search(gap.lead) is not None


def _adjoining(told: Sequence[Point], at: int) -> bool:
    """Whether the two scores stand right before their gap, in one sentence."""
    return at >= 2 and all(one.role in (AWARD, BARE, BOUND) for one in told[at - 2 : at])
