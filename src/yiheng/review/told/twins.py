"""R6 for one number told twice with a slip of the pen: 首年支出2.814亿元 in the abstract, 共21,840.0万元 in the text.

A number whose digits changed over give another of the report is a slip where it stands nowhere else, where nothing that holds
rests on it, and where it is told as that other number: under its name, by a word that refers back (按……人计, 占……户的), or in the
abstract. Units may differ: each number is set against the other as it would be written in the other's unit.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.figure import Figure, figures_of
from yiheng.review.reading.lexicon import says, without, word
from yiheng.review.reading.quantity import measure_of
from yiheng.review.rules.disclosed import disclosed
from yiheng.review.told.again import borne_out

_LEAST, _LONG, _TRIED, _SEGMENT, _AFTER = 3, 4, 8, 60, 12
_PAIR, _RATE = 2, "执行率"
_STOP = re.compile(r"[，。；：、（\d\n|\t]")
_CLAUSE = re.compile(r"[，：]")
_ABOUT = re.compile(r"[余多]|左右|上下|及?以[上下内]")
_MARK = re.compile(r"^[\s\d（()）.、．①-⑳-]+")
_ROW = re.compile(r"\S[ 　]{3,}[\d,.]*$|\|\s*$|\t\s*$")
_GAPS = ("|", "\t", "  ", " 　", "　 ", "　　")
_NAME_NOT = re.compile(r"[^\u4e00-\u9fa5A-Z]")
_OPEN = re.compile(r"(.*)[（(][^）)]*$", re.DOTALL)
_YEAR = re.compile(r"20\d\d(?=\s?年)")
Key = tuple[str, int, str]
"""A dimension, the place of the last digit as a power of ten of the base unit, and digits."""


@dataclass(frozen=True)
class Named:
    """A number with what it is called: its digits as a whole number, of which one is ``10 ** place`` of its dimension's base unit;
    ``name`` stands right before it, bare; ``words`` are those of its sentence; ``after`` follow it."""

    figure: Figure
    dimension: str
    place: int
    number: int
    name: str
    words: str
    after: str
    celled: bool

    @property
    def text(self) -> str:
        """Its digits, without zeros before them."""
        return str(self.number)

    def within(self, place: int) -> str:
        """Its digits rounded to another place; empty where it is not told so finely."""
        if place < self.place:
            return ""
        step = 10 ** (place - self.place)
        return str((2 * self.number + step) // (2 * step))


def twin_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Numbers that another turns into when two digits change places, where none is accused already."""
    accused = ends_of(found, "inconsistent")
    settled = borne_out(found)
    for first, second in _pairs(context, accused, settled):
        one, other = first.figure, second.figure
        if {one.end, other.end} & accused:
            continue
        accused |= {one.end, other.end}
        quotes = [context.quote(each.start, each.end) for each in sorted((one, other), key=_start)]
        told = relation(
            context, "R6", "inconsistent", "review_same", quotes, subject=first.name or second.name or one.shown,
            expected=other.shown, stated=one.shown,
            repairs=(f"{one.shown}→{other.shown}", f"{other.shown}→{one.shown}"),
        )  # fmt: skip
        yield disclosed(context, told)


def _start(one: Figure) -> int:
    return one.start


def _pairs(context: Context, accused: set[int], settled: frozenset[int]) -> Iterator[tuple[Named, Named]]:
    """The slip first, then the number that it is a slip of."""
    named = named_of(context)
    same, near = _tables(named)
    for one in named:
        text, form = one.text, (one.dimension, one.place)
        held = one.figure.end in settled
        short = len(text) < _LEAST or (held and len(text.strip("0")) <= _LONG)
        if short or one.figure.end in accused or len(same[*form, text]) > 1:
            continue  # what stands twice as it is told is no slip
        for told, other in (twin for key in _keys(text) for twin in near[*form, key][:_TRIED]):
            if told == text or other.figure.end in accused or not _far(context, one, other):
                continue
            borne = other.figure.end in settled or len(same[*form, told]) > 1
            swapped = sorted(told) == sorted(text)
            apart = _apart(told, text) - swapped
            turned = swapped and one.name == other.name  # 4,518, 4,851
            if (apart == 1 or (turned and apart > 1)) and _as_one(
                context, one, other, (swapped, borne, held)
            ):
                yield one, other
                break


def _keys(text: str) -> Iterator[str]:
    """A number's digits in order, and its digits with one of them left open: two that are one slip apart share one of these."""
    yield "".join(sorted(text))
    if len(text) >= _LEAST:
        yield from (f"{text[:at]}*{text[at + 1 :]}" for at in range(len(text)))


def _tables(
    named: Sequence[Named],
) -> tuple[dict[Key, list[Named]], dict[Key, list[tuple[str, Named]]]]:
    """The numbers by their digits, and by what they share with a slip, as written in every unit and to every decimal of their kind."""
    places: dict[str, set[int]] = defaultdict(set)
    for one in named:
        places[one.dimension].add(one.place)
    same: dict[Key, list[Named]] = defaultdict(list)
    near: dict[Key, list[tuple[str, Named]]] = defaultdict(list)
    for one in named:
        for place in places[one.dimension]:
            text = one.within(place)
            if len(text) < _LEAST:
                continue
            same[one.dimension, place, text].append(one)
            for key in _keys(text):
                near[one.dimension, place, key].append((text, one))
    return same, near


def _apart(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True)) if len(one) == len(other) else 0


def _far(context: Context, one: Named, other: Named) -> bool:
    """Whether two numbers stand in two sentences, not in one table, and of no two years."""
    low, high = sorted((one.figure.end, other.figure.end))
    if one.celled and other.celled:
        return False
    if context.in_one_sentence(low, high):
        return False
    years = [set(_YEAR.findall(each.words)) for each in (one, other)]
    return not all(years) or bool(years[0] & years[1])


def named_of(context: Context) -> list[Named]:
    """Every number of a report with what it is called, in order."""
    return context.once(_named_of)


def _named_of(context: Context) -> list[Named]:
    cells = {
        cell.start: (name, head.text, cell.quantity)
        for table in context.tables
        for row, name in ((row, row_name([each.text for each in row])) for row in table.rows)
        for head, cell in zip(table.header[1:], row[1:], strict=False)
    }
    found = []
    for one in figures_of(context):
        unit, after = one.unit, ""
        celled = one.start in cells or _in_row(context.text[max(one.line, one.start - _SEGMENT) : one.start])
        if one.start in cells:
            row, head, quantity = cells[one.start]
            unit = unit or (quantity.unit if quantity is not None else "")
            words = f"{head}，{row}"
            name = f"{row}{head}"
        else:
            words = word("twin_segment").split(context.text[max(one.line, one.start - _SEGMENT) : one.start])[
                -1
            ]
            after = _STOP.split(context.text[one.end : one.end + _AFTER], 1)[0]
            name = one.lead if len(_bare(one.lead)) >= _PAIR else _STOP.split(_MARK.sub("", words), 1)[0]
        measure = measure_of(unit)
        dimension, scale = (measure.unit.dimension, measure.unit.scale) if measure else (unit, Fraction(1))
        power, decimals = _power(scale), one.printed.decimals
        if power is not None and one.printed.value >= 0:
            number = int(one.printed.value * 10**decimals)
            found.append(Named(one, dimension, power - decimals, number, _bare(name), words, after, celled))
    return found


def _in_row(before: str) -> bool:
    """Whether the words before a number end as a cell before it does: with blanks, a bar or a tab."""
    return any(sign in before for sign in _GAPS) and _ROW.search(before) is not None


@cache
def _power(scale: Fraction) -> int | None:
    """Which power of ten a unit's size is; None where it is none."""
    power = len(str(scale.numerator)) - len(str(scale.denominator))
    return power if scale == Fraction(10) ** power else None


def row_name(row: Sequence[str]) -> str:
    """The name of a row: its first cell, or its second where the first is a number in a list."""
    numbered = len(row) > _PAIR and word("twin_number").match(row[0]) is not None
    return row[1] if numbered else row[0]


def _bare(name: str) -> str:
    told = without("twin_noise", word("twin_rate").sub(_RATE, name))
    return without("twin_noise", _NAME_NOT.sub("", told))


# Whether one is told as the other.


def _as_one(context: Context, one: Named, other: Named, how: tuple[bool, bool, bool]) -> bool:
    """Whether the words that a number stands under are those of its twin; ``how``: whether digits are changed over (else one
    is another), others rest on the twin, or on the number.

    The more digits the two have, the less likely are they two things, and the less need the words say.
    """
    if any(otherwise(each) for each in (one, other)):
        return False
    swapped, borne, held = how
    size = len(one.text) - (not swapped)
    full = min(len(each.text.strip("0")) for each in (one, other)) - (not swapped)
    shared = _tail(one.name, other.name)
    shared = "" if _of_two(one.name, other.name, shared) else shared
    named = "" if says("twin_general", shared) else shared
    refers = not one.celled and says("twin_refers", one.figure.lead)
    refers = refers and not says("twin_refers_not", one.figure.lead)
    if size < _LEAST:
        return borne and one.name == other.name == named and len(named) >= _LONG
    if held:
        return full > _LONG and (len(named) >= _PAIR or refers)
    if word("twin_summary").match(context.report.line_at(one.figure.start).text):
        return borne or len(named) >= _PAIR
    if refers and (says("twin_refers_after", one.after) or full > _LONG):
        return size >= _LONG - (one.dimension not in ("money", "ratio"))
    if full > _LONG:
        return borne or len(shared) >= _PAIR
    if size >= _LONG:
        return len(named) >= _PAIR and (borne or full >= _LONG or len(named) >= _LONG)
    if (
        swapped
        and borne
        and one.dimension == "ratio"
        and one.celled != other.celled
        and _speaks_of(one, other)
    ):
        return True
    within = named in (one.name, other.name) and one.dimension != "ratio"
    return len(named) >= _LONG and within or borne and len(named) >= _LEAST - within


def _speaks_of(one: Named, other: Named) -> bool:
    """Whether a sentence has a word of a row's name: 稽核覆盖率, and 应稽核290家，实际稽核279家，279÷290＝96.2%."""
    row, told = (one, other) if one.celled else (other, one)
    pieces = {row.name[n : n + _PAIR] for n in range(len(row.name) - 1)}
    return any(piece in told.words and not says("twin_common", piece) for piece in pieces)


def _of_two(first: str, second: str, shared: str) -> bool:
    """Whether two names end alike and are of two: 甲医院收入, 乙药店收入."""
    heads = [name.removesuffix(shared) for name in (first, second)]
    return all(heads) and (len(shared) < _LONG or any(says("twin_owner", head) for head in heads))


def otherwise(one: Named) -> bool:
    """Whether a number is of another year, a goal or a change: 增加264.0万元（DIP改革162.0万元……）, 130万人次以上."""
    if not (one.figure.unit or one.celled) or says("twin_about", one.figure.lead) or _ABOUT.match(one.after):
        return True
    outside = _OPEN.match(one.words)
    lead = _CLAUSE.split(one.words[-_AFTER:])[-1]
    return (
        says("twin_not", lead)
        or says("twin_if", one.words)
        or (outside is not None and says("twin_not", outside[1][-_AFTER:]))
    )


def _tail(first: str, second: str) -> str:
    """What two names end in; a short one may stand within the long."""
    short, long = sorted((first, second), key=len)
    if len(short) >= _PAIR and short in long:
        return short
    size = 0
    while size < len(short) and short[-1 - size] == long[-1 - size]:
        size += 1
    if size < _PAIR and short[:_LONG] == long[:_LONG]:
        return short[:_LONG]  # 职业培训补贴, 职业培训
    return short[len(short) - size :]
