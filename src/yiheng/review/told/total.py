"""Readings of a sum: parts one after another, then what they make together."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from yiheng.review.context import Context, plus, total
from yiheng.review.fact import Fact
from yiheng.review.lexicon import word
from yiheng.review.told.reading import LIKELY, POSSIBLE, TOLD, Reading

_MOST = 12


def adjusted_readings(context: Context, claim: Fact) -> Iterator[Reading]:
    """年初预算86万元，年中调减6万元，调整后80万元: what was first, and what was added and taken away, right before."""
    if claim.quantity.dimension != "money" or not word("told_adjusted").search(claim.label):
        return
    run: list[Fact] = []
    for one in reversed(context.facts[max(0, claim.index - _MOST) : claim.index]):
        if (
            one.sentence != claim.sentence
            or one.quantity.dimension != claim.quantity.dimension
            or not one.quantity.measured
        ):
            break
        run.insert(0, one)
        if not (word("budget_raised").search(one.label) or word("budget_cut").search(one.label)):
            break
    if len(run) < 2 or not word("amount_given").search(run[0].label):
        return
    signs = [
        -1 if word("budget_cut").search(one.label) and not word("budget_raised").search(one.label) else 1
        for one in run
    ]
    signs[0] = 1
    shown = run[0].quantity.shown + "".join(
        f" {'−' if sign < 0 else '+'} {one.quantity.shown}"
        for one, sign in zip(run[1:], signs[1:], strict=True)
    )
    yield Reading(
        "R2",
        claim,
        tuple(run),
        lambda v: sum((a * b for a, b in zip(v, signs, strict=True)), Fraction(0)),
        shown,
        TOLD,
    )


def total_readings(context: Context, claim: Fact) -> Iterator[Reading]:
    """中央62万元，省级18万元，县级20万元，共100万元: the run of parts right before a sum."""
    if claim.quantity.family not in ("money", "count", "time"):
        return
    if not word("told_sum").match(claim.label.strip("，,、；; ")):
        return
    run: list[Fact] = []
    for one in reversed(context.facts[max(0, claim.index - _MOST) : claim.index]):
        same = one.quantity.unit == claim.quantity.unit and one.quantity.measured and one.depth == claim.depth
        if one.sentence != claim.sentence or not same:
            if one.sentence != claim.sentence or one.quantity.family != "ratio":
                break
            continue  # 住院3366.18万元，占62%；门诊…
        run.insert(0, one)
    for first in range(len(run) - 1):
        parts = tuple(run[first:])
        yield Reading(
            "R1", claim, parts, total, plus(one.quantity for one in parts), LIKELY if first == 0 else POSSIBLE
        )
