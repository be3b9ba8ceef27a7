"""R6 for one number told far apart: in the text, as the result of a goal, in the total of a table, in a written formula.

The strength of the evidence is the identity of names and a slip of the pen between the values: digits swapped need the
same name or its kin, one digit changed needs the very name and no third value under it. A number of a formula that
stands nowhere else, one swap away from one that does, is that one miswritten.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yiheng.exact.rounding import round_half_up
from yiheng.review.finding import DISCLOSURE, Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.goal_pair import pairs_of
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import Quantity, quantities
from yiheng.review.rules.disclosed import disclosed
from yiheng.review.told.again import bare, borne_out, listed

_YEAR = re.compile(r"20\d\d年")
_LEAST, _NAME, _SWAPPED, _PRINTED, _CROSS = 2, 3, 4, 5, 3
_AFTER, _LEAD, _SMALL, _TRIED, _WHOLES = 10, 8, 1000, 8, 60
Span = tuple[int, int]
_TEN_THOUSAND, _PLACES = 10_000, (1, 2, 3, 4)


@dataclass(frozen=True)
class Named:
    """A number with its bare name, the words after it, and where it stands; ``goal`` where it is a goal's result or a total."""

    name: str
    after: str
    quantity: Quantity
    start: int
    end: int
    years: frozenset[str]
    goal: bool
    fact: Fact | None = None

    @property
    def digits(self) -> str:
        """Its digits and point as printed."""
        return self.quantity.printed.text.replace(",", "")


def far_again_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Numbers told again with a slip, where none is accused already."""
    wrong = ends_of(found, "inconsistent", DISCLOSURE)
    borne = borne_out(found)
    named = [*_of_facts(context), *_of_goals(context), *_of_totals(context)]
    often = Counter((one.digits, one.quantity.unit) for one in named)
    for first, second in (*_swapped(named, often), *_replaced(named, often), *_across_units(named)):
        ends = {first.end, second.end}
        sure = first.name == second.name and len(first.digits.replace(".", "")) >= _PRINTED
        if not ends & wrong and (sure or not ends <= borne):
            wrong |= ends
            yield disclosed(context, _relation(context, first, second))
    for stated, expected in (*_wholes(context), *_formulas(context), *_phrases(context)):
        if stated[1] not in wrong:
            wrong.add(stated[1])
            yield disclosed(context, _of_spans(context, expected, stated))


# Who is named how.


def _of_facts(context: Context) -> Iterator[Named]:
    for fact in context.facts:
        lead = context.clause_before(fact)
        usable = fact.quantity.measured and fact.quantity.family != "score" and not fact.partial
        if not usable or fact.role in ("target", "base", "prior") or fact.line.section == "goal":
            continue
        if says("far_of_part", lead) or says("again_stop", fact.label):
            continue
        after = re.split(r"[，。；：、（\d\n]", context.text[fact.end : fact.end + _AFTER])[0]
        name = max(bare(fact.core), bare(after) if len(bare(fact.core)) < _LEAST else "", key=len)
        if len(name) >= _LEAST:
            years = frozenset(_YEAR.findall(lead))
            yield Named(name, after, fact.quantity, fact.start, fact.end, years, goal=False, fact=fact)


def _of_goals(context: Context) -> Iterator[Named]:
    for pair in pairs_of(context.report):
        result = pair.result
        usable = result is not None and result.measured and pair.layout in ("row", "told", "item")
        if result is None or not usable or says("far_of_part", pair.name):
            continue
        name = bare(re.sub(r"[（(].*", "", pair.name))
        if len(name) >= _LEAST:
            years = frozenset(_YEAR.findall(pair.name))
            yield Named(name, "", _in_unit(result, pair.name), result.start, result.end, years, goal=True)


def _in_unit(result: Quantity, name: str) -> Quantity:
    """A result in the unit that its goal's name gives in brackets: 参保人数（万人）."""
    unit = word("far_unit_named").search(name)
    told = quantities(f"为{result.printed.text}{unit['unit']}") if unit else []
    return told[0] if len(told) == 1 else result


def _of_totals(context: Context) -> Iterator[Named]:
    for table in context.tables:
        for row in table.rows:
            if not row or not word("row_total").fullmatch(re.sub(r"\s", "", row[0].text)):
                continue
            for head, cell in zip(table.header[1:], row[1:], strict=False):
                name = bare(re.sub(r"[（(].*|\s", "", head.text))
                if cell.quantity is not None and cell.quantity.measured and len(name) >= _LEAST:
                    years = frozenset(_YEAR.findall(head.text))
                    yield Named(name, "", cell.quantity, cell.start, cell.end, years, goal=True)


def _kin(one: Named) -> str:
    found = word("far_kin").search(one.name) or word("far_kin").search(one.after)
    return (found.lastgroup or "") if found else ""


def _alike(first: Named, second: Named) -> bool:
    """Whether two names are of one thing: one within the other, or kin."""
    short, long = sorted((first.name, second.name), key=len)
    kin = _kin(first)
    return short in long or (kin != "" and kin == _kin(second))


def _apart(first: str, second: str) -> int:
    return sum(a != b for a, b in zip(first, second, strict=True)) if len(first) == len(second) else 0


def _of_one(first: Named, second: Named) -> bool:
    """Whether nothing says that two numbers are of two years, funds or items, or told beside each other."""
    one, two = first.fact, second.fact
    if one is not None and two is not None:
        scoped = one.insurance != two.insurance or one.account != two.account
        if scoped or one.sentence == two.sentence or listed(one, two):
            return False
    return not first.years or not second.years or first.years == second.years


# Slips between them.


def _swapped(named: Sequence[Named], often: Counter[tuple[str, str]]) -> Iterator[tuple[Named, Named]]:
    """结转21.42万元, and 结转资金24.12万元 far below: two digits of four changed places."""
    buckets: dict[tuple[str, str], list[Named]] = {}
    for one in named:
        if len(one.digits.replace(".", "")) < _SWAPPED:
            continue
        near = buckets.setdefault((one.quantity.unit, "".join(sorted(one.digits))), [])
        for other in near[-_TRIED:]:
            once = min(often[each.digits, each.quantity.unit] for each in (one, other)) == 1
            if (
                once
                and _apart(other.digits, one.digits) == _LEAST
                and _alike(other, one)
                and _of_one(other, one)
            ):
                yield other, one
                break
        near.append(one)


def _replaced(named: Sequence[Named], often: Counter[tuple[str, str]]) -> Iterator[tuple[Named, Named]]:
    """追回率96.1%, and as the result of that goal 93.1%: the very name, one digit, and no third value."""
    by_name: dict[tuple[str, str], list[Named]] = {}
    for one in named:
        if len(one.name) >= _NAME and not says("far_general", one.name):
            by_name.setdefault((one.name, one.quantity.unit), []).append(one)
    for group in by_name.values():
        values = {one.digits for one in group}
        if len(values) != _LEAST or not any(one.goal for one in group):
            continue
        first = group[0]
        second = next(one for one in group if one.digits != first.digits)
        long = len(first.digits.replace(".", "")) >= _NAME
        once = min(often[each.digits, each.quantity.unit] for each in (first, second)) == 1
        if long and once and _apart(first.digits, second.digits) == 1 and _of_one(first, second):
            yield first, second


def _across_units(named: Sequence[Named]) -> Iterator[tuple[Named, Named]]:
    """参保318,640人, and 参保人数38.16万人 among the results."""
    fine: dict[tuple[str, int, str], list[tuple[str, Named]]] = {}
    for one in named:
        size = one.quantity.value
        if one.quantity.unit.startswith(("万", "亿")) or size < _TEN_THOUSAND:
            continue
        for places in _PLACES:
            text = _rounded(size / _TEN_THOUSAND, places)
            fine.setdefault((one.quantity.dimension, places, "".join(sorted(text))), []).append((text, one))
    for one in named:
        if not one.quantity.unit.startswith("万") or len(one.digits.replace(".", "")) < _CROSS:
            continue
        key = one.quantity.dimension, one.quantity.printed.decimals, "".join(sorted(one.digits))
        for text, other in fine.get(key, [])[:_TRIED]:
            if _apart(text, one.digits) == _LEAST and _alike(other, one) and _of_one(other, one):
                yield other, one
                break


def _rounded(value: Fraction, places: int) -> str:
    digits = str(round_half_up(value, places)).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}"


# The whole that a count is taken of.


def _wholes(context: Context) -> Iterator[tuple[Span, Span]]:
    """辖11个行政村……13个行政村中3个缺村医: what 中 is said of is the count told before."""
    counts = [one for one in context.facts if one.quantity.family == "count" and one.quantity.measured]
    by_noun: dict[tuple[str, str], list[Fact]] = {}
    for one in counts:
        at = _noun_at(context, one)
        by_noun.setdefault((one.quantity.unit, context.text[at : at + _LEAST]), []).append(one)
    for fact in counts:
        after = word("far_whole_after").match(context.text[fact.end : fact.end + _AFTER])
        if (
            after is None
            or fact.quantity.value >= _SMALL
            or not says("far_whole_lead", context.clause_before(fact))
        ):
            continue
        noun = after["noun"]
        near = by_noun.get((fact.quantity.unit, noun[:_LEAST]), [])[-_WHOLES:]
        same = [
            one for one in near if one is not fact and context.text.startswith(noun, _noun_at(context, one))
        ]
        before = [one for one in same if one.end < fact.start]
        if any(one.quantity.value == fact.quantity.value for one in same) or not before:
            continue
        wholes = [
            one
            for one in before
            if word("far_whole_before").search(
                context.text[max(one.sentence.start, one.start - _LEAD) : one.start]
            )
        ]
        if len({one.quantity.value for one in wholes}) == 1 == len({one.quantity.value for one in before}):
            yield (fact.start, fact.end), (wholes[0].start, wholes[0].end)


def _noun_at(context: Context, fact: Fact) -> int:
    """Where the noun of a count begins: after its classifier."""
    return fact.end + (context.text[fact.end : fact.end + 1] in "个名家所台辆座条项件户人张场次")


# Formulas and phrases that write a number again.


def _formulas(context: Context) -> Iterator[tuple[Span, Span]]:
    """4,522.00÷4,646.00 where the report has only 4,664.00: each operand stands somewhere else too."""
    operands = list(word("far_formula").finditer(context.body))
    if not operands:
        return
    numbers = list(re.finditer(r"(?<![\d.,])\d[\d,]*(?:\.\d+)?(?![\d.])", context.body))
    texts = Counter(one.group().replace(",", "") for one in numbers)
    by_digits: dict[str, list[re.Match[str]]] = {}
    for one in numbers:
        by_digits.setdefault("".join(sorted(one.group().replace(",", ""))), []).append(one)
    for match in operands:
        group = "number" if match["number"] else "second"
        text = match[group].replace(",", "")
        size = len(text.replace(".", ""))
        if size < _SWAPPED or texts[text] != 1:
            continue
        near = by_digits.get("".join(sorted(text)), ())
        twins = [one for one in near if _apart(one.group().replace(",", ""), text) == _LEAST]
        beside = [
            one
            for one in twins
            if "\n" not in context.body[min(one.end(), match.end()) : max(one.start(), match.start())]
        ]
        twin = next(iter(twins if size >= _PRINTED else beside), None)
        if twin is not None:
            yield _place(context, match, group), _place(context, twin, 0)


def _phrases(context: Context) -> Iterator[tuple[Span, Span]]:
    for match in word("far_rate_shown").finditer(context.body):
        base, rate, part = (Fraction(match[name].replace(",", "")) for name in ("base", "rate", "part"))
        places = len(match["part"].partition(".")[2])
        holds = abs(base * rate / 100 - part) <= Fraction(1, 10**places)
        if holds and Fraction(match["claim"]) != rate:
            yield _place(context, match, "claim"), _place(context, match, "rate")
    for match in word("far_hundred").finditer(context.body):
        whole, told = match["whole"].replace(".", ""), match["part"].replace(".", "")
        if sorted(whole) == sorted(told) and _apart(whole, told) == _LEAST:
            yield _place(context, match, "part"), _place(context, match, "whole")


def _place(context: Context, match: re.Match[str], group: str | int) -> Span:
    low, high = match.span(group)
    return context.report.start + low, context.report.start + high


def _relation(context: Context, first: Named, second: Named) -> Relation:
    quotes = [context.quote(one.start, one.end) for one in (first, second)]
    return relation(
        context, "R6", "inconsistent", "review_same", quotes, subject=second.name,
        expected=first.quantity.shown, stated=second.quantity.shown,
        repairs=(f"{first.quantity.shown}→{second.quantity.shown}", f"{second.quantity.shown}→{first.quantity.shown}"),
    )  # fmt: skip


def _of_spans(context: Context, first: Span, second: Span) -> Relation:
    quotes = [context.quote(*one) for one in (first, second)]
    return relation(
        context, "R6", "inconsistent", "review_same", quotes, subject="同一数字", expected=quotes[0].text.strip(),
        stated=quotes[1].text.strip(),
    )  # fmt: skip
