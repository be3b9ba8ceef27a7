"""R6 SAME between tables, goals' results and text: one figure told in two places with different values.

A number of the text that names a row and a column of a table is that cell's; and a number that differs from a cell or a
goal's result by one slip of the pen, under the same name, is most likely meant to be the same. Both are questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yiheng.review.finding import Relation
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.fact import Fact
from yiheng.review.reading.goal_item import pieces, stem_of
from yiheng.review.reading.goal_pair import Pair
from yiheng.review.reading.lexicon import without, word
from yiheng.review.reading.quantity import Quantity
from yiheng.review.reading.table import Table
from yiheng.review.rules.same import agree, significant

_WINDOW = 60
_CELLS_LIMIT = 4000
_DIGITS = 3
_HEAD_OF_YEAR = 4
_DIGITS_OF_WHOLE = 4
_YEAR = re.compile(r"(20\d\d)年?度?")
_NAMED = 0.3
_HEAD = 2


@dataclass(frozen=True, slots=True)
class Stated:
    """A value with its name: a cell with its row and column, or the result of a goal."""

    value: Quantity
    name: str
    head: str
    spans: tuple[tuple[int, int], ...]


def restated_relations(context: Context, pairs: Sequence[Pair]) -> Iterator[Relation]:
    """Numbers of the text against cells that they name, and against their likes one slip away."""
    cells = list(_cells(context.tables))
    results = [
        Stated(pair.result, pair.name, "", (pair.spans[0], (pair.result.start, pair.result.end)))
        for pair in pairs
        if pair.result is not None and pair.layout in ("row", "told") and not pair.result.operator
    ]
    facts = [fact for fact in context.facts if _is_told(fact)]
    told: set[int] = set()
    for fact, other in (*_named(context, facts, cells), *_slipped(context, facts, [*results, *cells])):
        if fact.end not in told:
            told.add(fact.end)
            yield relation(
                context, "R6", "review", "review_same",
                [*context.quote_facts(fact), *(context.quote(low, high) for low, high in other.spans)],
                subject=other.name + other.head, expected=other.value.shown, stated=fact.quantity.shown,
            )  # fmt: skip


def _cells(tables: Sequence[Table]) -> Iterator[Stated]:
    count = 0
    for table in tables:
        for row in table.rows:
            name = re.sub(r"\s|^其中[:：]", "", row[0].text)
            for head, cell in zip(table.header[1:], row[1:], strict=False):
                if cell.quantity is None or cell.quantity.family == "score" or count >= _CELLS_LIMIT:
                    continue
                count += 1
                shown = re.sub(r"[（(].*", "", head.bare)
                yield Stated(cell.quantity, name, shown, ((row[0].start, row[0].end), (cell.start, cell.end)))


def _is_told(fact: Fact) -> bool:
    return (
        fact.quantity.measured
        and fact.role not in ("prior", "target", "base")
        and fact.line.section not in ("goal", "plan")
        and not fact.partial
        and fact.quantity.family != "score"
        and not word("restated_change").search(fact.label)
    )


# Numbers that name a row and a column.


def _named(context: Context, facts: Sequence[Fact], cells: Sequence[Stated]) -> Iterator[tuple[Fact, Stated]]:
    by_name: dict[str, list[Stated]] = {}
    for cell in cells:
        year = _YEAR.fullmatch(cell.name)
        if year is not None:
            by_name.setdefault(f"{year[1]}年", []).append(cell)
        elif len(cell.name) >= 3 and re.search(r"[\u4e00-\u9fa5]{2}", cell.name):
            by_name.setdefault(cell.name, []).append(cell)
    if not by_name:
        return
    lengths = sorted({len(name) for name in by_name}, reverse=True)
    heads = {name[:_HEAD] for name in by_name}
    for fact in facts:
        low = max(fact.sentence.start, fact.start - _WINDOW)
        window = context.text[low : fact.start]
        names = _names_in(window, by_name, heads, lengths)
        if not names or (len({name for name, _ in names}) != 1 and not _YEAR.fullmatch(names[-1][0])):
            continue
        between = window[names[-1][1] :]
        if re.search(r"\d|[；;]", between) or word("restated_not").search(between):
            continue
        own = [
            cell
            for cell in by_name[names[-1][0]]
            if cell.value.dimension == fact.quantity.dimension and _headed(cell.head, window)
        ]
        whole = [cell for cell in own if cell.head in window]
        own = whole or own
        if _YEAR.fullmatch(names[-1][0]) and not (whole and len(whole[0].head) >= _HEAD_OF_YEAR):
            continue
        same = any(
            agree(cell.value, fact.quantity) or abs(cell.value.value) == fact.quantity.value for cell in own
        )
        if len(own) == 1 and not same:
            yield fact, own[0]


def _names_in(
    window: str, by_name: Mapping[str, object], heads: set[str], lengths: Sequence[int]
) -> list[tuple[str, int]]:
    """The row names in some words with where they end, the longest at each place; ``heads`` are how they begin."""
    found = []
    at = 0
    while at < len(window):
        if window[at : at + _HEAD] not in heads:
            at += 1
            continue
        name = next((window[at : at + n] for n in lengths if window[at : at + n] in by_name), "")
        at += len(name) or 1
        if name:
            found.append((name, at))
    return found


def _headed(head: str, window: str) -> bool:
    """Whether the words before a number name a column; 金额 or 完成值 is the name of any."""
    if word("again_general").fullmatch(head):
        return True
    stem = head[-3:] if head.endswith("率") else stem_of(head)
    return len(stem) >= 2 and stem in window


# Numbers one slip away.


def _slipped(
    context: Context, facts: Sequence[Fact], stated: Sequence[Stated]
) -> Iterator[tuple[Fact, Stated]]:
    buckets: dict[tuple[str, str], list[Stated]] = {}
    places: dict[tuple[Fraction, str], set[int]] = {}
    for quantity, end in (
        *((one.value, one.spans[-1][1]) for one in stated),
        *((one.quantity, one.end) for one in facts),
    ):
        places.setdefault((quantity.value, quantity.dimension), set()).add(end)

    def alone(quantity: Quantity) -> bool:
        return significant(quantity) >= _DIGITS and len(places[quantity.value, quantity.dimension]) == 1

    for one in stated:
        if alone(one.value):
            for key in _slips(one.value):
                buckets.setdefault((one.value.dimension, key), []).append(one)
    for fact in facts:
        if not alone(fact.quantity):
            continue
        for key in _slips(fact.quantity):
            near = buckets.get((fact.quantity.dimension, key), ())
            match = next(
                (one for one in near if one.spans[-1][1] != fact.end and _alike(context, fact, one)), None
            )
            if match is not None:
                yield fact, match
                break


def _slips(quantity: Quantity) -> Iterator[str]:
    """A number with one digit left open, and its digits in order: two numbers one slip apart share one of these."""
    text = quantity.printed.text.replace(",", "")
    for place, character in enumerate(text):
        if character.isdigit():
            yield f"{text[:place]}*{text[place + 1 :]}{quantity.unit}"
    yield "".join(sorted(text)) + quantity.unit


def _alike(context: Context, fact: Fact, one: Stated) -> bool:
    """Whether a number of the text is told under the name of another, one slip away."""
    first, second = (value.printed.text.replace(",", "") for value in (fact.quantity, one.value))
    if sum(1 for a, b in zip(first, second, strict=True) if a != b) > 2:
        return False
    low = max(fact.sentence.start, fact.start - _WINDOW)
    window = context.text[low : fact.start]
    lead = context.clause_before(fact)
    if one.head:
        total = word("row_total").fullmatch(one.name) or (
            word("row_subtotal").fullmatch(one.name) and fact.quantity.family == "money"
        )
        if total and one.value.family == "money" and significant(one.value) >= _DIGITS_OF_WHOLE:
            return _headed(one.head, lead) or bool(word("restated_whole").search(lead))
        return _headed(one.head, lead) and bool(total or one.name in window)
    own = pieces(one.name)
    stem = stem_of(without("goal_count_noun", one.name))
    told = len(stem) == 2 and (stem in lead or (lead.startswith("占") and stem in window))
    return told and sum(1 for piece in own if piece in window) >= _NAMED * len(own)
