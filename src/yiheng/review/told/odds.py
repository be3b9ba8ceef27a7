"""Near misses that chance hardly explains: what two or three numbers give is one slip of the pen away from another.

The readers before this one find operands by their words. Here the numbers around a claim are tried, by the forms that its
words allow, and place and words only weigh: the more combinations stand nearer, the more often one of them gives by mere
chance a value that one slip turns into the claim. Where that is to be expected less than once in ``1 / _CHANCE`` claims, and no
combination gives the claim itself, it is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial, inf, prod

from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, far, holds, judge, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import Formula, is_linear, total
from yiheng.review.reading.slip import Slip, likely_slips
from yiheng.review.rules.slip import gives_another, rounded_as, significant_digits
from yiheng.review.told.odds_forms import Form, binding, clause_of, forms_of
from yiheng.review.told.reading import name_pieces

_CHANCE = 0.08
_BACK, _AHEAD = 60, 8
_AHEAD_COSTS = 2.5
"""Operands mostly stand before what is computed from them."""
_THREE, _THREE_BACK = 3, 10
"""Of how many numbers of a kind three are tried together."""
_DIGITS = 2
_NAMED, _BOUND = 0.5, 0.1
"""What a name that claim and operand share is worth, and what binds them at the most."""
_SENTENCE, _LINE, _ELSEWHERE, _AHEAD_ELSEWHERE = 0.5, 1.0, 4.0, 8.0
_OPERAND_RANK, _OPERAND_COSTS = 3, 12
"""A slip in an operand is looked for among the nearest pairs, and told less readily: any of three numbers may have it."""
_LIKELIER, _EXPECTED = 4, 0.5
"""How many times less likely a combination may be meant that gives a claim, and how many by chance may be expected to."""
_MARGIN = 1e-6


@dataclass(frozen=True)
class Miss:
    """A claim that others nearly give: ``slipped`` is the number that is wrong, ``before`` what it was, in its unit."""

    claim: Fact
    operands: tuple[Fact, ...]
    form: Form
    slipped: Fact
    before: Fraction
    chance: float
    cost: float

    @property
    def rule(self) -> str:
        """The rule of its form."""
        return self.form.rule

    @property
    def function(self) -> Formula:
        """What its operands give."""
        return self.form.function

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All its numbers."""
        return (*self.operands, self.claim)


def odds_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Near misses among numbers that no relation found so far has settled or accused."""
    told = ends_of(found, "inconsistent")
    for miss in misses(context, ends_of(found, "consistent", "rounding"), told, _CHANCE):
        if not any(one.end in told for one in (miss.claim, *miss.operands)):
            told |= {miss.claim.end, *(one.end for one in miss.operands)}
            yield _relation(context, miss)


def misses(context: Context, settled: set[int], told: set[int], chance: float) -> Iterator[Miss]:
    """The near misses among the numbers of a report of which chance explains no more than a share."""
    facts = [one for one in context.facts if one.quantity.value > 0 and one.quantity.upper is None]
    for place, claim in enumerate(facts):
        if claim.end in told | settled or claim.role == "target" or claim.line.section == "goal":
            continue
        if not claim.quantity.measured or significant_digits(claim) < _DIGITS:
            continue
        forms = forms_of(context, claim)
        near = _near(facts, place) if forms else []
        miss = _likeliest(context, claim, forms, near, settled, chance) if near else None
        if miss is None or _given(context, miss, forms, near):
            continue
        if not gives_another(miss, [one for _, one in near]):
            yield miss


def _near(facts: Sequence[Fact], place: int) -> list[tuple[int, Fact]]:
    """The numbers around a claim, the nearest first, each with how many of its dimension are as near."""
    low, high = max(0, place - _BACK), min(len(facts), place + 1 + _AHEAD)
    around = [at for at in range(low, high) if at != place]
    around.sort(key=lambda at: place - at if at < place else _AHEAD_COSTS * (at - place))
    counted: Counter[str] = Counter()
    near = []
    for at in around:
        dimension = facts[at].quantity.dimension
        counted[dimension] += 1
        near.append((counted[dimension], facts[at]))
    return near


def _combined(
    claim: Fact, forms: Sequence[Form], near: Sequence[tuple[int, Fact]], most: float
) -> Iterator[tuple[float, Form, tuple[Fact, ...]]]:
    """Combinations that a form allows, with about how many of their kind are as near: no more than ``most``."""
    value = claim.quantity.value
    for form in forms:
        usable = [
            (rank, one)
            for rank, one in near
            if one.quantity.value != value
            and (one.quantity.measured or (form.to_goal and bool(one.quantity.operator)))
            and (form.count < _THREE or rank <= _THREE_BACK)
            and (not form.bound or one.line is claim.line)
        ]
        firsts = [
            pair
            for pair in usable
            if not form.of_first or pair[1].quantity.dimension == claim.quantity.dimension
        ]
        for ranks, operands in _chosen(firsts, usable, form.count, most):
            alike = factorial(max(Counter(one.quantity.dimension for one in operands).values()))
            nearer = max(1.0, prod(ranks) / alike)
            if nearer <= most and form.allows(operands):
                yield nearer, form, operands


def _chosen(
    firsts: Sequence[tuple[int, Fact]], others: Sequence[tuple[int, Fact]], count: int, most: float
) -> Iterator[tuple[tuple[int, ...], tuple[Fact, ...]]]:
    """So many different numbers, in every order, whose ranks are not too high together."""
    limit = most * factorial(count)
    for rank, first in firsts:
        if rank > limit:
            continue
        if count == 1:
            yield (rank,), (first,)
            continue
        for ranks, rest in _chosen(others, others, count - 1, limit / rank / factorial(count - 1)):
            if first not in rest:
                yield (rank, *ranks), (first, *rest)


def _likeliest(
    context: Context,
    claim: Fact,
    forms: Sequence[Form],
    near: Sequence[tuple[int, Fact]],
    settled: set[int],
    chance: float,
) -> Miss | None:
    """The near miss of a claim that is least to be expected by chance; None where all may well be chance."""
    quantity = claim.quantity
    width = 2 * quantity.half_size / quantity.size
    slips = likely_slips(quantity.printed)
    best = max((one.share for one in slips), default=0.0)
    if not best:
        return None
    most = chance * best / (_NAMED**2 * _SENTENCE**2 * width * _BOUND)
    own = name_pieces(clause_of(context, claim))
    found: Miss | None = None
    for nearer, form, operands in _combined(claim, forms, near, most):
        cost = _cost(context, claim, own, nearer, form, operands)
        odds = cost * len(forms) * (width + sum(map(_blur, operands)))
        limit = found.chance if found else chance
        for slipped, before, share in _mended(claim, operands, form, slips, settled, nearer):
            dearer = _OPERAND_COSTS if slipped is not claim else 1
            if odds * dearer / share < limit:
                limit = odds * dearer / share
                found = Miss(claim, operands, form, slipped, before, limit, cost)
    return found


def _cost(
    context: Context, claim: Fact, own: frozenset[str], nearer: float, form: Form, operands: tuple[Fact, ...]
) -> float:
    """How many combinations are as likely to be meant: by place, by names and by what the words bind."""
    places = prod(
        _by_place(claim, one) * (_NAMED if own & name_pieces(one.label) else 1.0) for one in operands
    )
    return nearer * form.tries * places * binding(context, claim, form, operands)


def _mended(
    claim: Fact,
    operands: tuple[Fact, ...],
    form: Form,
    slips: Sequence[Slip],
    settled: set[int],
    nearer: float,
) -> Iterator[tuple[Fact, Fraction, float]]:
    """The slips, of the claim or of one of the nearest operands, without which a form would hold, and how likely each is."""
    sizes = [one.quantity.size for one in operands]
    quantity, scale = claim.quantity, float(claim.quantity.measure.unit.scale)
    size, reach = _size(form, sizes), quantity.half_size + _MARGIN * quantity.size
    if abs(size - quantity.size) <= reach or _within(claim, form, operands):
        return
    for slip in slips:
        if abs(size - slip.size * scale) <= reach:
            value = form.function([one.quantity.value for one in operands])
            if rounded_as(claim, value) == slip.before:
                yield claim, slip.before, slip.share
    if (
        form.function is total
        or nearer > _OPERAND_RANK
        or any(one.sentence != claim.sentence for one in operands)
    ):
        return
    for place, operand in enumerate(operands):
        if operand.end in settled or significant_digits(operand) <= _DIGITS:
            continue
        if is_linear(form.function) and operand.quantity.half_size > quantity.half_size:
            continue  # 27.75亿元 − 27.10亿元 are some million more or less
        unit = operand.quantity.measure.unit
        for slip in likely_slips(operand.quantity.printed):
            tried = [*sizes[:place], slip.size * float(unit.scale), *sizes[place + 1 :]]
            if abs(_size(form, tried) - quantity.size) <= reach:
                values = [one.quantity.value for one in operands]
                values[place] = unit.to_base(slip.before)
                if rounded_as(claim, form.function(values)) == quantity.printed.value:
                    yield operand, slip.before, slip.share


def _blur(one: Fact) -> float:
    """By what part of itself a number may be off, since it is rounded."""
    return 0.0 if one.quantity.exact else 2 * one.quantity.half_size / one.quantity.size


def _within(claim: Fact, form: Form, operands: Sequence[Fact]) -> bool:
    """Whether a claim is what rounded numbers may stand for."""
    quantities = [one.quantity for one in operands]
    return not far(form.function, quantities, claim.quantity) and holds(
        judge(form.function, quantities, claim.quantity)
    )


def _size(form: Form, sizes: Sequence[float]) -> float:
    """The magnitude of what numbers give; beyond all where they give nothing."""
    try:
        return form.function(sizes)  # type: ignore[arg-type, return-value]
    except ZeroDivisionError:
        return inf


def _given(context: Context, miss: Miss, forms: Sequence[Form], near: Sequence[tuple[int, Fact]]) -> bool:
    """Whether numbers around give the claim as it stands, and are not so far to seek that some would by chance."""
    claim, quantity = miss.claim, miss.claim.quantity
    reach = quantity.half_size + _MARGIN * quantity.size
    own = name_pieces(clause_of(context, claim))
    most = max(_LIKELIER * miss.cost, _EXPECTED * quantity.size / (2 * quantity.half_size))
    return any(
        abs(_size(form, [one.quantity.size for one in operands]) - quantity.size) <= reach
        and _cost(context, claim, own, nearer, form, operands) <= most
        for nearer, form, operands in _combined(claim, forms, near, float(_BACK * _BACK))
    )


def _by_place(claim: Fact, one: Fact) -> float:
    if one.sentence == claim.sentence:
        return _SENTENCE
    if one.start > claim.end:
        return _AHEAD_ELSEWHERE
    return _LINE if one.line is claim.line else _ELSEWHERE


def _relation(context: Context, miss: Miss) -> Relation:
    claim, slipped = miss.claim.quantity, miss.slipped.quantity
    value = miss.function([one.quantity.value for one in miss.operands])
    right = slipped.text_of(slipped.measure.unit.to_base(miss.before))
    return relation(
        context, miss.rule, "inconsistent", "review_slip", context.quote_facts(*miss.operands, miss.claim),
        subject=miss.claim.name, expected=claim.text_of(value, more=2), stated=claim.shown,
        formula=miss.form.shown.format(*(one.quantity.shown for one in miss.operands)),
        repairs=(f"{slipped.shown}→{right}",),
    )  # fmt: skip
