"""Which pair of numbers a rate is of, by place: a rate right after a pair is theirs, and what follows it is another's."""

from __future__ import annotations

from collections.abc import Sequence

from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import chinese_of, without, word

_RATES = ("%", "‰")
_KINDS = ("money", "count")
_NAME = 3
_RUN, _NAMED = 2, 4


def run_of(context: Context, fact: Fact) -> list[Fact]:
    """The numbers of one kind that 、 and 和 join with a number, itself among them: 31.2%、52.9%和15.9%."""
    run = [fact]
    for step in (-1, 1):
        at = fact.index + step
        while 0 <= at < len(context.facts) and _joined(
            context, *sorted((run[0 if step < 0 else -1], context.facts[at]), key=lambda one: one.start)
        ):
            run.insert(0 if step < 0 else len(run), context.facts[at])
            at += step
    return run


def _joined(context: Context, first: Fact, second: Fact) -> bool:
    between = context.text[first.end : second.start].strip()
    return first.quantity.dimension == second.quantity.dimension and bool(
        word("enumerated_close").fullmatch(between)
    )


def of_other_place(context: Context, claim: Fact, part: Fact) -> bool:
    """Whether a percentage of a run is not the one of this part: the second of three is of the second of three amounts."""
    shares = run_of(context, claim)
    if len(shares) < _RUN or claim.index < 0 or part.index < 0:
        return False
    parts = run_of(context, part)
    return len(parts) != len(shares) or parts.index(part) != shares.index(claim)


def of_other_things(context: Context, claim: Fact, part: Fact, whole: Fact) -> bool:
    """Whether a percentage is not of a part and a whole, by their place or by their names."""
    return (
        of_other_place(context, claim, part)
        or _named_apart(claim, part, whole)
        or _after_all(claim, part, whole)
        or all(_has_own(context, claim, one) for one in (part, whole))
    )


def _pieces(words: str) -> set[str]:
    plain = chinese_of(words)
    return {plain[at : at + 2] for at in range(len(plain) - 1)}


def _named_apart(claim: Fact, part: Fact, whole: Fact) -> bool:
    """城镇就业人员35914万人。就业人员中，第一产业就业人员占34.8%: what the share is of has a name of its own."""
    name, mark, _ = claim.label.partition("占")
    own = _pieces(name) - _pieces(whole.label)
    return bool(mark) and len(chinese_of(name)) >= _NAMED and bool(own) and not own & _pieces(part.label)


def _after_all(claim: Fact, part: Fact, whole: Fact) -> bool:
    """登记失业率4.1%。农民工25278万人: a whole that another sentence tells after the rate, of another name."""
    later = part.start < claim.start and whole.start > claim.end and whole.sentence != claim.sentence
    return later and not _pieces(whole.label) & _pieces(part.label + claim.label)


def _has_own(context: Context, claim: Fact, one: Fact) -> bool:
    """Whether a number has its own percentage right after it, before a pause that parts it from the claim."""
    if one.index < 0 or one.index + 1 >= len(context.facts):
        return False
    own = context.facts[one.index + 1]
    beside = own is not claim and own.quantity.unit in _RATES and context.same_segment(one, own)
    return beside and one.start < claim.start and not context.same_segment(one, claim)


def of_rate_before(context: Context, claim: Fact, operands: Sequence[Fact]) -> bool:
    """Whether a rate of the claim's name right after a pair is theirs, and numbers of the claim's own stand after it.

    31个完成30个，完成率96.8%；第四批28个，全部完成，完成率100%.
    """
    last = max((one.index for one in operands), default=-1)
    between = context.facts[last + 1 : claim.index] if 0 <= last < claim.index else ()
    name = _name(claim)
    rates = [at for at, one in enumerate(between) if one.quantity.unit in _RATES and _name(one) == name]
    family = operands[0].quantity.family if operands else ""
    return bool(rates) and any(
        one.quantity.family == family and family in _KINDS and one.quantity.measured
        for one in between[rates[0] + 1 :]
    )


def _name(rate: Fact) -> str:
    return without("filler_end", rate.label)[-_NAME:]
