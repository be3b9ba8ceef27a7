"""R3 RATIO: 占比, 完成预算的, 执行率 and other rates, with R14 where only another unit reconciles, R18 for labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from yiheng.exact.interval import Verdict
from yiheng.exact.unit import Unit
from yiheng.review.context import Context, holds, judge, over, ratio, relation
from yiheng.review.fact import Fact, alike
from yiheng.review.finding import Relation
from yiheng.review.lexicon import word
from yiheng.review.quantity import Quantity, units
from yiheng.review.rule_list import Listing, listings

_PLAN = re.compile(r"到位|收到|申请|预算|安排|计划|下达|应|目标|共有|共|总|针对|批复|申报|发现|受理")
_DONE = re.compile(
    r"完成|执行|支出|使用|支付|到位|整改|办结|实到|拨付|兑现|结案|归垫|接入|查实|通过|入组|发放|办理|实际"
)
_SETTLED = re.compile(r"完成|整改|办结|实到|兑现|结案|接入|查实|通过|入组")
_DELTA = re.compile(r"较上年|比上年|同比|增[加长]|减少|下降|提高|人均|次均|每人|标准")
_NAMED_SHARE = re.compile(
    r"占(?P<name>[\u4e00-\u9fa5（）()、]{2,24}?)的?(?:比重|比例|比)?(?:为|达|约|仅)?(?:到)?$"
)
_UNIT_STEPS = (Fraction(10000), Fraction(1, 10000), Fraction(10**8), Fraction(1, 10**8))


def ratio_relations(context: Context) -> Iterator[Relation]:
    """Every stated percentage whose operands the text gives."""
    lists = listings(context)
    for position, fact in enumerate(context.facts):
        if fact.quantity.family != "ratio" or fact.quantity.unit != "%" or not fact.quantity.measured:
            continue
        if fact.line.section == "goal":
            continue
        found = _one(context, position, fact, lists)
        if found is not None:
            yield found


def _one(context: Context, position: int, fact: Fact, lists: list[Listing]) -> Relation | None:
    clause = context.clause_before(fact)
    if word("completion").search(clause):
        return _completion(context, position, fact, lists)
    if word("share").search(clause):
        return _share(context, position, fact, clause, lists)
    if word("rate").search(clause):
        return _rate(context, position, fact, lists)
    return None


def _before(context: Context, position: int, fact: Fact) -> list[Fact]:
    """Measured amounts and counts of the sentence before a percentage, nearest last."""
    return [
        one
        for one in context.facts[max(0, position - 24) : position]
        if one.sentence == fact.sentence
        and one.quantity.measured
        and one.quantity.family in ("money", "count")
    ]


def _completion(context: Context, position: int, fact: Fact, lists: list[Listing]) -> Relation | None:
    """完成预算的99.37%: the last main figure over its budget or target, stated there or elsewhere."""
    previous = context.facts[position - 1] if position else None
    base = None
    if previous is not None and previous.sentence == fact.sentence and previous.role == "base":
        base = previous
    numerator = _main_figure(context, position, fact, base)
    if (
        numerator is None
        and base is None
        and previous is not None
        and previous.role == "budget"
        and previous.metric
    ):
        base = previous  # 收入预算250,000万元，完成预算的102.72%
        numerator = next(
            (
                one
                for one in context.by_metric[base.metric]
                if one.role == "actual" and one.quantity.measured and _same_scope(one, base)
            ),
            None,
        )
    if numerator is None:
        return None
    whole = next((one.total for one in lists if numerator in one.parts), None)
    if whole is not None and whole.line is fact.line and numerator.sentence != fact.sentence:
        numerator = whole
    if base is None:
        options = [
            one
            for one in context.by_metric.get(numerator.metric or "none", [])
            if one.item == numerator.item
            and one.account == numerator.account and one.insurance == numerator.insurance
            and one.role in ("budget", "target") and one.quantity.measured and one.depth == numerator.depth
        ]  # fmt: skip
    else:
        options = [base]
    if not options and not numerator.metric:
        options = [
            one
            for one in context.by_metric.get("", [])
            if one.role == "target" and _is_goal_of(one, numerator)
        ]
    if not options:
        context.note(fact.start, fact.end, "完成率的预算数或目标数没有写出")
        return None
    return _best(context, fact, numerator, options, "完成率")


def _is_goal_of(goal: Fact, result: Fact) -> bool:
    """Whether a goal without a metric of the catalogue is told in the result's words."""
    return (
        goal.quantity.dimension == result.quantity.dimension
        and not goal.quantity.approximate
        and alike(goal.core, result.core)
    )


def _same_scope(first: Fact, second: Fact) -> bool:
    """Whether two facts are of one metric, item, insurance and account."""
    return (first.metric, first.item, first.insurance, first.account) == (
        second.metric,
        second.item,
        second.insurance,
        second.account,
    )


def _main_figure(context: Context, position: int, fact: Fact, base: Fact | None) -> Fact | None:
    for one in reversed(context.facts[max(0, position - 8) : position]):
        if one is base or one.line is not fact.line or one.quantity.family not in ("money", "count"):
            continue
        if (
            not one.quantity.measured
            or one.role in ("base", "budget", "prior", "target")
            or _DELTA.search(one.label)
        ):
            continue
        if one.depth > fact.depth or (base is not None and one.quantity.dimension != base.quantity.dimension):
            continue
        return one
    return None


def _share(context: Context, position: int, fact: Fact, clause: str, lists: list[Listing]) -> Relation | None:
    before = _before(context, position, fact)
    if not before or re.search(r"增长|下降|比上年", clause):
        return None
    label = clause.split("占", maxsplit=1)[0]
    numerator = before[-1]
    if "占" in numerator.label and re.match(r"\s*的?\s*$", context.text[numerator.end : fact.at]):
        shared = [one for one in before[:-1] if one.quantity.dimension == numerator.quantity.dimension]
        return _best(context, fact, shared[-1], [numerator], "占比", lists) if shared else None
    if re.search(r"[\u4e00-\u9fa5]{2,}", label) and re.search(r"净值|原值|余额", label):
        return _labelled_share(context, fact, numerator, label, before)
    own = re.sub(r"其中|其|[^\u4e00-\u9fa5]", "", label)
    if len(own) >= 2 and own[-2:] not in numerator.label:
        context.note(fact.start, fact.end, "占比的分子没有写出")
        return None  # 三级医院占45%: a share of a part whose amount is not told
    named = _NAMED_SHARE.search(clause)
    name = named["name"] if named else ""
    options = [one for one in before[:-1] if one.quantity.dimension == numerator.quantity.dimension]
    for listing in lists:
        if numerator in listing.parts and listing.total not in options:
            options.insert(0, listing.total)
    if name:
        options = _named(context, name, numerator) or []
    totals = [listing.total for listing in lists if numerator in listing.parts]
    options = [
        one
        for one in options
        if one is not numerator
        and (
            one.quantity.value >= numerator.quantity.value
            or one in totals
            or "其中" in context.text[one.end : numerator.start]
        )
    ]
    if not options:
        if numerator.end > fact.start - 30:
            context.note(fact.start, fact.end, "占比的总数没有写出或口径不明")
        return None
    options.sort(
        key=lambda one: (
            one not in totals,
            not _is_whole(context, one, numerator),
            abs(one.start - numerator.start),
        )
    )
    sure = name or options[0] in totals or _is_whole(context, options[0], numerator)
    found = _best(context, fact, numerator, options, "占比", lists)
    if found is not None and found.verdict == "inconsistent" and not sure:
        context.note(fact.start, fact.end, "占比的总数口径不明")
        return None
    return found


def _is_whole(context: Context, base: Fact, numerator: Fact) -> bool:
    """Whether the words make one number the whole of another: 共有…, 其中…."""
    between = context.text[base.end : numerator.start]
    return bool(re.search(r"共|总|全部|合计", base.label) or "其中" in between) and len(between) < 80


def _named(context: Context, name: str, numerator: Fact) -> list[Fact]:
    """The facts whose words end in the name of a base: 占基金总支出的."""
    core = re.sub(r"^(?:全[省市县区州]|我[省市县区州]|当年|本年|其|同期|年度)+|的|数$|总[额量]$", "", name)
    if len(core) < 2:
        return []
    trimmed = [(one, word("filler_end").sub("", one.label)) for one in context.facts]
    return [
        one
        for one, label in trimmed
        if one.quantity.dimension == numerator.quantity.dimension and one.quantity.measured
        and label.endswith(core) and one.role == "actual" and one is not numerator
    ]  # fmt: skip


def _labelled_share(
    context: Context, fact: Fact, numerator: Fact, label: str, before: Sequence[Fact]
) -> Relation | None:
    """净值占66.17%: the label says of what; another base that gives the percentage shows a wrong label."""
    named = re.sub(r"[^\u4e00-\u9fa5]", "", label)[-2:]
    bases = [one for one in before[:-1] if one.quantity.dimension == numerator.quantity.dimension]
    own = next((one for one in bases if named in one.label), None)
    if own is None or not own.quantity.value:
        return None
    found = judge(ratio, [numerator.quantity, own.quantity], fact.quantity)
    if holds(found) or numerator.quantity.value == 0 or found is None:
        return None
    other = next((b for b in bases if holds(_judged(numerator, b, fact))), None)
    if other is None:
        return _outcome(context, fact, numerator, own, found, "占比")
    return relation(
        context, "R18", "inconsistent", "review_label", context.quote_facts(numerator, fact, own, other),
        subject=f"{named}占比", expected=fact.quantity.text_of(found[1]), stated=fact.quantity.shown,
        formula=f"{over(numerator.quantity, other.quantity)}（{other.name}）",
        repairs=(f"“{named}占”改为“{other.name[-2:]}占”",),
    )  # fmt: skip


def _judged(numerator: Fact, base: Fact, fact: Fact) -> tuple[Verdict, Fraction] | None:
    return judge(ratio, [numerator.quantity, base.quantity], fact.quantity)


def _rate(context: Context, position: int, fact: Fact, lists: list[Listing]) -> Relation | None:
    before = _before(context, position, fact)
    if not before:
        return None
    numerator = before[-1]
    same = [one for one in before[:-1] if one.quantity.dimension == numerator.quantity.dimension]
    near = context.facts[max(0, position - 4) : position]
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
            and "完成率" in context.clause_before(fact)
        )
        return (
            _best(context, fact, numerator, [goal], "完成率")
            if fits and not goal.quantity.approximate
            else None
        )
    if not same or not _same_thing(numerator, same[-1], context, fact):
        return None
    pairs = [(a, b) for a in [numerator, *same] for b in [*same, numerator] if a is not b]
    for a, b in pairs:
        found = _judged(a, b, fact)
        if found is not None and holds(found):
            return _outcome(context, fact, a, b, found, "比率")
    if _DELTA.search(numerator.label) or len(same) > 2:
        context.note(fact.start, fact.end, "同句有多个数，不能确定比率的分子和分母")
        return None
    return _best(context, fact, numerator, [same[-1]], "比率", lists)


def _same_thing(numerator: Fact, base: Fact, context: Context, fact: Fact) -> bool:
    """Whether two amounts before a rate are a plan and what was done of it."""
    between = context.text[base.end : numerator.start]
    if len(between) > 60 or fact.start - numerator.end > 24:
        return False
    if "参保率" in context.clause_before(fact):
        return bool(re.search(r"应|常住|户籍|总人口", base.label))
    planned = _PLAN.search(base.label) and _DONE.search(numerator.label)
    return bool(planned or (base.quantity.family == "count" and _SETTLED.search(numerator.label)))


def _best(
    context: Context, fact: Fact, numerator: Fact, options: Sequence[Fact], subject: str,
    lists: Sequence[Listing] = (),
) -> Relation | None:  # fmt: skip
    """The first base that fits; where none does, the first of them with what else would reconcile."""
    for base in options:
        found = _judged(numerator, base, fact)
        if found is not None and holds(found):
            return _outcome(context, fact, numerator, base, found, subject)
    base = options[0]
    found = _judged(numerator, base, fact)
    if found is None:
        return None
    return _unit_slip(context, fact, numerator, base) or _outcome(
        context, fact, numerator, base, found, subject, lists
    )


def _outcome(
    context: Context, fact: Fact, numerator: Fact, base: Fact, found: tuple[Verdict, Fraction], subject: str,
    lists: Sequence[Listing] = (),
) -> Relation:  # fmt: skip
    shown = fact.quantity.text_of(found[1], 2 if found[0] is Verdict.INCONSISTENT else 0)
    repairs: tuple[str, ...] = ()
    if found[0] is Verdict.INCONSISTENT:
        repairs = (
            f"{fact.quantity.shown}→{fact.quantity.text_of(found[1])}",
            *_other_numerators(numerator, base, fact, lists),
        )
    return relation(
        context, "R3", found[0].value, "review_ratio", context.quote_facts(numerator, base, fact), subject=subject,
        expected=shown, stated=fact.quantity.shown, formula=over(numerator.quantity, base.quantity), repairs=repairs,
    )  # fmt: skip


def _other_numerators(numerator: Fact, base: Fact, fact: Fact, lists: Sequence[Listing]) -> tuple[str, ...]:
    """Repairs on the numerator's side: the sum of its own parts."""
    found = []
    for listing in lists:
        if listing.total is numerator:
            total = sum((part.quantity.value for part in listing.parts), Fraction(0))
            unit = numerator.quantity.measure.unit
            printed = replace(numerator.quantity.printed, value=unit.from_base(total))
            summed = replace(numerator.quantity, printed=printed)
            if holds(judge(ratio, [summed, base.quantity], fact.quantity)):
                found.append(
                    f"{numerator.quantity.shown}→{numerator.quantity.text_of(total)}（所列分项之和）"
                )
    return tuple(found)


def _unit_slip(context: Context, fact: Fact, numerator: Fact, base: Fact) -> Relation | None:
    """Where one of the two amounts in a neighbouring unit gives the stated rate, the unit is wrong."""
    fitting: list[tuple[Fact, Quantity]] = []
    for which in (base, numerator):
        for other in filter(None, (unit_by(which.quantity, step) for step in _UNIT_STEPS)):
            pair = [numerator.quantity, other] if which is base else [other, base.quantity]
            if holds(judge(ratio, pair, fact.quantity)):
                fitting.append((which, other))
    if not fitting:
        return None
    repairs = tuple(f"{which.quantity.shown}→{other.shown}" for which, other in fitting)
    which, other = fitting[0]
    return relation(
        context, "R14", "inconsistent", "review_unit", context.quote_facts(which, numerator if which is base else base, fact),
        subject=which.name, expected=" 或 ".join(repairs), stated=which.quantity.shown,
        formula=f"{over(numerator.quantity, base.quantity)} = {fact.quantity.shown}", repairs=repairs,
    )  # fmt: skip


def unit_by(quantity: Quantity, step: Fraction) -> Quantity | None:
    """The same digits in the unit that is ``step`` times as large, where there is one."""
    old = quantity.measure.unit
    for name, measure in units().items():
        unit: Unit = measure.unit
        if unit.dimension == old.dimension and unit.scale == old.scale * step:
            return replace(quantity, unit=name, measure=measure)
    return None
