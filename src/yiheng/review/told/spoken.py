"""R3 for shares told in words: 四成, 八成五, 三分之一, 过半, against the percentage and the numbers beside them.

A share in words is coarse: 四成 may be anything nearer to it than to three or five, 近八成 what lies below, 超过六成 what
lies above. It is accused where a percentage that repeats it (八成（58%）) is another, or where the sentence binds a part
and a whole and neither they nor any other numbers of the paragraph give it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yiheng.exact.rounding import decimal_text
from yiheng.review.finding import DISCLOSURE, Relation
from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context, holds, judge, over, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import ratio
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import chinese_value
from yiheng.review.rules.disclosed import disclosed
from yiheng.review.told.reading import name_pieces, same_kind

_CLAUSE_END = re.compile(r"[，；;。：:、（(]|,(?!\d)")
_AFTER = 16
_BACK = 8
_HALF = Fraction(1, 2)
_STEP, _FINE_STEP, _SLACK = Fraction(1, 10), Fraction(1, 50), Fraction(1, 100)
_FRACTION_STEP, _PERCENT_STEP = Fraction(1, 5), Fraction(1, 100)
_FAR = Fraction(1, 2)
_HUNDRED = 100


@dataclass(frozen=True)
class Spoken:
    """A share in words: its place, its own words and the values, as shares of one, that it may stand for."""

    start: int
    end: int
    text: str
    value: Fraction
    low: Fraction
    high: Fraction

    def may_be(self, value: Fraction) -> bool:
        """Whether a share may be told by these words."""
        return self.low <= value <= self.high


def spoken_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Shares in words that the numbers beside them contradict, where those are not accused already."""
    wrong = {one.end for each in found if each.verdict in ("inconsistent", DISCLOSURE) for one in each.quotes}
    for one in (*spoken_shares(context), *rough_shares(context)):
        for told in _told(context, one):
            if not wrong & told.ends:
                wrong |= told.ends
                yield disclosed(context, told)
                break


def spoken_shares(context: Context) -> Iterator[Spoken]:
    """Every share in words of a report."""
    for match in word("spoken_share").finditer(context.text, context.report.start, context.report.end):
        size = _size(match)
        if size is None:
            continue
        value, step = size
        marks = (match["lead"] or "") + (match["half"] or "") + (match["tail"] or "")
        low, high = _reach(marks, value, step)
        yield Spoken(match.start(), match.end(), match.group(), value, low, high)


def rough_shares(context: Context) -> Iterator[Spoken]:
    """Percentages that are told as rough: 约83%; the rounder they are, the rougher."""
    for fact in context.facts:
        quantity = fact.quantity
        if (
            quantity.unit != "%"
            or not quantity.approximate
            or quantity.operator
            or quantity.upper is not None
        ):
            continue
        size, places = quantity.printed.value, quantity.printed.decimals
        half = 5 if size % 10 == 0 else Fraction(5, 2) if size % 5 == 0 else Fraction(3, 2) / 10**places
        text, reach = context.text[fact.start : fact.end], Fraction(half) / _HUNDRED
        yield Spoken(
            fact.start, fact.end, text, quantity.value, quantity.value - reach, quantity.value + reach
        )


def _size(match: re.Match[str]) -> tuple[Fraction, Fraction] | None:
    """The value of a share in words and how finely it is told; None where it is no share."""
    if match["half"]:
        return _HALF, _STEP
    if match["tenths"]:
        more = match["more"]
        units = 5 if more == "半" else (chinese_value(more) or 0) if more else 0
        tenths = chinese_value(match["tenths"]) or 0
        return Fraction(10 * tenths + units, _HUNDRED), _FINE_STEP if more else _STEP
    below, parts = (chinese_value(match[name]) or 0 for name in ("below", "above"))
    if not below or not 0 < parts < below:
        return None
    value = Fraction(parts, below)
    return value, _PERCENT_STEP if below == _HUNDRED else value * _FRACTION_STEP


def _reach(marks: str, value: Fraction, step: Fraction) -> tuple[Fraction, Fraction]:
    """The lowest and the highest share that the words may stand for."""
    if says("spoken_under", marks):
        return Fraction(0), value + _SLACK / 2
    if says("spoken_near", marks):
        return value - step, value + _SLACK / 2
    if says("spoken_over", marks):
        return value - Fraction(1, 10**6), Fraction(1)
    half = step * (Fraction(3, 5) if says("spoken_about", marks) else _HALF)
    return value - half, value + half


def _told(context: Context, one: Spoken) -> Iterator[Relation]:
    """What contradicts a share in words, and the percentage beside it where that is the one that is wrong."""
    at = _index(context, one)
    clause = _CLAUSE_END.split(context.text[max(context.report.start, one.start - 40) : one.start])[-1]
    twin = _twin(context, one, at)
    before = [fact for fact in context.facts[max(0, at - _BACK) : at] if _is_operand(fact, one)]
    pair = None if says("spoken_not", clause) else _pair(context, one, clause, before)
    if twin is not None:
        if not one.may_be(twin.quantity.value) and not says("spoken_not", clause):
            yield _relation(context, one, (twin,), twin.quantity.value, twin.quantity.shown)
        elif pair is not None and not _any_fits(twin, before):
            yield _of_twin(context, twin, pair)
        return
    rest = says("bound_all_but", clause)
    left = context.facts[at - 1] if at and rest else None
    if left is not None and left.quantity.unit == "%" and left.quantity.measured:
        if left.sentence.start <= one.start < left.sentence.end and says("spoken_told", clause):
            value = 1 - left.quantity.value
            if not one.may_be(value):
                yield _relation(context, one, (left,), value, f"100% − {left.quantity.shown}")
        return
    if pair is None or any(one.may_be(value) for value in _values(context, one, at, pair, rest=rest)):
        return
    part, whole = pair
    value = part.quantity.value / whole.quantity.value
    if abs(value - one.value) <= _FAR * max(value, one.value):
        yield _relation(context, one, pair, value, over(part.quantity, whole.quantity))


def _index(context: Context, one: Spoken) -> int:
    """Where among the numbers of the report a share in words stands."""
    return bisect_left(context.facts, one.start, key=lambda fact: fact.start)


def _twin(context: Context, one: Spoken, at: int) -> Fact | None:
    """The percentage that repeats a share in words: 八成（79.9%）; 80%（八成）."""
    for fact in context.facts[max(0, at - 1) : at + 1]:
        low, high = sorted(((fact.start, fact.end), (one.start, one.end)))
        told = fact.quantity.unit == "%" and fact.quantity.upper is None and fact.start != one.start
        if told and word("spoken_that_is").match(context.text[low[1] : high[0]]):
            return fact
    return None


def _is_operand(fact: Fact, one: Spoken) -> bool:
    return (
        fact.sentence.start <= one.start < fact.sentence.end
        and fact.quantity.measured
        and fact.quantity.family in ("money", "count")
        and fact.quantity.unit != "倍"
        and not is_delta(fact)
        and not says("per_head", fact.label[-12:])
        and fact.role != "prior"
        and fact.quantity.value > 0
    )


def _pair(context: Context, one: Spoken, clause: str, before: Sequence[Fact]) -> tuple[Fact, Fact] | None:
    """The part and the whole that the words before a share bind."""
    if len(before) < 2:
        return None
    last = before[-1]
    alike = [fact for fact in before[:-1] if same_kind(fact, last)]
    if not alike or "；" in context.text[last.end : one.start]:
        return None  # 签约率60.0%（辖区31,070人、签约18,642人）；电子化签约占七成以上
    if context.text[last.end : one.start].strip() == "的":  # 建成187家，为计划220家的八成五
        return (alike[-1], last) if last.index == alike[-1].index + 1 else None
    told = word("spoken_told").search(clause)
    if told is None or not word("spoken_of_after").match(context.text[one.end : one.end + 2]):
        return None
    own = name_pieces(word("bound_share_noise").sub("", clause[: told.start()]))
    if own and not any(piece in last.label for piece in own):
        return None  # 财政补助3.60亿元，个人缴费占四成
    base = told["base"] or ""
    part, wholes = last, [fact for fact in alike if fact.quantity.value >= last.quantity.value]
    for whole in reversed(wholes):
        if _is_whole(context, part, whole, base, lone=len(alike) == 1):
            return part, whole
    return None


def _is_whole(context: Context, part: Fact, whole: Fact, base: str, *, lone: bool) -> bool:
    """Whether words make one number the whole of another: 120家里有30家; 其中; 共; by the name of the base; alone."""
    said = whole.label + context.text[whole.end : whole.end + _AFTER].split("，")[0]
    if says("spoken_base_every", base) and says("spoken_sampled", said):
        return False  # 抽取38家……，占全部机构的一成
    if word("bound_among").match(context.text[whole.end : part.start]):
        return True
    if base and not says("spoken_base_any", base):
        pieces = name_pieces(base)
        return bool(pieces) and any(piece in said for piece in pieces)
    named = says("bound_whole", said) or says("told_whole", whole.label)
    return named or (lone and part.index == whole.index + 1)


def _values(
    context: Context, one: Spoken, at: int, pair: tuple[Fact, Fact], *, rest: bool
) -> Iterator[Fraction]:
    """Every share that the numbers of the paragraph may give: quotients, percentages, parts of the sums of others.

    What a share leaves is one only where the words ask for the ``rest``.
    """
    near = [
        fact
        for fact in context.facts[max(0, at - 2 * _BACK) : at + _BACK]
        if fact.line is pair[0].line and fact.quantity.value > 0
    ]
    counted = [fact for fact in near if fact.quantity.family in ("money", "count")]
    shares = [fact.quantity.value for fact in near if fact.quantity.unit == "%" and fact.start != one.start]
    shares += [
        part.quantity.value / whole.quantity.value
        for part in counted
        for whole in counted
        if part is not whole and same_kind(part, whole) and part.quantity.value <= whole.quantity.value
    ]
    yield from shares
    if rest:
        yield from (1 - value for value in shares)
    alike = [
        each
        for each in counted
        if each is not pair[1] and each.quantity.dimension == pair[0].quantity.dimension
    ]
    yield from _of_sums([each.quantity.value for each in alike])


def _of_sums(run: Sequence[Fraction]) -> Iterator[Fraction]:
    for first in range(len(run)):
        for last in range(first + 2, len(run) + 1):
            yield from (value / sum(run[first:last]) for value in run[first:last])


def _any_fits(twin: Fact, before: Sequence[Fact]) -> bool:
    """Whether any quotient of the sentence is the percentage, or the share of one number in two: 本市286人，外市37人，占11.5%."""
    return any(
        holds(judge(function, [part.quantity, whole.quantity], twin.quantity))
        for function in (ratio, lambda v: v[0] / (v[0] + v[1]))
        for part in before
        for whole in before
        if part is not whole and same_kind(part, whole)
    )


def _of_twin(context: Context, twin: Fact, pair: tuple[Fact, Fact]) -> Relation:
    value = pair[0].quantity.value / pair[1].quantity.value
    shown = twin.quantity.text_of(value, 2)
    return relation(
        context, "R3", "inconsistent", "review_ratio", context.quote_facts(*pair, twin), subject=twin.name,
        expected=shown, stated=twin.quantity.shown, formula=over(pair[0].quantity, pair[1].quantity),
        repairs=(f"{twin.quantity.shown}→{shown}",),
    )  # fmt: skip


def _relation(
    context: Context, one: Spoken, facts: Sequence[Fact], value: Fraction, formula: str
) -> Relation:
    shown = f"{decimal_text(value * _HUNDRED, 2)}%"
    quotes = (*context.quote_facts(*facts), context.quote(one.start, one.end))
    return relation(
        context, "R3", "inconsistent", "review_ratio", quotes, subject=facts[0].name, expected=shown,
        stated=one.text, formula=formula,
    )  # fmt: skip
