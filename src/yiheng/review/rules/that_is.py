"""R3 RATIO of rates that are given, with what they come to right after: 起付线1.4万元……降低50%，即0.7万元.

A rate that 即 turns into an amount is exact, as what is decided is; of the numbers before it of the
amount's kind any that fits is the base, else the one that its words name, or the only one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, holds, judge, judged_relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import Formula, times
from yiheng.review.reading.lexicon import says, word
from yiheng.review.rules.side_pair import shared_run

_BACK, _NAME = 8, 2
"""Numbers before a rate among which its base stands, and the characters by which words name it."""


def that_is_relations(context: Context) -> Iterator[Relation]:
    """Every rate by which something is raised or lowered, and what that comes to."""
    for rate, amount in zip(context.facts, context.facts[1:], strict=False):
        between = context.text[rate.end : amount.at]
        said = word("that_is").fullmatch(between)
        if rate.quantity.unit != "%" or said is None or amount.quantity.family not in ("money", "count"):
            continue
        lead = context.clause_before(rate)
        moved = None if says("compared", lead) else word("that_is_moved").search(lead)
        before = context.facts[max(0, rate.index - _BACK) : rate.index]
        bases = [one for one in before if one.line is rate.line and _is_base(one, amount)]
        if moved is not None and bases:
            change = word("that_is_change").search(between) is not None
            yield from _told(
                context, bases, rate, amount, lead, _forms(moved["down"] is not None, change=change)
            )


def _is_base(one: Fact, amount: Fact) -> bool:
    alike = one.quantity.dimension == amount.quantity.dimension and one.depth <= amount.depth
    return alike and one.quantity.measured


def _forms(down: bool, *, change: bool) -> tuple[tuple[Formula, str], ...]:
    """What may be told: the change itself, or where it leads to."""
    led = (_lowered, "（1 − {}）") if down else (_raised, "（1 + {}）")
    return ((times, "{}"),) if change else (led, (times, "{}"))


def _told(
    context: Context, bases: Sequence[Fact], rate: Fact, amount: Fact, lead: str,
    forms: Sequence[tuple[Formula, str]],
) -> Iterator[Relation]:  # fmt: skip
    """Any base that fits is right; where none does, the one that the words name, or the only one, is wrong."""
    given = replace(rate.quantity, given=True)
    judged = [
        (base, found, f"{base.quantity.shown} × {shown.format(rate.quantity.shown)}")
        for base in reversed(bases)
        for form, shown in forms
        if (found := judge(form, [base.quantity, given], amount.quantity)) is not None
    ]
    named = [one for one in judged if shared_run(one[0].label, lead) >= _NAME]
    right = [one for one in judged if holds(one[1])]
    for base, found, shown in [*right, *named, *(judged if len(bases) == 1 else ())][:1]:
        yield judged_relation(
            context, "R3", "review_that_is", (base, rate), amount, found, shown, subject=rate.named("比率")
        )


def _lowered(values: Sequence[Fraction]) -> Fraction:
    """Less a part of itself."""
    return values[0] * (1 - values[1])


def _raised(values: Sequence[Fraction]) -> Fraction:
    """And a part of itself."""
    return values[0] * (1 + values[1])
