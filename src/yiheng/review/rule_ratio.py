"""R3 RATIO: 占比, 完成预算的, 执行率 and other rates, with R14 where only another unit reconciles, R18 for labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from yiheng.exact.interval import Verdict
from yiheng.exact.unit import Unit
from yiheng.review.context import Context, holds, judge, over, ratio, relation
from yiheng.review.fact import Fact
from yiheng.review.finding import Relation
from yiheng.review.lexicon import word
from yiheng.review.quantity import Quantity, units
from yiheng.review.rule_list import Listing, listings

_PLAN = re.compile(r"预算|安排|计划|下达|应|目标|共有|共|总|针对|批复|申报|发现|受理")
_DELTA = re.compile(r"较上年|比上年|同比|增[加长]|减少|下降|提高|人均|次均|每人|标准")
_NAMED_SHARE = re.compile(r"占(?P<name>[\u4e00-\u9fa5（）()、]{2,24}?)的?(?:比重|比例|比)?(?:为|达|约|仅)?(?:到)?$")
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
    lead = context.text[max(fact.sentence.start, fact.start - 40) : fact.start]
    clause = re.split(r"[，,；;。]", lead)[-1]
    if word("completion").search(clause):
        return _completion(context, position, fact)
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
        if one.sentence == fact.sentence and one.quantity.measured and one.quantity.family in ("money", "count")
    ]


def _completion(context: Context, position: int, fact: Fact) -> Relation | None:
    """完成预算的99.37%: the last main figure over its budget or target, stated there or elsewhere."""
    previous = context.facts[position - 1] if position else None
    base = None
    if previous is not None and previous.sentence == fact.sentence and previous.role == "base":
        base = previous
    numerator = _main_figure(context, position, fact, base)
    if numerator is None:
        return None
    if base is None:
        options = [
            one
            for one in context.facts
            if numerator.metric and one.metric == numerator.metric and one.item == numerator.item
            and one.account == numerator.account and one.insurance == numerator.insurance
            and one.role in ("budget", "target") and one.quantity.measured and one.depth == numerator.depth
        ]  # fmt: skip
    else:
        options = [base]
    if not options:
        context.note(fact.start, fact.end, "完成率的预算数或目标数没有写出")
        return None
    return _best(context, fact, numerator, options, "完成率")


def _main_figure(context: Context, position: int, fact: Fact, base: Fact | None) -> Fact | None:
    for one in reversed(context.facts[max(0, position - 8) : position]):
        if one is base or one.line is not fact.line or one.quantity.family not in ("money", "count"):
            continue
        if not one.quantity.measured or one.role in ("base", "budget", "prior", "target") or _DELTA.search(one.label):
            continue
        if one.depth > fact.depth or (base is not None and one.quantity.dimension != base.quantity.dimension):
            continue
        return one
    return None


def _share(context: Context, position: int, fact: Fact, clause: str, lists: list[Listing]) -> Relation | None:
    before = _before(context, position, fact)
    if not before or re.search(r"增长|下降|比上年", clause):
        return None
    label = clause.split("占")[0]
    numerator = before[-1]
    if re.search(r"[\u4e00-\u9fa5]{2,}", label) and re.search(r"净值|原值|余额", label):
        return _labelled_share(context, fact, numerator, label, before)
    if len(re.sub(r"[^\u4e00-\u9fa5]", "", label)) > 8 and numerator.end < fact.start - 40:
        return None
    named = _NAMED_SHARE.search(clause)
    name = named["name"] if named else ""
    options = [one for one in before[:-1] if one.quantity.dimension == numerator.quantity.dimension]
    for listing in lists:
        if numerator in listing.parts and listing.total not in options:
            options.insert(0, listing.total)
    if name:
        options = _named(context, name, numerator) or []
    options = [one for one in options if one.quantity.value >= numerator.quantity.value and one is not numerator]
    if not options:
        if numerator.end > fact.start - 30:
            context.note(fact.start, fact.end, "占比的总数没有写出或口径不明")
        return None
    totals = [listing.total for listing in lists if numerator in listing.parts]
    options.sort(key=lambda one: (one not in totals, abs(one.start - numerator.start)))
    return _best(context, fact, numerator, options, "占比", lists)


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
    if len(before) < 2:
        return None
    numerator = before[-1]
    same = [one for one in before[:-1] if one.quantity.dimension == numerator.quantity.dimension]
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
    done = re.search(r"完成|执行|支出|使用|支付|到位|整改|办结|实到|拨付|兑现|结案|归垫|接入|查实", numerator.label)
    return bool(done and (_PLAN.search(base.label) or base.quantity.family == "count"))


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
    return _unit_slip(context, fact, numerator, base) or _outcome(context, fact, numerator, base, found, subject, lists)


def _outcome(
    context: Context, fact: Fact, numerator: Fact, base: Fact, found: tuple[Verdict, Fraction], subject: str,
    lists: Sequence[Listing] = (),
) -> Relation:  # fmt: skip
    shown = fact.quantity.text_of(found[1], 2 if found[0] is Verdict.INCONSISTENT else 0)
    repairs: tuple[str, ...] = ()
    if found[0] is Verdict.INCONSISTENT:
        repairs = (f"{fact.quantity.shown}→{fact.quantity.text_of(found[1])}", *_other_numerators(numerator, base, fact, lists))
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
                found.append(f"{numerator.quantity.shown}→{numerator.quantity.text_of(total)}（所列分项之和）")
    return tuple(found)


def _unit_slip(context: Context, fact: Fact, numerator: Fact, base: Fact) -> Relation | None:
    """Where one of the two amounts in a neighbouring unit gives the stated rate, the unit is wrong."""
    for which in (base, numerator):
        for step in _UNIT_STEPS:
            other = unit_by(which.quantity, step)
            if other is None:
                continue
            pair = [numerator.quantity, other] if which is base else [other, base.quantity]
            if holds(judge(ratio, pair, fact.quantity)):
                return relation(
                    context, "R14", "inconsistent", "review_unit", context.quote_facts(which, fact),
                    subject=which.name, expected=other.shown, stated=which.quantity.shown,
                    formula=f"{over(pair[0], pair[1])} = {fact.quantity.shown}",
                    repairs=(f"{which.quantity.shown}→{other.shown}",),
                )  # fmt: skip
    return None


def unit_by(quantity: Quantity, step: Fraction) -> Quantity | None:
    """The same digits in the unit that is ``step`` times as large, where there is one."""
    old = quantity.measure.unit
    for name, measure in units().items():
        unit: Unit = measure.unit
        if unit.dimension == old.dimension and unit.scale == old.scale * step:
            return replace(quantity, unit=name, measure=measure)
    return None
