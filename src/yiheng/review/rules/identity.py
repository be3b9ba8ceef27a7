"""R1, R2, R3, R16, R17 through the identities of the metrics room, bound to what one report states."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product

from yiheng.exact.interval import Verdict
from yiheng.metrics.figure import NO_ITEM
from yiheng.metrics.identity import FigureSelector, Identity
from yiheng.metrics.primitives import PRIMITIVES
from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, judge, off, one_of_several, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import Linear
from yiheng.review.reading.lexicon import identities, lexicon, says, word
from yiheng.review.reading.whose import SEVERAL, fund_of

_RULES = {"sum": "R1", "difference": "R2", "ratio": "R3", "product": "R17", "at_most": "R16", "procurement_saving": "R3"}  # fmt: skip
_ELSEWHERE = ("months", "inverse_sum")
"""What has a rule of its own: months payable, and wholes implied by rates."""
_LINEAR = ("sum", "difference")
_LABEL_END = 12
_COMBINATIONS = 64
_NEAREST = 64
"""Numbers of a metric before a claim, and as many after it, among which its operands are sought."""


@dataclass(frozen=True)
class Term:
    """One operand: a fact, or a value derived from several by another identity."""

    facts: tuple[Fact, ...]
    derived: Identity | None = None
    names: tuple[str, ...] = ()

    def value(self, values: Sequence[Fraction]) -> Fraction:
        """The operand's value from the values of its facts."""
        if self.derived is None:
            return values[0]
        primitive = PRIMITIVES[self.derived.primitive]
        return primitive.compute(dict(zip(self.names, values, strict=True)))


def identity_relations(context: Context) -> Iterator[Relation]:
    """Every bound identity wherever its claim and operands are stated."""
    wanted = {*lexicon().identities, *lexicon().derived_identities}
    for identity in identities():
        if identity.id in wanted and identity.primitive not in _ELSEWHERE:
            for claims in _claims(context, identity):
                yield from _judged(context, identity, claims)


def _usable(fact: Fact) -> bool:
    return fact.quantity.measured and fact.line.section not in (
        "plan",
        "basis" if fact.role == "prior" else "plan",
    )


def _claims(context: Context, identity: Identity) -> list[list[Fact]]:
    """Facts that the identity determines, those of one key and value together."""
    grouped: dict[tuple[object, ...], list[Fact]] = {}
    selector = identity.claim
    for fact in context.by_metric.get(selector.metric, []):
        if not _usable(fact) or fact.role in ("base", "target") or word("caliber_told").match(fact.qualifier):
            continue
        if one_of_several(context, fact) or (
            identity.primitive in _LINEAR and says("per_head", fact.label[-_LABEL_END:])
        ):
            continue
        if selector.insurance and fact.insurance != selector.insurance:
            continue
        if selector.account and fact.account != selector.account:
            continue
        if selector.role and fact.role != selector.role:
            continue
        if selector.item and fact.item != ("" if selector.item == NO_ITEM else selector.item):
            continue
        key = (
            fact.role,
            fact.insurance,
            fact.account,
            fact.item,
            _year(context, fact),
            fact.partial,
            fact.quantity.value,
        )
        grouped.setdefault(key, []).append(fact)
    return list(grouped.values())


def _year(context: Context, fact: Fact) -> int:
    return fact.year or context.report.year


def _matches(context: Context, selector: FigureSelector, claim: Fact) -> list[Fact]:
    """The facts of an operand in the claim's scope, nearest first, one for each value."""
    role = selector.role or claim.role
    item = "" if selector.item == NO_ITEM else selector.item or claim.item
    found: dict[Fraction, Fact] = {}
    options = [
        fact
        for fact in _near(context.by_metric.get(selector.metric, []), claim)
        if fact.role == role and fact.item == item and _usable(fact)
        and fact.account == (selector.account or claim.account) and fact is not claim
        and _of_one_period(context, fact, claim) and _of_one_fund(context, selector, fact, claim)
    ]  # fmt: skip
    options.sort(
        key=lambda fact: (
            fact.sentence != claim.sentence,
            fact.line is not claim.line,
            bool(fact.qualifier),
            abs(fact.start - claim.start),
        )
    )
    for fact in options:
        found.setdefault(fact.quantity.value, fact)
    return list(found.values())


def _of_one_fund(context: Context, selector: FigureSelector, fact: Fact, claim: Fact) -> bool:
    """Whether an operand is of the claim's fund, where each may be told by the words before it in its paragraph."""
    if selector.insurance or fact.metric not in lexicon().of_each_fund:
        return fact.insurance == (selector.insurance or claim.insurance)
    fund = _fund(context, claim)
    return fund == _fund(context, fact) and (fund != SEVERAL or fact.sentence == claim.sentence)


def _fund(context: Context, fact: Fact) -> str:
    known = context.once(_funds)
    if fact.start not in known:
        known[fact.start] = fund_of(context.text, fact)
    return known[fact.start]


def _funds(_: Context) -> dict[int, str]:
    """The funds that have been asked for, by the places of their numbers."""
    return {}


def _near(facts: list[Fact], claim: Fact) -> list[Fact]:
    """The numbers of a metric nearest to a claim."""
    at = bisect_left(facts, claim.start, key=lambda one: one.start)
    return facts[max(0, at - _NEAREST) : at + _NEAREST]


def _of_one_period(context: Context, fact: Fact, claim: Fact) -> bool:
    """Whether an operand is of the claim's year; in one sentence the year need not be said again."""
    if fact.quantity.family == "count" and says("net_opening", fact.label) != says(
        "net_opening", claim.label
    ):
        return False  # 在职36.2万人、退休16.2万人。上年末参保50.9万人
    if _year(context, fact) == _year(context, claim) and fact.partial == claim.partial:
        return True
    if before_its_year(context, fact, claim):
        return False
    told = fact.year and claim.year and fact.role != "prior"
    return fact.sentence == claim.sentence and not told


def before_its_year(context: Context, fact: Fact, claim: Fact) -> bool:
    """Whether a number was told before its claim named another year: 在职5人，退休2人，职退比2.5；2019年职退比2.6."""
    if not claim.year or fact.year or fact.start > claim.start or fact.index < 0:
        return False
    if context.report.year:
        return claim.year != context.report.year
    return any(
        one.metric == claim.metric and one.sentence == claim.sentence and not one.year
        for one in context.facts[fact.index : claim.index]
    )


def _terms(context: Context, selector: FigureSelector, claim: Fact) -> list[Term]:
    direct = [Term((fact,)) for fact in _matches(context, selector, claim)]
    if direct:
        return direct
    for identity in identities():
        if identity.id in lexicon().derivations and identity.claim.metric == selector.metric:
            names = tuple(identity.operands)
            parts = [_matches(context, one, claim) for one in identity.operands.values()]
            return [Term(facts, identity, names) for facts in islice(product(*parts), _COMBINATIONS)]
    return []


def _of_another_kind(context: Context, claim: Fact, parts: Sequence[Fact]) -> bool:
    """Whether a total is of another caliber than its parts (不含生育保险，基金收入…), or planned where they are not (计划参保
    31.60万人; 年末31.25万人，其中在职…、退休…)."""
    if _planned(claim) and not any(map(_planned, parts)):
        return True
    return word("caliber_clause").search(context.text, claim.sentence.start, claim.start) is not None


def _planned(fact: Fact) -> bool:
    """Whether a number is of a plan: not what the year's parts add up to."""
    return fact.role in ("target", "budget")


def _judged(context: Context, identity: Identity, claims: list[Fact]) -> Iterator[Relation]:
    claim = claims[0]
    bound: dict[str, list[Term]] = {}
    for name, selector in identity.operands.items():
        choices = _terms(context, selector, claim)
        if choices:
            bound[name] = choices
        elif not selector.optional:
            return
    outcomes = []
    failed = False
    for terms in islice(product(*bound.values()), _COMBINATIONS):
        facts = tuple(fact for term in terms for fact in term.facts)
        if len({fact.start for fact in facts}) < len(facts) and identity.primitive != "ratio":
            continue
        outcome = _one(identity, tuple(bound), terms, facts, claim, failed)
        if outcome is None:
            continue
        outcomes.append((outcome[0], outcome[1], terms, facts))
        failed = failed or outcome[0] is Verdict.INCONSISTENT
        if outcome[0] is Verdict.CONSISTENT:
            break
    if not outcomes:
        return
    order = [Verdict.CONSISTENT, Verdict.ROUNDING, Verdict.INCONSISTENT]
    best = min(outcomes, key=lambda one: order.index(one[0]))
    if best[0] is Verdict.INCONSISTENT and _of_another_kind(context, claim, best[3]):
        return
    if best[0] is Verdict.INCONSISTENT and _adjusted(context, claim, best[3]):
        return
    yield _relation(context, identity, claims, best)
    if best[0] is Verdict.ROUNDING:
        worse = next((one for one in outcomes if one[0] is Verdict.INCONSISTENT), None)
        if worse is not None and not _of_several_funds(best[3], worse[3]):
            yield _relation(context, identity, claims, worse)


def _of_several_funds(first: Sequence[Fact], second: Sequence[Fact]) -> bool:
    """Whether two readings part in a figure that every fund has: beside the one that holds, the other is another fund's."""
    return any(one not in first and one.metric in lexicon().of_each_fund for one in second)


def _adjusted(context: Context, claim: Fact, operands: Sequence[Fact]) -> bool:
    """Whether an amount between a claim and its operands is said to be added or taken away besides: 另有上年清算调整……"""
    between = [
        one
        for one in context.facts[
            max((fact.index for fact in operands), default=claim.index) + 1 : claim.index
        ]
        if one.sentence == claim.sentence and one.quantity.dimension == claim.quantity.dimension
    ]
    return any(word("gap_adjusted").search(one.label) for one in between)


def _one(
    identity: Identity, names: tuple[str, ...], terms: Sequence[Term], facts: tuple[Fact, ...], claim: Fact,
    failed: bool,
) -> tuple[Verdict, Fraction] | None:  # fmt: skip
    """The verdict on a claim by some operands; ``failed`` where others gave another value: then none that is off is told."""
    primitive = PRIMITIVES[identity.primitive]

    def formula(values: Sequence[Fraction]) -> Fraction:
        """The identity's own computation, each term made of as many values as it has operands."""
        at, given = 0, {}
        for name, term in zip(names, terms, strict=True):
            given[name] = term.value(values[at : at + len(term.facts)])
            at += len(term.facts)
        return primitive.compute(given)

    if primitive.bound:
        limit = facts[0].quantity
        fits = claim.quantity.value <= limit.value or claim.quantity.interval.low <= limit.interval.high
        return (Verdict.CONSISTENT if fits else Verdict.INCONSISTENT), limit.value
    operands = [fact.quantity for fact in facts]
    linear = identity.primitive in _LINEAR and all(term.derived is None for term in terms)
    function = Linear(formula) if linear else formula
    return (
        None
        if failed and off(function, operands, claim.quantity)
        else judge(function, operands, claim.quantity)
    )


def _relation(
    context: Context, identity: Identity, claims: list[Fact],
    best: tuple[Verdict, Fraction, tuple[Term, ...], tuple[Fact, ...]],
) -> Relation:  # fmt: skip
    outcome, point, _, facts = best
    claim = claims[0]
    said = outcome.value
    if outcome is Verdict.INCONSISTENT and not identity.parameters.complete:
        said = "review"
    shown = claim.quantity.text_of(point, 2 if outcome is Verdict.INCONSISTENT else 0)
    operands = "，".join(f"{fact.name} {fact.quantity.shown}" for fact in dict.fromkeys(facts))
    wrong = outcome is Verdict.INCONSISTENT
    code = "review_bound" if PRIMITIVES[identity.primitive].bound else "review_identity"
    return relation(
        context, _RULES.get(identity.primitive, "R3"), said, code, context.quote_facts(*claims, *facts),
        subject=identity.name, expected=shown, stated=claim.quantity.shown, formula=operands,
        repairs=(claim.quantity.repaired(point), "更正参与计算的数") if wrong else (),
    )  # fmt: skip


def explains_gap(context: Context, first: Fact, second: Fact) -> Fact | None:
    """A stated figure equal to the gap between two statements: what one of them may have counted besides."""
    gap = abs(first.quantity.value - second.quantity.value)
    return context.by_value.get((first.quantity.dimension, gap)) if gap else None
