"""R15 for what must come after what: a rectification after its inspection, the month's money after the month, 上年 before 本年.

Each law is a few lines of content: a chain of stages in their order of time, or a phrase whose two dates bound each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from yiheng.review.finding import Relation
from yiheng.review.reading.calendar import Day, days_of
from yiheng.review.reading.context import Context
from yiheng.review.reading.lexicon import says, without, word
from yiheng.review.reading.quantity import count_of
from yiheng.review.reading.timeline import Timeline, timeline_of
from yiheng.review.rules.dated import told_dates
from yiheng.review.rules.disclosed import untold

_CHAINS = ("tl_chain_check", "tl_chain_money", "tl_chain_work", "tl_chain_case", "tl_chain_letter")
_SEGMENT = re.compile(r"[^。；;\n]+")
_CLAUSE = re.compile(r"[，,。；;：:（()）]")
_LEAD, _ROWS, _STAGED = 14, 3, 2
_SENTENCE_MOST, _MONTHS_NEAR = 120, 1
_ANY_YEAR = 2023
_FIVE_YEARS = {"三": 2016, "四": 2021, "五": 2026}

Told = tuple[list[tuple[int, int]], str, str]


def follow_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Dates and years whose own words put them in another order, where none is accused already."""
    line = context.once(timeline_of)
    told = [*_in_chains(context), *_in_columns(context), *_of_phrases(context), *_rows_of_months(context)]
    told += _begun_twice(context)
    if line is not None:
        told += _of_the_year(context, line)
    yield from untold(context, found, (told_dates(context, *one) for one in told))


# Chains of stages.


def _in_chains(context: Context) -> Iterator[Told]:
    """2023年12月反馈问题，整改期至2023年6月30日: a later stage before an earlier one."""
    for line in context.report.lines:
        if line.text.count("月") < 2 or "20" not in line.text:
            continue
        for segment in _SEGMENT.finditer(line.text):
            text = segment.group()
            days = [one for one in days_of(text, context.report.year or 0) if one.month]
            if len(days) > 1 and not says("tl_apart", text) and not says("tl_chain_apart", text):
                yield from _of_segment(line.start + segment.start(), text, days)


def _of_segment(base: int, text: str, days: Sequence[Day]) -> Iterator[Told]:
    for chain in _CHAINS:
        staged = [(stage, one) for n, one in enumerate(days) if (stage := _stage(chain, text, days, n))]
        for (early, first), (late, second) in zip(staged, staged[1:], strict=False):
            if early < late and second.own_year and second.last < first.first:
                spans = [(base + one.start, base + one.end) for one in (first, second)]
                stated, before = (text[one.start : one.end] for one in (second, first))
                yield spans, stated, f"{before}以后"
                return


def _stage(chain: str, text: str, days: Sequence[Day], number: int) -> str:
    """The stage that a date is told of: by the words after it in its clause, or before it; empty for what was planned."""
    day = days[number]
    next_at = days[number + 1].start if number + 1 < len(days) else len(text)
    low = days[number - 1].end if number else 0
    after = re.split(r"[，,。；;]", text[day.end : next_at])[0]
    before = _CLAUSE.split(text[max(low, day.start - _LEAD) : day.start])[-1]
    if says("dt_planned", before + after[:_LEAD]) or re.match(r"\s?[-—~至到]", text[day.end :]):
        return ""
    found = word(chain).search(after)
    if found is not None and after[found.end() :].startswith("的"):
        return ""  # 2023年3月反馈的问题: what is told of it may come at any time
    found = found or word(chain).search(before)
    return (found.lastgroup or "") if found else ""


def _in_columns(context: Context) -> Iterator[Told]:
    """申报|受理|办结: the dates of a row stand in the order of their columns' stages."""
    for table in context.tables:
        for chain in _CHAINS:
            found = [word(chain).search(cell.text) for cell in table.header]
            staged = [(n, one.lastgroup or "") for n, one in enumerate(found) if one is not None]
            if len(staged) < _STAGED:
                continue
            for row in table.rows:
                days = [
                    (stage, days_of(row[n].text, context.report.year or _ANY_YEAR), row[n])
                    for n, stage in staged
                    if n < len(row)
                ]
                dated = [
                    (stage, told[0], cell) for stage, told, cell in days if len(told) == 1 and told[0].month
                ]
                for (early, first, cell), (late, second, after) in zip(dated, dated[1:], strict=False):
                    if early < late and second.last < first.first and first.own_year == second.own_year:
                        spans = [(cell.start, cell.end), (after.start, after.end)]
                        yield spans, after.text.strip(), f"{cell.text.strip()}以后"


def _begun_twice(context: Context) -> Iterator[Told]:
    """2023年1月1日起实施门诊共济……自2023年7月1日门诊共济政策实施以来: one thing begins once."""
    told: dict[str, tuple[Day, tuple[int, int], str]] = {}
    for match in word("tl_begins").finditer(context.body):
        days = days_of(match["on"] or match["on2"])
        name = without("tl_begins_noise", match["name"] or match["name2"])
        if not days or not days[0].month or len(name) < _ROWS or says("tl_begins_not", name):
            continue
        span = context.span(match, "on" if match["on"] else "on2")
        text = match["on"] or match["on2"]
        before = told.setdefault(name, (days[0], span, text))
        if before[0].first > days[0].last or before[0].last < days[0].first:
            yield [before[1], span], text, before[2]


# Phrases with two dates.


def _of_phrases(context: Context) -> Iterator[Told]:
    for name, law in _PHRASES.items():
        for match in word(name).finditer(context.body):
            broken = law(match)
            if broken is not None:
                yield [context.span(match)], *broken
    for match in word("tl_some_years").finditer(context.body):
        yield from _run_of_years(context, match)


Broken = tuple[str, str] | None
"""What is stated, and what it should be; None where the law is kept."""


def _first_whole(match: re.Match[str]) -> Broken:
    """自2022年10月起执行，2023年为首个完整年度."""
    start, month, day = int(match["start"]), int(match["month"] or 1), int(match["day"] or 1)
    first = start if (month, day) == (1, 1) else start + 1
    if not match["whole"] and int(match["year"]) == start:
        return None  # 2022年10月起执行，2022年为首个执行年度
    return None if int(match["year"]) == first else (f"{match['year']}年", f"首个完整年度为{first}年")


def _begun_after(match: re.Match[str]) -> Broken:
    """2022年10月1日起实施，统计期为2022年10月1日至2023年9月30日: what begins after the period is not in it."""
    on, high = days_of(match["on"]), days_of(match["high"])
    late = on and high and on[0].first > high[0].last
    return (match["on"], f"{match['high']}以前") if late else None


def _reviewed_early(match: re.Match[str]) -> Broken:
    """2024年1月开展2023年度自评: a year is reviewed after it."""
    held, year = int(match["on"] or match["on2"]), int(match["of"] or match["of2"])
    early = year > held or (match["of2"] and year == held)
    return (match.group(), f"{year}年结束以后") if early else None


def _days_of_year(match: re.Match[str]) -> Broken:
    """按全年365天计."""
    return (
        None
        if word("tl_year_days_right").match(match["days"] or match["days2"])
        else (match.group(), "全年365天")
    )


def _months_counted(match: re.Match[str]) -> Broken:
    """1—9月支出16.83亿元，月均1.87亿元（按9个月计）."""
    right = match["count"] == match["last"]
    return None if right else (f"按{match['count']}个月", f"1—{match['last']}月为{match['last']}个月")


def _within(match: re.Match[str]) -> Broken:
    """第24日下达，符合30日内的要求."""
    if Fraction(match["done"]) == int(match["limit"]):
        return None
    within = Fraction(match["done"]) < int(match["limit"])
    if within != bool(word("tl_within_broken").match(match["side"])):
        return None
    unit = match["unit"]
    return match.group(), f"{match['done']}{unit}{'未超过' if within else '超过'}{match['limit']}{unit}"


def _then_grew(match: re.Match[str]) -> Broken:
    """2021年得分为95分，2022年提高3分: the second year stands nowhere else in the paragraph, as it would in a series."""
    later = int(match["second"]) > int(match["first"])
    low = match.string.rfind("\n", 0, match.start()) + 1
    high = match.string.find("\n", match.end())
    paragraph = match.string[low : high if high >= 0 else len(match.string)]
    return (
        None
        if later or paragraph.count(match["second"]) > 1 + (match["first"] == match["second"])
        else (f"{match['second']}年", f"{match['first']}年以后")
    )


def _same_length(match: re.Match[str]) -> Broken:
    """可支付12个月，即可保障一年."""
    years = Fraction(1, 2) if match["years"] == "半" else Fraction(count_of(match["years"]))
    months = Fraction(match["months"])
    near = says("tl_length_near", match["near"]) or "约" in match.group() or "相当于" in match.group()
    holds = not years or months == 12 * years or (near and abs(months - 12 * years) < _MONTHS_NEAR)
    holds = holds or (bool(match["near"]) and says("tl_length_near", match["near"]))
    return None if holds else (match.group(), f"{match['months']}个月")


_PHRASES: dict[str, Callable[[re.Match[str]], Broken]] = {
    "tl_first_whole": _first_whole,
    "tl_begun_after": _begun_after,
    "tl_review_early": _reviewed_early,
    "tl_year_days": _days_of_year,
    "tl_months_counted": _months_counted,
    "tl_within": _within,
    "tl_then_grew": _then_grew,
    "tl_same_length": _same_length,
}


def _run_of_years(context: Context, match: re.Match[str]) -> Iterator[Told]:
    """近三年支出：2019年……、2020年……、2022年……: as many years as told follow one another."""
    rest = re.split(r"[。；;\n]", context.body[match.end() : match.end() + _SENTENCE_MOST])[0]
    told = list(word("tl_year_told").finditer(rest))
    years = [int(one["year"]) for one in told]
    count = count_of(match["count"])
    if len(years) != count or count < _ROWS or says("tl_some_years_not", rest):
        return
    series = sorted(set(years))
    if series != list(range(series[0], series[0] + count)) and len(rest) < _SENTENCE_MOST:
        base = context.report.start + match.end()
        spans = [(base + one.start("year"), base + one.end("year")) for one in told]
        yield spans, "、".join(f"{one}年" for one in years), f"{match.group()}前后相连"


# Phrases that the report's year bounds.


def _of_the_year(context: Context, line: Timeline) -> Iterator[Told]:
    year = line.settled
    if not year or line.several:
        return
    for match in word("tl_month_paid").finditer(line.text):
        paid, own = (int(match["late"]), int(match["on"])), (year, int(match["month"]))
        before = re.split(r"[。；;\n]", line.text[max(0, match.start() - 30) : match.start()])[-1]
        if paid < own and not says("tl_apart", before + match.group()):
            shown = f"{own[0]}年{own[1]}月以后"
            yield [context.span(match)], f"{match['late']}年{match['on']}月", shown
    for match in word("tl_other_year").finditer(line.text):
        before = re.split(r"[。；;\n]", line.text[max(0, match.start() - 60) : match.start()])[-1]
        apart = -1 if match["how"][0] in "上去" else 0 if match["how"][0] in "本今" else 1
        spoken = match["how"][0] in "去今明" and int(match["year"]) == year + apart + 1  # as of the writing
        told_apart = re.search(r"20\d\d|下年|明年|预算|协议|学年", before)
        if int(match["year"]) != year + apart and not spoken and not told_apart:
            yield [context.span(match)], match.group(), f"{match['how']}为{year + apart}年"
    for match in word("tl_five_years").finditer(line.text):
        first = _FIVE_YEARS[match["plan"]]
        place = 1 if match["first"] else 5 if match["last"] else count_of(match["count"])
        told = int(match["year"] or 0)
        if told and told != first + place - 1:
            yield [context.span(match)], match.group(), f"应为{first + place - 1}年"


def _rows_of_months(context: Context) -> Iterator[Told]:
    """实施期：2024年3月—9月 over a table whose rows go to November."""
    for match in word("tl_period_field").finditer(context.body):
        low, high = days_of(match["low"]), days_of(match["high"], int(match["low"][:4]))
        if not low or not high or low[0].year != high[0].year:
            continue
        rows = [
            (int(row["high"] or row["low"]), line)
            for line in context.report.lines
            if (row := word("tl_month_row").match(line.text))
        ]
        if len(rows) < _ROWS:
            continue
        last, line = max(rows, key=lambda one: one[0])
        if date(low[0].year, min(last, 12), 1) > high[0].last:
            said = line.start, line.start + len(line.text.rstrip())
            yield [context.span(match, "high"), said], match["high"], f"明细列至{last}月"
