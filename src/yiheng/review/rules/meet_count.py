"""R22, R9 on goals together: how many were met, and a missed one of which no lost point speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

from yiheng.review.finding import Quote, Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.goal_item import stem_of
from yiheng.review.reading.goal_pair import Pair
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.point import AWARD, FULL, points_told
from yiheng.review.reading.quantity import whole_number
from yiheng.review.reading.score_parts import FULL_MARKS
from yiheng.review.rules.score import total_scores
from yiheng.review.rules.tally import tallies

_SENTENCE = re.compile(r"[^。；;\n]+")
_LEAST = 2
_NEAR, _NEAR_AFTER = 60, 8
_SIGNS = {">=": "≥", "<=": "≤", ">": "＞", "<": "＜"}


def quotes_of(context: Context, pair: Pair) -> list[Quote]:
    """A goal with its result, the further values that miss it, and what is claimed of them."""
    over = [one for one in pair.results if pair.goal is not None and not pair.fits(one)]
    spans = dict.fromkeys((*pair.spans, *((one.start, one.end) for one in over)))
    return [context.quote(low, high) for low, high in spans]


@dataclass(frozen=True)
class _Claim:
    """How many of how many goals are said to have been met, and the words that say so."""

    count: int
    met: int
    span: tuple[int, int]


def _claims(context: Context) -> Iterator[_Claim]:
    for match in chain(
        word("goals_counted").finditer(context.body), word("goals_tallied").finditer(context.body)
    ):
        count = _number(match["count"])
        if count is None:
            continue
        met = count if match["all"] else 0 if match["none"] else _number(match["met"] or match["some"] or "")
        if match["missed"]:
            met = count - (_number(match["missed"]) or 0)
        if met is not None:
            yield _Claim(count, met, match.span())
    for told in tallies(context.body):
        if says("tally_points", context.body[slice(*told.span)]):
            continue  # 六项得满分: of points, not of goals
        yield _Claim(told.count, told.met if told.met else told.count - told.missed, told.span)


def counted_relations(context: Context, pairs: Sequence[Pair]) -> Iterator[Relation]:
    """R22: 五项指标全部达标; 12个指标，完成10个: as many as can have been, by those whose numbers decide."""
    told: set[int] = set()
    for claim in _claims(context):
        start = context.report.start + claim.span[0]
        if (
            claim.count >= _LEAST
            and start not in told
            and (met := _by_words(context, start, claim)) is not None
        ):
            told.add(start)
            quote = context.quote(start, context.report.start + claim.span[1])
            yield relation(
                context, "R22", "inconsistent", "review_words", [quote], subject="目标完成数",
                expected=f"达到目标的{met}项", stated=quote.text,
            )  # fmt: skip
            continue
        own = _own(context, start, pairs, claim.count)
        if own is None or claim.count < _LEAST or start in told:
            continue
        met = sum(1 for pair in own if decided(pair) is True)
        missed = [pair for pair in own if decided(pair) is False]
        if met <= claim.met <= claim.count - len(missed):
            continue
        told.add(start)
        quote = context.quote(start, context.report.start + claim.span[1])
        yield relation(
            context, "R22", "inconsistent", "review_words",
            [quote, *(one for pair in missed for one in quotes_of(context, pair))], subject="目标完成数",
            expected=f"达到目标的{met}项" if met + len(missed) == claim.count else f"未达到目标的{len(missed)}项",
            stated=quote.text,
        )  # fmt: skip


def _by_words(context: Context, at: int, claim: _Claim) -> int | None:
    """甲……，达到；乙……，未达到。两项目标达到两项: how many items before a count say that they were met, where it says otherwise."""
    line = context.report.line_at(at)
    items = re.split("[；;。]", context.text[line.start : at])
    said = [None if not says("gk_met", one) else not says("gk_missed", one) for one in items if one.strip()][
        -claim.count :
    ]
    if len(said) < claim.count or None in said:
        return None
    met = sum(1 for one in said if one)
    return met if met != claim.met else None


def _own(context: Context, at: int, pairs: Sequence[Pair], count: int) -> Sequence[Pair] | None:
    """The goals that a count is of: as many in its own part of the report, in the report, or in the part before it.

    Fewer than it counts, where they are those of its own paragraph or list, still bound how many can have been met.
    """
    line = context.report.line_at(at)
    near = [one for one in pairs if context.report.line_at(one.spans[0][0]).path[:1] == line.path[:1]]
    for group in (near, pairs):
        rows = [one for one in group if one.layout == "row"]
        told = [one for one in group if one.layout == "told" and (one.result is not None or one.said)]
        every = (
            [one for one in group if one.layout == "told" and one.goal is not None] if group is near else []
        )
        found = next((one for one in (rows, told, [*rows, *told], every) if len(one) == count), None)
        if found is not None:
            return found
    told = [one for one in pairs if one.layout == "told" and (one.result is not None or one.said)]
    before = _of_part(context, at, told, count)
    if before is not None:
        return before
    own = [one for one in told if line.start <= one.spans[0][0] < at]
    return own if _LEAST <= len(own) < count else None


def _of_part(context: Context, at: int, told: Sequence[Pair], count: int) -> Sequence[Pair] | None:
    """The goals of the nearest part of the report before a count, where they are as many."""
    parts: dict[tuple[str, ...], list[Pair]] = {}
    for pair in told:
        start = pair.spans[0][0]
        if start < at:
            parts.setdefault(context.report.line_at(start).path[:1], []).append(pair)
    return next((one for one in reversed(parts.values()) if len(one) == count), None)


def unexplained_relations(context: Context, pairs: Sequence[Pair]) -> Iterator[Relation]:
    """R9: a goal missed, of which nothing is said, where the reasons given make up all points that were lost."""
    missed = [
        pair
        for pair in pairs
        if decided(pair) is False and silent(context, pair) and not _of_plan(context, pair)
    ]
    if not missed or not _all_explained(context):
        return
    for pair in missed:
        assert pair.goal is not None and pair.result is not None
        misfit = next(one for one in (pair.result, *pair.results) if not pair.fits(one))
        if says("goal_beyond", context.text[max(0, misfit.start - _NEAR_AFTER) : misfit.start]):
            continue  # 目标4.10个，超出0.19个: how far, not what
        yield relation(
            context, "R9", "inconsistent", "review_missed", quotes_of(context, pair), subject=pair.name,
            expected=f"{_SIGNS.get(pair.goal.operator, '')}{pair.goal.shown}", stated=misfit.shown,
            formula="所扣的分都另有原因",
        )  # fmt: skip


def _of_plan(context: Context, pair: Pair) -> bool:
    """Whether a goal is one that is proposed for another year: 建议：将沉淀资金控制在50%以内，目前为68.5%."""
    line = context.report.line_at(pair.spans[0][0])
    return line.section == "plan" or any(says("gk_plan", one) for one in line.path)


def silent(context: Context, pair: Pair) -> bool:
    """Whether a missed goal is stated with its sign or its word, and no sentence owns up to it."""
    assert pair.goal is not None
    if pair.layout in ("row", "listed") or pair.said or pair.explained or not pair.certain:
        return False
    if word("goal_own_lost").match(context.text, pair.spans[-1][1]) or _lost_own(context, pair):
        return False  # 实际93.0%。得18分，扣2分; 办结率96.5%，20分，得17分
    named = "目标" in context.text[max(0, pair.goal.start - 6) : pair.goal.start]
    sentence = context.text[max(context.report.start, pair.goal.start - _NEAR) : pair.goal.end + _NEAR_AFTER]
    if not word("goal_said").search(sentence):
        return False  # 5%以内补偿70%: a rule
    if not pair.goal.operator and not (named and pair.goal.family in ("count", "ratio")):
        return False
    stem = stem_of(pair.name)
    return len(stem) == 2 and not any(
        stem in match.group() and word("pm_owned").search(match.group())
        for match in _SENTENCE.finditer(context.body)
    )


def _lost_own(context: Context, pair: Pair) -> bool:
    """Whether a goal's own sentence tells less points than it could give."""
    line = context.report.line_at(pair.spans[0][0])
    beside = word("goal_row_points").search(line.text, max(0, pair.spans[-1][1] - line.start))
    if beside is not None and Fraction(beside["award"]) < Fraction(beside["full"]):
        return True  # 完成97.2%　分值12　得分10
    own = [
        one for one in points_told(line)
        if not re.search("[。；;]", context.text[min(pair.spans[-1][1], one.start) : max(pair.spans[0][0], one.start)])
    ]  # fmt: skip
    return any(
        (full.role, award.role) == (FULL, AWARD) and award.value < full.value
        for full, award in zip(own, own[1:], strict=False)
    )


def _all_explained(context: Context) -> bool:
    """Whether the points deducted with a reason make up what the total lacks of 100."""
    told = [Fraction(match["points"]) for match in word("pm_deducted").finditer(context.body)]
    totals = {one.value for one in context.once(total_scores)}
    totals |= {Fraction(match["points"]) for match in word("pm_total").finditer(context.body)}
    for lost in (FULL_MARKS - one for one in totals if 0 < one < FULL_MARKS):
        parts = [one for one in told if one != lost]
        if sum(told) == lost or (lost in told and sum(parts) in (0, lost)):
            return True
    return False


def decided(pair: Pair) -> bool | None:
    """Whether a goal was met: by its numbers, or by the word in the row of a grid where these do not tell."""
    met = _by_numbers(pair)
    return {"met": True, "missed": False}.get(pair.said) if met is None and pair.layout == "row" else met


def _by_numbers(pair: Pair) -> bool | None:
    goal, result = pair.goal, pair.result
    if (
        goal is None
        or result is None
        or goal.dimension != result.dimension
        or result.operator not in ("", "=")
    ):
        return None
    plain_money = goal.family == "money" and not goal.operator and not word("goal_money_up").search(pair.name)
    if goal.approximate or result.approximate or result.upper is not None or plain_money:
        return None
    if not pair.sided and goal.upper is None:
        return None
    return all(pair.fits(one) for one in (result, *pair.results))


def _number(text: str) -> int | None:
    return whole_number(text) if text else None
