"""Goals with their results: one reader for every layout in which reports set the one beside the other.

Rows of grids (:mod:`yiheng.review.reading.goal_grid`), sentences and items of lists (目标X，实际Y，完成; 实际Y，目标X; 目标一：X。实际Y),
and parallel lists (目标为A不少于x、B≥y；实际A x、B y). Goals and results that stand apart are matched by name in
:mod:`yiheng.review.reading.goal_match`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import eq, ge, gt, le, lt

from yiheng.review.reading.goal_grid import Row, rows_of
from yiheng.review.reading.goal_item import (
    CLAUSE,
    NAME_LIMIT,
    POINTS,
    Item,
    goal_in_bracket,
    items_of,
    kinds_of,
    name_of,
    said_of,
    values_in,
)
from yiheng.review.reading.goal_result import enclosed, results_of
from yiheng.review.reading.layout import Line, Report
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.quantity import Quantity

_EMPTY = re.compile(r"[-—/\s]*")
_REACHES = {">=": ge, ">": gt, "<=": le, "<": lt}
LINE_LIMIT = 6000


@dataclass(frozen=True)
class Pair:
    """A goal with what the report tells of it.

    ``goal`` or ``result`` is None where there is no number; ``results`` are further values of the result (average,
    longest). ``said``: met, missed or empty, with its ``words``. ``layout``: row, told (one sentence or item), item
    (of a list whose items have their results), listed (matched by name). ``spans`` are what to quote. Of a row,
    ``points`` are the full mark and the mark given, ``reasoned`` whether its cell for reasons is filled.
    """

    name: str
    goal: Quantity | None
    result: Quantity | None
    spans: tuple[tuple[int, int], ...]
    layout: str
    results: tuple[Quantity, ...] = ()
    said: str = ""
    words: str = ""
    goal_text: str = ""
    result_text: str = ""
    fullmark: bool = False
    explained: bool = False
    done: bool = False
    points: tuple[float, float] | None = None
    reasoned: bool = False
    certain: bool = True

    @property
    def sense(self) -> str:
        """The operator that the result is held against: the goal's own, or what its name implies."""
        assert self.goal is not None
        if self.goal.operator:
            return self.goal.operator
        return "<=" if word("goal_down").search(self.name) or word("goal_falls").search(self.name) else ">="

    @property
    def sided(self) -> bool:
        """Whether it is known which side of the goal is the good one: a bare time may be a limit or a length."""
        assert self.goal is not None
        return bool(
            self.goal.operator
            or self.goal.family != "time"
            or word("goal_down").search(self.name)
            or word("goal_falls").search(self.name)
        )

    def fits(self, result: Quantity) -> bool:
        """Whether a value reaches the goal."""
        assert self.goal is not None
        if self.goal.upper is not None:
            high = self.goal.measure.unit.to_base(self.goal.upper.value)
            return self.goal.value <= result.value <= high
        return bool(_REACHES.get(self.sense, eq)(result.value, self.goal.value))


@lru_cache(maxsize=2)
def pairs_of(report: Report) -> tuple[Pair, ...]:
    """Every goal of a report that stands beside its result, and every one that should."""
    rows, taken = rows_of(report.lines)
    found = [one for row in rows if (one := _row_pair(row)) is not None]
    for line in report.lines:
        if len(line.text) > LINE_LIMIT or line.start in taken:
            continue
        if word("goal_line").search(line.text) and re.search(r"\d", line.text) and "\t" not in line.text:
            found.extend(_line_pairs(line))
    return tuple(found)


def _moved(one: Quantity, by: int) -> Quantity:
    return replace(one, start=one.start + by, end=one.end + by, at=one.at + by)


# Rows of grids.


def _cell_value(text: str, start: int, other: str) -> Quantity | None:
    """The one number of a cell; a bare one has the unit of the cell beside it."""
    plain = re.sub(r"[（(][^（()）]*[）)]", lambda match: "　" * len(match.group()), text)
    if re.search(r"[，；。、]", plain):
        return None
    told = values_in(plain)
    if not told and re.fullmatch(r"[≥≤≧≦><＞＜=]?\s*[-+]?[\d,.]+(?:[-—~至][\d,.]+)?", plain.strip()):
        beside = values_in(other)
        told = values_in(plain.rstrip() + (beside[0].unit if beside else "项"))
        told = tuple(replace(one, end=len(plain.rstrip())) for one in told)
    return _moved(told[0], start) if len(told) == 1 else None


def _row_pair(row: Row) -> Pair | None:
    goal = _cell_value(row.goal.text, row.goal.start, row.result.text)
    result = _cell_value(row.result.text, row.result.start, row.goal.text)
    name = row.name.bare
    if word("table_total").match(name):
        return None
    points = _points(row)
    reason = row.reason is not None and not _EMPTY.fullmatch(row.reason.text)
    done = row.done is not None and bool(word("done_yes").fullmatch(row.done.text.strip()))
    missed = row.done is not None and bool(re.search("否|未|不|没", row.done.text))
    cells = [
        cell for cell in (row.name, row.goal, row.result, row.done if done else None) if cell and cell.text
    ]
    return Pair(
        name, goal, result, tuple((cell.start, cell.end) for cell in cells), "row",
        said="met" if done else "missed" if missed else "",
        words=row.done.text.strip() if row.done else "",
        goal_text=row.goal.text.strip(), result_text=row.result.text.strip(),
        fullmark=points is not None and points[1] >= points[0] > 0,
        explained=reason or (points is not None and points[1] < points[0]), done=done, points=points, reasoned=reason,
    )  # fmt: skip


def _points(row: Row) -> tuple[float, float] | None:
    if row.full is None or row.award is None:
        return None
    try:
        return float(row.full.text), float(row.award.text)
    except ValueError:
        return None


# Sentences and items of lists.


def _line_pairs(line: Line) -> list[Pair]:
    shown = line.text
    values = [_within(one, shown) for one in values_in(shown)]
    found: list[Pair] = []
    lone: list[Pair] = []
    for item, inside in _valued(shown, values):
        own = _item_pairs(shown, line, item, inside)
        found.extend(own)
        if not own and len(inside) == 1 and inside[0].unit == "%" and not inside[0].approximate:
            lone.append(_lone(shown, line.start, item, inside[0]))
    if sum(1 for one in found if one.result is not None) >= 2:
        found.extend(one for one in lone if not one.said and len(one.result_text) < 2 and one.name)
    return found


def _valued(text: str, values: Sequence[Quantity]) -> Iterator[tuple[Item, list[Quantity]]]:
    """The items of a line with the values in them."""
    at = 0
    for item in items_of(text):
        inside = []
        while at < len(values) and values[at].start < item.end:
            if values[at].start >= item.start:
                inside.append(values[at])
            at += 1
        if inside:
            yield item, inside


def _lone(text: str, offset: int, item: Item, value: Quantity) -> Pair:
    """The one rate of an item among items of goals with results: a goal whose result is left out."""
    tail = text[value.end : item.end]
    said, words = said_of(tail)
    name = (
        ""
        if word("goal_result_word").search(text[item.start : value.at])
        else name_of(text, item.start, value.start)
    )
    span = (item.start + offset, value.end + offset)
    return Pair(
        name, _moved(value, offset), None, (span,), "told", said=said, words=words,
        goal_text=value.shown, result_text=tail.strip("，。；; "),
    )  # fmt: skip


def _within(one: Quantity, text: str) -> Quantity:
    """30个工作日内: a goal without sign that the word after it bounds."""
    if one.operator or not word("goal_within").match(text[one.end : one.end + 3]) or one.family != "time":
        return one
    return replace(one, operator="<=")


def _item_pairs(text: str, line: Line, item: Item, values: Sequence[Quantity]) -> list[Pair]:
    offset = line.start
    kinds = kinds_of(text, item, values)
    goals = [n for n, kind in enumerate(kinds) if kind == "goal"]
    if len(goals) >= 2:
        parallel = _parallel(text, offset, values, kinds)
        if any(one.result is not None for one in parallel):
            return parallel
        if word("goal_joined").fullmatch(text, values[goals[-2]].end, values[goals[-1]].at):
            return _parallel_before(text, offset, values, kinds)
    found = []
    for place, n in enumerate(goals):
        last = goals[place + 1] if place + 1 < len(goals) else len(values)
        first = goals[place - 1] + 1 if place else 0
        pair = _one_pair(text, line, item, values, kinds, (first, n, last))
        if pair is not None:
            found.append(pair)
    return found


def _one_pair(
    text: str, line: Line, item: Item, values: Sequence[Quantity], kinds: Sequence[str],
    bounds: tuple[int, int, int],
) -> Pair | None:  # fmt: skip
    first, n, last = bounds
    goal, offset = values[n], line.start
    if goal.unit in POINTS:
        return None
    if n + 1 < len(values) and word("goal_changed_to").search(text[goal.end : values[n + 1].at]):
        return None
    name = name_of(text, _name_start(item, values, kinds, n), goal.start)
    results = [
        v for v, kind in zip(values[n + 1 : last], kinds[n + 1 : last], strict=True) if kind == "result"
    ]
    results = results_of(text, goal, name, enclosed(text, item, goal, results), line.section == "goal")
    before = None
    if not results and n and kinds[n - 1] == "result" and values[n - 1].dimension == goal.dimension:
        between = text[values[n - 1].end : goal.at]
        if (
            re.fullmatch(r"[^。；，、]{0,4}[，（(]?[^。；，、（]{0,14}[（(]?", between)
            and (
                re.search("目标", text[values[n - 1].end : goal.end + 8])
                or goal_in_bracket(text, values[n - 1], goal)
            )
        ) or _named_again(text[item.start : values[n - 1].at], between):
            before = values[n - 1]
            name = name_of(text, values[n - 2].end if n > 1 else item.start, before.start) or name
            results = [before]
    end = _end_of(text, item, values, n, last)
    tail = word("goals_together").split(text[(before or goal).end : end])[0]
    told = "目标" in text[max(item.start, goal.at - 14) : goal.end + 8] or item.named
    said, words = said_of(tail)
    light = word("goal_light").search(text[item.start : goal.start]) if not said else None
    if light is not None:
        said, words = ("met" if light["met"] else "missed"), light["light"]
    if not told and not results and not said and not item.marked:
        return None
    if not name:
        return None
    spans = sorted((one.start + offset, one.end + offset) for one in (goal, *results[:1]))
    if spans and not before:
        spans[0] = (
            max(item.start, goal.start - NAME_LIMIT) + offset if n == first else spans[0][0],
            spans[0][1],
        )
    rest = tail[goal.end - (before or goal).end :]
    spans.extend(_claim_span(tail, words, offset + (before or goal).end))
    return Pair(
        name, _moved(goal, offset), _moved(results[0], offset) if results else None, tuple(spans),
        "told" if told or results else "item", tuple(_moved(one, offset) for one in results[1:]), said, words,
        text[goal.start : goal.end].strip(), rest.strip("，。；; "),
    )  # fmt: skip


def _named_again(before: str, between: str) -> bool:
    """清理率57.3%；目标清理率60%以上: the goal of a result that the clause before tells by the same name."""
    told = word("goal_named_again").fullmatch(between)
    return told is not None and CLAUSE.split(before)[-1].endswith(told["name"])


def _end_of(text: str, item: Item, values: Sequence[Quantity], n: int, last: int) -> int:
    """Where the words about a goal end: with its item, or at the clause before the next goal's."""
    if last >= len(values):
        return item.end
    stop = max(text.rfind(mark, 0, values[last].start) for mark in "。；;，、")
    return max(stop, values[n].end)


def _name_start(item: Item, values: Sequence[Quantity], kinds: Sequence[str], n: int) -> int:
    """Where the name of a goal may begin: after the number before it, unless that one is part of the name, or its points."""
    while n and (kinds[n - 1] == "name" or (n == 1 and values[0].family == "score")):
        n -= 1
    return values[n - 1].end if n else item.start


def _claim_span(tail: str, words: str, at: int) -> list[tuple[int, int]]:
    """Where in the text the words of a claim stand, with the clause that they end."""
    low = tail.find(words) if words else -1
    if low < 0:
        return []
    begin = max(tail.rfind(mark, 0, low) + 1 for mark in "，。；,; ")
    return [(at + begin, at + low + len(words))]


def _parallel(text: str, offset: int, values: Sequence[Quantity], kinds: Sequence[str]) -> list[Pair]:
    """A不少于x、B≥y；实际分别为 x、y: as many results after the last goal, of the same units in the same order."""
    goals = [n for n, kind in enumerate(kinds) if kind == "goal"]
    last = goals[-1]
    if goals != list(range(goals[0], last + 1)):
        return []
    after = [n for n in range(last + 1, len(values)) if kinds[n] in ("result", "goal")]
    between = text[values[last].end : values[after[0]].at] if after else ""
    if not re.search(r"[；;，。]\s*(?:全年)?实际", between):
        return []
    own = [values[n] for n in goals]
    apart = "分别" in between
    tail = text[values[after[0]].end :]
    said, words = said_of(tail)
    claim = _claim_span(tail, words, offset + values[after[0]].end)
    found = []
    for place, goal in enumerate(own):
        low = own[place - 1].end if place else max(0, goal.start - NAME_LIMIT)
        name = name_of(text, low, goal.start)
        if apart:
            result = values[after[place]] if place < len(after) else None
        else:
            result = _by_name(text, name, goal, [values[n] for n in after], values[last].end)
        if result is not None and result.dimension != goal.dimension:
            result = None
        missed = said == "missed"
        spans = [(goal.start + offset, goal.end + offset)]
        if result is not None:
            spans.append((result.start + offset, result.end + offset))
        spans.extend(claim)
        found.append(
            Pair(
                name, _moved(goal, offset), _moved(result, offset) if result else None, tuple(spans), "told",
                said="" if missed or result is None else said, words=words,
                goal_text=text[goal.start : goal.end], explained=missed,
            )
        )  # fmt: skip
    return found


def _parallel_before(text: str, offset: int, values: Sequence[Quantity], kinds: Sequence[str]) -> list[Pair]:
    """A x、B y、C z，目标分别为不低于a、b和c: as many results right before the goals, in the same order."""
    goals = [n for n, kind in enumerate(kinds) if kind == "goal"]
    count, first = len(goals), goals[0]
    if first < count or goals != list(range(first, first + count)):
        return []
    own = range(first - count, first)
    if any(kinds[n] != "result" or values[n].dimension != values[first].dimension for n in own):
        return []
    if "分别" not in text[values[first - 1].end : values[first].at]:
        return []
    said, words = said_of(text[values[goals[-1]].end :])
    found = []
    for n, goal in zip(own, (values[one] for one in goals), strict=True):
        bound = replace(goal, operator=goal.operator or values[first].operator)
        name = name_of(text, values[n - 1].end if n else 0, values[n].start)
        spans = tuple((one.start + offset, one.end + offset) for one in (values[n], goal))
        found.append(
            Pair(
                name, _moved(bound, offset), _moved(values[n], offset), spans, "told",
                said="" if said == "missed" else said, words=words, explained=said == "missed",
                goal_text=text[goal.start : goal.end],
            )
        )  # fmt: skip
    return [one for one in found if one.name]


def _by_name(text: str, name: str, goal: Quantity, values: Sequence[Quantity], low: int) -> Quantity | None:
    """The result of a parallel list that is told by the goal's name."""
    stem = {name[n : n + 2] for n in range(len(name) - 1)}
    for one in values:
        lead = CLAUSE.split(text[low : one.at])[-1]
        if one.dimension == goal.dimension and any(part in lead for part in stem):
            return one
    return None
