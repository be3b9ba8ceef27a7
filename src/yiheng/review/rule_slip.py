"""R1–R4 and R17 by arithmetic alone: equations of neighbouring numbers that fail by one slip of the pen.

An equation (:mod:`yiheng.review.equation`) that holds bears its numbers out, against any rule of words that meant
other neighbours. One that fails is told only where a single slip (:mod:`yiheng.review.slip`) in a number that nothing
else bears out would mend it, and where so many digits would then agree that chance is no explanation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from yiheng.exact.printed import Printed
from yiheng.review.context import Context, holds, judge, relation
from yiheng.review.equation import Equation, equations
from yiheng.review.fact import Fact
from yiheng.review.finding import Relation
from yiheng.review.slip import slips

_FIRM = ("consistent", "rounding")
_ARITHMETIC = ("R1", "R2", "R3", "R4", "R17")
_DIGITS_NEEDED = 8
_DIGITS_TIGHT = 6
_DIGITS_TWO_PARTS = 10
_DIGITS_PARTS = 9
"""Significant digits of an equation beyond those of its longest number: each is one more that chance must hit."""


@dataclass(frozen=True)
class Neighbours:
    """What the arithmetic shows: ends of numbers that an equation bears out, and the equations that fail."""

    firm: frozenset[int]
    failing: tuple[Equation, ...]


def neighbours_of(context: Context) -> Neighbours:
    """Try every equation of a report."""
    firm: set[int] = set()
    failing: list[Equation] = []
    for equation in equations(context):
        operands = [one.quantity for one in equation.operands]
        if _value(equation) is not None and holds(
            judge(equation.function, operands, equation.claim.quantity)
        ):
            firm.update(fact.end for fact in equation.facts)
        else:
            failing.append(equation)
    failing.sort(key=lambda one: (not one.tight, -len(one.operands)))
    return Neighbours(frozenset(firm), tuple(failing))


def borne_out(found: Relation, neighbours: Neighbours) -> bool:
    """Whether the number that a relation of words accuses holds with other neighbours than the words seemed to mean."""
    if found.verdict != "inconsistent" or found.rule not in _ARITHMETIC:
        return False
    return any(quote.end in neighbours.firm and quote.text.endswith(found.stated) for quote in found.quotes)


def slip_relations(context: Context, found: Sequence[Relation], neighbours: Neighbours) -> Iterator[Relation]:
    """Near misses among numbers that no relation found so far has settled or accused."""
    firm = neighbours.firm | _spans(found, _FIRM)
    told = _spans(found, ("inconsistent",))
    for equation in neighbours.failing:
        if any(fact.end in told for fact in equation.facts):
            continue
        repairs = _repairs(equation, firm)
        if repairs:
            told.update(fact.end for fact in equation.facts)
            yield _relation(context, equation, repairs)


def _spans(found: Iterable[Relation], verdicts: tuple[str, ...]) -> set[int]:
    """Where the numbers of relations end: a quote ends with its number."""
    return {quote.end for one in found if one.verdict in verdicts for quote in one.quotes}


def _repairs(equation: Equation, firm: frozenset[int]) -> list[tuple[Fact, Fraction]]:
    """The numbers that nothing bears out and whose slip would mend the equation, with the value before the slip."""
    lengths = sorted(_significant(fact) for fact in equation.facts)
    if sum(lengths[:-1]) < _digits_needed(equation) or _value(equation) is None:
        return []
    values = [one.quantity.value for one in equation.operands]
    repairs = []
    for fact in equation.facts:
        if fact.end not in firm:
            value = next(
                (one for one in _slips_of(fact.quantity.printed) if _mends(equation, values, fact, one)), None
            )
            if value is not None:
                repairs.append((fact, value))
    return repairs


def _significant(fact: Fact) -> int:
    """How many digits say something: zeros at the end may stand for a round number."""
    printed = fact.quantity.printed
    return len(str(abs(int(printed.value * 10**printed.decimals))).rstrip("0"))


def _digits_needed(equation: Equation) -> int:
    if equation.rule == "R1":
        return _DIGITS_PARTS if len(equation.operands) > 2 else _DIGITS_TWO_PARTS
    return _DIGITS_TIGHT if equation.tight else _DIGITS_NEEDED


def _value(equation: Equation) -> Fraction | None:
    try:
        return equation.function([one.quantity.value for one in equation.operands])
    except ZeroDivisionError:
        return None


@lru_cache(maxsize=4096)
def _slips_of(printed: Printed) -> tuple[Fraction, ...]:
    return tuple(slips(printed))


def _mends(equation: Equation, values: list[Fraction], fact: Fact, value: Fraction) -> bool:
    """Whether the equation holds, to the decimals of its claim, with one number's value (as printed) replaced."""
    base = fact.quantity.measure.unit.to_base(value)
    operands = [base if one is fact else known for one, known in zip(equation.operands, values, strict=True)]
    claim = equation.claim.quantity
    try:
        computed = claim.measure.unit.from_base(equation.function(operands))
    except ZeroDivisionError:
        return False
    stated = value if fact is equation.claim else claim.printed.value
    if equation.rule in ("R1", "R2"):
        return computed == stated
    return 2 * abs(computed - stated) * 10**claim.printed.decimals <= 1


def _relation(context: Context, equation: Equation, repairs: list[tuple[Fact, Fraction]]) -> Relation:
    claim = equation.claim.quantity
    value = _value(equation)
    assert value is not None
    return relation(
        context,
        equation.rule,
        "inconsistent",
        "review_slip",
        context.quote_facts(*equation.facts),
        subject=equation.claim.name,
        expected=claim.text_of(value, more=2),
        stated=claim.shown,
        formula=equation.shown,
        repairs=tuple(f"{fact.quantity.shown}→{_text(fact, value)}" for fact, value in repairs),
    )


def _text(fact: Fact, value: Fraction) -> str:
    return fact.quantity.text_of(fact.quantity.measure.unit.to_base(value))
