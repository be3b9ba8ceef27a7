"""R14 UNIT by orders of magnitude: an amount far out of the size of those around it, which another unit makes exact among them.

生育待遇3.59万元 beside 41.63亿元、14.36亿元: with 亿元 the parts make their total. What the amount would be is asked of the sums,
differences, products and shares of its own surroundings, and only where as told it is fifty times more or less than any of its
neighbours. Last come amounts told again in 亿元 whose point stands one place off: 支出3457.19万元……支出3.46亿元.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from yiheng.exact.errors import ExactError
from yiheng.exact.printed import Printed
from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import chinese_of, says
from yiheng.review.reading.quantity import Quantity, units
from yiheng.review.rules.disclosed import disclosed
from yiheng.review.rules.slip import significant_digits

_MONEY = ("元", "万元", "亿元")
_APART, _REACH, _LEAST, _DIGITS, _RUN, _LEAD, _AFTER = 50.0, 12, 2, 3, 9, 14, 8
_TEN, _NAME, _OUT, _WIDE, _AMOUNTS_MOST = 10, 3, 2, 5, 400
_Made = tuple[str, tuple[Fact, ...]]


def unit_order_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Amounts out of all size that another unit mends, of numbers that nothing has accused."""
    accused = ends_of(found, "inconsistent")
    money = [one for one in context.facts if one.quantity.dimension == "money" and one.quantity.value > 0]
    for at, fact in enumerate(money):
        if (
            fact.end in accused
            or fact.quantity.operator
            or fact.quantity.upper is not None
            or not _is_plain(context, fact)
        ):
            continue
        near = _near(context, money, at)
        told = _far_off(context, fact, near) if _is_out(fact, near) else None
        told = told or _told_again(context, money, fact)
        if told is not None and not {told.quotes[-1].end} & accused:
            accused |= told.ends
            yield disclosed(context, told)


def _is_plain(context: Context, fact: Fact) -> bool:
    """Whether an amount is no standard, mean or price, which are small by what they are."""
    return not says("uo_each", context.clause_before(fact)[-_LEAD:])


def _near(context: Context, money: Sequence[Fact], at: int) -> list[Fact]:
    """The amounts around one, without standards and prices: of its sentence, else of its paragraph, else of its lines."""
    around = [
        one
        for one in money[max(0, at - _REACH) : at + _REACH + 1]
        if one is not money[at] and _is_plain(context, one)
    ]
    sentence = [one for one in around if one.sentence == money[at].sentence]
    own = [one for one in around if one.line is money[at].line]
    return next((near for near in (sentence, own) if len(near) >= _LEAST), around)


def _is_out(fact: Fact, near: Sequence[Fact]) -> bool:
    sizes = [one.quantity.size for one in near]
    size = fact.quantity.size
    return len(sizes) >= _LEAST and (size > _APART * max(sizes) or size * _APART < min(sizes))


def _others(quantity: Quantity) -> Iterator[Quantity]:
    """The amount in another unit, and with a comma read as a point."""
    for name in _MONEY:
        measure = units().get(name)
        if name != quantity.unit and measure is not None:
            yield replace(quantity, unit=name, measure=measure)
    if quantity.printed.text.count(",") == 1 and "." not in quantity.printed.text:
        try:
            yield replace(quantity, printed=Printed.parse(quantity.printed.text.replace(",", ".")))
        except ExactError:
            return


def _far_off(context: Context, fact: Fact, near: Sequence[Fact]) -> Relation | None:
    for other in _others(fact.quantity):
        made = (
            _made_of_run(context, fact, other)
            or _made_of_two(fact, other, near)
            or _made_by_share(context, fact, other, near)
            or _made_by_product(context, fact, other)
        )
        if made is not None:
            return _told(context, fact, made[1], other.shown, made[0])
    return None


def _fits(value: float, other: Quantity, room: float = 0.0) -> bool:
    """Whether a value is an amount to rounding, of which little may be left open."""
    return abs(value - other.size) <= other.half_size + room + other.size * 1e-9 and room * _TEN < other.size


def _run_before(context: Context, fact: Fact, step: int) -> list[Fact]:
    """The amounts one after another before or behind one, standards and prices left out."""
    found: list[Fact] = []
    at = fact.index + step
    while 0 <= at < len(context.facts) and len(found) < _RUN and abs(at - fact.index) < 2 * _RUN:
        one = context.facts[at]
        if one.quantity.dimension == "money" and one.quantity.measured and _is_plain(context, one):
            found.append(one)
        at += step
    return found


def _made_of_run(context: Context, fact: Fact, other: Quantity) -> _Made | None:
    """The sum of the amounts right before it, or with those beside it the amount before or behind them."""
    before, after = _run_before(context, fact, -1), _run_before(context, fact, 1)
    if significant_digits(fact) < _DIGITS:
        return None
    for run in (before, after, after[1:]):
        for n in range(_LEAST, len(run) + 1):
            total = sum(one.quantity.size for one in run[:n])
            if _fits(total, other, sum(one.quantity.half_size for one in run[:n])):
                parts = sorted(run[:n], key=lambda one: one.start)
                return " + ".join(one.quantity.shown for one in parts), tuple(parts)
    for low in range(len(before)):
        for high in range(min(len(after), _RUN - low) + 1):
            parts = [*before[:low][::-1], *after[:high]]
            wholes = [*before[low : low + 1], *after[high : high + 1]]
            for whole in wholes if parts else ():
                room = sum(one.quantity.half_size for one in (*parts, whole))
                if _fits(
                    whole.quantity.size - sum(one.quantity.size for one in parts),
                    other,
                    room if len(parts) > 1 else 0,
                ):
                    return " − ".join(one.quantity.shown for one in (whole, *parts)), (whole, *parts)
    return None


def _made_of_two(fact: Fact, other: Quantity, near: Sequence[Fact]) -> _Made | None:
    """The difference or the sum of two amounts of its sentence, to the last digit."""
    own = [one for one in near if one.sentence == fact.sentence and one.quantity.measured][-_RUN:]
    if significant_digits(fact) < _DIGITS:
        return None
    for n, first in enumerate(own):
        for second in own[n + 1 :]:
            for value, sign in (
                (first.quantity.size - second.quantity.size, "−"),
                (first.quantity.size + second.quantity.size, "+"),
            ):
                if _fits(abs(value), other):
                    return f"{first.quantity.shown} {sign} {second.quantity.shown}", (first, second)
    return None


def _made_by_share(context: Context, fact: Fact, other: Quantity, near: Sequence[Fact]) -> _Made | None:
    """生育660元，占5%, of a whole of which another amount with its own share is told: 住院8,580万元，占65%."""
    rate = context.facts[fact.index + 1] if fact.index + 1 < len(context.facts) else None
    if rate is None or not _is_share(context, fact, rate):
        return None
    whole = other.size / rate.quantity.size
    room = (other.half_size + whole * rate.quantity.half_size) / rate.quantity.size
    for one in near:
        beside = context.facts[one.index + 1] if one.index + 1 < len(context.facts) else None
        if beside is not None and one.quantity.measured and _is_share(context, one, beside):
            size = one.quantity.size / beside.quantity.size
            slack = (one.quantity.half_size + size * beside.quantity.half_size) / beside.quantity.size
            if abs(size - whole) <= room + slack and room + slack < whole / _WIDE:
                return f"{one.quantity.shown} ÷ {beside.quantity.shown} × {rate.quantity.shown}", (
                    one,
                    beside,
                    rate,
                )
    return None


def _is_share(context: Context, fact: Fact, rate: Fact) -> bool:
    of_it = rate.quantity.unit == "%" and rate.sentence == fact.sentence and rate.quantity.measured
    return of_it and rate.quantity.value > 0 and says("uo_share", context.text[fact.end : rate.start])


def _made_by_product(context: Context, fact: Fact, other: Quantity) -> _Made | None:
    """共36台，采购单价1.65万元，合计59.40元; 资助参保612.5万人，支出12.25万元，人均200元: so many at so much."""
    around = context.facts[max(0, fact.index - _REACH) : fact.index + _LEAST]
    own = [
        one for one in around if one is not fact and one.sentence == fact.sentence and one.quantity.measured
    ]
    for price in (one for one in own if one.quantity.dimension == "money" and _is_price(context, one)):
        for count in (one for one in around if one.quantity.family == "count" and one.quantity.measured):
            beside = count in own and abs(count.index - fact.index) <= _LEAST + 1
            room = count.quantity.half_size * price.quantity.size + (
                price.quantity.half_size * count.quantity.size if beside else 0.0
            )
            value = price.quantity.size * count.quantity.size
            if (beside or significant_digits(fact) > _DIGITS) and _fits(value, other, room):
                return f"{count.quantity.shown} × {price.quantity.shown}", (count, price)
    return None


def _is_price(context: Context, one: Fact) -> bool:
    return not _is_plain(context, one) or says("um_each_after", context.text[one.end : one.end + _AFTER])


# The point one place off.


def _told_again(context: Context, money: Sequence[Fact], fact: Fact) -> Relation | None:
    """全年支出3457.19万元……全年支出3.46亿元: ten times an amount of more digits, and more than any other of the report."""
    quantity = fact.quantity
    digits = len(quantity.printed.text.replace(",", "").replace(".", ""))
    if (
        quantity.unit != "亿元"
        or quantity.printed.decimals < _LEAST
        or digits < _DIGITS
        or says("uo_tenth", context.body)
    ):
        return None
    pool = context.once(_amounts)
    if len(pool) > _AMOUNTS_MOST:
        return None
    if any(_fits(one.size, quantity, one.half_size) for one in pool if one is not quantity):
        return None
    tenth = [
        one
        for one in pool
        if one.unit != "亿元" and _fits(one.size * _TEN, quantity, 0.0) and _finer(one, quantity)
    ]
    largest = max((one.size for one in pool if one.value != quantity.value and one not in tenth), default=0.0)
    lead = context.text[max(fact.sentence.start, fact.start - _LEAD) : fact.start]
    values = {one.value for one in tenth}
    named = [one for one in money if one.quantity.value in values and _same_name(one, fact)]
    out = quantity.size > _OUT * largest or says("uo_again", lead) and quantity.size > largest
    if not tenth or not (named or out):
        return None
    source = next((one for one in (*named, *money) if one.quantity.value in values), None)
    shown = quantity.text_of(tenth[0].value)
    operands = (source,) if source is not None else ()
    return _told(context, fact, operands, shown, tenth[0].shown)


def _same_name(one: Fact, other: Fact) -> bool:
    """Whether two amounts are told by one name of some length."""
    names = [chinese_of(each.label)[-_NAME:] for each in (one, other)]
    return names[0] == names[1] and len(names[0]) == _NAME


def _finer(one: Quantity, quantity: Quantity) -> bool:
    """Whether a number tells more digits than the one that repeats it."""
    return one.half_size * _TEN * _TEN <= quantity.half_size


def _amounts(context: Context) -> list[Quantity]:
    """Every amount of the text and of its tables."""
    cells = [
        cell.quantity
        for table in context.tables
        for row in table.rows
        for cell in row
        if cell.quantity is not None and cell.quantity.dimension == "money"
    ]
    return [*(one.quantity for one in context.facts if one.quantity.dimension == "money"), *cells]


def _told(context: Context, fact: Fact, operands: Sequence[Fact], expected: str, formula: str) -> Relation:
    quotes = [*context.quote_facts(*operands), *context.quote_facts(fact)]
    return relation(
        context, "R14", "inconsistent", "review_identity", quotes, subject=chinese_of(fact.name) or fact.name,
        expected=expected, stated=fact.quantity.shown, formula=formula,
        repairs=(f"{fact.quantity.shown}→{expected}",),
    )  # fmt: skip
