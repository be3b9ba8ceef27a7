"""R1 for a list whose whole stands a sentence before, and for a list under 其中 that one swap of digits keeps from its total.

直接结算42.73万人次……。按类别：住院5.38万人次、费用……；门诊37.35万人次、费用……: the first of each unit in each segment. A list
may leave something out, so no gap is told by itself: only one that a slip of the pen in the whole or in one part explains.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.review.finding import DISCLOSURE, Relation, ends_of
from yiheng.review.reading.context import Context, plus, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.open_list import overlap_told
from yiheng.review.reading.quantity import whole_number
from yiheng.review.rules.disclosed import disclosed
from yiheng.review.told.amount import digits_of, slip_between

_ASKED = frozenset({"review_sum_below", "review_sum_above"})
_LIST_LEAST, _SEGMENTS_LEAST, _WHOLES_BACK, _SENTENCE_MOST = 3, 2, 12, 40
_LEAST = {"swapped": 3, "replaced": 4}
_LEAST_TOTAL = {"swapped": 3, "replaced": 3}
_LEAST_AMONG, _LEAST_SEVERAL = {"swapped": 4}, {"swapped": 3}
_LEAST_FAR = {"swapped": 3}
_NEAR, _FAR = Fraction(1, 10), Fraction(1, 3)
_AFTER = 30
"""Characters after a list that may say that its items overlap."""


def far_list_relations(context: Context, found: Sequence[Relation]) -> list[Relation]:
    """The relations found, questions about lists that a swap answers as accusations, and lists of a whole before them."""
    wrong = ends_of(found, "inconsistent", DISCLOSURE)
    kept: list[Relation] = []
    for one in found:
        open_list = one.rule == "R1" and one.verdict == "review"
        told = _of_first(context, one) or _of_list(context, one) if open_list else None
        if told is not None and not told.ends & wrong:
            wrong |= told.ends
            kept.append(disclosed(context, told))
        else:
            kept.append(one)
    for facts in _sentences(context):
        for parts, divided in _lists(context, facts):
            told = _of_whole(context, parts, divided=divided)
            if told is not None and not told.ends & wrong:
                wrong |= told.ends
                kept.append(disclosed(context, told))
    return kept


def _of_list(context: Context, one: Relation) -> Relation | None:
    """The answer to a question about a list: a swap of digits, or parts that exclude each other and are more than their whole."""
    facts = [context.by_end[quote.end] for quote in one.quotes if quote.end in context.by_end]
    if one.code not in _ASKED or len(facts) != len(one.quotes) or len(facts) <= _SEGMENTS_LEAST:
        return None
    whole = next((fact for fact in facts if fact.quantity.shown == one.stated), None)
    parts = [fact for fact in facts if fact is not whole]
    if whole is None:
        return None
    slip = _slip(whole, parts, _LEAST_AMONG if len(parts) < _LIST_LEAST else _LEAST_SEVERAL)
    if slip is not None:
        return _relation(context, whole, parts, slip)
    value = sum((fact.quantity.value for fact in parts), Fraction(0))
    gap = value - whole.quantity.value
    if 0 < gap <= _FAR * whole.quantity.value and _exclude_each_other(parts):
        return _relation(context, whole, parts, (whole, value))
    return None


def _of_first(context: Context, one: Relation) -> Relation | None:
    """三项合计58.9万元，分别为12.6万元、19.8万元、26.5万元，比上年……: of a row that reads on too far, as many as were counted."""
    facts = [context.by_end[quote.end] for quote in one.quotes if quote.end in context.by_end]
    whole = next((fact for fact in facts if fact.quantity.shown == one.stated), None)
    counted = word("part_count").search(whole.label) if whole is not None else None
    count = whole_number(counted["count"]) or 0 if counted is not None else 0
    if whole is None or count < _SEGMENTS_LEAST:
        return None
    parts = [
        fact
        for fact in facts
        if fact.start > whole.start and fact.quantity.dimension == whole.quantity.dimension
    ]
    parts = parts[:count]
    if len(parts) < count or parts[-1].sentence != whole.sentence:
        return None
    slip = _slip(whole, parts, _LEAST)
    return _relation(context, whole, parts, slip) if slip is not None else None


def _exclude_each_other(parts: Sequence[Fact]) -> bool:
    """Whether names of one kind say that nothing is of two parts: 医疗机构、药店; 业务科室、职能科室."""
    found = [word("far_kind").search(one.label) for one in parts]
    kinds = {match.lastgroup for match in found if match is not None}
    if None in found or len(kinds) != 1:
        return False
    kind = kinds.pop() or ""
    if kind.endswith("_paid") and parts[0].quantity.family != "money":
        return False  # the same persons may be in hospital and at the outpatients'
    return len({match.group() for match in found if match is not None}) == len(parts)


def _slip(whole: Fact, parts: Sequence[Fact], least: dict[str, int]) -> tuple[Fact, Fraction] | None:
    """The whole or the part whose slip explains why they differ, with the value that was meant; a swap before a digit."""
    value = sum((one.quantity.value for one in parts), Fraction(0))
    gap = value - whole.quantity.value
    found: dict[str, tuple[Fact, Fraction]] = {}
    for fact, meant in ((whole, value), *((one, one.quantity.value - gap) for one in parts)):
        kind = slip_between(fact.quantity, meant)
        if digits_of(fact.quantity) >= least.get(kind, digits_of(fact.quantity) + 1):
            found.setdefault(kind, (fact, meant))
    return found.get("swapped") or found.get("replaced")


# Lists, and the whole before them.


def _sentences(context: Context) -> Iterator[list[Fact]]:
    """The numbers of each sentence."""
    run: list[Fact] = []
    for one in context.facts:
        if run and one.sentence != run[0].sentence:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _lists(context: Context, facts: Sequence[Fact]) -> Iterator[tuple[list[Fact], bool]]:
    """The lists of a sentence: of each unit the first number in each segment; or all its numbers, where they are of one unit.

    With each, whether the words before say that something is divided.
    """
    if len(facts) < _SEGMENTS_LEAST or len(facts) > _SENTENCE_MOST or facts[0].line.section == "goal":
        return
    lead = context.text[facts[0].sentence.start : facts[0].start]
    divided = says("far_divided", lead)
    said = context.text[facts[0].sentence.start : facts[-1].end + _AFTER].split("。")[0]
    if says("far_list_not", lead) or overlap_told(said):
        return  # 开通住院96家、门诊412家、购药826家，部分机构同时开通多项业务
    counted = [one for one in facts if one.quantity.family in ("money", "count") and not one.depth]
    if len(counted) >= _LIST_LEAST and _is_plain(counted):
        yield counted, divided
        return
    segments = _segments(context, facts)
    for row in segments[1:]:
        before = context.facts[row[0].index - 1].end
        if word("far_among").match(context.text[before : row[0].start]) and len(row) >= _SEGMENTS_LEAST:
            same = [one for one in row if one.quantity.unit == row[0].quantity.unit and not one.depth]
            if len(same) >= _SEGMENTS_LEAST and row[0].quantity.family != "ratio":
                yield same, True
    if len(segments) < _SEGMENTS_LEAST or not divided:
        return
    for unit in dict.fromkeys(one.quantity.unit for one in segments[0] if one.quantity.family != "ratio"):
        parts = [next((one for one in row if one.quantity.unit == unit), None) for row in segments]
        if None not in parts:
            yield [one for one in parts if one is not None], True


def _is_plain(counted: Sequence[Fact]) -> bool:
    """Whether numbers are of one unit and each has a name of its own."""
    if len({one.quantity.unit for one in counted}) > 1 or not all(one.quantity.measured for one in counted):
        return False
    names = [re.sub(r"\s", "", one.core) for one in counted]
    return len(set(names)) == len(names) and not any(says("far_part_not", one.label) for one in counted)


def _segments(context: Context, facts: Sequence[Fact]) -> list[list[Fact]]:
    rows: list[list[Fact]] = [[]]
    for one in facts:
        if rows[-1] and re.search(r"[；;]", context.text[rows[-1][-1].end : one.start]):
            rows.append([])
        rows[-1].append(one)
    return rows


def _of_whole(context: Context, parts: Sequence[Fact], *, divided: bool) -> Relation | None:
    """What contradicts a list: the one whole before it that a slip parts from its sum."""
    first = parts[0]
    value = sum((one.quantity.value for one in parts), Fraction(0))
    most = max(one.quantity.value for one in parts)
    lead = context.text[first.sentence.start : first.start]
    near = [
        one for one in context.facts[max(0, first.index - _WHOLES_BACK) : first.index]
        if one.quantity.dimension == first.quantity.dimension and one.quantity.measured and one.quantity.value > most
        and (one.sentence != first.sentence or one.start < first.start) and one.line.path[:1] == first.line.path[:1]
    ]  # fmt: skip
    if not near or any(_is(one, value, parts) for one in (*near, *_after(context, parts))):
        return None
    for whole in reversed(near):
        if whole.quantity.unit != first.quantity.unit or says("far_part_not", whole.label):
            continue
        total = says("far_total", whole.label)
        apart = abs(value - whole.quantity.value) / whole.quantity.value
        if not (total or divided) or apart > _FAR:
            continue
        least = _LEAST_FAR if apart > _NEAR else _LEAST_TOTAL if total else _LEAST
        if value < whole.quantity.value and says("owned_among", lead):
            least = _LEAST_AMONG  # a list under 其中 may leave the least of them out
        slip = _slip(whole, parts, least)
        if slip is not None:
            return _relation(context, whole, parts, slip)
    return None


def _after(context: Context, parts: Sequence[Fact]) -> list[Fact]:
    """The numbers right after a list: it may be summed up there."""
    last = parts[-1].index
    dimension = parts[0].quantity.dimension
    return [one for one in context.facts[last + 1 : last + 5] if one.quantity.dimension == dimension]


def _is(one: Fact, value: Fraction, parts: Sequence[Fact]) -> bool:
    """Whether a number is the sum of a list, to rounding, or of its first items."""
    slack = Fraction(0 if one.quantity.exact else one.quantity.half_size)
    slack += Fraction(sum(0 if part.quantity.exact else part.quantity.half_size for part in parts))
    return abs(one.quantity.value - value) <= slack


def _relation(context: Context, whole: Fact, parts: Sequence[Fact], slip: tuple[Fact, Fraction]) -> Relation:
    """The sum of the parts where the whole slipped, what the others leave where a part did."""
    claim, meant = slip
    rest = [one for one in parts if one is not claim]
    operands = rest if claim is whole else [whole, *rest]
    shown = claim.quantity.text_of(meant, 2)
    formula = plus(one.quantity for one in rest)
    if claim is not whole:
        formula = " − ".join(one.quantity.shown for one in operands)
    return relation(
        context, "R1", "inconsistent", "review_sum", context.quote_facts(*operands, claim), subject=claim.name,
        expected=shown, stated=claim.quantity.shown, formula=formula,
        repairs=(claim.quantity.repaired(meant), "补列或更正分项"),
    )  # fmt: skip
