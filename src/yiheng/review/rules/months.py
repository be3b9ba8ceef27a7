"""R20 MONTHS: months payable by every caliber that the text allows; the stated one is marked, none is chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yiheng.exact.interval import Verdict
from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, holds, judge, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import word

_MOST_SHOWN = 6
_NEAR = 6
_ABOUT = 20
"""A spending told with 左右 gives months to within a twentieth."""
_ROLES = {"actual": "当年", "budget": "预算", "prior": "上年"}
_ACCOUNTS = {"pooled": "统筹基金", "personal": "个人账户", "all": "全部基金"}

_TRIED = 12
"""Balances and spendings, the likeliest first, that are tried: more than any report has."""


@dataclass(frozen=True)
class Caliber:
    """One way to compute the months: a balance over a mean month of some spending."""

    name: str
    balance: Fact
    spending: Fact
    months: int

    def compute(self, values: Sequence[Fraction]) -> Fraction:
        """Months from the values of balance and spending."""
        return values[0] * self.months / values[1]

    @property
    def shown(self) -> str:
        """The formula as shown."""
        below = self.spending.quantity.shown
        return (
            f"{self.balance.quantity.shown} ÷ {f'（{below} ÷ {self.months}）' if self.months > 1 else below}"
        )


def months_relations(context: Context) -> Iterator[Relation]:
    """Every stated number of months, each value once."""
    told: dict[tuple[object, ...], list[Fact]] = {}
    for fact in context.by_metric.get("payable_months", []):
        if fact.quantity.measured and fact.role == "actual" and fact.line.section != "plan":
            key = (fact.insurance, fact.account, fact.year or context.report.year, fact.quantity.value)
            told.setdefault(key, []).append(fact)
    for claims in told.values():
        found = list(_judged(context, claims))
        yield from found or _by_sentence(context, claims[0])
    yield from _times(context)


def _times(context: Context) -> Iterator[Relation]:
    """相当于月均支出的7.33倍，即可支付7.33个月: the two are one number."""
    start = context.report.start
    for match in word("months_times").finditer(context.body):
        fits = Fraction(match[1]) == Fraction(match[2])
        yield relation(
            context, "R20", "consistent" if fits else "inconsistent", "review_identity",
            [context.quote(start + match.start(), start + match.end())], subject="可支付月数",
            expected=f"{match[1]}个月", stated=f"{match[2]}个月", formula=f"月均支出的 {match[1]} 倍",
        )  # fmt: skip


def _by_sentence(context: Context, claim: Fact) -> Iterator[Relation]:
    """A balance and a yearly spending told in the claim's own sentence, in whatever words, even with 左右."""
    near = [
        one
        for one in context.facts[max(0, claim.index - _NEAR) : claim.index]
        if one.sentence == claim.sentence
    ]
    near = [one for one in near if one.quantity.dimension == "money" and one.quantity.upper is None]
    balances = [one for one in near if word("months_balance").search(one.label) and not one.quantity.operator]
    spent = [
        one
        for one in near
        if word("months_spent").search(one.label)
        and one not in balances
        and not word("monthly_mean").search(one.label)
    ]
    if len(balances) != 1 or len(spent) != 1 or any(one.partial for one in (claim, balances[0], spent[0])):
        return
    if word("part_year").search(
        context.text[claim.line.start : claim.start].replace("个月", "").replace("月数", "")
    ):
        return
    caliber = Caliber("同句结余按同句支出", balances[0], spent[0], 12)
    found = judge(caliber.compute, [balances[0].quantity, spent[0].quantity], claim.quantity)
    if found is None:
        return
    gap = abs(found[1] - claim.quantity.value)
    if holds(found) or gap * _ABOUT <= claim.quantity.value:
        return
    yield _relation(context, [claim], caliber, found, "review", caliber.shown)


def _judged(context: Context, claims: list[Fact]) -> Iterator[Relation]:
    claim = claims[0]
    calibers = list(_calibers(context, claim))
    judged = []
    for caliber in calibers:
        found = judge(caliber.compute, [caliber.balance.quantity, caliber.spending.quantity], claim.quantity)
        if found is not None:
            judged.append((caliber, found))
    own = [one for one in judged if _usual(one[0], claim)]
    if not own:
        return
    fitting = next((one for one in own if holds(one[1])), None)
    if fitting is not None:
        yield _relation(context, claims, fitting[0], fitting[1], fitting[1][0].value, fitting[0].shown)
        return
    if any(word("months_other_caliber").search(one.line.text) for one in claims):
        context.note(claim.start, claim.end, "可支付月数写明了另外的口径")
        return
    first, found = own[0]
    other = next((one for one, seen in judged if holds(seen)), None)
    shown = "；".join(
        f"{one.name} {one.shown} = {claim.quantity.text_of(seen[1])}" for one, seen in judged[:_MOST_SHOWN]
    )
    repairs = [f"{claim.quantity.repaired(found[1])}（{first.name}）"]
    if other is not None:
        repairs.append(f"写明口径：{other.name}")
    else:
        implied = first.balance.quantity.value * first.months / claim.quantity.value
        repairs.append(
            f"写明口径：{claim.quantity.shown} 相当于年支出 {first.balance.quantity.text_of(implied)}"
        )
    verdict = "review" if other is not None else "inconsistent"
    yield _relation(context, claims, first, found, verdict, shown, tuple(repairs))


def _usual(caliber: Caliber, claim: Fact) -> bool:
    """The caliber that goes without saying: this year's spending of the balance's own account."""
    if caliber.months == 1:
        return True
    return (
        caliber.spending.role == "actual"
        and caliber.balance.account == claim.account
        and caliber.spending.account == claim.account
    )


def _calibers(context: Context, claim: Fact) -> Iterator[Caliber]:
    """A mean month told in the sentence first, then the claim's own account, then the others."""
    year = claim.year or context.report.year
    balances = [
        one
        for one in context.by_metric.get("cumulative_balance", [])
        if one.role == "actual" and one.quantity.measured and one.insurance == claim.insurance
        and _in_year(context, one, claim, year) and one.partial == claim.partial
    ]  # fmt: skip
    balances.sort(key=lambda one: (one.account != claim.account, abs(one.start - claim.start)))
    del balances[_TRIED:]
    monthly = [
        one
        for one in context.facts_in(claim.sentence.start, claim.start)
        if one.quantity.dimension == "money" and one.quantity.measured
        and word("monthly_mean").search(one.label)
    ]  # fmt: skip
    near = [one for one in balances if one.sentence == claim.sentence] or balances
    for spending in monthly[:1]:
        for balance in near[:1]:
            twelve = word("months_twelve").match(context.text, spending.end)  # （17.92亿元÷12）
            yield Caliber(
                "所写全年支出" if twelve else "所写月均支出", balance, spending, 12 if twelve else 1
            )
    if monthly:
        return
    seen: set[tuple[Fraction, Fraction]] = set()
    spent = [
        one
        for one in context.by_metric.get("fund_expense", [])
        if one.role in _ROLES and one.quantity.measured and one.insurance == claim.insurance and not one.item
        and _in_year(context, one, claim, year) and one.partial == claim.partial
    ]  # fmt: skip
    spent.sort(
        key=lambda one: (
            one.account != claim.account,
            one.role != "actual",
            bool(one.qualifier),
            abs(one.start - claim.start),
        )
    )
    for balance in balances:
        for spending in spent[:_TRIED]:
            key = (balance.quantity.value, spending.quantity.value)
            if key not in seen:
                seen.add(key)
                name = f"{_ACCOUNTS[balance.account]}结余按{_ROLES[spending.role]}{_ACCOUNTS[spending.account]}支出"
                yield Caliber(name, balance, spending, 12)


def _in_year(context: Context, fact: Fact, claim: Fact, year: int) -> bool:
    told = (fact.year or context.report.year) == year
    return told or (fact.sentence == claim.sentence and not (fact.year and claim.year))


def _relation(
    context: Context, claims: list[Fact], caliber: Caliber, found: tuple[Verdict, Fraction], verdict: str,
    shown: str, repairs: tuple[str, ...] = (),
) -> Relation:  # fmt: skip
    claim = claims[0]
    return relation(
        context, "R20", verdict, "review_identity",
        context.quote_facts(*claims, caliber.balance, caliber.spending), subject="可支付月数",
        expected=claim.quantity.text_of(found[1], 2 if repairs else 0), stated=claim.quantity.shown, formula=shown,
        repairs=repairs,
    )  # fmt: skip
