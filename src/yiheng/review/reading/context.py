"""What every rule reads: one report with its facts and tables, and how a relation is judged and quoted."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, product
from typing import TypeVar, cast

from yiheng.exact.errors import ExactError
from yiheng.exact.interval import Interval, Verdict, corner_band, sum_band, verdict
from yiheng.exact.rounding import div_half_up
from yiheng.review.finding import Quote, Relation, Unchecked
from yiheng.review.opening.source import Source
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import Formula, is_linear, total
from yiheng.review.reading.layout import Report
from yiheng.review.reading.lexicon import chinese_of, without, word
from yiheng.review.reading.listing import Listing
from yiheng.review.reading.quantity import Quantity
from yiheng.review.reading.table import Table

Made = TypeVar("Made")


@dataclass
class Context:
    """One report under review. ``text`` is cleaned, of the same offsets as the source's original.

    ``listings`` are filled by the rule on lists when they are first asked for.
    """

    source: Source
    text: str
    report: Report
    facts: list[Fact]
    tables: list[Table]
    whole: str = ""
    attachments: tuple[str, ...] = ()
    unchecked: list[Unchecked] = field(default_factory=list)
    listings: list[Listing] | None = None
    _clauses: dict[int, str] = field(default_factory=dict)
    _made: dict[Callable[[Context], object], object] = field(default_factory=dict)

    def span(self, match: re.Match[str], group: str | int = 0) -> tuple[int, int]:
        """Where a match in the body of the report, or a group of it, stands in the text."""
        low, high = match.span(group)
        return self.report.start + low, self.report.start + high

    def quote(self, start: int, end: int) -> Quote:
        """The original words of a span, with their place."""
        return Quote(self.source.text[start:end], start, end, self.source.place(start))

    def quote_facts(self, *facts: Fact) -> tuple[Quote, ...]:
        """Each fact with the words of its label."""
        quotes = []
        for fact in facts:
            lead = self.text.rfind(fact.label, fact.sentence.start, fact.start) if fact.label else -1
            start = lead if lead >= 0 and fact.start - lead <= 60 else fact.start
            quotes.append(self.quote(start, fact.end))
        return tuple(quotes)

    def clause_before(self, fact: Fact) -> str:
        """The words of a fact's own clause before it."""
        found = self._clauses.get(fact.start)
        if found is None:
            lead = self.text[max(fact.sentence.start, fact.start - 40) : fact.start]
            found = self._clauses[fact.start] = _CLAUSE_END.split(lead)[-1]
        return found

    def same_segment(self, first: Fact, second: Fact) -> bool:
        """Whether no 。 or ； stands between two facts."""
        if first.sentence != second.sentence:
            return False
        low, high = sorted((first, second), key=lambda one: one.start)
        return not _SEGMENT_END.search(self.text, low.end, high.start)

    def in_one_sentence(self, low: int, high: int) -> bool:
        """Whether neither 。 nor the end of a line stands between two offsets."""
        at = bisect_left(self._stops, low)
        return at == len(self._stops) or self._stops[at] >= high

    @cached_property
    def _stops(self) -> list[int]:
        """Where sentences and lines end."""
        start = self.report.start
        return [start + match.start() for match in _STOP.finditer(self.body)]

    def note(self, start: int, end: int, reason: str) -> None:
        """Record what was seen and not checked."""
        self.unchecked.append(Unchecked(self.quote(start, end), reason))

    def once(self, work: Callable[[Context], Made]) -> Made:
        """What a function makes of this report; it is worked out when it is first asked for."""
        if work not in self._made:
            self._made[work] = work(self)
        return cast(Made, self._made[work])

    def facts_in(self, low: int, high: int) -> list[Fact]:
        """The facts that begin from one offset on and before another."""
        first = bisect_left(self.facts, low, key=_start)
        return self.facts[first : bisect_left(self.facts, high, first, key=_start)]

    def in_table(self, offset: int) -> bool:
        """Whether an offset lies within a table."""
        starts, ends = self._stretches
        at = bisect_right(starts, offset) - 1
        return at >= 0 and offset < ends[at]

    @cached_property
    def _stretches(self) -> tuple[list[int], list[int]]:
        """Where tables begin, and where the last of those that have begun ends."""
        spans = sorted((table.start, table.end) for table in self.tables)
        return [low for low, _ in spans], list(accumulate((high for _, high in spans), max))

    @cached_property
    def by_value(self) -> dict[tuple[str, Fraction], Fact]:
        """The first definite number of each dimension and value."""
        found: dict[tuple[str, Fraction], Fact] = {}
        for fact in self.facts:
            if fact.quantity.measured:
                found.setdefault((fact.quantity.dimension, fact.quantity.value), fact)
        return found

    @cached_property
    def by_end(self) -> dict[int, Fact]:
        """The facts by where they end: a quote ends with its number."""
        return {fact.end: fact for fact in self.facts}

    @cached_property
    def by_metric(self) -> dict[str, list[Fact]]:
        """The facts of each metric, in reading order."""
        found: dict[str, list[Fact]] = {}
        for fact in self.facts:
            found.setdefault(fact.metric, []).append(fact)
        return found

    @cached_property
    def results_text(self) -> str:
        """The words of the parts that tell results and problems."""
        return "".join(line.text for line in self.report.lines if line.section in ("result", "problem"))

    @cached_property
    def results_trigrams(self) -> frozenset[str]:
        """Every three characters that stand together in the results."""
        said = self.results_text
        return frozenset(said[n : n + 3] for n in range(len(said) - 2))

    @cached_property
    def problems_text(self) -> str:
        """The words of the parts that tell problems."""
        return "".join(line.text for line in self.report.lines if line.section == "problem")

    @cached_property
    def success(self) -> str:
        """The words by which the report says that its goals were reached; empty where it does not."""
        return accomplished_in(self.body)

    @cached_property
    def body(self) -> str:
        """The cleaned text of this report."""
        return self.text[self.report.start : self.report.end]


def one_of_several(context: Context, fact: Fact) -> bool:
    """Whether a number is one of several under one name: 五地参保人数依次为30.42万人、17.85万人."""
    for first, second in ((fact.index - 1, fact.index), (fact.index, fact.index + 1)):
        if first >= 0 and second < len(context.facts):
            one, other = context.facts[first], context.facts[second]
            between = context.text[one.end : other.start].strip()
            if (
                one.sentence == other.sentence
                and between in _BETWEEN
                and one.quantity.dimension == other.quantity.dimension
            ):
                return True
    return False


def _start(fact: Fact) -> int:
    return fact.quantity.start


def accomplished_in(text: str) -> str:
    """The words of a text that claim all goals reached; 其余指标均达到 claims it of the others only."""
    for match in word("accomplished").finditer(text):
        if not word("only_others").search(re.split(r"[。；;\n]", text[: match.start()][-_BEFORE:])[-1]):
            return match.group()
    return ""


_BEFORE = 24
_BETWEEN = ("、", "和", "及", "与", "以及")
"""What stands between numbers that follow each other under one name."""
_CLAUSE_END = re.compile(r"[，；;。]|,(?!\d)")
_STOP = re.compile(r"[。\n]")
_SEGMENT_END = re.compile(r"[；;]")
_FAR = 0.05
_CORNERS_MOST, _MARGIN = 5, 1e-6
_RATES = ("%", "‰")


def judge(
    function: Formula, operands: Sequence[Quantity], claim: Quantity
) -> tuple[Verdict, Fraction] | None:
    """The verdict on a claim and the recomputed value in base units; None where it cannot be computed."""
    unit = claim.measure.unit
    try:
        point = function([one.value for one in operands])
        size = float(point)
        linear = is_linear(function)
        close = abs(size - claim.size) <= 2 * claim.half_size + _MARGIN * abs(claim.size)
        if close and _rounds_to(point, claim):
            return Verdict.CONSISTENT, point  # no band is needed
        if _clearly_off(function, operands, claim, size):
            return Verdict.INCONSISTENT, point
        intervals = [one.as_printed if linear and _is_finer(claim, one) else one.interval for one in operands]
        band = sum_band(intervals) if function is total else corner_band(function, intervals)
    except (ExactError, ZeroDivisionError):
        return None
    scaled = Interval(unit.from_base(band.low), unit.from_base(band.high))
    return verdict(unit.from_base(point), scaled, claim.printed), point


def _is_finer(claim: Quantity, one: Quantity) -> bool:
    """Whether a difference of rates has more decimals than one of them, which then stands for itself: 88.4%，低于目标90%1.6个百分点."""
    return one.unit in _RATES and claim.printed.decimals > one.printed.decimals


def _rounds_to(point: Fraction, claim: Quantity) -> bool:
    """Whether a value in base units is a claim, to the claim's decimals; in whole numbers, since most are asked."""
    scale, printed = claim.measure.unit.scale, claim.printed
    places = 10**printed.decimals
    rounded = div_half_up(point.numerator * scale.denominator * places, point.denominator * scale.numerator)
    return rounded * printed.value.denominator == printed.value.numerator * places


def near(function: Formula, operands: Sequence[Quantity], claim: Quantity) -> bool:
    """Whether plain values give a claim to the last digit, or nearly: :func:`judge` calls no others consistent."""
    try:
        size = function([one.size for one in operands])  # type: ignore[misc]
    except ZeroDivisionError:
        return False
    return abs(size - claim.size) <= 2 * claim.half_size + _MARGIN * abs(claim.size)


def off(function: Formula, operands: Sequence[Quantity], claim: Quantity) -> bool:
    """Whether magnitudes alone say that :func:`judge` finds no room for a claim: for rules that try many operands."""
    try:
        return _clearly_off(function, operands, claim, float(function([one.size for one in operands])))  # type: ignore[misc]
    except (ExactError, ZeroDivisionError):
        return False


def _clearly_off(function: Formula, operands: Sequence[Quantity], claim: Quantity, size: float) -> bool:
    """Whether a claim lies so far outside the band of all readings that no exact band is needed to say so."""
    half = claim.half_size
    if len(operands) > _CORNERS_MOST or abs(size - claim.size) <= 2 * half + _MARGIN * abs(claim.size):
        return False
    if is_linear(function):
        room = sum(0.0 if one.exact else one.half_size for one in operands)
        low, high = size - room, size + room
    else:
        ends = [one.ends for one in operands]
        if any(low[0] <= 0 <= low[-1] for low in ends):
            return False  # a divisor may be nothing, which the exact band refuses
        corners = [function(corner) for corner in product(*ends)]  # type: ignore[arg-type]
        low, high = float(min(corners)), float(max(corners))
    margin = _MARGIN * max(abs(low), abs(high), abs(claim.size))
    outside = high + margin < claim.size - half or low - margin > claim.size + half
    return outside and abs(size - claim.size) > 2 * half + margin


def far(function: Formula, operands: Sequence[Quantity], claim: Quantity) -> bool:
    """Whether the plain values miss a claim by more than a twentieth, or give none: rounding reaches less far.

    Of a claim or an operand with few digits it reaches further: 0.8万元 of 1,264.92万元 are 0.06 %. A quick no, by magnitudes
    alone, before :func:`judge` for rules that try many combinations.
    """
    try:
        size = function([one.size for one in operands])  # type: ignore[misc]
    except ZeroDivisionError:
        return True
    stated = claim.size
    apart = abs(size - stated)
    if apart <= _FAR * max(abs(stated), 2 * claim.half_size):
        return False
    unsure = sum(one.half_size / one.size for one in operands if one.size and not one.exact)
    return apart > 2 * claim.half_size + abs(size) * unsure


def holds(found: tuple[Verdict, Fraction] | None) -> bool:
    """Whether a judgement is consistent or within rounding."""
    return found is not None and found[0] is not Verdict.INCONSISTENT


def keeps(function: Formula, operands: Sequence[Quantity], claim: Quantity) -> bool:
    """Whether a claim is what operands may stand for, to rounding; what is far off is told so by magnitudes alone."""
    return not far(function, operands, claim) and holds(judge(function, operands, claim))


def plus(quantities: Iterable[Quantity]) -> str:
    """Operands of a sum as shown."""
    return " + ".join(one.shown for one in quantities)


def over(first: Quantity, second: Quantity) -> str:
    """A quotient as shown."""
    return f"{first.shown} ÷ {second.shown}"


def relation(
    context: Context,
    rule: str,
    outcome: str,
    code: str,
    quotes: Sequence[Quote],
    **shown: str | tuple[str, ...],
) -> Relation:
    """A relation of this report."""
    return Relation(rule, outcome, tuple(quotes), code, report=context.report.number, **shown)  # type: ignore[arg-type]


def subject_of(*facts: Fact) -> str:
    """What some numbers are told of: the first name that says more than that something moved (由62.5%提高到71.8%)."""
    names = [fact.name for fact in facts]
    return next((name for name in names if len(chinese_of(without("name_of_move", name))) > 1), names[0])


def judged_relation(
    context: Context, rule: str, code: str, operands: Sequence[Fact], claim: Fact,
    found: tuple[Verdict, Fraction], formula: str, *, sure: bool = True, subject: str = "",
) -> Relation:  # fmt: skip
    """A judged claim as a relation; where the reading is not ``sure``, what does not hold is a question."""
    wrong = found[0] is Verdict.INCONSISTENT
    shown = claim.quantity.text_of(found[1], 2)
    return relation(
        context, rule, "review" if wrong and not sure else found[0].value, code,
        context.quote_facts(*operands, claim), subject=subject or subject_of(*operands, claim), expected=shown,
        stated=claim.quantity.shown, formula=formula,
        repairs=(claim.quantity.repaired(found[1]),) if wrong and sure else (),
    )  # fmt: skip
