"""Readings of a percentage whose operands the text writes beside it: 比重70%，即500万元中的350万元; 通过率（通过/评估）71.6%.

The place of the numbers says what they are, whatever their names: a part of a whole after 即, a whole in brackets after
its name, a whole that one counts by, two names with a stroke between them.
"""

from __future__ import annotations

from collections.abc import Iterator

from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context, over
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.formula import ratio
from yiheng.review.reading.lexicon import says, word
from yiheng.review.told.reading import BOUND, EXACT, Reading, same_kind

_BACK, _PAIR = 8, 2
_OVERDONE = 2


def given_readings(context: Context, claim: Fact) -> Iterator[Reading]:
    """Every reading of a percentage by operands that are written beside it."""
    if claim.quantity.unit not in ("%", "‰") or claim.role == "target":
        return
    yield from _that_is(context, claim)
    yield from _in_brackets(context, claim)
    yield from _counted_by(context, claim)
    yield from _by_names(context, claim)
    yield from _of_goal(context, claim)


def _that_is(context: Context, claim: Fact) -> Iterator[Reading]:
    """占70.1%，即5,210万元中的3,656万元; 签约率90%，即9,600户中已签约8,640户, or of the one number before it."""
    after = [one for one in context.facts[claim.index + 1 : claim.index + 3] if _near(one, claim)]
    if not after or not word("given_that_is").match(context.text[claim.end : after[0].start]):
        return
    if len(after) > 1 and word("given_among").match(context.text[after[0].end : after[1].start]):
        yield from _quotient(claim, after[1], after[0], EXACT)
        return
    clause = context.clause_before(claim)
    before = [one for one in context.facts[max(0, claim.index - 2) : claim.index] if _near(one, claim)]
    if len(before) == 1 and same_kind(before[0], after[0]) and says("given_rate", clause):
        yield from _quotient(claim, after[0], before[0], BOUND)


def _in_brackets(context: Context, claim: Fact) -> Iterator[Reading]:
    """其他支出5,368万元，占基金支出（154,600万元）的3.47%: the whole stands in brackets after its name."""
    whole = context.facts[claim.index - 1] if claim.index > 1 else None
    if whole is None or whole.depth != claim.depth + 1 or not _near(whole, claim):
        return
    if not word("given_bracket_end").fullmatch(context.text[whole.end : claim.start]):
        return
    opened = context.text[whole.sentence.start : whole.at]
    part = context.facts[claim.index - 2]
    if word("given_bracket_base").search(opened) and _near(part, claim) and part.depth == claim.depth:
        yield from _quotient(claim, part, whole, BOUND)


def _counted_by(context: Context, claim: Fact) -> Iterator[Reading]:
    """预留15万元，以总额120万元计，占比12.5%: the whole is the number that one counts by."""
    whole = context.facts[claim.index - 1] if claim.index > 1 else None
    if whole is None or not _near(whole, claim) or not says("given_count_by", whole.label):
        return
    if not word("given_counted").fullmatch(context.text[whole.end : claim.start]):
        return
    part = context.facts[claim.index - 2]
    if _near(part, claim):
        yield from _quotient(claim, part, whole, BOUND)


def _by_names(context: Context, claim: Fact) -> Iterator[Reading]:
    """申请648人，评估602人，通过431人，通过率（通过/评估）71.6%: the two names are written with a stroke between them."""
    told = word("given_names").search(context.text[claim.sentence.start : claim.start])
    if told is None:
        return
    before = [one for one in context.facts[max(0, claim.index - _BACK) : claim.index] if _near(one, claim)]
    parts = [one for one in before if told["part"] in one.label]
    wholes = [one for one in before if told["whole"] in one.label]
    if len(parts) == len(wholes) == 1:
        yield from _quotient(claim, parts[0], wholes[0], EXACT)


def _of_goal(context: Context, claim: Fact) -> Iterator[Reading]:
    """目标值为90分，实测94.5分，完成目标值的105%: the goal and what was reached, of whatever kind, right before it."""
    if claim.index < _PAIR or not word("given_of_goal").search(context.clause_before(claim)):
        return
    goal, done = context.facts[claim.index - _PAIR : claim.index]
    if goal.sentence != claim.sentence or done.sentence != claim.sentence or is_delta(done):
        return
    plain = goal.quantity.upper is None and not goal.quantity.approximate and done.quantity.measured
    plain = plain and goal.quantity.dimension == done.quantity.dimension and goal.quantity.value > 0
    if plain and says("given_goal", goal.label) and not says("given_goal", done.label):
        yield Reading("R3", claim, (done, goal), ratio, over(done.quantity, goal.quantity), BOUND)


def _near(one: Fact, claim: Fact) -> bool:
    """Whether a number of the claim's sentence is an amount or a count."""
    return (
        one.sentence == claim.sentence
        and one.quantity.measured
        and one.quantity.family in ("money", "count")
        and not is_delta(one)
        and not says("per_head", one.label[-12:])
    )


def _quotient(claim: Fact, part: Fact, whole: Fact, strength: int) -> Iterator[Reading]:
    if part is whole or not whole.quantity.value or not same_kind(part, whole):
        return
    if part.quantity.value <= _OVERDONE * whole.quantity.value:
        yield Reading("R3", claim, (part, whole), ratio, over(part.quantity, whole.quantity), strength)
