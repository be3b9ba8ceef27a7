"""R14 UNIT by what a number would have to be: parts and total, so many at so much, a rate of a base, one amount told twice.

A number that fits none of the relations of its paragraph as it stands, and fits one to the last digit with 亿元 for 万元, has the
wrong unit. What the words bind is tried with few digits; what merely stands side by side needs many, since chance must be
no explanation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from yiheng.exact.errors import ExactError
from yiheng.exact.printed import Printed
from yiheng.exact.rounding import decimal_text
from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says
from yiheng.review.reading.quantity import Quantity, units
from yiheng.review.rules.disclosed import disclosed
from yiheng.review.rules.same import agree
from yiheng.review.rules.slip import significant_digits
from yiheng.review.told.unit_meaning import Meaning, meanings

_MONEY = ("元", "万元", "亿元")
_LARGE = "万亿"
_REACH, _PAIR = 5, 2
_BOUND_DIGITS, _SIDE_DIGITS, _POINT_DIGITS = 4, 8, 4
_NEAR, _NAME = Fraction(3, 2), 4
_FIRM_DIGITS, _GIANT_DIGITS, _LINE, _TIMES, _APART = 1, 5, 14, 10, 1000
_FIRM = ("consistent", "rounding")
_OF_SIDES = frozenset({"R9", "R16"})
"""Rules that ask only which of two numbers is larger."""


def unit_meant_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Numbers that nothing accuses or settles and that another unit would mend."""
    accused = ends_of(found, "inconsistent")
    settled = ends_of((one for one in found if one.rule not in _OF_SIDES), *_FIRM)
    for first, second in zip(context.facts, context.facts[1:], strict=False):
        told = _twice(context, first, second) if not {first.end, second.end} & accused else None
        if told is not None:
            accused |= {first.end, second.end}
            yield disclosed(context, told)
    for fact in context.facts:
        if fact.end in accused or not _is_open(fact):
            continue
        one = (
            _too_much(context, fact)
            or _moved(context, fact)
            or _odd_one(context, fact)
            or _twin(context, fact)
        )
        one = one or (None if fact.end in settled else _meant(context, fact, accused))
        if one is not None:
            accused |= one.ends
            yield disclosed(context, one)


def _is_open(fact: Fact) -> bool:
    quantity = fact.quantity
    plain = quantity.operator in ("", "=") and quantity.upper is None and quantity.value > 0
    return plain and quantity.family in ("money", "count")


def _others(quantity: Quantity, *, points: bool) -> Iterator[Quantity]:
    """The number with another unit of its kind, and with its decimal point moved by one."""
    names = _MONEY
    if quantity.family != "money":
        bare = (
            quantity.unit[1:]
            if quantity.unit[0] in _LARGE and quantity.unit[1:] in units()
            else quantity.unit
        )
        names = (bare, f"万{bare}", f"亿{bare}")
    for name in names:
        measure = units().get(name)
        if name != quantity.unit and measure is not None:
            yield replace(quantity, unit=name, measure=measure)
    if points:
        for step in (Fraction(10), Fraction(1, 10)):
            moved = quantity.printed.value * step
            places = max(quantity.printed.decimals + (1 if step < 1 else -1), 0)
            try:
                yield replace(quantity, printed=Printed.parse(decimal_text(moved, places)))
            except ExactError:
                continue


# One amount told twice; one that is more than all.


def _twice(context: Context, first: Fact, second: Fact) -> Relation | None:
    """18806.55万元（1.88亿元）, 245,774.82万元，即约24.58亿元: the same digits, and another size."""
    if not (_is_open(first) and _is_open(second)) or first.sentence != second.sentence:
        return None
    one, two = first.quantity, second.quantity
    between = context.text[first.end : second.start]
    closed = context.text[second.end : second.end + 1] in ("）", ")") and between.strip()[:1] in ("（", "(")
    worded = says("um_same_word", between) and says("um_same", between)
    if (
        one.dimension != two.dimension
        or (one.unit == two.unit and not worded)
        or not (worded or (closed and says("um_same", between)))
    ):
        return None
    if agree(one, two) or min(significant_digits(first), significant_digits(second)) < _PAIR:
        return None
    steps = (Fraction(10) ** n for n in range(-6, 7) if n)
    for step in steps:
        meant = two.value * step
        if abs(meant - one.value) <= Fraction(two.half_size) * step + Fraction(one.half_size):
            return _told(context, second, (first,), two.text_of(one.value, 2), one.shown)
    return None


def _too_much(context: Context, fact: Fact) -> Relation | None:
    """合计发放0.86万元，最高一笔3200万元: one of them is more than all of them."""
    lead = context.clause_before(fact)
    if not says("um_most", lead) or says("um_most_not", lead):
        return None
    for one in reversed(context.facts[max(0, fact.index - _REACH) : fact.index]):
        alike = one.sentence == fact.sentence and one.quantity.dimension == fact.quantity.dimension
        said = context.text[max(one.sentence.start, one.start - _LINE) : one.start]
        if alike and _is_open(one) and says("um_most_of", said) and not says("um_each", one.label):
            if fact.quantity.value <= one.quantity.value:
                return None
            meant = next(
                (other for other in _others(fact.quantity, points=False) if other.value <= one.quantity.value < _APART * other.value), None
            )  # fmt: skip
            shown = meant.shown if meant is not None else f"不超过{one.quantity.shown}"
            return _told(context, fact, (one,), shown, f"{fact.quantity.shown} ＞ {one.quantity.shown}")
    return None


def _moved(context: Context, fact: Fact) -> Relation | None:
    """预算27.10亿元……调整至27.75万元: what is moved to another size stays of its kind."""
    if not says("um_moved", context.clause_before(fact)):
        return None
    before = [
        one
        for one in context.facts[max(0, fact.index - _REACH) : fact.index]
        if context.same_segment(one, fact)
        and one.quantity.dimension == fact.quantity.dimension
        and _is_open(one)
    ]
    beside = context.facts[fact.index - 1 : fact.index] if fact.index else []
    if beside and says("owned_base", beside[0].label) and beside[0] in before:
        before = beside  # 由8930人上升为12445人
    largest = sorted(before, key=lambda one: one.quantity.value)[-1:]
    if not largest or _alike(largest[0].quantity, fact.quantity, _APART):
        return None
    for one in largest:
        for other in _others(fact.quantity, points=False):
            if other.unit == one.quantity.unit and _alike(one.quantity, other, _NEAR):
                return _told(context, fact, (one,), other.shown, f"{one.quantity.shown} → {other.shown}")
    return None


def _odd_one(context: Context, fact: Fact) -> Relation | None:
    """资助参保2098.56万元，住院救助4102.37亿元，门诊救助1091.05万元: items of one list, one a thousand times the others."""
    items = [
        one
        for one in context.facts[max(0, fact.index - _REACH) : fact.index + _REACH + 1]
        if one.sentence == fact.sentence and context.same_segment(one, fact) and _is_open(one)
        and one.quantity.dimension == fact.quantity.dimension and one.quantity.printed.decimals
    ]  # fmt: skip
    others = [one for one in items if one is not fact]
    if len(others) < _PAIR or len({(one.quantity.unit, one.quantity.printed.decimals) for one in others}) > 1:
        return None
    like = others[0].quantity
    if like.unit == fact.quantity.unit or like.printed.decimals != fact.quantity.printed.decimals:
        return None
    noun = fact.label[-_PAIR:]
    if any(one.label[-_PAIR:] != noun or says("um_each", one.label[-6:]) for one in items):
        return None
    other = replace(fact.quantity, unit=like.unit, measure=like.measure)
    apart = all(not _alike(one.quantity, fact.quantity, _APART) for one in others)
    if apart and any(_alike(one.quantity, other, _TIMES) for one in others):
        return _told(context, fact, others, other.shown, f"同列各项以{like.unit}计")
    return None


def _twin(context: Context, fact: Fact) -> Relation | None:
    """上年末累计结余72518.40亿元，年末累计结余87735.12万元: one name, one form, and ten thousand times the size."""
    quantity = fact.quantity
    if not quantity.printed.decimals or len(fact.label) < _NAME:
        return None
    for one in context.facts[max(0, fact.index - _PAIR) : fact.index + _PAIR + 1]:
        like = one.quantity
        same = one.line is fact.line and one.label[-_NAME:] == fact.label[-_NAME:] and _is_open(one)
        if one is fact or not same or like.dimension != quantity.dimension or like.unit == quantity.unit:
            continue
        if like.printed.decimals != quantity.printed.decimals or _alike(like, quantity, _APART):
            continue
        if says("um_each", one.label) or says("um_each", fact.label):
            continue
        usual, own = (context.once(_by_unit)[unit] for unit in (like.unit, quantity.unit))
        other = replace(quantity, unit=like.unit, measure=like.measure)
        if usual > own and _alike(like, other, 2 * _PAIR):
            return _told(context, fact, (one,), other.shown, f"{like.shown} → {other.shown}")
    return None


def _by_unit(context: Context) -> Counter[str]:
    """How many numbers each unit has."""
    return Counter(each.quantity.unit for each in context.facts)


def _alike(one: Quantity, two: Quantity, times: int | Fraction) -> bool:
    """Whether of two amounts neither is more than so many times the other."""
    low, high = sorted((one.value, two.value))
    return high < times * low


# What a number would have to be.


def _meant(context: Context, fact: Fact, accused: set[int]) -> Relation | None:
    others: dict[bool, list[Quantity]] = {}

    def meant(points: bool = True) -> list[Quantity]:
        if points not in others:
            others[points] = list(_others(fact.quantity, points=points))
        return others[points]

    found = list(meanings(context, fact, meant))
    if not found or any(one.gives(fact.quantity) for one in found):
        return None
    giant = _is_giant(context, fact)
    for one in found:
        same = context.by_value.get((fact.quantity.dimension, one.value))
        if same is not None and same.line is fact.line and any(mark in one.shown for mark in "+÷"):
            continue  # 追回11.70亿元，其中7.02亿元……4.68亿元: a number of its own is what they come to
        if not one.bound and any(operand.end in accused for operand in one.operands):
            continue
        digits = sum(sorted(_digits(each) for each in (*one.operands, fact))[:-1])
        least = _FIRM_DIGITS if one.firm else _BOUND_DIGITS if one.bound else _SIDE_DIGITS
        if digits < (min(least, _GIANT_DIGITS) if giant else least):
            continue
        points = one.bound and digits >= (_POINT_DIGITS - 1 if one.firm else _POINT_DIGITS)
        for other in meant(points):
            if one.means(other) and not _explained(context, fact, one):
                return _told(context, fact, one.operands, other.shown, one.shown)
    return None


def _digits(fact: Fact) -> int:
    """How many digits of a number say something: with decimals, zeros at the end are told too."""
    printed = fact.quantity.printed
    return (
        len(printed.text.replace(",", "").replace(".", "").lstrip("0"))
        if printed.decimals
        else significant_digits(fact)
    )


def _is_giant(context: Context, fact: Fact) -> bool:
    """Whether an amount is far more than any other of its paragraph."""
    others = [
        one.quantity.value
        for one in context.facts[max(0, fact.index - _LINE) : fact.index + _LINE]
        if one is not fact and one.line is fact.line and one.quantity.dimension == fact.quantity.dimension
    ]
    return len(others) > 1 and fact.quantity.value > _TIMES * max(others)


def _explained(context: Context, fact: Fact, one: Meaning) -> bool:
    """Whether the operands' own words say that the relation is not meant of this number."""
    return says("um_not", context.clause_before(fact)) and not one.bound


def _told(context: Context, fact: Fact, operands: Sequence[Fact], expected: str, formula: str) -> Relation:
    return relation(
        context, "R14", "inconsistent", "review_identity", context.quote_facts(*operands, fact), subject=fact.name,
        expected=expected, stated=fact.quantity.shown, formula=formula,
        repairs=(f"{fact.quantity.shown}→{expected}",),
    )  # fmt: skip
