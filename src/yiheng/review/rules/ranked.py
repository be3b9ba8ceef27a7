"""R22, R18 on ranks: who has the most or the least of a list, lists told in order, and what rises or falls year by year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import word
from yiheng.review.reading.quantity import whole_number
from yiheng.review.reading.roll import Item, key_of, named_roll
from yiheng.review.reading.table import Table
from yiheng.review.rules.labelled import labelled_relations
from yiheng.review.rules.side import by_line, told_side

_CLAUSE = re.compile(r"[，,；;。：:]")
_STOP = re.compile(r"[。\n]")
_NAME = re.compile(r"[^\u4e00-\u9fa5A-Z\d]")
_LIST_LEAST = 2
_YEAR = re.compile(r"(20\d\d)(?=\s?年|[、—\-~至和])")
_PLACES = {"二": 2, "三": 3, "四": 4, "五": 5}


def ranked_relations(context: Context) -> Iterator[Relation]:
    """All rules on ranks and orders."""
    yield from _of_tables(context)
    for line, facts in by_line(context):
        if line.section == "goal":
            continue
        for match in word("rk_twice").finditer(line.text):
            span = line.start + match.start(), line.start + match.end()
            name = match["first"] or match["most"]
            yield told_side(context, [span], match.group()[-24:], f"{name}不能既最多又最少", "R18")
        for run in runs_of(context, facts):
            yield from _trend(context, run)
            yield from _counted(context, run)
            roll = named_roll(context, line, run)
            if roll:
                yield from _extremes(context, line, roll)
                yield from labelled_relations(context, line, roll)
        yield from _sorted(context, line, facts)


def runs_of(context: Context, facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    """The lists of a paragraph: runs of numbers of one unit in one sentence."""
    run: list[Fact] = []
    for fact in facts:
        joined = (
            bool(run)
            and fact.quantity.dimension == run[-1].quantity.dimension
            and fact.quantity.unit == run[-1].quantity.unit
            and not _STOP.search(context.text, run[-1].end, fact.start)
            and fact.start - run[-1].end <= _BETWEEN
            and not word("rk_claims").search(context.text, run[-1].end, fact.start)
        )
        if not (joined and fact.quantity.measured):
            if len(run) >= _LIST_LEAST:
                yield run
            run = []
        if fact.quantity.measured:
            run = [*run, fact]
    if len(run) >= _LIST_LEAST:
        yield run


_BETWEEN = 30


def _extremes(context: Context, line: Line, roll: Sequence[Item]) -> Iterator[Relation]:
    """占比最高的是住院支出; 东区最高: the named entry against the others of the list before it."""
    low = roll[-1].fact.end
    stop = _STOP.search(context.text, low, line.end)
    end = stop.start() if stop else line.end
    following = context.text[low : min(end + 60, line.end)]
    other = 0
    for match in word("rk_claim").finditer(following):
        if match.start() < other or word("rk_not").search(
            following[max(0, match.start() - 4) : match.end() + 4]
        ):
            continue
        before = _CLAUSE.split(following[: match.start()])[-1]
        after = _CLAUSE.split(following[match.end() :])[0]
        own = _who(roll, before, after)
        if own is None:
            continue
        rest = before.replace(own.fact.quantity.printed.text, "").replace(key_of(roll, own), "")
        if re.search(r"\d", rest):
            continue
        if not _same_metric(context, line, roll, own, before):
            stop = _STOP.search(following, match.end())
            other = stop.start() if stop else len(following)
            continue  # 次均费用三级最高，基层最低: nor is what follows of this list
        yield from _judged(context, roll, own, match, low)


def _who(roll: Sequence[Item], before: str, after: str) -> Item | None:
    """The one entry that a claim names, after 最高的是, else before 最高."""
    lead = word("rk_after").match(after)
    rest = after[lead.end() :] if lead else after
    told = lead is not None and lead.group().endswith(("是", "为", "：", "即", "当属"))
    for words in (rest,) if told else (rest, before):
        named = [(len(key), one) for one in roll if (key := key_of(roll, one)) and key in words]
        if named:
            longest = max(size for size, _ in named)
            best = [one for size, one in named if size == longest]
            return best[0] if len(best) == 1 else None
    return None


def _same_metric(context: Context, line: Line, roll: Sequence[Item], own: Item, before: str) -> bool:
    """Whether a claim is of what the whole list is of: told before the list, or with each of its entries."""
    head = _STOP.split(context.text[max(line.start, roll[0].fact.start - 60) : roll[0].fact.start])[-1]
    rest = before.replace(key_of(roll, own), "")
    mean = word("rk_mean").search(rest)
    if mean is not None and mean.group() not in head:
        return False
    rest = word("rk_metric_plain").sub("", _NAME.sub("", rest))
    pieces = [rest[n : n + 2] for n in range(len(rest) - 1)] or ([rest] if rest else [])
    return all(one in head or all(one in item.name for item in roll) for one in pieces)


def _judged(
    context: Context, roll: Sequence[Item], own: Item, match: re.Match[str], low: int
) -> Iterator[Relation]:
    values = [one.fact.quantity.value for one in roll]
    value = own.fact.quantity.value
    how = match.group()
    place = word("rk_place").search(how)
    if place is not None:
        wanted = 2 if place["second"] else _PLACES[place["place"] or place["other"]]
        ranks = {sum(1 for one in values if one > value) + 1, sum(1 for one in values if one >= value)}
        upward = {sum(1 for one in values if one < value) + 1, sum(1 for one in values if one <= value)}
        right = wanted in ranks | (upward if place["second"] else set())
    elif how.startswith("较"):
        right = len(values) != _LIST_LEAST or value == (max(values) if how[1] in "多高大" else min(values))
    else:
        least = word("rk_least").search(how) is not None
        right = value == (min(values) if least else max(values))
    if not right:
        best = max(roll, key=lambda one: one.fact.quantity.value)
        if word("rk_least").search(how) or how[1:2] in ("少", "低", "小"):
            best = min(roll, key=lambda one: one.fact.quantity.value)
        span = _clause_span(context, low + match.start(), low + match.end())
        spans = [(own.fact.start, own.fact.end), (best.fact.start, best.fact.end), span]
        yield told_side(
            context, spans, context.text[slice(*span)], f"{best.name}{best.fact.quantity.shown}", "R18"
        )


def _clause_span(context: Context, low: int, high: int) -> tuple[int, int]:
    """The clause around a place."""
    start = max(context.text.rfind(mark, 0, low) for mark in "，。；：\n") + 1
    ends = [at for at in (context.text.find(mark, high) for mark in "，。；\n") if at >= 0]
    return start, min(ends, default=len(context.text))


def _trend(context: Context, roll: Sequence[Fact]) -> Iterator[Relation]:
    """41.52万人、42.15万人、42.79万人，呈逐年增加态势: the numbers right before the words, in the order of their years."""
    told = _series(context, roll)
    if len(told) <= _LIST_LEAST or roll[0].quantity.unit in ("个百分点", "百分点"):
        return
    end = told[-1].end
    match = word("sd_trend").search(_STOP.split(context.text[end : end + 24])[0])
    lead = context.text[max(told[0].sentence.start, told[0].start - 2 * _BETWEEN) : told[0].start]
    if match is None or word("rk_rates_of_change").search(lead):
        return
    if word("rk_trend_not").search(context.text, end, end + match.end() + 2):
        return
    if not about(lead, context.text[end : end + match.start()]):
        return
    ordered = _by_years(context, told, lead)
    if ordered is None:
        return
    values = [one.quantity.value for one in ordered]
    down = word("sd_trend_down").search(match["how"]) is not None
    steps = list(zip(values, values[1:], strict=False))
    if word("rk_on_the_whole").search(context.text, end, end + match.end()):
        steps = [(values[0], values[-1])]
    right = all(a >= b for a, b in steps) if down else all(a <= b for a, b in steps)
    if not right:
        spans = [(told[0].start, end + match.end())]
        shown = "、".join(one.quantity.shown for one in told)
        yield told_side(context, spans, match.group(), shown)


def _series(context: Context, roll: Sequence[Fact]) -> list[Fact]:
    """The last numbers of a run that follow each other with nothing but years or quarters between."""
    found = [roll[-1]]
    for one in reversed(roll[:-1]):
        if not word("rk_series").fullmatch(context.text[one.end : found[0].at].strip()):
            break
        found.insert(0, one)
    return [] if any(word("rk_delta").search(one.label) for one in found) else found


def _by_years(context: Context, told: Sequence[Fact], lead: str) -> list[Fact] | None:
    """Numbers in the order of the years told with them, or before them all; as they stand where no year is told."""
    lows = [max(told[0].start - _BETWEEN, told[0].sentence.start), *(one.end for one in told)]
    own = [_YEAR.findall(context.text[low : one.at]) for low, one in zip(lows, told, strict=False)]
    before = _YEAR.findall(re.split("[，；：]", lead)[-1])
    if len(before) == len(told) and not any(own[1:]):
        years = before
    elif not any(own) or not any(own[1:]) and word("rk_span_of_years").search(lead):
        return list(told)
    else:
        years = [one[-1] for one in own if one]
    if len(set(years)) != len(told):
        return None
    pairs = sorted(zip(years, told, strict=True), key=lambda one: one[0])
    return [one for _, one in pairs]


def about(before: str, subject: str) -> bool:
    """Whether the words between numbers and what is said of them name nothing that the words before the numbers do not."""
    said = word("rk_filler").sub("", _NAME.sub("", subject))
    return all(said[n : n + 2] in before for n in range(max(len(said) - 1, bool(said))))


def _counted(context: Context, run: Sequence[Fact]) -> Iterator[Relation]:
    """分别为100%、102%、98%……，其中1项未达100%: as many of the list as lie on that side."""
    if len(run) <= _LIST_LEAST:
        return
    end = run[-1].end
    match = word("rk_counted").match(context.text, end)
    if match is None:
        return
    stated = whole_number(match["count"])
    bound = Fraction(match["bound"]) * run[0].quantity.measure.unit.scale
    below = word("sd_below").match(match["how"]) is not None
    values = [one.quantity.value for one in run]
    counts = {sum(one < bound if below else one > bound for one in values)}
    counts |= {sum(one <= bound if below else one >= bound for one in values)}
    if match["how"].startswith("未") or match["how"].startswith("没"):
        counts = {sum(one < bound for one in values)}
    if stated is not None and stated not in counts and match["unit"] in run[0].quantity.unit:
        spans = [(run[0].start, match.end())]
        yield told_side(context, spans, match.group().strip("，"), f"{min(counts)}项")


def _sorted(context: Context, line: Line, facts: Sequence[Fact]) -> Iterator[Relation]:
    """按金额从大到小排列：……: each no larger than the one before it."""
    for name, falling in (("sd_sorted_down", True), ("sd_sorted_up", False)):
        for match in word(name).finditer(line.text):
            at = line.start + match.end()
            stop = _STOP.search(context.text, at, line.end)
            inside = [one for one in facts if at <= one.start < (stop.start() if stop else line.end)]
            inside = [
                one
                for one in inside
                if one.quantity.unit == inside[0].quantity.unit and one.quantity.measured
            ]
            values = [one.quantity.value for one in inside]
            steps = list(zip(values, values[1:], strict=False))
            if len(values) > _LIST_LEAST and not all(a >= b if falling else a <= b for a, b in steps):
                spans = [(line.start + match.start(), inside[-1].end)]
                yield told_side(
                    context, spans, match.group(), "、".join(one.quantity.shown for one in inside)
                )


def _of_tables(context: Context) -> Iterator[Relation]:
    """支出最多的是甲市, in the text, of a column of a table: the row named against the others."""
    for match in word("rk_of_table").finditer(context.body):
        if context.in_table(context.report.start + match.start()):
            continue
        for table in context.tables:
            told = _in_table(context, table, match)
            if told is not None:
                yield told
                break


def _in_table(context: Context, table: Table, match: re.Match[str]) -> Relation | None:
    column = next((n for n, cell in enumerate(table.header) if n and match["metric"] in cell.text), -1)
    rows = [
        (_NAME.sub("", row[0].text), row[column])
        for row in table.rows
        if column > 0 and row[column].quantity is not None and not word("row_of_all").match(row[0].text)
    ]
    own = [cell for name, cell in rows if name and match["name"].startswith(name)]
    if len(rows) <= _LIST_LEAST or len(own) != 1:
        return None
    least = word("rk_least").search(match["how"]) is not None
    pick = min if least else max
    best = pick(rows, key=lambda pair: pair[1].quantity.value if pair[1].quantity else 0)
    cell = own[0]
    if cell.quantity is None or best[1].quantity is None or cell.quantity.value == best[1].quantity.value:
        return None
    start = context.report.start
    spans = [
        (start + match.start(), start + match.end()),
        (cell.start, cell.end),
        (best[1].start, best[1].end),
    ]
    return told_side(context, spans, match.group(), f"{best[0]}{best[1].text}", "R18")
