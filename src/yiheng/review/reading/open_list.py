"""Lists that need not be all, whatever they come to: under 其中 the items may be a choice or overlap, and before 等 more are meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context
from yiheng.review.reading.lexicon import chinese_of, says, without, word
from yiheng.review.reading.quantity import count_of
from yiheng.review.reading.recomputed import quantity_shown

_SUMS = frozenset({"R1", "R2"})
_LEAST = 3
_NUMBER = re.compile(r"\d[\d.,]*")
_AFTER, _SAID = 6, 24
_STOP = re.compile("[。；;\n]")
_LESS = " − "
_NAMED, _NAME = 48, 2
"""Characters up to the end of a total in which its parts may be named, and how many of a name are asked for."""
OF_LISTS = frozenset({"review_sum_below", "review_sum_above", "review_part_below", "review_part_above"})
"""What asks whether the items of a list are all, or overlap."""


def of_open_list(context: Context, relation: Relation) -> bool:
    """Whether a relation sets a total against items of a list after it that need not be all: 130家，其中医院30家、药店70家."""
    if relation.rule not in _SUMS or len(relation.quotes) < _LEAST:
        return False
    total, first, *_, last = quotes = sorted(relation.quotes, key=lambda quote: quote.end)
    if told_whole(context, total.end, [quote.text for quote in quotes[1:]]):
        return False
    if says("open_list_rest", context.text[first.end : last.end]):
        return False  # 120万元，其中市级80万元，其余40万元由县级安排: all, though under 其中
    if says("part_all", _STOP.split(context.text[last.end : last.end + _SAID], maxsplit=1)[0]):
        return False  # 其中自查退回96万元、现场追回138万元，两项之外无其他来源
    lead = context.text[total.end : first.end]
    beside = len(_NUMBER.findall(lead)) == 1  # no number stands between the total and the list
    return beside and (
        says("open_list", lead) or says("open_list_end", context.text[last.end : last.end + _AFTER])
    )


def told_whole(context: Context, end: int, parts: Sequence[str]) -> bool:
    """Whether the words up to a total that ends here name all its parts, or count them: 平川、岭南两县共计286万元，其中平川县174万元、
    岭南县112万元; 分两批下达280万元：第一批168万元，第二批112万元."""
    before = _STOP.split(context.text[max(context.report.start, end - _NAMED) : end])[-1]
    names = [chinese_of(without("open_list_mark", one))[:_NAME] for one in parts]
    if len(parts) > 1 and all(len(name) == _NAME and name in before for name in names):
        return word("open_list_all").search(before) is not None
    counted = word("open_list_turns").search(before)
    turns = [word("open_list_turn").search(one) for one in parts]
    return counted is not None and count_of(counted["count"]) == len(parts) and all(turns)


def overlap_told(said: str) -> bool:
    """Whether a text says that the items of a list overlap, and does not deny it."""
    return says("part_overlap", said) and not says("part_overlap_not", said)


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
