"""R9: a goal that is said to be met where its own clause tells no result; the result stands before it, or by its name elsewhere.

“补助人次不少于59,000人次”，完成, of a report with 全年补助58,164人次; 达标率98.9%；目标值≥99%，已完成; 可支付6.0个月，处于不少于7个月的控制线
以上. Any number that may be the result settles the claim.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.goal_item import pieces
from yiheng.review.reading.goal_pair import Pair, pairs_of
from yiheng.review.reading.lexicon import chinese_of, says, without, word

_AFTER, _BACK, _NEAR = 14, 8, 60
_ENOUGH, _ENOUGH_OF_RATE = 0.5, 0.99
_MOST, _OWN_MOST = 3, 2
_SIGNS = {">=": "≥", "<=": "≤", ">": "＞", "<": "＜"}


def goal_apart_relations(context: Context) -> Iterator[Relation]:
    """Every goal that is said to be met without a result beside it."""
    for pair in pairs_of(context.report):
        if pair.goal is not None and pair.result is None and pair.said == "met" and pair.layout != "row":
            yield from _by_name(context, pair)
    for fact in context.facts:
        if fact.quantity.approximate or fact.quantity.dimension == "money":
            continue
        own = word("ga_within_own").search(context.text, fact.at, fact.end)
        after = (own.group() if own else "") + context.text[fact.end : fact.end + _AFTER]
        if word("ga_bare_after").match(after) and says("ga_bare", context.clause_before(fact)):
            yield from _held(context, fact, fact.quantity.operator, "met")
        elif word("ga_line_after").match(after) or word("ga_within_after").match(after):
            yield from _line(context, fact, after)


def _by_name(context: Context, pair: Pair) -> Iterator[Relation]:
    """The numbers that the report tells by the name of a goal, in its unit."""
    goal = pair.goal
    assert goal is not None
    if goal.approximate or not (pair.sided or goal.upper is not None):
        return
    own = pieces(without("ga_level", pair.name))
    if len(own) < 1:
        return
    least = _ENOUGH_OF_RATE if goal.family == "ratio" else _ENOUGH
    low, high = pair.spans[0][0], pair.spans[-1][1]
    named: list[tuple[float, Fact]] = []
    for fact in context.facts:
        quantity = fact.quantity
        plain = quantity.dimension == goal.dimension and quantity.measured and not quantity.operator
        if not plain or low <= fact.start < high or fact.role == "target" or fact.depth > 1:
            continue
        if fact.partial and goal.family in ("money", "count"):
            continue
        words = context.clause_before(fact) + quantity.unit
        share = sum(1 for one in own if one in words) / len(own)
        if share >= least and not says("ga_not_result", words) and not _of_goal(context, fact):
            named.append((share, fact))
    if not named or len({fact.quantity.value for _, fact in named}) > _MOST:
        return
    if any(pair.fits(fact.quantity) for _, fact in named):
        return
    best = max(named, key=lambda one: one[0])[1]
    goal_end = goal.end
    yield relation(
        context, "R9", "inconsistent", "review_missed",
        [context.quote_facts(best)[0], *(context.quote(*span) for span in pair.spans), context.quote(goal.start, goal_end)],
        subject=pair.name, expected=f"{_SIGNS.get(goal.operator, '')}{goal.shown}", stated=best.quantity.shown,
        formula=f"“{pair.words}”",
    )  # fmt: skip


def _of_goal(context: Context, fact: Fact) -> bool:
    """Whether a number is another goal, or of another year."""
    year = context.report.year
    other = bool(fact.year) and year is not None and fact.year != year
    return other or says("ga_goal", context.clause_before(fact)[-_BACK:])


def _line(context: Context, fact: Fact, after: str) -> Iterator[Relation]:
    """可支付6.0个月，处于市局规定的不少于4个月的控制线以上; 住院率17.8%，控制在省定的18%以内."""
    lead = context.clause_before(fact)
    how = word("ga_how").search(lead)
    if how is None or says("ga_how_not", lead):
        return
    if len(chinese_of(lead[: how.start()])) > _OWN_MOST:
        return  # 成本和盈利合计控制在筹资额的4%以内: of something else than the number before
    line = word("ga_line_after").match(after)
    tail = line or word("ga_within_after").match(after)
    assert tail is not None
    if line is None and how["hold"] is None:
        return
    operator = fact.quantity.operator
    if how["up"]:
        operator = ">"
    elif how["down"]:
        operator = "<="
    elif says("ga_up", tail.group()) and operator in ("", ">=", ">"):
        operator = ">="
    elif says("ga_down", tail.group()) or not operator:
        operator = "<="
    yield from _held(context, fact, operator, how.group() + "…")


def _held(context: Context, goal: Fact, operator: str, words: str) -> Iterator[Relation]:
    """A bound against the number of its kind right before it in its line."""
    before = [
        one
        for one in context.facts[max(0, goal.index - _BACK) : goal.index]
        if one.line is goal.line
        and one.quantity.dimension == goal.quantity.dimension
        and goal.start - one.end < _NEAR
    ]
    if not before or any(not one.quantity.measured or one.quantity.operator for one in before):
        return
    result = before[-1]
    clause = context.clause_before(result)
    down = operator in ("<=", "<") or (not operator and says("goal_down", clause))
    bound = replace(goal.quantity, operator=operator or ("<=" if down else ">="))
    fits = {
        ">=": lambda one: one >= bound.value, ">": lambda one: one > bound.value,
        "<=": lambda one: one <= bound.value, "<": lambda one: one < bound.value,
    }.get(bound.operator)  # fmt: skip
    if fits is None or goal.quantity.upper is not None or any(fits(one.quantity.value) for one in before):
        return
    if result.quantity.value == bound.value or says("ga_not_result", clause):
        return
    yield relation(
        context, "R9", "inconsistent", "review_missed", context.quote_facts(result, goal), subject=result.name,
        expected=f"{_SIGNS[bound.operator]}{goal.quantity.shown}", stated=result.quantity.shown, formula=f"“{words}”",
    )  # fmt: skip
