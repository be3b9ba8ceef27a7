"""Questions that a slip of the pen answers: what is asked of a number becomes an accusation where the text itself says which
value was meant.

A rule that is not sure which numbers a claim rests on asks. Where the value it recomputed is one slip away from the
claim in so many digits that chance is no explanation, or stands elsewhere in the report under the claim's own name, the
question has its answer. Lists under 其中 stay questions: their items may overlap or be a choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.recomputed import quantity_shown
from yiheng.review.reading.slip import slips
from yiheng.review.rules.same import significant

_RULES = frozenset({"R2", "R3", "R4", "R6", "R17"})
_SWAPPED, _REPLACED = 4, 5


def promoted(context: Context, found: Sequence[Relation]) -> list[Relation]:
    """The relations found, questions answered by a slip among them as accusations."""
    wrong = ends_of(found, "inconsistent")
    borne = {
        quote.end
        for one in found
        if one.verdict in ("consistent", "rounding") and one.rule != "R9"
        for quote in one.quotes
    }
    told: list[Relation] = []
    for one in found:
        asked = one.verdict == "review" and one.rule in _RULES and one.quotes and not one.ends & wrong
        claim = _claim(context, one) if asked else None
        settled = claim is not None and claim.end in borne
        if settled and one.rule == "R6":
            settled = one.ends <= borne  # the other of the two may be wrong
        if claim is None or settled or not _answered(context, one, claim):
            told.append(one)
            continue
        told.append(replace(one, verdict="inconsistent", repairs=(f"{one.stated}→{one.expected}",)))
        wrong |= one.ends
    return told


def _claim(context: Context, one: Relation) -> Fact | None:
    """The number that a question is about: among its quotes, the one with the stated value."""
    ends = one.ends
    near = context.facts_in(min(quote.start for quote in one.quotes), max(ends)) if ends else []
    return next((fact for fact in near if fact.end in ends and fact.quantity.shown == one.stated), None)


def _answered(context: Context, one: Relation, claim: Fact) -> bool:
    """Whether the value recomputed is the claim's before a slip."""
    expected = quantity_shown(one.expected)
    if expected is None or expected.dimension != claim.quantity.dimension:
        return False
    meant = quantity_shown(claim.quantity.text_of(expected.value))
    if meant is None:
        return False
    before = meant.printed
    if before.decimals != claim.quantity.printed.decimals or before.value not in set(
        slips(claim.quantity.printed)
    ):
        return False
    if (
        one.rule in ("R3", "R4", "R17")
        and abs(before.value - claim.quantity.printed.value) < 10 * before.half_unit
    ):
        return False  # the last digit of a quotient may be a matter of rounding
    digits = significant(claim.quantity)
    same = sorted(before.text.replace(",", "")) == sorted(claim.quantity.printed.text.replace(",", ""))
    if digits >= (_SWAPPED if same else _REPLACED):
        return True
    return any(
        fact.quantity.printed.value == before.value and fact.quantity.unit == claim.quantity.unit
        and fact.core == claim.core and len(fact.core) > 1
        for fact in context.facts
    )  # fmt: skip
