"""R3 RATIO for named rates (执行率, 办结率 …): operands of the same sentence, or told apart in the same paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from yiheng.review.finding import Relation
from yiheng.review.reading.change import is_delta
from yiheng.review.reading.context import Context, holds, judge, judged_relation, over
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import lexicon, says, word
from yiheng.review.reading.paired import of_rate_before
from yiheng.review.rules.list import Listing, bare, listed_parts, listings
from yiheng.review.rules.rate_budget import of_one_subject, of_the_budget, usable
from yiheng.review.rules.rate_own import counted_here, of_another_noun
from yiheng.review.rules.ratio import amounts_before, best_base, percentages, ratio_judged, ratio_outcome

_REACH = 16
"""Facts before a rate that may be its operands."""
_FIRM = ("consistent", "rounding")
_NEAR, _NAMED_REACH = 4, 6
"""Facts before a rate among which its goal may stand."""
_OFF_MOST = 3
"""How many times a rate may be what its numbers give, where these stand in two sentences."""
_BETWEEN, _CLOSE = 60, 24
"""Most characters between plan and result, and between result and rate, where no word list tells which they are."""


def rate_relations(context: Context) -> Iterator[Relation]:
    """Every stated rate whose operands the text gives."""
    lists = listings(context)
    for position, fact, clause in percentages(context):
        if word("completion").search(clause) or says("compared", clause):
            continue
        if word("rate_caliber").match(context.text[fact.end : fact.end + 24]):
            continue  # 整改率100%（按应于年内整改的29个计）
        formula = word("formula").search(clause)
        if formula is not None:
            found = _by_formula(context, position, fact, formula)
        elif word("share").search(clause):
            continue
        else:
            found = _in_sentence(context, position, fact, lists) if word("rate").search(clause) else None
            found = found or _by_name(context, position, fact, clause)
            found = found or _apart(context, position, fact, clause)
        if found is not None and not _of_another(context, fact, found):
            yield found


def _of_another(context: Context, fact: Fact, found: Relation) -> bool:
    """Whether what a rate is accused by are the two numbers of a rate before it."""
    ends = found.ends
    operands = [one for one in context.facts[max(0, fact.index - _REACH) : fact.index] if one.end in ends]
    return found.verdict == "inconsistent" and of_rate_before(context, fact, operands)


def _by_formula(context: Context, position: int, fact: Fact, formula: re.Match[str]) -> Relation | None:
    """赔付率（赔付÷筹资）94.0%: the text itself says what is divided by what."""
    names = [name for name in formula.groups() if name]
    above, below = (_told_as(context, position, fact, name) for name in names[:2])
    pairs = [(a, b) for a in above for b in below if a is not b and a.quantity.value <= b.quantity.value]
    return _any_of(context, fact, pairs)


def _told_as(context: Context, position: int, fact: Fact, name: str) -> list[Fact]:
    """The figures before a rate whose words have all of a name, the nearest first."""
    core = word("formula_noise").sub("", name)
    pairs = {core[n : n + 2] for n in range(len(core) - 1)}
    return [
        one
        for one in reversed(context.facts[:position])
        if pairs
        and one.role == "actual"
        and one.quantity.measured
        and one.quantity.family in ("money", "count")
        and all(pair in one.label for pair in pairs)
        and (not one.year or not fact.year or one.year == fact.year)
    ][:_NEAR]


def _by_name(context: Context, position: int, fact: Fact, clause: str) -> Relation | None:
    """问卷640人，知晓589人，知晓率92.0%: a count told in the rate's own words, over what it was counted among."""
    named = word("rate_named").search(clause)
    if named is None:
        return None
    stem = named["stem"]
    near = [
        one
        for one in context.facts[max(0, position - _NAMED_REACH) : position + _NAMED_REACH]
        if one is not fact and context.same_segment(one, fact) and usable(one)
        and not is_delta(one) and (one.start < fact.start or one.depth > fact.depth)
    ]  # fmt: skip
    done = [
        one
        for one in near
        if _has_word_of(stem, one.label) and not word("due").search(one.label) and _reached(context, one)
    ]
    pairs = [(a, b) for a in reversed(done) for b in reversed(near) if _among(a, b)]
    pairs = [
        pair for pair in pairs if not (_side_by_side(context, *pair) and _has_word_of(stem, pair[1].label))
    ]
    negated = [pair for pair in pairs if _negated(pair[0], stem)]
    pairs = [pair for pair in pairs if pair not in negated]
    negated = [pair for pair in negated if not _has_word_of(stem, pair[1].label)]
    if not pairs and negated:
        return _complement(context, fact, negated)
    told = _any_of(context, fact, pairs)
    between = context.facts[pairs[0][0].index + 1 : fact.index] if pairs else []
    beside = (
        bool(pairs)
        and (
            abs(fact.index - pairs[0][0].index) == 1
            or bool(between and all(_negated(one, stem) for one in between))
        )
        and pairs[0][0].index - pairs[0][1].index <= 2
    )
    return told if told is None or told.verdict in _FIRM or beside else None


def _side_by_side(context: Context, part: Fact, whole: Fact) -> bool:
    """Whether two counts are items of one list: 满意486份、基本满意63份."""
    first, second = sorted((part, whole), key=lambda one: one.start)
    return second.index == first.index + 1 and context.text[first.end : second.at].lstrip().startswith("、")


def _reached(context: Context, one: Fact) -> bool:
    """Whether a count is not of those that failed: 1项未完成."""
    return not word("not_reached").match(context.text[one.end : one.end + _NEAR])


def _has_word_of(stem: str, label: str) -> bool:
    """Whether a label has two characters of a rate's name that stand together."""
    return any(stem[n : n + 2] in label for n in range(len(stem) - 1))


def _among(part: Fact, whole: Fact) -> bool:
    return (
        part is not whole
        and part.quantity.dimension == whole.quantity.dimension
        and part.quantity.value <= whole.quantity.value
        and whole.start < part.start
    )


def _negated(part: Fact, stem: str) -> bool:
    """Whether a count is of those of whom a rate's word does not hold: 不合格."""
    return bool(
        word("negated").search(part.label)
        or re.search(rf"[未不没][^，]{{0,2}}{re.escape(stem[-2:])}|[未不没]{re.escape(stem[:2])}", part.label)
    )


def _complement(context: Context, fact: Fact, pairs: list[tuple[Fact, Fact]]) -> Relation | None:
    part, whole = pairs[0]
    found = judge(lambda v: 1 - v[0] / v[1], [part.quantity, whole.quantity], fact.quantity)
    if found is None:
        return None
    shown = f"（{whole.quantity.shown} − {part.quantity.shown}）÷ {whole.quantity.shown}"
    sure = len(pairs) == 1
    return judged_relation(
        context,
        "R3",
        "review_ratio",
        (part, whole),
        fact,
        found,
        shown,
        sure=sure,
        subject=fact.named("比率"),
    )


def _any_of(context: Context, fact: Fact, pairs: list[tuple[Fact, Fact]]) -> Relation | None:
    """The first quotient that holds; where none does, the only one as an error and several as a question."""
    judged = [(a, b, found) for a, b in pairs if (found := ratio_judged(a, b, fact)) is not None]
    for a, b, found in judged:
        if holds(found):
            return ratio_outcome(context, fact, a, b, found, "比率")
    if not judged:
        return None
    a, b, found = judged[0]
    if len({(x.quantity.value, y.quantity.value) for x, y, _ in judged}) == 1:
        return best_base(context, fact, a, [b], "比率")
    shown = over(a.quantity, b.quantity)
    return judged_relation(
        context, "R3", "review_ratio", (a, b), fact, found, shown, sure=False, subject=fact.named("比率")
    )


def _in_sentence(context: Context, position: int, fact: Fact, lists: Sequence[Listing]) -> Relation | None:
    """The last two amounts of a sentence, where they are a plan and what was done of it."""
    before = amounts_before(context, position, fact)
    if not before:
        return None
    before = [one for one in before if not is_delta(one) and not word("told_than").search(one.label)]
    before = [one for one in before if _reached(context, one)] or before
    own = [one for one in before if context.same_segment(one, fact)]
    planned = len(own) > 1 and own[-2].role == "budget"
    before = own if planned else before  # （一）预算……，支出……；（二）预算……，支出……: of its own item
    if not before:
        return None
    numerator = before[-1]
    same = [one for one in before[:-1] if one.quantity.dimension == numerator.quantity.dimension]
    near = context.facts[max(0, position - _NEAR) : position]
    bounds = [
        one
        for one in near
        if one.quantity.dimension == numerator.quantity.dimension and not one.quantity.measured
    ]
    if bounds and (not same or bounds[-1].start > same[-1].start):
        goal = bounds[-1]  # 目标值≥300万人，实际完成306.9万人，完成率102.3%
        fits = (
            goal.role == "target"
            and goal.sentence == fact.sentence
            and word("completion_rate").search(context.clause_before(fact))
        )
        return (
            best_base(context, fact, numerator, [goal], "完成率")
            if fits and not goal.quantity.approximate
            else None
        )
    if (
        not same
        or _of_all_years(numerator, same[-1], fact)
        or not _same_thing(numerator, same[-1], context, fact)
        or word("negated").search(numerator.label)
        or word("not_reached").match(context.text[numerator.end : numerator.end + 4])
    ):
        return None
    pairs = [(a, b) for a in [numerator, *same] for b in [*same, numerator] if a is not b]
    for a, b in pairs:
        found = ratio_judged(a, b, fact)
        if found is not None and holds(found):
            return ratio_outcome(context, fact, a, b, found, "比率")
    if word("ratio_no_amount").search(numerator.label) or len(same) > 2:
        context.note(fact.start, fact.end, "同句有多个数，不能确定比率的分子和分母")
        return None
    found_apart = best_base(context, fact, numerator, [same[-1]], "比率", lists)
    if found_apart is not None and _of_all(fact, numerator, same):
        return replace(found_apart, code="review_rate_all")
    return found_apart


def _of_all(fact: Fact, part: Fact, wholes: Sequence[Fact]) -> bool:
    """Whether all is said to be done of the one whole of its sentence: 14项问题，已完成整改6项，完成率达100%."""
    same_unit = len(wholes) == 1 and wholes[0].quantity.unit == part.quantity.unit
    return same_unit and fact.quantity.value == 1 and part.quantity.family == "count"


def _of_all_years(numerator: Fact, base: Fact, fact: Fact) -> bool:
    """2022年到位980万元，2023年到位600万元，两年累计到位1,580万元，到位率100%: the total of what a number is of, and no part of it."""
    more = numerator.quantity.value > base.quantity.value and fact.quantity.value <= 1
    return more and numerator.label[-2:] == base.label[-2:]


def _same_thing(numerator: Fact, base: Fact, context: Context, fact: Fact) -> bool:
    """Whether two amounts before a rate are a plan and what was done of it."""
    between = context.text[base.end : numerator.start]
    if numerator.role == "budget":
        return False  # 收入预算136100万元，……；支出预算118500万元，预算完成率98.89%
    if len(between) > _BETWEEN or fact.start - numerator.end > _CLOSE:
        return False
    quality = word("rate_of_quality").search(context.clause_before(fact))
    if quality is not None and quality["word"] not in numerator.label:
        return False  # 目标5,870人次，实际6,215人次，培训合格率98%
    if word("coverage_rate").search(context.clause_before(fact)):
        return bool(word("coverage_base").search(base.label))
    if base.quantity.family == "count" and word("of_these").search(between):
        return True  # 86家机构中，已有71家
    planned = word("ratio_planned").search(base.label) and word("ratio_done").search(numerator.label)
    return bool(
        planned or (base.quantity.family == "count" and word("ratio_settled").search(numerator.label))
    )


def _apart(context: Context, position: int, fact: Fact, clause: str) -> Relation | None:
    """批复预算240万元。……实际支出208万元。资金使用率86.67%: operands by the words that the rate's name asks for."""
    named = next((one for one in _compiled() if one[0].search(clause)), None)
    if named is None or says("compared", clause):
        return None
    rate, above, below = named
    parts = context.once(listed_parts)
    around = [one for one in _around(context, position, fact) if one.start not in parts and usable(one)]
    around = [one for one in around if not is_delta(one)]  # 增加17.25万元……执行率93.53%
    given = [one for one in around if below.search(one.label) or word("closing_total").match(bare(one))]
    done = [
        one
        for one in around
        if above.search(one.label)
        and one.role == "actual"
        and one not in given
        and not word("negated").search(one.label)
        and _reached(context, one)
    ]
    pairs = [(a, b) for a in done for b in given if a.quantity.dimension == b.quantity.dimension]
    for a, b in pairs:
        found = ratio_judged(a, b, fact)
        if found is not None and holds(found):
            return ratio_outcome(context, fact, a, b, found, "比率")
    if not pairs:
        return of_the_budget(
            context, position, fact, clause, rate, [one for one in done if one.line is fact.line], below
        )
    wholes = [(a, b) for a, b in pairs if word("share_whole").search(b.label)]
    pairs = wholes or pairs
    pairs = [(a, b) for a, b in pairs if a.quantity.value <= b.quantity.value] or pairs
    values = {(a.quantity.value, b.quantity.value) for a, b in pairs}
    if counted_here(around, fact, pairs[0]) or of_another_noun(pairs[0], above):
        return None
    if len(values) != 1 or not of_one_subject(rate.sub("", clause), pairs[0]):
        if pairs:
            context.note(fact.start, fact.end, "比率的分子和分母不止一种读法")
        return None
    part, base = pairs[0]
    low, high = sorted((part.quantity.value / base.quantity.value, fact.quantity.value))
    beyond = part.quantity.value > base.quantity.value and fact.quantity.value <= 1
    if part.sentence != base.sentence and (beyond or high > _OFF_MOST * low):
        return None  # so far off, or more than all of it: the number before is not what it is of
    return best_base(context, fact, part, [base], "比率")


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]], ...]:
    """The rates' names, with the words of their parts and wholes."""
    return tuple(
        (re.compile(one.rate), re.compile(one.numerator), re.compile(one.denominator))
        for one in lexicon().rates
    )


def _around(context: Context, position: int, fact: Fact) -> list[Fact]:
    """The facts of a rate's paragraph before it and of its sentence after it; where there are none, those above."""
    before = context.facts[max(0, position - _REACH) : position]
    after = [one for one in context.facts[position + 1 : position + _NEAR] if one.sentence == fact.sentence]
    own = [one for one in before if one.line is fact.line]
    if len(own) + len(after) < 2:
        own = [one for one in before if one.line.path == fact.line.path]
    return [*own, *after]
