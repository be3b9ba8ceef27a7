"""R2 where what a rest is left of stands further off: 项目总预算386万元……；支付372.14万元，节约13.86万元.

The sentence tells the part and what is left; the whole stands in a sentence, a paragraph or a table before, by a name that
wholes have. Too many numbers stand in a report for a difference to be held against all of them, so a claim that any of
them give stands, and one is accused only where a single slip of the pen in it would give the difference of a whole and
a part that the words mean, in so many digits that chance is no explanation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says, word
from yiheng.review.rules.disclosed import disclosed
from yiheng.review.told.amount import Amount, Sizes, amounts_of, digits_of, slip_between, stands_again
from yiheng.review.told.reading import shares

_TAIL, _BACK, _WHOLES, _NEAR = 14, 12, 80, 400
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
        least = (_BOUND if bound else _STRONG).get(slip_between(claim.quantity, value), 0)
        if least and digits_of(claim.quantity) >= least:
            return _relation(context, claim, whole, part, value)
    return None


def _explained(claim: Fact, alike: Sequence[Amount]) -> bool:
    """Whether any numbers give a claim: one near it, and any of the report."""
    sizes = Sizes.of([one for one in alike if one.start != claim.start])
    own = claim.quantity
    for one in alike:
        if one.start == claim.start or abs(one.start - claim.start) > _NEAR:
            continue
        slack = 2 * (own.half_size if not own.exact else 0) + one.quantity.half_size
        if any(
            sizes.has(size, slack if not one.quantity.exact else 0)
            for size in (one.quantity.size + own.size, abs(one.quantity.size - own.size))
        ):
            return True
    return False


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
    facts = whole.fact, part.fact
    if any(one is None or one.sentence != claim.sentence for one in facts):
        return False
    clause = _CLAUSE.split(context.clause_before(claim))[-1]
    named = word("gap_compared").search(clause) or word("far_base").search(clause)
    if named is not None:
        return shares(clause, part.label) or shares(clause, whole.label)
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
