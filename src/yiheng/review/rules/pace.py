"""R2 against the pace of time: 1—9月执行70.77%，慢于时序进度4.23个百分点.

How much of the year has passed is told by the report (时序进度为75%, 75%的序时进度) or by the months that it speaks of. The rate is the
nearest before the gap in its sentence; any other rate of the paragraph that gives the gap settles it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yiheng.exact.interval import Verdict
from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, judge, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import chinese_of, says, word

_BEFORE, _AFTER = 20, 10
_YEAR = 12
_NO_WORD = re.compile(r"^[^\u4e00-\u9fa5]+")
_PARTS = (("pace_first", 3), ("pace_half", 6), ("pace_three", 9))


def pace_relations(context: Context) -> Iterator[Relation]:
    """Every gap between a rate and the pace of time."""
    for claim in context.facts:
        if claim.quantity.unit != "个百分点" or not claim.quantity.measured:
            continue
        if not says("pace_named", context.text[claim.sentence.start : claim.start]):
            continue
        rates = [
            one
            for one in context.facts_in(claim.line.start, claim.start)
            if _is_rate(one) and not _is_pace(context, one)
        ]
        own = [one for one in rates if one.sentence == claim.sentence]
        words = context.text[own[-1].end if own else claim.sentence.start : claim.start]
        side = _side(words)
        if not side or not says("pace_named", words):
            continue
        pace = _pace(context, claim)
        own = [one for one in own if not says("pace_rate_not", one.label)]
        if pace is not None and own:
            yield from _judged(context, claim, pace, own[-1], rates, side)


def _is_rate(fact: Fact) -> bool:
    return fact.quantity.unit == "%" and fact.quantity.measured


def _is_pace(context: Context, fact: Fact) -> bool:
    """Whether a number is a percentage that is told as the pace of time."""
    before = context.text[max(fact.line.start, fact.start - _BEFORE) : fact.start]
    after = context.text[fact.end : fact.end + _AFTER]
    return _is_rate(fact) and (says("pace_told", before) or says("pace_after", after))


def _side(words: str) -> int:
    """+1 where the rate is told as ahead of the pace, −1 as behind it, 0 as neither or both."""
    return says("pace_ahead", words) - says("pace_behind", words)


@dataclass(frozen=True)
class Pace:
    """How much of the year had passed, and the number that tells so where one does."""

    value: Fraction
    told: tuple[Fact, ...] = ()


def _pace(context: Context, claim: Fact) -> Pace | None:
    """The pace of a gap: as its sentence tells it, by the months that it or its paragraph names, or as it was told last."""
    told = [one for one in context.once(_paces) if one.index <= claim.index + 1]
    near = [one for one in told if one.sentence == claim.sentence]
    if near:
        return Pace(near[-1].quantity.value, (near[-1],))
    for start in (claim.sentence.start, claim.line.start):
        months = _months(context.text[start : claim.start])
        if months:
            return Pace(Fraction(months, _YEAR))
    earlier = [one for one in told if one.index < claim.index]
    if earlier:
        return Pace(earlier[-1].quantity.value, (earlier[-1],))
    months = _months(context.report.headline)
    return Pace(Fraction(months, _YEAR)) if months else None


def _paces(context: Context) -> list[Fact]:
    return [one for one in context.facts if _is_pace(context, one)]


def _months(words: str) -> int:
    """How many months have passed by the words that name them last."""
    found = [(match.start(), int(match["last"])) for match in word("pace_months").finditer(words)]
    found += [(match.start(), months) for name, months in _PARTS for match in word(name).finditer(words)]
    return max(found)[1] if found else 0


def _judged(
    context: Context, claim: Fact, pace: Pace, rate: Fact, rates: Sequence[Fact], side: int
) -> Iterator[Relation]:
    """The gap that is told against the one of the nearest rate; silent where another rate gives it."""

    def gap(values: Sequence[Fraction]) -> Fraction:
        return abs(values[0] - pace.value)

    found = judge(gap, [rate.quantity], claim.quantity)
    if found is None:
        return
    ahead = rate.quantity.value > pace.value
    holds = found[0] is not Verdict.INCONSISTENT
    turned = holds and bool(found[1]) and ahead != (side > 0)
    if not holds or turned:
        for one in rates:
            other = judge(gap, [one.quantity], claim.quantity)
            fits = other is not None and other[0] is not Verdict.INCONSISTENT
            if one is not rate and fits and (one.quantity.value > pace.value) == (side > 0):
                return
    shown = claim.quantity.text_of(found[1], 2)
    passed = f"{float(100 * pace.value):.4g}%"
    outcome = Verdict.INCONSISTENT if turned else found[0]
    told = _NO_WORD.sub("", context.text[rate.end : claim.end]) if turned else claim.quantity.shown
    yield relation(
        context, "R2", outcome.value, "review_pace", context.quote_facts(rate, *pace.told, claim), subject=rate.name if chinese_of(rate.name) else "进度",
        expected=f"{'快' if ahead else '慢'}{shown}" if turned else shown, stated=told,
        formula=f"{rate.quantity.shown} − {passed}" if ahead else f"{passed} − {rate.quantity.shown}",
        repairs=(claim.quantity.repaired(found[1]),) if outcome is Verdict.INCONSISTENT and not turned else (),
    )  # fmt: skip
