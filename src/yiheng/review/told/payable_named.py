"""R20 MONTHS whose spending stands anywhere in the report: 滚存64,245.95万元，以全年支出的月平均数计，可支付6.86个月.

The balance is the one told last before the claim, or the one that its clause names; the spending is a whole fund's, by its
name, of the claim's own fund and year, in whatever sentence, series or table, with or without a unit. The claim stands if any
of them gives it, or if any other amount that went out does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from yiheng.exact.printed import Printed
from yiheng.exact.rounding import decimal_text
from yiheng.review.finding import DISCLOSURE, Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.figure import Figure, figures_in, figures_of
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.series import series_of
from yiheng.review.told.payable import months_in as months_told
from yiheng.review.told.payable import months_of, payable_claims

_YEAR, _DAYS, _MONTH_DAYS = 12, (365, 366, 360), 30
_YEARS = re.compile(r"20\d\d(?=年)")
_BRACKET = re.compile(r"[（(][^（）()]*[）)]")
_UNITS = (Fraction(1), Fraction(10**6), Fraction(10**10), Fraction(100))
_ABOVE, _REACH, _FAR, _LINES_BEFORE, _LEAST, _SAID, _CLAUSE = 300, 8000, 6, 240, 3, 24, 40
_HEAD = 10
_MARKS = re.compile(r"^[^\u4e00-\u9fa5\d]+")
_GROUPS = ("pay_group_account", "pay_group_fund")


@dataclass(frozen=True)
class Spending:
    """An amount that went out in ``months`` (1: a mean month), of the funds and accounts that its words name."""

    figure: Figure
    months: int
    scope: tuple[frozenset[str], ...]


def named_payable_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """What the relations found leave of months, by amounts of the report that their names bind."""
    claims = [one for one in payable_claims(context) if not one.quantity.approximate]
    if not claims:
        return
    accused = ends_of(found, "inconsistent")
    accused |= ends_of((one for one in found if one.rule == "R20"), DISCLOSURE)
    spendings = [*_spendings(context)]
    for claim in claims:
        if claim.end in accused:
            continue
        told = _judged(context, claim, spendings)
        if told is not None:
            yield told


def months_in(text: str) -> int:
    """Of which part of a year some words are: so many months; 0 where they are of none."""
    months = months_told(text)
    return months if months < _YEAR else 0


# The balance.


def _stocks(context: Context, claim: Fact) -> list[Figure]:
    """Balances that a claim may be of: those of its sentence, else those of its paragraph, else of its name; the nearest first."""
    low = max(claim.line.start, claim.sentence.start)
    beside = figures_in(context, low, claim.start)[-1:]
    if beside and beside[0].money and says("pay_held_next", context.text[beside[0].end : claim.at]):
        return beside  # 9,540万元能付6.0个月
    for start in (low, claim.line.start):
        near = [one for one in figures_in(context, start, claim.start)[::-1] if _is_stock(one)]
        if near:
            return near
    named = word("pay_stock").search(context.clause_before(claim))
    scope = _scope(_BRACKET.sub("", context.clause_before(claim)))
    if named is None:
        return []
    if says("pay_stock_own", context.clause_before(claim)):
        around = figures_in(context, claim.start - _REACH, claim.start + _REACH)
        held = [one for one in around if one.money]
        told = [one for one in held if _is_stock(one) or _is_headed_stock(context, one)]
        near = [one for one in told[::-1] if claim.line.start - _ABOVE < one.start < claim.line.start]
        if near:  # any other of the report may be meant
            return [*near, *told, *(one for one in held if _is_part_held(one))]
    return [one for one, of in _stocks_of_tables(context) if of == scope] if scope != _NONE else []


def _stocks_of_tables(context: Context) -> Iterator[tuple[Figure, tuple[frozenset[str], ...]]]:
    """The cells of balances at the end of the reported year, with the funds that their rows and columns name."""
    for name, bare, figure in _cells(context):
        if (
            says("pay_stock_cell", bare)
            and not says("pay_stock_not", bare)
            and not says("pay_stock_prior", bare)
        ):
            yield figure, _scope(name)


def _is_stock(one: Figure) -> bool:
    if (one.unit and not one.money) or len(one.digits) < _LEAST:
        return False
    name = word("pay_stock_before").sub("", one.lead)
    return (
        says("pay_stock", name) and not says("pay_stock_not", name) and not says("pay_stock_prior", one.lead)
    )


def _is_headed_stock(context: Context, one: Figure) -> bool:
    """结余。当期8,344万元。上年累计96,420万元，年末累计104,764万元: the paragraph says of what."""
    line = context.report.line_at(one.start)
    headed = word("pay_stock_head").match(line.text) is not None
    return headed and one.money and says("pay_stock_headed", one.lead)


def _is_part_held(one: Figure) -> bool:
    """年末滚存结余中，统筹基金182,514.90万元: a fund's part of the balance before it."""
    named = _scope(one.lead) != _NONE and not says("pay_stock_not", one.lead)
    return named and (one.money or not one.unit) and says("pay_stock", one.said)


# What goes out.


def _scope(text: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(word(name).findall(text)) for name in _GROUPS)


_NONE: tuple[frozenset[str], ...] = (frozenset(), frozenset())


def _spendings(context: Context) -> Iterator[Spending]:
    """Every spending of a whole fund in the reported year."""
    year = context.report.year
    for one in figures_of(context):
        if (one.unit and not one.money) or len(one.digits) < _LEAST:
            continue
        name = _flow_name(context, one)
        years = _YEARS.findall(one.said)
        of_other = bool(years) and int(years[-1]) != year
        if of_other or not says("pay_named_flow", name) or says("pay_named_flow_not", name):
            continue
        monthly = says("pay_month", name)
        months = 1 if monthly else months_in(name) or months_in(one.said) or _titled(context)
        yield Spending(one, months, _scope(name))
    for told in series_of(context):
        if (
            told.year == year
            and says("pay_named_flow", told.name)
            and not says("pay_named_flow_not", told.name)
        ):
            yield Spending(told.figure, _YEAR, _scope(told.name))
    yield from _of_tables(context)


def _flow_name(context: Context, one: Figure) -> str:
    """What an amount is called; by the head of its paragraph where its clause says no more than 全年 or 决算."""
    if not word("pay_flow_bare").match(one.lead):
        return _MARKS.sub("", one.lead)
    line = context.report.line_at(one.start)
    head = next(
        (found for text in (line.text, line.heading) if (found := word("pay_flow_head").match(text))), None
    )
    return f"{head['scope'] or ''}支出" if head is not None else one.lead


def _monthly_beside(context: Context, claim: Fact) -> Iterator[Spending]:
    """按统筹支出每月1,100万元算: what goes out in a month, in the claim's own sentence."""
    for one in figures_in(context, claim.sentence.start, claim.start):
        each = one.money and says("pay_each_month", one.lead) and not says("pay_each_month_not", one.lead)
        if each and not _is_stock(one):
            yield Spending(one, 1, _NONE)


def _titled(context: Context) -> int:
    """Of how many months the report is, by its title or the words under it."""
    months = months_of(context)
    return months if 0 < months < _YEAR else _YEAR


def _of_tables(context: Context) -> Iterator[Spending]:
    """The cell of a year's row under 基金支出, or of the row 基金支出 under the year's result."""
    for name, bare, figure in _cells(context):
        if says("pay_named_flow", bare) and not says("pay_named_flow_not", bare):
            yield Spending(figure, _titled(context), _scope(name))


def _cells(context: Context) -> Iterator[tuple[str, str, Figure]]:
    """The cells of the reported year, by the names of row and column together, with and without the year."""
    places = {one.start: one for one in figures_of(context)}
    for table in context.tables:
        for row in table.rows:
            for head, cell in zip(table.header[1:], row[1:], strict=False):
                name = re.sub(r"\s|[（(][^）)]*[）)]", "", row[0].text + head.text)
                years = set(re.findall(r"20\d\d", name))
                if cell.start in places and years <= {str(context.report.year)}:
                    yield name, re.sub(r"20\d\d年?[度末]?", "", name), places[cell.start]


def _apart(one: tuple[frozenset[str], ...], two: tuple[frozenset[str], ...]) -> bool:
    """Whether two scopes name different funds or accounts."""
    return any(first and second and not first & second for first, second in zip(one, two, strict=True))


# What they say.


def _judged(context: Context, claim: Fact, spendings: Sequence[Spending]) -> Relation | None:
    stocks = _stocks(context, claim)
    if not stocks:
        return None
    lead = context.text[max(claim.sentence.start, claim.start - _LINES_BEFORE) : claim.start]
    clause = _BRACKET.sub("", re.split(r"[，；。]", lead)[-1])
    binds = word("pay_binds_flow").search(lead[-_CLAUSE:])
    scopes = (_scope(one) for one in (clause, binds.group() if binds else "", stocks[0].lead))
    scope = next((one for one in scopes if one != _NONE), _NONE)
    own = [one for one in spendings if not _apart(one.scope, scope)]
    own = [*own, *_monthly_beside(context, claim)]
    exact = [one for one in own if all(a == b for a, b in zip(one.scope, scope, strict=True))]
    sure = exact or own
    if not sure:
        return None
    tried = exact if binds and exact else own
    part = months_in(claim_words(context, claim))
    if part:
        sure, tried = ([_of_part(one, part) for one in some] for some in (sure, tried))
    beside = figures_in(context, claim.sentence.start, claim.start)
    above = (
        one
        for one in figures_in(context, claim.line.start, claim.start)
        if one.money and not says("pay_any_flow", re.split("[；。]", one.said)[-1])
    )
    held = [*stocks, *_together(stocks), *(one for one in beside if _is_part_held(one)), *above]
    if any(_fits(stock, one, claim) for stock in held for one in tried):
        return None
    if _by_any(context, held, claim, scope, own=bool(binds and exact)):
        return None
    near = [one for one in sure if one.figure.line == claim.line.start]
    return next(
        (_relation(context, claim, stocks[0], one) for one in (*near, *sure) if _near(stocks[0], one, claim)),
        None,
    )


def _together(stocks: Sequence[Figure]) -> Iterator[Figure]:
    """Several balances as one: 定期存款3.20亿元、活期存款0.80亿元."""
    first = stocks[0]
    if len(stocks) > 1 and len({one.unit for one in stocks}) == 1:
        places = max(one.printed.decimals for one in stocks)
        total = sum((one.printed.value for one in stocks), Fraction(0))
        yield replace(first, printed=Printed.parse(decimal_text(total, places)))


def _of_part(one: Spending, part: int) -> Spending:
    """What went out in the part of the year that the claim is of."""
    return one if one.months == 1 else Spending(one.figure, part, one.scope)


def _periods(one: Spending, claim: Fact) -> tuple[int, ...]:
    if claim.quantity.dimension == "days":
        return (_MONTH_DAYS,) if one.months == 1 else _DAYS
    return (one.months,)


def _values(stock: Figure, other: Figure) -> Iterator[tuple[Fraction, Fraction]]:
    """Both in one unit; a bare number is of whatever unit makes the two comparable."""
    if stock.money == other.money:
        yield stock.value, other.value
        return
    for unit in _UNITS:
        yield (
            stock.value if stock.money else stock.value * unit,
            other.value if other.money else other.value * unit,
        )


def _lasting(stock: Figure, one: Spending, claim: Fact) -> Iterator[tuple[Fraction, Fraction]]:
    """How long a balance lasts by every reading of its units, and by how much that may be off."""
    for held, out in _values(stock, one.figure):
        for periods in _periods(one, claim):
            if out:
                value = held * periods / out
                yield value, value * (stock.half / stock.value + one.figure.half / one.figure.value)


def _fits(stock: Figure, one: Spending, claim: Fact) -> bool:
    """Whether a claim is what comes out, rounded or cut off."""
    stated, place = claim.quantity.printed.value, 2 * claim.quantity.printed.half_unit
    return stock.value != 0 and any(
        value - place - off <= stated <= value + place + off for value, off in _lasting(stock, one, claim)
    )


def _by_any(
    context: Context, stocks: Sequence[Figure], claim: Fact, scope: tuple[frozenset[str], ...], *, own: bool
) -> bool:
    """Whether any amount that went out, of whatever name and year, gives the claim; one of its ``own`` sentence only where
    its words name the spending."""
    sentence = claim.sentence
    for one in figures_in(context, sentence.start, sentence.end) if own else figures_of(context):
        if (
            (one.unit and not one.money)
            or len(one.digits) < _LEAST
            or not says("pay_any_flow", _headed(context, one) + one.said[-40:])
        ):
            continue
        if _is_stock(one) or _apart(_scope(one.lead), scope):
            continue
        months = {_YEAR, months_in(one.said) or _YEAR, _titled(context)}
        if says("pay_month", one.said[-_SAID:]):
            months = {1} if says("pay_month", one.lead) else {1, *months}
        partial = months_in(claim_words(context, claim))
        for each in sorted({partial, *(months & {1})} if partial else months):
            spent = Spending(one, each, scope)
            if any(_fits(stock, spent, claim) for stock in stocks if stock.start != one.start):
                return True
    return False


def _headed(context: Context, one: Figure) -> str:
    """The words that open an amount's paragraph: 3.支出。职工28.15亿元，居民20.66亿元."""
    return context.text[one.line : min(one.line + _HEAD, one.start)]


def claim_words(context: Context, claim: Fact) -> str:
    """The words of a claim's sentence before it, without other numbers of months that something lasts."""
    words = context.text[claim.sentence.start : claim.start]
    for one in payable_claims(context)[::-1]:
        if claim.sentence.start <= one.start < claim.start:
            words = words[: one.at - claim.sentence.start] + words[one.end - claim.sentence.start :]
    return words


def _near(stock: Figure, one: Spending, claim: Fact) -> bool:
    """Whether what comes out may be what was meant."""
    stated = claim.quantity.printed.value
    return any(stated < _FAR * value and value < _FAR * stated for value, _ in _lasting(stock, one, claim))


def _relation(context: Context, claim: Fact, stock: Figure, one: Spending) -> Relation:
    value = min(
        (value for value, _ in _lasting(stock, one, claim)),
        key=lambda v: abs(v - claim.quantity.printed.value),
    )
    quantity = claim.quantity
    right = quantity.measure.unit.to_base(value)
    periods = _periods(one, claim)[0]
    below = one.figure.shown if periods == 1 else f"（{one.figure.shown} ÷ {periods}）"
    spans = [(figure.start, figure.end) for figure in (stock, one.figure)]
    return relation(
        context, "R20", "inconsistent", "review_identity",
        [*(context.quote(*span) for span in spans), *context.quote_facts(claim)], subject=claim.name,
        expected=quantity.text_of(right, 2), stated=quantity.shown, formula=f"{stock.shown} ÷ {below}",
        repairs=(quantity.repaired(right),),
    )  # fmt: skip
