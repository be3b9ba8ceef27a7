"""Readings of a named rate: what was done by the rate's own word, of what was due, given or planned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says, word
from yiheng.review.rules.list import listed_parts
from yiheng.review.told.quotient import one_value, operands_of, quotient
from yiheng.review.told.reading import (
    LIKELY,
    POSSIBLE,
    TOLD,
    Reading,
    above,
    name_pieces,
    same_kind,
    shares,
    usable,
    usable_before,
)

_DONE_MOST = 3
_FAR = 240
"""Numbers before a claim among which one told by its name may stand."""
_AFTER_MOST = 8


def rate_readings(context: Context, claim: Fact, clause: str) -> Iterator[Reading]:
    """Every reading of a percentage by the name of its rate."""
    yield from _of_rate(context, claim, clause)
    yield from _of_goal(context, claim, clause)
    yield from _of_spending(context, claim, clause)


def _of_rate(context: Context, claim: Fact, clause: str) -> Iterator[Reading]:
    """受理78件，办结76件，办结率97.44%: what was done by the rate's own word, of what stands before it."""
    named = word("told_named_rate").search(clause)
    if named is None:
        return
    stem = named["stem"]
    before = operands_of(context, claim)
    done = [one for one in before if _of_stem(stem, one) and not says("due", one.label)]
    quality = word("rate_of_quality").search(clause)  # 培训6,215人次，合格率98%
    done = [one for one in done if quality is None or quality["word"] in one.label]
    if not done and says("bound_stem_own", stem):
        return  # 发放600份，收回588份，满意率95.5%
    lone = not done
    if lone:
        done = [one for one in before[:1] if one.index == claim.index - 1 and one.sentence == claim.sentence]
    yield from _of_due(claim, before)
    for rank, part in enumerate(done[:_DONE_MOST]):
        if says("negated", part.label):
            continue
        wholes = [one for one in before if one is not part and same_kind(one, part)]
        held = [one for one in wholes if one.quantity.value >= part.quantity.value]
        beyond = not held and not lone  # 回访500人，知晓645人
        others = [one for one in wholes[:1] if one.sentence == part.sentence and not _of_stem(stem, one)]
        wholes = held or others
        wholes.sort(key=lambda one: (one.start > part.start, one.sentence != part.sentence))
        for number, whole in enumerate(wholes):
            named = word("told_than_name").search(context.clause_before(part))
            first = rank == number == 0 and not lone and whole.start < part.start
            first = first and stem[-2:] in part.label
            tied = first and whole.sentence == part.sentence == claim.sentence
            apart = first and whole.line is part.line is claim.line and bool(says("told_whole", whole.label))
            beside = (tied and whole.quantity.dimension == part.quantity.dimension and len(wholes) == 1) or (
                named is not None and shares(named["name"], whole.label)
            )
            beside = beside and not (beyond and word("rate_bounded_not").search(stem))
            tied = tied and (
                len(wholes) == 1 or bool(says("told_whole", whole.label) or says("due", whole.label))
            )
            yield from quotient(claim, part, whole, TOLD if beside else LIKELY if tied or apart else POSSIBLE)


def _of_due(claim: Fact, before: Sequence[Fact]) -> Iterator[Reading]:
    """建成19,404个，应建21,560个，覆盖率90%: the two numbers right before, of which one was due."""
    near = [one for one in before[:2] if one.sentence == claim.sentence and not is_delta(one)]
    near = [one for one in near if not says("told_than_name", one.label)]  # 比目标多完成345人次
    if len(near) < 2 or near[0].index != claim.index - 1 or near[1].index != claim.index - 2:
        return
    due = [one for one in near if says("due", one.label)]
    if len(due) == 1 and near[0].quantity.dimension == near[1].quantity.dimension:
        part = near[0] if due[0] is near[1] else near[1]
        yield from quotient(claim, part, due[0], TOLD)


def _of_goal(context: Context, claim: Fact, clause: str) -> Iterator[Reading]:
    """补助人数≥21,000人，完成21,860人，完成率104.1%; 不低于190万人；实际参保192.40万人，完成目标的101.26%."""
    alone = word("told_done_alone").fullmatch(clause.strip())
    if claim.index < 2 or not (
        alone or word("completion_rate").search(clause) or word("told_of_goal").search(clause)
    ):
        return
    goal, done = context.facts[claim.index - 2], context.facts[claim.index - 1]
    same = (
        goal.sentence == done.sentence == claim.sentence
        and goal.quantity.dimension == done.quantity.dimension
    )
    bounded = (goal.quantity.operator or goal.role == "target") and not goal.quantity.approximate
    bounded = (bounded or (bool(alone) and says("told_planned", goal.label))) and goal.quantity.upper is None
    if same and bounded and done.quantity.measured:
        yield from quotient(claim, done, goal, TOLD)


def _of_spending(context: Context, claim: Fact, clause: str) -> Iterator[Reading]:
    """累计支付1,516.20万元，其中2022年支付585.20万元……2022年度预算700万元，执行率83.6%: spending of the budget's year."""
    if not word("spending_rate").search(clause):
        return
    yield from _of_flows(context, claim)
    yield from _of_apart(context, claim)
    base = context.facts[claim.index - 1] if claim.index else None
    if base is None or base.sentence != claim.sentence:
        return
    if not says("amount_given", base.label) or not usable(base):
        return
    for part in above(context, claim):
        spent = usable(part) and says("amount_spent", part.label) and part is not base
        if spent and part.quantity.dimension == base.quantity.dimension:
            yield from quotient(
                claim, part, base, LIKELY if part.year and part.year == base.year else POSSIBLE
            )


def _of_apart(context: Context, claim: Fact) -> Iterator[Reading]:
    """部门整体预算执行率98.09%, its budget and its spending told in paragraphs before."""
    parts = context.once(listed_parts)
    money = [
        one
        for one in usable_before(context, claim, _FAR)
        if one.quantity.dimension == "money" and not one.depth
    ]
    spent = [one for one in reversed(money) if says("amount_spent", one.label) and one.role == "actual"]
    spent = [one for one in spent if one.line is claim.line] or spent[:_DONE_MOST]
    given = [one for one in reversed(money) if says("amount_given", one.label) and one not in spent]
    final = [one for one in given if says("budget_final", one.label)] or [
        one for one in given if one.start not in parts
    ]
    whole = [one for one in spent if one.start not in parts]
    beside = context.facts[claim.index - 1] if claim.index else claim
    apart = beside.sentence != claim.sentence
    for part in spent[:_DONE_MOST]:
        for one in given[:_AFTER_MOST]:
            firm = (
                apart
                and bool(whole)
                and part is whole[-1]
                and one in final
                and one_value(final)
                and part.line is claim.line
            )
            yield from quotient(claim, part, one, LIKELY if firm else POSSIBLE)


def _of_flows(context: Context, claim: Fact) -> Iterator[Reading]:
    """收入3,200万元，支出3,100万元，执行率96.88%; 加起来576.88万元，比预算的600万元省了23.12万元，执行率96.1%."""
    before = [one for one in above(context, claim) if usable(one) and one.sentence == claim.sentence]
    before = [one for one in before if one.quantity.dimension == "money" and not is_delta(one)]
    given = [one for one in before if says("amount_given", one.label) or says("flow_in", one.label)]
    spent = [one for one in before if one not in given]
    for part in spent if given else ():
        said = says("amount_spent", part.label) or word("told_sum").match(part.label.strip("，,、；; "))
        own = name_pieces(word("spent_noise").sub("", part.label))
        whole_own = not own or any(piece in given[0].label for piece in own)
        firm = len(given) == 1 and part is spent[0] and bool(said) and whole_own
        yield from quotient(claim, part, given[0], LIKELY if firm else POSSIBLE)


def _of_stem(stem: str, one: Fact) -> bool:
    """Whether a number is told by the word of a rate: 通过 of 评估通过率."""
    pieces = name_pieces(stem) or frozenset({stem[-2:]})
    return any(piece in one.label for piece in pieces)
