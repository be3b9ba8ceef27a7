"""The forms by which a number may be computed from others, as far as its unit and the words before it say.

For :mod:`yiheng.review.told.odds`, which tries every combination of near numbers that a form allows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yiheng.review.reading.change import direction, is_delta
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import (
    Formula,
    Linear,
    fallen_by,
    minus,
    ratio,
    rise,
    risen_by,
    shortfall,
    times,
    total,
)
from yiheng.review.reading.lexicon import chinese_of, lexicon, says, word
from yiheng.review.told.reading import shares

_HINT, _TAIL = 12, 12
_OVERDONE = 2
_LARGE = "万亿"
_OF_EACH, _OF_OTHER = 0.15, 1.5
"""How much likelier a mean is of what its words count, and of something else."""
_YEAR, _STEM, _OTHER_BASE = 12, 2, 6.0
_PART, _WHOLE, _BESIDE, _OF_FLOWS, _NO_YEAR = 0.4, 0.6, 0.3, 0.1, 4.0
"""The same of a part that stands before its rate or has its word, of a whole, of a rate beside, of income and expenses, and
of a growth between two numbers of which none is said to be of another year."""


@dataclass(frozen=True)
class Form:
    """One way to compute a claim from ``count`` numbers.

    ``tries``: how many values such numbers give by it and its likes, for orders that are told apart. ``allows`` says
    whether it may be of them, in their order; ``of_first``: the claim is of the first one's dimension; ``bound``: it is
    only of numbers of the claim's own paragraph. ``to_goal``: one of them may be a goal (≥95%).
    """

    rule: str
    function: Formula
    shown: str
    tries: float
    allows: Callable[[Sequence[Fact]], bool]
    count: int = 2
    of_first: bool = False
    bound: bool = False
    to_goal: bool = False
    by_count: bool = False


def forms_of(context: Context, claim: Fact) -> tuple[Form, ...]:
    """The forms by which a number may be computed."""
    clause = clause_of(context, claim)
    if says("odds_not", context.clause_before(claim)) or says("odds_extreme", claim.label):
        return ()
    quantity = claim.quantity
    up, down = says("growth_up", clause), says("growth_down", clause)
    if quantity.unit == "%":
        if says("rate_of_rule", clause):
            return ()
        if (up or down) and not says("level", clause):
            return (*(_UP if up else ()), *(_DOWN if down else ()))
        if not says("quotient", clause):
            return ()
        return (_SHARE_OF_TWO,) if says("odds_together", clause) else (_SHARE,)
    if quantity.unit == "个百分点":
        return (_POINTS,)
    if quantity.family not in ("money", "count"):
        return ()
    if says("odds_mean", clause) and not says("odds_standard", clause):
        return (_MEAN, _MONTHLY, _MONTHLY_EACH) if says("odds_monthly", clause) else (_MEAN,)
    differs = up or down or says("odds_difference", clause) or says("difference", clause[-_HINT:])
    left = says("odds_left", clause[-_HINT:]) and not says("far_sum", clause)
    if says("odds_prior", clause) and not differs:
        return (_BEFORE_RISE, _BEFORE_FALL)
    found = [_DIFFERENCE] if differs or left else []
    found += [_LEFT] if left else []
    found += [_CARRIED] if says("odds_closing", clause) and quantity.family == "money" else []
    if says("odds_product", clause[-_TAIL:]):
        monthly = says("odds_monthly", context.text[claim.sentence.start : claim.start])
        found += [_PRODUCT, _PRODUCT_OF_YEAR] if monthly else [_PRODUCT]
    found += [_OF_RATE] if says("odds_of_rate", clause[-_TAIL:]) else []
    return tuple(found)


def clause_of(context: Context, claim: Fact) -> str:
    """The words right before a number: of its clause, after the number before it, without what stands in brackets."""
    clause = word("odds_aside").sub("", context.clause_before(claim))
    return word("odds_number").split(clause)[-1]


def binding(context: Context, claim: Fact, form: Form, operands: Sequence[Fact]) -> float:
    """How much less likely chance is where words or places bind the operands: below 1 where they do."""
    if form.by_count:
        return _of_each(context, claim, operands)
    if form is _SHARE:
        return _of_part_and_whole(context, claim, operands)
    if form is _OF_RATE:
        rate = operands[1]
        beside = rate.index == claim.index - 1 or context.text[claim.end : rate.at].strip() in ("（", "(")
        return _BESIDE if beside else 1.0
    if form in _GROWTHS:
        return 1.0 if any(one.role == "prior" or one.year for one in operands) else _NO_YEAR
    if form is _DIFFERENCE and says("sd_income", operands[0].label) and says("sd_expense", operands[1].label):
        return _OF_FLOWS
    return 1.0


def _of_part_and_whole(context: Context, claim: Fact, operands: Sequence[Fact]) -> float:
    """签约17.26万人，签约率……: the part is right before a rate and has its word; the whole is told as one."""
    part, whole = operands
    between = context.facts[part.index + 1 : claim.index]
    alone = part.index < claim.index and part.sentence == claim.sentence
    alone = alone and not any(one.quantity.dimension == part.quantity.dimension for one in between)
    named = word("rate_named").search(context.clause_before(claim))
    own = named is not None and named["stem"][-_STEM:] in part.label
    told = whole.role == "budget" or says("odds_whole", whole.label)
    base = word("share_named").search(context.clause_before(claim))
    other = base is not None and not shares(base["name"], whole.label)
    subject = chinese_of(context.clause_before(claim).split("占")[0]) if base is not None else ""
    if len(subject) >= _STEM and subject not in part.label:
        line = context.facts_in(claim.line.start, claim.start)
        other = other or any(subject in one.label for one in line)
    found = (_PART if alone else 1.0) * (_PART if own else 1.0) * (_WHOLE if told else 1.0)
    return found * (_OTHER_BASE if other else 1.0)


def _of_each(context: Context, claim: Fact, operands: Sequence[Fact]) -> float:
    """户均 of 15,240户: the count is of what a mean is of."""
    found = word("odds_mean").search(clause_of(context, claim))
    each = (found["each"] or found["every"] or "") if found is not None else ""
    if not each:
        return 1.0
    unit = operands[1].quantity.unit.lstrip(_LARGE)
    kinds = lexicon().each.get(each[:1], ())
    fits = unit in each or each[0] in unit or operands[1].quantity.dimension in kinds
    return _OF_EACH if fits else _OF_OTHER


def _alike(*facts: Fact) -> bool:
    counted = facts[0].quantity.family in ("money", "count")
    return counted and len({one.quantity.dimension for one in facts}) == 1


def _is_share(operands: Sequence[Fact]) -> bool:
    part, whole = operands
    if part.role == whole.role == "budget":
        return False
    return _alike(part, whole) and part.quantity.value <= _OVERDONE * whole.quantity.value


def _is_share_of_two(operands: Sequence[Fact]) -> bool:
    first, second, whole = operands
    beside = first.index < second.index and first.sentence == second.sentence
    together = first.quantity.value + second.quantity.value
    return beside and _alike(*operands) and together <= whole.quantity.value


def _is_growth(operands: Sequence[Fact]) -> bool:
    """Of the larger and the smaller of two levels."""
    first, second = operands
    levels = _alike(first, second) and not is_delta(first) and not is_delta(second)
    return levels and first.quantity.value > second.quantity.value


def _is_change(operands: Sequence[Fact]) -> bool:
    """Of a change and a level."""
    first, second = operands
    change = _alike(first, second) and is_delta(first) and not is_delta(second)
    return change and first.quantity.value < second.quantity.value


def _is_difference(operands: Sequence[Fact]) -> bool:
    """Of two numbers of which the smaller is more than the last place of the larger."""
    first, second = operands
    larger = _alike(first, second) and first.quantity.value > second.quantity.value
    return larger and second.quantity.size > 2 * first.quantity.half_size


def _is_left(operands: Sequence[Fact]) -> bool:
    """Of a whole and two parts that stand in the order they are told."""
    whole, first, second = operands
    parts = _alike(*operands) and first.index < second.index
    return parts and whole.quantity.value > first.quantity.value + second.quantity.value


def _is_carried(operands: Sequence[Fact]) -> bool:
    first, second = operands
    pair = _alike(first, second) and first.index < second.index
    return pair and min(one.quantity.size for one in operands) > 2 * max(
        one.quantity.half_size for one in operands
    )


def _of_rates(operands: Sequence[Fact]) -> bool:
    first, second = operands
    rates = first.quantity.unit == second.quantity.unit == "%"
    return rates and first.quantity.value > second.quantity.value


def _before_change(up: bool) -> Callable[[Sequence[Fact]], bool]:
    """Of a level and of how much it has risen, or fallen, since."""

    def allows(operands: Sequence[Fact]) -> bool:
        level, change = operands
        return (
            _is_difference(operands)
            and is_delta(change)
            and not is_delta(level)
            and (direction(change.label) > 0) == up
        )

    return allows


def _by_count(operands: Sequence[Fact]) -> bool:
    """Of an amount, and of a count of something else."""
    first, second = operands
    count = second.quantity.family in ("count", "time") and second.quantity.size > 1
    return count and not _alike(first, second)


def _is_mean(operands: Sequence[Fact]) -> bool:
    """Of an amount that is no mean itself, and of a count."""
    return _by_count(operands) and not says("odds_mean", operands[0].label)


def _by_two_counts(operands: Sequence[Fact]) -> bool:
    return _is_mean(operands[:2])


def _by_rate(operands: Sequence[Fact]) -> bool:
    """Of an amount, and of a rate."""
    first, second = operands
    part = second.quantity.unit == "%" and second.quantity.value != 1
    return first.quantity.family in ("money", "count") and part


def _any_amount(operands: Sequence[Fact]) -> bool:
    return operands[0].quantity.family in ("money", "count")


def _of_two(values: Sequence[Fraction]) -> Fraction:
    return (values[0] + values[1]) / values[2]


def _less_both(values: Sequence[Fraction]) -> Fraction:
    return values[0] - values[1] - values[2]


def _by_months(values: Sequence[Fraction]) -> Fraction:
    return values[0] / _YEAR


def _each_by_months(values: Sequence[Fraction]) -> Fraction:
    return values[0] / values[1] / _YEAR


def _times_months(values: Sequence[Fraction]) -> Fraction:
    return values[0] * values[1] * _YEAR


_SHARE = Form("R3", ratio, "{} ÷ {}", 2, _is_share, to_goal=True)
_SHARE_OF_TWO = Form("R3", _of_two, "（{} + {}）÷ {}", 3, _is_share_of_two, count=3)
_UP = (
    Form("R4", rise, "{0} ÷ {1} − 1", 1, _is_growth),
    Form("R4", risen_by, "{0} ÷（{1} − {0}）", 1, _is_change),
    Form("R4", ratio, "{} ÷ {}", 1, _is_change),
)
_DOWN = (
    Form("R4", shortfall, "（{0} − {1}）÷ {0}", 1, _is_growth),
    Form("R4", fallen_by, "{0} ÷（{1} + {0}）", 1, _is_change),
    Form("R4", ratio, "{} ÷ {}", 1, _is_change),
)
_GROWTHS = (_UP[0], _DOWN[0])
_POINTS = Form("R2", minus, "{} − {}", 2, _of_rates, to_goal=True)
_DIFFERENCE = Form("R2", minus, "{} − {}", 1, _is_difference, of_first=True, to_goal=True)
_LEFT = Form("R2", Linear(_less_both), "{} − {} − {}", 3, _is_left, count=3, of_first=True)
_BEFORE_RISE = Form("R2", minus, "{} − {}", 1, _before_change(up=True), of_first=True)
_BEFORE_FALL = Form("R2", total, "{} + {}", 1, _before_change(up=False), of_first=True)
_CARRIED = Form("R2", total, "{} + {}", 1, _is_carried, of_first=True)
_MEAN = Form("R17", ratio, "{} ÷ {}", 1, _is_mean, of_first=True, by_count=True)
_MONTHLY = Form("R17", _by_months, "{} ÷ 12", 1, _any_amount, count=1, of_first=True)
_MONTHLY_EACH = Form("R17", _each_by_months, "{} ÷ {} ÷ 12", 1, _by_two_counts, of_first=True, by_count=True)
_PRODUCT = Form("R17", times, "{} × {}", 1, _by_count, of_first=True, bound=True)
_PRODUCT_OF_YEAR = Form("R17", _times_months, "{} × {} × 12", 1, _by_count, of_first=True, bound=True)
_OF_RATE = Form("R3", times, "{} × {}", 1, _by_rate, of_first=True)
