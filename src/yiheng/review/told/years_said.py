"""R15 PERIOD by what words bind: years that are compared with, years counted from a start, lengths against their two ends.

A comparison is with an earlier year: a report of 2021 whose title says so compares nothing of its own with 2021. What is
counted – the third year, 36 months, 17 days – is counted from dates that stand in the same words.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Sequence

from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.calendar import days_of, lengths
from yiheng.review.reading.context import Context
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import count_of
from yiheng.review.reading.timeline import timeline_of
from yiheng.review.rules.dated import told_dates

_SENTENCE = re.compile(r"[。；;\n]")
_YEAR = re.compile(r"(?<![\d〔])20\d\d(?=\s?年)")
_AROUND, _BEFORE, _HEAD, _HEADS = 80, 160, 60, 3
_BASED = re.compile(r"[比较与]20\d\d|[。；]")
Told = tuple[tuple[int, int], str, str]


def year_said_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Years and lengths of time that the words around them rule out, where none is accused already."""
    if "年" not in context.body and "月" not in context.body:
        return
    accused = ends_of(found, "inconsistent")
    for law in _LAWS:
        for (low, high), stated, expected in law(context):
            span = context.report.start + low, context.report.start + high
            if span[1] not in accused:
                accused.add(span[1])
                yield told_dates(context, [span], stated, expected)


def _own_year(context: Context) -> int:
    """The year of a report of one year, where its title or its words settle it; else 0."""
    line = context.once(timeline_of)
    if line is not None and line.several:
        return 0
    year, settled = context.report.year, line.settled if line is not None else 0
    heads = [one.text for one in context.report.lines if one.text.strip()][:_HEADS]
    titled = any(
        len(one) <= _HEAD and re.search(rf"{year}年?", one) and not _BASED.search(one) for one in heads
    )
    return settled or (year if titled else 0)


def _around(context: Context, match: re.Match[str]) -> tuple[str, str]:
    """The words of a match's sentence before and after it."""
    before = _SENTENCE.split(context.body[max(0, match.start() - _AROUND) : match.start()])[-1]
    return before, _SENTENCE.split(context.body[match.end() : match.end() + _AROUND])[0]


# Years compared with.


def _base(context: Context) -> Iterator[Told]:
    """比2021年的198家多45家, in a report of 2021."""
    year = _own_year(context)
    if not year:
        return
    for match in word("ys_base").finditer(context.body):
        group = "year" if match["year"] else "from"
        before, after = _around(context, match)
        line = context.report.line_at(context.report.start + match.start())
        if int(match[group]) != year or line.section in ("goal", "plan"):
            continue
        if says("ys_ahead", before + after) or any(int(one) > year for one in _YEAR.findall(line.text)):
            continue
        if any(says("tl_plan_section", one) for one in (*line.path, line.text[:8])):
            continue
        yield match.span(group), f"{match[group]}年", f"早于{year}年"


def _headed(context: Context) -> Iterator[Told]:
    """与2021年比：举报线索增加16条（2022年47条）: what stands in brackets is of the year compared with."""
    for match in word("ys_headed").finditer(context.body):
        end = context.body.find("\n", match.end())
        rest = context.body[match.end() : end if end >= 0 else len(context.body)]
        if any(one["year"] != match["year"] for one in word("ys_other_base").finditer(rest)):
            continue
        for told in word("ys_in_bracket").finditer(rest):
            if told["year"] != match["year"]:
                low, high = told.span("year")
                yield (match.end() + low, match.end() + high), f"{told['year']}年", f"{match['year']}年"


def _last_year(context: Context) -> Iterator[Told]:
    """较2020年（即上年）, in a report of 2022."""
    year = _own_year(context)
    for match in word("ys_last_year").finditer(context.body) if year else ():
        right = year if says("ys_own", match["how"]) else year - 1
        if int(match["year"]) != right:
            yield match.span("year"), f"{match['year']}年", f"{right}年"
    for match in word("ys_prior_told").finditer(context.body):
        if int(match["prior"]) != int(match["year"]) - 1:
            yield match.span("prior"), f"{match['prior']}年", f"{int(match['year']) - 1}年"


def _evaluated(context: Context) -> Iterator[Told]:
    """自评于2022年2月启动，对2023年度全年资金使用情况开展评价."""
    for match in word("ys_evaluated").finditer(context.body):
        if int(match["on"]) < int(match["of"]):
            yield match.span("on"), f"{match['on']}年", f"{match['of']}年度结束以后"


def _early_grant(context: Context) -> Iterator[Told]:
    """（2024〕164号，提前下达150万元, of money of 2023."""
    year = _own_year(context)
    for match in word("ys_early_grant").finditer(context.body) if year else ():
        group = "year" if match["year"] else "later"
        before, after = _around(context, match)
        if int(match[group]) > year and str(year + 1) not in before + after:
            yield match.span(group), f"〔{match[group]}〕", f"不晚于{year}年"


def _settled(context: Context) -> Iterator[Told]:
    """2023年度清算于2022年4月18日完成."""
    for match in word("ys_settled").finditer(context.body):
        if int(match["closed"]) < int(match["books"]):
            yield match.span("closed"), f"{match['closed']}年", f"{match['books']}年以后"


# Years and lengths counted.


def _counted(context: Context) -> Iterator[Told]:
    """平台于2021年11月上线，2023年为运维第2个完整年度; 第四个年头，……2020年至2023年."""
    for name in ("ys_count_from", "ys_count_to"):
        for match in word(name).finditer(context.body):
            count = count_of(match["count"])
            apart = int(match["year"]) - int(match["first"])
            whole = name == "ys_count_from" and match["whole"]
            if count and count not in ((apart, apart + 1) if name == "ys_count_from" else (apart + 1,)):
                first = int(match["year"]) - count + (0 if whole else 1)
                low, high = (
                    min(match.start("first"), match.start("count")),
                    max(match.end("first"), match.end("count")),
                )
                yield (low, high), f"{match['first']}年、第{match['count']}个年度", f"{first}年起"


def _then_more(context: Context) -> Iterator[Told]:
    """历时4个月，后又延长2个月，前后共5个月."""
    for match in word("ys_then_more").finditer(context.body):
        one, two, told = (count_of(match[name]) for name in ("one", "two", "all"))
        if one + two != told:
            yield match.span(), f"共{match['all']}个月", f"{one + two}个月"


def _length(context: Context) -> Iterator[Told]:
    """质保期36个月，自2023年6月20日起至2025年6月19日止; 第三合同年度（2024.7—2026.6）."""
    for match in word("ys_length_then").finditer(context.body):
        ends = [days_of(match[name].replace(".", "年", 1).replace(".", "月")) for name in ("low", "high")]
        unit = {"个月": "月", "日": "天"}.get(match["unit"], match["unit"])
        count = count_of(match["count"])
        if not all(ends) or not count:
            continue
        told = set(lengths(ends[0][0], ends[1][0], unit))
        if told and count not in told:
            yield match.span(), match["count"] + match["unit"], f"{min(told)}{match['unit']}"
    for match in word("ys_one_year").finditer(context.body):
        (one, first), (two, last) = (re.split("[年.]", match[name]) for name in ("low", "high"))
        months = (int(two) - int(one)) * 12 + int(last) - int(first)
        if months not in (11, 12):
            yield match.span(), match.group(), f"一个年度为12个月，所写为{months + 1}个月"


def _days(context: Context) -> Iterator[Told]:
    """1月1日至27日检修闭馆，……已扣除该17天."""
    for match in word("ys_days").finditer(context.body):
        low, high, count = (int(match[name]) for name in ("low", "high", "count"))
        if high >= low and count not in (high - low, high - low + 1) and not says("ys_net", match["then"]):
            yield match.span(), f"{count}天", f"{high - low + 1}天"


# What was due, and what was done.


def _day(month: str, day: str | None, year: int) -> int:
    """The day of the year of a date; of the last of its month where it names none."""
    at = calendar.monthrange(year, int(month))[1] if day is None else int(day)
    return sum(calendar.monthrange(year, one)[1] for one in range(1, int(month))) + at


def _early(context: Context) -> Iterator[Told]:
    """要求11月30日前……。截至11月18日全部开通，提前18天."""
    year = context.report.year or 2023
    for match in word("ys_done_early").finditer(context.body):
        lead = context.body[max(0, match.start() - _BEFORE) : match.start()].split("\n")[-1]
        due = list(word("ys_due").finditer(lead))
        if not due or not 1 <= int(match["month"]) <= 12 or not 1 <= int(due[-1]["month"]) <= 12:
            continue
        late = not match["how"].startswith("提前")
        apart = _day(due[-1]["month"], due[-1]["day"], year) - _day(match["month"], match["day"], year)
        apart = -apart if late else apart
        if apart > 0 and int(match["count"]) not in (apart - 1, apart, apart + 1):
            yield match.span("count"), f"{match['how']}{match['count']}天", f"{apart}天"


def _due_and_done(context: Context) -> Iterator[Told]:
    """目标11月底前，云梯车11月20日交付，未达到."""
    for match in word("ys_due_done").finditer(context.body):
        due, done = (days_of(match[name], context.report.year or 2023) for name in ("due", "done"))
        if not due or not done or not due[0].month or not done[0].month:
            continue
        kept = done[0].last <= due[0].last
        if kept == says("ys_broken", match["how"]):
            yield match.span(), match.group(), "按期" if kept else "未按期"


_LAWS: tuple[Callable[[Context], Iterator[Told]], ...] = (
    _base, _headed, _last_year, _early_grant, _settled, _evaluated, _counted, _then_more, _length, _days, _early, _due_and_done,
)  # fmt: skip
