"""The two numbers that the words of a difference bind: those they name (比预算), or the only two of its dimension."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yiheng.review.reading.change import direction
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import POSTS, Fact
from yiheng.review.reading.lexicon import says, without, word

BACK = 10
"""Numbers before a difference that it may be of."""
TAIL = 14
"""Characters before a number that may say that it is a difference."""
_NAME, _LEAD = 4, 60


@dataclass(frozen=True)
class Gap:
    """A difference of a number and one or several others; ``near`` are those that may be meant besides.

    ``added`` are numbers that came to the first; ``named``: its words name
    the base. ``above``: whether the words put the first above the others; None where they do not say.
    """

    claim: Fact
    first: Fact
    others: tuple[Fact, ...]
    near: tuple[Fact, ...]
    above: bool | None = None
    added: tuple[Fact, ...] = ()
    named: bool = False


def bound_gap(context: Context, claim: Fact) -> Gap | None:
    """The difference that a number's words say it is, with the numbers that they bind."""
    if claim.quantity.family not in ("money", "count", "time") and claim.quantity.unit != "个百分点":
        return None
    clause = context.clause_before(claim)
    tail = clause[-TAIL:]
    rest = bool(word("gap_rest").search(tail) or word("gap_after").match(context.text, claim.end))
    saved = bool(word("gap_saved").search(tail[-8:]))
    timed = claim.quantity.family == "time" and bool(word("gap_time").search(tail))
    if not (rest or saved or timed) or says("gap_not", tail) or says("gap_level", tail):
        return None
    if says("gap_vacant", clause) and claim.quantity.dimension in POSTS:
        return None  # of posts and the people in them
    if says("gap_closing", claim.label) and _brought(context, claim):
        return None
    levels = levels_of(context, claim)
    if _in_turn(tail, levels):
        return None
    compared = word("gap_compared").search(clause)
    if compared is not None:
        return _against(context, claim, levels, compared["name"] or compared["base"], clause)
    if says("gap_prior", clause) or _of_one_flow(claim, levels):
        return None
    before = _above(context, claim) if len(levels) == 1 else []
    if len(before) == 1 and _opposed(before[0], levels[0]):
        return Gap(claim, before[0], (levels[0],), (*before, *levels))
    if len(levels) != 2 or not _of_two(context, claim, levels, rest and not saved):
        return None
    return Gap(claim, levels[0], (levels[1],), tuple(levels), _side(levels[0], levels[1], clause))


def _brought(context: Context, claim: Fact) -> bool:
    """Whether the sentence tells of what was there before: the balance at the end is then no difference of two flows."""
    low = max(claim.sentence.start, claim.start - _LEAD)
    return says("gap_brought", context.text[low : claim.end + TAIL].split("。")[0])


def _in_turn(tail: str, levels: Sequence[Fact]) -> bool:
    """中央应补42万元，省应补10万元，州应补8万元: a list of such amounts, where one is not of the others."""
    told = word("gap_rest").search(tail)
    own = told.group().strip("，；") if told is not None else ""
    return len(own) > 1 and len(levels) > 1 and all(own in one.label for one in levels)


def _of_one_flow(claim: Fact, levels: Sequence[Fact]) -> bool:
    """收入158亿元、支出130亿元，本年收入增加12亿元: the change of one of the two is not the one less the other."""
    nouns = [word("flow_noun").findall(one.label)[-1:] for one in (claim, *levels)]
    return bool(direction(claim.label) and nouns[0] and nouns[0] in nouns[1:])


def _of_two(context: Context, claim: Fact, levels: Sequence[Fact], rest: bool) -> bool:
    """Whether the two numbers of a sentence are what a difference is of: due and done, or a whole and a part."""
    first, second = levels
    if not (first.quantity.measured and second.quantity.measured):
        return False
    if not (context.same_segment(second, claim) or _denied(context, claim, second)):
        return False
    if claim.account != "all" and claim.account not in (first.account, second.account):
        return False
    borne = word("gap_borne").match(context.text, claim.end)
    if borne is not None and not says("gap_whole_said", first.label):
        return False  # 中央48.00万元，省级15.40万元，剩下8.32万元从县级资金列支: of a total that stands elsewhere
    if _opposed(first, second):
        return True
    if not rest or all(says("gap_went", one.label) for one in levels):
        return False  # 支付259万元，另退回2万元，结余……: of what stands before both
    lead = context.text[max(claim.sentence.start, first.start - _LEAD) : first.start]
    whole = first.quantity.value >= second.quantity.value and not says("gap_whole_first", lead)
    return whole or not says("gap_rest_of", context.clause_before(claim)[-TAIL:])


def _denied(context: Context, claim: Fact, one: Fact) -> bool:
    """Whether a claim denies what a number is of: 核实重复1,874条；核实为非重复1,386条."""
    found = word("gap_denied").search(context.clause_before(claim))
    return found is not None and found["stem"] in one.label


def levels_of(context: Context, claim: Fact) -> list[Fact]:
    """The numbers of a claim's sentence before it that it may be the difference of, in their order."""
    near = context.facts[max(0, claim.index - BACK) : claim.index]
    levels = [one for one in near if one.sentence == claim.sentence and _is_level(one, claim)]
    if len(levels) <= 2:
        return levels
    return list({one.quantity.value: one for one in reversed(levels)}.values())[::-1]  # told again, one value


def _above(context: Context, claim: Fact) -> list[Fact]:
    """Such numbers of the sentence before."""
    near = context.facts[max(0, claim.index - BACK) : claim.index]
    before = [one for one in near if one.sentence != claim.sentence and one.line is claim.line]
    return [one for one in before if one.sentence == before[-1].sentence and _is_level(one, claim)]


def _is_level(one: Fact, claim: Fact) -> bool:
    """Whether a number is a level of the claim's kind: no mean, and no change itself."""
    unit = "%" if claim.quantity.unit == "个百分点" else ""
    alike = one.quantity.unit == unit if unit else one.quantity.dimension == claim.quantity.dimension
    plain = one.depth <= claim.depth and not one.quantity.approximate and one.quantity.upper is None
    return alike and plain and not says("gap_mean", one.label[-TAIL:]) and not says("gap_change", one.label)


def _opposed(first: Fact, second: Fact) -> bool:
    """Whether one number was due, given or first, and the other done."""
    for one, other in ((first, second), (second, first)):
        if (
            says("gap_base", one.label)
            and says("gap_done", other.label)
            and not says("gap_base", other.label)
        ):
            return True
    return False


def _against(context: Context, claim: Fact, levels: Sequence[Fact], name: str, clause: str) -> Gap | None:
    """The difference from a number that the clause names: 比预算数多, 较年初减少; it may stand in the sentence before."""
    bases = [one for one in levels if _is_named(name, one)]
    if not bases and says("gap_ruled", name):  # 10个工作日内支付，实际7.5个工作日，较规定缩短2.5个工作日
        bases = [one for one in levels if one.quantity.operator]
    if not bases:
        bases = [one for one in (*_above(context, claim), *_next(context, claim)) if _is_named(name, one)]
    if len(bases) != 1:
        return None
    base = bases[0]
    others = [one for one in levels if one is not base and one.quantity.measured]
    beside = [one for one in others if context.same_segment(one, claim)] or others
    listed = len(beside) > 1 and base.start < beside[0].start and _in_a_list(context, beside)
    if len(beside) != 1 and not listed:
        return None
    tail = clause[-TAIL:]
    above = True if says("gap_more", tail) else False if says("gap_less", tail) else None
    side = None if above is None or listed else not above
    return Gap(claim, base, tuple(beside), (base, *others), side, named=True)


def _next(context: Context, claim: Fact) -> list[Fact]:
    """高于全省平均水平0.9个百分点，全省平均为74.9%: the number right after a difference."""
    after = context.facts[claim.index + 1 : claim.index + 2]
    return [one for one in after if one.sentence == claim.sentence and _is_level(one, claim)]


def _in_a_list(context: Context, facts: Sequence[Fact]) -> bool:
    """Whether 、 joins numbers: 公务用车运行费7.2万元、公务接待费1.4万元."""
    return all(
        context.text[one.end : two.start].lstrip().startswith(("、", "和", "及"))
        for one, two in zip(facts, facts[1:], strict=False)
    )


def _is_named(name: str, one: Fact) -> bool:
    """Whether words that name a base are those of a number: 预算数 of 参保人数预算数, 上年 of 上年末."""
    bare = without("told_base_noise", name.strip("的其“”")) or name
    if any(
        piece in one.label
        for piece in (name, name[:_NAME] if len(name) > _NAME else name, bare[-3:] if len(bare) > 3 else bare)
    ):
        return True
    nouns = set(word("told_base_noun").findall(name))
    return bool(nouns & set(word("told_base_noun").findall(one.label)))


def _side(first: Fact, second: Fact, clause: str) -> bool | None:
    """Whether words put what came in above what went out; None where they do not say."""
    tail = clause[-TAIL:]
    surplus, deficit = says("gap_surplus", tail), says("gap_deficit", tail)
    if surplus == deficit or not says("flow_in", first.label) or not says("flow_out", second.label):
        return None
    return surplus
