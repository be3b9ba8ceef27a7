"""R2 where what a rest is left of stands further off: 项目总预算386万元……；支付372.14万元，节约13.86万元.

The sentence tells the part and what is left; the whole stands in a sentence, a paragraph or a table before, by a name that
wholes have. Too many numbers stand in a report for a difference to be held against all of them, so a claim that any of
them give stands, and one is accused only where a single slip of the pen in it would give the difference of a whole and
a part that the words mean, in so many digits that chance is no explanation.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import Quantity
from yiheng.review.rules.disclosed import disclosed
from yiheng.review.told.amount import Amount, amounts_of, digits_of, slip_between, stands_again
from yiheng.review.told.reading import shares

_TAIL, _BACK, _WHOLES, _NEAR, _TABLE = 14, 12, 80, 400, 1200
_BEFORE, _AFTER, _MARGIN, _TIMES, _LEAD = 120, 30, 1e-9, 4, 30
_STRONG = {"swapped": 4, "replaced": 5}
_BOUND = {"swapped": 3, "replaced": 4}
_FIRM = ("consistent", "rounding")
_CLAUSE = re.compile(r"[，,；;。：:（(、]")


def far_gap_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Rests that no numbers of the report give, and that a slip parts from the difference their words mean."""
    claims = [one for one in context.facts if _is_rest(context, one)]
    if not claims:
        return
    accused = ends_of(found, "inconsistent")
    settled = {
        one.quotes[-1].end
        for one in found
        if one.rule in ("R1", "R2") and one.verdict in _FIRM and one.quotes
    }
    amounts = amounts_of(context)
    for claim in claims:
        if claim.end in accused or claim.end in settled:
            continue
        told = _told(context, claim, amounts)
        if told is not None and not told.ends & accused:
            accused |= told.ends
            yield disclosed(context, told)


def _is_rest(context: Context, one: Fact) -> bool:
    """Whether words say of a number that it is left, missing, saved or over: 结余, 欠拨, 节约; 1,519人未体检."""
    quantity = one.quantity
    if not quantity.measured or quantity.family not in ("money", "count") or one.line.section == "goal":
        return False
    if digits_of(quantity) < min(_BOUND.values()) or one.role in ("prior", "target"):
        return False
    tail = context.clause_before(one)[-_TAIL:]
    if says("gap_not", tail) or says("gap_level", tail) or says("gap_prior", context.clause_before(one)):
        return False
    return says("far_left", tail) or bool(word("far_left_after").match(context.text, one.end))


def _told(context: Context, claim: Fact, amounts: Sequence[Amount]) -> Relation | None:
    alike = [one for one in amounts if one.quantity.dimension == claim.quantity.dimension]
    if stands_again(alike, claim.quantity, claim.start) or _explained(claim, alike):
        return None
    for whole, part, bound in _pairs(context, claim, alike):
        value = whole.quantity.value - part.quantity.value
        if _rounded(claim.quantity, value, whole, part):
            return None
        least = (_BOUND if bound else _STRONG).get(slip_between(claim.quantity, value), 0)
        if least and digits_of(claim.quantity) >= least:
            return _relation(context, claim, whole, part, value)
    return _of_sole(context, claim, alike)


def _rounded(claim: Quantity, value: Fraction, whole: Amount, part: Amount) -> bool:
    """Whether a difference is the claim to rounding: 32,829亿元 and 27,913亿元 leave 4,915亿元 or 4,916亿元."""
    unsure = sum(
        one.half_size
        for one in (claim, whole.quantity, part.quantity)
        if not one.exact and one.printed.decimals >= claim.printed.decimals
    )  # 150万元 less 149.152万元 is 0.848万元: the whole number stands for itself
    return abs(claim.value - value) <= Fraction(unsure)


def _of_sole(context: Context, claim: Fact, alike: Sequence[Amount]) -> Relation | None:
    """安排150万元……。共支出149.152万元，节约0.848万元: the one amount given in the paragraph, and what was spent right before."""
    line = [one for one in alike if one.fact is not None and one.fact.line is claim.line]
    before = [one for one in line if one.start < claim.start]
    given = [one for one in before if says("far_given", one.label) and not says("gap_went", one.label)]
    part = before[-1] if before else None
    if part is None or part.fact is None or part.fact.sentence != claim.sentence or not given:
        return None
    if not says("far_spent", part.label) or not says("far_kept", context.clause_before(claim)[-_TAIL:]):
        return None
    value = given[0].quantity.value - part.quantity.value
    sole = len({one.quantity.value for one in given}) == 1 and given[0].start < part.start
    near = 0 < value < _TIMES * claim.quantity.value and claim.quantity.value < _TIMES * value
    return _relation(context, claim, given[0], part, value) if sole and near else None


def _explained(claim: Fact, alike: Sequence[Amount]) -> bool:
    """Whether two numbers give a claim as their sum or difference: one near it, and another that is not too far.

    Numbers of one unit and as many decimals give it to the last digit, others to rounding; whole numbers stand for themselves.
    """
    at = bisect_left(alike, claim.start, key=lambda one: one.start)
    around = [one for one in alike[max(0, at - _BEFORE) : at + _AFTER] if one.start != claim.start]
    own = claim.quantity
    for one in around:
        if abs(one.start - claim.start) > _NEAR:
            continue
        sizes = one.quantity.size + own.size, abs(one.quantity.size - own.size)
        for other in around:
            if other is one:
                continue
            slack = _slack(own, one.quantity, other.quantity)
            if any(abs(other.quantity.size - size) <= slack + _MARGIN * size for size in sizes):
                return True
    return False


def _slack(*quantities: Quantity) -> float:
    if len({(one.unit, one.printed.decimals) for one in quantities}) == 1:
        return 0.0
    return sum(one.half_size for one in quantities if one.printed.decimals and not one.exact)


def _pairs(context: Context, claim: Fact, alike: Sequence[Amount]) -> Iterator[tuple[Amount, Amount, bool]]:
    """Each whole and part that the words may mean, and whether they bind both."""
    before = [one for one in alike if one.start < claim.start][-_WHOLES:]
    after = word("far_left_after").match(context.text, claim.end)
    if after is not None:
        subject = context.clause_before(claim)
        parts = [one for one in before if after["stem"] in one.label]
        wholes = [one for one in before if shares(subject, one.label)]
    else:
        parts = [one for one in _beside(claim, alike) if not says("far_whole_only", one.label)]
        wholes = [one for one in before if says("far_whole", one.label)]
        wholes += [one for one in _beside(claim, alike) if one not in wholes]
    for whole in reversed(wholes):
        for part in reversed(parts):
            if whole is not part and whole.quantity.value > part.quantity.value:
                yield whole, part, _is_bound(context, claim, whole, part)
    yield from _in_rows(context, claim, before)


def _in_rows(
    context: Context, claim: Fact, before: Sequence[Amount]
) -> Iterator[tuple[Amount, Amount, bool]]:
    """Two columns of a row that a claim's clause names, or of the row of all, in a table shortly before."""
    clause = context.clause_before(claim)
    rows: dict[int, list[Amount]] = {}
    for one in before:
        if one.row and claim.start - one.start < _TABLE:
            rows.setdefault(one.at, []).append(one)
    for cells in rows.values():
        name = word("far_name_noise").sub("", cells[0].row)
        named = len(name) > 1 and name in clause
        if not named and not says("far_row_whole", name):
            continue
        for one, two in combinations(cells, 2):
            whole, part = sorted((one, two), key=lambda it: -it.quantity.value)
            if says("far_column", whole.label) and says("far_column", part.label):
                yield whole, part, named or claim.start - part.end < _NEAR


def _beside(claim: Fact, alike: Sequence[Amount]) -> list[Amount]:
    """The numbers of a claim's sentence, before it or in a bracket after it; where there are none before, those of the sentence before."""
    own = [one for one in alike if one.fact is not None and one.fact.sentence == claim.sentence]
    own = [one for one in own if one.start < claim.start or (one.fact is not None and one.fact.depth)]
    near = [one for one in alike if one.fact is not None and claim.start - _NEAR < one.start < claim.start]
    earlier = [one for one in near if one.fact is not None and one.fact.sentence != claim.sentence]
    last = earlier[-1].fact if earlier else None
    if any(one.start < claim.start for one in own) or last is None or last.line is not claim.line:
        return own[-_BACK:]
    return [one for one in earlier if one.fact is not None and one.fact.sentence == last.sentence] + own


def _is_bound(context: Context, claim: Fact, whole: Amount, part: Amount) -> bool:
    """Whether the words of a claim name the one and the other: 超出约定上限的, of 盈余 and 上限."""
    first, last = whole.fact, part.fact
    if first is None or last is None or last.sentence != claim.sentence:
        return False
    if first.sentence != claim.sentence:
        told = says("far_whole", whole.label) and says("gap_went", part.label)
        return told and first.line is claim.line
    clause = _CLAUSE.split(context.clause_before(claim))[-1]
    named = word("gap_compared").search(clause) or word("far_base").search(clause)
    if named is not None:
        said = context.text[max(claim.sentence.start, part.start - _LEAD) : part.start]
        return shares(clause, part.label) or shares(clause, whole.label) or says("far_base", said)
    return says("far_whole", whole.label) and says("gap_done", part.label)


def _relation(context: Context, claim: Fact, whole: Amount, part: Amount, value: Fraction) -> Relation:
    quantity = claim.quantity
    shown = quantity.text_of(value)
    quotes = (whole.quoted(context), part.quoted(context), context.quote_facts(claim)[0])
    return relation(
        context, "R2", "inconsistent", "review_difference", quotes, subject=claim.name, expected=shown,
        stated=quantity.shown, formula=f"{whole.quantity.shown} − {part.quantity.shown}",
        repairs=(f"{quantity.shown}→{shown}",),
    )  # fmt: skip
