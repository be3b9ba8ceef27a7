"""R9 MEET on days: 2023年12月30日前进入财政专户 among the goals, 已于2024年1月6日全额进入财政专户 among the results.

A goal and its result stand in two places and are known by the words that both use; what comes later than it was due, and is not owned
up to, is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import chinese_of, says, without, word

_CLAUSE = re.compile(r"[，,；;。：:（）()①-⑳]")
_SHARED = 4
"""Characters that a goal and its result must have in common, side by side."""
_AFTER = 40
Date = tuple[int, int, int]


@dataclass(frozen=True)
class Due:
    """A day told in a clause, with the words of the clause and where it stands."""

    day: Date
    words: str
    start: int
    end: int
    shown: str


def due_relations(context: Context) -> Iterator[Relation]:
    """Every goal with a day against the results that speak of the same."""
    if not context.report.year:
        return
    goals = [
        one
        for line in context.report.lines
        if line.section == "goal"
        for one in _days(context, line, "due_by")
    ]
    results = [
        one
        for line in context.report.lines
        if goals and line.section in ("result", "other", "")
        for one in _days(context, line, "due_done")
    ]
    for goal in goals:
        same = [one for one in results if _share(goal.words, one.words)]
        late = [one for one in same if one.day > goal.day]
        if same and len(late) == len(same) and not any(_owned(context, one) for one in late):
            spans = sorted({(one.start, one.end) for one in (goal, late[0])})
            yield relation(
                context, "R9", "inconsistent", "review_words", [context.quote(*span) for span in spans],
                expected=goal.shown, stated=late[0].shown,
            )  # fmt: skip


def _days(context: Context, line: Line, name: str) -> Iterator[Due]:
    year = context.report.year or 0
    for match in word(name).finditer(line.text):
        low = max((one.end() for one in _CLAUSE.finditer(line.text, 0, match.start())), default=0)
        high = _CLAUSE.search(line.text, match.end())
        end = high.start() if high else len(line.text)
        words = line.text[low : match.start()] + line.text[match.end() : end]
        day = int(match["year"] or year), int(match["month"]), int(match["day"] or 31)
        yield Due(
            day,
            chinese_of(without("due_noise", words)),
            line.start + low,
            line.start + end,
            line.text[low:end],
        )


def _share(goal: str, result: str) -> bool:
    return any(goal[n : n + _SHARED] in result for n in range(len(goal) - _SHARED + 1))


def _owned(context: Context, late: Due) -> bool:
    """Whether the report says near a result that it came late."""
    return says("due_owned", context.text[late.start : late.end + _AFTER].split("\n")[0])
