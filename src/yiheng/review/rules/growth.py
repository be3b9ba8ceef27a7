"""R4 GROWTH and R2 DIFF over time: this year, last year, what changed and by how many per cent, two giving the third."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yiheng.review.finding import Relation
from yiheng.review.reading.change import direction, in_a_row, is_delta, is_gross, of_another_year, only_a_part
from yiheng.review.reading.context import Context, holds, judge, judged_relation, relation
from yiheng.review.reading.fact import Fact, core_of, metric_of
from yiheng.review.reading.formula import Formula
from yiheng.review.reading.lexicon import chinese_of, says, without, word

_REACH = 6
"""Facts around a rate that may tell of the same change."""
_LEAD = 24
_LABEL_END = 12
_WAY_END = 4
_TWO = 2


@dataclass(frozen=True)
class Change:
    """What the words around a rate or an increase tell of one change; each may be missing."""

    current: Fact | None
    prior: Fact | None
    delta: Fact | None


def growth_relations(context: Context) -> Iterator[Relation]:
    """Every stated growth rate, and every increase beside both years' figures."""
    for position, fact in enumerate(context.facts):
        if not fact.quantity.measured or fact.line.section == "goal":
            continue
        if fact.quantity.unit == "%":
            yield from _growth(context, position, fact)
        elif is_delta(fact):
            yield from _delta(context, position, fact)


def _growth(context: Context, position: int, fact: Fact) -> Iterator[Relation]:
    clause = context.clause_before(fact)
    sign = direction(clause)
    if not sign or word("growth_not").search(clause) or in_a_row(context, fact):
        return
    before = context.facts[position - 1] if position else None
    if (
        before is not None
        and before.sentence == fact.sentence
        and before.quantity.unit == "%"
        and not says("compared", clause)
    ):
        return
    change = _change(context, position, fact, _delta_beside(context, position, fact))
    if (
        change.delta is not None
        and change.current is not None
        and _way(change.delta.label) not in (0, sign)
        and _tells_the_same(context, change.delta, fact)
    ):
        yield _opposite(context, fact, change.delta, change.current, sign)
        return
    readings = list(_readings(change, sign))
    if not readings:
        if change.delta is not None:
            context.note(fact.start, fact.end, "增减率的本期数没有写出")
        return
    for operands, function, shown in readings:
        found = judge(function, [one.quantity for one in operands], fact.quantity)
        if found is not None and holds(found):
            yield judged_relation(context, "R4", "review_growth", operands, fact, found, shown)
            return
    operands, function, shown = readings[0]
    if not _of_one_subject(fact.label, operands):
        context.note(fact.start, fact.end, "增减率所指与前文的数不同名")
        return
    found = judge(function, [one.quantity for one in operands], fact.quantity)
    if found is not None:
        yield judged_relation(context, "R4", "review_growth", operands, fact, found, shown)


def _tells_the_same(context: Context, one: Fact, other: Fact) -> bool:
    """Whether an increase and a rate are told of one thing: 提高5个百分点，起付线降低50% are of two."""
    first, second = sorted((one, other), key=lambda fact: fact.start)
    return word("growth_beside").fullmatch(context.text[first.end : second.start]) is not None


def _opposite(context: Context, fact: Fact, delta: Fact, current: Fact, sign: int) -> Relation:
    told = _way(delta.label)
    return relation(
        context, "R4", "inconsistent", "review_growth_sign", context.quote_facts(current, delta, fact),
        subject=(delta if current.label.startswith("、") else current).name, expected="增长" if told > 0 else "下降", stated="增长" if sign > 0 else "下降",
        formula=delta.quantity.shown,
    )  # fmt: skip


def _readings(change: Change, sign: int) -> Iterator[tuple[tuple[Fact, ...], Formula, str]]:
    """The rate from any two of current, prior and delta."""
    current, prior, delta = change.current, change.prior, change.delta
    if current is not None and prior is not None:
        shown = f"（{current.quantity.shown} − {prior.quantity.shown}）÷ {prior.quantity.shown}"
        yield (prior, current), lambda v: sign * (v[1] / v[0] - 1), shown
    if delta is not None and prior is not None:
        yield (delta, prior), lambda v: v[0] / v[1], f"{delta.quantity.shown} ÷ {prior.quantity.shown}"
    if delta is not None and current is not None:
        mark = "−" if sign > 0 else "+"
        shown = f"{delta.quantity.shown} ÷（{current.quantity.shown} {mark} {delta.quantity.shown}）"
        yield (current, delta), lambda v: v[1] / (v[0] - sign * v[1]), shown


def _delta(context: Context, position: int, fact: Fact) -> Iterator[Relation]:
    """较上年的56.80亿元增加5.68亿元: the increase beside both years' figures."""
    change = _change(context, position, fact, fact)
    sign = _way(fact.label)
    if not sign or change.current is None or change.prior is None:
        return
    if only_a_part(context, (change.current, change.prior), fact) or is_gross(context, fact):
        return
    operands = (change.current, change.prior)
    if not _of_one_subject(fact.label, operands):
        return
    found = judge(lambda v: sign * (v[0] - v[1]), [one.quantity for one in operands], fact.quantity)
    if found is not None:
        first, second = operands if sign > 0 else operands[::-1]
        shown = f"{first.quantity.shown} − {second.quantity.shown}"
        yield judged_relation(context, "R2", "review_difference", operands, fact, found, shown)


def _way(label: str) -> int:
    """Which way an increase goes: 增加, 多支出, 少了."""
    end = label[-_WAY_END:]
    return direction(label) or (1 if "多" in end else -1 if "少" in end else 0)


def _delta_beside(context: Context, position: int, fact: Fact) -> Fact | None:
    """The increase told right before a rate or right after it."""
    for number in (position - 1, position + 1):
        if 0 <= number < len(context.facts):
            one = context.facts[number]
            near = (
                one.sentence == fact.sentence and one.depth == fact.depth and context.same_segment(one, fact)
            )
            near = near and (one.quantity.unit != "个百分点" or _tells_the_same(context, one, fact))
            if near and one.quantity.measured and one.quantity.unit != "%" and is_delta(one):
                return one
    return None


def _change(context: Context, position: int, fact: Fact, delta: Fact | None) -> Change:
    """This year's and last year's figure of what a rate or an increase is about."""
    each = _per_head(fact) or (delta is not None and _per_head(delta)) or _of_mean(context, position)
    said = context.clause_before(fact)
    near = [
        one
        for one in context.facts[max(0, position - _REACH) : position + _REACH]
        if one is not fact
        and one is not delta
        and context.same_segment(one, fact)
        and one.quantity.measured
        and one.role in ("actual", "prior")
        and not is_delta(one)
        and _per_head(one) == each
        and not (one.start > fact.start and of_another_year(said, one))
        or (_prior_after(context, one, fact) and not of_another_year(said, one))
    ]
    kind = fact if fact.quantity.unit != "%" else delta
    levels = [one for one in near if kind is None or one.quantity.dimension == kind.quantity.dimension]
    levels = [one for one in levels if (one.quantity.unit == "%") == _of_rates(kind)]
    levels = [one for one in levels if delta is None or not _other_noun(delta, one)]
    prior = [one for one in levels if _is_prior(context, one, levels, fact)]
    current = [one for one in levels if one not in prior and one.start < fact.start]
    named = word("bound_than_year").search(context.clause_before(delta or fact))
    prior = [one for one in prior if named is None or not one.year or one.year == int(named["year"])]
    own = [one for one in prior if one.start < fact.start]
    nearest = (own or prior)[-1] if prior else None
    if nearest is not None:
        current = [one for one in current if one.quantity.dimension == nearest.quantity.dimension]
        current = [one for one in current if not _other_noun(nearest, one)]
    if nearest is not None and _leads_on(context, nearest, levels, fact):
        return Change(None, None, delta)
    of_year = _of_named_year(context, levels, fact)
    if of_year is not None:
        return Change(*of_year, delta)
    found = current[-1] if current else _current_of(context, delta or fact, nearest)
    if found is not None and nearest is not None and nearest.end < found.start:
        apart = (
            "；" in context.text[nearest.end : found.start]
        )  # 较上年74.6%提高3.7个百分点；乙76.9%，较上年提高2.8个百分点
        nearest = None if apart else nearest
    return Change(found, nearest, delta)


def _of_named_year(context: Context, levels: Sequence[Fact], fact: Fact) -> tuple[Fact, Fact] | None:
    """2021年1,902万元，2022年1,987万元，2023年2,080万元，2022年增长4.48%: the figures of the year that a rate names and of the one before."""
    named = word("growth_of_year").match(context.clause_before(fact))
    if named is None:
        return None
    by_year = {one.year: one for one in levels if one.year and one.start < fact.start}
    now, before = by_year.get(int(named["year"])), by_year.get(int(named["year"]) - 1)
    return (now, before) if now is not None and before is not None else None


def _of_mean(context: Context, position: int) -> bool:
    """次均费用7,145.31元，比上年的7,318.50元增长1.32%: whether a mean and last year's stand right before a rate."""
    if position < _TWO:
        return False
    now, before = context.facts[position - _TWO : position]
    beside = now.sentence == before.sentence and now.quantity.unit == before.quantity.unit
    return beside and before.role == "prior" and _per_head(now)


def _leads_on(context: Context, prior: Fact, levels: Sequence[Fact], fact: Fact) -> bool:
    """由62.5%提高到66.7%，参保率97.2%，较上年提高2个百分点: what moved is told in full, and the change is of another number."""
    lead = context.text[max(prior.sentence.start, prior.start - _LEAD) : prior.start]
    later = [one for one in levels if prior.start < one.start < fact.start]
    if len(later) < _TWO or not word("moved_from").search(lead[-2:]):
        return False
    return bool(word("moved_to").search(context.text[prior.end : later[0].start]))


def _per_head(one: Fact) -> bool:
    return bool(says("per_head", one.label[-_LABEL_END:]))


def _other_noun(prior: Fact, current: Fact) -> bool:
    """Whether last year's figure is of income and this year's of expenditure, or the other way round."""
    nouns = [word("flow_noun").findall(one.label) for one in (prior, current)]
    return all(nouns) and nouns[0][-1] != nouns[1][-1]


def _of_rates(kind: Fact | None) -> bool:
    """Whether a change is one of percentages: told in 百分点."""
    return kind is not None and kind.quantity.family == "ratio"


def _prior_after(context: Context, one: Fact, fact: Fact) -> bool:
    """320家，同比增长60%，2022年为200家: last year's figure right after the rate."""
    return (
        one.sentence == fact.sentence
        and one.quantity.measured
        and fact.end < one.start < fact.end + _LEAD
        and context.same_segment(one, fact)
        and (
            one.role == "prior"
            or bool(word("year_alone").fullmatch(one.label))
            or (one.depth > fact.depth and bool(word("year_first").match(one.label)))
        )
        and one.quantity.family in ("money", "count", "ratio")
    )


def _is_prior(context: Context, one: Fact, levels: Sequence[Fact], fact: Fact) -> bool:
    """Whether a level is last year's: named so, of an earlier year, or what something rose from."""
    if one.role == "prior" or _prior_after(context, one, fact):
        return True
    lead = context.text[max(one.sentence.start, one.start - _LEAD) : one.start]
    if word("prior_lead").search(lead):
        return True
    latest = max(fact.year, *(level.year for level in levels))
    later = [level for level in levels if level.start > one.start]
    if later and word("moved_to").search(context.text[one.end : later[0].start]):
        return bool(word("moved_from").search(lead) or word("moved_from").search(one.label))
    return bool(one.year and one.year < latest and word("year_named").search(lead))


def _current_of(context: Context, fact: Fact, prior: Fact | None) -> Fact | None:
    """与上年相比，收入增加1.37亿元: the paragraph's own figure of what has grown; none where several could be."""
    kind = prior or (fact if fact.quantity.unit != "%" else None)
    if kind is None:
        return None
    low = fact.sentence.start
    said = fact.label if fact.quantity.unit != "%" else context.text[low : kind.start].rpartition("；")[2]
    noun = word("growth_noun_noise").sub("", said)
    match = metric_of(noun, kind.quantity.family)
    core = chinese_of(core_of(noun))
    found: dict[object, Fact] = {}
    for one in context.facts[max(0, fact.index - 4 * _REACH) : fact.index]:
        if (
            one.line is not fact.line
            or one is kind
            or one.role != "actual"
            or not one.quantity.measured
            or one.quantity.dimension != kind.quantity.dimension
            or one.account != kind.account
            or (one.year and one.year < fact.year)
            or is_delta(one)
            or (says("per_head", one.label[-12:]) and not says("per_head", said))
            or _other_noun(kind, one)
            or word("prior_lead").search(context.text[max(one.sentence.start, one.start - _LEAD) : one.start])
        ):
            continue
        named = one.metric == match[0].code if match is not None else _shares_words(core, one.core)
        if named:
            found.setdefault(one.quantity.value, one)
    return next(iter(found.values()), None) if match is not None or len(found) == 1 else None


def _shares_words(first: str, second: str) -> bool:
    """Whether two names have two characters in common that stand together."""
    return any(first[n : n + 2] in second for n in range(len(first) - 1))


def _of_one_subject(label: str, operands: Sequence[Fact]) -> bool:
    """Whether what grew is named as the figures are, or not named again."""
    noun = word("growth_noun_noise").sub("", without("filler_end", label))
    noun = chinese_of(word("neutral").sub("", noun))
    said = "".join(one.label for one in operands)
    return len(noun) < 2 or any(noun[n : n + 2] in said for n in range(len(noun) - 1))
