"""R17 on numbers that a rate is said to make: 占82.5%，即15,048人次; 付款90%，即54万元; 降低50%，即7500元; and on shares that make all of it.

What is taken as the base stands before the rate, in its paragraph. Any number of the kind that gives the claim settles it; it is
told where the base is the one of its sentence, or shares the name of what the rate is of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import chinese_of, says, word
from yiheng.review.rules.disclosed import untold
from yiheng.review.told.award import gives_share
from yiheng.review.told.reading import shares

_BACK, _FAR, _LEAST, _ONE, _NEAR, _LEAD = 16, 4, 2, Fraction(1), Fraction(1, 5), 12


def rate_then_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """All readings of this kind, of claims that nothing has accused."""
    yield from untold(context, found, _rules(context), claims_only=True)


def _rules(context: Context) -> Iterator[Relation]:
    for rate in context.facts:
        if rate.quantity.unit == "%" and rate.quantity.measured and 0 < rate.quantity.value < 1:
            yield from _then(context, rate)
    for line in context.report.lines:
        if "%" in line.text and ("（" in line.text or "(" in line.text):
            yield from _bracketed(context, line)
        if word("rt_half").search(line.text):
            yield from _halves(context, line)
        for match in word("rt_each").finditer(line.text):
            yield from _each(context, line, match)


def _told(context: Context, claim: Fact, operands: Sequence[Fact], value: Fraction, formula: str) -> Relation:
    shown = claim.quantity.text_of(value, 2)
    name = chinese_of(context.clause_before(operands[-1]))[-_LEAD:] or claim.name
    return relation(
        context, "R17", "inconsistent", "review_identity", context.quote_facts(*operands, claim), subject=name,
        expected=shown, stated=claim.quantity.shown, formula=formula, repairs=(f"{claim.quantity.shown}→{shown}",),
    )  # fmt: skip


# A rate and what it makes.


def _then(context: Context, rate: Fact) -> Iterator[Relation]:
    following = context.facts[rate.index + 1 : rate.index + 1 + _LEAST]
    claim = following[0] if following else None
    if (
        claim is None
        or claim.sentence != rate.sentence
        or not word("rt_then").search(context.text[rate.end : claim.start])
    ):
        return
    before = context.clause_before(rate)
    if len(following) == _LEAST and word("rt_to").search(context.text[claim.end : following[1].start]):
        claim = following[1]  # 即由15,000元降到7,500元
    if (
        claim.quantity.family not in ("money", "count")
        or not claim.quantity.measured
        or says("rt_not", before)
    ):
        return
    falls, rises = (says(name, before) for name in ("rt_falls", "rt_rises"))
    own = rate.quantity.value
    ways = (_ONE - own,) if falls else (_ONE + own,) if rises else (own,)
    bases = [
        one
        for one in context.facts[max(0, rate.index - _BACK) : claim.index]
        if one.quantity.dimension == claim.quantity.dimension
        and one is not claim
        and one.report == claim.report
    ]
    unsure = 0.0 if rate.quantity.printed.decimals == 0 else rate.quantity.half_size
    every = (*ways, own, _ONE - own)
    if not bases or any(gives_share(one, way, claim, max(unsure, 1e-9)) for one in bases for way in every):
        return
    base = _base(context, rate, claim, bases)
    if base is not None and base.quantity.measured:
        value = base.quantity.value * ways[0]
        if abs(value - claim.quantity.value) <= _NEAR * 2 * value:
            sign = (
                f"（1 − {rate.quantity.shown}）"
                if falls
                else f"（1 + {rate.quantity.shown}）"
                if rises
                else rate.quantity.shown
            )
            yield _told(context, claim, (base, rate), value, f"{base.quantity.shown} × {sign}")


def _base(context: Context, rate: Fact, claim: Fact, bases: Sequence[Fact]) -> Fact | None:
    """The number that a rate is of: the one of its kind in its sentence, else the last that shares its name."""
    own = [one for one in bases if one.sentence == rate.sentence]
    if len({one.quantity.value for one in own}) == 1:
        return own[-1]
    if own and own[-1].start > rate.start:
        return own[-1]  # 即由15,000元降到7,500元
    name = context.clause_before(rate)
    named = [one for one in bases if one.line is claim.line and shares(name, one.label)]
    return named[-1] if named and len({one.quantity.value for one in named}) == 1 else None


# Shares in brackets that make all of it.


def _bracketed(context: Context, line: Line) -> Iterator[Relation]:
    """下达5,160万元，4月到位3,612万元（70%），8月到位1,548万元（30%）."""
    facts = context.facts_in(line.start, line.end)
    pairs = [
        (one, rate)
        for one, rate in zip(facts, facts[1:], strict=False)
        if rate.quantity.unit == "%" and one.quantity.family in ("money", "count") and one.quantity.measured
        and word("rt_bracket").search(context.text[one.end : rate.start])
    ]  # fmt: skip
    for at in range(len(pairs) - 1):
        for end in range(at + _LEAST, min(len(pairs), at + _FAR + 1) + 1):
            run = pairs[at:end]
            if sum((rate.quantity.value for _, rate in run), Fraction(0)) != _ONE:
                continue
            same = (
                len({one.quantity.dimension for one, _ in run}) == 1
                and run[0][0].sentence == run[-1][0].sentence
            )
            if same:
                yield from _odd_share(context, facts, run)


def _odd_share(
    context: Context, facts: Sequence[Fact], run: Sequence[tuple[Fact, Fact]]
) -> Iterator[Relation]:
    """The one share that is not of the whole that all the others, and a number before them, give."""
    first = run[0][0]
    bases = [
        one for one in facts if one.start < first.start and one.quantity.dimension == first.quantity.dimension
    ]
    for base in reversed(bases):
        apart = [
            (one, rate)
            for one, rate in run
            if not gives_share(base, rate.quantity.value, one, rate.quantity.half_size)
        ]
        if not apart:
            return
        if len(apart) == 1:
            claim, rate = apart[0]
            value = base.quantity.value * rate.quantity.value
            if abs(value - claim.quantity.value) <= _NEAR * value:
                yield _told(
                    context, claim, (base, rate), value, f"{base.quantity.shown} × {rate.quantity.shown}"
                )
            return


def _halves(context: Context, line: Line) -> Iterator[Relation]:
    """由市财政与原单位各半……实筹17,420,000元，其中市财政8,710,000元."""
    facts = context.facts_in(line.start, line.end)
    said = word("rt_half").search(line.text)
    assert said is not None
    for whole, part in zip(facts, facts[1:], strict=False):
        lead = context.text[max(whole.end, part.start - _LEAD) : part.start]
        alike = whole.quantity.dimension == part.quantity.dimension and part.sentence == whole.sentence
        if part.start < line.start + said.start() or not alike or not word("rt_half_part").search(lead):
            continue
        name = re.sub("^.*其中", "", lead)
        if name not in line.text[: said.start()]:
            continue
        value = whole.quantity.value / 2
        if (
            not gives_share(whole, Fraction(1, 2), part, 0.0)
            and abs(value - part.quantity.value) <= _NEAR * value
        ):
            yield _told(context, part, (whole,), value, f"{whole.quantity.shown} ÷ 2")


def _each(context: Context, line: Line, match: re.Match[str]) -> Iterator[Relation]:
    """在职三级50%、二级60%；退休各提高5个百分点，即三级55%、二级65%: each of the names as much more or less."""
    stop = re.search(r"[。；;\n]|$", line.text[match.end() :])
    end = match.end() + (stop.start() if stop else 0)
    by = Fraction(match["by"]) * (-1 if says("rt_each_down", match["how"]) else 1)
    money = match["unit"] == "元"
    low = line.text.rfind("。", 0, match.start()) + 1
    before = {one["name"][-2:]: one for one in word("rt_item").finditer(line.text, low, match.start())}
    for one in word("rt_item").finditer(line.text, match.end(), end):
        base = before.get(one["name"][-2:])
        if base is None or base["unit"] != one["unit"] or (one["unit"] == "元") != money:
            continue
        value = Fraction(base["value"]) + by
        if value != Fraction(one["value"]):
            spans = [base.span(), match.span(), one.span()]
            yield relation(
                context, "R17", "inconsistent", "review_identity",
                [context.quote(line.start + start, line.start + stop_at) for start, stop_at in spans], subject=one["name"],
                expected=f"{float(value):g}{one['unit']}", stated=f"{one['value']}{one['unit']}",
                formula=f"{base['value']} {'+' if by > 0 else '−'} {match['by']}",
            )  # fmt: skip
