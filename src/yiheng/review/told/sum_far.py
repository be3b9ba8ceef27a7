"""R1 where a sum and its parts do not stand side by side: one part on each line, parts named in the sum, a whole a sentence before.

四笔奖励合计20,400元 after four items with an award each; 甲、乙两家合计 after a list of five; 按类别：住院……；门诊…… after the
whole of both. Each item may have several numbers, so a sum that any choice of them gives stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import prod

from yiheng.review.finding import DISCLOSURE, Relation, ends_of
from yiheng.review.reading.context import Context, plus, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import count_of, whole_number
from yiheng.review.rules.disclosed import disclosed
from yiheng.review.told.amount import digits_of, slip_between

_ITEMS_MOST, _CHOICES_MOST, _BACK, _PAIR = 12, 4000, 60, 2
_LEAST = {"swapped": 3, "replaced": 4}
_LEAST_TWO = {"swapped": 4}
_LEAST_BOUND = 2
_CHOICES_TRIED, _DIGITS_ANY = 64, 5
_NAMES_BACK = 24
_SEGMENT_MARKS, _SEGMENT_MOST = "；;。", 400
_NAME_END = re.compile(r"[、和与及]")


def far_sum_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Sums of parts that stand apart from them, where no choice of the parts gives them."""
    wrong = ends_of(found, "inconsistent", DISCLOSURE)
    settled = {
        one.quotes[-1].end for one in found
        if one.rule == "R1" and one.verdict in ("consistent", "rounding") and one.quotes
    }  # fmt: skip
    for claim in context.facts:
        if not _may_sum(context, claim) or claim.end in wrong:
            continue
        if claim.end in settled or claim.line.section == "goal":
            continue
        told = _by_names(context, claim) or _by_items(context, claim) or _by_run(context, claim)
        if told is not None and not told.ends & wrong:
            wrong |= told.ends
            yield disclosed(context, told)


def _may_sum(context: Context, claim: Fact) -> bool:
    """Whether words before or right after a number say that it is a sum."""
    if not claim.quantity.measured or claim.quantity.family not in ("money", "count"):
        return False
    if says("far_sum_not", claim.label):
        return False
    told = says("far_sum", re.sub(r"\s", "", claim.label))
    return told or bool(word("far_sum_after").match(context.text, claim.end, claim.end + _BACK))


# Parts that the sum names.


def _by_names(context: Context, claim: Fact) -> Relation | None:
    """甲医院702万元，乙医院488万元……。甲、乙两家合计1,191万元."""
    low = max(claim.sentence.start, claim.start - _BACK)
    named = word("far_sum_names").search(context.text[low : claim.start])
    names_at = low + named.start("names") if named is not None else claim.start
    named = named or word("far_sum_after").match(context.text[claim.end : claim.end + _BACK])
    if named is None:
        return None
    names = [one.strip() for one in _NAME_END.split(named["names"]) if one.strip()]
    count = whole_number(named["count"] or "") or len(names)
    if count != len(names) or len(names) < _PAIR:
        return None
    before = [
        one for one in context.facts[max(0, claim.index - _NAMES_BACK) : claim.index]
        if one.quantity.dimension == claim.quantity.dimension and one.quantity.measured
        and one.end <= names_at
    ]  # fmt: skip
    parts = []
    for name in names:
        of_name = [one for one in before if _is_called(one.label, name)]
        if len({one.quantity.value for one in of_name}) != 1:
            return None
        parts.append(of_name[-1])
    if len({one.start for one in parts}) < len(parts):
        return None
    return _judged(context, claim, parts, bound=True)


def _is_called(label: str, name: str) -> bool:
    bare = word("far_name_noise").sub("", re.sub(r"\s", "", label))
    return bare.startswith(name) and (len(name) > 1 or len(bare) < 2 * _PAIR + 2)


# The last numbers right before it.


def _by_run(context: Context, claim: Fact) -> Relation | None:
    """应参保37,905人，已参加居民医保34,212人、职工医保2,750人，合计36,962人: the last numbers before a sum, however many."""
    run = [
        one for one in context.facts[max(0, claim.index - _ITEMS_MOST) : claim.index]
        if one.sentence == claim.sentence and one.quantity.unit == claim.quantity.unit and one.quantity.measured
    ]  # fmt: skip
    if len(run) < _PAIR or _reached(claim, [[one] for one in run]):
        return None
    for count in range(_PAIR, len(run) + 1):
        parts = run[-count:]
        value = sum((one.quantity.value for one in parts), Fraction(0))
        if (
            slip_between(claim.quantity, value) == "swapped"
            and digits_of(claim.quantity) >= _LEAST_TWO["swapped"]
        ):
            return _relation(context, claim, parts, value)
    return None


# One part on each line or in each segment.


def _by_items(context: Context, claim: Fact) -> Relation | None:
    count = _counted(claim.label)
    rows = _rows(context, claim)
    if count and len(rows) > count:
        rows = rows[-count:]
    if len(rows) < _PAIR or (count and count != len(rows)):
        return None
    if any(says("far_item_not", one.label) for row in rows for one in row) or _reached(claim, rows):
        return None
    single = all(len(row) == 1 for row in rows)
    least = _LEAST if count or len(rows) > _PAIR else _LEAST_TWO if single else {}
    for parts in _choices(claim, rows):
        if (count or _is_grand(claim)) and _of_one_name(parts, grand=not count):
            return _relation(context, claim, parts, sum((one.quantity.value for one in parts), Fraction(0)))
        told = _judged(context, claim, parts, bound=bool(count) and single, least=least)
        if told is not None:
            return told
    return _by_any_choice(context, claim, rows) if count > _PAIR else None


def _is_grand(claim: Fact) -> bool:
    return says("far_grand", claim.label)


def _of_one_name(parts: Sequence[Fact], *, grand: bool) -> bool:
    """Whether the parts are told by one word: 累计达188家……，累计312家; for a grand total, by that of sums: 合计898万元……，合计142万元."""
    if grand:
        return all(says("far_sum", re.sub(r"\s", "", one.label)) for one in parts)
    heads = {word("far_same_name").search(one.label) for one in parts}
    return None not in heads and len({one.group() for one in heads if one is not None}) == 1


def _by_any_choice(context: Context, claim: Fact, rows: Sequence[Sequence[Fact]]) -> Relation | None:
    """Any choice of one number of each item that one slip parts from the claim."""
    if prod(len(row) for row in rows) > _CHOICES_TRIED or digits_of(claim.quantity) < _DIGITS_ANY:
        return None
    for parts in product(*rows):
        value = sum((one.quantity.value for one in parts), Fraction(0))
        if slip_between(claim.quantity, value):
            return _relation(context, claim, parts, value)
    return None


def _counted(label: str) -> int:
    found = list(word("part_count").finditer(label))
    return count_of(found[-1]["count"]) if found else 0


def _rows(context: Context, claim: Fact) -> list[list[Fact]]:
    """The numbers of a claim's unit in each line before its own, or in each segment of its line, the nearest last."""
    near = [
        one for one in context.facts[max(0, claim.index - _BACK) : claim.index]
        if one.quantity.unit == claim.quantity.unit and one.quantity.measured
        and not says("far_each", one.label[-6:])
        and not says("um_each_after", context.text[one.end : one.end + 2])
    ]  # fmt: skip
    own = [one for one in near if one.line is claim.line]
    if own:
        segments: dict[int, list[Fact]] = {}
        for one in own:
            begin = max(claim.line.start, one.start - _SEGMENT_MOST)
            low = max(context.text.rfind(mark, begin, one.start) for mark in _SEGMENT_MARKS)
            segments.setdefault(low, []).append(one)
        return list(segments.values())
    return _line_rows(context, claim, near)


def _line_rows(context: Context, claim: Fact, near: Sequence[Fact]) -> list[list[Fact]]:
    """The lines right above a claim, as long as each has a number of its unit."""
    lines = context.report.lines
    at = bisect_left(lines, claim.line.start, key=lambda one: one.start)
    rows: list[list[Fact]] = []
    for line in reversed(lines[max(0, at - _ITEMS_MOST - 2) : at]):
        inside = [one for one in near if one.line is line]
        if not inside:
            if line.text.strip():
                break
            continue
        if rows and not _alike(line, rows[-1][0].line):
            break
        rows.append(inside)
    return rows[::-1]


def _alike(first: Line, second: Line) -> bool:
    """Whether two lines are items of one list: both marked, or both unmarked."""
    return bool(word("again_item").match(first.text)) == bool(word("again_item").match(second.text))


def _reached(claim: Fact, rows: Sequence[Sequence[Fact]]) -> bool:
    """Whether some choice of one number or none of each item gives the sum."""
    sums = {Fraction(0)}
    for row in rows:
        sums |= {value + one.quantity.value for value in sums for one in row}
        if len(sums) > _CHOICES_MOST:
            return True  # so many choices that one fits by chance
    slack = Fraction(claim.quantity.half_size) if claim.quantity.printed.decimals else Fraction(0)
    slack *= 0 if claim.quantity.exact else 1
    return any(abs(value - claim.quantity.value) <= slack for value in sums)


def _choices(claim: Fact, rows: Sequence[Sequence[Fact]]) -> Iterator[list[Fact]]:
    """One number of each item: those that the claim's noun calls, the only ones, the last, the first."""
    noun = word("part_closes_noun").sub("", re.sub(r"\s", "", claim.label))[-_PAIR:]
    called = [[one for one in row if len(noun) == _PAIR and noun in one.label] for row in rows]
    if all(len(row) == 1 for row in called):
        yield [row[0] for row in called]
        return
    yield [row[-1] for row in rows]
    if any(len(row) > 1 for row in rows):
        yield [row[0] for row in rows]


# The verdict.


def _judged(
    context: Context, claim: Fact, parts: Sequence[Fact], *, bound: bool, least: dict[str, int] = _LEAST
) -> Relation | None:
    """A sum that its parts do not give, where a slip of the claim or of a part would mend it."""
    value = sum((one.quantity.value for one in parts), Fraction(0))
    gap = value - claim.quantity.value
    if not gap or abs(gap) <= Fraction(
        max(one.quantity.half_size for one in (*parts, claim)) * (len(parts) + 1)
    ):
        return None
    for fact, meant in ((claim, value), *((one, one.quantity.value - gap) for one in parts)):
        kind = slip_between(fact.quantity, meant)
        needed = _LEAST_BOUND if bound and kind else least.get(kind, 0)
        if needed and digits_of(fact.quantity) >= needed:
            return _relation(context, claim, parts, value)
    return None


def _relation(context: Context, claim: Fact, parts: Sequence[Fact], value: Fraction) -> Relation:
    quantity = claim.quantity
    shown = quantity.text_of(value, 2)
    return relation(
        context, "R1", "inconsistent", "review_sum", context.quote_facts(*parts, claim), subject=claim.name,
        expected=shown, stated=quantity.shown, formula=plus(one.quantity for one in parts),
        repairs=(f"{quantity.shown}→{shown}", "补列或更正分项"),
    )  # fmt: skip
