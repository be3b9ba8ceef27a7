"""R22 WORDS on extremes: 执行率最低的是甲县, against the list or the table that gives the value of each.

The words before 最 name what is measured, those after 是 which of several has most of it. Both must be found again: the name
among at least three that the same paragraph lists or the last table gives, the measure in the words that lead the list, in those before each of
its numbers, or in the head of a column. Nothing is judged where either is not told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.layout import Line
from yiheng.review.reading.lexicon import chinese_of, says, without, word
from yiheng.review.reading.table import Cell
from yiheng.review.rules.table import longest_common

_LEAST, _SHARED = 3, 2
_WORDS = r"[\u4e00-\u9fa5A-Za-z]+"
_NAME, _NAME_ON = re.compile(f"{_WORDS}$"), re.compile(_WORDS)
_STOP = re.compile("[。；;]")
_NAME_MOST, _LEAD, _REACH = 12, 30, 1500
"""Characters of a name and of the words that lead a list, and how far below a table it is spoken of."""


@dataclass(frozen=True)
class Item:
    """One of several: its name, its value and where that stands."""

    name: str
    value: Fraction
    start: int
    end: int
    shown: str


@dataclass(frozen=True)
class Series:
    """Several of one measure, which words name."""

    measure: str
    items: tuple[Item, ...]
    rated: bool
    """Whether its values are rates."""

    def fits(self, measure: str) -> bool:
        """Whether it may be of a measure: rates of what is a rate, amounts and counts of what is none."""
        same_side = says("ex_negated", measure) == says("ex_negated", self.measure)
        return self.rated == says("ex_rated", measure) and same_side


def extreme_relations(context: Context) -> Iterator[Relation]:
    """Every word that one of several has most or least."""
    yield from _rates(context)
    for line in context.report.lines:
        if "最" not in line.text or "\t" in line.text:
            continue
        yield from _named(context, line)
        yield from _bare(context, line)


def _named(context: Context, line: Line) -> Iterator[Relation]:
    """执行率最高的是甲县，最低的是乙县."""
    measure = ""
    for match in word("ex_named").finditer(line.text):
        measure = _measure(match["measure"]) or measure or _sentence(line, match.start())
        told = _NAME_ON.match(line.text, match.end())
        if told is not None and len(told.group()) >= _SHARED:
            span = line.start + match.start("how") - 1, line.start + told.end()
            series = _of_measure(_series(context, line, line.start + match.start()), measure)
            yield from _judged(context, series, match["how"], measure, told.group(), span)


def _bare(context: Context, line: Line) -> Iterator[Relation]:
    """次均费用三级最高; 其中甲县支出最多: whose name stands before 最."""
    for match in word("ex_bare").finditer(line.text):
        start, clause = line.start + match.start(), match["clause"]
        every = _series(context, line, start)
        name = max(
            (one.name for series in every for one in series.items if one.name in clause), key=len, default=""
        )
        measure = _measure(clause.replace(name, "")) if name else ""
        series = _of_measure(every, measure)
        if name and not measure:
            measure, series = f"最{match['how']}", _beside(context, line, start, match["how"])
        if series is not None and (measure[-_SHARED:] in series.measure or measure.startswith("最")):
            yield from _judged(
                context, series, match["how"], measure, name, (start, line.start + match.end())
            )


def _beside(context: Context, line: Line, before: int, how: str) -> Series | None:
    """甲县58.26万人、乙县71.43万人、丙县49.85万人，其中乙县最多: the list of amounts or counts that the sentence has just told."""
    low = before - len(_STOP.split(line.text[: before - line.start])[-1])
    near = next(iter(_lists(context, line, before)), None)
    if near is None or near.rated or not says("ex_amount", how):
        return None
    return near if near.items[0].start >= low else None


def _sentence(line: Line, before: int) -> str:
    """The words of a sentence before a place."""
    return _STOP.split(line.text[:before])[-1][-_LEAD:]


def _measure(words: str) -> str:
    """What is compared, where the words right before 最 say so."""
    own = without("ex_measure_noise", words)
    return own if len(chinese_of(own)) >= _SHARED else ""


def _series(context: Context, line: Line, before: int) -> list[Series]:
    """The lists of a paragraph before a place, the nearest first, and the columns of the last table above it."""
    return [*_lists(context, line, before), *_columns(context, line.start)]


def _of_measure(every: Sequence[Series], measure: str) -> Series | None:
    """The one whose words share most with a measure, the first of these."""
    shared = [longest_common(measure, one.measure) if one.fits(measure) else 0 for one in every]
    most = max(shared, default=0)
    return every[shared.index(most)] if most >= _SHARED else None


def _judged(
    context: Context, series: Series | None, how: str, measure: str, said: str, span: tuple[int, int]
) -> Iterator[Relation]:
    """Whether the one that is named has most, or least."""
    items = [one for one in series.items if measure[-_SHARED:] not in one.name] if series else []
    if len(items) < _LEAST:
        return
    named = [one for one in items if one.name.startswith(said) or said.startswith(one.name)]
    values = [one.value for one in items]
    if len(named) != 1 or (min(values) < 0 and (max(values) > 0 or not says("ex_less", measure))):
        return
    [own] = named
    upwards = says("ex_most", how)
    best = (max if upwards else min)(items, key=lambda one: abs(one.value))
    holds = abs(best.value) == abs(own.value)
    sign = "＝" if holds else "＞" if upwards else "＜"
    start, end = span
    spans = (own.start, own.end), (best.start, best.end), span
    yield relation(
        context, "R22", "consistent" if holds else "inconsistent", "review_extreme",
        [context.quote(*one) for one in spans], subject=measure, stated=context.text[start:end],
        expected=f"{best.name}{best.shown} {sign} {own.name}{own.shown}",
    )  # fmt: skip


def _lists(context: Context, line: Line, before: int) -> list[Series]:
    """The lists of a paragraph before a place, the nearest first: 甲县82.6%、乙县80.3%; 甲县42.18万元，执行率91.70%；乙县……"""
    found: list[tuple[tuple[str, str], str, list[Item]]] = []
    last, low = "", line.start
    for fact in context.facts_in(line.start, before):
        words = context.text[low : fact.at].rstrip("为是达约：: ")
        told = _NAME.search(words)
        low = fact.end
        name = without("ex_name_noise", told.group()) if told else ""
        if not name or len(name) > _NAME_MOST or not fact.quantity.measured or says("ex_row_not", name):
            continue
        measured = bool(last) and says("ex_measure", name)
        key = "" if not measured else f"{name}比" if name.endswith("占") else name
        last = last if measured else name
        lead = key or context.text[max(line.start, fact.at - len(words), fact.at - _LEAD) : fact.at]
        item = Item(last, fact.quantity.value, fact.start, fact.end, fact.quantity.shown)
        kind = key, fact.quantity.dimension
        open_ = next((one for one in reversed(found) if one[0] == kind), None)
        if (
            open_ is None
            or any(one.name == item.name for one in open_[2])
            or "。" in context.text[open_[2][-1].end : fact.at]
        ):
            found.append((kind, lead, [item]))
        else:
            open_[2].append(item)
    return [
        Series(lead, tuple(items), dimension == "ratio") for (_, dimension), lead, items in reversed(found)
    ]


def _columns(context: Context, before: int) -> Iterator[Series]:
    """The columns of the last table above a place, by their heads."""
    above = [table for table in context.tables if before - _REACH <= table.end <= before]
    if not above:
        return
    table = max(above, key=lambda one: one.end)
    rows = [row for row in table.rows if not any(says("ex_row_not", cell.bare) for cell in row[:2])]
    for column in range(1, len(table.header)):
        items = [
            Item(name, quantity.value, row[column].start, row[column].end, row[column].text)
            for row in rows
            if (quantity := row[column].quantity) is not None and (name := _name_of(row))
        ]
        if len(items) == len(rows) and _is_one_kind(items):
            rated = table.rows[0][column].quantity
            yield Series(
                table.header[column].text, tuple(items), rated is not None and rated.family == "ratio"
            )


def _name_of(row: Sequence[Cell]) -> str:
    """The name of a row: its first cell, or the second where the first counts the rows."""
    return next((cell.bare for cell in row[:2] if chinese_of(cell.bare)), "")


def _is_one_kind(items: Sequence[Item]) -> bool:
    """Whether rows are of several things, each once."""
    return len({one.name for one in items}) == len(items)


def _rates(context: Context) -> Iterator[Relation]:
    """执行率仅85.01%，在8个专项中最低: no other rate of this name, in words or in a column of a table, lies beyond it."""
    named: dict[str, list[Item]] = {}
    for form in ("ex_rate", "ex_rate_after"):
        for match in word(form).finditer(context.body):
            noun, value, most = match["noun"], Fraction(match["value"]), match["how"] == "高"
            if noun not in named:
                named[noun] = _rates_named(context, noun)
            low, high = context.report.start + match.start(), context.report.start + match.end()
            others = (
                one for one in (named[noun][::-1] if most else named[noun]) if not low <= one.start < high
            )
            beyond = next(others, None)
            if beyond is not None and (beyond.value > value if most else beyond.value < value):
                shown = f"{beyond.shown} {'＞' if most else '＜'} {match['value']}%"
                spans = [(low, high), (beyond.start, beyond.end)]
            elif most and "仅" in (match["only"] or ""):
                shown, spans = f"{match['only']}{match['value']}%", [(low, high)]
            else:
                continue
            yield relation(
                context, "R22", "inconsistent", "review_extreme", [context.quote(*span) for span in spans],
                subject="文字与数字", expected=shown, stated=f"最{match['how']}",
            )  # fmt: skip


def _rates_named(context: Context, noun: str) -> list[Item]:
    """All rates of a name, the lowest first."""
    told = [
        Item(noun, one.quantity.printed.value, one.start, one.end, one.quantity.shown)
        for one in context.facts
        if one.quantity.unit == "%" and one.quantity.measured and noun in one.label
    ]
    told += [
        Item(noun, cell.quantity.printed.value, cell.start, cell.end, cell.quantity.shown)
        for table in context.tables
        for row in table.rows
        for head, cell in zip(table.header, row, strict=True)
        if noun in head.text and cell.quantity is not None and cell.quantity.unit == "%"
    ]
    return sorted(told, key=lambda one: (one.value, one.start))
