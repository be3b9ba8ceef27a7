"""R4 GROWTH and R2 DIFF in prose: 较上年增加…增长…%, 从…降至…, 低于…个百分点, 收支结余 of one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.exact.interval import Verdict
from yiheng.review.context import Context, Formula, judge, relation
from yiheng.review.fact import Fact
from yiheng.review.finding import Relation
from yiheng.review.lexicon import word

_FROM_TO = re.compile(r"[从由]")
_TO = re.compile(r"(?:降至|降到|下降到|减少到|减少至|增至|增加到|增加至|增长到|提高到|提高至|上升到|升至|下降至|降低到|降低至)")
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
    clause = re.split(r"[，,；;。]", context.text[max(fact.sentence.start, fact.start - 30) : fact.start])[-1]
    sign = _direction(clause)
    if not sign or re.search(r"完成|占|降[价幅].{0,3}达?$|平均降|至$|到$", clause):
        return
    before = [
        one
        for one in context.facts[max(0, position - 6) : position]
        if one.sentence == fact.sentence and one.quantity.measured and one.quantity.family in ("money", "count")
    ]
    if not before or (context.facts[position - 1].sentence == fact.sentence and context.facts[position - 1].quantity.unit == "%" and not word("compared").search(clause)):
        return
    last = before[-1]
    delta_sign = _direction(last.label) if word("compared").search(last.label) or _direction(last.label) else 0
    if delta_sign and not _TO.search(last.label):
        yield from _with_delta(context, fact, before, sign, delta_sign)
    else:
        yield from _with_prior(context, fact, before, sign)


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
    function: Formula = (lambda v: v[0] / v[1] - 1) if sign > 0 else (lambda v: 1 - v[0] / v[1])
    found = judge(function, [current.quantity, prior.quantity], fact.quantity)
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
    side = re.search(r"低于|少于|不足|高于|超过|超出|超|多于|较|比", context.text[value.end : base.quantity.at])
    close = len(context.text[base.end : fact.start]) <= 16
    if side is None or not close or value.quantity.operator or value.quantity.approximate or base.quantity.approximate:
        return
    below = side.group() in ("低于", "少于", "不足") or bool(re.search(r"低|下降|降低|减少", context.text[base.end : fact.start]))
    if below:
        function: Formula = lambda v: v[0] - v[1]  # noqa: E731
    else:
        function = lambda v: v[1] - v[0]  # noqa: E731
    found = judge(function, [base.quantity, value.quantity], fact.quantity)
    if found is None:
        return
    shown = f"{base.quantity.shown} − {value.quantity.shown}" if below else f"{value.quantity.shown} − {base.quantity.shown}"
    yield _judged(context, "R2", "review_difference", (value, base, fact), fact, found, shown)


def _left_over(context: Context, position: int, fact: Fact) -> Iterator[Relation]:
    """到位8万元，支出7万元，结余1万元 in one sentence, where no metric tells more."""
    if not _LEFT.fullmatch(re.sub(r"^[#\d年末度，,、]+|为$|共$", "", word("filler_end").sub("", fact.label))):
        return
    if fact.metric in ("current_surplus", "cumulative_balance") or position < 2:
        return
    spent, given = context.facts[position - 1], context.facts[position - 2]
    if spent.sentence != fact.sentence or given.sentence != fact.sentence:
        return
    if not (_EXPENSE.search(spent.label) and _INCOME.search(given.label) and spent.quantity.measured and given.quantity.measured):
        return
    if {spent.quantity.dimension, given.quantity.dimension} != {fact.quantity.dimension}:
        return
    found = judge(lambda v: v[0] - v[1], [given.quantity, spent.quantity], fact.quantity)
    if found is not None:
        shown = f"{given.quantity.shown} − {spent.quantity.shown}"
        yield _judged(context, "R2", "review_difference", (given, spent, fact), fact, found, shown)


def _judged(
    context: Context, rule: str, code: str, facts: Sequence[Fact], claim: Fact, found: tuple[Verdict, Fraction], shown: str
) -> Relation:
    wrong = found[0] is Verdict.INCONSISTENT
    return relation(
        context, rule, found[0].value, code, context.quote_facts(*facts), subject=facts[0].name,
        expected=claim.quantity.text_of(found[1], 2), stated=claim.quantity.shown, formula=shown,
        repairs=(f"{claim.quantity.shown}→{claim.quantity.text_of(found[1], 2)}",) if wrong else (),
    )  # fmt: skip
