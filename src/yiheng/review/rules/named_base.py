"""R3 on a share of a base that is named: 通用设备原值86.32万元，占净值的67.20%, where it is the share of 原值 and not of 净值.

A base is named by the very word under which the paragraph tells it; the share is of another of its amounts.
"""

from __future__ import annotations

from collections.abc import Iterator

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, holds, judge, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import ratio
from yiheng.review.reading.lexicon import word

_BACK, _LEAD = 8, 60


def named_base_relations(context: Context) -> Iterator[Relation]:
    """Every share of a named base, and every list of shares under 按净值构成."""
    for rate in context.facts:
        if rate.quantity.unit != "%" or not rate.quantity.measured or rate.index < 1:
            continue
        part = context.facts[rate.index - 1]
        beside = word("named_base").search(context.text, part.end, rate.at + 1)
        match = beside or word("named_base_list").search(
            context.text, max(rate.line.start, part.end - _LEAD), part.end
        )
        if match is None:
            continue
        base = next(one for one in match.groups() if one)
        near = [
            one for one in context.facts[max(0, rate.index - _BACK) : part.index] if one.line is rate.line
        ]
        near = [
            one for one in near if one.quantity.dimension == part.quantity.dimension and one.quantity.measured
        ]
        named = [one for one in near if one.label.endswith(base)]
        others = [one for one in near if not one.label.endswith(base) and _fits(part, one, rate)]
        if len(named) == 1 and others and not _fits(part, named[0], rate):
            yield relation(
                context, "R3", "inconsistent", "review_base_named",
                [*context.quote_facts(named[0], others[-1], part), context.quote(*match.span()), *context.quote_facts(rate)],
                subject=part.name, expected=f"{others[-1].name}{others[-1].quantity.shown}",
                stated=f"{base}{named[0].quantity.shown}", formula=rate.quantity.shown,
            )  # fmt: skip


def _fits(part: Fact, whole: Fact, rate: Fact) -> bool:
    return holds(judge(ratio, [part.quantity, whole.quantity], rate.quantity))
