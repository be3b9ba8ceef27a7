"""R1 of a whole and the parts that follow it: 充电桩1,260个，其中汽车桩318个、电动自行车桩942个.

How far the list reaches is not said where commas part both its entries and what comes after it; so it holds if any of its
beginnings adds up to the whole. Where none does, one slip in one of the numbers must make it hold, the sum must be near the
whole, and nothing may say that the list is open or that its entries overlap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate

from yiheng.exact.rounding import decimal_text
from yiheng.review.finding import Relation, ends_of
from yiheng.review.reading.context import Context, relation
from yiheng.review.reading.figure import Figure, figures_of
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.slip import is_slip

_MOST, _PAIR, _AFTER, _LABEL, _REACH, _EARLIER, _MANY = 18, 2, 30, 16, 70, 4, 8
_UNDER, _UNDER_CLOSED, _OVER = Fraction(4, 5), Fraction(2, 5), Fraction(3)
_MONEY_DIGITS = 4
_UNITS_NOT = frozenset({"", "%", "％", "分", "个百分点", "个月", "天", "倍", "年"})
_SEPARATOR = re.compile(r"[，,、；;（(）)：:]|(?<=[\u4e00-\u9fa5])和|[①-⑳]")
_STOP = re.compile(r"[。；;\n]")


def parted_relations(context: Context, found: Sequence[Relation]) -> Iterator[Relation]:
    """Wholes whose listed parts do not add up to them, of numbers that nothing has accused."""
    accused = ends_of(found, "inconsistent")
    figures = figures_of(context)
    for at, whole in enumerate(figures):
        if whole.unit in _UNITS_NOT or not whole.printed.value or says("parted_not_whole", whole.lead):
            continue
        if says("parted_about", context.text[whole.end : whole.end + _PAIR]):
            continue
        parts = _parts(context, figures, at)
        if len(parts) < _PAIR or {whole.end, *(one.end for one in parts)} & accused:
            continue
        if _of_earlier(figures, at, parts) or any(context.text[one.start - 1] == "各" for one in parts):
            continue  # 公立医院2个、卫生院17个，疾控中心、妇保院及卫校门诊部各1个: one of each
        listed = _broken(context, whole, parts)
        if listed:
            told = _relation(context, whole, listed)
            accused |= told.ends
            yield told


def _parts(context: Context, figures: Sequence[Figure], at: int) -> list[Figure]:
    """The numbers of one unit that follow a whole as its parts; what stands in brackets with a part, or of another unit, is its own."""
    whole = figures[at]
    opened = _opened(context, figures, at)
    if opened is None:
        return []
    low, base = opened
    found: list[Figure] = []
    depth, beside, first = base, 0, ""
    for one in figures[at + 1 : at + 1 + _MOST]:
        if one.start < opened[0]:
            continue
        between = context.text[low : one.start]
        lowest, depth = _depths(between, depth)
        low = one.end
        if "。" in between or one.line != whole.line or lowest < base or beside > _PAIR:
            break
        if not _alike(one, whole) or depth > base:
            beside += 1
            continue
        label = _SEPARATOR.split(between)[-1]
        apart = not found or _SEPARATOR.search(between)
        ended = found and not beside and re.search("[；;]", between)
        done = bool(found) and says("parted_done", label) and not says("parted_done", first)
        if done or ended or not apart or len(label) > _LABEL or says("parted_not_item", label):
            break
        first = first if found else label
        found.append(one)
        beside = 0
    return found


def _of_earlier(figures: Sequence[Figure], at: int, parts: Sequence[Figure]) -> bool:
    """扩大到74家，新增22家。其中三级13家……: whether the list is of a number told before the whole."""
    sums = set(accumulate(one.value for one in parts))
    whole = figures[at]
    return any(
        one.value in sums and one.line == whole.line and one.unit == whole.unit
        for one in figures[max(0, at - _EARLIER) : at]
    )


def _alike(one: Figure, whole: Figure) -> bool:
    """Whether two numbers count one thing: 批 in short of 批次."""
    return one.unit == whole.unit or (
        one.unit != "" and whole.unit == f"{one.unit}次" and says("parted_short", one.unit)
    )


def _opened(context: Context, figures: Sequence[Figure], at: int) -> tuple[int, int] | None:
    """Where the list of a whole begins, and whether within a bracket; none of its unit may stand before that."""
    whole = figures[at]
    match = word("parted_opens").match(context.text, whole.end, whole.end + _REACH)
    if match is None:
        return None
    between = figures[at + 1 : at + 1 + _PAIR + 1]
    if any(one.start < match.end() and one.unit == whole.unit for one in between):
        return None
    return match.end(), match.group().count("（") + match.group().count("(") - match.group().count("）")


def _depths(between: str, depth: int) -> tuple[int, int]:
    """The least depth of brackets that some words reach, and the depth after them."""
    lowest = depth
    for character in between:
        depth += (character in "（(") - (character in "）)")
        lowest = min(lowest, depth)
    return lowest, depth


def _broken(context: Context, whole: Figure, parts: Sequence[Figure]) -> Sequence[Figure]:
    """The parts that should add up to the whole and do not; empty where some do or the list may be open."""
    sums = list(accumulate(one.value for one in parts))
    room = list(accumulate(one.half for one in parts))
    inexact = whole.printed.decimals or whole.unit.startswith(("万", "亿"))
    for total, half in zip(sums[1:], room[1:], strict=True):
        if abs(total - whole.value) <= (half + whole.half if inexact else 0):
            return ()
    if sums[0] >= whole.value and sums[0] == whole.value:
        return ()
    if not _closed(context, parts) and _open(context, whole, parts):
        return ()
    for count in range(len(parts), _PAIR - 1, -1):
        listed = parts[:count]
        if count > _MANY and sums[count - 1] < whole.value:
            continue  # one of so many may be left out, or a slip in one of them fit by chance
        under = _UNDER_CLOSED if _closed(context, listed) else _UNDER
        near = under * whole.value <= sums[count - 1] <= _OVER * whole.value
        over = (
            count == _PAIR or sums[count - 2] < whole.value
        )  # what is beyond a list that is full is no part of it
        if near and over and _mended(whole, listed, sums[count - 1]):
            return listed
    return ()


def _closed(context: Context, parts: Sequence[Figure]) -> bool:
    """Whether the last part is what is left: 其他3人."""
    return says("parted_rest", context.text[parts[-2].end : parts[-1].start])


def _open(context: Context, whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether the words of a list, or those right after it, say that it is not complete or that its entries overlap."""
    end = parts[-1].end
    stop = _STOP.search(context.text, end)
    after = context.text[end : min(stop.start() if stop else len(context.text), end + _AFTER)]
    return says("parted_open_end", context.text[whole.start : end] + after)


def _mended(whole: Figure, parts: Sequence[Figure], total: Fraction) -> bool:
    """Whether one slip in one of the numbers makes the list add up."""
    gap = whole.value - total
    exact = not (gap > 0 and (whole.printed.decimals or whole.money))
    least = (
        max(len(whole.digits) - 1, 1) if exact else _MONEY_DIGITS
    )  # one digit of a small part would explain any gap
    if len(whole.digits) >= least and is_slip(total / (whole.value / whole.printed.value), whole.printed):
        return True
    return any(
        is_slip((one.value + gap) * one.printed.value / one.value, one.printed)
        for one in parts
        if one.value and len(one.digits) >= least
    )


def _relation(context: Context, whole: Figure, parts: Sequence[Figure]) -> Relation:
    scale = whole.value / whole.printed.value
    total = sum((one.value for one in parts), Fraction(0)) / scale
    places = max(one.printed.decimals for one in (whole, *parts))
    shown = decimal_text(total, places) + whole.unit
    quotes = [context.quote(one.start, one.end) for one in (whole, *parts)]
    return relation(
        context, "R1", "inconsistent", "review_sum", quotes, subject=whole.lead or whole.shown, expected=shown,
        stated=whole.shown, formula=" + ".join(one.shown for one in parts),
        repairs=(f"{whole.shown}→{shown}",),
    )  # fmt: skip
