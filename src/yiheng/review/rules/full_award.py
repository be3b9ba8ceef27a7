"""R9: a goal missed in silence, whose part of the score got every point.

The part is the one told in the goal's own segment (故障恢复时长 10/10  目标≤2小时，实际2.5小时), else the one that its heading or
its name belongs to (产出50分得50分 over the goals under 产出), else all parts but those of funds and process together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from yiheng.review.reading.context import Context
from yiheng.review.reading.goal_pair import Pair
from yiheng.review.reading.lexicon import says, word
from yiheng.review.reading.point import AWARD, BARE, FULL, points_told
from yiheng.review.reading.score_sheet import Part, sheets
from yiheng.review.rules.meet_count import decided, silent

_STOP = re.compile(r"[。；;\n]")
_PAIR = 2


def full_marked(context: Context, pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """The goals, those missed in silence marked whose part of the score got all it could."""
    if not any(decided(pair) is False for pair in pairs):
        return tuple(pairs)
    pairs = [
        replace(one, fullmark=True) if decided(one) is False and _own_full(context, one) else one
        for one in pairs
    ]
    parts = [part for sheet in context.once(sheets) for part in sheet.parts]
    return tuple(
        replace(pair, fullmark=True)
        if decided(pair) is False
        and not pair.fullmark
        and silent(context, pair)
        and got_all(context, pair.spans[0], pair.name, parts)
        else pair
        for pair in pairs
    )


def _own_full(context: Context, pair: Pair) -> bool:
    """满意度10分：目标≥98%，实际95.2%，得10分: the points told in a goal's own sentence, or right after it."""
    if pair.layout == "row" or pair.said == "missed" or pair.explained:
        return False
    line = context.report.line_at(pair.spans[0][0])
    low = max(
        (m.end() for m in _STOP.finditer(context.text, line.start, pair.spans[0][0])), default=line.start
    )
    stop = _STOP.search(context.text, pair.spans[-1][1], line.end)
    high = stop.start() if stop else line.end
    if stop is not None and word("goal_own_award").match(context.text, stop.end()):
        after = _STOP.search(context.text, stop.end(), line.end)
        high = after.start() if after else line.end
    segment = context.text[low:high]
    if says("pm_owned", segment) or says("sheet_open", segment):
        return False
    told = [one for one in points_told(line) if low <= one.start < high]
    if any(one.role not in (FULL, AWARD, BARE) for one in told):
        return False
    awards = [one for one in told if one.role == AWARD]
    if not awards:
        return len(told) < _PAIR and says("goal_full_word", context.text[pair.spans[-1][1] : high])
    return len(told) == _PAIR and told[1] is awards[0] and told[0].value == awards[0].value


def marked_whole(context: Context, span: tuple[int, int]) -> bool:
    """Whether the score has parts, and those that a goal at a place counts for got all they could."""
    line = context.report.line_at(span[0])
    parts = [part for sheet in context.once(sheets) for part in sheet.parts]
    return got_all(context, span, line.text[: span[0] - line.start], parts)


def got_all(context: Context, span: tuple[int, int], name: str, parts: Sequence[Part]) -> bool:
    """Whether the points that a goal at a place counts for were all given."""
    own = _beside(context, span, parts) or _of_level(name, parts) or _of_mark(context, span, parts)
    if not own:
        line = context.report.line_at(span[0])
        own = next((found for head in line.path[:0:-1] if (found := _of_level(head, parts))), [])
    own = own or [one for one in parts if not says("sheet_fund", one.name)]
    return bool(own) and all(one.whole for one in own)


def _beside(context: Context, span: tuple[int, int], parts: Iterable[Part]) -> list[Part]:
    """The parts told in the segment of a goal."""
    line = context.report.line_at(span[0])
    low = max((m.end() for m in _STOP.finditer(context.text, line.start, span[0])), default=line.start)
    stop = _STOP.search(context.text, span[1], line.end)
    high = stop.start() if stop else line.end
    return [one for one in parts if low <= one.span[0] < high]


def _of_level(name: str, parts: Iterable[Part]) -> list[Part]:
    """The parts of a level that a name speaks of: 满意度, 产出, 质量."""
    level = word("sheet_level").search(name)
    return [one for one in parts if level and level.group() in one.name]


def _of_mark(context: Context, span: tuple[int, int], parts: Iterable[Part]) -> list[Part]:
    """C.老年健康：……, and C项10分得10分."""
    mark = word("sheet_marked").match(context.report.line_at(span[0]).text)
    return [one for one in parts if mark and one.name.startswith(mark["mark"])] if mark else []
