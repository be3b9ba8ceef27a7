"""R6 for small counts told again: 2件超期 and 3件投诉处理超期, 18个临床科室 and 25个临床科室（即全部临床科室）, a row or a column of a table
and the text that tells of it.

A slip in a number of one or two digits says nothing by itself, so words must bind the two: one shortfall of one thing told twice
and no more, all of a thing that is counted once, the very name of a row, a list of as many values as a column has.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.figure import Figure, figures_of
from yiheng.review.reading.lexicon import says, without, word
from yiheng.review.reading.quantity import digits_value
from yiheng.review.reading.table import Cell, Table
from yiheng.review.rules.disclosed import disclosed
from yiheng.review.told.twins import Named, named_of, otherwise, row_name

_PAIR, _NAME, _MOST, _AFTER, _LISTED, _CHINESE = 2, 3, 100, 16, 4, re.compile(r"[\u4e00-\u9fa5]{2}")
_BRACKET = re.compile(r"[（(]([^（()）]*)[）)]")
_UNITS_NOT = ("", "%", "％", "分", "个百分点", "天", "日", "个月", "年", "小时", "元")
_BESIDE = re.compile(r"[，。；：、（\d\n]|^[中里]")
_END = re.compile(r"[。\n]")
Told = tuple[list[tuple[int, int]], str, str]


def small_again_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Small counts told twice that differ, of places that nothing has accused."""
    accused = ends_of(found, "inconsistent")
    for law in _LAWS:
        for spans, stated, expected in law(context):
            ends = {end for _, end in spans}
            if not ends & accused:
                accused |= ends
                quotes = [context.quote(*one) for one in sorted(set(spans))]
                told = relation(
                    context, "R6", "inconsistent", "review_same", quotes, subject=stated, expected=expected,
                    stated=stated,
                )  # fmt: skip
                yield disclosed(context, told)


# In the text.


def _shortfalls(context: Context) -> Iterator[Told]:
    """系3件群众投诉处理超期……收到投诉47件，45件按期办结，2件超期."""
    groups: dict[tuple[str, str], list[tuple[Figure, str, str, int]]] = defaultdict(list)
    for one in figures_of(context):
        plain = not one.money and not one.printed.decimals and one.value < _MOST
        if one.unit in _UNITS_NOT or not plain or context.in_table(one.start):
            continue
        after = _BESIDE.split(context.text[one.end : one.end + _AFTER])[0]
        short = word("sma_short").search(after) or word("sma_short").search(one.lead)
        if short is not None:
            end = _END.search(context.text, one.end)
            stop = end.start() if end else len(context.text)
            sentence = one.said + context.text[one.end : stop]
            groups[one.unit, short.group()].append((one, f"{one.lead}，{after}", sentence, stop))
    for told in groups.values():
        if len(told) != _PAIR:
            continue
        (one, own, sentence, stop), (two, other, second, last) = told
        shared = (_pieces(own) & _pieces(second)) | (_pieces(other) & _pieces(sentence))
        nouns = {name for name in (_noun(own), _noun(other)) if name}
        if stop != last and one.value != two.value and shared and len(nouns) < _PAIR:
            yield [(one.start, one.end), (two.start, two.end)], two.shown, one.shown


def _noun(words: str) -> str:
    """What is counted, by the words after the count; empty where they tell the shortfall at once."""
    after = words.rsplit("，", maxsplit=1)[-1]
    return "" if word("sma_short").match(after) else after[:_PAIR]


def _pieces(text: str) -> set[str]:
    """Every two characters that stand together, of words that say what it is about."""
    bare = word("sma_general").sub("，", word("sma_short").sub("，", text))
    return {bare[n : n + _PAIR] for n in range(len(bare) - 1) if _CHINESE.fullmatch(bare[n : n + _PAIR])}


def _all_of(context: Context) -> Iterator[Told]:
    """覆盖25个临床科室（即全部临床科室）, of 18个临床科室."""
    low = context.report.start
    for match in word("sma_all").finditer(context.body):
        count, unit, noun = int(match["count"]), match["unit"], match["noun"]
        form = re.compile(
            rf"(?<![\d.,第])(\d{{1,4}}){unit}{noun[:_LISTED]}|{noun[:_LISTED]}(?:共|有|数|总数)?(\d{{1,4}}){unit}"
        )
        others = [
            one
            for one in form.finditer(context.body)
            if one.end() <= match.start() or one.start() >= match.end()
        ]
        values = {int(one[1] or one[2]) for one in others}
        if others and count > max(values) and not says("sma_all_not", match.group()):
            spans = [(low + one.start(), low + one.end()) for one in (others[0], match)]
            yield spans, match.group(), others[0].group()


# In a table and in the text.


def _rows(context: Context) -> Iterator[tuple[Table, Sequence[Cell], str, str]]:
    """The rows of tables with their bare names and the units that the names give."""
    for table in context.tables:
        for row in table.rows:
            raw = row_name([cell.text for cell in row])
            unit = _BRACKET.search(raw)
            name = without("twin_noise", without("sma_name_end", re.sub(r"\s", "", _BRACKET.sub("", raw))))
            if len(name) >= _NAME:
                yield table, row, name, unit[1] if unit else ""


def _in_text(context: Context) -> Iterator[tuple[Named, str]]:
    """The numbers of the text, with their names as rows would have them."""
    for one in named_of(context):
        bound = says("sma_bound_after", context.text[one.figure.end : one.figure.end + _PAIR * _PAIR])
        if not (one.celled or context.in_table(one.figure.start) or bound or one.figure.money):
            yield one, without("twin_noise", without("sma_name_end", re.sub(r"\s", "", one.figure.lead)))


def _of_rows(context: Context) -> Iterator[Told]:
    """集采落地批数8批, of a row 集采落地（批） with 6 and 6."""
    named = defaultdict(list)
    for _, row, name, unit in _rows(context):
        named[name].append((row, unit))
    for one, name in _in_text(context) if named else ():
        if len(named.get(name, ())) != 1 or otherwise(one) or says("sma_row_not", one.figure.lead):
            continue
        row, unit = named[name][0]
        units = ("项", unit) if unit == one.figure.unit else (one.figure.unit,)
        cells = [cell for cell in row[1:] if cell.quantity is not None and cell.quantity.unit in units]
        values = {cell.quantity.printed.value for cell in cells if cell.quantity is not None}
        if one.figure.unit not in _UNITS_NOT and len(values) == 1 and one.figure.printed.value not in values:
            yield (
                [(one.figure.start, one.figure.end), (cells[0].start, cells[0].end)],
                one.figure.shown,
                cells[0].text,
            )


def _row_changes(context: Context) -> Iterator[Told]:
    """享受补助人数增加250人, of a row with 4,250 and 4,400."""
    rows = {name: (table, row, unit) for table, row, name, unit in _rows(context)}
    for one in named_of(context) if rows else ():
        change = word("sma_change").search(one.figure.lead)
        if change is None or one.celled or one.figure.unit in ("%", "％", "个百分点"):
            continue
        lead = re.sub(r"\s|^.*是", "", one.figure.lead[: change.start()])
        name = without("twin_noise", without("sma_name_end", lead))
        table, row, unit = rows.get(name, (None, (), ""))
        if table is None:
            continue
        cells = [
            cell
            for head, cell in zip(table.header, row, strict=False)
            if cell.quantity is not None and says("sma_year_head", head.text)
        ]
        values = [cell.quantity.printed.value for cell in cells if cell.quantity is not None]
        alike = one.figure.unit in (
            unit,
            *(cell.quantity.unit for cell in cells if cell.quantity is not None),
        )
        if len(values) == _PAIR and alike and abs(values[1] - values[0]) != one.figure.printed.value:
            spans = [(cell.start, cell.end) for cell in cells] + [(one.figure.start, one.figure.end)]
            yield spans, one.figure.lead[-_AFTER:] + one.figure.shown, f"{cells[1].text} − {cells[0].text}"


def _lists(context: Context) -> Iterator[Told]:
    """得分由高到低依次为99、97、95、93、90、88, of a column with 94."""
    low = context.report.start
    columns = [
        Counter(cell.quantity.printed.value for cell in column if cell.quantity is not None)
        for table in context.tables
        for column in zip(*(row for row in table.rows if not _is_total(row)), strict=True)
    ]
    columns = [one for one in columns if one.total() >= _LISTED]
    for match in word("sma_list").finditer(context.body) if columns else ():
        items = re.findall(r"\d[\d,]*(?:\.\d+)?", match["items"])
        told = Counter(digits_value(one) for one in items)
        near = [one for one in columns if one.total() == told.total() and (one - told).total() == 1]
        if any(one == told for one in columns) or len(near) != 1:
            continue
        (wrong,), (right,) = (told - near[0]).elements(), (near[0] - told).elements()
        at = next(n for n, one in enumerate(items) if digits_value(one) == wrong)
        places = list(re.finditer(r"\d[\d,]*(?:\.\d+)?", match["items"]))[at]
        start = low + match.start("items")
        yield [(start + places.start(), start + places.end())], items[at], f"{right}"


def _is_total(row: Sequence[Cell]) -> bool:
    return any(word("row_of_all").match(re.sub(r"\s", "", cell.text)) for cell in row[:_PAIR])


_LAWS: tuple[Callable[[Context], Iterator[Told]], ...] = (
    _shortfalls,
    _all_of,
    _of_rows,
    _row_changes,
    _lists,
)
