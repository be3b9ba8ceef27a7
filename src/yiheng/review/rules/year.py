"""R15 PERIOD: years that the sentences around them rule out: a start after its second year, a year's figures under another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.quantity import whole_number

_YEAR = re.compile(r"(20\d\d)年")
_CLAUSE_END = re.compile(r"[。；;\n]")
_MARKS = re.compile(r"[\s。；;，,：:]+")


def year_relations(context: Context) -> Iterator[Relation]:
    """All rules on years within sentences; they need the report's own year."""
    if not context.report.year:
        return
    yield from _counted_from_start(context)
    yield from _years_ahead(context)
    yield from _done_before(context)
    yield from _state_of_other_year(context)
    yield from _heads_of_other_year(context)
    yield from _issued_before_number(context)
    yield from _closed_too_early(context)


def _told(
    context: Context, match: re.Match[str], expected: str, stated: int, verdict: str = "review"
) -> Relation:
    start = context.report.start
    lead = _MARKS.match(match.group())
    quote = context.quote(start + match.start() + (lead.end() if lead else 0), start + match.end())
    return relation(
        context, "R15", verdict, "review_year", [quote], subject="所属年度", expected=expected,
        stated=f"{stated}年", formula=quote.text.strip(),
    )  # fmt: skip


def _line(context: Context, match: re.Match[str]) -> Line:
    return context.report.line_at(context.report.start + match.start(1))


def _sentence(context: Context, match: re.Match[str]) -> str:
    """The words of a match's clause group, before and after it."""
    before = _CLAUSE_END.split(context.body[max(0, match.start() - 80) : match.start()])[-1]
    return before + match.group() + _CLAUSE_END.split(context.body[match.end() : match.end() + 80])[0]


def _counted_from_start(context: Context) -> Iterator[Relation]:
    """2022年启动，2023年是第二个完整年度: the years counted from the start."""
    for match in word("year_counted").finditer(context.body):
        before = context.body[max(0, match.start() - 60) : match.start()]
        starts = [int(one[1]) for one in word("year_started").finditer(before)]
        number = whole_number(match[2])
        if not starts or not number:
            continue
        told, first = int(match[1]), starts[-1]
        if told - first not in (number - 1, number):
            yield _told(context, match, f"{first + number - 1}年或{first + number}年", told, "inconsistent")


def _years_ahead(context: Context) -> Iterator[Relation]:
    """What is told as done in a year after the report's; documents of a later year."""
    year = context.report.year
    for match in word("year_done").finditer(context.body):
        told = int(match[1])
        if told <= year or word("year_to_come").search(_sentence(context, match)):
            continue
        if told == year + 1 and not word("year_begun").search(match.group()):
            continue
        if _line(context, match).section != "plan":
            yield _told(context, match, f"不晚于{year}年", told)
    for match in word("year_numbered").finditer(context.body):
        if int(match[1]) > year + 1:
            yield _told(context, match, f"不晚于{year + 1}年", int(match[1]))


def _done_before(context: Context) -> Iterator[Relation]:
    """Money of the year paid out, works of the year finished, in a year before it."""
    year = context.report.year
    for match in word("year_paid").finditer(context.body):
        told = int(match[1])
        sentence = _sentence(context, match)
        if told >= year or _line(context, match).section in ("basis", "plan"):
            continue
        if word("year_of_past").search(sentence) or str(year) in sentence:
            continue
        yield _told(context, match, f"{year}年", told)
    for match in word("year_awaited").finditer(context.body):
        if int(match[1]) < year:
            yield _told(context, match, f"{year}年以后", int(match[1]))


def _state_of_other_year(context: Context) -> Iterator[Relation]:
    """截至2021年末……, 2021年，全县参保……人 in the report of another year, with no word of comparison around it."""
    year = context.report.year
    counts = Counter(int(one) for one in _YEAR.findall(context.body))
    several = sum(1 for one, often in counts.items() if often >= 2 and one != year) > 2
    if several or not counts[year]:
        return
    opened = {int(one[1]) for one in word("year_opening").finditer(context.body)} - {year}
    for name in ("year_state", "year_opening", "year_budget"):
        for match in word(name).finditer(context.body):
            told, line = int(match[1]), _line(context, match)
            if told >= year or line.section in ("plan", "goal") or counts[told] > 1 or len(opened) > 1:
                continue
            around = _sentence(context, match)
            if word("year_of_past").search(around) or word("compared_loosely").search(around):
                continue
            beside = {int(one) for one in _YEAR.findall(line.text)} - {told}
            if told < year - 1 or (not any(one <= year for one in beside) and not _compared(line)):
                yield _told(context, match, f"{year}年", told)


def _compared(line: Line) -> bool:
    """Whether a paragraph compares with another year."""
    return bool(word("compared_loosely").search(line.text))


def _heads_of_other_year(context: Context) -> Iterator[Relation]:
    """A line under the title that gives a year of which the text says nothing else."""
    head = context.body[:240]
    counts = Counter(int(one) for one in _YEAR.findall(context.body))
    if not counts:
        return
    (top, often), *_ = counts.most_common(1)
    for match in word("year_in_brackets").finditer(head):
        told = int(match[1])
        if told != top and often >= 2 and counts[told] == 1:
            yield _told(context, match, f"{top}年", told)


def _issued_before_number(context: Context) -> Iterator[Relation]:
    """（〔2023〕9号），2021年2月20日印发; 《关于开展2024年……的通知》（〔2022〕4号）: the number's year and the others."""
    for match in word("year_noticed").finditer(context.body):
        if int(match[2]) < int(match[1]) - 1:
            yield _told(context, match, f"{match[1]}年", int(match[2]))
    for match in word("number_then_issued").finditer(context.body):
        numbered, issued = int(match[1]), int(match[2])
        if issued not in (numbered, numbered + 1) or (issued == numbered + 1 and int(match[3]) > 1):
            yield _told(context, match, f"{numbered}年", issued, "inconsistent")


def _closed_too_early(context: Context) -> Iterator[Relation]:
    """2023年度决算，2022年2月审定: the books of a year are closed after it; 下一步：2022年将…… lies behind a report of 2023."""
    year = context.report.year
    for match in word("year_closed").finditer(context.body):
        if int(match["closed"]) <= int(match["books"]):
            yield _told(context, match, f"{match['books']}年以后", int(match["closed"]), "inconsistent")
    for match in word("year_half").finditer(context.body):
        told, around = int(match[1]), _sentence(context, match)
        own = _line(context, match).section in ("problem", "result")
        if told < year and own and not word("year_half_not").search(around):
            yield _told(context, match, f"{year}年", told)
    for match in word("year_will").finditer(context.body):
        told = int(match[1])
        past = word("year_of_past").search(context.body[max(0, match.start() - 20) : match.start()])
        if told < year and not past and _line(context, match).section not in ("basis", "goal"):
            yield _told(context, match, f"{year}年以后", told)
