"""R14 UNIT, R15 PERIOD, R16 ORDER, R17 PER_CAPITA, R18 TEXT, R21 ATTACH, R22 WORDS: what reading alone shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from yiheng.exact.interval import Verdict
from yiheng.review.context import Context, judge, relation
from yiheng.review.fact import Fact
from yiheng.review.finding import DISCLOSURE, Relation
from yiheng.review.lexicon import lexicon, limit, word
from yiheng.review.rule_ratio import unit_by

_HEADS = frozenset({"persons", "visits", "cases", "payments", "户"})
_GLUED = re.compile(
    r"(?<![\d.])(?:19|20)\d{2}(?:[01]\d[0-3]\d|\d{3})(?:日)?(?=[,，。；经]|日)|〔(?:19|20)\d{3,6}号|(?<!\d)(?:1231|630|1031|930|331)日?(?=[,，。前])"
)
_ISSUED = re.compile(
    r"((?:19|20)\d{2})(?:年\d{1,2}月\d{1,2}日|\d{3,4})[，,](?:(?!。|〔|\n).){0,160}?(?:印发|发布|下发|出台)(?:(?!。|\n).){0,80}?〔((?:19|20)\d{2})"
)
_EVENT = re.compile(r"((?:19|20)\d{2})年\d{1,2}月[^。；\n]{0,60}?\d+(?:\.\d+)?\s?(?:万元|亿元|元)")


def text_relations(context: Context) -> Iterator[Relation]:
    """All rules on words."""
    yield from _magnitude(context)
    yield from _paid_within_cost(context)
    yield from _per_head(context)
    yield from _periods(context)
    yield from _issue_years(context)
    yield from _marks(context)
    yield from _contradictions(context)


def _magnitude(context: Context) -> Iterator[Relation]:
    """More persons than a province has: 52773万人."""
    for fact in context.facts:
        if fact.quantity.dimension == "persons" and fact.quantity.value > limit("persons_most"):
            other = unit_by(fact.quantity, Fraction(1, 10000))
            shown = other.shown if other else ""
            yield relation(
                context, "R14", "inconsistent", "review_magnitude", context.quote_facts(fact), subject=fact.name,
                expected=shown, stated=fact.quantity.shown, repairs=(f"{fact.quantity.shown}→{shown}",) if shown else (),
            )  # fmt: skip


def _paid_within_cost(context: Context) -> Iterator[Relation]:
    """Costs of one item of a list, and what was paid of them."""
    for position, paid in enumerate(context.facts[1:], 1):
        cost = context.facts[position - 1]
        if (
            paid.sentence != cost.sentence
            or paid.quantity.dimension != "money"
            or cost.quantity.dimension != "money"
        ):
            continue
        between = context.text[cost.end : paid.start]
        if (
            re.search(r"[；;。]", between)
            or not word("paid").search(between)
            or not (paid.quantity.measured and cost.quantity.measured)
        ):
            continue
        clause = re.split(r"[；;。]", context.text[cost.sentence.start : cost.start])[-1]
        if not word("cost").search(clause) or word("paid").search(clause.split("，")[-1]):
            continue
        fits = paid.quantity.interval.low <= cost.quantity.interval.high
        repairs: tuple[str, ...] = ()
        rule = "R16"
        larger = unit_by(cost.quantity, Fraction(10000))
        if not fits and larger is not None and larger.value >= paid.quantity.value:
            rule, repairs = "R14", (f"{cost.quantity.shown}→{larger.shown}",)
        yield relation(
            context, rule, "consistent" if fits else "inconsistent", "review_paid_above", context.quote_facts(cost, paid),
            subject=cost.name, expected=cost.quantity.shown, stated=paid.quantity.shown, repairs=repairs,
        )  # fmt: skip


def _per_head(context: Context) -> Iterator[Relation]:
    """支出X，惠及N人，人均Y: one amount, one count and one mean in a sentence."""
    by_line: dict[int, list[Fact]] = {}
    for fact in context.facts:
        by_line.setdefault(fact.line.start, []).append(fact)
    for told in by_line.values():
        facts = [one for one in told if not word("compared").search(one.label)]
        means = [
            one
            for one in facts
            if one.quantity.family == "money"
            and re.search(r"人均|次均|例均|笔均|户均|人次均", one.label[-12:])
        ]
        if (
            len(means) != 1
            or not means[0].quantity.measured
            or means[0].line.section == "goal"
            or re.search(r"标准", means[0].label)
        ):
            continue
        mean = means[0]
        near = [one for one in facts if one.sentence == mean.sentence]
        counted = any(one.quantity.dimension in _HEADS for one in near)
        counts = [
            one
            for one in (near if counted else facts)
            if one.start < mean.start and one.quantity.dimension in _HEADS and one.quantity.measured
        ]
        sums = [
            one
            for one in facts
            if one.start < mean.start
            and one.quantity.dimension == "money"
            and one.quantity.measured
            and one.quantity.value > mean.quantity.value
        ]
        if not counts or not sums:
            continue
        judged = [
            (a, n, judge(lambda v: v[0] / v[1], [a.quantity, n.quantity], mean.quantity))
            for a in sums
            for n in counts
        ]
        best = next(
            ((a, n, j) for a, n, j in judged if j is not None and j[0] is not Verdict.INCONSISTENT), None
        )
        if best is None:
            spent = [
                one for one in judged if re.search(r"支出|支付|费用|发放", one[0].label) and len(counts) == 1
            ]
            judged = spent if len(spent) == 1 else [one for one in judged if _of_one_thing(one[0], one[1])]
        if best is None and len(judged) != 1:
            context.note(mean.start, mean.end, "人均数的分子或分母不止一种读法")
            continue
        amount, heads, found = best or judged[0]
        if found is not None:
            shown = mean.quantity.text_of(found[1], 0)
            yield relation(
                context, "R17", found[0].value, "review_ratio", context.quote_facts(amount, heads, mean), subject=mean.name,
                expected=shown, stated=mean.quantity.shown, formula=f"{amount.quantity.shown} ÷ {heads.quantity.shown}",
                repairs=(f"{mean.quantity.shown}→{shown}",) if found[0] is Verdict.INCONSISTENT else (),
            )  # fmt: skip


def _of_one_thing(amount: Fact, heads: Fact) -> bool:
    """Whether an amount and a count are told of in the same words: 生育津贴."""
    return any(heads.core[n : n + 4] in amount.core for n in range(len(heads.core) - 3))


def _periods(context: Context) -> Iterator[Relation]:
    """Another year's words, part of a year in an annual report, events after its end."""
    year, start = context.report.year, context.report.start
    for match in word("period_stale").finditer(context.body):
        told = int(re.search(r"\d{4}", match.group()).group())  # type: ignore[union-attr]
        lead = context.body[max(0, match.start() - 8) : match.start()]
        if year and told == year - 1 and not re.search(r"较|比|与|上年|结合|延续", lead):
            quote = context.quote(start + match.start(), start + match.end())
            yield relation(
                context,
                "R15",
                "inconsistent",
                "review_year",
                [quote],
                subject="所属年度",
                expected=f"{year}年",
                stated=f"{told}年",
                formula=match.group(),
                repairs=(f"{told}年→{year}年",),
            )
    if re.search(r"年度|自评|评价", context.report.title) and not re.search(
        r"月|季度|半年|监控", context.report.title
    ):
        yield from _partial_year(context)
    for match in _EVENT.finditer(context.body):
        line = context.report.line_at(start + match.start())
        if (
            year
            and int(match[1]) == year + 1
            and line.section == "result"
            and word("event_bad").search(match.group() + context.body[match.end() : match.end() + 30])
        ):
            quote = context.quote(start + match.start(), start + match.end())
            yield relation(
                context,
                "R15",
                "review",
                "review_event_after",
                [quote],
                subject="所属年度",
                expected=f"{year}年",
                stated=match.group(),
            )


def _partial_year(context: Context) -> Iterator[Relation]:
    year, start = context.report.year, context.report.start
    for match in word("month_partial").finditer(context.body):
        told = int(match[1]) if match[1] else year
        line = context.report.line_at(start + match.start())
        rest = re.split(r"[。\n]", context.body[match.end() : match.end() + 80])[0]
        if told == year and int(match[2]) < 12 and line.section == "result" and re.search(r"\d", rest):
            quote = context.quote(start + match.start(), start + match.end())
            yield relation(
                context,
                "R15",
                "review",
                "review_partial_year",
                [quote],
                subject="数据期间",
                expected=f"{year}年全年",
                stated=match.group(),
            )


def _issue_years(context: Context) -> Iterator[Relation]:
    """1996年6月29日印发……〔1999〕23号: the day of issue and the number's year."""
    for match in _ISSUED.finditer(context.body):
        issued, numbered = int(match[1]), int(match[2])
        if issued == numbered or (issued == numbered + 1 and "年1月" in match.group()[:8]):
            continue
        low = context.report.start + match.start()
        end = context.report.start + match.end()
        quotes = [context.quote(low, low + 10), context.quote(max(low, end - 8), end)]
        yield relation(
            context,
            "R15",
            "inconsistent",
            "review_issue_year",
            quotes,
            subject="发文日期",
            expected=f"{numbered}年",
            stated=f"{issued}年",
            repairs=(f"日期改为 {numbered} 年", f"文号改为〔{issued}〕"),
        )


def _marks(context: Context) -> Iterator[Relation]:
    """Template prompts, doubled words, glued dates, attachments that are only named."""
    start = context.report.start
    for kind, pattern, verdict in (
        ("review_prompt", word("prompt"), "inconsistent"),
        ("review_doubled", word("doubled"), "review"),
        ("review_glued", _GLUED, "review"),
    ):
        for match in pattern.finditer(context.body):
            if kind == "review_doubled" and (
                len(set(match.group())) < 2 or re.search(r"实施|进一步|逐步|[0-9]", match.group())
            ):
                continue
            quote = context.quote(start + match.start(), start + match.end())
            yield relation(context, "R18", verdict, kind, [quote], stated=quote.text.strip())
    for line in context.report.lines:
        if (
            word("attachment").search(line.text)
            and line.text.strip().startswith("附")
            and not _attached(context, line.text)
        ):
            quote = context.quote(line.start, line.end)
            yield relation(context, "R21", DISCLOSURE, "review_attachment", [quote], stated=line.text.strip())


def _attached(context: Context, named: str) -> bool:
    """Whether the table or report that a line names is in the file or was given with it."""
    title = re.sub(r"^\s*附[件表]\s*\d*\s*[:：]\s*(?:\d+[.、])?|\.(?:xls|doc|pdf)x?$|[。《》\s]", "", named)
    if any(title[-10:] in name or name in title for name in context.attachments if name):
        return True
    return context.whole.count(title) > 1 or (
        bool(context.tables)
        and "表" in title
        and any(t.start > context.text.find(named) for t in context.tables)
    )


def _contradictions(context: Context) -> Iterator[Relation]:
    """Words against words: 无违反…制度 beside money that was not handed over in time."""
    start = context.report.start
    for one in lexicon().contradictions:
        claim = re.search(one.claim, context.body)
        against = re.search(one.against, context.body) if claim else None
        if claim is None or against is None or claim.start() <= against.start() < claim.end():
            continue
        quotes = [context.quote(start + m.start(), start + m.end()) for m in (claim, against)]
        yield relation(
            context,
            "R22",
            "inconsistent",
            "review_words",
            quotes,
            subject=one.about,
            expected=quotes[1].text,
            stated=quotes[0].text,
        )
