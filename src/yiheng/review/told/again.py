"""R6 for a number told once more in prose: 备案4.12万人次……上述备案4.21万人次.

Two numbers of one name, scope and period are one value. A text may name two things alike, so a difference is told only
where a slip of the pen leads from the one number to the other, and the more digits say so, the looser the names may fit.
A name that stands for many values in a report (执行率 of each project) says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import ne

from yiheng.review.finding import DISCLOSURE, Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import says, without, word
from yiheng.review.reading.quantity import Quantity
from yiheng.review.rules.disclosed import disclosed
from yiheng.review.rules.same import agree

_AFTER, _LEAST, _VALUES_MOST = 12, 2, 4
_SWAPPED, _REPLACED, _REPLACED_WEAK = 3, 5, 3
_NOUN, _TRIED, _HEAD, _MOSTLY = 4, 8, 24, 0.75
_DIGITS = re.compile(r"\d")
_SEGMENT = re.compile(r"[；;。]")
_NAME_END = re.compile(r"[，,。；;：:、（(\d\n]")
_ITEM = 80
"""Characters that an item of a list has at most; what is longer is a paragraph with a number."""
_NEAR = 400
"""Characters within which a weak slip still tells of one thing."""


@dataclass(frozen=True)
class Told:
    """A number with what it is called: the words before it and the noun after it, bare."""

    fact: Fact
    before: str
    after: str


def again_relations(context: Context, found: Sequence[Relation]) -> list[Relation]:
    """The relations found, and the numbers that are told again with another value."""
    wrong = ends_of(found, "inconsistent", DISCLOSURE)
    borne = borne_out(found)
    added: list[Relation] = []
    for first, second in (*_pairs(context), *_agreeing(context), *_referring(context), *_spelled(context)):
        ends = {first.fact.end, second.fact.end}
        if ends & wrong or ends <= borne or _in_items(context, first.fact, second.fact):
            continue
        added.append(disclosed(context, _relation(context, first.fact, second.fact)))
        wrong |= ends
    told = [one.ends for one in added]
    asked = {
        id(one)
        for one in found
        if one.verdict == "review"
        and one.rule == "R6"
        and any(ends <= {q.end for q in one.quotes} for ends in told)
    }
    return [*(one for one in found if id(one) not in asked), *added]


def _in_items(context: Context, first: Fact, second: Fact) -> bool:
    """高血压……，规范管理率83.0%；糖尿病……，规范管理率82.0%: one name in two parts of a sentence, each of its own item."""
    return first.sentence == second.sentence and not context.same_segment(first, second)


def borne_out(found: Sequence[Relation]) -> frozenset[int]:
    """The ends of numbers in sums, differences and quotients that hold: two of them are two things."""
    return frozenset(
        quote.end
        for one in found
        if one.verdict in ("consistent", "rounding") and one.rule in ("R1", "R2", "R3", "R4", "R17")
        for quote in one.quotes
    )


def _pairs(context: Context) -> Iterator[tuple[Told, Told]]:
    told = [_told(context, fact) for fact in context.facts if _is_told(fact)]
    buckets: dict[tuple[str, int, str], list[Told]] = {}
    values: dict[tuple[str, str], set[str]] = {}
    for one in told:
        quantity = one.fact.quantity
        values.setdefault((one.before, quantity.dimension), set()).add(quantity.printed.text)
    for one in told:
        for key in _keys(one.fact.quantity):
            near = buckets.setdefault(key, [])
            other = next((two for two in near[: -_TRIED - 1 : -1] if _same(context, two, one, values)), None)
            if other is not None:
                yield other, one
            near.append(one)


def _agreeing(context: Context) -> Iterator[tuple[Told, Told]]:
    """生育支出合计304.22万元，与两口径之差（304.22万元）一致: numbers that the text says are the same."""
    for fact in context.facts[1:]:
        other = context.facts[fact.index - 1]
        if not word("again_agree").match(context.text, fact.end) or other.sentence != fact.sentence:
            continue
        alike = (
            fact.quantity.unit == other.quantity.unit and fact.quantity.measured and other.quantity.measured
        )
        said = says("again_with", context.text[other.end : fact.start])
        if alike and said and not agree(fact.quantity, other.quantity):
            yield _told(context, other), _told(context, fact)


def _referring(context: Context) -> Iterator[tuple[Told, Told]]:
    """共54家。以上新增45家均已签订协议: what 以上 … 均 speaks of is the sum right before."""
    for fact in context.facts:
        head = context.text[max(fact.sentence.start - 1, fact.start - _HEAD, 0) : fact.start]
        if not word("again_refers").search(head) or not says(
            "again_those_all", context.text[fact.end : fact.end + _AFTER]
        ):
            continue
        before = [
            one
            for one in context.facts[max(0, fact.index - _TRIED) : fact.index]
            if one.line is fact.line and one.quantity.unit == fact.quantity.unit and one.quantity.measured
        ]
        summed = before and fact.quantity.measured and says("again_sum", before[-1].label)
        if summed and not agree(before[-1].quantity, fact.quantity):
            yield _told(context, before[-1]), _told(context, fact)


def _spelled(context: Context) -> Iterator[tuple[Told, Told]]:
    """一千零二十六万元（1,026万元）: a number in characters, and in digits right after it."""
    for fact in context.facts[1:]:
        other = context.facts[fact.index - 1]
        if (
            not word("again_spelled").fullmatch(context.text[other.end : fact.at])
            or other.sentence != fact.sentence
        ):
            continue
        spelled = not _DIGITS.search(context.text, other.start, other.end)
        alike = fact.quantity.dimension == other.quantity.dimension and fact.quantity.measured
        if spelled and alike and other.quantity.measured and not agree(fact.quantity, other.quantity):
            yield _told(context, other), _told(context, fact)


def _is_told(fact: Fact) -> bool:
    return (
        fact.quantity.measured
        and (fact.quantity.family != "score" or says("again_score", fact.label))
        and fact.line.section != "goal"
        and fact.role not in ("target", "base")
        and not says("again_stop", fact.label)
    )


def _told(context: Context, fact: Fact) -> Told:
    after = _NAME_END.split(context.text[fact.end : fact.end + _AFTER], 1)[0]
    return Told(fact, bare(fact.core), bare(after))


def bare(words: str) -> str:
    """A name without the words that any number may have."""
    return without("again_noise", words)


def _keys(quantity: Quantity) -> Iterator[tuple[str, int, str]]:
    """A number with one digit left open, and its digits in order: two numbers one slip apart share one of these."""
    text = quantity.printed.text.replace(",", "")
    places = quantity.printed.decimals
    for at, character in enumerate(text):
        if character.isdigit():
            yield quantity.unit, places, f"{text[:at]}*{text[at + 1 :]}"
    yield quantity.unit, places, "".join(sorted(text))


def _same(context: Context, first: Told, second: Told, values: dict[tuple[str, str], set[str]]) -> bool:
    """Whether two numbers one slip apart are told as one thing."""
    one, two = first.fact.quantity, second.fact.quantity
    digits = [quantity.printed.text.replace(",", "") for quantity in (one, two)]
    apart = sum(map(ne, *digits))  # of one length: they share a key
    if apart not in (1, 2) or not _of_one_scope(context, first.fact, second.fact):
        return False
    if listed(first.fact, second.fact) or _of_other_parts(context, first.fact, second.fact):
        return False
    size = sum(character.isdigit() for character in digits[1])
    if sorted(digits[0]) == sorted(digits[1]):
        strong = size >= _SWAPPED
    else:
        strong = apart == 1 and size >= _REPLACED
        if apart != 1 or size < _REPLACED_WEAK:
            return False
    if not strong and "plan" in (first.fact.line.section, second.fact.line.section):
        return False
    if not strong and first.fact.partial != second.fact.partial:
        return False
    named = _named(first, second)
    if not strong and not _weakly_one(context, first, second):
        return False
    if any(len(values[one.before, one.fact.quantity.dimension]) > _VALUES_MOST for one in (first, second)):
        return False
    if named == "equal":
        return strong or abs(second.fact.start - first.fact.start) < _NEAR
    return strong and named == "within"


def _weakly_one(context: Context, first: Told, second: Told) -> bool:
    """Whether a slip of one digit among few may be told: of one long name, both or neither a mean."""
    leads = [context.clause_before(one.fact) for one in (first, second)]
    short = min(len(first.before), len(second.before)) < _NOUN
    rate = first.fact.quantity.family == "ratio"
    return len({says("again_mean", one) for one in leads}) == 1 and not (short and rate)


def _of_other_parts(context: Context, first: Fact, second: Fact) -> bool:
    """税务部门完成5万元，占任务数的96%；财政部门完成4万元，占任务数的86%: a rate that names its base alone is of the number before it."""
    if not all(one.quantity.unit == "%" and says("again_of_base", one.label) for one in (first, second)):
        return False
    parts = [context.facts[one.index - 1] if one.index > 0 else None for one in (first, second)]
    if any(
        part is None or part.sentence != one.sentence
        for part, one in zip(parts, (first, second), strict=True)
    ):
        return False
    return len({bare(part.core) for part in parts if part is not None}) > 1


def listed(first: Fact, second: Fact) -> bool:
    """（1）某门诊部……奖励2,000元；（2）某药店……奖励5,000元: items of one list, each with a number of that name."""
    above = [one.line.path[:-1] if one.line.level else one.line.path for one in (first, second)]
    if above[0] != above[1]:
        return False
    marks = [word("again_item").match(one.line.text) for one in (first, second)]
    if first.line is not second.line and all(marks):
        return max(len(one.line.text) for one in (first, second)) < _ITEM
    own = [_SEGMENT.split(one.line.text[: one.at - one.line.start])[-1] for one in (first, second)]
    in_turn = first.line is second.line and all(word("again_item").match(one) for one in own)
    return own[0] != own[1] and (in_turn or all(says("again_case", one) for one in own))


def _named(first: Told, second: Told) -> str:
    """How the names of two numbers fit: ``equal``, ``within`` (one has words besides), or not at all."""
    pairs = [(first.before, second.before), (first.before, second.after), (first.after, second.before)]
    for one, two in pairs:
        if len(one) >= _LEAST and one == two:
            return "equal"
    for one, two in pairs:
        short, long = sorted((one, two), key=len)
        if len(short) >= _LEAST and short in long:
            return "within"
    if _mostly(first.before, second.before):
        return "within"
    for one, two in ((first.before, second.after), (second.before, first.after)):
        if len(two) >= _NOUN and two[:_NOUN] in one:
            return "within"  # 签约机构284家; 248家签约机构完成了考核
    return ""


def _mostly(one: str, two: str) -> bool:
    """Whether two names are of the same words in another order: 慢特病登记, 登记的慢特病患者."""
    short, long = sorted((one, two), key=len)
    pieces = [short[n : n + 2] for n in range(len(short) - 1)]
    return (
        len(short) >= _NOUN
        and pieces[0] in long
        and sum(piece in long for piece in pieces) >= _MOSTLY * len(pieces)
    )


def _of_one_scope(context: Context, first: Fact, second: Fact) -> bool:
    """Whether two numbers are of one period, insurance, account and kind, and not from and to of one move."""
    if any(
        says("again_store", one.label) and says("again_of_year", two.label)
        for one, two in ((first, second), (second, first))
    ):
        return False  # 当年结余1.80亿元，累计结余8.10亿元
    year = context.report.year
    if (first.year or year) != (second.year or year):
        return False
    if first.insurance != second.insurance or first.account != second.account:
        return False
    if first.role != second.role and {first.role, second.role} != {"actual", "prior"}:
        return False
    if first.role != second.role and not (first.year and second.year):
        return False
    beside = first.sentence == second.sentence and second.index - first.index == 1
    every = says("again_every", context.text[second.end : second.end + _AFTER])
    return not beside or every or bool(re.search(r"[；;]", context.text[first.end : second.start]))


def _relation(context: Context, first: Fact, second: Fact) -> Relation:
    return relation(
        context, "R6", "inconsistent", "review_same", context.quote_facts(first, second), subject=second.name,
        expected=first.quantity.shown, stated=second.quantity.shown,
        repairs=(f"{first.quantity.shown}→{second.quantity.shown}", f"{second.quantity.shown}→{first.quantity.shown}"),
    )  # fmt: skip
