"""R9 on goals and results told by their names in two places: a row and the margin noted below it, tasks and what was done.

一站式结算率比目标低1.2个百分点 of the row with its goal and result; 任务数：宫颈癌18,000人……。完成数：宫颈癌18,432人，完成率102.4%.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.goal_pair import Pair, pairs_of
from yiheng.review.reading.lexicon import says, word

_LINES, _NAME_LEAST = 3, 4


def goal_noted_relations(context: Context) -> Iterator[Relation]:
    """Margins of rows, and rates of tasks by their names."""
    rows = [one for one in pairs_of(context.report) if one.layout == "row" and one.goal and one.result]
    if rows:
        yield from _margins(context, rows)
    yield from _tasks(context)


def _margins(context: Context, rows: list[Pair]) -> Iterator[Relation]:
    for line in context.report.lines:
        if "目标" not in line.text or context.in_table(line.start) or "\t" in line.text:
            continue
        for match in word("gn_margin").finditer(line.text):
            named = [one for one in rows if len(one.name) >= _NAME_LEAST and match["name"].endswith(one.name)]
            if len(named) != 1:
                continue
            goal, result = named[0].goal, named[0].result
            if (
                goal is None
                or result is None
                or goal.unit != "%"
                or result.unit != "%"
                or goal.upper is not None
            ):
                continue
            gap = (result.value - goal.value) * 100
            stated = Fraction(match["number"])
            places = max(len(one.printed.text.partition(".")[2]) for one in (goal, result))
            below = says("gn_below", match["how"])
            if abs(abs(gap) - stated) * 10**places > Fraction(1, 2) or (gap < 0) != below:
                spans = [(line.start + match.start("name"), line.start + match.end())]
                yield relation(
                    context, "R9", "inconsistent", "review_words",
                    [context.quote(*span) for span in (*spans, (goal.start, goal.end), (result.start, result.end))],
                    subject=named[0].name, expected=f"目标{goal.shown}、实际{result.shown}", stated=match.group(),
                )  # fmt: skip


def _tasks(context: Context) -> Iterator[Relation]:
    """任务数：A 18,000人，B 18,000人。 and 完成数：A 18,432人，完成率102.4%；B 17,604人，完成率97.8%."""
    lines = [one for one in context.report.lines if one.text.strip()]
    for n, line in enumerate(lines):
        head = word("gn_tasks").search(line.text)
        if head is None:
            continue
        goals = {
            one["name"]: one
            for one in word("gn_item").finditer(line.text, head.end(), _end(line.text, head.end()))
        }
        for done in lines[n : n + _LINES]:
            told = word("gn_done").search(done.text, head.end() if done is line else 0)
            if told is None:
                continue
            for one in word("gn_item").finditer(done.text, told.end(), _end(done.text, told.end())):
                goal = goals.get(one["name"])
                if goal is not None and one["rate"] and goal["unit"] == one["unit"]:
                    spans = [
                        (line.start + goal.start("name"), line.start + goal.end("unit")),
                        (done.start + one.start("name"), done.start + one.end()),
                    ]
                    yield from _rate(context, goal, one, spans)
            break


def _end(text: str, low: int) -> int:
    stop = re.search("[。\\n]|$", text[low:])
    return low + (stop.start() if stop else 0)


def _rate(
    context: Context, goal: re.Match[str], done: re.Match[str], spans: list[tuple[int, int]]
) -> Iterator[Relation]:
    task, result, stated = (
        Fraction(one.replace(",", "")) for one in (goal["number"], done["number"], done["rate"])
    )
    if not task:
        return
    rate = 100 * result / task
    if abs(rate - stated) * 10 ** len(done["rate"].partition(".")[2]) >= 1:
        yield relation(
            context, "R9", "inconsistent", "review_words", [context.quote(*span) for span in spans],
            subject=done["name"], expected=f"{goal['number']}{goal['unit']}、{done['number']}{done['unit']}",
            stated=f"完成率{done['rate']}%",
        )  # fmt: skip
