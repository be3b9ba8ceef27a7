"""Lists that need not be all, whatever they come to: under 其中 the items may be a choice or overlap, and before 等 more are meant."""

from __future__ import annotations

import re
from dataclasses import replace

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context
from yiheng.review.reading.lexicon import says
from yiheng.review.reading.recomputed import quantity_shown

_SUMS = frozenset({"R1", "R2"})
_LEAST = 3
_NUMBER = re.compile(r"\d[\d.,]*")
_AFTER, _SAID = 6, 24
_STOP = re.compile("[。；;\n]")
_LESS = " − "
OF_LISTS = frozenset({"review_sum_below", "review_sum_above", "review_part_below", "review_part_above"})
"""What asks whether the items of a list are all, or overlap."""


def of_open_list(context: Context, relation: Relation) -> bool:
    """Whether a relation sets a total against items of a list after it that need not be all: 130家，其中医院30家、药店70家."""
    if relation.rule not in _SUMS or len(relation.quotes) < _LEAST:
        return False
    total, first, *_, last = sorted(relation.quotes, key=lambda quote: quote.end)
    if says("open_list_rest", context.text[first.end : last.end]):
        return False  # 120万元，其中市级80万元，其余40万元由县级安排: all, though under 其中
    if says("part_all", _STOP.split(context.text[last.end : last.end + _SAID], maxsplit=1)[0]):
        return False  # 其中自查退回96万元、现场追回138万元，两项之外无其他来源
    lead = context.text[total.end : first.end]
    beside = len(_NUMBER.findall(lead)) == 1  # no number stands between the total and the list
    return beside and (
        says("open_list", lead) or says("open_list_end", context.text[last.end : last.end + _AFTER])
    )


def asked(relation: Relation) -> Relation:
    """What does not hold of such a list, as a question: what is not listed, or whether items overlap."""
    question = replace(relation, verdict="review", repairs=())
    due, stated = quantity_shown(relation.expected), quantity_shown(relation.stated)
    if relation.code != "review_sum" or due is None or stated is None:
        return question
    of_part = _LESS in relation.formula  # the total less the other parts
    above = due.value > stated.value
    if of_part:
        return replace(question, code="review_part_below" if above else "review_part_above")
    return replace(question, code="review_sum_above" if above else "review_sum_below")
