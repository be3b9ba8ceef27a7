"""R19 CROSS: totals over several reports of one text against each report's own figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, holds, judge, judged_relation, plus
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import total
from yiheng.review.reading.lexicon import word

_METRICS = ("insured_persons", "fund_income", "fund_expense", "cumulative_balance")
_TOLD_OF = ("employee", "resident")


def cross_relations(contexts: Sequence[Context]) -> Iterator[Relation]:
    """两项基本医保合计参保67.93万人: the sum of what the report on each insurance tells."""
    if len(contexts) < len(_TOLD_OF):
        return
    facts = [(context, fact) for context in contexts for fact in context.facts]
    for context, claim in facts:
        if not claim.quantity.measured or not word("cross_sum").search(
            context.text[claim.sentence.start : claim.start]
        ):
            continue
        if not word("cross_sum").search(claim.label):
            continue
        metric = claim.metric or _metric_of(claim)
        if metric not in _METRICS:
            continue
        parts = [_own(facts, metric, insurance, claim) for insurance in _TOLD_OF]
        yield from _judged(context, claim, parts)


def _metric_of(claim: Fact) -> str:
    """The metric of a total that names no insurance: 合计参保."""
    return "insured_persons" if claim.quantity.dimension == "persons" and "参保" in claim.label else ""


def _own(facts: Sequence[tuple[Context, Fact]], metric: str, insurance: str, claim: Fact) -> list[Fact]:
    """The figures of one insurance in its own report, one for each value."""
    found: dict[Fraction, Fact] = {}
    for context, one in facts:
        if (
            one.metric == metric and one.insurance == insurance and one.role == "actual" and one.account == "all"
            and not one.item and not one.partial and one.quantity.measured and one is not claim
            and (not one.year or one.year == context.report.year)
            and not word("cross_sum").search(one.label) and one.quantity.dimension == claim.quantity.dimension
        ):  # fmt: skip
            found.setdefault(one.quantity.value, one)
    return list(found.values())


def _judged(context: Context, claim: Fact, parts: Sequence[Sequence[Fact]]) -> Iterator[Relation]:
    pairs = [(one, two) for one in parts[0] for two in parts[1]]
    judged = [(pair, judge(total, [one.quantity for one in pair], claim.quantity)) for pair in pairs]
    for pair, found in judged:
        if found is not None and holds(found):
            shown = plus(one.quantity for one in pair)
            yield judged_relation(context, "R19", "review_sum", pair, claim, found, shown, subject=claim.name)
            return
    for pair, found in judged[:1]:
        if found is not None:
            shown = plus(one.quantity for one in pair)
            sure = len(judged) == 1
            yield judged_relation(
                context, "R19", "review_sum", pair, claim, found, shown, sure=sure, subject=claim.name
            )
