"""The two numbers of a gap: those that lie so far apart, and which of them is measured against the other.

For :mod:`yiheng.review.rules.side`, which then judges the side that the words tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from yiheng.exact.interval import Verdict
from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context, far, holds, judge
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import minus, rise, shortfall
from yiheng.review.reading.lexicon import says, word

_CLAUSE = re.compile(r"[，,；;。：:（(]")
_NOT_CHINESE = re.compile(r"[^\u4e00-\u9fa5A-Z]")
_YEAR = re.compile(r"((?:19|20)\d\d)\s?年")
_PART = re.compile(r"第?([一二三四])季度末?|(?<!\d)(\d{1,2})月[末底]")
_QUARTERS = "一二三四"
BACK, _REACH = 6, 160


def of_pair(context: Context, first: Fact, second: Fact, clause: str) -> bool:
    """Whether the words of a gap name nothing but its two numbers: 比上年减少3家, not 救助增加10万元、配套增加6.3万元."""
    base = word("sd_base_named").search(clause)
    if base is not None and not (given(first, second) or base["base"] in first.label + second.label):
        return False  # 利息等收入比预算多出11.30万元, of a budget that is not told
    said = _NOT_CHINESE.sub("", word("sd_gap_plain").sub("", clause))
    around = context.text[max(first.line.start, first.start - 40) : second.end]
    pieces = [said[n : n + 2] in around for n in range(len(said) - 1)]
    return not pieces or (any(pieces) if word("sd_against").search(clause) else all(pieces))


def given(first: Fact, second: Fact) -> bool:
    """Whether one of two numbers is what the other should have been: a budget, a goal."""
    return any(one.role in ("budget", "target", "base") for one in (first, second))


def pairs_before(facts: Sequence[Fact], at: int) -> Iterator[tuple[Fact, Fact]]:
    """The pairs of numbers before a gap that may lie so far apart."""
    claim = facts[at]
    kind = "%" if claim.quantity.unit in ("个百分点", "百分点", "个点") else ""
    before = [
        one
        for one in facts[max(0, at - BACK) : at]
        if claim.at - one.end < _REACH
        and (one.quantity.unit == kind if kind else claim.quantity.unit == "%" or alike(one, claim))
        and (one.quantity.measured or one.quantity.operator)
        and not one.quantity.approximate
        and one.quantity.value >= 0
        and not is_delta(one)
    ]
    for first, second in combinations(before, 2):
        if alike(first, second) and first.quantity.value != second.quantity.value:
            yield first, second
    after = facts[at + 1 : at + 3]  # 提高1.6个百分点，由92.2%升至93.8%
    kinds = {one.quantity.unit for one in after}
    if (
        len(after) == 2
        and kinds == {kind or claim.quantity.unit}
        and not before
        and says("sd_after_from", after[0].label)
    ):
        yield after[0], after[1]


def alike(one: Fact, other: Fact) -> bool:
    """Whether two numbers are of one dimension; people are counted with 名 too, days as working days."""
    pair = {one.quantity.dimension, other.quantity.dimension}
    return len(pair) == 1 or pair <= {"persons", "名"} or pair <= {"days", "working_days"}


def so_far(first: Fact, second: Fact, claim: Fact) -> Verdict | None:
    """Whether two numbers lie as far apart as a gap says, in their unit or by a percentage of either, and how exactly."""
    big, small = sorted((first, second), key=lambda one: one.quantity.value, reverse=True)
    operands = [big.quantity, small.quantity]
    functions = (rise, shortfall) if claim.quantity.unit == "%" else (minus,)
    found = [
        told[0]
        for function in functions
        if (small.quantity.value or function is minus)
        and not far(function, operands, claim.quantity)
        and (told := judge(function, operands, claim.quantity)) is not None
        and holds(told)
    ]
    return min(found, key=lambda one: one is not Verdict.CONSISTENT) if found else None


def ordered_pair(context: Context, first: Fact, second: Fact, clause: str) -> tuple[Fact, Fact] | None:
    """Which of two numbers is measured against the other; None where the words do not tell."""
    against = word("sd_against").search(clause)
    if against is not None and not word("sd_reference_strong").search(against["y"]):
        shared = [shared_run(one.label, against["y"]) for one in (first, second)]
        if max(shared) >= 2 and shared[0] != shared[1]:
            return (second, first) if shared[0] > shared[1] else (first, second)
    marks = [_reference(context, one) for one in (first, second)]
    timed = word("sd_reference_strong").search(clause) is not None
    years = [_year(context, one) for one in (first, second)]
    later = years[0] and years[1] and years[0] != years[1]
    if later and max(marks) < 2 and word("sd_moves").search(clause):
        return (
            (first, second) if years[0] > years[1] else (second, first)
        )  # 2022年标准610元，2021年580元，提高30元
    told = context.report.year
    if not years[0] and told and 0 < years[1] // 100 < told and max(marks) < 2:
        return first, second  # 盖度44.7%，2021年为43.9%: of the year of the report and of one before
    if marks[0] != marks[1] and (not timed or max(marks) > 1):
        return (first, second) if marks[1] > marks[0] else (second, first)
    between = context.text[first.end : second.at]
    if word("sd_from").search(_lead(context, first)) and word("sd_to").search(_CLAUSE.split(between)[-1]):
        return second, first
    labels = first.label, second.label
    if word("sd_income").search(labels[0]) and word("sd_expense").search(labels[1]):
        return first, second
    if later:
        return (first, second) if years[0] > years[1] else (second, first)
    named = word("sd_side").match(clause) or word("sd_side_by").match(clause + "1")
    if named is not None:
        found = by_names((first, second), named["x"], named["y"])
        if found is not None:
            return found
    return None


def _lead(context: Context, fact: Fact) -> str:
    return _CLAUSE.split(context.text[max(fact.line.start, fact.start - 30) : fact.start])[-1]


def _reference(context: Context, fact: Fact) -> int:
    """How plainly a number is what another is measured against: 2 by time, 1 by goal or plan, 0 not at all."""
    lead = _lead(context, fact)
    if word("sd_reference_strong").search(lead) or word("sd_reference_compared").search(lead):
        return 2
    if re.search(
        rf"(?:{word('sd_below').pattern}|{word('sd_above').pattern})$",
        context.text[fact.at - 5 : fact.at],
    ):
        return 1
    after = context.text[fact.end : fact.end + 8]
    return int(bool(word("sd_reference").search(lead) or word("sd_reference_after").search(after)))


def _year(context: Context, fact: Fact) -> int:
    """The year and the quarter or month in a number's own clause, as one number that grows with time."""
    words = context.text[max(fact.line.start, fact.start - 30) : fact.start].split("，")[-1]
    years, parts = _YEAR.findall(words), _PART.findall(words)
    part = 0
    if parts:
        quarter, month = parts[-1]
        part = 3 * (_QUARTERS.index(quarter) + 1) if quarter else int(month)
    return 100 * int(years[-1]) + part if years else part


def by_names(pair: Sequence[Fact], x: str, y: str) -> tuple[Fact, Fact] | None:
    """The two numbers of two names: 职工低于居民, 前者少于后者."""
    first, second = pair
    if "前者" in x and "后者" in y:
        return first, second
    if "后者" in x and "前者" in y:
        return second, first
    if "增" in x + y and not all(one.quantity.unit == "%" for one in pair):
        return None  # of two rates of growth, not of two amounts
    scores = [[shared_run(one.label, name) for name in (x, y)] for one in pair]
    if scores[0][0] > scores[1][0] and scores[1][1] > scores[0][1]:
        return first, second
    if scores[1][0] > scores[0][0] and scores[0][1] > scores[1][1]:
        return second, first
    return None


def shared_run(label: str, name: str) -> int:
    """The longest run of characters that a label and a name share."""
    own, other = _NOT_CHINESE.sub("", label), _NOT_CHINESE.sub("", name)
    return next(
        (
            size
            for size in range(len(other), 0, -1)
            for n in range(len(other) - size + 1)
            if other[n : n + size] in own
        ),
        0,
    )
