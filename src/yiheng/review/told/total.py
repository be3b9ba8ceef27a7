"""Readings of a sum: parts one after another, then what they make together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context, plus
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import total
from yiheng.review.reading.lexicon import says, word
from yiheng.review.told.reading import LIKELY, POSSIBLE, TOLD, Reading

_MOST = 12
_LISTS = 3
_PARTS = 2
_LEAD = 80


def adjusted_readings(context: Context, claim: Fact) -> Iterator[Reading]:
    """年初预算86万元，年中调减6万元，调整后80万元: what was first, and what was added and taken away, right before."""
    if claim.quantity.dimension != "money" or not says("told_adjusted", claim.label):
        return
    run: list[Fact] = []
    for one in reversed(context.facts[max(0, claim.index - _MOST) : claim.index]):
        if (
            one.sentence != claim.sentence
            or one.quantity.dimension != claim.quantity.dimension
            or not one.quantity.measured
        ):
            break
        run.insert(0, one)
        if not (says("budget_raised", one.label) or says("budget_cut", one.label)):
            break
    if len(run) < 2 or not word("amount_given").search(run[0].label):
        return
    signs = [
        -1 if says("budget_cut", one.label) and not says("budget_raised", one.label) else 1 for one in run
    ]
    signs[0] = 1
    shown = run[0].quantity.shown + "".join(
        f" {'−' if sign < 0 else '+'} {one.quantity.shown}"
        for one, sign in zip(run[1:], signs[1:], strict=True)
    )
    yield Reading(
        "R2",
        claim,
        tuple(run),
        lambda v: sum((a * b for a, b in zip(v, signs, strict=True)), Fraction(0)),
        shown,
        TOLD,
    )


def total_readings(context: Context, claim: Fact) -> Iterator[Reading]:
    """中央62万元，省级18万元，县级20万元，共100万元: the run of parts right before a sum."""
    if claim.quantity.family not in ("money", "count", "time"):
        return
    if not word("told_sum").match(claim.label.strip("，,、；; ")):
        return
    run: list[Fact] = []
    for one in reversed(context.facts[max(0, claim.index - _MOST) : claim.index]):
        same = one.quantity.unit == claim.quantity.unit and one.quantity.measured and one.depth == claim.depth
        if one.sentence != claim.sentence or not same:
            if one.sentence != claim.sentence or one.quantity.family != "ratio":
                break
            continue  # 住院3366.18万元，占62%；门诊…
        run.insert(0, one)
    for first in range(len(run) - 1):
        parts = tuple(run[first:])
        yield Reading(
            "R1", claim, parts, total, plus(one.quantity for one in parts), LIKELY if first == 0 else POSSIBLE
        )


def remainder_readings(context: Context, claim: Fact) -> Iterator[Reading]:
    """保费12,070万元，赔付11,587.20万元，服务费362.10万元，结余120.70万元: what all that went out leaves of what came in."""
    if claim.quantity.family not in ("money", "count") or not says("told_left", claim.label):
        return
    if says("told_stock", claim.label):
        return
    run = [
        one
        for one in context.facts[max(0, claim.index - _MOST) : claim.index]
        if one.line is claim.line and one.quantity.measured and one.depth == claim.depth
        and one.quantity.dimension == claim.quantity.dimension and not is_delta(one)
    ]  # fmt: skip
    for first in range(len(run) - 1):
        for last in range(first + 2, len(run) + 1):
            used = tuple(run[first:last])
            if used[0].quantity.value > sum(one.quantity.value for one in used[1:]):
                shown = " − ".join(one.quantity.shown for one in used)
                whole = last == len(run) and (first == 0 or run[first - 1].sentence != claim.sentence)
                inside = whole and used[0].sentence == claim.sentence
                strength = _of_flows(used) if inside else POSSIBLE
                yield Reading("R2", claim, used, _less, shown, strength)


def _of_flows(used: Sequence[Fact]) -> int:
    """How firmly the words say that the first came in and the others went out."""
    given = says("flow_in", used[0].label) or says("amount_given", used[0].label)
    spent = all(says("flow_out", one.label) or says("amount_spent", one.label) for one in used[1:])
    if given and spent:
        return TOLD
    return LIKELY if len(used) > 2 and (given or spent) else POSSIBLE


def _less(values: Sequence[Fraction]) -> Fraction:
    return values[0] - sum(values[1:], Fraction(0))


def list_reader(context: Context) -> Callable[[Context, Fact], Iterator[Reading]]:
    """A reader of lists whose total stands some sentences before: 支出构成：门诊补助……、住院补助……、体检补助……

    The lists of a report are found once; a claim may be the total of the next list after it.
    """
    lists = [one for number in range(1, len(context.facts)) if (one := _listed(context, number)) is not None]
    starts = [parts[0].index for parts, _, _ in lists]

    def readings(_: Context, claim: Fact) -> Iterator[Reading]:
        """The claim as the total of a list right after it, of one unit and under one heading."""
        if claim.quantity.family not in ("money", "count"):
            return
        at = bisect_right(starts, claim.index)
        for parts, noun, among in lists[at : at + _LISTS]:
            first = parts[0]
            if first.index > claim.index + 3 * _MOST or first.line.path[:1] != claim.line.path[:1]:
                return
            if first.quantity.unit != claim.quantity.unit:
                continue
            direct = among and first.index == claim.index + 1
            if among and not direct:
                continue
            named = bool(noun) and noun[-2:] in claim.label
            shown = plus(one.quantity for one in parts)
            yield Reading("R1", claim, parts, total, shown, LIKELY if named or direct else POSSIBLE)
            return

    return readings


def _listed(context: Context, number: int) -> tuple[tuple[Fact, ...], str, bool] | None:
    """The list that a fact opens, with what it is said to make up, and whether it is told of the number right before it."""
    first = context.facts[number]
    if first.quantity.family not in ("money", "count") or not first.quantity.measured:
        return None
    lead = context.text[context.facts[number - 1].end : first.start][-_LEAD:]
    among = word("told_among_these").match(lead)
    opened = among or word("told_list_opens").search(lead)
    if opened is None:
        return None
    parts = _list_from(context, context.facts[number : number + 3 * _MOST])
    noun = opened.groupdict().get("noun") or ""
    return (tuple(parts), noun, among is not None) if len(parts) > _PARTS else None


def _list_from(context: Context, facts: Sequence[Fact]) -> list[Fact]:
    """The numbers of one unit that follow one another in a sentence."""
    parts = list(facts[:1])
    for one in facts[1:]:
        between = context.text[parts[-1].end : one.start]
        alike = one.quantity.unit == parts[0].quantity.unit and one.sentence == parts[0].sentence
        if not alike or not one.quantity.measured or word("told_list_ends").search(between):
            break
        parts.append(one)
    return parts
