"""R6 for one number told twice with a slip of the pen between, in sentences of whatever build: B包扣款23.31万元 … B包扣款计算：……计32.31万元.

Evidence is a long number whose very digits change places, or one of many digits that is another in one place, and words that
both stand under: of their clause, or at the head of their paragraph. What a series tells of a year is held against what the
report tells of that year under the same name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.figure import Figure, figures_of
from yiheng.review.reading.lexicon import chinese_of, says, word
from yiheng.review.reading.series import Yearly, series_of
from yiheng.review.reading.slip import is_slip

_YEAR = re.compile(r"20\d\d(?=年)")
_NAME = re.compile(r"[^\u4e00-\u9fa5A-Z]+")
_HEAD = re.compile(r"[：:|\t，。（(]")
_SWAPPED, _REPLACED, _TOLD, _NAMED, _PAIR, _NEAR, _HEAD_MOST, _TRIED = 4, 6, 3, 4, 2, 60, 18, 6
Pair = tuple[Figure, Figure]


def slipped_again_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Numbers told twice with a slip between, where none is accused already."""
    accused = ends_of(found, "inconsistent")
    settled = ends_of(found, "consistent", "rounding")
    for first, second in (*_of_years(context), *_twins(context), *_in_brackets(context)):
        ends = {first.end, second.end}
        if ends & accused or ends <= settled or not (ends & settled or _of_one_name(first, second)):
            continue  # 在册2,400人，管理2,040人，管理率85%: each is what others bear out
        accused |= ends
        yield _relation(context, first, second)


def _of_one_name(first: Figure, second: Figure) -> bool:
    """Whether one number's clause is within the other's: 甲院结余 and 乙院结余 are two things."""
    short, long = sorted((_NAME.sub("", one.lead) for one in (first, second)), key=len)
    return short in long or len(short) < _PAIR


# A number and its twin.


def _twins(context: Context) -> Iterator[Pair]:
    often = Counter((one.digits, one.unit) for one in figures_of(context))
    swapped: dict[tuple[str, ...], list[Figure]] = {}
    replaced: dict[tuple[str, ...], list[Figure]] = {}
    for one in figures_of(context):
        text = one.printed.text.replace(",", "")
        if len(one.digits) < _SWAPPED or says("slip_name_not", one.lead):
            continue
        near = swapped.setdefault((one.unit, str(text.find(".")), "".join(sorted(text))), [])
        yield from (
            (other, one) for other in _twins_of(context, one, near, often) if _sure(context, other, one)
        )
        near.append(one)
        rate = one.unit in ("%", "％")
        for place in range(len(text) - 1 if rate or len(one.digits.rstrip("0")) >= _REPLACED else 0):
            near = replaced.setdefault((one.unit, text[:place] + "*" + text[place + 1 :]), [])
            for other in _twins_of(context, one, near, often):
                shared = _shared(_words(context, one), _words(context, other))
                if len(shared) >= _TOLD + rate and (not rate or "率" in shared):
                    yield other, one
            near.append(one)


def _twins_of(
    context: Context, one: Figure, near: Sequence[Figure], often: Counter[tuple[str, str]]
) -> Iterator[Figure]:
    """Those of some numbers of nearly the same digits that may be the same number: told elsewhere, of no other year."""
    for other in islice(reversed(near), _TRIED):
        if min(often[each.digits, each.unit] for each in (one, other)) != 1:
            continue
        if not 1 <= _apart(one, other) <= _PAIR or not _far(context, other, one):
            continue
        years = [set(_YEAR.findall(each.said)) for each in (one, other)]
        if not all(years) or years[0] & years[1]:
            yield other


def _sure(context: Context, first: Figure, second: Figure) -> bool:
    """Whether two numbers of the same digits stand under one name; the shorter they are, the longer must it be."""
    shared = _shared(_words(context, first), _words(context, second))
    named = any(shared in _NAME.sub("，", one.lead) or context.in_table(one.start) for one in (first, second))
    if not (named or first.line == second.line):
        return False
    full = min(len(one.digits.rstrip("0")) for one in (first, second)) >= _SWAPPED
    long = len(first.digits) > _SWAPPED and first.line == second.line
    if not (full or long) and first.printed.decimals and first.unit not in ("%", "％"):
        return False  # 52.80万元 and 25.80万元 are rounded amounts
    return len(shared) >= (_TOLD if full or long else _NAMED) or (
        full and re.search("[A-Z]", shared) is not None
    )


def _apart(one: Figure, other: Figure) -> int:
    first, second = (each.printed.text.replace(",", "") for each in (one, other))
    return sum(a != b for a, b in zip(first, second, strict=True)) if len(first) == len(second) else 0


def _far(context: Context, first: Figure, second: Figure) -> bool:
    """Whether two numbers stand in two sentences, and not in one table."""
    if any(one.start <= first.start and second.start < one.end for one in context.tables):
        return False
    return not context.in_one_sentence(first.end, second.start)


def _words(context: Context, one: Figure) -> str:
    """What a number stands under: the head of its paragraph and the words before it."""
    line = context.report.line_at(one.start).text.strip()
    head = _HEAD.split(line)[0][:_HEAD_MOST]
    said = re.split("[。；;\n]", context.text[max(one.line, one.start - _NEAR) : one.start])[-1]
    return _NAME.sub("，", word("slip_general").sub("，", f"{head}，{said}"))


def _shared(first: str, second: str) -> str:
    """The longest run of characters that two names share."""
    best = ""
    for low in range(len(first)):
        for high in range(low + len(best) + 1, len(first) + 1):
            part = first[low:high]
            if "，" in part or part not in second:
                break
            best = part
    return best


def _in_brackets(context: Context) -> Iterator[Pair]:
    """3.21亿元（32,145.60万元）: one amount in two units."""
    figures = figures_of(context)
    for first, second in zip(figures, figures[1:], strict=False):
        if not (first.money and second.money) or first.unit == second.unit or first.line != second.line:
            continue
        joined = word("slip_in_brackets").fullmatch(context.text, first.end, second.start)
        closed = context.text[second.end : second.end + 1] in ("）", ")")
        if joined and closed and abs(first.value - second.value) > first.half + second.half:
            yield first, second


# A number of a series, and the same year's elsewhere.


def _of_years(context: Context) -> Iterator[Pair]:
    """2020年、2021年、2022年统筹支出分别为134.70亿元、140.50亿元、152.70亿元, and 统筹支出152.07亿元 of 2022."""
    told = [one for one in series_of(context) if len(_bare(one.name)) > 1]
    if not told:
        return
    places = {one.figure.start for one in series_of(context)}
    named: dict[str, list[Figure]] = {}
    for one in figures_of(context):
        if one.start not in places and len(one.digits) >= _TOLD:
            named.setdefault(_bare_lead(one), []).append(one)
    for step in told:
        name = _bare(step.name)
        same = [
            one
            for key, many in named.items()
            if _kin(key, name)
            for one in many
            if _of_year(context, one, step)
        ]
        if any(abs(one.value - step.figure.value) <= one.half + step.figure.half for one in same):
            continue
        for one in same:
            swapped = sorted(one.digits) == sorted(step.figure.digits)
            long = len(one.digits) > _SWAPPED and (swapped or _bare_lead(one) == name)
            if (
                one.unit == step.figure.unit
                and (long or swapped)
                and is_slip(one.printed.value, step.figure.printed)
            ):
                yield one, step.figure
                break


def _kin(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= _PAIR and long.endswith(short)


def _bare_lead(one: Figure) -> str:
    return _bare(re.sub(r"^.*20\d\d年度?", "", one.lead))


def _bare(name: str) -> str:
    return word("series_general").sub("", chinese_of(name)) or chinese_of(name)


def _of_year(context: Context, one: Figure, step: Yearly) -> bool:
    """Whether a number is of the year of a step of a series."""
    years = _YEAR.findall(one.said)
    if says("slip_year_not", one.lead):
        return False
    return (int(years[-1]) if years else context.report.year) == step.year


def _relation(context: Context, first: Figure, second: Figure) -> Relation:
    quotes = [context.quote(one.start, one.end) for one in (first, second)]
    return relation(
        context, "R6", "inconsistent", "review_same", quotes, subject=second.lead or first.lead or second.shown,
        expected=first.shown, stated=second.shown,
        repairs=(f"{first.shown}→{second.shown}", f"{second.shown}→{first.shown}"),
    )  # fmt: skip
