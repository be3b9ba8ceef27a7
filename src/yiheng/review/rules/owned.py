"""Accusations whose numbers the sentence gives to another item: what changed, was done or shared is of the number before it.

税务49018万元，占任务的96.3%，增长19.1%；财政50534万元，占任务的86.3%，增长0.9%: a change, a completion or a share that is
told without a name of its own belongs to the level that stands right before it. A relation of such a claim that leaves
its level out, or that takes for its base a level with a claim of the same kind of its own, has misread the sentence,
whichever rule told it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from yiheng.review.finding import Relation
from yiheng.review.reading.change import direction, in_a_row, is_delta
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import chinese_of, says, word

_RULES = frozenset({"R2", "R3", "R4", "R14"})
_RUN = 5
"""How many claims of its own may follow a level."""
_TWO, _ROW = 2, 4
_SINCE = ("owned_since_start", "owned_since_same", "owned_since_last")
_NAMED = 2
"""Characters that make a name."""
_DIGIT = re.compile(r"\d")
_BEFORE = 60
"""Characters before the first quote in which its number may begin."""


def owned_elsewhere(context: Context, found: Relation) -> bool:
    """Whether an accusation of arithmetic takes numbers that the sentence gives to another item."""
    if found.verdict != "inconsistent" or len(found.quotes) < _NAMED:
        return False
    ends = found.ends
    low = min(quote.start for quote in found.quotes) - _BEFORE
    facts = [one for one in context.facts_in(low, max(ends)) if one.end in ends]
    if found.code == "review_same":
        return len(facts) == _TWO and (_in_two_lists(context, *facts) or _in_items(context, *facts))
    if found.rule not in _RULES:
        return False
    if found.rule == "R3" and _after_stop(context, found, facts):
        return True
    if found.code == "review_slip" and found.rule == "R4":
        told = next((one for one in facts if one.end == found.quotes[-1].end), None)
        if told is not None and in_a_row(context, told):
            return True
    claims = [one for one in facts if _kind(context, one)]
    claims.sort(key=lambda one: (one.end == found.quotes[-1].end, one.start))
    if not claims:
        return False
    claim = claims[-1]
    operands, kind = [one for one in facts if one is not claim], _kind(context, claim)
    if found.rule == "R4" and kind == "change" and _of_another_change(context, claim, operands, found.code):
        return True
    return _misread(context, claim, operands, kind)


def _in_two_lists(context: Context, first: Fact, second: Fact) -> bool:
    """Whether numbers beside two of one name have one name as well, and differ: 收入62亿元，支出51亿元 and 收入36亿元，支出30亿元."""
    told = {(chinese_of(one.label), one.quantity.unit): one for one in _beside(context, first, second)}
    return any(
        len(name := chinese_of(one.label)) >= _NAMED
        and (like := told.get((name, one.quantity.unit))) is not None
        and like.quantity.value != one.quantity.value
        for one in _beside(context, second, first)
    )


def _after_stop(context: Context, found: Relation, facts: Sequence[Fact]) -> bool:
    """Whether a rate is held against numbers that follow it after a stop: 办结率85.86%；受理省派工单2917件，处理完毕2349件."""
    claim = next((one for one in facts if one.end == found.quotes[-1].end), None)
    after = [one for one in facts if claim is not None and one.start > claim.end]
    if claim is None or len(after) < len(facts) - 1 or not after:
        return False
    return re.search(r"[；;。]", context.text[claim.end : after[0].start]) is not None


def _in_items(context: Context, first: Fact, second: Fact) -> bool:
    """Whether of two numbers of one name one stands in a row of things, or each in an item of its own: 一是……；二是……."""
    if any(_of_a_row(context, one) for one in (first, second)):
        return True
    if first.line is not second.line or first.sentence == second.sentence:
        return False
    marks = [
        max(
            (
                match.start()
                for match in word("owned_item").finditer(context.text, first.line.start, one.start)
            ),
            default=-1,
        )
        for one in (first, second)
    ]
    return min(marks) >= 0 and marks[0] != marks[1]


def _of_a_row(context: Context, one: Fact) -> bool:
    """Whether a number is one of several told in turn: 健康险和意外险分别收入857.5亿元和364.4亿元."""
    for fact in reversed(context.facts[max(0, one.index - _RUN) : one.index + 1]):
        after = context.text[fact.end : one.start] if fact is not one else "、"
        if fact.sentence != one.sentence or fact.quantity.unit != one.quantity.unit:
            return False
        if says("owned_row", context.clause_before(fact)):
            return True
        if not word("enumerated").fullmatch(after.strip()):
            return False
    return False


def _beside(context: Context, one: Fact, other: Fact) -> list[Fact]:
    """The numbers around one in its line, or in its sentence where the other stands in the same line."""
    near = context.facts[max(0, one.index - _ROW) : one.index + _ROW + 1]
    if one.line is other.line:
        near = [two for two in near if two.sentence == one.sentence]
    own = chinese_of(one.label)
    return [
        two
        for two in near
        if two.line is one.line and two not in (one, other) and chinese_of(two.label) != own
    ]


def _kind(context: Context, one: Fact) -> str:
    """change, done or share: what a number tells of the level before it; empty for a level."""
    before = context.facts[one.index - 1].end if one.index else 0
    clause = context.clause_before(one)[-max(1, one.start - before) :]
    if one.quantity.unit == "%":
        if direction(clause) and not says("moved_to", clause):
            return "change"
        if says("owned_done", clause):
            return "done"
        return "share" if says("owned_share", clause) else ""
    return "change" if is_delta(one) else ""


def _of_another_change(context: Context, claim: Fact, operands: Sequence[Fact], code: str) -> bool:
    """Whether a growth rate is held against a change since another day, or of another thing, or against two levels of one day."""
    levels = [one for one in operands if not _kind(context, one)]
    for one in operands:
        if one in levels:
            continue
        since = [_since(context, one), _since(context, claim)]
        if all(since) and since[0] != since[1]:
            return True  # 比年初增加820.8亿元，同比增长22.4%
        own = context.clause_before(one)
        if says("owned_pull", own) or (one.start > claim.end and not _bare(context, one, "change")):
            named = chinese_of(word("owned_bare").sub("", own))
            told = any(named[n : n + 2] in level.label for level in levels for n in range(len(named) - 1))
            if says("owned_pull", own) or says("owned_period", own) or not told:
                return True  # 增长61.6%，拉动整体增长1.8个百分点; 余额增长22.6%，上半年贷款新增206.8亿元
    if code == "review_slip" and len(levels) == _TWO:
        first, second = levels
        between = context.text[first.end : second.start]
        years = first.year and second.year and first.year != second.year
        return not (years or any(_is_base(one, "change") for one in levels) or says("moved_to", between))
    return False


def _since(context: Context, one: Fact) -> str:
    """Since when a number tells a change, where its words say so."""
    clause = context.clause_before(one)
    return next((name for name in _SINCE if says(name, clause)), "")


def _misread(context: Context, claim: Fact, operands: Sequence[Fact], kind: str) -> bool:
    if not _bare(context, claim, kind):
        return _of_another_name(context, claim, operands) if kind == "share" else False
    owner = _owner(context, claim)
    if owner is None:
        return kind == "change" and _unread_level(context, claim)
    levels = [one for one in operands if not _kind(context, one)]
    if not levels or any(one.start > claim.end and one.depth > claim.depth for one in operands):
        return False  # 净增74户（新增103户，注销29户）: what a bracket tells of the claim itself
    if owner not in levels and not _is_base(owner, kind):
        return True
    return any(_of_its_own(context, one, owner, claim, kind) for one in levels if one is not owner)


def _owner(context: Context, claim: Fact) -> Fact | None:
    """The level that a claim follows, with nothing but other such claims between."""
    last, base = claim, None
    for one in reversed(context.facts[max(0, claim.index - _RUN) : claim.index]):
        if one.sentence != claim.sentence or not _joined(context, one, last):
            break
        if not _kind(context, one) and one.depth <= claim.depth and not one.quantity.operator:
            if not _is_base(one, "change"):
                return one
            base = base or one
        last = one
    return base


def _joined(context: Context, one: Fact, after: Fact) -> bool:
    """Whether nothing is named, and no number stands, between a number and the claim after it."""
    between = context.text[one.end : after.at]
    if re.search(r"[；;。]", between):
        return False
    return not _DIGIT.search(word("owned_bare").sub("", between)) and _bare(
        context, after, _kind(context, after)
    )


def _bare(context: Context, claim: Fact, kind: str) -> bool:
    """Whether the words of a claim name nothing that it would be of: 同比增长, 完成预算的."""
    said = context.text[max(claim.sentence.start, claim.start - 40) : claim.start]
    said = re.split(r"[，,、；;。：:（(）)\n]", said)[-1]
    if kind == "share":
        said = said.split("占")[0]
    return len(chinese_of(word("owned_bare").sub("", said))) < _NAMED


def _unread_level(context: Context, claim: Fact) -> bool:
    """Whether a number that is of no unit known stands between a claim and the number before it: 35微克/立方米，下降5.4%."""
    before = context.facts[claim.index - 1] if claim.index else None
    low = before.end if before is not None and before.sentence == claim.sentence else claim.sentence.start
    between = word("owned_bare").sub("", context.text[low : claim.start])
    return bool(_DIGIT.search(between)) and len(chinese_of(between)) >= _NAMED


def _is_base(one: Fact, kind: str) -> bool:
    """Whether a level is what a claim is reckoned from: 较上年的100万元, 预算100万元."""
    if kind == "change":
        return one.role == "prior" or says("owned_prior", one.label)
    return one.role in ("base", "budget", "target")


def _of_its_own(context: Context, one: Fact, owner: Fact, claim: Fact, kind: str) -> bool:
    """Whether a level is another item, with a claim of the same kind of its own, or the whole that a part was told of."""
    low, high = sorted((one, owner), key=lambda fact: fact.start)
    nested = low is one and low.sentence == high.sentence
    nested = nested and says("owned_nested", context.text[low.end : high.start])
    if kind == "change" and (nested or _is_base(one, kind)):
        return not _is_base(one, kind)
    if kind == "share" and nested:
        return _shared_itself(context, one) and _names_no_whole(context, claim)
    if one.year and owner.year and one.year != owner.year:
        return False
    for after in context.facts[one.index + 1 : one.index + 1 + _RUN]:
        own = _kind(context, after)
        if not own or after.sentence != one.sentence:
            return kind == "done" and not own and after is not owner and _done_by(context, after, claim)
        if own == kind and after is not claim:
            return _owner(context, after) is one
    return False


def _shared_itself(context: Context, one: Fact) -> bool:
    """Whether a level has a share of its own: 少数民族18万人，占24%，其中回族17万人，占23% are both of one whole."""
    after = context.facts[one.index + 1] if one.index + 1 < len(context.facts) else None
    return after is not None and _kind(context, after) == "share" and _owner(context, after) is one


def _names_no_whole(context: Context, claim: Fact) -> bool:
    """Whether a share does not say of what it is."""
    said = context.clause_before(claim).rpartition("占")[2]
    return len(chinese_of(word("owned_bare").sub("", said))) < _NAMED


def _done_by(context: Context, actual: Fact, claim: Fact) -> bool:
    """Whether a level that follows a budget has its own completion: the budget is that level's."""
    after = context.facts[actual.index + 1] if actual.index + 1 < len(context.facts) else None
    return after is not None and after is not claim and _kind(context, after) == "done"


def _of_another_name(context: Context, claim: Fact, operands: Sequence[Fact]) -> bool:
    """Whether a share names its part, and neither number is called so: 税收收入占财政收入的比重."""
    said = context.text[max(claim.sentence.start, claim.start - 40) : claim.start]
    named = word("owned_named_share").search(said)
    if named is None:
        return False
    part = word("owned_bare").sub("", named["part"])
    return not any(part[n : n + 2] in one.label for one in operands for n in range(max(1, len(part) - 1)))
