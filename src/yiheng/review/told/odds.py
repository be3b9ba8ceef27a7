"""Near misses that chance hardly explains: what two or three numbers give is one slip of the pen away from another.

The readers before this one find operands by their words. Here the numbers around a claim are tried, by the forms that its
words allow, and place and words only weigh: the more combinations stand nearer, the more often one of them gives by mere
chance a value that one slip turns into the claim. Where that is to be expected less than once in ``1 / _CHANCE`` claims, and no
combination gives the claim itself, it is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import factorial, inf, prod

from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, keeps, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import Formula, is_linear, total
from yiheng.review.reading.recomputed import gives_another, rounded_as
from yiheng.review.reading.slip import likely_slips
from yiheng.review.rules.slip import significant_digits
from yiheng.review.told.odds_forms import Form, binding, clause_of, forms_of
from yiheng.review.told.reading import name_pieces

_CHANCE = 0.08
_BACK, _AHEAD = 60, 8
_AHEAD_COSTS = 2.5
"""Operands mostly stand before what is computed from them."""
_THREE, _THREE_BACK = 3, 10
"""Of how many numbers of a kind three are tried together."""
_DIGITS = 2
_NAMED = 0.5
"""What a name that claim and operand share is worth."""
_SENTENCE, _LINE, _ELSEWHERE, _AHEAD_ELSEWHERE = 0.5, 1.0, 4.0, 8.0
_OPERAND_RANK, _OPERAND_COSTS = 2, 12
"""A slip in an operand is looked for among the nearest pairs, and told less readily: any of three numbers may have it."""
_LIKELIER, _EXPECTED = 4, 0.5
"""How many times less likely a combination may be meant that gives a claim, and how many by chance may be expected to."""
_MARGIN, _HALF = 1e-6, 0.5 + 1e-9


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
        if claim.end in told or claim.end in settled:
            continue
        if claim.role == "target" or claim.line.section == "goal":
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


def _pools(
    claim: Fact, form: Form, near: Sequence[tuple[int, Fact]]
) -> tuple[Sequence[tuple[int, Fact]], Sequence[tuple[int, Fact]]]:
    """The numbers around a claim that may be the first operand of a form, and those that may be another."""
    value = claim.quantity.value
    usable = [
        (rank, one)
        for rank, one in near
        if one.quantity.value != value
        and (one.quantity.measured or (form.to_goal and bool(one.quantity.operator)))
        and (form.count < _THREE or rank <= _THREE_BACK)
        and (not form.bound or one.line is claim.line)
    ]
    dimension = claim.quantity.dimension
    firsts = [pair for pair in usable if not form.of_first or pair[1].quantity.dimension == dimension]
    return firsts, usable


def _giving(
    claim: Fact, form: Form, near: Sequence[tuple[int, Fact]], wanted: Container[int]
) -> Iterator[tuple[int, float, tuple[Fact, ...]]]:
    """Combinations that a form allows and that give, to the claim's last place, one of the values wanted; the values are
    whole numbers of that place. With about how many combinations of their kind are as near."""
    firsts, usable = _pools(claim, form, near)
    scale = 10**claim.quantity.printed.decimals / float(claim.quantity.measure.unit.scale)
    function = form.function
    for chosen in product(firsts, *[usable] * (form.count - 1)):
        try:
            size = function([one.quantity.size for _, one in chosen])  # type: ignore[misc]
        except ZeroDivisionError:
            continue
        places = int(size * scale + _HALF)
        if places in wanted:
            operands = tuple(one for _, one in chosen)
            if len(set(operands)) == form.count and form.allows(operands):
                yield places, _nearer(chosen), operands


def _nearer(chosen: Sequence[tuple[int, Fact]]) -> float:
    """About how many combinations of the kinds of some numbers are as near as these: their order does not count."""
    alike = max(Counter(one.quantity.dimension for _, one in chosen).values())
    return max(1.0, prod(rank for rank, _ in chosen) / factorial(alike))


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
    places = 10**quantity.printed.decimals
    slips = {
        (one.before * places).numerator: one
        for one in likely_slips(quantity.printed)
        if (one.before * places).denominator == 1
    }
    own = name_pieces(clause_of(context, claim))
    found: Miss | None = None
    for form in forms:
        slipped = [
            (nearer, operands, claim, slips[at].before, slips[at].share)
            for at, nearer, operands in _giving(claim, form, near, slips)
            if not _within(claim, form, operands)
        ]
        for nearer, operands, wrong, before, share in (*slipped, *_operand_slips(claim, form, near, settled)):
            cost = _cost(context, claim, own, nearer, form, operands)
            odds = cost * len(forms) * (width + sum(map(_blur, operands))) / share
            if odds < (found.chance if found else chance):
                found = Miss(claim, operands, form, wrong, before, odds, cost)
    return found


def _cost(
    context: Context, claim: Fact, own: frozenset[str], nearer: float, form: Form, operands: tuple[Fact, ...]
) -> float:
    """How many combinations are as likely to be meant: by place, by names and by what the words bind."""
    places = prod(
        _by_place(claim, one) * (_NAMED if own & name_pieces(one.label) else 1.0) for one in operands
    )
    return nearer * form.tries * places * binding(context, claim, form, operands)


def _operand_slips(
    claim: Fact, form: Form, near: Sequence[tuple[int, Fact]], settled: set[int]
) -> Iterator[tuple[float, tuple[Fact, ...], Fact, Fraction, float]]:
    """The slips of one of the nearest operands of the claim's sentence without which a form would hold, and how likely each
    is."""
    if form.function is total:
        return
    quantity = claim.quantity
    reach = quantity.half_size + _MARGIN * quantity.size
    inside = [(rank, one) for rank, one in near if rank <= _OPERAND_RANK and one.sentence == claim.sentence]
    firsts, usable = _pools(claim, form, inside)
    for chosen in product(firsts, *[usable] * (form.count - 1)):
        operands, nearer = tuple(one for _, one in chosen), _nearer(chosen)
        if nearer > _OPERAND_RANK or len(set(operands)) < form.count or not form.allows(operands):
            continue
        sizes = [one.quantity.size for one in operands]
        if abs(_size(form, sizes) - quantity.size) <= reach or _within(claim, form, operands):
            continue
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
                        yield nearer, operands, operand, slip.before, slip.share / _OPERAND_COSTS


def _blur(one: Fact) -> float:
    """By what part of itself a number may be off, since it is rounded."""
    return 0.0 if one.quantity.exact else 2 * one.quantity.half_size / one.quantity.size


def _within(claim: Fact, form: Form, operands: Sequence[Fact]) -> bool:
    """Whether a claim is what rounded numbers may stand for."""
    return keeps(form.function, [one.quantity for one in operands], claim.quantity)


def _size(form: Form, sizes: Sequence[float]) -> float:
    """The magnitude of what numbers give; beyond all where they give nothing."""
    try:
        return form.function(sizes)  # type: ignore[arg-type, return-value]
    except ZeroDivisionError:
        return inf


def _given(context: Context, miss: Miss, forms: Sequence[Form], near: Sequence[tuple[int, Fact]]) -> bool:
    """Whether numbers around give the claim as it stands, and are not so far to seek that some would by chance."""
    claim, quantity = miss.claim, miss.claim.quantity
    own = name_pieces(clause_of(context, claim))
    most = max(_LIKELIER * miss.cost, _EXPECTED * quantity.size / (2 * quantity.half_size))
    printed = (quantity.printed.value * 10**quantity.printed.decimals).numerator
    return any(
        _cost(context, claim, own, nearer, form, operands) <= most
        for form in forms
        for _, nearer, operands in _giving(claim, form, near, (printed,))
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
