"""R5 INVERSE: what a rate and its part say of the whole, beside the whole that the text states or other rates imply."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.exact.interval import Verdict
from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, holds, judge, judged_relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import word

_ACCOUNTS = ("pooled", "personal")
_METRICS = ("fund_income", "fund_expense")


def inverse_relations(context: Context) -> Iterator[Relation]:
    """统筹收入 ÷ 完成率 + 个账收入 ÷ 完成率 = 收入预算."""
    rated = list(_rated(context))
    for metric in _METRICS:
        for whole in context.by_metric.get(metric, []):
            if whole.role != "budget" or whole.account != "all" or not whole.quantity.measured:
                continue
            parts = [_of_account(rated, metric, account, whole, context) for account in _ACCOUNTS]
            told = [one for one in parts if one is not None]
            if len(told) == len(_ACCOUNTS) and not _stated_apart(context, whole, told):
                yield from _summed(context, whole, told)
                break


def _rated(context: Context) -> Iterator[tuple[Fact, Fact]]:
    """Amounts with the rate of completion told right after them."""
    for amount, rate in zip(context.facts, context.facts[1:], strict=False):
        if (
            amount.sentence == rate.sentence
            and rate.quantity.unit == "%"
            and rate.quantity.measured
            and amount.quantity.measured
            and amount.metric in _METRICS
            and amount.role == "actual"
            and word("completion").search(context.clause_before(rate))
        ):
            yield amount, rate


def _of_account(
    rated: Sequence[tuple[Fact, Fact]], metric: str, account: str, whole: Fact, context: Context
) -> tuple[Fact, Fact] | None:
    """One account's amount and rate in the whole's insurance and year."""
    year = context.report.year
    return next(
        (
            (amount, rate)
            for amount, rate in rated
            if (amount.metric, amount.account, amount.insurance) == (metric, account, whole.insurance)
            and (amount.year or year) == (whole.year or year)
        ),
        None,
    )


def _stated_apart(context: Context, whole: Fact, parts: Sequence[tuple[Fact, Fact]]) -> bool:
    """Whether each account's own budget is stated: then the rates are judged against those."""
    return any(
        one.role == "budget" and one.account == amount.account and one.insurance == whole.insurance
        for amount, _ in parts
        for one in context.by_metric.get(amount.metric, [])
    )


def _summed(context: Context, whole: Fact, parts: Sequence[tuple[Fact, Fact]]) -> Iterator[Relation]:
    operands = tuple(one for pair in parts for one in pair)

    def formula(values: Sequence[Fraction]) -> Fraction:
        return sum((values[n] / values[n + 1] for n in range(0, len(values), 2)), Fraction(0))

    found: tuple[Verdict, Fraction] | None = judge(
        formula, [one.quantity for one in operands], whole.quantity
    )
    if found is None:
        return
    shown = " + ".join(f"{amount.quantity.shown} ÷ {rate.quantity.shown}" for amount, rate in parts)
    relation = judged_relation(
        context, "R5", "review_identity", operands, whole, found, shown, subject=whole.name
    )
    yield relation
    if not holds(found):
        context.note(whole.start, whole.end, "分账户完成率反推的预算与总预算不合")
