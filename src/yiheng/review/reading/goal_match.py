"""Goals of one section with their results in another: matched by name, unit and place.

A list of goals (under a heading of goals, or after 绩效目标：) ends where the next begins; the results told between the two
are its own. A result is a goal's where it is told by the last word of the goal's name and its sentence has more of
that name than any other number's; where two values fit alike, none is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.goal_item import items_of, kind_of, name_of, pieces, said_of, stem_of, values_in
from yiheng.review.reading.goal_pair import LINE_LIMIT, Pair
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import without, word
from yiheng.review.reading.quantity import Quantity

_GOALS_LIMIT = 80
_RESULTS_LIMIT = 600
_WINDOW = 60
_ENOUGH = 0.6
_SOLE = 0.3
_SURE = 0.75
_LEAD_LEAST = 6


@dataclass(frozen=True)
class Listed:
    """One goal of a list: its name, number and span, and the list it stands in."""

    name: str
    goal: Quantity
    start: int
    line: Line
    listing: int
    words: str = ""

    @property
    def stem(self) -> str:
        """What a result has to be told by."""
        return stem_of(without("goal_count_noun", self.name) or self.name)


def goals_listed(context: Context) -> list[Listed]:
    """The goals of all lists, in order."""
    found: list[Listed] = []
    listing, open_until = -1, -2
    opened = False
    for number, line in enumerate(context.report.lines):
        begin = _list_start(line)
        if begin < 0 and opened and word("goal_item").match(line.text):
            begin = 0
        opened = begin >= 0 and (opened or begin == len(line.text.rstrip())) and bool(line.text.strip())
        if begin < 0 or len(found) >= _GOALS_LIMIT or "\t" in line.text or len(line.text) > LINE_LIMIT:
            continue
        if number > open_until + 1:
            listing += 1
        open_until = number
        found.extend(_goals_of(line, begin, listing))
    return found


def _list_start(line: Line) -> int:
    """Where in a line the goals begin; -1 where it lists none."""
    if _results_from(line) == len(line.text) and (
        word("goal_result_word").search(line.text) and re.search(r"[，；。]\s*实际", line.text)
    ):
        return -1
    if line.section == "goal":
        return 0
    match = word("goal_list").search(line.text)
    return match.end() if match and line.section not in ("plan", "problem") else -1


def _results_from(line: Line) -> int:
    """Where in a line that lists goals their results begin in a sentence of their own; its end where they do not."""
    listed = word("goal_list").search(line.text)
    told = word("results_listed").search(line.text, listed.end()) if listed else None
    return told.start() if told else len(line.text)


def _goals_of(line: Line, begin: int, listing: int) -> Iterator[Listed]:
    text = line.text
    values = [one for one in values_in(text) if begin <= one.start < _results_from(line)]
    for item in items_of(text):
        inside = [one for one in values if item.start <= one.start < item.end]
        for n, one in enumerate(inside):
            kind = kind_of(text, item, inside, n)
            plain = one.operator or one.unit == "%" or text[one.end : one.end + 1] in "；;。"
            if kind not in ("goal", "result") or not plain or one.approximate or one.upper is not None:
                continue
            low = max(inside[n - 1].end if n else item.start, begin)
            cut = max(text.rfind(mark, low, one.start) + 1 for mark in "，、；。")
            name = name_of(text, low, one.start)
            if cut > low and len(word("goal_noise").sub("", text[cut : one.start])) >= 3:
                name = name_of(text, cut, one.start)
            if len(name) >= 2 and one.family not in ("money", "score"):
                goal = replace(
                    one, start=one.start + line.start, end=one.end + line.start, at=one.at + line.start
                )
                yield Listed(name, goal, line.start + max(low, cut), line, listing, text[low : one.start])


@dataclass(frozen=True)
class Told:
    """A number that may be a result: the words right before it, and its sentence up to it."""

    value: Quantity
    lead: str
    window: str
    start: int


def results_told(context: Context, goals: Sequence[Listed], pairs: Sequence[Pair]) -> list[Told]:
    """The numbers told outside the lists of goals, with the results of grids, in order."""
    lines = {goal.line.start: goal.line.start + _results_from(goal.line) for goal in goals}
    found = [
        _told(context, fact)
        for fact in context.facts
        if (fact.line.start not in lines or fact.start >= lines[fact.line.start])
        and (fact.line.section not in ("goal", "plan") or fact.line.start in lines)
        and _is_result(fact)
    ]
    rows = (
        Told(pair.result, pair.name, pair.name, pair.spans[0][0])
        for pair in pairs
        if pair.layout == "row" and pair.result is not None and not pair.result.operator
    )
    return sorted([*found, *rows], key=lambda one: one.value.start)


def _is_result(fact: Fact) -> bool:
    quantity = fact.quantity
    return (
        quantity.measured
        and quantity.family not in ("money", "score")
        and quantity.unit not in ("个百分点", "百分点")
        and fact.role not in ("prior", "target")
        and not fact.partial
        and not word("goal_prior").search(fact.label)
    )


def _told(context: Context, fact: Fact) -> Told:
    low = max(fact.sentence.start, fact.start - _WINDOW)
    heading = re.split(r"[。：:]", fact.line.text[:20])[0] if fact.line.level else ""
    lead = context.clause_before(fact)
    return Told(
        fact.quantity, lead or fact.label, heading + context.text[low : fact.start], fact.start - len(lead)
    )


def listed_pairs(context: Context, pairs: Sequence[Pair]) -> list[Pair]:
    """Every listed goal with the result that was found for it, or with none."""
    goals = goals_listed(context)
    beside = {one.goal.end for one in pairs if one.goal is not None and one.result is not None}
    goals = [one for one in goals if one.goal.end not in beside]
    if not goals:
        return []
    told = results_told(context, goals, pairs)
    ends = {one.listing: one.goal.end for one in goals}
    stems = [(one.stem, one.goal.dimension, one.listing) for one in goals]
    found = []
    for goal in goals:
        low = ends[goal.listing]
        later = [one.start for one in goals if one.listing > goal.listing]
        high = min(later, default=context.report.end)
        near = [one for one in told if low <= one.value.start < high][:_RESULTS_LIMIT]
        found.append(
            _paired(
                context, goal, near, sole=stems.count((goal.stem, goal.goal.dimension, goal.listing)) == 1
            )
        )
    return found


def _paired(context: Context, goal: Listed, told: Sequence[Told], *, sole: bool) -> Pair:
    best, score = _best(goal, told, sole=sole)
    if best is None and score >= 0:
        best = _equal(goal, told)
    spans = [(goal.start, goal.goal.end)]
    if best is None:
        return Pair(
            goal.name,
            goal.goal,
            None,
            tuple(spans),
            "listed",
            goal_text=context.text[goal.goal.start : goal.goal.end],
        )
    spans.append((best.start, best.value.end))
    tail = re.split(r"[。；;\n]", context.text[best.value.end : best.value.end + 60])[0]
    tail = re.split(r"(?<=完成目标)，|\d", tail)[0] if not re.search("[低高].{0,4}目标", tail) else tail
    said, words = said_of(tail + "。")
    return Pair(
        goal.name, goal.goal, best.value, tuple(spans), "listed", said=said, words=words,
        goal_text=context.text[goal.goal.start : goal.goal.end], result_text=tail, certain=score >= _SURE,
    )  # fmt: skip


def _best(goal: Listed, told: Sequence[Told], *, sole: bool) -> tuple[Told | None, float]:
    """The number told most by a goal's name, and how much of the name its sentence has."""
    change = word("goal_change").search(goal.name)
    own = pieces(goal.name[: change.start()] if change else goal.name)
    same = [one for one in told if one.value.dimension == goal.goal.dimension]
    if change:
        same = [one for one in same if word("goal_changed").search(one.lead)]
    else:
        same = [one for one in same if goal.stem and goal.stem in one.lead[-20:]]
    if not same or not own:
        return None, 0.0
    rated = [
        (max(sum(1 for piece in own if piece in one.window) / len(own), _of_lead(goal, one)), one)
        for one in same
    ]
    score = max(rate for rate, _ in rated)
    top = [one for rate, one in rated if rate == score]
    rises = change is not None and not word("goal_fallen").search(change.group())
    values = {_signed(one, rises).value for one in top}
    alone = sole and len({one.value.value for one in same}) == 1
    told_last = alone and len(goal.name) > 3 and goal.name[-3:] in same[0].lead
    if score < (_SOLE if alone else _ENOUGH) and not told_last:
        return None, score
    if len(values) > 1:
        exact = [one for one in top if word("goal_met").search(one.lead) or _plain(goal, one)]
        if len({one.value.value for one in exact}) != 1:
            return None, -1.0
        top = exact
    best = top[-1]
    return replace(best, value=_signed(best, rises)), score


def _of_lead(goal: Listed, one: Told) -> float:
    """How much of a result's own longer name the words of the goal have: 重点救助对象救助比例."""
    name = word("goal_noise").sub("", word("goal_result_filler").sub("", one.lead))
    parts = pieces(name)
    return sum(1 for piece in parts if piece in goal.words) / len(parts) if len(name) >= _LEAD_LEAST else 0.0


def _equal(goal: Listed, told: Sequence[Told]) -> Told | None:
    """A number that is the goal's to the last digit, in a sentence with any of its name."""
    own = pieces(goal.name)
    return next(
        (
            one
            for one in told
            if one.value.dimension == goal.goal.dimension
            and one.value.value == goal.goal.value
            and any(piece in one.window for piece in own)
        ),
        None,
    )


def _plain(goal: Listed, one: Told) -> bool:
    """Whether a number is told in the goal's own words without any others."""
    words = word("goal_noise").sub("", word("goal_result_filler").sub("", one.lead))
    return words in goal.name or goal.name.endswith(words)


def _signed(one: Told, change: bool) -> Quantity:
    """A fall as a negative rise."""
    if not change or not word("goal_fallen").search(one.lead):
        return one.value
    quantity = one.value
    return replace(quantity, printed=replace(quantity.printed, value=-abs(quantity.printed.value)))


def unmatched_traces(context: Context, pair: Pair) -> Fraction:
    """How much of a goal's name is said anywhere in the results, in threes of characters."""
    name = pair.name
    parts = [name[n : n + 3] for n in range(len(name) - 2)]
    if not parts:
        return Fraction(1)
    return Fraction(sum(1 for part in parts if part in context.results_trigrams), len(parts))
