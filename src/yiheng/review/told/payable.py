"""R20 MONTHS: how long a stock lasts – 可支付5.2个月, 可保障15天, 相当于18个月的拨付量 – by what goes out in a month or a day.

The stock and what goes out are those told between the claim before and this one, in its own sentence first, then in its
paragraph. Where several fit the words, a claim stands if any of them gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from yiheng.exact.printed import Printed
from yiheng.exact.rounding import decimal_text
from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, holds, judge, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import Quantity, count_of
from yiheng.review.rules.disclosed import disclosed

_PAIR = 2
_YEAR, _DAYS, _MONTH_DAYS = 12, (365, 366, 360), 30
_QUARTERS, _HALF = 9, 6
_LEAD, _AFTER, _OPENING, _AGAIN, _CLAUSE = 40, 6, 90, 80, re.compile(r"[，,；;。：:（(]")
_ROUGH = Fraction(1, 20)
"""How far off a value told with 约 may be."""
_WHOLE = Fraction(3, 4)
"""How far whole months may be from what comes out: rounded or cut off, not counted up."""
_FAR = 25
"""More than so many times off is another thing, not a slip."""
_PLACES = frozenset({"months", "days"})


@dataclass(frozen=True)
class Lasting:
    """A stock over what goes out in one of the claim's months or days: ``flow`` is that of ``periods`` of them."""

    stock: Fact
    flow: Fact
    periods: int

    def months(self, values: Sequence[Fraction]) -> Fraction:
        """How long the stock lasts, from the values of stock and flow."""
        return values[0] * self.periods / values[1]

    @property
    def shown(self) -> str:
        """The formula as shown."""
        below = self.flow.quantity.shown
        return (
            f"{self.stock.quantity.shown} ÷ {below if self.periods == 1 else f'（{below} ÷ {self.periods}）'}"
        )


def payable_relations(context: Context, found: Sequence[Relation]) -> list[Relation]:
    """The relations found, those on months decided anew where the words bind stock and flow."""
    kept = list(found)
    accused = ends_of(found, "inconsistent")
    for claim in payable_claims(context):
        lastings = list(_bound(context, claim))
        if not lastings:
            continue
        fitting = given_by(context, claim)
        if fitting is not None:
            kept = [one for one in kept if not _doubts(one, claim)]
            if not any(one.rule == "R20" and _is_of(one, claim) for one in kept):
                kept.append(_relation(context, claim, fitting, "consistent"))
        elif claim.end not in accused and _near(lastings[0], claim):
            kept.append(disclosed(context, _relation(context, claim, lastings[0], "inconsistent")))
    return kept


def given_by(context: Context, claim: Fact) -> Lasting | None:
    """The first reading of a claim's paragraph that gives it."""
    lastings = list(_bound(context, claim))
    others = _by_other_flows(context, claim, lastings)
    every = (*lastings, *others, *_by_sum(lastings))
    return next((one for one in every if fits(one, claim.quantity)), None)


def payable_claims(context: Context) -> list[Fact]:
    """The numbers of months or days that something is said to last."""
    return [one for one in context.facts if is_payable(context, one)]


def is_payable(context: Context, fact: Fact) -> bool:
    """Whether a number is how long a stock lasts, and no goal, no change and no figure of another year."""
    quantity = fact.quantity
    if (
        quantity.dimension not in _PLACES
        or quantity.operator
        or quantity.upper is not None
        or not quantity.value
    ):
        return False
    if fact.line.section == "goal" or fact.role in ("target", "prior"):
        return False
    lead = context.clause_before(fact)
    after = context.text[fact.end : fact.end + 10]
    if says("pay_not_claim", lead) or says("pay_bar", after):
        return False
    if says("pay_before", lead) or (says("pay_equal", lead) and says("pay_after", after)):
        return True
    if says("pay_again", context.text[max(fact.sentence.start, fact.start - _AGAIN) : fact.start]):
        return True
    return says("pay_actual", lead) and _of_row(context, fact)


def _of_row(context: Context, fact: Fact) -> bool:
    """可支付月数：目标6至9个月，实际7.45个月: the name stands before the goal."""
    before = context.facts[fact.index - 1] if fact.index else None
    if before is None or before.sentence != fact.sentence or before.quantity.dimension not in _PLACES:
        return False
    lead = _CLAUSE.sub("", context.text[max(before.sentence.start, before.start - _LEAD) : before.start])
    return says("pay_row", lead)


def _doubts(one: Relation, claim: Fact) -> bool:
    return one.rule == "R20" and one.verdict == "inconsistent" and _is_of(one, claim)


def _is_of(one: Relation, claim: Fact) -> bool:
    return any(quote.end == claim.end for quote in one.quotes)


# Which stock, and which flow.


def _bound(context: Context, claim: Fact) -> Iterator[Lasting]:
    """Every stock by every flow that a claim's words can mean, the nearest first."""
    inside = [
        one for one in context.facts[max(0, claim.index - _LEAD) : claim.index] if one.line is claim.line
    ]
    before = max((n for n, one in enumerate(inside) if is_payable(context, one)), default=-1)
    since = inside[before + 1 :][::-1]
    bracket = _bracketed(context, claim)
    stocks = _nearest(claim, [one for one in since if is_stock(one)], bracket, is_stock)
    stocks = stocks or [one for one in inside[::-1] if is_stock(one)]
    flows = _nearest(
        claim, [one for one in since if is_flow(context, one)], bracket, lambda one: is_flow(context, one)
    )
    flows = flows or [one for one in inside[::-1] if is_flow(context, one)]
    stocks = [one for one in stocks if not says("pay_stock_prior", one.label)] or stocks
    lead = context.clause_before(claim)
    named = [one for one in stocks if _named(lead, one)]
    for stock in named or stocks:
        for flow in _of_scope(stock, flows):
            if flow.quantity.dimension == stock.quantity.dimension and flow.quantity.value:
                for periods in periods_of(context, flow, claim):
                    yield Lasting(stock, flow, periods)


def _by_other_flows(context: Context, claim: Fact, lastings: Sequence[Lasting]) -> Iterator[Lasting]:
    """The same stocks by the other flows of the paragraph: what stands nearest need not be what was meant."""
    stocks = {one.stock.start: one.stock for one in lastings}.values()
    for one in context.facts[max(0, claim.index - _LEAD) : claim.index + _AFTER]:
        if one.line is claim.line and is_flow(context, one) and one.quantity.value:
            for stock in stocks:
                if one.quantity.dimension == stock.quantity.dimension:
                    yield from (Lasting(stock, one, n) for n in periods_of(context, one, claim))


def _by_sum(lastings: Sequence[Lasting]) -> Iterator[Lasting]:
    """All the stocks together: 定期存款2.80亿元，活期存款0.70亿元."""
    stocks = list({one.stock.start: one.stock for one in lastings}.values())
    quantities = [one.quantity for one in stocks]
    if len(stocks) < _PAIR or len({one.unit for one in quantities}) > 1:
        return
    places = max(one.printed.decimals for one in quantities)
    text = decimal_text(sum((one.printed.value for one in quantities), Fraction(0)), places)
    together = replace(stocks[0], quantity=replace(quantities[0], printed=Printed.parse(text)))
    for one in lastings:
        if one.stock is stocks[0]:
            yield Lasting(together, one.flow, one.periods)


def _nearest(claim: Fact, since: Sequence[Fact], bracket: Sequence[Fact], fits_in: object) -> list[Fact]:
    """Those of the claim's own sentence and of its bracket; where there is none, those of the sentence before."""
    own = [one for one in since if one.sentence == claim.sentence]
    own += [one for one in bracket if fits_in(one)]  # type: ignore[operator]
    return own or [one for one in since if one.sentence == since[0].sentence]


def _bracketed(context: Context, claim: Fact) -> list[Fact]:
    """The numbers of a bracket that opens in the claim's clause after it: 可维持7.2个月正常支付（全年支出6.0亿元）."""
    opened = re.match(r"[^，。；（(\n]{0,12}[（(]([^）)\n]*)", context.text[claim.end : claim.end + 120])
    if opened is None:
        return []
    low, high = claim.end + opened.start(1), claim.end + opened.end(1)
    return [one for one in context.facts[claim.index + 1 : claim.index + 8] if low <= one.start < high]


def _named(lead: str, stock: Fact) -> bool:
    """Whether a claim's own clause names a stock: 累计结余可支付 of 累计结余7.1亿元."""
    told = word("pay_stock").search(lead)
    return told is not None and lead[max(0, told.start() - 2) : told.end()] in stock.label


def _of_scope(stock: Fact, flows: Sequence[Fact]) -> Sequence[Fact]:
    """The flows of a stock's own fund or account where some are told as such."""
    scope = set(word("pay_scope").findall(stock.label))
    own = [one for one in flows if scope & set(word("pay_scope").findall(one.label))] if scope else []
    return own or flows


def is_stock(one: Fact) -> bool:
    """Whether an amount is what is left or in store."""
    return _is_amount(one) and says("pay_stock", one.label) and not says("pay_stock_not", one.label)


def is_flow(context: Context, one: Fact) -> bool:
    """Whether an amount is what goes out in a month, a day, a year or a part of it."""
    if not _is_amount(one) or is_stock(one):
        return False
    if one.role in ("budget", "target") and not says("pay_by_budget", context.clause_before(one)):
        return False  # 支出预算59,800万元，完成98.5%: not what went out
    after = context.text[one.end : one.end + 6]
    if says("pay_flow_after", context.text[one.end : one.end + 14]):
        return True
    timed = says("pay_month", one.label) or says("pay_day", one.label) or says("pay_month_after", after)
    return timed or (says("pay_flow", one.label) and not says("pay_flow_not", one.label))


def _is_amount(one: Fact) -> bool:
    quantity = one.quantity
    plain = not quantity.operator and quantity.upper is None
    return plain and (quantity.dimension == "money" or quantity.family == "count")


def periods_of(context: Context, flow: Fact, claim: Fact) -> tuple[int, ...]:
    """Of how many of the claim's months or days a flow is; empty where that cannot be said."""
    after = context.text[flow.end : flow.end + 6]
    in_days = claim.quantity.dimension == "days"
    if word("months_twelve").match(after):  # 月均额（17.92亿元÷12）: the year's
        return _DAYS if in_days else (_YEAR,)
    if says("pay_month", flow.label) or says("pay_month_after", after):
        return (_MONTH_DAYS,) if in_days else (1,)
    if says("pay_day", flow.label) or says("pay_day_after", after):
        return (1,) if in_days else ()
    if in_days:
        return _DAYS
    part = months_in(flow.label)
    if part or says("pay_whole_year", flow.label):
        return (part or _YEAR,)
    part = months_in(flow.partial) or months_in(context.clause_before(flow))
    told = months_of(context) or months_in(context.text[flow.line.start : flow.start])
    return (part,) if part else (told, _YEAR) if told else (_YEAR,)


def months_of(context: Context) -> int:
    """Of how many months of its year a report is, by its title or its first words; 0 where they name none."""
    months = months_in(context.report.title) or months_in(context.body[:_OPENING])
    return months if months <= _YEAR else 0


def months_in(text: str) -> int:
    """How many months of a year some words mean: 1—9月, 前三季度, 前9个月; 0 where they mean none."""
    match = word("pay_part").search(text)
    if match is None:
        return 0
    if match["quarters"] or match["half"]:
        return _QUARTERS if match["quarters"] else _HALF
    return count_of(match["count"] or match["until"] or match["month"])


# What they say.


def fits(one: Lasting, claim: Quantity) -> bool:
    """Whether a stock lasts as long as is told."""
    return lasting_fits(one.stock.quantity, one.flow.quantity, one.periods, claim)


def lasting_fits(stock: Quantity, flow: Quantity, periods: int, claim: Quantity) -> bool:
    """Whether a stock lasts so long: rounded, cut off, or nearly where any of the numbers is told with 约."""
    found = judge(lambda v: v[0] * periods / v[1], [stock, flow], claim)
    if found is None:
        return False
    value, stated = found[1], claim.value
    whole = claim.printed.decimals == 0
    if holds(found) and not (whole and abs(value - stated) > _WHOLE):
        return True
    if stock.approximate or flow.approximate or claim.approximate:
        return abs(value - stated) <= _ROUGH * stated
    places = 10**claim.printed.decimals
    cut = claim.measure.unit.from_base(value) * places
    return cut.numerator // cut.denominator == claim.printed.value * places


def _near(one: Lasting, claim: Fact) -> bool:
    """Whether what comes out may be what was meant: something else is far off."""
    value = one.months([one.stock.quantity.value, one.flow.quantity.value])
    return value > 0 and max(value, claim.quantity.value) < _FAR * min(value, claim.quantity.value)


def _relation(context: Context, claim: Fact, one: Lasting, verdict: str) -> Relation:
    quantity = claim.quantity
    value = one.months([one.stock.quantity.value, one.flow.quantity.value])
    wrong = verdict == "inconsistent"
    shown = quantity.text_of(value, 2 if wrong else 0)
    return relation(
        context, "R20", verdict, "review_identity", context.quote_facts(one.stock, one.flow, claim),
        subject=claim.name, expected=shown, stated=quantity.shown, formula=one.shown,
        repairs=(quantity.repaired(value),) if wrong else (),
    )  # fmt: skip
