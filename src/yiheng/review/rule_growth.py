"""R4 GROWTH and R2 DIFF in prose: 较上年增加…增长…%, 从…降至…, 低于…个百分点, 收支结余 of one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.exact.interval import Verdict
from yiheng.review.context import Context, Formula, judge, relation
from yiheng.review.fact import Fact, metric_of
from yiheng.review.finding import Relation
from yiheng.review.lexicon import word

_FROM_TO = re.compile(r"[从由]")
_TO = re.compile(
    r"(?:降至|降到|下降到|减少到|减少至|增至|增加到|增加至|增长到|提高到|提高至|上升到|升至|下降至|降低到|降低至)"
)
_INCOME = re.compile(r"收入|到位|下达|安排|预算|批复|拨入|来源")
_EXPENSE = re.compile(r"支出|使用|执行|支付|拨付|发放")
_LEFT = re.compile(r"(?:当期|当年|本年|收支|年末)?(?:结余|结转|剩余)(?:资金|金额)?")


def growth_relations(context: Context) -> Iterator[Relation]:
    """Growth, differences in percentage points, and what is left over in one sentence."""
    for position, fact in enumerate(context.facts):
        if not fact.quantity.measured:
            continue
        if fact.quantity.unit == "%":
            yield from _growth(context, position, fact)
        elif "百分点" in fact.quantity.unit:
            yield from _points(context, position, fact)
        elif fact.quantity.family == "money":
            yield from _left_over(context, position, fact)


def _direction(words: str) -> int:
    """+1 for 增, −1 for 减, by the word that stands last; 0 where there is none."""
    up = [match.end() for match in word("growth_up").finditer(words)]
    down = [match.end() for match in word("growth_down").finditer(words)]
    if not up and not down:
        return 0
    return 1 if max(up, default=-1) > max(down, default=-1) else -1


def _growth(context: Context, position: int, fact: Fact) -> Iterator[Relation]:
    clause = context.clause_before(fact)
    sign = _direction(clause)
    if not sign or re.search(r"完成|占|降[价幅].{0,3}达?$|平均降|至$|到$", clause):
        return
    before = [
        one
        for one in context.facts[max(0, position - 6) : position]
        if one.sentence == fact.sentence
        and one.quantity.measured
        and one.quantity.family in ("money", "count")
    ]
    if not before or (
        context.facts[position - 1].sentence == fact.sentence
        and context.facts[position - 1].quantity.unit == "%"
        and not word("compared").search(clause)
    ):
        return
    last = before[-1]
    delta_sign = (
        _direction(last.label) if word("compared").search(last.label) or _direction(last.label) else 0
    )
    after = context.facts[position + 1] if position + 1 < len(context.facts) else None
    if after is not None and _is_prior_of(after, last):
        found = judge(_rise if sign > 0 else _fall, [last.quantity, after.quantity], fact.quantity)
        if found is not None:
            shown = f"（{last.quantity.shown} − {after.quantity.shown}）÷ {after.quantity.shown}"
            yield _judged(context, "R4", "review_growth", (last, after, fact), fact, found, shown)
        return
    if delta_sign and not _TO.search(last.label):
        yield from _with_delta(context, fact, before, sign, delta_sign)
    else:
        yield from _with_prior(context, fact, before, sign)


def _rise(values: Sequence[Fraction]) -> Fraction:
    return values[0] / values[1] - 1


def _fall(values: Sequence[Fraction]) -> Fraction:
    return 1 - values[0] / values[1]


def _is_prior_of(after: Fact, current: Fact) -> bool:
    """320家，同比增长60%，2022年为200家: last year's figure told after the growth."""
    if after.sentence != current.sentence or after.quantity.dimension != current.quantity.dimension:
        return False
    return after.quantity.measured and (
        after.role == "prior"
        or re.fullmatch(r"(?:19|20)\d{2}年(?:度)?(?:仅|同期)?为?", after.label) is not None
    )


def _with_delta(
    context: Context, fact: Fact, before: Sequence[Fact], sign: int, delta_sign: int
) -> Iterator[Relation]:
    delta = before[-1]
    currents = [
        one
        for one in before[:-1]
        if one.quantity.dimension == delta.quantity.dimension and not word("compared").search(one.label)
        and one.role not in ("prior", "base", "budget")
    ]  # fmt: skip
    if not currents:
        currents = _current_of(context, delta)
    if not currents:
        context.note(fact.start, fact.end, "增减率的本期数没有写出")
        return
    current = currents[-1]
    if delta_sign != sign:
        yield relation(
            context, "R4", "inconsistent", "review_growth_sign", context.quote_facts(current, delta, fact),
            subject=current.name, expected="增长" if delta_sign > 0 else "下降", stated="增长" if sign > 0 else "下降",
            formula=delta.quantity.shown,
        )  # fmt: skip
        return
    if sign > 0:
        formula: Formula = lambda v: v[0] / (v[1] - v[0])  # noqa: E731
        shown = f"{delta.quantity.shown} ÷（{current.quantity.shown} − {delta.quantity.shown}）"
    else:
        formula = lambda v: v[0] / (v[1] + v[0])  # noqa: E731
        shown = f"{delta.quantity.shown} ÷（{current.quantity.shown} + {delta.quantity.shown}）"
    found = judge(formula, [delta.quantity, current.quantity], fact.quantity)
    if found is not None:
        yield _judged(context, "R4", "review_growth", (current, delta, fact), fact, found, shown)


def _current_of(context: Context, delta: Fact) -> list[Fact]:
    """与上年相比，收入增加1.37亿元: the paragraph's own figure of what has grown."""
    noun = re.sub(
        r"(?:较|比)上年(?:度)?|同比|" + word("growth_up").pattern + "|" + word("growth_down").pattern,
        "",
        delta.label,
    )
    match = metric_of(noun, delta.quantity.family)
    if match is None:
        return []
    return [
        one
        for one in context.by_metric.get(match[0].code, [])
        if one.line is delta.line and one.role == "actual" and one.account == delta.account and one.start < delta.start
        and one.quantity.measured and one.quantity.dimension == delta.quantity.dimension
    ][:1]  # fmt: skip


def _with_prior(context: Context, fact: Fact, before: Sequence[Fact], sign: int) -> Iterator[Relation]:
    """由上年的X增加到Y，增长P%; or 上年X …… 本年Y，增长P%."""
    if len(before) < 2:
        return
    first, second = before[-2:]
    if first.quantity.dimension != second.quantity.dimension:
        return
    lead = context.text[max(fact.sentence.start, first.start - 24) : first.start]
    if _TO.search(second.label) and _FROM_TO.search(lead):
        prior, current = first, second
    elif second.role == "prior" and first.role == "actual":
        prior, current = second, first
    elif first.role == "prior" and second.role == "actual" and not second.depth:
        prior, current = first, second
    else:
        return
    found = judge(_rise if sign > 0 else _fall, [current.quantity, prior.quantity], fact.quantity)
    if found is not None:
        shown = f"（{current.quantity.shown} − {prior.quantity.shown}）÷ {prior.quantity.shown}"
        yield _judged(context, "R4", "review_growth", (prior, current, fact), fact, found, shown)


def _points(context: Context, position: int, fact: Fact) -> Iterator[Relation]:
    """88.56%，低于95%的标准6.44个百分点."""
    rates = [
        one
        for one in context.facts[max(0, position - 4) : position]
        if one.sentence == fact.sentence and one.quantity.unit == "%"
    ]
    if len(rates) < 2:
        return
    value, base = rates[-2:]
    gap_words = context.text[value.end : fact.start]
    if re.search(r"较上年|比上年|同比", gap_words) and base.role != "prior":
        return
    side = re.search(
        r"低于|少于|不足|高于|超过|超出|超|多于|较|比", context.text[value.end : base.quantity.at]
    )
    close = len(context.text[base.end : fact.start]) <= 16
    if (
        side is None
        or not close
        or value.quantity.operator
        or value.quantity.approximate
        or base.quantity.approximate
    ):
        return
    below = side.group() in ("低于", "少于", "不足") or bool(
        re.search(r"低|下降|降低|减少", context.text[base.end : fact.start])
    )
    if below:
        function: Formula = lambda v: v[0] - v[1]  # noqa: E731
    else:
        function = lambda v: v[1] - v[0]  # noqa: E731
    found = judge(function, [base.quantity, value.quantity], fact.quantity)
    if found is None:
        return
    shown = (
        f"{base.quantity.shown} − {value.quantity.shown}"
        if below
        else f"{value.quantity.shown} − {base.quantity.shown}"
    )
    yield _judged(context, "R2", "review_difference", (value, base, fact), fact, found, shown)


def _left_over(context: Context, position: int, fact: Fact) -> Iterator[Relation]:
    """到位8万元，支出7万元，结余1万元 in one sentence, where no metric tells more."""
    if not _LEFT.fullmatch(re.sub(r"^[#\d年末度，,、]+|为$|共$", "", word("filler_end").sub("", fact.label))):
        return
    before = [
        one
        for one in context.facts[max(0, position - 5) : position]
        if one.sentence == fact.sentence and one.quantity.family == "money"
    ]
    if fact.metric in ("current_surplus", "cumulative_balance") or len(before) < 2:
        return
    given, spent = before[-2:]
    if not (
        _EXPENSE.search(spent.label)
        and _INCOME.search(given.label)
        and spent.quantity.measured
        and given.quantity.measured
    ):
        return
    if {spent.quantity.dimension, given.quantity.dimension} != {fact.quantity.dimension}:
        return
    found = judge(lambda v: v[0] - v[1], [given.quantity, spent.quantity], fact.quantity)
    if found is not None:
        shown = f"{given.quantity.shown} − {spent.quantity.shown}"
        yield _judged(context, "R2", "review_difference", (given, spent, fact), fact, found, shown)


def _judged(
    context: Context,
    rule: str,
    code: str,
    facts: Sequence[Fact],
    claim: Fact,
    found: tuple[Verdict, Fraction],
    shown: str,
) -> Relation:
    wrong = found[0] is Verdict.INCONSISTENT
    return relation(
        context, rule, found[0].value, code, context.quote_facts(*facts), subject=facts[0].name,
        expected=claim.quantity.text_of(found[1], 2), stated=claim.quantity.shown, formula=shown,
        repairs=(f"{claim.quantity.shown}→{claim.quantity.text_of(found[1], 2)}",) if wrong else (),
    )  # fmt: skip
