"""What a report says of its own discrepancies: a contradiction that it tells the reader of is disclosed, not accused.

A discrepancy of figures is disclosed where one clause group says that the figure is to be verified and gives the stated and
the recomputed value both (当期结余填报8.54亿元，按收支核算为8.36亿元，待核实). A defect of a goal is disclosed where the
words right after it say so, or where the report lists its name among the goals to be verified.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from yiheng.review.finding import DISCLOSURE, Quote, Relation
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import core_of
from yiheng.review.reading.lexicon import without, word
from yiheng.review.reading.quantity import Quantity, quantities
from yiheng.review.reading.recomputed import quantity_shown
from yiheng.review.rules.same import agree

_GOAL_CODES = frozenset(
    {"review_goal_lost", "review_goal_impossible", "review_strict", "review_backfill", "review_standard"}
)
_PASSAGE = re.compile(r"[^；;。\n]+")
_NAMED_LIST = re.compile(r"[^\n]+")
_REMARK_LIMIT = 60


def disclosed(context: Context, relation: Relation) -> Relation:
    """The relation as it stands, or as a disclosure with the words that disclose it among its quotes."""
    if relation.verdict not in ("inconsistent", "review") or not relation.quotes:
        return relation
    quote = _of_values(context, relation) or _of_goal(context, relation) or _of_projects(context, relation)
    if quote is None:
        return relation
    return replace(relation, verdict=DISCLOSURE, quotes=(*relation.quotes, quote), repairs=())


@lru_cache(maxsize=64)
def _passages(body: str, form: re.Pattern[str], mark: re.Pattern[str]) -> tuple[tuple[int, int], ...]:
    """The spans of a text's passages that have the words of disclosure."""
    return tuple(match.span() for match in form.finditer(body) if mark.search(match.group()))


def _quote(context: Context, span: tuple[int, int]) -> Quote:
    return context.quote(context.report.start + span[0], context.report.start + span[1])


def _of_values(context: Context, relation: Relation) -> Quote | None:
    """A passage that gives both values and says that they differ or are to be verified."""
    if relation.code in _GOAL_CODES - {"review_standard"} or relation.code == "review_bound":
        return None  # 申诉27件，核实更正38件: both stand in one passage, whatever its words
    stated, expected = quantity_shown(relation.stated), quantity_shown(relation.expected)
    if stated is None or expected is None:
        return None
    for span in _passages(context.body, _PASSAGE, word("disclosed_value")):
        told = _quantities(context.body[slice(*span)])
        if _among(stated, told) and _among(expected, told):
            return _quote(context, span)
    return None


@lru_cache(maxsize=4096)
def _quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a passage; remembered, since all passages are asked again."""
    return quantities(text)


def _among(one: Quantity, told: tuple[Quantity, ...]) -> bool:
    """Whether a value is among those of a passage, in whatever unit and precision."""
    return any(one.dimension == other.dimension and agree(one, other) for other in told)


def _of_goal(context: Context, relation: Relation) -> Quote | None:
    """Words right after the goal, or a list of goals to be verified that names it."""
    if relation.code not in _GOAL_CODES:
        return None
    for quote in relation.quotes:
        low, high = quote.start - context.report.start, quote.end - context.report.start
        remark = re.split(r"[；;。\n]", context.body[high : high + _REMARK_LIMIT])[0]
        if word("disclosed_goal").search(quote.text + remark):
            return _quote(context, (low, high + len(remark)))
    name = core_of(without("goal_name_noise", relation.subject))
    if len(name) < 4:
        return None
    for span in _passages(context.body, _NAMED_LIST, word("disclosed_list")):
        head, _, names = context.body[slice(*span)].partition("：")
        if word("disclosed_list").search(head) and name in core_of(names):
            return _quote(context, span)
    return None


def _of_projects(context: Context, relation: Relation) -> Quote | None:
    """A list of budget lines without goals that names them all."""
    if relation.code != "review_project_no_goal":
        return None
    names = relation.subject.split("、")
    for span in _passages(context.body, _NAMED_LIST, word("disclosed_no_goal")):
        if all(name in context.body[slice(*span)] for name in names):
            return _quote(context, span)
    return None
