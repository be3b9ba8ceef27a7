"""R2 DIFF and R1 SUM of moneys that come in, go out and stay: 到位 − 支出 = 结余, 年初 + 收入 − 支出 = 年末, 追加 and 调减."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from yiheng.exact.interval import Verdict
from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, holds, judge, judged_relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import minus
from yiheng.review.reading.lexicon import says, without, word
from yiheng.review.rules.list import listings

_REACH = 24
"""Facts before a balance that may have gone into it."""
_MOST_FLOWS = 4


def balance_relations(context: Context) -> Iterator[Relation]:
    """What is left, what stands at the end of the year, and budgets after their adjustments."""
    parts = {part.start for one in listings(context) for part in one.parts}
    for position, fact in enumerate(context.facts):
        if not fact.quantity.measured or fact.quantity.family not in ("money", "count"):
            continue
        if fact.line.section == "goal":
            continue
        label = without("amount_left_noise", without("filler_end", fact.label))
        if word("balance_closing").search(fact.label):
            yield from _carried(context, position, fact, parts)
        elif word("amount_left").fullmatch(label) and fact.quantity.family == "money":
            yield from _left_over(context, position, fact, parts)
        elif word("budget_adjusted").search(label) and fact.quantity.family == "money":
            yield from _adjusted(context, position, fact, parts)


def _above(context: Context, position: int, fact: Fact, parts: set[int]) -> list[Fact]:
    """The measured facts of a paragraph before one, in its unit, that are no details of others."""
    return [
        one
        for one in context.facts[max(0, position - _REACH) : position]
        if one.line is fact.line
        and one.quantity.measured
        and one.quantity.dimension == fact.quantity.dimension
        and one.start not in parts
        and not says("compared", one.label)
        and not says("per_head", one.label)
    ]


def _carried(context: Context, position: int, fact: Fact, parts: set[int]) -> Iterator[Relation]:
    """年初结余 + 收入 − 支出 = 年末结余; of persons 新增 and 减少."""
    if (
        fact.metric == "cumulative_balance"
        and fact.insurance in ("employee", "resident", "all")
        and fact.account == "all"
    ):
        named = {one.metric for one in context.by_metric.get("fund_income", [])}
        if named and fact.insurance != "all":
            return  # the identity on fund balances reads it
    above = _above(context, position, fact, parts)
    opening = [one for one in above if word("balance_opening").search(one.label)]
    if not opening:
        return
    flows = [one for one in above if one not in opening and one.role == "actual"]
    gains = [
        one for one in flows if word("flow_in").search(one.label) and not word("flow_out").search(one.label)
    ]
    losses = [one for one in flows if word("flow_out").search(one.label)]
    yield from _first(context, fact, opening[-1], gains, losses)


def _first(
    context: Context, fact: Fact, opening: Fact, gains: Sequence[Fact], losses: Sequence[Fact]
) -> Iterator[Relation]:
    """Any choice of what came in and went out that gives the balance is right; the only one that does not is wrong."""
    choices = [(plus, less) for plus in _some(gains) for less in _some(losses) if plus or less]
    for plus, less in choices:
        found, shown = _sum(fact, (opening, *plus), less)
        if found is not None and holds(found):
            operands = (opening, *plus, *less)
            yield judged_relation(context, "R2", "review_difference", operands, fact, found, shown)
            return
    nearest = (tuple(gains[-1:]), tuple(losses[-1:]))
    if any(nearest):
        found, shown = _sum(fact, (opening, *nearest[0]), nearest[1])
        sure = len(gains) <= 1 and len(losses) <= 1
        if found is not None:
            operands = (opening, *nearest[0], *nearest[1])
            yield judged_relation(context, "R2", "review_difference", operands, fact, found, shown, sure=sure)


def _some(flows: Sequence[Fact]) -> list[tuple[Fact, ...]]:
    """No flow, one, or several together, the nearest first."""
    near = list(flows[-_MOST_FLOWS:])
    return [one for size in range(len(near) + 1) for one in combinations(near, size)]


def _sum(
    fact: Fact, plus: Sequence[Fact], less: Sequence[Fact]
) -> tuple[tuple[Verdict, Fraction] | None, str]:
    count = len(plus)

    def formula(values: Sequence[Fraction]) -> Fraction:
        return sum(values[:count], Fraction(0)) - sum(values[count:], Fraction(0))

    found = judge(formula, [one.quantity for one in (*plus, *less)], fact.quantity)
    shown = " + ".join(one.quantity.shown for one in plus)
    return found, shown + "".join(f" − {one.quantity.shown}" for one in less)


def _left_over(context: Context, position: int, fact: Fact, parts: set[int]) -> Iterator[Relation]:
    """到位8万元，支出7万元，结余1万元, where no metric tells more."""
    if fact.metric in ("current_surplus", "cumulative_balance"):
        return
    yield from _by_rest(context, position, fact)
    above = _above(context, position, fact, parts)
    if any(word("balance_opening").search(one.label) for one in above):
        return
    spent = [one for one in above if word("amount_spent").search(one.label)]
    given = [one for one in above if word("amount_given").search(one.label) and one not in spent]
    spent, given = ([one for one in some if one.role != "prior"] for some in (spent, given))
    given = [one for one in given if word("budget_final").search(one.label)] or given
    given += [
        one for one in spent[:-1] if word("amount_passed_on").search(one.label)
    ]  # 拨付60万元，花掉58万元
    pairs = [(a, b) for b in reversed(spent) for a in reversed(given) if a is not b]
    if fact.quantity.value:  # 批复24万元，拨付24万元: one amount told twice
        pairs = [(a, b) for a, b in pairs if a.quantity.value != b.quantity.value]
    for pair in pairs:
        found = judge(minus, [one.quantity for one in pair], fact.quantity)
        if found is not None and holds(found):
            shown = f"{pair[0].quantity.shown} − {pair[1].quantity.shown}"
            yield judged_relation(context, "R2", "review_difference", pair, fact, found, shown)
            return
    if not pairs:
        return
    pair = pairs[0]
    found = judge(minus, [one.quantity for one in pair], fact.quantity)
    if found is not None:
        shown = f"{pair[0].quantity.shown} − {pair[1].quantity.shown}"
        values = {(a.quantity.value, b.quantity.value) for a, b in pairs}
        later = [one for one in above if one.start > pair[1].start and one not in (*spent, *given)]
        sure = len(values) == 1 and not any(one.depth == fact.depth for one in later)
        yield judged_relation(context, "R2", "review_difference", pair, fact, found, shown, sure=sure)


def _by_rest(context: Context, position: int, fact: Fact) -> Iterator[Relation]:
    """实际支出121.60万元，执行率95.00%，结余6.40万元: a rate over what was spent and what is left."""
    near = [
        one
        for one in context.facts[max(0, position - 3) : position]
        if one.line is fact.line and one.quantity.measured
    ]
    rates = [one for one in near if one.quantity.unit == "%" and word("spending_rate").search(one.label)]
    spent = [
        one for one in near if one.quantity.dimension == "money" and word("amount_spent").search(one.label)
    ]
    if len(rates) != 1 or not spent or near[-1] is not rates[0]:
        return
    part = spent[-1]
    found = judge(lambda v: v[0] / (v[0] + v[1]), [part.quantity, fact.quantity], rates[0].quantity)
    if found is not None:
        shown = f"{part.quantity.shown} ÷（{part.quantity.shown} + {fact.quantity.shown}）"
        yield judged_relation(
            context, "R3", "review_ratio", (part, fact), rates[0], found, shown, subject=rates[0].name
        )


def _adjusted(context: Context, position: int, fact: Fact, parts: set[int]) -> Iterator[Relation]:
    """年初预算156万元，年中追加24万元，全年预算180万元."""
    above = [one for one in _above(context, position, fact, parts) if one.sentence == fact.sentence]
    gains = [one for one in above if word("budget_raised").search(one.label)]
    losses = [one for one in above if word("budget_cut").search(one.label) and one not in gains]
    opening = [
        one
        for one in above
        if word("amount_given").search(one.label) and one not in gains and one not in losses
    ]
    if not opening or not (gains or losses):
        return
    first = opening[0]
    found, shown = _sum(fact, (first, *gains), losses)
    if found is not None:
        yield judged_relation(
            context, "R1", "review_sum", (first, *gains, *losses), fact, found, shown, subject=fact.name
        )
