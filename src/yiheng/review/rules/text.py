"""R14 UNIT, R15 PERIOD, R16 ORDER, R18 TEXT, R21 ATTACH, R22 WORDS: what reading alone shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from yiheng.review.finding import DISCLOSURE, Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.lexicon import lexicon, limit, word
from yiheng.review.rules.ratio import unit_by

_ALL, _ALONE = 100, 100
"""How many times any other count of persons a number is that its report hardly means."""


def text_relations(context: Context) -> Iterator[Relation]:
    """All rules on words."""
    yield from _magnitude(context)
    yield from _paid_within_cost(context)
    yield from _rates_above_all(context)
    yield from _periods(context)
    yield from _issue_years(context)
    yield from _marks(context)
    yield from _contradictions(context)


def _magnitude(context: Context) -> Iterator[Relation]:
    """More persons than a province has, where no other count of the report comes near: 52773万人."""
    counts = [one for one in context.facts if one.quantity.dimension == "persons"]
    for fact in counts:
        if fact.quantity.value > limit("persons_most"):
            near = [
                one
                for one in counts
                if one.end != fact.end and one.quantity.value * _ALONE > fact.quantity.value
            ]
            if near:
                continue  # of the whole country
            other = unit_by(fact.quantity, Fraction(1, 10000))
            shown = other.shown if other else ""
            yield relation(
                context, "R14", "inconsistent", "review_magnitude", context.quote_facts(fact), subject=fact.name,
                expected=shown, stated=fact.quantity.shown, repairs=(f"{fact.quantity.shown}→{shown}",) if shown else (),
            )  # fmt: skip


def _rates_above_all(context: Context) -> Iterator[Relation]:
    """报销比例达到103.0%: a part of all that is more than all."""
    for fact in context.facts:
        rate = fact.quantity
        plain = rate.unit == "%" and rate.measured and rate.printed.value > _ALL
        if (
            plain
            and word("rate_within_all").search(fact.label)
            and fact.line.section != "goal"
            and fact.role != "target"
        ):
            yield relation(
                context, "R16", "inconsistent", "review_above_all", context.quote_facts(fact), subject=fact.name,
                expected="100%", stated=rate.shown,
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


def _periods(context: Context) -> Iterator[Relation]:
    """Another year's words, part of a year in an annual report, events after its end."""
    year, start = context.report.year, context.report.start
    for match in word("period_stale").finditer(context.body):
        told = int(re.search(r"\d{4}", match.group()).group())  # type: ignore[union-attr]
        lead = context.body[max(0, match.start() - 8) : match.start()]
        if year and told == year - 1 and not word("year_linked").search(lead):
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
    if word("title_annual").search(context.report.title) and not word("title_partial").search(
        context.report.title
    ):
        yield from _partial_year(context)
    for match in word("event_dated").finditer(context.body):
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
    for match in word("issued_with_number").finditer(context.body):
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
        ("review_prompt", word("prompt_blank"), "review"),
        ("review_doubled", word("doubled"), "review"),
        ("review_glued", word("date_glued"), "review"),
    ):
        for match in pattern.finditer(context.body):
            if kind == "review_doubled" and (
                (len(set(match.group())) < 2 and not word("doubled_marks").search(match.group()))
                or word("doubled_not").search(match.group())
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
