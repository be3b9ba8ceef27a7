"""R1 SUM in prose: totals that stand after their parts, A 5万元、B 6万元，合计11万元."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yiheng.exact.interval import Verdict
from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says, without, word
from yiheng.review.reading.listing import Listing
from yiheng.review.reading.quantity import count_of
from yiheng.review.rules.list import bare, sum_relation, sum_verdict


def closing_relations(context: Context) -> Iterator[Relation]:
    """A 5万元、B 6万元，合计11万元: the total after its parts."""
    for position, fact in enumerate(context.facts):
        if not fact.quantity.measured or fact.quantity.family in ("ratio", "score"):
            continue
        counted = word("closing_counted").match(bare(fact))
        if counted is None and not word("closing_total").match(bare(fact)):
            continue
        before = [
            one
            for one in context.facts[max(0, position - 12) : position]
            if one.sentence == fact.sentence
            and one.depth == fact.depth
            and one.quantity.dimension == fact.quantity.dimension
            and not _tells_change(one)
        ]
        if len(before) > 2 and before[0].quantity.value == fact.quantity.value:
            del before[0]  # 收入3.26亿元，其中A、B，合计3.26亿元: the same total, told before its parts
        if bare(fact).startswith("共") and not bare(fact).startswith("共计"):
            before = _joined(context, before, fact)
        if counted is not None:
            count = count_of(counted["count"])
            before = before[-count:]  # 市本级94万元，甲县……三个县（区）合计
            if len(before) != count:
                continue
        if len(before) < 2 or not all(one.quantity.measured for one in before):
            continue
        chosen = tuple(before)
        outcome, point = sum_verdict([one.quantity for one in before], fact.quantity)
        for count in range(len(before) - 1, 1, -1):
            if outcome is not Verdict.INCONSISTENT or counted is not None:
                break
            chosen = tuple(before[-count:])
            outcome, point = sum_verdict([one.quantity for one in chosen], fact.quantity)
        if outcome is Verdict.INCONSISTENT:
            chosen = tuple(before)
            _, point = sum_verdict([one.quantity for one in chosen], fact.quantity)
            if _mixed(context, before[0], fact):
                continue
        yield sum_relation(
            context, Listing(fact, chosen, True, False), outcome.value, "review_sum", len(chosen), point
        )


def _mixed(context: Context, first: Fact, total: Fact) -> bool:
    """Whether counts of another unit stand in the row that is added up: 1台、2套、24台合计27台（套）."""
    row = context.facts[first.index : total.index]
    return any(
        two.quantity.dimension != total.quantity.dimension
        and two.quantity.family == "count"
        and word("enumerated").fullmatch(context.text[one.end : two.at].strip())
        for one, two in zip(row, row[1:], strict=False)
    )


def _tells_change(one: Fact) -> bool:
    """Whether a number tells by how much another one changed, or what each of many is: it is no part of a sum."""
    told = says("compared", one.label) or says("told_mean", one.label)
    return bool(told or word("delta_end").search(without("filler_end", one.label)))


def _joined(context: Context, before: Sequence[Fact], fact: Fact) -> list[Fact]:
    """The parts that 、 or 和 join right before a bare 共: 公立97家、民营21家共118家."""
    run: list[Fact] = []
    after = fact
    for one in reversed(before):
        between = context.text[one.end : after.start].strip()
        if not (
            between.lstrip("，,").startswith("共")
            if after is fact
            else between.startswith(("、", "和", "及"))
        ):
            break
        run.insert(0, one)
        after = one
    return run
