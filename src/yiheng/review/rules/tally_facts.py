"""R6 for counts that numbers bear out: parts whose sum is told, the parts of a score, values told in turn.

That parts make a total to the last digit shows that they are all there are, so that a count beside them is theirs.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import count_of
from yiheng.review.reading.score_sheet import sheets
from yiheng.review.rules.list import listings
from yiheng.review.rules.tally import off, told

_BEFORE, _PARTS_MOST, _REACH = 30, 12, 40
_LIST_LEAST, _NAME_MOST, _OFF_MOST, _BESIDE = 3, 10, 3, 8
_WHOLE = re.compile(r"(?P<count>\d{1,3})(?P<unit>[个家项名])")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d+)?(?=[%分]|\s?[至到—~-])")
_BETWEEN = re.compile(r"\s*(?:[、，,；;]|和|及|与|以及)\s*")


def tally_fact_relations(context: Context) -> Iterator[Relation]:
    """All counts that numbers bear out."""
    yield from _of_listings(context)
    yield from _of_sheets(context)
    yield from _summed(context)
    yield from _in_turn(context)
    yield from _in_band(context)


def _of_listings(context: Context) -> Iterator[Relation]:
    """4家单位欠缴41.27万元，其中甲18.50万元、乙13.66万元、丙9.11万元."""
    for listing in listings(context):
        total, parts = listing.total, listing.parts
        between = parts[-1].index - parts[0].index
        if (
            listing.open_end
            or between != len(parts) - 1
            or sum(one.quantity.value for one in parts) != total.quantity.value
        ):
            continue
        if parts[0].index != total.index + 1:
            continue
        lead = context.text[max(total.sentence.start, total.start - _BEFORE) : total.start]
        match = word("tally_before_amount").search(lead)
        direct = word("tally_direct").fullmatch(context.text, total.end, parts[0].start)
        if not match or not direct or not _each_one(match.group(), parts):
            continue
        if match["unit"] != total.quantity.unit and off(count_of(match["count"]), len(parts)):
            start = total.start - len(lead) + match.start("count")
            yield told(
                context,
                start,
                total.end,
                match["count"] + match["unit"],
                len(parts),
                match["unit"],
                whole=True,
            )


def _each_one(counted: str, parts: Sequence[Fact]) -> bool:
    """Whether parts are named as the things counted: 三县 of 甲县、乙县、丙县, or by 甲、乙 or 某公司 alone."""
    names = [word("tally_name_of").sub("", one.label) for one in parts]
    ends = {one[-1:] for one in names}
    alike = len(ends) == 1 and ends <= set(word("tally_done_to").sub("", counted))
    return alike or all(word("tally_one_of").search(one) for one in names)


def _of_sheets(context: Context) -> Iterator[Relation]:
    """对五大项逐一打分：……: as many as the parts of the score that make 100."""
    for sheet in context.once(sheets):
        line = context.report.line_at(sheet.parts[0].span[0])
        if context.report.line_at(sheet.parts[-1].span[0]) is not line:
            continue
        first = line.text.find(sheet.parts[0].name)
        match = word("tally_sheet").search(line.text[:first][-_BEFORE:]) if first > 0 else None
        if match and off(count_of(match["count"]), len(sheet.parts)):
            low = line.start + max(first - _BEFORE, 0)
            start, end = low + match.start("count"), low + match.end()
            yield told(
                context,
                start,
                end,
                match["count"] + match["unit"],
                len(sheet.parts),
                match["unit"],
                whole=True,
            )


def _summed(context: Context) -> Iterator[Relation]:
    """甲68人，乙354人……。五类人员之和即为总人数: as many as the parts before it that make a total of the report."""
    for match in word("tally_closing").finditer(context.body):
        if not says("tally_sum", match["verb"]):
            continue
        start = context.report.start + match.start("count")
        before = _run_before(context, start)
        count = count_of(match["count"])
        if len(before) < count - 1 or len(before) < 3:
            continue
        end = context.report.start + match.end()
        sums = {size for size in range(2, len(before) + 1) if _makes_a_total(context, end, before[-size:])}
        if count in sums or len(sums) != 1 or _some_make(before, count, before[-min(sums) :]):
            continue
        found = sums.pop()
        if off(count, found):
            end = context.report.start + match.end()
            yield told(context, start, end, match["count"] + match["unit"], found, match["unit"], whole=True)


def _some_make(before: Sequence[Fact], count: int, parts: Sequence[Fact]) -> bool:
    """Whether as many as are counted make the same total: 追回A，其中医院B、药店C；违约金D；罚款E；三项合计."""
    value = sum(one.quantity.value for one in parts)
    return any(sum(one.quantity.value for one in some) == value for some in combinations(before, count))


def _run_before(context: Context, at: int) -> list[Fact]:
    """The numbers of one dimension that stand in a row right before a place, in order."""
    facts = context.facts
    last = bisect_right(facts, at, key=lambda one: one.end) - 1
    if last < 0 or at - facts[last].end > _REACH:
        return []
    run = [facts[last]]
    for one in reversed(facts[max(0, last - _PARTS_MOST) : last]):
        if one.quantity.dimension != run[-1].quantity.dimension or one.quantity.unit == "%":
            break
        if run[-1].start - one.end > _REACH or "。" in context.text[one.end : run[-1].start]:
            break
        run.append(one)
    return run[::-1]


def _makes_a_total(context: Context, end: int, parts: Sequence[Fact]) -> bool:
    """Whether parts add up to the number told right after a count; where there is none, to any other of the report."""
    value, dimension = sum(one.quantity.value for one in parts), parts[-1].quantity.dimension
    near = bisect_left(context.facts, end, key=lambda one: one.start)
    for one in context.facts[near : near + 1]:
        if one.start - end < _REACH and "。" not in context.text[end : one.start]:
            return one.quantity.dimension == dimension and one.quantity.value == value
    inside = {one.index for one in parts}
    return any(
        one.quantity.value == value and one.quantity.dimension == dimension and one.index not in inside
        for one in context.facts
    )


def _in_turn(context: Context) -> Iterator[Relation]:
    """三者分别占58.1%、25.7%、16.2%: as many values as there are things."""
    for match in word("tally_in_turn").finditer(context.body):
        if says("tally_in_turn_not", match.group()):
            continue
        end = context.report.start + match.end()
        at = next(
            (one for one in context.facts if one.start <= end < one.end or 0 <= one.start - end <= 1), None
        )
        if at is None:
            continue
        run = [at]
        for one in context.facts[at.index + 1 : at.index + 1 + _PARTS_MOST]:
            if one.quantity.unit != at.quantity.unit or not _BETWEEN.fullmatch(
                context.text[run[-1].end : one.start]
            ):
                break
            bar = one.quantity.operator or not one.quantity.measured
            if bar or says("tally_bar_after", context.text[one.end : one.end + _NAME_MOST]):
                break  # 分别为96分、94分，90分以上1家
            run.append(one)
        after, count = word("tally_counted_after").match(context.text, run[-1].end), count_of(match["count"])
        if after is not None and (after["again"] or count > len(run)):
            continue  # 12.6元和10.2元两种规格; 三类分别降52%、48%，耗材类降60%
        if off(count, len(run)):
            start = context.report.start + match.start("count")
            yield told(
                context,
                start,
                run[-1].end,
                match["count"] + match["unit"],
                len(run),
                match["unit"],
                whole=True,
            )


def _in_band(context: Context) -> Iterator[Relation]:
    """甲97分、乙95分、丙88分，3个市平均……；90分以上2个: as many as the list before has within the band."""
    for match in word("tally_band").finditer(context.body):
        start = context.report.start + match.start()
        line = context.report.line_at(start)
        unit = "%" if "%" in match.group() else "分"
        told_before = context.facts_in(line.start, start)
        run = _listed([one for one in told_before if one.quantity.unit == unit and _alone(context, one)])
        whole = run and _WHOLE.search(context.text, run[-1].end, start)
        if (
            len(run) < _LIST_LEAST
            or not whole
            or count_of(whole["count"]) != len(run)
            or whole["unit"] != match["unit"]
            or whole.start() - run[-1].end > _BESIDE
        ):
            continue
        bounds = [Fraction(one) for one in _NUMBER.findall(match.group())[:2]]
        values = [one.quantity.printed.value for one in run]
        if match["over"] or match["above"]:
            found = (
                sum(one >= bounds[0] for one in values)
                if match["above"]
                else sum(one > bounds[0] for one in values)
            )
        elif match["below"] or match["under"]:
            found = sum(one < bounds[0] for one in values)
        else:
            found = sum(bounds[0] <= one < bounds[1] for one in values)
        on_bound = any(one in bounds for one in values)
        if (
            count_of(match["count"]) != found
            and not on_bound
            and abs(count_of(match["count"]) - found) <= _OFF_MOST
        ):
            yield told(
                context, start, start + len(match.group()), match["count"] + match["unit"], found, match["unit"],
                whole=True,
            )  # fmt: skip


def _alone(context: Context, fact: Fact) -> bool:
    """Whether a number is one of a list, and no mean and no bound."""
    lead = context.clause_before(fact)
    return fact.quantity.measured and not fact.quantity.operator and not says("tally_not_alone", lead)


def _listed(facts: Sequence[Fact]) -> list[Fact]:
    """The longest run of numbers, each with a short name before it."""
    best: list[Fact] = []
    run: list[Fact] = []
    for one in facts:
        run = [*run, one] if run and one.start - run[-1].end <= _NAME_MOST else [one]
        best = max(best, run, key=len)
    return best
