"""R22: one goal of several results told in a list, and how many are said to have met it.

各疫苗接种率（目标均为≥95%）：卡介苗99.2%、……。六项中5项达标，1项不达标.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import count_of

_LEAST, _AFTER, _LEAD = 2, 80, 12
_STOP = re.compile(r"[。\n]")


@dataclass(frozen=True)
class _Group:
    """A goal with the results of its list, which of them meet it, and where its list ends."""

    goal: Fact
    results: tuple[Fact, ...]
    met: tuple[Fact, ...]
    end: int


def goal_group_relations(context: Context) -> Iterator[Relation]:
    """Every list of results under one goal, against the counts told right after it."""
    for line in context.report.lines:
        if not word("gg_open").search(line.text):
            continue
        for opened in word("gg_open").finditer(line.text):
            group = _group(context, line, opened)
            if group is not None:
                yield from _counted(context, line, group)


def _group(context: Context, line: Line, opened: re.Match[str]) -> _Group | None:
    low, high = line.start + opened.start(), line.start + opened.end()
    goals = [one for one in context.facts_in(low, high) if one.quantity.measured or one.quantity.operator]
    if len(goals) != 1:
        return None
    goal = goals[0]
    stop = _STOP.search(context.text, high)
    end = stop.start() if stop else line.end
    results = tuple(
        one
        for one in context.facts_in(high, end)
        if one.quantity.dimension == goal.quantity.dimension and one.quantity.unit == goal.quantity.unit
        and one.quantity.measured and not one.quantity.operator
        and not says("gg_result_not", context.text[max(high, one.start - _LEAD) : one.start])
    )  # fmt: skip
    down = goal.quantity.operator in ("<=", "<") or says("gg_down", opened.group()) or (
        not goal.quantity.operator and says("goal_down", opened.group())
    )  # fmt: skip
    bound = goal.quantity.value
    met = tuple(
        one for one in results if (one.quantity.value <= bound if down else one.quantity.value >= bound)
    )
    return _Group(goal, results, met, end) if len(results) >= _LEAST else None


def _counted(context: Context, line: Line, group: _Group) -> Iterator[Relation]:
    """均达标; 六项中5项达标，1项不达标."""
    last = group.results[-1].end
    text = context.text[last : min(line.end, group.end + _AFTER)]
    for match in word("gg_claim").finditer(text):
        count = count_of(match["count"] or match["all_count"] or "") or 0
        whole = count_of(match["whole"] or "") or 0
        if whole and whole != len(group.results) or match["all_count"] and count != len(group.results):
            return
        missed = len(group.results) - len(group.met)
        if match["all"]:
            wrong = missed > 0
        else:
            wrong = count != (missed if match["missed"] or match["not"] else len(group.met))
        if wrong:
            spans = [
                (group.goal.start, group.goal.end), *((one.start, one.end) for one in group.results),
                (last + match.start(), last + match.end()),
            ]  # fmt: skip
            yield relation(
                context, "R22", "inconsistent", "review_words", [context.quote(*span) for span in spans],
                subject="达标项数", expected=f"达标{len(group.met)}项、未达标{missed}项", stated=match.group(),
            )  # fmt: skip
            return
