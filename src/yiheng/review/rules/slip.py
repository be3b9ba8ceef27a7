"""R1–R4 and R17 by arithmetic alone: equations of neighbouring numbers that fail by one slip of the pen.

An equation (:mod:`yiheng.review.reading.equation`) that holds bears its numbers out, against any rule of words that meant
other neighbours. One that fails is told only where a single slip (:mod:`yiheng.review.reading.slip`) in a number that nothing
else bears out would mend it, and where so many digits would then agree that chance is no explanation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from yiheng.exact.interval import Verdict
from yiheng.exact.printed import Printed
from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, far, holds, judge, near, relation
from yiheng.review.reading.equation import Equation, equations
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import Formula, total
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.paired import of_other_place
from yiheng.review.reading.recomputed import Recomputed, gives_another, rounded_as
from yiheng.review.reading.slip import is_slip, is_slip_of_digits, slips
from yiheng.review.rules.per_head import of_a_rate
from yiheng.review.rules.ratio import in_turn

_FIRM = ("consistent", "rounding")
_ARITHMETIC = ("R1", "R2", "R3", "R4", "R17")
_MARGIN = 1e-6
_NAME = 2
"""Characters at the end of their names that the items of a list share: 中央应补, 省应补."""
_AFTER_SUM = 60
"""Characters after a sum within which the text may say that its parts overlap."""
_DIGITS_NEEDED = 8
_DIGITS_TIGHT = 6
_DIGITS_TWO_PARTS = 10
_DIGITS_PARTS = 9
_DIGITS_MARKED = 8
_DIGITS_APART = 4
"""Significant digits of a quotient whose numbers all stand in other sentences."""
_DIGITS_SOUND, _DIGITS_SOUND_TIGHT = 3, 2
"""Significant digits that every number of an equation has where it hardly holds by chance."""


@dataclass(frozen=True)
class Neighbours:
    """What the arithmetic shows: the equations that fail, and ends of numbers that others bear out.

    ``firm`` numbers are not accused of a slip; ``proven`` ones stand in an equation of so many digits that no rule of
    words may accuse them either; ``sound`` ones stand in one of some digits, claim or operand.
    """

    firm: frozenset[int]
    sound: frozenset[int]
    proven: frozenset[int]
    failing: tuple[Equation, ...]


def neighbours_of(context: Context) -> Neighbours:
    """Try every equation of a report; a sum of numbers that nothing marks as parts fails too often to say anything."""
    firm: set[int] = set()
    proven: set[int] = set()
    sound: set[int] = set()
    failing: list[Equation] = []
    summed: set[int] = set()
    for equation in equations(context):
        found = _judged(equation)
        if holds(found):
            if equation.rule == "R1":
                summed.add(equation.claim.end)
            firm.update(fact.end for fact in equation.facts)
            exact = found is not None and found[0] is Verdict.CONSISTENT
            if exact and _least_digits(equation) >= _sound_digits(equation):
                sound.update(fact.end for fact in equation.facts)
            if exact and agreeing_digits(equation) >= _digits_needed(equation):
                proven.add(equation.claim.end)
        elif equation.rule != "R1" or equation.tight or equation.marked:
            failing.append(equation)
    failing = [
        one for one in failing if one.claim.end not in firm or (one.marked and one.claim.end not in summed)
    ]
    failing.sort(key=lambda one: (not one.tight, -len(one.operands)))
    return Neighbours(frozenset(firm), frozenset(sound), frozenset(proven), tuple(failing))


def _judged(equation: Equation) -> tuple[Verdict, Fraction] | None:
    """The verdict on an equation; the plain value decides most, the band of all readings the close ones."""
    operands = [one.quantity for one in equation.operands]
    claim = equation.claim.quantity
    return None if far(equation.function, operands, claim) else judge(equation.function, operands, claim)


def borne_out(found: Relation, neighbours: Neighbours) -> bool:
    """Whether the number that a relation of words accuses holds with other neighbours than the words seemed to mean."""
    if found.verdict != "inconsistent" or found.rule not in _ARITHMETIC:
        return False
    return any(quote.end in neighbours.proven and quote.text.endswith(found.stated) for quote in found.quotes)


def slip_relations(context: Context, found: Sequence[Relation], neighbours: Neighbours) -> Iterator[Relation]:
    """Near misses among numbers that no relation found so far has settled or accused."""
    firm = neighbours.firm | ends_of(found, *_FIRM)
    told = ends_of(found, "inconsistent")
    for equation in neighbours.failing:
        if agreeing_digits(equation) < _digits_needed(equation) or any(
            fact.end in told for fact in equation.facts
        ):
            continue
        if _overlapping(context, equation) or _by_chance(equation):
            continue
        if _of_others(context, equation):
            continue
        if equation.rule != "R1" and _told_of_others(context, equation):
            continue
        repairs = mending(equation, firm)
        if equation.rule == "R1" and _may_leave_out(context, equation):
            repairs = [one for one in repairs if _is_swap(*one)]
        if repairs and not _of_another_whole(context, equation):
            told.update(fact.end for fact in equation.facts)
            yield _relation(context, equation, repairs)


def _told_of_others(context: Context, equation: Equation) -> bool:
    """Whether the operands of an equation give another number of its paragraph."""
    line = equation.claim.line
    return _value(equation) is not None and gives_another(equation, context.facts_in(line.start, line.end))


def _by_chance(equation: Equation) -> bool:
    """Whether a quotient is of numbers of other sentences and its claim too short: one slip from 64.3 % is every twentieth value."""
    if equation.rule not in ("R3", "R4", "R17") or equation.tight:
        return False
    if equation.rule == "R4" and any(one.role == "prior" for one in equation.operands):
        return False  # of one thing's two years
    apart = all(one.sentence != equation.claim.sentence for one in equation.operands)
    return apart and significant_digits(equation.claim) < _DIGITS_APART


def _may_leave_out(context: Context, equation: Equation) -> bool:
    """Whether a list is one of some parts: 97.3万个，其中：甲3.5万个…… need not add up, and one digit more or less proves little."""
    first = equation.operands[0]
    if equation.claim.end > first.start or "其中" not in context.text[equation.claim.end : first.start]:
        return False
    return sum(one.quantity.value for one in equation.operands) < equation.claim.quantity.value


def _is_swap(fact: Fact, before: Fraction) -> bool:
    """Whether a number has the digits of the value it should have, in another order."""
    right = fact.quantity.text_of(fact.quantity.measure.unit.to_base(before))
    return sorted(filter(str.isdigit, right)) == sorted(filter(str.isdigit, fact.quantity.printed.text))


def _goes_on(context: Context, equation: Equation) -> bool:
    """Whether the row of the parts goes on in another unit: 132.6亿人、42.6亿人和3259万人."""
    last = max(equation.operands, key=lambda one: one.index)
    after = context.facts[last.index + 1] if last.index + 1 < len(context.facts) else None
    if after is None or after.quantity.dimension != last.quantity.dimension or after is equation.claim:
        return False
    beside = context.text[last.end : after.at].strip()
    return after.quantity.unit != last.quantity.unit and word("enumerated").fullmatch(beside) is not None


def _closes_itself(equation: Equation) -> bool:
    """Whether one operand is the sum of the others: 五年累计39,065人，各年分别为……，年均7,813人."""
    values = [one.quantity.value for one in equation.operands]
    return len(values) > 2 and any(2 * one == sum(values) for one in values)


def _of_others(context: Context, equation: Equation) -> bool:
    """Whether words say that an equation's numbers are items of one list: each with its own share, or each by its own name."""
    if equation.rule == "R3":
        first, second = equation.operands
        claim = equation.claim
        if word("slip_of_base").search(context.clause_before(claim)) and not any(
            word("slip_base").search(one.label) or one.role in ("target", "budget")
            for one in equation.operands
        ):
            return True  # 完成任务的99.4%: of a task that is not told
        before = context.facts[claim.index - 1] if claim.index else None
        if (
            before is not None
            and before.sentence == claim.sentence
            and before not in (first, second)
            and word("slip_base_own").search(before.label)
        ):
            return True  # 参保任务11,800人，完成100.6%: of a result that is not told
        if word("slip_progress").search(context.clause_before(claim)) and not any(
            word("slip_base").search(one.label) or one.role in ("target", "budget") for one in (first, second)
        ):
            return True  # 一季度702万元，上半年累计1,514万元，进度46.1%: of the year's budget
        if of_other_place(context, claim, first) and of_other_place(context, claim, second):
            return True
        return in_turn(context, first, second, claim) or in_turn(context, second, first, claim)
    if equation.rule == "R17" and len({one.quantity.dimension for one in equation.facts}) == 1:
        return True  # 应履约36,480次（人均4次），已履约34,656次: no mean of times by times
    if equation.rule == "R17":
        return of_a_rate(context, equation.claim)
    if equation.rule == "R1" and (_goes_on(context, equation) or _closes_itself(equation)):
        return True
    if equation.rule == "R1" and equation.claim.end <= equation.operands[0].start:
        between = context.text[equation.claim.end : equation.operands[0].start]
        return between.lstrip().startswith("、")  # 竹子5500亩、核桃2250亩: the first of a list, not its total
    if equation.rule != "R1" or equation.claim.start < equation.operands[-1].start:
        return False
    if context.text[equation.operands[-1].end : equation.claim.at].strip() == "、":
        return True  # 各季新增分别为1.93万人、2.36万人、2.45万人、1.74万人: the last of the list
    if len({one.depth for one in equation.operands}) > 1:
        return True  # 新增37家（二级12家、一级25家），累计188家: a bracket details the number before it
    names = [word("filler_end").sub("", one.label) for one in equation.facts]
    one_name = len(names[0]) > _NAME and len({name[-_NAME:] for name in names}) == 1
    own = names[-1][:-_NAME]
    return one_name and bool(own) and not word("slip_total").search(own)


def _overlapping(context: Context, equation: Equation) -> bool:
    """Whether the text says right after a sum that its parts overlap: 同一家可同时开通两类，分项之和大于总数."""
    last = max(fact.end for fact in equation.facts)
    return equation.rule == "R1" and bool(word("parts_overlap").search(context.text, last, last + _AFTER_SUM))


def _of_another_whole(context: Context, equation: Equation) -> bool:
    """Whether a share is, to its last digit, of a whole that stands elsewhere."""
    if equation.rule != "R3" or not word("share_mark").search(context.clause_before(equation.claim)):
        return False
    claim, part = equation.claim, equation.operands[0]
    alike = [
        one
        for one in context.facts
        if one.quantity.measured and one.quantity.dimension == part.quantity.dimension and one is not part
    ]
    function: Formula = lambda v: v[0] / v[1]  # noqa: E731
    wholes = [
        one.quantity
        for one in alike
        if one.quantity.size >= part.quantity.size
        and near(function, [part.quantity, one.quantity], claim.quantity)
        and one.quantity.value > part.quantity.value
    ]
    return any(
        found is not None and found[0] is Verdict.CONSISTENT
        for one in wholes
        if (found := judge(function, [part.quantity, one], claim.quantity)) is not None
    )


def mending(equation: Recomputed, firm: frozenset[int]) -> list[tuple[Fact, Fraction]]:
    """The numbers that nothing bears out and whose slip would mend the equation, with the value before the slip."""
    units = {one.quantity.unit for one in equation.facts}
    if equation.function is total and len(units) == 1:
        return list(_repairs_of_sum(equation, firm))
    value = _value(equation)
    if value is None:
        return []
    find = _repair_of_sum if equation.rule == "R1" else _repair
    found = ((fact, find(equation, fact, value)) for fact in equation.facts if fact.end not in firm)
    return [(fact, before) for fact, before in found if before is not None]


def _repairs_of_sum(equation: Recomputed, firm: frozenset[int]) -> Iterator[tuple[Fact, Fraction]]:
    """The same for a sum of one unit, in whole numbers of its last place."""
    printed = [one.quantity.printed for one in equation.facts]
    places = 10 ** max(one.decimals for one in printed)
    values = [one.value.numerator * places // one.value.denominator for one in printed]
    gap = values[-1] - sum(values[:-1])
    for fact, one, value in zip(equation.facts, printed, values, strict=True):
        before = value - gap if fact is equation.claim else value + gap
        if fact.end not in firm and is_slip_of_digits(before, value, places // 10**one.decimals):
            yield fact, Fraction(before, places)


def _repair_of_sum(equation: Recomputed, fact: Fact, value: Fraction) -> Fraction | None:
    """The one value that would make a sum right, where a slip leads from it to what is printed."""
    gap = equation.claim.quantity.value - value
    right = fact.quantity.value + (-gap if fact is equation.claim else gap)
    before = fact.quantity.measure.unit.from_base(right)
    return before if is_slip(before, fact.quantity.printed) else None


def _repair(equation: Recomputed, fact: Fact, value: Fraction) -> Fraction | None:
    claim = equation.claim.quantity
    if fact is equation.claim:
        rounded = rounded_as(fact, value)
        return rounded if is_slip(rounded, claim.printed) else None
    values = [one.quantity.value for one in equation.operands]
    sizes = [one.quantity.size for one in equation.operands]
    place = equation.operands.index(fact)
    scale = float(fact.quantity.measure.unit.scale)
    for before, size in _slips_of(fact.quantity.printed):
        sizes[place] = size * scale
        if _far_off(equation, sizes):
            continue
        values[place] = fact.quantity.measure.unit.to_base(before)
        if _close(equation, values):
            return before
    return None


def _far_off(equation: Recomputed, sizes: Sequence[float]) -> bool:
    """Whether magnitudes alone show that an equation does not hold: most slips mend nothing."""
    claim = equation.claim.quantity
    try:
        size = equation.function(sizes)  # type: ignore[arg-type]
    except ZeroDivisionError:
        return True
    return abs(size - claim.size) > 2 * claim.half_size + _MARGIN * abs(claim.size)


def _close(equation: Recomputed, values: Sequence[Fraction]) -> bool:
    """Whether an equation holds, to the decimals of its claim, for these values of its operands."""
    claim = equation.claim.quantity
    try:
        gap = abs(claim.measure.unit.from_base(equation.function(values)) - claim.printed.value)
    except ZeroDivisionError:
        return False
    return gap == 0 if equation.rule == "R2" else gap <= claim.printed.half_unit


def agreeing_digits(equation: Recomputed) -> int:
    """Significant digits of an equation beyond those of its longest number: each is one that chance must hit."""
    return sum(sorted(significant_digits(fact) for fact in equation.facts)[:-1])


def _sound_digits(equation: Equation) -> int:
    """A quotient of numbers that stand apart is one of very many that could be tried."""
    if equation.tight:
        return _DIGITS_SOUND_TIGHT
    return _DIGITS_SOUND if equation.rule in ("R1", "R2") else _DIGITS_SOUND + 1


def _least_digits(equation: Equation) -> int:
    return min(significant_digits(fact) for fact in equation.facts)


def significant_digits(fact: Fact) -> int:
    """How many digits say something: zeros at the end may stand for a round number."""
    return _significant(fact.quantity.printed.text)


@lru_cache(maxsize=8192)
def _significant(text: str) -> int:
    return len("".join(filter(str.isdigit, text)).strip("0")) or 1


def _digits_needed(equation: Equation) -> int:
    if equation.rule == "R1":
        if equation.marked:
            return _DIGITS_MARKED
        return _DIGITS_PARTS if len(equation.operands) > 2 else _DIGITS_TWO_PARTS
    return _DIGITS_TIGHT if equation.tight else _DIGITS_NEEDED


def _value(equation: Recomputed) -> Fraction | None:
    try:
        return equation.function([one.quantity.value for one in equation.operands])
    except ZeroDivisionError:
        return None


@lru_cache(maxsize=4096)
def _slips_of(printed: Printed) -> tuple[tuple[Fraction, float], ...]:
    """Every value from which one slip leads to a printed one, with its size."""
    return tuple((before, float(before)) for before in frozenset(slips(printed)))


def _relation(context: Context, equation: Equation, repairs: list[tuple[Fact, Fraction]]) -> Relation:
    claim = equation.claim.quantity
    value = _value(equation)
    assert value is not None
    return relation(
        context,
        equation.rule,
        "inconsistent",
        "review_slip",
        context.quote_facts(*equation.facts),
        subject=equation.claim.name,
        expected=claim.text_of(value, more=2),
        stated=claim.shown,
        formula=equation.shown,
        repairs=tuple(f"{fact.quantity.shown}→{_text(fact, value)}" for fact, value in repairs),
    )


def _text(fact: Fact, value: Fraction) -> str:
    return fact.quantity.text_of(fact.quantity.measure.unit.to_base(value))
