"""R1 on lists that part an amount by use, level or place: 资金分配：甲58万元，乙23万元，丙49万元。 against the total that the report tells.

Honest reports tell the sum of such a list somewhere: where no amount is that sum, and one that is named as funds, a budget or
expenditure is near it, one of the numbers is wrong if a slip of the pen explains the gap; else what is left out is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, plus, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.recomputed import rounded_as
from yiheng.review.reading.slip import is_slip

_LEAD, _LEAST, _TAIL, _MOST, _BACK = 40, 3, 6, 40, 400
_NEAR = Fraction(1, 5)
"""How far a total may be from the sum of a list, of the sum, to be meant as its total."""


def allotted_relations(context: Context) -> Iterator[Relation]:
    """Every such list of three amounts or more."""
    amounts = [one for one in context.facts if one.quantity.dimension == "money" and one.quantity.measured]
    values = {one.quantity.value for one in amounts}
    last = -1
    for first in amounts:
        if first.index <= last or not _opens(context, first):
            continue
        items = _items(context, first)
        last = items[-1].index
        total = sum((one.quantity.value for one in items), Fraction(0))
        if len(items) < _LEAST or total in values or not _closes(context, items[-1]):
            continue
        wholes = _wholes(context.facts[max(0, first.index - _BACK) : first.index], total)
        slips = [one for one in wholes if _is_slip(one, items, one.quantity.value - total)]
        if len(slips) == 1 or (not slips and len(wholes) == 1):
            yield _told(context, (slips or wholes)[0], items, total, sure=bool(slips))


def _opens(context: Context, first: Fact) -> bool:
    lead = word("allotted_lead").search(context.text[max(first.line.start, first.at - _LEAD) : first.at])
    return lead is not None and not says("allotted_not", lead.group())


def _items(context: Context, first: Fact) -> list[Fact]:
    """The amounts of a list, one name before each."""
    items = [first]
    for one in context.facts[first.index + 1 : first.index + _MOST]:
        between = context.text[items[-1].end : one.at]
        alike = one.sentence == first.sentence and one.depth == first.depth and one.quantity.measured
        if not alike or one.quantity.dimension != "money" or not word("allotted_next").fullmatch(between):
            break
        if says("allotted_not", between):
            break
        items.append(one)
    return items


def _closes(context: Context, last: Fact) -> bool:
    """Whether nothing follows a list within its sentence."""
    return word("allotted_end").match(context.text[last.end : last.end + _TAIL]) is not None


def _wholes(before: Sequence[Fact], total: Fraction) -> list[Fact]:
    """The amounts before a list, named as totals, that its sum is nearly; each once."""
    named: dict[Fraction, Fact] = {}
    for one in before:
        amount = one.quantity.dimension == "money" and one.quantity.measured and one.role != "prior"
        own = says("allotted_whole", one.label) and not says("allotted_whole_not", one.label)
        if amount and own and abs(one.quantity.value - total) <= _NEAR * total:
            named.setdefault(one.quantity.value, one)
    return list(named.values())


def _is_slip(whole: Fact, items: Sequence[Fact], gap: Fraction) -> bool:
    """Whether a slip of the pen in one item, or in the total, makes the gap between them."""
    return _mends(whole, -gap) or any(_mends(one, gap) for one in items)


def _mends(one: Fact, gap: Fraction) -> bool:
    """Whether a number is a slip of the pen for the one that closes a gap to the last digit."""
    right = rounded_as(one, one.quantity.value + gap)
    exact = one.quantity.measure.unit.to_base(right) == one.quantity.value + gap
    return exact and right > 0 and is_slip(right, one.quantity.printed)


def _told(context: Context, whole: Fact, items: Sequence[Fact], total: Fraction, *, sure: bool) -> Relation:
    return relation(
        context, "R1", "inconsistent" if sure else "review", "review_allotted" if sure else "review_sum_below",
        context.quote_facts(whole, *items), subject=whole.name, expected=whole.quantity.text_of(total),
        stated=whole.quantity.shown, formula=plus([one.quantity for one in items]),
    )  # fmt: skip
