"""Readings of a mean whose amount or count stands apart and is known by its name: 零星报销873件……零星报销金额486.3万元，平均每件5,570元.

The mean's words say what it is one of (人均, 平均每件, 单位成本…元/平方米) and of what. Amounts and counts of the report that are told in its
words, in each other's, or right beside it are tried; any of them, and any two that give it to the last digit, settle it. It is
accused only where its own digits slipped from what a pair of them gives.
"""

from __future__ import annotations

from collections.abc import Iterator

from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context, over
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import ratio
from yiheng.review.reading.lexicon import lexicon, says, word
from yiheng.review.reading.mending import significant_digits
from yiheng.review.told.own_slip import of_own_digits
from yiheng.review.told.reading import BOUND, LIKELY, Reading, name_pieces

_BACK, _AHEAD = 160, 6
_AFTER = 8
_DIGITS = 3
_TAIL = 12
_BESIDE = 3
_PAIRS_MOST = 400
_SAID = 60


def mean_far_readings(context: Context, claim: Fact) -> Iterator[Reading]:
    """Every reading that may settle a mean; the one that its own slip betrays is bound."""
    if (
        claim.quantity.family not in ("money", "count")
        or claim.role in ("target", "prior")
        or is_delta(claim)
    ):
        return
    if significant_digits(claim) < _DIGITS:
        return
    said = context.clause_before(claim)
    clause = word("mean_far_aside").sub("", said)
    each = _each(context, claim, clause)
    moved = says("mean_far_moved", said)
    if not each or (says("bound_mean_not", clause[-_TAIL:]) and not moved):
        return
    if says("mean_far_standard", said + context.text[claim.end : claim.end + _AFTER]):
        return
    if says("bound_prior", clause) and not moved:
        return  # 上年次均2,921元
    totals, counts = _totals(context, claim), _counts(context, claim, each)
    if len(totals) * len(counts) > _PAIRS_MOST:
        totals, counts = totals[: _PAIRS_MOST // 10], counts[:10]
    own = _name(clause) or _name(context.text[max(claim.sentence.start, claim.start - _SAID) : claim.start])
    noun = word("mean_far_noun").search(clause)
    charge: Reading | None = None
    for total in totals:
        for count in counts:
            one = Reading("R17", claim, (total, count), ratio, over(total.quantity, count.quantity), LIKELY)
            if one.fits:
                yield one
                return
            if (
                charge is None
                and _linked(context, claim, own, noun[1] if noun else "", (total, count))
                and of_own_digits(one)
            ):
                charge = Reading(one.rule, claim, one.operands, ratio, one.shown, BOUND)
    if charge is not None:
        yield charge


def _each(context: Context, claim: Fact, clause: str) -> str:
    """What a mean is one of, by the words before it or the stroke after it."""
    after = word("mean_far_per").match(context.text[claim.end : claim.end + _AFTER])
    if after is not None and says("mean_far_price", clause):
        return after["each"]
    found = word("mean_far").search(clause)
    return (found["each"] or found["every"] or "") if found is not None else ""


def _totals(context: Context, claim: Fact) -> list[Fact]:
    near = context.facts[max(0, claim.index - _BACK) : claim.index + _AHEAD]
    found = [
        one
        for one in near
        if one.quantity.dimension == claim.quantity.dimension
        and one.quantity.measured
        and one.quantity.value > claim.quantity.value
        and one.role in ("actual", "budget")
        and not is_delta(one)
        and not says("per_head", one.label[-_TAIL:])
    ]
    return sorted(found, key=lambda one: abs(one.index - claim.index))


def _counts(context: Context, claim: Fact, each: str) -> list[Fact]:
    kinds = (*lexicon().each.get(each, (each,)), *lexicon().each_also.get(each, ()))
    near = context.facts[max(0, claim.index - _BACK) : claim.index + _AHEAD]
    found = [
        one
        for one in near
        if one.quantity.dimension in kinds
        and one.quantity.measured
        and one.quantity.value
        and one.role == "actual"
        and not is_delta(one)
        and one is not claim
    ]
    return sorted(found, key=lambda one: abs(one.index - claim.index))


def _name(words: str) -> frozenset[str]:
    """What some words name besides what any amount has."""
    return name_pieces(word("mean_far_noise").sub("#", words))


def _linked(context: Context, claim: Fact, own: frozenset[str], noun: str, pair: tuple[Fact, Fact]) -> bool:
    """Whether an amount and a count are told in a mean's words or in each other's, or the one beside the mean and the other so.

    An amount of the mean's own noun and of nothing else (全年支出 of 人均支出) is told in its words, and so are all who are
    insured where a mean of the fund names nobody.
    """
    names = [_name(_segment(context, one)) for one in pair]
    linked = [
        (one.sentence == claim.sentence and abs(one.index - claim.index) <= _BESIDE) or bool(own & name)
        for one, name in zip(pair, names, strict=True)
    ]
    linked[0] = linked[0] or (bool(noun) and noun in pair[0].label and not _name(pair[0].label))
    linked[1] = linked[1] or (bool(noun) and linked[0] and says("mean_far_population", pair[1].label))
    return all(linked) or (any(linked) and bool(names[0] & names[1]))


def _segment(context: Context, one: Fact) -> str:
    """The words before a number since the last 。 or ；."""
    return word("mean_far_segment").split(
        context.text[max(one.sentence.start, one.start - _SAID) : one.start]
    )[-1]
