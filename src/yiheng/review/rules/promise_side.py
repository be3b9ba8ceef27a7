"""R9, R22 on the goal within the claim: 超过95%的目标, and points lost for a goal that was met (扣0.5分：满意度96%，目标95%)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.promise import Readings, Token, readings_of, tokens_of


def side_of_goal(context: Context, line: Line, tokens: Sequence[Token]) -> Iterator[Relation]:
    """A goal that the words before it say was passed, met or missed, against the results before it in its sentence."""
    text = line.text
    for n, goal in enumerate(tokens):
        one = goal.value
        said = word("pm_side").search(goal.lead)
        if one.operator and one.start == one.at:
            continue
        if said is None or one.approximate or one.upper is not None:
            continue
        if not word("pm_goal_tail").match(text[one.end : one.end + 8]):
            continue
        low = max(text.rfind(mark, 0, one.at) for mark in "。；;") + 1
        results = [
            other
            for other in tokens[:n]
            if other.value.at >= low and other.kind == "result" and other.value.dimension == one.dimension
        ]
        before = text[max(0, one.at - len(said.group()) - 40) : one.at - len(said.group())]
        if (
            not results
            or word("pm_rule_before").search(before)
            or word("pm_allow").search(text[low : one.end])
        ):
            continue
        if any(other.value.operator or other.value.approximate for other in results):
            continue
        goal_read = (
            goal if said["bound"] else Token(replace(one, operator=""), goal.kind, goal.lead, goal.name)
        )
        if not any(_holds(said["how"], Readings((goal_read,), (other,))) for other in results):
            yield _told(context, line, goal, results[-1], said.group())


def _holds(how: str, found: Readings) -> bool:
    gap = found.results[0].value.value - found.goals[0].value.value
    down = found.down or bool(word("pm_down").search(found.results[0].lead))
    if word("pm_side_up").match(how):
        return gap > 0
    if word("pm_side_down").match(how):
        return gap < 0
    short = gap > 0 if down else gap < 0
    return short if word("pm_side_missed").match(how) else not short


def _told(context: Context, line: Line, goal: Token, result: Token, words: str) -> Relation:
    spans = [
        (line.start + result.value.start, line.start + result.value.end),
        (line.start + goal.value.at - len(words), line.start + goal.value.end),
    ]
    return relation(
        context, "R9", "inconsistent", "review_words", [context.quote(*one) for one in spans], subject=goal.name,
        expected=result.value.shown, stated=f"{words.strip()}{goal.value.shown}",
    )  # fmt: skip


def lost_though_met(context: Context, line: Line) -> Iterator[Relation]:
    """Points lost whose whole reason is a result and its goal, and the goal was met."""
    for match in word("pm_lost_for").finditer(line.text):
        low = match.start("reason")
        found = readings_of(tokens_of(match["reason"]))
        if word("pm_lost_aside").search(match["reason"]):
            continue  # 问卷回收率偏低（满意度本身为93.2%）
        if found is None or len(found.results) != 1 or len(found.goals) != 1:
            continue
        goal, result = found.goals[0].value, found.results[0].value
        gap = result.value - goal.value
        short = gap > 0 if found.down else gap < 0
        if short or goal.approximate or result.approximate or result.operator or goal.upper is not None:
            continue
        spans = [
            (line.start + match.start(), line.start + low),
            *((line.start + low + one.start, line.start + low + one.end) for one in (result, goal)),
        ]
        yield relation(
            context, "R9", "inconsistent", "review_words", [context.quote(*one) for one in sorted(spans)],
            subject=found.goals[0].name, expected=f"目标{goal.shown}、实际{result.shown}", stated=match.group().split("：")[0][:12],
        )  # fmt: skip
