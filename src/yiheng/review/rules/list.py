"""R1 SUM in prose: lists under 其中, 构成, 分别为 or in brackets.

A list under 其中 need not be complete and its items may overlap, so its gap is a question; a list that says it is
whole (构成, 由…组成) is an assertion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.exact.interval import Interval, Verdict, sum_band, verdict
from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, plus, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import total as sum_of
from yiheng.review.reading.lexicon import chinese_of, says, without, word
from yiheng.review.reading.listing import Listing
from yiheng.review.reading.open_list import told_whole
from yiheng.review.reading.quantity import Quantity

_COMMAS = re.compile(r"[，,；;、\s]")
_LIST_END = re.compile(r"[。\n；;）)]")
_REACH = 60
"""Facts a list may stretch over."""
_FLOWS = frozenset({"fund_income", "fund_expense", "current_surplus", "cumulative_balance"})


def list_relations(context: Context) -> Iterator[Relation]:
    """All lists of a report, judged."""
    for listing in listings(context):
        found = _judge(context, listing)
        if found is not None:
            yield found


def listings(context: Context) -> list[Listing]:
    """Lists with a marker and lists in brackets, read once for a report."""
    if context.listings is None:
        context.listings = _listings(context)
    return context.listings


def _listings(context: Context) -> list[Listing]:
    found: list[Listing] = []
    facts = context.facts
    partial, whole = word("list_partial"), word("list_whole")
    for position, fact in enumerate(facts):
        if position == 0 or fact.quantity.family == "score":
            continue
        lead = context.text[facts[position - 1].end : fact.start]
        same_line = facts[position - 1].line is fact.line
        marker = partial.search(lead) or whole.search(lead)
        if marker and same_line and _named(fact):
            listing = _marked(context, position, bool(whole.search(lead)), found)
        elif re.match(r"\s*[（(]", lead) and same_line and not re.search(r"[）)]", lead):
            listing = _bracketed(context, position)
        else:
            continue
        if listing is not None and len(listing.parts) >= 2 and not listing.closes_itself:
            found.append(listing)
    return found


def _named(fact: Fact) -> bool:
    """Whether a part has a name before its number: 其中，90家机构已开通 tells a count of something else."""
    if word("year_alone").fullmatch(fact.label.strip("，：: ")):
        return True  # 分两年实施：2021年980万元，2022年700万元
    named = word("list_mark").sub("", without("filler_end", fact.label))
    return len(chinese_of(named)) >= 2 or bool(word("list_short_name").fullmatch(chinese_of(named)))


def _marked(context: Context, position: int, whole: bool, found: Sequence[Listing]) -> Listing | None:
    facts = context.facts
    first = facts[position]
    taken = {part.start for one in found[-2:] for part in one.parts} if whole else set()
    total = _total_before(context, position, whole, taken)
    if total is None:
        return None
    if _other_flow(total, first):
        return None
    parts: list[Fact] = []
    last = first.start
    for number in range(position, min(len(facts), position + _REACH)):
        fact = facts[number]
        if fact.sentence != first.sentence or fact.depth < first.depth or _closed(context, first, fact):
            break
        if fact.depth > first.depth or fact.quantity.dimension != total.quantity.dimension:
            continue
        gap = context.text[last : fact.start]
        if len(parts) > 1 and re.search(r"[；;]", gap) and not _parted_by_semicolons(context, parts):
            break  # 其中住院1,024元、门诊362元；统筹支付1,358元
        ahead = context.text[fact.end : facts[number + 1].start] if number + 1 < len(facts) else ""
        if number > position and (
            word("list_whole").search(gap)
            or (word("list_not_part").search(fact.label) and not _of_balance(total, fact))
            or word("list_basis").match(fact.label)
            or word("closing_total").match(bare(fact))
            or word("list_partial").search(gap.rpartition("，")[2])
        ):
            break
        if (
            number > position
            and word("list_partial").match(ahead.lstrip("，,；;（( "))
            and ahead.lstrip().startswith(("，", ","))
        ):
            break  # the next list's total
        parts.append(fact)
        last = fact.end
    if not parts:
        return None
    tail = context.text[first.start : _list_end(context, parts[-1])]
    head = context.text[total.end : first.start]
    open_end = bool(word("other_words").search(tail) or word("list_open").search(head))
    whole = whole or told_whole(context, total.end, [one.label for one in parts])
    return Listing(total, tuple(parts), whole, open_end)


def _parted_by_semicolons(context: Context, parts: Sequence[Fact]) -> bool:
    """Whether ； already stands between the parts of a list."""
    return bool(re.search(r"[；;]", context.text[parts[0].end : parts[-1].start]))


def _of_balance(total: Fact, part: Fact) -> bool:
    """Whether both are what is left: 当年结余3.49亿元，其中统筹基金结余2.49亿元."""
    nouns = [word("flow_noun").findall(one.label) for one in (total, part)]
    return all(nouns) and nouns[0][-1] == nouns[1][-1] and not word("list_change").search(part.label)


def _other_flow(total: Fact, part: Fact) -> bool:
    """Income is no part of a surplus: 当期结余…其中统筹基金收入 opens another subject."""
    return total.metric in _FLOWS and part.metric in _FLOWS and total.metric != part.metric


def _closed(context: Context, first: Fact, fact: Fact) -> bool:
    """Whether the bracket that the list stands in was closed before this fact."""
    between = context.text[first.end : fact.start]
    return first.depth > 0 and between.count("）") + between.count(")") > between.count("（") + between.count(
        "("
    )


def _list_end(context: Context, last: Fact) -> int:
    match = _LIST_END.search(context.text, last.end)
    return match.end() if match else last.end


def _total_before(context: Context, position: int, whole: bool, taken: set[int]) -> Fact | None:
    """The fact a list divides: the nearest of its dimension before the marker, not a delta or a share."""
    facts = context.facts
    first = facts[position]
    for number in range(position - 1, max(position - 8, -1), -1):
        fact = facts[number]
        if fact.line is not first.line:
            break
        if number == position - 1 and word("list_regrouped").match(context.text, fact.end, first.start):
            return None  # 按方式分，A、B；按类别分，C、D: the second list divides the first's total, not B
        head = context.text[first.sentence.start : first.start]
        if fact.sentence != first.sentence and (head.count("，") > 1 or not word("list_opening").match(head)):
            break
        if fact.depth > first.depth or fact.quantity.dimension != first.quantity.dimension:
            continue
        if fact.start in taken and not _is_named_total(fact, first):
            continue
        if _first_of_a_row(context, fact) or (number and _enumerated(context, facts[number - 1], fact)):
            continue
        if word("full_marks").search(fact.label) or word("list_no_total").search(fact.label):
            continue
        if says("per_head", fact.label) and fact.quantity.unit != first.quantity.unit:
            return None
        if word("not_total").search(fact.label) and number != position - 1:
            continue
        if word("compared_total").search(fact.label):
            continue
        if whole and fact.sentence != first.sentence and not _same_subject(fact, first):
            continue
        return fact
    return None


def _enumerated(context: Context, before: Fact, fact: Fact) -> bool:
    """Whether a number is one of a row without a name of its own: 6.58亿元、6.93亿元."""
    between = context.text[before.end : fact.start].strip()
    return before.quantity.dimension == fact.quantity.dimension and bool(
        word("enumerated").fullmatch(between)
    )


def _first_of_a_row(context: Context, fact: Fact) -> bool:
    """Whether a number is the first of such a row: 分别为6.21亿元、6.58亿元."""
    after = context.facts[fact.index + 1] if fact.index + 1 < len(context.facts) else None
    return after is not None and after.sentence == fact.sentence and _enumerated(context, fact, after)


def _is_named_total(fact: Fact, first: Fact) -> bool:
    """Whether words before a list name a number as its total, though it is a part itself: 统筹基金支出具体构成为……"""
    named = word("list_of").search(first.line.text)
    return named is not None and first.sentence != fact.sentence and named[1][-4:] in fact.label


def _same_subject(total: Fact, first: Fact) -> bool:
    named = word("list_of").search(first.line.text)
    return named is None or named[1][-4:] in total.label or total.core in named[1]


def _bracketed(context: Context, position: int) -> Listing | None:
    """A（B 3万元、C 4万元）: parts in the bracket that follows a fact at once."""
    facts = context.facts
    total, first = facts[position - 1], facts[position]
    if first.depth != total.depth + 1 or total.quantity.dimension != first.quantity.dimension:
        return None
    parts = [first]
    for fact in facts[position + 1 : position + _REACH]:
        if fact.sentence != first.sentence or fact.depth < first.depth or _closed(context, first, fact):
            break
        if fact.depth == first.depth and fact.quantity.dimension == total.quantity.dimension:
            if word("list_not_part").search(fact.label):
                break
            parts.append(fact)
    tail = context.text[first.start : _list_end(context, parts[-1])]
    return Listing(total, tuple(parts), False, bool(word("other_words").search(tail)))


_CLOSED_MOST = 12
_ROOM, _TRIFLE = 3, 1e-9
"""How many halves of its last place a sum may lie off what its parts give, and what floats may be off."""


def lists_by_part(context: Context) -> dict[int, list[Listing]]:
    """The lists that each of their parts is in, by where it begins."""
    found: dict[int, list[Listing]] = {}
    for one in listings(context):
        for part in one.parts:
            found.setdefault(part.start, []).append(one)
    return found


def listed_parts(context: Context) -> frozenset[int]:
    """Where the parts of all lists begin."""
    return frozenset(part.start for one in listings(context) for part in one.parts)


def sum_verdict(parts: Sequence[Quantity], whole: Quantity) -> tuple[Verdict, Fraction]:
    """The verdict on a sum and its point, in base units."""
    unit = whole.measure.unit
    point = sum_of([part.value for part in parts])
    room = sum(part.half_size for part in parts) + _ROOM * whole.half_size
    if abs(float(point) - whole.size) > room + _TRIFLE * abs(whole.size):
        return Verdict.INCONSISTENT, point  # beyond all rounding
    band = sum_band([part.interval for part in parts])
    scaled = Interval(unit.from_base(band.low), unit.from_base(band.high))
    return verdict(unit.from_base(point), scaled, whole.printed), point


def _judge(context: Context, listing: Listing) -> Relation | None:
    total = listing.total
    every = (total, *listing.parts)
    if word("grown_two_years").search(total.label):
        return None  # 2023年较2022年增加115万元，分别为860万元和745万元: the two years, no parts
    if any("/" in fact.quantity.unit for fact in every):
        return None  # 集中716元/人、分散683元/人: standards add up to nothing
    if not all(fact.quantity.measured for fact in every) or total.quantity.family == "ratio":
        context.note(total.start, listing.parts[-1].end, "所列数字带有“以上”“余”等，不能求和核对")
        return None
    parts = [fact.quantity for fact in listing.parts]
    for chosen in _readings(listing.parts, listing.whole):
        outcome, point = sum_verdict([fact.quantity for fact in chosen], total.quantity)
        exact = outcome is Verdict.CONSISTENT  # some of the parts add up to the last digit or not at all
        if exact or (outcome is not Verdict.INCONSISTENT and len(chosen) == len(listing.parts)):
            read = Listing(total, chosen, listing.whole, listing.open_end)
            return sum_relation(context, read, outcome.value, "review_sum", len(chosen), point)
    other = _other_total(context, listing, parts)
    if other is not None:
        return other
    _, point = sum_verdict(parts, total.quantity)
    above = point > total.quantity.value
    if above and all(part.value > total.quantity.value for part in parts):
        return None  # 退休150元，年度限额分别为2500元和3000元: another thing's numbers
    if above and says("per_head", total.label) and any(part.value > total.quantity.value for part in parts):
        return None  # 次均6,812元，其中三级12,430元、二级5,980元: means of groups add up to nothing
    if _closed_before(context, total) or _closed_after(context, listing):
        return None
    if listing.whole and not listing.open_end:
        return sum_relation(context, listing, "inconsistent", "review_sum", len(parts), point)
    if above:
        return sum_relation(context, listing, "review", "review_sum_above", len(parts), point)
    if listing.open_end:
        context.note(total.start, listing.parts[-1].end, "所列只是主要部分或另有“其他”，不与合计比较")
        return None
    return sum_relation(context, listing, "review", "review_sum_below", len(parts), point)


def _closed_before(context: Context, whole: Fact) -> bool:
    """Whether a number is what others before it in its sentence add up to: 分别获得4.35亿元、3.10亿元、2.48亿元，共9.93亿元。……"""
    before = [
        one.quantity.value
        for one in context.facts[max(0, whole.index - _CLOSED_MOST) : whole.index]
        if one.sentence == whole.sentence and one.quantity.dimension == whole.quantity.dimension
    ]
    return any(sum(before[first:]) == whole.quantity.value for first in range(len(before) - 1))


def _closed_after(context: Context, listing: Listing) -> bool:
    """Whether the total is told again after its parts, where they are added up: 3.26亿元，其中A、B，合计3.26亿元."""
    after = context.facts[listing.parts[-1].index + 1 :][:1]
    return any(
        one.sentence == listing.total.sentence
        and one.quantity.value == listing.total.quantity.value
        and word("closing_total").match(bare(one))
        for one in after
    )


def _readings(parts: tuple[Fact, ...], whole: bool) -> Iterator[tuple[Fact, ...]]:
    """What of a list may be the parts: all, those at its beginning, or all but one that details another."""
    for count in range(len(parts), 1, -1):
        yield parts[:count]
    if len(parts) > 2 and not whole:
        for left_out in range(len(parts) - 1):
            yield parts[:left_out] + parts[left_out + 1 :]


def _other_total(context: Context, listing: Listing, parts: list[Quantity]) -> Relation | None:
    """The parts may divide another number of the same sentence: 原值 rather than 净值."""
    for fact in context.facts[max(0, listing.total.index - _REACH) : listing.total.index + _REACH]:
        if (
            fact.sentence != listing.total.sentence
            or fact is listing.total
            or fact.start > listing.parts[0].start
        ):
            continue
        if fact.quantity.dimension == listing.total.quantity.dimension and fact.quantity.measured:
            outcome, point = sum_verdict(parts, fact.quantity)
            if outcome is not Verdict.INCONSISTENT:
                moved = Listing(fact, listing.parts, listing.whole, listing.open_end)
                return sum_relation(context, moved, outcome.value, "review_sum", len(parts), point)
    return None


def sum_relation(
    context: Context, listing: Listing, outcome: str, code: str, count: int, point: Fraction
) -> Relation:
    """A sum with its first parts, so many, and what would mend it where it does not hold."""
    total, parts = listing.total, listing.parts[:count]
    shown = total.quantity.text_of(point, 4)
    repairs: tuple[str, ...] = ()
    if outcome == "inconsistent":
        repairs = (total.quantity.repaired(point), "补列或更正分项")
    return relation(
        context, "R1", outcome, code, context.quote_facts(total, *parts), subject=total.name, expected=shown,
        stated=total.quantity.shown, formula=plus(part.quantity for part in parts), repairs=repairs,
    )  # fmt: skip


def bare(fact: Fact) -> str:
    """A label without its commas and blanks."""
    return _COMMAS.sub("", fact.label)
