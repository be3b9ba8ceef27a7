"""R15 PERIOD: dates of filling, years of figures and of comparisons, against the year that a report is of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.lexicon import says, word

_YEAR = re.compile(r"(20\d\d)年")
_AFTER = 40
_DATED_SECTIONS = ("goal", "plan", "basis", "budget")


def period_relations(context: Context) -> Iterator[Relation]:
    """All rules on years and dates."""
    if context.report.year:
        yield from _filled(context)
        yield from _titled(context)
        yield from _compared(context)
        yield from _stale(context)
        yield from _other_year(context)


def _asked(
    context: Context, match: re.Match[str], expected: str, stated: str, verdict: str = "review"
) -> Relation:
    start = context.report.start
    quote = context.quote(start + match.start(), start + match.end())
    return relation(
        context, "R15", verdict, "review_year", [quote], subject="所属年度", expected=expected, stated=stated,
        formula=quote.text.strip(),
    )  # fmt: skip


def _ends(context: Context) -> date:
    """The last day of the reported period."""
    head = context.report.title + context.body[:200]
    return (
        date(context.report.year, 6, 30)
        if word("half_year").search(head)
        else date(context.report.year, 12, 31)
    )


def _filled(context: Context) -> Iterator[Relation]:
    """A report cannot be filled in before its period has ended."""
    ends = _ends(context)
    if word("part_year").search(context.report.title) or says("period_planned", context.report.headline):
        return
    for name in ("date_filled", "date_sent"):
        for match in word(name).finditer(context.body):
            try:
                told = date(*(int(part) for part in match.groups()))
            except ValueError:
                continue
            if told <= ends:
                yield _asked(
                    context,
                    match,
                    f"{ends.year}年{ends.month}月以后",
                    f"{told.year}年{told.month}月{told.day}日",
                )


def _titled(context: Context) -> Iterator[Relation]:
    """A title of another year than the one that the text speaks of."""
    head = context.body[: context.body.find("。")][:200]
    counts = Counter(int(year) for year in _YEAR.findall(context.body[len(head) :]))
    if not counts:
        return
    (top, often), *_ = counts.most_common(1)
    for match in word("year_titled").finditer(head):
        titled = int(match[1])
        if titled != top and often >= 3 and counts[titled] <= 1 and counts[titled - 1] == 0:
            yield _asked(context, match, f"{top}年", f"{titled}年")


def _sentence_before(context: Context, at: int) -> str:
    return re.split(r"[。；;\n]", context.body[max(0, at - 160) : at])[-1]


def _compared(context: Context) -> Iterator[Relation]:
    """A figure is compared with an earlier year, never with its own or a later one."""
    for match in word("year_compared").finditer(context.body):
        rest = re.split(r"[，。；;\n]", context.body[match.end() : match.end() + _AFTER])[0]
        if match.group().startswith("与") and not says("tl_compared_after", rest):
            continue  # 将2020年结果与2021年分配挂钩
        lead = _sentence_before(context, match.start())
        years = [int(year) for year in _YEAR.findall(lead)]
        subject = years[-1] if years else context.report.year
        if (
            int(match[1]) >= subject
            and not word("year_ahead").search(lead)
            and not (years and int(match[1]) in years)
        ):
            planned = context.report.line_at(context.report.start + match.start()).section == "plan"
            later = int(match[1]) > max(subject, context.report.year)
            told = bool(years) or context.body.count(str(subject)) > 1 or str(subject) in context.report.title
            verdict = "inconsistent" if later and told and not planned else "review"
            yield _asked(context, match, f"早于{subject}年", f"{match[1]}年", verdict)


def _stale(context: Context) -> Iterator[Relation]:
    """Money carried over into a year gone by, deadlines that have passed, measures that begin after the period."""
    year = context.report.year
    for name, fits in (
        ("carried_to", lambda told: told == year + 1),
        ("year_deadline", lambda told: told >= year),
        ("year_start", lambda told: told <= year),
    ):
        for match in word(name).finditer(context.body):
            line = context.report.line_at(context.report.start + match.start())
            lead = _sentence_before(context, match.start())
            own = [int(one) for one in _YEAR.findall(lead)]
            if fits(int(match[1])) or line.section in _DATED_SECTIONS or word("year_ahead").search(lead):
                continue
            if name == "carried_to" and own and int(match[1]) == own[-1] + 1:
                continue
            yield _asked(context, match, f"{year}年度", f"{match[1]}年")


def _other_year(context: Context) -> Iterator[Relation]:
    """Figures under a year that nothing else in the report speaks of."""
    year = context.report.year
    counts = Counter(int(one) for one in _YEAR.findall(context.body))
    if sum(1 for one, often in counts.items() if often >= 2 and one != year) > 2 or counts[year] < 2:
        return  # a report of several years
    for match in word("year_of_figures").finditer(context.body):
        told = int(match[1])
        line = context.report.line_at(context.report.start + match.start(1))
        if told >= year - 1 or counts[told] > 1 or line.section in ("plan", "basis", "goal"):
            continue
        if not says("compared", match.group()):
            yield _asked(context, match, f"{year}年", f"{told}年")
