"""R9 on what closes a list of goals: 五项任务均按期完成, 除举报办结一项外，其余均达标, of goals of which a result of the list says otherwise.

The list are the lines right above the sentence, or its own paragraph. Goals without a unit (费用消耗指数≤1.00), which no reader of
quantities sees, are found again by their whole name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice

from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.goal_pair import Pair, pairs_of
from yiheng.review.reading.lexicon import chinese_of, says, word
from yiheng.review.reading.quantity import count_of
from yiheng.review.rules.meet_count import decided, quotes_of

_LINES, _GRAM, _LEAST, _PRIOR, _CLAIMS_MOST = 14, 2, 2, 8, 100
_SIGNS = {">=": "≥", "<=": "≤", ">": "＞", "<": "＜"}
Span = tuple[int, int]


def closed_goal_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Every goal that such a sentence covers and its own result misses, of numbers that nothing has accused."""
    accused = ends_of(found, "inconsistent")
    for match in islice(word("gc_claim").finditer(context.body), _CLAIMS_MOST):
        if says("gc_claim_not", match["name"] or ""):
            continue
        at = context.report.start + match.start()
        spans = _scope(context, at, match)
        for one in (*_missed(context, match, at, spans), *_bare_missed(context, match, at, spans)):
            if not one.ends & accused:
                accused |= one.ends
                yield one


def _scope(context: Context, at: int, match: re.Match[str]) -> list[Span]:
    """The paragraph before a claim; where the claim begins its own, the lines above it that belong together."""
    own = context.report.line_at(at)
    count = count_of(match["count"] or "")
    lines = [one for one in context.report.lines if one.end <= own.start and one.text.strip()][-_LINES:]
    above = []
    for line in reversed(lines):
        if line.path[:1] != own.path[:1] or len(line.path) < len(own.path):
            break
        above.append(line)
    items = sum(bool(word("gc_item").match(one.text)) for one in above)
    if count and items > count and above:
        above = above[:count]
    return [(own.start, at), *((one.start, one.end) for one in above)]


def _within(spans: Sequence[Span], start: int) -> bool:
    return any(low <= start < high for low, high in spans)


def _covered(match: re.Match[str], name: str) -> bool:
    """Whether a claim is of a goal: the one that it sets apart is not."""
    apart = chinese_of(match["name"] or "")
    own = chinese_of(name)
    return not any(apart[n : n + _GRAM] in own for n in range(len(apart) - 1))


def _missed(context: Context, match: re.Match[str], at: int, spans: Sequence[Span]) -> Iterator[Relation]:
    pairs = [
        one for one in pairs_of(context.report) if one.goal and one.result and _within(spans, one.spans[0][0])
    ]
    if len(pairs) < _LEAST:
        return
    for pair in pairs:
        if decided(pair) is False and _is_plain(pair) and _covered(match, pair.name):
            assert pair.goal is not None and pair.result is not None
            yield relation(
                context, "R9", "inconsistent", "review_missed",
                [*quotes_of(context, pair), context.quote(at, at + len(match.group()))], subject=pair.name,
                expected=f"{_SIGNS.get(pair.sense, '')}{pair.goal.shown}", stated=pair.result.shown, formula=f"“{match.group()}”",
            )  # fmt: skip


def _is_plain(pair: Pair) -> bool:
    """Whether a goal is told with the side that is good, and nothing says that it was missed."""
    return (
        pair.said != "missed"
        and not pair.explained
        and pair.certain
        and bool(pair.goal and pair.goal.operator)
    )


def _bare_missed(
    context: Context, match: re.Match[str], at: int, spans: Sequence[Span]
) -> Iterator[Relation]:
    """费用消耗指数≤1.00 and, in the results, 费用消耗指数1.06."""
    low = min(start for start, _ in spans)
    for goal in word("gc_bare").finditer(context.text, low, at):
        results = [
            one for one in _results(context, goal["name"], goal.end(), at) if _covered(match, goal["name"])
        ]
        bound, down = Fraction(goal["goal"]), says("gc_down", goal["sign"])
        values = [Fraction(one["result"]) for one in results]
        if values and all(one > bound if down else one < bound for one in values):
            spans_told = [goal.span(), results[0].span(), (at, at + len(match.group()))]
            yield relation(
                context, "R9", "inconsistent", "review_missed", [context.quote(*one) for one in spans_told],
                subject=goal["name"], expected=f"{'≤' if down else '≥'}{goal['goal']}", stated=results[0]["result"],
                formula=f"“{match.group()}”",
            )  # fmt: skip


def _results(context: Context, name: str, low: int, high: int) -> Iterator[re.Match[str]]:
    """The bare numbers told by a name, none of them of another year."""
    for again in re.finditer(re.escape(name), context.text[low:high]):
        start = low + again.start()
        result = word("gc_result").match(context.text, low + again.end(), high)
        if result is not None and not says("gc_prior", context.text[start - _PRIOR : start]):
            yield result
