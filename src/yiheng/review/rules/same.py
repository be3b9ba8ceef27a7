"""R6 SAME, R15 for one figure under two years: one metric, scope and period has one value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, one_of_several, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.lexicon import lexicon, limit, says, word
from yiheng.review.reading.quantity import Quantity
from yiheng.review.reading.whose import fund_named, fund_of
from yiheng.review.rules.identity import explains_gap

_SHORT_NAME = 6
_GROUP = 60
"""Characters before a number within which a group of persons may be named."""
_AFTER = 12
"""Characters after a number that may make it a bar: 参保率100%的2个."""
_SCOPED = 4
"""Numbers before a bare name whose account or insurance may be meant."""

_AGREE, _TINY = 3, 1e-9
"""Beyond so many halves of their last places, and a trifle for floats, two numbers are never one value."""


def same_relations(context: Context) -> Iterator[Relation]:
    """Restatements of one metric, and one value under two years."""
    grouped: dict[tuple[object, ...], list[Fact]] = {}
    for fact in context.facts:
        if fact.metric not in lexicon().single_valued or fact.role not in ("actual", "budget"):
            continue
        if (
            fact.line.section in ("goal", "plan")
            or fact.quantity.approximate
            or fact.quantity.upper
            or fact.depth > 1
            or one_of_several(context, fact)
            or word("same_not").search(fact.label)
            or _of_a_list(fact)
            or says("same_among", context.text[max(fact.sentence.start, fact.start - _GROUP) : fact.start])
            or word("same_not_after").search(context.text[fact.end : fact.end + _AFTER])
            or _of_other_time(context, fact)
            or _of_other_scope(context, fact)
            or _of_other_fund(context, fact)
            or (fact.quantity.family == "ratio" and word("subgroup").search(fact.sentence.line.text))
            or word("subgroup").search(
                context.text, max(fact.sentence.start, fact.start - _GROUP), fact.start
            )
        ):
            continue
        grouped.setdefault(_key(fact), []).append(fact)
    for facts in grouped.values():
        yield from _restated(context, facts)
        yield from _two_years(context, facts)
    yield from _counts_of_projects(context)


def _of_other_scope(context: Context, fact: Fact) -> bool:
    """Whether a bare 支出 follows another account's or caliber's words: 统筹基金收入…，支出…; 不含生育保险，…"""
    before = context.text[fact.sentence.start : fact.start]
    if word("caliber_clause").search(before) or word("told_of_years").search(before):
        return True
    if not word("flow_alone").fullmatch(fact.label.strip(" 、，；和及")):
        return False
    heads = [
        one
        for one in context.facts[max(0, fact.index - _SCOPED) : fact.index]
        if one.sentence == fact.sentence
    ]
    return any(one.account != fact.account or one.insurance != fact.insurance for one in heads)


def _of_other_time(context: Context, fact: Fact) -> bool:
    """Whether a number follows another of the year before in its sentence: 上学年参保率90.6%，参保166,432人."""
    before = context.text[fact.sentence.start : fact.start]
    prior = word("same_prior").search(before)
    return prior is not None and not word("same_now").search(prior.group())


def _of_other_fund(context: Context, fact: Fact) -> bool:
    """Whether a number names no fund, and its paragraph told of another one last than its heading: 职工医保基金收入…，支出…"""
    bare = fact.metric in lexicon().of_each_fund and not fund_named(fact)
    return bare and fund_of(context.text, fact) != fact.insurance


def _key(fact: Fact) -> tuple[object, ...]:
    fund = fund_named(fact) if fact.metric in lexicon().of_each_fund else ""
    return (
        fact.metric,
        fact.role,
        fact.insurance,
        fund,
        fact.account,
        fact.item,
        fact.qualifier,
        fact.partial,
    )


def agree(first: Quantity, second: Quantity) -> bool:
    """Whether two printed numbers may be one value: their intervals meet, or they differ by less than a last place."""
    apart = abs(first.size - second.size)
    if apart > _AGREE * (first.half_size + second.half_size) + _TINY * max(abs(first.size), abs(second.size)):
        return False  # most are of other things altogether
    if first.interval.meets(second.interval):
        return True
    coarser = max(
        first.measure.unit.to_base(2 * first.printed.half_unit),
        second.measure.unit.to_base(2 * second.printed.half_unit),
    )
    both_exact = first.exact and second.exact
    return (
        not both_exact
        and first.printed.decimals != second.printed.decimals
        and abs(first.value - second.value) < coarser
    )


def _restated(context: Context, facts: list[Fact]) -> Iterator[Relation]:
    by_year: dict[int, list[Fact]] = {}
    for fact in facts:
        by_year.setdefault(fact.year or context.report.year, []).append(fact)
    for same in by_year.values():
        first = same[0]
        for other in same[1:]:
            bounded = [one for one in (first, other) if one.quantity.operator]
            if len(bounded) == 1:
                yield from _bounded(context, first, other)
                continue
            if bounded or first.sentence == other.sentence:
                continue
            holds = agree(first.quantity, other.quantity)
            repairs: tuple[str, ...] = ()
            gap = None if holds else explains_gap(context, first, other)
            if gap is not None:
                repairs = (f"两数相差 {gap.quantity.shown}，恰为“{gap.name}”",)
            yield relation(
                context, "R6", "consistent" if holds else "inconsistent", "review_same",
                context.quote_facts(first, other), subject=first.name, expected=first.quantity.shown,
                stated=other.quantity.shown, repairs=repairs,
            )  # fmt: skip


def _bounded(context: Context, first: Fact, other: Fact) -> Iterator[Relation]:
    """A measured value beside one said with ≥: they clash where the measured one does not meet it."""
    bound, measured = (first, other) if first.quantity.operator else (other, first)
    gap = measured.quantity.value - bound.quantity.value
    fits = {">=": gap >= 0, ">": gap > 0, "<=": gap <= 0, "<": gap < 0}.get(bound.quantity.operator, gap == 0)
    yield relation(
        context, "R6", "consistent" if fits else "inconsistent", "review_same", context.quote_facts(first, other),
        subject=first.name, expected=measured.quantity.shown,
        stated=context.text[bound.start : bound.end].strip(),
    )  # fmt: skip


def significant(quantity: Quantity) -> int:
    """Digits that are not leading or trailing noughts."""
    return len("".join(filter(str.isdigit, quantity.printed.text)).strip("0"))


def _two_years(context: Context, facts: list[Fact]) -> Iterator[Relation]:
    """The report year's figure once more under another year: the year is wrong."""
    year = context.report.year
    for other in facts:
        if not other.year or other.year == year or significant(other.quantity) < limit("digits_backfill"):
            continue
        twin = next(
            (
                one
                for one in facts
                if (one.year or year) == year and one.quantity.value == other.quantity.value
            ),
            None,
        )
        if twin is not None and not other.quantity.operator and other.sentence != twin.sentence:
            yield relation(
                context, "R15", "inconsistent", "review_year", context.quote_facts(other, twin), subject=other.name,
                expected=f"{year}年", stated=f"{other.year}年", formula=other.quantity.shown,
                repairs=(f"{other.year}年→{year}年",),
            )  # fmt: skip


def _counts_of_projects(context: Context) -> Iterator[Relation]:
    """共10个专项, 共8个大项, and the rows of the table of projects."""
    found: list[tuple[int, int, int]] = []
    for match in word("project_count").finditer(context.body):
        number = re.search(r"\d+", match.group())
        if number is not None and word("count_of_all").search(match.group()):
            found.append(
                (
                    int(number.group()),
                    context.report.start + match.start(),
                    context.report.start + match.end(),
                )
            )
    for match in word("project_count_bare").finditer(context.body):
        low, high = (context.report.start + one for one in match.span())
        if not any(low < end and start < high for _, start, end in found):
            found.append((int(match["count"] or match["count2"]), low, high))
    found.sort(key=lambda one: one[1])
    counts = {count for count, _, _ in found}
    if len(counts) > 1:
        yield relation(
            context, "R6", "inconsistent", "review_project_count", [context.quote(low, high) for _, low, high in found],
            subject="项目个数", expected="个、".join(str(one) for one in sorted(counts)) + "个",
            stated="、".join(f"{context.text[low:high]}" for _, low, high in found),
        )  # fmt: skip


def _of_a_list(fact: Fact) -> bool:
    """Whether a number is of an item whose name stands before the list: 通用设备338.20万元、原值46.5万元."""
    label = fact.label.lstrip()
    return label.startswith("、") and len(label) <= _SHORT_NAME
