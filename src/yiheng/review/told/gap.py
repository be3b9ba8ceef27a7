"""R2 where the words bind both numbers of a difference: 应检764家，实检691家，未检73家; 比预算少0.27万人.

What is left, missing, saved or over is the difference of two numbers of its sentence: those it names (比预算), or the only
two of its dimension. Where several pairs could be meant, any that gives it settles it; only a difference that none gives
is told, and a direction that the two numbers deny.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

from yiheng.review.finding import DISCLOSURE, Relation
from yiheng.review.reading.context import Context, holds, judge, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says, word
from yiheng.review.rules.disclosed import disclosed
from yiheng.review.told.reading import bracketed, shares

_BACK, _MOST = 10, 4
_TAIL = 14
_POSTS = frozenset({"persons", "名"})


@dataclass(frozen=True)
class Gap:
    """A difference of a number and one or several others; ``near`` are those that may be meant besides.

    ``added`` are numbers that came to the first. ``above``: whether the words put the first above the others; None where they do not say.
    """

    claim: Fact
    first: Fact
    others: tuple[Fact, ...]
    near: tuple[Fact, ...]
    above: bool | None = None
    added: tuple[Fact, ...] = ()


def gap_relations(context: Context, found: Sequence[Relation]) -> list[Relation]:
    """The relations found, and the differences whose words bind their numbers, judged."""
    firm = {
        one.quotes[-1].end
        for one in found
        if one.rule in ("R1", "R2") and one.verdict in ("consistent", "rounding") and one.quotes
    }
    wrong = {
        quote.end for one in found if one.verdict in ("inconsistent", DISCLOSURE) for quote in one.quotes
    }
    added: list[Relation] = []
    wholes = _wholes(context, found)
    for fact in context.facts:
        if fact.end in wrong or fact.line.section == "goal" or not fact.quantity.measured:
            continue
        gap = (
            _union(context, fact)
            or _carried(context, fact)
            or _vacant(context, fact)
            or _extremes(context, fact)
            or _gap(context, fact)
        )
        gap = gap or _rest_of_rate(context, fact, wholes) or _newly(context, fact)
        if gap is None or {one.end for one in (gap.first, *gap.added, *gap.others)} & wrong:
            continue
        one = _judged(context, gap, fact.end in firm and not gap.added)
        if one is not None:
            added.append(disclosed(context, one))
            wrong |= {quote.end for quote in one.quotes}
    told = {one.quotes[-1].end for one in added}
    asked = {
        id(one)
        for one in found
        if one.verdict == "review" and one.rule == "R2" and one.quotes[-1].end in told
    }
    return [*(one for one in found if id(one) not in asked), *added]


def _gap(context: Context, claim: Fact) -> Gap | None:
    """The difference that a number's words say it is, with the numbers that they bind."""
    if claim.quantity.family not in ("money", "count", "time") and claim.quantity.unit != "个百分点":
        return None
    clause = context.clause_before(claim)
    tail = clause[-_TAIL:]
    rest = bool(word("gap_rest").search(tail) or word("gap_after").match(context.text, claim.end))
    saved = bool(word("gap_saved").search(tail[-8:]))
    timed = claim.quantity.family == "time" and bool(word("gap_time").search(tail))
    if not (rest or saved or timed) or says("gap_not", tail) or says("gap_level", tail):
        return None
    levels = _levels(context, claim)
    compared = word("gap_compared").search(clause)
    if compared is not None:
        return _against(context, claim, levels, compared["name"], clause)
    if says("gap_prior", clause):
        return None
    before = _above(context, claim) if len(levels) == 1 else []
    if len(before) == 1 and _opposed(before[0], levels[0]):
        return Gap(claim, before[0], (levels[0],), (*before, *levels))
    if len(levels) != 2 or not _of_two(context, claim, levels, rest and not saved):
        return None
    return Gap(claim, levels[0], (levels[1],), tuple(levels), _side(levels[0], levels[1], clause))


def _of_two(context: Context, claim: Fact, levels: Sequence[Fact], rest: bool) -> bool:
    """Whether the two numbers of a sentence are what a difference is of: due and done, or a whole and a part."""
    first, second = levels
    if not (first.quantity.measured and second.quantity.measured):
        return False
    if not (context.same_segment(second, claim) or _denied(context, claim, second)):
        return False
    if claim.account != "all" and claim.account not in (first.account, second.account):
        return False
    if _opposed(first, second):
        return True
    if not rest:
        return False
    lead = context.text[claim.sentence.start : first.start]
    whole = first.quantity.value >= second.quantity.value and not says("gap_whole_first", lead)
    return whole or not says("gap_rest_of", context.clause_before(claim)[-_TAIL:])


def _denied(context: Context, claim: Fact, one: Fact) -> bool:
    """Whether a claim denies what a number is of: 核实重复1,874条；核实为非重复1,386条."""
    found = word("gap_denied").search(context.clause_before(claim))
    return found is not None and found["stem"] in one.label


def _levels(context: Context, claim: Fact) -> list[Fact]:
    """The numbers of a claim's sentence before it that it may be the difference of, in their order."""
    near = context.facts[max(0, claim.index - _BACK) : claim.index]
    levels = [one for one in near if one.sentence == claim.sentence and _is_level(one, claim)]
    if len(levels) <= 2:
        return levels
    return list({one.quantity.value: one for one in reversed(levels)}.values())[::-1]  # told again, one value


def _above(context: Context, claim: Fact) -> list[Fact]:
    """Such numbers of the sentence before."""
    near = context.facts[max(0, claim.index - _BACK) : claim.index]
    before = [one for one in near if one.sentence != claim.sentence and one.line is claim.line]
    return [one for one in before if one.sentence == before[-1].sentence and _is_level(one, claim)]


def _is_level(one: Fact, claim: Fact) -> bool:
    """Whether a number is a level of the claim's kind: no mean, and no change itself."""
    unit = "%" if claim.quantity.unit == "个百分点" else ""
    alike = one.quantity.unit == unit if unit else one.quantity.dimension == claim.quantity.dimension
    plain = one.depth <= claim.depth and not one.quantity.approximate and one.quantity.upper is None
    return alike and plain and not says("gap_mean", one.label[-_TAIL:]) and not says("gap_change", one.label)


def _opposed(first: Fact, second: Fact) -> bool:
    """Whether one number was due, given or first, and the other done."""
    for one, other in ((first, second), (second, first)):
        if says("gap_base", one.label) and says("gap_done", other.label) and one.label != other.label:
            return True
    return False


def _against(context: Context, claim: Fact, levels: Sequence[Fact], name: str, clause: str) -> Gap | None:
    """The difference from a number that the clause names: 比预算数多, 较年初减少; it may stand in the sentence before."""
    bases = [one for one in levels if _is_named(name, one)]
    if not bases and says("gap_ruled", name):  # 10个工作日内支付，实际7.5个工作日，较规定缩短2.5个工作日
        bases = [one for one in levels if one.quantity.operator]
    if not bases:
        bases = [one for one in _above(context, claim) if _is_named(name, one)]
    if len(bases) != 1:
        return None
    base = bases[0]
    others = [one for one in levels if one is not base and one.quantity.measured]
    beside = [one for one in others if context.same_segment(one, claim)] or others
    listed = len(beside) > 1 and base.start < beside[0].start and _in_a_list(context, beside)
    if len(beside) != 1 and not listed:
        return None
    tail = clause[-_TAIL:]
    above = True if says("gap_more", tail) else False if says("gap_less", tail) else None
    return Gap(claim, base, tuple(beside), (base, *others), None if above is None or listed else not above)


def _in_a_list(context: Context, facts: Sequence[Fact]) -> bool:
    """Whether 、 joins numbers: 公务用车运行费7.2万元、公务接待费1.4万元."""
    return all(
        context.text[one.end : two.start].lstrip().startswith(("、", "和", "及"))
        for one, two in zip(facts, facts[1:], strict=False)
    )


def _is_named(name: str, one: Fact) -> bool:
    """Whether words that name a base are those of a number: 预算数 of 参保人数预算数, 上年 of 上年末."""
    bare = word("told_base_noise").sub("", name.strip("的其“”")) or name
    if any(piece in one.label for piece in (name, bare[-3:] if len(bare) > 3 else bare)):
        return True
    nouns = set(word("told_base_noun").findall(name))
    return bool(nouns & set(word("told_base_noun").findall(one.label)))


def _side(first: Fact, second: Fact, clause: str) -> bool | None:
    """Whether words put what came in above what went out; None where they do not say."""
    tail = clause[-_TAIL:]
    surplus, deficit = says("gap_surplus", tail), says("gap_deficit", tail)
    if surplus == deficit or not says("flow_in", first.label) or not says("flow_out", second.label):
        return None
    return surplus


# Differences whose numbers stand in their own places.


def _carried(context: Context, claim: Fact) -> Gap | None:
    """年初在册1,436户，退出21户，自然减少27户，年末在册1,388户: the opening and all that came and went, each by its words."""
    if not word("gap_closing").search(claim.label) or claim.quantity.family not in ("money", "count"):
        return None
    near = context.facts[max(0, claim.index - _BACK) : claim.index]
    run = [
        one
        for one in near
        if one.sentence == claim.sentence and one.quantity.dimension == claim.quantity.dimension
    ]
    if len(run) < 2 or not word("gap_opening").search(run[0].label) or run[0].account != claim.account:
        return None
    flows = run[1:]
    signs = [(says("gap_in", one.label), says("gap_out", one.label)) for one in flows]
    if any(gain == loss for gain, loss in signs) or not all(one.quantity.measured for one in run):
        return None
    if any(says("gap_mean", one.label) or one.depth != claim.depth for one in run):
        return None
    gains = tuple(one for one, (gain, _) in zip(flows, signs, strict=True) if gain)
    losses = tuple(one for one, (_, loss) in zip(flows, signs, strict=True) if loss)
    return Gap(claim, run[0], losses, (), None, gains)


def _union(context: Context, claim: Fact) -> Gap | None:
    """高血压4,386人、糖尿病1,527人，两种病都有的618人，一共5,295人: of two kinds, what both count is counted once."""
    if claim.quantity.family != "count" or not word("gap_union").search(claim.label):
        return None
    near = context.facts[max(0, claim.index - _BACK) : claim.index]
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


def _vacant(context: Context, claim: Fact) -> Gap | None:
    """核定编制38名，其中……；年末实有35人，空编3名: the posts, without those of a kind, and the people in them."""
    if not word("gap_vacant").search(context.clause_before(claim)):
        return None
    near = [
        one
        for one in context.facts[max(0, claim.index - _BACK) : claim.index]
        if one.line is claim.line and one.quantity.measured and one.quantity.dimension in _POSTS
    ]
    posts = [one for one in near if says("gap_posts", one.label)]
    filled = [one for one in near if says("gap_filled", one.label) and one not in posts]
    if not posts or len(filled) != 1:
        return None
    whole = max(posts, key=lambda one: one.quantity.value)
    return Gap(claim, whole, (filled[0],), ())


def _extremes(context: Context, claim: Fact) -> Gap | None:
    """甲市97.5分、乙市96分、丙市93分，最高与最低相差4.5分."""
    if not word("gap_extremes").search(context.clause_before(claim)):
        return None
    row = [
        one
        for one in context.facts[max(0, claim.index - 2 * _BACK) : claim.index]
        if one.sentence == claim.sentence
        and one.quantity.measured
        and one.quantity.unit == claim.quantity.unit
    ]
    if len(row) <= 2:
        return None
    high, low = (choose(row, key=lambda one: one.quantity.value) for choose in (max, min))
    return Gap(claim, high, (low,), ())


def _wholes(context: Context, found: Sequence[Relation]) -> dict[int, Fact]:
    """The whole of each part that a quotient bears out, by the end of the part."""
    by_end = {fact.end: fact for fact in context.facts}
    wholes: dict[int, Fact] = {}
    for one in found:
        if one.rule != "R3" or one.verdict != "consistent":
            continue
        facts = [by_end[quote.end] for quote in one.quotes if quote.end in by_end]
        amounts = [fact for fact in facts if fact.quantity.family in ("money", "count")]
        if len(amounts) == 2 and amounts[0].quantity.dimension == amounts[1].quantity.dimension:
            part, whole = sorted(amounts, key=lambda fact: fact.quantity.value)
            if part.quantity.value != whole.quantity.value:
                wholes[part.end] = whole
    return wholes


def _rest_of_rate(context: Context, claim: Fact, wholes: dict[int, Fact]) -> Gap | None:
    """统筹支付1,869万元，占总费用的74%；个人负担657万元: the whole that the share is of, without the part."""
    clause = context.clause_before(claim)
    tail = clause[-_TAIL:]
    rest = word("gap_rest").search(tail) or word("gap_rest_head").search(clause)
    if not rest or says("gap_not", tail) or claim.quantity.family not in ("money", "count"):
        return None
    before = [one for one in _levels(context, claim) if one.end in wholes][-1:]
    whole = wholes[before[0].end] if before else None
    if whole is None or whole.quantity.dimension != claim.quantity.dimension or whole.index > claim.index:
        return None
    beside = [one for one in _levels(context, claim) if one.index > before[0].index]
    return None if beside else Gap(claim, whole, (before[0],), ())


def _newly(context: Context, claim: Fact) -> Gap | None:
    """激活213万人，……新增激活21万人（上年底激活192万人）."""
    inside = [one for one in bracketed(context, claim) if one.quantity.measured][:1]
    if not inside or not says("gap_newly", claim.label) or not says("gap_prior", inside[0].label):
        return None
    prior = inside[0]
    levels = [
        one
        for one in reversed(context.facts[max(0, claim.index - _BACK) : claim.index])
        if one.line is claim.line and one.quantity.unit == prior.quantity.unit == claim.quantity.unit
        and one.quantity.measured and shares(prior.label, one.label)
    ]  # fmt: skip
    return Gap(claim, levels[0], (prior,), ()) if levels else None


# The verdict.


def _judged(context: Context, gap: Gap, settled: bool) -> Relation | None:
    operands = (gap.first, *gap.added, *gap.others)
    kept = 1 + len(gap.added)

    def function(values: Sequence[Fraction]) -> Fraction:
        return abs(sum(values[:kept], Fraction(0)) - sum(values[kept:], Fraction(0)))

    value = sum((one.quantity.value for one in operands[:kept]), Fraction(0))
    value -= sum((one.quantity.value for one in gap.others), Fraction(0))
    fits = holds(judge(function, [one.quantity for one in operands], gap.claim.quantity))
    turned = gap.above is not None and bool(value) and (value > 0) != gap.above
    if fits and not turned:
        return None
    if not fits and (settled or not all(one.quantity.measured for one in operands) or _otherwise(gap)):
        return None
    shown = gap.claim.quantity.text_of(abs(value), 2)
    formula = _formula(operands, kept) if value >= 0 else _formula((*gap.others, gap.first), len(gap.others))
    return relation(
        context, "R2", "inconsistent", "review_difference", context.quote_facts(*operands, gap.claim),
        subject=gap.claim.name, expected=f"{'' if value >= 0 else '−'}{shown}" if turned else shown,
        stated=context.text[gap.claim.start - 2 : gap.claim.end] if turned else gap.claim.quantity.shown,
        formula=formula, repairs=() if turned else (f"{gap.claim.quantity.shown}→{shown}",),
    )  # fmt: skip


def _formula(operands: Sequence[Fact], kept: int) -> str:
    plus, minus = (" + ".join(one.quantity.shown for one in operands[:kept]), operands[kept:])
    return plus + "".join(f" − {one.quantity.shown}" for one in minus)


def _otherwise(gap: Gap) -> bool:
    """Whether other numbers of the sentence give the claim: another pair, or several added and taken away."""
    claim = gap.claim.quantity
    for size in range(2, min(len(gap.near), _MOST) + 1):
        for used in combinations(gap.near, size):
            for signs in product((1, -1), repeat=size - 1):
                value = used[0].quantity.value + sum(
                    (sign * one.quantity.value for sign, one in zip(signs, used[1:], strict=True)),
                    Fraction(0),
                )
                if abs(value) == claim.value:
                    return True
    return False
