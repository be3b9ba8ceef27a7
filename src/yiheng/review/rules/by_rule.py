"""R17, R1 on amounts by a stated rule: so many times the amount found, a share of a named base, so much for each, and their sum.

The base is any amount of the sentence before, or the one amount that the rule names; nothing is accused that any of them gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.quantity import chinese_value, units

_LEAD = 40
_STOP = re.compile(r"[。；;\n]")
_HUNDRED = 100
_PAIRS = 8


def by_rule_relations(context: Context) -> Iterator[Relation]:
    """All amounts by a rule, line by line."""
    by_line: dict[int, list[Fact]] = {}
    for fact in context.facts:
        if fact.quantity.family == "money" and fact.quantity.measured:
            by_line.setdefault(fact.line.start, []).append(fact)
    lines = [line for line in context.report.lines if line.text.strip()]
    for n, line in enumerate(lines):
        if not word("br_line").search(line.text):
            continue
        facts = by_line.get(line.start, [])
        earlier = by_line.get(lines[n - 1].start, []) if n else []
        yield from _of_a_base(context, line, facts, earlier)
        yield from _of_a_named_base(context, line, facts)
        yield from _for_each(context, line, by_line)
        yield from _above(context, lines[:n], line, by_line)


def _number(text: str) -> Fraction | None:
    if text[0].isdigit():
        return Fraction(text.replace(",", ""))
    value = chinese_value(text)
    return None if value is None else Fraction(value)


def _fits(claim: Fact, value: Fraction) -> bool:
    """Whether an amount is a value to within the last place printed."""
    unit = claim.quantity.measure.unit.to_base(2 * claim.quantity.printed.half_unit)
    return abs(claim.quantity.value - value) <= unit


def _of_a_base(
    context: Context, line: Line, facts: Sequence[Fact], before: Sequence[Fact]
) -> Iterator[Relation]:
    """处3倍罚款55.80万元, 留用比例为42%，留用1,817.68万元: so many times an amount of the sentence before.

    ``before`` are amounts of the paragraph before, any of which may be meant.
    """
    for n, claim in enumerate(facts):
        found = _factor(context.text[max(line.start, claim.quantity.at - _LEAD) : claim.quantity.at])
        stops = [match.end() for match in _STOP.finditer(line.text, 0, claim.start - line.start)]
        low = line.start + (stops[-1] if stops else 0)
        bases = [one for one in facts[:n] if one.start >= low]
        if found is None or not bases:
            continue
        factor, words = found
        if not any(
            _fits(claim, factor * base) for base in _bases([*before, *facts[:n], *facts[n + 1 :]], bases)
        ):
            yield _told(
                context,
                [bases[0]],
                claim,
                factor * bases[0].quantity.value,
                f"{bases[0].quantity.shown} × {words}",
            )


def _factor(lead: str) -> tuple[Fraction, str] | None:
    """The factor that the words before an amount state."""
    times, part = word("br_times").search(lead), word("br_part").search(lead)
    if times is not None and not word("br_times_not").search(lead[: times.start()][-3:]):
        factor = _number(times["times"])
        return None if factor is None else (factor, f"{times['times']}倍")
    return None if part is None else (Fraction(part["rate"]) / _HUNDRED, f"{part['rate']}%")


def _bases(around: Sequence[Fact], own: Sequence[Fact]) -> Iterator[Fraction]:
    """Every amount around, and the sums and differences of those of the sentence."""
    yield from (one.quantity.value for one in around)
    yield sum((one.quantity.value for one in own), Fraction(0))
    for first, second in combinations(own[:_PAIRS], 2):
        yield first.quantity.value + second.quantity.value
        yield abs(first.quantity.value - second.quantity.value)


def _of_a_named_base(context: Context, line: Line, facts: Sequence[Fact]) -> Iterator[Relation]:
    """奖励按查实金额的4%计发：查实金额合计71万元，奖励2.84万元."""
    for match in word("br_share").finditer(line.text):
        after = [one for one in facts if one.start >= line.start + match.end()]
        bases = [one for one in after if match["base"] in context.clause_before(one)]
        noun = match["noun"][-2:]
        claims = [one for one in after if noun in context.clause_before(one) and one not in bases]
        if len(bases) != 1 or not claims or claims[0].start < bases[0].start:
            continue
        value = bases[0].quantity.value * Fraction(match["rate"]) / _HUNDRED
        if not any(_fits(one, value) for one in claims):
            yield _told(context, bases, claims[0], value, f"{bases[0].quantity.shown} × {match['rate']}%")


def _for_each(context: Context, line: Line, by_line: dict[int, list[Fact]]) -> Iterator[Relation]:
    """补助按140名村医人均600元发放: the amount told elsewhere under that name."""
    for match in word("br_each").finditer(line.text):
        name = match["name"]
        told = [
            one
            for facts in by_line.values()
            for one in facts
            if context.clause_before(one).split("、")[-1].strip().endswith(name)
        ]
        if len({one.quantity.value for one in told}) != 1:
            continue
        count, each = _number(match["count"]), _number(match["each"])
        assert count is not None and each is not None
        value = count * each * units()["元"].unit.scale
        if _fits(told[0], value):
            continue
        span = line.start + match.start(), line.start + match.end()
        yield relation(
            context, "R17", "inconsistent", "review_ratio", [context.quote(*span), *context.quote_facts(told[0])],
            subject=name, expected=told[0].quantity.text_of(value, 2), stated=told[0].quantity.shown,
            formula=f"{match['count']} × {match['each']}元",
        )  # fmt: skip


def _above(
    context: Context, before: Sequence[Line], line: Line, by_line: dict[int, list[Fact]]
) -> Iterator[Relation]:
    """以上3起案件罚款合计66.18万元: the last amount of that name in each of the three lines before."""
    for claim in by_line.get(line.start, []):
        match = word("br_above").search(
            context.text[max(line.start, claim.quantity.at - _LEAD) : claim.quantity.at]
        )
        if match is None:
            continue
        count = int(_number(match["count"]) or 0)
        own = [
            [one for one in by_line.get(item.start, []) if match["noun"] in context.clause_before(one)]
            for item in before[-count:]
        ]
        if len(own) != count or not all(len(one) == 1 for one in own) or count < 2:
            continue
        parts = [one[0] for one in own]
        value = sum((one.quantity.value for one in parts), Fraction(0))
        if not _fits(claim, value):
            yield _told(context, parts, claim, value, " + ".join(one.quantity.shown for one in parts), "R1")


def _told(
    context: Context, operands: Sequence[Fact], claim: Fact, value: Fraction, formula: str, rule: str = "R17"
) -> Relation:
    return relation(
        context, rule, "inconsistent", "review_sum" if rule == "R1" else "review_ratio",
        context.quote_facts(*operands, claim), subject=claim.name, expected=claim.quantity.text_of(value, 2),
        stated=claim.quantity.shown, formula=formula,
    )  # fmt: skip
