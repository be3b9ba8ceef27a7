"""R15 PERIOD on dates: how long lies between two, which comes first, what was due and what was done."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from yiheng.review.finding import Relation
from yiheng.review.reading.calendar import Day, days_of, lengths
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import count_of, whole_number

_SENTENCE = re.compile(r"[^。\n]+")
_CLAUSE = re.compile(r"[，,；;（(：:|\t]")
_MONTHS_RIGHT_BEFORE = re.compile(r"\d{1,2}\s?[月]?\s?[—\-–~至到]\s?\d{1,2}\s?月[（(]?(?:共|计|合计|为)?$")
_LASTING = re.compile(
    r"(?<![\d.第])(?P<count>\d{1,4}|[一二两三四五六七八九十]{1,3})\s?(?:个)?(?P<whole>整|完整|自然)?(?P<unit>天|日(?!期|前|均|常|内)|个月份?|年度|周年|年(?!度|级|末|初|底|均|来)|工作日)"
)
_YEARS_BEFORE = re.compile(r"\d\s?年[零又]?$")
_DEFAULT, _LEAP = 2023, 2024
_ANY, _TWO = 60, 2


def dated_relations(context: Context) -> Iterator[Relation]:
    """All rules on dates within sentences and rows."""
    year = context.report.year or _DEFAULT
    for line in context.report.lines:
        if not re.search(r"\d\s?月|20\d\d", line.text):
            continue
        yield from _impossible(context, line)
        for match in _SENTENCE.finditer(line.text):
            days = _in_order(days_of(match.group(), year))
            if len(days) > 1:
                yield from _backwards(context, line, match.start(), match.group(), days)
                yield from _lasting(context, line, match.start(), match.group(), days)
                yield from _moved(context, line, match.start(), match.group(), days)
                yield from _on_time(context, line, match.start(), match.group(), days)
                yield from _staged(context, line, match.start(), match.group(), days)


def told_dates(context: Context, spans: Sequence[tuple[int, int]], stated: str, expected: str) -> Relation:
    """What the dates say, and what the words."""
    return relation(
        context, "R15", "inconsistent", "review_words", [context.quote(*one) for one in sorted(set(spans))],
        subject="日期", expected=expected, stated=stated,
    )  # fmt: skip


def _in_order(days: Sequence[Day]) -> list[Day]:
    """Dates, one without a year of its own that would lie before a span's beginning put into the next year."""
    found: list[Day] = []
    for one in days:
        before = found[-1] if found else None
        late = before is not None and not one.own_year and one.month and one.months < before.months
        found.append(replace(one, year=one.year + 1) if late and one.month <= 2 < before.month - 6 else one)  # type: ignore[union-attr]
    return found


def _impossible(context: Context, line: Line) -> Iterator[Relation]:
    """6月38日: no such day."""
    for match in re.finditer(r"(?<![\d.])(\d{1,2})月(\d{1,2})日", line.text):
        month, day = int(match[1]), int(match[2])
        if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(_LEAP, month)[1]:
            span = line.start + match.start(), line.start + match.end()
            yield told_dates(context, [span], match.group(), "没有这一天")


def _backwards(context: Context, line: Line, base: int, text: str, days: Sequence[Day]) -> Iterator[Relation]:
    """2023年9月至2023年2月: a span ends after it begins."""
    for low, high in zip(days, days[1:], strict=False):
        if low.own_year and high.own_year and high.last < low.first and _joined(text, low, high):
            span = line.start + base + low.start, line.start + base + high.end
            yield told_dates(context, [span], text[low.start : high.end], f"{text[low.start : low.end]}在后")


# How long.


def _lasting(context: Context, line: Line, base: int, text: str, days: Sequence[Day]) -> Iterator[Relation]:
    """自4月1日至4月30日，为期30天; 3月10日收到，4月2日下达，历时23天."""
    for match in _LASTING.finditer(text):
        if any(one.start < match.end() and match.start() < one.end for one in days):
            continue
        count = count_of(match["count"])
        unit = "天" if match["unit"] in ("天", "日") else "月" if "月" in match["unit"] else "年"
        lead = _CLAUSE.split(text[max(0, match.start() - 16) : match.start()])[-1]
        wider = text[max(0, match.start() - 16) : match.start()]
        after = text[match.end() : match.end() + 6]
        bounded = word("dt_lasts_not").search(lead) and not word("dt_term_of").search(lead)
        if _YEARS_BEFORE.search(text[: match.start()]):
            continue  # 3年6个月: the months of a length that is told in years too
        if _MONTHS_RIGHT_BEFORE.search(text[: match.start()]):
            continue  # 5—8月（123天）……；9—12月（122天）: of the months that stand right before
        if match["unit"] == "工作日" or not count or bounded or word("dt_lasts_net").search(lead):
            continue
        if word("dt_lasts_after_not").match(after) or not _lasts(text, match, lead, wider, days):
            continue
        pairs = list(_spans(text, days, match))
        if not pairs:
            continue
        options = {n for low, high in pairs for n in _may_last(text, low, high, unit)}
        if len(days) > _TWO and word("dt_together").search(lead):  # 延长2个月至2月底，前后共6个月
            options |= {n for low, high in _forward(days) for n in lengths(low, high, unit)}
        if (
            unit == "年"
            and (match["unit"] == "周年" or "距" in lead)
            and not any(low.month for low, _ in pairs)
        ):
            options = {high.year - low.year for low, high in pairs}
        if unit != "天" and 0 in options and word("dt_term_of").search(lead):
            continue  # 3月22日开标，3月28日公示，合同期12个月: the days are of something else
        if options and word("dt_at_most").search(lead) and min(options) <= count:
            continue  # 未超过合同约定的240日
        if options and count not in options and not _told_beside(text, match, options):
            low, high = min(pairs, key=lambda pair: (abs(match.start() - pair[1].end), -pair[0].start))
            spans = [(line.start + base + one.start, line.start + base + one.end) for one in (low, high)]
            spans.append((line.start + base + match.start() - len(lead), line.start + base + match.end()))
            shown_in = "月" if 0 in options else unit
            expected = f"{sorted(set(lengths(low, high, shown_in)))[0]}{'个月' if shown_in == '月' else unit}"
            shown = f"{text[low.start : low.end]}至{text[high.start : high.end]}为{expected}"
            yield told_dates(context, spans, (lead + match.group()).strip(), shown)


def _may_last(text: str, low: Day, high: Day, unit: str) -> set[int]:
    """How long it may be from one date to another: as many days as lie between some days of two months, where no span is told."""
    found = set(lengths(low, high, unit))
    if unit == "天" and not (low.day and high.day) and not _joined(text, low, high):
        # 1月收集资料，3月形成报告，历时62天
        found |= set(range(max((high.first - low.last).days, 1), (high.last - low.first).days + 2))
    return found


def _lasts(text: str, match: re.Match[str], lead: str, wider: str, days: Sequence[Day]) -> bool:
    """Whether a number of days, months or years is how long something lasts."""
    if word("dt_lasts").search(lead) or match["whole"] or match["unit"] == "周年":
        return True
    if re.search(r"[（(|\t]\s?$", text[: match.start()]) or word("dt_lasts").search(wider[-4:]):
        return True
    if any(
        word("dt_lasts_next").fullmatch(text[one.end : match.start()])
        for one in days
        if one.end <= match.start()
    ):
        return True
    following = text[match.end() : match.end() + 2]
    opens = following[:1] in ("（", "(", "：", "，") and any(
        0 <= one.start - match.end() <= 4 for one in days
    )
    return opens or (following[:1] in ("|", "\t", "") and "|" in text)


def _spans(text: str, days: Sequence[Day], match: re.Match[str]) -> Iterator[tuple[Day, Day]]:
    """The pairs of dates that a length may be of: joined by 至, or the only two, or neighbours right before it."""
    joined = [
        (low, high)
        for low, high in zip(days, days[1:], strict=False)
        if high.last >= low.first and _joined(text, low, high)
    ]
    near = [
        one for one in joined if min(abs(match.start() - one[1].end), abs(one[0].start - match.end())) <= _ANY
    ]
    if len(joined) > 1 and word("dt_together").search(text[max(0, match.start() - 6) : match.start()]):
        return  # of several spans together
    if near:
        yield from near
        return
    ordered = [(low, high) for n, low in enumerate(days) for high in days[n + 1 :] if high.last >= low.first]
    alike = (
        len(days) == 2
        and bool(days[0].month) == bool(days[1].month)
        and abs(match.start() - days[1].end) <= _ANY
        and not word("dt_both").fullmatch(text, days[0].end, days[1].start)
    )
    if alike and (ordered or not days[0].month):
        yield ordered[0] if ordered else (days[1], days[0])  # 2021年……距1921年
    elif len(days) > 2:
        inside = [one for one in days if one.end <= match.start()][-3:]
        yield from (
            (low, high) for n, low in enumerate(inside) for high in inside[n + 1 :] if high.last >= low.first
        )


def _told_beside(text: str, own: re.Match[str], options: set[int]) -> bool:
    """Whether another length of the sentence is what its dates give: 合同工期180天，实际165天（3月10日至8月21日）."""
    others = (one for one in _LASTING.finditer(text) if one.start() != own.start())
    return any(whole_number(one["count"]) in options and one["unit"] == own["unit"] for one in others)


def _forward(days: Sequence[Day]) -> Iterator[tuple[Day, Day]]:
    """All pairs of dates of which the second comes later."""
    return ((low, high) for n, low in enumerate(days) for high in days[n + 1 :] if high.last >= low.first)


def _joined(text: str, low: Day, high: Day) -> bool:
    between = text[low.end : high.start]
    if word("dt_begun_at").match(between) and word("dt_ended_at").match(text[high.end :]):
        return True
    return word("dt_joint").fullmatch(between) is not None or (
        re.match(r"(?:自|从|由)", text[max(0, low.start - 1) : low.start]) is not None
        and re.search(r"(?:至|到|止)\s?$", between) is not None
    )


# What was due, and what was done.


def _moved(context: Context, line: Line, base: int, text: str, days: Sequence[Day]) -> Iterator[Relation]:
    """9月18日，比合同约定的10月8日提前20天; 原定6月召开，改至8月，推迟2个月."""
    for match in word("dt_moved").finditer(text):
        count = count_of(match["count"])
        unit = "天" if match["unit"] in "天日" else "月" if "月" in match["unit"] else match["unit"]
        if unit not in ("天", "月") or not count:
            continue
        pair = _due_and_done(text, days, match.start())
        if pair is None:
            continue
        due, done = pair
        early = word("dt_early").match(match["how"]) is not None
        apart = _apart(due, done, unit)
        wrong_side = (
            (done.last < due.first) != early if done.last < due.first or done.first > due.last else False
        )
        if not wrong_side and (not apart or count in apart):
            continue
        spans = [(line.start + base + one.start, line.start + base + one.end) for one in (due, done)]
        spans.append((line.start + base + match.start(), line.start + base + match.end()))
        shown = f"{text[done.start : done.end]}比{text[due.start : due.end]}{'早' if done.last < due.first else '晚'}"
        if apart and not wrong_side:
            shown += f"{min(apart)}{'天' if unit == '天' else '个月'}"
        yield told_dates(context, spans, match.group(), shown)


def _apart(due: Day, done: Day, unit: str) -> set[int]:
    low, high = sorted((due, done), key=lambda one: one.first)
    if unit == "天":
        if not (due.day and done.day):
            return set()
        return {(high.first - low.first).days}
    found = {high.months - low.months}
    if due.day and done.day:
        days = (high.first - low.first).days
        found |= {round(days / 30), days // 30}
    return found


def _due_and_done(text: str, days: Sequence[Day], at: int) -> tuple[Day, Day] | None:
    """The date that was due and the one that it was done on: the last two dates before a place, by their words."""
    before = [one for one in days if one.end <= at and one.month][-2:]
    if len(before) < 2:
        return None
    lows = (0, before[0].end)
    due = [_is_due(text, one, low) for one, low in zip(before, lows, strict=True)]
    if (
        due[0] == due[1]
    ):  # 于9月30日前验收，较计划的10月31日提前: the word before a date says more than the 前 after it
        due = [
            due[n] and not word("dt_by").match(text[one.end : one.end + 3]) for n, one in enumerate(before)
        ]
    if due[0] == due[1]:
        return None
    return (before[0], before[1]) if due[0] else (before[1], before[0])


def _is_due(text: str, one: Day, low: int) -> bool:
    lead = _CLAUSE.split(text[max(low, one.start - 16) : one.start])[-1]
    return bool(word("dt_due").search(lead) or word("dt_by").match(text[one.end : one.end + 3]))


def _on_time(context: Context, line: Line, base: int, text: str, days: Sequence[Day]) -> Iterator[Relation]:
    """计划10月31日完工，实际11月20日验收，按期完成."""
    for name, late in (("dt_on_time", False), ("dt_not_on_time", True)):
        for match in word(name).finditer(text):
            pair = _due_and_done(text, days, match.start())
            if pair is None:
                continue
            due, done = pair
            if word("dt_some").search(text[due.end : match.start()]):
                continue  # 目标11月底前，其中59处按期完成，3处延至12月
            if (done.first > due.last) == late:
                continue
            if late and done.last > due.first:
                continue
            if says("dt_same_year", text[: done.start]):
                continue  # 12月31日前, 当年1月8日: before it
            spans = [(line.start + base + one.start, line.start + base + one.end) for one in (due, done)]
            spans.append((line.start + base + match.start(), line.start + base + match.end()))
            side = "晚于" if done.first > due.last else "不晚于"
            yield told_dates(
                context,
                spans,
                match.group(),
                f"{text[done.start : done.end]}{side}{text[due.start : due.end]}",
            )


def _staged(context: Context, line: Line, base: int, text: str, days: Sequence[Day]) -> Iterator[Relation]:
    """7月开工，次年12月竣工: what begins comes before what ends; terms follow each other."""
    for first, second in zip(days, days[1:], strict=False):
        if not (first.month and second.month) or second.first >= first.first:
            continue
        head = (
            _CLAUSE.split(text[max(0, first.start - 14) : first.start])[-1]
            + _CLAUSE.split(text[first.end : first.end + 10])[0]
        )
        tail = (
            _CLAUSE.split(text[max(0, second.start - 14) : second.start])[-1]
            + _CLAUSE.split(text[second.end : second.end + 10])[0]
        )
        if word("dt_planned").search(head + tail) or second.last >= first.first:
            continue
        begins, ends = word("dt_stage").search(head), word("dt_stage_end").search(tail)
        other = word("dt_stage_end").search(head) or word("dt_stage").search(tail)
        if begins and ends and not other:
            spans = [(line.start + base + one.start, line.start + base + one.end) for one in (first, second)]
            shown = f"{text[first.start : first.end]}{begins.group()}"
            yield told_dates(
                context, spans, f"{text[second.start : second.end]}{ends.group()}", f"{shown}在后"
            )
