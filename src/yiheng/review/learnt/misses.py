"""Misses that chance hardly explains: numbers of one relation that cannot all be true, told with what would mend them.

How likely each mend is, is worked out in :mod:`yiheng.review.learnt.mends`. Mends of several numbers may make one relation hold:
then all those that are about as likely are named, and none is chosen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from yiheng.review.finding import Relation
from yiheng.review.learnt.chances import traits_of
from yiheng.review.learnt.evidence import Evidence
from yiheng.review.learnt.forms import FORMS, Form
from yiheng.review.learnt.mends import Mend, Mends
from yiheng.review.reading.context import Context, keeps, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import is_linear
from yiheng.review.reading.lexicon import says
from yiheng.review.reading.recomputed import rounded_as

_LEAST = 0.03
"""How likely an error must be to be weighed with what the readers accuse."""
_ROUNDED = 1
"""Last places by which a sum may be off since it was made of numbers that are not printed in full."""
_MIXED, _ALL = 2, "all"
"""Accounts of which a sum is of no one scope: one account and the whole fund."""
_AS_LIKELY = 5
"""How many times likelier the likeliest mend may be than another that is named."""
_OWN = 4
"""Characters of a number, point included, that two numbers hardly share by accident."""


@dataclass(frozen=True)
class Miss:
    """A claim that is not the ``value`` that others give, with how likely one of them is an error; ``mends`` of single numbers, the
    likeliest first."""

    claim: Fact
    operands: tuple[Fact, ...]
    form: Form
    likely: float
    value: Fraction
    mends: tuple[Mend, ...]

    @property
    def ends(self) -> set[int]:
        """Where its numbers end."""
        return {self.claim.end, *(one.end for one in self.operands)}


def misses_of(context: Context, evidence: Evidence, mends: Mends) -> tuple[Miss, ...]:
    """The misses of a report, the likeliest first."""
    weight = np.zeros(len(evidence.claim))
    by: dict[int, list[Mend]] = {}
    for one in mends.every:
        np.add.at(weight, one.mended, one.odds * one.shares)
        for at in one.mended:
            by.setdefault(int(at), []).append(one)
    found = []
    twice = _told_twice(evidence.numbers.facts)
    for claim in np.unique(evidence.claim[weight > 0]):
        rows = np.arange(evidence.starts[claim], evidence.starts[claim + 1])
        best = int(rows[weight[rows].argmax()])
        alike = rows[
            np.abs(evidence.values[rows] - evidence.values[best]) <= 2 * evidence.numbers.reach[claim]
        ]
        found.append(_miss(context, evidence, mends, best, float(weight[alike].sum()), by[best], twice))
    return tuple(sorted((one for one in found if one and one.likely >= _LEAST), key=lambda one: -one.likely))


def _miss(
    context: Context,
    evidence: Evidence,
    mends: Mends,
    best: int,
    odds: float,
    by: Sequence[Mend],
    twice: frozenset[str],
) -> Miss | None:
    form = FORMS[int(evidence.form[best])]
    members = evidence.members(best)
    facts = evidence.numbers.facts
    claim = int(evidence.claim[best])
    operands = tuple(facts[one] for one in members)
    value = form.function([one.quantity.value for one in operands])
    if form.same or not _stands(facts[claim], operands, form, value):
        return None  # two numbers that are nearly one are two more often
    if facts[claim].quantity.shown in twice or _is_list(context, (facts[claim], *operands)):
        return None
    whole = 1 + mends.wrong[[claim, *members]].sum()
    named = sorted(by, key=lambda one: -one.odds)
    named = [one for one in named if _AS_LIKELY * one.odds >= named[0].odds]
    first: dict[int, Mend] = {}
    for one in named:
        first.setdefault(one.number, one)
    return Miss(facts[claim], operands, form, odds / whole, value, tuple(first.values()))


def _stands(fact: Fact, operands: Sequence[Fact], form: Form, value: Fraction) -> bool:
    """Whether an error stands by exact arithmetic: the claim is not what rounded operands may give, and no sum or difference sets the
    whole fund against one of its accounts; what is of one account may well be less by what no account is told of."""
    if keeps(form.function, [one.quantity for one in operands], fact.quantity):
        return False
    if not is_linear(form.function):
        return True
    place = 2 * fact.quantity.printed.half_unit * fact.quantity.measure.unit.scale
    members = (fact, *operands)
    accounts = {one.account for one in members}
    whole = max(members, key=lambda one: one.quantity.value)
    apart = any(one.sentence != fact.sentence for one in operands)
    mixed = apart and len(accounts) == _MIXED and _ALL in (whole.account, fact.account)
    if mixed or _is_stock_of_flows(members):
        return False
    return abs(value - fact.quantity.value) > _ROUNDED * place


def _is_list(context: Context, numbers: Iterable[Fact]) -> bool:
    """Whether all are items of one list, of which none is what the others make: 住院118家、门诊467家、慢病19家、药店664家."""
    facts = sorted(numbers, key=_start)
    return all(
        one.sentence == other.sentence and context.text[one.end : other.at].startswith("、")
        for one, other in zip(facts, facts[1:], strict=False)
    )


def _told_twice(facts: Sequence[Fact]) -> frozenset[str]:
    """What stands in a report more than once, as printed: hardly anyone errs twice in the same way."""
    told = Counter(one.quantity.shown for one in facts if len(one.quantity.printed.text.strip("0.")) >= _OWN)
    return frozenset(shown for shown, often in told.items() if often > 1)


def _start(fact: Fact) -> int:
    return fact.start


def _is_stock_of_flows(members: Sequence[Fact]) -> bool:
    """Whether one stock is set against flows alone: 累计结余 is no income less expenditure of a year; 上年结余 is carried to it."""
    stocks = [says("told_stock", one.label) or says("told_opening", one.label) for one in members]
    flows = [says("flow_noun", one.label) for one in members]
    return sum(stocks) == 1 and all(stock or flow for stock, flow in zip(stocks, flows, strict=True))


def miss_relation(context: Context, miss: Miss) -> Relation:
    """A miss as an error."""
    claim = miss.claim.quantity
    facts = traits_of(context).numbers.facts
    code = "review_slip" if miss.mends[0].slip else "review_miss"
    return relation(
        context, miss.form.rule, "inconsistent", code,
        context.quote_facts(*miss.operands, miss.claim), subject=miss.claim.name, expected=claim.text_of(miss.value, more=2),
        stated=claim.shown, formula=miss.form.text([one.quantity.shown for one in miss.operands]),
        repairs=tuple(_repair(facts[one.number], miss, one) for one in miss.mends),
    )  # fmt: skip


def _repair(fact: Fact, miss: Miss, mend: Mend) -> str:
    """What to write instead, in the unit and to the places of a number."""
    quantity = fact.quantity
    right = rounded_as(fact, miss.value if fact == miss.claim else Fraction(mend.right))
    return f"{quantity.shown}→{quantity.text_of(quantity.measure.unit.to_base(right))}"
