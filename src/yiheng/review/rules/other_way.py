"""A gap whose two numbers lie just so far apart, only the other way round than they were read.

Which of the two a gap is measured from is read from its words (低于目标0.6个百分点). Where these tell no side that is sure (差, 回落,
优于), or the base is a bound (不低于55%), what does not hold the one way holds the other way.
"""

from __future__ import annotations

from dataclasses import replace

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context
from yiheng.review.reading.lexicon import says
from yiheng.review.reading.recomputed import quantity_shown

_BEFORE = 14


def other_way(context: Context, relation: Relation) -> Relation:
    """The relation as it stands; a gap that holds the other way, of no sure side, as one that holds."""
    if (relation.verdict, relation.code) != ("inconsistent", "review_difference") or not _is_turned(relation):
        return relation
    start, end = relation.quotes[-1].start, relation.quotes[-1].end
    first = min(quote.start for quote in relation.quotes)
    bounded = says("gap_from_bound", context.text[max(first - _BEFORE, 0) : end])
    if says("gap_sure_side", context.text[max(start - _BEFORE, 0) : end]) and not bounded:
        return relation
    return replace(relation, verdict="consistent", expected=relation.stated, repairs=())


def _is_turned(relation: Relation) -> bool:
    if not relation.expected.startswith(("-", "−")):
        return False
    expected, stated = quantity_shown(relation.expected.lstrip("−-")), quantity_shown(relation.stated)
    return expected is not None and stated is not None and expected.value == stated.value
