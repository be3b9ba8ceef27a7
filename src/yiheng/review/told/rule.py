"""The verdict on claims that the rules left, or accused by a reading that another one refutes.

A claim is settled by any reading that gives it. Where none does, the firmest reading speaks: one whose words name every
operand accuses; one that is only likely accuses where a slip of the pen in a number that nothing bears out would mend
it and asks otherwise; one that is merely possible asks, and only where a slip would mend it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from yiheng.review.finding import DISCLOSURE, Relation, ends_of
from yiheng.review.reading.apart import apart_from
from yiheng.review.reading.context import Context, relation, subject_of
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import ratio
from yiheng.review.reading.lexicon import says, without, word
from yiheng.review.reading.mending import agreeing_digits, mending, significant_digits
from yiheng.review.reading.paired import of_other_things, of_rate_before
from yiheng.review.rules.disclosed import disclosed
from yiheng.review.rules.identity import before_its_year
from yiheng.review.rules.per_head import of_a_rate, several_times
from yiheng.review.rules.ratio import in_turn, of_other_unit
from yiheng.review.told.cells import cell_readings
from yiheng.review.told.change import change_readings
from yiheng.review.told.divided import divided_readings
from yiheng.review.told.each import each_readings, is_price
from yiheng.review.told.given import given_readings
from yiheng.review.told.grown import grown_readings
from yiheng.review.told.mean import is_factor, mean_readings, product_readings
from yiheng.review.told.mean_far import mean_far_readings
from yiheng.review.told.months import months_told
from yiheng.review.told.product_far import product_far_readings
from yiheng.review.told.ratio import ratio_readings
from yiheng.review.told.reading import BOUND, EXACT, LIKELY, POSSIBLE, TOLD, Reading, name_pieces
from yiheng.review.told.share import closes, of_the_sum, run_readings
from yiheng.review.told.share_far import share_far_readings
from yiheng.review.told.total import (
    adjusted_readings,
    list_reader,
    remainder_readings,
    total_readings,
)

_KINDS = (
    ratio_readings,
    change_readings,
    mean_readings,
    product_readings,
    total_readings,
    adjusted_readings,
    remainder_readings,
    of_the_sum,
    cell_readings,
    months_told,
)
_BOUND_KINDS = (
    grown_readings,
    divided_readings,
    share_far_readings,
    mean_far_readings,
    product_far_readings,
    given_readings,
    each_readings,
)
_RUN_SURE = 2
_ARITHMETIC = frozenset({"R1", "R2", "R3", "R4", "R17"})
_FIRM = ("consistent", "rounding")
_KEPT = ("review_sum_below", "review_sum_above", "review_growth_sign", "review_base_named")
"""What a list under 其中 leaves open is asked, whatever else its parts are; 增长 beside 少支出 is wrong, whatever the rate is of."""
_CODES = {
    "R1": "review_sum",
    "R2": "review_difference",
    "R3": "review_ratio",
    "R4": "review_growth",
    "R17": "review_ratio",
    "R20": "review_identity",
}
_DIGITS_SURE, _DIGITS_ASKED, _DIGITS_PROOF, _DIGITS_LEAST = 6, 6, 6, 3
_DIGITS_BEYOND = 9
_PAIR = 2
_BESIDE = 6
_NEAR = Fraction(1, 2)
"""How far off a recomputed value may be, of the claim, where no slip explains it: further off, the reading is wrong."""


def told_relations(context: Context, found: Sequence[Relation]) -> list[Relation]:
    """The relations found, without accusations that another reading refutes, and with those that the words tell besides."""
    firm = ends_of(found, *_FIRM)
    accused = ends_of(found, "inconsistent", "review", DISCLOSURE)
    against = _accusations(found)
    added = list(_shares_in_turn(context, firm, accused))
    refuted: set[int] = set()
    wrong = ends_of(found, "inconsistent", DISCLOSURE)
    kinds = (*_KINDS, list_reader(context))
    for claim in context.facts:
        if not claim.quantity.measured or claim.line.section == "goal":
            continue
        if is_factor(context, claim):
            continue
        doubts = against.get(claim.end, [])
        bound = [one for kind in _BOUND_KINDS for one in kind(context, claim)]
        if claim.end in accused and not doubts and not bound:
            continue
        readings = [*bound, *(one for kind in kinds for one in kind(context, claim))]
        told = _of_bound(context, bound, readings, wrong, ends_of(doubts, "inconsistent"))
        if told is not None and claim.end not in wrong:
            refuted.update(id(one) for one in doubts if one.verdict == "review")
            added.append(disclosed(context, told))
            wrong |= told.ends
            accused |= told.ends
        if told is not None:
            continue
        fitting = next((one for one in readings if _proves(one, bool(doubts)) and one.fits), None)
        if fitting is not None:
            refuted.update(id(one) for one in doubts if one.code not in _KEPT)
            added.append(_relation(context, fitting, "consistent"))
            firm.update(one.end for one in fitting.facts)
        elif not doubts and claim.end not in accused:
            told = _told(context, readings[len(bound) :], firm, accused)
            if told is not None:
                added.append(disclosed(context, told))
                accused |= told.ends
    return [*(one for one in found if id(one) not in refuted), *added]


def _of_bound(
    context: Context,
    kinds: Sequence[Reading],
    readings: Sequence[Reading],
    wrong: set[int],
    doubted: set[int],
) -> Relation | None:
    """The accusation of a claim whose words bind its operands, where no reading that they ask for gives it.

    ``wrong`` are the ends of numbers that are accused, ``doubted`` those of accusations of this claim itself.
    """
    bound = next((one for one in sorted(readings, key=_firmness) if one.strength >= BOUND), None)
    if bound is None or any(fact.end in wrong and fact.end not in doubted for fact in bound.operands):
        return None
    if _of_others(context, bound):
        return None
    turned = _value(bound) == -bound.claim.quantity.value  # the other way round: 增加 for 减少
    settling = readings[: len(kinds)] if turned else readings
    least = EXACT if bound.strength == EXACT else LIKELY
    if any(one.strength >= least and one.fits for one in settling):
        return None
    return _relation(context, bound, "inconsistent")


def _of_others(context: Context, one: Reading) -> bool:
    """Whether a quotient is of other things than the claim: of what another sentence counts, or of an item before it.

    网上办理11,227件。办结投诉举报23件，办结率100%: the number right before a rate that has its word is what it is of.
    """
    clause = context.clause_before(one.claim)
    if one.rule == "R17" and one.claim.index >= 0:
        return says("compared", clause) or of_a_rate(context, one.claim) or _of_other_price(context, one)
    if one.rule == "R2" and says("told_each_side", clause):
        return True  # 较原标准（1,750元、1,150元）各提高150元
    if one.rule != "R3" or len(one.operands) != _PAIR:
        return False
    claim, (part, whole) = one.claim, one.operands
    if says("share_together", clause) or (_of_bracket(claim, part) and _rated(context, whole)):
        return (
            True  # 住院、门诊两项占全年支出的89.0%: of both; 管理率94.9%（1,846人），服药率88.0%（1,712人）
        )
    if part.sentence != claim.sentence and says("told_remainder", part.label):
        return True  # 咨询24,992个，其余3,124个为求助。办结率99.6%
    if of_other_things(context, claim, part, whole):
        return True
    if in_turn(context, part, whole, claim) or all(
        before_its_year(context, fact, claim) for fact in one.operands
    ):
        return True
    if apart_from(context, claim, (part, whole)) or _of_rate_told(context, one):
        return True
    if claim.index < 1:
        return False
    beside = context.facts[claim.index - 1]
    named = word("rate_named").search(context.clause_before(claim))
    own = named is not None and named["stem"][-2:] in beside.label and beside.quantity.measured
    return own and beside.sentence == claim.sentence and beside not in (part, whole) and all(
        fact.index >= 0 and fact.sentence != claim.sentence for fact in (part, whole)
    )  # fmt: skip


def _of_bracket(rate: Fact, count: Fact) -> bool:
    """Whether a count stands alone in the bracket right after a rate."""
    return count.index == rate.index + 1 and count.depth == rate.depth + 1 and count.line is rate.line


def _rated(context: Context, count: Fact) -> bool:
    """Whether a count tells in a bracket of how many the rate before it is."""
    before = context.facts[count.index - 1] if count.index > 0 else None
    return before is not None and before.quantity.unit == "%" and _of_bracket(before, count)


def _of_other_price(context: Context, one: Reading) -> bool:
    """Whether a product is of one of several prices, and of a count that another of them is for, or of one count of several.

    特困全额350元、低保每人280元：特困1,420人，支出49.70万元; 八一320户、每户200元，春节280户、每户200元，两次花费12.00万元.
    """
    if len(one.operands) < _PAIR or one.claim.quantity.dimension != "money":
        return False
    price, head = one.operands[:_PAIR]
    if not is_price(context, price):
        return False
    if several_times(price, head, one.claim):
        return True
    inside = [
        fact
        for fact in context.facts[max(0, price.index - _BESIDE) : one.claim.index]
        if fact.line is price.line
    ]
    prices = [fact for fact in inside if fact.sentence == one.claim.sentence and is_price(context, fact)]
    if len(prices) > 1 and says("told_together", one.claim.label):
        return True
    own = name_pieces(without("told_price_noise", price.label))
    alike = [
        fact
        for fact in context.facts[price.index : one.claim.index + _BESIDE]
        if fact.line is price.line and fact.quantity.dimension == head.quantity.dimension and fact is not head
    ]
    return not any(piece in head.label for piece in own) and any(
        piece in fact.label for piece in own for fact in alike
    )


def _of_rate_told(context: Context, one: Reading) -> bool:
    """签约17.26万人，签约率41.29%；重点人群签约率81.5%: whether a pair gives, to the last digit, a rate of a shorter name beside it."""
    own = word("rate_named").search(context.clause_before(one.claim))
    if own is None or max(fact.index for fact in one.operands) > one.claim.index:
        return False
    for other in context.facts[max(0, one.claim.index - _BESIDE) : one.claim.index]:
        named = (
            word("rate_named").search(context.clause_before(other)) if other.quantity.unit == "%" else None
        )
        same = named is not None and named["stem"] != own["stem"] and own["stem"].endswith(named["stem"])
        if same and other.line is one.claim.line and replace(one, claim=other).fits:
            return True
    return False


def _firmness(one: Reading) -> int:
    return -one.strength


def _accusations(found: Sequence[Relation]) -> dict[int, list[Relation]]:
    """The relations of the arithmetic rules that doubt a number, by its end: they quote their claim last."""
    against: dict[int, list[Relation]] = {}
    for one in found:
        if one.verdict in ("inconsistent", "review") and one.rule in _ARITHMETIC and one.quotes:
            against.setdefault(one.quotes[-1].end, []).append(one)
    return against


def _shares_in_turn(context: Context, firm: set[int], accused: set[int]) -> Iterator[Relation]:
    """Runs of shares by their one whole; what is told of them is added to the sets."""
    for run in run_readings(context):
        for one in run:
            if one.fits:
                firm.update(fact.end for fact in one.facts)
        for one in run:
            if one.claim.end in accused or one.fits:
                continue
            many = len(run) > _RUN_SURE or closes(run)
            if many or mending(one, frozenset(firm)):
                sure = many or agreeing_digits(one) >= _DIGITS_SURE
                told = disclosed(context, _relation(context, one, "inconsistent" if sure else "review"))
                accused |= told.ends
                yield told


def _proves(one: Reading, against: bool) -> bool:
    """Whether a reading that fits settles a claim: against an accusation it needs words or digits of its own, and more
    than two equal numbers of another sentence for 100 %."""
    if against and one.claim.quantity.value == 1 and _equal_elsewhere(one):
        return False
    return not against or one.strength >= LIKELY or agreeing_digits(one) >= _DIGITS_PROOF


def _equal_elsewhere(one: Reading) -> bool:
    values = {fact.quantity.value for fact in one.operands}
    return len(values) == 1 and all(fact.sentence != one.claim.sentence for fact in one.operands)


def _told(
    context: Context, readings: Sequence[Reading], firm: set[int], accused: set[int]
) -> Relation | None:
    """The firmest reading of a claim that none fits, as an accusation or a question."""
    for strength in (TOLD, LIKELY, POSSIBLE):
        for one in readings:
            if one.strength != strength or any(fact.end in accused for fact in one.facts):
                continue
            if one.rule == "R3" and of_rate_before(context, one.claim, one.operands):
                continue
            if _of_others(context, one):
                continue
            verdict = _verdict(one, firm)
            if verdict:
                return _relation(context, one, verdict)
    return None


def _verdict(one: Reading, firm: set[int]) -> str:
    """What a reading that does not fit says: an accusation, a question, or nothing."""
    claim = one.claim.end
    if one.strength == TOLD:
        return "inconsistent" if claim not in firm or mending(one, frozenset(firm)) else ""
    digits = agreeing_digits(one)
    if one.strength == POSSIBLE and claim in firm and digits < _DIGITS_BEYOND:
        return ""
    mended = digits >= (_DIGITS_ASKED if one.strength == POSSIBLE else _DIGITS_LEAST) and bool(
        mending(one, frozenset(firm))
    )
    if one.strength == POSSIBLE:
        return "review" if mended else ""
    if mended:
        return "inconsistent" if digits >= _DIGITS_SURE else "review"
    near = abs(_value(one) - one.claim.quantity.value) <= _NEAR * abs(one.claim.quantity.value)
    apart = any(fact.index < 0 for fact in one.operands)  # a cell that the sentence seemed to name
    return "" if claim in firm or apart or not near else "review"


def _value(one: Reading) -> Fraction:
    return one.function([fact.quantity.value for fact in one.operands])


def _relation(context: Context, one: Reading, verdict: str) -> Relation:
    claim = one.claim.quantity
    value = _value(one)
    wrong = verdict != "consistent"
    if wrong and one.function is ratio and significant_digits(one.claim) >= _PAIR:
        other = of_other_unit(context, one.claim, *one.operands)
        if other is not None:
            return other
    shown = claim.text_of(value, 2 if wrong else 0)
    return relation(
        context, one.rule, verdict, _CODES[one.rule], context.quote_facts(*one.facts),
        subject=subject_of(one.claim, *one.operands),
        expected=shown, stated=claim.shown, formula=one.shown,
        repairs=(claim.repaired(value),) if verdict == "inconsistent" else (),
    )  # fmt: skip
