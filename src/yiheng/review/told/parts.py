"""R1 where the words say that parts are all there is: a list after a colon or in brackets, a sum after its parts.

A list under 其中 may be a choice of the parts and its items may overlap, so :mod:`yiheng.review.rules.list` asks about
it; here a list is judged that claims to be whole, by its form (``36家：三级12家、二级24家``), by a count of its items
(三类), by a closing word (合计) or by names that together are all there are (男、女; four quarters). The claim stands
where any stretch of its parts gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yiheng.exact.interval import Verdict
from yiheng.review.finding import DISCLOSURE, Relation, ends_of
from yiheng.review.reading.change import both_ways
from yiheng.review.reading.context import Context, judge, plus, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import total
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.open_list import overlap_told
from yiheng.review.reading.quantity import count_of
from yiheng.review.reading.slip import slips
from yiheng.review.rules.disclosed import disclosed
from yiheng.review.told.subset import some_fit

_PIECE = re.compile(r"[，,；;：:]")
_COUNTED, _LEAD, _BEFORE = 30, 60, 400
_MOST, _NOUN, _WHOLE_BACK = 16, 2, 30
_AFTER = 60
_NEAR, _FAR = 0.15, 0.6
_SETS = {
    "sex": 2,
    "work": 2,
    "half": 2,
    "quarter": 4,
    "ordinal": 2,
    "line": 2,
    "mind": 3,
    "payer": 2,
    "rank": 3,
    "place": 3,
    "turn": 2,
    "progress": 3,
}
"""How many parts of a kind are all there are; ordinals are counted by their list."""


@dataclass(frozen=True)
class Sum:
    """A total with its parts as listed. ``told``: the words claim that they are all, so that no slip need explain a gap.

    ``suffix``: the parts end right before the total, so that it may be the sum of the last of them only; ``entire``: it
    is told of all of them (上述……总量).
    """

    whole: Fact
    parts: tuple[Fact, ...]
    told: bool
    suffix: bool
    entire: bool = False


def part_relations(context: Context, found: Sequence[Relation]) -> list[Relation]:
    """The relations found, and the sums whose words claim that the parts are all, judged."""
    settled = {
        (one.quotes[0].end, one.quotes[-1].end)
        for one in found
        if one.rule == "R1" and one.verdict in ("consistent", "rounding") and one.quotes
    }
    firm = {end for pair in settled for end in pair}
    wrong = ends_of(found, "inconsistent", DISCLOSURE)
    added: list[Relation] = []
    told = list(sums(context))
    members = {part.end for one in told if _fits(one) for part in one.parts}
    for one in told:
        if one.whole.end in members:
            continue  # one of the parts itself
        ends = {fact.end for fact in (one.whole, *one.parts)}
        if one.whole.end in firm or ends & wrong:
            continue
        if _fits(one):
            if one.told and _fits_whole(one):
                added.append(_relation(context, one, "consistent"))
            continue
        if _overlapping(context, one) or not _claimed(one):
            continue
        added.append(disclosed(context, _relation(context, one, "inconsistent")))
        wrong |= ends
    asked = [one.ends for one in added]
    return [*(one for one in found if not _answered(one, asked)), *added]


def _answered(one: Relation, asked: Sequence[set[int]]) -> bool:
    """Whether a question about a sum is of numbers that an accusation now tells of."""
    ends = one.ends
    return one.verdict == "review" and one.rule in ("R1", "R2") and any(ends <= other for other in asked)


def sums(context: Context) -> Iterator[Sum]:
    """Every total with its parts, as the text tells them."""
    for fact in context.facts:
        if not fact.quantity.measured or fact.line.section == "goal":
            continue
        if fact.quantity.family not in ("money", "count", "ratio", "time"):
            continue
        if fact.quantity.family != "ratio":
            yield from _after(context, fact)
            yield from _divided(context, fact)
        yield from _before(context, fact)


# A total and the list after it.


def _after(context: Context, whole: Fact) -> Iterator[Sum]:
    facts = context.facts
    first = next(
        (one for one in facts[whole.index + 1 : whole.index + 3] if one.quantity.dimension == whole.quantity.dimension),
        None,
    )  # fmt: skip
    if first is None or first.sentence != whole.sentence:
        return
    rate = facts[whole.index + 1] if first.index > whole.index + 1 else None
    low = whole.end
    if rate is not None and rate.quantity.unit == "%" and rate.depth == whole.depth:
        low = rate.end  # 87家，占29.19%：约谈41家……
    lead = context.text[low : first.start]
    bracket = first.depth == whole.depth + 1 and word("part_bracket").match(lead)
    opened = word("part_opens").match(lead) if first.depth == whole.depth else None
    kind = first.depth == whole.depth and re.search(r"[，；,]", lead) is not None
    made = word("part_of_which").match(lead) if first.depth == whole.depth else None
    if not (bracket or opened or kind or made):
        return
    parts = _listed(context, first, whole)
    if made and word("part_makes_up").match(context.text[parts[-1].end : parts[-1].end + _COUNTED]):
        yield Sum(whole, tuple(parts), True, False)
        return
    rest = context.text[first.start : parts[-1].end + _AFTER].split("。")[0]
    every = says("part_all", context.text[whole.end : parts[-1].end + _AFTER].split("。")[0])
    partial = says("part_partial", lead) or bool(opened and says("part_open_end", rest))
    among = bool(word("part_among").match(lead))
    whole_named = _makes_up(whole, parts)
    counted = _counted(_lead(context, first, _COUNTED)) == len(parts)
    if says("part_paid_back", lead) and says("part_of_costs", whole.label):
        return  # 总费用5,619万元，报销情况：……
    if both_ways(whole, parts) or ((partial or (among and not whole_named)) and not every):
        return
    if not (bracket or opened) and not (every or (whole_named and not _of_kind(whole, parts))):
        return
    yield Sum(whole, tuple(parts), every or whole_named or counted, False)


def _listed(context: Context, first: Fact, whole: Fact) -> list[Fact]:
    """The parts from the first on: numbers of one dimension at one depth, up to a sum, a comparison or a new subject."""
    parts: list[Fact] = []
    for one in context.facts[first.index : first.index + 2 * _MOST]:
        if one.sentence != first.sentence or one.depth < first.depth:
            break
        if one.depth > first.depth:
            continue
        gap = context.text[(parts[-1].end if parts else whole.end) : one.start]
        if parts and re.search(r"[）)]", gap) and first.depth > whole.depth:
            break
        if _apart(one, whole):
            continue
        if not one.quantity.measured or _is_sum(context, one) or _no_part(one, whole):
            break
        parts.append(one)
    return parts or [first]


def _no_part(one: Fact, whole: Fact) -> bool:
    """Whether the words of a number say that it is of another kind than its neighbours: 结余, 预算, 人均."""
    return any(match.group() not in whole.label for match in word("part_not").finditer(one.label))


def _apart(one: Fact, whole: Fact) -> bool:
    """Whether a number tells of its neighbour, as a mean or a share does, and is no part itself."""
    if one.quantity.dimension != whole.quantity.dimension:
        return True
    return (
        one.quantity.family != "ratio" and says("part_skip", one.label) and not says("part_skip", whole.label)
    )


def _is_sum(context: Context, one: Fact) -> bool:
    """Whether a number is the sum of numbers before it in its sentence, by its words."""
    label = _bare(one)
    if not (word("part_closes").search(label) or word("part_closes_weak").search(label)):
        return False
    before = context.facts[one.index - 1] if one.index else None
    return before is not None and before.sentence == one.sentence


def _bare(one: Fact) -> str:
    return _PIECE.split(re.sub(r"\s", "", one.label).strip("，,；;、：:"))[-1]


def _divided(context: Context, first: Fact) -> Iterator[Sum]:
    """分季度看，一季度262万人次……: the parts of a total that stands before, where one slip shows which it is."""
    lead = _lead(context, first, _LEAD + len(first.label)).removesuffix(first.label)
    if not word("part_divides").search(lead):
        return
    parts = _listed(context, first, first)
    near = [
        one
        for one in context.facts[max(0, first.index - _WHOLE_BACK) : first.index]
        if one.quantity.measured and one.quantity.unit == first.quantity.unit
    ]
    tried = [Sum(one, tuple(parts), False, False, True) for one in near]
    if len(parts) < 2 or any(_fits(one) for one in tried):
        return
    meant = [
        one
        for one in tried
        if _slipped(one) and one.whole.quantity.value > max(p.quantity.value for p in parts)
    ]
    if len({one.whole.quantity.value for one in meant}) == 1:
        yield meant[-1]


def _lead(context: Context, fact: Fact, most: int) -> str:
    """The words of a sentence before a number, at most so many: a line may be a million characters long."""
    low = fact.start - most
    return (
        context.text[fact.sentence.start : fact.start]
        if low <= fact.sentence.start
        else "…" + context.text[low : fact.start]
    )


# A list and the total after it.


def _before(context: Context, whole: Fact) -> Iterator[Sum]:
    label = _bare(whole)
    strong, weak = (word(name).search(label) for name in ("part_closes", "part_closes_weak"))
    if not (strong or weak or word("part_closes_faint").search(label)):
        return
    parts = _run(context, whole)
    if len(parts) < 2 or says("part_untold", context.text[parts[-1].end : whole.start]):
        return
    parts = _called(label, parts)
    count = _counted(label) or _counted(_lead(context, parts[0], _COUNTED))
    told = bool(strong) or count == len(parts) or _makes_up(whole, parts)
    told = told or says("part_made_of", context.text[parts[-1].end : whole.start])
    if count and count != len(parts):
        if count > len(parts) or whole.quantity.family == "ratio" or some_fit(whole, parts, count):
            return  # 其中上半年两批共; 第一批31个完成30个，第二批28个，两批合计59个: which of them, other words tell
        parts = parts[-count:]
    if whole.quantity.family == "ratio" and not strong:
        return
    every = says("part_all", context.text[parts[0].start : whole.end + _AFTER].split("。")[0])
    if told or every or weak:
        yield Sum(whole, tuple(parts), told or every, True, _of_all(context, whole, parts))


def _called(label: str, parts: list[Fact]) -> list[Fact]:
    """Of numbers of several kinds those that a total's own noun calls: 三级应补合计 of what was 应补, not of 已收到."""
    noun = word("part_closes_noun").sub("", label)
    named = [one for one in parts if len(noun) >= _NOUN and noun in one.label]
    return named if _NOUN <= len(named) < len(parts) else parts


def _of_all(context: Context, whole: Fact, parts: Sequence[Fact]) -> bool:
    """Whether a sentence sums up 上述 that a colon opened in the sentence before."""
    first, own = parts[0], whole.sentence
    if first.sentence == own or not word("part_colon").search(_lead(context, first, _LEAD)):
        return False
    return says("part_those", context.text[own.start : whole.start])


def _run(context: Context, whole: Fact) -> list[Fact]:
    """The numbers of a total's dimension right before it: of its sentence, or where that has none, of the one before."""
    run: list[Fact] = []
    for one in reversed(context.facts[max(0, whole.index - 2 * _MOST) : whole.index]):
        anchor = run[0].sentence if run else whole.sentence
        if one.sentence != anchor and (one.line is not whole.line or run):
            break
        if one.depth > whole.depth:
            continue
        if one.quantity.dimension != whole.quantity.dimension and _enumerated(context, one):
            return []  # 1台、2套、24台合计27台（套）
        if _apart(one, whole):
            continue
        if (
            one.depth < whole.depth
            or not one.quantity.measured
            or _is_sum(context, one)
            or _no_part(one, whole)
        ):
            break
        if run and "其中" in context.text[one.end : run[0].start]:
            return []
        run.insert(0, one)
    return [] if sum(says("part_cumulative", one.label) for one in run) > 1 else run


def _enumerated(context: Context, one: Fact) -> bool:
    """Whether a number is one of a row of bare numbers."""
    after = context.facts[one.index + 1]
    return bool(word("enumerated").fullmatch(context.text[one.end : after.at].strip()))


def _counted(text: str) -> int:
    """The number of items that words tell last: 三类 → 3; 0 where they tell none."""
    found = list(word("part_count").finditer(text))
    if not found:
        return 0
    return count_of(found[-1]["count"])


def _of_kind(whole: Fact, parts: Sequence[Fact]) -> bool:
    """Whether a number is one of a kind with the parts after it: 第一批, then 第二批 and 第三批."""
    own, other = (word("part_kind").search(one.label) for one in (whole, parts[0]))
    return bool(own and other and own.lastgroup == other.lastgroup)


def _makes_up(whole: Fact, parts: Sequence[Fact]) -> bool:
    """Whether the names of parts are of one kind and together all there are: 男、女; four quarters; 第一批 …"""
    found = [word("part_kind").search(one.label) for one in parts]
    kinds = {match.lastgroup for match in found if match is not None}
    if None in found or len(kinds) != 1:
        return False
    kind = kinds.pop() or ""
    if kind == "progress" and len(parts) < _SETS[kind]:
        return (
            sum(one.quantity.value for one in parts) > whole.quantity.value
        )  # done and not done are two things
    if kind == "payer" and not says("part_kind_payer", whole.label):
        return False  # of an income, others pay besides
    names = {match.group(kind) for match in found if match is not None}
    if len(names) != len(parts):
        return False
    if kind == "grade":
        return says("part_kind_rest", parts[-1].label)  # 三级、二级、一级及以下
    return kind in _SETS and len(parts) >= _SETS[kind]


# The verdict.


def _choices(one: Sum) -> Iterator[tuple[Fact, ...]]:
    """The stretches of the parts that may make up the total, the longest first."""
    if one.entire:
        yield one.parts
        return
    for count in range(len(one.parts), 1, -1):
        yield one.parts[-count:] if one.suffix else one.parts[:count]


def _fits(one: Sum) -> bool:
    for chosen in _choices(one):
        found = judge(total, [fact.quantity for fact in chosen], one.whole.quantity)
        if found is None or found[0] is Verdict.CONSISTENT:
            return True
        if found[0] is not Verdict.INCONSISTENT and len(chosen) == len(one.parts):
            return True
    return False


def _fits_whole(one: Sum) -> bool:
    """Whether all the parts make up the total, to the last digit."""
    found = judge(total, [fact.quantity for fact in one.parts], one.whole.quantity)
    return found is not None and found[0] is Verdict.CONSISTENT


def _overlapping(context: Context, one: Sum) -> bool:
    """Whether the text says that parts overlap, and does not deny it."""
    last = max(fact.end for fact in (one.whole, *one.parts))
    first = min((one.whole, one.parts[0]), key=lambda fact: fact.start)
    said = context.text[max(first.sentence.start, first.start - _BEFORE) : last + _AFTER]
    return overlap_told(said)


def _claimed(one: Sum) -> bool:
    """Whether a gap is told: the words claim the whole, or a slip or little is between the parts and their total."""
    if len(one.parts) < 2:
        return False
    if any(says("gap_overlap", fact.label) for fact in one.parts):
        return False  # what two parts both count is taken away, not added
    if any(says("part_so_far", fact.label) for fact in one.parts) and any(
        says("part_this_year", fact.label) for fact in one.parts
    ):
        return False  # 已完成投资0.96亿元……；当年完成0.42亿元: of which, not besides
    states = [says("part_status", fact.label) for fact in one.parts]
    if any(states) and not all(states) and not one.told:
        return False
    gap = sum(fact.quantity.value for fact in one.parts) - one.whole.quantity.value
    effects = [says("part_effect", fact.label) for fact in one.parts]
    if says("part_effect", one.whole.label) and not any(effects):
        return False  # 采购金额……，共计节约……
    size = abs(gap / one.whole.quantity.value) if one.whole.quantity.value else _FAR
    if size >= _FAR and not _slipped(one):
        return False
    return one.told or size <= _NEAR or _slipped(one)


def _slipped(one: Sum) -> bool:
    """Whether one slip of the pen would mend the sum."""
    gap = sum(fact.quantity.value for fact in one.parts) - one.whole.quantity.value
    for fact, right in (
        (one.whole, one.whole.quantity.value + gap),
        *((part, part.quantity.value - gap) for part in one.parts),
    ):
        before = fact.quantity.measure.unit.from_base(right)
        if before in set(slips(fact.quantity.printed)):
            return True
    return False


def _relation(context: Context, one: Sum, verdict: str) -> Relation:
    whole = one.whole.quantity
    value = sum((fact.quantity.value for fact in one.parts), start=one.parts[0].quantity.value * 0)
    shown = whole.text_of(value, 4)
    repairs = (whole.repaired(value), "补列或更正分项") if verdict == "inconsistent" else ()
    return relation(
        context, "R1", verdict, "review_sum", context.quote_facts(*one.parts, one.whole), subject=one.whole.name,
        expected=shown, stated=whole.shown, formula=plus(fact.quantity for fact in one.parts), repairs=repairs,
    )  # fmt: skip
