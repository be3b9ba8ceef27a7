"""Which numbers of an item are a goal's result: those of its bracket, those told as results, those told by its name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from yiheng.review.reading.goal_item import CLAUSE, NAME_LIMIT, POINTS, Item, pieces, stem_of
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.quantity import Quantity

_NAMED = 0.5
_STOP = re.compile("[。；;]")


def enclosed(text: str, item: Item, goal: Quantity, values: Sequence[Quantity]) -> list[Quantity]:
    """参保率（≥95%，实际96.8%）、补偿比（70%，实际68.7%）: what stands in the bracket of a goal, where anything does.

    Of money by the head (人均不超过450元), only what is by the head too.
    """
    before = text[item.start : goal.start]
    close = text.find("）", goal.end)
    inside = [one for one in values if one.start < close] if before.rfind("（") > before.rfind("）") else []
    if goal.family == "money" and word("per_head").search(before[-NAME_LIMIT:]):
        values = [one for one in values if word("per_head").search(text[max(goal.end, one.at - 12) : one.at])]
    return inside or list(values)


def results_of(
    text: str, goal: Quantity, name: str, values: Sequence[Quantity], only_said: bool
) -> list[Quantity]:
    """Which numbers after a goal are its result: those told as results, else the last that is told by its name."""
    same = [
        one
        for one in values
        if one.dimension == goal.dimension
        and one.unit not in POINTS
        and not _STOP.split(text[goal.end : one.at])[-1].lstrip().startswith("其中")
    ]
    leads = [CLAUSE.split(text[max(goal.end, one.at - 30) : one.at])[-1] for one in same]
    stem = stem_of(name)
    named = [
        one
        for one, lead in zip(same, leads, strict=True)
        if stem and stem in lead and not _counted_from(lead)
    ]
    if goal.family == "ratio" and named and not only_said:
        return [named[-1], *_beside(text, same, named[-1])]
    said = [one for one, lead in zip(same, leads, strict=True) if _tells(lead, name)]
    if said or only_said:
        return said
    if (
        goal.family == "ratio"
        and same
        and leads[-1].startswith("占")
        and stem in text[goal.end : same[-1].at]
    ):
        return same[-1:]
    direct = [
        one for one, lead in zip(same, leads, strict=True) if len(re.findall(r"[\u4e00-\u9fa5]", lead)) <= 2
    ]
    close = [
        one for one, lead in zip(same, leads, strict=True) if one in named and _share(name, lead) >= _NAMED
    ]
    found = close[-1:] or direct[:1]
    return [*found, *_beside(text, same, found[0])] if found else []


def _beside(text: str, values: Sequence[Quantity], one: Quantity) -> list[Quantity]:
    """The numbers that stand in one list with another: 门诊91.2%、住院94.1%、职工88.6%."""
    found = [other for other in values if other is not one]
    return [
        other
        for other in found
        if (between := text[min(one.end, other.end) : max(one.at, other.at)])
        and "、" in between
        and not re.search("[，。；]", between)
    ]


def _tells(lead: str, name: str) -> bool:
    """Whether the words before a number tell a result of this name, or of no name at all."""
    if not word("goal_result_word").search(lead):
        return False
    own = word("goal_result_filler").sub("", lead)
    return len(own) <= 2 or any(piece in own for piece in pieces(name))


def _share(name: str, words: str) -> float:
    """How much of a name some words have."""
    own = pieces(name)
    return sum(1 for one in own if one in words) / len(own) if own else 0.0


def _counted_from(lead: str) -> bool:
    """Whether a count is what was due or sampled, not what came of it."""
    return bool(re.search(rf"(?:{word('goal_base').pattern})[^，]{{0,6}}$", lead))
