"""R15 for dates and years that a report's own year rules out: a self-evaluation before its year has ended, a deadline among the
proposals that has passed, a figure under a year that the report is not of.

The report's year is what its timeline settles (:mod:`yiheng.review.reading.timeline`); a report of several years has none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.begin import compiled
from yiheng.review.reading.calendar import Day, days_of
from yiheng.review.reading.context import Context
from yiheng.review.reading.figure import Figure, figures_in, figures_of
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.timeline import Timeline, Vote, timeline_of
from yiheng.review.told.chronology import Told, around, fresh, span

_SENTENCE, _SENTENCE_END = re.compile(r"[^。\n]+"), re.compile(r"[。；;\n]")
_HEAD_LINES, _YEAR_MONTHS, _LONG, _BEFORE, _AFTER, _TRIED, _NAME = 16, 12, 3, 40, 60, 8, 2
_EARLY = timedelta(days=10)
"""How long before the last day of its period a report may be drawn up."""
_DATE_YEAR = compiled(r"(?<![\d〔\[（(])(20\d\d)\s?年(?!\s?\d{1,2}\s?月)")
_NUMBERED = re.compile(r"^\s*\d{1,2}[.．、]\s?(?=20\d\d年)")
_PLANNED_YEAR = re.compile(r"(20\d\d)\s?年")


def own_year_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Dates ruled out by the year of an annual report, where none is accused already."""
    line = context.once(timeline_of)
    if line is None or line.several or not line.annual:
        return
    accused = ends_of(found, "inconsistent")
    for law in _LAWS:
        yield from fresh(context, law(context, line), accused)
    for own_law in _LAWS_OF_YEAR if line.settled else ():
        yield from fresh(context, own_law(context, line, line.settled), accused)


def _clause_of(text: str, day: Day) -> tuple[str, str]:
    """The words of a date's clause before it, and those after it or of the next clause where it ends with the date."""
    before, _ = around(text, day)
    return before, re.split(r"[，,。；;]", re.sub(r"^[，,]", "", text[day.end :]))[0]


def _evaluated_early(context: Context, line: Timeline, year: int) -> Iterator[Told]:
    """我局于2023年2月组织……进行了自评, of all 2023."""
    last = line.ends(year) - _EARLY
    for own, base, text, days in context.once(_all_days):
        told = says("chr_evaluated", text) and not says("chr_evaluated_not", text)
        for day in days if told and own.section not in ("goal", "plan", "basis") else ():
            before, after = _clause_of(text, day)
            of_other = re.search(r"20\d\d", after) is not None and str(year) not in after
            done = says("chr_evaluated", before + after) and says("chr_evaluated_done", after)
            if day.own_year and day.month and day.last < last and done and not of_other:
                yield [span(base, day), _said(line, year)], text[day.start : day.end], f"{year}年结束以后"


def _said(line: Timeline, year: int, *left_out: Vote) -> tuple[int, int]:
    """Where the report says most plainly which year it is of."""
    said = line.witness(year, *left_out)
    return said.start, said.end


def _all_days(context: Context) -> list[tuple[Line, int, str, list[Day]]]:
    """The sentences outside tables that name days, each with its line, its place and its days."""
    found = []
    for line in context.report.lines:
        if "20" not in line.text or context.in_table(line.start):
            continue
        for match in _SENTENCE.finditer(_NUMBERED.sub(_blank, line.text)):
            days = days_of(match.group())
            if days:
                found.append((line, line.start + match.start(), match.group(), days))
    return found


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _own_number(context: Context, line: Timeline, year: int) -> Iterator[Told]:
    """云医保函〔2023〕17号 over a report of 2024: a report is written when its year is over."""
    for own in context.report.lines[:_HEAD_LINES]:
        match = word("chr_own_number").match(own.text)
        if match is not None and int(match["year"]) < year:
            place = own.start + match.start("year"), own.start + match.end("year")
            yield [place, _said(line, year)], match.group().strip(), f"{year}年以后"


def _number_ahead(_: Context, line: Timeline) -> Iterator[Told]:
    """A document of 2025 in a report signed in 2023."""
    for signed in [one for one in line.signed if one.last][:1]:
        for match in word("chr_number").finditer(line.text):
            if int(match["year"]) > signed.day.year:
                place = line.base + match.start(), line.base + match.end()
                yield [place, (signed.start, signed.end)], match.group(), f"不晚于{signed.day.year}年"


def _state_ahead(context: Context, line: Timeline) -> Iterator[Told]:
    """截至2023年12月末，累计支出…… in a report of 2022 that speaks of 2023 nowhere else."""
    for vote in line.votes:
        year = line.settled_without(vote) if vote.kind == "state" and line.mentions[vote.stated] == 1 else 0
        if vote.stated != year + 1 or any(one.day.year > vote.stated for one in line.signed):
            continue
        low = vote.start - line.base
        before, after = line.text[max(0, low - _BEFORE) : low], line.text[low : low + _AFTER]
        sentence = _SENTENCE_END.split(before)[-1] + _SENTENCE_END.split(after)[0]
        told = context.report.line_at(vote.start).section not in ("plan", "goal")
        if told and says("tl_flow", sentence) and not says("tl_planned", sentence):
            yield (
                [(vote.start, vote.end), _said(line, year, vote)],
                f"截至{vote.stated}年末",
                f"所述为{year}年度",
            )


def _past_deadline(context: Context, line: Timeline, year: int) -> Iterator[Told]:
    """建议：对2021年6月底前未接入的药店暂停拨付, in a report of 2022."""
    later = line.mentions[year + 1] > 0 or any(one.day.year > year for one in line.signed)
    for own, base, text, days in context.once(_all_days):
        if own.section != "plan" and not any(says("chr_plan", one) for one in own.path):
            continue
        headed = max((int(one) for head in own.path for one in _PLANNED_YEAR.findall(head)), default=0)
        for day in days:
            last = max(year if later and day.month < _YEAR_MONTHS else year - 1, headed - 1)
            if not day.own_year or day.year > last or not _is_deadline(text, day):
                continue
            before, after = around(text, day)
            if not says("chr_deadline_not", before + after):
                shown = text[day.start : day.end] + after[:2]
                yield [span(base, day), _said(line, year)], shown, f"{last}年以后"


def _is_deadline(text: str, day: Day) -> bool:
    """2022年3月底前, 2022年一季度前."""
    return word("chr_deadline").match(text[day.end - (text[day.end - 1] in "年底末初") :]) is not None


def _after_publishing(context: Context, line: Timeline) -> Iterator[Told]:
    """2022年12月末在职33人, published on 11 April 2022."""
    match = word("chr_published").search(line.text)
    published = next((one for one in days_of(match["date"]) if one.month), None) if match else None
    if match is None or published is None:
        return
    low = line.base + match.start("date")
    for own, base, text, days in context.once(_all_days):
        if own.section == "plan" or any(says("chr_plan", one) for one in own.path):
            continue
        for day in days:
            before, after = around(text, day)
            state = re.match(r"\s?\d{1,2}日|[底末]", text[day.end - 1 : day.end + 2]) and re.search(
                r"\d", after
            )
            late = day.own_year and day.month and day.first > published.last
            if state and late and not says("tl_planned", before + after):
                places = [span(base, day), (low, low + len(match["date"]))]
                yield places, text[day.start : day.end], f"早于{match['date']}"


def _period_field(_: Context, line: Timeline, year: int) -> Iterator[Told]:
    """评价期为2021年1月1日至2021年12月31日 in a report of 2022."""
    for match in word("chr_period_field").finditer(line.text):
        if int(match["year"]) < year and str(year) not in line.text[match.end() : match.end() + _AFTER]:
            place = line.base + match.start("year"), line.base + match.end("year")
            yield [place, _said(line, year)], match.group(), f"所述为{year}年度"


def _left_until(context: Context, line: Timeline) -> Iterator[Told]:
    """尾款12万元计划于2022年6月支付, signed in February 2023."""
    signed = next((one for one in line.signed if one.last), None)
    for own, base, text, days in context.once(_all_days) if signed is not None else ():
        assert signed is not None
        if own.section in ("goal", "basis") or not says("chr_left", text) or says("chr_left_not", text):
            continue
        for day in days:
            before, _after = around(text, day)
            if (
                day.own_year
                and day.month
                and day.last < signed.day - _EARLY
                and says("chr_left_plan", before)
            ):
                shown = f"{signed.day.year}年{signed.day.month}月以后"
                yield [span(base, day), (signed.start, signed.end)], text[day.start : day.end], shown


def _opened_by_other_year(context: Context, line: Timeline, year: int) -> Iterator[Told]:
    """2020年生育待遇预算6,480万元，决算6,162.3万元 in a report of 2021 that tells of 2020 nowhere else, or gives that number as its own."""
    told = Counter(int(one[1]) for one in _DATE_YEAR.finditer(line.text))
    for own in context.report.lines:
        match = word("chr_opening").match(own.text)
        if match is None or int(match["year"]) >= year or own.section in ("goal", "basis", "plan"):
            continue
        dated = re.match(r"年\s?(?:\d|[初底末]|[至到\-—~])", own.text[match.end("year") :])
        kept = says("chr_opening_of", match["rest"]) and re.search(r"\d", match["rest"])
        if dated or not kept or str(year) in own.text or says("chr_opening_not", own.text):
            continue
        if re.search(rf"{year}年度?{re.escape(match['rest'][:_NAME])}[^，。；\n]{{0,8}}\d", line.text):
            continue  # 2023年支出 is told as well
        if told[int(match["year"])] == 1 or _told_as_own(context, own, match):
            place = own.start + match.start("year"), own.start + match.end("year")
            yield [place, _said(line, year)], f"{match['year']}年", f"所述为{year}年度"


def _told_as_own(context: Context, own: Line, match: re.Match[str]) -> bool:
    """Whether a number that a year is given stands elsewhere under no other year than the report's."""
    low, high = own.start + match.start("rest"), own.start + match.end("rest")
    return any(
        not low <= other.start < high and match["year"] not in other.said
        for one in figures_in(context, low, high)
        if one.unit and len(one.digits) > _LONG
        for other in context.once(_by_text)[one.shown][:_TRIED]
    )


def _by_text(context: Context) -> dict[str, list[Figure]]:
    """The numbers by how they are written."""
    found: dict[str, list[Figure]] = {}
    for one in figures_of(context):
        found.setdefault(one.shown, []).append(one)
    return found


_LAWS: tuple[Callable[[Context, Timeline], Iterator[Told]], ...] = (
    _number_ahead,
    _after_publishing,
    _state_ahead,
    _left_until,
)
_LAWS_OF_YEAR: tuple[Callable[[Context, Timeline, int], Iterator[Told]], ...] = (
    _evaluated_early,
    _own_number,
    _past_deadline,
    _period_field,
    _opened_by_other_year,
)
