"""R15 PERIOD on named periods, counted years, and the days on which plans fall due."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from yiheng.review.finding import Relation
from yiheng.review.reading.calendar import days_of
from yiheng.review.reading.context import Context
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.quantity import count_of
from yiheng.review.rules.dated import told_dates

_MONTHS = {"上半年": (1, 6), "下半年": (7, 12), "前三季度": (1, 9), "前两季度": (1, 6), "全年": (1, 12)}
_LATE = 3
_AFTER = 24
_QUARTERS_OF = {"上半年": 2, "前三季度": 3, "全年": 4}


def dated_period_relations(context: Context) -> Iterator[Relation]:
    """All rules on periods by their names."""
    yield from _named(context)
    yield from _quarters(context)
    yield from _so_far(context)
    yield from _counted(context)
    yield from _within_year(context)
    yield from _after_event(context)
    yield from _terms(context)
    yield from _plans(context)
    yield from _issued(context)


def _at(context: Context, match: re.Match[str]) -> tuple[int, int]:
    return context.report.start + match.start(), context.report.start + match.end()


def _named(context: Context) -> Iterator[Relation]:
    """第四季度（10—12月）, 上半年监控，即1—6月."""
    for name in ("dt_period_named", "dt_period_after"):
        for match in word(name).finditer(context.body):
            said = match["name"].removeprefix("第")
            quarter = "一二三四".find(said[0]) if said.endswith("季度") and not said.startswith("前") else -1
            low, high = (3 * quarter + 1, 3 * quarter + 3) if quarter >= 0 else _MONTHS.get(said, (0, 0))
            if low and (int(match["low"]), int(match["high"])) != (low, high):
                yield told_dates(context, [_at(context, match)], match.group(), f"{said}为{low}—{high}月")


def _quarters(context: Context) -> Iterator[Relation]:
    """一季度4.1亿元、二季度3.9亿元，上半年累计8.0亿元: as many quarters as the whole has."""
    for match in word("dt_quarters").finditer(context.body):
        if says("dt_so_far_each", match["more"]):
            continue  # 二季度末累计1222.30万元、三季度末累计……: each is of all before it
        count = 1 + len(re.findall("[二三四]季度", match["more"]))
        named = {2: "上半年", 3: "前三季度", 4: "全年"}[count]
        if match["whole"] != named and not _of_first(context, match, _QUARTERS_OF[match["whole"]]):
            yield told_dates(context, [_at(context, match)], match["whole"], f"所列为{named}")


def _of_first(context: Context, match: re.Match[str], count: int) -> bool:
    """Whether what follows a list of quarters is the sum of its first ones: 一、二、三、四季度……，上半年合计."""
    low, high = _at(context, match)
    told = [one for one in context.facts_in(low, high + _AFTER) if one.quantity.family in ("money", "count")]
    whole = next((one for one in told if one.end > high), None)
    parts = [one.quantity.value for one in told if one.end <= high]
    return whole is not None and len(parts) > count and sum(parts[:count]) == whole.quantity.value


def _so_far(context: Context) -> Iterator[Relation]:
    """截至2023年9月底，已执行9个月，距年度结束还有3个月."""
    for name, left in (("dt_so_far", False), ("dt_to_come", True)):
        for match in word(name).finditer(context.body):
            month, count = int(match["month"]), int(match["count"])
            expected = 12 - month if left else month
            if 1 <= month <= 12 and count != expected and not re.search("自|从|起", match.group()):
                yield told_dates(context, [_at(context, match)], match.group(), f"{expected}个月")


def _counted(context: Context) -> Iterator[Relation]:
    """2021年至2025年，2023年是第三年; 自2021年起连续三年，即2021年……; 2021—2023年三年."""
    for match in word("dt_ordinal").finditer(context.body):
        expected = int(match["year"]) - int(match["low"]) + 1
        if (
            int(match["low"]) <= int(match["year"]) <= int(match["high"])
            and count_of(match["count"]) != expected
        ):
            yield told_dates(context, [_at(context, match)], match.group(), f"第{expected}年")
    for match in word("dt_running").finditer(context.body):
        rest = context.body[match.end() : match.end() + 80].split("。")[0]
        years = [int(one) for one in re.findall(r"(20\d\d)年", rest)]
        count, first = count_of(match["count"]), int(match["year"])
        if len(years) == count and years != list(range(first, first + count)):
            low, high = _at(context, match)
            yield told_dates(
                context, [(low, high + len(rest))], "、".join(f"{one}年" for one in years),
                f"自{first}年起连续{count}年",
            )  # fmt: skip
    for match in word("dt_range_years").finditer(context.body):
        apart = int(match["high"]) - int(match["low"])
        count = count_of(match["count"])
        if apart > 0 and count not in (apart, apart + 1) and count > 1:
            yield told_dates(context, [_at(context, match)], match.group(), f"{apart + 1}年")


def _within_year(context: Context) -> Iterator[Relation]:
    """2023年度（2023年1月1日至2023年12月31日）: a year's own days."""
    for match in word("dt_year_span").finditer(context.body):
        days = days_of(match["inside"])
        whole = len(days) == 2 and days[0].month == 1 and days[1].month == 12 and days[0].own_year
        years = {one.year for one in days}
        if whole and years != {int(match["year"])}:
            yield told_dates(context, [_at(context, match)], match.group(), f"{match['year']}年1月至12月")


def _after_event(context: Context) -> Iterator[Relation]:
    """7月一笔重复录入（已于6月29日追回）; 2023年12月的费用于2023年1月结算: what follows comes later."""
    for match in word("dt_recovered").finditer(context.body):
        if int(match["to"]) < int(match["from"]) and "次年" not in match.group():
            yield told_dates(
                context, [_at(context, match)], match.group(), f"{match['to']}月在{match['from']}月之前"
            )
    for match in word("dt_settled").finditer(context.body):
        own, done = (int(match["year"]), int(match["month"])), (int(match["late"]), int(match["on"]))
        if done < own:
            shown = f"{done[0]}年{done[1]}月在{own[0]}年{own[1]}月之前"
            yield told_dates(context, [_at(context, match)], match.group(), shown)
    for match in word("dt_shifted").finditer(context.body):
        later = int(match["done"]) > int(match["due"])
        if (
            (match["how"] == "提前") == later
            and match["due"] != match["done"]
            and "次月" not in match.group()
        ):
            yield told_dates(
                context,
                [_at(context, match)],
                match.group(),
                f"{match['done']}日{'晚' if later else '早'}于{match['due']}日",
            )


def _terms(context: Context) -> Iterator[Relation]:
    """第一期于2023年2月，第二期于8月，第三期于12月: terms follow each other."""
    for line in context.report.lines:
        told = [
            (
                count_of(one["place"]),
                date(int(one["year"]), int(one["month"]), int(one["day"] or 1)),
                one,
            )
            for one in word("dt_term").finditer(line.text)
            if 1 <= int(one["month"]) <= 12
            and int(one["day"] or 1) <= 28
            or int(one["month"]) in (1, 3, 5, 7, 8, 10, 12)
        ]
        for first, second in zip(told, told[1:], strict=False):
            if second[0] == first[0] + 1 and second[1] < first[1]:
                spans = [(line.start + one[2].start(), line.start + one[2].end()) for one in (first, second)]
                yield told_dates(
                    context,
                    spans,
                    second[2].group()[-24:],
                    f"早于第{first[2]['place']}期的{first[1].year}年{first[1].month}月",
                )


def _plans(context: Context) -> Iterator[Relation]:
    """力争2022年6月底前投入使用, in a report of 2023: the day has passed."""
    year = context.report.year
    if not year or not word("dt_annual").search(context.report.title + context.body[:120]):
        return
    for match in word("dt_plan").finditer(context.body):
        low, high = _at(context, match)
        line = context.report.line_at(low)
        before = re.split(r"[。；;\n]", context.body[max(0, match.start() - 40) : match.start()])[-1]
        if (
            int(match["year"]) < year
            and not word("dt_plan_past").search(before)
            and not word("dt_plan_done").search(re.split(r"[。；;\n]", context.body[match.end() :][:80])[0])
            and line.section not in ("goal", "basis", "budget")
        ):
            yield told_dates(context, [(low, high)], match.group(), f"{year}年以后")
    for line in context.report.lines:
        found = word("dt_plan_line").search(line.text)
        if found is None or int(found["year"]) >= year:
            continue
        if any(word("dt_plan_head").search(one) for one in (*line.path, line.text[:16])):
            span = line.start + found.start("year"), line.start + found.end()
            yield told_dates(context, [span], found.group().strip(), f"{year}年以后")


def _issued(context: Context) -> Iterator[Relation]:
    """2022年12月印发的《……》（〔2021〕58号）: a document bears the number of its own year."""
    for match in word("dt_issued").finditer(context.body):
        year, number, month = int(match["year"]), int(match["number"]), int(match["month"])
        if year != number and not (year == number + 1 and month <= _LATE):
            yield told_dates(context, [_at(context, match)], match.group(), f"〔{number}〕")
