"""R17 and R3 on amounts that a rate or a multiple makes of others: 结余部分70%留用，即491.40万元; 完成95.8%，节支1.32亿元; 为骗取金额的3倍.

The rate is a rule's, told right before its amount; what it is of stands before it, in its sentence or the one before. Any
amount that gives the claim settles it; it is accused where a slip of the pen parts it from what a base that the words name,
or that stands nearest, would give.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.exact.rounding import round_half_up
from yiheng.review.finding import DISCLOSURE, Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says, word
from yiheng.review.rules.disclosed import disclosed
from yiheng.review.told.amount import digits_of, slip_between
from yiheng.review.told.reading import shares

_BACK, _LEAD, _AFTER, _PAIR = 12, 16, 10, 2
_LEAST, _LEAST_NAMED = {"swapped": 4, "replaced": 5}, {"swapped": 3, "replaced": 3}
_ONE = Fraction(1)


def award_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Amounts by a rate, what a rate leaves, and multiples, where nothing before them gives them."""
    wrong = ends_of(found, "inconsistent", DISCLOSURE)
    for fact in context.facts[1:]:
        if fact.end in wrong or not fact.quantity.measured or fact.line.section == "goal":
            continue
        if fact.quantity.dimension == "money":
            told = _by_rate(context, fact)
        else:
            told = _multiple(context, fact) if fact.quantity.unit == "倍" else None
        if told is not None and not told.ends & wrong:
            wrong |= told.ends
            yield disclosed(context, told)


def _by_rate(context: Context, claim: Fact) -> Relation | None:
    """The claim by the rate right before it; another amount may stand between them: 扣减保证金的30%：保证金52.0万元，扣减15.6万元."""
    for rate in context.facts[max(0, claim.index - _PAIR) : claim.index][::-1]:
        if rate.quantity.unit != "%" or rate.sentence != claim.sentence or not rate.quantity.measured:
            continue
        if not 0 < rate.quantity.value < 1:
            return None
        left = word("award_left").fullmatch(context.text[rate.end : claim.start]) and says(
            "award_done", context.clause_before(rate)
        )
        if not left and not _is_rule(context, rate, claim):
            return None
        return _judged(context, claim, rate, left=bool(left))
    return None


def _is_rule(context: Context, rate: Fact, claim: Fact) -> bool:
    """Whether a rate is what an amount is reckoned by, and the amount what comes of it."""
    after = context.text[rate.end : rate.end + _AFTER]
    before = context.clause_before(rate)
    ruled = word("award_rate_after").match(after) or says("award_rate_before", before)
    if not ruled or says("award_not", before):
        return False
    return says("award_result", context.text[max(rate.end, claim.start - _LEAD) : claim.start])


def _judged(context: Context, claim: Fact, rate: Fact, *, left: bool) -> Relation | None:
    bases = [
        one
        for one in context.facts[max(0, claim.index - _BACK) : claim.index]
        if one.quantity.dimension == "money" and one.line is claim.line and not one.quantity.approximate
        and one.quantity.upper is None and not (left and word("amount_spent").search(one.label))
    ]  # fmt: skip
    own = rate.quantity.value
    shares_of = (_ONE - own,) if left else (own, _ONE - own)
    unsure = (
        rate.quantity.half_size if left else 0.0
    )  # a rate of a rule is exact, one that was reached is rounded
    if any(gives_share(one, share, claim, unsure) for one in bases for share in shares_of):
        return None
    share = shares_of[0]
    for one in reversed(bases):
        named = _is_named(context, one, rate) or (left and one.sentence == claim.sentence)
        value = _rounded(claim, one.quantity.value * share)
        least = (_LEAST_NAMED if named else _LEAST).get(slip_between(claim.quantity, value), 0)
        if least and digits_of(claim.quantity) >= least:
            shown = f"（100% − {rate.quantity.shown}）" if left else rate.quantity.shown
            return _relation(context, "R17", claim, (one, rate), value, f"{one.quantity.shown} × {shown}")
    return None


def _is_named(context: Context, base: Fact, rate: Fact) -> bool:
    """Whether the words before a rate name what it is of, or the base is the only amount of the sentence before it."""
    clause = context.clause_before(rate)
    return shares(clause, base.label) or says("award_that", clause)


def gives_share(base: Fact, share: Fraction, claim: Fact, unsure: float) -> bool:
    """Whether a share of a base is the claim, to rounding."""
    size = base.quantity.size * float(share)
    room = claim.quantity.half_size + base.quantity.half_size * float(share) + base.quantity.size * unsure
    return abs(size - claim.quantity.size) <= room + size * 1e-9


def _rounded(claim: Fact, value: Fraction) -> Fraction:
    quantity = claim.quantity
    inside = quantity.measure.unit.from_base(value)
    places = quantity.printed.decimals
    return quantity.measure.unit.to_base(Fraction(round_half_up(inside, places), 10**places))


def _multiple(context: Context, claim: Fact) -> Relation | None:
    """骗取金额31.44万元，罚款94.32万元，平均为骗取金额的3倍: the other amount of the sentence over the one that is named."""
    named = word("award_times").search(context.clause_before(claim))
    if named is None:
        return None
    before = [
        one for one in context.facts[max(0, claim.index - _BACK) : claim.index]
        if one.sentence == claim.sentence and one.quantity.family in ("money", "count") and one.quantity.measured
        and one.quantity.value > 0
    ]  # fmt: skip
    bases = [one for one in before if named["base"] in one.label]
    if len(bases) != 1:
        return None
    others = [
        one for one in before if one is not bases[0] and one.quantity.dimension == bases[0].quantity.dimension
    ]
    subject = others[-1] if others else None
    if subject is None or subject.index != claim.index - 1 and bases[0].index != claim.index - 1:
        return None
    if any(_is_times(one, bases[0], claim) for one in others):
        return None
    value = subject.quantity.value / bases[0].quantity.value
    shown = f"{subject.quantity.shown} ÷ {bases[0].quantity.shown}"
    return _relation(context, "R3", claim, (subject, bases[0]), value, shown)


def _is_times(one: Fact, base: Fact, claim: Fact) -> bool:
    times = claim.quantity.size
    room = (
        claim.quantity.half_size * base.quantity.size
        + one.quantity.half_size
        + times * base.quantity.half_size
    )
    return abs(times * base.quantity.size - one.quantity.size) <= room


def _relation(
    context: Context, rule: str, claim: Fact, operands: Sequence[Fact], value: Fraction, formula: str
) -> Relation:
    quantity = claim.quantity
    shown = quantity.text_of(value, 2)
    return relation(
        context, rule, "inconsistent", "review_identity" if rule == "R17" else "review_ratio",
        context.quote_facts(*operands, claim), subject=claim.name, expected=shown, stated=quantity.shown,
        formula=formula, repairs=(quantity.repaired(value),),
    )  # fmt: skip
