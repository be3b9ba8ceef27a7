"""Equations that neighbouring numbers could form: every sum, difference, quotient, growth and mean, by position alone.

The rules of words know what a relation is called; here only place, dimension and a hint before the claim count, so
that a wording nobody thought of still yields its equation. Whether one holds, and what a failure means, is for
:mod:`yiheng.review.rules.slip`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context, plus
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import Formula, minus, ratio, rise, shortfall, total
from yiheng.review.reading.lexicon import says, word

_PARTS_MOST = 9
_BACK, _AHEAD = 6, 2
"""How many numbers before and after a claim its operands may stand."""
_OVERDONE = 2
"""Beyond twice its goal nothing is completed: the larger number is then no numerator."""
_OVER = "{} ÷ {}"
_HINT = 12
"""How many characters before a claim may hint at its kind."""


@dataclass(frozen=True)
class Equation:
    """``claim`` as a function of ``operands``; ``form`` is the recomputation with their places, empty for a sum.

    ``marked``: words such as 其中 or a colon open the list of its parts.
    ``tight``: claim and operands stand in one sentence with no other number of their units between them.
    """

    rule: str
    claim: Fact
    operands: tuple[Fact, ...]
    function: Formula
    form: str
    tight: bool = False
    marked: bool = False

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All its numbers."""
        return (*self.operands, self.claim)

    @property
    def shown(self) -> str:
        """The recomputation in words."""
        operands = [one.quantity for one in self.operands]
        return self.form.format(*(one.shown for one in operands)) if self.form else plus(operands)


def equations(context: Context) -> Iterator[Equation]:
    """All equations of a report. Operands may stand in the paragraph before, claims are read once."""
    before: list[Fact] = []
    for facts in _paragraphs(context):
        window = [*before[-_BACK:], *facts]
        first = len(window) - len(facts)
        for position in range(first, len(window)):
            yield from _of_claim(context, window, position)
        for position in range(first):
            yield from _of_paragraph_above(context, window, position, first)
        before = facts


def _paragraphs(context: Context) -> list[list[Fact]]:
    lines: dict[int, list[Fact]] = {}
    for fact in context.facts:
        if fact.quantity.measured:
            lines.setdefault(fact.line.start, []).append(fact)
    return list(lines.values())


def _of_paragraph_above(context: Context, facts: list[Fact], position: int, first: int) -> Iterator[Equation]:
    """A total at the end of a paragraph, and the list of its parts that opens the next: 参保人员中，职工……，居民……"""
    claim = facts[position]
    parts = [one for one in facts[first:] if one.sentence == facts[first].sentence]
    parts = [one for one in parts if one.quantity.unit == claim.quantity.unit][:_PARTS_MOST]
    if claim.quantity.family not in ("money", "count") or len(parts) < 2 or parts[0] is not facts[first]:
        return
    same_decimals = len({one.quantity.printed.decimals for one in parts}) == 1
    if same_decimals and _opens_list(context, parts[0]):
        yield _sum(claim, tuple(parts), False, True)


def _of_claim(context: Context, facts: list[Fact], position: int) -> Iterator[Equation]:
    claim = facts[position]
    clause = context.clause_before(claim)
    family = claim.quantity.family
    if family in ("money", "count", "score"):
        if family != "score" and not says(
            "per_head_not", claim.label
        ):  # full marks and awards stand in turn; the rule on scores knows them
            yield from _sums(context, facts, position)
        if word("difference").search(clause[-_HINT:]):
            yield from _differences(facts, position)
        if says("per_head", clause[-_HINT:]):
            yield from _means(facts, position)
    elif claim.quantity.unit == "个百分点":
        yield from _differences(facts, position)
    elif family == "ratio":
        if says("level", clause) or word("rate_of_rule").search(clause):
            return  # 上升至19.0% is a level, 按保费的3% a standard, 结算率目标95% a goal
        up, down = (bool(word(name).search(clause)) for name in ("growth_up", "growth_down"))
        if up or down:
            yield from _growths(facts, position, up=up, down=down)
        elif word("quotient").search(clause):
            share = bool(word("share_mark").search(clause))
            for one in _quotients(facts, position):
                if not share:
                    yield one
                elif _shared(context, one):
                    yield replace(one, tight=False)  # its whole may stand elsewhere


def _sums(context: Context, facts: list[Fact], position: int) -> Iterator[Equation]:
    """The parts that follow a total, or that stand before it, all of its unit."""
    claim = facts[position]
    same = [one for one in facts if one.quantity.unit == claim.quantity.unit]
    same = [one for one in same if one is claim or _compared(context, one) == _compared(context, claim)]
    place = same.index(claim)
    for first in (place + 1, place + 2):
        for last in range(first + 2, min(len(same), first + _PARTS_MOST) + 1):
            marked = last == len(same) or same[last].sentence != same[last - 1].sentence
            marked = marked and _opens_list(context, same[first])
            marked = marked and len({one.quantity.printed.decimals for one in same[first:last]}) == 1
            yield _sum(claim, tuple(same[first:last]), first == place + 1, marked)
    for first in range(max(0, place - _PARTS_MOST), place - 1):
        yield _sum(claim, tuple(same[first:place]), True)


def _compared(context: Context, one: Fact) -> bool:
    """Whether a number tells a change from another year or from a plan: 与上年相比增加2万元. It is no part of what is."""
    return is_delta(one) and bool(word("sum_compared").search(context.clause_before(one)))


def _opens_list(context: Context, first: Fact) -> bool:
    """Whether the words between a part and the number before it open a list."""
    before = context.facts[first.index - 1].end if first.index else first.sentence.start
    low = max(before, first.sentence.start)
    return bool(word("sum_marker").search(context.text, low, first.start))


def _sum(claim: Fact, parts: tuple[Fact, ...], beside: bool, marked: bool = False) -> Equation:
    tight = beside and all(one.sentence == claim.sentence for one in parts)
    return Equation("R1", claim, parts, total, "", tight, marked)


def _differences(facts: list[Fact], position: int) -> Iterator[Equation]:
    """A difference that its own words tell: 多18家, 结余4.4万元, 提高3.2个百分点."""
    claim = facts[position]
    near = [one for one in _near(facts, position) if _subtracts(one, claim)]
    for first, second, tight in _pairs(near, claim):
        larger, smaller = _ordered(first, second)
        yield Equation("R2", claim, (larger, smaller), minus, "{} − {}", tight)


def _subtracts(one: Fact, claim: Fact) -> bool:
    """Rates give percentage points; all else its own dimension."""
    if claim.quantity.unit == "个百分点":
        return one.quantity.unit == "%"
    return one.quantity.dimension == claim.quantity.dimension


def _quotients(facts: list[Fact], position: int) -> Iterator[Equation]:
    claim = facts[position]
    kinds = ("money",) if says("cost", claim.label) else ("money", "count")  # 费用救助比例 is of money
    near = [one for one in _near(facts, position) if one.quantity.family in kinds]
    for first, second, tight in _pairs(near, claim):
        larger, smaller = _ordered(first, second)
        yield Equation("R3", claim, (smaller, larger), ratio, _OVER, tight)
        if larger.quantity.value <= _OVERDONE * smaller.quantity.value:
            yield Equation("R3", claim, (larger, smaller), ratio, _OVER, tight)


def _shared(context: Context, one: Equation) -> bool:
    """Whether a share may be of these two: the part right before it, and a whole that is no part of the same list.

    丙医院310万元，戊医院125万元。甲、乙两家合计1,191万元，占64.5% is of the two together; 设备768万元，占67.1%；人才152万元，占13.3% are
    beside each other, and neither is the other's whole.
    """
    claim, (part, whole) = one.claim, one.operands
    if part.start > claim.start:
        return False
    between = context.facts[part.index + 1 : claim.index]
    if any(
        it.quantity.dimension == part.quantity.dimension and it.depth <= claim.depth and it is not whole
        for it in between
    ):
        return False
    after = context.facts[whole.index + 1] if whole.index + 1 < len(context.facts) else None
    if whole.start > part.start or after is None or after is claim or after.quantity.unit != "%":
        return True
    own = after.line is whole.line and word("share_mark").search(context.text, whole.end, after.start)
    return not own or bool(word("share_within").search(context.text, whole.end, claim.start))


def _growths(facts: list[Fact], position: int, *, up: bool, down: bool) -> Iterator[Equation]:
    """(larger − smaller) ÷ what was before, and the smaller as the change itself, by the way that the words say."""
    claim = facts[position]
    near = [one for one in _near(facts, position) if one.quantity.family in ("money", "count")]
    for first, second, tight in _pairs(near, claim):
        larger, smaller = _ordered(first, second)
        both = larger, smaller
        if is_delta(smaller):
            if smaller.start > claim.start and smaller.index != claim.index + 1:
                continue  # 增长14.4%，其中，乙占30亿元，增加4亿元: the change of what stands between
            yield from _by_change(claim, larger, smaller, tight, up=up, down=down)
            continue
        if is_delta(larger):
            continue
        if up:
            yield Equation("R4", claim, both, rise, "（{0} − {1}）÷ {1}", tight)
        if down:
            yield Equation("R4", claim, both, shortfall, "（{0} − {1}）÷ {0}", tight)


def _by_change(
    claim: Fact, level: Fact, change: Fact, tight: bool, *, up: bool, down: bool
) -> Iterator[Equation]:
    """A change over what was before, told or implied by what is."""
    yield Equation("R4", claim, (change, level), ratio, _OVER, tight)
    if up:
        yield Equation("R4", claim, (level, change), _change, "{1} ÷（{0} − {1}）", tight)
    if down:
        yield Equation("R4", claim, (level, change), _back, "{1} ÷（{0} + {1}）", tight)


def _means(facts: list[Fact], position: int) -> Iterator[Equation]:
    """人均, 次均, 户均: an amount over a count."""
    claim = facts[position]
    near = _near(facts, position)
    amounts = [one for one in near if one.quantity.dimension == claim.quantity.dimension]
    counts = [one for one in near if one.quantity.family == "count" and one.quantity.value]
    for amount in amounts:
        for count in counts:
            if count is not amount:
                tight = amount.sentence == count.sentence == claim.sentence
                yield Equation("R17", claim, (amount, count), ratio, _OVER, tight)


def _near(facts: list[Fact], position: int) -> list[Fact]:
    return [*facts[max(0, position - _BACK) : position], *facts[position + 1 : position + 1 + _AHEAD]]


def _pairs(near: list[Fact], claim: Fact) -> Iterator[tuple[Fact, Fact, bool]]:
    """Pairs of one unit, none of them nothing; tight where they are the two nearest of the claim's sentence."""
    inside = [one for one in near if one.sentence == claim.sentence]
    for first, second in combinations(near, 2):
        if first.quantity.unit == second.quantity.unit and first.quantity.value and second.quantity.value:
            alike = [one for one in inside if one.quantity.unit == first.quantity.unit]
            nearest = [one for one in alike if one.start < claim.start][-2:]
            yield first, second, nearest == [first, second] or alike == [first, second]


def _ordered(first: Fact, second: Fact) -> tuple[Fact, Fact]:
    return (first, second) if first.quantity.value >= second.quantity.value else (second, first)


def _change(values: Sequence[Fraction]) -> Fraction:
    return values[1] / (values[0] - values[1])


def _back(values: Sequence[Fraction]) -> Fraction:
    return values[1] / (values[0] + values[1])
