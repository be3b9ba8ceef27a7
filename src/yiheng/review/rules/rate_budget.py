"""R3 RATIO of what was spent over a budget that stands in another paragraph: 实际支出121.60万元，执行率95.00%."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, holds, judged_relation, off, over
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import ratio
from yiheng.review.reading.lexicon import chinese_of, says, without, word
from yiheng.review.rules.list import bare, listed_parts
from yiheng.review.rules.ratio import best_base, ratio_judged, ratio_outcome

_NAME = 3


def of_the_budget(
    context: Context, position: int, fact: Fact, clause: str, rate: re.Pattern[str], done: Sequence[Fact],
    below: re.Pattern[str],
) -> Relation | None:  # fmt: skip
    """实际支出121.60万元，执行率95.00%, the budget in another paragraph: any that fits, or the only one there is."""
    if not done or done[-1].index != position - 1 or not word("spending_rate").search(clause):
        return None
    part = done[-1]
    parts = context.once(listed_parts)
    given = _given(context, position, below) if part.quantity.dimension == "money" else []
    given = [one for one in given if one is not part]
    for base in reversed(given):
        if off(ratio, [part.quantity, base.quantity], fact.quantity):
            continue
        found = ratio_judged(part, base, fact)
        if found is not None and holds(found):
            return ratio_outcome(context, fact, part, base, found, "比率")
    own = _own_name(part)
    if len(own) >= _NAME:  # 宣传培训支出10.36万元: the amount given for just that
        named = [one for one in _given_for(context, position, own) if one is not part]
        values = {one.quantity.value for one in named}
        return best_base(context, fact, part, named, "执行率") if len(values) == 1 else None
    whole = [one for one in given if one.start not in parts and not one.depth]
    final = [one for one in whole if word("budget_adjusted").search(one.label)]
    final = final or [one for one in whole if _closes(one)] or whole
    if len({one.quantity.value for one in final}) != 1 or not of_one_subject(
        rate.sub("", clause), (part, final[0])
    ):
        return None
    found = ratio_judged(part, final[0], fact)
    if found is None or part.start in parts:
        return None
    shown = over(part.quantity, final[0].quantity)
    return judged_relation(
        context,
        "R3",
        "review_ratio",
        (part, final[0]),
        fact,
        found,
        shown,
        sure=len(given) == 1,
        subject=fact.named("比率"),
    )


def _given(context: Context, position: int, below: re.Pattern[str]) -> list[Fact]:
    """The amounts of money before a rate that are told by the words of its denominator."""
    known = context.once(_given_by_words)
    if below not in known:
        known[below] = [
            one
            for one in context.facts
            if one.quantity.dimension == "money" and usable(one) and (below.search(one.label) or _closes(one))
        ]
    return known[below][: bisect_left(known[below], position, key=lambda one: one.index)]


def _closes(one: Fact) -> bool:
    """Whether an amount is what those before it add up to: 资金总额为1,800万元."""
    return bool(word("closing_total").match(bare(one)))


def _given_by_words(_: Context) -> dict[re.Pattern[str], list[Fact]]:
    """Such amounts of the whole report, by the words that have been asked for."""
    return {}


def _own_name(part: Fact) -> str:
    """What an amount was spent on, without the words that any amount has."""
    return chinese_of(word("spent_noise").sub("", without("filler_end", part.label)))


def _given_for(context: Context, position: int, own: str) -> list[Fact]:
    """The amounts of money before a rate that are named just so, and not as spent."""
    return [one for one in context.once(_given_by_name).get(own, []) if one.index < position]


def _given_by_name(context: Context) -> dict[str, list[Fact]]:
    """Such amounts of the whole report by their names."""
    found: dict[str, list[Fact]] = {}
    for one in context.facts:
        if (
            one.quantity.dimension == "money"
            and one.quantity.measured
            and one.role in ("actual", "budget", "target")
            and not word("spent_end").search(without("filler_end", one.label))
        ):
            found.setdefault(_own_name(one), []).append(one)
    return found


def usable(fact: Fact) -> bool:
    """Whether a number may be an operand of a rate."""
    return (
        fact.quantity.measured
        and fact.quantity.family in ("money", "count")
        and fact.role in ("actual", "budget", "target")
        and not says("compared", fact.label)
        and not says("per_head", fact.label)
    )


def of_one_subject(name: str, pair: tuple[Fact, Fact]) -> bool:
    """Whether the words before a rate's name are words of its operands, or name nothing of their own."""
    own = chinese_of(word("rate_noise").sub("", without("filler_end", name)))
    said = "".join(one.label + "".join(one.line.path) for one in pair)
    return len(own) < 2 or any(own[n : n + 2] in said for n in range(len(own) - 1))
