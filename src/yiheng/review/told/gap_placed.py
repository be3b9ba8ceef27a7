"""Differences whose numbers stand in places of their own: opening and closing, posts, extremes, beside a share, in a bracket."""

from __future__ import annotations

from collections.abc import Sequence

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import POSTS, Fact
from yiheng.review.reading.lexicon import says, word
from yiheng.review.told.gap_bound import BACK, TAIL, Gap, levels_of
from yiheng.review.told.reading import bracketed, shares

_SCORES = 120
"""Numbers before a score among which that may stand which it is compared with."""


def carried_gap(context: Context, claim: Fact) -> Gap | None:
    """年初在册1,436户，退出21户，自然减少27户，年末在册1,388户: the opening and all that came and went, each by its words."""
    if not word("gap_closing").search(claim.label) or claim.quantity.family not in ("money", "count"):
        return None
    near = context.facts[max(0, claim.index - BACK) : claim.index]
    run = [
        one
        for one in near
        if one.sentence == claim.sentence and one.quantity.dimension == claim.quantity.dimension
    ]
    if len(run) < 2 or not word("gap_opening").search(run[0].label) or run[0].account != claim.account:
        return None
    flows = run[1:]
    signs = [_way(one.label) for one in flows]
    if any(gain == loss for gain, loss in signs) or not all(one.quantity.measured for one in run):
        return None
    if any(says("gap_mean", one.label) or one.depth != claim.depth for one in run):
        return None
    gains = tuple(one for one, (gain, _) in zip(flows, signs, strict=True) if gain)
    losses = tuple(one for one, (_, loss) in zip(flows, signs, strict=True) if loss)
    return Gap(claim, run[0], losses, (), None, gains)


def goal_gap(context: Context, claim: Fact) -> Gap | None:
    """目标70%、实际66.4%，差3.6个百分点: a goal and its result right before, and nothing else between."""
    if claim.index < 2 or claim.quantity.family == "score":
        return None
    one, two = context.facts[claim.index - 2 : claim.index]
    unit = "%" if claim.quantity.unit == "个百分点" else claim.quantity.unit
    plain = all(
        it.quantity.unit == unit and it.line is claim.line and it.quantity.upper is None
        and not it.quantity.approximate
        for it in (one, two)
    )  # fmt: skip
    if not plain or not word("gap_of_goal").fullmatch(context.text[two.end : claim.start]):
        return None
    goals = [it for it in (one, two) if it.role == "target"]
    goals = goals or [it for it in (one, two) if says("gap_goal", it.label[-BACK:])]
    apart = not context.same_segment(one, claim)
    if apart and context.same_segment(two, claim) and one.quantity.operator and says("gap_result", two.label):
        goals, apart = [one], False  # 目标四：满意度95%以上。实际94.2%，未实现，差0.8个百分点
    if len(goals) != 1 or apart:
        return None
    result = two if goals[0] is one else one
    if not result.quantity.measured:
        return None
    return Gap(claim, goals[0], (result,), (), None, named=True)


def beyond_gap(context: Context, claim: Fact) -> Gap | None:
    """结算率89.4%。较上年的83.7%提高5.7个百分点，较目标85%高4.4个百分点: of the last level that the sentence before told."""
    if claim.quantity.unit != "个百分点" or claim.index < 2:
        return None
    base = context.facts[claim.index - 1]
    own = base.quantity.unit == "%" and base.sentence == claim.sentence and not base.quantity.approximate
    if not own or not word("gap_than_level").search(
        context.text[max(base.sentence.start, base.start - BACK) : base.start]
    ):
        return None
    near = context.facts[max(0, base.index - BACK) : base.index]
    inside = [one for one in near if one.sentence == base.sentence and one.quantity.unit == "%"]
    above = [one for one in near if one.line is base.line and one.sentence != base.sentence]
    level = above[-1] if above else None
    lead = context.text[
        base.sentence.start : min(
            [one.start for one in near if one.sentence == base.sentence] or [base.start]
        )
    ]
    if level is None or level.quantity.unit != "%" or not level.quantity.measured or len(inside) > 1:
        return None
    if not word("gap_than_head").match(lead):
        return None
    return Gap(claim, level, (base,), (), None, named=True)


def flows_gap(context: Context, claim: Fact) -> Gap | None:
    """年末26家（其中新增7家、退出2家，年初为21家）; 净增74户（新增103户，注销29户）: what a bracket tells of the number before it."""
    if claim.quantity.family not in ("money", "count"):
        return None
    inside = [one for one in bracketed(context, claim) if one.quantity.dimension == claim.quantity.dimension]
    if len(inside) < 2 or not all(one.quantity.measured for one in inside):
        return None
    opening = [one for one in inside if word("gap_opening").search(one.label) and not any(_way(one.label))]
    signs = {one.start: _way(one.label) for one in inside if one not in opening}
    if len(opening) > 1 or any(gain == loss for gain, loss in signs.values()):
        return None
    gains = tuple(one for one in inside if signs.get(one.start, (False,))[0])
    losses = tuple(one for one in inside if one not in gains and one not in opening)
    net = word("flow_net").search(claim.label)
    if opening and not net:
        return Gap(claim, opening[0], losses, (), None, gains)
    if net and gains and losses and not opening:
        turned = says("gap_net_less", claim.label)
        first, *others = (*losses, *gains) if turned else (*gains, *losses)
        if len(others) == 1:
            return Gap(claim, first, tuple(others), (), True)
    return None


def moved_gap(context: Context, claim: Fact) -> Gap | None:
    """当年结余81.9万元，滚存结余由348.5万元增至430.4万元: what was before, and what the sentence says came to it."""
    if claim.index < 2 or not says("gap_moved_to", claim.label):
        return None
    delta, start = context.facts[claim.index - 2 : claim.index]
    plain = all(
        one.quantity.unit == claim.quantity.unit and one.sentence == claim.sentence and one.quantity.measured
        for one in (delta, start)
    )  # fmt: skip
    if not plain or not says("gap_moved_from", start.label) or not shares(start.label, delta.label):
        return None
    if says("gap_moved_down", claim.label):
        return Gap(claim, start, (delta,), ())
    return Gap(claim, start, (), (), None, (delta,))


def score_gap(context: Context, claim: Fact) -> Gap | None:
    """县级考核得分91.5分……。自评98分，比县级考核高6.5分: of the score that is named."""
    named = (
        word("gap_score_than").search(context.clause_before(claim))
        if claim.quantity.family == "score"
        else None
    )
    if named is None:
        return None
    near = context.facts[max(0, claim.index - _SCORES) : claim.index]
    scores = [one for one in near if one.quantity.family == "score" and one.quantity.measured]
    own = [one for one in scores if one.sentence == claim.sentence and says("gap_score_total", one.label)]
    bases = [one for one in scores if named["name"] in one.label and one not in own]
    return Gap(claim, own[-1], (bases[-1],), ()) if own and bases else None


def union_gap(context: Context, claim: Fact) -> Gap | None:
    """高血压4,386人、糖尿病1,527人，两种病都有的618人，一共5,295人: of two kinds, what both count is counted once."""
    if claim.quantity.family != "count" or not word("gap_union").search(claim.label):
        return None
    near = context.facts[max(0, claim.index - BACK) : claim.index]
    run = [
        one
        for one in near
        if one.sentence == claim.sentence and one.quantity.dimension == claim.quantity.dimension
    ]
    both = [one for one in run if says("gap_overlap", one.label)]
    kinds = [one for one in run if one not in both]
    plain = all(one.quantity.measured for one in run) and len(both) == 1 and len(kinds) == 2
    if (
        not plain
        or both[0] is not run[-1]
        or claim.quantity.value <= max(one.quantity.value for one in kinds)
    ):
        return None
    return Gap(claim, kinds[0], (both[0],), (), None, (kinds[1],))


def _way(label: str) -> tuple[bool, bool]:
    """Whether a number came in and whether it went out, by the word that stands last: 因收入超标退出."""
    gain, loss = (
        max((match.end() for match in word(name).finditer(label)), default=0)
        for name in ("gap_in", "gap_out")
    )
    return gain > loss, loss > gain


def vacant_gap(context: Context, claim: Fact) -> Gap | None:
    """核定编制38名，其中……；年末实有35人，空编3名: the posts, without those of a kind, and the people in them."""
    if not word("gap_vacant").search(context.clause_before(claim)):
        return None
    near = [
        one
        for one in context.facts[max(0, claim.index - BACK) : claim.index]
        if one.line is claim.line and one.quantity.measured and one.quantity.dimension in POSTS
    ]
    posts = [one for one in near if says("gap_posts", one.label)]
    filled = [one for one in near if says("gap_filled", one.label) and one not in posts]
    filled = [one for one in filled if says("gap_all", one.label)] or filled
    if not posts or len(filled) != 1:
        return None
    if says("gap_within_posts", context.clause_before(near[-1])) and near[-1] not in filled:
        return None  # 在职312人，编制280名，编内268人，缺编12名
    whole = max(posts, key=lambda one: one.quantity.value)
    kinds = [one for one in posts if one is not whole]
    if says("gap_post_kind", whole.label):  # 行政编制86名、工勤编制6名
        return Gap(claim, whole, (filled[0],), (), None, tuple(kinds))
    return Gap(claim, whole, (filled[0],), ())


def extremes_gap(context: Context, claim: Fact) -> Gap | None:
    """甲市97.5分、乙市96分、丙市93分，最高与最低相差4.5分."""
    if not word("gap_extremes").search(context.clause_before(claim)):
        return None
    row = [
        one
        for one in context.facts[max(0, claim.index - 2 * BACK) : claim.index]
        if one.sentence == claim.sentence
        and one.quantity.measured
        and one.quantity.unit == claim.quantity.unit
    ]
    if len(row) <= 2:
        return None
    high, low = (choose(row, key=lambda one: one.quantity.value) for choose in (max, min))
    return Gap(claim, high, (low,), ())


def wholes_of(context: Context, found: Sequence[Relation]) -> dict[int, Fact]:
    """The whole of each part that a quotient bears out, by the end of the part."""
    wholes: dict[int, Fact] = {}
    for one in found:
        if one.rule != "R3" or one.verdict != "consistent" or "+" in one.formula:
            continue  # a part of a part and the rest names no whole
        facts = [context.by_end[quote.end] for quote in one.quotes if quote.end in context.by_end]
        amounts = [fact for fact in facts if fact.quantity.family in ("money", "count")]
        if len(amounts) == 2 and amounts[0].quantity.dimension == amounts[1].quantity.dimension:
            part, whole = sorted(amounts, key=lambda fact: fact.quantity.value)
            if part.quantity.value != whole.quantity.value:
                wholes[part.end] = whole
    return wholes


def rest_of_rate(context: Context, claim: Fact, wholes: dict[int, Fact]) -> Gap | None:
    """统筹支付1,869万元，占总费用的74%；个人负担657万元: the whole that the share is of, without the part."""
    clause = context.clause_before(claim)
    tail = clause[-TAIL:]
    rest = word("gap_rest").search(tail) or word("gap_rest_head").search(clause)
    if not rest or says("gap_not", tail) or says("rest_of_treated", tail):
        return None
    if claim.quantity.family not in ("money", "count"):
        return None
    before = [one for one in levels_of(context, claim) if one.end in wholes][-1:]
    whole = wholes[before[0].end] if before else None
    if whole is None or whole.quantity.dimension != claim.quantity.dimension or whole.index >= claim.index:
        return None
    beside = [one for one in levels_of(context, claim) if one.index > before[0].index]
    return None if beside else Gap(claim, whole, (before[0],), ())


def newly_gap(context: Context, claim: Fact) -> Gap | None:
    """激活213万人，……新增激活21万人（上年底激活192万人）."""
    inside = [one for one in bracketed(context, claim) if one.quantity.measured][:1]
    if not inside or not says("gap_newly", claim.label) or not says("gap_prior", inside[0].label):
        return None
    prior = inside[0]
    levels = [
        one
        for one in reversed(context.facts[max(0, claim.index - BACK) : claim.index])
        if one.line is claim.line and one.quantity.unit == prior.quantity.unit == claim.quantity.unit
        and one.quantity.measured and shares(prior.label, one.label)
    ]  # fmt: skip
    return Gap(claim, levels[0], (prior,), ()) if levels else None
